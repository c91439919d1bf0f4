import Disclosure
import Framework
import Results
import Testing

@testable import Aggregation

/// Whoever knows every published number of an item, the rules, and how many answered, knows the answers only where they
/// are shown: of all ways in which so many persons can answer, at least two look the same.
@Suite struct AnswerLeakTests {
    /// All ways in which `n` persons can give `options` answers: how many gave each.
    private static func counts(_ n: Int, _ options: Int) -> [[Int]] {
        guard options > 1 else { return [[n]] }
        return (0...n).flatMap { first in counts(n - first, options - 1).map { [first] + $0 } }
    }

    private static func answers(_ counts: [Int], _ options: [Int]) -> [Int] {
        zip(counts, options).flatMap { count, option in [Int](repeating: option, count: count) }
    }

    /// Every published number of a unit, or why it is withheld, as one text a metric.
    private static func seen(
        _ world: SurveyWorld, _ responses: [Response], _ metrics: [Metric]
    ) throws -> (cells: [[String]], isShown: (Metric.Protection, Int) -> Bool) {
        let states = try world.states(responses, rows: 100_000)
        states.rollUp(parent: world.parent)
        let none = World(asOf: "2026-06-30", firstMonth: month(2026, 1)).figures([])
        let counted = Figures(
            store: none.store, grid: none.grid, survey: states, snapshot: nil, fullDayMinutes: 450)
        let maker = world.maker(counted)
        counted.intervals = SurveyIntervals(counted, maker, isResponseGiven: false)
        var masks = Masks()
        for metric in metrics {
            for made in maker.masks(metric.protection.leader, slot: 0) { masks[made.protection, 0] = made.mask }
        }
        let cells = world.parent.indices.map { node in
            metrics.map { metric -> String in
                if let reason = masks[metric.protection, 0]?[node] { return "\(reason)" }
                let figure = metric.figure(counted, node, 0)
                if let n = figure.n, n > 0, n < SurveyWorld.protected.minimum {
                    return "\(SuppressionReason.groupMinimum)"
                }
                return
                    "\(figure.value ?? -1) \(figure.numerator ?? -1) \(figure.denominator ?? -1) \(figure.n ?? -1) \(figure.low ?? -1) \(figure.high ?? -1)"
            }
        }
        let shown = masks
        return (cells, { shown[$0, 0]?[$1] == nil })
    }

    private static func units(_ count: Int) -> (parent: [Int32], end: [Int32]) {
        ([Int32](repeating: -1, count: count), (0..<count).map { Int32($0 + 1) })
    }

    private static func metrics(_ asked: Questionnaire) -> [Metric] {
        Survey.metrics(of: asked) + SurveyAnswers.metrics(of: asked) + SurveyReliability.metrics(of: asked)
    }

    @Test(arguments: [(Questionnaire.Scale.points(5), 15), (.points(7), 8), (.yesNo, 15)]) func oneItem(
        _ scale: Questionnaire.Scale, upTo most: Int
    ) throws {
        let asked = questionnaire([item("a", scale)])
        let options = Array(scale.range)
        let vectors = (1...most).flatMap { Self.counts($0, options.count) }
        var world = SurveyWorld(questionnaire: asked, waves: ["w1"])
        (world.parent, world.end) = Self.units(vectors.count)
        let responses = vectors.enumerated().flatMap { unit, vector in
            Self.answers(vector, options).map { Response(department: Int32(unit), answers: [$0]) }
        }
        let (cells, isShown) = try Self.seen(world, responses, Self.metrics(asked))
        var alike: [[String]: [Int]] = [:]
        for unit in vectors.indices {
            alike[["\(vectors[unit].reduce(0, +))"] + cells[unit], default: []].append(unit)
        }
        var withheld = 0
        for group in alike.values {
            guard let first = group.first, !isShown(.answers(0), first) else { continue }
            withheld += 1
            #expect(group.count > 1, "\(scale): \(vectors[first]) follows from \(cells[first])")
        }
        #expect(withheld > 0)
        // And the rule is no reason to show nothing.
        let scores = vectors.indices.count { isShown(.item(0), $0) && vectors[$0].reduce(0, +) >= 10 }
        #expect(Double(scores) >= 0.5 * Double(vectors.count { $0.reduce(0, +) >= 10 }))
    }

