internal import Columnar

/// What `assignments` says about one person on a day of an employment, laid over what `employees` says, column by column.
///
/// - Rows of one source about one assignment are a lane. On a day the row that began last stands, of two from the same day
///   on the later in the export. A row without an end lasts until the next of its lane, or until the employment ends in
///   which it begins. Of rows that hold on one day, one whose department is in the tree says the department.
/// - Before the first row of a lane in a spell of employment that first one is taken to have held, from the hire on.
/// - An assignment is held while rows say so that give its fraction or whether it is the primary one; other sources only
///   fill in. Where no source gives either, while any row holds.
/// - Sources without ids of assignments speak of the person: they fill in for every assignment, and where there is none
///   they are one.
/// - Of several sources that give a column, the one that has a row for the day goes before one whose first row is still to
///   come, then what speaks of the assignment before what speaks of the person, then the order of the pipeline.
/// - Of concurrent assignments FTE adds up, unknown fractions adding nothing, and so do contracted weekdays; the primary one says the rest, else the
///   larger, else the one with the lower id. What none says, the row of `employees` does.
struct HeldAssignments {
    /// Rows or persons that contradict themselves or lead nowhere.
    struct Findings: Equatable {
        /// Rows that hold on no day on which the person is employed.
        var outside = 0
        /// Rows of one lane from the same day on with another state.
        var states = 0
        /// Rows that begin while an earlier one of the lane has not ended.
        var overlaps = 0
        /// Persons about whom two sources differ.
        var sources = 0
        /// Persons with several primary assignments on one day.
        var primaries = 0
        /// Persons whose department nobody names on some day up to the as-of date.
        var departments = 0
    }

    private struct Lane {
        var rows: Range<Int>
        var assignment: Int32
        /// Speaks of the person, not of an assignment.
        var isPersonal: Bool
        /// Gives fractions or the primary mark.
        var isLeading: Bool
    }

    /// Lanes of one assignment.
    private struct Group {
        var lanes: Range<Int>
        var isLed: Bool
    }

    private struct Spell {
        var first: Int32
        var end: Int32
    }

    /// What a lane says on a day.
    private struct State {
        var row: Int
        var department: Int32
        /// The row does not hold yet.
        var isAhead: Bool
    }

    private let sourcesWithIDs: Set<Int16>
    private let rank: (Int32) -> Int32
    private let asOf: Int32
    private let unassigned: Int32
    private let patterns: WorkPatterns

    private(set) var findings = Findings()
    /// Days on which something may change.
    private(set) var days: [Int32] = []
    private var rows = UnsafeBufferPointer<AssignmentRecord>(start: nil, count: 0)
    private var ends: [Int32] = []
    private var lanes: [Lane] = []
    private var groups: [Group] = []
    private var personal: Range<Int> = 0..<0
    private var spells: [Spell] = []
    private var states: [State] = []
    private var differs = false
    private var hasSeveralPrimaries = false
    private var isNowhere = false

    /// - Parameters:
    ///   - rank: place of an assignment's id among all ids by their bytes.
    ///   - unassigned: position of the node for departments that the tree does not know.
    ///   - patterns: those that the rows name.
    init(
        sourcesWithIDs: Set<Int16>, rank: @escaping (Int32) -> Int32, asOf: Int32, unassigned: Int32,
        patterns: WorkPatterns = WorkPatterns()
    ) {
        self.patterns = patterns
        self.sourcesWithIDs = sourcesWithIDs
        self.rank = rank
        self.asOf = asOf
        self.unassigned = unassigned
    }

    // MARK: One person

    /// Begins with a person.
    /// - Parameters:
    ///   - rows: of the person, sorted; they must stay until the next person.
    ///   - employed: days employed `[first, end)`, ascending by first day.
    mutating func begin(_ rows: UnsafeBufferPointer<AssignmentRecord>, employed: some Sequence<(Int32, Int32)>) {
        self.rows = rows
        days.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        lanes.removeAll(keepingCapacity: true)
        groups.removeAll(keepingCapacity: true)
        spells.removeAll(keepingCapacity: true)
        personal = 0..<0
        (differs, hasSeveralPrimaries, isNowhere) = (false, false, false)
        for (first, end) in employed {
            if let last = spells.last, first <= last.end {
                spells[spells.count - 1].end = max(last.end, end)
            } else {
                spells.append(Spell(first: first, end: end))
            }
        }
        var i = 0
        while i < rows.count {
            var j = i + 1
            while j < rows.count, rows[j].assignment == rows[i].assignment, rows[j].source == rows[i].source { j += 1 }
            addLane(i..<j)
            i = j
        }
        arrangeGroups()
        for i in rows.indices {
            days.append(rows[i].validFrom)
            days.append(ends[i])
        }
    }

