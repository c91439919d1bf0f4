import Configuration
import Results
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

    private static func page(_ report: CheckReport, _ headcount: HeadcountCheck? = nil) throws -> String {
        var pipeline = Pipeline()
        pipeline.name = "nightly"
        let bytes = try CheckPage(report, pipeline: pipeline, asOf: 20_543, headcount: headcount).bytes()
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

    @Test func whatWasNotReadHasNoCounts() throws {
        var report = CheckReport()
        report.exports = [CheckedExport(source: "leave", dataset: "absences", file: "leave.csv")]
        report.exports[0].refusal = "leave.csv: not CSV"
        report.refusals = ["leave.csv: not CSV"]
        let page = try Self.page(report)
        #expect(page.components(of: ">–<") == 5 && !page.contains(">none<") && !page.contains(">0<"))
        #expect(page.contains(Wording.checkHeadcountStopped), "and where the headcount is")
    }

    @Test func whatAnEarlierNightReadIsToldWithoutColumns() throws {
        var report = CheckReport()
        var stored = Self.export()
        stored.isStored = true
        stored.mapping = []
        stored.settings = []
        // Set aside behind ingest: the line is not known.
        stored.reasons[0].places[0].line = 0
        report.exports = [stored]
        let page = try Self.page(report)
        #expect(page.contains(Wording.checkIsStored) && !page.contains(Wording.checkCanonical))
        #expect(page.contains("1,197") && page.contains(">–<"))
    }

    @Test func theHeadcountIsTheReportsOwn() throws {
        func page(leavers: Double?) throws -> String {
            let cells = [
                ("headcount.opening", 100), ("flow.hires", 7), ("flow.leavers", leavers), ("headcount.closing", 103),
            ].map { metric, value in
                PublishedCell(
                    metric, department: "A", period: "2026-03",
                    value.map { .published(Figure(value: $0)) } ?? .suppressed(.groupMinimum))
            }
            let publication = Publication(
                organisation: "A", pipeline: "nightly", asOf: "2026-03-31", synthetic: false, publicData: false,
                catalogue: [], departments: [DepartmentNode(id: "A", name: "A", parent: nil, depth: 0, end: 1)],
                items: [], indices: [], waves: [], months: ["2026-03"], sources: [], findings: [], settings: [],
                minimumPersons: 5, missing: [])
            let edition = try Edition(
                cube: PublishedCube(publication: publication, cells: cells), tree: PageTree(publication, .company),
                settings: ReportSettings())
            return try Self.page(CheckReport(), HeadcountCheck(PageContext(edition, unit: 0)))
        }
        #expect(try page(leavers: 4).contains(Wording.headcountAddsUp(1)))
        #expect(try page(leavers: 5).contains(Wording.headcountBroken(1)))
        #expect(try page(leavers: nil).contains(Wording.checkHeadcountNone), "no month in full")
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
