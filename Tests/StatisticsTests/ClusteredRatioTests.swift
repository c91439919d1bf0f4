import Glibc
import Statistics
import Testing

/// The five sums over persons, and how many are not 0.
struct ClusterSums {
    var n = 0
    var a: Int128 = 0
    var s: Int128 = 0
    var aa: Int128 = 0
    var cross: Int128 = 0
    var ss: Int128 = 0
    var contributors = 0

    mutating func add(_ a: Int128, _ s: Int128) {
        n += 1
        self.a += a
        self.s += s
        aa += a * a
        cross += a * s
        ss += s * s
        if a != 0 { contributors += 1 }
    }

    func estimate(_ quantiles: TQuantiles) -> RatioEstimate? {
        clusteredRatio(
            n: n, a: a, s: s, aa: aa, as: cross, ss: ss, contributors: contributors, quantiles: quantiles)
    }

    var variance: (ratio: Double, variance: Double)? {
        clusteredVariance(n: n, a: a, s: s, aa: aa, as: cross, ss: ss)
    }
}

@Suite struct ClusteredRatioTests {
    @Test func varianceIsThatOfTheResiduals() throws {
        var generator = SeededGenerator(seed: 71)
        for _ in 0..<500 {
            let people = (0..<Int.random(in: 2...60, using: &generator)).map { _ in
                (
                    Int128(Int.random(in: -50...200, using: &generator)),
                    Int128(Int.random(in: 1...1000, using: &generator))
                )
            }
            var sums = ClusterSums()
            for (a, s) in people { sums.add(a, s) }
            let (ratio, variance) = try #require(sums.variance)
            let residuals = people.reduce(0.0) { total, person in
                let residual = Double(person.0 * sums.s - person.1 * sums.a) / Double(sums.s)
                return total + residual * residual
            }
            let n = Double(people.count)
            #expect(close(ratio, Double(sums.a) / Double(sums.s), 1e-15))
            #expect(close(variance, n / (n - 1) * residuals / (Double(sums.s) * Double(sums.s)), 1e-12))
        }
    }

    /// One minute of difference between persons of 10¹² minutes: in Double arithmetic only noise would remain.
    @Test func noCancellation() throws {
        var sums = ClusterSums()
        for i in 0..<100 { sums.add(1_000_000_000_000 + (i % 2 == 0 ? 1 : -1), 2_000_000_000_000) }
        let (ratio, variance) = try #require(sums.variance)
        #expect(ratio == 0.5)
        #expect(close(variance, 100.0 / 99 * 100 / (2e14 * 2e14), 1e-14))
    }

    @Test func intervalIsSymmetricInTheLogarithm() throws {
        var sums = ClusterSums()
        for i in 0..<40 { sums.add(Int128(i % 4), 10) }
        let estimate = try #require(sums.estimate(TQuantiles()))
        #expect(estimate.ratio == 0.15)
        #expect(close(estimate.interval.low * estimate.interval.high, 0.15 * 0.15, 1e-13))
        let margin = tQuantile(0.975, degrees: 39) * estimate.variance.squareRoot() / 0.15
        #expect(close(log(estimate.interval.high / estimate.interval.low), 2 * margin, 1e-12))
        #expect(
            estimate
                == clusteredRatio(
                    n: 40, a: sums.a, s: sums.s, aa: sums.aa, as: sums.cross, ss: sums.ss, contributors: 30))
    }

    @Test func refusals() {
        func ratio(n: Int = 40, a: Int128 = 60, s: Int128 = 400, aa: Int128 = 140, contributors: Int = 30)
            -> RatioEstimate?
        {
            clusteredRatio(n: n, a: a, s: s, aa: aa, as: 600, ss: 4000, contributors: contributors)
        }
        #expect(ratio() != nil)
        #expect(ratio(n: 29) == nil)
        #expect(ratio(contributors: 4) == nil)
        #expect(ratio(a: 0) == nil)
        #expect(ratio(s: 0) == nil)
        #expect(ratio(s: -1) == nil)
        #expect(ratio(aa: -1) == nil)
        #expect(ratio(aa: 1) == nil)  // no 40 persons have these sums
        #expect(clusteredVariance(n: 1, a: 1, s: 1, aa: 1, as: 1, ss: 1) == nil)
    }

    @Test func extremesDoNotTrap() {
        let extremes: [Int128] = [.min, -1, 0, 1, .max]
        for a in extremes {
            for s in extremes {
                for aa in extremes {
                    for cross in extremes {
                        for ss in extremes {
                            for n in [Int.min, 1, 30, .max] {
                                let estimate = clusteredRatio(
                                    n: n, a: a, s: s, aa: aa, as: cross, ss: ss, contributors: .max)
                                if let estimate { #expect(estimate.variance >= 0 && !estimate.ratio.isNaN) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Twelve months of 100 persons with sickness that comes in spells: the interval covers the rate in at least 92 % of
    /// the windows, where one that took days for independent would cover about half.
    @Test func coverageOfAbsenceRates() throws {
        var generator = SeededGenerator(seed: 72)
        let quantiles = TQuantiles()
        let lengths = [1, 1, 1, 2, 2, 3, 5, 8, 15, 40]
        // Spells a year 0.9 ± by person; mean length 7.8 of 230 days.
        func person() -> (Int128, Int128) {
            let days = Int.random(in: 0..<4, using: &generator) == 0 ? 115 : 230
            let spells = (0..<9).reduce(0) { count, _ in
                count + (Int.random(in: 0..<10, using: &generator) == 0 ? 1 : 0)
            }
            let absent = (0..<spells).reduce(0) { total, _ in
                total + lengths[Int.random(in: 0..<10, using: &generator)]
            }
            return (Int128(min(absent, days)), Int128(days))
        }
        var population = ClusterSums()
        for _ in 0..<60_000 {
            let (a, s) = person()
            population.add(a, s)
        }
        let rate = try #require(population.variance).ratio
        var covered = 0
        for _ in 0..<1500 {
            var sums = ClusterSums()
            for _ in 0..<100 {
                let (a, s) = person()
                sums.add(a, s)
            }
            let interval = try #require(sums.estimate(quantiles)).interval
            if interval.low <= rate, rate <= interval.high { covered += 1 }
        }
        #expect(Double(covered) / 1500 >= 0.92)
    }
}
