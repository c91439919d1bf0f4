/// Rows of an employees export that cannot all be true. Each is resolved by a rule that stands here, and counted.
///
/// - Two states from the same day on: the row later in the export stands (of a dateless snapshot the first).
/// - A termination, and a later row of the same spell that is valid before that day and has none or another: the later
///   row stands. A row that begins after the termination is another spell.
/// - Rows of one person that overlap without an assignment id to tell them apart: FTE adds up; the primary one says the
///   department, else the one with the larger FTE, else the one later in the export.
/// - A person as their own manager: no manager.
struct EmployeeContradictions: Equatable {
    var states = 0
    var terminations = 0
    var overlaps = 0
    var ownManagers = 0

    private struct Span {
        var first: Int32
        var end: Int32
        var assignment: Int32
    }

    /// Counts them in rows sorted by (key, hire, assignment, valid_from, order); takes managers of themselves out.
    init(resolving rows: inout [EmployeeRow], isDateless: Bool) {
        var spans: [Span] = []
        var i = 0
        while i < rows.count {
            let key = rows[i].key
            spans.removeAll(keepingCapacity: true)
            while i < rows.count, rows[i].key == key {
                var j = i + 1
                while j < rows.count, Self.continues(rows[i], rows[j], isDateless: isDateless) {
                    if isDateless || rows[j - 1].validFrom == rows[j].validFrom {
                        if !Self.agree(rows[j - 1], rows[j]) { states += 1 }
                    } else if rows[j - 1].last != EmployeeRow.noDay, rows[j].last != rows[j - 1].last,
                        rows[j].validFrom <= rows[j - 1].last
                    {
                        terminations += 1
                    }
                    j += 1
                }
                if !isDateless { spans.append(Self.span(rows[i..<j])) }
                i = j
            }
            if spans.count > 1 { overlaps += Self.overlaps(spans) }
        }
        for i in rows.indices where rows[i].facts.manager == rows[i].key {
            rows[i].facts.manager = nil
            ownManagers += 1
        }
    }

    /// Whether two rows are of one history.
    static func continues(_ a: EmployeeRow, _ b: EmployeeRow, isDateless: Bool) -> Bool {
        guard a.key == b.key else { return false }
        if isDateless { return true }
        return a.hire == b.hire && a.assignment == b.assignment && a.validFrom != EmployeeRow.noDay
            && b.validFrom != EmployeeRow.noDay
    }

    private static func agree(_ a: EmployeeRow, _ b: EmployeeRow) -> Bool {
        a.department == b.department && a.fte == b.fte && a.last == b.last && a.validTo == b.validTo
            && a.status == b.status && a.leaveClass == b.leaveClass && a.primary == b.primary
            && a.pattern == b.pattern && a.regretted == b.regretted
    }

    private static func span(_ rows: ArraySlice<EmployeeRow>) -> Span {
        guard let from = rows.first, let to = rows.last else { return Span(first: 0, end: 0, assignment: -1) }
        var first = from.hire != EmployeeRow.noDay ? from.hire : from.validFrom
        if first == EmployeeRow.noDay { first = TimelineBuilder.unknownStart }
        var end = Segment.open
        for day in [to.last, to.validTo] where day != EmployeeRow.noDay { end = min(end, day + 1) }
        return Span(first: first, end: end, assignment: from.assignment)
    }

    /// Spans that overlap an earlier one of the same assignment, or of none.
    private static func overlaps(_ spans: [Span]) -> Int {
        spans.indices.dropFirst().count { i in
            spans[..<i].contains {
                $0.assignment == spans[i].assignment && $0.first < spans[i].end && spans[i].first < $0.end
            }
        }
    }
}

extension NormalizeRun {
    func resolveContradictions(in rows: inout [EmployeeRow], isDateless: Bool) {
        let found = EmployeeContradictions(resolving: &rows, isDateless: isDateless)
        self.found(
            "employees.contradicting_rows", "employees",
            "rows give one person two different states from the same day on; the row "
                + (isDateless ? "that comes first" : "later in the export") + " stands",
            count: found.states)
        self.found(
            "employees.contradicting_terminations", "employees",
            "rows end an employment that a later row, valid before that day, does not end then; the later row stands",
            count: found.terminations)
        self.found(
            "employees.overlapping_rows", "employees",
            "rows of one person overlap without an assignment id that tells them apart; their FTE adds up and the primary one, else the larger, else the later in the export says the department",
            count: found.overlaps)
        self.found(
            "employees.own_manager", "employees",
            "rows name the person as their own manager; they count as without one",
            count: found.ownManagers)
    }

    /// What came of the rows of `assignments`.
    func tell(_ rows: AssignmentRows?, _ held: HeldAssignments?) throws {
        guard let rows, let findings = held?.findings else { return }
        try rows.finish()
        let dataset = "assignments"
        tellOfPatternsWithoutHours(dataset, rows.withoutHours)
        found(
            "assignments.unknown_department", dataset,
            "rows name a department that is not in the tree; where no other row of the day names one that is, the persons are shown under \"unassigned\"",
            count: rows.unknownDepartments)
        found(
            "assignments.unknown_person", dataset,
            "rows name a person who is in no employees row; they are left out", count: rows.strangers)
        found(
            "assignments.outside_employment", dataset,
            "rows hold on no day on which the person is employed; they say nothing", count: findings.outside)
        found(
            "assignments.contradicting_rows", dataset,
            "rows give one person and assignment two different states from the same day on; the row later in the export stands",
            count: findings.states)
        found(
            "assignments.overlapping_rows", dataset,
            "rows begin while an earlier one of the same person, assignment and source has not ended; the one that began last stands",
            count: findings.overlaps)
        found(
            "assignments.contradicting_sources", dataset,
            "persons of whom two sources tell different things for one day; what speaks of the assignment goes before what speaks of the person, and then the source that the pipeline names first",
            count: findings.sources)
        found(
            "assignments.several_primary", dataset,
            "persons have several primary assignments on one day; their FTE adds up and the larger, else the one with the lower id, says the department",
            count: findings.primaries)
        found(
            "assignments.own_manager", dataset,
            "rows name the person as their own manager; they count as without one", count: rows.ownManagers)
        found(
            "assignments.no_department", dataset,
            "persons are employed on days for which neither assignments nor employees name a department; they are shown under \"unassigned\"",
            count: findings.departments)
    }
}
