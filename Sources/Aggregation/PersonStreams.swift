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
    /// The spell ends here by retirement or death.
    var retiresOrDies = false
    /// First day of the spell, and whether it is the day of a hire.
    var spellFirst = Int32.min
    var isHireKnown = true
    /// 0 where it is unknown.
    var birthYear: Int16 = 0
    var groups = GroupCodes()
    /// Places among the managers: of the person's own manager, and of the person; −1 for none.
    var manager: Int32 = -1
    var managing: Int32 = -1
    /// Place among the plan's patterns, −1 for none; and the FTE that lies outside it, in 1/10,000.
    var pattern: Int32 = -1
    var outsidePattern: Int32 = 0
    /// Whether the employer regrets that the spell ends here.
    var regret = EmployedSegment.regretUnknown

    static let regretUnknown: UInt8 = 0
    static let regretted: UInt8 = 1
    static let notRegretted: UInt8 = 2

    /// What `leaves` says where the spell does not end with the segment.
    static let goesOn: UInt8 = 255
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
    var certificate: UInt8 = 0

    static let selfCertified: UInt8 = 1
    static let certified: UInt8 = 2
}

struct PersonEvent {
    var day: Int32
    var flags: UInt8
    static let mandatory: UInt8 = 1
    static let invited: UInt8 = 2
    static let attended: UInt8 = 4
    static let registered: UInt8 = 8
    static let training: UInt8 = 16

    /// Length of the event; 0 where nobody says it.
    var minutes: Int32 = 0
}

extension PersonLeave {
    /// The columns of a row group.
    struct Columns: PersonColumns {
        static func names(_ context: StreamContext) -> [String] { ["year", "days", "minutes"] }

        private let year: ColumnView<Int32>
        private let days: ColumnView<Int32>
        private let minutes: ColumnView<Int32>

        init(_ group: RowGroup, _ context: StreamContext) throws {
            year = try group.int32("year")
            days = try group.int32("days")
            minutes = try group.int32("minutes")
        }

        func row(_ i: Int) -> PersonLeave {
            PersonLeave(year: year.values[i], days: days[i] ?? -1, minutes: minutes[i] ?? -1)
        }
    }
}

/// What the columns are read for.
struct StreamContext: Sendable {
    /// Places of countries among the plan's calendars.
    var calendars: [String: UInt8] = [:]
    var breakdowns: [Breakdown] = []
    var managers = ManagerKeys()
    /// Places of the words of patterns among the plan's.
    var patterns: [String: Int32] = [:]
    /// Whether it is asked for whom the employer regrets.
    var asksForRegret = false
    /// What was done later is not done yet.
    var asOf = Int32.max
}

/// The columns of one row group that a person's rows are made of.
protocol PersonColumns {
    associatedtype Row
    /// Names of the columns besides the key.
    static func names(_ context: StreamContext) -> [String]
    init(_ group: RowGroup, _ context: StreamContext) throws
    func row(_ i: Int) -> Row
}

/// Rows of a person-sorted table for one range of keys, person by person. Memory: one row group.
final class PersonStream<Columns: PersonColumns> {
    private let reader: TableReader
    private let context: StreamContext
    private let lower: Int64
    private let upper: Int64
    private var groupIndex: Int
    private var keys: UnsafeBufferPointer<Int64> = UnsafeBufferPointer(start: nil, count: 0)
    private var keyColumn: ColumnView<Int64>?
    private var columns: Columns?
    private var next = 0

    /// Keys from `lower` to `upper`, both included.
    init(_ reader: TableReader, _ context: StreamContext, from lower: Int64, through upper: Int64) throws {
        self.reader = reader
        self.context = context
        self.lower = lower
        self.upper = upper
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
                columns = nil
                return
            }
            let group = try reader.readGroup(groupIndex, columns: ["person_key"] + Columns.names(context))
            let column = try group.int64("person_key")
            keyColumn = column
            keys = column.values
            columns = try Columns(group, context)
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
    func take(_ key: Int64, into rows: inout [Columns.Row]) throws {
        while let columns {
            let keys = keys
            var at = next
            while at < keys.count, keys[at] < key { at += 1 }
            while at < keys.count, keys[at] == key {
                rows.append(columns.row(at))
                at += 1
            }
            next = at
            if at < keys.count { return }
            try advance()
        }
    }
}

/// The three person-sorted tables side by side.
struct PersonStreams {
    private let segments: PersonStream<EmploymentColumns>
    private let absences: PersonStream<AbsenceColumns>?
    private let events: PersonStream<EventColumns>?
    private let leave: PersonStream<PersonLeave.Columns>?
    private let happenings: [any HappeningStream]

