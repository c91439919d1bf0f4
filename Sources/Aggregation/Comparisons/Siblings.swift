internal import Disclosure
internal import Results
internal import Statistics

/// Units whose values are drawn towards their common one: all published ones below one unit.
struct Siblings: Sendable {
    /// Fewer are no group.
    static let fewest = 5

    let count: Int
    private let shrinkage: Shrinkage
    /// Pooled variance of one answer, or of one person's part of a ratio, for the kinds that need one.
    private let spread: Double

    /// The common value, in the metric's unit.
    var centre: Double { shrinkage.centre * scale }
    /// Differences are no larger than chance.
    var isChance: Bool { shrinkage.isChance }
    private let scale: Double

    /// nil for fewer than five, for groups of several kinds, and where nothing is to be estimated.
    init?(_ samples: [UnitSample]) {
        guard samples.count >= Self.fewest, let first = samples.first else { return nil }
        count = samples.count
        switch first {
        case .events(_, _, let length, _):
            var events: [Int] = []
            var exposures: [Int128] = []
            for sample in samples {
                guard case .events(let count, let days, length, _) = sample else { return nil }
                events.append(count)
                exposures.append(days)
            }
            guard let shrinkage = shrunkenRates(events: events, exposures: exposures) else { return nil }
            (self.shrinkage, scale, spread) = (shrinkage, Double(length) * 100, 0)
        case .share:
            var yes: [Int] = []
            var persons: [Int] = []
            for sample in samples {
                guard case .share(let some, let all) = sample else { return nil }
                yes.append(some)
                persons.append(all)
            }
            guard let shrinkage = shrunkenShares(successes: yes, of: persons) else { return nil }
            (self.shrinkage, scale, spread) = (shrinkage, 100, 0)
        case .answers(_, let unit):
            let sums = samples.compactMap { $0.answers(unit) }
            guard sums.count == samples.count, let shrinkage = shrunkenMeans(sums, scale: unit),
                let pooled = pooledVariance(sums)
            else { return nil }
            (self.shrinkage, scale, spread) = (shrinkage, 1, pooled / Double(unit) / Double(unit))
        case .promoters:
            let sums = samples.compactMap { $0.answers(1) }
            guard sums.count == samples.count, let shrinkage = shrunkenMeans(sums), let pooled = pooledVariance(sums)
            else { return nil }
            (self.shrinkage, scale, spread) = (shrinkage, 1, pooled)
        case .ratio:
            var all: [ClusteredSums] = []
            for sample in samples {
                guard case .ratio(let sums) = sample else { return nil }
                all.append(sums)
            }
            guard let spread = pooledRatioVariance(all) else { return nil }
            let variances = all.map { spread * Double($0.n) / (Double($0.s) * Double($0.s)) }
            guard let shrinkage = shrunkenRatios(a: all.map(\.a), s: all.map(\.s), variances: variances) else {
                return nil
            }
            (self.shrinkage, scale, self.spread) = (shrinkage, 100, spread)
        }
    }

    /// m + A ÷ (A + v) · (r − m), in the metric's unit: also of a unit that is not among them.
    func estimate(_ sample: UnitSample) -> Double? {
        guard let value = sample.value, let variance = variance(of: sample) else { return nil }
        return shrinkage.estimate(value / scale, variance: variance) * scale
    }

    private func variance(of sample: UnitSample) -> Double? {
        switch sample {
        case .events(_, let days, _, _): days > 0 ? shrinkage.centre / Double(days) : nil
        case .share(_, let persons): persons > 0 ? shrinkage.centre * (1 - shrinkage.centre) / Double(persons) : nil
        case .answers, .promoters: sample.persons > 0 ? spread / Double(sample.persons) : nil
        case .ratio(let sums): sums.s > 0 ? spread * Double(sums.n) / (Double(sums.s) * Double(sums.s)) : nil
        }
    }
}

extension UnitSample {
    /// n, Σx, Σx² of answers in units of 1 ÷ scale; of promoters 100, of passives 0, of detractors −100.
    fileprivate func answers(_ scale: Int) -> AnswerSums? {
        switch self {
        case .answers(let sums, scale): sums
        case .promoters(let up, let passives, let down):
            AnswerSums(
                n: up + passives + down, sum: 100 * Int128(up - down), sumOfSquares: 10_000 * Int128(up + down))
        default: nil
        }
    }
}

/// The groups of one metric and slot, by the unit above them.
struct SiblingGroups: Sendable {
    private let groups: [Siblings?]
    private let parent: [Int32]

    /// - Parameter samples: by unit; nil where it is not published.
    init(_ samples: [UnitSample?], parent: [Int32]) {
        var children = [[UnitSample]](repeating: [], count: samples.count)
        for node in samples.indices where parent[node] >= 0 {
            if let sample = samples[node], sample.value != nil { children[Int(parent[node])].append(sample) }
        }
        groups = children.map { Siblings($0) }
        self.parent = parent
    }

    /// The unit's siblings; where they are too few, those of the unit above.
    func group(of node: Int) -> (above: Int, siblings: Siblings)? {
        let above = parent[node]
        guard above >= 0 else { return nil }
        if let siblings = groups[Int(above)] { return (Int(above), siblings) }
        let grandparent = parent[Int(above)]
        guard grandparent >= 0, let siblings = groups[Int(grandparent)] else { return nil }
        return (Int(grandparent), siblings)
    }
}
