internal import HTML
internal import Results

/// The headline numbers, each with trend, interval and two comparisons.
struct Tiles: Sendable {
    let context: PageContext

    private var edition: Edition { context.edition }

    func write(into w: inout MarkupWriter) {
        let medians = medians
        // A whole without a figure of its own is told by the median of its parts.
        let headlines = edition.headlines.filter { headline in
            if medians.isEmpty { return true }
            if case .missing = context.reading(headline.metric, headline.period) { return false }
            return true
        }
        let count = headlines.count + medians.count
        guard count > 0 else { return }
        w.element(.section, .labelled(by: "t-h")) { w in
            w.text(.h2, .class("kick"), .id("t-h"), text: Wording.numbers(count))
            w.element(.div, .class(count < 3 ? "tiles few" : "tiles")) { w in
                for median in medians {
                    tile(median, &w)
                    w.newline()
                }
                for headline in headlines {
                    tile(headline, &w)
                    w.newline()
                }
            }
            key(&w)
        }
    }

    private struct Median {
        var title: String
        var value: Double
        var before: (year: Int, value: Double)?
        var year: Int
        var organisations: Double?
        var unit: Unit
    }

    private var medians: [Median] {
        guard context.isCompany, let benchmark = edition.benchmark, let year = benchmark.years.last else { return [] }
        let before = benchmark.years.dropLast().last
        return [
            (benchmark.engagement, Wording.medianEngagement, Unit(.plain, decimals: 1, words: "")),
            (benchmark.response, Wording.medianResponse, Unit(.percent, decimals: 0, words: "%")),
        ].compactMap { measure, title, unit in
            guard let measure, case .known(let value, let figure) = benchmark.reading(measure, year, edition) else {
                return nil
            }
            let then = before.flatMap { year in
                benchmark.reading(measure, year, edition).value.map { (year: year, value: $0) }
            }
            return Median(
                title: title, value: value, before: then, year: year, organisations: figure.denominator, unit: unit)
        }
    }

    private func tile(_ median: Median, _ w: inout MarkupWriter) {
        w.element(.div, .class("tile")) { w in
            w.element(.h3) { w in
                if let link = context.definition(Benchmark.metric) {
                    w.text(.a, .href(link), text: median.title)
                } else {
                    w.text(median.title)
                }
            }
            w.element(.p, .class("val")) { w in
                big(median.value, median.unit.kind == .plain ? .engagement : .response, median.unit, &w)
            }
            w.text(
                .p, .class("ci"),
                text: Wording.medianOf(
                    median.organisations.map { Format.number($0) } ?? Wording.undefined, String(median.year)))
            if let before = median.before {
                w.element(.dl, .class("cmp")) { w in
                    w.element(.div) { w in
                        w.text(.dt, text: String(before.year))
                        w.text(.dd, text: Format.value(before.value, median.unit))
                        difference(median.value - before.value, median.unit, .unknown, &w)
                    }
                }
            }
        }
    }

    private func key(_ w: inout MarkupWriter) {
        let shown = edition.headlines.filter { $0.kind != .headcount }
        guard !shown.isEmpty else {
            w.text(.p, .class("key"), text: Wording.keyOnlyExact)
            return
        }
        let hasIntervals = shown.contains { context.reading($0.metric, $0.period).figure?.low != nil }
        let hasTotals = shown.contains { headline in
            guard let figure = context.reading(headline.metric, headline.period).figure else { return false }
            return figure.low == nil && figure.n == nil
        }
        if !hasIntervals, hasTotals {
            w.text(.p, .class("key"), text: Wording.keyNoChance)
            return
        }
        let hasPast = shown.contains { headline in
            let others = [headline.yearAgo, headline.previous].compactMap { $0 }
            return others.contains { context.reading(headline.metric, $0).value != nil }
        }
        guard hasPast || context.parent != nil else {
            if hasIntervals { w.text(.p, .class("key"), text: Wording.keyNoPast) }
            return
        }
        w.element(.p, .class("key")) { w in
            w.text(Wording.keyIntro)
            w.text(.span, .class("bad"), text: Wording.keyWorse)
            w.text(", ")
            w.text(.span, .class("good"), text: Wording.keyBetter)
            w.text(Wording.keyEnd)
        }
    }

