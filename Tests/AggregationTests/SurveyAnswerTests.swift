import Disclosure
import Framework
import Results
import Statistics
import Testing

@testable import Aggregation

/// Answers, scores and indices by the vectors of the catalogue, and by counting again in the plainest way.
@Suite struct SurveyAnswerTests {
    private static let mixed = questionnaire(
        [
            item("a", .points(4)), item("b"), item("c", .points(7)), item("d", .zeroToTen, "y"),
            item("e", .yesNo, "y"), item("enps", .enps, nil),
        ], ["x", "y"])

    private func all(_ counts: [(answer: Int, times: Int)], department: Int32 = 1, wave: String = "w1") -> [Response] {
        counts.flatMap { count in
            (0..<count.times).map { _ in Response(department: department, wave: wave, answers: [count.answer]) }
        }
    }

    @Test func everyAnswerEqualsARecount() throws {
        let seed: UInt64 = 41
        var random = SeededGenerator(state: seed)
        let world = SurveyWorld(questionnaire: Self.mixed)
        let responses = randomResponses(400, Self.mixed, waves: world.waves, &random)
        let figures = try world.figures(responses, rows: 57, workers: 2)
        for (place, item) in Self.mixed.items.enumerated() {
            for (wave, name) in world.waves.enumerated() {
                for node in 0..<4 {
                    let here = responses.filter {
                        $0.wave == name && $0.department >= Int32(node) && $0.department < world.end[node]
                    }.compactMap { $0.answers[place] }
                    for answer in item.scale.range {
                        let id = "survey.item:\(item.id)#\(answer)"
                        let figure = try #require(world.figure(id, figures, node, wave: wave))
                        #expect(figure.numerator == Double(here.count { $0 == answer }), "seed \(seed) \(id) \(node)")
                        #expect(figure.denominator == Double(here.count), "seed \(seed) \(id) \(node)")
                    }
                }
            }
        }
    }

