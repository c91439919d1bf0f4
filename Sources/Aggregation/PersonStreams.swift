internal import Columnar
internal import Workforce

/// One segment of employment as aggregate meets it.
struct EmployedSegment {
    var first: Int32
    /// `Int32.max` while it runs.
    var end: Int32
    var department: Int32
    var fte: Int32
    /// Code in `StartKind`.
    var start: UInt8
    /// Place in `MeasureStore.Sum.leaving`; 255 where the spell goes on.
    var leaves: UInt8
    /// Place among the plan's calendars.
    var calendar: UInt8 = 0
}

enum StartKind {
    static let change: UInt8 = 0
    static let hire: UInt8 = 1
    static let rehire: UInt8 = 2
    static let observed: UInt8 = 3
}

struct PersonAbsence {
    var first: Int32
    var end: Int32
    var minutesPerDay: Int32
    var minutesTotal: Int32
    var grade: Int32
    var dayPart: Int32
    var kind: UInt8
}

struct PersonEvent {
    var day: Int32
    var flags: UInt8
    static let mandatory: UInt8 = 1
    static let invited: UInt8 = 2
    static let attended: UInt8 = 4
}

/// Rows of a person-sorted table for one range of keys, person by person. Memory: one row group.
final class PersonStream<Row> {
    private let reader: TableReader
    private let columns: [String]
    private let decode: (RowGroup) throws -> (Int) -> Row
    private let upper: Int64
    private var groupIndex: Int
    private var keys: UnsafeBufferPointer<Int64> = UnsafeBufferPointer(start: nil, count: 0)
    private var keyColumn: ColumnView<Int64>?
    private var row: ((Int) -> Row)?
    private var next = 0
    private let lower: Int64

    /// - Parameter range: keys from the first to the second, both included.
    init(
        _ reader: TableReader, columns: [String], from lower: Int64, through upper: Int64,
        decode: @escaping (RowGroup) throws -> (Int) -> Row
    ) throws {
        self.reader = reader
        self.columns = ["person_key"] + columns
        self.decode = decode
        self.lower = lower
        self.upper = upper
        groupIndex = -1
        var first = 0
        while first < reader.rowGroupCount, let bounds = reader.bounds(group: first, column: "person_key"),
            bounds.max < lower
        {
            first += 1
        }
        groupIndex = first - 1
        try advance()
    }

    private func advance() throws {
        while true {
            groupIndex += 1
            next = 0
            guard groupIndex < reader.rowGroupCount,
                reader.bounds(group: groupIndex, column: "person_key").map({ $0.min <= upper }) ?? true
            else {
                keys = UnsafeBufferPointer(start: nil, count: 0)
                keyColumn = nil
                row = nil
                return
            }
            let group = try reader.readGroup(groupIndex, columns: columns)
            let column = try group.int64("person_key")
            keyColumn = column
            keys = column.values
            row = try decode(group)
            while next < keys.count, keys[next] < lower { next += 1 }
            if next < keys.count { return }
        }
    }

    /// The key of the next person, or nil at the end of the range.
    var nextKey: Int64? {
        guard next < keys.count, keys[next] <= upper else { return nil }
        return keys[next]
    }

    /// Takes all rows of one person; rows of persons before are passed over.
    func take(_ key: Int64, into rows: inout [Row]) throws {
        while let row {
            while next < keys.count, keys[next] < key { next += 1 }
            while next < keys.count, keys[next] == key {
                rows.append(row(next))
                next += 1
            }
            if next < keys.count { return }
            try advance()
        }
    }
}

/// The three person-sorted tables side by side.
struct PersonStreams {
    let segments: PersonStream<EmployedSegment>
    let absences: PersonStream<PersonAbsence>?
    let events: PersonStream<PersonEvent>?

    init(
        assignments: TableReader, absences: TableReader?, participation: TableReader?, calendars: [String: UInt8],
        from lower: Int64, through upper: Int64
    ) throws {
        segments = try PersonStream(
            assignments, columns: ["first_day", "end_day", "department", "fte", "starts", "leaves", "country"],
            from: lower,
            through: upper
        ) { group in
            let first = try group.int32("first_day")
            let end = try group.int32("end_day")
            let department = try group.int32("department")
            let fte = try group.int32("fte")
            let starts = try group.strings("starts")
            let leaves = try group.strings("leaves")
            let startKinds = (0..<Int32(starts.dictionaryCount)).map { code -> UInt8 in
                switch starts.string(code) {
                case "hire": StartKind.hire
                case "rehire": StartKind.rehire
                case "observed": StartKind.observed
                default: StartKind.change
                }
            }
            let leaveKinds = (0..<Int32(leaves.dictionaryCount)).map { code -> UInt8 in
                switch leaves.string(code) {
                case "voluntary": 0
                case "involuntary": 1
                case "other": 2
                default: 3
                }
            }
            let country = try group.strings("country")
            let places = (0..<Int32(country.dictionaryCount)).map { calendars[country.string($0)] ?? 0 }
            return { i in
                let countryCode = country.codes[i]
                let startCode = starts.codes[i]
                let leaveCode = leaves.codes[i]
                return EmployedSegment(
                    first: first.values[i], end: end.valid.map { $0[i] == 0 } ?? false ? Int32.max : end.values[i],
                    department: department.values[i], fte: fte.values[i],
                    start: startCode < 0 ? StartKind.change : startKinds[Int(startCode)],
                    leaves: leaveCode < 0 ? 255 : leaveKinds[Int(leaveCode)],
                    calendar: countryCode < 0 ? 0 : places[Int(countryCode)])
            }
        }
        self.absences = try absences.map { table in
            try PersonStream(
                table,
                columns: ["class", "first_day", "end_day", "grade", "minutes_per_day", "minutes_total", "day_part"],
                from: lower, through: upper
            ) { group in
                let kind = try group.strings("class")
                let first = try group.int32("first_day")
                let end = try group.int32("end_day")
                let grade = try group.int32("grade")
                let perDay = try group.int32("minutes_per_day")
                let total = try group.int32("minutes_total")
                let part = try group.int32("day_part")
                let kinds = (0..<Int32(kind.dictionaryCount)).map { code in
                    UInt8(AbsenceClass.allCases.firstIndex { $0.rawValue == kind.string(code) } ?? 2)
                }
                func number(_ column: ColumnView<Int32>, _ i: Int) -> Int32 {
                    column.valid.map { $0[i] == 0 } ?? false ? -1 : column.values[i]
                }
                return { i in
                    let code = kind.codes[i]
                    return PersonAbsence(
                        first: first.values[i],
                        end: end.valid.map { $0[i] == 0 } ?? false ? Int32.max : end.values[i],
                        minutesPerDay: number(perDay, i), minutesTotal: number(total, i), grade: number(grade, i),
                        dayPart: number(part, i), kind: code < 0 ? 2 : kinds[Int(code)])
                }
            }
        }
        events = try participation.map { table in
            try PersonStream(
                table, columns: ["day", "mandatory", "invited", "attended"], from: lower, through: upper
            ) { group in
                let day = try group.int32("day")
                let mandatory = try group.bool("mandatory")
                let invited = try group.bool("invited")
                let attended = try group.bool("attended")
                return { i in
                    PersonEvent(
                        day: day.values[i],
                        flags: (mandatory.values[i] != 0 ? PersonEvent.mandatory : 0)
                            | (invited.values[i] != 0 ? PersonEvent.invited : 0)
                            | (attended.values[i] != 0 ? PersonEvent.attended : 0))
                }
            }
        }
    }
}
