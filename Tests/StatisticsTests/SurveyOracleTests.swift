import Glibc
import Statistics
import Testing

/// Writes seeded cases of what surveys need to survey.csv, for `Tests/Oracles/survey_oracle.py` and `.R`: the function,
/// its arguments, `=`, its results; lists are joined by `;`, the rows of tables by `|`.
@Suite(
    .enabled(if: OracleDirectory.path != nil, "set TRIVSEL_ORACLE_DIR to write survey.csv for survey_oracle.py")
)
struct SurveyStatisticsOracleTests {
    private func line(_ function: String, _ arguments: [String], _ results: [Double]) -> String {
        ([function] + arguments + ["="] + results.map { "\($0)" }).joined(separator: ",")
    }

    private func text(_ rows: [[some CustomStringConvertible]]) -> String {
        rows.map { $0.map(\.description).joined(separator: ";") }.joined(separator: "|")
    }

    @Test func write() throws {
        var generator = SeededGenerator(seed: 231)
        var lines: [String] = []
        for _ in 0..<300 {
            lines += distribution(&generator)
            lines += scales(&generator)
            lines += units(&generator)
            lines += ranks(&generator)
            lines += weights(&generator)
        }
        for _ in 0..<100 { lines += try drivers(&generator) }
        try OracleDirectory.write(lines, to: "survey.csv")
    }

    private func distribution(_ generator: inout SeededGenerator) -> [String] {
        let d1 = exp(Double.random(in: -1...13, using: &generator)).rounded(.up)
        let d2 = exp(Double.random(in: -1...13, using: &generator)).rounded(.up)
        let p = Double.random(in: 0.0001...0.9999, using: &generator)
        return [
            line("fQuantile", ["\(p)", "\(d1)", "\(d2)"], [fQuantile(p, d1, d2)]),
            line("fQuantile", ["0.975", "\(d1)", "\(d2)"], [fQuantile(0.975, d1, d2)]),
        ]
    }

    private func scales(_ generator: inout SeededGenerator) -> [String] {
        let items = Int.random(in: 2...8, using: &generator)
        let persons = Int.random(in: 8...90, using: &generator)
        let rows = answers(items, persons, options: 7, &generator)
        let moments = MomentSums(rows: rows)
        var lines: [String] = []
        switch reliability(moments) {
        case .alpha(let alpha):
            lines.append(line("alpha", [text(rows)], [alpha.value, alpha.interval.low, alpha.interval.high]))
        case .spearmanBrown(let value): lines.append(line("spearmanBrown", [text(rows)], [value]))
        case .singleItem, nil: break
        }
        if let r = moments.correlation(0, items - 1) { lines.append(line("pearson", [text(rows)], [r])) }
        return lines
    }

    private func units(_ generator: inout SeededGenerator) -> [String] {
        let equal = Bool.random(using: &generator) ? Int.random(in: 3...15, using: &generator) : nil
        let options = [4, 5, 7].randomElement(using: &generator) ?? 5
        let groups = (0..<Int.random(in: 3...20, using: &generator)).map { _ in
            answers(1, equal ?? Int.random(in: 1...15, using: &generator), options: options, &generator).map { $0[0] }
        }
        let sums = groups.map { UnitSums($0) }
        var lines: [String] = []
        if let icc = intraclassCorrelation(sums), let icc2 = icc.icc2 {
            lines.append(
                line(
                    "icc", [text(groups)],
                    [icc.icc1, icc2, icc.meanSquareBetween, icc.meanSquareWithin, icc.size]))
        }
        if let median = medianRwg(sums, options: options) {
            lines.append(line("rwg", [text(groups), "\(options)"], [median]))
        }
        return lines
    }

    private func ranks(_ generator: inout SeededGenerator) -> [String] {
        let n = Int.random(in: 5...80, using: &generator)
        let steps = [4, 20, 1_000_000].randomElement(using: &generator) ?? 20
        let x = (0..<n).map { _ in Double(Int.random(in: 0...steps, using: &generator)) / 8 }
        let y = x.map { $0 * 0.4 + Double(Int.random(in: 0...steps, using: &generator)) / 8 }
        guard let rho = spearman(x, y), let interval = rho.interval, let p = rho.pValue else { return [] }
        return [line("spearman", [text([x]), text([y])], [rho.value, interval.low, interval.high, p])]
    }

    /// Weights of one digest over replicates 1 to 200, and the interval of the numbers 0.1 · weight + replicate.
    private func weights(_ generator: inout SeededGenerator) -> [String] {
        let digest = generator.next()
        let weights = (1...200).map { poissonWeight(digest: digest, replicate: $0) }
        let values = weights.enumerated().map { Double($0.element) * 10 + Double($0.offset) }
        let interval = percentileInterval(values)
        return [
            line("poissonWeight", ["\(digest >> 32)", "\(digest & 0xFFFF_FFFF)"], weights.map(Double.init)),
            line("percentiles", [text([values])], [interval?.low ?? .nan, interval?.high ?? .nan]),
        ]
    }

    private func drivers(_ generator: inout SeededGenerator) throws -> [String] {
        let count = Int.random(in: 1...12, using: &generator)
        let rows = answers(count + 1, 20 + 5 * count, options: 7, &generator)
        let moments = MomentSums(rows: rows)
        guard let weights = relativeWeights(moments, outcome: count, predictors: Array(0..<count)) else {
            // Where there is none, there is none for the others either.
            return [line("notComputable", [text(rows)], [])]
        }
        let all = correlations(count + 2, dimensions: count + 5, &generator)
        let eigen = try #require(symmetricEigen(all))
        return [
            line("drivers", [text(rows)], weights.weights + weights.correlations + [weights.rSquared]),
            line("eigen", [text(all)], eigen.values + eigen.vectors.flatMap { $0 }),
        ]
    }
}
