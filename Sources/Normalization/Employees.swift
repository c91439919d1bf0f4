internal import Calendars
internal import Columnar
internal import Workforce

extension NormalizeRun {
    /// Employees → `assignments` (timelines) or `snapshot` (dateless).
    func writeEmployees() throws {
        guard let reader = try ingested("employees", Ingested.employees) else { return }
        let pool = StringPool()
        let unknownClass = pool.code("unknown")
        let active = pool.code("active")
        let leaver = pool.code("leaver")
        var rows: [EmployeeRow] = []
        rows.reserveCapacity(reader.rowCount)
        var outside = 0
        for index in 0..<reader.rowGroupCount {
            outside += try readEmployees(reader.readGroup(index), pool: pool, into: &rows)
        }
        found(
            "employees.unknown_department", "employees",
            "rows name a department that is not in the tree; they are shown under \"unassigned\"", count: outside)
        rows.sort {
            ($0.key, $0.hire, $0.assignment, $0.validFrom, $0.order)
                < ($1.key, $1.hire, $1.assignment, $1.validFrom, $1.order)
        }
        let keys = Buffer<Int64>(capacity: rows.count)
        for i in rows.indices {
            if i > 0, rows[i - 1].key == rows[i].key {
                guard rows[i - 1].check == rows[i].check else { throw NormalizeError.keyCollision }
            } else {
                keys.append(rows[i].key)
            }
        }
        persons = keys
        let isDateless =
            !rows.isEmpty
            && rows.allSatisfy {
                $0.status != EmployeeRow.none && $0.hire == EmployeeRow.noDay && $0.last == EmployeeRow.noDay
                    && $0.validFrom == EmployeeRow.noDay
            }
        resolveContradictions(in: &rows, isDateless: isDateless)
        if isDateless {
            try writeSnapshot(rows, active: active, leaver: leaver)
        } else {
            try writeAssignments(rows, pool: pool, unknownClass: unknownClass)
        }
    }

    /// - Returns: rows whose department is not in the tree.
    private func readEmployees(_ group: RowGroup, pool: StringPool, into rows: inout [EmployeeRow]) throws -> Int {
        let key = try group.int64("person_key")
        let check = try group.int64("person_check")
        let validFrom = try group.int32("valid_from")
        let validTo = try group.int32("valid_to")
        let hire = try group.int32("hire_day")
        let last = try group.int32("last_day")
        let department = try group.strings("department")
        let primary = try group.bool("primary")
        let manager = try group.int64("manager_key")
        let fte = try group.int32("fte")
        let birth = try group.int32("birth_year")
        let peopleManager = try group.bool("people_manager")
        func words(_ name: String) throws -> (codes: UnsafeBufferPointer<Int32>, map: [Int32], owner: StringColumn) {
            let column = try group.strings(name)
            return (column.codes, (0..<Int32(column.dictionaryCount)).map { pool.code(column.bytes($0)) }, column)
        }
        let status = try words("status")
        let leaveClass = try words("leave_class")
        let leaveKind = try words("leave_kind")
        let assignment = try words("assignment")
        let facts = try PersonFacts.wordColumns.map(words)
        func word(_ column: (codes: UnsafeBufferPointer<Int32>, map: [Int32], owner: StringColumn), _ row: Int)
            -> Int32
        {
            let code = column.codes[row]
            return code < 0 ? EmployeeRow.none : column.map[Int(code)]
        }
        let positions = (0..<Int32(department.dictionaryCount)).map { tree.positions[department.string($0)] }
        let unassigned = tree.positions[DepartmentTree.unassigned] ?? 0
        var outside = 0
        for i in 0..<group.rowCount {
            guard let personKey = key[i], let personCheck = check[i] else { continue }
            var row = EmployeeRow(key: personKey, check: personCheck)
            row.validFrom = validFrom[i] ?? EmployeeRow.noDay
            row.validTo = validTo[i] ?? EmployeeRow.noDay
            row.hire = hire[i] ?? EmployeeRow.noDay
            row.last = last[i] ?? EmployeeRow.noDay
            row.status = word(status, i)
            row.leaveClass = word(leaveClass, i)
            row.leaveKind = word(leaveKind, i)
            row.assignment = word(assignment, i)
            row.primary = (primary[i] ?? 0) != 0
            row.fte = fte[i] ?? 10_000
            let code = department.codes[i]
            if code >= 0, let position = positions[Int(code)] {
                row.department = position
            } else {
                row.department = unassigned
                outside += 1
            }
            row.facts.manager = manager[i]
            row.facts.birthYear = birth[i]
            row.facts.words = (
                word(facts[0], i), word(facts[1], i), word(facts[2], i), word(facts[3], i), word(facts[4], i),
                word(facts[5], i)
            )
            row.facts.peopleManager = peopleManager[i].map { $0 != 0 }
            row.order = Int32(truncatingIfNeeded: rows.count)
            rows.append(row)
        }
        return outside
    }