    init(
        assignments: TableReader, absences: TableReader?, participation: TableReader?, leave: TableReader?,
        workingLife: [WorkingLife: TableReader], _ context: StreamContext, from lower: Int64, through upper: Int64
    ) throws {
        segments = try PersonStream(assignments, context, from: lower, through: upper)
        self.absences = try absences.map { try PersonStream($0, context, from: lower, through: upper) }
        self.leave = try leave.map { try PersonStream($0, context, from: lower, through: upper) }
        events = try participation.map { try PersonStream($0, context, from: lower, through: upper) }
        happenings = try WorkingLife.allCases.compactMap { dataset in
            try workingLife[dataset].map { try dataset.stream($0, context, from: lower, through: upper) }
        }
    }

    /// Reads persons into the batch until it is full; false when no person was left.
    func fill(_ batch: PersonBatch) throws -> Bool {
        batch.removeAll()
        while !batch.isFull, let person = segments.nextKey {
            try segments.take(person, into: &batch.segments)
            try absences?.take(person, into: &batch.absences)
            try events?.take(person, into: &batch.events)
            try leave?.take(person, into: &batch.leave)
            for stream in happenings { try stream.take(person, into: &batch.happenings) }
            batch.endPerson()
        }
        return !batch.isEmpty
    }
}

/// The rows of some persons, to be met department by department.
///
/// Keys are uniform, so persons in their order come from all over the tree and each would fetch the sums of a unit anew.
/// Colleagues next to each other find them in the cache. Sums do not care about the order. One thread at a time.
final class PersonBatch: @unchecked Sendable {
    /// Where a person's rows end; they begin where those of the person before do.
    private struct Ends {
        var segments = 0
        var absences = 0
        var events = 0
        var leave = 0
        var happenings = 0
    }

    /// About 30 MB of rows: several persons a unit even in a company of thousands of units.
    private static let maximumPersons = 1 << 16
    private static let maximumRows = 1 << 20

    fileprivate(set) var segments: [EmployedSegment] = []
    fileprivate(set) var absences: [PersonAbsence] = []
    fileprivate(set) var events: [PersonEvent] = []
    fileprivate(set) var leave: [PersonLeave] = []
    fileprivate(set) var happenings: [PersonHappening] = []
    private var ends: [Ends] = []

    fileprivate var isFull: Bool {
        ends.count >= Self.maximumPersons
            || segments.count + absences.count + events.count + happenings.count >= Self.maximumRows
    }
    fileprivate var isEmpty: Bool { ends.isEmpty }

