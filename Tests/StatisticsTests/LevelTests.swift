import Glibc
import Statistics
import Testing

/// How often the tests find a difference where there is none, and the clustered interval misses its rate.
@Suite struct LevelTests {
    private func binomial(_ n: Int, _ p: Double) -> [Double] {
        (0...n).map { x in
            let choose = logGamma(Double(n + 1)) - logGamma(Double(x + 1)) - logGamma(Double(n - x + 1))
            return exp(choose + Double(x) * log(p) + Double(n - x) * log(1 - p))
        }
    }

    /// Exact sums. A mid-p test is not bound to its level in every single case, only to twice it: over the cases it keeps
    /// it, and no case of ten events or more is far above.
    @Test func conditionalBinomial() throws {
        for level in [0.05, 0.01] {
            var sizes: [Double] = []
            for n in 5...60 {
                for share: Int128 in [1, 2, 3, 5, 7, 8] {
                    let probabilities = binomial(n, Double(share) / 10)
                    var size = 0.0
                    for x in 0...n {
                        let p = try #require(
                            conditionalBinomialMidP(events: (x, n - x), exposures: (share, 10 - share)))
                        if p <= level { size += probabilities[x] }
                    }
                    #expect(size <= 2 * level)
                    if n >= 10 { #expect(size <= 1.6 * level, "\(n), \(share), \(size)") }
                    sizes.append(size)
                }
            }
            #expect(sizes.reduce(0, +) / Double(sizes.count) <= level)
        }
    }

