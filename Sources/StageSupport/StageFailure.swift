public import Runs

/// What stops a program before or after its stage: files that are not there, a key that does not fit, a run that is going on.
public enum StageFailure: StageError, Equatable {
    case missing(path: String, advice: String)
    case unreadable(path: String, reason: String)
    case cannotWrite(path: String, step: String, reason: String)
    /// A file that is not what it should be.
    case refused(path: String, problem: String)
    case usage(String)
    case configuration(String)
    case locked(path: String, pipeline: String)
    /// A fault of the program itself.
    case fault(String)

    public var description: String {
        switch self {
        case .missing(let path, let advice): "\(path): no such file or folder; \(advice)"
        case .unreadable(let path, let reason):
            "\(path): cannot be read (\(reason)); check the path and the permissions"
        case .cannotWrite(let path, let step, let reason):
            "\(path): cannot \(step) (\(reason)); check space and permissions; what was there before is intact"
        case .refused(let path, let problem): "\(path): \(problem)"
        case .usage(let text), .configuration(let text): text
        case .locked(let path, let pipeline):
            "another run of pipeline \"\(pipeline)\" holds \(path); nothing was done, try again when it has ended"
        case .fault(let text): "internal fault: \(text)"
        }
    }

    public var exitCode: Int32 {
        switch self {
        case .missing: ExitCode.inputMissing
        case .unreadable: ExitCode.inputMissing
        case .cannotWrite(_, let step, _): step == "create" ? ExitCode.cannotWrite : ExitCode.inputOutput
        case .refused: ExitCode.dataRefused
        case .usage: ExitCode.usage
        case .configuration: ExitCode.configuration
        case .locked: ExitCode.tryLater
        case .fault: ExitCode.internalError
        }
    }
}
