internal import Columnar
internal import Workforce

/// One row of an employees export, words as codes of a pool that all rows share.
struct EmployeeRow {
    static let none: Int32 = -1
    static let noDay = Int32.min

    /// Of the person; `id` is the key of the id that the row has, another where `identities` pairs it.
    var key: Int64
    var check: Int64
    var id: Int64
    var validFrom = noDay
    var validTo = noDay
    var hire = noDay
    var last = noDay
    var status = none
    var leaveClass = none
    var leaveKind = none
    var department: Int32 = 0
    var assignment = none
    var primary = false
    /// The row names a department, whether the tree has it or not.
    var namesDepartment = false
    var fte: Int32 = 10_000
    /// Place among the patterns; −1 for none.
    var pattern = WorkPatterns.none
    /// 1 and 0 for yes and no, −1 where nobody says.
    var regretted: Int8 = -1
    var facts = PersonFacts()
    var order: Int32 = 0
    /// Export that it stands in.
    var file = none
    /// A leaver by status: it tells of no day at work.
    var isLeftOut = false

    init(key: Int64, check: Int64, id: Int64? = nil) {
        self.key = key
        self.check = check
        self.id = id ?? key
    }
}

/// What else a segment carries; segments are merged only when all of it is equal.
struct PersonFacts: Equatable {
    static let wordColumns = ["gender", "country", "location", "contract", "job_level", "work_mode"]
    var manager: Int64?
    var birthYear: Int32?
    var words: (Int32, Int32, Int32, Int32, Int32, Int32) = (-1, -1, -1, -1, -1, -1)
    var peopleManager: Bool?

    static func == (a: PersonFacts, b: PersonFacts) -> Bool {
        a.manager == b.manager && a.birthYear == b.birthYear && a.words == b.words
            && a.peopleManager == b.peopleManager
    }
}

/// A piece of employment during which nothing that is kept changes; `[first, end)`, `end` = `open` while it runs.
struct Segment {
    static let open = Int32.max
    enum Start: String, CaseIterable { case hire, rehire, observed, change }

    var first: Int32
    var end: Int32
    var department: Int32
    var fte: Int32
    var start: Start
    /// Codes in the pool of the rows; −1 where the spell does not end here.
    var leaveClass: Int32
    var leaveKind: Int32
    var spellFirst: Int32
    var facts: PersonFacts
    /// Place among the patterns, the sum of those of concurrent assignments; −1 for none.
    var pattern = WorkPatterns.none
    /// Of `fte`, what is of assignments without a pattern beside those that have one; 0 where none has.
    var outsidePattern: Int32 = 0
    /// As the row that ends the spell has it.
    var regretted: Int8 = -1
}

/// Turns the rows of one person into segments: concurrent assignments into one line (the primary one says where, FTE
/// adds up), rows of a snapshot or of an effective-dated history alike.
struct TimelineBuilder {
    /// Segments before this day are not needed by anybody; hires of unknown date begin here.
    static let unknownStart: Int32 = -25_567  // 1900-01-01

    private struct Piece {
        var first: Int32
        var end: Int32
        var row: Int
        /// The row that says how the employment ended, where it ends with this piece.
        var ending: Int
    }

    let unknownClass: Int32
    let rank: (Int32) -> Int32
    let patterns: WorkPatterns
    private var pieces: [Piece] = []
    private var days: [Int32] = []
    /// What `assignments` says, where the pipeline has them.
    private(set) var held: HeldAssignments?

    /// - Parameters:
    ///   - unknownClass: pool code of `unknown`.
    ///   - rank: place of an assignment's id among all ids by their bytes.
    init(
        unknownClass: Int32, rank: @escaping (Int32) -> Int32, patterns: WorkPatterns = WorkPatterns(),
        held: HeldAssignments? = nil
    ) {
        self.unknownClass = unknownClass
        self.patterns = patterns
        self.rank = rank
        self.held = held
    }

    /// - Parameters:
    ///   - rows: rows of one person, sorted by (hire, assignment, valid_from, order).
    ///   - records: what `assignments` says of the person, sorted.
    mutating func segments(
        of rows: ArraySlice<EmployeeRow>,
        held records: UnsafeBufferPointer<AssignmentRecord> = UnsafeBufferPointer(start: nil, count: 0),
        into out: inout [Segment]
    ) {
        pieces.removeAll(keepingCapacity: true)
        var i = rows.startIndex
        while i < rows.endIndex {
            var j = i + 1
            while j < rows.endIndex, rows[j].hire == rows[i].hire, rows[j].assignment == rows[i].assignment,
                rows[j].validFrom != EmployeeRow.noDay, rows[i].validFrom != EmployeeRow.noDay
            {
                j += 1
            }
            addPieces(rows, i..<j)
            i = j
        }
        if pieces.isEmpty {
            // Nobody is employed: whatever is held leads nowhere.
            held?.begin(records, employed: [])
            return
        }
        pieces.sort { ($0.first, $0.end, $0.row) < ($1.first, $1.end, $1.row) }
        days.removeAll(keepingCapacity: true)
        for piece in pieces {
            days.append(piece.first)
            days.append(piece.end)
        }
        if held != nil {
            held?.begin(records, employed: pieces.lazy.map { ($0.first, $0.end) })
            days += held?.days ?? []
        }
        days.sort()
        let begin = out.count
        var spell = 0
        for d in 1..<max(days.count, 1) where days[d] > days[d - 1] {
            addElementary(rows, from: days[d - 1], to: days[d], spell: &spell, begin: begin, into: &out)
        }
        held?.end()
    }

