import FoundationEssentials
import Framework
import Glibc
import Results
import Testing

@testable import Aggregation

/// Engagement as the FEVS and the Civil Service People Survey publish it.
@Suite struct EngagementIndexTests {
    /// Sub-factors of one, two and three items.
    private static let fevs: Questionnaire = {
        var fevs = questionnaire(
            [
                item("l1", .points(5), "leaders"), item("s1", .points(5), "supervisors"),
                item("s2", .points(5), "supervisors"), item("w1", .points(5), "work"), item("w2", .points(5), "work"),
                item("w3", .points(5), "work"), item("other", .points(5), "other"),
            ], ["other", "leaders", "supervisors", "work"])
        fevs.fevsEngagement = ["leaders", "supervisors", "work"]
        return fevs
    }()

    private func figure(_ id: String, _ world: SurveyWorld, _ figures: Figures, _ node: Int = 1) -> Figure? {
        EngagementIndices.metrics(of: world.questionnaire).first { $0.id == id }?.figure(figures, node, 0)
    }

    /// Of four persons 3 (75 %) are favourable of the leaders' item; 1 and 3 (25 and 75 %: 50 %) of the supervisors'; 4, 2
    /// and 0 (100, 50 and 0 %: 50 %) of the work's: the mean of 75, 50 and 50, and not of the six items (54.2) or answers.
    @Test func subFactorsWeighTheSame() throws {
        let world = SurveyWorld(questionnaire: Self.fevs)
        let answers: [[Int?]] = [
            [5, 4, 5, 4, 4, 1, 1], [4, 3, 4, 5, 5, 2, 1], [4, 2, 4, 4, 3, 3, 1], [1, 1, 3, 5, 3, 3, 1],
        ]
        let figures = try world.figures(answers.map { Response(department: 1, answers: $0) })
        let found = try #require(figure("survey.fevs_engagement", world, figures))
        #expect(abs(try #require(found.value) - 175.0 / 3) < 1e-12)
        #expect(found.numerator == 175 && found.denominator == 3 && found.n == 4)
    }

    /// Shown where the shares of all items of the three are: an item that is none of theirs does not matter.
    @Test func oneHiddenItemHidesIt() throws {
        let world = SurveyWorld(questionnaire: Self.fevs)
        func hidden(_ change: (Int, inout [Int?]) -> Void) throws -> SuppressionReason? {
            let responses = (0..<20).map { person -> Response in
                var answers: [Int?] = (0..<7).map { (person + $0) % 5 + 1 }
                change(person, &answers)
                return Response(department: 1, answers: answers)
            }
            return world.mask(.subFactorShares, try world.figures(responses))[1]
        }
        #expect(try hidden { _, _ in } == nil)
        #expect(try hidden { _, answers in answers[5] = 4 } == .extremeShare)
        #expect(try hidden { person, answers in if person > 3 { answers[1] = nil } } == .groupMinimum)
        #expect(try hidden { _, answers in answers[6] = 4 } == nil)
        #expect(try hidden { _, answers in answers[0] = nil } == .groupMinimum, "a sub-factor that nobody was asked")
    }

    /// Five items of 0, 25, 50, 75 and 100: the mean of each person, then of all.
    @Test func civilServiceVector() throws {
        var csps = questionnaire((1...5).map { item("b\($0)") })
        csps.cspsEngagement = "x"
        let world = SurveyWorld(questionnaire: csps)
        let figures = try world.figures([
            Response(department: 1, answers: [1, 2, 3, 4, 5]), Response(department: 1, answers: [5, 5, 5, 5, 4]),
            Response(department: 1, answers: [2, 2, 2, 2, 2]),
        ])
        let found = try #require(figure("survey.csps_engagement", world, figures))
        // Persons 50, 95 and 25.
        #expect(abs(try #require(found.value) - 170.0 / 3) < 1e-9)
        #expect(found.n == 3 && found.low != nil)
        #expect(EngagementIndices.metrics(of: questionnaire([item("a")])).isEmpty)
    }

    private static let survey: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let given = getenv("TRIVSEL_SHARED_DATA").map { URL(filePath: String(cString: $0)) }
        let file = (given ?? root.deletingLastPathComponent().appending(path: "shared/data"))
            .appending(path: "peopleanalyticsdata/employee_survey.csv")
        return FileManager.default.fileExists(atPath: file.path) ? file : nil
    }()

    private static func isSurveyPresent() -> Bool {
        if survey == nil { print("skipped: shared data is absent; set TRIVSEL_SHARED_DATA") }
        return survey != nil
    }

    /// 2,833 answered questionnaires on four points, three scales taken for sub-factors. R 4: `mean(c(mean(colMeans(x[,
    /// 2:4] >= 3)), mean(colMeans(x[, 5:7] >= 3)), mean(colMeans(x[, 8:10] >= 3)))) * 100`.
    @Test(.enabled { isSurveyPresent() }) func publicSurvey() throws {
        let text = String(decoding: try Data(contentsOf: try #require(Self.survey)), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
        let names = try #require(lines.first)
        func scale(_ name: String) -> String { String(name.prefix { !$0.isNumber }) }
        var asked = questionnaire(
            names.map { item($0, .points(4), scale($0)) }, ["Happiness", "Ben", "Work", "Man", "Car"])
        asked.fevsEngagement = ["Ben", "Work", "Man"]
        let world = SurveyWorld(questionnaire: asked)
        let figures = try world.figures(
            lines.dropFirst().map { Response(department: 1, answers: $0.map { Int($0) }) })
        let found = try #require(figure("survey.fevs_engagement", world, figures))
        #expect(found.n == 2833)
        #expect(abs(try #require(found.value) - 81.6213672196729) < 1e-9)
    }
}
