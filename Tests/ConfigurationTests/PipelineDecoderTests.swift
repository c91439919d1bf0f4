import Configuration
import Framework
import Testing

@Suite struct PipelineDecoderTests {
    @Test func theSmallestPipelineKeepsAllDefaults() throws {
        let pipeline = try Nodes.decode(Nodes.pipeline())
        var expected = Pipeline()
        expected.name = "nightly"
        expected.sources = pipeline.sources
        #expect(pipeline == expected)
        #expect(pipeline.sources.first?.name == "departments")
        #expect(pipeline.sources.first?.files == ["departments_*.csv"])
        #expect(
            pipeline.sources.first?.columns == [
                SourceDescription.Column(name: "department", headers: ["id"], required: true)
            ])
    }

    @Test func everyKeyArrivesInItsPlace() throws {
        let node = Nodes.pipeline([
            ("organisation", Nodes.text("Nordlys AS")), ("input", Nodes.text("in")), ("work", Nodes.text("out")),
            ("as_of", Nodes.text("2026-03-31")), ("key_file", Nodes.text("${input}/demo.key")),
            ("root", Nodes.map([("id", Nodes.text("R")), ("name", Nodes.text("All"))])),
            (
                "calendar",
                Nodes.map([
                    ("country", Nodes.text("NO")), ("full_time_week_hours", Nodes.text("37.5")),
                    ("first_month", Nodes.text("2023-11")),
                ])
            ),
            (
                "metrics",
                Nodes.map([
                    ("include", Nodes.list(["turnover.*"])), ("periods", Nodes.list(["month"])),
                    ("absence_classes", Nodes.list(["own_sickness", "child"])), ("merge_spells", Nodes.text("false")),
                ])
            ),
            ("disclosure", Nodes.map([("minimum", Nodes.text("7")), ("close_after_days", Nodes.text("0"))])),
            ("report", Nodes.map([("levels", Nodes.text("3")), ("accent", Nodes.text("#1F4E79"))])),
            ("limits", Nodes.map([("bad_key_at_least", Nodes.text("3"))])),
        ])
        let pipeline = try Nodes.decode(node)
        #expect(pipeline.organisation == "Nordlys AS")
        #expect(pipeline.input == "in" && pipeline.work == "out")
        #expect(pipeline.asOf == 20543)
        #expect(pipeline.keyFile == "${input}/demo.key")
        #expect(pipeline.root == DepartmentRoot(id: "R", name: "All"))
        #expect(pipeline.calendar.country == "NO")
        #expect(pipeline.calendar.fullTimeWeekMinutes == 2250)
        #expect(pipeline.calendar.firstMonth == 2023 * 12 + 10)
        #expect(pipeline.metrics.include == ["turnover.*"] && pipeline.metrics.periods == ["month"])
        #expect(pipeline.metrics.absenceClasses == ["own_sickness", "child"] && !pipeline.metrics.mergeSpells)
        #expect(pipeline.disclosure.minimum == 7 && pipeline.disclosure.minimumShares == 10)
        #expect(pipeline.disclosure.closeAfterDays == 0)
        #expect(pipeline.report.levels == 3 && pipeline.report.accent == "#1f4e79")
        #expect(pipeline.limits.badKeyAtLeast == 3 && pipeline.limits.columns == 4096)
    }

    @Test(arguments: [
        ("sorces", "did you mean \"sources\"?"), ("Organisation", "did you mean \"organisation\"?"),
        ("discolsure", "did you mean \"disclosure\"?"), ("zzzzzzzzzzzz", "expected trivsel, organisation"),
    ])
    func anUnknownKeyIsRefusedWithTheNearestName(key: String, advice: String) throws {
        let message = try #require(Nodes.refusal(Nodes.pipeline([(key, Nodes.text("x"))])))
        #expect(message.hasPrefix("nightly.yaml: line 3, column 3: unknown key \"\(key)\"; \(advice)"), "\(message)")
    }

    @Test(arguments: [
        ("calendar", "contry", "country"), ("metrics", "perids", "periods"), ("disclosure", "minimun", "minimum"),
        ("report", "level", "levels"), ("limits", "colums", "columns"), ("root", "nam", "name"),
    ])
    func anUnknownKeyInASectionIsRefused(section: String, key: String, nearest: String) throws {
        let node = Nodes.pipeline([(section, Nodes.map([(key, Nodes.text("1"))], line: 12))])
        #expect(
            Nodes.refusal(node)
                == "nightly.yaml: line 12, column 3: unknown key \"\(key)\"; did you mean \"\(nearest)\"?")
    }

    @Test func anUnknownKeyInASourceAColumnAndAnItemIsRefused() throws {
        let source = Nodes.departments([("delimeter", Nodes.text(","))])
        #expect(
            Nodes.refusal(Nodes.pipeline(sources: [source]))
                == "nightly.yaml: line 23, column 3: unknown key \"delimeter\"; did you mean \"delimiter\"?")
        let column = Nodes.map([("heder", Nodes.text("id"))], line: 40)
        let columns = Nodes.map([("department", column)], line: 39)
        let inColumn = Nodes.map([
            ("dataset", Nodes.text("departments")), ("files", Nodes.text("d.csv")), ("columns", columns),
        ])
        #expect(
            Nodes.refusal(Nodes.pipeline(sources: [inColumn]))
                == "nightly.yaml: line 40, column 3: unknown key \"heder\"; did you mean \"header\"?")
        let item = Nodes.map(
            [("id", Nodes.text("q1")), ("text", Nodes.text("?")), ("revesed", Nodes.text("true"))], line: 50)
        let questionnaire = Nodes.map([
            ("id", Nodes.text("pulse")), ("items", ConfigNode(.list([item]), at: Nodes.at(49))),
        ])
        #expect(
            Nodes.refusal(Nodes.pipeline([("questionnaire", questionnaire)]))
                == "nightly.yaml: line 52, column 3: unknown key \"revesed\"; did you mean \"reversed\"?")
    }

    @Test(arguments: [
        ("public_data", "yes", "expected true or false, found \"yes\""),
        ("synthetic", "1", "expected true or false, found \"1\""),
        ("as_of", "31.03.2026", "expected date like 2026-03-31, found \"31.03.2026\""),
        ("as_of", "2026-02-29", "expected date like 2026-03-31"),
        ("organisation", "", "expected text, found nothing"),
    ])
    func aWrongValueIsRefused(key: String, value: String, problem: String) throws {
        let message = try #require(Nodes.refusal(Nodes.pipeline([(key, Nodes.text(value, line: 7))])))
        #expect(message.hasPrefix("nightly.yaml: line 7, column 10: key \"\(key)\": \(problem)"), "\(message)")
    }

    @Test(arguments: [
        ("disclosure", "minimum", "five"), ("disclosure", "minimum", "-1"), ("disclosure", "close_after_days", "400"),
        ("disclosure", "minimum", "99999999999999999999"), ("limits", "columns", "0"), ("report", "levels", "1.5"),
        ("report", "accent", "blue"), ("calendar", "full_time_week_hours", "37,5"),
        ("calendar", "full_time_week_hours", "0"), ("calendar", "first_month", "2023-13"),
        ("metrics", "periods", "month"),
    ])
    func aValueOutOfRangeIsRefused(section: String, key: String, value: String) throws {
        let node = Nodes.pipeline([(section, Nodes.map([(key, Nodes.text(value, line: 9))]))])
        let message = try #require(Nodes.refusal(node))
        #expect(message.hasPrefix("nightly.yaml: line 9, column 10: key \"\(key)\": expected "), "\(message)")
    }

    @Test func aQuotedNumberIsNoNumber() {
        let node = Nodes.pipeline([("disclosure", Nodes.map([("minimum", Nodes.text("5", quoted: true))]))])
        #expect(Nodes.refusal(node)?.contains("expected whole number 1…1000000, found text") == true)
    }

    @Test func listsAndMapsAreNotText() {
        #expect(Nodes.refusal(Nodes.pipeline([("organisation", Nodes.list(["a"]))]))?.contains("found a list") == true)
        #expect(Nodes.refusal(Nodes.pipeline([("calendar", Nodes.text("NO"))]))?.contains("expected a map") == true)
        #expect(Nodes.refusal(Nodes.text("trivsel"))?.contains("expected a map") == true)
    }

    @Test func theVersionAndTheSourcesAreNeeded() {
        let unversioned = Nodes.map([("sources", ConfigNode(.list([Nodes.departments()]), at: Nodes.at(2)))])
        #expect(Nodes.refusal(unversioned)?.contains("key \"trivsel\" is missing") == true)
        #expect(
            Nodes.refusal(Nodes.map([("trivsel", Nodes.text("1"))]))?.contains("key \"sources\" is missing") == true)
        let later = Nodes.map([("trivsel", Nodes.text("2"))])
        #expect(Nodes.refusal(later)?.contains("key \"trivsel\": expected whole number 1…1, found 2") == true)
        #expect(Nodes.refusal(Nodes.pipeline(sources: []))?.contains("found an empty list") == true)
    }

    @Test func lowerMinimumsNeedInventedPersons() throws {
        let low = ("disclosure", Nodes.map([("minimum", Nodes.text("1"))], line: 8))
        #expect(Nodes.refusal(Nodes.pipeline([low]))?.hasPrefix("nightly.yaml: line 8, column 1: minimum is 1") == true)
        #expect(try Nodes.decode(Nodes.pipeline([low, ("synthetic", Nodes.text("true"))])).disclosure.minimum == 1)
    }

    @Test func settingsThatShapeFiguresAreHashedAndPlacesAreNot() throws {
        let plain = PipelineDecoder.canonicalSettings(try Nodes.decode(Nodes.pipeline()))
        let moved = PipelineDecoder.canonicalSettings(
            try Nodes.decode(Nodes.pipeline([("input", Nodes.text("elsewhere")), ("work", Nodes.text("w"))])))
        let stricter = PipelineDecoder.canonicalSettings(
            try Nodes.decode(Nodes.pipeline([("disclosure", Nodes.map([("minimum", Nodes.text("6"))]))])))
        #expect(plain == moved)
        #expect(plain != stricter)
        #expect(!plain.contains("\n"))
    }
}
