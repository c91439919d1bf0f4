import Testing

@testable import Configuration

/// Files of holidays that a pipeline names.
@Suite struct HolidayKeysTests {
    private func pipeline(_ keys: [(String, String)]) -> ConfigNode {
        let entry = Nodes.map(keys.map { ($0.0, Nodes.text($0.1)) }, line: 11)
        let list = ConfigNode(.list([entry]), at: Nodes.at(11))
        return Nodes.pipeline([("calendar", Nodes.map([("country", Nodes.text("NO")), ("holidays", list)], line: 9))])
    }

    private let texts = [
        "own.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260102\nEND:VEVENT\nEND:VCALENDAR\n",
        "bad.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR\n",
        "pl.csv": "Data;Nazwa\n03.05.2026;Konstytucja\n", "x.txt": "",
    ]

    @Test func calendarsAndListsAreRead() throws {
        let own = try Nodes.decode(pipeline([("file", "own.ics")]), texts: texts).calendar.holidays
        #expect(own.map(\.days) == [[20_455]])
        #expect(own.first?.country == nil && own.first?.replaces == false)
        let keys = [
            ("file", "pl.csv"), ("country", "PL"), ("replace", "true"), ("delimiter", ";"), ("column", "data"),
            ("date_format", "dd.mm.yyyy"),
        ]
        let other = try Nodes.decode(pipeline(keys), texts: texts).calendar.holidays
        #expect(other.map(\.days) == [[20_576]])
        #expect(other.first?.country == "PL" && other.first?.replaces == true)
    }

    /// Another day in the file is another setting: its hash, which the manifests hold, differs.
    @Test func theDaysAreAmongTheSettings() throws {
        let before = try PipelineDecoder.canonicalSettings(Nodes.decode(pipeline([("file", "own.ics")]), texts: texts))
        #expect(before.contains("\"2026-01-02\""))
        var changed = texts
        changed["own.ics"] = texts["own.ics"]?.replacing("20260102", with: "20260105")
        let after = try PipelineDecoder.canonicalSettings(Nodes.decode(pipeline([("file", "own.ics")]), texts: changed))
        #expect(before != after && after.contains("\"2026-01-05\""))
    }

    @Test(
        arguments: [
            ([("file", "bad.ics")], "bad.ics: line 3, column 1: DTSTART: found no date"),
            ([("file", "none.ics")], "no none.ics"),
            ([("file", "x.txt")], "nightly.yaml: line 1, column 10: file: found another ending"),
            ([("country", "PL")], "key \"file\" is missing"),
            ([("file", "pl.csv")], "pl.csv: line 1, column 1: found no column \"date\""),
            (
                [("file", "pl.csv"), ("delimiter", ";"), ("column", "data")],
                "pl.csv: line 2, column 1: column \"data\""
            ),
            ([("file", "pl.csv"), ("date_format", "serial")], "\"serial\""),
        ] as [([(String, String)], String)])
    func refusals(keys: [(String, String)], message: String) {
        let refusal = Nodes.refusal(pipeline(keys), texts: texts)
        #expect(refusal?.contains(message) == true, "\(refusal ?? "accepted")")
    }
}
