internal import Columnar
internal import Runs
internal import Workforce

/// One row about an opening or a candidate.
struct RecruitmentRow {
    static let none = Int32.min

    /// Place among the openings, in the order of their ids.
    var opening: Int32
    var isApplication: Bool
    /// Approved, posted, applied, offered, decided; `none` where it is not said.
    var days: [Int32]
    /// Places among the words; −1 for none.
    var outcome: Int32
    var source: Int32
    /// −1 for not said.
    var isInternal: Int8
    var applicants: Int32

    static let dayColumns = ["approved_day", "posted_day", "applied_day", "offered_day", "decided_day"]
}

/// Openings and who applied for them, as they are read.
struct RecruitmentRows {
    static let unknownSource = "unknown"

    var rows: [RecruitmentRow] = []
    var openings: [String] = []
    /// By opening: the first department of its rows that the tree has.
    var departments: [Int32?] = []
    var outcomes: [String] = []
    var sources: [String] = []

    init(_ reader: TableReader, positions: [String: Int32]) throws {
        var places: [String: Int32] = [:]
        var outcomePlaces: [String: Int32] = [:]
        var sourcePlaces: [String: Int32] = [:]
        func place(_ text: String, _ places: inout [String: Int32], _ words: inout [String]) -> Int32 {
            if let known = places[text] { return known }
            places[text] = Int32(clamping: words.count)
            words.append(text)
            return Int32(clamping: words.count - 1)
        }
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let opening = try group.strings("opening")
            let candidate = try group.int64("candidate_key")
            let department = try group.strings("department")
            let days = try RecruitmentRow.dayColumns.map { try group.int32($0) }
            let outcome = try group.strings("outcome")
            let source = try group.strings("source")
            let isInternal = try group.bool("internal")
            let applicants = try group.int32("applicants")
            for i in 0..<group.rowCount {
                guard let id = opening[i] else { continue }
                let number = place(id, &places, &openings)
                if Int(number) == departments.count { departments.append(nil) }
                if departments[Int(number)] == nil, let unit = department[i] {
                    departments[Int(number)] = positions[unit]
                }
                rows.append(
                    RecruitmentRow(
                        opening: number, isApplication: candidate[i] != nil,
                        days: days.map { $0[i] ?? RecruitmentRow.none },
                        outcome: outcome[i].map { place($0, &outcomePlaces, &outcomes) } ?? -1,
                        source: place(source[i] ?? Self.unknownSource, &sourcePlaces, &sources),
                        isInternal: isInternal[i].map { $0 != 0 ? 1 : 0 } ?? -1, applicants: applicants[i] ?? -1))
            }
        }
    }

    /// The rows by department, opening and what they say, whatever order they came in.
    mutating func sort(unknown: Int32) -> Int {
        let byID = openings.indices.sorted {
            Array(openings[$0].utf8).lexicographicallyPrecedes(Array(openings[$1].utf8))
        }
        var rank = [Int](repeating: 0, count: openings.count)
        for (place, opening) in byID.enumerated() { rank[opening] = place }
        let missing = departments.count { $0 == nil }
        func key(_ row: RecruitmentRow) -> (Int32, Int, Int) {
            (departments[Int(row.opening)] ?? unknown, rank[Int(row.opening)], row.isApplication ? 1 : 0)
        }
        func text(_ place: Int32, _ words: [String]) -> String { place < 0 ? "" : words[Int(place)] }
        rows.sort { a, b in
            let (left, right) = (key(a), key(b))
            if left != right { return left < right }
            for (x, y) in zip(a.days, b.days) where x != y { return x < y }
            if a.outcome != b.outcome { return text(a.outcome, outcomes) < text(b.outcome, outcomes) }
            if a.source != b.source { return text(a.source, sources) < text(b.source, sources) }
            if a.isInternal != b.isInternal { return a.isInternal < b.isInternal }
            return a.applicants < b.applicants
        }
        return missing
    }
}

