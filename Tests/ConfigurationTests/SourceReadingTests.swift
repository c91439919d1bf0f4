import Configuration
import Testing

@Suite struct SourceReadingTests {
    private func source(
        _ dataset: String, _ columns: [(String, ConfigNode)], _ more: [(String, ConfigNode)] = []
    ) -> ConfigNode {
        Nodes.map(
            [
                ("dataset", Nodes.text(dataset)), ("files", Nodes.list(["x_*.csv"])),
                ("columns", Nodes.map(columns, line: 30)),
            ] + more, line: 20)
    }

    @Test func everyFormOfAColumn() throws {
        let node = source(
            "employees",
            [
                ("person", Nodes.text("employee_no")), ("department", Nodes.list(["department", "avdeling"])),
                (
                    "leave_class",
                    Nodes.map([
                        ("header", Nodes.text("reason")),
                        ("codes", Nodes.map([("Oppsigelse", Nodes.text("voluntary"))])),
                        ("otherwise", Nodes.text("unknown")), ("required", Nodes.text("false")),
                    ])
                ),
                ("country", Nodes.map([("constant", Nodes.text("NO"))])),
                ("fte", Nodes.map([("headers", Nodes.list(["pct", "prosent"])), ("scale", Nodes.text("0.01"))])),
            ])
        let columns = try #require(try Nodes.decode(Nodes.pipeline(sources: [node])).sources.first).columns
        #expect(
            columns == [
                .init(name: "person", headers: ["employee_no"], required: true),
                .init(name: "department", headers: ["department", "avdeling"], required: true),
                .init(
                    name: "leave_class", headers: ["reason"], required: false, codes: ["Oppsigelse": "voluntary"],
                    unknownCode: .use("unknown")),
                .init(name: "country", headers: [], required: true, constant: "NO"),
                .init(name: "fte", headers: ["pct", "prosent"], required: true, scale: "0.01"),
            ])
    }

    @Test func everyOtherKey() throws {
        let node = source(
            "employees", [("person", Nodes.text("no")), ("termination_date", Nodes.text("out"))],
            [
                ("name", Nodes.text("visma")), ("required", Nodes.text("true")),
                ("encoding", Nodes.text("windows-1252")),
                ("fallback_encoding", Nodes.text("utf-8")), ("delimiter", Nodes.text("tab")),
                ("header_rows", Nodes.text("2")), ("date_format", Nodes.text("dd.mm.yyyy")),
                ("decimal_mark", Nodes.text(",")), ("thousands_mark", Nodes.text("space")),
                ("null_words", Nodes.list(["NULL", "-", "~"])), ("true_words", Nodes.list(["yes", "1", "Y"])),
                ("false_words", Nodes.list(["no", "0", "N"])), ("id_space", Nodes.text("payroll")),
                ("termination_date", Nodes.text("first_day_out")), ("key", Nodes.list(["person"])),
                (
                    "filters",
                    ConfigNode(
                        .list([Nodes.map([("header", Nodes.text("type")), ("drop", Nodes.list(["Total"]))])]),
                        at: Nodes.at(60))
                ),
                ("delivery_date", Nodes.text("file_name")),
            ])
        let read = try #require(try Nodes.decode(Nodes.pipeline(sources: [node])).sources.first)
        #expect(read.name == "visma" && read.required)
        #expect(read.encoding == .windows1252 && read.fallbackEncoding == .utf8)
        #expect(read.delimiter == 9 && read.headerRows == 2 && read.dateFormat == .dotted)
        #expect(read.decimalMark == UInt8(ascii: ",") && read.thousandsMark == UInt8(ascii: " "))
        #expect(read.nullWords == ["NULL", "-", "~"])
        #expect(read.trueWords == ["yes", "1", "Y"] && read.falseWords == ["no", "0", "N"])
        #expect(read.idSpace == "payroll" && read.terminationIsFirstDayOut && read.key == ["person"])
        #expect(read.filters == [.init(header: "type", drop: ["Total"])])
        #expect(read.deliveryDateInName)
    }

    @Test func keyRowMeansThatEveryRowCounts() throws {
        let node = Nodes.departments([("key", Nodes.text("row"))])
        #expect(try Nodes.decode(Nodes.pipeline(sources: [node])).sources.first?.key == [])
    }

    @Test func wideMeasures() throws {
        let node = source(
            "survey_totals",
            [("unit", Nodes.text("Organisation")), ("period", Nodes.map([("constant", Nodes.text("2022"))]))],
            [
                (
                    "wide",
                    Nodes.map([
                        ("explicit", Nodes.map([("Engagement\nindex", Nodes.text("EES"))])),
                        ("skip", Nodes.list(["X"])),
                    ])
                )
            ])
        #expect(
            try Nodes.decode(Nodes.pipeline(sources: [node])).sources.first?.wide
                == .init(explicit: ["Engagement\nindex": "EES"], skip: ["X"]))
    }

    @Test(arguments: [
        ("employees", "person", "hire_dat", "did you mean \"hire_date\"?"),
        ("departments", "department", "nam", "did you mean \"name\"?"),
        ("absences", "person", "lastday", "did you mean \"last_day\"?"),
    ])
    func anUnknownCanonicalColumnIsRefused(dataset: String, first: String, column: String, advice: String) throws {
        let node = source(dataset, [(first, Nodes.text("a")), (column, Nodes.text("b"))])
        #expect(
            Nodes.refusal(Nodes.pipeline(sources: [node]))
                == "nightly.yaml: line 31, column 3: unknown column of \(dataset) \"\(column)\"; \(advice)")
    }

    /// With the place of the word, not of the column.
    @Test func anUnknownWordOfAColumnIsRefused() throws {
        func refusal(_ more: [(String, ConfigNode)]) -> String? {
            let node = source(
                "absences",
                [
                    ("person", Nodes.text("no")), ("class", Nodes.map([("header", Nodes.text("t"))] + more)),
                    ("first_day", Nodes.text("from")),
                ])
            return Nodes.refusal(Nodes.pipeline(sources: [node]))
        }
        let place = "nightly.yaml: line 47, column 10: unknown word for column \"class\" "
        let right = ("S", Nodes.text("child", line: 46))
        let wrong = Nodes.text("sickness", line: 47)
        #expect(refusal([("codes", Nodes.map([right, ("T", wrong)]))])?.hasPrefix(place + "\"sickness\"") == true)
        #expect(
            refusal([("codes", Nodes.map([right])), ("otherwise", Nodes.text("othr", line: 47))])?
                .hasPrefix(place + "\"othr\"; did you mean \"other\"?") == true)
    }

    @Test func aFilterThatSaysNothingIsRefusedAtItsPlace() {
        let filters = ConfigNode(
            .list([
                Nodes.map([("header", Nodes.text("a")), ("drop", Nodes.list(["x"]))], line: 51),
                Nodes.map([("header", Nodes.text("b"))], line: 52),
            ]), at: Nodes.at(50))
        let node = source("departments", [("department", Nodes.text("id"))], [("filters", filters)])
        #expect(
            Nodes.refusal(Nodes.pipeline(sources: [node]))
                == "nightly.yaml: line 52, column 1: the filter on \"b\" says neither drop nor keep; name the words of one "
                + "of them")
    }

    @Test func whatDoesNotFitTogetherIsRefused() {
        func refusal(_ columns: [(String, ConfigNode)], _ more: [(String, ConfigNode)] = []) -> String {
            Nodes.refusal(Nodes.pipeline(sources: [source("departments", columns, more)])) ?? "accepted"
        }
        let id = ("department", Nodes.text("id"))
        #expect(refusal([("name", Nodes.text("n"))]).contains("key \"columns: department\" is missing"))
        #expect(
            refusal([id, ("name", Nodes.map([("codes", Nodes.map([]))]))]).contains(
                "either a header, aliases or a constant"))
        #expect(refusal([id], [("key", Nodes.list(["nam"]))]).contains("unknown column in key \"nam\""))
        #expect(
            refusal([id], [("decimal_mark", Nodes.text(",")), ("thousands_mark", Nodes.text(","))]).contains(
                "same character"))
        #expect(refusal([id], [("true_words", Nodes.list(["No"]))]).contains("\"no\" stands in true_words"))
        #expect(refusal([id], [("items", Nodes.map([("q1", Nodes.text("q1"))]))]).contains("items belong to"))
        #expect(
            refusal([id, ("name", Nodes.map([("header", Nodes.text("n")), ("scale", Nodes.text("2"))]))]).contains(
                "scale"))
        let elsewhere = Nodes.map([
            ("dataset", Nodes.text("departments")), ("files", Nodes.text("sub/x.csv")), ("columns", Nodes.map([id])),
        ])
        #expect(Nodes.refusal(Nodes.pipeline(sources: [elsewhere]))?.contains("names a folder") == true)
    }

    @Test func whatDoesNotFitDeliveriesIsRefused() {
        func refusal(_ columns: [String], _ more: [(String, ConfigNode)]) -> String {
            let columns = (["person"] + columns).map { ($0, Nodes.text($0)) }
            return Nodes.refusal(Nodes.pipeline(sources: [source("employees", columns, more)])) ?? "accepted"
        }
        let dumps = ("deliveries", Nodes.text("full_dumps"))
        let dated = ("delivery_date", Nodes.text("file_name"))
        #expect(refusal(["hire_date"], [dumps, dated]) == "accepted")
        #expect(refusal(["hire_date"], [dumps]).contains("with delivery_date: file_name"))
        #expect(refusal(["valid_from"], [dumps, dated]).contains("leave the column valid_from out"))
        #expect(refusal([], [("fresh_days", Nodes.text("3"))]).contains("fresh_days needs delivery_date"))
    }

    @Test func aFileIsUsedAndItsKeysReplaced() throws {
        let file = source("departments", [("department", Nodes.text("id")), ("name", Nodes.text("name"))])
        let use = Nodes.map([
            ("use", Nodes.text("sources/generic.yaml")), ("delimiter", Nodes.text(";")),
            ("columns", Nodes.map([("name", Nodes.text("navn"))])),
        ])
        let read = try #require(
            try Nodes.decode(Nodes.pipeline(sources: [use]), files: ["sources/generic.yaml": file]).sources.first)
        #expect(read.name == "generic" && read.delimiter == UInt8(ascii: ";"))
        #expect(read.columns.map(\.headers) == [["id"], ["navn"]])
        let alone = try Nodes.decode(
            Nodes.pipeline(sources: [Nodes.text("sources/generic.yaml")]), files: ["sources/generic.yaml": file])
        #expect(alone.sources.first?.columns.map(\.headers) == [["id"], ["name"]])
    }

    @Test func surveyItemsComeFromTheQuestionnaire() throws {
        let items = ["q1", "q2"].map { Nodes.map([("id", Nodes.text($0)), ("text", Nodes.text("?"))]) }
        let questionnaire = Nodes.map([
            ("id", Nodes.text("pulse")), ("items", ConfigNode(.list(items), at: Nodes.at(70))),
        ])
        let columns = [("response", Nodes.text("response_id")), ("wave", Nodes.text("wave"))]
        let automatic = Nodes.pipeline(
            [("questionnaire", questionnaire)],
            sources: [source("survey_responses", columns, [("items", Nodes.text("auto"))])])
        #expect(
            try Nodes.decode(automatic).sources.first?.items == [
                .init(name: "q1", headers: ["q1"], required: true), .init(name: "q2", headers: ["q2"], required: true),
            ])
        let wrong = Nodes.pipeline(
            [("questionnaire", questionnaire)],
            sources: [source("survey_responses", columns, [("items", Nodes.map([("q11", Nodes.text("Q"))]))])])
        #expect(
            Nodes.refusal(wrong)?.contains("unknown item of the questionnaire \"q11\"; did you mean \"q1\"?") == true)
        #expect(
            Nodes.refusal(Nodes.pipeline(sources: [source("survey_responses", columns)]))?
                .contains("set the key \"questionnaire\"") == true)
    }
}
