/// A date of the proleptic Gregorian calendar, and the arithmetic between dates, days and months.
///
/// A *day* is an `Int32`, the days since 1970-01-01. A *month index* is `year * 12 + (month - 1)`. Both are what
/// records and files hold; `CivilDate` is for reading and showing them. No function here allocates, apart from
/// `description`, and none traps. Source of the day arithmetic: H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms" (2013).
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let year: Int
    /// 1…12.
    public let month: Int
    /// 1…31. The day since 1970-01-01 is `day`.
    public let dayOfMonth: Int

    /// Nil when there is no such date, or its year is outside 1…9999.
    @inlinable
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1, day <= CivilDate.daysInMonth(year: year, month: month)
        else { return nil }
        self.year = year
        self.month = month
        self.dayOfMonth = day
    }

    /// The date of a day since 1970-01-01. Exact over the whole of `Int32`, also outside the years 1…9999.
    @inlinable
    public init(day: Int32) {
        let shifted = Int(day) &+ 719_468
        let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
        let dayOfEra = UInt32(truncatingIfNeeded: shifted &- era &* 146_097)
        let yearOfEra = (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let monthFromMarch = (5 &* dayOfYear &+ 2) / 153
        self.dayOfMonth = Int(dayOfYear &- (153 &* monthFromMarch &+ 2) / 5 &+ 1)
        self.month = Int(monthFromMarch < 10 ? monthFromMarch &+ 3 : monthFromMarch &- 9)
        self.year = Int(yearOfEra) &+ era &* 400 &+ (monthFromMarch < 10 ? 0 : 1)
    }

    /// Reads `YYYY-MM-DD`, nothing before or after it. Nil when it is not such a date.
    @inlinable
    public init?(iso: String) { self.init(iso: iso.utf8) }

    /// Reads the ASCII bytes of `YYYY-MM-DD`, nothing before or after them. Nil when they are not such a date. Without
    /// allocation when the bytes are contiguous.
    @inlinable
    public init?(iso bytes: some Collection<UInt8>) {
        let date =
            bytes.withContiguousStorageIfAvailable { CivilDate.read($0) }
            ?? Array(bytes).withUnsafeBufferPointer {
                CivilDate.read($0)
            }
        guard let date else { return nil }
        self = date
    }

    @usableFromInline
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CivilDate? {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        var invalid = false
        func digit(_ position: Int) -> Int {
            let value = bytes[position] &- UInt8(ascii: "0")
            if value > 9 { invalid = true }
            return Int(value)
        }
        let year = (digit(0) &* 10 &+ digit(1)) &* 100 &+ digit(2) &* 10 &+ digit(3)
        let month = digit(5) &* 10 &+ digit(6)
        let day = digit(8) &* 10 &+ digit(9)
        return invalid ? nil : CivilDate(year: year, month: month, day: day)
    }

    /// Days since 1970-01-01.
    @inlinable
    public var day: Int32 {
        Int32(truncatingIfNeeded: CivilDate.days(toMonth: year &* 12 &+ month &- 1) &+ dayOfMonth &- 1)
    }

    /// `2026-03-31`.
    public var description: String {
        let sign = year < 0 ? "-" : ""
        return sign + digits(year.magnitude, width: 4) + "-" + digits(month.magnitude, width: 2) + "-"
            + digits(dayOfMonth.magnitude, width: 2)
    }

    @inlinable
    public static func < (a: CivilDate, b: CivilDate) -> Bool {
        (a.year, a.month, a.dayOfMonth) < (b.year, b.month, b.dayOfMonth)
    }

    /// 28…31; 0 when the month is not 1…12.
    @inlinable
    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: year & 3 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 0
        }
    }

    /// 0 = Monday … 6 = Sunday.
    @inlinable
    public static func weekday(of day: Int32) -> Int {
        // 1970-01-01 was a Thursday. 2^31 + 5 is divisible by 7, so adding it makes every day positive and keeps weekdays.
        Int((UInt64(bitPattern: Int64(day) &+ 2_147_483_653) &+ 3) % 7)
    }

    /// `year * 12 + (month - 1)`.
    @inlinable
    public static func monthIndex(of day: Int32) -> Int {
        let date = CivilDate(day: day)
        return date.year &* 12 &+ date.month &- 1
    }

    /// The first day of a month given as `year * 12 + (month - 1)`; the nearest end of `Int32` for months beyond it.
    @inlinable
    public static func firstDay(ofMonth index: Int) -> Int32 { Int32(clamping: days(toMonth: index)) }

    /// The days from 1970-01-01 to the first of a month; years beyond ±6,000,000 are taken as that limit.
    @inlinable
    static func days(toMonth index: Int) -> Int {
        // Counted from 1 March, so that the leap day is the last of its year.
        let fromMarch = Swift.min(Swift.max(index, -72_000_000), 72_000_000) &- 2
        let year = (fromMarch >= 0 ? fromMarch : fromMarch &- 11) / 12
        let month = fromMarch &- year &* 12
        let era = (year >= 0 ? year : year &- 399) / 400
        let yearOfEra = year &- era &* 400
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ (153 &* month &+ 2) / 5
        return era &* 146_097 &+ dayOfEra &- 719_468
    }
}

/// A number in decimal digits, filled with zeros from the left up to `width`.
func digits(_ number: UInt, width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
