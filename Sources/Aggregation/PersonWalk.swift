internal import Calendars
internal import Workforce

/// `numerator ÷ denominator`, rounded half to even; both ≥ 0, denominator > 0.
@inline(__always)
func roundedHalfEven(_ numerator: Int64, _ denominator: Int64) -> Int64 {
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    let twice = rest &* 2
    if twice > denominator || (twice == denominator && quotient & 1 == 1) { return quotient + 1 }
    return quotient
}

/// What every worker needs to know of the tree, the months and the settings; shared and never changed.
struct WalkPlan: Sendable {
    var grid: MonthGrid
    /// Working days by country; place 0 is the pipeline's own.
    var calendars: [WorkCalendar]
    /// Minutes of a full-time week, beside `calendars`.
    var fullTimeWeekMinutes: [Int64]
    var parent: [Int32]
    var end: [Int32]
    /// Units of one tree; of a forest every tree has as many, one after the other.
    var units: Int
    /// Opening day of each wave.
    var waveDays: [Int32]
    /// Classes counted by absence measures, one bit each.
    var absenceClasses: UInt32
    var mergesSpells: Bool
    var needs: MeasureNeeds
    /// A spell's first days, which are short absence.
    var shortAbsenceDays: Int32 = 16
    /// Scores from which the bands after the first begin, ascending: four.
    var bradfordBands: [Int64] = [51, 201, 401, 601]
    /// The first day from which leavers are known.
    var leaversFrom = Int32.min
    /// Years of hire that are looked at by themselves.
    var cohorts = 0..<0
    /// Persons who are named as somebody's manager.
    var managers = 0
    /// Contracted patterns that segments name by their places.
    var patterns: [WorkPattern] = []
}

/// Adds one person at a time to a store of its own, by one thread at a time. No allocation per person once the scratch has grown.
///
/// A person's rows are laid out as `[segment][month]`; a unit's part is the sum over the segments inside it, so that
/// distinct counts and squares are exact for movers too. Where all segments lie in one department the units above it have
/// the same part, and only the department is written to (see `MeasureStore`).
final class PersonWalk: @unchecked Sendable {
    /// The lines of scratch a segment has: one value a month each.
    enum Line: Int, CaseIterable {
        case days, scheduled, absent, present, invited, attended, reached
        // What follows is there where parts of absence are asked for.
        case oneDay, certified, selfCertified, uncertified, short, long, endedShort, endedLong
        // And this where leave is.
        case leaveEntitled, leaveTaken

        /// Minutes of one person in a part of the absence, of which the gate asks who makes it up.
        static let parts: [Line] = [.certified, .selfCertified, .uncertified, .short, .long, .endedShort, .endedLong]
    }

    let plan: WalkPlan
    let store: MeasureStore
    let months: Int
    private let windows: Int
    private let lines: Int
    let gridStart: Int32
    let after: Int32
    /// Working days of each whole month, by calendar.
    private let fullMonthWork: [[Int64]]
    private let windowBounds: [(first: Int, end: Int)]
    private let windowDays: [Range<Int32>]
    /// The windows of whole years for which it is asked who stayed.
    private let retained: [Int]

    /// The person's segments that reach into the grid, and what is scheduled in each.
    private(set) var segments: [EmployedSegment] = []
    private(set) var schedules: [WorkSchedule] = []
    /// Days employed that an export plans beyond the as-of day: they have no figures, but belong to a year's days.
    private(set) var planned: [Range<Int32>] = []
    private var scratch: UnsafeMutablePointer<Int64>
    private var capacity: Int
    private let running: UnsafeMutablePointer<Int64>
    private let inWindow: UnsafeMutablePointer<Int64>
    /// Absent minutes by day of the grid while rows overlap; −1 where there are none.
    var dayMinutes: [Int32]
    /// By day of the grid: grades of the rows that overlap, in 1/1,000.
    var dayGrades: [Int16]
    /// By month: whether it is known what leave the person at hand may take in its year.
    var isLeaveKnown: [Bool]
    /// By day of the grid.
    private let monthOfDay: [Int16]
    private let stamp: UnsafeMutablePointer<Int32>
    private var stampValue: Int32 = 0
    /// The spells of the person at hand, and the place among them of each absence; −1 where it is not counted.
    var spells: [AbsenceSpell] = []
    var spellOfRow: [Int] = []
    /// The latest spell of each class of absence; −1 for none.
    var lastSpell: [Int]
    /// Lengths of spells and days of service, where they are asked for.
    let lengths: SpellLengths?
    let services: ServiceRecords?
    /// Who stayed where, where survival is asked for, and the stays of the person at hand.
    let stays: StayRecords?
    var stayed: [Stay] = []
    /// Who reports to whom at the closings, where it is asked.
    let spans: SpanOfControl?
    /// What people take part in and what happens to them, where it is asked for.
    let activity: ActivityScratch?
    var isActive = false
    /// The last day of the month a year before each month's.
    private let yearBefore: [Int32]

