import Aggregation
import CSV
import Calendars
import Columnar
import Foundation
import Normalization
import Runs
import StageSupport
import Testing
import Workforce

@testable import Ingestion

/// What ingest makes of a folder with exports and a `pipeline.yaml`, as text, what normalisation makes of that, and what
/// aggregation finds in it.
struct CaseStory {
    static let asOf = "2026-03-31"

    private(set) var ingested = ""
    /// Nil where it was not asked for, or there was nothing to normalise.
    private(set) var normalized: String?
    /// Findings or the error; figures are not told.
    private(set) var aggregated: String?
    /// Every byte that ingest wrote.
    private(set) var written: [String: Data] = [:]

    init(folder: String, engine: CSVEngine, workers: Int, through last: RunFolder.Stage = .ingest) throws {
        let work = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: work) }
        let run = try RunFolder(path: work.appendingPathComponent(Self.asOf).path)
        for stage in [RunFolder.Stage.ingest, .normalize, .aggregate] {
            try FileManager.default.createDirectory(atPath: run.folder(stage), withIntermediateDirectories: true)
        }
        let pipeline = try PipelineFile(path: "\(folder)/pipeline.yaml").pipeline
        func told(
            _ stage: RunFolder.Stage, _ body: () throws -> StageReport
        ) throws -> (text: String, tables: Set<String>?) {
            do {
                let report = try body()
                let text = stage == .aggregate ? Self.findings(report) : try Self.tell(report, run.folder(stage))
                return (text, Set(report.outputs.map(\.name).map(Self.stem)))
            } catch let error as any StageError {
                let text = "exit \(error.exitCode)\n\(error)\n"
                let places = [(folder, "INPUT"), (run.path, "RUN")]
                return (places.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }, nil)
            }
        }
        let (text, tables) = try told(.ingest) {
            try IngestStage.run(
                pipeline, run: run, output: run.folder(.ingest), input: folder, key: [UInt8](0..<32),
                workers: workers, engine: engine)
        }
        ingested = text
        for name in try FileManager.default.contentsOfDirectory(atPath: run.folder(.ingest)) {
            written[name] = try Data(contentsOf: URL(fileURLWithPath: "\(run.folder(.ingest))/\(name)"))
        }
        guard last != .ingest, let tables else { return }
        let (normal, normalTables) = try told(.normalize) {
            try NormalizeStage.run(
                pipeline, run: run, input: StageInput(tables: tables), output: run.folder(.normalize),
                workers: workers)
        }
        normalized = normal
        guard last == .aggregate, let normalTables else { return }
        aggregated = try told(.aggregate) {
            try AggregateStage.run(
                pipeline, run: run, input: StageInput(tables: normalTables), output: run.folder(.aggregate),
                workers: workers)
        }.text
    }

    /// Whether `text` stands in anything that was written or told.
    func holds(_ text: String) -> Bool {
        [ingested, normalized, aggregated].contains { $0?.contains(text) ?? false }
            || written.values.contains { $0.firstRange(of: Data(text.utf8)) != nil }
    }

    private static func tell(_ report: StageReport, _ folder: String) throws -> String {
        var lines: [String] = []
        for file in report.files {
            #expect(file.rowsIn == file.rowsOut + file.quarantined + file.duplicates + file.filtered)
            lines.append(
                "file \(file.dataset) \(file.file): in \(file.rowsIn), out \(file.rowsOut), quarantined \(file.quarantined), "
                    + "duplicates \(file.duplicates), filtered \(file.filtered)")
        }
        lines += report.findings.map(tell)
        for table in report.outputs where !untold.contains(stem(table.name)) {
            lines.append("table \(stem(table.name)): \(table.rows) rows")
            let reader = try TableReader(path: "\(folder)/\(stem(table.name)).parquet", expecting: nil)
            #expect(reader.rowCount == table.rows)
            for group in 0..<reader.rowGroupCount {
                let rows = try reader.readGroup(group)
                for row in 0..<min(rows.rowCount, 20) { lines.append("  " + (try cells(rows, row, reader.schema))) }
            }
        }
        return lines.map(VisibleText.escaped).joined(separator: "\n") + "\n"
    }

    /// What it says is told above, or has a row for each of 60 months.
    private static let untold: Set = [Quality.dataset, "headcount"]

    private static func findings(_ report: StageReport) -> String {
        // Never an empty file: Foundation leaks the buffer that it reads one into, and nothing told could be a mistake.
        (["findings: \(report.findings.count)"] + report.findings.map { VisibleText.escaped(tell($0)) })
            .map { $0 + "\n" }.joined()
    }

    private static func tell(_ finding: Finding) -> String {
        "finding \(finding.category) \(finding.location) (\(finding.count)): \(finding.message)"
    }

    /// Stages name their tables with or without ending.
    private static func stem(_ table: String) -> String {
        table.hasSuffix(".parquet") ? String(table.dropLast(8)) : table
    }

    /// The cells of one row; of keys only whether they are there.
    private static func cells(_ rows: RowGroup, _ row: Int, _ schema: TableSchema) throws -> String {
        var cells: [String] = []
        for field in schema.fields {
            let value: String?
            switch field.kind {
            case .bool: value = try rows.bool(field.name)[row].map { $0 == 1 ? "yes" : "no" }
            case .int8: value = try rows.int8(field.name)[row].map { "\($0)" }
            case .day: value = try rows.int32(field.name)[row].map { CivilDate(day: $0).description }
            case .int32: value = try rows.int32(field.name)[row].map { "\($0)" }
            case .int64:
                let isKey = field.name.hasSuffix("_key") || field.name.hasSuffix("_check")
                value = try rows.int64(field.name)[row].map { isKey ? "…" : "\($0)" }
            case .string: value = try rows.strings(field.name)[row]
            default: value = nil
            }
            if let value { cells.append("\(field.name)=\(value)") }
        }
        return cells.joined(separator: " ")
    }
}
