internal import HTML
internal import Results

/// A metric by the groups that the cube breaks it down by, one figure a dimension.
struct BreakdownFigures: Sendable {
    let context: PageContext

    func figures(_ metric: String, _ period: ReportPeriod, title: String) -> [FigureFrame] {
        var dimensions: [String: [(group: String, breakdown: String)]] = [:]
        for breakdown in context.edition.cube.breakdowns(of: metric) {
            guard let equals = breakdown.firstIndex(of: "=") else { continue }
            dimensions[String(breakdown[..<equals]), default: []].append(
                (String(breakdown[breakdown.index(after: equals)...]), breakdown))
        }
        return dimensions.keys.sorted().compactMap { dimension in
            figure(metric, period, title, dimension, dimensions[dimension] ?? [])
        }
    }

    /// Groups that the source publishes for units below this one only.
    func elsewhere(_ metric: String, _ period: ReportPeriod) -> [String] {
        let edition = context.edition
        guard context.isPublic, !edition.children[context.unit].isEmpty else { return [] }
        let groups = Dictionary(grouping: edition.cube.breakdowns(of: metric)) { $0.prefix { $0 != "=" } }
        return groups.keys.sorted().filter { dimension in
            (groups[dimension] ?? []).allSatisfy {
                if case .missing = edition.reading(metric, context.unit, period, breakdown: $0) { true } else { false }
            }
        }.map { $0.split(separator: "_").joined(separator: " ") + "s" }
    }

    private static let unknown = "unknown"

    /// Where a band of years begins: -1 for "<30", 30 for "30-50", and behind all others for ">50"; nil for other groups.
    private static func start(_ group: String) -> Int? {
        switch group.first {
        case "<": Int(group.dropFirst()).map { _ in -1 }
        case ">": Int(group.dropFirst()).map { _ in .max - 1 }
        default: Int(group.prefix { $0 != "-" })
        }
    }

    private func figure(
        _ metric: String, _ period: ReportPeriod, _ title: String, _ dimension: String,
        _ groups: [(group: String, breakdown: String)]
    ) -> FigureFrame? {
        let edition = context.edition
        let whole = context.reading(metric, period)
        let unit = edition.unit(metric)
        var rows = UnitRows.sorted(
            groups.enumerated().compactMap { index, group in
                var reading = edition.reading(metric, context.unit, period, breakdown: group.breakdown)
                if case .missing = reading { return nil }
                if case .undefined = reading {
                    // A group that nobody in the company is in has no row. One that nobody in this unit is in looks
                    // like one of too few persons.
                    let whole = edition.reading(metric, edition.root, period, breakdown: group.breakdown)
                    if case .undefined = whole { return nil }
                    reading = .hidden(.groupMinimum)
                }
                return UnitRows.Row(
                    unit: index, name: Wording.group(group.group, of: dimension), reading: reading,
                    verdict: edition.verdict(metric, reading.figure, against: whole.figure), isOwn: false)
            }, falling: edition.direction(metric) <= 0)
        let known = rows.filter { $0.reading.value != nil }
        guard known.count > 1, let high = known.first, let low = known.last else { return nil }
        let starts = rows.map { Self.start(groups[$0.unit].group) }
        if zip(rows, starts).allSatisfy({ $1 != nil || groups[$0.unit].group == Self.unknown }) {
            // Bands stand in their own order.
            rows = zip(rows, starts).sorted { ($0.1 ?? .max) < ($1.1 ?? .max) }.map(\.0)
        }
        let drawn = rows.count > 30 ? Array(rows.filter { $0.reading.value != nil }.prefix(30)) : rows
        let words = dimension.split(separator: "_").joined(separator: " ")
        let hasIntervals = known.contains { $0.reading.figure?.low != nil }
        let ends = edition.direction(metric) <= 0 ? (low, high) : (high, low)
        var notes = hasIntervals ? [Wording.whiskers] : [Wording.noIntervals]
        if drawn.contains(where: { $0.reading.value == nil }) { notes.append(Wording.hatchNote(drawn.map(\.reading))) }
        return FigureFrame(
            title: Wording.dotsSpan(
                title, Format.value(ends.0.reading.value ?? 0, unit), Format.value(ends.1.reading.value ?? 0, unit),
                ends.0.name, ends.1.name),
            sub: Wording.dotsSub(Wording.groupTitle(title, words), period.words, unit.words), isFull: true,
            chart: DotChart(
                label: Wording.dotsLabel(
                    Wording.groupTitle(title.lowercasedFirst, words),
                    known.prefix(6).map { "\($0.name) \(Format.value($0.reading.value ?? 0, unit))" }
                        .joined(separator: ", ")),
                unit: unit,
                rows: drawn.map {
                    DotChart.Row(
                        name: $0.name, value: $0.reading.value, low: $0.reading.figure?.low,
                        high: $0.reading.figure?.high, verdict: $0.verdict)
                },
                reference: whole.value.map { (context.name, $0) }),
            note: notes.joined(separator: " "), definition: context.definition(metric),
            table: DataTable(
                columns: [.init(title: words.capitalizedFirst, isNumber: false), .init(title: Wording.valueColumn)]
                    + (hasIntervals ? [.init(title: Wording.intervalColumn)] : []),
                rows: rows.map { row in
                    DataTable.Row(
                        cells: [.text(row.name), .reading(row.reading, unit, verdict: row.verdict)]
                            + (hasIntervals ? [.interval(row.reading, unit)] : []))
                }))
    }
}
