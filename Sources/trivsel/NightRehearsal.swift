import Aggregation
import Columnar
import Configuration
import Ingestion
import Normalization
import Reporting
import Runs

/// What a night would make of the exports, told and not kept: ingest, then the stages that work on its tables.
///
/// The figures go through the gate as at night, so that a page about the exports shows no number that a report withholds.
struct NightRehearsal {
    private(set) var report: CheckReport
    /// With which a run would end.
    private(set) var failure: (any StageError)?
    /// Nil where a run would end before the figures are made.
    private(set) var headcount: HeadcountCheck?

    /// - Parameter run: the folder of `ingested`; the other stages' folders are made there.
    /// - Throws: what has nothing to do with the exports, as a disk that is full.
    init(after ingested: DryRun.Outcome, _ pipeline: Pipeline, run: RunFolder, workers: Int) throws {
        report = ingested.report
        failure = ingested.failure
        guard failure == nil else { return }
        do {
            let normalized = try Self.folder(.normalize, of: run) {
                try NormalizeStage.run(
                    pipeline, run: run, input: StageInput(tables: ingested.tables), output: $0, workers: workers)
            }
            report.findings += normalized.findings
            try report.setAside(listedIn: run.table(.normalize, "quarantine"))
            let tables = normalized.outputs.map { $0.name.hasSuffix(".parquet") ? $0.name.dropLast(8) : $0.name[...] }
            let aggregated = try Self.folder(.aggregate, of: run) {
                try AggregateStage.run(
                    pipeline, run: run, input: StageInput(tables: Set(tables.map(String.init))), output: $0,
                    workers: workers)
            }
            report.findings += aggregated.findings
            headcount = try HeadcountCheck(published: run.table(.aggregate, "published"))
        } catch {
            guard let error = error as? any StageError, Self.isAboutExports(error) else { throw error }
            report.refusals = [error.description]
            failure = error
        }
    }

    private static func folder(
        _ stage: RunFolder.Stage, of run: RunFolder, _ work: (String) throws -> StageReport
    ) throws -> StageReport {
        let folder = run.folder(stage)
        try DurableFolder.create(folder)
        return try work(folder)
    }

    private static func isAboutExports(_ error: any StageError) -> Bool {
        [ExitCode.dataRefused, ExitCode.inputMissing, ExitCode.configuration].contains(error.exitCode)
    }
}

extension CheckReport {
    /// First rows of a reason that are told with their places, as of those that ingest sets aside.
    private static let mostPlaces = 3

    /// Moves what a later stage has set aside from the rows that are kept to those that are not. `path`: a table
    /// `quarantine.parquet`.
    fileprivate mutating func setAside(listedIn path: String) throws {
        let reader = try TableReader(path: path, expecting: nil)
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let dataset = try group.strings("dataset")
            let file = try group.strings("source_file")
            let record = try group.int32("source_record")
            let texts = try ["column", "reason", "expected", "found"].map { try group.strings($0) }
            for row in 0..<group.rowCount {
                func text(_ place: Int) -> String { texts[place][row] ?? "" }
                let export = exports.firstIndex { $0.dataset == dataset[row] && $0.file == file[row] }
                guard let export else { continue }
                exports[export].rowsOut -= 1
                exports[export].quarantined += 1
                let place = CheckedExport.Place(
                    record: Int(record[row] ?? 0), line: 0, column: text(0), expected: text(2), found: text(3),
                    advice: "")
                exports[export].add(place, reason: text(1), most: Self.mostPlaces)
            }
        }
    }
}

extension CheckedExport {
    fileprivate mutating func add(_ place: Place, reason code: String, most: Int) {
        guard let known = reasons.firstIndex(where: { $0.code == code }) else {
            reasons.append(Reason(code: code, rows: 1, places: [place]))
            return
        }
        reasons[known].rows += 1
        if reasons[known].places.count < most { reasons[known].places.append(place) }
    }
}
