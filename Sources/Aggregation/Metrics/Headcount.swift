internal import Results

/// Headcount and flow: who is there, who comes, goes and moves.
enum Headcount {
    private static let stockWindows: Set<MonthGrid.Kind> = [.month, .quarter, .year]
    private static let averageWindows: Set<MonthGrid.Kind> = [.month, .quarter, .year, .rolling12]

    static let metrics: [Metric] = [
        metric(
            "headcount.opening", "Headcount at the opening",
            "Persons employed on the day before the period's first day whose employment does not end that day.",
            stockWindows
        ) { .count($0.opening($1, $2), persons: Int($0.opening($1, $2))) },
        metric(
            "headcount.closing", "Headcount at the closing",
            "Persons employed on the period's last day whose employment does not end that day.", stockWindows
        ) { .count($0.closing($1, $2), persons: Int($0.closing($1, $2))) },
        metric(
            "headcount.average", "Average headcount", "Person-days employed ÷ days in the period.", averageWindows,
            of: ("person-days", "days")
        ) { .quotient(Double($0.sum(.personDays, $1, $2)), $0.days($2), persons: $0.persons($1, $2)) },
        metric(
            "headcount.average_two_point", "Average headcount, two points", "(Opening + closing) ÷ 2.",
            averageWindows, of: ("opening + closing", "2")
        ) { .quotient(Double($0.opening($1, $2) + $0.closing($1, $2)), 2, persons: $0.persons($1, $2)) },
        metric(
            "fte.average", "Average full-time equivalents", "FTE-days ÷ days in the period.", averageWindows,
            of: ("FTE-days", "days"), unit: "full-time equivalents"
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
    ]

    private static func metric(
        _ id: String, _ title: String, _ definition: String, _ windows: Set<MonthGrid.Kind>,
        of parts: (String, String)? = nil, unit: String = "persons",
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "People", title: title, unit: unit, definition: definition,
                formula: parts.map { "(\($0.0)) ÷ \($0.1)" } ?? "count", numerator: parts?.0 ?? "persons",
                denominator: parts?.1 ?? "1", grain: "department × period", direction: 0,
                source: "ISO 30414; person-time as in epidemiology, two points as in SHRM", interval: "",
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
            slots: .windows(stockWindows), protection: protection
        ) { .count(count($0, $1, $2), persons: $0.persons($1, $2)) }
    }
}
