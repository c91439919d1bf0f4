import CSV
import Configuration

/// What kind of thing a cell holds: enough to see what is wrong with it, and nothing of its value.
enum ValueClass: Equatable, Sendable, Codable {
    case nothing
    /// A word that many exports write for “no value”.
    case nullWord
    case letters(Int)
    /// Anything else that is text, in characters.
    case text(Int)
    case controls
    case email
    case digits(Int)
    /// A minus sign and digits.
    case negative
    case number(mark: UInt8, thousands: UInt8?)
    case percentage
    case parentheses
    case scientific
    case date(SourceDescription.DateFormat)
    /// Slashes and numbers up to 12: the day or the month comes first.
    case eitherOrder
    case dateAndTime
    /// Digits and marks as a date has them, but no day of the calendar.
    case noDay

    init(_ field: FieldSpan) {
        guard field.count > 0 else {
            self = .nothing
            return
        }
        let bytes = field.bytes
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            self = .controls
        } else if bytes.count > 64 {
            self = Self.words(bytes)
        } else if bytes.contains(where: Self.isDigit) {
            self = Self.withDigits(field)
        } else if Self.nullWords.contains(CanonicalText.folded(String(decoding: bytes, as: UTF8.self))) {
            self = .nullWord
        } else {
            self = Self.words(bytes)
        }
    }

    /// Completes “found …”.
    var words: String {
        switch self {
        case .nothing: "nothing"
        case .nullWord: "a word for “no value”"
        case .letters(1): "a single letter"
        case .letters(let count): "a text of \(count) letters"
        case .text(1): "a single character"
        case .text(let count): "a text of \(count) characters"
        case .controls: "a text with control characters"
        case .email: "an e-mail address"
        case .digits(1): "a single digit"
        case .digits(let count): "a number of \(count) digits"
        case .negative: "a negative number"
        case .number(let mark, nil):
            mark == UInt8(ascii: ",") ? "a number with a decimal comma" : "a number with a decimal point"
        case .number(_, _?): "a number with marks between thousands"
        case .percentage: "a number with a per cent sign"
        case .parentheses: "a number in parentheses"
        case .scientific: "a number in scientific notation"
        case .date(let format): "\(DayCell.example(format)) (\(format.rawValue))"
        case .eitherOrder: "a date like 3/4/2026 (day or month first)"
        case .dateAndTime: "a date with a time of day"
        case .noDay: "digits like those of a date, but no day of the calendar"
        }
    }

    /// What somebody could do about it; empty where nothing but the export itself can be corrected.
    func advice(_ reason: QuarantineReason) -> String {
        switch (reason, self) {
        case (.missingValue, .nothing), (.badKey, .nothing): "deliver it"
        case (.badDate, .date(.serial)), (.badDate, .digits(5)):
            "declare date_format: serial, if these are a spreadsheet's days"
        case (.badDate, .digits(8)): "declare date_format: yyyymmdd"
        case (.badDate, .date(let format)): "declare date_format: \(format.rawValue)"
        case (.badDate, .eitherOrder): "declare date_format: dd/mm/yyyy or m/d/yyyy"
        case (.badDate, .dateAndTime): "declare time_of_day: drop"
        case (.badNumber, .percentage): "declare percent: true for the column"
        case (.badNumber, .parentheses): "declare negative_parentheses: true"
        case (.badNumber, .number(let mark, nil)): "declare decimal_mark: \"\(String(UnicodeScalar(mark)))\""
        case (.badNumber, .number(_, _?)): "declare thousands_mark"
        case (.outOfRange, .digits), (.outOfRange, .number): "declare scale, if the unit is another"
        case (.badKey, .scientific): "have the column exported as text"
        case (.undeclaredNullWord, _), (_, .nullWord): "declare null_words"
        case (.unknownCode, _): "add it to codes, or declare otherwise"
        case (.badBoolean, _): "declare true_words and false_words"
        default: ""
        }
    }

    // MARK: looking

    private static let nullWords: Set<String> = [
        "null", "n/a", "#n/a", "na", "nan", "none", "nil", "-", "--", "–", "(blank)", "(tom)", "(leer)", "#value!",
        "#ref!",
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static func words(_ bytes: UnsafeRawBufferPointer) -> ValueClass {
        if let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > 0, bytes[at...].contains(UInt8(ascii: ".")) {
            return .email
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.allSatisfy(\.isLetter) ? .letters(text.count) : .text(text.count)
    }

    private static func withDigits(_ field: FieldSpan) -> ValueClass {
        let bytes = field.bytes
        if bytes.allSatisfy(isDigit) { return .digits(bytes.count) }
        if bytes.first == 0x2D, bytes.dropFirst().allSatisfy(isDigit) { return .negative }
        if let date = date(field) { return date }
        if let number = number(field) { return number }
        if isScientific(bytes) { return .scientific }
        let marks = bytes.count { $0 == 0x2D || $0 == 0x2E || $0 == 0x2F }
        if marks == 2, bytes.allSatisfy({ isDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x2F }),
            6...10 ~= bytes.count
        {
            return .noDay
        }
        return words(bytes)
    }

    private static func date(_ field: FieldSpan) -> ValueClass? {
        guard field.count >= 6 else { return nil }
        func formats(_ field: FieldSpan) -> [SourceDescription.DateFormat] {
            SourceDescription.DateFormat.allCases.filter {
                $0 != .serial && $0 != .compact && DayCell.day(field, $0) != nil
            }
        }
        let found = formats(field)
        guard let first = found.first else {
            let day = DayCell.withoutTime(field)
            return day.count >= 6 && day.count < field.count && !formats(day).isEmpty ? .dateAndTime : nil
        }
        let dayFirst: Set<SourceDescription.DateFormat> = [
            .slashedDayFirst, .slashedDayFirstShort, .slashedTwoDigitYear,
        ]
        let monthFirst: Set<SourceDescription.DateFormat> = [.slashedMonthFirst, .monthFirstTwoDigitYear]
        if found.contains(where: dayFirst.contains), found.contains(where: monthFirst.contains) { return .eitherOrder }
        return .date(first)
    }

    private static func number(_ field: FieldSpan) -> ValueClass? {
        func reads(_ field: FieldSpan, _ mark: UInt8, _ thousands: UInt8?, parentheses: Bool = false) -> Bool {
            let format = DecimalFormat(mark: mark, thousands: thousands ?? 0, parentheses: parentheses)
            return format.read(field, numerator: 1, denominator: 1) != .malformed
        }
        let point = UInt8(ascii: ".")
        let comma = UInt8(ascii: ",")
        let ways: [(UInt8, UInt8?)] = [
            (point, nil), (comma, nil), (point, comma), (comma, point), (comma, 0x20), (point, 0x20),
            (point, UInt8(ascii: "'")),
        ]
        for (mark, thousands) in ways where reads(field, mark, thousands) {
            return .number(mark: mark, thousands: thousands)
        }
        if field.start[field.count - 1] == UInt8(ascii: "%") {
            let rest = FieldSpan(start: field.start, count: field.count - 1).trimmed
            if ways.contains(where: { reads(rest, $0.0, $0.1) }) { return .percentage }
        }
        if ways.contains(where: { reads(field, $0.0, $0.1, parentheses: true) }) { return .parentheses }
        return nil
    }

    /// `1,23E+05`.
    private static func isScientific(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let e = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), e > 0, e < bytes.count - 1 else {
            return false
        }
        let head = bytes[..<e].allSatisfy { isDigit($0) || $0 == 0x2E || $0 == 0x2C || $0 == 0x2D }
        let power = bytes[(e + 1)...]
        let digits = power.first == 0x2B || power.first == 0x2D ? power.dropFirst() : power
        return head && !digits.isEmpty && digits.allSatisfy(isDigit)
    }
}
