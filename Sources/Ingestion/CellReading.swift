import CSV
public import Configuration

/// What a run would make of single cells, for those who look at an export before there is a source description.
public enum CellReading {
    /// The day, as days since 1970-01-01, that `cell` names in `format`; nil when it is none.
    public static func day(
        _ cell: UnsafeRawBufferPointer, _ format: SourceDescription.DateFormat, dropsTime: Bool = false
    ) -> Int32? {
        guard let field = FieldSpan(cell) else { return nil }
        let text = dropsTime ? DayCell.withoutTime(field) : field
        return text.count > 0 ? DayCell.day(text, format) : nil
    }

    /// The number in millionths; nil when `cell` is none that can be held exactly enough.
    ///
    /// - Parameters:
    ///   - mark: between whole and decimals, `.` or `,`.
    ///   - thousands: between thousands; nil = none. A space stands for the no-break spaces too.
    public static func number(
        _ cell: UnsafeRawBufferPointer, mark: UInt8, thousands: UInt8?, parentheses: Bool = false
    ) -> Int64? {
        guard let field = FieldSpan(cell) else { return nil }
        let format = DecimalFormat(mark: mark, thousands: thousands ?? 0, parentheses: parentheses)
        guard case .value(let value) = format.read(field, numerator: 1_000_000, denominator: 1) else { return nil }
        return value
    }

    /// How headers and codes are compared: composed, trimmed, without difference of case.
    public static func folded(_ text: String) -> String { CanonicalText.folded(text) }

    /// The first date `yyyy-mm-dd` in a file name, as a delivery date is found.
    public static func deliveryDate(in name: String) -> String? { FilePattern.date(in: name) }

    /// Whether a file name is one that `pattern` (`*`, `?`) of a source takes.
    public static func takes(_ name: String, _ pattern: String) -> Bool { FilePattern.matches(name, pattern) }
}

extension FieldSpan {
    /// Without the blanks around it; nil when nothing is left.
    fileprivate init?(_ cell: UnsafeRawBufferPointer) {
        guard let start = cell.baseAddress else { return nil }
        let field = FieldSpan(start: start.assumingMemoryBound(to: UInt8.self), count: cell.count).trimmed
        guard field.count > 0 else { return nil }
        self = field
    }
}