    /// Promoters, passives and detractors, who are three kinds of answers.
    @Test func recommendation() throws {
        let asked = questionnaire([item("enps", .enps, nil)], [])
        let vectors = (1...15).flatMap { Self.counts($0, 3) }
        var world = SurveyWorld(questionnaire: asked, waves: ["w1"])
        (world.parent, world.end) = Self.units(vectors.count)
        let responses = vectors.enumerated().flatMap { unit, vector in
            Self.answers(vector, [3, 7, 9]).map { Response(department: Int32(unit), answers: [$0]) }
        }
        let (cells, isShown) = try Self.seen(world, responses, Survey.metrics(of: asked))
        var alike: [[String]: [Int]] = [:]
        for unit in vectors.indices {
            alike[["\(vectors[unit].reduce(0, +))"] + cells[unit], default: []].append(unit)
        }
        for group in alike.values {
            guard let first = group.first, group.count == 1 else { continue }
            let vector = vectors[first]
            let n = vector.reduce(0, +)
            #expect(n >= 10 && vector.allSatisfy { $0 >= 2 }, "\(vector) follows from \(cells[first])")
            #expect(isShown(.item(0), first))
        }
    }

    /// What is left of a unit once the one below it is taken away: five persons each.
    @Test func theRestOfAUnit() throws {
        let asked = questionnaire([item("a")])
        let vectors = Self.counts(5, 5)
        var random = SeededGenerator(state: 91)
        let pairs = vectors.flatMap { below in vectors.shuffled(using: &random).prefix(40).map { (below, $0) } }
        var world = SurveyWorld(questionnaire: asked, waves: ["w1"])
        world.parent = pairs.indices.flatMap { [Int32(-1), Int32(2 * $0)] }
        world.end = pairs.indices.flatMap { [Int32(2 * $0 + 2), Int32(2 * $0 + 2)] }
        let responses = pairs.enumerated().flatMap { place, pair in
            Self.answers(pair.1, Array(1...5)).map { Response(department: Int32(2 * place), answers: [$0]) }
                + Self.answers(pair.0, Array(1...5)).map { Response(department: Int32(2 * place + 1), answers: [$0]) }
        }
        let (_, isShown) = try Self.seen(world, responses, Self.metrics(asked))
        func sum(_ vector: [Int]) -> Int { vector.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } }
        var bySum: [Int: Int] = [:]
        for vector in vectors { bySum[sum(vector), default: 0] += 1 }
        var shown = 0
        for (place, pair) in pairs.enumerated() where isShown(.item(0), 2 * place) && isShown(.item(0), 2 * place + 1) {
            shown += 1
            #expect(bySum[sum(pair.1)] ?? 0 > 1, "\(pair.1) follows from \(pair.0) and both together")
        }
        #expect(shown > pairs.count / 2)
        // A unit whose rest all answered alike keeps its own score, and the one below it does not.
        let alike = pairs.indices.filter {
            (pairs[$0].1.first == 5 || pairs[$0].1.last == 5) && isShown(.item(0), 2 * $0)
        }
        #expect(alike.allSatisfy { !isShown(.item(0), 2 * $0 + 1) } && !alike.isEmpty)
    }

    /// Of ten persons every answer is shown: what five of them say then leaves two ways at least.
    @Test func beneathAUnitOfWhichEveryAnswerIsShown() throws {
        let asked = questionnaire([item("a")])
        let all = [2, 2, 2, 2, 2]
        let vectors = Self.counts(5, 5).filter { zip($0, all).allSatisfy { $0 <= $1 } }
        var world = SurveyWorld(questionnaire: asked, waves: ["w1"])
        world.parent = vectors.indices.flatMap { [Int32(-1), Int32(2 * $0)] }
        world.end = vectors.indices.flatMap { [Int32(2 * $0 + 2), Int32(2 * $0 + 2)] }
        let responses = vectors.enumerated().flatMap { place, below in
            Self.answers(zip(all, below).map { $0 - $1 }, Array(1...5)).map {
                Response(department: Int32(2 * place), answers: [$0])
            } + Self.answers(below, Array(1...5)).map { Response(department: Int32(2 * place + 1), answers: [$0]) }
        }
        let (cells, isShown) = try Self.seen(world, responses, Self.metrics(asked))
        var alike: [[String]: Int] = [:]
        for place in vectors.indices {
            #expect(isShown(.answers(0), 2 * place) && !isShown(.answers(0), 2 * place + 1))
            alike[cells[2 * place + 1], default: 0] += 1
        }
        for (cell, count) in alike { #expect(count > 1, "\(cell)") }
        #expect(vectors.indices.contains { isShown(.item(0), 2 * $0 + 1) })
    }

    /// An index of one item is that item; one of several would give away the item that is hidden among them.
    @Test func anIndexTellsNoHiddenItem() throws {
        let asked = questionnaire([item("a"), item("b"), item("c", .points(5), "y")], ["x", "y"])
        let world = SurveyWorld(questionnaire: asked)
        func figures(_ answers: (Int) -> [Int?]) throws -> Figures {
            try world.figures((0..<12).map { Response(department: 1, answers: answers($0)) })
        }
        let even = try figures { [$0 % 5 + 1, $0 % 4 + 1, $0 % 5 + 1] }
        #expect(world.mask(.index(0), even)[1] == nil && world.mask(.index(1), even)[1] == nil)
        let alike = try figures { [5, $0 % 4 + 1, 1] }
        #expect(world.mask(.item(0), alike)[1] == .extremeShare)
        #expect(world.mask(.index(0), alike)[1] == .extremeShare)
        #expect(world.mask(.index(1), alike)[1] == .extremeShare)
        let nearly = try figures { [$0 == 0 ? 4 : 5, $0 % 4 + 1, $0 == 0 ? 3 : 1] }
        #expect(world.mask(.item(0), nearly)[1] == .extremeShare, "one person answered one less")
        #expect(world.mask(.index(1), nearly)[1] == nil, "one answered 3, or two answered 2")
    }

    /// The interval stands where every answer is shown, and so does that of a change where it is in both waves.
    @Test func intervalsStandWhereAnswersDo() throws {
        let asked = questionnaire([item("a"), item("b", .points(5), nil)], ["x"])
        let world = SurveyWorld(questionnaire: asked)
        func responses(_ counts: [Int], _ wave: String) -> [Response] {
            Self.answers(counts, Array(1...5)).map { Response(department: 1, wave: wave, answers: [$0, $0]) }
        }
        for (first, second, shown) in [
            ([2, 2, 2, 2, 2], [3, 2, 2, 2, 3], [true, true, true]),
            ([2, 2, 2, 2, 2], [3, 1, 2, 2, 3], [true, false, false]),
            ([2, 2, 2, 2, 1], [3, 2, 2, 2, 3], [false, true, false]),
        ] {
            let figures = try world.figures(responses(first, "w1") + responses(second, "w2"))
            figures.intervals = SurveyIntervals(figures, world.maker(figures), isResponseGiven: false)
            func has(_ id: String, _ wave: Int) throws -> Bool {
                let figure = try #require(world.figure(id, figures, 1, wave: wave))
                #expect(figure.value != nil && (figure.low == nil) == (figure.high == nil))
                return figure.low != nil
            }
            for id in ["score:a", "score:b", "index.x"] {
                #expect(
                    try [has("survey.\(id)", 0), has("survey.\(id)", 1)] == Array(shown.prefix(2)), "\(id) \(first)")
            }
            for id in ["score:a", "score:b", "index:x"] {
                #expect(try has("survey.change:\(id)", 1) == shown[2], "\(id) \(first) \(second)")
            }
            figures.intervals = nil
            #expect(try !has("survey.score:a", 0), "nothing before the gate has decided")
        }
    }
}

