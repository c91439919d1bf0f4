import Disclosure
import Framework
import Results
import Statistics
import Testing

@testable import Aggregation

@Suite struct SurveyReliabilityTests {
    private static let scales = questionnaire(
        [
            item("a"), item("b"), item("c"), item("d", .points(4), "y"), item("e", .points(7), "y"),
            item("f", .zeroToTen, "y"), item("g", .yesNo, "z"), item("h", .points(5), "z"),
            item("i", .points(5), "one"),
        ], ["x", "y", "z", "one"])

    private func variance(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        var squares = 0.0
        for value in values { squares += (value - mean) * (value - mean) }
        return squares / Double(values.count - 1)
    }

    /// Scores on 0–100 of those who answered all items, a row a person.
    private func complete(_ responses: [Response], _ index: String) -> [[Double]] {
        let items = Self.scales.items.indices.filter { Self.scales.items[$0].index == index }
        return responses.compactMap { response in
            let scores = items.compactMap { place -> Double? in
                let range = Self.scales.items[place].scale.range
                return response.answers[place].map {
                    Double($0 - range.lowerBound) / Double(range.upperBound - range.lowerBound) * 100
                }
            }
            return scores.count == items.count ? scores : nil
        }
    }

    @Test func alphaEqualsOneFromTheResponses() throws {
        let seed: UInt64 = 51
        var random = SeededGenerator(state: seed)
        let world = SurveyWorld(questionnaire: Self.scales)
        let responses = randomResponses(500, Self.scales, waves: world.waves, &random)
        let figures = try world.figures(responses, rows: 61, workers: 2)
        for node in 0..<4 {
            for (wave, name) in world.waves.enumerated() {
                let here = responses.filter {
                    $0.wave == name && $0.department >= Int32(node) && $0.department < world.end[node]
                }
                for index in ["x", "y"] {
                    let rows = complete(here, index)
                    let figure = try #require(world.figure("survey.alpha:\(index)", figures, node, wave: wave))
                    #expect(figure.n == rows.count, "seed \(seed) \(index) \(node)")
                    var trace = 0.0
                    for i in 0..<3 { trace += variance(rows.map { $0[i] }) }
                    let alpha = 1.5 * (1 - trace / variance(rows.map { $0.reduce(0, +) }))
                    let value = try #require(figure.value)
                    #expect(abs(value - alpha) < 1e-10, "seed \(seed) \(index) \(node)")
                    #expect(try #require(figure.low) < value && value < #require(figure.high))
                }
                let pairs = complete(here, "z")
                let sum = variance(pairs.map { $0[0] + $0[1] })
                let (first, second) = (variance(pairs.map { $0[0] }), variance(pairs.map { $0[1] }))
                let r = (sum - first - second) / 2 / (first * second).squareRoot()
                let two = try #require(world.figure("survey.alpha:z", figures, node, wave: wave))
                #expect(abs(try #require(two.value) - 2 * r / (1 + r)) < 1e-10, "seed \(seed) \(node)")
                #expect(two.low == nil)
                let one = try #require(world.figure("survey.alpha:one", figures, node, wave: wave))
                #expect(one.value == nil && one.n == complete(here, "one").count)
            }
        }
        #expect(SurveyReliability.note(items: 1) != nil && SurveyReliability.note(items: 2) != nil)
        #expect(SurveyReliability.note(items: 3) == nil)
    }

    /// However the responses are cut into row groups, and whoever reads them.
    @Test func nothingDependsOnTheSplit() throws {
        var random = SeededGenerator(state: 52)
        let world = SurveyWorld(questionnaire: Self.scales)
        let responses = randomResponses(300, Self.scales, waves: world.waves, &random)
        let whole = try world.figures(responses)
        for (rows, workers) in [(1, 1), (7, 2), (299, 2)] {
            let split = try world.figures(responses, rows: rows, workers: workers)
            for metric in world.metrics {
                for node in 0..<4 {
                    for wave in 0..<2 {
                        #expect(metric.figure(split, node, wave) == metric.figure(whole, node, wave), "\(metric.id)")
                    }
                }
            }
        }
    }

    /// A unit without direct answers between others, and one whose subtree ends with the table.
    @Test func everyUnitOfADeepTreeIsReadOff() throws {
        var world = SurveyWorld(questionnaire: questionnaire([item("a"), item("b"), item("c")]), waves: ["w1"])
        world.parent = [-1, 0, 1, 2, 1, 0, 5, 6]
        world.end = [8, 5, 4, 4, 5, 8, 8, 8]
        var random = SeededGenerator(state: 53)
        let responses = randomResponses(
            160, world.questionnaire, waves: ["w1"], blank: 0, departments: 8, &random
        ).filter { $0.department != 1 && $0.department != 6 }
        let figures = try world.figures(responses, rows: 11)
        for node in 0..<8 {
            let count = responses.count { $0.department >= Int32(node) && $0.department < world.end[node] }
            #expect(world.figure("survey.alpha:x", figures, node)?.n == count, "\(node)")
        }
    }

