/// Working days of a country: Monday to Friday without the public holidays.
///
/// Days in the range given at the start are answered from a table in a few nanoseconds; any other day is worked out
/// from the rules, exactly and slowly.
public struct WorkCalendar: Sendable {
    public let country: String
    /// The country's usual full-time week, in minutes: NO and UK 37.5 h, DK 37 h, others 40 h.
    public let fullTimeWeekMinutes: Int

    @usableFromInline let start: Int32
    @usableFromInline let end: Int32
    /// Element i: the working days in [start, start + i); one element more than there are days.
    @usableFromInline let workingDaysBefore: [Int32]
    /// The same of each weekday, 0 Monday … 6 Sunday: the days that are no public holidays.
    @usableFromInline let openDaysBefore: [SIMD8<Int32>]
    private let rules: PublicHolidays
    private let extraHolidays: [Int32]

    /// - Parameters:
    ///   - country: NO, DK, SE, FI, IS, SI, DE or a state as DE-BY, UK or GB (England and Wales), US (federal), or
    ///     `none` for no holidays.
    ///   - from: the first day of the table.
    ///   - to: the day after its last; years beyond 1…9999 are left to the rules.
    ///   - extraHolidays: further days without work, in any order.
    ///   - isReplaced: the extra holidays stand in the place of the country's, whose full-time week stays.
    /// - Returns: nil for any other country.
    public init?(
        country: String, from: Int32, to: Int32, extraHolidays: [Int32] = [], isReplaced: Bool = false
    ) {
        guard let national = PublicHolidays(country: country) else { return nil }
        let rules = isReplaced ? PublicHolidays.none : national
        self.country = country
        self.rules = rules
        self.extraHolidays = sortedOnce(extraHolidays)
        switch national {
        case .norway, .englandAndWales: fullTimeWeekMinutes = 2250
        case .denmark: fullTimeWeekMinutes = 2220
        default: fullTimeWeekMinutes = 2400
        }

        let limits = CivilDate.firstDay(ofMonth: 12)..<CivilDate.firstDay(ofMonth: 10_000 * 12)
        start = min(max(from, limits.lowerBound), limits.upperBound)
        end = min(max(to, start), limits.upperBound)
        var counts: [Int32] = [0]
        counts.reserveCapacity(Int(end - start) + 1)
        let holidays = WorkCalendar.holidays(rules, self.extraHolidays, start..<end)
        var next = 0
        var count: Int32 = 0
        var open = [SIMD8<Int32>(repeating: 0)]
        open.reserveCapacity(Int(end - start) + 1)
        var weekdays = open[0]
        for day in start..<end {
            if next < holidays.count, holidays[next] == day {
                next += 1
            } else {
                let weekday = CivilDate.weekday(of: day)
                weekdays[weekday] += 1
                if weekday < 5 { count += 1 }
            }
            counts.append(count)
            open.append(weekdays)
        }
        workingDaysBefore = counts
        openDaysBefore = open
    }

    /// The public holidays of some years, sorted, also those on weekends; nil for an unknown country (see `init`).
    public static func holidays(country: String, years: ClosedRange<Int>) -> [Int32]? {
        PublicHolidays(country: country)?.days(years: years)
    }

    @inlinable
    public func isWorkingDay(_ day: Int32) -> Bool {
        guard day >= start, day < end else { return isWorkingDayByRules(day) }
        let index = Int(day &- start)
        return workingDaysBefore[index &+ 1] != workingDaysBefore[index]
    }

    /// The number of working days in a half-open range of days.
    @inlinable
    public func workingDays(in days: Range<Int32>) -> Int32 {
        guard days.lowerBound >= start, days.upperBound <= end else { return workingDaysByRules(in: days) }
        return workingDaysBefore[Int(days.upperBound &- start)] &- workingDaysBefore[Int(days.lowerBound &- start)]
    }

    /// The days of a half-open range that are no public holidays, by weekday, 0 Monday … 6 Sunday; the eighth place is 0.
    @inlinable
    public func openDays(in days: Range<Int32>) -> SIMD8<Int32> {
        guard days.lowerBound >= start, days.upperBound <= end else { return openDaysByRules(in: days) }
        return openDaysBefore[Int(days.upperBound &- start)] &- openDaysBefore[Int(days.lowerBound &- start)]
    }

    /// Whether a day is a public holiday, on whatever weekday.
    @inlinable
    public func isHoliday(_ day: Int32) -> Bool {
        guard day >= start, day < end else { return isHolidayByRules(day) }
        let index = Int(day &- start)
        return openDaysBefore[index &+ 1] == openDaysBefore[index]
    }

    // MARK: Outside the table

    @usableFromInline
    func isWorkingDayByRules(_ day: Int32) -> Bool {
        CivilDate.weekday(of: day) < 5 && !isHolidayByRules(day)
    }

    @usableFromInline
    func isHolidayByRules(_ day: Int32) -> Bool {
        let year = CivilDate(day: day).year
        return extraHolidays.contains(day) || rules.days(years: year...year).contains(day)
    }

    @usableFromInline
    func openDaysByRules(in days: Range<Int32>) -> SIMD8<Int32> {
        let (weeks, rest) = days.count.quotientAndRemainder(dividingBy: 7)
        var counts = SIMD8(repeating: Int32(clamping: weeks))
        counts[7] = 0
        guard !days.isEmpty else { return counts }
        let first = CivilDate.weekday(of: days.lowerBound)
        for day in 0..<rest { counts[(first + day) % 7] += 1 }
        for holiday in WorkCalendar.holidays(rules, extraHolidays, days) {
            counts[CivilDate.weekday(of: holiday)] -= 1
        }
        return counts
    }

    @usableFromInline
    func workingDaysByRules(in days: Range<Int32>) -> Int32 {
        let holidays = WorkCalendar.holidays(rules, extraHolidays, days)
        let onWeekdays = holidays.count { CivilDate.weekday(of: $0) < 5 }
        let weekdays = WorkCalendar.weekdays(before: days.upperBound) - WorkCalendar.weekdays(before: days.lowerBound)
        return Int32(clamping: weekdays - onWeekdays)
    }

    /// The days Monday to Friday in [Monday 1969-12-29, day), negative for days before.
    private static func weekdays(before day: Int32) -> Int {
        let weekday = CivilDate.weekday(of: day)
        return (Int(day) + 3 - weekday) / 7 * 5 + min(weekday, 5)
    }

    /// Holidays in the range, sorted, each once.
    private static func holidays(_ rules: PublicHolidays, _ extra: [Int32], _ days: Range<Int32>) -> [Int32] {
        guard !days.isEmpty else { return [] }
        let years = CivilDate(day: days.lowerBound).year...CivilDate(day: days.upperBound - 1).year
        return sortedOnce(rules.days(years: years) + extra).filter(days.contains)
    }
}