    private func tile(_ headline: Headline, _ w: inout MarkupWriter) {
        let unit = edition.unit(headline.metric)
        let period = edition.period(of: headline, in: context.unit)
        let reading = context.reading(headline.metric, period)
        let before = (period == headline.period ? headline.yearAgo : period.yearBefore).map {
            context.reading(headline.metric, $0)
        }
        w.element(.article, .class("tile")) { w in
            w.element(.h3) { w in
                // An earlier month than the other pages show says so at its head.
                let title =
                    period == headline.period ? headline.title : Wording.titleAt(headline.title, period.words)
                if let definition = context.definition(headline.metric) {
                    w.text(.a, .href(definition), text: title)
                } else {
                    w.text(title)
                }
            }
            switch reading {
            case .known(let value, let figure):
                w.element(.p, .class("val")) { w in big(value, headline.kind, unit, &w) }
                let isWorse =
                    edition.verdict(
                        headline.metric, of: context.unit, period, figure, against: before?.figure, .past) == .worse
                sparkline(headline, period, value, figure, before?.value, isWorse).write(into: &w)
                w.text(.p, .class("ci"), text: interval(headline, period, figure, unit))
                comparisons(headline, value, figure, before, unit, &w)
            case .undefined:
                w.text(.p, .class("val"), text: Wording.undefined)
            case .missing where context.isCompany:
                w.text(.p, .class("val"), text: Wording.undefined)
                w.text(.p, .class("ci"), text: Wording.noOwnFigure)
            case .hidden, .missing:
                let words = Wording.hidden(reason(reading))
                w.element(.p, .class("val")) { w in
                    w.element(.span, .class("sup hid")) { w in w.text(.span, .class("vh"), text: words) }
                }
                w.text(.p, .class("ci"), text: words.capitalizedFirst)
            }
        }
    }

    private func sparkline(
        _ headline: Headline, _ period: ReportPeriod, _ value: Double, _ figure: Figure, _ before: Double?,
        _ isWorse: Bool
    ) -> Sparkline {
        func values(_ periods: some Sequence<ReportPeriod>) -> [Double?] {
            context.readings(headline.metric, periods).map(\.value)
        }
        // Months under a year's value: a line without the year's own interval and comparison.
        guard headline.series.contains(headline.period) else {
            return Sparkline(points: values(headline.series), low: nil, high: nil, comparison: nil, isWorse: isWorse)
        }
        return Sparkline(
            points: values(headline.series.prefix { $0 != period }) + [value], low: figure.low, high: figure.high,
            comparison: before, isWorse: isWorse)
    }

    private func reason(_ reading: Reading) -> SuppressionReason? {
        if case .hidden(let reason) = reading { return reason }
        return nil
    }

    private func big(_ value: Double, _ kind: Headline.Kind, _ unit: Unit, _ w: inout MarkupWriter) {
        switch (unit.kind, kind) {
        case (.percent, _):
            w.text(Format.number(value, decimals: unit.decimals))
            w.text(.small, text: "%")
        case (.plain, .engagement):
            w.text(Format.number(value, decimals: unit.decimals))
            w.text(.small, text: Wording.outOf100)
        default: w.text(Format.value(value, unit))
        }
    }

    private func interval(_ headline: Headline, _ period: ReportPeriod, _ figure: Figure, _ unit: Unit) -> String {
        if headline.kind == .headcount {
            return period == headline.period ? Wording.countedAt(period.words) : Wording.countedEarlier(period.words)
        }
        let showsCounts = headline.kind == .response || headline.metric == "turnover.snapshot"
        if let low = figure.low, let high = figure.high {
            let range = Format.range(low, high, unit)
            if showsCounts, let part = figure.numerator, let whole = figure.denominator {
                return Wording.countsAndInterval(Format.number(part), Format.number(whole), range)
            }
            return Wording.interval(range)
        }
        if figure.n == nil { return Wording.noInterval }
        if figure.n ?? 0 < 30 { return Wording.noIntervalSmall }
        return Wording.noIntervalDefined
    }

