import Glibc
import Statistics
import Testing

@Suite struct ComparisonTests {
    /// 3 of 15 events in half of the exposure: 2 · (1 + 15 + 105) ÷ 2¹⁵ + 455 ÷ 2¹⁵.
    @Test func midPByHand() throws {
        #expect(close(try #require(conditionalBinomialMidP(events: (3, 12), exposures: (70, 70))), 697.0 / 32_768))
        #expect(close(try #require(conditionalBinomialMidP(events: (12, 3), exposures: (70, 70))), 697.0 / 32_768))
        // Two of two in a third of it: P(X > 2) = 0, P(X = 2) = 1/9.
        #expect(close(try #require(conditionalBinomialMidP(events: (2, 0), exposures: (1, 2))), 1.0 / 9))
        #expect(conditionalBinomialMidP(events: (0, 0), exposures: (1, 2)) == 1)
        #expect(close(try #require(conditionalBinomialMidP(events: (8, 8), exposures: (5, 5))), 1))
    }

    @Test func midPRefusals() {
        #expect(conditionalBinomialMidP(events: (-1, 2), exposures: (1, 1)) == nil)
        #expect(conditionalBinomialMidP(events: (1, -2), exposures: (1, 1)) == nil)
        #expect(conditionalBinomialMidP(events: (1, 2), exposures: (0, 1)) == nil)
        #expect(conditionalBinomialMidP(events: (1, 2), exposures: (1, -1)) == nil)
        #expect(conditionalBinomialMidP(events: (.max, .max), exposures: (1, 1)) == nil)
        #expect(compareRates(events: (1, 2), exposures: (1, 1), confidence: 1) == nil)
        #expect(compareRates(events: (.max, 2), exposures: (1, 1)) == nil)
        #expect(compareRates(events: (1, 2), exposures: (.max, .max))?.difference.isFinite == true)
        #expect(compareRates(events: (1, 2), exposures: (.max, 1))?.p ?? 2 < 1e-30)
    }

    /// Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10.
    @Test(arguments: [
        (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926), (0, 10, 0, 20, -0.1611, 0.2775), (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1), (10, 10, 0, 10, 0.6075, 1),
    ])
    func newcombe(x: Int, m: Int, y: Int, n: Int, low: Double, high: Double) throws {
        let comparison = try #require(compareShares(successes: (x, y), of: (m, n)))
        #expect(abs(comparison.interval.low - low) < 5.1e-5 && abs(comparison.interval.high - high) < 5.1e-5)
        #expect(close(comparison.difference, Double(x) / Double(m) - Double(y) / Double(n)))
    }

    /// z² is the chi-square of the fourfold table, n(ad − bc)² ÷ the product of its margins.
    @Test func scoreIsTheChiSquare() throws {
        let comparison = try #require(compareShares(successes: (15, 5), of: (25, 25)))
        let chiSquare = 50.0 * 250 * 250 / (20.0 * 30 * 25 * 25)
        #expect(close(try #require(comparison.statistic), chiSquare.squareRoot()))
        #expect(close(comparison.p, erfc((chiSquare / 2).squareRoot())))
        #expect(try #require(compareShares(successes: (0, 0), of: (25, 30))).p == 1)
        #expect(try #require(compareShares(successes: (25, 30), of: (25, 30))).p == 1)
        #expect(compareShares(successes: (1, 1), of: (0, 30)) == nil)
        #expect(compareShares(successes: (-1, 1), of: (2, 30)) == nil)
        #expect(compareShares(successes: (1, 31), of: (2, 30)) == nil)
        #expect(compareShares(successes: (.max, 0), of: (.max, .max))?.p == 0)
    }

