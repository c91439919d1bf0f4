/// Sensitive shares of every unit's persons (or events): their common base, and the count of each share.
///
/// A reader may subtract published units from the one above, so a share of what is left over is looked at like one that
/// is printed.
public struct ShareCounts: Sendable {
    /// By unit.
    public let whole: [Int]
    /// By share, then by unit.
    public let parts: [[Int]]

    public init(whole: [Int], parts: [[Int]]) {
        self.whole = whole
        self.parts = parts
    }

    /// Whether one of the unit's shares is close to none or all of its persons; then all of them are hidden.
    public func isExtreme(_ node: Int) -> Bool {
        parts.contains { Gate.extremeShare(count: $0[node], of: whole[node]) }
    }
}

/// Several classes that add up to a total which everybody may see, in one cell.
public enum ClassRule {
    /// Chooses the classes to hide besides those that are hidden already, so that nothing follows by subtraction.
    ///
    /// The hidden classes together are the total less the shown ones. They must be at least two classes and their sum no
    /// extreme share; otherwise the smallest shown class joins them (ties: the later), and so on.
    public static func companions(hidden: [Bool], counts: [Int], persons: Int) -> [Int] {
        var isHidden = hidden
        var companions: [Int] = []
        guard isHidden.contains(true) else { return companions }
        while true {
            let places = isHidden.indices.filter { isHidden[$0] }
            let sum = places.reduce(0) { $0 + counts[$1] }
            if places.count > 1, !Gate.extremeShare(count: sum, of: persons) { return companions }
            let shown = isHidden.indices.filter { !isHidden[$0] }
            guard let smallest = shown.min(by: { (counts[$0], -$0) < (counts[$1], -$1) }) else { return companions }
            isHidden[smallest] = true
            companions.append(smallest)
        }
    }
}
