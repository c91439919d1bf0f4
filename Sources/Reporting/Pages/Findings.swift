internal import HTML
internal import Results

/// What stands out on a page, beyond chance: at most five, worst first, one good one last. Everything here comes from
/// the edition's flags, so that no two pages disagree.
struct Findings: Sendable {
    struct Finding: Sendable {
        enum Tone: Sendable { case bad, good, neutral }
        var tone: Tone
        var headline: String
        var evidence: [String]
        var lead: String
        var link: (text: String, to: Link)?
        /// How far beyond chance, in standard errors, summed over the families that speak.
        var weight: Double
    }

    let list: [Finding]
    /// Names in sentences, of what is worse or better here: than a year ago, and than in the unit above.
    private(set) var worse: (past: [String], parent: [String]) = ([], [])
    private(set) var better: (past: [String], parent: [String]) = ([], [])
    /// Families that are worse at once, as a sentence.
    let together: String?
    /// Units below that stand apart, with what is said of them.
    let apart: [(name: String, together: String?)]
    /// Whether any two figures could be held against each other at all.
    let couldJudge: Bool
    let hasPast: Bool
    /// What `past` is a comparison with: a year ago, or also the wave before.
    private(set) var since = Wording.thanAYearAgo

    init(_ context: PageContext) {
        let edition = context.edition
        var judged = false
        var past = false
        for watch in edition.flags.watches {
            guard case .known(_, let figure) = context.reading(watch.metric, watch.period) else { continue }
            if figure.low != nil { judged = true }
            if let before = watch.before, context.reading(watch.metric, before).value != nil { past = true }
        }
        couldJudge = judged
        hasPast = past
        let own = OwnFlags(context)
        for entry in own.entries {
            let name = entry.watch.inSentence
            if entry.isPast, !entry.watch.isAYear { since = Wording.thanBefore }
            switch (entry.verdict, entry.isPast) {
            case (.worse, true): worse.past.append(name)
            case (.worse, false): worse.parent.append(name)
            case (_, true): better.past.append(name)
            case (_, false): better.parent.append(name)
            }
        }
        together = own.together
        let children = FlaggedChild.all(context)
        let all = own.findings + children.map { $0.finding(context) }
        let bad = all.filter { $0.tone == .bad }.sorted { $0.weight > $1.weight }
        let good = all.filter { $0.tone == .good }.sorted { $0.weight > $1.weight }
        let moves = Reshaping(context).findings
        let last = good.prefix(1) + moves
        list = Array((bad.prefix(5 - min(last.count, 2)) + last).prefix(5))
        apart = children.filter { !$0.isGood }.sorted { $0.weight > $1.weight }.map { child in
            (child.name(context), child.together(context))
        }
    }
}

/// A page's own unit: worse or better than a year before, or than the rest of the unit above.
struct OwnFlags: Sendable {
    struct Entry: Sendable {
        var watch: Watch
        var verdict: Verdict
        /// Against the year before; else against the unit above.
        var isPast: Bool
        var figure: Figure
        var before: Figure?
        var above: Figure?
        var distance: Double
    }

    let entries: [Entry]
    private let context: PageContext
    private let onset: Onset?

    init(_ context: PageContext) {
        self.context = context
        let edition = context.edition
        var entries: [Entry] = []
        for (index, watch) in edition.flags.watches.enumerated() {
            let flags = edition.flags.of(context.unit).filter { $0.watch == index }
            guard let flag = flags.first(where: { $0.against == .past }) ?? flags.first else { continue }
            entries.append(
                Entry(
                    watch: watch, verdict: flag.verdict, isPast: flag.against == .past, figure: flag.figure,
                    before: watch.before.flatMap { context.reading(watch.metric, $0).figure },
                    above: context.parent.flatMap { edition.reading(watch.metric, $0, watch.period).figure },
                    distance: flags.map(\.distance).max() ?? 0))
        }
        self.entries = entries
        onset = Onset.first(
            entries.filter { $0.verdict == .worse && $0.watch.isFamily }.compactMap {
                Onset($0.watch, of: context.unit, edition)
            })
    }

    private var worse: [Entry] { entries.filter { $0.verdict == .worse && $0.watch.isFamily } }
    private var families: Int { Set(worse.map(\.watch.chapter)).count }

    /// Of two families and more that are worse at once; `nil` for fewer.
    var together: String? {
        guard families > 1 else { return nil }
        let names = Wording.families(worse.map(\.watch))
        if let onset { return Wording.worsenedTogether(names, onset.words) }
        let moved = worse.filter(\.isPast)
        if !moved.isEmpty {
            return Wording.worsenedTogether(
                names, moved.allSatisfy(\.watch.isAYear) ? Wording.inAYear : Wording.ofLate)
        }
        return Wording.worseTogether(names, context.parent.map(context.edition.name) ?? "")
    }

