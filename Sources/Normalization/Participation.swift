internal import Columnar
internal import Workforce

/// One person at one event, 16 bytes.
struct ParticipationRecord: PersonRecord {
    static let mandatory: UInt8 = 1
    static let invited: UInt8 = 2
    static let registered: UInt8 = 4
    static let attended: UInt8 = 8

    var key: Int64
    var day: Int32
    var kind: UInt16
    var flags: UInt8

    static func precedes(_ a: ParticipationRecord, _ b: ParticipationRecord) -> Bool {
        if a.key != b.key { return a.key < b.key }
        if a.day != b.day { return a.day < b.day }
        if a.kind != b.kind { return a.kind < b.kind }
        return a.flags < b.flags
    }
}

extension NormalizeRun {
    private struct Event {
        var day: Int32
        var kind: UInt16
        var mandatory: Bool
    }

    func writeParticipation() throws {
        guard let reader = try ingested("participation", Ingested.participation) else { return }
        let events = try ingested("events", Ingested.events)
        let kinds = try kinds(reader, events)
        guard kinds.count < Int(UInt16.max) else {
            throw NormalizeError.unknownWord(
                dataset: "participation", column: "kind", expected: "fewer than 65,535 kinds of events")
        }
        var kindCodes: [String: UInt16] = [:]
        for (code, kind) in kinds.enumerated() { kindCodes[kind] = UInt16(code) }
        let known = Shared(try readEvents(events, kindCodes))
        let codes = kindCodes
        let schema = Normalized.participation
        let writer = try writer("participation", schema)
        let strangers = Tally()
        let undated = Tally()
        let source = Shared(reader)
        let people = KnownPersons(persons)
        try PersonSort.run(
            groups: reader.rowGroupCount, rows: reader.rowCount, workers: workers, writer: writer,
            read: { index, emit in
                let group = try source.value.readGroup(
                    index,
                    columns: [
                        "person_key", "event", "day", "kind", "mandatory", "invited", "registered", "attended",
                    ])
                let key = try group.int64("person_key")
                let event = try group.strings("event")
                let day = try group.int32("day")
                let kind = try group.strings("kind")
                let mandatory = try group.bool("mandatory")
                let flags = try [group.bool("invited"), group.bool("registered"), group.bool("attended")]
                let told = (0..<Int32(event.dictionaryCount)).map { known.value[event.string($0)] }
                let kindOf = (0..<Int32(kind.dictionaryCount)).map { codes[kind.string($0)] ?? 0 }
                var missing = 0
                for i in 0..<group.rowCount {
                    let eventCode = event.codes[i]
                    let about = eventCode < 0 ? nil : told[Int(eventCode)]
                    let hasDay = day.valid.map { $0[i] != 0 } ?? true
                    guard hasDay || about != nil else {
                        missing += 1
                        continue
                    }
                    let kindCode = kind.codes[i]
                    let hasMandatory = mandatory.valid.map { $0[i] != 0 } ?? true
                    var bits: UInt8 = 0
                    if hasMandatory ? mandatory.values[i] != 0 : about?.mandatory ?? false {
                        bits |= ParticipationRecord.mandatory
                    }
                    for (place, column) in flags.enumerated()
                    where column.values[i] != 0 && column.valid.map({ $0[i] != 0 }) ?? true {
                        bits |= ParticipationRecord.invited << UInt8(place)
                    }
                    emit(
                        ParticipationRecord(
                            key: key.values[i], day: hasDay ? day.values[i] : about?.day ?? 0,
                            kind: kindCode < 0 ? about?.kind ?? codes["event"] ?? 0 : kindOf[Int(kindCode)],
                            flags: bits))
                }
                if missing > 0 { undated.add(missing) }
            },
            keep: { people.dropStrangers($0, tally: strangers) },
            encode: { try Self.encodeParticipation($0, kinds: kinds) })
        wrote("participation", schema, try writer.finish())
        found(
            "participation.unknown_person", "participation",
            "rows name a person who is in no employees row; they are left out", count: strangers.count)
        found(
            "participation.unknown_event", "participation",
            "rows name an event that is in no events row and have no day of their own; they are left out",
            count: undated.count)
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

    private func readEvents(_ events: TableReader?, _ kindCodes: [String: UInt16]) throws -> [String: Event] {
        var known: [String: Event] = [:]
        guard let events else { return known }
        for index in 0..<events.rowGroupCount {
            let group = try events.readGroup(index)
            let id = try group.strings("event")
            let day = try group.int32("day")
            let kind = try group.strings("kind")
            let mandatory = try group.bool("mandatory")
            for i in 0..<group.rowCount {
                guard let event = id[i], let when = day[i] else { continue }
                known[event] = Event(
                    day: when, kind: kindCodes[kind[i] ?? "event"] ?? 0, mandatory: (mandatory[i] ?? 0) != 0)
            }
        }
        return known
    }

    private static func encodeParticipation(
        _ records: UnsafeBufferPointer<ParticipationRecord>, kinds: [String]
    ) throws -> EncodedRowGroup {
        let pool = StringPool()
        for kind in kinds { _ = pool.code(kind) }
        let count = records.count
        let key = Buffer<Int64>(capacity: count)
        let day = Buffer<Int32>(capacity: count)
        let kind = Buffer<Int32>(capacity: count)
        let flags = (0..<4).map { _ in Buffer<UInt8>(capacity: count) }
        for record in records {
            key.append(record.key)
            day.append(record.day)
            kind.append(Int32(record.kind))
            flags[0].append(record.flags & 1)
            flags[1].append(record.flags >> 1 & 1)
            flags[2].append(record.flags >> 2 & 1)
            flags[3].append(record.flags >> 3 & 1)
        }
        // An array lets go of its buffers after its last use, which would be before the encoder reads them.
        return try withExtendedLifetime(flags) {
            try RowGroupEncoder.encode(
                Normalized.participation, rowCount: count,
                columns: [
                    ColumnSlice(.int64(key.pointer)), ColumnSlice(.int32(day.pointer)),
                    ColumnSlice(.string(codes: kind.pointer, pool: pool)),
                ] + flags.map { ColumnSlice(.bool($0.pointer)) })
        }
    }
}
