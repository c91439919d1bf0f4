internal import HTML
internal import Results

/// Twelve-month turnover with its interval, months, classes, departments; or one dateless snapshot.
struct TurnoverChapter: Sendable {
    let context: PageContext

    private var edition: Edition { context.edition }

    func chapter() -> Chapter {
        guard let headline = edition.headline(.turnover) else {
            return Chapter(
                id: "turnover", title: Wording.turnoverChapter, rail: [], figures: [],
                line: context.missing(
                    "Turnover", Wording.turnoverChapter, ["turnover.rolling12.total", "turnover.snapshot"]),
                isMissing: !["turnover.rolling12.total", "turnover.snapshot"].contains { edition.cube.has($0) })
        }
        var figures: [FigureFrame] = []
        let series = SeriesBuilder(context: context)
        let unit = edition.unit(headline.metric)
        if case .rolling12(let month) = headline.period {
            let months = edition.monthIndices.filter { $0 <= month && $0 > month - 37 }
            if let line = series.line(
                headline.metric, title: Wording.turnoverRolling, sub: Wording.rollingSub,
                periods: months.map(ReportPeriod.rolling12), comparedWith: context.parent, isFull: true)
            {
                figures.append(line)
            }
            // Classes are shown for closed months only, one behind the total.
            let closed = edition.newest(
                "turnover.rolling12.voluntary", months.reversed().map(ReportPeriod.rolling12))
            if let classes = classes(closed ?? headline.period) { figures.append(classes) }
            if let bars = monthly(months) { figures.append(bars) }
        }
        if let dots = UnitDots(context: context).figure(
            headline.metric, headline.period, what: "turnover", measured: Wording.measuredTurnover(headline.metric))
        {
            figures.append(dots)
        }
        figures += BreakdownFigures(context: context).figures(
            headline.metric, headline.period, title: Wording.turnoverRolling)
        var rail: [String] = []
        if let value = context.reading(headline.metric, headline.period).value {
            let before = headline.yearAgo.flatMap { context.reading(headline.metric, $0).value }
            rail.append(
                before.map {
                    Wording.turnoverRail(Format.value(value, unit), headline.period.words, Format.value($0, unit))
                } ?? headline.period.rail(Format.value(value, unit)))
        }
        return Chapter(
            id: "turnover", title: Wording.turnoverChapter, rail: rail, figures: figures,
            line: figures.isEmpty && rail.isEmpty ? Wording.seriesHidden(Wording.turnoverRolling) + "." : "")
    }

    private func monthly(_ months: [Int]) -> FigureFrame? {
        let metric = "turnover.total"
        let shown = months.suffix(24)
        let readings = context.readings(metric, shown.map(ReportPeriod.month))
        let bars = zip(shown, readings).map { month, reading in
            BarChart.Bar(month: month, value: reading.value, isHidden: reading.isHidden)
        }
        guard bars.filter({ $0.value != nil }).count > 1,
            let top = bars.max(by: { ($0.value ?? -1, -$0.month) < ($1.value ?? -1, -$1.month) }), let most = top.value,
            most > 0
        else { return nil }
        let unit = edition.unit(metric)
        return FigureFrame(
            title: Wording.monthlyTurnoverTitle(Format.month(top.month), Format.value(most, unit)),
            sub: Wording.monthlyTurnoverSub,
            chart: BarChart(
                label: Wording.barsLabel(
                    Wording.monthlyTurnoverTitle, Format.value(most, unit), Format.month(top.month)), unit: unit,
                bars: bars),
            note: Wording.monthlyNote, definition: context.definition(metric),
            table: DataTable(
                columns: [
                    .init(title: Wording.month, isNumber: false), .init(title: Wording.leftColumn),
                    .init(title: Wording.valueColumn), .init(title: Wording.intervalColumn),
                ],
                rows: zip(shown, readings).reversed().map { month, reading in
                    DataTable.Row(cells: [
                        .text(Format.shortMonth(month)),
                        .reading(context.reading("flow.leavers", .month(month)), edition.unit("flow.leavers")),
                        .reading(reading, unit), .interval(reading, unit),
                    ])
                }))
    }

    private func classes(_ period: ReportPeriod) -> FigureFrame? {
        let list = [
            ("voluntary", Wording.voluntary), ("involuntary", Wording.involuntary), ("other", Wording.otherClass),
            ("unknown", Wording.unknownClass),
        ]
        let unit = edition.unit("turnover.rolling12.total")
        let rows = list.compactMap { item -> (name: String, reading: Reading)? in
            let metric = "turnover.rolling12." + item.0
            guard edition.cube.has(metric) else { return nil }
            return (item.1, context.reading(metric, period))
        }
        let known = rows.filter { $0.reading.value != nil }
        guard known.count > 1 else { return nil }
        let total = context.reading("turnover.rolling12.total", period).figure?.numerator
        let voluntary = rows.first?.reading.figure?.numerator
        var title = Wording.classesTitle
        if let total, let voluntary, total >= 10, rows.first?.name == Wording.voluntary {
            title = Wording.voluntaryShare(Format.number(voluntary / total * 100) + "%")
        } else {
            title = Wording.classesTitle(
                known[0].name, Format.value(known[0].reading.value ?? 0, unit), known[1].name,
                Format.value(known[1].reading.value ?? 0, unit))
        }
        return FigureFrame(
            title: title, sub: Wording.classesSub(period.words),
            chart: DotChart(
                label: Wording.dotsLabel(
                    Wording.classesTitle.lowercasedFirst,
                    known.map { "\($0.name.lowercased()) \(Format.value($0.reading.value ?? 0, unit))" }
                        .joined(separator: ", ")),
                unit: unit,
                rows: rows.map {
                    DotChart.Row(
                        name: $0.name, value: $0.reading.value, low: $0.reading.figure?.low,
                        high: $0.reading.figure?.high, verdict: .level, isOwn: true)
                }),
            note: [Wording.whiskers, rows.count > known.count ? Wording.hatchNote : "", Wording.classesNote]
                .filter { !$0.isEmpty }.joined(separator: " "),
            definition: context.definition("turnover.rolling12.voluntary"),
            table: DataTable(
                columns: [
                    .init(title: Wording.classColumn, isNumber: false), .init(title: Wording.leftColumn),
                    .init(title: Wording.valueColumn), .init(title: Wording.intervalColumn),
                ],
                rows: rows.map { row in
                    let leavers: TableCell =
                        switch row.reading {
                        case .known(_, let figure): .number(figure.numerator.map { Format.number($0) } ?? "")
                        case .undefined: .number("")
                        case .hidden(let reason): .hidden(reason)
                        case .missing: .hidden(nil)
                        }
                    return DataTable.Row(cells: [
                        .text(row.name), leavers, .reading(row.reading, unit), .interval(row.reading, unit),
                    ])
                }))
    }
}

extension Wording {
    static let classColumn = "Class"
    static func measuredTurnover(_ metric: String) -> String {
        metric == "turnover.snapshot" ? "leavers in % of everyone in the snapshot" : "% of average headcount"
    }
}
