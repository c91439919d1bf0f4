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

    /// What came of putting a delivery in its place.
    struct Placed {
        /// Whose changes are other ones now: the delivery's, and those after it that it touches.
        var days: [Int32]
        /// Persons who are there with what the delivery before said, as rows of theirs were set aside.
        var carried = 0
        /// Persons who are not in the delivery, but may be in rows whose id cannot be read: they stay.
        var perhapsUnreadable = 0
        /// Persons who are not in the delivery, more of them than rows without a readable id: they are gone.
        var gone = 0
    }

    /// Puts a delivery in its place.
    ///
    /// - Parameters:
    ///   - staff: all its rows, by person and in the order of the export.
    ///   - uncertain: whose rows were set aside.
    ///   - file: the delivery's first, as a code of the pool.
    func put(
        _ staff: [StaffRow], uncertain: UncertainPersons = UncertainPersons(), file: Int32 = 0, on day: Int32
    ) -> Placed {
        let place = steps.firstIndex { $0.day >= day } ?? steps.count
        let replaces = place < steps.count && steps[place].day == day
        let following = replaces ? place + 1 : place
        let after = following < steps.count ? state(through: following) : nil
        let before = state(through: place - 1)
        var placed = Placed(days: [day])
        var held = Set<CarriedStaff.Person>(
            uncertain.persons.map { CarriedStaff.Person(key: $0.key, check: $0.check, file: file) })
        if uncertain.unreadable > 0 {
            let missing = CarriedStaff.missing(from: staff, besides: held, before: before, on: day)
            // As few as there are such rows may all be in them; of more, some have left, and nobody can say who.
            if missing.count <= uncertain.unreadable {
                placed.perhapsUnreadable = missing.count
                held.formUnion(missing.map { CarriedStaff.Person(key: $0.key, check: $0.check, file: file) })
            } else {
                placed.gone = missing.count
            }
        }
        let whole = CarriedStaff.fill(staff, held, from: before)
        let known = Set(before.map(\.key))
        placed.carried = held.count { known.contains($0.key) } - placed.perhapsUnreadable
        let step = Step(day: day, changes: Self.changes(from: before, to: whole, held))
        if replaces { steps[place] = step } else { steps.insert(step, at: place) }
        guard let after else {
            newest = whole
            return placed
        }
        placed.days += work(out: place + 1, old: after, from: whole)
        return placed
    }

    /// Works out anew what the delivery at `place` changed, and the deliveries after it as far as they carry persons on.
    ///
    /// - Parameters:
    ///   - old: the state after it as it was.
    ///   - before: the state before it as it now is.
    /// - Returns: the days of those that are other ones now.
    private func work(out place: Int, old: [StaffRow], from before: [StaffRow]) -> [Int32] {
        var days: [Int32] = []
        var old = old
        var before = before
        var place = place
        while true {
            let held = CarriedStaff.persons(in: steps[place].changes)
            let next = place + 1 < steps.count ? Self.state(old, after: steps[place + 1].changes) : nil
            let whole = CarriedStaff.fill(CarriedStaff.told(old, without: held), held, from: before)
            steps[place].changes = Self.changes(from: before, to: whole, held)
            days.append(steps[place].day)
            // Whoever is carried on is so with other rows now, and what came after was held against the former ones.
            guard !held.isEmpty else { return days }
            newest = nil
            guard let next else { return days }
            old = next
            before = whole
            place += 1
        }
    }

    /// Names the delivery itself as where its changes come from, with no record, in rows that were known from an earlier
    /// one. `files`: those of the delivery.
    func attribute(_ day: Int32, to files: [String]) {
        guard let place = steps.firstIndex(where: { $0.day == day }), let first = files.first else { return }
        let own = files.map { pool.code($0) }
        for row in steps[place].changes.indices
        where !own.contains(steps[place].changes[row].file) && !steps[place].changes[row].isCarried {
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

    /// The state that `changes` make of `state`; both by person.
    private static func state(_ state: [StaffRow], after changes: [StaffRow]) -> [StaffRow] {
        let changed = Set(changes.map(\.key))
        let rows = state.filter { !changed.contains($0.key) } + changes.filter(\.isPresent)
        let order = rows.indices.sorted { (rows[$0].key, $0) < (rows[$1].key, $1) }
        return order.map { rows[$0] }
    }

    /// What has to be known of `staff` beyond `before`; both by person. Of persons in `held` all is told: what is known of them
    /// depends on the delivery before.
    private static func changes(
        from before: [StaffRow], to staff: [StaffRow], _ held: Set<CarriedStaff.Person>
    ) -> [StaffRow] {
        guard !held.isEmpty else { return changes(from: before, to: staff) }
        let keys = Set(held.map(\.key))
        var told = changes(from: before.filter { !keys.contains($0.key) }, to: staff.filter { !keys.contains($0.key) })
        let carried = Set(staff.lazy.filter(\.isCarried).map(\.key))
        told += staff.filter { keys.contains($0.key) }
        told += held.filter { !carried.contains($0.key) }.map(\.unknown)
        let order = told.indices.sorted {
            (told[$0].key, told[$0].isPresent ? 0 : 1, $0) < (told[$1].key, told[$1].isPresent ? 0 : 1, $1)
        }
        return order.map { told[$0] }
    }

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
