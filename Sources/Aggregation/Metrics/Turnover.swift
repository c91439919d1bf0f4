internal import Results

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

    static let metrics: [Metric] =
        classes.flatMap { kind in
            [
                metric(
                    "turnover.\(kind.name)", kind, windows: [.month, .quarter, .year],
                    per: "average headcount (person-days ÷ days)"
                ) { $0.averageHeadcount($1, $2) },
                metric(
                    "turnover.\(kind.name).two_point", kind, windows: [.month, .quarter, .year],
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
            ]
        } + [snapshot]

    private static func metric(
        _ id: String, _ kind: LeavingClass, windows: Set<MonthGrid.Kind>, per denominator: String,
        variant: String = "", average: @escaping @Sendable (Figures, Int, Int) -> Double
    ) -> Metric {
        let measures = kind.measures
        return Metric(
            description: MetricDescription(
                id: id, family: "Turnover", title: kind.title + variant, unit: "%",
                definition: "For every 100 employees on average, the number of \(kind.leavers) in the period.",
                formula: "\(kind.leavers) ÷ \(denominator) × 100", numerator: kind.leavers,
                denominator: denominator, grain: "department × period", direction: -1,
                source: "ISO 30414; CIPD; two points as in SHRM", interval: "exact Poisson (Garwood) on the count",
                sensitive: kind.protection != .turnover, decimals: 1),
            slots: .windows(windows), protection: kind.protection
        ) { figures, node, window in
            let leavers = measures.reduce(Int64(0)) { $0 + figures.sum($1, node, window) }
            return .rate(
                events: leavers, per: average(figures, node, window), persons: figures.persons(node, window), figures)
        }
    }

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
