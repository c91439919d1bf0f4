public import CSV
import Calendars
import Columnar
public import Configuration
import Glibc
public import Runs
import Workforce

/// Stage 1: export files → typed rows with keys instead of ids, and a quarantine.
///
/// Reads the files that the pipeline's sources name in the input folder. Writes `DATASET.parquet` for each dataset that
/// has files, `quarantine.parquet` and `quality.parquet`. Rows stay in the order of the exports; memory is bounded by
/// the record limit and the number of threads, but for sources that declare a key.
public enum IngestStage {
    /// The key of pipelines over public data, where ids are no secret and keys only have to be stable.
    public static let publicKey = Array("trivsel: public data, no secrecy".utf8)

    /// Runs the stage into `output`, a folder that exists and is empty.
    ///
    /// - Parameters:
    ///   - input: the folder of the exports.
    ///   - key: 32 bytes; nil only with `public_data`.
    ///   - workers: threads, this one included.
    ///   - progress: dataset and records since the last call; from any thread.
    /// - Throws: `IngestError`, `ColumnarError`, `DigestError`, `CSVError`.
    public static func run(
        _ pipeline: Pipeline, run: RunFolder, output: String, input: String, key: [UInt8]?, workers: Int,
        engine: CSVEngine = .fast, progress: (@Sendable (String, Int) -> Void)? = nil
    ) throws -> StageReport {
        guard let key = key ?? (pipeline.publicData ? publicKey : nil), key.count == 32 else {
            throw IngestError.configuration(
                "\(pipeline.name): found no key of 32 bytes; give --key-file or key_file:, or say public_data: true")
        }
        let (jobs, older) = try self.jobs(of: pipeline, input: input, asOf: run.asOf)
        guard !jobs.isEmpty else {
            throw IngestError.missing("\(input): no file of any source of \(pipeline.name); correct input: or files:")
        }
        let ingest = try IngestRun(
            pipeline, asOf: run.asOf, input: input, output: output, key: key, workers: workers, engine: engine,
            jobs: jobs, progress: progress)
        let written = try ingest.run()
        var report = StageReport()
        report.files = ingest.tally.files
        var tally = ingest.tally
        tally.findings += older
        report.findings = tally.findings
        for (table, dataset) in zip(written, datasets(jobs)) {
            let schema = try DatasetTable.schema(dataset, pipeline)
            report.outputs.append(count(table, dataset.rawValue, schema))
        }
        let quarantine = try QuarantineTable.write(ingest.tally.quarantine, to: "\(output)/quarantine.parquet")
        report.outputs.append(count(quarantine, "quarantine", Ingested.quarantine))
        if pipeline.synthetic {
            tally.findings.append(
                Finding(
                    category: Quality.syntheticInput, severity: .note, location: "",
                    message: "the persons in these exports are invented"))
        }
        let quality = try QualityRows.write(tally, to: "\(output)/quality.parquet")
        report.outputs.append(count(quality, Quality.dataset, Quality.schema))
        return report
    }

    /// The oldest delivery date in the file names of required sources that carry it there; nil when none does.
    ///
    /// - Throws: `IngestError` when the folder cannot be read or a required file is missing.
    public static func deliveryDate(of pipeline: Pipeline, input: String) throws -> Int32? {
        var oldest: Int32?
        for source in pipeline.sources where source.deliveryDateInName && source.required {
            // Of several deliveries of one source the newest counts.
            let days = try files(of: source, input: input).compactMap { name in
                FilePattern.date(in: name).flatMap { CivilDate(iso: $0)?.day }
            }
            guard let newest = days.max() else { continue }
            oldest = min(oldest ?? newest, newest)
        }
        return oldest
    }

