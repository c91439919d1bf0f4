import Configuration
import FoundationEssentials
import Testing

/// `pipelines/README.md` and `pipelines/pipeline.schema.json` say what the program does. Run with `TRIVSEL_RECORD=1` to
/// write them anew; a run that writes fails, so that the change is looked at.
@Suite struct PipelineDocumentationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "pipelines")
    private static let begin = "<!-- keys: generated -->\n"
    private static let end = "<!-- keys: end -->"

    private func compare(_ name: String, with text: String) throws {
        let path = Self.folder.appending(path: name)
        let found = try? String(contentsOf: path, encoding: .utf8)
        if found == text { return }
        if ProcessInfo.processInfo.environment["TRIVSEL_RECORD"] == "1" {
            try Data(text.utf8).write(to: path)
            Issue.record("\(name) was written anew; look at the change")
        } else {
            Issue.record("\(name) differs from the declared keys; run this test with TRIVSEL_RECORD=1")
        }
    }

    /// Holds what stands between the markers of a document against what is declared.
    private func compare(_ name: String, markers: (begin: String, end: String), with generated: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let parts = text.split(separator: markers.begin, maxSplits: 1, omittingEmptySubsequences: false)
        let rest = try #require(parts.last).split(
            separator: markers.end, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2 && rest.count == 2, "the markers of the generated part are gone")
        try compare(name, with: parts[0] + markers.begin + "\n" + generated + markers.end + rest[1])
    }

    @Test func theReadmeHoldsTheKeys() throws {
        try compare("README.md", markers: (Self.begin, Self.end), with: PipelineDocumentation.markdown)
    }

    @Test func theSourcesDocumentHoldsTheVocabulary() throws {
        let markers = (begin: "<!-- vocabulary: generated -->\n", end: "<!-- vocabulary: end -->")
        try compare("../docs/sources.md", markers: markers, with: VocabularyDocumentation.markdown)
    }

    @Test func theSchemaIsInStep() throws {
        try compare("pipeline.schema.json", with: PipelineDocumentation.jsonSchema)
    }

    @Test func theSchemaIsJSON() throws {
        struct Schema: Decodable {
            struct Property: Decodable {}
            var properties: [String: Property]
            var required: [String]
        }
        let schema = try JSONDecoder().decode(Schema.self, from: Data(PipelineDocumentation.jsonSchema.utf8))
        #expect(schema.properties.keys.sorted().contains("disclosure"))
        #expect(schema.required.sorted() == ["sources", "trivsel"])
    }

    @Test func everyKeyHasAMeaning() {
        for table in PipelineDocumentation.tables {
            for row in table.rows {
                #expect(
                    !row.meaning.isEmpty && !row.type.isEmpty && !row.standard.isEmpty, "\(table.title): \(row.name)")
            }
        }
    }

    @Test func defaultsInTheTablesAreThoseOfTheProgram() throws {
        let rows = PipelineDocumentation.tables.flatMap(\.rows)
        func standard(_ name: String) -> String? { rows.first { $0.name == name }?.standard }
        #expect(standard("minimum") == "`5`")
        #expect(standard("sources") == "required")
        #expect(standard("date_format") == "`yyyy-mm-dd`")
        #expect(
            standard("periods")
                == "`[\"month\",\"quarter\",\"year\",\"rolling12\",\"rolling3\",\"ytd\",\"fiscal_quarter\",\"fiscal_year\"]`"
        )
    }
}
