import Columnar

/// The staff as a row of deliveries: of each, the persons whose rows are not those of the delivery before. A delivery may
/// come late or a second time; it goes to its day, and what the next one changed is worked out anew.
///
/// Memory: all changes, and one state of the whole staff or two.
final class StaffHistory {
    /// A delivery.
    struct Step {
        let day: Int32
        /// By person; of one person in the order of the export.
        var changes: [StaffRow]
    }

    let pool: StringPool
    private(set) var steps: [Step] = []
    /// The state after the last step, where it is known.
    private var newest: [StaffRow]?

    init(pool: StringPool) { self.pool = pool }

    /// Takes a delivery that is stored; days ascend.
    func restore(_ step: Step) {
        steps.append(step)
        newest = nil
    }

    /// Puts a delivery in its place. `staff`: all its rows, by person and in the order of the export.
    ///
    /// - Returns: the days whose changes are other ones now: `day`, and that of the delivery after it.
    func put(_ staff: [StaffRow], on day: Int32) -> [Int32] {
        let place = steps.firstIndex { $0.day >= day } ?? steps.count
        let replaces = place < steps.count && steps[place].day == day
        let following = replaces ? place + 1 : place
        let after = following < steps.count ? state(through: following) : nil
        let before = state(through: place - 1)
        let step = Step(day: day, changes: Self.changes(from: before, to: staff))
        if replaces { steps[place] = step } else { steps.insert(step, at: place) }
        guard let after else {
            newest = staff
            return [day]
        }
        steps[place + 1].changes = Self.changes(from: staff, to: after)
        return [day, steps[place + 1].day]
    }

    /// Names the delivery itself as where its changes come from, with no record, in rows that were known from an earlier
    /// one. `files`: those of the delivery.
    func attribute(_ day: Int32, to files: [String]) {
        guard let place = steps.firstIndex(where: { $0.day == day }), let first = files.first else { return }
        let own = files.map { pool.code($0) }
        for row in steps[place].changes.indices where !own.contains(steps[place].changes[row].file) {
            steps[place].changes[row].file = pool.code(first)
            steps[place].changes[row].record = 0
        }
    }

    /// The rows of all persons after a step, by person; none before the first.
    func state(through step: Int) -> [StaffRow] {
        guard step >= 0 else { return [] }
        if step == steps.count - 1, let newest { return newest }
        struct Place {
            var key: Int64
            var step: Int
            var rows: Range<Int>
        }
        var latest: [Int64: Place] = [:]
        for number in 0...step {
            Self.forEachPerson(steps[number].changes) { key, rows in
                latest[key] = Place(key: key, step: number, rows: rows)
            }
        }
        var rows: [StaffRow] = []
        rows.reserveCapacity(latest.count)
        // The dictionary's order is left to chance.
        for place in latest.values.sorted(by: { $0.key < $1.key }) {
            for row in steps[place.step].changes[place.rows] where row.isPresent { rows.append(row) }
        }
        if step == steps.count - 1 { newest = rows }
        return rows
    }

    /// What has to be known of `staff` beyond `before`; both by person.
    private static func changes(from before: [StaffRow], to staff: [StaffRow]) -> [StaffRow] {
        var changes: [StaffRow] = []
        var a = 0
        var b = 0
        while a < before.count || b < staff.count {
            let key = min(a < before.count ? before[a].key : Int64.max, b < staff.count ? staff[b].key : Int64.max)
            let old = end(of: key, from: a, in: before)
            let new = end(of: key, from: b, in: staff)
            if b == new {
                var gone = StaffRow(key: key, check: before[a].check)
                gone.isPresent = false
                gone.file = before[a].file
                changes.append(gone)
            } else if !areSame(before[a..<old], staff[b..<new]) {
                changes += staff[b..<new]
            }
            a = old
            b = new
        }
        return changes
    }

    private static func end(of key: Int64, from start: Int, in rows: [StaffRow]) -> Int {
        var end = start
        while end < rows.count, rows[end].key == key { end += 1 }
        return end
    }

    /// Whether two rows or sets of rows of one person tell the same; the order of the export tells nothing.
    private static func areSame(_ a: ArraySlice<StaffRow>, _ b: ArraySlice<StaffRow>) -> Bool {
        a.count == b.count && a.allSatisfy { row in b.contains { $0.isSame(as: row) } }
    }

    /// Calls `body` with each person of `rows`, which are sorted by person.
    static func forEachPerson(_ rows: [StaffRow], _ body: (Int64, Range<Int>) -> Void) {
        var start = 0
        while start < rows.count {
            let end = end(of: rows[start].key, from: start, in: rows)
            body(rows[start].key, start..<end)
            start = end
        }
    }
}
