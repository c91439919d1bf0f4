internal import Calendars
internal import Columnar
internal import Runs
internal import Workforce

extension NormalizeRun {
    /// Employees, and assignments where there are any → `assignments` (timelines) or `snapshot` (dateless).
    /// - Parameter treeIsSettled: told at the end whether anybody stands under `unassigned`.
    func planEmployees(_ persons: KnownPersons, treeIsSettled: @escaping (Bool) throws -> Void) throws {
        guard let reader = try ingested("employees", Ingested.employees) else {
            tellOfStrangers(nil)
            return persons.settle(nil)
        }
        let assignments = try ingested("assignments", Ingested.assignments)
        // First of all: the others wait for the keys.
        crew.submit(.first, order: order) { [self] _ in
            try treeIsSettled(writeEmployees(reader, assignments, persons))
        }
    }

    /// - Returns: whether anybody stands under `unassigned`.
    private func writeEmployees(
        _ reader: TableReader, _ assignments: TableReader?, _ persons: KnownPersons
    ) throws -> Bool {
        let pool = StringPool()
        let patterns = WorkPatterns()
        let unknownClass = pool.code("unknown")
        let active = pool.code("active")
        let leaver = pool.code("leaver")
        var found: [EmployeeRow] = []
        found.reserveCapacity(reader.rowCount)
        var outside = 0
        var withoutHours = 0
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let weekdays = try WorkPatternColumns(reader, group, index: index)
            let counts = try readEmployees(group, weekdays, pool: pool, patterns: patterns, into: &found)
            outside += counts.outside
            withoutHours += counts.withoutHours
        }
        self.found(
            "employees.unknown_department", "employees",
            "rows name a department that is not in the tree; they are shown under \"unassigned\"", count: outside)
        tellOfPatternsWithoutHours("employees", withoutHours)
        var rows = Self.sorted(found)
        found = []
        let keys = try Self.keys(of: rows)
        tellOfStrangers(keys)
        persons.settle(keys)
        tellOfJoinedEmployees(rows)
        let isDateless =
            !rows.isEmpty
            && rows.allSatisfy {
                $0.status != EmployeeRow.none && $0.hire == EmployeeRow.noDay && $0.last == EmployeeRow.noDay
                    && $0.validFrom == EmployeeRow.noDay
            }
        let isWithoutLastDays = !isDateless && Self.tellsLeaversWithoutDays(rows, leaver: leaver)
        if !isDateless { settleLeavers(in: &rows, leaver: leaver, pool: pool) }
        resolveContradictions(in: &rows, isDateless: isDateless)
        if !isDateless { tellOfUnknownHires(rows, pool: pool) }
        let held = try assignments.map {
            try AssignmentRows(
                $0, pipeline, tree: tree, pool: pool, patterns: patterns, identities: identities)
        }
        let isAnybodyUnassigned: Bool
        if isDateless {
            isAnybodyUnassigned = try writeSnapshot(
                rows, held, pool: pool, patterns: patterns, active: active, leaver: leaver)
        } else {
            var isAnybody = try writeAssignments(
                rows, held, pool: pool, patterns: patterns, unknownClass: unknownClass)
            if isWithoutLastDays {
                let again = try assignments.map {
                    try AssignmentRows(
                        $0, pipeline, tree: tree, pool: pool, patterns: patterns, identities: identities)
                }
                let shown = rows.filter { $0.hire <= run.asOf }
                if try writeSnapshot(
                    shown, again, pool: pool, patterns: patterns, active: active, leaver: leaver, tells: false)
                {
                    isAnybody = true
                }
            }
            isAnybodyUnassigned = isAnybody
        }
        return isAnybodyUnassigned
    }

    /// Whether the export is a snapshot that says of everybody whether they have left, and of nobody when: it has a
    /// turnover of its own, and none by month.
    private static func tellsLeaversWithoutDays(_ rows: [EmployeeRow], leaver: Int32) -> Bool {
        rows.contains { $0.status == leaver }
            && rows.allSatisfy {
                $0.status != EmployeeRow.none && $0.last == EmployeeRow.noDay && $0.validFrom == EmployeeRow.noDay
                    && $0.validTo == EmployeeRow.noDay
            }
    }

    /// Persons with a row that says neither a hire date nor from when on it holds: they count from the beginning on.
    private func tellOfUnknownHires(_ rows: [EmployeeRow], pool: StringPool) {
        var counts: [Int32: Int] = [:]
        var last: Int64?
        for row in rows where row.hire == EmployeeRow.noDay && row.validFrom == EmployeeRow.noDay && !row.isLeftOut {
            if row.key != last { counts[row.file, default: 0] += 1 }
            last = row.key
        }
        let files = counts.map { (file: $0.key >= 0 ? pool.string($0.key) : "employees", count: $0.value) }
        for (file, count) in files.sorted(by: { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }) {
            found(
                "employees.hire_unknown", file,
                "persons have no hire date; they count as employed since before the first month, as nobody's hire, and their length of service is unknown: correct the export, or map hire_date:",
                severity: .warning, count: count)
        }
    }

    /// The persons of sorted rows. Rows of one id must have one check.
    private static func keys(of rows: [EmployeeRow]) throws -> Buffer<Int64> {
        let keys = Buffer<Int64>(capacity: rows.count)
        var i = 0
        while i < rows.count {
            keys.append(rows[i].key)
            var j = i + 1
            while j < rows.count, rows[j].key == rows[i].key {
                // Rows of several ids of a person lie among each other.
                let same = rows[i..<j].last { $0.id == rows[j].id }
                guard same == nil || same?.check == rows[j].check else { throw NormalizeError.keyCollision }
                j += 1
            }
            i = j
        }
        return keys
    }

    /// By person, then as `TimelineBuilder` wants the rows of one. Keys and places are sorted, not the rows, which are large.
    private static func sorted(_ rows: [EmployeeRow]) -> [EmployeeRow] {
        struct Place {
            var key: Int64
            var row: Int32
        }
        var places: [Place] = []
        places.reserveCapacity(rows.count)
        for (i, row) in rows.enumerated() { places.append(Place(key: row.key, row: Int32(truncatingIfNeeded: i))) }
        rows.withUnsafeBufferPointer { rows in
            places.sort { a, b in
                if a.key != b.key { return a.key < b.key }
                let one = rows[Int(a.row)]
                let other = rows[Int(b.row)]
                return (one.hire, one.assignment, one.validFrom, one.order)
                    < (other.hire, other.assignment, other.validFrom, other.order)
            }
        }
        return places.map { rows[Int($0.row)] }
    }

    /// - Returns: rows whose department is not in the tree, and rows that give minutes by weekday and none above 0.
    private func readEmployees(
        _ group: RowGroup, _ weekdays: WorkPatternColumns?, pool: StringPool, patterns: WorkPatterns,
        into rows: inout [EmployeeRow]
    ) throws -> (outside: Int, withoutHours: Int) {
        let key = BareColumn(try group.int64("person_key"))
        let check = BareColumn(try group.int64("person_check"))
        let validFrom = BareColumn(try group.int32("valid_from"))
        let validTo = BareColumn(try group.int32("valid_to"))
        let hire = BareColumn(try group.int32("hire_day"))
        let last = BareColumn(try group.int32("last_day"))
        let department = try group.strings("department")
        let primary = BareColumn(try group.bool("primary"))
        let manager = BareColumn(try group.int64("manager_key"))
        let fte = BareColumn(try group.int32("fte"))
        let birth = BareColumn(try group.int32("birth_year"))
        let peopleManager = BareColumn(try group.bool("people_manager"))
        let regretted = BareColumn(try group.bool("regretted"))
        /// Words of one column as codes of the pool, a row each.
        func words(_ name: String) throws -> Buffer<Int32> {
            let column = try group.strings(name)
            let map = (0..<Int32(column.dictionaryCount)).map { pool.code(column.bytes($0)) }
            return Buffer(column.codes) { $0 < 0 ? EmployeeRow.none : map[Int($0)] }
        }
        let status = try words("status")
        let file = try words("source_file")
        let leaveClass = try words("leave_class")
        let leaveKind = try words("leave_kind")
        let assignment = try words("assignment")
        let facts = try PersonFacts.wordColumns.map(words)
        let (gender, country, location, contract, level, mode) = (
            facts[0].elements, facts[1].elements, facts[2].elements, facts[3].elements, facts[4].elements,
            facts[5].elements
        )
        let positions = (0..<Int32(department.dictionaryCount)).map { tree.positions[department.string($0)] }
        let departmentCodes = department.codes
        let unassigned = tree.positionOfUnassigned
        var outside = 0
        var withoutHours = 0
        for i in 0..<group.rowCount {
            guard let id = key[i], let personCheck = check[i] else { continue }
            var row = EmployeeRow(key: identities?.person(id) ?? id, check: personCheck, id: id)
            row.validFrom = validFrom[i] ?? EmployeeRow.noDay
            row.validTo = validTo[i] ?? EmployeeRow.noDay
            row.hire = hire[i] ?? EmployeeRow.noDay
            row.last = last[i] ?? EmployeeRow.noDay
            row.status = status[i]
            row.leaveClass = leaveClass[i]
            row.leaveKind = leaveKind[i]
            if let weekdays {
                let (pattern, isGiven) = weekdays.row(i)
                if let pattern { row.pattern = patterns.place(of: pattern) }
                if isGiven, pattern == nil { withoutHours += 1 }
            }
            row.regretted = regretted[i].map { $0 == 0 ? 0 : 1 } ?? -1
            row.assignment = assignment[i]
            row.primary = (primary[i] ?? 0) != 0
            row.fte = fte[i] ?? 10_000
            let code = departmentCodes[i]
            row.namesDepartment = code >= 0
            if code >= 0, let position = positions[Int(code)] {
                row.department = position
            } else {
                row.department = unassigned
                // With assignments an export of employees need not name departments at all.
                if code >= 0 || !laysAssignments { outside += 1 }
            }
            row.facts.manager = manager[i].map { identities?.person($0) ?? $0 }
            row.facts.birthYear = birth[i]
            row.facts.words = (gender[i], country[i], location[i], contract[i], level[i], mode[i])
            row.facts.peopleManager = peopleManager[i].map { $0 != 0 }
            row.order = Int32(truncatingIfNeeded: rows.count)
            row.file = file[i]
            rows.append(row)
        }
        withExtendedLifetime((group, facts)) {}
        return (outside, withoutHours)
    }

    func tellOfPatternsWithoutHours(_ dataset: String, _ count: Int) {
        found(
            "\(dataset).pattern_without_hours", dataset,
            "rows give minutes by weekday of which none is above 0; they count as without a pattern, and FTE says what is scheduled",
            count: count)
    }

    private func writeSnapshot(
        _ rows: [EmployeeRow], _ assignments: AssignmentRows?, pool: StringPool, patterns: WorkPatterns, active: Int32,
        leaver: Int32, tells: Bool = true
    ) throws -> Bool {
        let schema = Normalized.snapshot
        let writer = try writer("snapshot", schema)
        let unknown = rows.filter { $0.status != active && $0.status != leaver }.count
        guard unknown == 0 else {
            throw NormalizeError.unknownWord(dataset: "employees", column: "status", expected: "active, leaver")
        }
        let key = Buffer<Int64>()
        let department = Buffer<Int32>()
        let hasLeft = Buffer<UInt8>()
        func flush() throws {
            guard key.count > 0 else { return }
            try writer.append(
                RowGroupEncoder.encode(
                    schema, rowCount: key.count,
                    columns: [
                        ColumnSlice(.int64(key.pointer)), ColumnSlice(.int32(department.pointer)),
                        ColumnSlice(.bool(hasLeft.pointer)),
                    ]))
            key.removeAll()
            department.removeAll()
            hasLeft.removeAll()
        }
        var held = assignments.map { heldAssignments(by: $0, rank: rank(of: $0.assignments, pool), patterns) }
        let unassigned = tree.positionOfUnassigned
        var isAnybodyUnassigned = false
        for (i, row) in rows.enumerated() where i == 0 || rows[i - 1].key != row.key {
            var state = Segment(
                first: run.asOf, end: Segment.open, department: row.department, fte: row.fte, start: .change,
                leaveClass: -1, leaveKind: -1, spellFirst: run.asOf, facts: row.facts)
            if let assignments {
                held?.begin(
                    try assignments.rows(of: row.key),
                    employed: CollectionOfOne((TimelineBuilder.unknownStart, Segment.open)))
                // Who has left is shown where they were last.
                let day = row.status == leaver ? held?.lastDay ?? run.asOf : run.asOf
                held?.apply(on: day, row: row, to: &state)
                held?.end()
            }
            key.append(row.key)
            department.append(state.department)
            if state.department == unassigned { isAnybodyUnassigned = true }
            hasLeft.append(row.status == leaver ? 1 : 0)
            if key.count == PersonSort.groupRows { try flush() }
        }
        try flush()
        wrote("snapshot", schema, try writer.finish())
        if tells { try tell(assignments, held) }
        return isAnybodyUnassigned
    }

    /// Places of ids among all by their bytes.
    private func rank(of ids: Set<Int32>, _ pool: StringPool) -> (Int32) -> Int32 {
        let sorted = ids.filter { $0 >= 0 }
            .sorted { pool.string($0).utf8.lexicographicallyPrecedes(pool.string($1).utf8) }
        var ranks: [Int32: Int32] = [:]
        for (rank, code) in sorted.enumerated() { ranks[code] = Int32(rank) }
        return { ranks[$0] ?? -1 }
    }

    private func heldAssignments(
        by assignments: AssignmentRows, rank: @escaping (Int32) -> Int32, _ patterns: WorkPatterns
    ) -> HeldAssignments {
        HeldAssignments(
            sourcesWithIDs: assignments.sourcesWithIDs, rank: rank, asOf: run.asOf,
            unassigned: tree.positionOfUnassigned, patterns: patterns)
    }

    private func writeAssignments(
        _ rows: [EmployeeRow], _ assignments: AssignmentRows?, pool: StringPool, patterns: WorkPatterns,
        unknownClass: Int32
    ) throws -> Bool {
        let rank = self.rank(of: Set(rows.map(\.assignment)).union(assignments?.assignments ?? []), pool)
        let unassigned = tree.positionOfUnassigned
        var builder = TimelineBuilder(
            unknownClass: unknownClass, rank: rank, patterns: patterns,
            held: assignments.map { heldAssignments(by: $0, rank: rank, patterns) })
        var isAnybodyUnassigned = false
        let writer = try writer("assignments", Normalized.assignments)
        let table = AssignmentTable(writer: writer, pool: pool, patterns: patterns)
        var segments: [Segment] = []
        var flow = HeadcountFlow(asOf: run.asOf)
        var i = 0
        while i < rows.count {
            var j = i + 1
            while j < rows.count, rows[j].key == rows[i].key { j += 1 }
            segments.removeAll(keepingCapacity: true)
            if let assignments {
                builder.segments(of: rows[i..<j], held: try assignments.rows(of: rows[i].key), into: &segments)
            } else {
                builder.segments(of: rows[i..<j], into: &segments)
            }
            for segment in segments where segment.department == unassigned { isAnybodyUnassigned = true }
            flow.add(segments)
            try table.append(key: rows[i].key, segments)
            i = j
        }
        try table.flush()
        wrote("assignments", Normalized.assignments, try writer.finish())
        try tell(assignments, builder.held)
        try writeHeadcount(flow)
        return isAnybodyUnassigned
    }
}