/// Intervals for those who were asked, and not for an endless population.
@Suite struct FinitePopulationTests {
    private static let asked = questionnaire([item("a"), item("b"), item("enps", .enps, nil)])

    private func world(_ invited: Int64, isResponseShown: Bool = true) throws -> (SurveyWorld, Figures) {
        let world = SurveyWorld(questionnaire: Self.asked)
        let responses = ["w1", "w2"].flatMap { wave in
            (0..<40).map { Response(department: 1, wave: wave, answers: [$0 % 5 + 1, ($0 * 7) % 4 + 1, $0 % 11]) }
        }
        let figures = try world.figures(responses)
        let survey = try #require(figures.survey)
        survey.isInvited = [true, true]
        for node in [0, 1] { for wave in 0..<2 { survey.invited[node * 2 + wave] = invited } }
        figures.intervals = SurveyIntervals(figures, world.maker(figures), isResponseGiven: isResponseShown)
        return (world, figures)
    }

    /// n_eff = n(N − 1) ÷ (N − n): forty of sixty have margins of √(20 ÷ 59).
    @Test func marginsOfASingleFigure() throws {
        let (endlessWorld, endless) = try world(60, isResponseShown: false)
        let (finiteWorld, finite) = try world(60)
        for id in ["survey.score:a", "survey.index.x"] {
            let wide = try #require(endlessWorld.figure(id, endless, 1))
            let narrow = try #require(finiteWorld.figure(id, finite, 1))
            let (value, high, low) = (try #require(wide.value), try #require(wide.high), try #require(narrow.high))
            #expect(abs((low - value) / (high - value) - (20.0 / 59).squareRoot()) < 1e-6, "\(id)")
        }
        for id in ["survey.favourable:a", "survey.item:a#3", "survey.enps"] {
            let wide = try #require(endlessWorld.figure(id, endless, 1))
            let narrow = try #require(finiteWorld.figure(id, finite, 1))
            #expect(narrow.value == wide.value)
            #expect(
                try #require(narrow.low) > #require(wide.low) && #require(narrow.high) < #require(wide.high), "\(id)")
        }
    }

    @Test func neverInAComparison() throws {
        let (endlessWorld, endless) = try world(60, isResponseShown: false)
        let (finiteWorld, finite) = try world(60)
        for id in ["survey.change:score:a", "survey.change:index:x", "survey.change:enps"] {
            let one = try #require(endlessWorld.figure(id, endless, 1, wave: 1))
            #expect(one.low != nil)
            #expect(finiteWorld.figure(id, finite, 1, wave: 1) == one, "\(id)")
        }
    }

    @Test func lowResponseIsSaidWhereTheRateIsShown() throws {
        for (invited, text) in [(60, nil), (80, nil), (81, SurveyIntervals.lowResponse)] as [(Int64, String?)] {
            let (_, figures) = try world(invited)
            let notes = SurveyIntervals.notes(figures, ["r", "a", "b", "c"])
            #expect(notes.map(\.text) == (text.map { [$0, $0, $0, $0] } ?? []), "\(invited)")
            #expect(
                notes.allSatisfy {
                    $0.isAbout(
                        metric: "survey.score:a", department: $0.place?.department ?? "", period: $0.period,
                        breakdown: "")
                        && !$0.isAbout(metric: "surveys", department: "r", period: $0.period, breakdown: "")
                })
        }
        // Nearly all answered: the rate is withheld, and with it what would tell it.
        let (whole, all) = try world(40)
        #expect(SurveyIntervals.notes(all, ["r", "a", "b", "c"]).isEmpty)
        let (_, endless) = try world(60, isResponseShown: false)
        #expect(whole.figure("survey.score:a", all, 1) == whole.figure("survey.score:a", endless, 1))
        // Of invented persons it is said, and no interval is given.
        all.intervals = SurveyIntervals(all, whole.maker(all, SurveyWorld.invented), isResponseGiven: true)
        #expect(
            SurveyIntervals.notes(all, ["r", "a", "b", "c"]).map(\.text).prefix(2) == [
                SurveyIntervals.allAnswered, SurveyIntervals.allAnswered,
            ])
        #expect(
            whole.figure("survey.score:a", all, 1)?.low == nil
                && whole.figure("survey.favourable:a", all, 1)?.low == nil)
    }
}
