internal import Columnar
internal import Workforce

/// The patterns that rows of a stage name, each once; rows carry their places. One thread at a time.
final class WorkPatterns {
    /// What a row has that names no pattern.
    static let none: Int32 = -1

    private var patterns: [WorkPattern] = []
    private var places: [WorkPattern: Int32] = [:]
    private var sums: [SIMD2<Int32>: Int32] = [:]

    subscript(_ place: Int32) -> WorkPattern { patterns[Int(place)] }

    func place(of pattern: WorkPattern) -> Int32 {
        if let known = places[pattern] { return known }
        let place = Int32(truncatingIfNeeded: patterns.count)
        patterns.append(pattern)
        places[pattern] = place
        return place
    }

    /// The pattern of two contracts held at once; of one that has none it is the other's.
    func sum(_ a: Int32, _ b: Int32) -> Int32 {
        guard a >= 0, b >= 0 else { return max(a, b) }
        let pair = SIMD2(min(a, b), max(a, b))
        if let known = sums[pair] { return known }
        let place = place(of: self[a].added(self[b]))
        sums[pair] = place
        return place
    }
}

/// The minutes by weekday of the rows of one row group.
///
/// A weekday without a number is one without work where another has a number. Rows in which no weekday has more than 0 name
/// no pattern: systems write zeros where nothing is agreed, and somebody who never works is nobody's employee.
struct WorkPatternColumns {
    private let columns: [ColumnView<Int32>]

    /// - Returns: nil where no row of the group names a minute.
    init?(_ reader: TableReader, _ group: RowGroup, index: Int) throws {
        guard WorkPattern.columns.contains(where: { reader.bounds(group: index, column: $0) != nil }) else {
            return nil
        }
        columns = try WorkPattern.columns.map { try group.int32($0) }
    }

    /// - Returns: the pattern of a row and whether the row gives minutes at all.
    func row(_ i: Int) -> (pattern: WorkPattern?, isGiven: Bool) {
        var isGiven = false
        var minutes = SIMD8<Int32>(repeating: 0)
        for weekday in columns.indices {
            guard let value = columns[weekday][i] else { continue }
            isGiven = true
            minutes[weekday] = value
        }
        let pattern = WorkPattern(minutes: minutes)
        return (pattern.isEmpty ? nil : pattern, isGiven)
    }
}
