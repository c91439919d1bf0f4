public import CSV
import Columnar
public import Configuration
public import Runs
import Workforce

/// Stage 1: export files → typed rows with keys instead of ids, and a quarantine.
///
/// Reads the files that the pipeline's sources name in the input folder. Writes `DATASET.parquet` for each dataset that
/// has files, `quarantine.parquet` and `quality.parquet`. Rows stay in the order of the exports; memory is bounded by
/// the record limit and the number of threads; a source with a key takes a few bytes a record more.
public enum IngestStage {
    /// The key of pipelines over public data, where ids are no secret and keys only have to be stable.
    public static let publicKey = Array("trivsel: public data, no secrecy".utf8)

    /// Runs the stage into `output`, a folder that exists and is empty.
    ///
    /// - Parameters:
    ///   - input: the folder of the exports.
    ///   - key: 32 bytes; nil only with `public_data`.
    ///   - workers: threads, this one included.
    ///   - history: where earlier deliveries are known from and this one is kept; nil: nothing is known and nothing is kept,
    ///     and full dumps are compared as far as they lie in `input`.
    ///   - shown: takes the cells of the first rows that are set aside, where somebody has asked to see them.
    ///   - progress: dataset and records since the last call; from any thread.
    /// - Throws: `IngestError`, `ColumnarError`, `DigestError`, `CSVError`. What is kept in `history` is then as it was.
    public static func run(
        _ pipeline: Pipeline, run: RunFolder, output: String, input: String, key: [UInt8]?, workers: Int,
        engine: CSVEngine = .fast, history: HistoryPlace? = nil, shown: OffendingCells? = nil,
        progress: (@Sendable (String, Int) -> Void)? = nil
    ) throws -> StageReport {
        try self.run(
            pipeline, run: run, output: output, input: input, key: key, workers: workers, engine: engine,
            history: history, watch: IngestWatch(shown: shown), progress: progress)
    }

    /// The same, watched: what was read is told even where it is refused.
    static func run(
        _ pipeline: Pipeline, run: RunFolder, output: String, input: String, key: [UInt8]?, workers: Int,
        engine: CSVEngine, history: HistoryPlace?, watch: IngestWatch, progress: (@Sendable (String, Int) -> Void)?
    ) throws -> StageReport {
        guard let key = key ?? (pipeline.publicData ? publicKey : nil), key.count == 32 else {
            throw IngestError.configuration(
                "\(pipeline.name): found no key of 32 bytes; give --key-file or key_file:, or say public_data: true")
        }
        let context = IngestContext(
            pipeline: pipeline, asOf: run.asOf, input: input, output: output, key: key, workers: workers,
            engine: engine, watch: watch, progress: progress)
        let folder = try InputFolder(input, for: pipeline)
        let ledger = try history.map { try DeliveryLedger(folder: $0.folder) } ?? DeliveryLedger()
        let plan = try DeliveryPlan(pipeline, folder: folder, asOf: run.asOf)
        let dumps = try FullDumps(context, folder: folder, ledger: ledger, place: history)
        var tally = IngestTally()
        var rows: [StaffRow] = []
        var report = StageReport()
        for (source, files) in plan.dumps {
            let runsBefore = watch.runs.count
            guard let taken = try dumps.take(source, files) else {
                if source.required { throw folder.noFile(for: source) }
                continue
            }
            watch.dumps.append(
                IngestWatch.Dump(
                    source: source, tally: taken.tally,
                    wasRead: watch.runs[runsBefore...].flatMap(\.jobs).contains { job in
                        taken.tally.files.contains { $0.file == job.file }
                    }))
            tally.add(taken.tally)
            report.earlier += taken.earlier
            rows += taken.rows
            if let stale = DeliveryChecks.staleness(source, newest: taken.newest, asOf: run.asOf) {
                tally.findings.append(stale)
            }
        }
        guard !plan.jobs.isEmpty || !dumps.isEmpty else {
            throw IngestError.missing("\(input): no file of any source of \(pipeline.name); correct input: or files:")
        }
        var newer = dumps.ledger
        if !plan.jobs.isEmpty {
            let ingest = try context.run(plan.jobs, asOf: run.asOf, output: output)
            let written = try ingest.run()
            tally.add(ingest.tally)
            for (table, dataset) in zip(written, datasets(plan.jobs)) {
                let schema = try DatasetTable.schema(dataset, pipeline)
                report.outputs.append(count(table, dataset.rawValue, schema))
            }
            tally.findings += try plan.settle(&newer, folder: folder, asOf: run.asOf)
        }
        tally.findings += plan.findings
        if !dumps.isEmpty {
            let dataset = SourceDescription.Dataset.employees.rawValue
            let table = try StaffTable.write(
                rows, Ingested.employees, pool: dumps.pool, to: "\(output)/\(dataset).parquet")
            report.outputs.append(count(table, dataset, Ingested.employees))
        }
        report.files = tally.files
        report.findings = tally.findings
        let quarantine = try QuarantineTable.write(tally.quarantine, to: "\(output)/quarantine.parquet")
        report.outputs.append(count(quarantine, "quarantine", Ingested.quarantine))
        if pipeline.synthetic {
            tally.findings.append(
                Finding(
                    category: Quality.syntheticInput, severity: .note, location: "",
                    message: "the persons in these exports are invented"))
        }
        let quality = try QualityRows.write(tally, to: "\(output)/quality.parquet")
        report.outputs.append(count(quality, Quality.dataset, Quality.schema))
        // Last of all: whatever is refused before leaves the store as it was.
        if let history, history.isKept { try keep(newer, dumps, in: history, unless: ledger) }
        return report
    }