    /// The pieces of one assignment in one spell; a later row of the same day corrects the earlier.
    private mutating func addPieces(_ rows: ArraySlice<EmployeeRow>, _ range: Range<Int>) {
        let lastDay = rows[range.upperBound - 1].last
        for i in range where !rows[i].isLeftOut {
            let row = rows[i]
            var first = row.validFrom
            if first == EmployeeRow.noDay { first = row.hire }
            if first == EmployeeRow.noDay { first = Self.unknownStart }
            if row.hire != EmployeeRow.noDay { first = max(first, row.hire) }
            var end = Segment.open
            if row.validTo != EmployeeRow.noDay { end = min(end, row.validTo + 1) }
            if i + 1 < range.upperBound {
                end = min(end, max(rows[i + 1].validFrom, first))
                // The next row begins after this one's termination: it is another spell.
                if row.last != EmployeeRow.noDay, rows[i + 1].validFrom > row.last { end = min(end, row.last + 1) }
            }
            if lastDay != EmployeeRow.noDay { end = min(end, lastDay + 1) }
            // The history begins after the hire: what held first is taken to have held from the hire on.
            if i == range.lowerBound, row.hire != EmployeeRow.noDay { first = row.hire }
            if end > first {
                // The row that ended it may hold on no day at work.
                let isLast = lastDay != EmployeeRow.noDay && end == lastDay + 1
                let next = min(i + 1, range.upperBound - 1)
                let ending = isLast ? range.upperBound - 1 : rows[next].isLeftOut ? next : i
                let isTold = rows[ending].leaveClass >= 0 || rows[ending].leaveKind >= 0
                pieces.append(Piece(first: first, end: end, row: i, ending: isTold ? ending : i))
            }
        }
    }

    private mutating func addElementary(
        _ rows: ArraySlice<EmployeeRow>, from: Int32, to: Int32, spell: inout Int, begin: Int,
        into out: inout [Segment]
    ) {
        var best: Piece?
        var fte: Int32 = 0
        var pattern = WorkPatterns.none
        var outsidePattern: Int32 = 0
        for piece in pieces where piece.first <= from && piece.end >= to {
            let row = rows[piece.row]
            fte = fte.addingReportingOverflow(row.fte).partialValue
            if row.pattern >= 0 {
                pattern = patterns.sum(pattern, row.pattern)
            } else {
                outsidePattern = outsidePattern.addingReportingOverflow(row.fte).partialValue
            }
            if let known = best {
                let other = rows[known.row]
                let a = (row.primary ? 0 : 1, -row.fte, rank(row.assignment), -row.order)
                let b = (other.primary ? 0 : 1, -other.fte, rank(other.assignment), -other.order)
                if a < b { best = piece }
            } else {
                best = piece
            }
        }
        guard let best else { return }
        let row = rows[best.row]
        var segment = Segment(
            first: from, end: to, department: row.department, fte: fte, start: .change, leaveClass: -1,
            leaveKind: -1, spellFirst: from, facts: row.facts, pattern: pattern,
            outsidePattern: pattern >= 0 ? outsidePattern : 0)
        held?.apply(on: from, row: row, to: &segment)
        if best.end == to, to != Segment.open {
            let ending = rows[best.ending]
            segment.leaveClass = ending.leaveClass >= 0 ? ending.leaveClass : unknownClass
            segment.leaveKind = ending.leaveKind
            segment.regretted = ending.regretted
        }
        if out.count > begin, let before = out.last, before.end == from {
            // No unemployed day between: the same spell goes on, and nobody has left.
            out[out.count - 1].leaveClass = -1
            out[out.count - 1].leaveKind = -1
            out[out.count - 1].regretted = -1
            segment.spellFirst = before.spellFirst
            if before.department == segment.department, before.fte == segment.fte, before.facts == segment.facts,
                before.pattern == segment.pattern, before.outsidePattern == segment.outsidePattern
            {
                out[out.count - 1].end = to
                out[out.count - 1].leaveClass = segment.leaveClass
                out[out.count - 1].leaveKind = segment.leaveKind
                out[out.count - 1].regretted = segment.regretted
                return
            }
        } else {
            let observed = row.hire == EmployeeRow.noDay || row.hire != from
            segment.start = spell > 0 ? .rehire : observed ? .observed : .hire
            spell += 1
        }
        out.append(segment)
    }
}
