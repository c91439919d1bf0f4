internal import HTML
internal import Results

/// Rate over time at the grain that is published, how often and how long, departments and groups.
struct AbsenceChapter: Sendable {
    let context: PageContext

    private var edition: Edition { context.edition }

    func chapter() -> Chapter {
        guard let headline = edition.headline(.absence) else {
            return Chapter(
                id: "absence", title: Wording.absenceChapter, rail: [], figures: [],
                line: context.missing("Absence", Wording.absenceChapter, ["absence.rate"]),
                isMissing: !["absence.rate"].contains { edition.cube.has($0) })
        }
        var figures: [FigureFrame] = []
        if let series = overTime() { figures.append(series) }
        if let more = more(headline.period) { figures.append(more) }
        if let dots = UnitDots(context: context).figure(
            headline.metric, headline.period, what: "absence rate", measured: Wording.measuredAbsence)
        {
            figures.append(dots)
        }
        figures += BreakdownFigures(context: context).figures(
            headline.metric, headline.period, title: Wording.absenceRate)
        let unit = edition.unit(headline.metric)
        let months = highMonths()
        var rail: [String] = []
        if let value = context.reading(headline.metric, headline.period).value {
            let before = headline.yearAgo.flatMap { context.reading(headline.metric, $0).value }
            rail.append(
                before.map {
                    Wording.rateAndBeforeRail(
                        Format.value(value, unit), headline.period.inSentence, Format.value($0, unit))
                }
                    ?? Wording.rateRail(Format.value(value, unit), headline.period.inSentence))
        }
        if let months { rail.append(Wording.highMonths(Format.list(months.names), months.years)) }
        for dimension in BreakdownFigures(context: context).elsewhere(headline.metric, headline.period) {
            rail.append(Wording.groupsBelow(dimension))
        }
        return Chapter(
            id: "absence", title: Wording.absenceChapter, rail: rail, figures: figures,
            line: figures.isEmpty && rail.isEmpty ? Wording.seriesHidden(Wording.absenceRate) + "." : "")
    }

    /// By month if the unit has months, else by quarter, else over 12 months.
    private func overTime() -> FigureFrame? {
        let months = edition.monthIndices.suffix(36)
        let quarters = Set(months.map { $0.year * 4 + $0.monthOfYear / 3 }).sorted().map(ReportPeriod.quarter)
        let builder = SeriesBuilder(context: context)
        let alternatives: [(periods: [ReportPeriod], note: String)] = [
            (months.map(ReportPeriod.month), ""), (quarters, Wording.absenceQuarterNote),
            (months.map(ReportPeriod.rolling12), Wording.absenceYearNote),
        ]
        for alternative in alternatives {
            let readings = context.readings("absence.rate", alternative.periods)
            let known = zip(alternative.periods, readings).compactMap { period, reading in
                reading.value.map { (period, $0) }
            }
            guard known.count > 2, let top = known.max(by: { $0.1 < $1.1 }) else { continue }
            let unit = edition.unit("absence.rate")
            var note = alternative.note
            if context.reading("absence.rate", known[known.count - 1].0).figure?.n == nil { note = Wording.noIntervals }
            return builder.line(
                "absence.rate", title: Wording.absenceRate, sub: Wording.absenceSub, periods: alternative.periods,
                comparedWith: context.parent, note: note, isFull: true,
                heading: alternative.periods.first.flatMap { first in
                    if case .rolling12 = first { return nil }
                    return Wording.absencePeak(top.0.words, Format.value(top.1, unit))
                })
        }
        return nil
    }

    /// Months of the year that lie a tenth above their own year's average in each of the last two or three years; `nil`
    /// for shorter series, or when the years do not agree.
    private func highMonths() -> (names: [String], years: Int)? {
        let metric = "absence.rate"
        guard edition.cube.has(metric),
            let last = edition.monthIndices.last(where: { context.reading(metric, .month($0)).value != nil })
        else { return nil }
        var years: [[Double]] = []
        for back in 0..<3 {
            let end = last - back * 12
            let values = context.readings(metric, (end - 11...end).map(ReportPeriod.month)).compactMap(\.value)
            guard values.count == 12 else { break }
            years.append(values)
        }
        guard years.count > 1 else { return nil }
        let high = (0..<12).filter { month in
            years.allSatisfy { $0[month] >= $0.reduce(0, +) / 12 * 1.1 }
        }
        guard (1...5).contains(high.count) else { return nil }
        let names = high.map { (last - 11 + $0).monthOfYear }.sorted().map { Format.months[$0] }
        return (names, years.count)
    }

    /// This unit, a year ago and the unit above, for the measures beside the rate.
    private func more(_ period: ReportPeriod) -> FigureFrame? {
        guard case .rolling12(let month) = period else { return nil }
        let list: [(metric: String, period: ReportPeriod, title: String)] = [
            ("absence.rate", period, Wording.absenceRate), ("absence.frequency", period, Wording.frequency),
            ("absence.incidence", period, Wording.incidence),
            ("absence.days_per_employee", .month(month), Wording.daysPerEmployee),
        ]
        let known = list.filter { context.reading($0.metric, $0.period).value != nil }
        guard known.count > 1 else { return nil }
        let parent = context.parent
        var columns: [DataTable.Column] = [
            .init(title: Wording.measure, isNumber: false), .init(title: context.name),
            .init(title: Wording.intervalColumn),
            .init(title: Wording.yearAgoColumn),
        ]
        if let parent { columns.append(.init(title: edition.name(parent))) }
        var hidden: [Reading] = []
        let rows = known.map { item in
            let isSpells = item.metric == "absence.frequency" && edition.unit(item.metric).kind == .percent
            // Spells are counted, not shared out: 242 of them per 100 people are no percentage.
            let unit = isSpells ? Unit(.plain, decimals: 0, words: "") : edition.unit(item.metric)
            let own = context.reading(item.metric, item.period)
            let past = item.period.yearBefore.map { context.reading(item.metric, $0) } ?? .missing
            var title = isSpells ? Wording.frequency : edition.description(item.metric)?.title ?? item.title
            if case .month(let month) = item.period { title = Wording.inMonth(title, Format.month(month)) }
            var cells: [TableCell] = [
                .name(title, context.definition(item.metric)), .reading(own, unit), .interval(own, unit),
                .reading(past, unit),
            ]
            hidden.append(past)
            if let parent {
                let above = edition.reading(item.metric, parent, item.period)
                hidden.append(above)
                cells.append(.reading(above, unit))
            }
            return DataTable.Row(cells: cells)
        }
        let note = hidden.contains { $0.value == nil } ? Wording.hatchOrEarly : ""
        return FigureFrame(
            title: context.reading("absence.incidence", period).value.map {
                Wording.absenceMoreTitle(Format.value($0, edition.unit("absence.incidence")))
            } ?? Wording.absenceMoreTitle, sub: Wording.absenceMoreSub(period.words), isFull: true, note: note,
            table: DataTable(columns: columns, rows: rows), tableNames: "wide")
    }
}

extension Wording {
    static let measuredAbsence = "% of working time lost to sickness"
    static func rateAndBeforeRail(_ value: String, _ period: String, _ before: String) -> String {
        "\(value) in \(period), \(before) a year earlier."
    }
    static func inMonth(_ title: String, _ month: String) -> String { "\(title), \(month)" }
    static let hatchOrEarly =
        "Hatched: not shown, by the reporting minimum or because the data do not reach back that far."
}
