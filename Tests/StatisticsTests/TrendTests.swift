import Glibc
import Statistics
import Testing

@Suite struct TrendTests {
    /// Ten years that rise by 1 a year with a season of 100: all 540 pairs rise, every covariance is that of equal months,
    /// 10 · 9 · 25 ÷ 18 = 125, so that the variance is 144 · 125.
    @Test func tenYears() throws {
        let values = (0..<120).map { index -> Double? in Double(index / 12) + 100 * Double(index % 12) }
        let trend = try #require(seasonalMannKendall(values))
        #expect(trend.score == 540 && trend.variance == 18_000 && trend.slope == 1)
        #expect(close(try #require(trend.z), 539 / 18_000.0.squareRoot()))
        #expect(trend.interval == Interval(low: 1, high: 1))
    }

    /// With two years the variance is S²: never a trend.
    @Test func twoYears() throws {
        var generator = SeededGenerator(seed: 151)
        var tests = 0
        for _ in 0..<300 {
            let values = (0..<24).map { _ -> Double? in Double(Int.random(in: 0...9, using: &generator)) }
            let trend = try #require(seasonalMannKendall(values))
            #expect(trend.variance == Double(trend.score * trend.score))
            if let p = trend.p { #expect(p > 0.3) } else { #expect(trend.score == 0) }
            if trend.p != nil { tests += 1 }
        }
        #expect(tests > 100)
    }

    /// A season, a shift and a change of scale are no trend; turning the series round turns S and the slope round.
    @Test func laws() throws {
        var generator = SeededGenerator(seed: 152)
        for round in 0..<100 {
            let count = Int.random(in: 36...130, using: &generator)
            let values = (0..<count).map { index -> Double? in
                round % 2 == 1 && index % 7 == 3 ? nil : Double(Int.random(in: 0...40, using: &generator))
            }
            let trend = try #require(seasonalMannKendall(values))
            let seasonal = values.enumerated().map { index, value in value.map { $0 * 4 + Double(index % 12 * 64) } }
            let other = try #require(seasonalMannKendall(seasonal))
            #expect(other.score == trend.score && other.variance == trend.variance && other.slope == 4 * trend.slope)
            let mirror = try #require(seasonalMannKendall(values.map { $0.map { -$0 } }))
            #expect(mirror.score == -trend.score && mirror.variance == trend.variance)
            #expect(close(mirror.slope, -trend.slope))
            #expect(mirror.p == trend.p)
            if let interval = trend.interval {
                #expect(interval.low <= trend.slope && trend.slope <= interval.high)
                #expect(mirror.interval == Interval(low: -interval.high, high: -interval.low))
            }
        }
    }

    /// A missing year at the end of a month is as if that month were shorter, not a value.
    @Test func missingIsNoValue() throws {
        let values = (0..<60).map { index -> Double? in Double((index * 7) % 11) }
        let padded = try #require(seasonalMannKendall(values + [Double?](repeating: nil, count: 5)))
        let trend = try #require(seasonalMannKendall(values))
        #expect(padded.score == trend.score && padded.slope == trend.slope)
        // A sixth year without values adds nothing to the variance either.
        #expect(padded.variance == trend.variance)
    }

    @Test func edges() throws {
        let rising = (0..<24).map { Double($0) as Double? }
        #expect(seasonalMannKendall(Array(rising.dropLast())) == nil)
        #expect(seasonalMannKendall(rising.dropLast() + [nil]) == nil)
        #expect(seasonalMannKendall(rising + [.nan]) == nil && seasonalMannKendall(rising + [.infinity]) == nil)
        #expect(seasonalMannKendall(rising, confidence: 1) == nil)
        #expect(seasonalMannKendall([Double?](repeating: 1, count: 1201)) == nil)
        let flat = try #require(seasonalMannKendall([Double?](repeating: 3, count: 60)))
        #expect(flat.score == 0 && flat.variance == 0 && flat.p == nil && flat.slope == 0 && flat.interval == nil)
        #expect(seasonalMannKendall([Double?](repeating: .greatestFiniteMagnitude, count: 24)) != nil)
        let wild = (0..<24).map { Double.greatestFiniteMagnitude * ($0 < 12 ? -1 : 1) as Double? }
        #expect(seasonalMannKendall(wild) == nil)
        #expect(mannKendall([Double](repeating: 1, count: 23)) == nil)
        #expect(mannKendall([Double](repeating: .nan, count: 24)) == nil)
        #expect(try #require(mannKendall([Double](repeating: 1, count: 24))).p == nil)
        #expect(mannKendall(wild.map { $0 ?? 0 }) == nil)
    }

    /// Without ties and autocorrelation: n(n − 1)(2n + 5) ÷ 18.
    @Test func independentVariance() throws {
        // A permutation whose ranks repeat at no lag beyond the bound.
        var generator = SeededGenerator(seed: 153)
        var plain = 0
        for _ in 0..<50 {
            let values = (0..<24).map { Double($0) }.shuffled(using: &generator)
            if try #require(mannKendall(values)).variance == 24.0 * 23 * 53 / 18 { plain += 1 }
        }
        #expect(plain > 5)
    }

    /// Autocorrelated series (0.6 from month to month) with a season and no trend: at 5 %, the seasonal form finds one in
    /// at most 5 %, with 5 years and with 10.
    @Test(arguments: [5, 10]) func level(years: Int) throws {
        var generator = SeededGenerator(seed: 154)
        var found = 0
        let rounds = 400
        for _ in 0..<rounds {
            var state = 0.0
            var values: [Double?] = []
            for index in 0..<years * 12 + 30 {
                let step = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0...1, using: &generator) }
                state = 0.6 * state + step
                if index >= 30 { values.append(state + 2 * sin(Double(index) * Double.pi / 6)) }
            }
            if let p = try #require(seasonalMannKendall(values)).p, p < 0.05 { found += 1 }
        }
        // 5 % and two standard errors.
        #expect(Double(found) / Double(rounds) <= 0.072, "\(found)")
    }
}