    /// Exact sums over both groups.
    @Test(arguments: [(20, 20), (20, 60), (40, 90)]) func shares(m: Int, n: Int) throws {
        let p = try (0...m).map { x in
            try (0...n).map { y in try #require(compareShares(successes: (x, y), of: (m, n))).p }
        }
        var sizes: [Double] = []
        for share in stride(from: 0.05, through: 0.95, by: 0.05) {
            let (first, second) = (binomial(m, share), binomial(n, share))
            var size = 0.0
            for x in 0...m { for y in 0...n where p[x][y] <= 0.05 { size += first[x] * second[y] } }
            #expect(size <= 0.07, "\(share): \(size)")
            sizes.append(size)
        }
        #expect(sizes.reduce(0, +) / Double(sizes.count) <= 0.052)
    }

    /// Exact sums over all answers of 20 and of 30 persons to a question of three points.
    @Test func means() throws {
        func samples(_ n: Int) -> [(sums: AnswerSums, probability: Double)] {
            (0...n).flatMap { two in
                (0...(n - two)).map { one in
                    let zero = n - one - two
                    let ways =
                        logGamma(Double(n + 1)) - logGamma(Double(one + 1)) - logGamma(Double(two + 1))
                        - logGamma(Double(zero + 1))
                    let probability = exp(
                        ways + Double(two) * log(0.3) + Double(one) * log(0.5) + Double(zero) * log(0.2))
                    let sums = AnswerSums(n: n, sum: Int128(one + 2 * two), sumOfSquares: Int128(one + 4 * two))
                    return (sums, probability)
                }
            }.filter { $0.probability > 1e-5 }
        }
        var size = 0.0
        var total = 0.0
        let second = samples(30)
        for one in samples(20) {
            for two in second {
                let probability = one.probability * two.probability
                total += probability
                if let comparison = compareMeans(one.sums, two.sums), comparison.p <= 0.05 { size += probability }
            }
        }
        #expect(total > 0.998)
        #expect(size > 0.04 && size <= 0.053, "\(size)")
    }

    /// A company whose people differ: gamma frailty of the shape given (1: exponential), 1.5 spells a year, lengths to 40
    /// working days or, one spell in a hundred, 120; a quarter were there for a part of the year.
    private struct Absence {
        let shape: Int
        let long: Bool

        func person(_ generator: inout SeededGenerator) -> (Int128, Int128) {
            let days = Int.random(in: 0..<4, using: &generator) == 0 ? Int.random(in: 20..<230, using: &generator) : 230
            var frailty = 0.0
            for _ in 0..<shape { frailty -= log(Double.random(in: 0x1p-53...1, using: &generator)) / Double(shape) }
            var absent = 0
            var clock = -log(Double.random(in: 0x1p-53...1, using: &generator))
            while clock < 1.5 * frailty * Double(days) / 230 {
                absent += length(Int.random(in: 0..<100, using: &generator))
                clock -= log(Double.random(in: 0x1p-53...1, using: &generator))
            }
            return (Int128(min(absent, days) * 450), Int128(days * 450))
        }

        private func length(_ draw: Int) -> Int {
            switch draw {
            case 0: long ? 120 : 8
            case 1..<30: 1
            case 30..<55: 2
            case 55..<70: 3
            case 70..<82: 5
            case 82..<92: 8
            case 92..<97: 15
            default: 40
            }
        }

        func group(_ n: Int, _ generator: inout SeededGenerator) -> ClusterSums {
            var sums = ClusterSums()
            for _ in 0..<n {
                let (a, s) = person(&generator)
                sums.add(a, s)
            }
            return sums
        }

        func coverage(_ n: Int, windows: Int, _ generator: inout SeededGenerator) throws -> Double {
            let rate = try #require(group(150_000, &generator).variance).ratio
            let quantiles = TQuantiles()
            var covered = 0
            for _ in 0..<windows {
                let interval = try #require(group(n, &generator).estimate(quantiles)).interval
                if interval.low <= rate, rate <= interval.high { covered += 1 }
            }
            return Double(covered) / Double(windows)
        }
    }

    /// Twelve months, 100 persons: at least 92 %. Spells are those of most companies: to eight weeks, in persons who fall
    /// ill more or less readily than others.
    @Test func coverageOfTwelveMonths() throws {
        var generator = SeededGenerator(seed: 161)
        let coverage = try Absence(shape: 1, long: false).coverage(100, windows: 1500, &generator)
        #expect(coverage >= 0.92, "\(coverage)")
    }

    /// What the interval cannot do: where one spell in a hundred lasts half a year, a hundred persons often have none of
    /// them, their spread says nothing of it, and the interval covers some points less than with shorter spells. With a
    /// thousand persons it is back above 92 %.
    @Test func coverageWhereSpellsOfHalfAYearAreRare() throws {
        var generator = SeededGenerator(seed: 163)
        let absence = Absence(shape: 1, long: true)
        let small = try absence.coverage(100, windows: 1500, &generator)
        let large = try absence.coverage(1000, windows: 300, &generator)
        #expect(small > 0.88 && small < 0.94, "\(small)")
        #expect(large >= 0.92, "\(large)")
    }

    /// 20 persons beside 200 of the same company: the pooled test keeps its level, and Welch's on the two variances does
    /// not, which is why there is a pooled one.
    @Test func absenceOfSmallGroups() throws {
        var generator = SeededGenerator(seed: 162)
        let absence = Absence(shape: 1, long: false)
        var pooled = 0
        var welch = 0
        let rounds = 1500
        for _ in 0..<rounds {
            let (small, large) = (absence.group(20, &generator), absence.group(200, &generator))
            if try #require(pooledRatioTest(small.clustered, large.clustered)).p < 0.05 { pooled += 1 }
            if let comparison = compareRatios(small.clustered, large.clustered), comparison.p < 0.05 { welch += 1 }
        }
        #expect(Double(pooled) / Double(rounds) <= 0.06, "\(pooled)")
        #expect(Double(welch) / Double(rounds) > 0.08, "\(welch)")
    }

    /// Twenty units of unequal sizes whose rates differ a little: what is drawn to the common rate lies closer to the truth
    /// than the raw rate, and where none differs, most often nothing is said to.
    @Test func shrinkageGainsOnTheRawRates() throws {
        var generator = SeededGenerator(seed: 164)
        var (raw, shrunken, chance) = (0.0, 0.0, 0)
        let rounds = 300
        for round in 0..<rounds {
            let sizes = (0..<20).map { _ in Int.random(in: 15...150, using: &generator) }
            let rates = sizes.map { _ in
                round % 2 == 0 ? 0.12 : 0.12 + Double.random(in: -0.07...0.07, using: &generator)
            }
            let events = zip(sizes, rates).map { size, rate in
                (0..<size).reduce(0) { count, _ in
                    count + (Double.random(in: 0...1, using: &generator) < rate ? 1 : 0)
                }
            }
            let result = try #require(shrunkenShares(successes: events, of: sizes))
            if round % 2 == 0 {
                chance += result.isChance ? 1 : 0
                continue
            }
            for unit in 0..<20 {
                let own = Double(events[unit]) / Double(sizes[unit]) - rates[unit]
                let drawn = result.values[unit] - rates[unit]
                raw += own * own
                shrunken += drawn * drawn
            }
        }
        #expect(shrunken < 0.8 * raw, "\(shrunken / raw)")
        // The estimate of A is about symmetric around 0 there.
        #expect(Double(chance) / Double(rounds / 2) > 0.45, "\(chance)")
    }

    /// Frailty of other shapes; with spells of 120 days the interval needs 200 persons for 92 %, and 100 have 90 %.
    @Test(.enabled(if: getenv("TRIVSEL_DEEP") != nil, "set TRIVSEL_DEEP=1 for the long simulations"))
    func coverageAtLength() throws {
        var generator = SeededGenerator(seed: 163)
        for (shape, long, n, least) in [
            (1, false, 100, 0.92), (2, false, 100, 0.92), (4, false, 100, 0.92), (1, true, 200, 0.92),
            (1, true, 100, 0.9),
        ] {
            let coverage = try Absence(shape: shape, long: long).coverage(n, windows: 12_000, &generator)
            print("coverage: shape \(shape), spells of 120 days \(long), \(n) persons: \(coverage)")
            #expect(coverage >= least, "\(shape), \(long), \(n): \(coverage)")
        }
    }
}
