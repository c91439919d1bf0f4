internal import Calendars
internal import Workforce

/// What is scheduled and agreed for one segment of employment, by weekday.
///
/// With a contracted pattern its minutes hold, and FTE is not applied again; only the FTE of concurrent assignments
/// without a pattern comes on top. Else FTE × full-time week ÷ 5 on Monday to Friday, all five days alike: then the first
/// place stands for each of them.
struct WorkSchedule {
    /// Scheduled minutes of a day that is no public holiday.
    private(set) var minutes = SIMD8<Int64>(repeating: 0)
    /// Position fraction agreed for such a day in 1/10,000 of a full-time day; what Norway's statistics count.
    private(set) var fractions = SIMD8<Int64>(repeating: 0)
    private(set) var isContracted = false

    /// - Parameters:
    ///   - fte: in 1/10,000.
    ///   - week: minutes of the full-time week.
    init(fte: Int64, week: Int64) {
        minutes[0] = Self.minutesOfDay(fte: fte, week: week)
        fractions[0] = fte
    }

    /// - Parameter outside: FTE of assignments without a pattern, in 1/10,000.
    init(_ pattern: WorkPattern, outside: Int64, week: Int64) {
        isContracted = true
        let besides = Self.minutesOfDay(fte: outside, week: week)
        for weekday in 0..<7 {
            let contracted = Int64(pattern.minutes[weekday])
            let more = weekday < 5 ? besides : 0
            minutes[weekday] = min(contracted + more, Int64(WorkPattern.minutesOfDay))
            fractions[weekday] = roundedHalfEven(contracted * 50_000, week) + (weekday < 5 ? outside : 0)
        }
    }

    private static func minutesOfDay(fte: Int64, week: Int64) -> Int64 { roundedHalfEven(max(fte, 0) * week, 50_000) }

    /// Minutes of a working day: of those of a pattern the mean.
    var averageMinutes: Int64 {
        guard isContracted else { return minutes[0] }
        let worked = (0..<7).count { minutes[$0] > 0 }
        return worked > 0 ? roundedHalfEven(minutes.wrappedSum(), Int64(worked)) : 0
    }

    /// Minutes of one day that is no public holiday.
    @inline(__always)
    func minutes(on day: Int32) -> Int64 { isContracted ? minutes[CivilDate.weekday(of: day)] : minutes[0] }

    @inline(__always)
    func fraction(on day: Int32) -> Int64 { isContracted ? fractions[CivilDate.weekday(of: day)] : fractions[0] }

    /// The sum over some days of a value that each weekday has.
    @inline(__always)
    func total(_ values: SIMD8<Int64>, _ days: WorkDays) -> Int64 {
        isContracted ? (values &* days.byWeekday).wrappedSum() : values[0] &* days.count
    }

    /// The value of each weekday by that of its scheduled minutes.
    @inline(__always)
    func mapped(_ value: (Int64) -> Int64) -> SIMD8<Int64> {
        var result = SIMD8<Int64>(repeating: 0)
        result[0] = value(minutes[0])
        if isContracted { for weekday in 1..<7 { result[weekday] = value(minutes[weekday]) } }
        return result
    }
}

/// Working days of somebody in a range of days.
struct WorkDays {
    var count: Int64
    /// With a contracted pattern: by weekday.
    var byWeekday = SIMD8<Int64>(repeating: 0)

    static func - (a: WorkDays, b: WorkDays) -> WorkDays {
        WorkDays(count: a.count - b.count, byWeekday: a.byWeekday &- b.byWeekday)
    }
}

/// Working days as the person at hand has them: with a contracted pattern the days on which something is scheduled, else
/// Monday to Friday; never public holidays of the segment's country.
extension PersonWalk {
    func schedule(of segment: EmployedSegment) -> WorkSchedule {
        let week = plan.fullTimeWeekMinutes[Int(segment.calendar)]
        let place = Int(segment.pattern)
        guard place >= 0, place < plan.patterns.count else {
            return WorkSchedule(fte: Int64(max(segment.fte, 0)), week: week)
        }
        return WorkSchedule(plan.patterns[place], outside: Int64(max(segment.outsidePattern, 0)), week: week)
    }

    @inline(__always)
    func workDays(_ s: Int, in days: Range<Int32>) -> WorkDays {
        let calendar = plan.calendars[Int(segments[s].calendar)]
        guard schedules[s].isContracted else { return WorkDays(count: Int64(calendar.workingDays(in: days))) }
        return contractedDays(s, calendar.openDays(in: days))
    }

    private func contractedDays(_ s: Int, _ open: SIMD8<Int32>) -> WorkDays {
        var days = SIMD8<Int64>(truncatingIfNeeded: open)
        days.replace(with: 0, where: schedules[s].minutes .== 0)
        return WorkDays(count: days.wrappedSum(), byWeekday: days)
    }

    @inline(__always)
    func isWorkingDay(_ s: Int, _ day: Int32) -> Bool {
        let calendar = plan.calendars[Int(segments[s].calendar)]
        guard schedules[s].isContracted else { return calendar.isWorkingDay(day) }
        return schedules[s].minutes(on: day) > 0 && !calendar.isHoliday(day)
    }

    /// Whether the person has a working day among some days. Days between employments are Monday to Friday's.
    func hasWork(in days: Range<Int32>) -> Bool {
        var day = days.lowerBound
        for s in segments.indices where segments[s].end > day && segments[s].first < days.upperBound {
            if segments[s].first > day {
                if isAnyWorkingDay(in: day..<segments[s].first) { return true }
                day = segments[s].first
            }
            let end = min(segments[s].end, days.upperBound)
            if workDays(s, in: day..<end).count > 0 { return true }
            day = end
        }
        return day < days.upperBound && isAnyWorkingDay(in: day..<days.upperBound)
    }

    private func isAnyWorkingDay(in days: Range<Int32>) -> Bool {
        plan.calendars[Int(segments[0].calendar)].workingDays(in: days) > 0
    }
}
