/// Finds what somebody may have meant.
public enum NearestName {
    /// The name among `known` with the fewest edits (insert, delete, replace, swap of neighbours) from `name`; ties go to
    /// the first in `known`. Nil when all are further than a third of the length, at least two edits.
    public static func of(_ name: String, among known: [String]) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars.prefix(100))
        let limit = max(2, wanted.count / 3)
        var best: (name: String, edits: Int)?
        for candidate in known {
            let letters = Array(candidate.lowercased().unicodeScalars.prefix(100))
            let edits = distance(wanted, letters)
            // A name of three letters is not "near" to every other one.
            guard edits <= limit, edits < max(wanted.count, letters.count) else { continue }
            if let known = best, known.edits <= edits { continue }
            best = (candidate, edits)
        }
        return best?.name
    }

    /// How alike two names are, from 0 to 1: the share of letters that no edit touches.
    public static func similarity(_ a: String, _ b: String) -> Double {
        let first = Array(a.unicodeScalars.prefix(100))
        let second = Array(b.unicodeScalars.prefix(100))
        let longest = max(first.count, second.count)
        return longest == 0 ? 0 : 1 - Double(distance(first, second)) / Double(longest)
    }

    /// Damerau–Levenshtein distance, in the form where no part is edited twice (optimal string alignment).
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        guard !a.isEmpty else { return b.count }
        guard !b.isEmpty else { return a.count }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [Int](repeating: 0, count: b.count + 1)
            row[0] = i
            for j in 1...b.count {
                let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row[j] = min(last[j] + 1, row[j - 1] + 1, replaced)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