/// The columns of `assignments` while they fill up.
private final class AssignmentTable {
    private let writer: TableWriter
    private let pool: StringPool
    private let key = Buffer<Int64>()
    private let first = Buffer<Int32>()
    private let end = Buffer<Int32>()
    private let hasEnd = Buffer<UInt8>()
    private let department = Buffer<Int32>()
    private let fte = Buffer<Int32>()
    private let starts = Buffer<Int32>()
    private let leaves = Buffer<Int32>()
    private let leaveKind = Buffer<Int32>()
    private let spellFirst = Buffer<Int32>()
    private let manager = Buffer<Int64>()
    private let hasManager = Buffer<UInt8>()
    private let birthYear = Buffer<Int32>()
    private let hasBirthYear = Buffer<UInt8>()
    private let gender = Buffer<Int32>()
    private let country = Buffer<Int32>()
    private let location = Buffer<Int32>()
    private let contract = Buffer<Int32>()
    private let jobLevel = Buffer<Int32>()
    private let workMode = Buffer<Int32>()
    private let peopleManager = Buffer<UInt8>()
    private let hasPeopleManager = Buffer<UInt8>()
    private let pattern = Buffer<Int32>()
    private let outsidePattern = Buffer<Int32>()
    private let hasPattern = Buffer<UInt8>()
    private let regretted = Buffer<UInt8>()
    private let hasRegretted = Buffer<UInt8>()
    private let patterns: WorkPatterns
    /// Codes in the pool, by the places of the patterns that were written.
    private var patternCodes: [Int32: Int32] = [:]
    private let hired: Int32
    private let rehired: Int32
    private let observed: Int32
    private let changed: Int32

