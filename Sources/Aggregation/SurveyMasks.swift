internal import Disclosure
internal import Framework
internal import Results

/// What survey figures tell of each other: the score of an item, its shares, every answer by itself, and the index.
extension MaskMaker {
    /// Hides where a figure and another one that is shown besides would tell together what neither tells alone, in a unit
    /// and in what is left of it.
    func hide(
        _ mask: inout Mask, besides shown: Mask, _ counts: RemainderCounts, within whole: Whole?,
        _ total: (protection: Metric.Protection, counts: RemainderCounts)?
    ) {
        var both = zip(mask, shown).map { $0 ?? $1 }
        for node in both.indices where both[node] == nil && counts.shares?.isExtreme(node) == true {
            both[node] = .extremeShare
        }
        RemainderRule.apply(to: &both, tree: tree, counts)
        if let whole, let total {
            let units = whole.maker.masks(total.protection, slot: whole.slot).first?.mask ?? []
            let own = whole.masks[.item(total.protection.item ?? -1), whole.slot] ?? []
            if units.count == own.count {
                GroupRule.apply(
                    to: &both, groups: counts, whole: (zip(own, units).map { $0 ?? $1 }, total.counts),
                    end: whole.maker.tree.end, units: whole.units)
            }
        }
        for node in mask.indices where mask[node] == nil && shown[node] == nil { mask[node] = both[node] }
    }

    /// An index of one item is that item. Of several, the score that is hidden would follow from those of the others and
    /// the index; one that too few answered would not.
    func hide(_ mask: inout Mask, items index: Int, wave: Int, within whole: Whole?) {
        guard let survey = figures.survey else { return }
        let items = survey.members(index).filter { figures.isAsked($0, wave: wave) }
        for item in items {
            guard let scores = masks(.item(item), slot: wave, within: whole).first?.mask else { continue }
            for node in mask.indices where mask[node] == nil {
                guard let reason = scores[node] else { continue }
                if items.count == 1 || reason == .extremeShare || reason == .remainder { mask[node] = reason }
            }
        }
    }

    /// What a published score tells of the answers: their sum above the lowest that as many persons can have, and the
    /// highest that it can be. Of the recommendation question promoters count 1 and detractors −1.
    func excess(
        _ place: Int, _ survey: SurveyStates, _ wave: Int
    ) -> (sum: (Int) -> Int, highest: (Int) -> Int)? {
        let scale = survey.items[place].scale
        func count(_ node: Int, _ kind: Int) -> Int { Int(survey.item(node, wave, place)[kind]) }
        if scale == .enps {
            return ({ count($0, 3) - count($0, 4) + count($0, 0) }, { 2 * count($0, 0) })
        }
        let (lowest, span) = (scale.range.lowerBound, scale.range.upperBound - scale.range.lowerBound)
        return ({ count($0, 1) - lowest * count($0, 0) }, { span * count($0, 0) })
    }

