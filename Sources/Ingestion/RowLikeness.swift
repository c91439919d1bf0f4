import CSV
import Configuration

/// Whether records that a source description calls headers or footers read like rows: then the export has fewer of them
/// than declared, and somebody would be lost without being counted.
struct RowLikeness {
    private let plan: FilePlan
    private let decimals: DecimalFormat

    init(_ plan: FilePlan) {
        self.plan = plan
        decimals = DecimalFormat(
            mark: plan.source.decimalMark, thousands: plan.source.thousandsMark ?? 0,
            parentheses: plan.source.hasNegativeParentheses)
    }

    /// Refuses header rows that read like rows.
    func check(_ header: ExportHeader, file: String) throws {
        guard !header.labels.isEmpty else { return }
        let first = header.firstRow()
        for (number, fields) in header.labels where isRow(headerRow: fields, before: first) {
            throw IngestError.refused(
                "\(file): header row \(number) of \(plan.source.headerRows) holds values like the rows below it, expected "
                    + "headers; correct header_rows of source \(plan.source.name), or export with all header rows")
        }
    }

    /// Refuses footers that read like rows; `footer` as they stand in the file.
    func check(_ footer: [String], file: String) throws {
        // A trailer is held against its own pattern.
        guard plan.source.ready.trailer == nil else { return }
        for text in footer {
            let fields = Array(text.utf8).withUnsafeBytes {
                try? HeaderRecord.fields(of: $0, plan.dialect, maximumFields: plan.layout.columnCount + 1)
            }
            guard let fields = fields?.first, isRow(footer: fields) else { continue }
            throw IngestError.refused(
                "\(file): the record that is taken out as the footer has all columns and reads like a row, expected a "
                    + "footer; the file may be cut off: deliver it again, or correct footer_rows of source "
                    + plan.source.name)
        }
    }

    /// Of a header row that names no columns: it has a date or a number where the rows have one, or an id that looks
    /// like that of the row behind the headers.
    func isRow(headerRow fields: [String], before row: [String]) -> Bool {
        cells(fields).contains { cell, text in
            if isValue(text, cell) == true { return true }
            guard case .person = cell.action, let next = self.text(of: cell, in: row), let shape = IDShape(text)
            else { return false }
            return shape == IDShape(next)
        }
    }

    /// Of a footer: it has all columns, an id with digits, and whatever the description requires, and nothing in it
    /// contradicts the columns.
    func isRow(footer fields: [String]) -> Bool {
        guard fields.count == plan.layout.columnCount else { return false }
        let found = cells(fields)
        let required = plan.cells.count { $0.required && $0.slot != nil }
        guard found.count(where: { $0.cell.required }) == required else { return false }
        guard found.allSatisfy({ isValue($0.text, $0.cell) != false }) else { return false }
        return found.contains { cell, text in
            guard case .person = cell.action else { return false }
            var id = text
            return IDShape(text) != nil && id.withUTF8 { DoubtfulWord(id: UnsafeRawBufferPointer($0)) == nil }
        }
    }

    /// The cells of a record that hold something.
    private func cells(_ fields: [String]) -> [(cell: CellPlan, text: String)] {
        plan.cells.compactMap { cell in text(of: cell, in: fields).map { (cell, $0) } }
    }

    private func text(of cell: CellPlan, in fields: [String]) -> String? {
        guard let slot = cell.slot, plan.layout.wanted.indices.contains(slot) else { return nil }
        let column = plan.layout.wanted[slot]
        guard fields.indices.contains(column), fields[column].contains(where: { !$0.isWhitespace }) else { return nil }
        return fields[column]
    }

    /// Nil where any text might be one.
    private func isValue(_ text: String, _ cell: CellPlan) -> Bool? {
        var text = text
        return text.withUTF8 { bytes in
            let cellBytes = UnsafeRawBufferPointer(bytes)
            switch cell.action {
            case .day: return CellReading.day(cellBytes, cell.dateFormat, dropsTime: true) != nil
            case .number, .item:
                guard let start = bytes.baseAddress else { return nil }
                let field = FieldSpan(start: start, count: bytes.count).trimmed
                if case .value = decimals.read(field, numerator: 1_000_000, denominator: 1) { return true }
                return cell.isPrepared ? nil : false
            default: return nil
            }
        }
    }
}

/// How an id is made: runs of digits, runs of letters, and the marks between them. `P0012` and `P13` are made alike.
struct IDShape: Equatable {
    private var parts: [UInt8] = []

    /// Nil without a digit, and for text with blanks: such are words.
    init?(_ text: some StringProtocol) { self.init(text.utf8) }

    /// Of UTF-8.
    init?(_ bytes: some Sequence<UInt8>) {
        var hasDigit = false
        for byte in bytes {
            let part: UInt8
            switch byte {
            case 0x30...0x39:
                part = 0x39
                hasDigit = true
            case 0x41...0x5A, 0x61...0x7A, 0x80...: part = 0x61
            case 0x00...0x20: return nil
            default: part = byte
            }
            if parts.last != part || part != 0x39 && part != 0x61 { parts.append(part) }
        }
        guard hasDigit else { return nil }
    }
}
