import CSV
import Columnar
import Foundation
import Runs
import StageSupport
import Testing
import Workforce

@testable import Ingestion

/// Each folder `fixtures/ingest-*` is a case: exports, `pipeline.yaml`, and `expected.txt`, which tells the exit code and
/// message, or counts, quarantine and rows. `TRIVSEL_RECORD=1` writes what was found, and fails.
@Suite struct FixtureCaseTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("fixtures")

    static var cases: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.filter { $0.hasPrefix("ingest-") }.sorted()
    }

    @Test func thereAreCases() { #expect(Self.cases.count >= 25) }

    @Test(arguments: cases) func behavesAsExpected(name: String) throws {
        let folder = Self.root.appendingPathComponent(name)
        let found = try Self.story(folder.path, engine: .fast, workers: 2)
        #expect(try Self.story(folder.path, engine: .libcsv, workers: 1) == found, "libcsv tells something else")
        let file = folder.appendingPathComponent("expected.txt")
        if ProcessInfo.processInfo.environment["TRIVSEL_RECORD"] == "1" {
            try found.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(name); look at the difference")
            return
        }
        #expect(found == (try String(contentsOf: file, encoding: .utf8)))
    }

    /// What ingest makes of a case, as text.
    static func story(_ folder: String, engine: CSVEngine, workers: Int) throws -> String {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: output) }
        do {
            let pipeline = try PipelineFile(path: "\(folder)/pipeline.yaml").pipeline
            let report = try IngestStage.run(
                pipeline, run: try RunFolder(path: "work/2026-03-31"), output: output.path, input: folder,
                key: [UInt8](0..<32), workers: workers, engine: engine)
            return try Self.tell(report, output.path)
        } catch let error as any StageError {
            return "exit \(error.exitCode)\n\(error)\n".replacingOccurrences(of: folder, with: "INPUT")
        }
    }

    private static func tell(_ report: StageReport, _ output: String) throws -> String {
        var lines: [String] = []
        for file in report.files {
            #expect(file.rowsIn == file.rowsOut + file.quarantined + file.duplicates + file.filtered)
            lines.append(
                "file \(file.dataset) \(file.file): in \(file.rowsIn), out \(file.rowsOut), quarantined \(file.quarantined), "
                    + "duplicates \(file.duplicates), filtered \(file.filtered)")
        }
        for finding in report.findings {
            lines.append("finding \(finding.category) \(finding.location) (\(finding.count)): \(finding.message)")
        }
        for table in report.outputs where table.name != Quality.dataset {
            lines.append("table \(table.name): \(table.rows) rows")
            let reader = try TableReader(path: "\(output)/\(table.name).parquet", expecting: nil)
            #expect(reader.rowCount == table.rows)
            for group in 0..<reader.rowGroupCount {
                let rows = try reader.readGroup(group)
                for row in 0..<min(rows.rowCount, 20) { lines.append("  " + (try cells(rows, row, reader.schema))) }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The cells of one row; of keys only whether they are there.
    private static func cells(_ rows: RowGroup, _ row: Int, _ schema: TableSchema) throws -> String {
        var cells: [String] = []
        for field in schema.fields {
            let value: String?
            switch field.kind {
            case .bool: value = try rows.bool(field.name)[row].map { $0 == 1 ? "yes" : "no" }
            case .int8: value = try rows.int8(field.name)[row].map { "\($0)" }
            case .int32, .day: value = try rows.int32(field.name)[row].map { "\($0)" }
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
