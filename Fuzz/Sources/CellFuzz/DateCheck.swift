import CSV
import Calendars
import Configuration
import FuzzSupport

@testable import Ingestion

/// A cell read as a date.
struct DateCheck {
    let format: SourceDescription.DateFormat

    func check(_ field: FieldSpan) {
        let expected = Self.day(Array(field.bytes), format)
        let found = DayCell.day(field, format)
        require(found == expected, "\(format): found \(found as Any), expected \(expected as Any)")
        // The reader of a column remembers; it must not remember wrongly.
        var reader = DayReader(format)
        let other = Array(field.bytes.reversed())
        other.withUnsafeBufferPointer { other in
            guard let start = other.baseAddress else { return }
            let turned = FieldSpan(start: start, count: other.count)
            for next in [field, field, turned, field, turned] {
                require(reader.day(next) == DayCell.day(next, format), "\(format): a column's reader")
            }
        }
        if format == .iso { require(CivilDate(iso: field.bytes)?.day == found, "CivilDate differs") }
        guard let found else { return }
        for format in SourceDescription.DateFormat.allCases {
            for text in Self.texts(of: found, format) {
                let again = text.withUnsafeBufferPointer { text in
                    text.baseAddress.flatMap { DayCell.day(FieldSpan(start: $0, count: text.count), format) }
                }
                require(again == found, "\(format): \(String(decoding: text, as: UTF8.self)) gives \(again as Any)")
            }
        }
    }

    /// The day, by way of parts and the calendar.
    private static func day(_ text: [UInt8], _ format: SourceDescription.DateFormat) -> Int32? {
        let marks: [SourceDescription.DateFormat: UInt8] = [
            .iso: 0x2D, .dotted: 0x2E, .slashedDayFirst: 0x2F, .slashedMonthFirst: 0x2F,
        ]
        guard let mark = marks[format] else { return nil }
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        guard parts.count == 3, text.allSatisfy({ $0 == mark || 48...57 ~= $0 }) else { return nil }
        let widths = parts.map(\.count)
        let numbers = parts.map { $0.prefix(5).reduce(0) { $0 * 10 + Int($1) - 48 } }
        let date =
            switch format {
            case .iso where widths == [4, 2, 2]: CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
            case .dotted where widths == [2, 2, 4], .slashedDayFirst where widths == [2, 2, 4]:
                CivilDate(year: numbers[2], month: numbers[1], day: numbers[0])
            case .slashedMonthFirst where 1...2 ~= widths[0] && 1...2 ~= widths[1] && widths[2] == 4:
                CivilDate(year: numbers[2], month: numbers[0], day: numbers[1])
            default: CivilDate?.none
            }
        return date?.day
    }

    /// All ways in which a day is written in `format`.
    private static func texts(of day: Int32, _ format: SourceDescription.DateFormat) -> [[UInt8]] {
        let date = CivilDate(day: day)
        let iso = date.description
        let (year, month, dayOfMonth) = (iso.prefix(4), iso.dropFirst(5).prefix(2), iso.suffix(2))
        let texts =
            switch format {
            case .iso: [iso]
            case .dotted: ["\(dayOfMonth).\(month).\(year)"]
            case .slashedDayFirst: ["\(dayOfMonth)/\(month)/\(year)"]
            case .slashedMonthFirst: ["\(month)/\(dayOfMonth)/\(year)", "\(date.month)/\(date.dayOfMonth)/\(year)"]
            }
        return texts.map { Array($0.utf8) }
    }
}
