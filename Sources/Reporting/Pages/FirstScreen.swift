internal import HTML
internal import Results

/// Name, standfirst, scope, findings and tiles.
struct FirstScreen: Sendable {
    let context: PageContext
    let findings: Findings

    private var edition: Edition { context.edition }

    func write(into w: inout MarkupWriter) {
        crumbs(&w)
        w.element(.div, .class("hero")) { w in
            w.element(.div) { w in
                w.element(.h1) { w in w.text(.bdi, text: context.name) }
                w.text(.p, .class("stand"), text: standfirst)
            }
            scope(&w)
        }
        w.newline()
        w.element(.div, .class("first")) { w in
            list(&w)
            if context.dissolution == nil { Tiles(context: context).write(into: &w) }
        }
        w.newline()
    }

    private func crumbs(_ w: inout MarkupWriter) {
        guard !context.isCompany else { return }
        w.element(.nav, .class("crumbs"), .label(Wording.crumbs)) { w in
            w.element(.ol) { w in
                for unit in edition.ancestors(context.unit) {
                    w.element(.li) { w in
                        if let link = context.page(of: unit) {
                            w.element(.a, .href(link)) { w in w.text(.bdi, text: edition.name(unit)) }
                        } else {
                            w.text(.bdi, text: edition.name(unit))
                        }
                    }
                }
                w.element(.li, .currentPage) { w in w.text(.bdi, text: context.name) }
            }
        }
    }

    /// A plain sentence or two from the data.
    var standfirst: String {
        if let end = context.dissolution { return Wording.ended(end) + ". " + Wording.dissolvedStand }
        var sentences: [String] = []
        let parent = context.parent.map { Wording.thanIn(edition.name($0)) } ?? ""
        func add(_ names: [String], _ than: String, _ words: (String, Bool, String) -> String) {
            if !names.isEmpty { sentences.append(words(short(names), names.count == 1, than)) }
        }
        if let together = findings.together {
            sentences.append(together + ".")
        } else {
            add(findings.worse.past, findings.since, Wording.standfirstWorse)
            add(findings.worse.parent, parent, Wording.standfirstWorse)
        }
        add(findings.better.past, findings.since, Wording.standfirstBetter)
        add(findings.better.parent, parent, Wording.standfirstBetter)
        if sentences.isEmpty { sentences.append(level) }
        if findings.apart.count == 1, let only = findings.apart.first, let together = only.together {
            sentences.append(Wording.standfirstTrouble(only.name, together))
        } else if !findings.apart.isEmpty {
            sentences.append(
                Wording.standfirstApart(findings.apart.map(\.name), isPublic: edition.publication.publicData))
        }
        return sentences.joined(separator: " ")
    }

    /// Three names at most, the rest as a number; at the head of a sentence.
    private func short(_ names: [String]) -> String {
        let shown = names.count > 4 ? names.prefix(3) + [Wording.otherFigures(names.count - 3)] : names[...]
        return Format.list(Array(shown)).capitalizedFirst
    }

    /// More of the headline numbers are hidden than shown.
    private var isMostlyHidden: Bool {
        let hidden = edition.headlines.filter { headline in
            switch context.reading(headline.metric, edition.period(of: headline, in: context.unit)) {
            case .hidden: true
            case .missing: !context.isCompany
            case .known, .undefined: false
            }
        }
        return hidden.count * 2 > edition.headlines.count
    }

    /// Totals without the number of people behind them, as a publisher gives them out.
    private var isPreAggregated: Bool {
        let known = edition.headlines.compactMap { context.reading($0.metric, $0.period).figure }
        return edition.publication.publicData && known.allSatisfy { $0.n == nil }
    }

    private var level: String {
        if edition.headlines.isEmpty { return Wording.standfirstNone(context.name) }
        if isMostlyHidden { return Wording.standfirstHidden(context.name) }
        if context.isCompany, let benchmark = edition.benchmark, let measure = benchmark.engagement,
            let year = benchmark.years.last, let now = benchmark.reading(measure, year, edition).value
        {
            let before = benchmark.years.dropLast().last.flatMap { benchmark.reading(measure, $0, edition).value }
            return Wording.standfirstMedian(
                Format.number(now, decimals: 1), String(year), before.map { Format.number($0, decimals: 1) })
        }
        if findings.couldJudge, findings.hasPast { return Wording.standfirstLevel(context.name) }
        for headline in edition.headlines where headline.kind != .headcount {
            guard case .known(let value, let figure) = context.reading(headline.metric, headline.period) else {
                continue
            }
            let unit = edition.unit(headline.metric)
            if headline.metric == "turnover.snapshot", let leavers = figure.numerator, let people = figure.denominator {
                return Wording.standfirstSnapshot(
                    Format.number(leavers), Format.number(people), context.name, Format.value(value, unit))
            }
            let title =
                switch headline.kind {
                case .absence: Wording.absenceRate
                case .response: Wording.responseRate
                default: headline.title
                }
            let then = headline.yearAgo.flatMap { context.reading(headline.metric, $0).value }
            if let then {
                return Wording.standfirstAndBefore(
                    title, Format.value(value, unit), context.name, headline.period.inSentence, Format.value(then, unit)
                )
            }
            return Wording.standfirstRate(title, Format.value(value, unit), context.name, headline.period.inSentence)
        }
        for headline in edition.headlines {
            guard let ends = ends(of: headline) else { continue }
            let unit = edition.unit(headline.metric)
            return Wording.standfirstSpan(
                headline.kind == .response ? Wording.responseRate : headline.title, headline.period.inSentence,
                Format.value(ends.low.value, unit), ends.low.name, Format.value(ends.high.value, unit), ends.high.name)
        }
        return Wording.standfirstHidden(context.name)
    }

