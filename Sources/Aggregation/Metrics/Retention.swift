internal import Results

/// Retention: who of those who were there is there still.
enum Retention {
    private static let windows: Set<MonthGrid.Kind> = [.rolling12, .year, .fiscalYear]

    static let metrics: [Metric] = [
        metric(
            "retention.cohort12", "Retention over 12 months",
            "Of every 100 persons in the unit at the period's opening, those employed by the company at its closing.",
            of: ("persons of the opening employed at the closing", "headcount at the opening")
        ) { .share($0.distinct(.stayed, $1, $2), of: $0.opening($1, $2)) },
        metric(
            "retention.cohort12.in_unit", "Retention in the unit over 12 months",
            "Of every 100 persons in the unit at the period's opening, those in the unit at its closing.",
            of: ("persons of the opening in the unit at the closing", "headcount at the opening")
        ) { .share($0.distinct(.stayedInUnit, $1, $2), of: $0.opening($1, $2)) },
        metric(
            "retention.stability", "Stability",
            "For every 100 persons employed a year ago, those employed now with unbroken service of a year or more.",
            of: ("persons at the closing whose spell was running at the opening", "headcount at the opening"),
            interval: ""
        ) {
            .quotient(
                Double($0.last(.oneYear, $1, $2)), Double($0.opening($1, $2)), scale: 100,
                persons: Int($0.opening($1, $2)))
        },
    ]

    private static func metric(
        _ id: String, _ title: String, _ definition: String, of parts: (String, String), interval: String = "Wilson",
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "Retention", title: title, unit: "%", definition: definition,
                formula: "\(parts.0) ÷ \(parts.1) × 100", numerator: parts.0, denominator: parts.1,
                grain: "department × 12 months", direction: 1, source: "CIPD; stability index of Bowey (1974)",
                interval: interval, sensitive: false, decimals: 1),
            slots: .windows(windows), protection: .retention, needs: .retention, figure: figure)
    }
}
