internal import HTML
internal import Results

/// What stands out on a page, beyond chance: at most five, worst first, one good one last.
struct Findings: Sendable {
    struct Finding: Sendable {
        var isGood: Bool
        var headline: String
        var evidence: [String]
        var lead: String
        var link: (text: String, to: Link)?
        /// Distance in standard errors: how far beyond chance.
        var weight: Double
    }

    let list: [Finding]
    /// Names in sentences: what is worse, what is better here, which units stand apart.
    let worse: [String]
    let better: [String]
    let apart: [String]
    /// Whether any two figures could be held against each other at all.
    let couldJudge: Bool
    let hasPast: Bool

    init(_ context: PageContext, _ watches: [Watch]) {
        let edition = context.edition
        var own: [Finding] = []
        var factors: [(finding: Finding, pair: String)] = []
        var worse: [String] = []
        var better: [String] = []
        var judged = false
        var past = false
        for watch in watches {
            let reading = context.reading(watch.metric, watch.period)
            guard case .known(let value, let figure) = reading else { continue }
            let before = watch.yearAgo.map { context.reading(watch.metric, $0) }?.figure
            let above = context.parent.map { edition.reading(watch.metric, $0, watch.period) }?.figure
            let overTime = edition.verdict(watch.metric, figure, against: before)
            let across = edition.verdict(watch.metric, figure, against: above)
            if before != nil { past = true }
            if figure.low != nil { judged = true }
            let moved = Self.clears(overTime, figure, before, watch.minimum / 2)
            let differs = Self.clears(across, figure, above, watch.minimum)
            guard moved || differs else { continue }
            let verdict = moved ? overTime : across
            if verdict == .worse { worse.append(watch.inSentence) } else { better.append(watch.inSentence) }
            let unit = edition.unit(watch.metric)
            let text = Format.value(value, unit)
            let headline: String
            if moved, let then = before?.value {
                headline = Self.moved(watch, text, Format.value(then, unit), rose: value > then)
            } else if let other = above?.value, let parent = context.parent {
                headline = Wording.against(watch.title, text, Format.value(other, unit), edition.name(parent))
            } else {
                continue
            }
            var evidence = Self.evidence(watch, figure, before)
            let against = (moved ? before : above)?.value.map { Format.value($0, unit) } ?? ""
            if moved, let other = above?.value, let parent = context.parent {
                evidence.append(Wording.otherIsAt(edition.name(parent), Format.value(other, unit)))
            }
            if let low = figure.low, let high = figure.high {
                evidence.append(Wording.intervalSentence(Format.rangeInWords(low, high, unit)))
            }
            let isGood = verdict != .worse
            let finding = Finding(
                isGood: isGood, headline: headline, evidence: evidence,
                lead: isGood ? Wording.buildOnIt : Wording.seeMore,
                link: (Wording.chapterLink(watch.chapter.rawValue), Link(anchor: watch.chapter.rawValue)),
                weight: max(
                    moved ? Self.distance(figure, before) : 0, differs ? Self.distance(figure, above) : 0))
            if watch.isFactor {
                factors.append((finding, Wording.pair(watch.inSentence, text, against)))
            } else {
                own.append(finding)
            }
        }
        own += Self.merged(factors)
        let children = Self.children(context, watches)
        let all = own + children.map(\.finding)
        let bad = all.filter { !$0.isGood }.sorted { $0.weight > $1.weight }
        let good = all.filter(\.isGood).sorted { $0.weight > $1.weight }
        list = Array(bad.prefix(good.isEmpty ? 5 : 4)) + good.prefix(1)
        self.worse = worse
        self.better = better
        apart = children.filter { !$0.finding.isGood }.sorted { $0.finding.weight > $1.finding.weight }.map(\.name)
        couldJudge = judged
        hasPast = past
    }

    /// Survey scores speak together: the one furthest beyond chance, with up to three others behind it.
    private static func merged(_ factors: [(finding: Finding, pair: String)]) -> [Finding] {
        [false, true].compactMap { isGood in
            let same = factors.filter { $0.finding.isGood == isGood }.sorted { $0.finding.weight > $1.finding.weight }
            guard var first = same.first?.finding else { return nil }
            if same.count > 1 {
                first.evidence.append(Wording.alsoMoved(Format.list(same.dropFirst().prefix(3).map(\.pair))))
            }
            return first
        }
    }

    private static func clears(_ verdict: Verdict, _ this: Figure, _ other: Figure?, _ minimum: Double) -> Bool {
        guard verdict == .worse || verdict == .better, let a = this.value, let b = other?.value else { return false }
        return abs(a - b) >= minimum
    }

    private static func moved(_ watch: Watch, _ now: String, _ then: String, rose: Bool) -> String {
        if watch.metric.hasPrefix("turnover.") {
            return rose ? Wording.turnoverClimbed(now, then) : Wording.turnoverFell(now, then)
        }
        return rose ? Wording.rose(watch.title, now, then) : Wording.fell(watch.title, now, then)
    }

