internal import Calendars

/// Days and months as the exports need them: days since 1970-01-01, months as `year * 12 + (month - 1)`.
extension CivilDate {
    /// A date written in the program itself: the month within the year, the day counted on from its first.
    static func day(year: Int, month: Int, day: Int) -> Int32 {
        firstDay(ofMonth: year * 12 + month - 1) + Int32(day - 1)
    }

    static func lastDay(ofMonth month: Int) -> Int32 { firstDay(ofMonth: month + 1) - 1 }

    /// The day itself, or the Monday after a weekend.
    static func workdayOnOrAfter(_ day: Int32) -> Int32 {
        let weekday = weekday(of: day)
        return weekday > 4 ? day + Int32(7 - weekday) : day
    }

    /// The day itself, or the Friday before a weekend.
    static func workdayOnOrBefore(_ day: Int32) -> Int32 {
        let weekday = weekday(of: day)
        return weekday > 4 ? day - Int32(weekday - 4) : day
    }

    /// `2026-03`
    static func monthText(_ month: Int) -> String { padded(month / 12, 4) + "-" + padded(month % 12 + 1, 2) }

    /// `2026-03-31`
    static func isoText(_ day: Int32) -> String { CivilDate(day: day).description }

    /// `31.03.2026`
    static func nordicText(_ day: Int32) -> String {
        let date = CivilDate(day: day)
        return padded(date.dayOfMonth, 2) + "." + padded(date.month, 2) + "." + padded(date.year, 4)
    }

    /// Digits with leading zeros up to `width`.
    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