    private func writeSnapshot(_ rows: [EmployeeRow], active: Int32, leaver: Int32) throws {
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
        for (i, row) in rows.enumerated() where i == 0 || rows[i - 1].key != row.key {
            key.append(row.key)
            department.append(row.department)
            hasLeft.append(row.status == leaver ? 1 : 0)
            if key.count == PersonSort.groupRows { try flush() }
        }
        try flush()
        wrote("snapshot", schema, try writer.finish())
    }

    private func writeAssignments(_ rows: [EmployeeRow], pool: StringPool, unknownClass: Int32) throws {
        let assignmentIDs = Set(rows.map(\.assignment)).filter { $0 >= 0 }
            .sorted { pool.string($0).utf8.lexicographicallyPrecedes(pool.string($1).utf8) }
        var ranks: [Int32: Int32] = [:]
        for (rank, code) in assignmentIDs.enumerated() { ranks[code] = Int32(rank) }
        var builder = TimelineBuilder(unknownClass: unknownClass, rank: { ranks[$0] ?? -1 })
        let table = try AssignmentTable(writer: writer("assignments", Normalized.assignments), pool: pool)
        var segments: [Segment] = []
        var i = 0
        while i < rows.count {
            var j = i + 1
            while j < rows.count, rows[j].key == rows[i].key { j += 1 }
            segments.removeAll(keepingCapacity: true)
            builder.segments(of: rows[i..<j], into: &segments)
            try table.append(key: rows[i].key, segments)
            i = j
        }
        wrote("assignments", Normalized.assignments, try table.finish())
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
    private let words = (0..<6).map { _ in Buffer<Int32>() }
    private let peopleManager = Buffer<UInt8>()
    private let hasPeopleManager = Buffer<UInt8>()
    private let startCodes: [Segment.Start: Int32]

    init(writer: TableWriter, pool: StringPool) {
        self.writer = writer
        self.pool = pool
        var codes: [Segment.Start: Int32] = [:]
        for start in Segment.Start.allCases { codes[start] = pool.code(start.rawValue) }
        startCodes = codes
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
            starts.append(startCodes[segment.start] ?? -1)
            leaves.append(segment.leaveClass)
            leaveKind.append(segment.leaveKind)
            spellFirst.append(segment.spellFirst)
            manager.append(segment.facts.manager ?? 0)
            hasManager.append(segment.facts.manager == nil ? 0 : 1)
            birthYear.append(segment.facts.birthYear ?? 0)
            hasBirthYear.append(segment.facts.birthYear == nil ? 0 : 1)
            let w = segment.facts.words
            for (column, code) in zip(words, [w.0, w.1, w.2, w.3, w.4, w.5]) { column.append(code) }
            peopleManager.append(segment.facts.peopleManager == true ? 1 : 0)
            hasPeopleManager.append(segment.facts.peopleManager == nil ? 0 : 1)
        }
    }

    private func flush() throws {
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
        columns += words.map { ColumnSlice(.string(codes: $0.pointer, pool: pool)) }
        columns.append(ColumnSlice(.bool(peopleManager.pointer), valid: hasPeopleManager.pointer))
        try writer.append(RowGroupEncoder.encode(Normalized.assignments, rowCount: key.count, columns: columns))
        for column in [first, end, department, fte, starts, leaves, leaveKind, spellFirst, birthYear] + words {
            column.removeAll()
        }
        for column in [key, manager] { column.removeAll() }
        for column in [hasEnd, hasManager, hasBirthYear, peopleManager, hasPeopleManager] { column.removeAll() }
    }

    func finish() throws -> WrittenTable {
        try flush()
        return try writer.finish()
    }
}
