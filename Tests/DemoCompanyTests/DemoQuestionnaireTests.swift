import DemoCompany
import FoundationEssentials
import Testing

@Suite struct DemoQuestionnaireTests {
    @Test func pipelineFileSaysTheSame() throws {
        let checkout = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/" + checkout + "/pipelines/questionnaires/nordlys.yaml"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        for item in DemoQuestionnaire.items {
            let reversed = item.reversed ? ", reversed: true" : ""
            let line = "  - {id: \(item.id), text: \"\(item.text)\", index: \(item.factor.rawValue)\(reversed)}"
            #expect(lines.contains(line))
        }
        #expect(lines.contains("  - {id: enps, text: \"\(DemoQuestionnaire.recommendation)\", scale: enps}"))
        for factor in DemoQuestionnaire.Factor.allCases {
            let title = "  - {id: \(factor.rawValue), title: \(factor.title)"
            #expect(lines.contains { $0 == title + "}" || $0.hasPrefix(title + ", ") })
        }
        #expect(lines.filter { $0.hasPrefix("  - {id: ") }.count == 26)
    }

    @Test func everyFactorHasItsItemsAndOneIsReversed() {
        #expect(DemoQuestionnaire.items.count == 20)
        #expect(DemoQuestionnaire.items.filter(\.reversed).map(\.id) == ["q7"])
        let counts = DemoQuestionnaire.Factor.allCases.map { factor in
            DemoQuestionnaire.items.filter { $0.factor == factor }.count
        }
        #expect(counts == [5, 4, 4, 4, 3])
    }
}
