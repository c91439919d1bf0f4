import Configuration
import CSV

/// Dates from bytes to days since 1970-01-01, with every digit and the calendar checked.
enum DayCell {
    /// Nil when the bytes are no date in `format`.
    @inline(__always)
    static func day(_ field: FieldSpan, _ format: SourceDescription.DateFormat) -> Int32? {
        let at = field.start
        switch format {
        case .iso: return field.count == 10 ? isoDay(at) : nil
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

    /// `YYYY-MM-DD`: all digits and marks are checked at once.
    @inline(__always) private static func isoDay(_ at: UnsafePointer<UInt8>) -> Int32? {
        let raw = UnsafeRawPointer(at)
        // What differs from `0000-00-` is a digit in the place of each 0 and nothing in the place of each mark.
        let head = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) ^ 0x2D30_302D_3030_3030
        let tail = UInt64(UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)) ^ 0x3030)
        // Adding 6 carries what is above 9 into the upper half of its byte.
        let aboveHead = (head | (head &+ 0x0006_0600_0606_0606)) & 0xFFF0_F0FF_F0F0_F0F0
        let aboveTail = (tail | (tail &+ 0x0606)) & 0xF0F0
        guard aboveHead | aboveTail == 0 else { return nil }
        func digit(_ place: UInt64) -> Int { Int(truncatingIfNeeded: head &>> (place &* 8)) & 15 }
        let year = (digit(0) &* 10 &+ digit(1)) &* 100 &+ digit(2) &* 10 &+ digit(3)
        let dayOfMonth = Int(truncatingIfNeeded: tail & 15) &* 10 &+ Int(truncatingIfNeeded: tail &>> 8)
        return day(year, digit(5) &* 10 &+ digit(6), dayOfMonth)
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

/// The days of one column, in which a day often is that of the record before.
struct DayReader {
    private let format: SourceDescription.DateFormat
    private var head: UInt64 = 0
    private var tail: UInt16 = 0
    private var last: Int32 = 0

    init(_ format: SourceDescription.DateFormat) { self.format = format }

    @inline(__always)
    mutating func day(_ field: FieldSpan) -> Int32? {
        guard field.count == 10 else { return DayCell.day(field, format) }
        let raw = UnsafeRawPointer(field.start)
        let head = raw.loadUnaligned(as: UInt64.self)
        let tail = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        if head == self.head, tail == self.tail, head != 0 { return last }
        guard let day = DayCell.day(field, format) else { return nil }
        self.head = head
        self.tail = tail
        last = day
        return day
    }
}
