public import Results

/// The shape of the tree the gate works on: places in pre-order, so that a subtree is `node..<end[node]`.
public struct TreeShape: Sendable {
    /// Place of each node's parent; −1 for the root.
    public let parent: [Int32]
    /// Place after the last node of each subtree.
    public let end: [Int32]
    /// Place of each node's id among all ids, for ties.
    public let rank: [Int32]

    /// The three arrays have one entry a node, in pre-order.
    public init(parent: [Int32], end: [Int32], rank: [Int32]) {
        self.parent = parent
        self.end = end
        self.rank = rank
    }

    /// Nodes of the tree.
    public var count: Int { parent.count }
}

/// Which cells of one metric family in one period are hidden, and why; `nil` = shown.
public typealias Mask = [SuppressionReason?]

/// The rule that keeps the persons outside the published units from being told apart by subtraction.
///
/// For every published unit X, rest(X) = persons of X in no published unit below X, direct members included, is 0 or
/// at least the minimum; otherwise the child of X with the fewest persons (ties: id) is hidden with its subtree, and
/// so on, leaves first. Persons are counted in two ways at once, because a person who moved stands in two units:
/// distinct (each unit's own count) and at home (each person once, in the unit held last). Both rests must hold.
/// Where sensitive shares are shown, those of the rest must not be extreme either.
public enum RemainderRule {
    /// The same by counts of every unit.
    public static func apply(to mask: inout Mask, tree: TreeShape, _ counts: RemainderCounts) {
        apply(
            to: &mask, tree: tree, distinct: { counts.distinct[$0] }, home: { counts.home[$0] },
            minimum: counts.minimum, shares: counts.shares)
    }

    /// Hides cells until every rest is 0 or at least `minimum`; cells that are hidden already keep their reason.
    /// - Parameters:
    ///   - mask: one entry a node of `tree`, in its order.
    ///   - distinct: place of a node → distinct persons in the denominator of its cell.
    ///   - home: place of a node → those of them counted there because it is the unit held last.
    ///   - minimum: persons; 1 or less hides nothing.
    public static func apply(
        to mask: inout Mask, tree: TreeShape, distinct: (Int) -> Int, home: (Int) -> Int, minimum: Int,
        shares: ShareCounts? = nil
    ) {
        guard minimum > 1 else { return }
        let count = tree.count
        // What the published units below and at each node make up: distinct, home, base of the shares, each share.
        let parts = shares?.parts ?? []
        let width = shares == nil ? 2 : 3 + parts.count
        var covered = [Int](repeating: 0, count: count * width)
        var own = [Int](repeating: 0, count: width)
        var below = [Int](repeating: 0, count: width)
        for node in stride(from: count - 1, through: 0, by: -1) {
            for i in 0..<width { below[i] = 0 }
            var child = node + 1
            let end = Int(tree.end[node])
            while child < end {
                for i in 0..<width { below[i] += covered[child * width + i] }
                child = Int(tree.end[child])
            }
            guard mask[node] == nil else {
                for i in 0..<width { covered[node * width + i] = below[i] }
                continue
            }
            own[0] = distinct(node)
            own[1] = home(node)
            if let shares {
                own[2] = shares.whole[node]
                for (place, part) in parts.enumerated() { own[3 + place] = part[node] }
            }
            while isExposed(own, below, minimum: minimum) {
                var fewest: Int?
                child = node + 1
                while child < end {
                    if covered[child * width] > 0 || covered[child * width + 1] > 0 {
                        let size = distinct(child)
                        if let known = fewest {
                            if (size, tree.rank[child]) < (distinct(known), tree.rank[known]) { fewest = child }
                        } else {
                            fewest = child
                        }
                    }
                    child = Int(tree.end[child])
                }
                guard let hidden = fewest else { break }
                for i in 0..<width {
                    below[i] -= covered[hidden * width + i]
                    covered[hidden * width + i] = 0
                }
                for place in hidden..<Int(tree.end[hidden]) where mask[place] == nil { mask[place] = .remainder }
            }
            for i in 0..<width { covered[node * width + i] = own[i] }
        }
    }

    /// Whether the rest of a unit is too few persons, or one of its shares says something of all of them.
    static func isExposed(_ own: [Int], _ below: [Int], minimum: Int) -> Bool {
        for i in 0..<2 where own[i] > below[i] && own[i] - below[i] < minimum { return true }
        guard own.count > 3, own[2] > below[2] else { return false }
        return (3..<own.count).contains { Gate.extremeShare(count: own[$0] - below[$0], of: own[2] - below[2]) }
    }
}
