/// The exit codes of operations (sysexits).
public enum ExitCode {
    public static let ok: Int32 = 0
    public static let usage: Int32 = 64
    public static let dataRefused: Int32 = 65
    public static let inputMissing: Int32 = 66
    public static let internalError: Int32 = 70
    public static let cannotWrite: Int32 = 73
    public static let inputOutput: Int32 = 74
    public static let tryLater: Int32 = 75
    public static let configuration: Int32 = 78
}

/// An error that knows which exit code it means.
public protocol StageError: Error, CustomStringConvertible {
    var exitCode: Int32 { get }
}
