internal import Calendars
internal import Workforce

/// Rows of one class with no working day between them.
struct AbsenceSpell {
    var first: Int32
    /// Day after the last; `Int32.max` while it runs.
    var end: Int32
    /// Absent minutes since the grid began.
    var minutes: Int64 = 0
}

/// Absence: minutes and days lost at the department held, and spells.
extension PersonWalk {
    /// Adds the absences of the person at hand, in the order of the table.
    func addAbsences(_ rows: Span<PersonAbsence>) {
        let needsTime = plan.needs.has(.absence)
        findSpells(rows)
        var isAny = false
        for i in rows.indices where isCounted(rows[i], plan.absenceClasses) {
            isAny = true
            let row = rows[i]
            let end = min(row.end, after)
            guard row.first < end else { continue }
            var covered: Int32 = 0
            for (s, segment) in segments.enumerated() {
                let a = max(row.first, segment.first)
                let b = min(end, segment.end)
                guard a < b else { continue }
                covered += b - a
                if needsTime { markPresent(s, from: max(a, gridStart), to: b) }
            }
            if covered < end - row.first { absencesOutside += 1 }
        }
        if isAny {
            if needsTime || plan.needs.has(.agreedDays) { addTime(rows, plan.absenceClasses, .counted) }
            addSpells()
            if plan.needs.has(.prevalence) { addPrevalence(rows) }
        }
        if plan.needs.has(.allAbsence) { addTime(rows, UInt32.max, .all) }
    }

    private func isCounted(_ row: PersonAbsence, _ classes: UInt32) -> Bool { classes >> UInt32(row.kind) & 1 == 1 }

    // MARK: Spells

    /// Puts the rows together to spells: `spells`, and of each row the place in it.
    private func findSpells(_ rows: Span<PersonAbsence>) {
        spells.removeAll(keepingCapacity: true)
        spellOfRow.removeAll(keepingCapacity: true)
        for i in lastSpell.indices { lastSpell[i] = -1 }
        for i in rows.indices {
            let row = rows[i]
            guard isCounted(row, plan.absenceClasses) else {
                spellOfRow.append(-1)
                continue
            }
            let kind = Int(row.kind)
            let last = lastSpell[kind]
            if plan.mergesSpells, last >= 0, continues(spells[last], row) {
                spells[last].end = max(spells[last].end, row.end)
            } else {
                lastSpell[kind] = spells.count
                spells.append(AbsenceSpell(first: row.first, end: row.end))
            }
            spellOfRow.append(lastSpell[kind])
        }
    }

    private func continues(_ spell: AbsenceSpell, _ row: PersonAbsence) -> Bool {
        spell.end >= row.first || !hasWork(in: spell.end..<row.first)
    }

    /// Spells at the department held on the day on which they begin, and on which they end.
    private func addSpells() {
        guard let begun = store.sum(.spells) else { return }
        let ended = store.sum(.spellsEnded)
        for spell in spells where spell.first < after {
            if let m = month(of: spell.first) {
                for segment in segments where spell.first >= segment.first && spell.first < segment.end {
                    begun[Int(segment.department) * months + m] += 1
                    break
                }
            }
            if let ended { addEnded(spell, ended) }
        }
    }

    /// A spell ends with its last day, or with the last day employed; it begins no earlier than employment does.
    private func addEnded(_ spell: AbsenceSpell, _ ended: UnsafeMutablePointer<Int64>) {
        var first = Int32.max
        var end = Int32.min
        var place = -1
        for (s, segment) in segments.enumerated() where segment.first < spell.end && spell.first < segment.end {
            first = min(first, max(segment.first, spell.first))
            end = min(segment.end, spell.end)
            place = s
        }
        guard place >= 0, end <= after, let m = month(of: end - 1) else { return }
        let at = Int(segments[place].department) * months + m
        ended[at] += 1
        let length = end - first
        let isShort = length <= plan.shortAbsenceDays
        store.sum(isShort ? .endedShort : .endedLong)?[at] += spell.minutes
        line(place, isShort ? .endedShort : .endedLong)[m] += spell.minutes
        lengths?.add(department: segments[place].department, month: m, days: length)
        let weekday = CivilDate.weekday(of: first)
        let isWorked = !schedules[place].isContracted || isWorkingDay(place, first)
        if length == 1, weekday < MeasureStore.Sum.oneDay.count, isWorked {
            store.sum(MeasureStore.Sum.oneDay[weekday])?[at] += 1
            line(place, .oneDay)[m] = 1
        }
    }

