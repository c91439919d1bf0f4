internal import Results

/// Headcount and flow: who is there, who comes, goes and moves, and for how long people have been there.
enum Headcount {
    private static let stockWindows: Set<MonthGrid.Kind> = [
        .month, .quarter, .year, .yearToDate, .fiscalQuarter, .fiscalYear,
    ]
    private static let averageWindows = stockWindows.union([.rolling12])
    private static let endWindows: Set<MonthGrid.Kind> = [.month, .quarter, .year, .fiscalQuarter, .fiscalYear]
    private static let average =
        "ISO 30414; person-time as in epidemiology (Rothman, Greenland and Lash 2008)"

    static let metrics: [Metric] = [
        metric(
            "headcount.opening", "Headcount at the opening",
            "Persons employed on the day before the period's first day whose employment does not end that day.",
            stockWindows, source: "ISO 30414"
        ) { .count($0.opening($1, $2), persons: Int($0.opening($1, $2))) },
        metric(
            "headcount.closing", "Headcount at the closing",
            "Persons employed on the period's last day whose employment does not end that day.", stockWindows,
            source: "ISO 30414"
        ) { .count($0.closing($1, $2), persons: Int($0.closing($1, $2))) },
        metric(
            "headcount.average", "Average headcount", "Person-days employed ÷ days in the period.", averageWindows,
            of: ("person-days", "days"), source: average
        ) { .quotient(Double($0.sum(.personDays, $1, $2)), $0.days($2), persons: $0.persons($1, $2)) },
        metric(
            "headcount.average_two_point", "Average headcount, two points", "(Opening + closing) ÷ 2.",
            averageWindows, of: ("opening + closing", "2"), source: "SHRM; CIPD"
        ) { .quotient(Double($0.opening($1, $2) + $0.closing($1, $2)), 2, persons: $0.persons($1, $2)) },
        metric(
            "headcount.average_two_point_monthly", "Average headcount, monthly two points",
            "Mean over the months of (opening + closing) ÷ 2.",
            [.quarter, .year, .rolling12, .fiscalQuarter, .fiscalYear],
            of: ("sum over the months of (opening + closing) ÷ 2", "months"), source: "SHRM"
        ) { figures, node, window in
            let months = figures.grid.windows[window].months
            return .quotient(
                figures.twoPointMonthly(node, window) * Double(months), Double(months),
                persons: figures.persons(node, window))
        },
        metric(
            "headcount.average_month_ends", "Average headcount, month ends",
            "Mean of the headcounts at the months' closings.",
            [.quarter, .year, .rolling12, .fiscalQuarter, .fiscalYear],
            of: ("sum of the months' closing headcounts", "months"), source: "GitLab's People Group handbook; keenanj"
        ) { figures, node, window in
            let months = figures.grid.windows[window].months
            return .quotient(
                figures.monthEnds(node, window) * Double(months), Double(months),
                persons: figures.persons(node, window))
        },
        metric(
            "fte.average", "Average full-time equivalents", "FTE-days ÷ days in the period.", averageWindows,
            of: ("FTE-days", "days"), unit: "full-time equivalents", source: "ISO 30414"
        ) { .quotient(Double($0.sum(.fteDays, $1, $2)) / 10_000, $0.days($2), persons: $0.persons($1, $2)) },
        flow("hires", "Hires", "Persons whose first day employed lies in the period, rehires included.") {
            $0.sum(.hires, $1, $2)
        },
        flow("rehires", "Rehires", "Hires of persons who had been employed before, with a gap.") {
            $0.sum(.rehires, $1, $2)
        },
        flow(
            "leavers", "Leavers", "Persons whose last day employed lies in the period.", protection: .turnover
        ) { figures, node, window in
            MeasureStore.Sum.leaving.reduce(0) { $0 + figures.sum($1, node, window) }
        },
        flow("moves_in", "Moves in", "Persons who came from another department; moves inside the unit are none.") {
            $0.total($0.store.movesIn, $1, $2)
        },
        flow("moves_out", "Moves out", "Persons who went to another department; moves inside the unit are none.") {
            $0.total($0.store.movesOut, $1, $2)
        },
        service(
            "tenure.median", "Median tenure", "Of those employed at the closing, the median time since their hire.",
            numerator: "median of the days since the hire (type 7)", denominator: "days in a month (365.25 ÷ 12)"
        ) { figures, node, window in
            Figure(
                value: figures.medianService(node, window).map { $0 / daysInMonth },
                n: Int(figures.last(.tenured, node, window)))
        },
        service(
            "tenure.mean", "Mean tenure", "Of those employed at the closing, the mean time since their hire.",
            numerator: "days since the hire", denominator: "persons × 365.25 ÷ 12"
        ) { figures, node, window in
            let persons = figures.last(.tenured, node, window)
            return .quotient(
                Double(figures.last(.tenureDays, node, window)), Double(persons) * daysInMonth, persons: Int(persons))
        },
        span,
    ]

