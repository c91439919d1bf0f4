import Glibc
import Statistics
import Testing

/// Writes seeded cases of what keeps leaders from chasing noise for `Tests/Oracles/inference_oracle.py` and `.R`, a line
/// each as in `StatisticsOracleTests`; what is missing is `nan`.
@Suite(
    .enabled(if: OracleDirectory.path != nil, "set TRIVSEL_ORACLE_DIR to write inference.csv for inference_oracle.py")
)
struct InferenceStatisticsOracleTests {
    private func line(_ function: String, _ arguments: [String], _ results: [Double?]) -> String {
        ([function] + arguments + ["="] + results.map { "\($0 ?? .nan)" }).joined(separator: ",")
    }

    private func list(_ values: [some CustomStringConvertible]) -> String {
        values.map(\.description).joined(separator: ";")
    }

    private func missing(_ values: [Double?]) -> String { list(values.map { $0 ?? .nan }) }

    @Test func write() throws {
        var generator = SeededGenerator(seed: 92)
        var lines: [String] = []
        for _ in 0..<300 {
            lines += try comparisons(&generator)
            lines += try ratios(&generator)
            lines += try shrinkage(&generator)
            lines += try populations(&generator)
            lines += try discoveries(&generator)
        }
        for round in 0..<60 {
            lines += try charts(&generator)
            lines += try trends(&generator, round)
        }
        try OracleDirectory.write(lines, to: "inference.csv")
    }

    private func results(_ comparison: Comparison) -> [Double?] {
        [comparison.difference, comparison.interval.low, comparison.interval.high, comparison.p]
    }

