import Aggregation
import Calendars
import Columnar
import Configuration
import Foundation
import Normalization
import Runs
import Testing
import Workforce

@testable import Ingestion

/// Contracted weekdays, regret and leave from the exports to the measures.
@Suite struct ScheduleThroughStagesTests {
    private static let weekdays = ["mo", "tu", "we", "th", "fr", "sa", "su"]

    private static let exports = [
        "staff.csv": """
        id,hired,left,why,sorry,unit,fte,mo,tu,we,th,fr,sa,su
        a,2020-01-01,,,,u1,0.6,7.5,7.5,7.5,,,,
        b,2020-01-01,,,,u1,1,,,,,,,
        c,2020-01-01,,,,u1,0.5,0,0,0,0,0,0,0
        d,2020-01-01,2026-02-28,quit,yes,u1,1,,,,,,,
        e,2020-01-01,2026-02-28,quit,no,u1,1,,,,,,,
        f,2020-01-01,,,,u1,1,25,,,,,,

        """,
        "absences.csv": """
        id,kind,from,to
        a,sick,2026-03-02,2026-03-06
        a,away,2026-02-02,2026-02-06

        """,
        "leave.csv": """
        id,year,days,hours
        a,2026,15,
        b,2026,,187.5
        c,2026,,
        z,2026,25,

        """,
    ]

    private static func pipeline() -> Pipeline {
        func column(_ name: String, _ header: String, scale: String? = nil) -> SourceDescription.Column {
            var column = SourceDescription.Column(name: name, headers: [header], required: true)
            column.scale = scale
            return column
        }
        var people = SourceDescription()
        people.name = "people"
        people.files = ["staff.csv"]
        var why = column("leave_class", "why")
        why.codes = ["quit": "voluntary"]
        people.columns = [
            column("person", "id"), column("hire_date", "hired"), column("termination_date", "left"), why,
            column("regretted", "sorry"), column("department", "unit"), column("fte", "fte"),
        ]
        for (name, header) in zip(WorkPattern.columns, weekdays) {
            people.columns.append(column(name, header, scale: "60"))
        }
        var absences = SourceDescription()
        absences.name = "absences"
        absences.dataset = .absences
        absences.files = ["absences.csv"]
        var kind = column("class", "kind")
        kind.codes = ["sick": "own_sickness", "away": "vacation"]
        absences.columns = [
            column("person", "id"), kind, column("first_day", "from"), column("last_day", "to"),
        ]
        var leave = SourceDescription()
        leave.name = "leave"
        leave.dataset = .leaveEntitlements
        leave.files = ["leave.csv"]
        leave.columns = [
            column("person", "id"), column("year", "year"), column("days", "days"),
            column("minutes", "hours", scale: "60"),
        ]
        var pipeline = Pipeline()
        pipeline.sources = [people, absences, leave]
        pipeline.limits.quarantinedPerMillion = 1_000_000
        return pipeline
    }

    /// Counts of findings of the three stages, and the measures of a month before any protection.
    private struct Outcome {
        var findings: [String: Int] = [:]
        var quarantined = 0
        var measures: [String: [String: Int64]] = [:]
        var patterns: [String] = []
    }

    private static func outcome() throws -> Outcome {
        let work = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: work) }
        let run = try RunFolder(path: work.appendingPathComponent("2026-03-31").path)
        let input = work.appendingPathComponent("in").path
        for folder in [input, run.folder(.ingest), run.folder(.normalize), run.folder(.aggregate)] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        for (name, text) in exports {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(input)/\(name)"))
        }
        func tables(_ report: StageReport) -> Set<String> {
            Set(report.outputs.map { $0.name.hasSuffix(".parquet") ? String($0.name.dropLast(8)) : $0.name })
        }
        let pipeline = pipeline()
        let ingested = try IngestStage.run(
            pipeline, run: run, output: run.folder(.ingest), input: input, key: [UInt8](0..<32), workers: 2)
        let normalized = try NormalizeStage.run(
            pipeline, run: run, input: StageInput(tables: tables(ingested)), output: run.folder(.normalize), workers: 2)
        let aggregated = try AggregateStage.run(
            pipeline, run: run, input: StageInput(tables: tables(normalized)), output: run.folder(.aggregate),
            workers: 2)
        var outcome = Outcome()
        for finding in [ingested, normalized, aggregated].flatMap(\.findings) {
            outcome.findings[finding.category, default: 0] += finding.count
        }
        outcome.quarantined = ingested.files.reduce(0) { $0 + $1.quarantined }
        let assignments = try TableReader(
            path: run.table(.normalize, "assignments"), expecting: Normalized.assignments)
        outcome.patterns = try (0..<assignments.rowGroupCount).flatMap {
            try assignments.texts("work_pattern", ofGroup: $0)
        }
        let measures = try TableReader(path: "\(run.folder(.aggregate))/measures.parquet", expecting: nil)
        for index in 0..<measures.rowGroupCount {
            let group = try measures.readGroup(index)
            let scope = try group.strings("scope")
            let period = try group.strings("period")
            let breakdown = try group.strings("breakdown")
            for name in ["scheduled", "absent_minutes", "absent_days", "leave_taken", "leave_entitled"] {
                let column = try group.int64(name)
                for i in 0..<group.rowCount where scope[i] == "month" && breakdown[i] == "" {
                    outcome.measures[period[i] ?? "", default: [:]][name, default: 0] += column[i] ?? 0
                }
            }
            for name in ["regretted", "regret_unknown", "voluntary"] {
                let column = try group.int32(name)
                for i in 0..<group.rowCount where scope[i] == "month" && breakdown[i] == "" {
                    outcome.measures[period[i] ?? "", default: [:]][name, default: 0] += Int64(column[i] ?? 0)
                }
            }
        }
        return outcome
    }

    @Test func weekdaysRegretAndLeaveReachTheMeasures() throws {
        let outcome = try Self.outcome()
        // Who is said to work 25 hours a day is set aside.
        #expect(outcome.quarantined == 1)
        #expect(outcome.patterns == ["450 450 450 0 0 0 0"])
        #expect(outcome.findings["employees.pattern_without_hours"] == 1)
        let march = try #require(outcome.measures["2026-03"])
        // 14 days of the pattern, 22 of eight hours, 22 of four.
        let scheduled: Int64 = 14 * 450 + 22 * 480 + 22 * 240
        #expect(march["scheduled"] == scheduled)
        #expect(march["absent_minutes"] == 1_350)
        #expect(march["absent_days"] == 3)
        let february = try #require(outcome.measures["2026-02"])
        #expect(february["voluntary"] == 2)
        #expect(february["regretted"] == 1)
        #expect(february["regret_unknown"] == 0)
        #expect(february["leave_taken"] == 3_000)
        // 90 of 365 days of 15 days, and of 187.5 hours in days of eight.
        let entitled = outcome.measures.values.reduce(0) { $0 + ($1["leave_entitled"] ?? 0) }
        #expect(entitled == 9_478)
        #expect(outcome.findings["leave_entitlements.unknown_person"] == 1)
        #expect(outcome.findings["leave_entitlements.no_amount"] == 1)
    }
}