    /// Counts what was found about the person.
    mutating func end() {
        if differs { findings.sources += 1 }
        if hasSeveralPrimaries { findings.primaries += 1 }
        if isNowhere { findings.departments += 1 }
    }

    private mutating func addLane(_ range: Range<Int>) {
        var isLeading = false
        /// Latest end that a row before this one gives.
        var known = Int32.min
        for i in range {
            let row = rows[i]
            if row.fte >= 0 || row.primary >= 0 { isLeading = true }
            var end = Segment.open
            if row.validTo == EmployeeRow.noDay {
                let next = rows[i..<range.upperBound].first { $0.validFrom > row.validFrom }
                if let next { end = next.validFrom }
                if let spell = spells.first(where: { $0.end > row.validFrom }) { end = min(end, spell.end) }
            } else if row.validTo < asOf {
                // What comes after the as-of date is not known yet: until then nothing ends.
                end = row.validTo + 1
            }
            ends.append(end)
            if !spells.contains(where: { $0.first < end && row.validFrom < $0.end }) { findings.outside += 1 }
            if i > range.lowerBound {
                let before = rows[i - 1]
                if before.validFrom == row.validFrom {
                    if !Self.agree(before, row) { findings.states += 1 }
                } else if known > row.validFrom {
                    findings.overlaps += 1
                }
            }
            if row.validTo != EmployeeRow.noDay { known = max(known, row.validTo + 1) }
        }
        let first = rows[range.lowerBound]
        lanes.append(
            Lane(
                rows: range, assignment: first.assignment, isPersonal: !sourcesWithIDs.contains(first.source),
                isLeading: isLeading))
    }

    /// Two rows of which only one has a department of the tree do not contradict each other: that one says it.
    private static func agree(_ a: AssignmentRecord, _ b: AssignmentRecord) -> Bool {
        var b = b
        if a.department < 0 || b.department < 0 { b.department = a.department }
        return a.agrees(b)
    }

    private mutating func arrangeGroups() {
        // Rows without an id come first, those that speak of the person before or between others: they are set apart.
        lanes.sort { a, b in
            a.isPersonal != b.isPersonal ? a.isPersonal : a.rows.lowerBound < b.rows.lowerBound
        }
        personal = 0..<(lanes.firstIndex { !$0.isPersonal } ?? lanes.count)
        var i = personal.upperBound
        while i < lanes.count {
            var j = i + 1
            while j < lanes.count, lanes[j].assignment == lanes[i].assignment { j += 1 }
            groups.append(Group(lanes: i..<j, isLed: lanes[i..<j].contains(where: \.isLeading)))
            i = j
        }
    }

    // MARK: One day

    private func holds(_ lane: Lane, _ day: Int32) -> Bool {
        lane.rows.contains { rows[$0].validFrom <= day && day < ends[$0] }
    }

    private func isHeld(_ group: Group, _ day: Int32) -> Bool {
        lanes[group.lanes].contains { ($0.isLeading || !group.isLed) && holds($0, day) }
    }

    /// The first day of the spell on which a row of the lane holds.
    private func firstDay(_ lane: Lane, _ spell: Spell) -> Int32? {
        var first: Int32?
        for i in lane.rows where ends[i] > max(rows[i].validFrom, spell.first) && rows[i].validFrom < spell.end {
            first = min(first ?? Int32.max, max(rows[i].validFrom, spell.first))
        }
        return first
    }

    /// The first day of the spell on which an assignment is held.
    private func firstDay(_ spell: Spell) -> Int32? {
        var first: Int32?
        for group in groups {
            for lane in lanes[group.lanes] where lane.isLeading || !group.isLed {
                if let day = firstDay(lane, spell) { first = min(first ?? day, day) }
            }
        }
        return first
    }

    /// What the lane says on a day of the spell, and if it does not yet, what it says first.
    private func state(_ lane: Lane, _ day: Int32, _ spell: Spell) -> State? {
        var day = day
        var isAhead = false
        if !holds(lane, day) {
            guard let first = firstDay(lane, spell), first > day else { return nil }
            day = first
            isAhead = true
        }
        var standing: State?
        for i in lane.rows.reversed() where rows[i].validFrom <= day && day < ends[i] {
            let department = rows[i].department
            if standing == nil {
                standing = State(row: i, department: department, isAhead: isAhead)
            } else if (standing?.department ?? 0) < 0, department >= 0 {
                standing?.department = department
            }
        }
        return standing
    }

    /// Gathers what the lanes of an assignment say, in the order in which they are heard, and of the person besides.
    private mutating func hear(_ own: Range<Int>, andPersonal: Bool, _ day: Int32, _ spell: Spell) {
        states.removeAll(keepingCapacity: true)
        for isAhead in [false, true] {
            for lane in own { hear(lane, day, spell, isAhead) }
            if andPersonal, own != personal { for lane in personal { hear(lane, day, spell, isAhead) } }
        }
    }

