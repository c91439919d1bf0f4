internal import Calendars
internal import Workforce

/// Absence: minutes and days lost at the department held, and spells.
extension PersonWalk {
    /// Adds the absences of the person at hand, in the order of the table.
    func addAbsences(_ rows: Span<PersonAbsence>) {
        var reaches = Int32.min
        var dayByDay = false
        for i in lastSpellEnd.indices { lastSpellEnd[i] = Int32.min }
        for i in rows.indices where isCounted(rows[i]) {
            let row = rows[i]
            let end = min(row.end, after)
            guard row.first < end else { continue }
            if row.first < reaches || row.minutesTotal >= 0 { dayByDay = true }
            reaches = max(reaches, end)
            addSpell(row, end: end)
            var covered: Int32 = 0
            for (s, segment) in segments.enumerated() {
                let a = max(row.first, segment.first)
                let b = min(end, segment.end)
                guard a < b else { continue }
                covered += b - a
                markPresent(s, from: max(a, gridStart), to: b)
            }
            if covered < end - row.first { absencesOutside += 1 }
        }
        if dayByDay {
            addDayByDay(rows)
        } else {
            for i in rows.indices where isCounted(rows[i]) { addWhole(rows[i]) }
        }
    }

    private func isCounted(_ row: PersonAbsence) -> Bool { plan.absenceClasses >> UInt32(row.kind) & 1 == 1 }

    private func addSpell(_ row: PersonAbsence, end: Int32) {
        let kind = Int(row.kind)
        let before = lastSpellEnd[kind]
        let continues =
            plan.mergesSpells && before != Int32.min
            && (before >= row.first
                || plan.calendars[Int(segments[0].calendar)].workingDays(in: before..<row.first) == 0)
        lastSpellEnd[kind] = max(before, end)
        guard !continues, let m = month(of: row.first) else { return }
        for segment in segments where row.first >= segment.first && row.first < segment.end {
            store.sum(.spells)?[Int(segment.department) * months + m] += 1
            return
        }
    }

    private func markPresent(_ s: Int, from first: Int32, to end: Int32) {
        guard first < end else { return }
        let present = line(s, .present)
        for m in month(first)...month(end - 1) { present[m] = 1 }
    }

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

    /// A row that overlaps no other: each of its working days is alike.
    private func addWhole(_ row: PersonAbsence) {
        guard let minutesSum = store.sum(.absentMinutes), let daysSum = store.sum(.absentDays) else { return }
        let starts = plan.grid.starts
        for (s, segment) in segments.enumerated() {
            let a = max(row.first, segment.first, gridStart)
            let b = min(row.end, segment.end, after)
            guard a < b else { continue }
            let perDay = minutesOfDay(row, scheduled: daily[s])
            let absent = line(s, .absent)
            let base = Int(segment.department) * months
            var m = month(a)
            while m < months, starts[m] < b {
                let work = Int64(
                    plan.calendars[Int(segment.calendar)].workingDays(in: max(a, starts[m])..<min(b, starts[m + 1])))
                absent[m] += work * perDay
                minutesSum[base + m] += work * perDay
                daysSum[base + m] += work
                m += 1
            }
        }
    }

    /// Overlapping rows add up and are capped at what was scheduled; a row's total is spread over its scheduled time.
    private func addDayByDay(_ rows: Span<PersonAbsence>) {
        guard let minutesSum = store.sum(.absentMinutes), let daysSum = store.sum(.absentDays) else { return }
        var low = Int32.max
        var high = Int32.min
        for i in rows.indices where isCounted(rows[i]) {
            let row = rows[i]
            let end = min(row.end, after)
            guard row.first < end else { continue }
            let total = row.minutesTotal >= 0 && row.minutesPerDay < 0 ? scheduledMinutes(row.first..<end) : 0
            var passed: Int64 = 0
            var given: Int64 = 0
            for (s, segment) in segments.enumerated() {
                var day = max(row.first, segment.first)
                let stop = min(end, segment.end)
                while day < stop {
                    if plan.calendars[Int(segment.calendar)].isWorkingDay(day) {
                        var minutes: Int64
                        if row.minutesTotal >= 0 && row.minutesPerDay < 0 {
                            passed += daily[s]
                            let grade = Int64(row.grade < 0 ? 1000 : row.grade)
                            let upTo =
                                total > 0
                                ? roundedHalfEven(Int64(row.minutesTotal) * grade / 1000 * passed, total) : 0
                            minutes = upTo - given
                            given = upTo
                        } else {
                            minutes = minutesOfDay(row, scheduled: daily[s])
                        }
                        if day >= gridStart {
                            let place = Int(day - gridStart)
                            dayMinutes[place] = Int32(
                                clamping: Int64(max(dayMinutes[place], 0)) + max(minutes, 0))
                            low = min(low, day)
                            high = max(high, day)
                        }
                    }
                    day += 1
                }
            }
        }
        guard low <= high else { return }
        for (s, segment) in segments.enumerated() {
            let absent = line(s, .absent)
            let base = Int(segment.department) * months
            var day = max(low, segment.first)
            while day <= high, day < segment.end {
                let minutes = dayMinutes[Int(day - gridStart)]
                if minutes >= 0, let m = month(of: day) {
                    let capped = min(Int64(minutes), daily[s])
                    absent[m] += capped
                    minutesSum[base + m] += capped
                    daysSum[base + m] += 1
                }
                day += 1
            }
        }
        for day in low...high { dayMinutes[Int(day - gridStart)] = -1 }
    }

    private func scheduledMinutes(_ days: Range<Int32>) -> Int64 {
        var total: Int64 = 0
        for (s, segment) in segments.enumerated() {
            let a = max(days.lowerBound, segment.first)
            let b = min(days.upperBound, segment.end)
            if a < b { total += Int64(plan.calendars[Int(segment.calendar)].workingDays(in: a..<b)) * daily[s] }
        }
        return total
    }
}