    private func comparisons(_ generator: inout SeededGenerator) throws -> [String] {
        let confidence = [0.9, 0.95, 0.99].randomElement(using: &generator) ?? 0.95
        let largest = exp(Double.random(in: 0...7, using: &generator))
        let events = (
            Int(Double.random(in: 0...largest, using: &generator)),
            Int(Double.random(in: 0...largest, using: &generator))
        )
        let exposures = (
            Int128(Int.random(in: 1...100_000, using: &generator)),
            Int128(Int.random(in: 1...100_000, using: &generator))
        )
        let rates = try #require(compareRates(events: events, exposures: exposures, confidence: confidence))

        let sizes = (Int.random(in: 2...900, using: &generator), Int.random(in: 2...900, using: &generator))
        let yes = (Int.random(in: 0...sizes.0, using: &generator), Int.random(in: 1...sizes.1, using: &generator))
        let shares = try #require(compareShares(successes: yes, of: sizes, confidence: confidence))

        let data = [0, 1].map { group in
            (0..<Int.random(in: 3...40, using: &generator)).map { _ in
                Int.random(in: -40...400, using: &generator) + 30 * group
            }
        }
        let sums = data.map { values in
            AnswerSums(
                n: values.count, sum: Int128(values.reduce(0, +)),
                sumOfSquares: Int128(values.reduce(0) { $0 + $1 * $1 }))
        }
        let means = try #require(compareMeans(sums[0], sums[1], scale: 10, confidence: confidence))
        let answers = (0..<6).map { _ in Int.random(in: 2...300, using: &generator) }
        let scores = try #require(
            compareScores(
                promoters: (answers[0], answers[3]), passives: (answers[1], answers[4]),
                detractors: (answers[2], answers[5]), confidence: confidence))
        return [
            line(
                "conditionalBinomialMidP", ["\(events.0)", "\(events.1)", "\(exposures.0)", "\(exposures.1)"],
                [conditionalBinomialMidP(events: events, exposures: exposures)]),
            line(
                "compareRates", ["\(events.0)", "\(events.1)", "\(exposures.0)", "\(exposures.1)", "\(confidence)"],
                results(rates)),
            line(
                "compareShares", ["\(yes.0)", "\(yes.1)", "\(sizes.0)", "\(sizes.1)", "\(confidence)"],
                results(shares) + [shares.statistic]),
            line(
                "compareMeans", [list(data[0]), list(data[1]), "10", "\(confidence)"],
                results(means) + [means.statistic, means.degrees]),
            line(
                "compareScores", answers.map { "\($0)" } + ["\(confidence)"],
                results(scores) + [scores.statistic, scores.degrees]),
        ]
    }

    private func clusters(_ n: Int, _ size: Int, _ generator: inout SeededGenerator) -> ClusteredSums {
        var sums = ClusterSums()
        for _ in 0..<n {
            let s = Int.random(in: size / 2...size, using: &generator)
            sums.add(Int128(Int.random(in: 0...s / 3 + 1, using: &generator)), Int128(s))
        }
        return sums.clustered
    }

    private func ratios(_ generator: inout SeededGenerator) throws -> [String] {
        let size = Int(exp(Double.random(in: 3...28, using: &generator)))
        let groups = [0, 1].map { _ in clusters(Int.random(in: 20...300, using: &generator), size, &generator) }
        let comparison = try #require(compareRatios(groups[0], groups[1]))
        let arguments = groups.flatMap { ["\($0.n)"] + [$0.a, $0.s, $0.aa, $0.cross, $0.ss].map { "\($0)" } }
        let pooled = try #require(pooledRatioTest(groups[0], groups[1]))
        return [
            line("compareRatios", arguments, results(comparison) + [comparison.statistic, comparison.degrees]),
            line("pooledRatioTest", arguments, [pooled.statistic, pooled.degrees, pooled.p]),
        ]
    }

    private func shrinkage(_ generator: inout SeededGenerator) throws -> [String] {
        let k = Int.random(in: 5...15, using: &generator)
        let sizes = (0..<k).map { _ in Int.random(in: 5...400, using: &generator) }
        let width = Double.random(in: 0...0.3, using: &generator)
        let counts = sizes.map { size in
            let rate = 0.3 + width * Double.random(in: -1...1, using: &generator)
            return (0..<size).reduce(0) { sum, _ in
                sum + (Double.random(in: 0...1, using: &generator) < rate ? 1 : 0)
            }
        }
        let units = sizes.map { size -> AnswerSums in
            let centre = Int.random(in: -2...2, using: &generator)
            var sum: Int128 = 0
            var squares: Int128 = 0
            for _ in 0..<size {
                let x = Int128(Int.random(in: 0...50, using: &generator) + centre)
                sum += x
                squares += x * x
            }
            return AnswerSums(n: size, sum: sum, sumOfSquares: squares)
        }
        let groups = sizes.map { clusters(max(2, $0), 2000, &generator) }
        let variances = try groups.map {
            try #require(clusteredVariance(n: $0.n, a: $0.a, s: $0.s, aa: $0.aa, as: $0.cross, ss: $0.ss)).variance
        }
        func parts(_ shrinkage: Shrinkage?) throws -> [Double?] {
            let shrinkage = try #require(shrinkage)
            return [shrinkage.centre, shrinkage.between] + shrinkage.values
        }
        return [
            line(
                "shrunkenRates", [list(counts), list(sizes)],
                try parts(shrunkenRates(events: counts, exposures: sizes.map { Int128($0) }))),
            line(
                "shrunkenShares", [list(counts), list(sizes)],
                try parts(shrunkenShares(successes: counts, of: sizes))),
            line(
                "shrunkenMeans", [list(sizes), list(units.map(\.sum)), list(units.map(\.sumOfSquares)), "10"],
                try parts(shrunkenMeans(units, scale: 10))),
            line(
                "shrunkenRatios", [list(groups.map(\.a)), list(groups.map(\.s)), list(variances)],
                try parts(shrunkenRatios(a: groups.map(\.a), s: groups.map(\.s), variances: variances))),
        ]
    }

    private func populations(_ generator: inout SeededGenerator) throws -> [String] {
        let counts = [0, 10, 0].map { Int.random(in: $0...300, using: &generator) }
        let n = counts.reduce(0, +)
        let population = n + Int.random(in: 1...1000, using: &generator)
        func limits(_ interval: SurveyInterval?) throws -> [Double?] {
            guard case .interval(let limits) = try #require(interval) else { return [] }
            return [limits.low, limits.high]
        }
        let (sum, squares) = (counts[0] * 5 + counts[1] * 4, counts[0] * 25 + counts[1] * 16)
        let bounds = [0, 1].map { _ in
            let x = Double.random(in: -2...2, using: &generator)
            // Some that have so many decimals already.
            return Bool.random(using: &generator) ? x : (x * 1000).rounded() / 1000
        }.sorted()
        let decimals = Int.random(in: 0...4, using: &generator)
        let factor = [1, 100].randomElement(using: &generator) ?? 1
        let rounded = try #require(
            roundedOutwards(Interval(low: bounds[0], high: bounds[1]), decimals: decimals, factor: factor))
        return [
            line(
                "wilsonOf", ["\(counts[0])", "\(n)", "\(population)"],
                try limits(wilson(successes: counts[0], of: n, population: population))),
            line(
                "meanOf", ["\(n)", "\(sum)", "\(squares)", "10", "\(population)"],
                try limits(
                    meanT(n: n, sum: Int128(sum), sumOfSquares: Int128(squares), scale: 10, population: population))),
            line(
                "enpsOf", counts.map { "\($0)" } + ["\(population)"],
                try limits(
                    enps(promoters: counts[0], passives: counts[1], detractors: counts[2], population: population))),
            line(
                "roundedOutwards", bounds.map { "\($0)" } + ["\(decimals)", "\(factor)"], [rounded.low, rounded.high]),
        ]
    }

    private func discoveries(_ generator: inout SeededGenerator) throws -> [String] {
        let p = (0..<Int.random(in: 2...60, using: &generator)).map { _ -> Double? in
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: nil
            case 1...3: Double(Int.random(in: 1...20, using: &generator)) / 1000
            default: pow(Double.random(in: 0...1, using: &generator), 3)
            }
        }
        let q = [0.05, 0.1, 0.2].randomElement(using: &generator) ?? 0.05
        let result = try #require(benjaminiHochberg(p, q: q))
        let mean = exp(Double.random(in: -2...12, using: &generator))
        let limits = try #require(poissonControlLimits(expected: mean))
        return [
            line(
                "benjaminiHochberg", [missing(p), "\(q)"],
                result.adjusted + result.rejected.map { $0 ? 1 : 0 }),
            line("poissonControlLimits", ["\(mean)"], [Double(limits.low), Double(limits.high)]),
        ]
    }

    private func flat(_ chart: ControlChart?) -> [Double?] {
        guard let chart else { return [0] }
        return [Double(chart.monthsPerPoint), chart.baseline]
            + chart.points.flatMap { point -> [Double?] in
                [
                    Double(point.months.lowerBound), point.value, point.centre, point.limits?.low, point.limits?.high,
                    point.isOutside ? 1 : 0, point.isRun ? 1 : 0,
                ]
            }
    }

    private func charts(_ generator: inout SeededGenerator) throws -> [String] {
        let months = Int.random(in: 24...60, using: &generator)
        let mean = [1, 3, 9, 30].randomElement(using: &generator) ?? 9
        let exposures = (0..<months).map { _ in Int.random(in: 28_000...31_000, using: &generator) }
        let counts = exposures.indices.map { month in
            (0..<mean * 3).reduce(month > 40 ? mean / 2 : 0) { sum, _ in
                sum + Int.random(in: 0...2, using: &generator) / 2
            }
        }
        let first = Int.random(in: 1...12, using: &generator)
        let scheduled = exposures.map { $0 / 10 }
        let absent = scheduled.map { $0 * Int.random(in: 10...90, using: &generator) / 1000 }
        let company = scheduled.map { _ in Int.random(in: 400_000...500_000, using: &generator) }
        let all = company.map { $0 * Int.random(in: 40...60, using: &generator) / 1000 }
        let contributors = scheduled.map { _ in Int.random(in: mean / 2...mean * 2, using: &generator) }
        let laney = laneyChart(
            scheduled.indices.map {
                ComparedMonth(
                    a: Int128(absent[$0]), s: Int128(scheduled[$0]), companyA: Int128(all[$0]),
                    companyS: Int128(company[$0]), contributors: contributors[$0])
            }, firstMonth: first)
        return [
            line(
                "poissonChart", [list(counts), list(exposures), "\(first)"],
                flat(poissonChart(counts: counts, exposures: exposures.map { Int128($0) }, firstMonth: first))),
            line(
                "laneyChart", [absent, scheduled, all, company, contributors].map { list($0) } + ["\(first)"],
                flat(laney)),
        ]
    }

    private func trends(_ generator: inout SeededGenerator, _ round: Int) throws -> [String] {
        // Whole years without gaps for one half, so that other programs can judge them.
        let whole = round % 2 == 0
        let count = whole ? 12 * Int.random(in: 3...10, using: &generator) : Int.random(in: 30...120, using: &generator)
        let drift = Double.random(in: -0.3...0.3, using: &generator)
        var state = 0.0
        var values: [Double] = []
        for month in 0..<count {
            state = 0.5 * state + Double.random(in: -3...3, using: &generator)
            let value = state + 4 * sin(Double(month) * Double.pi / 6) + drift * Double(month)
            // Rounded in a third, for ties.
            values.append(round % 3 == 0 ? value.rounded() : value)
        }
        let gaps = values.map { !whole && Int.random(in: 0..<9, using: &generator) == 0 ? nil : Optional($0) }
        func parts(_ trend: Trend?) throws -> [Double?] {
            let trend = try #require(trend)
            return [
                Double(trend.score), trend.variance, trend.z, trend.p, trend.slope, trend.interval?.low,
                trend.interval?.high,
            ]
        }
        return [
            line("seasonalMannKendall", [missing(gaps)], try parts(seasonalMannKendall(gaps))),
            line("mannKendall", [list(values)], try parts(mannKendall(values))),
        ]
    }
}