    var findings: [Findings.Finding] {
        var list: [Findings.Finding] = []
        var rest = entries
        if let together {
            rest.removeAll { $0.verdict == .worse && $0.watch.isFamily }
            list.append(joined(together))
        }
        list += rest.filter { !$0.watch.isFactor }.map(single)
        return list + merged(rest.filter(\.watch.isFactor))
    }

    private func joined(_ headline: String) -> Findings.Finding {
        let edition = context.edition
        let parent = context.parent.map(edition.name)
        let shown = worse.filter { !$0.watch.isFactor }
        var evidence = (shown.isEmpty ? worse : shown).prefix(3).map { entry in
            let unit = edition.unit(entry.watch.metric)
            func text(_ figure: Figure?) -> String? { figure?.value.map { Format.value($0, unit) } }
            return Wording.standing(
                entry.watch.inSentence.capitalizedFirst, text(entry.figure) ?? "", before: text(entry.before),
                entry.watch.isAYear ? Wording.thanAYearAgo : Wording.inTheWaveBefore, above: text(entry.above),
                in: parent)
        }
        let factors = worse.filter(\.watch.isFactor)
        if !factors.isEmpty, !shown.isEmpty {
            evidence.append(Wording.scoresMoveWithIt(Format.list(factors.prefix(4).map(\.watch.inSentence))))
        }
        return Findings.Finding(
            tone: .bad, headline: headline, evidence: evidence, lead: Wording.startHere,
            link: worse.first.map { chapterLink($0.watch) },
            weight: Watch.Chapter.weight(worse.map { ($0.watch.chapter, $0.distance) }))
    }

    private func chapterLink(_ watch: Watch) -> (text: String, to: Link) {
        (Wording.chapterLink(watch.chapter.rawValue), Link(anchor: watch.chapter.rawValue))
    }

    private func single(_ entry: Entry) -> Findings.Finding {
        let edition = context.edition
        let watch = entry.watch
        let unit = edition.unit(watch.metric)
        let value = entry.figure.value ?? 0
        let text = Format.value(value, unit)
        let parent = context.parent.map(edition.name) ?? ""
        let above = entry.above?.value.map { Format.value($0, unit) }
        var headline = above.map { Wording.against(watch.title, text, $0, parent) } ?? "\(watch.title): \(text)"
        if entry.isPast, let then = entry.before?.value {
            headline = Wording.moved(watch, text, Format.value(then, unit), rose: value > then)
        }
        var evidence = Wording.evidence(watch, entry.figure, entry.isPast ? entry.before : nil)
        if entry.verdict == .worse, let onset = Onset(watch, of: context.unit, edition) {
            evidence.append(Wording.stepSince(onset.words))
        }
        if entry.isPast, let above { evidence.append(Wording.otherIsAt(parent, above)) }
        if let low = entry.figure.low, let high = entry.figure.high {
            evidence.append(Wording.intervalSentence(Format.rangeInWords(low, high, unit)))
        }
        let isGood = entry.verdict != .worse
        return Findings.Finding(
            tone: isGood ? .good : .bad, headline: headline, evidence: evidence,
            lead: isGood ? Wording.buildOnIt : Wording.seeMore, link: chapterLink(watch), weight: entry.distance)
    }

    /// Survey scores speak together: the one furthest beyond chance, with up to three others behind it.
    private func merged(_ factors: [Entry]) -> [Findings.Finding] {
        [Verdict.worse, .better].compactMap { verdict in
            let same = factors.filter { $0.verdict == verdict }.sorted { $0.distance > $1.distance }
            guard let first = same.first else { return nil }
            var finding = single(first)
            if same.count > 1 {
                let pairs = same.dropFirst().prefix(3).map { entry -> String in
                    let unit = context.edition.unit(entry.watch.metric)
                    let other = (entry.isPast ? entry.before : entry.above)?.value ?? 0
                    return Wording.pair(
                        entry.watch.inSentence, Format.value(entry.figure.value ?? 0, unit), Format.value(other, unit))
                }
                finding.evidence.append(Wording.alsoMoved(Format.list(pairs)))
            }
            return finding
        }
    }
}

/// A unit below the page's own that stands apart from the rest of the unit above it.
struct FlaggedChild: Sendable {
    let unit: Int
    let isGood: Bool
    let flags: [Flags.Flag]
    let weight: Double

