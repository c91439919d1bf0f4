import CSV
import Columnar
import Configuration
import Foundation
import Runs
import Testing

@testable import Ingestion

/// Public files in other encodings and dialects, each read as its source description says; see the README of the shared
/// data.
@Suite struct PublicDialectsTests {
    private static let folder = "csv/rust-csv/examples/data"

    /// What ingest makes of one file: texts of its first three columns, with the rows that were set aside by reason.
    private func read(
        _ name: String, headers: [String] = ["City", "State", "Population"],
        _ declare: (inout SourceDescription) -> Void = { _ in }
    ) throws -> (rows: [[String?]], reasons: [String: Int], findings: [String]) {
        var source = SourceDescription()
        source.name = "places"
        source.dataset = .departments
        source.files = [name]
        source.required = true
        for (column, header) in zip(["department", "parent", "name"], headers) {
            source.columns.append(.init(name: column, headers: [header], required: true))
        }
        declare(&source)
        var pipeline = Pipeline()
        pipeline.publicData = true
        pipeline.limits.quarantinedPerMillion = 1_000_000
        pipeline.sources = [source]
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: output) }
        let report = try IngestStage.run(
            pipeline, run: try RunFolder(path: "work/2026-03-31"), output: output.path,
            input: try #require(RealExportsTests.shared) + "/" + Self.folder, key: nil, workers: 2)
        let reader = try TableReader(path: "\(output.path)/departments.parquet", expecting: nil)
        var rows: [[String?]] = []
        for number in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(number)
            let columns = try ["department", "parent", "name"].prefix(headers.count).map { try group.strings($0) }
            for row in 0..<group.rowCount { rows.append(columns.map { $0[row] }) }
        }
        let reasons = report.files.flatMap(\.reasons).reduce(into: [String: Int]()) { $0[$1.0, default: 0] += $1.1 }
        return (rows, reasons, report.findings.map(\.category))
    }

    /// The first columns of a file without quotes, read by other means.
    private func lines(_ name: String, _ encoding: String.Encoding, delimiter: Character = ",") throws -> [[String]] {
        let path = try #require(RealExportsTests.shared) + "/\(Self.folder)/\(name)"
        let text = try #require(String(data: try Data(contentsOf: URL(fileURLWithPath: path)), encoding: encoding))
        #expect(!text.contains("\""))
        return text.split(separator: "\n").map {
            $0.split(separator: delimiter, omittingEmptySubsequences: false).prefix(3).map(String.init)
        }
    }

    private func expect(_ rows: [[String?]], _ lines: [[String]], empty: Set<String> = [""]) {
        #expect(rows.count > 5)
        #expect(rows == lines.map { $0.map { empty.contains($0) ? nil : $0 } })
    }

    @Test(.enabled(if: RealExportsTests.isPresent(), "shared data is absent")) func latin1() throws {
        let declared = try read("uspop-latin1.csv") { $0.encoding = .latin1 }
        let lines = Array(try lines("uspop-latin1.csv", .isoLatin1).dropFirst())
        expect(declared.rows, lines)
        #expect(declared.rows.contains { $0[0] == "Õakman" })
        let fallback = try read("uspop-latin1.csv") { $0.fallbackEncoding = .latin1 }
        #expect(fallback.rows == declared.rows)
        #expect(fallback.findings.contains("ingest.fallback_encoding"))
        // Nobody declared it: not a character is guessed.
        let error = #expect(throws: IngestError.self) { _ = try read("uspop-latin1.csv") }
        #expect("\(String(describing: error))".contains("line 4"))
    }

    @Test(.enabled(if: RealExportsTests.isPresent(), "shared data is absent")) func nullWords() throws {
        let lines = Array(try lines("uspop-null.csv", .utf8).dropFirst())
        let nulls = lines.count { $0[2] == "NULL" }
        #expect(nulls > 0)
        expect(try read("uspop-null.csv") { $0.nullWords = ["NULL"] }.rows, lines, empty: ["", "NULL"])
        let undeclared = try read("uspop-null.csv")
        #expect(undeclared.reasons == ["undeclared_null_word": nulls])
        expect(undeclared.rows, lines.filter { $0[2] != "NULL" })
    }

    @Test(.enabled(if: RealExportsTests.isPresent(), "shared data is absent")) func colonsAndNoHeader() throws {
        let headers = ["city", "region", "country"]
        let lines = Array(try lines("smallpop.csv", .utf8).dropFirst())
        expect(try read("smallpop.csv", headers: headers).rows, lines)
        expect(try read("smallpop-colon.csv", headers: headers) { $0.delimiter = UInt8(ascii: ":") }.rows, lines)
        let bare = try read("smallpop-no-headers.csv", headers: headers) {
            $0.headerRows = 0
            $0.columnNames = ["city", "region", "country", "population"]
        }
        expect(bare.rows, try self.lines("smallpop-no-headers.csv", .utf8))
    }

    /// Backslashes before quotes, a comment, and a row without its second column.
    @Test(.enabled(if: RealExportsTests.isPresent(), "shared data is absent")) func backslashes() throws {
        let found = try read("strange.csv", headers: ["name", "year"]) {
            $0.delimiter = UInt8(ascii: ";")
            $0.escape = .backslash
            $0.headerRows = 0
            $0.columnNames = ["name", "year"]
        }
        #expect(found.rows.map { $0[1] } == ["1987", "1984", "1964", "1985", "1986"])
        #expect(found.rows.first?[0] == "\"Hacksaw\" Jim Duggan")
        #expect(found.reasons == ["too_few_columns": 2])
    }
}
