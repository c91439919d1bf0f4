import Calendars
import Columnar
import Configuration
import Digests
import Foundation
import Runs
import StageSupport
import Testing
import Workforce

@testable import Ingestion

/// A source whose files come night after night, with a store; ids can be told apart because they are read as places too.
final class DeliveredNights {
    let root: URL
    /// Keys of the source besides those that all have.
    var settings = "delivery_date: file_name\ndeliveries: full_dumps"
    var columns = """
              person: {header: id, required: true}
              hire_date: hired
              termination_date: left
              leave_class: why
              department: {header: department, required: true}
              manager: boss
              fte: fte
              location: id
        """
    var key = [UInt8](0..<32)
    var rowKey = "row"
    /// A line of the pipeline.
    var limits = ""

    static let header = "id,hired,left,why,department,boss,fte\n"

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: root.appendingPathComponent("in"), withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    var input: String { root.appendingPathComponent("in").path }
    var history: String { root.appendingPathComponent("history").path }

    /// Writes a file an hour old into the input folder; rows as `id,hired,left,why,department,boss,fte`.
    func deliver(_ day: String, _ rows: [String], name: String = "staff_", header: String = DeliveredNights.header)
        throws
    {
        try write("\(name)\(day).csv", header + rows.map { $0 + "\n" }.joined())
    }

    func write(_ name: String, _ text: String, secondsAgo: Double = 3600) throws {
        let file = root.appendingPathComponent("in").appendingPathComponent(name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -secondsAgo)], ofItemAtPath: file.path)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: root.appendingPathComponent("in").appendingPathComponent(name))
    }

    struct Night: Equatable {
        var report: StageReport
        /// Rows of `employees`, in words.
        var rows: [String]
        /// Bytes of each table, by its name.
        var tables: [String: Data]

        func finding(_ category: String) -> Finding? { report.findings.first { $0.category == category } }
    }

    /// As the settings and columns now say.
    func pipeline() throws -> Pipeline {
        let yaml = """
            trivsel: 1
            organisation: Nights
            \(limits)
            sources:
              - name: staff
                dataset: employees
                files: "staff_*"
                required: true
                key: \(rowKey)
            \(settings.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
                columns:
            \(columns.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
            """
        let file = root.appendingPathComponent("nights.yaml")
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        return try PipelineFile(path: file.path).pipeline
    }

    /// Runs ingest. `keeps` false: the store is used and not touched; nil: there is no store.
    func run(_ asOf: String, keeps: Bool? = true) throws -> Night {
        let output = root.appendingPathComponent("out-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: output) }
        let report = try IngestStage.run(
            try pipeline(), run: try RunFolder(path: "work/\(asOf)"), output: output.path,
            input: input, key: key, workers: 2,
            history: keeps.map { HistoryPlace(folder: history, isKept: $0) })
        var tables: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: output.path) {
            tables[name] = try Data(contentsOf: output.appendingPathComponent(name))
        }
        return Night(report: report, rows: try Self.rows(output.path), tables: tables)
    }

    /// What the run says when it stops, with its exit code.
    func refusal(_ asOf: String) throws -> String {
        do {
            _ = try run(asOf)
            return "exit 0"
        } catch let error as any StageError {
            return "exit \(error.exitCode): \(error)"
        }
    }

    /// Every file of the store with its bytes.
    func stored() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in FileManager.default.enumerator(atPath: history) ?? FileManager.DirectoryEnumerator() {
            guard let name = name as? String else { continue }
            var isFolder: ObjCBool = false
            let path = "\(history)/\(name)"
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files[name] = try Data(contentsOf: URL(fileURLWithPath: path))
        }
        return files
    }

    /// `p1 from 2026-01-05 hired 2020-01-01 until 2026-02-01 unknown/disappeared in A 10000 boss staff_2026-01-05.csv#1`
    private static func rows(_ output: String) throws -> [String] {
        let reader = try TableReader(path: "\(output)/employees.parquet", expecting: Ingested.employees)
        var rows: [String] = []
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            func day(_ column: String, _ row: Int) throws -> String? {
                try group.int32(column)[row].map { CivilDate(day: $0).description }
            }
            for row in 0..<group.rowCount {
                var text = try group.strings("location")[row] ?? "?"
                if let from = try day("valid_from", row) { text += " from \(from)" }
                if let hired = try day("hire_day", row) { text += " hired \(hired)" }
                if let last = try day("last_day", row) { text += " until \(last)" }
                if let leave = try group.strings("leave_class")[row] { text += " \(leave)" }
                if let kind = try group.strings("leave_kind")[row] { text += "/\(kind)" }
                text += " in \(try group.strings("department")[row] ?? "?")"
                if let fte = try group.int32("fte")[row] { text += " \(fte)" }
                if try group.int64("manager_key")[row] != nil { text += " led" }
                if let status = try group.strings("status")[row] { text += " \(status)" }
                text += " \(try group.strings("source_file")[row] ?? "?")#\(try group.int32("source_record")[row] ?? 0)"
                rows.append(text)
            }
        }
        return rows
    }

    static func sha256(_ text: String) throws -> String {
        SHA256.hex(try Array(text.utf8).withUnsafeBytes { try SHA256.digest($0) })
    }
}
