internal import Results
internal import Statistics

/// Turnover: leavers of a class per 100 employees, on person-time and on the two-point average.
enum Turnover {
    private struct LeavingClass {
        var name: String
        var title: String
        var leavers: String
        var measures: [MeasureStore.Sum]
        var protection: Metric.Protection
    }

    private static let classes = [
        LeavingClass(
            name: "total", title: "Turnover", leavers: "all leavers", measures: MeasureStore.Sum.leaving,
            protection: .turnover),
        LeavingClass(
            name: "voluntary", title: "Voluntary turnover", leavers: "leavers who resigned", measures: [.voluntary],
            protection: .reasons(.voluntary)),
        LeavingClass(
            name: "involuntary", title: "Involuntary turnover",
            leavers: "leavers by dismissal, redundancy or failed probation", measures: [.involuntary],
            protection: .reasons(.involuntary)),
        LeavingClass(
            name: "other", title: "Other turnover",
            leavers: "leavers by retirement, death, end of a fixed term or transfer out of the group",
            measures: [.other], protection: .reasons(.other)),
        LeavingClass(
            name: "unknown", title: "Turnover of unknown reason",
            leavers: "leavers whose reason is missing or in no code list", measures: [.unknown],
            protection: .reasons(.unknown)),
    ]

    private static let periods: Set<MonthGrid.Kind> = [
        .month, .quarter, .year, .yearToDate, .fiscalQuarter, .fiscalYear,
    ]
    private static let longPeriods: Set<MonthGrid.Kind> = [.quarter, .year, .rolling12, .fiscalQuarter, .fiscalYear]

    static let metrics: [Metric] =
        classes.flatMap { kind in
            [
                metric(
                    "turnover.\(kind.name)", kind, windows: periods,
                    per: "average headcount (person-days ÷ days)"
                ) { $0.averageHeadcount($1, $2) },
                metric(
                    "turnover.\(kind.name).two_point", kind, windows: periods,
                    per: "(opening + closing) ÷ 2", variant: ", two points"
                ) { $0.twoPoint($1, $2) },
                metric(
                    "turnover.rolling12.\(kind.name)", kind, windows: [.rolling12],
                    per: "average headcount of the same 12 months (person-days ÷ days)", variant: ", 12 months"
                ) { $0.averageHeadcount($1, $2) },
                metric(
                    "turnover.rolling12.\(kind.name).two_point", kind, windows: [.rolling12],
                    per: "(opening + closing of the 12 months) ÷ 2", variant: ", 12 months, two points"
                ) { $0.twoPoint($1, $2) },
                metric(
                    "turnover.rolling12.\(kind.name).two_point_monthly", kind, windows: [.rolling12],
                    per: "mean over the 12 months of (opening + closing) ÷ 2",
                    variant: ", 12 months, monthly two points"
                ) { $0.twoPointMonthly($1, $2) },
                metric(
                    "turnover.annualised3.\(kind.name)", kind, windows: [.rolling3],
                    per: "average headcount of the 3 months (person-days ÷ days)", variant: ", 3 months × 4", times: 4
                ) { $0.averageHeadcount($1, $2) },
            ]
        } + [shrm, gri, esrs, esrsCount, hiresGRI, snapshot] + newcomers + RegrettedTurnover.metrics

    private static func metric(
        _ id: String, _ kind: LeavingClass, windows: Set<MonthGrid.Kind>, per denominator: String,
        variant: String = "", times: Double = 1, average: @escaping @Sendable (Figures, Int, Int) -> Double
    ) -> Metric {
        let measures = kind.measures
        let scaled = times == 1 ? "" : " × \(Int(times))"
        return Metric(
            description: MetricDescription(
                id: id, family: "Turnover", title: kind.title + variant, unit: "%",
                definition: "For every 100 employees on average, the number of \(kind.leavers) in the period.",
                formula: "\(kind.leavers) ÷ \(FormulaWords.part(denominator))\(scaled) × 100", numerator: kind.leavers,
                denominator: denominator, grain: "department × period", direction: -1,
                source: variant.contains("two points") ? "SHRM; CIPD" : "ISO 30414; CIPD, on person-time",
                interval: "exact Poisson (Garwood) on the count",
                sensitive: kind.protection != .turnover, decimals: 1),
            slots: .windows(windows), protection: kind.protection
        ) { figures, node, window in
            let leavers = measures.reduce(Int64(0)) { $0 + figures.sum($1, node, window) }
            return .rate(
                events: leavers, per: average(figures, node, window), persons: figures.persons(node, window), figures,
                times: times)
        }
    }

