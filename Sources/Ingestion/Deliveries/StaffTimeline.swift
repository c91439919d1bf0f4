import Columnar

/// Turns the deliveries of one person into effective-dated rows, as an export of changes would have them.
///
/// A row is valid from the delivery on that first shows it; those of the first delivery from the hire on. An employment ends
/// with the termination date in the dump; where the person is in a delivery no more, on the day before it. Whoever is
/// missing in a single delivery and comes back with the same hire date has not left.
struct StaffTimeline {
    /// What was noticed on the way.
    struct Counts: Equatable {
        /// Employments that ended because the person was in the deliveries no more.
        var disappeared = 0
        /// Persons missing in one delivery only.
        var returned = 0
        /// Hire dates that were put right afterwards.
        var corrected = 0
        /// Rows of the first delivery without a hire date.
        var withoutHire = 0
        /// Leavers by status of whom no delivery shows a day at work.
        var neverPresent = 0
    }

    /// The words that this stage itself puts into rows, as codes.
    struct Words {
        let unknown: Int32
        let disappeared: Int32
        let leaver: Int32

        init(_ pool: StringPool) {
            unknown = pool.code("unknown")
            disappeared = pool.code(StaffTimeline.disappeared)
            leaver = pool.code("leaver")
        }
    }

    /// `leave_kind` of somebody who is in the deliveries no more.
    static let disappeared = "disappeared"

    /// One employment, or one assignment in it.
    private struct Strand {
        /// As the dumps say it.
        var statedHire: Int32
        /// As the timeline needs it.
        var hire: Int32
        var assignment: Int32
        var rows: [StaffRow]
        /// As the dumps last said it.
        var last: Int32
        var leaveClass: Int32
        var leaveKind: Int32
        var regretted: Int32
        /// The end that the deliveries show by what they lack.
        var ended: Int32?
        /// The first delivery without it.
        var goneAt: Int?
        /// It ended by the status of the row and not by the person's absence.
        var isByStatus = false

        var end: Int32 { ended ?? (last == StaffRow.noNumber ? Int32.max : last) }
    }

    let days: [Int32]
    let words: Words
    private(set) var counts = Counts()
    private var strands: [Strand] = []

    /// `days`: those of all deliveries, ascending.
    init(days: [Int32], words: Words) {
        self.days = days
        self.words = words
    }

    /// - Parameter changes: the person's rows and the deliveries, by number, that show them; ascending.
    mutating func rows(of changes: [(step: Int, rows: ArraySlice<StaffRow>)], into out: inout [StaffRow]) {
        strands.removeAll(keepingCapacity: true)
        for change in changes {
            take(change.rows.filter(\.isPresent), at: change.step)
            if change.rows.contains(where: { $0.isCarried && !$0.isPresent }) { stay(at: change.step) }
        }
        for index in strands.indices { write(index, into: &out) }
    }

    /// The person is in the delivery with rows that are not known: who was missing in the one before only may come back.
    private mutating func stay(at step: Int) {
        for index in strands.indices where strands[index].goneAt == step - 1 { strands[index].goneAt = step }
    }

    private mutating func take(_ rows: [StaffRow], at step: Int) {
        var fresh = rows
        var unmatched: [Int] = []
        for index in strands.indices where strands[index].goneAt == nil || strands[index].goneAt == step - 1 {
            let strand = strands[index]
            let place = fresh.firstIndex { $0.assignment == strand.assignment && $0.hire == strand.statedHire }
            if let place {
                if strand.goneAt != nil {
                    strands[index].goneAt = nil
                    strands[index].ended = nil
                    counts.returned += 1
                }
                goOn(index, with: fresh.remove(at: place), at: step)
            } else if strand.goneAt == nil {
                unmatched.append(index)
            }
        }
        for index in unmatched {
            let strand = strands[index]
            let place = fresh.firstIndex {
                $0.assignment == strand.assignment && !isRehire($0, after: strand, at: step)
            }
            guard let place else {
                end(index, fresh, at: step)
                continue
            }
            let row = fresh.remove(at: place)
            if row.hire != StaffRow.noNumber {
                if strand.statedHire != StaffRow.noNumber { counts.corrected += 1 }
                // Where the timeline has another day than the dump, it has its reason.
                if strand.hire == strand.statedHire || strand.statedHire == StaffRow.noNumber {
                    strands[index].hire = row.hire
                }
            }
            strands[index].statedHire = row.hire
            goOn(index, with: row, at: step)
        }
        for row in fresh { begin(row, at: step) }
    }

    /// Another hire date is a new employment when it lies after the end of the one known, or after the delivery before.
    private func isRehire(_ row: StaffRow, after strand: Strand, at step: Int) -> Bool {
        guard row.hire != StaffRow.noNumber else { return false }
        return row.hire > strand.end || row.hire > days[step - 1]
    }

    private mutating func goOn(_ index: Int, with row: StaffRow, at step: Int) {
        if let known = strands[index].rows.last, !known.isSameWork(as: row) {
            var row = row
            row.validFrom = days[step]
            strands[index].rows.append(row)
        }
        strands[index].last = row.last
        strands[index].leaveClass = row.leaveClass
        strands[index].leaveKind = row.leaveKind
        strands[index].regretted = row.regretted
        let hasLeft = row.status == words.leaver && row.last == StaffRow.noNumber
        if !hasLeft {
            strands[index].ended = nil
        } else if strands[index].ended == nil {
            strands[index].ended = days[step] - 1
            strands[index].isByStatus = true
        }
    }

