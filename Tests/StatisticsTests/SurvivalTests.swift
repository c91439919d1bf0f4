import Glibc
import Statistics
import Testing

/// One spell under observation.
struct Spell {
    let entry: Int
    let exit: Int
    let event: Bool
}

extension SurvivalState {
    init(_ spells: some Sequence<Spell>) {
        self.init()
        for spell in spells { add(entry: spell.entry, exit: spell.exit, event: spell.event) }
    }
}

@Suite struct SurvivalTests {
    /// Weeks in remission under 6-MP, censored ones negative (Freireich et al. 1963; Klein and Moeschberger 2003, tables
    /// 1.1 and 4.1A: S and its standard error).
    static let remissions = [
        6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35,
    ].map { Spell(entry: 0, exit: abs($0), event: $0 > 0) }

    @Test func remissionsInLeukaemia() throws {
        let curve = try #require(SurvivalState(Self.remissions).curve(minimumAtRisk: 1))
        let expected = [
            (6, 21, 3, 0.857, 0.076), (7, 17, 1, 0.807, 0.087), (10, 15, 1, 0.753, 0.096), (13, 12, 1, 0.690, 0.107),
            (16, 11, 1, 0.628, 0.114), (22, 7, 1, 0.538, 0.128), (23, 6, 1, 0.448, 0.135),
        ]
        #expect(curve.start == 0 && curve.end == 35 && curve.median == 23)
        #expect(curve.points.count == expected.count)
        for (point, (day, atRisk, events, survival, error)) in zip(curve.points, expected) {
            #expect(point.day == day && point.atRisk == atRisk && point.events == events)
            #expect(abs(point.survival - survival) < 0.0006, "day \(day)")
            let interval = try #require(point.interval)
            // The width on the scale of ln(−ln S) is that of the standard error of S by the delta rule.
            let width = log(log(interval.low) / log(interval.high)) / 2
            #expect(abs(width * -log(survival) * survival / 1.95996 - error) < 0.001, "day \(day)")
        }
        // R: 0.620–0.952 at 6 weeks, 0.188–0.680 at 23.
        let first = try #require(curve.points.first?.interval)
        #expect(abs(first.low - 0.620) < 5e-4 && abs(first.high - 0.952) < 5e-4)
        let last = try #require(curve.points.last?.interval)
        #expect(abs(last.low - 0.188) < 5e-4 && abs(last.high - 0.680) < 5e-4)
    }

    @Test func theCurveEndsWhereFewerThanTenAreAtRisk() throws {
        let curve = try #require(SurvivalState(Self.remissions).curve())
        // Ten are at risk in week 17, nine from then on.
        #expect(curve.end == 17 && curve.points.map(\.day) == [6, 7, 10, 13, 16])
        #expect(curve.atRisk(at: 17) == 10 && curve.atRisk(at: 18) == nil)
        #expect(curve.survival(at: 18) == nil)
        #expect(curve.median == nil)
    }

    @Test func betweenTheEvents() throws {
        let curve = try #require(SurvivalState(Self.remissions).curve(minimumAtRisk: 1))
        let before = try #require(curve.survival(at: 5))
        #expect(before.survival == 1 && before.interval == nil)
        for (day, like) in [(6, 0), (7, 1), (9, 1), (10, 2), (12, 2), (35, 6)] {
            let found = try #require(curve.survival(at: day))
            #expect(found.survival == curve.points[like].survival && found.interval == curve.points[like].interval)
        }
        #expect(curve.survival(at: -1) == nil && curve.survival(at: 36) == nil)
        // 21 start; the 4 of week 6 are at risk in it and no more after.
        #expect([0, 1, 6, 7, 8, 10, 11].map { curve.atRisk(at: $0) } == [21, 21, 21, 17, 16, 15, 13])
    }

