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

    private func figure(
        _ metric: String, _ period: ReportPeriod, _ title: String, _ dimension: String,
        _ groups: [(group: String, breakdown: String)]
    ) -> FigureFrame? {
        let edition = context.edition
        let whole = context.reading(metric, period)
        let unit = edition.unit(metric)
        let rows = UnitRows.sorted(
            groups.enumerated().compactMap { index, group in
                let reading = edition.reading(metric, context.unit, period, breakdown: group.breakdown)
                if case .missing = reading { return nil }
                return UnitRows.Row(
                    unit: index, name: group.group, reading: reading,
                    verdict: edition.verdict(metric, reading.figure, against: whole.figure), isOwn: false)
            }, falling: edition.direction(metric) <= 0)
        let known = rows.filter { $0.reading.value != nil }
        guard known.count > 1, let high = known.first, let low = known.last else { return nil }
        let drawn = rows.count > 30 ? Array(known.prefix(30)) : rows
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
