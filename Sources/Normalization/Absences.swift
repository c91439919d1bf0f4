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

    func writeAbsences() throws {
        guard let reader = try ingested("absences", Ingested.absences) else { return }
        let schema = Normalized.absences
        let writer = try writer("absences", schema)
        let classes = AbsenceClass.allCases.map(\.rawValue)
        let strangers = Tally()
        let source = Shared(reader)
        let known = KnownPersons(persons)
        try PersonSort.run(
            groups: reader.rowGroupCount, rows: reader.rowCount, workers: workers, writer: writer,
            read: { index, emit in
                let group = try source.value.readGroup(
                    index,
                    columns: [
                        "person_key", "class", "first_day", "last_day", "grade", "minutes_per_day", "minutes_total",
                        "day_part", "certificate",
                    ])
                let key = try group.int64("person_key")
                let kind = try group.strings("class")
                let first = try group.int32("first_day")
                let last = try group.int32("last_day")
                let grade = try group.int32("grade")
                let perDay = try group.int32("minutes_per_day")
                let total = try group.int32("minutes_total")
                let part = try group.int32("day_part")
                let certificate = try group.strings("certificate")
                let kinds = (0..<Int32(kind.dictionaryCount)).map { classes.firstIndex(of: kind.string($0)) }
                guard !kinds.contains(where: { $0 == nil }) else {
                    throw NormalizeError.unknownWord(
                        dataset: "absences", column: "class", expected: classes.joined(separator: ", "))
                }
                let certificates = (0..<Int32(certificate.dictionaryCount)).map {
                    Self.certificates.firstIndex(of: certificate.string($0)).map { $0 + 1 } ?? 0
                }
                func small(_ column: ColumnView<Int32>, _ row: Int) -> Int16 {
                    if let valid = column.valid, valid[row] == 0 { return -1 }
                    return Int16(clamping: column.values[row])
                }
                func number(_ column: ColumnView<Int32>, _ row: Int) -> Int32 {
                    if let valid = column.valid, valid[row] == 0 { return -1 }
                    return column.values[row]
                }
                for i in 0..<group.rowCount {
                    let hasLast = last.valid.map { $0[i] != 0 } ?? true
                    let kindCode = kind.codes[i]
                    let certificateCode = certificate.codes[i]
                    emit(
                        AbsenceRecord(
                            key: key.values[i], first: first.values[i],
                            end: hasLast ? last.values[i] + 1 : Segment.open, minutesPerDay: number(perDay, i),
                            minutesTotal: number(total, i), grade: small(grade, i), dayPart: small(part, i),
                            kind: kindCode < 0 ? 2 : UInt8(kinds[Int(kindCode)] ?? 2),
                            certificate: certificateCode < 0 ? 0 : UInt8(certificates[Int(certificateCode)])))
                }
            },
            keep: { known.dropStrangers($0, tally: strangers) },
            encode: { try Self.encodeAbsences($0, classes: classes) })
        wrote("absences", schema, try writer.finish())
        found(
            "absences.unknown_person", "absences", "rows name a person who is in no employees row; they are left out",
            count: strangers.count)
    }

    private static func encodeAbsences(
        _ records: UnsafeBufferPointer<AbsenceRecord>, classes: [String]
    ) throws -> EncodedRowGroup {
        let pool = StringPool()
        for name in classes + certificates { _ = pool.code(name) }
        let count = records.count
        let key = Buffer<Int64>(capacity: count)
        let kind = Buffer<Int32>(capacity: count)
        let first = Buffer<Int32>(capacity: count)
        let end = Buffer<Int32>(capacity: count)
        let grade = OptionalColumn(capacity: count)
        let perDay = OptionalColumn(capacity: count)
        let total = OptionalColumn(capacity: count)
        let part = OptionalColumn(capacity: count)
        let hasEnd = Buffer<UInt8>(capacity: count)
        let certificate = Buffer<Int32>(capacity: count)
        for record in records {
            key.append(record.key)
            kind.append(Int32(record.kind))
            first.append(record.first)
            end.append(record.end)
            hasEnd.append(record.end == Segment.open ? 0 : 1)
            grade.append(Int32(record.grade))
            perDay.append(record.minutesPerDay)
            total.append(record.minutesTotal)
            part.append(Int32(record.dayPart))
            certificate.append(record.certificate == 0 ? -1 : Int32(classes.count) + Int32(record.certificate) - 1)
        }
        return try RowGroupEncoder.encode(
            Normalized.absences, rowCount: count,
            columns: [
                ColumnSlice(.int64(key.pointer)), ColumnSlice(.string(codes: kind.pointer, pool: pool)),
                ColumnSlice(.int32(first.pointer)), ColumnSlice(.int32(end.pointer), valid: hasEnd.pointer),
                grade.slice, perDay.slice, total.slice, part.slice,
                ColumnSlice(.string(codes: certificate.pointer, pool: pool)),
            ])
    }
}

/// Whole numbers of which −1 means "not given".
final class OptionalColumn {
    private let values: Buffer<Int32>
    private let valid: Buffer<UInt8>

    init(capacity: Int) {
        values = Buffer(capacity: capacity)
        valid = Buffer(capacity: capacity)
    }

    func append(_ value: Int32) {
        values.append(value)
        valid.append(value < 0 ? 0 : 1)
    }

    var slice: ColumnSlice { ColumnSlice(.int32(values.pointer), valid: valid.pointer) }
}