    /// At risk on day t: entry < t ≤ exit. Someone entering on the day of an event is not at risk in it, someone censored
    /// on it is.
    @Test func entriesAndCensoringOnTheDayOfAnEvent() throws {
        var state = SurvivalState()
        for _ in 0..<10 { state.add(entry: 0, exit: 20, event: false) }
        state.add(entry: 0, exit: 5, event: true)
        state.add(entry: 0, exit: 5, event: false)
        state.add(entry: 5, exit: 9, event: false)
        state.add(entry: 4, exit: 9, event: false)
        let curve = try #require(state.curve(minimumEvents: 1))
        #expect(curve.points.map(\.atRisk) == [13])
        #expect(try #require(curve.survival(at: 5)).survival == 12.0 / 13)
        #expect([4, 5, 6].map { curve.atRisk(at: $0) } == [12, 13, 12])
    }

    /// One early entrant who leaves at once would hold S at 0 for good; the curve starts where ten stay at risk, and is
    /// conditional on getting there.
    @Test func anEarlyEmptyRiskSet() throws {
        var state = SurvivalState()
        state.add(entry: 2, exit: 3, event: true)
        for day in 0..<40 { state.add(entry: 100 + day % 4, exit: 400 + 10 * day, event: day % 2 == 0) }
        let curve = try #require(state.curve())
        // Ten enter with a tenure of 100: they are at risk from day 101 on.
        #expect(curve.start == 100 && curve.points.first?.day == 400)
        #expect(curve.points.first.map(\.survival) == 39.0 / 40)
        #expect(curve.survival(at: 99) == nil && curve.survival(at: 100)?.survival == 1)
        #expect(curve.atRisk(at: 100) == 10 && curve.atRisk(at: 101) == 10 && curve.atRisk(at: 102) == 20)
        // R's survfit over everybody, which the rule is there against.
        let all = try #require(state.curve(minimumAtRisk: 1))
        #expect(all.start == 100 && all.points.first?.survival == 39.0 / 40)
        var alone = SurvivalState()
        alone.add(entry: 2, exit: 3, event: true)
        let naive = try #require(alone.curve(minimumAtRisk: 1, minimumEvents: 1))
        #expect(naive.points.first?.survival == 0 && naive.points.first?.interval == nil && naive.median == 3)
    }

    /// Ten at risk for a few days only, then fewer: the curve is not that of these days.
    @Test func theRunWithMostEvents() throws {
        var state = SurvivalState()
        for i in 0..<11 { state.add(entry: 0, exit: 3 + i % 2, event: i == 0) }
        for i in 0..<30 { state.add(entry: 10, exit: 50 + i, event: true) }
        for i in 0..<15 { state.add(entry: 1000, exit: 1100 + i, event: i < 2) }
        let curve = try #require(state.curve())
        #expect(curve.start == 10 && curve.end == 70 && curve.points.count == 21)
        // Two runs with as many events: the first.
        var twice = SurvivalState()
        for start in [0, 500] {
            for i in 0..<20 { twice.add(entry: start, exit: start + 10 + i, event: i < 5) }
        }
        #expect(try #require(twice.curve()).start == 0)
    }