    /// The strand is in the delivery no more. `fresh`: the rows that belong to none so far.
    private mutating func end(_ index: Int, _ fresh: [StaffRow], at step: Int) {
        let strand = strands[index]
        strands[index].goneAt = step
        guard strand.end >= days[step] else { return }
        var end = min(strand.end, days[step] - 1)
        for row in fresh where row.assignment == strand.assignment && row.hire != StaffRow.noNumber {
            if row.hire > days[step - 1] { end = min(end, row.hire - 1) }
        }
        strands[index].ended = end
        strands[index].isByStatus = false
    }

    private mutating func begin(_ row: StaffRow, at step: Int) {
        if row.status == words.leaver, row.last == StaffRow.noNumber {
            counts.neverPresent += 1
            return
        }
        let day = days[step]
        var row = row
        row.validFrom = day
        var hire = row.hire
        if step == 0 {
            if hire == StaffRow.noNumber { counts.withoutHire += 1 } else { row.validFrom = min(hire, day) }
        } else if strands.contains(where: { $0.goneAt == nil && $0.end >= day }) {
            // One more assignment of somebody at work: it does not reach back to the hire.
            if hire <= days[step - 1] { hire = StaffRow.noNumber }
        } else if let before = strands.map(\.end).max() {
            // Somebody comes back; systems that keep the first hire date show the day by the delivery alone.
            if hire == StaffRow.noNumber || hire <= before { hire = day }
        } else if hire == StaffRow.noNumber {
            hire = day
        }
        strands.append(
            Strand(
                statedHire: row.hire, hire: hire, assignment: row.assignment, rows: [row], last: row.last,
                leaveClass: row.leaveClass, leaveKind: row.leaveKind, regretted: row.regretted))
    }

    private mutating func write(_ index: Int, into out: inout [StaffRow]) {
        let strand = strands[index]
        let end = strand.end
        var leaveClass = strand.leaveClass
        var leaveKind = strand.leaveKind
        if strand.ended != nil, !strand.isByStatus, !isContinued(index) {
            counts.disappeared += 1
            if leaveClass == StaffRow.none, leaveKind == StaffRow.none { leaveKind = words.disappeared }
            if leaveClass == StaffRow.none { leaveClass = words.unknown }
        }
        for (place, row) in strand.rows.enumerated() where place == 0 || row.validFrom <= end {
            var row = row
            row.hire = strand.hire
            row.last = end == Int32.max ? StaffRow.noNumber : end
            row.leaveClass = end == Int32.max ? StaffRow.none : leaveClass
            row.leaveKind = end == Int32.max ? StaffRow.none : leaveKind
            row.regretted = end == Int32.max ? StaffRow.none : strand.regretted
            row.status = StaffRow.none
            // Hired and gone between two deliveries.
            if row.validFrom > end, strand.hire != StaffRow.noNumber { row.validFrom = strand.hire }
            out.append(row)
        }
    }

    /// Whether another strand of the person goes on without a day between.
    private func isContinued(_ index: Int) -> Bool {
        let end = strands[index].end
        return strands.indices.contains { other in
            guard other != index, let first = strands[other].rows.first else { return false }
            let start = strands[other].hire == StaffRow.noNumber ? first.validFrom : strands[other].hire
            return start <= end + 1 && strands[other].end > end
        }
    }
}

extension StaffHistory {
    /// The effective-dated rows that the deliveries up to `day` give, by file, record, person and day; with what was noticed.
    func effectiveRows(through day: Int32) -> (rows: [StaffRow], counts: StaffTimeline.Counts) {
        struct Place {
            var key: Int64
            var step: Int32
            var first: Int32
            var end: Int32
        }
        let taken = steps.prefix { $0.day <= day }
        var places: [Place] = []
        for (number, step) in taken.enumerated() {
            Self.forEachPerson(step.changes) { key, rows in
                places.append(
                    Place(
                        key: key, step: Int32(truncatingIfNeeded: number),
                        first: Int32(truncatingIfNeeded: rows.lowerBound),
                        end: Int32(truncatingIfNeeded: rows.upperBound)))
            }
        }
        places.sort { ($0.key, $0.step) < ($1.key, $1.step) }
        var timeline = StaffTimeline(days: taken.map(\.day), words: StaffTimeline.Words(pool))
        var rows: [StaffRow] = []
        var person: [(step: Int, rows: ArraySlice<StaffRow>)] = []
        var start = 0
        while start < places.count {
            var end = start
            person.removeAll(keepingCapacity: true)
            while end < places.count, places[end].key == places[start].key {
                let place = places[end]
                person.append((Int(place.step), taken[Int(place.step)].changes[Int(place.first)..<Int(place.end)]))
                end += 1
            }
            timeline.rows(of: person, into: &rows)
            start = end
        }
        let files = Set(rows.map(\.file)).sorted {
            pool.string($0).utf8.lexicographicallyPrecedes(pool.string($1).utf8)
        }
        var ranks: [Int32: Int32] = [:]
        for (rank, file) in files.enumerated() { ranks[file] = Int32(truncatingIfNeeded: rank) }
        let keyed = rows.map { (rank: ranks[$0.file] ?? 0, row: $0) }.sorted {
            ($0.rank, $0.row.record, $0.row.key, $0.row.validFrom, $0.row.hire)
                < ($1.rank, $1.row.record, $1.row.key, $1.row.validFrom, $1.row.hire)
        }
        return (keyed.map(\.row), timeline.counts)
    }
}
