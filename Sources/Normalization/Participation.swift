internal import Columnar
internal import Runs
internal import Workforce

/// One person at one event, 16 bytes.
struct ParticipationRecord: PersonRecord {
    static let mandatory: UInt8 = 1
    static let invited: UInt8 = 2
    static let registered: UInt8 = 4
    static let attended: UInt8 = 8

    var key: Int64
    var day: Int32
    /// The flags, and before them the place among `EventLabels`.
    var code: UInt32

    static func precedes(_ a: ParticipationRecord, _ b: ParticipationRecord) -> Bool {
        if a.key != b.key { return a.key < b.key }
        if a.day != b.day { return a.day < b.day }
        return a.code < b.code
    }
}

/// What is said of events besides their days: every kind with every length, the lengths of one kind in a row.
private struct EventLabels {
    /// Sorted; `event` where none is said.
    let kinds: [String]
    /// Ascending, in minutes; the first is nil, for events whose length nobody says.
    let lengths: [Int32?]

    var count: Int { kinds.count * lengths.count }
    /// Records have room for so many beside their four flags.
    static let most = 1 << 28

    func code(kind: Int, length: Int, flags: UInt8) -> UInt32 {
        UInt32(truncatingIfNeeded: kind * lengths.count + length) << 4 | UInt32(flags)
    }
}

extension NormalizeRun {
    private struct Event {
        var day: Int32
        var kind: Int
        var mandatory: Bool
        /// Place among the lengths.
        var length: Int
    }

    func planParticipation(_ persons: KnownPersons) throws {
        guard let reader = try ingested("participation", Ingested.participation) else { return }
        let events = try ingested("events", Ingested.events)
        let strangers = Tally()
        let undated = Tally()
        let table = try orderedTable("participation", Normalized.participation) { [self] in
            found(
                "participation.unknown_person", "participation",
                "rows name a person who is in no employees row; they are left out", count: strangers.count)
            found(
                "participation.unknown_event", "participation",
                "rows name an event that is in no events row and have no day of their own; they are left out",
                count: undated.count)
        }
        crew.submit(.second, order: order) { [self] _ in
            let labels = EventLabels(kinds: try kinds(reader, events), lengths: try lengths(events))
            guard labels.count <= EventLabels.most else {
                throw NormalizeError.unknownWord(
                    dataset: "participation", column: "kind",
                    expected: "kinds of events × different lengths of events below 268,435,456")
            }
            var codes: [String: Int] = [:]
            for (code, kind) in labels.kinds.enumerated() { codes[kind] = code }
            let kindCodes = codes
            let known = try readEvents(events, kindCodes, labels)
            try PersonSortedTable<ParticipationRecord>(
                crew: crew, order: order, gate: persons.gate, groups: reader.rowGroupCount, rows: reader.rowCount,
                table: table,
                read: { [identities] in
                    try Self.readParticipation(reader, $0, $1, known, kindCodes, labels, undated, identities)
                },
                keep: { persons.dropStrangers($0, tally: strangers) },
                encode: { try Self.encodeParticipation($0, labels) }
            ).start()
        }
    }

    private static func readParticipation(
        _ reader: TableReader, _ index: Int, _ range: Range<Int>, _ known: [String: Event],
        _ codes: [String: Int], _ labels: EventLabels, _ undated: Tally, _ identities: PersonIdentities?
    ) throws -> ScatteredRecords<ParticipationRecord> {
        var columns = ["person_key", "day", "kind", "mandatory", "invited", "registered", "attended"]
        if !known.isEmpty { columns.append("event") }
        let group = try reader.readGroup(index, columns: columns)
        let persons = identities.persons(try group.int64("person_key").values)
        let keys = persons.elements
        let day = BareColumn(try group.int32("day"))
        let kind = try group.strings("kind")
        let mandatory = BareColumn(try group.bool("mandatory"))
        let invited = BareColumn(try group.bool("invited"))
        let registered = BareColumn(try group.bool("registered"))
        let attended = BareColumn(try group.bool("attended"))
        // Without an events dataset nothing is known of any event.
        let event = known.isEmpty ? nil : try group.strings("event")
        let told = event.map { event in (0..<Int32(event.dictionaryCount)).map { known[event.string($0)] } } ?? []
        let kindOf = (0..<Int32(kind.dictionaryCount)).map { codes[kind.string($0)] ?? 0 }
        let usual = codes["event"] ?? 0
        let kindCodes = kind.codes
        let eventCodes = event?.codes
        let scattered = ScatteredRecords<ParticipationRecord>(keys, range)
        var missing = 0
        kindOf.withUnsafeBufferPointer { kindOf in
            told.withUnsafeBufferPointer { told in
                for i in 0..<keys.count {
                    var about: Event?
                    if let eventCodes, eventCodes[i] >= 0 { about = told[Int(eventCodes[i])] }
                    guard let when = day[i] ?? about?.day else {
                        if range.contains(PersonSort.partition(of: keys[i])) { missing += 1 }
                        continue
                    }
                    let isMandatory = mandatory[i].map { $0 != 0 } ?? about?.mandatory ?? false
                    var flags = isMandatory ? ParticipationRecord.mandatory : 0
                    if invited[i] ?? 0 != 0 { flags |= ParticipationRecord.invited }
                    if registered[i] ?? 0 != 0 { flags |= ParticipationRecord.registered }
                    if attended[i] ?? 0 != 0 { flags |= ParticipationRecord.attended }
                    let kind = kindCodes[i] < 0 ? about?.kind ?? usual : kindOf[Int(kindCodes[i])]
                    scattered.add(
                        ParticipationRecord(
                            key: keys[i], day: when,
                            code: labels.code(kind: kind, length: about?.length ?? 0, flags: flags)))
                }
            }
        }
        withExtendedLifetime((group, persons.owner)) {}
        if missing > 0 { undated.add(missing) }
        return scattered
    }

