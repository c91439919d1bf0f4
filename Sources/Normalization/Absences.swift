internal import Columnar
internal import Runs
internal import Workforce

/// One absence, 32 bytes; −1 = not given.
struct AbsenceRecord: PersonRecord {
    var key: Int64
    var first: Int32
    var end: Int32
    var minutesPerDay: Int32
    var minutesTotal: Int32
    var grade: Int16
    var dayPart: Int16
    var kind: UInt8
    var certificate: UInt8

    static func precedes(_ a: AbsenceRecord, _ b: AbsenceRecord) -> Bool {
        if a.key != b.key { return a.key < b.key }
        if a.first != b.first { return a.first < b.first }
        if a.end != b.end { return a.end < b.end }
        if a.kind != b.kind { return a.kind < b.kind }
        if a.grade != b.grade { return a.grade < b.grade }
        if a.minutesPerDay != b.minutesPerDay { return a.minutesPerDay < b.minutesPerDay }
        if a.minutesTotal != b.minutesTotal { return a.minutesTotal < b.minutesTotal }
        if a.dayPart != b.dayPart { return a.dayPart < b.dayPart }
        return a.certificate < b.certificate
    }
}

extension NormalizeRun {
    static let certificates = ["self", "certified"]

    func planAbsences(_ persons: KnownPersons) throws {
        guard let reader = try ingested("absences", Ingested.absences) else { return }
        let classes = AbsenceClass.allCases.map(\.rawValue)
        let strangers = Tally()
        let table = try orderedTable("absences", Normalized.absences) { [self] in
            found(
                "absences.unknown_person", "absences",
                "rows name a person who is in no employees row; they are left out", count: strangers.count)
        }
        try PersonSortedTable<AbsenceRecord>(
            crew: crew, order: order, gate: persons.gate, groups: reader.rowGroupCount, rows: reader.rowCount,
            table: table,
            read: { [identities] index, range in try Self.readAbsences(reader, index, range, classes, identities) },
            keep: { persons.dropStrangers($0, tally: strangers) },
            encode: { try Self.encodeAbsences($0, classes: classes) }
        ).start()
    }

    private static func readAbsences(
        _ reader: TableReader, _ index: Int, _ range: Range<Int>, _ classes: [String],
        _ identities: PersonIdentities?
    ) throws -> ScatteredRecords<AbsenceRecord> {
        let group = try reader.readGroup(
            index,
            columns: [
                "person_key", "class", "first_day", "last_day", "grade", "minutes_per_day", "minutes_total",
                "day_part", "certificate",
            ])
        let kind = try group.strings("class")
        let certificate = try group.strings("certificate")
        let kinds = try (0..<Int32(kind.dictionaryCount)).map { code in
            guard let place = classes.firstIndex(of: kind.string(code)) else {
                throw NormalizeError.unknownWord(
                    dataset: "absences", column: "class", expected: classes.joined(separator: ", "))
            }
            return UInt8(place)
        }
        let certificates = (0..<Int32(certificate.dictionaryCount)).map { code in
            UInt8(Self.certificates.firstIndex(of: certificate.string(code)).map { $0 + 1 } ?? 0)
        }
        let persons = identities.persons(try group.int64("person_key").values)
        let keys = persons.elements
        let first = try group.int32("first_day").values
        let last = BareColumn(try group.int32("last_day"))
        let grade = BareColumn(try group.int32("grade"))
        let perDay = BareColumn(try group.int32("minutes_per_day"))
        let total = BareColumn(try group.int32("minutes_total"))
        let part = BareColumn(try group.int32("day_part"))
        let kindCodes = kind.codes
        let certificateCodes = certificate.codes
        let scattered = ScatteredRecords<AbsenceRecord>(keys, range)
        kinds.withUnsafeBufferPointer { kinds in
            certificates.withUnsafeBufferPointer { certificates in
                for i in 0..<keys.count {
                    let kindCode = kindCodes[i]
                    let certificateCode = certificateCodes[i]
                    scattered.add(
                        AbsenceRecord(
                            key: keys[i], first: first[i], end: last[i].map { $0 &+ 1 } ?? Segment.open,
                            minutesPerDay: perDay[i] ?? -1, minutesTotal: total[i] ?? -1,
                            grade: Int16(clamping: grade[i] ?? -1), dayPart: Int16(clamping: part[i] ?? -1),
                            kind: kindCode < 0 ? 2 : kinds[Int(kindCode)],
                            certificate: certificateCode < 0 ? 0 : certificates[Int(certificateCode)]))
                }
            }
        }
        withExtendedLifetime((group, persons.owner)) {}
        return scattered
    }

    private static func encodeAbsences(
        _ records: UnsafeBufferPointer<AbsenceRecord>, classes: [String]
    ) throws -> EncodedRowGroup {
        let pool = StringPool()
        for name in classes + certificates { _ = pool.code(name) }
        let count = records.count
        let key = Buffer<Int64>(records) { $0.key }
        let kind = Buffer<Int32>(records) { Int32($0.kind) }
        let first = Buffer<Int32>(records) { $0.first }
        let end = Buffer<Int32>(records) { $0.end }
        let hasEnd = Buffer<UInt8>(records) { $0.end == Segment.open ? 0 : 1 }
        let grade = OptionalColumn(records) { Int32($0.grade) }
        let perDay = OptionalColumn(records) { $0.minutesPerDay }
        let total = OptionalColumn(records) { $0.minutesTotal }
        let part = OptionalColumn(records) { Int32($0.dayPart) }
        let certified = Int32(classes.count) - 1
        let certificate = Buffer<Int32>(records) { $0.certificate == 0 ? -1 : certified + Int32($0.certificate) }
        return try RowGroupEncoder.encode(
            Normalized.absences, rowCount: count,
            columns: [
                ColumnSlice(.int64(key.pointer), repeats: true),
                ColumnSlice(.string(codes: kind.pointer, pool: pool)),
                ColumnSlice(.int32(first.pointer), repeats: true),
                ColumnSlice(.int32(end.pointer), valid: hasEnd.pointer, repeats: true),
                grade.slice, perDay.slice, total.slice, part.slice,
                ColumnSlice(.string(codes: certificate.pointer, pool: pool)),
            ])
    }
}

/// Whole numbers of which −1 means "not given".
final class OptionalColumn {
    private let values: Buffer<Int32>
    private let valid: Buffer<UInt8>

    @inline(__always)
    init<Record>(_ records: UnsafeBufferPointer<Record>, _ value: (Record) -> Int32) {
        values = Buffer(records, value)
        valid = Buffer(capacity: records.count)
        let numbers = values.pointer
        let given = valid.pointer
        for i in 0..<records.count { given[i] = numbers[i] < 0 ? 0 : 1 }
        valid.count = records.count
    }

    var slice: ColumnSlice { ColumnSlice(.int32(values.pointer), valid: valid.pointer, repeats: true) }
}

extension Buffer {
    /// A column of `records`.
    @inline(__always)
    convenience init<Record>(_ records: UnsafeBufferPointer<Record>, _ value: (Record) -> T) {
        self.init(capacity: records.count)
        let values = pointer
        for i in 0..<records.count { values[i] = value(records[i]) }
        count = records.count
    }
}
