import CSV
import Calendars
import Configuration
import FuzzSupport

@testable import Ingestion

/// A cell read as a date.
struct DateCheck {
    let format: SourceDescription.DateFormat
    let centuryFrom: Int
    let dropsTime: Bool

    func check(_ field: FieldSpan) {
        let text = dropsTime ? DayCell.withoutTime(field) : field
        require(
            text.count <= field.count
                && (text.count == field.count) == (text.start + text.count == field.start + field.count), "time")
        let expected = day(Array(text.bytes))
        let found = read(text, format)
        require(found == expected, "\(format): found \(found as Any), expected \(expected as Any)")
        checkReader(field)
        if format == .iso { require(CivilDate(iso: text.bytes)?.day == found, "CivilDate differs") }
        guard let found else { return }
        for format in SourceDescription.DateFormat.allCases {
            for text in texts(of: found, format) {
                let again = Array(text.utf8).withUnsafeBufferPointer { text in
                    text.baseAddress.flatMap { read(FieldSpan(start: $0, count: text.count), format) }
                }
                require(again == found, "\(format): \(text) gives \(again as Any)")
            }
        }
    }

    private func read(_ field: FieldSpan, _ format: SourceDescription.DateFormat) -> Int32? {
        DayCell.day(field, format, centuryFrom: centuryFrom)
    }

    /// The reader of a column remembers; it must not remember wrongly.
    private func checkReader(_ field: FieldSpan) {
        var reader = DayReader(format, centuryFrom: centuryFrom, dropsTime: dropsTime)
        let other = Array(field.bytes.reversed())
        other.withUnsafeBufferPointer { other in
            guard let start = other.baseAddress else { return }
            let turned = FieldSpan(start: start, count: other.count)
            for next in [field, field, turned, field, turned] {
                let expected = read(dropsTime ? DayCell.withoutTime(next) : next, format)
                require(reader.day(next) == expected, "\(format): a column's reader")
            }
        }
    }

    /// The day, by way of parts and the calendar.
    private func day(_ bytes: [UInt8]) -> Int32? {
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        switch format {
        case .iso: return date(text, "-", [4, 2, 2], "ymd")
        case .slashedISO: return date(text, "/", [4, 2, 2], "ymd")
        case .dotted: return date(text, ".", [2, 2, 4], "dmy")
        case .slashedDayFirst: return date(text, "/", [2, 2, 4], "dmy")
        case .dashedDayFirst: return date(text, "-", [2, 2, 4], "dmy")
        case .dottedShort: return date(text, ".", [0, 0, 4], "dmy")
        case .slashedDayFirstShort: return date(text, "/", [0, 0, 4], "dmy")
        case .slashedMonthFirst: return date(text, "/", [0, 0, 4], "mdy")
        case .dottedTwoDigitYear: return date(text, ".", [2, 2, 2], "dmy")
        case .slashedTwoDigitYear: return date(text, "/", [2, 2, 2], "dmy")
        case .monthFirstTwoDigitYear: return date(text, "/", [0, 0, 2], "mdy")
        case .compact:
            let parts = [text.prefix(4), text.dropFirst(4).prefix(2), text.dropFirst(6)].joined(separator: "-")
            return date(parts, "-", [4, 2, 2], "ymd")
        case .serial:
            guard 2...7 ~= bytes.count, bytes[0] != UInt8(ascii: "0"), let serial = Self.number(text),
                61...2_958_465 ~= serial
            else { return nil }
            return Int32(serial) - 25_569
        case .namedMonth:
            for mark: Character in ["-", " ", "/"] {
                let parts = text.split(separator: mark, omittingEmptySubsequences: false)
                if parts.count == 3, let month = Self.month(parts[1]) {
                    return date("\(parts[0])-\(month)-\(parts[2])", "-", [0, 0, 4], "dmy")
                }
            }
            return nil
        case .namedMonthFirst:
            let parts = text.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, let month = Self.month(parts[0]), parts[1].last == "," else { return nil }
            return date("\(month)-\(parts[1].dropLast())-\(parts[2])", "-", [0, 0, 4], "mdy")
        }
    }

    /// Three numbers of `widths` digits each, 0 standing for one or two, in the order that `order` names.
    private func date(_ text: String, _ mark: Character, _ widths: [Int], _ order: String) -> Int32? {
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        guard parts.count == 3, zip(parts, widths).allSatisfy({ $1 == 0 ? 1...2 ~= $0.count : $0.count == $1 })
        else { return nil }
        var found: [Character: Int] = [:]
        for (part, name) in zip(parts, order) { found[name] = Self.number(String(part)) }
        guard var year = found["y"], let month = found["m"], let day = found["d"] else { return nil }
        if order.last == "y", widths[2] == 2 {
            guard let full = (centuryFrom..<centuryFrom + 100).first(where: { $0 % 100 == year }) else { return nil }
            year = full
        }
        return CivilDate(year: year, month: month, day: day)?.day
    }

    private static func number(_ text: String) -> Int? {
        text.utf8.allSatisfy { 48...57 ~= $0 } ? Int(text) : nil
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private static func month(_ name: Substring) -> Int? {
        let name = name.lowercased()
        let place = months.firstIndex { name == $0 || name == $0.prefix(3) || name == "sept" && $0 == "september" }
        return place.map { $0 + 1 }
    }

    /// All ways in which a day is written in `format`.
    private func texts(of day: Int32, _ format: SourceDescription.DateFormat) -> [String] {
        let date = CivilDate(day: day)
        let (y, iso) = (date.description.prefix(4), date.description)
        let (m, d) = (iso.dropFirst(5).prefix(2), iso.suffix(2))
        let (shortM, shortD, shortY) = (date.month, date.dayOfMonth, y.suffix(2))
        let isInCentury = centuryFrom..<centuryFrom + 100 ~= date.year
        let month = Self.months[date.month - 1]
        switch format {
        case .iso: return [iso]
        case .slashedISO: return ["\(y)/\(m)/\(d)"]
        case .dotted: return ["\(d).\(m).\(y)"]
        case .slashedDayFirst: return ["\(d)/\(m)/\(y)"]
        case .dashedDayFirst: return ["\(d)-\(m)-\(y)"]
        case .dottedShort: return ["\(d).\(m).\(y)", "\(shortD).\(shortM).\(y)"]
        case .slashedDayFirstShort: return ["\(d)/\(m)/\(y)", "\(shortD)/\(shortM)/\(y)"]
        case .slashedMonthFirst: return ["\(m)/\(d)/\(y)", "\(shortM)/\(shortD)/\(y)"]
        case .dottedTwoDigitYear: return isInCentury ? ["\(d).\(m).\(shortY)"] : []
        case .slashedTwoDigitYear: return isInCentury ? ["\(d)/\(m)/\(shortY)"] : []
        case .monthFirstTwoDigitYear: return isInCentury ? ["\(shortM)/\(shortD)/\(shortY)"] : []
        case .compact: return ["\(y)\(m)\(d)"]
        case .serial: return day >= -25_508 ? [String(Int(day) + 25_569)] : []
        case .namedMonth: return ["\(d)-\(month.prefix(3))-\(y)", "\(shortD) \(month.uppercased()) \(y)"]
        case .namedMonthFirst: return ["\(month.prefix(3)) \(shortD), \(y)", "\(month) \(d), \(y)"]
        }
    }
}