    /// Whether the person at hand has any.
    private(set) var hasAbsences = false
    private var hasEvents = false
    private(set) var hasLeave = false
    /// Absence rows that reach past the last day employed (or lie outside employment).
    var absencesOutside = 0
    private(set) var eventsOutside = 0

    init(plan: WalkPlan, store: MeasureStore) {
        self.plan = plan
        self.store = store
        months = plan.grid.count
        windows = plan.grid.monthlyWindows
        lengths = plan.needs.has(.spells) ? SpellLengths() : nil
        services = plan.needs.has(.retention) ? ServiceRecords() : nil
        stays = plan.needs.has(.survival) ? StayRecords(nodes: store.nodes, cohorts: plan.cohorts) : nil
        spans = plan.needs.has(.span) ? SpanOfControl(managers: plan.managers, months: plan.grid.count) : nil
        activity = plan.needs.groups.isDisjoint(with: .anyActivity) ? nil : ActivityScratch(plan.grid)
        yearBefore = (0..<plan.grid.count).map { CivilDate.firstDay(ofMonth: plan.grid.firstMonth + $0 - 11) - 1 }
        gridStart = plan.grid.starts[0]
        after = plan.grid.starts[months]
        fullMonthWork = plan.calendars.map { calendar in
            (0..<plan.grid.count).map {
                Int64(calendar.workingDays(in: plan.grid.starts[$0]..<plan.grid.starts[$0 + 1]))
            }
        }
        windowBounds = plan.grid.windows.prefix(plan.grid.monthlyWindows).map { (max(0, $0.first), $0.end) }
        windowDays = plan.grid.windows.prefix(plan.grid.monthlyWindows).map(\.days)
        retained = plan.grid.windows.indices.filter { plan.grid.windows[$0].isRetained }
        capacity = 4
        lines =
            plan.needs.has(.leave)
            ? Line.allCases.count : plan.needs.has(.spells) ? Line.leaveEntitled.rawValue : Line.oneDay.rawValue
        isLeaveKnown = [Bool](repeating: false, count: plan.grid.count)
        scratch = .allocate(capacity: capacity * lines * months)
        scratch.initialize(repeating: 0, count: capacity * lines * months)
        running = .allocate(capacity: months + 1)
        running.initialize(repeating: 0, count: months + 1)
        inWindow = .allocate(capacity: lines * max(windows, 1))
        inWindow.initialize(repeating: 0, count: lines * max(windows, 1))
        dayMinutes = [Int32](repeating: -1, count: Int(after - gridStart))
        dayGrades = [Int16](repeating: 0, count: Int(after - gridStart))
        let starts = plan.grid.starts
        monthOfDay = (0..<plan.grid.count).flatMap { m in
            repeatElement(Int16(clamping: m), count: Int(starts[m + 1] - starts[m]))
        }
        stamp = .allocate(capacity: store.nodes)
        stamp.initialize(repeating: 0, count: store.nodes)
        lastSpell = [Int](repeating: -1, count: AbsenceClass.allCases.count)
    }

    deinit {
        scratch.deallocate()
        running.deallocate()
        inWindow.deallocate()
        stamp.deallocate()
    }

    /// The month of a day of the grid.
    func month(_ day: Int32) -> Int { Int(monthOfDay[Int(day - gridStart)]) }

    /// The month of any day, nil outside the grid.
    func month(of day: Int32) -> Int? { day >= gridStart && day < after ? month(day) : nil }

    /// `[month]`: one value a month.
    func line(_ segment: Int, _ line: Line) -> UnsafeMutablePointer<Int64> {
        scratch + (segment * lines + line.rawValue) * months
    }