    /// All or none: n, the sum of the answers and the favourable ones are published besides.
    @Test func theAnswersOfAnItemAreShownTogether() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a")]))
        func hidden(_ counts: [Int], _ settings: GateSettings = SurveyWorld.protected) throws -> SuppressionReason? {
            let responses = all(counts.enumerated().map { ($0.offset + 1, $0.element) })
            return world.mask(.answers(0), try world.figures(responses), settings)[1]
        }
        #expect(try hidden([2, 2, 2, 2, 2]) == nil)
        #expect(try hidden([2, 2, 2, 1, 3]) == .extremeShare, "one person gave this answer")
        #expect(try hidden([2, 2, 2, 0, 4]) == .extremeShare, "nobody gave this answer")
        #expect(try hidden([2, 2, 2, 0, 4], SurveyWorld.invented) == nil)
        #expect(try hidden([2, 2, 2, 2, 1]) == .groupMinimum, "nine persons")
    }

    /// A unit is taken from the one above it: what is left has answers of its own.
    @Test func theAnswersOfTheRestAreNotExtremeEither() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a")]))
        let even = (1...5).map { (answer: $0, times: 4) }
        let rest = [(answer: 1, times: 2), (answer: 2, times: 3), (answer: 3, times: 3), (answer: 4, times: 4)]
        let one = try world.figures(all(rest, department: 0) + all(even, department: 1))
        #expect(world.mask(.answers(0), one)[0] == nil)
        #expect(world.mask(.answers(0), one)[1] == .remainder, "the twelve in no unit never answered 5")
        let two = try world.figures(all(even, department: 0) + all(even, department: 1))
        #expect(world.mask(.answers(0), two)[1] == nil)
    }

    @Test func openWavesAreHidden() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a")]))
        let figures = try world.figures(all((1...5).map { ($0, 4) }))
        let maker = world.maker(figures, closed: [false, true])
        for protection in [
            Metric.Protection.answers(0), .itemScores(0), .itemShares(0), .reliability(0), .agreement(0),
        ] {
            #expect(maker.masks(protection, slot: 0).first?.mask[0] == .openPeriod)
        }
        #expect(maker.masks(.change(.item(0)), slot: 1).first?.mask[0] != nil)
    }

    /// 3 detractors, 5 passives and 2 promoters: −10, from −45.9 to 30.5.
    @Test func netPromoterVector() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("enps", .enps, nil)], []))
        let answers = [0, 5, 6, 7, 7, 8, 8, 8, 9, 10].map { Response(department: 1, answers: [$0]) }
        let figure = try #require(world.figure("survey.enps", try world.figures(answers)))
        #expect(figure.value == -10)
        #expect(abs(try #require(figure.low) + 45.9) < 0.05)
        #expect(abs(try #require(figure.high) - 30.5) < 0.05)
    }

    /// The Civil Service index: five items of 0, 25, 50, 75 and 100 points, the mean of each person, then of all.
    @Test func civilServiceIndexVector() throws {
        let items = (1...5).map { item("q\($0)") }
        let world = SurveyWorld(questionnaire: questionnaire(items))
        let figures = try world.figures([
            Response(department: 1, answers: [1, 2, 3, 4, 5]), Response(department: 1, answers: [5, 5, 5, 5, 5]),
            Response(department: 1, answers: [1, 1, 1, 1, nil]),
        ])
        // Persons 50, 100 and 0; items 33⅓, 41⅔, 50, 58⅓ and 100.
        #expect(world.figure("survey.index.x", figures)?.value == 50)
        let scores: [Double] = [100.0 / 3, 125.0 / 3, 50, 175.0 / 3, 100]
        let mean = try #require(world.figure("survey.index.x.item_mean", figures))
        let value = try #require(mean.value)
        #expect(abs(value - scores.reduce(0, +) / 5) < 1e-12)
        #expect(mean.n == 2, "two persons answered the last item")
        // 1, 1, 1, 2 of three, and 2 of two answered 4 or 5.
        let shares: [Double] = [100.0 / 3, 100.0 / 3, 100.0 / 3, 200.0 / 3, 100]
        let favourable = try #require(world.figure("survey.index.x.favourable", figures)?.value)
        #expect(abs(favourable - shares.reduce(0, +) / 5) < 1e-12)
    }

    @Test func howManyItemsAPersonMustHaveAnsweredIsASetting() throws {
        let items = (1...4).map { item("q\($0)") }
        let responses = [
            Response(department: 1, answers: [5, nil, nil, nil]), Response(department: 1, answers: [5, 5, nil, nil]),
            Response(department: 1, answers: [5, 5, 5, nil]), Response(department: 1, answers: [5, 5, 5, 5]),
        ]
        for (percent, persons) in [(25, 4), (26, 3), (50, 3), (51, 2), (75, 2), (100, 1)] {
            let world = SurveyWorld(questionnaire: questionnaire(items), answeredPercent: percent)
            #expect(world.figure("survey.index.x", try world.figures(responses))?.n == persons, "\(percent) %")
        }
    }

    /// What follows from several items is hidden where one of them is.
    @Test func meansOfItemsAreHiddenWithEachOfThem() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a"), item("b")]))
        // Four of twelve answered the second item.
        let few = try world.figures((0..<12).map { Response(department: 1, answers: [$0 % 5 + 1, $0 < 4 ? 3 : nil]) })
        #expect(world.mask(.item(0), few)[1] == nil)
        #expect(world.mask(.index(0), few)[1] == nil)
        #expect(world.mask(.itemScores(0), few)[1] == .groupMinimum)
        // Of the second item nobody's answer is neutral.
        let extreme = try world.figures(
            (0..<15).map { Response(department: 1, answers: [$0 % 5 + 1, $0 % 2 == 0 ? 1 : 5]) })
        #expect(world.mask(.itemScores(0), extreme)[1] == nil)
        #expect(world.mask(.itemShares(0), extreme)[1] == .extremeShare)
    }

    /// An item that a wave did not ask is none of its items.
    @Test func itemsThatAWaveDidNotAskDoNotCount() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a"), item("b")]))
        let figures = try world.figures((0..<12).map { Response(department: 1, answers: [$0 % 2 == 0 ? 1 : 4, nil]) })
        #expect(world.mask(.itemScores(0), figures)[1] == nil)
        let mean = try #require(world.figure("survey.index.x.item_mean", figures, 1))
        #expect(mean.value == 37.5 && mean.denominator == 1)
    }
}

/// The difference of two waves.
@Suite struct SurveyChangeTests {
    private func wave(_ name: String, _ answers: [[Int?]], department: Int32 = 1) -> [Response] {
        answers.map { Response(department: department, wave: name, answers: $0) }
    }

