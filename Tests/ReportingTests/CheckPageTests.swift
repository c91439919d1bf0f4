import Configuration
import Runs
import Testing

@testable import Reporting

@Suite struct CheckPageTests {
    private static func export(_ file: String = "staff.csv") -> CheckedExport {
        var export = CheckedExport(source: "staff", dataset: "employees", file: file)
        export.wasRead = true
        export.rowsIn = 1200
        export.rowsOut = 1197
        export.quarantined = 2
        export.duplicates = 1
        export.reasons = [
            .init(
                code: "bad_date", rows: 2,
                places: [
                    .init(
                        record: 118, line: 131, column: "hire_date", expected: "a date like 2026-03-31",
                        found: "a date like 31.03.2026 (dd.mm.yyyy)", advice: "declare date_format: dd.mm.yyyy")
                ])
        ]
        export.settings = [("encoding", "utf-8"), ("delimiter", ";")]
        export.mapping = [.init(column: "person", header: "id", reading: "an id")]
        export.notCarried = ["first_name"]
        return export
    }

    private static func page(_ report: CheckReport) throws -> String {
        var pipeline = Pipeline()
        pipeline.name = "nightly"
        let bytes = try CheckPage(report, pipeline: pipeline, asOf: 20_543).bytes()
        _ = try StrictMarkup(bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func tellsCountsPlacesAndMapping() throws {
        var report = CheckReport()
        report.exports = [Self.export()]
        let page = try Self.page(report)
        for words in [
            "1,197", "adds up", "hire_date", "131", "found", "a date like 31.03.2026 (dd.mm.yyyy)", "first_name",
            "Not carried on",
            "Of 1,200 rows of 1 file, 2 would be set aside; a run would go on.",
        ] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(try Self.page(report) == page)
    }

    @Test func aRefusalComesFirst() throws {
        var report = CheckReport()
        var refused = Self.export("<b>.csv")
        refused.refusal = "<b>.csv: line 3: a quote opens here and never closes"
        report.exports = [refused]
        report.refusals = [refused.refusal ?? ""]
        let page = try Self.page(report)
        #expect(page.contains("A run would stop at these exports, and the report of the night before would stay."))
        #expect(page.contains("&lt;b&gt;.csv: line 3") && !page.contains("<b>"))
        #expect(page.contains("refused"))
    }

    @Test func rowsThatAreLostAreShown() throws {
        var report = CheckReport()
        var lost = Self.export()
        lost.rowsOut -= 1
        report.exports = [lost]
        #expect(try Self.page(report).contains("does not add up"))
    }

    @Test func aSourceOfManyFilesIsToldOnce() throws {
        var report = CheckReport()
        report.exports = (1...5).map { Self.export("staff_\($0).csv") }
        let page = try Self.page(report)
        #expect(page.components(of: "<details>") == 1 && page.components(of: "staff_5.csv") >= 1)
    }
}

extension String {
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