    /// Adds everything of one person. Rows are in the order of the tables: by first day.
    func add(
        segments rows: Span<EmployedSegment>, absences: Span<PersonAbsence>, events: Span<PersonEvent>,
        leave: Span<PersonLeave> = Span(), happenings: Span<PersonHappening> = Span()
    ) {
        segments.removeAll(keepingCapacity: true)
        planned.removeAll(keepingCapacity: true)
        var isHireKnown = true
        for i in rows.indices {
            var row = rows[i]
            if row.start != StartKind.change { isHireKnown = row.start != StartKind.observed }
            row.isHireKnown = isHireKnown
            guard row.department >= 0, Int(row.department) < store.nodes else { continue }
            if row.first < min(row.end, after) {
                segments.append(row)
            } else if row.first < row.end {
                planned.append(row.first..<row.end)
            }
        }
        guard !segments.isEmpty else { return }
        growScratch()
        addEmployment()
        hasAbsences = !plan.needs.groups.isDisjoint(with: .anyAbsence) && !absences.isEmpty
        hasEvents = plan.needs.has(.participation) && !events.isEmpty
        if hasAbsences { addAbsences(absences) }
        if plan.needs.has(.bradford) { addBradford(absences) }
        if hasEvents { addEvents(events) }
        hasLeave = plan.needs.has(.leave) && !leave.isEmpty && addLeave(leave, absences)
        addActivities(events, happenings)
        addToUnits()
    }

    private func growScratch() {
        if segments.count > capacity {
            scratch.deallocate()
            capacity = segments.count * 2
            scratch = .allocate(capacity: capacity * lines * months)
        }
        scratch.update(repeating: 0, count: segments.count * lines * months)
        schedules.removeAll(keepingCapacity: true)
        for segment in segments { schedules.append(schedule(of: segment)) }
    }

    // MARK: Employment

    private func addEmployment() {
        for (s, segment) in segments.enumerated() {
            let first = max(segment.first, gridStart)
            let end = min(segment.end, after)
            let base = Int(segment.department) * months
            if first < end {
                addDays(s, from: first, to: end, base: base)
            }
            addClosing(segment, end: end)
            if plan.needs.has(.newcomers) { addNewcomer(s) }
            if segment.start == StartKind.hire || segment.start == StartKind.rehire,
                let m = month(of: segment.first)
            {
                store.sum(.hires)?[base + m] += 1
                if segment.start == StartKind.rehire { store.sum(.rehires)?[base + m] += 1 }
            }
            if segment.leaves < 4, segment.end != Int32.max, let m = month(of: segment.end - 1) {
                store.sum(MeasureStore.Sum.leaving[Int(segment.leaves)])?[base + m] += 1
                if segment.retiresOrDies { store.sum(.retiredOrDied)?[base + m] += 1 }
                if segment.leaves == 0 {
                    if segment.regret == EmployedSegment.regretted { store.sum(.regretted)?[base + m] += 1 }
                    if segment.regret == EmployedSegment.regretUnknown { store.sum(.regretUnknown)?[base + m] += 1 }
                }
            }
            if s > 0, segments[s - 1].end == segment.first, segments[s - 1].department != segment.department,
                let m = month(of: segment.first)
            {
                addMove(from: segments[s - 1].department, to: segment.department, month: m)
            }
            for (w, day) in plan.waveDays.enumerated() where day >= segment.first && day < segment.end {
                store.waveHeadcount[Int(segment.department) * plan.waveDays.count + w] += 1
            }
            if let employed = store.sum(.employedOnDay) {
                for (m, day) in plan.grid.referenceDays.enumerated() where day >= segment.first && day < segment.end {
                    employed[base + m] += 1
                }
            }
        }
        if plan.needs.has(.retention) { addStayers() }
        if let stays { addStays(to: stays) }
    }