    private func markPresent(_ s: Int, from first: Int32, to end: Int32) {
        guard first < end else { return }
        let present = line(s, .present)
        for m in month(first)...month(end - 1) { present[m] = 1 }
    }

    /// Persons absent on the reference day of each month.
    private func addPrevalence(_ rows: Span<PersonAbsence>) {
        guard let absent = store.sum(.absentOnDay) else { return }
        for (m, day) in plan.grid.referenceDays.enumerated() {
            guard let segment = segments.first(where: { day >= $0.first && day < $0.end }) else { continue }
            for i in rows.indices where isCounted(rows[i], plan.absenceClasses) {
                if day >= rows[i].first && day < rows[i].end {
                    absent[Int(segment.department) * months + m] += 1
                    break
                }
            }
        }
    }

    /// The score of 52 weeks of those employed on the last day of each month: spells² × working days absent.
    func addBradford(_ rows: Span<PersonAbsence>) {
        for m in 0..<months {
            let last = plan.grid.starts[m + 1] - 1
            guard let segment = segments.first(where: { last >= $0.first && last < $0.end }) else { continue }
            let score = hasAbsences ? bradford(rows, last - 363..<last + 1) : 0
            let band = plan.bradfordBands.lastIndex { score >= $0 }.map { $0 + 1 } ?? 0
            store.sum(MeasureStore.Sum.bradford[min(band, 4)])?[Int(segment.department) * months + m] += 1
        }
    }

    private func bradford(_ rows: Span<PersonAbsence>, _ days: Range<Int32>) -> Int64 {
        var count: Int64 = 0
        for spell in spells where spell.first < days.upperBound && spell.end > days.lowerBound {
            // Only what lies in employment is an absence.
            if segments.contains(where: {
                max($0.first, spell.first, days.lowerBound) < min($0.end, spell.end, days.upperBound)
            }) {
                count += 1
            }
        }
        guard count > 0 else { return 0 }
        var lost: Int64 = 0
        var reached = days.lowerBound
        for i in rows.indices where isCounted(rows[i], plan.absenceClasses) {
            let first = max(rows[i].first, reached)
            let end = min(rows[i].end, days.upperBound)
            guard first < end else { continue }
            reached = end
            for (s, segment) in segments.enumerated() where segment.first < end && first < segment.end {
                lost += workDays(s, in: max(first, segment.first)..<min(end, segment.end)).count
            }
        }
        return count * count * lost
    }

    // MARK: Time

    private func minutesOfDay(_ row: PersonAbsence, scheduled: Int64) -> Int64 {
        let grade = Int64(row.grade < 0 ? 1000 : row.grade)
        let minutes: Int64
        if row.minutesPerDay >= 0 {
            minutes = roundedHalfEven(Int64(row.minutesPerDay) * grade, 1000)
        } else if row.dayPart >= 0 {
            minutes = roundedHalfEven(scheduled * Int64(row.dayPart) * grade, 1_000_000)
        } else {
            minutes = roundedHalfEven(scheduled * grade, 1000)
        }
        return min(minutes, scheduled)
    }

    /// The grade of Norway's statistics: 20 to 100 %, whole where the person certified it.
    private func agreedGrade(_ row: PersonAbsence) -> Int64 {
        row.certificate == PersonAbsence.selfCertified || row.grade < 0 ? 1000 : Int64(max(row.grade, 200))
    }

    /// What time is added to.
    enum TimePurpose {
        /// What the absence rate counts.
        case counted
        /// `allAbsent`.
        case all
        /// `leaveTaken`, in 1/1,000 of the day's scheduled time.
        case leave
    }