    /// The lowest and the highest child. No ranking word for groups under 20.
    private func ends(
        of headline: Headline
    ) -> (low: (name: String, value: Double), high: (name: String, value: Double))? {
        let known = edition.children[context.unit].compactMap { child -> (name: String, value: Double)? in
            guard case .known(let value, let figure) = edition.reading(headline.metric, child, headline.period),
                figure.n ?? 20 >= 20
            else { return nil }
            return (edition.name(child), value)
        }.sorted { ($0.value, $1.name) > ($1.value, $0.name) }
        guard known.count > 1, let high = known.first, let low = known.last else { return nil }
        return (low, high)
    }

    private func scope(_ w: inout MarkupWriter) {
        guard !edition.headlines.isEmpty, context.dissolution == nil else { return }
        w.element(.dl, .class("scope")) { w in
            func row(_ term: String, _ words: String) {
                w.text(.dt, text: term)
                w.text(.dd, text: words)
            }
            if let headcount = edition.headline(.headcount),
                let people = context.reading(headcount.metric, edition.period(of: headcount, in: context.unit)).value
            {
                let period = edition.period(of: headcount, in: context.unit)
                row(Wording.people, Wording.peopleOn(Format.number(people), period.words))
            }
            if let main = edition.headlines.first(where: { $0.kind == .turnover || $0.kind == .absence })
                ?? edition.headlines.first
            {
                row(Wording.period, main.period.words.capitalizedFirst)
                let hasPast = edition.headlines.contains { headline in
                    headline.yearAgo.map { context.reading(headline.metric, $0).value != nil } ?? false
                }
                let parent = context.parent.map(edition.name)
                switch (parent, hasPast) {
                case (let parent?, true): row(Wording.comparedWith, Wording.namedAndYearAgo(parent))
                case (let parent?, false): row(Wording.comparedWith, parent)
                case (nil, true): row(Wording.comparedWith, Wording.aYearAgo)
                case (nil, false): break
                }
            }
            if let response = edition.headline(.response),
                case .known(_, let figure) = context.reading(response.metric, response.period),
                let answers = figure.numerator
            {
                row(
                    Wording.survey,
                    Wording.waveAnswers(
                        response.period.words, Format.number(answers), figure.denominator.map { Format.number($0) }))
            }
        }
    }

    private func list(_ w: inout MarkupWriter) {
        w.element(.section, .id("findings"), .labelled(by: "f-h")) { w in
            w.text(.h2, .class("kick"), .id("f-h"), text: findings.list.isEmpty ? Wording.factsOnly : Wording.findings)
            if findings.list.isEmpty {
                for sentence in quiet { w.text(.p, .class("quiet"), text: sentence) }
                return
            }
            w.element(.ol, .class("finds")) { w in
                for finding in findings.list {
                    w.element(.li, .class(finding.tone == .bad ? "" : "up")) { w in
                        w.element(.div) { w in
                            w.text(.h3, text: finding.headline)
                            w.text(.p, text: finding.evidence.joined(separator: " "))
                            if let link = finding.link {
                                w.element(.p, .class("do")) { w in
                                    w.text(finding.lead)
                                    w.text(.a, .href(link.to), text: link.text)
                                    w.text(Wording.full)
                                }
                            }
                        }
                    }
                    w.newline()
                }
            }
        }
    }

    private var quiet: [String] {
        if edition.headlines.isEmpty { return [Wording.quietNone] }
        if isMostlyHidden { return [Wording.quietHidden] }
        var sentences: [String] = []
        if !findings.couldJudge {
            guard isPreAggregated else { return [Wording.quietSmall] }
            sentences.append(Wording.quietNoChance)
        } else {
            // Highest and lowest would be a ranking of noise here.
            return [findings.hasPast ? Wording.quiet : Wording.quietNoHistory]
        }
        for headline in edition.headlines where headline.kind != .headcount {
            guard let ends = ends(of: headline), sentences.count < 4 else { continue }
            let unit = edition.unit(headline.metric)
            sentences.append(
                Wording.highestAndLowest(
                    headline.title, ends.high.name, Format.value(ends.high.value, unit), ends.low.name,
                    Format.value(ends.low.value, unit)))
        }
        return sentences
    }
}
