import Configuration
import CSV

/// Dates from bytes to days since 1970-01-01, with every digit and the calendar checked.
enum DayCell {
    /// Nil when the bytes are no date in `format`.
    @inline(__always)
    static func day(_ field: FieldSpan, _ format: SourceDescription.DateFormat) -> Int32? {
        let at = field.start
        switch format {
        case .iso:
            guard field.count == 10, at[4] == 0x2D, at[7] == 0x2D else { return nil }
            return day(four(at, 0), two(at, 5), two(at, 8))
        case .dotted:
            guard field.count == 10, at[2] == 0x2E, at[5] == 0x2E else { return nil }
            return day(four(at, 6), two(at, 3), two(at, 0))
        case .slashedDayFirst:
            guard field.count == 10, at[2] == 0x2F, at[5] == 0x2F else { return nil }
            return day(four(at, 6), two(at, 3), two(at, 0))
        case .slashedMonthFirst:
            guard field.count >= 8, field.count <= 10 else { return nil }
            let first = at[1] == 0x2F ? 1 : 2
            guard at[first] == 0x2F else { return nil }
            let second = at[first + 2] == 0x2F ? first + 2 : first + 3
            guard at[second] == 0x2F, field.count == second + 5 else { return nil }
            let month = first == 1 ? digit(at, 0) : two(at, 0)
            let dayOfMonth = second == first + 2 ? digit(at, first + 1) : two(at, first + 1)
            return day(four(at, second + 1), month, dayOfMonth)
        }
    }

    static func example(_ format: SourceDescription.DateFormat) -> String {
        switch format {
        case .iso: "a date like 2026-03-31"
        case .dotted: "a date like 31.03.2026"
        case .slashedDayFirst: "a date like 31/03/2026"
        case .slashedMonthFirst: "a date like 3/31/2026"
        }
    }

    /// 0…9, or a number so large that no sum of it is a date.
    @inline(__always) private static func digit(_ at: UnsafePointer<UInt8>, _ i: Int) -> Int {
        let value = Int(at[i]) &- 48
        return value >= 0 && value <= 9 ? value : 1 << 20
    }

    @inline(__always) private static func two(_ at: UnsafePointer<UInt8>, _ i: Int) -> Int {
        digit(at, i) &* 10 &+ digit(at, i &+ 1)
    }

    @inline(__always) private static func four(_ at: UnsafePointer<UInt8>, _ i: Int) -> Int {
        two(at, i) &* 100 &+ two(at, i &+ 2)
    }

    @inline(__always) private static func day(_ year: Int, _ month: Int, _ dayOfMonth: Int) -> Int32? {
        guard year >= 1, year <= 9999, month >= 1, month <= 12, dayOfMonth >= 1, dayOfMonth <= 31 else { return nil }
        if dayOfMonth > 28 {
            let isLeap = year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
            let length = month == 2 ? (isLeap ? 29 : 28) : 30 &+ ((month &+ month >> 3) & 1)
            guard dayOfMonth <= length else { return nil }
        }
        // Days from civil, after Hinnant, with years that begin in March.
        let shifted = month <= 2 ? year &- 1 : year
        let era = shifted / 400
        let yearOfEra = shifted &- era &* 400
        let dayOfYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ dayOfMonth &- 1
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
        return Int32(truncatingIfNeeded: era &* 146_097 &+ dayOfEra &- 719_468)
    }
}