    private mutating func hear(_ lane: Int, _ day: Int32, _ spell: Spell, _ isAhead: Bool) {
        if let state = state(lanes[lane], day, spell), state.isAhead == isAhead { states.append(state) }
    }

    /// What is given by the first that gives it; notices when another row of the day gives something else.
    private mutating func first<T: Equatable>(_ value: (State) -> T?) -> T? {
        var found: T?
        for state in states {
            guard let other = value(state) else { continue }
            if let found {
                if !state.isAhead, found != other { differs = true }
            } else {
                found = other
                // Nobody contradicts a row that does not hold yet.
                if state.isAhead { break }
            }
        }
        return found
    }

    /// Of a column in which −1 is nothing.
    private mutating func number(_ column: (AssignmentRecord) -> Int32) -> Int32? {
        let rows = rows
        return first { state in
            let value = column(rows[state.row])
            return value >= 0 ? value : nil
        }
    }

    /// Says what is held on `day`, a day of the employment that `row` tells of.
    mutating func apply(on day: Int32, row: EmployeeRow, to segment: inout Segment) {
        guard let spell = spells.last(where: { $0.first <= day }) else { return }
        guard let best = chosen(on: day, spell, &segment) else {
            if !row.namesDepartment, day <= asOf { isNowhere = true }
            return
        }
        hear(best, andPersonal: true, day, spell)
        let rows = rows
        // A department that the tree knows goes before one that it does not.
        if let known = first({ $0.department >= 0 ? $0.department : nil }) {
            segment.department = known
        } else if states.contains(where: { $0.department == AssignmentRecord.unknownDepartment }) {
            segment.department = unassigned
        } else if !row.namesDepartment, day <= asOf {
            isNowhere = true
        }
        if let manager = first({ rows[$0.row].hasManager ? rows[$0.row].manager : nil }) {
            segment.facts.manager = manager
        }
        if let value = first({ rows[$0.row].peopleManager >= 0 ? rows[$0.row].peopleManager : nil }) {
            segment.facts.peopleManager = value != 0
        }
        if let code = number({ $0.country }) { segment.facts.words.1 = code }
        if let code = number({ $0.location }) { segment.facts.words.2 = code }
        if let code = number({ $0.contract }) { segment.facts.words.3 = code }
        if let code = number({ $0.jobLevel }) { segment.facts.words.4 = code }
        if let code = number({ $0.workMode }) { segment.facts.words.5 = code }
    }

    /// The lanes of the assignment that says where, and the fraction of all.
    private mutating func chosen(on day: Int32, _ spell: Spell, _ segment: inout Segment) -> Range<Int>? {
        var held = day
        if !groups.contains(where: { isHeld($0, day) }), let first = firstDay(spell), first > day { held = first }
        var best: (lanes: Range<Int>, isPrimary: Bool, fte: Int32, rank: Int32)?
        var fte: Int32?
        var pattern = WorkPatterns.none
        var outside: Int32 = 0
        var primaries = 0
        for group in groups where isHeld(group, held) {
            hear(group.lanes, andPersonal: false, day, spell)
            let rows = rows
            let own = number({ $0.fte })
            let isPrimary = first { rows[$0.row].primary >= 0 ? rows[$0.row].primary == 1 : nil } ?? false
            if isPrimary { primaries += 1 }
            if let own { fte = (fte ?? 0).addingReportingOverflow(own).partialValue }
            if let contracted = number({ $0.pattern }) {
                pattern = patterns.sum(pattern, contracted)
            } else if let own {
                outside = outside.addingReportingOverflow(own).partialValue
            }
            let rank = rank(lanes[group.lanes.lowerBound].assignment)
            let candidate = (isPrimary ? 0 : 1, -(own ?? -1), rank)
            if let known = best, (known.isPrimary ? 0 : 1, -known.fte, known.rank) <= candidate { continue }
            best = (group.lanes, isPrimary, own ?? -1, rank)
        }
        if primaries > 1, held == day { hasSeveralPrimaries = true }
        hear(personal, andPersonal: false, day, spell)
        if fte == nil { fte = number({ $0.fte }) }
        if let fte { segment.fte = fte }
        if pattern >= 0 {
            segment.pattern = pattern
            segment.outsidePattern = outside
        } else if let personal = number({ $0.pattern }) {
            segment.pattern = personal
            segment.outsidePattern = 0
        } else {
            // The weekdays of `employees` stand, and no more than the fraction lies outside them.
            segment.outsidePattern = min(segment.outsidePattern, segment.fte)
        }
        return best?.lanes ?? (states.isEmpty ? nil : personal)
    }

    /// The last day up to the as-of date on which a row holds.
    var lastDay: Int32? {
        rows.indices.filter { rows[$0].validFrom <= asOf && rows[$0].validFrom < ends[$0] }
            .map { min(ends[$0] - 1, asOf) }.max()
    }
}
