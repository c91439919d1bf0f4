import Disclosure
import Framework
import Results
import Testing

@testable import Aggregation

/// Figures of the groups that answers name themselves.
@Suite struct SurveyBreakdownTests {
    private static let asked = questionnaire([item("a"), item("b"), item("enps", .enps, nil)])
    private static let breakdown = Breakdown(
        demographic: .gender, groups: ["female", "male", Demographic.unknown], bands: [], units: 4)

    /// Figures of all who answered, and of the groups.
    private func figures(_ responses: [Response], workers: Int = 1) throws -> (whole: Figures, groups: Figures) {
        var world = SurveyWorld(questionnaire: Self.asked)
        let whole = try world.figures(responses, rows: 53)
        world.grouping = SurveyGrouping(column: "gender", groups: Self.breakdown.groups, units: 4)
        let states = try world.states(responses, rows: 53, workers: workers)
        states.rollUp(parent: forest.parent)
        let store = MeasureStore(nodes: 12, months: 1, windows: 0, waves: 2, needs: MeasureNeeds())
        let groups = Figures(
            store: store, grid: whole.grid, survey: states, snapshot: nil, fullDayMinutes: 450)
        groups.intervals = .all(of: states)
        return (whole, groups)
    }

    private var forest: TreeShape {
        let parent: [Int32] = [-1, 0, 0, 2]
        let end: [Int32] = [4, 2, 4, 4]
        return TreeShape(
            parent: (0..<3).flatMap { group in parent.map { $0 < 0 ? -1 : $0 + Int32(4 * group) } },
            end: (0..<3).flatMap { group in end.map { $0 + Int32(4 * group) } },
            rank: (0..<3).flatMap { _ in (0..<4).map { Int32($0) } })
    }

    private func people(_ count: Int, _ seed: UInt64) -> [Response] {
        var random = SeededGenerator(state: seed)
        return randomResponses(count, Self.asked, waves: ["w1", "w2"], &random).map { response in
            var response = response
            response.gender = ["female", "male", nil, "other"][Int.random(in: 0...3, using: &random)]
            return response
        }
    }

    /// By recount; who says nothing, or a word that is no group, is unknown.
    @Test func everyGroupEqualsItsRecount() throws {
        let seed: UInt64 = 71
        let responses = people(600, seed)
        let (_, groups) = try figures(responses, workers: 2)
        let world = SurveyWorld(questionnaire: Self.asked)
        for (group, name) in Self.breakdown.groups.enumerated() {
            for node in 0..<4 {
                for (wave, id) in world.waves.enumerated() {
                    let here = responses.filter {
                        $0.wave == id && $0.department >= Int32(node) && $0.department < world.end[node]
                            && ($0.gender == name || group == 2 && !["female", "male"].contains($0.gender))
                    }
                    let place = group * 4 + node
                    let answers = here.compactMap { $0.answers[0] }
                    let score = try #require(world.figure("survey.score:a", groups, place, wave: wave))
                    #expect(score.n == answers.count && score.numerator == Double(answers.reduce(0, +)), "seed \(seed)")
                    let good = try #require(world.figure("survey.favourable:a", groups, place, wave: wave))
                    #expect(good.numerator == Double(answers.count { $0 >= 4 }), "seed \(seed)")
                    let means = here.compactMap { response -> Double? in
                        let scores = response.answers.prefix(2).compactMap { $0 }.map { Double($0 - 1) * 25 }
                        return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
                    }
                    let index = try #require(world.figure("survey.index.x", groups, place, wave: wave))
                    #expect(index.n == means.count, "seed \(seed)")
                    #expect(abs(try #require(index.numerator) - means.reduce(0, +)) < 1e-6, "seed \(seed)")
                    let places = here.compactMap { $0.answers[2] }
                    let enps = try #require(world.figure("survey.enps", groups, place, wave: wave))
                    #expect(
                        enps.numerator == Double(places.count { $0 >= 9 } - places.count { $0 <= 6 }), "seed \(seed)")
                }
            }
        }
    }

    @Test func groupsAddUpToAll() throws {
        let (whole, groups) = try figures(people(500, 72))
        let (all, parts) = (try #require(whole.survey), try #require(groups.survey))
        for node in 0..<4 {
            for wave in 0..<2 {
                for place in 0..<3 {
                    for kind in 0..<SurveyStates.itemWidth {
                        let sum = (0..<3).reduce(0) { $0 + parts.item($1 * 4 + node, wave, place)[kind] }
                        #expect(sum == all.item(node, wave, place)[kind])
                    }
                }
                #expect(
                    (0..<3).reduce(0) { $0 + parts.index($1 * 4 + node, wave, 0).sum } == all.index(node, wave, 0).sum)
            }
        }
    }

    /// Where one group is too few the next smallest is hidden too, or the first would be what is left.
    @Test func aGroupDoesNotFollowFromTheOthers() throws {
        func person(_ gender: String?, _ i: Int) -> Response {
            Response(department: 1, answers: [i % 5 + 1, (i * 3) % 5 + 1, i % 11], gender: gender)
        }
        let responses =
            (0..<30).map { person("female", $0) } + (0..<20).map { person("male", $0) }
            + (0..<3).map { person(nil, $0) }
        let (whole, groups) = try figures(responses)
        let world = SurveyWorld(questionnaire: Self.asked)
        let total = world.maker(whole)
        var masks = Masks()
        for protection in [Metric.Protection.index(0), .item(0), .item(1), .item(2), .shares(0), .shares(1)] {
            masks[protection, 0] = total.masks(protection, slot: 0).first?.mask
        }
        let maker = MaskMaker(
            figures: groups, tree: forest, settings: SurveyWorld.protected, observed: ObservedMonths(),
            waveIsClosed: [true, true])
        let within = MaskMaker.Whole(maker: total, slot: 0, units: 4, masks: masks)
        for protection in [Metric.Protection.index(0), .item(2), .shares(0)] {
            let mask = try #require(maker.masks(protection, slot: 0, within: within).first?.mask)
            #expect(mask[1] == nil, "the thirty")
            #expect(mask[4 + 1] == .remainder, "the twenty, or the three would be told")
            #expect(mask[8 + 1] == .groupMinimum, "the three")
        }
    }

    @Test func whatIsBrokenDown() {
        func ids(items: Bool) -> Set<String> {
            Set(
                SurveyWorld(questionnaire: Self.asked).metrics.filter { $0.isBrokenDownInSurvey(items: items) }.map(
                    \.id))
        }
        #expect(
            ids(items: false) == [
                "survey.index.x", "survey.index.x.item_mean", "survey.index.x.favourable", "survey.enps",
            ])
        #expect(ids(items: true).isSuperset(of: ["survey.score:a", "survey.neutral:b", "survey.item:a#5"]))
        #expect(!ids(items: true).contains { $0.hasPrefix("survey.change") || $0.hasPrefix("survey.driver") })
    }
}
