import Foundation
import Runs
import StageSupport
import Testing

@testable import Ingestion

/// What is read on the side tells what a night would tell, and leaves everything as it was.
@Suite struct DryRunTests {
    private func run(in root: URL, _ asOf: String) throws -> RunFolder {
        try RunFolder(path: root.appendingPathComponent("side-\(UUID().uuidString)/\(asOf)").path)
    }

    private func check(_ nights: DeliveredNights, _ asOf: String, key: [UInt8]?) throws -> DryRun.Outcome {
        try DryRun.perform(
            nights.pipeline(), run: run(in: nights.root, asOf), input: nights.input, history: nights.history, key: key,
            workers: 2)
    }

    // MARK: sources held against each other

    private static let pipeline = """
        trivsel: 1
        organisation: A
        public_data: true
        as_of: 2026-03-31
        questionnaire: questions.yaml
        sources:
          - {name: answers, dataset: survey_responses, files: answers.csv, columns: {response: id, wave: wave, department: unit}, items: {q1: q1}}
          - {name: units, dataset: departments, files: units.csv, columns: {department: id, parent: above, name: name}}
          - {name: staff, dataset: employees, files: staff.csv, columns: {person: id, hire_date: hired}}
        """

    private func outcome(units: String) throws -> DryRun.Outcome {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let answers = (1...200).map { "\($0),W1,\($0 == 7 ? "LOST" : "D1"),4\n" }.joined()
        for (name, text) in [
            ("p.yaml", Self.pipeline),
            ("questions.yaml", "trivsel: 1\nid: survey\nitems:\n  - {id: q1, text: Well, scale: 5}\n"),
            ("answers.csv", "id,wave,unit,q1\n" + answers), ("units.csv", units),
            ("staff.csv", "id,hired\n1,then\n2,then\n"),
        ] { try text.write(to: root.appendingPathComponent(name), atomically: true, encoding: .utf8) }
        return try DryRun.perform(
            PipelineFile(path: root.appendingPathComponent("p.yaml").path).pipeline, run: run(in: root, "2026-03-31"),
            input: root.path, workers: 2)
    }

    @Test func answersAreHeldAgainstTheDepartmentsThoughAnotherSourceIsRefused() throws {
        let outcome = try outcome(units: "id,above,name\nTOP,,Top\nD1,TOP,One\n")
        #expect(outcome.failure?.exitCode == ExitCode.dataRefused && outcome.report.refusals.count == 1)
        #expect(outcome.report.exports.map(\.file) == ["units.csv", "answers.csv", "staff.csv"], "each of them once")
        let answers = try #require(outcome.report.exports.first { $0.source == "answers" })
        #expect(answers.reasons.map(\.code) == ["unknown_department"] && answers.rowsOut == 199)
        #expect(answers.reasons.first?.places.first?.record == 7)
        #expect(outcome.tables == [])
    }

    @Test func withoutTheDepartmentsItIsSaidThatTheAnswersWereNot() throws {
        let outcome = try outcome(units: "id,top,name\nTOP,,Top\n")
        #expect(outcome.report.refusals.count == 2)
        let answers = try #require(outcome.report.exports.first { $0.source == "answers" })
        #expect(answers.refusal == nil && answers.quarantined == 0 && answers.rowsIn == 200)
        #expect(
            outcome.report.findings.contains { $0.category == "check.departments_not_held" && $0.location == "answers" }
        )
    }

    // MARK: what is kept of earlier nights

    private func twoNights() throws -> DeliveredNights {
        let nights = try DeliveredNights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1", "p2,2019-01-01,,,A,,1"])
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,B,,1", "p2,2019-01-01,,,A,,1"])
        _ = try nights.run("2026-01-06")
        try nights.remove("staff_2026-01-05.csv")
        try nights.remove("staff_2026-01-06.csv")
        return nights
    }

    @Test func aDumpIsComparedWithThoseThatAreKept() throws {
        let nights = try twoNights()
        try nights.deliver("2026-01-07", ["p1,2020-01-01,,,B,,1"])
        let before = try nights.stored()
        let checked = try check(nights, "2026-01-07", key: nights.key)
        #expect(try nights.stored() == before, "nothing is kept of a check")
        let night = try nights.run("2026-01-07")
        #expect(checked.failure == nil && checked.report.findings == night.report.findings)
        #expect(night.finding("ingest.disappeared")?.count == 1, "else this would compare nothing")
        #expect(
            checked.report.exports.map(\.file) == ["staff_2026-01-07.csv"]
                && checked.report.exports.allSatisfy { !$0.isStored })
    }

    @Test func aDumpThatIsKeptIsToldFromThere() throws {
        let nights = try twoNights()
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,B,,1", "p2,2019-01-01,,,A,,1"])
        let before = try nights.stored()
        let checked = try check(nights, "2026-01-06", key: nights.key)
        #expect(try nights.stored() == before)
        let export = try #require(checked.report.exports.first)
        #expect(checked.report.exports.count == 1 && export.isStored && export.file == "staff_2026-01-06.csv")
        #expect([export.rowsIn, export.rowsOut, export.quarantined] == [2, 2, 0] && export.addsUp)
    }

    @Test func anotherKeyIsRefusedAsAtNight() throws {
        let nights = try twoNights()
        try nights.deliver("2026-01-07", ["p1,2020-01-01,,,B,,1"])
        let checked = try check(nights, "2026-01-07", key: [UInt8](repeating: 9, count: 32))
        #expect(checked.failure?.exitCode == ExitCode.configuration)
    }

    @Test func withoutTheKeyTheDumpsInTheFolderAreStillRead() throws {
        let nights = try twoNights()
        #expect(DryRun.needsKey(try nights.pipeline(), history: nights.history))
        #expect(!DryRun.needsKey(try nights.pipeline(), history: nights.history + "-none"))
        try nights.deliver("2026-01-07", ["p1,2020-01-01,,,B,,1"])
        let checked = try check(nights, "2026-01-07", key: nil)
        #expect(checked.failure == nil && !checked.report.findings.contains { $0.category == "ingest.disappeared" })
    }

    @Test func aBandIsHeldAgainstTheDumpThatIsKept() throws {
        let nights = try twoNights()
        nights.settings += "\nrow_band: {lowest: 80, highest: 125}"
        try nights.deliver("2026-01-07", ["p1,2020-01-01,,,B,,1"])
        let checked = try check(nights, "2026-01-07", key: nights.key)
        let night = try nights.refusal("2026-01-07")
        #expect(checked.failure.map { "exit \($0.exitCode): \($0)" } == night && night.contains("row_band"))
    }
}
