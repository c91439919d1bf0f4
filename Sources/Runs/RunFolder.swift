import Calendars

/// The folder of one run, `WORK/<as-of>`, and the places in it.
public struct RunFolder: Sendable, Equatable {
    public enum Stage: String, Sendable, CaseIterable {
        case ingest = "1-ingest"
        case normalize = "2-normalize"
        case aggregate = "3-aggregate"
        case report = "4-report"
    }

    public let path: String
    /// The last day for which the data are complete: the folder's name.
    public let asOf: Int32
    /// Stages whose new tables wait to be published and are read where they wait.
    public var waiting: Set<Stage> = []

    /// - Throws: `RunError.badFolderName` when the last component is no date (exit code 64).
    public init(path: String) throws(RunError) {
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        let name = trimmed.split(separator: "/").last.map(String.init) ?? ""
        guard name.utf8.count == 10, let date = CivilDate(iso: name) else { throw .badFolderName(path: path) }
        self.path = String(trimmed)
        asOf = date.day
    }

    /// The folder of a stage, from which the next one reads.
    public func folder(_ stage: Stage) -> String {
        waiting.contains(stage) ? waitingFolder(stage) : "\(path)/\(stage.rawValue)"
    }

    /// Where a stage's new tables are made.
    public func waitingFolder(_ stage: Stage) -> String { "\(path)/.\(stage.rawValue).new" }

    /// A table of a stage: `WORK/<as-of>/1-ingest/employees.parquet`.
    public func table(_ stage: Stage, _ dataset: String) -> String { "\(folder(stage))/\(dataset).parquet" }

    public func manifest(_ stage: Stage) -> String { "\(folder(stage))/manifest.json" }

    /// Where a pipeline's deliveries are kept, beside the runs: `WORK/.history/PIPELINE`.
    public func history(of pipeline: String) -> String {
        let above = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let work = above.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : above
        return "\(work)/.history/\(pipeline)"
    }

    public var log: String { "\(path)/run.log" }
}

public enum RunError: Error, Sendable, CustomStringConvertible {
    case badFolderName(path: String)

    public var description: String {
        switch self {
        case .badFolderName(let path):
            "\(path): expected a run folder whose name is the as-of date, like work/2026-03-31; name it so"
        }
    }
    public var exitCode: Int32 { ExitCode.usage }
}