    /// The deepest units that explain a difference, three at most: one whose difference comes from units below it is
    /// passed over in their favour.
    static func all(_ context: PageContext) -> [FlaggedChild] {
        let edition = context.edition
        let end = edition.publication.departments[context.unit].end
        let flags = edition.flags.below(context.unit, end: end).filter { flag in
            guard flag.against == .parent, !flag.isExplainedBelow else { return false }
            // Apart from the page's unit as well, in the same direction, or the sentence would read oddly.
            let watch = edition.flags.watches[flag.watch]
            guard let value = flag.figure.value, let whole = context.reading(watch.metric, watch.period).value else {
                return false
            }
            let isAbove = value > whole
            return abs(value - whole) >= watch.minimum
                && isAbove == ((flag.verdict == .better) == (edition.direction(watch.metric) > 0))
        }
        let children = Dictionary(grouping: flags, by: \.unit).map { FlaggedChild($0, $1, edition) }
        return Array(children.sorted { ($0.weight, $1.unit) > ($1.weight, $0.unit) }.prefix(3))
    }

    private init(_ unit: Int, _ flags: [Flags.Flag], _ edition: Edition) {
        self.unit = unit
        let worse = flags.filter { $0.verdict == .worse }
        isGood = worse.count * 2 < flags.count
        let same = isGood ? flags.filter { $0.verdict == .better } : worse
        self.flags = same
        weight = Watch.Chapter.weight(same.map { (edition.flags.watches[$0.watch].chapter, $0.distance) })
    }

    /// "Faktura, within Kundeservice"; the name alone where the page's unit is the one above.
    func name(_ context: PageContext) -> String {
        let edition = context.edition
        guard let parent = edition.parent(unit), parent != context.unit else { return edition.name(unit) }
        return Wording.within(edition.name(unit), edition.name(parent))
    }

    private func watches(_ context: PageContext) -> [Watch] { flags.map { context.edition.flags.watches[$0.watch] } }

    private func onset(_ context: PageContext) -> Onset? {
        isGood
            ? nil
            : Onset.first(
                watches(context).filter(\.isFamily).compactMap { Onset($0, of: unit, context.edition) })
    }

    /// "turnover, absence and engagement have worsened together since about February 2026"
    func together(_ context: PageContext) -> String? {
        let families = watches(context).filter(\.isFamily)
        guard !isGood, Set(families.map(\.chapter)).count > 1 else { return nil }
        let names = Wording.families(families).lowercasedFirst
        let flags = context.edition.flags
        let moved = flags.of(unit).filter { $0.against == .past && $0.verdict == .worse }
        if let onset = onset(context) { return Wording.worsenedTogether(names, onset.words) }
        guard !moved.isEmpty else { return Wording.worseTogether(names, context.name) }
        return Wording.worsenedTogether(
            names, moved.allSatisfy { flags.watches[$0.watch].isAYear } ? Wording.inAYear : Wording.ofLate)
    }

    func finding(_ context: PageContext) -> Findings.Finding {
        let edition = context.edition
        // Families in their own order, so that turnover speaks before the survey where both do.
        let pairs = flags.map { flag -> (watch: Watch, figure: Figure, text: String, other: String) in
            let watch = edition.flags.watches[flag.watch]
            let unit = edition.unit(watch.metric)
            let other = context.reading(watch.metric, watch.period).value ?? 0
            return (watch, flag.figure, Format.value(flag.figure.value ?? 0, unit), Format.value(other, unit))
        }
        let name = name(context)
        var headline = name
        var evidence: [String] = []
        if let first = pairs.first {
            let unit = edition.unit(first.watch.metric)
            let onset = onset(context)?.words
            if let together = together(context) {
                headline = Wording.childTogether(name, together)
                evidence.append(
                    Wording.againstWhole(
                        Format.list(pairs.prefix(4).map { Wording.pair($0.watch.inSentence, $0.text, $0.other) }),
                        context.name))
                evidence += Wording.evidence(first.watch, first.figure, nil)
            } else {
                headline = Wording.childApart(
                    name, first.watch.inSentence, first.text, first.other, context.name, since: onset)
                evidence = Wording.evidence(first.watch, first.figure, nil)
                if let low = first.figure.low, let high = first.figure.high {
                    evidence.append(Wording.intervalSentence(Format.rangeInWords(low, high, unit)))
                }
                let others = pairs.dropFirst().prefix(3).map { Wording.pair($0.watch.inSentence, $0.text, $0.other) }
                if !others.isEmpty { evidence.append(Wording.alsoApart(Format.list(Array(others)))) }
            }
        }
        return Findings.Finding(
            tone: isGood ? .good : .bad, headline: headline, evidence: evidence,
            lead: isGood ? Wording.buildOnIt : Wording.startHere,
            link: context.page(of: unit).map { (Wording.unitPage(edition.name(unit)), $0) }, weight: weight)
    }
}