    private func addDays(_ s: Int, from first: Int32, to end: Int32, base: Int) {
        let starts = plan.grid.starts
        var m = month(first)
        let days = line(s, .days)
        let scheduled = line(s, .scheduled)
        let fte = Int64(segments[s].fte)
        let schedule = schedules[s]
        let place = Int(segments[s].calendar)
        guard let personDays = store.sum(.personDays), let fteDays = store.sum(.fteDays),
            let workingDays = store.sum(.workDays), let scheduledSum = store.sum(.scheduled)
        else { return }
        let agreed = store.sum(.agreedDays)
        while m < months, starts[m] < end {
            let a = max(first, starts[m])
            let b = min(end, starts[m + 1])
            let length = Int64(b - a)
            let isWhole = a == starts[m] && b == starts[m + 1] && !schedule.isContracted
            let work = isWhole ? WorkDays(count: fullMonthWork[place][m]) : workDays(s, in: a..<b)
            let minutes = schedule.total(schedule.minutes, work)
            days[m] = length
            scheduled[m] = minutes
            personDays[base + m] += length
            fteDays[base + m] += length * fte
            workingDays[base + m] += work.count
            scheduledSum[base + m] += minutes
            agreed?[base + m] += schedule.total(schedule.fractions, work)
            m += 1
        }
    }

    /// Closing of a month: employed on its last day, and employment does not end that day.
    private func addClosing(_ segment: EmployedSegment, end: Int32) {
        let row = store.closing + Int(segment.department) * (months + 1) + 1
        var m = segment.first < gridStart ? -1 : segment.first < after ? month(segment.first) : months
        let from = m
        while m < months {
            let last = plan.grid.starts[m + 1] - 1
            if last >= end { break }
            if last + 1 < segment.end || segment.leaves == EmployedSegment.goesOn { row[m] += 1 } else { break }
            m += 1
        }
        if let spans, from < m { spans.add(segment, months: max(from, 0)..<m) }
        if let services, from < m { addService(segment, months: max(from, 0)..<m, to: services) }
    }

    /// Days of service of the closing of some months, of those whose hire is known.
    private func addService(_ segment: EmployedSegment, months span: Range<Int>, to services: ServiceRecords) {
        guard !span.isEmpty, let tenured = store.sum(.tenured), let days = store.sum(.tenureDays),
            let longer = store.sum(.oneYear)
        else { return }
        let base = Int(segment.department) * months
        for m in span {
            if segment.spellFirst <= yearBefore[m] { longer[base + m] += 1 }
            guard segment.isHireKnown else { continue }
            tenured[base + m] += 1
            days[base + m] += Int64(plan.grid.starts[m + 1]) - Int64(segment.spellFirst)
        }
        if segment.isHireKnown {
            services.add(department: segment.department, hired: segment.spellFirst, months: span)
        }
    }

    /// Whoever began 365, or 90, days before a day of the months, and whether they had left before it.
    private func addNewcomer(_ s: Int) {
        let segment = segments[s]
        guard segment.start == StartKind.hire || segment.start == StartKind.rehire else { return }
        var last = s
        while last + 1 < segments.count, segments[last].end == segments[last + 1].first { last += 1 }
        let hasLeft = segments[last].leaves < 4
        for (days, starts, left) in [
            (Int32(365), MeasureStore.Sum.yearStarts, MeasureStore.Sum.yearLeft), (90, .quarterStarts, .quarterLeft),
        ] {
            let (day, overflow) = segment.first.addingReportingOverflow(days)
            guard !overflow, day <= after else { continue }
            let m = CivilDate.monthIndex(of: day) - plan.grid.firstMonth
            guard m >= 0, m < months else { continue }
            let place = Int(segment.department) * months + m
            store.sum(starts)?[place] += 1
            if hasLeft, segments[last].end <= day { store.sum(left)?[place] += 1 }
        }
    }

    /// Of the openings of whole years: who is there at the closing.
    private func addStayers() {
        guard let stayed = store.distinct(.stayed), let inUnit = store.distinct(.stayedInUnit) else { return }
        for w in retained {
            let days = windowDays[w]
            guard let old = employed(onAndAfter: days.lowerBound - 1),
                let new = employed(onAndAfter: days.upperBound - 1)
            else { continue }
            stayed[Int(old) * windows + w] += 1
            var node = old
            let unit = inTree(of: old, new)
            while !(node <= unit && unit < plan.end[Int(node)]), plan.parent[Int(node)] >= 0 {
                node = plan.parent[Int(node)]
            }
            inUnit[Int(node) * windows + w] += 1
        }
    }

