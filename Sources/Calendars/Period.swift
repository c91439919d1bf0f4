/// The span of time a value is about, in the notation of the metric catalogue.
///
/// | text | kind | days |
/// |---|---|---|
/// | `2026-03` | `.month` | the month |
/// | `2026-Q1` | `.quarter` | the calendar quarter |
/// | `2026` | `.year` | the calendar year |
/// | `FY2026`, `FY2026-Q1` | `.fiscalYear`, `.fiscalQuarter` | of the year named by the calendar year in which it ends |
/// | `2026-03/YTD` | `.yearToDate` | 1 January to the end of the month |
/// | `2026-03/P12M`, `2026-03/P3M` | `.months` | so many months, this one the last |
/// | `2026-03-31` | `.day` | the day |
/// | `2026-03-31/P52W` | `.weeks` | so many weeks, this day the last |
/// | `wave:ID` | `.wave` | those of the survey wave, which only the data know |
///
/// One period has one text: leading zeros in a count, small letters and blanks are refused.
public struct Period: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// The month index `year * 12 + (month - 1)`.
        case month(Int)
        /// Quarter 1…4.
        case quarter(year: Int, quarter: Int)
        case year(Int)
        case fiscalYear(Int)
        /// Quarter 1…4 of a fiscal year.
        case fiscalQuarter(year: Int, quarter: Int)
        /// The month index of the last month.
        case yearToDate(Int)
        /// The month index of the last month, and 1…120 months.
        case months(last: Int, count: Int)
        /// Days since 1970-01-01.
        case day(Int32)
        /// The last day since 1970-01-01, and 1…520 weeks.
        case weeks(last: Int32, count: Int)
        /// The wave's id.
        case wave(String)
    }

    public let kind: Kind

    /// The notation in one line, for messages and help.
    public static let grammar =
        "2026-03, 2026-Q1, 2026, FY2026, FY2026-Q1, 2026-03/YTD, 2026-03/P12M, 2026-03/P3M, 2026-03-31, "
        + "2026-03-31/P52W or wave:ID"

    /// A period of a kind taken as it is: for years 1…9999 and counts in their bounds its description reads back.
    public init(_ kind: Kind) { self.kind = kind }

    /// Nil when the text is not in the notation. A wave's id is 1…200 bytes without control characters.
    public init?(_ text: String) {
        if text.hasPrefix("wave:") {
            let id = text.dropFirst(5)
            guard 1...200 ~= id.utf8.count, id.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
            self.init(.wave(String(id)))
            return
        }
        let bytes = Array(text.utf8)
        let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        guard let base = Period.base(bytes[..<slash]) else { return nil }
        guard slash < bytes.count else {
            self.init(base)
            return
        }
        let window = bytes[(slash + 1)...]
        switch base {
        case .month(let month) where window.elementsEqual("YTD".utf8):
            self.init(.yearToDate(month))
        case .month(let month):
            guard let count = Period.count(window, unit: UInt8(ascii: "M"), upTo: 120) else { return nil }
            self.init(.months(last: month, count: count))
        case .day(let day):
            guard let count = Period.count(window, unit: UInt8(ascii: "W"), upTo: 520) else { return nil }
            self.init(.weeks(last: day, count: count))
        default: return nil
        }
    }

    /// The days, half-open; nil for a wave, for a fiscal year starting in a month that is not 1…12, and for a kind
    /// with a count below 1.
    ///
    /// A fiscal year that starts in January is the calendar year; any other is named by the calendar year in which it
    /// ends: with a start in July, `FY2026` is 2025-07-01 to 2026-06-30.
    public func days(fiscalYearStartMonth: Int = 1) -> Range<Int32>? {
        switch kind {
        case .month(let month): return Period.months(from: month, count: 1)
        case .quarter(let year, let quarter): return Period.months(from: year &* 12 &+ (quarter &- 1) &* 3, count: 3)
        case .year(let year): return Period.months(from: year &* 12, count: 12)
        case .fiscalYear(let year):
            guard 1...12 ~= fiscalYearStartMonth else { return nil }
            return Period.months(from: Period.fiscalStart(year, fiscalYearStartMonth), count: 12)
        case .fiscalQuarter(let year, let quarter):
            guard 1...12 ~= fiscalYearStartMonth else { return nil }
            return Period.months(
                from: Period.fiscalStart(year, fiscalYearStartMonth) &+ (quarter &- 1) &* 3, count: 3)
        case .yearToDate(let month):
            let months = month % 12 &+ (month % 12 < 0 ? 13 : 1)
            return Period.months(from: month &- months &+ 1, count: months)
        case .months(let last, let count): return Period.months(from: last &- count &+ 1, count: count)
        case .day(let day): return Period.days(to: day, count: 1)
        case .weeks(let last, let count): return Period.days(to: last, count: count &* 7)
        case .wave: return nil
        }
    }

    public var description: String {
        switch kind {
        case .month(let month): Period.text(month: month)
        case .quarter(let year, let quarter): "\(Period.text(year: year))-Q\(quarter)"
        case .year(let year): Period.text(year: year)
        case .fiscalYear(let year): "FY\(Period.text(year: year))"
        case .fiscalQuarter(let year, let quarter): "FY\(Period.text(year: year))-Q\(quarter)"
        case .yearToDate(let month): "\(Period.text(month: month))/YTD"
        case .months(let last, let count): "\(Period.text(month: last))/P\(count)M"
        case .day(let day): CivilDate(day: day).description
        case .weeks(let last, let count): "\(CivilDate(day: last))/P\(count)W"
        case .wave(let id): "wave:\(id)"
        }
    }

    // MARK: Reading

    /// The part before the slash.
    private static func base(_ bytes: ArraySlice<UInt8>) -> Kind? {
        if bytes.starts(with: "FY".utf8) {
            let rest = bytes.dropFirst(2)
            guard let year = number(rest.prefix(4), digits: 4), year > 0 else { return nil }
            if rest.count == 4 { return .fiscalYear(year) }
            return quarter(rest.dropFirst(4)).map { .fiscalQuarter(year: year, quarter: $0) }
        }
        guard let year = number(bytes.prefix(4), digits: 4), year > 0 else { return nil }
        let rest = bytes.dropFirst(4)
        switch rest.count {
        case 0: return .year(year)
        case 3:
            if let quarter = quarter(rest) { return .quarter(year: year, quarter: quarter) }
            guard rest.first == UInt8(ascii: "-"), let month = number(rest.dropFirst(), digits: 2), 1...12 ~= month
            else { return nil }
            return .month(year * 12 + month - 1)
        case 6: return CivilDate(iso: bytes).map { .day($0.day) }
        default: return nil
        }
    }

    /// `-Q1` … `-Q4`.
    private static func quarter(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count == 3, bytes.starts(with: "-Q".utf8), let quarter = number(bytes.suffix(1), digits: 1)
        else { return nil }
        return 1...4 ~= quarter ? quarter : nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>, digits: Int) -> Int? {
        guard bytes.count == digits else { return nil }
        var value = 0
        for byte in bytes {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            value = value * 10 + Int(byte) - 48
        }
        return value
    }

    /// `P12M`: a count without leading zeros between `P` and the unit.
    private static func count(_ bytes: ArraySlice<UInt8>, unit: UInt8, upTo limit: Int) -> Int? {
        let inner = bytes.dropFirst().dropLast()
        guard bytes.first == UInt8(ascii: "P"), bytes.last == unit, 1...3 ~= inner.count, inner.first != 48,
            let count = number(inner, digits: inner.count), count <= limit
        else { return nil }
        return count
    }

    // MARK: Days

    private static func fiscalStart(_ year: Int, _ startMonth: Int) -> Int {
        startMonth == 1 ? year &* 12 : (year &- 1) &* 12 &+ startMonth &- 1
    }

    private static func months(from first: Int, count: Int) -> Range<Int32>? {
        let start = CivilDate.firstDay(ofMonth: first)
        let end = CivilDate.firstDay(ofMonth: first &+ count)
        return start < end ? start..<end : nil
    }

    private static func days(to last: Int32, count: Int) -> Range<Int32>? {
        guard count > 0, last < Int32.max, let start = Int32(exactly: Int(last) &- count &+ 1) else { return nil }
        return start <= last ? start..<(last + 1) : nil
    }

    private static func text(year: Int) -> String { (year < 0 ? "-" : "") + digits(year.magnitude, width: 4) }

    private static func text(month index: Int) -> String {
        let month = index % 12 < 0 ? index % 12 + 12 : index % 12
        return "\(text(year: (index &- month) / 12))-\(digits(UInt(month + 1), width: 2))"
    }
}