    fileprivate func removeAll() {
        segments.removeAll(keepingCapacity: true)
        absences.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
        leave.removeAll(keepingCapacity: true)
        happenings.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    fileprivate func endPerson() {
        ends.append(
            Ends(
                segments: segments.count, absences: absences.count, events: events.count, leave: leave.count,
                happenings: happenings.count))
    }

    /// Hands out every person's rows, colleagues one after the other.
    func forEachPerson(
        _ body: (
            _ segments: Span<EmployedSegment>, _ absences: Span<PersonAbsence>, _ events: Span<PersonEvent>,
            _ leave: Span<PersonLeave>, _ happenings: Span<PersonHappening>
        ) -> Void
    ) {
        let (segments, absences, events, leave, happenings) = (segments, absences, events, leave, happenings)
        for place in places() {
            let first = place > 0 ? ends[place - 1] : Ends()
            let end = ends[place]
            body(
                segments.span.extracting(first.segments..<end.segments),
                absences.span.extracting(first.absences..<end.absences),
                events.span.extracting(first.events..<end.events),
                leave.span.extracting(first.leave..<end.leave),
                happenings.span.extracting(first.happenings..<end.happenings))
        }
    }

    /// The persons by the department held first.
    private func places() -> [Int] {
        var keys = ends.indices.map { place -> UInt64 in
            let department = segments[place > 0 ? ends[place - 1].segments : 0].department
            return UInt64(UInt32(bitPattern: department)) << 32 | UInt64(place)
        }
        keys.sort()
        return keys.map { Int($0 & 0xFFFF_FFFF) }
    }
}

struct EmploymentColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] {
        let always = [
            "first_day", "end_day", "department", "fte", "starts", "leaves", "leave_kind", "spell_first_day", "country",
        ]
        let more = context.breakdowns.compactMap { breakdown -> String? in
            switch breakdown.demographic {
            case .tenure, .country: nil
            case .age: "birth_year"
            default: breakdown.demographic.rawValue
            }
        }
        return always + more + (context.managers.isEmpty ? [] : ["manager_key"])
            + (context.patterns.isEmpty ? [] : ["work_pattern", "fte_outside_pattern"])
            + (context.asksForRegret ? ["regretted"] : [])
    }

    private let first: ColumnView<Int32>
    private let end: ColumnView<Int32>
    private let department: ColumnView<Int32>
    private let fte: ColumnView<Int32>
    private let starts: StringColumn
    private let leaves: StringColumn
    private let leaveKind: StringColumn
    private let spellFirst: ColumnView<Int32>
    private let country: StringColumn
    /// By code.
    private let startKinds: [UInt8]
    private let leaveClasses: [UInt8]
    private let isRetirementOrDeath: [Bool]
    private let places: [UInt8]
    /// Of the demographics asked for: place in the segment's codes, column, group by the column's code, and of no word.
    private let words: [(place: Int, column: StringColumn, groups: [UInt8], unknown: UInt8)]
    /// Where any segment has a contracted pattern; places by code.
    private let contracted: (column: StringColumn, places: [Int32], outside: ColumnView<Int32>)?
    private let regretted: ColumnView<UInt8>?
    private let isManager: (place: Int, column: ColumnView<UInt8>)?
    private let birthYear: ColumnView<Int32>?
    /// Where it is asked who manages whom.
    private let managing: (keys: ColumnView<Int64>, managers: ColumnView<Int64>, known: ManagerKeys)?

    init(_ group: RowGroup, _ context: StreamContext) throws {
        var words: [(place: Int, column: StringColumn, groups: [UInt8], unknown: UInt8)] = []
        var isManager: (place: Int, column: ColumnView<UInt8>)?
        var birthYear: ColumnView<Int32>?
        for breakdown in context.breakdowns {
            let unknown = UInt8(clamping: breakdown.groups.count - 1)
            switch (breakdown.demographic, breakdown.demographic.place) {
            case (.age, _): birthYear = try group.int32("birth_year")
            case (.peopleManager, let place?): isManager = (place, try group.bool("people_manager"))
            case (let demographic, let place?):
                let column = try group.strings(demographic.rawValue)
                let groups = (0..<Int32(column.dictionaryCount)).map { code in
                    breakdown.groups.firstIndex(of: column.string(code)).map { UInt8(clamping: $0) } ?? unknown
                }
                words.append((place, column, groups, unknown))
            default: break
            }
        }
        self.words = words
        self.isManager = isManager
        self.birthYear = birthYear
        managing =
            context.managers.isEmpty
            ? nil : (try group.int64("person_key"), try group.int64("manager_key"), context.managers)
        regretted = context.asksForRegret ? try group.bool("regretted") : nil
        if context.patterns.isEmpty {
            contracted = nil
        } else {
            let column = try group.strings("work_pattern")
            let places = (0..<Int32(column.dictionaryCount)).map { context.patterns[column.string($0)] ?? -1 }
            contracted = (column, places, try group.int32("fte_outside_pattern"))
        }
        first = try group.int32("first_day")
        end = try group.int32("end_day")
        department = try group.int32("department")
        fte = try group.int32("fte")
        let starts = try group.strings("starts")
        let leaves = try group.strings("leaves")
        let country = try group.strings("country")
        self.starts = starts
        let leaveKind = try group.strings("leave_kind")
        self.leaves = leaves
        self.leaveKind = leaveKind
        spellFirst = try group.int32("spell_first_day")
        self.country = country
        startKinds = (0..<Int32(starts.dictionaryCount)).map { code in
            switch starts.string(code) {
            case "hire": StartKind.hire
            case "rehire": StartKind.rehire
            case "observed": StartKind.observed
            default: StartKind.change
            }
        }
        leaveClasses = (0..<Int32(leaves.dictionaryCount)).map { code in
            switch leaves.string(code) {
            case "voluntary": 0
            case "involuntary": 1
            case "other": 2
            default: 3
            }
        }
        isRetirementOrDeath = (0..<Int32(leaveKind.dictionaryCount)).map { code in
            let kind = leaveKind.string(code)
            return kind == "retirement" || kind == "death"
        }
        places = (0..<Int32(country.dictionaryCount)).map { context.calendars[country.string($0)] ?? 0 }
    }

    @inline(__always)
    func row(_ i: Int) -> EmployedSegment {
        let countryCode = country.codes[i]
        let startCode = starts.codes[i]
        let leaveCode = leaves.codes[i]
        let kindCode = leaveKind.codes[i]
        var segment = EmployedSegment(
            first: first.values[i], end: end[i] ?? Int32.max, department: department.values[i], fte: fte.values[i],
            start: startCode < 0 ? StartKind.change : startKinds[Int(startCode)],
            leaves: leaveCode < 0 ? EmployedSegment.goesOn : leaveClasses[Int(leaveCode)],
            calendar: countryCode < 0 ? 0 : places[Int(countryCode)],
            retiresOrDies: leaveCode >= 0 && kindCode >= 0 && isRetirementOrDeath[Int(kindCode)],
            spellFirst: spellFirst.values[i])
        if let word = regretted?[i] {
            segment.regret = word != 0 ? EmployedSegment.regretted : EmployedSegment.notRegretted
        }
        if let contracted {
            let code = contracted.column.codes[i]
            segment.pattern = code < 0 ? -1 : contracted.places[Int(code)]
            segment.outsidePattern = contracted.outside[i] ?? 0
        }
        if let birthYear { segment.birthYear = birthYear[i].map { Int16(clamping: $0) } ?? 0 }
        for (place, column, groups, unknown) in words {
            let code = column.codes[i]
            segment.groups[place] = code < 0 ? unknown : groups[Int(code)]
        }
        if let managing {
            segment.managing = managing.known.place(of: managing.keys.values[i])
            segment.manager = managing.managers[i].map(managing.known.place) ?? -1
        }
        if let isManager { segment.groups[isManager.place] = isManager.column[i].map { $0 == 0 ? 0 : 1 } ?? 2 }
        return segment
    }
}

