internal import Results

/// What the remainder rules look at, for the cells of one protection in one slot.
public struct RemainderCounts: Sendable {
    /// By unit: distinct persons in the denominator of its cell.
    public var distinct: [Int]
    /// By unit: each person once, in the unit held last.
    public var home: [Int]
    public var shares: ShareCounts?
    /// Persons; 1 or less hides nothing.
    public var minimum: Int

    public init(distinct: [Int], home: [Int], shares: ShareCounts?, minimum: Int) {
        self.distinct = distinct
        self.home = home
        self.shares = shares
        self.minimum = minimum
    }

    /// Persons, persons at home, and with shares their base and each of them.
    var width: Int { 2 + (shares.map { 1 + $0.parts.count } ?? 0) }

    func add(_ node: Int, to sums: inout [Int], times: Int = 1) {
        sums[0] += times * distinct[node]
        sums[1] += times * home[node]
        guard let shares else { return }
        sums[2] += times * shares.whole[node]
        for (place, part) in shares.parts.enumerated() { sums[3 + place] += times * part[node] }
    }
}

/// The rule that keeps the persons outside the published groups of a unit from being told apart by subtraction.
///
/// For every unit whose own cell is published: persons of it in no published group are 0 or at least the minimum (and
/// the shares of theirs are not extreme); otherwise the published group with the fewest persons (ties: the later) is
/// hidden there, and so on. Where the unit's own cell is hidden, its groups are: they would add up to it. A group that is
/// hidden here must not follow from the units below: at least the minimum of its persons stay in no published one, the
/// smallest being hidden first. What that leaves alone elsewhere is seen when the rule is applied again.
public enum GroupRule {
    /// - Parameters:
    ///   - mask: one entry a place of the forest, group after group; `units` entries each.
    ///   - groups: counts by place of the forest.
    ///   - whole: mask and counts of all persons by unit.
    ///   - end: place after the last unit of each subtree.
    public static func apply(
        to mask: inout Mask, groups: RemainderCounts, whole: (mask: Mask, counts: RemainderCounts), end: [Int32],
        units: Int
    ) {
        let count = units > 0 ? mask.count / units : 0
        func hide(_ group: Int, _ unit: Int) {
            let base = group * units
            mask[base + unit] = .remainder
            while true {
                var shown = 0
                var fewest: Int?
                var place = unit + 1
                while place < Int(end[unit]) {
                    guard mask[base + place] == nil else {
                        place += 1
                        continue
                    }
                    let size = groups.distinct[base + place]
                    shown += size
                    if size > 0, fewest.map({ size <= groups.distinct[base + $0] }) ?? true { fewest = place }
                    place = Int(end[place])
                }
                guard groups.distinct[base + unit] - shown < groups.minimum, let fewest else { return }
                for below in fewest..<Int(end[fewest]) where mask[base + below] == nil {
                    mask[base + below] = .remainder
                }
            }
        }
        for unit in stride(from: units - 1, through: 0, by: -1) {
            if whole.mask[unit] != nil {
                for group in 0..<count where mask[group * units + unit] == nil { hide(group, unit) }
                continue
            }
            guard groups.minimum > 1 else { continue }
            var own = [Int](repeating: 0, count: groups.width)
            whole.counts.add(unit, to: &own)
            while true {
                var shown = [Int](repeating: 0, count: groups.width)
                var fewest: Int?
                for group in 0..<count where mask[group * units + unit] == nil {
                    let place = group * units + unit
                    groups.add(place, to: &shown)
                    guard groups.distinct[place] > 0 else { continue }
                    if fewest.map({ groups.distinct[place] <= groups.distinct[$0 * units + unit] }) ?? true {
                        fewest = group
                    }
                }
                guard RemainderRule.isExposed(own, shown, minimum: groups.minimum), let fewest else { break }
                hide(fewest, unit)
            }
        }
    }
}