    /// Plain, as headcount is: who manages whom is known to all. The managers are the persons of its denominator.
    static let span = Metric(
        description: MetricDescription(
            id: "span_of_control.mean", family: "People", title: "Mean span of control", unit: "persons",
            definition:
                "Direct reports for each manager of the unit at the closing; reports count wherever they are employed. "
                + "Managers are those employed in the unit to whom anybody employed reports.",
            formula: "direct reports of the unit's managers ÷ managers", numerator: "direct reports",
            denominator: "persons with a direct report", grain: "department × period", direction: 0,
            source: "ISO 30414, span of control", interval: "", sensitive: false, decimals: 1),
        slots: .windows(endWindows), protection: .plain, needs: .span
    ) { figures, node, window in
        let managers = figures.last(.managers, node, window)
        return .quotient(
            Double(figures.last(.directReports, node, window)), Double(managers), persons: Int(managers))
    }

    /// Of the Julian year, as person-years are.
    static let daysInMonth = 365.25 / 12

    private static func metric(
        _ id: String, _ title: String, _ definition: String, _ windows: Set<MonthGrid.Kind>,
        of parts: (String, String)? = nil, unit: String = "persons", source: String,
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "People", title: title, unit: unit, definition: definition,
                formula: parts.map { "(\($0.0)) ÷ \($0.1)" } ?? "count", numerator: parts?.0 ?? "persons",
                denominator: parts?.1 ?? "1", grain: "department × period", direction: 0, source: source, interval: "",
                sensitive: false, decimals: parts == nil ? 0 : 1),
            slots: .windows(windows), protection: .plain, figure: figure)
    }

    private static func flow(
        _ name: String, _ title: String, _ definition: String, protection: Metric.Protection = .plain,
        count: @escaping @Sendable (Figures, Int, Int) -> Int64
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: "flow.\(name)", family: "People", title: title, unit: "persons", definition: definition,
                formula: "count; opening + hires + moves in − leavers − moves out = closing", numerator: "persons",
                denominator: "1", grain: "department × period", direction: 0, source: "ISO 30414", interval: "",
                sensitive: false, decimals: 0),
            slots: .windows(averageWindows), protection: protection
        ) { .count(count($0, $1, $2), persons: $0.persons($1, $2)) }
    }

    private static func service(
        _ id: String, _ title: String, _ definition: String, numerator: String, denominator: String,
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "People", title: title, unit: "months",
                definition: definition
                    + " The spell counts, not earlier ones; persons whose hire is unknown are left out.",
                formula: "\(numerator) ÷ \(denominator)", numerator: numerator, denominator: denominator,
                grain: "department × period", direction: 0, source: "ISO 30414; quantile type 7 of Hyndman and Fan",
                interval: "", sensitive: true, decimals: 0),
            slots: .windows(endWindows), protection: .service, needs: .retention, figure: figure)
    }
}