extension NormalizeRun {
    /// Recruitment is about departments and not about employees: nothing is joined.
    func writeRecruitment() throws {
        guard let reader = try ingested("recruitment", Ingested.recruitment) else { return }
        var table = try RecruitmentRows(reader, positions: tree.positions)
        // The root is there whatever else is; a place for what belongs nowhere may never be made.
        let root: Int32 = 0
        let missing = table.sort(unknown: root)
        found(
            "recruitment.unknown_department", "recruitment",
            "openings name no department of the tree; they count for the whole organisation only", count: missing)
        let contradicting = table.rows.count { row in
            let days = row.days
            func isBefore(_ early: Int, _ late: Int) -> Bool {
                days[early] != RecruitmentRow.none && days[late] != RecruitmentRow.none && days[late] < days[early]
            }
            return isBefore(0, 4) || isBefore(2, 4) || isBefore(3, 4)
        }
        found(
            "recruitment.days_out_of_order", "recruitment",
            "rows have a decision before the approval, the application or the offer; such times are not counted",
            count: contradicting)
        let schema = Normalized.recruitment
        let writer = try writer("recruitment", schema)
        var start = 0
        while start < table.rows.count {
            let slice = table.rows[start..<min(table.rows.count, start + PersonSort.groupRows)]
            try writer.append(try Self.encode(slice, table, root, schema))
            start += slice.count
        }
        wrote("recruitment", schema, try writer.finish())
    }

    private static func encode(
        _ rows: ArraySlice<RecruitmentRow>, _ table: RecruitmentRows, _ root: Int32, _ schema: TableSchema
    ) throws -> EncodedRowGroup {
        let pool = StringPool()
        let (department, opening, application) = (Buffer<Int32>(), Buffer<Int32>(), Buffer<UInt8>())
        let days = RecruitmentRow.dayColumns.map { _ in (Buffer<Int32>(), Buffer<UInt8>()) }
        let (outcome, source) = (Buffer<Int32>(), Buffer<Int32>())
        let (isInternal, hasInternal) = (Buffer<UInt8>(), Buffer<UInt8>())
        let (applicants, hasApplicants) = (Buffer<Int32>(), Buffer<UInt8>())
        for row in rows {
            department.append(table.departments[Int(row.opening)] ?? root)
            opening.append(pool.code(table.openings[Int(row.opening)]))
            application.append(row.isApplication ? 1 : 0)
            for (column, day) in zip(days, row.days) {
                column.0.append(day == RecruitmentRow.none ? 0 : day)
                column.1.append(day == RecruitmentRow.none ? 0 : 1)
            }
            outcome.append(row.outcome < 0 ? -1 : pool.code(table.outcomes[Int(row.outcome)]))
            source.append(pool.code(table.sources[Int(row.source)]))
            isInternal.append(row.isInternal > 0 ? 1 : 0)
            hasInternal.append(row.isInternal < 0 ? 0 : 1)
            applicants.append(max(row.applicants, 0))
            hasApplicants.append(row.applicants < 0 ? 0 : 1)
        }
        return try withExtendedLifetime(
            (
                department, opening, application, days, outcome, source, isInternal, hasInternal, applicants,
                hasApplicants
            )
        ) {
            try RowGroupEncoder.encode(
                schema, rowCount: rows.count,
                columns: [
                    ColumnSlice(.int32(department.pointer)), ColumnSlice(.string(codes: opening.pointer, pool: pool)),
                    ColumnSlice(.bool(application.pointer)),
                ] + days.map { ColumnSlice(.int32($0.0.pointer), valid: $0.1.pointer) } + [
                    ColumnSlice(.string(codes: outcome.pointer, pool: pool)),
                    ColumnSlice(.string(codes: source.pointer, pool: pool)),
                    ColumnSlice(.bool(isInternal.pointer), valid: hasInternal.pointer),
                    ColumnSlice(.int32(applicants.pointer), valid: hasApplicants.pointer),
                ])
        }
    }
}