    /// Hides scores that would tell every answer because those of a unit above are shown.
    ///
    /// Of the persons of a unit whose answers are shown, less those of units below of which that holds too, every answer is
    /// known together. Where the sum of some of them is the lowest or the highest that these answers allow, or one away,
    /// theirs follow, and with them those of the others.
    func hide(_ mask: inout Mask, item place: Int, wave: Int, beneath shown: Mask) {
        guard let survey = figures.survey, survey.items[place].scale != .yesNo else { return }
        let isScore = survey.items[place].scale != .enps
        guard !isScore || survey.options(0, wave, place) != nil else { return }
        // The lowest answer first; of the recommendation question the three kinds.
        func counts(_ node: Int) -> [Int] {
            let state = survey.item(node, wave, place)
            guard isScore else { return [Int(state[4]), Int(state[0] - state[3] - state[4]), Int(state[3])] }
            guard let options = survey.options(node, wave, place) else { return [] }
            return survey.items[place].scale.range.indices.enumerated().map { Int(options[$0.offset]) }
        }
        /// How far the sum of some answers lies above that of as many of the lowest ones.
        func sum(_ counts: [Int]) -> Int { counts.enumerated().reduce(0) { $0 + $1.offset * $1.element } }
        func isTold(_ sum: Int, of n: Int, among all: [Int]) -> Bool {
            func least(_ ranks: [(rank: Int, count: Int)]) -> Int {
                var left = n
                return ranks.reduce(0) { total, next in
                    let taken = min(left, next.count)
                    left -= taken
                    return total + taken * next.rank
                }
            }
            let ranks = all.enumerated().map { (rank: $0.offset, count: $0.element) }
            return n > 0 && (sum <= least(ranks) + 1 || sum >= least(ranks.reversed()) - 1)
        }
        for node in stride(from: tree.count - 1, through: 0, by: -1) where mask[node] == nil && shown[node] == nil {
            var left = counts(node)
            var inside: [(node: Int, n: Int, sum: Int)] = []
            var below = node + 1
            while below < Int(tree.end[node]) {
                if mask[below] == nil, shown[below] == nil {
                    left = zip(left, counts(below)).map { $0 - $1 }
                    below = Int(tree.end[below])
                } else if mask[below] == nil {
                    let own = counts(below)
                    inside.append((below, own.reduce(0, +), sum(own)))
                    below = Int(tree.end[below])
                } else {
                    below += 1
                }
            }
            while !inside.isEmpty {
                let n = left.reduce(0, +) - inside.reduce(0) { $0 + $1.n }
                let rest = sum(left) - inside.reduce(0) { $0 + $1.sum }
                if let told = inside.firstIndex(where: { isTold($0.sum, of: $0.n, among: left) }) {
                    mask[inside[told].node] = .extremeShare
                    inside.remove(at: told)
                } else if isTold(rest, of: n, among: left),
                    let fewest = inside.indices.min(by: { inside[$0].n < inside[$1].n })
                {
                    mask[inside[fewest].node] = .remainder
                    inside.remove(at: fewest)
                } else {
                    break
                }
            }
        }
    }

    /// What is free of the answers to an item where its score and its shares are known: how far their sum lies above the
    /// lowest, and below the highest, that so many favourable, neutral and unfavourable answers can have. At 0 there is one
    /// way only. (Twice each: a count is close to none below 2.) Nil where the shares are the answers themselves, or where
    /// the rule is lifted.
    func freedom(_ place: Int, wave: Int) -> ShareCounts? {
        guard settings.hidesDominance, let survey = figures.survey else { return nil }
        let scale = survey.items[place].scale
        guard scale != .enps, scale != .yesNo else { return nil }
        func sum(_ node: Int, _ bound: (ClosedRange<Int>) -> Int) -> Int {
            let state = survey.item(node, wave, place)
            let neutral = scale.neutral.map { bound($0) * Int(state[0] - state[3] - state[4]) } ?? 0
            return bound(scale.favourable) * Int(state[3]) + bound(scale.unfavourable) * Int(state[4]) + neutral
        }
        let span = scale.range.upperBound - scale.range.lowerBound
        return ShareCounts(
            whole: units { span * Int(survey.item($0, wave, place)[0]) },
            parts: [
                units { 2 * (Int(survey.item($0, wave, place)[1]) - sum($0, \.lowerBound)) },
                units { 2 * (sum($0, \.upperBound) - Int(survey.item($0, wave, place)[1])) },
            ])
    }
}

extension Metric.Protection {
    /// The item that it is of; nil for those that are of none.
    fileprivate var item: Int? {
        switch self {
        case .item(let place), .shares(let place), .spread(let place), .answers(let place): place
        default: nil
        }
    }
}