    /// Student's sleep data (The probable error of a mean, 1908), tenths of hours: what R's t.test prints.
    @Test func sleep() throws {
        func sums(_ values: [Int]) -> AnswerSums {
            AnswerSums(
                n: values.count, sum: Int128(values.reduce(0, +)),
                sumOfSquares: Int128(values.reduce(0) { $0 + $1 * $1 }))
        }
        let comparison = try #require(
            compareMeans(
                sums([7, -16, -2, -12, -1, 34, 37, 8, 0, 20]), sums([19, 8, 11, 1, -1, 44, 55, 16, 46, 34]), scale: 10))
        #expect(close(comparison.difference, -1.58))
        #expect(abs(try #require(comparison.statistic) + 1.8608) < 5e-5)
        #expect(abs(try #require(comparison.degrees) - 17.776) < 5e-4)
        #expect(abs(comparison.p - 0.07939) < 5e-6)
        #expect(abs(comparison.interval.low + 3.365_483_2) < 5e-8)
        #expect(abs(comparison.interval.high - 0.205_483_2) < 5e-8)
    }

    @Test func groupsThatDoNotVary() throws {
        func all(_ answer: Int128, _ n: Int) -> AnswerSums {
            AnswerSums(n: n, sum: answer * Int128(n), sumOfSquares: answer * answer * Int128(n))
        }
        #expect(compareMeans(all(4, 20), all(5, 30)) == nil)
        let same = try #require(compareMeans(all(4, 20), all(4, 30), scale: 3))
        #expect(same.p == 1 && same.difference == 0 && same.interval == Interval(low: 0, high: 0))
        // One group without variance: the other's degrees of freedom.
        let one = try #require(compareMeans(all(4, 20), AnswerSums(n: 30, sum: 150, sumOfSquares: 800)))
        #expect(close(try #require(one.degrees), 29))
        #expect(compareMeans(all(4, 1), all(4, 30)) == nil)
        #expect(compareMeans(all(4, 2), all(4, 30), scale: 0) == nil)
        #expect(compareMeans(all(4, 2), AnswerSums(n: 3, sum: 90, sumOfSquares: 1)) == nil)
        #expect(compareMeans(all(4, 2), AnswerSums(n: 3, sum: 0, sumOfSquares: -1)) == nil)
        #expect(compareMeans(all(4, 2), AnswerSums(n: 3, sum: 1, sumOfSquares: 9), confidence: 1) == nil)
    }

    @Test func scoresAreMeans() throws {
        let scores = try #require(compareScores(promoters: (20, 10), passives: (15, 15), detractors: (5, 12)))
        #expect(close(scores.difference, 37.5 + 100.0 * 2 / 37))
        let first = AnswerSums(n: 40, sum: 15, sumOfSquares: 25)
        let means = try #require(compareMeans(first, AnswerSums(n: 37, sum: -2, sumOfSquares: 22)))
        #expect(close(scores.p, means.p) && close(scores.interval.low, 100 * means.interval.low))
        #expect(compareScores(promoters: (1, 1), passives: (-1, 1), detractors: (1, 1)) == nil)
        #expect(compareScores(promoters: (.max, 1), passives: (.max, 1), detractors: (1, 1)) == nil)
        #expect(compareScores(promoters: (1, 5), passives: (0, 5), detractors: (0, 5)) == nil)
    }

    /// Where every person has the same s, the ratio is a mean over s, and so is the test.
    @Test func ratiosOfEqualPersonsAreMeans() throws {
        var generator = SeededGenerator(seed: 131)
        for _ in 0..<100 {
            var groups: [(ClusteredSums, AnswerSums)] = []
            for n in [25, 60] {
                var sums = ClusterSums()
                for _ in 0..<n { sums.add(Int128(Int.random(in: 0...9, using: &generator)), 20) }
                groups.append((sums.clustered, AnswerSums(n: n, sum: sums.a, sumOfSquares: sums.aa)))
            }
            let ratios = try #require(compareRatios(groups[0].0, groups[1].0))
            let means = try #require(compareMeans(groups[0].1, groups[1].1, scale: 20))
            #expect(close(ratios.p, means.p, 1e-10) && close(ratios.difference, means.difference, 1e-10))
            #expect(close(ratios.interval.low, means.interval.low, 1e-9))
            #expect(close(try #require(ratios.degrees), try #require(means.degrees), 1e-10))
        }
    }

    /// A department without absence has no variance: it would differ from every other.
    @Test func fewContributors() {
        var rest = ClusterSums()
        for i in 0..<100 { rest.add(Int128(i % 3), 20) }
        for ill in [0, 4, 5] {
            var few = ClusterSums()
            for i in 0..<30 { few.add(i < ill ? 1 : 0, 20) }
            #expect((compareRatios(few.clustered, rest.clustered) == nil) == (ill < 5))
            #expect((compareRatios(rest.clustered, few.clustered) == nil) == (ill < 5))
        }
    }

    /// Where every person has the same s, the pooled test is Student's t of two means, but for the variance: over n − 1 around
    /// the common mean.
    @Test func pooledByHand() throws {
        // 4 of (0, 0, 0, 4) and 5 of (5, 5, 0, 0, 5, 5): means 1 and 20 ÷ 6.
        var first = ClusterSums()
        for a in [0, 0, 0, 4] { first.add(Int128(a), 10) }
        var second = ClusterSums()
        for a in [5, 5, 0, 0, 5, 5] { second.add(Int128(a), 10) }
        let test = try #require(pooledRatioTest(first.clustered, second.clustered))
        // Σx² = 116, mean 2.4: squares around it 116 − 57.6 = 58.4 over 9.
        let expected = (1 - 20.0 / 6) / (58.4 / 9 * (1.0 / 4 + 1.0 / 6)).squareRoot()
        #expect(close(test.statistic, expected) && test.degrees == 8)
        #expect(close(test.p, 2 * tCDF(expected, degrees: 8)))
        let back = try #require(pooledRatioTest(second.clustered, first.clustered))
        #expect(back.statistic == -test.statistic && back.p == test.p)
    }

    @Test func pooledEdges() throws {
        func group(_ a: Int128, _ n: Int, _ ill: Int) -> ClusteredSums {
            var sums = ClusterSums()
            for i in 0..<n { sums.add(i < ill ? a : 0, 20) }
            return sums.clustered
        }
        #expect(pooledRatioTest(group(1, 30, 0), group(1, 100, 4)) == nil)
        #expect(try #require(pooledRatioTest(group(1, 30, 0), group(1, 100, 5))).p < 1)
        #expect(try #require(pooledRatioTest(group(2, 30, 30), group(2, 60, 60))).p == 1)
        #expect(try #require(pooledRatioTest(group(2, 30, 15), group(2, 60, 30))).p == 1)
        #expect(pooledRatioTest(group(1, 1, 1), group(1, 100, 5)) == nil)
        let extremes: [Int128] = [.min, -1, 0, 1, 30, .max]
        for a in extremes {
            for s in extremes {
                for squares in extremes {
                    for n in [Int.min, 2, 30, .max] {
                        let wild = ClusteredSums(
                            n: n, a: a, s: s, aa: squares, as: a, ss: squares, contributors: .max)
                        if let test = pooledRatioTest(wild, group(1, 30, 9)) { #expect(test.p >= 0 && test.p <= 1) }
                        if let test = pooledRatioTest(wild, wild) { #expect(test.p == 1) }
                    }
                }
            }
        }
    }

    /// Exchanging the groups turns differences and intervals round and leaves p.
    @Test func antisymmetry() throws {
        var generator = SeededGenerator(seed: 132)
        for _ in 0..<1000 {
            let n = (Int.random(in: 5...300, using: &generator), Int.random(in: 5...300, using: &generator))
            let x = (Int.random(in: 0...n.0, using: &generator), Int.random(in: 0...n.1, using: &generator))
            let pairs = [
                (compareShares(successes: x, of: n), compareShares(successes: (x.1, x.0), of: (n.1, n.0))),
                (
                    compareRates(events: x, exposures: (Int128(n.0), Int128(n.1))),
                    compareRates(events: (x.1, x.0), exposures: (Int128(n.1), Int128(n.0)))
                ),
                (
                    compareScores(promoters: x, passives: n, detractors: (9, 5)),
                    compareScores(promoters: (x.1, x.0), passives: (n.1, n.0), detractors: (5, 9))
                ),
            ]
            for (forth, back) in pairs {
                let (forth, back) = (try #require(forth), try #require(back))
                #expect(close(forth.p, back.p, 1e-10) && forth.p >= 0 && forth.p <= 1 + 1e-15)
                #expect(forth.difference == -back.difference)
                #expect(close(forth.interval.low, -back.interval.high, 1e-12))
                #expect(forth.interval.low <= forth.difference && forth.difference <= forth.interval.high)
            }
        }
    }

    @Test func extremesDoNotTrap() {
        let extremes: [Int128] = [.min, -1, 0, 1, 30, .max]
        for a in extremes {
            for s in extremes {
                for squares in extremes {
                    for n in [Int.min, 1, 2, 30, .max] {
                        let wild = ClusteredSums(
                            n: n, a: a, s: s, aa: squares, as: a, ss: squares, contributors: .max)
                        let plain = ClusteredSums(n: 30, a: 60, s: 400, aa: 140, as: 600, ss: 6000, contributors: 30)
                        if let comparison = compareRatios(wild, plain) { #expect(comparison.p >= 0) }
                        let answers = AnswerSums(n: n, sum: a, sumOfSquares: squares)
                        if let comparison = compareMeans(answers, AnswerSums(n: 3, sum: s, sumOfSquares: .max)) {
                            #expect(comparison.p >= 0)
                        }
                    }
                }
            }
        }
    }
}

extension ClusterSums {
    var clustered: ClusteredSums {
        ClusteredSums(n: n, a: a, s: s, aa: aa, as: cross, ss: ss, contributors: contributors)
    }
}
