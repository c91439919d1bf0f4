import Glibc
import Statistics
import Testing

/// Writes seeded cases with our results for `Tests/Oracles/statistics_oracle.py`, a line each: the function, its
/// arguments, `=`, its results; lists are joined by `;`.
@Suite(
    .enabled(if: OracleDirectory.path != nil, "set TRIVSEL_ORACLE_DIR to write statistics.csv for statistics_oracle.py")
)
struct StatisticsOracleTests {
    private func line(_ function: String, _ arguments: [String], _ results: [Double]) -> String {
        ([function] + arguments + ["="] + results.map { "\($0)" }).joined(separator: ",")
    }

    @Test func write() throws {
        var generator = SeededGenerator(seed: 91)
        var lines: [String] = []
        for _ in 0..<500 {
            lines += distributions(&generator)
            lines += try intervals(&generator)
            lines += try sums(&generator)
            lines += try quantiles(&generator)
        }
        try OracleDirectory.write(lines, to: "statistics.csv")
    }

    private func distributions(_ generator: inout SeededGenerator) -> [String] {
        let p = exp(-Double.random(in: 0.01...40, using: &generator))
        let middle = Double.random(in: 0.001...0.999, using: &generator)
        let degrees = exp(Double.random(in: 0...16, using: &generator))
        let t = Double.random(in: -35...35, using: &generator)
        let shape = exp(Double.random(in: -3...12, using: &generator))
        let x = shape * exp(Double.random(in: -0.5...0.5, using: &generator) / max(1, shape).squareRoot() * 4)
        let a = exp(Double.random(in: -2...8, using: &generator))
        let b = exp(Double.random(in: -2...8, using: &generator))
        let share = a / (a + b) * Double.random(in: 0.7...1, using: &generator)
        let gamma = regularizedGamma(shape, x)
        return [
            line("normalQuantile", ["\(p)"], [normalQuantile(p)]),
            line("normalCDF", ["\(t)"], [normalCDF(t)]),
            line("tQuantile", ["\(p)", "\(degrees)"], [tQuantile(p, degrees: degrees)]),
            line("tQuantile", ["\(middle)", "\(degrees)"], [tQuantile(middle, degrees: degrees)]),
            line("tCDF", ["\(t)", "\(degrees)"], [tCDF(t, degrees: degrees)]),
            line("chiSquareQuantile", ["\(p)", "\(2 * shape)"], [chiSquareQuantile(p, degrees: 2 * shape)]),
            line("chiSquareQuantile", ["\(middle)", "\(2 * shape)"], [chiSquareQuantile(middle, degrees: 2 * shape)]),
            line("regularizedGamma", ["\(shape)", "\(x)"], [gamma.lower, gamma.upper]),
            line("regularizedBeta", ["\(a)", "\(b)", "\(share)"], [regularizedBeta(a, b, share)]),
            line("logGamma", ["\(a)"], [logGamma(a)]),
        ]
    }

    private func intervals(_ generator: inout SeededGenerator) throws -> [String] {
        let confidence = [0.8, 0.9, 0.95, 0.99, 0.9973].randomElement(using: &generator) ?? 0.95
        let n = Int(exp(Double.random(in: 0...14, using: &generator)))
        let successes = Int.random(in: 0...n, using: &generator)
        let events = Int(exp(Double.random(in: 0...14, using: &generator))) - 1
        let answers = [0, 10, 0].map { Int.random(in: $0...400, using: &generator) }
        let share = try #require(wilson(successes: successes, of: n, confidence: confidence))
        let count = try #require(poissonExact(events: events, confidence: confidence))
        let score = try #require(
            enps(promoters: answers[0], passives: answers[1], detractors: answers[2], confidence: confidence))
        let limits = try #require(score.interval)
        return [
            line("wilson", ["\(successes)", "\(n)", "\(confidence)"], [share.low, share.high]),
            line("poissonExact", ["\(events)", "\(confidence)"], [count.low, count.high]),
            line("enps", answers.map { "\($0)" } + ["\(confidence)"], [score.value, limits.low, limits.high]),
        ]
    }

    private func sums(_ generator: inout SeededGenerator) throws -> [String] {
        let n = Int(exp(Double.random(in: 3.5...7, using: &generator)))
        let size = Int(exp(Double.random(in: 3...28, using: &generator)))
        var clusters = ClusterSums()
        for _ in 0..<n {
            let s = Int.random(in: size / 2...size, using: &generator)
            clusters.add(Int128(Int.random(in: 0...s / 3 + 1, using: &generator)), Int128(s))
        }
        let ratio = try #require(
            clusteredRatio(
                n: n, a: clusters.a, s: clusters.s, aa: clusters.aa, as: clusters.cross, ss: clusters.ss,
                contributors: clusters.contributors))
        let scale = [1, 10, 10_000].randomElement(using: &generator) ?? 1
        let mean = try #require(meanT(n: n, sum: clusters.s, sumOfSquares: clusters.ss, scale: scale))
        let interval = try #require(mean.interval)
        let variance = try #require(mean.variance)
        let five = [clusters.a, clusters.s, clusters.aa, clusters.cross, clusters.ss].map { "\($0)" }
        return [
            line(
                "clusteredRatio", ["\(n)"] + five,
                [ratio.ratio, ratio.variance, ratio.interval.low, ratio.interval.high]),
            line(
                "meanT", ["\(n)", "\(clusters.s)", "\(clusters.ss)", "\(scale)"],
                [mean.mean, variance, interval.low, interval.high]),
        ]
    }

    private func quantiles(_ generator: inout SeededGenerator) throws -> [String] {
        let p = Double.random(in: 0...1, using: &generator)
        let values = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
            Int.random(in: -40...400, using: &generator)
        }.sorted()
        let value = try #require(quantileType7(values, p))
        return [line("quantileType7", [values.map { "\($0)" }.joined(separator: ";"), "\(p)"], [value])]
    }
}