    /// Every kind of event there is, sorted; `event` where none is said.
    private func kinds(_ reader: TableReader, _ events: TableReader?) throws -> [String] {
        var words: Set<String> = ["event"]
        for table in [reader] + (events.map { [$0] } ?? []) {
            for index in 0..<table.rowGroupCount {
                let column = try table.readGroup(index, columns: ["kind"]).strings("kind")
                for code in 0..<Int32(column.dictionaryCount) { words.insert(column.string(code)) }
            }
        }
        return words.sorted()
    }

    /// Every length that an event has.
    private func lengths(_ events: TableReader?) throws -> [Int32?] {
        var lengths: Set<Int32> = []
        guard let events else { return [nil] }
        for index in 0..<events.rowGroupCount {
            let minutes = try events.readGroup(index, columns: ["minutes"]).int32("minutes")
            for i in 0..<minutes.count { if let length = minutes[i] { lengths.insert(length) } }
        }
        return [nil] + lengths.sorted().map(Optional.init)
    }

    private func readEvents(
        _ events: TableReader?, _ kindCodes: [String: Int], _ labels: EventLabels
    ) throws -> [String: Event] {
        var known: [String: Event] = [:]
        var places: [Int32: Int] = [:]
        for (place, length) in labels.lengths.enumerated() { if let length { places[length] = place } }
        guard let events else { return known }
        for index in 0..<events.rowGroupCount {
            let group = try events.readGroup(index)
            let id = try group.strings("event")
            let day = try group.int32("day")
            let kind = try group.strings("kind")
            let mandatory = try group.bool("mandatory")
            let minutes = try group.int32("minutes")
            for i in 0..<group.rowCount {
                guard let event = id[i], let when = day[i] else { continue }
                known[event] = Event(
                    day: when, kind: kindCodes[kind[i] ?? "event"] ?? 0, mandatory: (mandatory[i] ?? 0) != 0,
                    length: minutes[i].flatMap { places[$0] } ?? 0)
            }
        }
        return known
    }

    private static func encodeParticipation(
        _ records: UnsafeBufferPointer<ParticipationRecord>, _ labels: EventLabels
    ) throws -> EncodedRowGroup {
        let pool = StringPool()
        for kind in labels.kinds { _ = pool.code(kind) }
        let lengths = labels.lengths
        let count = records.count
        let key = Buffer<Int64>(records) { $0.key }
        let day = Buffer<Int32>(records) { $0.day }
        let kind = Buffer<Int32>(records) { Int32(Int($0.code >> 4) / lengths.count) }
        let length = Buffer<Int32>(records) { Int32(Int($0.code >> 4) % lengths.count) }
        let minutes = Buffer<Int32>(length.elements) { lengths[Int($0)] ?? 0 }
        let hasLength = Buffer<UInt8>(length.elements) { $0 > 0 ? 1 : 0 }
        let flags = (0..<UInt32(4)).map { bit in Buffer<UInt8>(records) { UInt8($0.code >> bit & 1) } }
        // An array lets go of its buffers after its last use, which would be before the encoder reads them.
        return try withExtendedLifetime((flags, length, minutes, hasLength)) {
            try RowGroupEncoder.encode(
                Normalized.participation, rowCount: count,
                columns: [
                    ColumnSlice(.int64(key.pointer), repeats: true), ColumnSlice(.int32(day.pointer), repeats: true),
                    ColumnSlice(.string(codes: kind.pointer, pool: pool)),
                ] + flags.map { ColumnSlice(.bool($0.pointer)) }
                    + [ColumnSlice(.int32(minutes.pointer), valid: hasLength.pointer, repeats: true)])
        }
    }
}
