import Testing

@testable import Configuration

/// Aliases, code lists, wide time off and id spaces of source descriptions.
@Suite struct SourceVocabularyTests {
    private func source(
        _ dataset: String, _ columns: [(String, ConfigNode)], _ more: [(String, ConfigNode)] = []
    ) -> ConfigNode {
        Nodes.map(
            [
                ("dataset", Nodes.text(dataset)), ("files", Nodes.list(["x.csv"])),
                ("columns", Nodes.map(columns, line: 30)),
            ] + more, line: 20)
    }

    private func refusal(
        _ dataset: String, _ columns: [(String, ConfigNode)], _ more: [(String, ConfigNode)] = []
    ) -> String? {
        Nodes.refusal(Nodes.pipeline(sources: [source(dataset, columns, more)]))
    }

    @Test func aliasesAndCodeListsAreRead() throws {
        let node = source(
            "employees",
            [
                ("person", Nodes.map([("aliases", Nodes.list(["nb", "en"]))])),
                (
                    "gender",
                    Nodes.map([("header", Nodes.text("sex")), ("code_list", Nodes.list(["de"]))])
                ),
            ])
        let columns = try #require(try Nodes.decode(Nodes.pipeline(sources: [node])).sources.first).columns
        #expect(columns.first?.aliases == [.norwegian, .english])
        #expect(columns.first?.headers == [])
        #expect(columns.first?.aliasHeaders(of: .employees).first == "ansattnummer")
        #expect(columns.last?.codeLists == [.german])
    }

    @Test func aliasesDoNotGoWithAConstant() {
        let both = Nodes.map([("aliases", Nodes.list(["nb"])), ("constant", Nodes.text("1"))])
        #expect(
            refusal("employees", [("person", both)])
                == "nightly.yaml: line 30, column 3: column \"person\": give either a header, aliases or a constant")
    }

    @Test func aLanguageThatIsNotKnownIsNamed() {
        let column = Nodes.map([("aliases", Nodes.list(["no"], line: 31))], line: 31)
        #expect(refusal("employees", [("person", column)])?.contains("line 31") == true)
        #expect(refusal("employees", [("person", column)])?.contains("\"no\"") == true)
    }

    @Test func aColumnWithoutCodesTakesNoCodeList() {
        let column = Nodes.map([("header", Nodes.text("x")), ("code_list", Nodes.list(["en"]))])
        #expect(
            refusal("employees", [("person", Nodes.text("id")), ("department", column)])
                == "nightly.yaml: line 31, column 3: column \"department\" has no code_list; give codes: of your own")
    }

    @Test func aSpellingWithTwoMeaningsIsRefusedWithItsPlace() throws {
        let vocabulary = VocabularyText("[gender]\nwoman\n  nb: k\nman\n  da: k")
        let declared = try #require(CanonicalColumn.all(of: .employees).first { $0.name == "gender" })
        var column = SourceDescription.Column(name: "gender", headers: ["sex"])
        column.codeLists = [.norwegian, .danish]
        #expect(
            throws: ConfigurationError.conflict(
                at: Nodes.at(7),
                problem:
                    "column \"gender\": code_list: \"k\" means man in one language and woman in another; take fewer "
                    + "languages")
        ) {
            try SourceReading.checkVocabulary(column, declared, .employees, at: Nodes.at(7), in: vocabulary)
        }
        column.codeLists = [.norwegian]
        try SourceReading.checkVocabulary(column, declared, .employees, at: Nodes.at(7), in: vocabulary)
    }

    // MARK: wide time off

    private let record: [(String, ConfigNode)] = [("person", Nodes.text("id")), ("first_day", Nodes.text("from"))]

    private func wide(_ keys: [(String, ConfigNode)]) -> [(String, ConfigNode)] {
        [("key", Nodes.text("row")), ("wide", Nodes.map(keys))]
    }

    @Test func wideTimeOffNeedsNoClass() throws {
        let explicit = Nodes.map([("Sick", Nodes.text("own_sickness"))])
        let node = source("absences", record, wide([("explicit", explicit), ("scale", Nodes.text("450"))]))
        let source = try #require(try Nodes.decode(Nodes.pipeline(sources: [node])).sources.first)
        #expect(source.wide?.explicit == ["Sick": "own_sickness"] && source.wide?.scale == "450")
        #expect(refusal("absences", record)?.contains("columns: class") == true)
    }

    @Test func wideTimeOffIsHeldAgainstTheClasses() {
        let wrong = Nodes.map([("Sick", Nodes.text("own_sicknes"))])
        #expect(
            refusal("absences", record, wide([("explicit", wrong)]))?.contains("did you mean \"own_sickness\"?") == true
        )
        #expect(refusal("absences", record, wide([("skip", Nodes.list(["a"]))]))?.contains("under explicit:") == true)
        let right = Nodes.map([("Sick", Nodes.text("own_sickness"))])
        let twice = record + [("minutes_total", Nodes.text("minutes"))]
        #expect(refusal("absences", twice, wide([("explicit", right)]))?.contains("minutes_total") == true)
        let event = [("event", Nodes.text("id")), ("day", Nodes.text("date"))]
        #expect(refusal("events", event, wide([("explicit", right)]))?.contains("wide belongs to") == true)
    }

    // MARK: identities

    @Test func theOtherIdSpaceIsAConstantOfItsOwn() throws {
        func crosswalk(_ other: ConfigNode) -> [(String, ConfigNode)] {
            [("person", Nodes.text("id")), ("other_space", other), ("other", Nodes.text("other id"))]
        }
        let constant = Nodes.map([("constant", Nodes.text("sap"))])
        let node = source("identities", crosswalk(constant))
        #expect(try Nodes.decode(Nodes.pipeline(sources: [node])).sources.first?.otherIDSpace == "sap")
        #expect(refusal("identities", crosswalk(Nodes.text("system")))?.contains("give a constant") == true)
        let same = Nodes.map([("constant", Nodes.text("employee_no"))])
        #expect(refusal("identities", crosswalk(same))?.contains("name the other") == true)
    }

    @Test func datasetsOfPersonsAreKnown() {
        let persons = SourceDescription.Dataset.allCases.filter(\.holdsPersons)
        #expect(
            Set(persons) == [
                .employees, .absences, .participation, .surveyResponses, .identities, .assignments, .exitInterviews,
                .checkIns, .reviews, .recruitment, .onboardingSteps, .promotions, .recognitions,
                .leaveEntitlements,
            ])
    }
}
