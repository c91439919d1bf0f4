import Glibc
import Statistics
import Testing

@Suite struct ControlLimitsTests {
    /// scipy.stats.poisson.ppf([0.00135, 0.99865], mean).
    @Test(arguments: [(5.0, 0, 13), (6.5, 0, 15), (7.0, 1, 16), (10, 2, 21), (25, 11, 41), (100, 71, 131)])
    func limits(mean: Double, low: Int, high: Int) throws {
        let limits = try #require(poissonControlLimits(expected: mean))
        #expect(limits == (low, high))
    }

    /// Beyond the limits lie at most 0.135 % on each side, on them more.
    @Test func tails() throws {
        var generator = SeededGenerator(seed: 141)
        for _ in 0..<2000 {
            let mean = exp(Double.random(in: -3...12, using: &generator))
            let (low, high) = try #require(poissonControlLimits(expected: mean))
            func atMost(_ k: Int) -> Double { k < 0 ? 0 : regularizedGamma(Double(k) + 1, mean).upper }
            func above(_ k: Int) -> Double { k < 0 ? 1 : regularizedGamma(Double(k) + 1, mean).lower }
            #expect(atMost(low - 1) < 0.001_35 && atMost(low) >= 0.001_35, "mean \(mean)")
            #expect(above(high) <= 0.001_35 && above(high - 1) > 0.001_35, "mean \(mean)")
        }
    }

