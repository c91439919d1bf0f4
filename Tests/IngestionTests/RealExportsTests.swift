import Calendars
import Columnar
import Configuration
import Foundation
import Runs
import StageSupport
import Testing

@testable import Ingestion

/// The shipped pipelines over published files; see the README of the shared data.
@Suite struct RealExportsTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static var shared: String? {
        let given = ProcessInfo.processInfo.environment["TRIVSEL_SHARED_DATA"]
        let path = given ?? root.deletingLastPathComponent().appendingPathComponent("shared/data").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    static func isPresent() -> Bool {
        if shared == nil { print("skipped: shared data is absent; set TRIVSEL_SHARED_DATA") }
        return shared != nil
    }

    private func ingest(_ pipeline: String, _ folder: String, _ body: (StageReport, String) throws -> Void) throws {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: output) }
        let settings = try PipelineFile(path: Self.root.appendingPathComponent("pipelines/\(pipeline).yaml").path)
            .pipeline
        let asOf = CivilDate(day: try #require(settings.asOf)).description
        let report = try IngestStage.run(
            settings, run: try RunFolder(path: "work/\(asOf)"), output: output.path,
            input: try #require(Self.shared) + "/" + folder, key: nil, workers: 2)
        try body(report, output.path)
    }

    /// Every unsuppressed row gives its own published rate to two decimals.
    @Test(.enabled(if: isPresent(), "shared data is absent")) func nhs() throws {
        try ingest("nhs-sickness", "nhs_sickness_2023") { report, output in
            #expect(report.files.count == 12)
            #expect(report.files.reduce(0) { $0 + $1.rowsIn } == 38_104)
            #expect(report.files.allSatisfy { $0.rowsIn == $0.rowsOut })
            var totals = 0
            var rated = 0
            let reader = try TableReader(path: "\(output)/absence_totals.parquet", expecting: nil)
            for number in 0..<reader.rowGroupCount {
                let group = try reader.readGroup(number)
                let breakdown = try group.strings("breakdown")
                let lost = try group.int64("lost")
                let available = try group.int64("available")
                let rate = try group.int32("published_rate")
                for row in 0..<group.rowCount {
                    if breakdown[row] == nil { totals += 1 }
                    guard let rate = rate[row], let lost = lost[row], let available = available[row] else { continue }
                    rated += 1
                    // 10,000 × lost ÷ available, in 1/100 %, lies within half a unit of the published rate.
                    let distance = (Int128(lost) * 20_000 - Int128(rate) * 2 * Int128(available)).magnitude
                    #expect(distance <= UInt128(available) + UInt128(available) / 1_000_000)
                }
            }
            #expect(totals == 3432)
            #expect(rated > 20_000)
        }
    }

    /// The medians over organisations are the published ones.
    @Test(.enabled(if: isPresent(), "shared data is absent")) func civilService() throws {
        try ingest("civil-service", "csps") { report, output in
            #expect(report.files.map(\.filtered) == [4, 4])
            var values: [String: [Int64]] = [:]
            let reader = try TableReader(path: "\(output)/survey_totals.parquet", expecting: nil)
            for number in 0..<reader.rowGroupCount {
                let group = try reader.readGroup(number)
                let period = try group.strings("period")
                let measure = try group.strings("measure")
                let value = try group.int64("value")
                for row in 0..<group.rowCount {
                    guard let value = value[row] else { continue }
                    values["\(period[row] ?? "") \(measure[row] ?? "")", default: []].append(value)
                }
            }
            for (year, expected) in [("2021", 87), ("2022", 94)] {
                let path = try #require(Self.shared) + "/csps/csps\(year)_Table_1.csv"
                let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
                var equal = 0
                for line in lines.dropFirst() {
                    guard let code = line.split(separator: ",").first, let published = line.split(separator: ",").last,
                        let sorted = values["\(year) \(code)"]?.sorted(), let number = Double(published)
                    else { continue }
                    let middle = sorted.count / 2
                    let median =
                        sorted.count % 2 == 1
                        ? Double(sorted[middle]) : (Double(sorted[middle - 1]) + Double(sorted[middle])) / 2
                    if abs(median / 1e9 - number) < 0.000_51 { equal += 1 }
                }
                #expect(equal == expected, "\(year)")
            }
        }
    }

    @Test(.enabled(if: isPresent(), "shared data is absent")) func ibm() throws {
        try ingest("ibm-attrition", "ibm_attrition") { report, output in
            let group = try TableReader(path: "\(output)/employees.parquet", expecting: nil).readGroup(0)
            let status = try group.strings("status")
            let department = try group.strings("department")
            var found: [String: Int] = [:]
            for row in 0..<group.rowCount { found["\(department[row] ?? "") \(status[row] ?? "")", default: 0] += 1 }
            #expect(
                found == [
                    "Human Resources active": 51, "Human Resources leaver": 12, "Research & Development active": 828,
                    "Research & Development leaver": 133, "Sales active": 354, "Sales leaver": 92,
                ])
        }
    }
}
