public import Runs

/// Why ingest stopped. The text says where, what was found, what was expected and what to do; never a cell's value.
public enum IngestError: StageError, Equatable {
    /// The export is not what its source description says (65).
    case refused(String)
    /// A file or folder is missing (66).
    case missing(String)
    /// A file could not be read (74).
    case cannotRead(String)
    /// A file changed while it was read (75).
    case changed(String)
    /// A delivery is not complete yet (75).
    case notReady(String)
    /// The source description contradicts itself (78).
    case configuration(String)
    /// Ingest contradicts itself (70).
    case internalFault(String)

    public var description: String {
        switch self {
        case .refused(let text), .missing(let text), .cannotRead(let text), .changed(let text),
            .notReady(let text), .configuration(let text):
            text
        case .internalFault(let text): "internal fault: \(text); please report it"
        }
    }

    public var exitCode: Int32 {
        switch self {
        case .refused: ExitCode.dataRefused
        case .missing: ExitCode.inputMissing
        case .cannotRead: ExitCode.inputOutput
        case .changed, .notReady: ExitCode.tryLater
        case .configuration: ExitCode.configuration
        case .internalFault: ExitCode.internalError
        }
    }
}