    private static func keep(
        _ newer: DeliveryLedger, _ dumps: FullDumps, in place: HistoryPlace, unless known: DeliveryLedger
    ) throws {
        guard newer != known else { return }
        try DurableFolder.create(place.folder)
        if dumps.isEmpty {
            try newer.write(to: place.folder)
        } else {
            try dumps.store(newer)
        }
    }

    /// The oldest delivery date in the file names of required sources that carry it there; nil when none does.
    ///
    /// - Throws: `IngestError` when the folder cannot be read or a required file is missing.
    public static func deliveryDate(of pipeline: Pipeline, input: String) throws -> Int32? {
        var oldest: Int32?
        let folder = try InputFolder(input, for: pipeline)
        for source in pipeline.sources where source.deliveryDateInName && source.required {
            // Of several deliveries of one source the newest counts.
            guard let newest = try folder.files(of: source).compactMap(InputFolder.day).max() else { continue }
            oldest = min(oldest ?? newest, newest)
        }
        return oldest
    }

    private static func datasets(_ jobs: [ExportJob]) -> [SourceDescription.Dataset] {
        var datasets: [SourceDescription.Dataset] = []
        for job in jobs where !datasets.contains(job.source.dataset) { datasets.append(job.source.dataset) }
        return datasets
    }

    private static func count(_ table: WrittenTable, _ name: String, _ schema: TableSchema) -> TableCount {
        TableCount(
            name: name, schema: schema.name, version: schema.version, rows: table.rowCount, bytes: table.byteCount,
            footerSHA256: table.footerSHA256)
    }
}

/// What all parts of the stage are given.
struct IngestContext {
    let pipeline: Pipeline
    let asOf: Int32
    let input: String
    let output: String
    let key: [UInt8]
    let workers: Int
    let engine: CSVEngine
    let watch: IngestWatch
    let progress: (@Sendable (String, Int) -> Void)?

    /// A run over some of the exports, with the tables in `output`.
    func run(_ jobs: [ExportJob], asOf: Int32, output: String) throws -> IngestRun {
        let run = try IngestRun(
            pipeline, asOf: asOf, input: input, output: output, key: key, workers: workers, engine: engine, jobs: jobs,
            shown: watch.shown, progress: progress)
        watch.runs.append(run)
        return run
    }
}

/// Sees what a stage reads, in the order in which it is read. One thread at a time.
final class IngestWatch {
    /// What was taken of a source of full dumps.
    struct Dump {
        let source: SourceDescription
        /// Of the newest delivery.
        let tally: IngestTally
        /// Whether that was read now, and not on an earlier night.
        let wasRead: Bool
    }

    let shown: OffendingCells?
    var runs: [IngestRun] = []
    var dumps: [Dump] = []

    init(shown: OffendingCells?) { self.shown = shown }
}