extension Array {
    func first(at place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}

extension MaskMaker {
    func survey(_ protection: Metric.Protection, wave: Int) -> (Mask, RemainderCounts?) {
        guard let survey = figures.survey else { return (units { _ in .groupMinimum }, nil) }
        let isClosed = waveIsClosed[wave]
        let answers = units { node in
            switch protection {
            case .item(let place), .shares(let place), .spread(let place), .answers(let place):
                Int(survey.item(node, wave, place)[0])
            case .index(let place): Int(survey.index(node, wave, place).n)
            case .reliability(let place):
                Int(survey.reliabilities[place]?[node * survey.waves.count + wave].n ?? 0)
            case .driver(let place):
                Int(survey.drivers[place]?.cells[node * survey.waves.count + wave].n ?? 0)
            default: Int(survey.respondents[node * survey.waves.count + wave])
            }
        }
        let minimum =
            switch protection {
            // What all items of an index say together is of few persons almost the answers themselves.
            case .shares, .spread, .answers, .reliability, .driver: settings.minimumShares
            // The score of a yes-or-no item is the share of those who said yes.
            case .item(let place) where survey.items[place].scale == .yesNo: settings.minimumShares
            default: settings.minimum
            }
        var needed = minimum
        if case .driver(let place) = protection { needed = max(minimum, survey.drivers[place]?.needed ?? 0) }
        var isUncounted = false
        if case .spread(let place) = protection, settings.hidesDominance, survey.items[place].scale != .enps {
            isUncounted = survey.options(0, wave, place) == nil
        }
        let mask: Mask = units { node in
            // What has not been counted cannot be looked at.
            if isUncounted { return .groupMinimum }
            return Gate.sensitive(
                CellCounts(persons: answers[node], averageHeadcount: 0, isClosed: isClosed), minimum: needed)
        }
        return (
            mask,
            RemainderCounts(
                distinct: answers, home: answers, shares: surveyShares(protection, survey, wave), minimum: minimum)
        )
    }

    private func surveyShares(_ protection: Metric.Protection, _ survey: SurveyStates, _ wave: Int) -> ShareCounts? {
        switch protection {
        case .shares(let place):
            func count(_ node: Int, _ kind: Int) -> Int { Int(survey.item(node, wave, place)[kind]) }
            guard survey.items[place].scale.neutral != nil else {
                return shares(of: { count($0, 0) }, { count($0, 3) }, { count($0, 4) })
            }
            return shares(
                of: { count($0, 0) }, { count($0, 3) }, { count($0, 4) },
                { count($0, 0) - count($0, 3) - count($0, 4) })
        case .item(let place):
            // The sum above the lowest one possible. Where it or what it lacks to the highest is below 2, there is one way
            // only in which so many persons can have answered.
            return excess(place, survey, wave).flatMap { excess in
                shares(of: { excess.highest($0) }, { excess.sum($0) })
            }
        case .spread(let place) where survey.items[place].scale == .enps:
            func count(_ node: Int, _ kind: Int) -> Int { Int(survey.item(node, wave, place)[kind]) }
            return shares(
                of: { count($0, 0) }, { count($0, 3) }, { count($0, 4) },
                { count($0, 0) - count($0, 3) - count($0, 4) })
        case .spread(let place), .answers(let place):
            // n, Σx and the favourable answers are published besides, so a single answer that is hidden would follow from
            // the others: one extreme share hides them all, in the unit and in what is left of it.
            guard settings.hidesDominance, survey.options(0, wave, place) != nil else { return nil }
            return ShareCounts(
                whole: units { Int(survey.item($0, wave, place)[0]) },
                parts: survey.items[place].scale.range.indices.enumerated().map { option, _ in
                    units { Int(survey.options($0, wave, place)?[option] ?? 0) }
                })
        case .responseRate:
            return shares(
                of: { Int(figures.invited($0, wave: wave)) },
                { Int(survey.respondents[$0 * survey.waves.count + wave]) })
        default: return nil
        }
    }
}
