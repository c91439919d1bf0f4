internal import Glibc

/// What a program says to whoever started it: one line a message, on standard error, nothing on success without a terminal.
public struct Console: Sendable {
    public enum Verbosity: Sendable {
        /// Errors alone.
        case quiet
        /// Errors and warnings, and progress on a terminal.
        case normal
        /// Log lines as well.
        case verbose
    }

    /// The program's name, at the beginning of each message.
    public var program: String
    public var verbosity: Verbosity
    private let hasTerminal = isatty(STDERR_FILENO) == 1

    public init(program: String, verbosity: Verbosity = .normal) {
        self.program = program
        self.verbosity = verbosity
    }

    public func error(_ text: String) { Self.line("\(program): error: \(text)") }

    public func warning(_ text: String) {
        if verbosity != .quiet { Self.line("\(program): warning: \(text)") }
    }

    /// Shown to a person who watches, never to cron.
    public func progress(_ text: String) {
        if verbosity != .quiet, hasTerminal { Self.line(text) }
    }

    func log(_ text: String) {
        if verbosity == .verbose { Self.line(text) }
    }

    /// Control characters cannot break the line or steer the terminal.
    static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            if isControl(scalar) { line += " " } else { line.unicodeScalars.append(scalar) }
        }
        return line
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }

    /// Nowhere is left to report that standard error is closed.
    private static func line(_ text: String) {
        _ = DescriptorWriting.writeAll(STDERR_FILENO, Array((oneLine(text) + "\n").utf8))
    }
}

enum DescriptorWriting {
    /// Writes everything, going on after interruptions and partial writes; 0 or an errno.
    static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            }
            if written > 0 {
                done += written
            } else if written == 0 {
                return EIO
            } else if errno != EINTR, errno != EAGAIN {
                return errno
            }
        }
        return 0
    }
}
