public import Runs

/// Why no pipeline was written. Says where and what to do; never what a cell holds.
public enum OnboardingError: StageError, Equatable {
    /// The folder of exports is not there, or holds nothing to look at (66).
    case missing(String)
    /// A file of the draft is there already (73).
    case exists(path: String)
    /// A folder or file could not be read (74).
    case cannotRead(String)
    /// A name that cannot be a pipeline's (64).
    case usage(String)

    public var description: String {
        switch self {
        case .missing(let text), .cannotRead(let text), .usage(let text): text
        case .exists(let path):
            "\(path): there is such a file already, and nothing was written; choose another --out or --name, or move "
                + "it away"
        }
    }

    public var exitCode: Int32 {
        switch self {
        case .missing: ExitCode.inputMissing
        case .exists: ExitCode.cannotWrite
        case .cannotRead: ExitCode.inputOutput
        case .usage: ExitCode.usage
        }
    }
}