    /// The department of somebody employed on a day who does not leave on it.
    private func employed(onAndAfter day: Int32) -> Int32? {
        segments.first { day >= $0.first && day < $0.end && (day + 1 < $0.end || $0.leaves == EmployedSegment.goesOn) }?
            .department
    }

    /// The place that the unit of one place has in the tree of another.
    private func inTree(of place: Int32, _ other: Int32) -> Int32 {
        let units = Int32(plan.units)
        return place / units * units + other % units
    }

    /// A move inside a subtree is none for the units above it, and a change of group is none at all.
    private func addMove(from old: Int32, to new: Int32, month: Int) {
        func climb(_ start: Int32, until unit: Int32, _ counts: UnsafeMutablePointer<Int64>) {
            var node = start
            let other = inTree(of: start, unit)
            while !(node <= other && other < plan.end[Int(node)]) {
                counts[Int(node) * months + month] += 1
                node = plan.parent[Int(node)]
                if node < 0 { return }
            }
        }
        climb(old, until: new, store.movesOut)
        climb(new, until: old, store.movesIn)
    }

    // MARK: Participation

    /// Voluntary events only; a person counts at the department held on the event's day.
    private func addEvents(_ events: Span<PersonEvent>) {
        guard let invitedSum = store.sum(.invited), let attendedSum = store.sum(.attendedInvited),
            let attendances = store.sum(.attendances)
        else { return }
        for i in events.indices {
            let event = events[i]
            guard event.flags & PersonEvent.mandatory == 0 else { continue }
            guard event.day >= gridStart, event.day < after else { continue }
            let m = month(event.day)
            var isEmployed = false
            for (s, segment) in segments.enumerated() where event.day >= segment.first && event.day < segment.end {
                isEmployed = true
                // Who comes cannot be guessed, by a processor either: nothing here is a branch.
                let place = Int(segment.department) * months + m
                let attended = Int64(event.flags / PersonEvent.attended & 1)
                let invited = Int64(event.flags / PersonEvent.invited & 1)
                line(s, .invited)[m] += invited
                line(s, .attended)[m] += invited & attended
                line(s, .reached)[m] |= attended
                invitedSum[place] += invited
                attendedSum[place] += invited & attended
                attendances[place] += attended
                break
            }
            if !isEmployed { eventsOutside += 1 }
        }
    }

    // MARK: Units

    private func addToUnits() {
        let first = segments[0].department
        if segments.count == 1 {
            addEmployed(segments[0])
            fillWindows { _ in true }
            addHappenings(first, 1)
            return
        }
        addHome()
        if segments.allSatisfy({ $0.department == first }) {
            fillEmployed { _ in true }
            fillWindows { _ in true }
            addWindows(first)
            return
        }
        forEachUnit(over: segments.lazy.map(\.department)) { node, above in
            let range = node..<plan.end[Int(node)]
            fillEmployed { range.contains($0) }
            fillWindows { range.contains($0) }
            addWindows(node)
            // What is written here reaches the unit above by itself, which has a part of its own.
            if above >= 0 { addWindows(above, takingBack: true) }
        }
    }

    /// Every unit on the paths of some departments once, with the unit above it or −1.
    func forEachUnit(over departments: some Sequence<Int32>, _ body: (_ unit: Int32, _ above: Int32) -> Void) {
        stampValue &+= 1
        for department in departments {
            var node = department
            while node >= 0, stamp[Int(node)] != stampValue {
                stamp[Int(node)] = stampValue
                let above = plan.parent[Int(node)]
                body(node, above)
                node = above
            }
        }
    }

    /// A person of one segment is among the persons of a window and at home there wherever the two overlap.
    private func addEmployed(_ segment: EmployedSegment) {
        guard let home = store.row(.home, Int(segment.department)),
            let persons = store.row(.persons, Int(segment.department))
        else { return }
        let first = max(segment.first, gridStart)
        let end = min(segment.end, after)
        for w in 0..<windows {
            let isEmployed: Int64 = max(first, windowDays[w].lowerBound) < min(end, windowDays[w].upperBound) ? 1 : 0
            home[w] &+= isEmployed
            persons[w] &+= isEmployed
        }
    }