    @Test func responsesOutOfOrderAreRefused() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a"), item("b"), item("c")]))
        #expect(throws: AggregateError.self) {
            try world.states([
                Response(department: 2, answers: [1, 2, 3]), Response(department: 1, answers: [1, 2, 3]),
            ])
        }
        #expect(throws: AggregateError.self) { try world.states([Response(department: 4, answers: [1, 2, 3])]) }
        #expect(AggregateError.unsorted(table: "survey_responses").description.contains("expected them sorted"))
    }

    /// Persons who answered all items are counted, not those with an index.
    @Test func alphaIsHiddenByTheCompleteAnswers() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a"), item("b"), item("c")]))
        for (complete, shown) in [(9, false), (10, true)] {
            let figures = try world.figures(
                (0..<20).map { i in
                    Response(department: 1, answers: [i % 5 + 1, (i + 1) % 5 + 1, i < complete ? i % 4 + 1 : nil])
                })
            #expect((world.mask(.reliability(0), figures)[1] == nil) == shown)
            #expect(world.mask(.index(0), figures)[1] == nil)
        }
    }
}

@Suite struct UnitAgreementTests {
    private let world = SurveyWorld(questionnaire: questionnaire([item("a"), item("b")]), waves: ["w1"])

    private func figures(_ responses: [Response], _ settings: GateSettings = SurveyWorld.protected) throws -> Figures {
        let figures = try world.figures(responses)
        let maker = world.maker(figures, settings)
        guard let survey = figures.survey else { return figures }
        let units = ComparedUnits(mask: maker.compared(0, wave: 0), tree: world.shape)
        figures.agreement = [0: units.agreements(0, wave: 0, survey).map { $0 ?? UnitAgreement() }]
        return figures
    }

    private func responses(_ random: inout SeededGenerator, _ sizes: [Int]) -> [Response] {
        sizes.enumerated().flatMap { department, size in
            (0..<size).map { _ in
                let first = Int.random(in: 1...5, using: &random)
                return Response(
                    department: Int32(department), answers: [first, Int.random(in: 1...5, using: &random)])
            }
        }
    }

    /// Units 1 and 3 are the lowest; the direct members of the root and of unit 2 are in neither.
    @Test func lowestPublishedUnitsAreCompared() throws {
        let seed: UInt64 = 54
        var random = SeededGenerator(state: seed)
        let answers = responses(&random, [6, 10, 7, 14])
        let figures = try figures(answers)
        func scores(_ department: Int32) -> [Double] {
            answers.filter { $0.department == department }.map { response in
                let scores = response.answers.compactMap { $0 }.map { Double($0 - 1) * 25 }
                return scores.reduce(0, +) / 2
            }
        }
        let groups = [scores(1), scores(3)]
        let sizes = groups.map { Double($0.count) }
        let n = sizes.reduce(0, +)
        let grand = groups.joined().reduce(0, +) / n
        let means = groups.map { $0.reduce(0, +) / Double($0.count) }
        var between = 0.0
        var within = 0.0
        for (group, mean) in zip(groups, means) {
            between += Double(group.count) * (mean - grand) * (mean - grand)
            for score in group { within += (score - mean) * (score - mean) }
        }
        within /= n - 2
        let k = 2 / (1 / sizes[0] + 1 / sizes[1])
        let icc1 = try #require(world.figure("survey.icc1:x", figures))
        #expect(icc1.n == 24)
        let share = (between - within) / (between + (k - 1) * within)
        #expect(abs(try #require(icc1.value) - share) < 1e-9)
        let icc2 = try #require(world.figure("survey.icc2:x", figures)?.value)
        #expect(abs(icc2 - (between - within) / between) < 1e-9)
        var agreements: [Double] = []
        for department: Int32 in [1, 3] {
            var ratio = 0.0
            for place in 0..<2 {
                let values = answers.filter { $0.department == department }.map { Double($0.answers[place] ?? 0) }
                let mean = values.reduce(0, +) / Double(values.count)
                var squares = 0.0
                for value in values { squares += (value - mean) * (value - mean) }
                ratio += squares / Double(values.count - 1) / 2 / 2
            }
            agreements.append(ratio >= 1 ? 0 : 2 * (1 - ratio) / (2 * (1 - ratio) + ratio))
        }
        let rwg = try #require(world.figure("survey.rwg:x", figures)?.value)
        #expect(abs(rwg - (agreements[0] + agreements[1]) / 2) < 1e-12, "seed \(seed)")
    }

    /// What a hidden unit's persons answered has no part in it.
    @Test func hiddenUnitsHaveNoPart() throws {
        var random = SeededGenerator(state: 55)
        var answers = responses(&random, [0, 12, 9, 4])
        let before = try figures(answers)
        // Unit 3 has four persons: its parent is compared in its place.
        #expect(world.figure("survey.icc1:x", before)?.n == 25)
        let shown = world.mask(.agreement(0), before)
        #expect(shown[0] == nil && shown[1] == .groupMinimum && shown[3] == .groupMinimum)
        // Answers move between the hidden unit and its parent's own members: nothing that is published changes.
        let hidden = answers.indices.filter { answers[$0].department == 3 }
        let direct = answers.indices.filter { answers[$0].department == 2 }
        for (a, b) in zip(hidden, direct) {
            let moved = answers[a].answers
            answers[a].answers = answers[b].answers
            answers[b].answers = moved
        }
        let after = try figures(answers)
        for id in ["survey.icc1:x", "survey.icc2:x", "survey.rwg:x"] {
            #expect(world.figure(id, before) == world.figure(id, after))
            #expect(world.figure(id, before)?.value != nil)
        }
    }

    @Test func aUnitWithoutTwoPublishedOnesBelowItHasNone() throws {
        var random = SeededGenerator(state: 56)
        let figures = try figures(responses(&random, [0, 12, 12, 4]))
        let mask = world.mask(.agreement(0), figures)
        #expect(mask[0] == nil)
        #expect(mask[2] == .groupMinimum)
    }
}
