internal import Columnar
internal import Runs
internal import Workforce

/// Leave of one person in one year, 24 bytes; −1 = not given.
struct LeaveEntitlementRecord: PersonRecord {
    var key: Int64
    var year: Int32
    var days: Int32
    var minutes: Int32

    static func precedes(_ a: LeaveEntitlementRecord, _ b: LeaveEntitlementRecord) -> Bool {
        if a.key != b.key { return a.key < b.key }
        if a.year != b.year { return a.year < b.year }
        if a.days != b.days { return a.days < b.days }
        return a.minutes < b.minutes
    }
}

extension NormalizeRun {
    func planLeaveEntitlements(_ persons: KnownPersons) throws {
        let dataset = "leave_entitlements"
        guard let reader = try ingested(dataset, Ingested.leaveEntitlements) else { return }
        let strangers = Tally()
        let silent = Tally()
        let table = try orderedTable(dataset, Normalized.leaveEntitlements) { [self] in
            found(
                "leave_entitlements.unknown_person", dataset,
                "rows name a person who is in no employees row; they are left out", count: strangers.count)
            found(
                "leave_entitlements.no_amount", dataset,
                "rows name neither days nor minutes; they are left out, and the leave of that year is unknown",
                count: silent.count)
        }
        try PersonSortedTable<LeaveEntitlementRecord>(
            crew: crew, order: order, gate: persons.gate, groups: reader.rowGroupCount, rows: reader.rowCount,
            table: table,
            read: { [identities] index, range in try Self.readLeave(reader, index, range, silent, identities) },
            keep: { persons.dropStrangers($0, tally: strangers) }, encode: Self.encodeLeave
        ).start()
    }

    private static func readLeave(
        _ reader: TableReader, _ index: Int, _ range: Range<Int>, _ silent: Tally, _ identities: PersonIdentities?
    ) throws -> ScatteredRecords<LeaveEntitlementRecord> {
        let group = try reader.readGroup(index, columns: ["person_key", "year", "days", "minutes"])
        let persons = identities.persons(try group.int64("person_key").values)
        let keys = persons.elements
        let year = try group.int32("year").values
        let days = BareColumn(try group.int32("days"))
        let minutes = BareColumn(try group.int32("minutes"))
        let scattered = ScatteredRecords<LeaveEntitlementRecord>(keys, range)
        var withoutAmount = 0
        for i in 0..<keys.count {
            let amount = days[i]
            guard amount != nil || minutes.isThere(i) else {
                if range.contains(PersonSort.partition(of: keys[i])) { withoutAmount += 1 }
                continue
            }
            scattered.add(
                LeaveEntitlementRecord(
                    key: keys[i], year: year[i], days: amount ?? -1, minutes: amount == nil ? minutes[i] ?? -1 : -1))
        }
        withExtendedLifetime((group, persons.owner)) {}
        if withoutAmount > 0 { silent.add(withoutAmount) }
        return scattered
    }

    private static func encodeLeave(
        _ records: UnsafeBufferPointer<LeaveEntitlementRecord>
    ) throws -> EncodedRowGroup {
        let key = Buffer<Int64>(records) { $0.key }
        let year = Buffer<Int32>(records) { $0.year }
        let days = OptionalColumn(records) { $0.days }
        let minutes = OptionalColumn(records) { $0.minutes }
        return try withExtendedLifetime((key, year, days, minutes)) {
            try RowGroupEncoder.encode(
                Normalized.leaveEntitlements, rowCount: records.count,
                columns: [
                    ColumnSlice(.int64(key.pointer), repeats: true), ColumnSlice(.int32(year.pointer), repeats: true),
                    days.slice, minutes.slice,
                ])
        }
    }
}