    private func comparisons(
        _ headline: Headline, _ value: Double, _ figure: Figure, _ before: Reading?, _ unit: Unit,
        _ w: inout MarkupWriter
    ) {
        struct Row {
            var term: String
            var reading: Reading
            var isCompared: Bool
            var against: Flags.Against?
        }
        var rows: [Row] = []
        if let before {
            switch before {
            case .known, .hidden:
                rows.append(Row(term: Wording.rowYearAgo, reading: before, isCompared: true, against: .past))
            case .missing, .undefined: break
            }
        }
        if headline.kind == .headcount {
            if case .month(let month) = edition.period(of: headline, in: context.unit) {
                let average = context.reading("headcount.average", .rolling12(month))
                if average.value != nil {
                    rows.append(Row(term: Wording.averageTwelve, reading: average, isCompared: false))
                }
            }
        } else if let parent = context.parent {
            let reading = edition.reading(headline.metric, parent, headline.period)
            if case .known = reading {
                rows.append(Row(term: edition.name(parent), reading: reading, isCompared: true, against: .parent))
            }
        } else if let previous = headline.previous {
            let reading = context.reading(headline.metric, previous)
            if case .known = reading { rows.append(Row(term: previous.words, reading: reading, isCompared: true)) }
        } else if headline.kind == .turnover, case .rolling12 = headline.period {
            let voluntary = context.reading("turnover.rolling12.voluntary", headline.period)
            if voluntary.value != nil {
                rows.append(Row(term: Wording.ofThatVoluntary, reading: voluntary, isCompared: false))
            }
        }
        guard !rows.isEmpty else { return }
        w.element(.dl, .class("cmp")) { w in
            for row in rows {
                w.element(.div) { w in
                    w.text(.dt, text: row.term)
                    switch row.reading {
                    case .known(let other, let theirs):
                        let average = headline.kind == .headcount && !row.isCompared
                        w.text(.dd, text: average ? Format.number(other, decimals: 1) : Format.value(other, unit))
                        if row.isCompared {
                            let verdict = verdict(headline, row.against, figure, theirs)
                            difference(value - other, unit, verdict, &w)
                        } else {
                            w.empty(.dd)
                        }
                    case .hidden(let reason):
                        w.element(.dd, .class("sup")) { w in
                            w.text(.span, .class("vh"), text: Wording.hidden(reason))
                        }
                        w.empty(.dd)
                    case .missing, .undefined:
                        w.text(.dd, text: Wording.undefined)
                        w.empty(.dd)
                    }
                }
            }
        }
    }

    /// The wave before is held against by the intervals; the family of tests has the year before and the unit above.
    private func verdict(
        _ headline: Headline, _ against: Flags.Against?, _ figure: Figure, _ other: Figure
    ) -> Verdict {
        guard let against else { return edition.verdict(headline.metric, figure, against: other) }
        return edition.verdict(
            headline.metric, of: context.unit, headline.period, figure, against: other, against)
    }

    private func difference(_ difference: Double, _ unit: Unit, _ verdict: Verdict, _ w: inout MarkupWriter) {
        let text = Format.change(difference, unit)
        let arrow = difference > 0 ? "▲ " : "▼ "
        switch verdict {
        case .worse, .better:
            w.element(.dd, .class(verdict == .worse ? "bad" : "good")) { w in
                w.text(.span, .class("vh"), text: verdict == .worse ? Wording.worse : Wording.better)
                w.text(.span, .hidden, text: arrow)
                w.text(text)
            }
        case .apart, .level, .unknown: w.text(.dd, .class("flat"), text: text)
        }
    }
}
