import Columnar
import Configuration
import Disclosure
import Framework
import Glibc
import Results
import Statistics
import Testing

@testable import Aggregation

/// The family of tests of one edition: who takes part, what is compared, and what the verdict is made of.
@Suite struct FlagFamilyTests {
    private static let year = "2026-05/P12M"
    private static let yearBefore = "2025-05/P12M"
    private static let ids = ["R", "A", "B", "C"]

    private static func headline(_ id: String, _ metrics: [Metric]) throws -> HeadlineMetric {
        try #require(HeadlineMetric.all(of: metrics, nil, FlagMinimums()).first { $0.id == id })
    }

    private static let all = Turnover.metrics + Absence.metrics + Participation.metrics

    /// So many persons in unit 1 and unit 3, from 2023 on, of whom some resign in the year to May 2026 and in the one
    /// before.
    private func people(_ sizes: [Int32: Int], leaving: [Int32: (now: Int, then: Int)]) -> [Person] {
        var persons: [Person] = []
        for (unit, size) in sizes.sorted(by: { $0.key < $1.key }) {
            let (now, then) = leaving[unit] ?? (0, 0)
            for place in 0..<size {
                let last = place < then ? "2025-03-31" : place < then + now ? "2026-03-31" : nil
                persons.append(Person(segments: [segment("2023-01-01", last, department: unit)]))
            }
        }
        return persons
    }

    private func shown(_ hidden: Set<Int> = []) -> Mask {
        (0..<4).map { hidden.contains($0) ? .groupMinimum : nil }
    }

