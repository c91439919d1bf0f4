internal import Results

/// Turnover that the employer regrets: leavers who resigned and whom the HR system marks so.
///
/// Of a resignation without such a mark nobody knows it. Where one is among the leavers of a cell, the cell is withheld
/// (`incomplete`), and so are all where no export marks anybody; what lies before the first mark is `insufficient_history`.
enum RegrettedTurnover {
    private static let windows: Set<MonthGrid.Kind> = [
        .month, .quarter, .year, .yearToDate, .rolling12, .fiscalQuarter, .fiscalYear,
    ]

    static let metrics = [rate, share]

    private static let rate = metric(
        "turnover.regretted", "Regretted turnover",
        "For every 100 employees on average, the number of leavers in the period who resigned and whom the employer "
            + "regrets. Withheld where the export does not say it of every leaver who resigned.",
        per: "average headcount (person-days ÷ days)", interval: "exact Poisson (Garwood) on the count"
    ) { figures, node, window in
        .rate(
            events: figures.sum(.regretted, node, window), per: figures.averageHeadcount(node, window),
            persons: figures.persons(node, window), figures)
    }

    private static let share = metric(
        "turnover.regretted_share", "Regretted leavers among all",
        "Of every 100 leavers in the period, for whatever reason, those who resigned and whom the employer regrets. "
            + "Withheld where the export does not say it of every leaver who resigned.",
        per: "leavers", interval: "Wilson"
    ) { figures, node, window in
        .share(
            figures.sum(.regretted, node, window),
            of: MeasureStore.Sum.leaving.reduce(0) { $0 + figures.sum($1, node, window) })
    }

    private static func metric(
        _ id: String, _ title: String, _ definition: String, per denominator: String, interval: String,
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "Turnover", title: title, unit: "%", definition: definition,
                formula: "regretted leavers who resigned ÷ \(denominator) × 100",
                numerator: "regretted leavers who resigned", denominator: denominator, grain: "department × period",
                direction: -1, source: "Trivsel catalogue; the employer's own mark", interval: interval,
                sensitive: true, decimals: 1),
            slots: .windows(windows), protection: .regretted, needs: .regret, figure: figure)
    }
}