    @Test func quantileEdges() {
        #expect(poissonQuantile(0.5, mean: 0) == 0)
        #expect(poissonQuantile(0.99, mean: 1e9) != nil)
        for p in [0, 1, -1, Double.nan] { #expect(poissonQuantile(p, mean: 3) == nil) }
        for mean in [-1, 2e9, Double.nan, .infinity] { #expect(poissonQuantile(0.5, mean: mean) == nil) }
    }

    private func chart(_ counts: [Int], exposure: Int128 = 1000, firstMonth: Int = 1) -> ControlChart? {
        poissonChart(
            counts: counts, exposures: counts.map { _ in exposure }, firstMonth: firstMonth)
    }

    @Test func monthsAndSignals() throws {
        let base = (0..<24).map { $0 % 2 == 0 ? 8 : 12 }
        let result = try #require(chart(base + [21, 22, 2, 1]))
        #expect(result.monthsPerPoint == 1 && result.baseline == 0.01)
        #expect(result.points.allSatisfy { $0.centre == 10 && $0.limits == Interval(low: 2, high: 21) })
        #expect(result.points.map(\.isOutside) == base.map { _ in false } + [false, true, false, true])
        #expect(result.points.map(\.months.lowerBound) == Array(0..<28))
        #expect(result.points.map(\.value) == (base + [21, 22, 2, 1]).map { Double($0) })
    }

    /// Later months never move the baseline.
    @Test func theBaselineIsFrozen() throws {
        let base = (0..<24).map { 10 + $0 % 3 }
        let short = try #require(chart(base))
        let long = try #require(chart(base + [90, 90, 90]))
        #expect(short.baseline == long.baseline && short.points == Array(long.points.prefix(24)))
    }

    /// Nine in a row on one side; a point on the centre ends a row.
    @Test func runs() throws {
        let base = (0..<24).map { $0 % 2 == 0 ? 8 : 12 }
        let nine = try #require(chart(base + [11, 11, 11, 11, 11, 11, 11, 11, 11, 9]))
        // The last of the baseline is above as well.
        #expect(nine.points.indices.filter { nine.points[$0].isRun } == [31, 32])
        let broken = try #require(chart(base + [11, 11, 11, 11, 10, 11, 11, 11, 11, 11]))
        #expect(broken.points.allSatisfy { !$0.isRun })
        let eight = try #require(chart(base + [9, 9, 9, 9, 9, 9, 9, 9, 11]))
        #expect(eight.points.allSatisfy { !$0.isRun })
        let below = try #require(chart(base + [9, 9, 9, 9, 9, 9, 9, 9, 9]))
        #expect(below.points.indices.filter { below.points[$0].isRun } == [32])
    }

    /// Two a month are six a quarter; calendar quarters, whole ones only.
    @Test func quarters() throws {
        let counts = [Int](repeating: 2, count: 29)
        let january = try #require(chart(counts))
        #expect(january.monthsPerPoint == 3)
        #expect(january.points.map(\.months) == (0..<9).map { $0 * 3..<$0 * 3 + 3 })
        #expect(january.points.allSatisfy { $0.value == 6 && close($0.centre, 6) })
        let february = try #require(chart(counts, firstMonth: 2))
        #expect(february.points.map(\.months.lowerBound) == (0..<9).map { $0 * 3 + 2 })
        let march = try #require(chart(counts, firstMonth: 12))
        #expect(march.points.map(\.months.lowerBound) == (0..<9).map { $0 * 3 + 1 })
        #expect(chart([Int](repeating: 1, count: 29)) == nil)
        // 5 a month is enough, one month that expects less is not.
        #expect(try #require(chart([Int](repeating: 5, count: 24))).monthsPerPoint == 1)
        let exposures = (0..<24).map { Int128($0 == 7 ? 900 : 1000) }
        let uneven = poissonChart(counts: [Int](repeating: 5, count: 24), exposures: exposures, firstMonth: 1)
        #expect(try #require(uneven).monthsPerPoint == 3)
    }

    /// A later month that expects fewer than five has no limits and no mark.
    @Test func smallLaterMonth() throws {
        let exposures = (0..<26).map { Int128($0 == 24 ? 100 : 1000) }
        let result = try #require(
            poissonChart(counts: [Int](repeating: 10, count: 26), exposures: exposures, firstMonth: 1))
        #expect(result.points[24].limits == nil && !result.points[24].isOutside && result.points[24].centre == 1)
        #expect(result.points[25].limits != nil)
    }

    @Test func refusals() {
        let counts = [Int](repeating: 10, count: 24)
        #expect(chart(Array(counts.dropLast())) == nil)
        #expect(chart(counts, exposure: 0) == nil && chart(counts, exposure: -1) == nil)
        #expect(chart(counts, exposure: .max) == nil)
        #expect(chart(counts, firstMonth: 0) == nil && chart(counts, firstMonth: 13) == nil)
        #expect(chart(counts + [-1]) == nil)
        #expect(chart([Int](repeating: .max, count: 24))?.points.allSatisfy { $0.limits == nil } == true)
        #expect(poissonChart(counts: counts, exposures: [1], firstMonth: 1) == nil)
    }

    private func series(_ values: [(a: Int128, s: Int128)], companyA: Int128 = 0, companyS: Int128) -> [ComparedMonth] {
        values.map {
            ComparedMonth(a: $0.a, s: $0.s, companyA: companyA, companyS: companyS, contributors: 10)
        }
    }

    /// Beside an endless company without absence this is Laney's p′ chart as he wrote it: p̄ ± 3 · √(p̄(1 − p̄) ÷ n) · σ_z.
    @Test func laneysOwnForm() throws {
        var generator = SeededGenerator(seed: 142)
        let months = (0..<30).map { _ in
            let s = Int128(Int.random(in: 4000...6000, using: &generator))
            return (a: s * Int128(Int.random(in: 30...70, using: &generator)) / 1000, s: s)
        }
        let chart = try #require(
            laneyChart(series(months, companyS: 1_000_000_000_000_000_000_000_000), firstMonth: 4))
        let base = months.prefix(24).map { (Double($0.a), Double($0.s)) }
        let mean = base.reduce(0) { $0 + $1.0 } / base.reduce(0) { $0 + $1.1 }
        func sigma(_ n: Double) -> Double { (mean * (1 - mean) / n).squareRoot() }
        let z = base.map { ($0.0 / $0.1 - mean) / sigma($0.1) }
        let range = zip(z, z.dropFirst()).reduce(0) { $0 + abs($1.0 - $1.1) } / 23 / 1.128_379_167_095_512_6
        #expect(chart.monthsPerPoint == 1 && close(chart.baseline, mean, 1e-11))
        for (point, month) in zip(chart.points, months) {
            let limits = try #require(point.limits)
            #expect(close(limits.high, mean + 3 * sigma(Double(month.s)) * range, 1e-10))
            #expect(close(limits.high - mean, mean - limits.low, 1e-9))
            #expect(close(try #require(point.value), Double(month.a) / Double(month.s), 1e-10))
        }
    }

