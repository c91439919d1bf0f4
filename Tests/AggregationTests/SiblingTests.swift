import Configuration
import Disclosure
import Results
import Statistics
import Testing

@testable import Aggregation

/// Values drawn towards those of siblings, and what figures are held against.
@Suite struct SiblingTests {
    /// Marshall's estimator, written out in floating point.
    private func marshall(
        _ r: [Double], _ e: [Double], _ v: (Double) -> [Double]
    ) -> (centre: Double, between: Double, values: [Double]) {
        let total: Double = e.reduce(0, +)
        let parts: [Double] = zip(r, e).map { $0 * $1 }
        let m: Double = parts.reduce(0, +) / total
        let chance: [Double] = v(m)
        var spread = 0.0
        var expected = 0.0
        for place in r.indices {
            let distance: Double = r[place] - m
            spread += distance * distance * e[place] / total
            expected += chance[place] * e[place] / total
        }
        let a = max(0, spread - expected)
        let values: [Double] = r.indices.map { place in
            let weight: Double = a == 0 ? 0 : a / (a + chance[place])
            return m + weight * (r[place] - m)
        }
        return (m, a, values)
    }

    private func near(_ a: Double?, _ b: Double, _ scale: Double = 1) -> Bool { abs((a ?? .nan) - b) < 1e-9 * scale }

    @Test func eventsByTheirExposure() throws {
        let events = [2, 9, 4, 15, 0, 6]
        let heads = [20.0, 45, 30, 40, 15, 60]
        let samples = zip(events, heads).map {
            UnitSample.events($0, personDays: Int128($1 * 365), days: 365, persons: Int($1))
        }
        let siblings = try #require(Siblings(samples))
        let rates = zip(events, heads).map { Double($0) / $1 }
        let plain = marshall(rates, heads) { m in heads.map { m / $0 } }
        #expect(plain.between > 0, "the example has something to shrink")
        #expect(near(siblings.centre, plain.centre * 100, 100) && !siblings.isChance && siblings.count == 6)
        for (sample, value) in zip(samples, plain.values) { #expect(near(siblings.estimate(sample), value * 100, 100)) }
        #expect(Siblings(Array(samples.prefix(4))) == nil, "four are no group")
    }

    @Test func sharesMeansAndScores() throws {
        let yes = [10, 30, 12, 44, 20]
        let n = [40, 50, 60, 55, 45]
        let shares = try #require(Siblings(zip(yes, n).map { UnitSample.share(yes: $0, persons: $1) }))
        let plain = marshall(zip(yes, n).map { Double($0) / Double($1) }, n.map(Double.init)) { m in
            n.map { m * (1 - m) / Double($0) }
        }
        for (i, value) in plain.values.enumerated() {
            #expect(near(shares.estimate(.share(yes: yes[i], persons: n[i])), value * 100, 100))
        }
        // Scores of 100, 0 and −100 with their variance within departments.
        let votes = [(20, 10, 10), (5, 10, 25), (30, 5, 5), (12, 12, 16), (8, 20, 12)]
        let scores = try #require(
            Siblings(votes.map { UnitSample.promoters($0.0, passives: $0.1, detractors: $0.2) }))
        let sizes: [Double] = votes.map { Double($0.0 + $0.1 + $0.2) }
        let means: [Double] = zip(votes, sizes).map { vote, size in 100 * Double(vote.0 - vote.2) / size }
        var within = 0.0
        for (place, vote) in votes.enumerated() {
            let squares: Double = 10_000 * Double(vote.0 + vote.2)
            within += squares - sizes[place] * means[place] * means[place]
        }
        let pooled = within / (sizes.reduce(0, +) - 5)
        let expected = marshall(means, sizes) { _ in sizes.map { pooled / $0 } }
        for (i, value) in expected.values.enumerated() {
            #expect(
                near(
                    scores.estimate(.promoters(votes[i].0, passives: votes[i].1, detractors: votes[i].2)), value, 100))
        }
        let answers = votes.map { vote -> UnitSample in
            let sum = 1000 * Int128(vote.0 - vote.2)
            let squares = 1_000_000 * Int128(vote.0 + vote.2)
            return .answers(AnswerSums(n: vote.0 + vote.1 + vote.2, sum: sum, sumOfSquares: squares), scale: 10)
        }
        let same = try #require(Siblings(answers))
        for (i, value) in expected.values.enumerated() { #expect(near(same.estimate(answers[i]), value, 100)) }
    }