    /// Files in the order in which they are read: departments, then datasets as the pipeline first names them, sources by their first
    /// file, files by name. Of several dated deliveries of one source one is read (see `newest`), and the others are told
    /// of in findings.
    static func jobs(
        of pipeline: Pipeline, input: String, asOf: Int32
    ) throws -> (jobs: [ExportJob], passedOver: [Finding]) {
        var named: [(source: SourceDescription, files: [String])] = []
        var takenBy: [String: String] = [:]
        var passedOver: [Finding] = []
        for source in pipeline.sources {
            let found = try files(of: source, input: input)
            let files = newest(found, of: source, asOf: asOf)
            if files.count < found.count {
                passedOver.append(
                    Finding(
                        category: "ingest.other_delivery", severity: .note, location: source.name,
                        message:
                            "Deliveries of another day were passed over: the newest up to the as-of date is read, else the "
                            + "first after it.",
                        count: found.count - files.count))
            }
            guard !files.isEmpty else {
                if source.required {
                    throw IngestError.missing(
                        "\(input): no file \(source.files.joined(separator: " or ")) for source \(source.name); deliver it "
                            + "or correct files:")
                }
                continue
            }
            for file in files {
                if let other = takenBy.updateValue(source.name, forKey: file) {
                    throw IngestError.configuration(
                        "\(file): belongs to the sources \(other) and \(source.name), expected one; correct files:")
                }
            }
            named.append((source, files))
        }
        var order: [SourceDescription.Dataset] = []
        // Departments first: answers are held against them.
        if named.contains(where: { $0.source.dataset == .departments }) { order.append(.departments) }
        for entry in named where !order.contains(entry.source.dataset) { order.append(entry.source.dataset) }
        var jobs: [ExportJob] = []
        for dataset in order {
            let sources = named.filter { $0.source.dataset == dataset }.sorted {
                ($0.files.first ?? "") < ($1.files.first ?? "")
            }
            for (source, files) in sources {
                for (place, file) in files.enumerated() {
                    jobs.append(
                        ExportJob(
                            source: source, file: file, number: jobs.count, isLastOfSource: place == files.count - 1))
                }
            }
        }
        return (jobs, passedOver)
    }

    /// The files of the newest delivery day up to `asOf`, or all where the names of the source's files carry no day. Without
    /// one so early the first after it is read: what it says of later days has no effect.
    private static func newest(_ files: [String], of source: SourceDescription, asOf: Int32) -> [String] {
        guard source.deliveryDateInName else { return files }
        let days = files.map { name in FilePattern.date(in: name).flatMap { CivilDate(iso: $0)?.day } }
        let dated = days.compactMap { $0 }
        guard let chosen = dated.filter({ $0 <= asOf }).max() ?? dated.min() else { return files }
        return zip(files, days).filter { $0.1 == chosen }.map(\.0)
    }

    private static func datasets(_ jobs: [ExportJob]) -> [SourceDescription.Dataset] {
        var datasets: [SourceDescription.Dataset] = []
        for job in jobs where !datasets.contains(job.source.dataset) { datasets.append(job.source.dataset) }
        return datasets
    }

    /// File names in the input folder that match, sorted by their bytes.
    private static func files(of source: SourceDescription, input: String) throws -> [String] {
        guard let folder = opendir(input) else {
            throw IngestError.missing(
                "\(input): cannot be opened (\(String(cString: strerror(errno)))); correct --input or input:")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let (exact, repaired) = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) {
                    (String(validatingCString: $0), String(cString: $0))
                }
            }
            guard !repaired.hasPrefix("."), source.files.contains(where: { FilePattern.matches(repaired, $0) }) else {
                continue
            }
            guard let exact else {
                throw IngestError.refused(
                    "\(input): a file for source \(source.name) has a name that is no UTF-8; rename it")
            }
            names.append(exact)
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    private static func count(_ table: WrittenTable, _ name: String, _ schema: TableSchema) -> TableCount {
        TableCount(
            name: name, schema: schema.name, version: schema.version, rows: table.rowCount, bytes: table.byteCount,
            footerSHA256: table.footerSHA256)
    }
}