    /// Limits lie √(1 ÷ s − 1 ÷ S) apart: the closer a unit comes to the whole company, the less it can differ from it.
    @Test func theUnitIsPartOfTheCompany() throws {
        let sizes: [Int128] = (0..<24).map { $0 % 3 == 0 ? 2000 : 3000 }
        let months = sizes.enumerated().map { (a: $1 * Int128(40 + $0 % 5) / 1000, s: $1) }
        let chart = try #require(laneyChart(series(months, companyA: 160, companyS: 4000), firstMonth: 1))
        let widths = try chart.points.map { try #require($0.limits).high - $0.centre }
        #expect(
            close(widths[0] / widths[1], ((1.0 / 2000 - 1.0 / 4000) / (1.0 / 3000 - 1.0 / 4000)).squareRoot(), 1e-10))
    }

    /// What the whole company has more in a month moves no point: a department like the company stays at 0.
    @Test func theCompanysMonthsDoNotCount() throws {
        var months: [ComparedMonth] = []
        for month in 0..<36 {
            let rate = Int128(40 + (month % 12 == 1 ? 60 : month % 5))
            let own: Int128 = month % 2 == 0 ? 3 : -3
            months.append(
                ComparedMonth(
                    a: (rate + own) * 10, s: 10_000, companyA: rate * 1000 + own * 10, companyS: 1_000_000,
                    contributors: 9))
        }
        let quiet = try #require(laneyChart(months, firstMonth: 1))
        #expect(quiet.points.allSatisfy { !$0.isOutside && !$0.isRun } && abs(quiet.baseline) < 1e-12)
        months[30] = ComparedMonth(
            a: 1500, s: 10_000, companyA: months[30].companyA + 1000, companyS: 1_000_000, contributors: 9)
        let loud = try #require(laneyChart(months, firstMonth: 1))
        #expect(loud.points.indices.filter { loud.points[$0].isOutside } == [30])
        #expect(loud.baseline == quiet.baseline)
    }

    @Test func laneyEdges() throws {
        let varied: [(a: Int128, s: Int128)] = (0..<27).map { (a: Int128(40 + $0 % 4), s: 1000) }
        #expect(laneyChart(series(varied, companyS: 9000), firstMonth: 1) != nil)
        #expect(laneyChart(series(Array(varied.prefix(23)), companyS: 9000), firstMonth: 1) == nil)
        #expect(laneyChart(series(varied, companyS: 1000), firstMonth: 1) == nil)
        #expect(laneyChart(series(varied, companyS: 9000), firstMonth: 0) == nil)
        #expect(laneyChart(series(varied.map { _ in (a: 5, s: 1000) }, companyS: 9000), firstMonth: 1) == nil)
        // So far from the company that the differences no longer vary.
        #expect(laneyChart(series(varied, companyA: .max, companyS: 9000), firstMonth: 1) == nil)
        #expect(laneyChart(series(varied, companyS: .max), firstMonth: 1) == nil)
        // A later month without exposure has no value.
        var empty = varied
        empty[25] = (a: 0, s: 0)
        let result = try #require(laneyChart(series(empty, companyS: 9000), firstMonth: 1))
        #expect(result.points[25].value == nil && result.points[25].limits == nil && result.points[26].value != nil)
        // Two contributors a month: quarters.
        let few = varied.map {
            ComparedMonth(a: $0.a * $0.a, s: $0.s, companyA: 0, companyS: 9000, contributors: 2)
        }
        #expect(try #require(laneyChart(few, firstMonth: 1)).monthsPerPoint == 3)
        let none = varied.map { ComparedMonth(a: $0.a, s: $0.s, companyA: 0, companyS: 9000, contributors: 1) }
        #expect(laneyChart(none, firstMonth: 1) == nil)
    }
}
