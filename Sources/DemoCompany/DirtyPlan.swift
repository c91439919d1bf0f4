/// One way in which a row can be wrong.
struct DirtyKind {
    let name: String
    /// How many rows of this kind a file holds at most.
    let limit: Int
    /// True for an identical second copy of the row before: counted as a duplicate, not quarantined.
    let isDuplicate: Bool
    /// The fields of the row as written, for the n-th dirty row of the file.
    let fields: @Sendable (Int) -> [String]

    init(_ name: String, limit: Int = 4, fields: @escaping @Sendable (Int) -> [String]) {
        self.name = name
        self.limit = limit
        self.isDuplicate = false
        self.fields = fields
    }

    private init(duplicates limit: Int) {
        name = "duplicate"
        self.limit = limit
        isDuplicate = true
        fields = { _ in [] }
    }

    static let duplicate = DirtyKind(duplicates: 4)
}

/// Which dirty rows a file gets, and when. At most one in 205 true rows, so the whole stays under 0.5 %;
/// the limits of the kinds keep the rows whose key cannot be read under ten.
struct DirtyPlan {
    let kinds: [DirtyKind]
    /// A dirty row follows every so many true rows.
    let interval: Int

    static let none = DirtyPlan(kinds: [], expectedRows: 0)

    init(kinds: [DirtyKind], expectedRows: Int) {
        self.kinds = kinds
        let wanted = kinds.reduce(0) { $0 + $1.limit }
        interval = max(205, expectedRows / max(1, wanted + 1))
    }

    /// The kind to write after the latest true row, taking the kinds in turn.
    func due(after tally: FileTally) -> DirtyKind? {
        guard !kinds.isEmpty, tally.clean % interval == 0 else { return nil }
        var turn = tally.quarantined + tally.duplicateLines.count
        for round in 0... {
            let open = kinds.filter { $0.limit > round }
            if open.isEmpty { return nil }
            if turn < open.count { return open[turn] }
            turn -= open.count
        }
        return nil
    }
}

/// What was written into one file.
struct FileTally {
    let name: String
    /// True rows.
    var clean = 0
    /// Line numbers (the header is line 1) of dirty rows by kind, in order of first appearance.
    private(set) var dirtyLines: [(kind: String, lines: [Int])] = []
    var duplicateLines: [Int] = []

    init(name: String) { self.name = name }

    var quarantined: Int { dirtyLines.reduce(0) { $0 + $1.lines.count } }
    var rows: Int { clean + quarantined + duplicateLines.count }

    mutating func record(_ kind: String, line: Int) {
        if let index = dirtyLines.firstIndex(where: { $0.kind == kind }) {
            dirtyLines[index].lines.append(line)
        } else {
            dirtyLines.append((kind, [line]))
        }
    }
}
