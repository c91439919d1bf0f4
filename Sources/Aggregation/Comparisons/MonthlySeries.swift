internal import Calendars
internal import Configuration
internal import Disclosure
internal import Results
internal import Runs
internal import Statistics

/// The closed months of a metric that has limits or trends: never rolling windows, which overlap.
struct MonthlySeries: Sendable {
    enum Kind: Sendable {
        /// Leavers of some classes.
        case events([MeasureStore.Sum])
        /// Absent of scheduled minutes.
        case absence
        /// A trend only.
        case other
    }

    var metric: Metric
    var kind: Kind
    /// Places of the windows, one a month and in order, without a gap.
    var slots: [Int]

    static func kind(of metric: String) -> Kind? {
        switch metric {
        case "turnover.total": .events(MeasureStore.Sum.leaving)
        case "turnover.voluntary": .events([.voluntary])
        case "absence.rate": .absence
        case "absence.frequency", "flow.hires", "participation.attendance_rate", "participation.reach": .other
        default: nil
        }
    }
}

extension MonthlySeries {
    /// The trend of a unit's published months; nil where they are fewer than 24.
    func trend(_ node: Int, id: String, _ source: CellSource, _ grid: MonthGrid) -> TrendRow? {
        let values = slots.map { slot -> Double? in
            guard let mask = source.masks[metric.protection, slot], mask[node] == nil else { return nil }
            return metric.figure(source.figures, node, slot).value
        }
        guard let first = values.firstIndex(where: { $0 != nil }), let last = values.lastIndex(where: { $0 != nil }),
            let trend = seasonalMannKendall(Array(values[first...last]))
        else { return nil }
        var row = TrendRow()
        row.metric = metric.id
        row.department = id
        row.from = grid.windows[slots[first]].label
        row.to = grid.windows[slots[last]].label
        row.months = values.count { $0 != nil }
        row.score = trend.score
        row.p = trend.p
        row.slope = trend.slope
        row.low = trend.interval?.low
        row.high = trend.interval?.high
        return row
    }
}

extension AggregateRun {
    /// The metrics that have limits or trends, with their closed months from the first that the data tell of, or from
    /// the break that is set.
    func monthlySeries(_ source: CellSource) -> [MonthlySeries] {
        metrics.compactMap { metric in
            guard let kind = MonthlySeries.kind(of: metric.id) else { return nil }
            let from = (pipeline.metrics.baselineFrom ?? grid.firstMonth) - grid.firstMonth
            let slots = slots(of: metric, grid).filter { slot in
                let window = grid.windows[slot]
                return window.kind == .month && window.isClosed && window.first >= max(from, 0)
                    && source.masks[metric.protection, slot].map { !isUnknown($0) } ?? false
            }
            return slots.isEmpty ? nil : MonthlySeries(metric: metric, kind: kind, slots: slots)
        }
    }

    /// Whether the data do not reach back to the window at all.
    private func isUnknown(_ mask: Mask) -> Bool { mask.allSatisfy { $0 == .insufficientHistory } }

    /// The points of all control charts, unit by unit. A chart needs each of its months published: a limit is made of all
    /// months of the baseline, and would tell what a hidden one has.
    func limitPoints(_ series: [MonthlySeries], _ source: CellSource) -> [LimitPoint] {
        let made = Slots<[LimitPoint]>(count: series.count)
        Workers.run(count: series.count, workers: workers) { [tree, grid] i in
            let chart = ControlledSeries(series[i], source, grid)
            made[i] = tree.byID.flatMap { node in chart.points(Int(node), id: tree.ids[Int(node)]) }
        }
        return series.indices.flatMap { made[$0] ?? [] }
    }

    /// Trends over the published months, where these are 24 or more.
    func trendRows(_ series: [MonthlySeries], _ source: CellSource) -> [TrendRow] {
        let made = Slots<[TrendRow]>(count: series.count)
        Workers.run(count: series.count, workers: workers) { [tree, grid] i in
            made[i] = tree.byID.compactMap { node in
                series[i].trend(Int(node), id: tree.ids[Int(node)], source, grid)
            }
        }
        return series.indices.flatMap { made[$0] ?? [] }
    }
}