    init(writer: TableWriter, pool: StringPool, patterns: WorkPatterns) {
        self.writer = writer
        self.patterns = patterns
        self.pool = pool
        hired = pool.code(Segment.Start.hire.rawValue)
        rehired = pool.code(Segment.Start.rehire.rawValue)
        observed = pool.code(Segment.Start.observed.rawValue)
        changed = pool.code(Segment.Start.change.rawValue)
    }

    private func code(_ start: Segment.Start) -> Int32 {
        switch start {
        case .hire: hired
        case .rehire: rehired
        case .observed: observed
        case .change: changed
        }
    }

    private func code(ofPattern place: Int32) -> Int32 {
        guard place >= 0 else { return -1 }
        if let known = patternCodes[place] { return known }
        let code = pool.code(patterns[place].word)
        patternCodes[place] = code
        return code
    }

    func append(key personKey: Int64, _ segments: [Segment]) throws {
        if key.count + segments.count > PersonSort.groupRows { try flush() }
        for segment in segments {
            if key.count == PersonSort.groupRows { try flush() }
            key.append(personKey)
            first.append(segment.first)
            end.append(segment.end)
            hasEnd.append(segment.end == Segment.open ? 0 : 1)
            department.append(segment.department)
            fte.append(segment.fte)
            starts.append(code(segment.start))
            leaves.append(segment.leaveClass)
            leaveKind.append(segment.leaveKind)
            spellFirst.append(segment.spellFirst)
            manager.append(segment.facts.manager ?? 0)
            hasManager.append(segment.facts.manager == nil ? 0 : 1)
            birthYear.append(segment.facts.birthYear ?? 0)
            hasBirthYear.append(segment.facts.birthYear == nil ? 0 : 1)
            let words = segment.facts.words
            gender.append(words.0)
            country.append(words.1)
            location.append(words.2)
            contract.append(words.3)
            jobLevel.append(words.4)
            workMode.append(words.5)
            peopleManager.append(segment.facts.peopleManager == true ? 1 : 0)
            hasPeopleManager.append(segment.facts.peopleManager == nil ? 0 : 1)
            pattern.append(code(ofPattern: segment.pattern))
            outsidePattern.append(segment.outsidePattern)
            hasPattern.append(segment.pattern >= 0 ? 1 : 0)
            regretted.append(segment.regretted == 1 ? 1 : 0)
            hasRegretted.append(segment.regretted < 0 ? 0 : 1)
        }
    }