    /// Adds the time of the rows of some classes.
    func addTime(_ rows: Span<PersonAbsence>, _ classes: UInt32, _ purpose: TimePurpose) {
        let counted = purpose == .counted
        var reaches = Int32.min
        var dayByDay = false
        for i in rows.indices where isCounted(rows[i], classes) {
            let end = min(rows[i].end, after)
            guard rows[i].first < end else { continue }
            if rows[i].first < reaches || rows[i].minutesTotal >= 0 { dayByDay = true }
            reaches = max(reaches, end)
        }
        var touched = Touched()
        for i in rows.indices where isCounted(rows[i], classes) {
            let row = AttributedAbsence(
                row: rows[i], end: min(rows[i].end, after), spell: counted ? spellOfRow[i] : -1)
            guard row.row.first < row.end else { continue }
            if dayByDay {
                addDayByDay(row, purpose, &touched)
            } else {
                addWhole(row, purpose)
            }
        }
        touched.forEach {
            dayMinutes[Int($0 - gridStart)] = -1
            dayGrades[Int($0 - gridStart)] = 0
        }
    }

    /// A row, and the spell that it is part of; −1 for none.
    private struct AttributedAbsence {
        var row: PersonAbsence
        var end: Int32
        var spell: Int
    }

    /// The days of the grid written to.
    private struct Touched {
        var low = Int32.max
        var high = Int32.min

        func forEach(_ body: (Int32) -> Void) {
            guard low <= high else { return }
            for day in low...high { body(day) }
        }
    }

    /// The day on which a row's absence is no longer a short one.
    private func longFrom(_ row: AttributedAbsence) -> Int32 {
        guard row.spell >= 0 else { return Int32.max }
        return spells[row.spell].first.addingReportingOverflow(plan.shortAbsenceDays).partialValue
    }

    /// Counts minutes of a month where they belong.
    private func addMinutes(_ minutes: Int64, _ row: AttributedAbsence, isShort: Bool, segment s: Int, month m: Int) {
        let place = Int(segments[s].department) * months + m
        line(s, .absent)[m] += minutes
        store.sum(.absentMinutes)?[place] += minutes
        guard row.spell >= 0, let short = store.sum(.shortAbsence) else { return }
        if isShort { short[place] += minutes }
        line(s, isShort ? .short : .long)[m] += minutes
        spells[row.spell].minutes += minutes
        switch row.row.certificate {
        case PersonAbsence.selfCertified:
            store.sum(.selfCertified)?[place] += minutes
            line(s, .selfCertified)[m] += minutes
        case PersonAbsence.certified:
            store.sum(.certified)?[place] += minutes
            line(s, .certified)[m] += minutes
        default: line(s, .uncertified)[m] += minutes
        }
    }

    /// A row that overlaps no other: each of its working days is alike.
    private func addWhole(_ row: AttributedAbsence, _ purpose: TimePurpose) {
        let counted = purpose == .counted
        let starts = plan.grid.starts
        let turn = longFrom(row)
        let lost = counted ? store.sum(.lostDays) : nil
        for (s, segment) in segments.enumerated() {
            let a = max(row.row.first, segment.first, gridStart)
            let b = min(row.end, segment.end, after)
            guard a < b else { continue }
            let schedule = schedules[s]
            let perDay = schedule.mapped { minutesOfDay(row.row, scheduled: $0) }
            let base = Int(segment.department) * months
            var m = month(a)
            while m < months, starts[m] < b {
                let from = max(a, starts[m])
                let to = min(b, starts[m + 1])
                let work = workDays(s, in: from..<to)
                if counted {
                    let short =
                        turn >= to ? work : turn <= from ? WorkDays(count: 0) : workDays(s, in: from..<turn)
                    store.sum(.absentDays)?[base + m] += work.count
                    if short.count > 0 {
                        addMinutes(schedule.total(perDay, short), row, isShort: true, segment: s, month: m)
                    }
                    if short.count < work.count {
                        addMinutes(schedule.total(perDay, work - short), row, isShort: false, segment: s, month: m)
                    }
                    lost?[base + m] += schedule.total(schedule.fractions, work) * agreedGrade(row.row)
                } else if purpose == .all {
                    store.sum(.allAbsent)?[base + m] += schedule.total(perDay, work)
                } else {
                    let shares = schedule.mapped { leaveShare(minutesOfDay(row.row, scheduled: $0), of: $0) }
                    addLeaveTaken(schedule.total(shares, work), segment: s, month: m)
                }
                m += 1
            }
        }
    }

