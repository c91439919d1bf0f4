import Statistics
import Testing

/// Writes seeded spells with our curves to survival.csv, for `Tests/Oracles/survival_oracle.py` and `.R`.
@Suite(
    .enabled(if: OracleDirectory.path != nil, "set TRIVSEL_ORACLE_DIR to write survival.csv for survival_oracle.py")
)
struct SurvivalStatisticsOracleTests {
    @Test func write() throws {
        var generator = SeededGenerator(seed: 221)
        var lines: [String] = []
        for _ in 0..<400 {
            let minimum = [1, 10, 10, 10].randomElement(using: &generator) ?? 10
            lines.append(Self.line(SurvivalTests.spells(&generator), minimumAtRisk: minimum))
        }
        try OracleDirectory.write(lines, to: "survival.csv")
    }

    /// entries, exits, events, least at risk, `=`, then `none`, or start, end, median (−1 if not reached) and of each
    /// point day, at risk, events, S, low, high (−1 where there is no interval); lists are joined by `;`.
    static func line(_ spells: [Spell], minimumAtRisk: Int) -> String {
        let given =
            [
                spells.map { "\($0.entry)" }, spells.map { "\($0.exit)" }, spells.map { $0.event ? "1" : "0" },
                ["\(minimumAtRisk)"],
            ].map { $0.joined(separator: ";") }.joined(separator: ",") + ",=,"
        guard let curve = SurvivalState(spells).curve(minimumAtRisk: minimumAtRisk) else { return given + "none" }
        let points = curve.points
        let results = [
            ["\(curve.start)"], ["\(curve.end)"], ["\(curve.median ?? -1)"], points.map { "\($0.day)" },
            points.map { "\($0.atRisk)" }, points.map { "\($0.events)" }, points.map { "\($0.survival)" },
            points.map { "\($0.interval?.low ?? -1)" }, points.map { "\($0.interval?.high ?? -1)" },
        ]
        return given + results.map { $0.joined(separator: ";") }.joined(separator: ",")
    }
}
