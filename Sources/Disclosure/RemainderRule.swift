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
public enum RemainderRule {
    /// Hides cells until every rest is 0 or at least `minimum`; cells that are hidden already keep their reason.
    /// - Parameters:
    ///   - mask: one entry a node of `tree`, in its order.
    ///   - distinct: place of a node → distinct persons in the denominator of its cell.
    ///   - home: place of a node → those of them counted there because it is the unit held last.
    ///   - minimum: persons; 1 or less hides nothing.
    public static func apply(
        to mask: inout Mask, tree: TreeShape, distinct: (Int) -> Int, home: (Int) -> Int, minimum: Int
    ) {
        guard minimum > 1 else { return }
        let count = tree.count
        var coveredDistinct = [Int](repeating: 0, count: count)
        var coveredHome = [Int](repeating: 0, count: count)
        for node in stride(from: count - 1, through: 0, by: -1) {
            var below = (distinct: 0, home: 0)
            var child = node + 1
            let end = Int(tree.end[node])
            while child < end {
                below.distinct += coveredDistinct[child]
                below.home += coveredHome[child]
                child = Int(tree.end[child])
            }
            guard mask[node] == nil else {
                coveredDistinct[node] = below.distinct
                coveredHome[node] = below.home
                continue
            }
            let persons = (distinct: distinct(node), home: home(node))
            func isExposed(_ rest: Int) -> Bool { rest > 0 && rest < minimum }
            while isExposed(persons.distinct - below.distinct) || isExposed(persons.home - below.home) {
                var fewest: Int?
                child = node + 1
                while child < end {
                    if coveredDistinct[child] > 0 || coveredHome[child] > 0 {
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
                below.distinct -= coveredDistinct[hidden]
                below.home -= coveredHome[hidden]
                coveredDistinct[hidden] = 0
                coveredHome[hidden] = 0
                for place in hidden..<Int(tree.end[hidden]) where mask[place] == nil { mask[place] = .remainder }
            }
            coveredDistinct[node] = persons.distinct
            coveredHome[node] = persons.home
        }
    }
}
