internal import HTML
internal import Results

/// Answers an item, scores by unit, scores wave by wave, eNPS; or the response rate alone, where that is all there is.
struct SurveyChapter: Sendable {
    let context: PageContext

    private var edition: Edition { context.edition }
    private var wave: ReportPeriod? {
        let headline = edition.headline(.engagement) ?? edition.headline(.enps) ?? edition.headline(.response)
        if case .wave? = headline?.period { return headline?.period }
        let waves = edition.publication.waves.reversed().map(ReportPeriod.wave)
        return edition.publication.items.lazy.compactMap { item in
            edition.newest("survey.favourable:" + item.id, Array(waves))
        }.first
    }

    private var surveyMetrics: [String] {
        ["survey.enps", "participation.response_rate"] + edition.publication.indices.map { "survey.index." + $0.id }
    }

    func chapter() -> Chapter {
        let response = edition.headline(.response)
        guard wave != nil || response != nil else {
            return Chapter(
                id: "survey", title: Wording.survey, rail: [], figures: [],
                line: context.missing("Survey", Wording.survey, surveyMetrics),
                isMissing: !surveyMetrics.contains { edition.cube.has($0) })
        }
        var figures: [FigureFrame] = []
        if let wave {
            let previous = previous(of: wave)
            if let likert = LikertFigure(context: context).figure(wave, previous: previous) { figures.append(likert) }
            if let heat = HeatMap(context: context, wave: wave).figure() { figures.append(heat) }
            if let scores = scores(wave, previous) { figures.append(scores) }
            if let enps = enps(wave) { figures.append(enps) }
            if let response, case .wave = response.period, let line = responses(response, wave) { figures.append(line) }
        }
        if let response {
            if let dots = UnitDots(context: context).figure(
                response.metric, response.period, what: "survey response", measured: Wording.measuredResponse)
            {
                figures.append(dots)
            }
        }
        let rail = rail(response)
        return Chapter(
            id: "survey", title: Wording.survey, rail: rail, figures: figures,
            line: figures.isEmpty && rail.isEmpty ? Wording.seriesHidden(Wording.survey) + "." : "")
    }

    private func rail(_ response: Headline?) -> [String] {
        guard let response, case .known(let value, let figure) = context.reading(response.metric, response.period)
        else {
            return wave.map { [Wording.surveyRail($0.words)] } ?? []
        }
        let rate = Format.value(value, edition.unit(response.metric))
        if case .wave = response.period, let answered = figure.numerator, let invited = figure.denominator {
            return [
                Wording.surveyRail(response.period.words, Format.number(answered), Format.number(invited), rate)
            ]
        }
        return [Wording.responseRail(rate, response.period.words)]
    }

    private func previous(of wave: ReportPeriod) -> ReportPeriod? {
        guard case .wave(let id) = wave, let at = edition.publication.waves.firstIndex(of: id), at > 0 else {
            return nil
        }
        return .wave(edition.publication.waves[at - 1])
    }

    private func enps(_ wave: ReportPeriod) -> FigureFrame? {
        let waves = wavesUpTo(wave)
        return SeriesBuilder(context: context).line(
            "survey.enps", title: Wording.enps, sub: Wording.enpsSub, periods: waves, comparedWith: context.parent,
            heading: context.reading("survey.enps", wave).figure.flatMap { figure in
                guard let value = figure.value, let before = previous(of: wave) else { return nil }
                let then = context.reading("survey.enps", before)
                guard let other = then.value else { return nil }
                let unit = edition.unit("survey.enps")
                let verdict = edition.verdict("survey.enps", figure, against: then.figure)
                return verdict.isClear
                    ? Wording.scoresChanged(Wording.enps, Format.value(other, unit), Format.value(value, unit))
                    : Wording.enpsLevel(Format.value(value, unit))
            })
    }

    private func responses(_ response: Headline, _ wave: ReportPeriod) -> FigureFrame? {
        SeriesBuilder(context: context).line(
            response.metric, title: Wording.responseRate, sub: Wording.measuredResponse.capitalizedFirst,
            periods: wavesUpTo(wave), comparedWith: context.parent)
    }

    private func wavesUpTo(_ wave: ReportPeriod) -> [ReportPeriod] {
        guard case .wave(let id) = wave, let at = edition.publication.waves.firstIndex(of: id) else { return [] }
        return edition.publication.waves[...at].suffix(8).map(ReportPeriod.wave)
    }

    /// Every index over the last waves, the change at the end.
    private func scores(_ wave: ReportPeriod, _ previous: ReportPeriod?) -> FigureFrame? {
        let waves = Array(wavesUpTo(wave).suffix(4))
        let indices = edition.publication.indices.filter { index in
            context.reading("survey.index." + index.id, wave).value != nil
        }
        guard !indices.isEmpty else { return nil }
        var moved: (name: String, from: String, to: String, size: Double)?
        var hasHidden = false
        let rows = indices.map { index in
            let metric = "survey.index." + index.id
            let unit = edition.unit(metric)
            var cells: [TableCell] = [.name(index.title, context.definition(metric))]
            for each in waves {
                let reading = context.reading(metric, each)
                if reading.value == nil { hasHidden = true }
                cells.append(.reading(reading, unit))
            }
            let now = context.reading(metric, wave)
            cells.append(.interval(now, unit))
            if let previous {
                let then = context.reading(metric, previous)
                if let a = now.value, let b = then.value {
                    let verdict = edition.verdict(metric, now.figure, against: then.figure)
                    cells.append(.clear(Format.signed(a - b, decimals: unit.decimals), verdict))
                    if verdict.isClear, abs(a - b) > moved?.size ?? 0 {
                        moved = (index.title, Format.value(b, unit), Format.value(a, unit), abs(a - b))
                    }
                } else {
                    cells.append(.number(""))
                }
            }
            return DataTable.Row(cells: cells)
        }
        var columns = [DataTable.Column(title: Wording.score, isNumber: false)]
        columns += waves.map { .init(title: $0.short) }
        columns.append(.init(title: Wording.intervalColumn))
        if previous != nil { columns.append(.init(title: Wording.change)) }
        let title = moved.map { Wording.scoresChanged($0.name, $0.from, $0.to) }
        return FigureFrame(
            title: title ?? (previous == nil ? Wording.scoresTitle : Wording.scoresLevel), sub: Wording.scoresSub,
            isFull: true,
            note: hasHidden ? Wording.hatchNote : "", table: DataTable(columns: columns, rows: rows))
    }
}