    private func tests(
        _ id: String, _ figures: Figures, hidden: Set<Int> = [], hiddenBefore: Set<Int> = [], atLeast: Int = 20
    ) throws -> [FlagTest] {
        let world = World(asOf: "2026-06-30", firstMonth: month(2023, 1))
        return FlagFamily.tests(
            FlagFamily.Question(
                headline: try Self.headline(id, Self.all), slot: figures.window(Self.year), period: Self.year,
                mask: shown(hidden),
                before: FlagFamily.Question.Before(
                    slot: figures.window(Self.yearBefore), period: Self.yearBefore, mask: shown(hiddenBefore),
                    comparator: .yearBefore)),
            figures, tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]), ids: Self.ids,
            order: [1, 2, 3, 0], atLeast: atLeast)
    }

    private func world(_ persons: [Person]) -> Figures {
        World(asOf: "2026-06-30", firstMonth: month(2023, 1)).figures(persons)
    }

    @Test func departmentsAgainstTheRestAndTheYearBefore() throws {
        let figures = world(people([1: 60, 3: 90], leaving: [1: (12, 4), 3: (6, 6)]))
        let tests = try tests("turnover.rolling12.voluntary", figures)
        // B holds C and nobody else: no rest of B, and B against the rest of R is A.
        #expect(
            tests.map { "\($0.department) \($0.comparator.rawValue) \($0.reference)" } == [
                "A rest_of_parent R", "A year_before 2025-05/P12M", "B rest_of_parent R",
                "B year_before 2025-05/P12M", "C year_before 2025-05/P12M", "R year_before 2025-05/P12M",
            ])
        let rest = try #require(tests.first)
        #expect(rest.n == 56 && rest.referenceN == 84 && rest.method == .conditionalBinomial)
        // Plain recount: 12 of 18 leavers, at a share of person-days counted day by day.
        let days = figures.grid.windows[figures.window(Self.year)].days
        func personDays(_ size: Int, _ left: Int) -> Double {
            let until = Int(day("2026-04-01") - days.lowerBound)
            return Double((size - left) * days.count + left * until)
        }
        let (own, other) = (personDays(56, 12), personDays(84, 6))
        let share = own / (own + other)
        func mass(_ k: Int) -> Double {
            let choices: Double = lgamma(19) - lgamma(Double(k + 1)) - lgamma(Double(19 - k))
            let own: Double = Double(k) * log(share)
            let other: Double = Double(18 - k) * log(1 - share)
            return exp(choices + own + other)
        }
        let below = (0..<12).map(mass).reduce(0, +)
        let above = (13...18).map(mass).reduce(0, +)
        let twice: Double = 2 * min(below, above) + mass(12)
        #expect(abs((rest.p ?? 0) - min(1, twice)) < 1e-9)
        let apart: Double = (12 / own - 6 / other) * Double(days.count) * 100
        #expect(abs((rest.difference ?? 0) - apart) < 1e-9)
        #expect((rest.low ?? 0) < (rest.difference ?? 0) && (rest.difference ?? 0) < (rest.high ?? 0))
    }

    @Test func smallOrHiddenOnEitherSideTakesNoPart() throws {
        // The smaller unit has 19 persons: neither it nor, against it, the rest.
        let figures = world(people([1: 19, 3: 90], leaving: [:]))
        let small = try tests("turnover.rolling12.voluntary", figures)
        #expect(small.map(\.department) == ["B", "C", "R"] && small.allSatisfy { $0.comparator == .yearBefore })
        let equal = world(people([1: 20, 3: 90], leaving: [:]))
        #expect(try tests("turnover.rolling12.voluntary", equal).count == 6)
        #expect(try tests("turnover.rolling12.voluntary", equal, atLeast: 21).count == 3)
        // Hidden: no test of it, and none against a unit above that is hidden.
        #expect(try tests("turnover.rolling12.voluntary", equal, hidden: [1]).allSatisfy { $0.department != "A" })
        #expect(
            try tests("turnover.rolling12.voluntary", equal, hidden: [0]).allSatisfy { $0.comparator == .yearBefore })
        #expect(
            try tests("turnover.rolling12.voluntary", equal, hiddenBefore: [0, 1, 2, 3])
                .allSatisfy { $0.comparator == .restOfParent })
    }

    /// What moves between hidden units, while every published total stays, moves no byte of the family.
    @Test func hiddenUnitsDoNotShow() throws {
        for hiddenLeavers in 0...3 {
            // Direct members of B and those of C change places as leavers: B and R stay as they are.
            let figures = world(
                people([1: 60, 2: 40, 3: 30], leaving: [1: (5, 5), 2: (3 - hiddenLeavers, 0), 3: (hiddenLeavers, 0)]))
            let seen = try tests("turnover.rolling12.voluntary", figures, hidden: [3], hiddenBefore: [3])
            let first = try tests(
                "turnover.rolling12.voluntary",
                world(people([1: 60, 2: 40, 3: 30], leaving: [1: (5, 5), 2: (3, 0), 3: (0, 0)])), hidden: [3],
                hiddenBefore: [3])
            #expect(seen == first && seen.count == 5)
        }
    }

    /// The value tested is the value published, whatever the metric, the unit and the window.
    @Test func samplesAreTheFigures() throws {
        let seed: UInt64 = 4_077
        var random = SeededGenerator(state: seed)
        let figures = world(randomPeople(400, &random))
        for headline in HeadlineMetric.all(of: Self.all, nil, FlagMinimums()) {
            for (slot, window) in figures.grid.windows.enumerated() where window.kind == .rolling12 && window.first >= 0
            {
                for node in 0..<4 {
                    let figure = headline.metric.figure(figures, node, slot)
                    let sample = headline.sample(figures, node, slot)
                    #expect(sample?.persons == figure.n, "\(headline.id), seed \(seed)")
                    #expect(abs((sample?.value ?? -1) - (figure.value ?? -1)) < 1e-9, "\(headline.id), seed \(seed)")
                }
            }
        }
    }

    /// A part and its rest make up the whole, in every sum; so persons count once in the pooled test.
    @Test func restAndPartAreTheWhole() throws {
        let seed: UInt64 = 4_078
        var random = SeededGenerator(state: seed)
        let figures = world(randomPeople(600, &random))
        let slot = figures.window(Self.year)
        let absence = try Self.headline("absence.rate", Self.all)
        let reach = try Self.headline("participation.reach12", Self.all)
        guard case .ratio(let all) = absence.sample(figures, 0, slot),
            case .ratio(let part) = absence.sample(figures, 2, slot),
            case .ratio(let rest) = absence.sample(figures, 0, slot)?.subtracting(.ratio(part))
        else {
            Issue.record("no ratios, seed \(seed)")
            return
        }
        #expect(
            rest.n + part.n == all.n && rest.aa + part.aa == all.aa
                && rest.contributors + part.contributors == all.contributors)
        #expect(rest.a + part.a == all.a && rest.s + part.s == all.s)
        guard case .share(let yes, let persons) = reach.sample(figures, 0, slot),
            case .share(let some, let few) = reach.sample(figures, 2, slot),
            case .share(let others, let left) = UnitSample.share(yes: yes, persons: persons).subtracting(
                .share(yes: some, persons: few))
        else {
            Issue.record("no shares, seed \(seed)")
            return
        }
        #expect(others + some == yes && left + few == persons)
        #expect(UnitSample.share(yes: 3, persons: 9).subtracting(.share(yes: 4, persons: 5)) == nil)
        #expect(UnitSample.share(yes: 3, persons: 9).subtracting(.share(yes: 3, persons: 9)) == nil, "nobody is left")
        #expect(
            UnitSample.share(yes: 3, persons: 9).subtracting(.promoters(1, passives: 1, detractors: 1)) == nil,
            "two kinds")
    }

    @Test func sharesByTheScoreTest() throws {
        let a = UnitSample.share(yes: 41, persons: 60)
        let b = UnitSample.share(yes: 70, persons: 150)
        let outcome = a.compared(with: b)
        let pooled: Double = 111.0 / 210
        let apart: Double = 41.0 / 60 - 70.0 / 150
        let inverse: Double = 1.0 / 60 + 1.0 / 150
        let z: Double = apart / (pooled * (1 - pooled) * inverse).squareRoot()
        #expect(abs((outcome.p ?? 0) - erfc(abs(z) / 2.0.squareRoot())) < 1e-12)
        #expect(abs((outcome.difference ?? 0) - apart * 100) < 1e-9)
    }

    /// In a family of five the third p of 0.03 stands, since 0.03 ≤ 3 · 0.05 ÷ 5; one that could not be made counts.
    @Test func benjaminiHochbergOverTheWholeFamilyAndThenTheMinimum() {
        func test(_ p: Double?, _ difference: Double) -> FlagTest {
            FlagTest(
                metric: "absence.rate", department: "A", period: Self.year, comparator: .restOfParent, reference: "R",
                method: .pooledRatio, value: nil, referenceValue: nil, n: 20, referenceN: 20, difference: difference,
                p: p, minimum: 1)
        }
        let judged = FlagFamily.judged([test(0.001, 3), test(0.02, -2), test(0.03, 0.9), test(0.2, 9), test(nil, 9)])
        #expect(judged.map(\.rejected) == [true, true, true, false, false])
        #expect(judged.map(\.marked) == [true, true, false, false, false])
        #expect(abs((judged[0].adjusted ?? 0) - 0.005) < 1e-12 && judged[4].adjusted == nil)
        #expect(FlagFamily.judged([]).isEmpty)
        // Alone 0.04 is rejected; beside one that could not be made it is not.
        #expect(FlagFamily.judged([test(0.04, 3)]).map(\.rejected) == [true])
        #expect(FlagFamily.judged([test(0.04, 3), test(nil, 3)]).map(\.rejected) == [false, false])
    }

    @Test func wavesAgainstTheOneBeforeOverTheSameQuestions() throws {
        let seed: UInt64 = 4_079
        var random = SeededGenerator(state: seed)
        var world = SurveyWorld(
            questionnaire: questionnaire([item("a"), item("b"), item("enps", .enps, nil)]))
        world.waves = ["w1", "w2"]
        // The second wave leaves one question out.
        let responses = randomResponses(700, world.questionnaire, waves: world.waves, blank: 0, &random).map {
            response in
            var response = response
            if response.wave == "w2" { response.answers[1] = nil }
            return response
        }
        let figures = try world.figures(responses)
        let headlines = HeadlineMetric.all(of: world.metrics, world.questionnaire, FlagMinimums())
        #expect(headlines.map(\.id).sorted() == ["survey.enps", "survey.index.x"])
        for headline in headlines {
            let tests = FlagFamily.tests(
                FlagFamily.Question(
                    headline: headline, slot: 1, period: "wave:w2", mask: shown(),
                    before: FlagFamily.Question.Before(
                        slot: 0, period: "wave:w1", mask: shown(), comparator: .previousWave)),
                figures, tree: world.shape, ids: Self.ids, order: [1, 2, 3, 0], atLeast: 20)
            #expect(tests.count == 7, "every unit over time, and all but the root against a rest; seed \(seed)")
            let root = try #require(tests.last)
            #expect(root.comparator == .previousWave && root.reference == "wave:w1" && root.method == .welch)
            func scores(_ wave: String) -> [Double] {
                responses.filter { $0.wave == wave }.compactMap { response in
                    if headline.id == "survey.enps" {
                        return response.answers[2].map { $0 >= 9 ? 100 : $0 <= 6 ? -100 : 0 }
                    }
                    return response.answers[0].map { Double($0 - 1) * 25 }
                }
            }
            func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
            func error(_ values: [Double]) -> Double {
                let middle = mean(values)
                let squares: [Double] = values.map { ($0 - middle) * ($0 - middle) }
                let sum: Double = squares.reduce(0, +)
                return sum / Double(values.count - 1) / Double(values.count)
            }
            let (now, then) = (scores("w2"), scores("w1"))
            #expect(abs((root.difference ?? 99) - (mean(now) - mean(then))) < 1e-9)
            #expect(root.n == now.count && root.referenceN == then.count)
            // With hundreds of degrees t is near the normal value.
            let spread: Double = error(now) + error(then)
            let z: Double = (mean(now) - mean(then)) / spread.squareRoot()
            #expect(abs((root.p ?? 0) - erfc(abs(z) / 2.0.squareRoot())) < 0.002)
        }
    }

    @Test func theTableComesBack() throws {
        let figures = world(people([1: 60, 3: 90], leaving: [1: (12, 4), 3: (6, 6)]))
        var tests = FlagFamily.judged(try tests("turnover.rolling12.voluntary", figures))
        tests.append(
            FlagTest(
                metric: "survey.enps", department: "C", period: "wave:w2", comparator: .previousWave,
                reference: "wave:w1", method: .welch, value: nil, referenceValue: nil, n: 20, referenceN: 21,
                difference: nil, p: nil, minimum: 15))
        var template = Array("/tmp/trivsel-flags-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            Issue.record("no folder")
            return
        }
        let folder = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        let path = folder + "/" + FlagTable.fileName
        defer {
            unlink(path)
            rmdir(folder)
        }
        let written = try FlagTable.write(tests, to: path)
        #expect(written.rowCount == tests.count)
        #expect(try FlagTable.read(path) == tests)
        #expect(try FlagTable.write([], to: path).rowCount == 0)
        #expect(try FlagTable.read(path).isEmpty)
    }
}