    func flush() throws {
        guard key.count > 0 else { return }
        var columns: [ColumnSlice] = [
            ColumnSlice(.int64(key.pointer)), ColumnSlice(.int32(first.pointer)),
            ColumnSlice(.int32(end.pointer), valid: hasEnd.pointer), ColumnSlice(.int32(department.pointer)),
            ColumnSlice(.int32(fte.pointer)), ColumnSlice(.string(codes: starts.pointer, pool: pool)),
            ColumnSlice(.string(codes: leaves.pointer, pool: pool)),
            ColumnSlice(.string(codes: leaveKind.pointer, pool: pool)), ColumnSlice(.int32(spellFirst.pointer)),
            ColumnSlice(.int64(manager.pointer), valid: hasManager.pointer),
            ColumnSlice(.int32(birthYear.pointer), valid: hasBirthYear.pointer),
        ]
        let words = [gender, country, location, contract, jobLevel, workMode]
        columns += words.map { ColumnSlice(.string(codes: $0.pointer, pool: pool)) }
        columns += [
            ColumnSlice(.bool(peopleManager.pointer), valid: hasPeopleManager.pointer),
            ColumnSlice(.string(codes: pattern.pointer, pool: pool)),
            ColumnSlice(.int32(outsidePattern.pointer), valid: hasPattern.pointer),
            ColumnSlice(.bool(regretted.pointer), valid: hasRegretted.pointer),
        ]
        try writer.append(RowGroupEncoder.encode(Normalized.assignments, rowCount: key.count, columns: columns))
        let numbers = [first, end, department, fte, starts, leaves, leaveKind, spellFirst, birthYear]
        for column in numbers + words + [pattern, outsidePattern] { column.removeAll() }
        for column in [key, manager] { column.removeAll() }
        for column in [hasEnd, hasManager, hasBirthYear, peopleManager, hasPeopleManager] { column.removeAll() }
        for column in [hasPattern, regretted, hasRegretted] { column.removeAll() }
    }

}
