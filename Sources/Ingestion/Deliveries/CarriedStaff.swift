/// Persons who are in a delivery with rows that cannot be used. They have not left: what the delivery before said of them goes on,
/// for as long as their rows are set aside.
enum CarriedStaff {
    struct Person: Hashable {
        let key: Int64
        let check: Int64
        /// Of the delivery, as a code of the pool.
        let file: Int32

        /// The row of somebody of whom no delivery before told anything.
        var unknown: StaffRow {
            var row = StaffRow(key: key, check: check)
            row.isPresent = false
            row.isCarried = true
            row.file = file
            return row
        }

        static func == (a: Person, b: Person) -> Bool { a.key == b.key }
        func hash(into hasher: inout Hasher) { hasher.combine(key) }
    }

    /// Who is carried on in the changes of a delivery.
    static func persons(in changes: [StaffRow]) -> Set<Person> {
        Set(changes.lazy.filter(\.isCarried).map { Person(key: $0.key, check: $0.check, file: $0.file) })
    }

    /// The rows of a state that its delivery itself tells. `held`: those whom it carried on.
    static func told(_ state: [StaffRow], without held: Set<Person>) -> [StaffRow] {
        let keys = Set(held.map(\.key))
        return state.compactMap { row in
            guard row.isCarried else { return row }
            if keys.contains(row.key) { return nil }
            // Carried on by an earlier delivery, and told since.
            var row = row
            row.isCarried = false
            return row
        }
    }

    /// `staff` and the rows of `before` that persons in `held` have besides; all by person.
    static func fill(_ staff: [StaffRow], _ held: Set<Person>, from before: [StaffRow]) -> [StaffRow] {
        guard !held.isEmpty else { return staff }
        let files = Dictionary(held.map { ($0.key, $0.file) }, uniquingKeysWith: { first, _ in first })
        var own: [Int64: [StaffRow]] = [:]
        for row in staff where files[row.key] != nil { own[row.key, default: []].append(row) }
        var whole = staff
        for row in before {
            guard let file = files[row.key] else { continue }
            let isTold = own[row.key]?.contains { $0.assignment == row.assignment && $0.hire == row.hire } ?? false
            if isTold { continue }
            var row = row
            row.isCarried = true
            // In no record of this delivery; where it stood before is not known any more of a state that was stored.
            row.file = file
            row.record = 0
            whole.append(row)
        }
        let order = whole.indices.sorted { (whole[$0].key, $0) < (whole[$1].key, $1) }
        return order.map { whole[$0] }
    }

    /// Persons at work in `before` who are neither in `staff` nor in `held`. `day`: of the delivery.
    static func missing(
        from staff: [StaffRow], besides held: Set<Person>, before: [StaffRow], on day: Int32
    ) -> [KnownPerson] {
        let there = Set(staff.map(\.key)).union(held.map(\.key))
        var missing: [KnownPerson] = []
        for row in before where !there.contains(row.key) && missing.last?.key != row.key {
            if row.last == StaffRow.noNumber || row.last >= day {
                missing.append(KnownPerson(key: row.key, check: row.check))
            }
        }
        return missing
    }
}
