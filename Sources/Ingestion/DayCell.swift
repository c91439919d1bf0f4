import Configuration
import CSV

/// Dates from bytes to days since 1970-01-01, with every digit and the calendar checked.
enum DayCell {
    /// Nil when the bytes are no date in `format`.
    @inline(__always)
    static func day(_ field: FieldSpan, _ format: SourceDescription.DateFormat, centuryFrom: Int = 1940) -> Int32? {
        format == .iso ? (field.count == 10 ? isoDay(field.start) : nil) : otherDay(field, format, centuryFrom)
    }

    private static func otherDay(
        _ field: FieldSpan, _ format: SourceDescription.DateFormat, _ centuryFrom: Int
    ) -> Int32? {
        let at = field.start
        switch format {
        case .iso: return field.count == 10 ? isoDay(at) : nil
        case .dotted: return dayFirst(field, UInt8(ascii: "."))
        case .slashedDayFirst: return dayFirst(field, UInt8(ascii: "/"))
        case .dashedDayFirst: return dayFirst(field, UInt8(ascii: "-"))
        case .slashedMonthFirst:
            return short(field, UInt8(ascii: "/"), yearDigits: 4).flatMap { day($0.year, $0.first, $0.second) }
        case .slashedDayFirstShort:
            return short(field, UInt8(ascii: "/"), yearDigits: 4).flatMap { day($0.year, $0.second, $0.first) }
        case .dottedShort:
            return short(field, UInt8(ascii: "."), yearDigits: 4).flatMap { day($0.year, $0.second, $0.first) }
        case .monthFirstTwoDigitYear:
            return short(field, UInt8(ascii: "/"), yearDigits: 2).flatMap {
                day(full($0.year, centuryFrom), $0.first, $0.second)
            }
        case .dottedTwoDigitYear, .slashedTwoDigitYear:
            let mark = format == .dottedTwoDigitYear ? UInt8(ascii: ".") : UInt8(ascii: "/")
            guard field.count == 8, at[2] == mark, at[5] == mark else { return nil }
            return day(full(two(at, 6), centuryFrom), two(at, 3), two(at, 0))
        case .slashedISO:
            guard field.count == 10, at[4] == 0x2F, at[7] == 0x2F else { return nil }
            return day(four(at, 0), two(at, 5), two(at, 8))
        case .compact: return field.count == 8 ? day(four(at, 0), two(at, 4), two(at, 6)) : nil
        case .serial: return serialDay(field)
        case .namedMonth: return namedDay(field)
        case .namedMonthFirst: return monthFirstDay(field)
        }
    }

    static func example(_ format: SourceDescription.DateFormat) -> String {
        switch format {
        case .iso: "a date like 2026-03-31"
        case .dotted, .dottedShort: "a date like 31.03.2026"
        case .slashedDayFirst, .slashedDayFirstShort: "a date like 31/03/2026"
        case .slashedMonthFirst: "a date like 3/31/2026"
        case .dashedDayFirst: "a date like 31-03-2026"
        case .slashedISO: "a date like 2026/03/31"
        case .compact: "a date like 20260331"
        case .namedMonth: "a date like 31-Mar-2026"
        case .namedMonthFirst: "a date like Mar 31, 2026"
        case .dottedTwoDigitYear: "a date like 31.03.26"
        case .slashedTwoDigitYear: "a date like 31/03/26"
        case .monthFirstTwoDigitYear: "a date like 3/31/26"
        case .serial: "a spreadsheet's day number like 46112"
        }
    }

    /// Whether it is a year, a quarter or a month: `2026`, `2026-Q1`, `2026-03`.
    static func isPeriod(_ field: FieldSpan) -> Bool {
        let at = field.start
        guard field.count == 4 || field.count == 7, 1900...2199 ~= four(at, 0) else { return false }
        guard field.count == 7 else { return true }
        guard at[4] == UInt8(ascii: "-") else { return false }
        return at[5] == UInt8(ascii: "Q") ? 1...4 ~= digit(at, 6) : 1...12 ~= two(at, 5)
    }