    /// Overlapping rows add up and are capped at what was scheduled, the earlier row first; a row's total is spread over
    /// its scheduled time.
    private func addDayByDay(_ row: AttributedAbsence, _ purpose: TimePurpose, _ touched: inout Touched) {
        let counted = purpose == .counted
        let isTotal = row.row.minutesTotal >= 0 && row.row.minutesPerDay < 0
        // The whole row, and not only what lies before the as-of day, took that time; of an open one nothing else is known.
        let total = isTotal ? scheduledMinutes(row.row.first..<(row.row.end == Int32.max ? row.end : row.row.end)) : 0
        let whole = roundedHalfEven(
            Int64(max(row.row.minutesTotal, 0)) * Int64(row.row.grade < 0 ? 1000 : row.row.grade), 1000)
        let turn = longFrom(row)
        let lost = counted ? store.sum(.lostDays) : nil
        var passed: Int64 = 0
        var given: Int64 = 0
        for (s, segment) in segments.enumerated() {
            let schedule = schedules[s]
            let base = Int(segment.department) * months
            var day = max(row.row.first, segment.first)
            let stop = min(row.end, segment.end)
            while day < stop {
                defer { day += 1 }
                guard isWorkingDay(s, day) else { continue }
                let scheduled = schedule.minutes(on: day)
                let minutes: Int64
                if isTotal {
                    passed += scheduled
                    let upTo = total > 0 ? roundedHalfEven(whole * passed, total) : 0
                    minutes = upTo - given
                    given = upTo
                } else {
                    minutes = minutesOfDay(row.row, scheduled: scheduled)
                }
                guard day >= gridStart else { continue }
                touched.low = min(touched.low, day)
                touched.high = max(touched.high, day)
                let place = Int(day - gridStart)
                let before = Int64(dayMinutes[place])
                let after = min(max(before, 0) + max(minutes, 0), scheduled)
                dayMinutes[place] = Int32(clamping: after)
                let added = after - max(before, 0)
                let m = month(day)
                if counted {
                    if before < 0 { store.sum(.absentDays)?[base + m] += 1 }
                    addMinutes(added, row, isShort: day < turn, segment: s, month: m)
                    if let lost {
                        let grades = min(Int64(dayGrades[place]) + agreedGrade(row.row), 1000)
                        lost[base + m] += (grades - Int64(dayGrades[place])) * schedule.fraction(on: day)
                        dayGrades[place] = Int16(clamping: grades)
                    }
                } else if purpose == .all {
                    store.sum(.allAbsent)?[base + m] += added
                } else {
                    let shares = leaveShare(after, of: scheduled) - leaveShare(max(before, 0), of: scheduled)
                    addLeaveTaken(shares, segment: s, month: m)
                }
            }
        }
    }

    private func scheduledMinutes(_ days: Range<Int32>) -> Int64 {
        var total: Int64 = 0
        for (s, segment) in segments.enumerated() {
            let a = max(days.lowerBound, segment.first)
            let b = min(days.upperBound, segment.end)
            if a < b { total += schedules[s].total(schedules[s].minutes, workDays(s, in: a..<b)) }
        }
        return total
    }

    func addAbsenceWindows(_ node: Int, _ one: Int64) {
        addProducts(.scheduled, .scheduled, .absenceSS, node, one)
        guard hasAbsences else { return }
        addProducts(.absent, .absent, .absenceAA, node, one)
        addProducts(.absent, .scheduled, .absenceAS, node, one)
        count(.present, .absentPersons, node, one)
        count(.absent, .absenceContributors, node, one)
        if plan.needs.has(.spells) {
            count(.oneDay, .oneDayPersons, node, one)
            for (line, part) in zip(Line.parts, MeasureStore.Distinct.parts) {
                count(line, part.contributors, node, one)
                if one > 0 { raise(part.largest, line, node) }
            }
        }
        if one > 0 { raise(.absenceLargest, .absent, node) }
    }
}
