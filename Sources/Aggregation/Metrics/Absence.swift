internal import Results

/// Absence: time lost in minutes of work, spells and persons.
enum Absence {
    private static let windows: Set<MonthGrid.Kind> = [.month, .quarter, .year, .rolling12]

    static let metrics: [Metric] = [
        metric(
            "absence.rate", "Absence rate", unit: "%",
            "Of every 100 minutes scheduled, those lost to the absence classes counted (own sickness by default).",
            of: ("absent minutes", "scheduled minutes"),
            source: "CIPD lost-time rate; NHS England FTE days lost ÷ available", interval: "ratio of clustered sums"
        ) { figures, node, window in
            .clustered(
                figures.sum(.absentMinutes, node, window), over: figures.sum(.scheduled, node, window),
                persons: figures.persons(node, window),
                (
                    figures.distinct(.absenceAA, node, window), figures.distinct(.absenceAS, node, window),
                    figures.distinct(.absenceSS, node, window)
                ), contributors: figures.distinct(.absenceContributors, node, window), figures)
        },
        metric(
            "absence.rate.unweighted", "Absence rate in whole days", unit: "%",
            "Of every 100 working days of employees, those with absence, whatever the hours.",
            of: ("working days with absence", "working days employed"), source: "whole working days, no FTE"
        ) {
            .quotient(
                Double($0.sum(.absentDays, $1, $2)), Double($0.sum(.workDays, $1, $2)), scale: 100,
                persons: $0.persons($1, $2))
        },
        metric(
            "absence.frequency", "Absence frequency", unit: "%", "Spells of absence begun per 100 employees.",
            of: ("spells begun", "average headcount"), source: "CIPD frequency rate",
            interval: "exact Poisson (Garwood) on the count"
        ) {
            .rate(
                events: $0.sum(.spells, $1, $2), per: $0.averageHeadcount($1, $2), persons: $0.persons($1, $2), $0)
        },
        metric(
            "absence.incidence", "Persons absent", unit: "%",
            "Of every 100 persons employed at any time in the period, those with a spell in it.",
            of: ("persons with a spell", "persons employed"), source: "CIPD individual frequency", interval: "Wilson",
            protection: .incidence
        ) { .share($0.distinct(.absentPersons, $1, $2), of: $0.distinct(.persons, $1, $2)) },
        metric(
            "absence.days_per_employee", "Days absent per employee", unit: "days",
            "Absent time in full-time days ÷ average headcount.", of: ("absent full-time days", "average headcount"),
            source: "ONS; Statistics Denmark"
        ) {
            .quotient(
                Double($0.sum(.absentMinutes, $1, $2)) / $0.fullDayMinutes, $0.averageHeadcount($1, $2),
                persons: $0.persons($1, $2))
        },
    ]

    /// Pre-aggregated exports print the same rate; there is no arithmetic on persons behind it.
    static let printedRate = MetricDescription(
        id: "absence.rate", family: "Absence", title: "Absence rate", unit: "%",
        definition: "Of every 100 full-time-equivalent days available, those lost to sickness, as published.",
        formula: "FTE days lost ÷ FTE days available × 100", numerator: "FTE days lost",
        denominator: "FTE days available", grain: "unit × period × group", direction: -1,
        source: "the publisher's own totals", interval: "", sensitive: true, decimals: 2)

    private static func metric(
        _ id: String, _ title: String, unit: String, _ definition: String, of parts: (String, String),
        source: String, interval: String = "", protection: Metric.Protection = .absence,
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "Absence", title: title, unit: unit, definition: definition,
                formula: "\(parts.0) ÷ \(parts.1)" + (unit == "%" ? " × 100" : ""), numerator: parts.0,
                denominator: parts.1, grain: "department × period", direction: -1, source: source,
                interval: interval, sensitive: true, decimals: 1),
            slots: .windows(windows), protection: protection, figure: figure)
    }
}