    /// `field` without the time of day behind it, as ` 08:30`, `T08:30:00.000+01:00` or ` 8:30 PM`. As it is where what
    /// follows is no time.
    static func withoutTime(_ field: FieldSpan) -> FieldSpan {
        let bytes = field.bytes
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return field }
        func isDigit(_ place: Int) -> Bool {
            place >= 0 && place < bytes.count && bytes[place] >= 48 && bytes[place] <= 57
        }
        guard isDigit(colon - 1), isDigit(colon + 1), isDigit(colon + 2) else { return field }
        let gap = isDigit(colon - 2) ? colon - 3 : colon - 2
        guard gap > 0, bytes[gap] == 0x20 || bytes[gap] == UInt8(ascii: "T") else { return field }
        let hour = gap == colon - 3 ? two(field.start, colon - 2) : digit(field.start, colon - 1)
        guard hour <= 23, two(field.start, colon + 1) <= 59 else { return field }
        if colon + 3 < bytes.count, bytes[colon + 3] == UInt8(ascii: ":") {
            // 60 is a leap second.
            guard isDigit(colon + 4), isDigit(colon + 5), two(field.start, colon + 4) <= 60 else { return field }
        }
        for byte in bytes[(colon + 3)...] {
            let isTime =
                byte >= 48 && byte <= 58 || byte == 0x20 || byte == 0x2E || byte == 0x2C || byte == 0x2B || byte == 0x2D
            // AM, PM, Z, UTC, GMT.
            let isWord = "AMPZUTCGampzutcg".utf8.contains(byte)
            guard isTime || isWord else { return field }
        }
        return FieldSpan(start: field.start, count: gap).trimmed
    }

    private static func dayFirst(_ field: FieldSpan, _ mark: UInt8) -> Int32? {
        let at = field.start
        guard field.count == 10, at[2] == mark, at[5] == mark else { return nil }
        return day(four(at, 6), two(at, 3), two(at, 0))
    }

    /// Two numbers of one or two digits and a year.
    private static func short(
        _ field: FieldSpan, _ mark: UInt8, yearDigits: Int
    ) -> (first: Int, second: Int, year: Int)? {
        let at = field.start
        guard field.count >= 4 + yearDigits, field.count <= 6 + yearDigits else { return nil }
        let first = at[1] == mark ? 1 : 2
        guard at[first] == mark else { return nil }
        let second = at[first + 2] == mark ? first + 2 : first + 3
        guard second < field.count, at[second] == mark, field.count == second + 1 + yearDigits else { return nil }
        return (
            first == 1 ? digit(at, 0) : two(at, 0),
            second == first + 2 ? digit(at, first + 1) : two(at, first + 1),
            yearDigits == 4 ? four(at, second + 1) : two(at, second + 1)
        )
    }

    /// The year of the hundred from `centuryFrom` on that ends in `year`.
    private static func full(_ year: Int, _ centuryFrom: Int) -> Int {
        guard year >= 0, year <= 99 else { return 0 }
        let candidate = centuryFrom / 100 * 100 + year
        return candidate < centuryFrom ? candidate + 100 : candidate
    }

    /// Days since 1899-12-30, whole; from 1900-03-01 (61) on, for before it spreadsheets disagree.
    private static func serialDay(_ field: FieldSpan) -> Int32? {
        guard field.count >= 2, field.count <= 7 else { return nil }
        var serial = 0
        for byte in field.bytes {
            guard byte >= 48, byte <= 57 else { return nil }
            serial = serial * 10 + Int(byte) - 48
        }
        // The last one is 9999-12-31.
        guard serial >= 61, serial <= 2_958_465, field.start[0] != 48 else { return nil }
        return Int32(serial - 25_569)
    }

    /// `31-Mar-2026`, `31 March 2026`.
    private static func namedDay(_ field: FieldSpan) -> Int32? {
        let at = field.start
        guard field.count >= 10, field.count <= 17 else { return nil }
        let first = isMark(at[1]) ? 1 : 2
        let second = field.count - 5
        guard second > first + 3, isMark(at[first]), at[second] == at[first] else { return nil }
        let name = FieldSpan(start: at + first + 1, count: second - first - 1)
        return day(four(at, second + 1), month(name), first == 1 ? digit(at, 0) : two(at, 0))
    }

    /// `Mar 31, 2026`, `March 31, 2026`.
    private static func monthFirstDay(_ field: FieldSpan) -> Int32? {
        let at = field.start
        guard field.count >= 11, field.count <= 18, at[field.count - 5] == 0x20, at[field.count - 6] == 0x2C,
            let gap = field.bytes.firstIndex(of: 0x20), gap >= 3
        else { return nil }
        let digits = field.count - 6 - gap - 1
        guard digits == 1 || digits == 2 else { return nil }
        return day(
            four(at, field.count - 4), month(FieldSpan(start: at, count: gap)),
            digits == 1 ? digit(at, gap + 1) : two(at, gap + 1))
    }

    private static func isMark(_ byte: UInt8) -> Bool { byte == 0x2D || byte == 0x20 || byte == 0x2F }

    private static let months: [[UInt8]] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Array($0.utf8) }

    /// 1…12 for an English month in full, by its first three letters, or `Sept`; 0 for anything else.
    private static func month(_ name: FieldSpan) -> Int {
        for (place, month) in months.enumerated() {
            let isLong = name.count == month.count
            guard isLong || name.count == 3 || (place == 8 && name.count == 4) else { continue }
            if name.bytes.elementsEqual(month.prefix(name.count), by: { $0 | 0x20 == $1 }) { return place + 1 }
        }
        return 0
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
    private let centuryFrom: Int
    private let dropsTime: Bool
    private var head: UInt64 = 0
    private var tail: UInt16 = 0
    private var last: Int32 = 0

    init(_ format: SourceDescription.DateFormat, centuryFrom: Int = 1940, dropsTime: Bool = false) {
        self.format = format
        self.centuryFrom = centuryFrom
        self.dropsTime = dropsTime
    }

    @inline(__always)
    mutating func day(_ field: FieldSpan) -> Int32? {
        guard field.count == 10 else {
            return DayCell.day(dropsTime ? DayCell.withoutTime(field) : field, format, centuryFrom: centuryFrom)
        }
        let raw = UnsafeRawPointer(field.start)
        let head = raw.loadUnaligned(as: UInt64.self)
        let tail = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        if head == self.head, tail == self.tail, head != 0 { return last }
        let text = dropsTime ? DayCell.withoutTime(field) : field
        guard let day = DayCell.day(text, format, centuryFrom: centuryFrom) else { return nil }
        self.head = head
        self.tail = tail
        last = day
        return day
    }
}