    /// Each person once a window, at the department held last in it.
    private func addHome() {
        guard let home = store.distinct(.home) else { return }
        for w in 0..<windows {
            let days = windowDays[w]
            for segment in segments.reversed()
            where segment.first < days.upperBound && min(segment.end, after) > days.lowerBound {
                if max(segment.first, gridStart) < min(segment.end, days.upperBound) {
                    home[Int(segment.department) * windows + w] += 1
                }
                break
            }
        }
    }

    /// Sums the chosen segments' lines over the windows they are asked for in, through running totals.
    private func fillWindows(_ isInside: (Int32) -> Bool) {
        if plan.needs.has(.absence) {
            let places = plan.needs.absenceWindows
            if plan.needs.has(.absenceSpread) { fill(.scheduled, places, isInside) }
            if hasAbsences {
                fill(.absent, places, isInside)
                fill(.present, places, isInside)
                if plan.needs.has(.spells) {
                    fill(.oneDay, places, isInside)
                    for part in Line.parts { fill(part, places, isInside) }
                }
            }
        }
        if hasEvents {
            let places = plan.needs.participationWindows
            fill(.invited, places, isInside)
            fill(.attended, places, isInside)
            fill(.reached, places, isInside)
        }
        if hasLeave {
            fill(.leaveEntitled, plan.needs.leaveWindows, isInside)
            fill(.leaveTaken, plan.needs.leaveWindows, isInside)
        }
        if let activity { fillActivities(activity, isInside) }
    }

    private func fillEmployed(_ isInside: (Int32) -> Bool) { fill(.days, 0..<windows, isInside) }

    func fill(_ kind: Line, _ places: Range<Int>, _ isInside: (Int32) -> Bool) {
        var total: Int64 = 0
        running.update(repeating: 0, count: months + 1)
        for (s, segment) in segments.enumerated() where isInside(segment.department) {
            let from = line(s, kind)
            for m in 0..<months { running[m + 1] &+= from[m] }
        }
        for m in 1...months {
            total &+= running[m]
            running[m] = total
        }
        let out = windowLine(kind)
        for w in places {
            let bounds = windowBounds[w]
            out[w] = running[bounds.end] &- running[bounds.first]
        }
    }

    func windowLine(_ line: Line) -> UnsafeMutablePointer<Int64> { inWindow + line.rawValue * windows }

    /// Adds the windows to a unit, or takes them back from the unit above the one they were added to.
    private func addWindows(_ node: Int32, takingBack: Bool = false) {
        let one: Int64 = takingBack ? -1 : 1
        count(.days, .persons, Int(node), one)
        addHappenings(node, one)
    }

    /// Absence and participation of the windows.
    private func addHappenings(_ node: Int32, _ one: Int64) {
        let node = Int(node)
        if plan.needs.has(.absence) { addAbsenceWindows(node, one) }
        if hasEvents { addParticipationWindows(node, one) }
        if hasLeave { addLeaveWindows(node, one) }
        if let activity { addActivityWindows(activity, node, one) }
    }

    func count(_ line: Line, _ measure: MeasureStore.Distinct, _ node: Int, _ one: Int64) {
        guard let row = store.row(measure, node) else { return }
        let values = windowLine(line)
        for w in store.places(measure) { row[w] &+= values[w] > 0 ? one : 0 }
    }

    func addProducts(_ a: Line, _ b: Line, _ measure: MeasureStore.Distinct, _ node: Int, _ one: Int64) {
        guard let row = store.row(measure, node) else { return }
        let left = windowLine(a)
        let right = windowLine(b)
        if one > 0 {
            for w in store.places(measure) { row[w] &+= left[w] &* right[w] }
        } else {
            for w in store.places(measure) { row[w] &-= left[w] &* right[w] }
        }
    }

    func raise(_ measure: MeasureStore.Distinct, _ line: Line, _ node: Int) {
        guard let row = store.row(measure, node) else { return }
        let values = windowLine(line)
        for w in store.places(measure) { row[w] = max(row[w], values[w]) }
    }

    private func addParticipationWindows(_ node: Int, _ one: Int64) {
        count(.reached, .reached, node, one)
        count(.invited, .invitedPersons, node, one)
        addProducts(.invited, .invited, .attendanceSS, node, one)
        addProducts(.attended, .attended, .attendanceAA, node, one)
        addProducts(.attended, .invited, .attendanceAS, node, one)
        count(.attended, .attendanceContributors, node, one)
    }
}