    /// Student's sleep data (R's `sleep`), moved to whole answers: t.test(extra ~ group) has −3.3654832 … 0.2054832.
    @Test func welchVector() throws {
        let drug1 = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20]
        let drug2 = [19, 8, 11, 1, -1, 44, 55, 16, 46, 34]
        func sums(_ values: [Int]) -> UnitSums {
            UnitSums(
                n: values.count, sum: Int128(values.reduce(0, +)),
                sumOfSquares: Int128(values.reduce(0) { $0 + $1 * $1 }))
        }
        let change = try #require(meanDifference(sums(drug1), sums(drug2), quantiles: TQuantiles()))
        #expect(abs(change.value + 15.8) < 1e-12)
        // 17.776 degrees of freedom are taken for 17.
        let margin = (0.2054832 + 3.3654832) / 2 * 10 * tCritical(confidence: 0.95, degrees: 17)
        let expected = margin / tCritical(confidence: 0.95, degrees: 17.776474)
        let interval = try #require(change.interval)
        #expect(abs(interval.high - interval.low - 2 * expected) < 1e-5)
    }

    @Test func scoreOfTwoWaves() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a")]))
        let figures = try world.figures(
            wave("w1", [[1], [2], [3], [4], [5]]) + wave("w2", [[3], [4], [4], [5], [5], [5]]))
        let change = try #require(world.figure("survey.change:score:a", figures, 1, wave: 1))
        let after = try #require(world.figure("survey.score:a", figures, 1, wave: 1)?.value)
        let before = try #require(world.figure("survey.score:a", figures, 1, wave: 0)?.value)
        #expect(abs(try #require(change.value) - (after - before)) < 1e-12)
        #expect(change.n == 5)
        #expect(try #require(change.low) < 0 && #require(change.high) > after - before)
        #expect(world.mask(.change(.item(0)), figures, wave: 0)[1] == .insufficientHistory)
    }

    @Test func netPromoterOfTwoWaves() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("enps", .enps, nil)], []))
        let first = [0, 5, 6, 7, 7, 8, 8, 8, 9, 10].map { [$0 as Int?] }
        let second = [6, 7, 7, 8, 8, 9, 9, 9, 9, 10, 10, 10].map { [$0 as Int?] }
        let figures = try world.figures(wave("w1", first) + wave("w2", second))
        let change = try #require(world.figure("survey.change:enps", figures, 1, wave: 1))
        // 7 promoters and a detractor of 12: 50, after −10.
        #expect(try #require(change.value) == 60)
        // Three answers more in each: −1 of 13 and 6 of 15, variances as in the formula.
        let a: Double = -1.0 / 13
        let b: Double = 6.0 / 15
        let variance: Double = (6.5 / 13 - a * a) / 13 + (9.5 / 15 - b * b) / 15
        let low = try #require(change.low)
        #expect(abs(low - 100 * (b - a - 1.959964 * variance.squareRoot())) < 1e-3)
        // Nine answers have no interval.
        let few = try world.figures(wave("w1", first) + wave("w2", Array(second.prefix(9))))
        #expect(world.figure("survey.change:enps", few, 1, wave: 1)?.low == nil)
    }

    /// A wave that asked more is compared over what both asked, with persons who answered enough of that.
    @Test func onlyItemsOfBothWavesAreCompared() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a"), item("b"), item("c")]))
        var responses: [Response] = []
        for i in 0..<6 { responses += wave("w1", [[i % 5 + 1, 3, nil]]) }
        for i in 0..<7 { responses += wave("w2", [[i % 2 + 4, i % 5 + 1, i % 2 + 1]]) }
        responses += wave("w2", [[nil, nil, 1], [nil, nil, 1]])
        let figures = try world.figures(responses, rows: 4, workers: 2)
        let change = try #require(world.figure("survey.change:index:x", figures, 1, wave: 1))
        func score(_ answer: Int) -> Double { Double(answer - 1) * 25 }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let before = mean((0..<6).map { i in mean([score(i % 5 + 1), score(3)]) })
        let after = mean((0..<7).map { i in mean([score(i % 2 + 4), score(i % 5 + 1)]) })
        #expect(abs(try #require(change.value) - (after - before)) < 1e-7)
        #expect(change.n == 6)
        // The index itself is over all items of the wave.
        let whole = mean((0..<7).map { i in mean([score(i % 2 + 4), score(i % 5 + 1), score(i % 2 + 1)]) })
        let index = try #require(world.figure("survey.index.x", figures, 1, wave: 1)?.value)
        #expect(abs(index - whole) < 1e-7)
        #expect(world.mask(.change(.index(0)), figures, wave: 1)[1] == nil)
    }

    @Test func twoWavesWithNoItemInCommonAreNotCompared() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a"), item("b")]))
        let first: [[Int?]] = (0..<9).map { [$0 % 5 + 1, nil] }
        let second: [[Int?]] = (0..<9).map { [nil, $0 % 5 + 1] }
        let figures = try world.figures(wave("w1", first) + wave("w2", second))
        #expect(world.figure("survey.change:index:x", figures, 1, wave: 1)?.value == nil)
        #expect(world.mask(.change(.index(0)), figures, wave: 1)[1] == .groupMinimum)
    }

    /// A difference is shown where both of its sides are.
    @Test func aChangeIsHiddenWithEitherOfItsWaves() throws {
        let world = SurveyWorld(questionnaire: questionnaire([item("a")]))
        for (first, second, shown) in [(4, 9, false), (9, 4, false), (9, 9, true)] {
            let before: [[Int?]] = (0..<first).map { [$0 % 5 + 1] }
            let after: [[Int?]] = (0..<second).map { [$0 % 5 + 1] }
            let figures = try world.figures(wave("w1", before) + wave("w2", after))
            for protection in [Metric.Protection.change(.item(0)), .change(.index(0))] {
                #expect((world.mask(protection, figures, wave: 1)[1] == nil) == shown)
            }
        }
    }
}