    private static func evidence(_ watch: Watch, _ figure: Figure, _ before: Figure?) -> [String] {
        if watch.metric.hasPrefix("turnover."), let leavers = figure.numerator {
            let words = Format.number(leavers)
            guard let then = before?.numerator else { return [Wording.leftInPeriod(words, watch.period.words)] }
            return [Wording.leftInPeriod(words, watch.period.words, Format.number(then))]
        }
        if watch.metric.hasPrefix("absence.") { return [Wording.workingTimeLost(watch.period.words)] }
        if case .wave = watch.period, let n = figure.n {
            return [Wording.answersBehind(Format.count(n), watch.period.words)]
        }
        return figure.n.map { [Wording.peopleBehind(Format.count($0))] } ?? []
    }

    /// Difference in standard errors, from the widths of the two intervals.
    private static func distance(_ this: Figure, _ other: Figure?) -> Double {
        guard let a = this.value, let b = other?.value, let low = this.low, let high = this.high,
            let otherLow = other?.low,
            let otherHigh = other?.high
        else { return 0 }
        let own = (high - low) / 3.92
        let theirs = (otherHigh - otherLow) / 3.92
        let error = (own * own + theirs * theirs).squareRoot()
        return error > 0 ? abs(a - b) / error : 0
    }
}

/// Units below that stand apart.
extension Findings {
    struct Child: Sendable {
        var unit: Int
        var name: String
        var finding: Finding
    }

    /// The company looks through the upper levels of its tree, a department at its children. Of a unit and those above or
    /// below it only the one furthest beyond chance is named.
    private static func children(_ context: PageContext, _ watches: [Watch]) -> [Child] {
        let edition = context.edition
        let below =
            context.isCompany
            ? edition.upperLevels.filter { $0 != edition.root } : edition.children[context.unit]
        var candidates: [Child] = []
        for unit in below {
            if let found = child(unit, context, watches) { candidates.append(found) }
        }
        candidates.sort { ($0.finding.weight, $1.unit) > ($1.finding.weight, $0.unit) }
        var chosen: [Child] = []
        for candidate in candidates {
            let isRelated = chosen.contains {
                edition.isAbove($0.unit, candidate.unit) || edition.isAbove(candidate.unit, $0.unit)
            }
            if !isRelated, chosen.count < 3 { chosen.append(candidate) }
        }
        return chosen
    }

    private static func child(_ unit: Int, _ context: PageContext, _ watches: [Watch]) -> Child? {
        let edition = context.edition
        struct Difference {
            var watch: Watch
            var value: String
            var other: String
            var figure: Figure
            var distance: Double
            var verdict: Verdict
        }
        var differences: [Difference] = []
        for watch in watches {
            let figure = edition.reading(watch.metric, unit, watch.period).figure
            let whole = context.reading(watch.metric, watch.period).figure
            guard let figure, let value = figure.value, let other = whole?.value else { continue }
            let verdict = edition.verdict(watch.metric, figure, against: whole)
            guard clears(verdict, figure, whole, watch.minimum) else { continue }
            let words = edition.unit(watch.metric)
            differences.append(
                Difference(
                    watch: watch, value: Format.value(value, words), other: Format.value(other, words), figure: figure,
                    distance: distance(figure, whole), verdict: verdict))
        }
        let worse = differences.filter { $0.verdict == .worse }
        let isGood = worse.count * 2 < differences.count
        let same = differences.filter { ($0.verdict == .worse) != isGood }
        // Families in their own order, so that turnover speaks before the survey where both do.
        guard let first = same.first else { return nil }
        let name = edition.name(unit)
        var evidence = evidence(first.watch, first.figure, nil)
        let others = same.dropFirst().prefix(3).map { Wording.pair($0.watch.inSentence, $0.value, $0.other) }
        if let low = first.figure.low, let high = first.figure.high {
            evidence.append(
                Wording.intervalSentence(Format.rangeInWords(low, high, edition.unit(first.watch.metric))))
        }
        if !others.isEmpty { evidence.append(Wording.alsoApart(Format.list(Array(others)))) }
        let total = same.map(\.distance).reduce(0, +)
        return Child(
            unit: unit, name: name,
            finding: Finding(
                isGood: isGood,
                headline: Wording.childApart(
                    name, first.watch.inSentence, first.value, first.other, context.name),
                evidence: evidence, lead: isGood ? Wording.buildOnIt : Wording.startHere,
                link: context.page(of: unit).map { (Wording.unitPage(name), $0) }, weight: total))
    }
}

extension Edition {
    func isAbove(_ upper: Int, _ lower: Int) -> Bool {
        upper < lower && lower < publication.departments[upper].end
    }
}