    /// A unit in which nobody was ill is drawn to the others as well.
    @Test func ratiosByThePooledVarianceOfPersons() throws {
        let seed: UInt64 = 515
        var random = SeededGenerator(state: seed)
        let units = (0..<6).map { unit -> [(a: Double, s: Double)] in
            (0..<(20 + 10 * unit)).map { _ in
                let s = Double.random(in: 500...1000, using: &random).rounded()
                let ill: Double = unit == 0 ? 0 : Double.random(in: 0...0.2, using: &random) * Double(unit) / 3
                return ((ill * s).rounded(), s)
            }
        }
        let samples = units.map { persons -> UnitSample in
            var sums: [Int128] = [0, 0, 0, 0, 0]
            for person in persons {
                let (a, s) = (Int128(person.a), Int128(person.s))
                sums[0] += a
                sums[1] += s
                sums[2] += a * a
                sums[3] += a * s
                sums[4] += s * s
            }
            return UnitSample.ratio(
                ClusteredSums(
                    n: persons.count, a: sums[0], s: sums[1], aa: sums[2], as: sums[3], ss: sums[4],
                    contributors: persons.count { $0.a > 0 }))
        }
        let siblings = try #require(Siblings(samples))
        let all = units.flatMap { $0 }
        let s: [Double] = units.map { $0.map(\.s).reduce(0, +) }
        let r: [Double] = zip(units, s).map { unit, size in unit.map(\.a).reduce(0, +) / size }
        let plain = marshall(r, s) { m in
            var sum = 0.0
            for person in all {
                let left: Double = person.a - m * person.s
                sum += left * left
            }
            let variance: Double = sum / Double(all.count - 1)
            return zip(units, s).map { unit, size -> Double in variance * Double(unit.count) / (size * size) }
        }
        #expect(plain.between > 0)
        for (sample, value) in zip(samples, plain.values) {
            #expect(near(siblings.estimate(sample), value * 100, 100), "seed \(seed)")
        }
        #expect((siblings.estimate(samples[0]) ?? 0) > 0)
    }

    @Test func equalUnitsDifferByChance() throws {
        let samples = (0..<5).map { UnitSample.share(yes: 10 + $0 % 2, persons: 40) }
        let siblings = try #require(Siblings(samples))
        #expect(siblings.isChance && near(siblings.centre, 52.0 / 200 * 100, 100))
        #expect(near(siblings.estimate(samples[0]), siblings.centre, 100))
    }

    /// 0 holds 1 … 5, of which 1 holds 6 … 10 and 2 holds 11; 11 has no sibling of its own.
    @Test func fewSiblingsAreThoseOfTheUnitAbove() throws {
        let parent: [Int32] = [-1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2]
        var samples: [UnitSample?] = parent.indices.map { UnitSample.share(yes: $0 + 1, persons: 40) }
        let groups = SiblingGroups(samples, parent: parent)
        #expect(groups.group(of: 6)?.above == 1 && groups.group(of: 3)?.above == 0)
        #expect(groups.group(of: 11)?.above == 0 && groups.group(of: 0) == nil)
        // One hidden below 1: its others turn to the company's children, and the hidden one is in no sum.
        samples[10] = nil
        let fewer = SiblingGroups(samples, parent: parent)
        #expect(fewer.group(of: 6)?.above == 0)
        samples[4] = nil
        #expect(SiblingGroups(samples, parent: parent).group(of: 6) == nil, "four above as well")
    }

    @Test func figuresBesideTheRestOfTheCompanyParentAndYearBefore() throws {
        var persons: [Person] = []
        for (unit, size) in [(Int32(1), 40), (2, 30), (3, 50)] {
            for place in 0..<size {
                let last = place < 4 ? "2025-03-31" : place < 10 ? "2026-03-31" : nil
                persons.append(Person(segments: [segment("2023-01-01", last, department: unit)]))
            }
        }
        let world = World(asOf: "2026-06-30", firstMonth: month(2023, 1))
        let figures = world.figures(persons)
        let headline = try #require(
            HeadlineMetric.all(of: Turnover.metrics, nil, FlagMinimums()).first { $0.id.contains("voluntary") })
        let (now, then) = (figures.window("2026-05/P12M"), figures.window("2025-05/P12M"))
        var masks = Masks()
        masks[headline.metric.protection, now] = [nil, nil, nil, .groupMinimum]
        masks[headline.metric.protection, then] = [nil, .groupMinimum, nil, nil]
        func rows(_ atLeast: Int) -> [ComparedFigure] {
            Comparators.figures(
                headline,
                [
                    Comparators.Slot(slot: now, period: "2026-05/P12M", previous: then, yearBefore: then),
                    Comparators.Slot(slot: then, period: "2025-05/P12M"),
                ], CellSource(figures: figures, masks: masks), parent: world.parent, ids: ["R", "A", "B", "C"],
                order: [1, 2, 3, 0], atLeast: atLeast)
        }
        let made = rows(5)
        #expect(
            made.map { "\($0.department) \($0.period)" } == [
                "A 2026-05/P12M", "B 2025-05/P12M", "B 2026-05/P12M", "C 2025-05/P12M", "R 2025-05/P12M",
                "R 2026-05/P12M",
            ], "what is hidden has no row")
        func value(_ node: Int, _ window: Int) -> Double? { headline.metric.figure(figures, node, window).value }
        let a = try #require(made.first)
        #expect(a.value == value(1, now) && a.n == 36 && a.parent == value(0, now))
        #expect(a.previous == nil && a.yearBefore == nil, "hidden then")
        // All but A are B with C, counted anew.
        #expect(near(a.restOfCompany, value(2, now) ?? 0, 100) && a.restOfCompanyN == 72)
        let b = made[2]
        #expect(b.yearBefore == value(2, then) && b.previous == b.yearBefore)
        #expect(made[5].restOfCompany == nil && made[5].parent == nil, "nobody is beside the company")
        #expect(rows(73).first?.restOfCompany == nil, "fewer than the minimum")
    }
}