    // MARK: Standards

    private static let shrm = Metric(
        description: MetricDescription(
            id: "turnover.shrm_annual", family: "Turnover", title: "Annual turnover, sum of monthly rates", unit: "%",
            definition: "The sum of twelve monthly turnovers, each on that month's two-point average headcount.",
            formula: "Σ over 12 months of leavers ÷ ((opening + closing) ÷ 2) × 100",
            numerator: "sum of the monthly quotients", denominator: "1", grain: "department × 12 months",
            direction: -1, source: "SHRM", interval: "", sensitive: false, decimals: 1),
        slots: .windows([.year, .rolling12, .fiscalYear]), protection: .turnover
    ) { figures, node, window in
        let sum = figures.sumOfMonthlyRates(MeasureStore.Sum.leaving, node, window)
        return Figure(
            value: sum.map { $0 * 100 }, numerator: sum, denominator: sum == nil ? 0 : 1,
            n: figures.persons(node, window))
    }

    /// Leavers that the sustainability standards count: not those whose fixed term ended or who went to another company
    /// of the group.
    private static func reported(_ figures: Figures, _ node: Int, _ window: Int) -> Int64 {
        figures.sum(.voluntary, node, window) + figures.sum(.involuntary, node, window)
            + figures.sum(.retiredOrDied, node, window)
    }

    private static let reportedLeavers = "leavers who resigned, were dismissed, retired or died"

    private static let gri = standard(
        "turnover.gri_401_1", "Turnover (GRI 401-1)", "\(reportedLeavers)", per: "closing headcount",
        source: "GRI 401-1 (2016)", direction: -1
    ) {
        reported($0, $1, $2)
    } average: {
        Double($0.closing($1, $2))
    }

    private static let esrs = standard(
        "turnover.esrs_s1_6", "Turnover (ESRS S1-6)", "\(reportedLeavers)",
        per: "average headcount (person-days ÷ days)", source: "ESRS S1-6", direction: -1
    ) {
        reported($0, $1, $2)
    } average: {
        $0.averageHeadcount($1, $2)
    }

    private static let hiresGRI = standard(
        "hires.gri_401_1", "Hires (GRI 401-1)", "hires, rehires included", per: "closing headcount",
        source: "GRI 401-1 (2016)", direction: 0, protection: .plain
    ) {
        $0.sum(.hires, $1, $2)
    } average: {
        Double($0.closing($1, $2))
    }

    private static let esrsCount = Metric(
        description: MetricDescription(
            id: "turnover.esrs_s1_6.count", family: "Turnover", title: "Leavers (ESRS S1-6)", unit: "persons",
            definition: "Leavers who resigned, were dismissed, retired or died; a fixed term that ended is none.",
            formula: "count", numerator: reportedLeavers, denominator: "1", grain: "department × period",
            direction: -1, source: "ESRS S1-6", interval: "", sensitive: false, decimals: 0),
        slots: .windows(longPeriods), protection: .reported
    ) { .count(reported($0, $1, $2), persons: $0.persons($1, $2)) }