/// The control charts of one metric.
struct ControlledSeries: Sendable {
    /// The baseline: the first months, frozen.
    static let baseline = 24

    private let series: MonthlySeries
    private let source: CellSource
    private let grid: MonthGrid
    private let masks: [Mask?]

    init(_ series: MonthlySeries, _ source: CellSource, _ grid: MonthGrid) {
        self.series = series
        self.source = source
        self.grid = grid
        masks = series.slots.map { source.masks[series.metric.protection, $0] }
    }

    /// The points of a unit; none where a month is hidden, where the months are too few, or expect too little.
    func points(_ node: Int, id: String) -> [LimitPoint] {
        guard masks.allSatisfy({ $0.map { $0[node] == nil } ?? false }), let first = series.slots.first else {
            return []
        }
        let firstMonth = (grid.firstMonth + grid.windows[first].first) % 12 + 1
        switch series.kind {
        case .events(let measures): return events(measures, node, id, firstMonth)
        case .absence: return absence(node, id, firstMonth)
        case .other: return []
        }
    }

    private func events(
        _ measures: [MeasureStore.Sum], _ node: Int, _ id: String, _ firstMonth: Int
    ) -> [LimitPoint] {
        let figures = source.figures
        let counts = series.slots.map { slot in
            measures.reduce(0) { $0 + Int(figures.sum($1, node, slot)) }
        }
        let exposures = series.slots.map { Int128(figures.sum(.personDays, node, $0)) }
        guard let chart = poissonChart(counts: counts, exposures: exposures, firstMonth: firstMonth) else { return [] }
        return chart.points.map { point in
            // From a count to the metric's rate: ÷ average headcount of the point × 100.
            let days = self.days(point.months)
            let average = Double(exposures[point.months].reduce(0, +)) / Double(days)
            return made(point, id) { average > 0 ? $0 / average * 100 : nil }
        }
    }

    private func absence(_ node: Int, _ id: String, _ firstMonth: Int) -> [LimitPoint] {
        let figures = source.figures
        // The company's own chart would be one of its differences to itself; of a hidden one there is no difference.
        guard node != 0, masks.allSatisfy({ $0.map { $0[0] == nil } ?? false }) else { return [] }
        let months = series.slots.map { slot in
            ComparedMonth(
                a: Int128(figures.sum(.absentMinutes, node, slot)), s: Int128(figures.sum(.scheduled, node, slot)),
                companyA: Int128(figures.sum(.absentMinutes, 0, slot)),
                companyS: Int128(figures.sum(.scheduled, 0, slot)),
                contributors: Int(figures.distinct(.absenceContributors, node, slot)))
        }
        guard let chart = laneyChart(months, firstMonth: firstMonth) else { return [] }
        return chart.points.map { point in
            // From a difference to the unit's rate: the company's in the same months is added again.
            let part = months[point.months]
            let rate =
                Double(part.reduce(0) { $0 + $1.companyA }) / Double(part.reduce(0) { $0 + $1.companyS })
            return made(point, id) { ($0 + rate) * 100 }
        }
    }

    private func days(_ months: Range<Int>) -> Int {
        months.reduce(0) { $0 + grid.windows[series.slots[$1]].days.count }
    }

    private func made(_ point: ControlPoint, _ id: String, _ scaled: (Double) -> Double?) -> LimitPoint {
        var row = LimitPoint()
        row.metric = series.metric.id
        row.department = id
        row.period = label(point.months)
        row.value = point.value.flatMap(scaled)
        row.centre = scaled(point.centre)
        row.low = point.limits.flatMap { scaled($0.low) }
        row.high = point.limits.flatMap { scaled($0.high) }
        row.isOutside = point.isOutside
        row.isRun = point.isRun
        row.isBaseline = point.months.upperBound <= Self.baseline
        return row
    }

    private func label(_ months: Range<Int>) -> String {
        let first = grid.windows[series.slots[months.lowerBound]]
        guard months.count == 3 else { return first.label }
        let (year, month) = (grid.firstMonth + first.first).quotientAndRemainder(dividingBy: 12)
        return Period(.quarter(year: year, quarter: month / 3 + 1)).description
    }
}
