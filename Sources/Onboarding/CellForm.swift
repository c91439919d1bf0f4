import Configuration
import Ingestion

/// What one cell looks like, from its bytes alone.
struct CellForm: Equatable {
    /// Formats in which it is a date.
    var dates: [SourceDescription.DateFormat] = []
    /// A time of day follows the date.
    var hasTime = false
    /// Ways in which it is a number.
    var numbers: [NumberForm] = []
    /// A number when its per cent sign is taken away.
    var isPercent = false
    /// A number in parentheses.
    var isInParentheses = false
    /// Digits alone, as many as this.
    var digits = 0

    var isDate: Bool { !dates.isEmpty }
    /// A number or a date.
    var isTyped: Bool { isDate || !numbers.isEmpty }

    /// Formats whose digits alone could be anything.
    static let bareFormats: Set<SourceDescription.DateFormat> = [.compact, .serial]

    static func of(_ cell: [UInt8]) -> CellForm {
        var form = CellForm()
        guard !cell.isEmpty, cell.count <= 64, cell.contains(where: { 48...57 ~= $0 }) else { return form }
        cell.withUnsafeBytes { bytes in
            form.digits = bytes.allSatisfy { 48...57 ~= $0 } ? bytes.count : 0
            if bytes.count >= 6 {
                let withTime = bytes.contains(UInt8(ascii: ":"))
                for format in SourceDescription.DateFormat.allCases where !bareFormats.contains(format) {
                    if CellReading.day(bytes, format, dropsTime: withTime) != nil { form.dates.append(format) }
                }
                form.hasTime = withTime && form.isDate
            }
            guard !form.isDate else { return }
            var number = bytes
            if bytes.last == UInt8(ascii: "%") {
                number = UnsafeRawBufferPointer(rebasing: bytes.dropLast())
                form.isPercent = true
            }
            for way in NumberForm.allCases where way.reads(number, parentheses: true) { form.numbers.append(way) }
            form.isPercent = form.isPercent && !form.numbers.isEmpty
            form.isInParentheses = !form.numbers.isEmpty && bytes.first == UInt8(ascii: "(")
        }
        return form
    }

    /// The day of a cell of digits in one of the formats that are digits alone, as days since 1970-01-01.
    static func bareDay(_ cell: [UInt8], _ format: SourceDescription.DateFormat) -> Int32? {
        cell.withUnsafeBytes { CellReading.day($0, format) }
    }
}

/// How a number is written.
enum NumberForm: CaseIterable {
    case point, comma, pointWithComma, commaWithPoint, commaWithSpace, pointWithSpace, pointWithApostrophe

    var mark: UInt8 {
        switch self {
        case .point, .pointWithComma, .pointWithSpace, .pointWithApostrophe: UInt8(ascii: ".")
        case .comma, .commaWithPoint, .commaWithSpace: UInt8(ascii: ",")
        }
    }

    var thousands: UInt8? {
        switch self {
        case .point, .comma: nil
        case .pointWithComma: UInt8(ascii: ",")
        case .commaWithPoint: UInt8(ascii: ".")
        case .commaWithSpace, .pointWithSpace: UInt8(ascii: " ")
        case .pointWithApostrophe: UInt8(ascii: "'")
        }
    }

    func reads(_ cell: UnsafeRawBufferPointer, parentheses: Bool) -> Bool {
        value(cell, parentheses: parentheses) != nil
    }

    /// In millionths.
    func value(_ cell: UnsafeRawBufferPointer, parentheses: Bool) -> Int64? {
        // Groups of thousands do not begin with 0: `0.875` has decimals.
        if thousands != nil, cell.count >= 2, cell[0] == 48, cell[1] == thousands { return nil }
        return CellReading.number(cell, mark: mark, thousands: thousands, parentheses: parentheses)
    }
}
