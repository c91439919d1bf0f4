import Testing

@testable import Configuration

/// `TODO` is no value: a pipeline that still holds one is refused with the place of each.
@Suite struct OpenQuestionTests {
    @Test func questionsOfAllFilesAreFound() {
        let source = Nodes.map([
            ("dataset", Nodes.text("departments", line: 1)), ("files", Nodes.text("TODO", quoted: true, line: 2)),
            ("date_format", Nodes.text("TODO", line: 3)),
            ("columns", Nodes.map([("department", Nodes.text("TODO", line: 4))], line: 4)),
        ])
        let node = Nodes.pipeline(
            [("organisation", Nodes.text("TODO", line: 7)), ("questionnaire", Nodes.text("q.yaml", line: 8))],
            sources: [Nodes.text("a.yaml"), Nodes.map([("use", Nodes.text("a.yaml"))])])
        let questionnaire = Nodes.map([("items", Nodes.list(["TODO"], line: 9))])
        #expect {
            try Nodes.decode(node, files: ["a.yaml": source, "q.yaml": questionnaire])
        } throws: { error in
            guard case .openQuestions(_, let questions) = error as? ConfigurationError else { return false }
            // In quotes it is a text; a file that two sources use is asked about once.
            return questions.map(\.key) == ["organisation", "items", "date_format", "department"]
                && questions.map(\.position.line) == [7, 9, 3, 4]
        }
    }

    @Test func everyKeyOfASourceKnowsItsNearestName() throws {
        let keys = SourceKeys.table.keys.map(\.name)
        #expect(keys.count >= 40)
        for key in keys where key.count >= 4 {
            let slip = key + "x"
            #expect(NearestName.of(slip, among: keys) == key, "\(slip)")
        }
    }

    @Test func placesAreNamed() {
        let place = ConfigPosition(file: "sources/a.yaml", line: 12, column: 14)
        let error = ConfigurationError.openQuestions(
            file: "p.yaml", [OpenQuestions.Question(position: place, key: "date_format")])
        #expect(
            error.description
                == "p.yaml: 1 open question, marked TODO: sources/a.yaml:12 \"date_format\"; answer them and run again")
        #expect(error.exitCode == 78)
    }
}