struct AbsenceColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] {
        ["class", "first_day", "end_day", "grade", "minutes_per_day", "minutes_total", "day_part", "certificate"]
    }

    private let kind: StringColumn
    private let first: ColumnView<Int32>
    private let end: ColumnView<Int32>
    private let grade: ColumnView<Int32>
    private let perDay: ColumnView<Int32>
    private let total: ColumnView<Int32>
    private let part: ColumnView<Int32>
    private let certificate: StringColumn
    /// By code.
    private let kinds: [UInt8]
    private let certificates: [UInt8]

    init(_ group: RowGroup, _ context: StreamContext) throws {
        let kind = try group.strings("class")
        self.kind = kind
        first = try group.int32("first_day")
        end = try group.int32("end_day")
        grade = try group.int32("grade")
        perDay = try group.int32("minutes_per_day")
        total = try group.int32("minutes_total")
        part = try group.int32("day_part")
        let certificate = try group.strings("certificate")
        self.certificate = certificate
        certificates = (0..<Int32(certificate.dictionaryCount)).map { code in
            switch certificate.string(code) {
            case "self": PersonAbsence.selfCertified
            case "certified": PersonAbsence.certified
            default: 0
            }
        }
        kinds = (0..<Int32(kind.dictionaryCount)).map { code in
            UInt8(AbsenceClass.allCases.firstIndex { $0.rawValue == kind.string(code) } ?? 2)
        }
    }

    @inline(__always)
    func row(_ i: Int) -> PersonAbsence {
        let code = kind.codes[i]
        let certificateCode = certificate.codes[i]
        return PersonAbsence(
            first: first.values[i], end: end[i] ?? Int32.max, minutesPerDay: perDay[i] ?? -1,
            minutesTotal: total[i] ?? -1, grade: grade[i] ?? -1, dayPart: part[i] ?? -1,
            kind: code < 0 ? 2 : kinds[Int(code)],
            certificate: certificateCode < 0 ? 0 : certificates[Int(certificateCode)])
    }
}

struct EventColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] {
        ["day", "kind", "mandatory", "invited", "registered", "attended", "minutes"]
    }

    private let day: ColumnView<Int32>
    private let mandatory: ColumnView<UInt8>
    private let invited: ColumnView<UInt8>
    private let attended: ColumnView<UInt8>
    private let registered: ColumnView<UInt8>
    private let kind: StringColumn
    private let minutes: ColumnView<Int32>
    /// By code.
    private let isTraining: [Bool]

    init(_ group: RowGroup, _ context: StreamContext) throws {
        day = try group.int32("day")
        mandatory = try group.bool("mandatory")
        invited = try group.bool("invited")
        attended = try group.bool("attended")
        registered = try group.bool("registered")
        let kind = try group.strings("kind")
        self.kind = kind
        isTraining = (0..<Int32(kind.dictionaryCount)).map { kind.string($0) == "training" }
        minutes = try group.int32("minutes")
    }

    @inline(__always)
    func row(_ i: Int) -> PersonEvent {
        PersonEvent(
            day: day.values[i],
            flags: (mandatory.values[i] != 0 ? PersonEvent.mandatory : 0)
                | (invited.values[i] != 0 ? PersonEvent.invited : 0)
                | (attended.values[i] != 0 ? PersonEvent.attended : 0)
                | (registered.values[i] != 0 ? PersonEvent.registered : 0)
                | (kind.codes[i] >= 0 && isTraining[Int(kind.codes[i])] ? PersonEvent.training : 0),
            minutes: minutes[i] ?? 0)
    }
}