/// Agreement and disagreement an item.
struct LikertFigure: Sendable {
    let context: PageContext

    func figure(_ wave: ReportPeriod, previous: ReportPeriod?) -> FigureFrame? {
        let edition = context.edition
        // Without disagreement no row can be drawn.
        guard edition.publication.items.contains(where: { edition.cube.has("survey.unfavourable:" + $0.id) }) else {
            return nil
        }
        struct Entry {
            var item: SurveyItem
            var favourable: Reading
            var neutral: Reading
            var unfavourable: Reading
            var change: Double?
            var verdict: Verdict
        }
        var entries: [Entry] = edition.publication.items.compactMap { item in
            let favourable = context.reading("survey.favourable:" + item.id, wave)
            if case .missing = favourable { return nil }
            let then = previous.map { context.reading("survey.favourable:" + item.id, $0) }
            let change: Double? = favourable.value.flatMap { now in then?.value.map { now - $0 } }
            return Entry(
                item: item, favourable: favourable, neutral: context.reading("survey.neutral:" + item.id, wave),
                unfavourable: context.reading("survey.unfavourable:" + item.id, wave), change: change,
                verdict: edition.verdict("survey.favourable:" + item.id, favourable.figure, against: then?.figure))
        }
        // Hidden rows last, by text; nothing else about them decides where they stand.
        entries.sort { a, b in
            switch (a.unfavourable.value, b.unfavourable.value) {
            case (let x?, let y?) where x != y: x > y
            case (_?, nil): true
            case (nil, _?): false
            default: (a.item.text, a.item.id) < (b.item.text, b.item.id)
            }
        }
        let known = entries.filter { $0.favourable.value != nil && $0.unfavourable.value != nil }
        // A wall of hatched rows says no more than their number.
        let folded = entries.count - known.count > 3 ? entries.count - known.count : 0
        if folded > 0 { entries = known }
        guard let worst = known.first,
            let best = known.max(by: { ($0.favourable.value ?? 0) < ($1.favourable.value ?? 0) })
        else { return nil }
        let drawn = entries.prefix(Wording.likertMost)
        let rows = drawn.map { entry in
            LikertChart.Row(
                text: entry.item.words, favourable: entry.favourable.value, neutral: entry.neutral.value,
                unfavourable: entry.unfavourable.value, change: entry.change, verdict: entry.verdict)
        }
        let hasChange = rows.contains { $0.change != nil }
        let since = hasChange ? previous.map { Wording.since($0.short) } ?? "" : ""
        let people = known.compactMap { $0.favourable.figure?.n }.max()
        func percent(_ reading: Reading) -> String { Format.number(reading.value ?? 0) + "%" }
        let unit = Unit(.percent, decimals: 0, words: "%")
        return FigureFrame(
            title: Wording.likertTitle(percent(worst.unfavourable), worst.item.words),
            sub: people.map { Wording.likertSub(wave.words, Format.count($0)) } ?? Wording.likertSub(wave.words),
            isFull: true,
            chart: LikertChart(
                label: Wording.likertLabel(
                    rows.count, worst.item.words, percent(worst.unfavourable), best.item.words, percent(best.favourable)
                ),
                rows: Array(rows), since: since),
            note: Wording.likertNote
                + (folded > 0
                    ? Wording.questionsNotShown(folded) : entries.count > known.count ? Wording.hatchNote : ""),
            definition: context.definition("survey.favourable:" + worst.item.id),
            table: DataTable(
                columns: [
                    .init(title: Wording.item, isNumber: false), .init(title: Wording.disagree),
                    .init(title: Wording.neither),
                    .init(title: Wording.agree), .init(title: Wording.intervalColumn),
                ] + (hasChange ? [.init(title: Wording.change)] : []),
                rows: entries.map { entry in
                    var cells: [TableCell] = [
                        .text(entry.item.words), .reading(entry.unfavourable, unit), .reading(entry.neutral, unit),
                        .reading(entry.favourable, unit), .interval(entry.favourable, unit),
                    ]
                    if hasChange {
                        cells.append(entry.change.map { .clear(Format.signed($0), entry.verdict) } ?? .number(""))
                    }
                    return DataTable.Row(cells: cells)
                }))
    }
}

extension Wording {
    static let measuredResponse = "% of people invited"
    static func turnedRound(_ item: String) -> String { "\(item) (turned round)" }
    static func enpsLevel(_ value: String) -> String { "eNPS is \(value), no measurable change since the wave before" }
}

extension SurveyItem {
    /// The question as charts print it; one whose answers were turned round says so.
    var words: String { reversed ? Wording.turnedRound(text) : text }
}