    private static func standard(
        _ id: String, _ title: String, _ counted: String, per denominator: String, source: String, direction: Int,
        protection: Metric.Protection = .reported, events: @escaping @Sendable (Figures, Int, Int) -> Int64,
        average: @escaping @Sendable (Figures, Int, Int) -> Double
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "Turnover", title: title, unit: "%",
                definition: "For every 100 of the \(denominator), the number of \(counted) in the period.",
                formula: "\(counted) ÷ \(denominator) × 100", numerator: counted, denominator: denominator,
                grain: "department × period", direction: direction, source: source,
                interval: "exact Poisson (Garwood) on the count", sensitive: false, decimals: 1),
            slots: .windows(longPeriods), protection: protection
        ) { figures, node, window in
            .rate(
                events: events(figures, node, window), per: average(figures, node, window),
                persons: figures.persons(node, window), figures)
        }
    }

    // MARK: Cost

    /// Where the pipeline says what one leaver costs.
    ///
    /// Both are as plain as the count of leavers, which they are a multiple of.
    static func costs(leaver cost: Int) -> [Metric] {
        @Sendable func leavers(_ figures: Figures, _ node: Int, _ window: Int) -> Int64 {
            MeasureStore.Sum.leaving.reduce(0) { $0 + figures.sum($1, node, window) }
        }
        func description(
            _ id: String, _ title: String, _ definition: String, formula: String, numerator: String, direction: Int,
            interval: String
        ) -> MetricDescription {
            MetricDescription(
                id: id, family: "Turnover", title: title, unit: "currency", definition: definition,
                formula: "\(formula) × metrics.leaver_cost", numerator: numerator, denominator: "1",
                grain: "department × period", direction: direction,
                source: "the organisation's own estimate of the cost of a leaver", interval: interval,
                sensitive: false, decimals: 0)
        }
        let windows = periods.union([.rolling12])
        return [
            Metric(
                description: description(
                    "turnover.cost", "Cost of turnover",
                    "Leavers times what one leaver costs by the pipeline's setting.",
                    formula: "leavers", numerator: "leavers", direction: -1,
                    interval: "exact Poisson (Garwood) on the count"),
                slots: .windows(windows), protection: .turnover
            ) { figures, node, window in
                let count = leavers(figures, node, window)
                let limits = figures.poisson(events: Int(count))
                return Figure(
                    value: Double(count) * Double(cost), numerator: Double(count), denominator: 1,
                    n: figures.persons(node, window), low: limits.map { $0.low * Double(cost) },
                    high: limits.map { $0.high * Double(cost) })
            },
            Metric(
                description: description(
                    "turnover.cost.saved", "Cost of turnover saved",
                    "The cost of the leavers of the same period a year before less that of this one's; negative where "
                        + "more left. Periods that still run have none.",
                    formula: "(leavers a year before − leavers)", numerator: "leavers a year before − leavers",
                    direction: 1, interval: ""),
                slots: .windows(windows), protection: .turnoverChange
            ) { figures, node, window in
                guard let before = figures.yearBefore[window] else {
                    return Figure(value: nil, n: figures.persons(node, window))
                }
                let fewer = leavers(figures, node, before) - leavers(figures, node, window)
                return Figure(
                    value: Double(fewer) * Double(cost), numerator: Double(fewer), denominator: 1,
                    n: figures.persons(node, window))
            },
        ]
    }

    // MARK: Newcomers

    private static let newcomers = [
        newcomer(
            "turnover.first_year", "Leavers in the first year", days: 365, kind: .year, .yearStarts, .yearLeft),
        newcomer(
            "turnover.first_90_days", "Leavers in the first 90 days", days: 90, kind: .quarter, .quarterStarts,
            .quarterLeft),
    ]

    private static func newcomer(
        _ id: String, _ title: String, days: Int, kind: Metric.Newcomers, _ starts: MeasureStore.Sum,
        _ left: MeasureStore.Sum
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "Turnover", title: title, unit: "%",
                definition:
                    "Of every 100 spells of employment whose \(days) days were over in the period, those that had "
                    + "ended by then; at the department of the first day.",
                formula:
                    "spells that ended within \(days) days of their start ÷ spells started \(days) days before × 100",
                numerator: "spells whose last day lies before the \(days)th day after the first",
                denominator: "spells whose \(days)th day after the first lies in the period",
                grain: "department × period", direction: -1,
                source: "ISO 30414; every spell is followed for the same time",
                interval: "Wilson", sensitive: false, decimals: 1),
            slots: .windows([.quarter, .year, .rolling12, .fiscalQuarter, .fiscalYear]), protection: .newcomers(kind),
            needs: .newcomers
        ) { .share($0.sum(left, $1, $2), of: $0.sum(starts, $1, $2)) }
    }

    // MARK: Snapshots

    private static let snapshot = Metric(
        description: MetricDescription(
            id: "turnover.snapshot", family: "Turnover", title: "Turnover of a snapshot", unit: "%",
            definition: "Of every 100 persons in an export without dates, those marked as leavers.",
            formula: "leavers ÷ (active + leavers) × 100", numerator: "leavers", denominator: "active + leavers",
            grain: "department × snapshot", direction: -1, source: "for exports without dates",
            interval: "Wilson", sensitive: false, decimals: 1),
        slots: .snapshot, protection: .snapshot
    ) { figures, node, _ in
        guard let counts = figures.snapshot else { return Figure(value: nil, n: 0) }
        return .share(counts.leavers[node], of: counts.persons[node])
    }
}