    @Test func fewEventsOrPersons() {
        func state(events: Int, of persons: Int) -> SurvivalState {
            SurvivalState((0..<persons).map { Spell(entry: 0, exit: 30 + $0, event: $0 < events) })
        }
        #expect(state(events: 5, of: 20).curve() != nil)
        #expect(state(events: 4, of: 20).curve() == nil)
        #expect(state(events: 4, of: 20).curve(minimumEvents: 4) != nil)
        #expect(state(events: 9, of: 9).curve() == nil)
        #expect(state(events: 9, of: 10).curve() != nil)
        #expect(SurvivalState().curve(minimumAtRisk: 0, minimumEvents: 0) == nil)
        for confidence in [0, 1, -1, .nan] { #expect(state(events: 9, of: 20).curve(confidence: confidence) == nil) }
    }

    /// 19/20 · 18/19 · … · 10/11 is ½ on paper, whatever the last digit of the product.
    @Test func medianAtExactlyOneHalf() throws {
        for n in [10, 20, 24, 38, 44, 46] {
            let state = SurvivalState((1...n).map { Spell(entry: 0, exit: $0, event: true) })
            #expect(try #require(state.curve(minimumAtRisk: 1)).median == n / 2, "\(n)")
        }
    }

    @Test func everybodyAtOnce() throws {
        let state = SurvivalState((0..<20).map { _ in Spell(entry: 0, exit: 7, event: true) })
        let curve = try #require(state.curve())
        #expect(curve.points.map(\.survival) == [0] && curve.points[0].interval == nil && curve.median == 7)
    }

    @Test func thoseNeverAtRiskAreLeftOut() {
        var state = SurvivalState()
        let added = [
            state.add(entry: 5, exit: 5, event: true), state.add(entry: 5, exit: 4, event: true),
            state.add(entry: -1, exit: 4, event: true), state.add(day: -1, entries: 1, events: 0, exits: 0),
            state.add(day: 1, entries: 1, events: -1, exits: 0),
        ]
        #expect(added == [false, false, false, false, false])
        #expect(state == SurvivalState() && state.days.isEmpty)
    }

    /// Split over shards in any way and order, and stored by days, it is the same state and curve.
    @Test func mergesToTheSame() throws {
        var generator = SeededGenerator(seed: 141)
        for _ in 0..<200 {
            let spells = Self.spells(&generator)
            let whole = SurvivalState(spells)
            var shards = Array(repeating: SurvivalState(), count: 4)
            for spell in spells.shuffled(using: &generator) {
                let shard = Int.random(in: 0..<4, using: &generator)
                shards[shard].add(entry: spell.entry, exit: spell.exit, event: spell.event)
            }
            #expect((shards[0] + shards[1]) + (shards[2] + shards[3]) == whole)
            #expect(shards[3] + (shards[2] + (shards[1] + shards[0])) == whole)
            var stored = SurvivalState()
            for day in whole.days.shuffled(using: &generator) {
                stored.add(day: day.day, entries: day.entries, events: day.events, exits: day.exits)
            }
            #expect(stored == whole && stored.curve() == whole.curve())
        }
    }

    @Test func laws() throws {
        var generator = SeededGenerator(seed: 142)
        var curves = 0
        for _ in 0..<500 {
            let spells = Self.spells(&generator)
            guard let curve = SurvivalState(spells).curve() else { continue }
            curves += 1
            var last = 1.0
            for point in curve.points {
                #expect(point.survival <= last && point.survival >= 0 && point.atRisk >= 10)
                #expect(point.day > curve.start && point.day <= curve.end)
                last = point.survival
                if let interval = point.interval {
                    #expect(interval.low <= point.survival && point.survival <= interval.high)
                    #expect(interval.low >= 0 && interval.high <= 1)
                }
            }
            for day in stride(from: curve.start + 1, through: curve.end, by: 17) {
                #expect(curve.atRisk(at: day) == spells.count { $0.entry < day && day <= $0.exit })
            }
            if let median = curve.median {
                #expect(try #require(curve.survival(at: median)).survival <= 0.5 + 1e-12)
                #expect(try #require(curve.survival(at: median - 1)).survival > 0.5)
            } else {
                #expect(last > 0.5)
            }
        }
        #expect(curves > 300)
    }

    /// Without late entries and censoring S is the share that is left.
    @Test func everybodySeenToTheEnd() throws {
        var generator = SeededGenerator(seed: 143)
        let exits = (0..<200).map { _ in Int.random(in: 1...90, using: &generator) }
        let state = SurvivalState(exits.map { Spell(entry: 0, exit: $0, event: true) })
        let curve = try #require(state.curve(minimumAtRisk: 1))
        for point in curve.points {
            #expect(close(point.survival, Double(exits.count { $0 > point.day }) / 200, 1e-13))
        }
    }

    /// Staff of whom a third left within a year, most of them met with some tenure and seen for two years: the curve is right
    /// on average and its band covers, where taking everybody for seen from the start would show hardly anyone leaving.
    @Test func lateEntriesDoNotFlatter() throws {
        var generator = SeededGenerator(seed: 144)
        let truth = exp(-365.0 / 900)
        var sum = 0.0
        var naiveSum = 0.0
        var covered = 0
        for _ in 0..<400 {
            var state = SurvivalState()
            var naive = SurvivalState()
            var persons = 0
            while persons < 150 {
                // Hired up to six years before the first day that is seen, or in the two years after it.
                let hired = Int.random(in: -2200..<730, using: &generator)
                let stay = 1 + Int(-900 * log(Double.random(in: 1e-12..<1, using: &generator)))
                let entry = max(0, -hired)
                let seen = 730 - hired
                guard stay > entry else { continue }
                state.add(entry: entry, exit: min(stay, seen), event: stay <= seen)
                naive.add(entry: 0, exit: min(stay, seen), event: stay <= seen)
                persons += 1
            }
            let curve = try #require(state.curve())
            #expect(curve.start < 60)
            let year = try #require(curve.survival(at: 365))
            let interval = try #require(year.interval)
            sum += year.survival
            naiveSum += try #require(naive.curve()?.survival(at: 365)).survival
            if interval.low <= truth, truth <= interval.high { covered += 1 }
        }
        #expect(abs(sum / 400 - truth) < 0.015, "\(sum / 400) of \(truth)")
        #expect(naiveSum / 400 > truth + 0.08, "\(naiveSum / 400)")
        #expect(Double(covered) / 400 > 0.92, "\(covered)")
    }

    @Test func theMilestonesOfAReport() throws {
        // 40 hires, one leaving every 30 days from day 30 on: 3, 12, 24 and 36 months are 91, 365, 730 and 1,096 days.
        let state = SurvivalState((1...40).map { Spell(entry: 0, exit: 30 * $0, event: true) })
        let curve = try #require(state.curve())
        // Ten are at risk up to day 930, the 31st leaving.
        #expect(curve.end == 930)
        #expect([91, 365, 730].map { curve.survival(at: $0).map { ($0.survival * 40).rounded() } } == [37, 28, 16])
        #expect(curve.survival(at: 1096) == nil && curve.median == 600)
    }

    @Test func countsThatNoPersonsHave() {
        func state(_ rows: [(Int, Int, Int, Int)]) -> SurvivalState {
            var state = SurvivalState()
            for (day, entries, events, exits) in rows {
                state.add(day: day, entries: entries, events: events, exits: exits)
            }
            return state
        }
        #expect(state([(0, 20, 0, 0), (9, 0, 6, 20)]).curve() != nil)
        #expect(state([(0, 20, 0, 0), (9, 0, 20, 6)]).curve() == nil)  // more events than exits
        #expect(state([(0, 20, 0, 0), (9, 0, 6, 21)]).curve() == nil)  // more exits than persons
        #expect(state([(0, 20, 0, 0), (9, 0, 6, 19)]).curve() == nil)  // one never ends
        #expect(state([(9, 20, 6, 20)]).curve() == nil)  // leaving before entering
        for extreme in [Int.max, .max - 1] {
            #expect(state([(0, extreme, 0, 0), (1, extreme, 0, 0), (2, 0, extreme, extreme)]).curve() == nil)
            let one = state([(0, extreme, 0, 0), (.max, 0, extreme, extreme)])
            #expect(one.curve()?.points.map(\.survival) == [0])
            #expect((one + one).curve() != nil)  // held at the largest Int, not trapped
        }
    }

    /// Hires seen from the start or met with some tenure, leaving at a rate that falls, seen for some time; early entrants
    /// and ties among them.
    static func spells(_ generator: inout SeededGenerator) -> [Spell] {
        let unit = [1, 7, 30].randomElement(using: &generator) ?? 1
        let late = Int.random(in: 0...4, using: &generator)
        let early = Int.random(in: 0...3, using: &generator)
        let least = [0, 0, 400].randomElement(using: &generator) ?? 0
        var spells = (0..<Int.random(in: 0...early, using: &generator)).map { i in
            Spell(entry: i, exit: i + 1 + Int.random(in: 0...20, using: &generator), event: true)
        }
        for _ in 0..<Int.random(in: 12...250, using: &generator) {
            let isLate = Int.random(in: 0..<5, using: &generator) < late
            let entry = isLate || least > 0 ? least + Int.random(in: 0...2500, using: &generator) / unit * unit : 0
            let stay = Int(exp(Double.random(in: 1...7.5, using: &generator)))
            let seen = Int.random(in: 20...1100, using: &generator)
            let exit = entry + max(1, min(stay, seen) / unit * unit)
            spells.append(Spell(entry: entry, exit: exit, event: stay <= seen))
        }
        return spells
    }
}
