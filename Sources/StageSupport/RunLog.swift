internal import Calendars
internal import Glibc
public import Logging
internal import Synchronization

/// `run.log` of a run folder: one line an event, appended, each write checked.
public final class RunLog: Sendable {
    private struct State {
        var descriptor: Int32
        var fault: StageFailure?
    }

    let path: String
    private let console: Console
    private let state: Mutex<State>

    /// Opens the file for appending, mode 0600.
    public init(path: String, console: Console) throws(StageFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, step: "create", reason: SmallFile.reason(errno))
        }
        self.path = path
        self.console = console
        state = Mutex(State(descriptor: descriptor))
    }

    deinit { state.withLock { _ = close($0.descriptor) } }

    public func logger(_ label: String) -> Logger {
        var logger = Logger(label: label) { _ in RunLogHandler(log: self, label: label) }
        logger.logLevel = .info
        return logger
    }

    /// Throws when a line could not be written: a run whose log is lost is not a good run.
    func check() throws(StageFailure) {
        if let fault = state.withLock({ $0.fault }) { throw fault }
    }

    fileprivate func write(_ text: String, level: Logger.Level, label: String) {
        let line = "\(Self.now()) \(level.rawValue) \(label): \(Console.oneLine(text))"
        console.log(line)
        let bytes = Array((line + "\n").utf8)
        state.withLock { state in
            guard state.fault == nil else { return }
            let code = DescriptorWriting.writeAll(state.descriptor, bytes)
            if code != 0 {
                state.fault = .cannotWrite(path: path, step: "write", reason: SmallFile.reason(code))
            }
        }
    }

    /// `2026-03-31T02:00:07Z`. Logs are the one output that may know the clock.
    private static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let seconds = Int(time.tv_sec)
        let second = seconds % 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(CivilDate(day: Int32(clamping: seconds / 86_400)))T"
            + "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }
}

struct RunLogHandler: LogHandler {
    let log: RunLog
    let label: String
    var metadata = Logger.Metadata()
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var text = "\(event.message)"
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { text += " \(key)=\(value)" }
        log.write(text, level: event.level, label: label)
    }
}
