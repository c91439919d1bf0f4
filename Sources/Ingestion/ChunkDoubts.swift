import CSV
import Glibc

/// What is doubtful about a chunk and is seen neither by the parser nor in a cell: bytes that are no UTF-8, rows that a
/// stray quote swallowed, backslashes before quotes, marks of files put together, text that was decoded wrongly before it
/// came here. Found in passes of their own, over those chunks only that show a sign of it.
struct ChunkDoubts {
    /// A record of the chunk that cannot be trusted.
    struct Record {
        var ordinal: Int
        /// From 0 in the chunk.
        var line: Int
        var reason: QuarantineReason
        /// Place in the chunk of the first byte that is no UTF-8.
        var byte: Int?
    }

    private(set) var records: [Record] = []
    private var badBytes: [Int] = []
    /// Line from 0 in the chunk of a faulty quote behind a backslash.
    private(set) var backslashLine: Int?
    /// Records of several lines → lines behind the first one.
    private(set) var moreLines: [Int: Int] = [:]
    /// Records with text like `Ã¸`.
    private(set) var doubleEncoded = 0
    private(set) var lineEnds = LineEnds()
    /// Some character beyond ASCII is in UTF-8.
    private(set) var hasUTF8 = false
    private var isRequoted = false
    /// The column whose text tells rows apart.
    private var idColumn = 0

    init() {}

    /// Whether some bytes were no UTF-8. Known until `look` has said in which records.
    var hasBadEncoding: Bool { !badBytes.isEmpty }

    /// Looks at the records of a chunk before they are parsed. Bytes that are no UTF-8 become NUL, so that the parser
    /// sets their record aside and none of its text is kept.
    ///
    /// - Parameter isRequoted: the text was written in another dialect, in which backslashes and quotes meant what the
    ///   source description says: none of them is doubtful.
    init(_ bytes: UnsafeMutableRawBufferPointer, census: ByteScan.Census, isRequoted: Bool = false) {
        self.isRequoted = isRequoted
        if !census.isASCII {
            var start = 0
            while let fault = ByteScan.firstInvalidUTF8(UnsafeRawBufferPointer(rebasing: bytes[start...])) {
                badBytes.append(start + fault)
                bytes[start + fault] = 0
                start += fault + 1
                if start >= bytes.count { break }
            }
        }
        let text = UnsafeRawBufferPointer(bytes)
        hasUTF8 = !census.isASCII && (badBytes.isEmpty || !ByteScan.census(text).isASCII)
        lineEnds = LineEnds(
            lf: census.lines - census.returns, crlf: census.returns - census.loneReturns, cr: census.loneReturns)
    }

    /// Looks again when they are parsed. `lines` are those of `text`; more of them than records and blank lines tell that
    /// some record has several.
    mutating func look(
        at text: UnsafeRawBufferPointer, _ dialect: CSVDialect, columns: Int, idColumn: Int, lines: Int,
        _ outcome: ChunkParser.Outcome
    ) {
        self.idColumn = idColumn
        let isOpen = text.last.map { $0 != 10 && $0 != 13 } ?? false
        let hasLongRecords = lines + (isOpen ? 1 : 0) > outcome.records + outcome.blankLines
        let isDoubtful =
            hasBadEncoding
            || hasUTF8 && (Self.hasDoubleEncoding(text) || ByteScan.contains("\u{FEFF}", in: text))
            || !isRequoted && ByteScan.contains("\\\"", in: text)
        if isDoubtful || hasLongRecords && lineEnds.cr > 0 {
            walk(text, dialect, columns, badBytes)
        } else if hasLongRecords {
            walkLongRecords(text, dialect, columns)
        }
        badBytes = []
    }

    /// What `walk` finds where several lines of a record are all that is doubtful, and lines end in LF or CRLF.
    ///
    /// Behind an even number of quotes no quote is open: the record ends with the line, faulty or not, and need not be
    /// walked over.
    mutating func walkLongRecords(_ text: UnsafeRawBufferPointer, _ dialect: CSVDialect, _ columns: Int) {
        var ordinal = 0
        var line = 0
        var start = 0
        var quote = ByteScan.first(0x22, in: text, from: 0) ?? text.count
        while start < text.count {
            let end = ByteScan.first(0x0A, in: text, from: start).map { $0 + 1 } ?? text.count
            var isOpen = false
            while quote < end {
                isOpen.toggle()
                quote = ByteScan.first(0x22, in: text, from: quote + 1) ?? text.count
            }
            guard isOpen else {
                if !Self.isBlank(text[start..<end], dialect) { ordinal += 1 }
                line += 1
                start = end
                continue
            }
            var walker = RecordWalker(UnsafeRawBufferPointer(rebasing: text[start...]), dialect)
            guard let step = walker.next() else { return }
            let record = UnsafeRawBufferPointer(rebasing: text[start..<(start + step.end)])
            let lines = ByteScan.census(record).lines
            let more = lines - (record.last == 10 ? 1 : 0)
            if more > 0 {
                moreLines[ordinal] = more
                if step.faultyQuote == nil, swallowsRows(record, dialect, columns) {
                    records.append(Record(ordinal: ordinal, line: line, reason: .swallowedRows))
                }
            }
            ordinal += 1
            line += lines
            start += step.end
            quote = ByteScan.first(0x22, in: text, from: start) ?? text.count
        }
    }

    private static func isBlank(_ line: Slice<UnsafeRawBufferPointer>, _ dialect: CSVDialect) -> Bool {
        line.allSatisfy { $0 == 0x0A || $0 == 0x0D || ($0 == 0x20 || $0 == 0x09) && $0 != dialect.delimiter }
    }

    mutating func walk(_ text: UnsafeRawBufferPointer, _ dialect: CSVDialect, _ columns: Int, _ bad: [Int]) {
        var walker = RecordWalker(text, dialect)
        var ordinal = 0
        var line = 0
        var nextBad = 0
        while let step = walker.next() {
            let record = UnsafeRawBufferPointer(rebasing: text[step.start..<step.end])
            let lines = ByteScan.census(record).lines
            defer { line += lines }
            guard !step.isBlank else { continue }
            defer { ordinal += 1 }
            let endsInLine = record.last == 10 || record.last == 13
            let more = lines - (endsInLine ? 1 : 0)
            if more > 0 { moreLines[ordinal] = more }
            if nextBad < bad.count, bad[nextBad] < step.end {
                let first = bad[nextBad]
                while nextBad < bad.count, bad[nextBad] < step.end { nextBad += 1 }
                records.append(Record(ordinal: ordinal, line: line, reason: .badEncoding, byte: first))
                continue
            }
            if Self.hasDoubleEncoding(record) { doubleEncoded += 1 }
            // Before an id it would make another id of it.
            if record.starts(with: [0xEF, 0xBB, 0xBF]) {
                records.append(Record(ordinal: ordinal, line: line, reason: .markWithinText))
                continue
            }
            let hasBackslash = !isRequoted && ByteScan.contains("\\\"", in: record)
            if step.faultyQuote != nil {
                if hasBackslash, backslashLine == nil { backslashLine = line }
            } else if hasBackslash, ByteScan.contains("\\\"\"", in: record) {
                // `\""` is a quote behind a backslash in one dialect, and a backslash before a quote in the other.
                records.append(Record(ordinal: ordinal, line: line, reason: .quoting))
            } else if more > 0, swallowsRows(record, dialect, columns) {
                records.append(Record(ordinal: ordinal, line: line, reason: .swallowedRows))
            }
        }
    }

    /// Whether lines of the record look like rows of their own, each of them by its columns or some by its id: then a
    /// stray quote opened in one and closed in another, and they were never one record.
    private func swallowsRows(_ record: UnsafeRawBufferPointer, _ dialect: CSVDialect, _ columns: Int) -> Bool {
        guard columns > 1 else { return false }
        return Self.hasRowsOnly(record, dialect, columns) || hasIDs(record, dialect)
    }

    /// Whether a line behind the first begins as the record does, with an id of the same make and a delimiter. Prose has
    /// a blank behind its commas.
    private func hasIDs(_ record: UnsafeRawBufferPointer, _ dialect: CSVDialect) -> Bool {
        var own: IDShape?
        var isFirst = true
        for line in record.split(omittingEmptySubsequences: true, whereSeparator: { $0 == 10 || $0 == 13 }) {
            let fields = line.split(
                separator: dialect.delimiter, maxSplits: idColumn + 1, omittingEmptySubsequences: false)
            let id = fields.indices.contains(idColumn) ? Self.shape(fields[idColumn]) : nil
            if isFirst {
                guard let id else { return false }
                own = id
                isFirst = false
            } else if let id, id == own, fields.count > idColumn + 1, fields[idColumn + 1].first != 0x20 {
                return true
            }
        }
        return false
    }

    /// A quote on one side only is the end of the field that the line lies in.
    private static func shape(_ id: some BidirectionalCollection<UInt8>) -> IDShape? {
        guard id.contains(0x22) else { return IDShape(id) }
        return id.count > 2 && id.first == 0x22 && id.last == 0x22 ? IDShape(id.dropFirst().dropLast()) : nil
    }

    private static func hasRowsOnly(_ record: UnsafeRawBufferPointer, _ dialect: CSVDialect, _ columns: Int) -> Bool {
        var start = 0
        while start < record.count {
            var end = start
            while end < record.count, record[end] != 10, record[end] != 13 { end += 1 }
            let line = UnsafeRawBufferPointer(rebasing: record[start..<end])
            guard line.isEmpty || plainColumns(line, dialect) == columns || strictColumns(line, dialect) == columns
            else {
                return false
            }
            start = end + 1
        }
        return true
    }

    /// Columns of a line whose quotes mean nothing.
    private static func plainColumns(_ line: UnsafeRawBufferPointer, _ dialect: CSVDialect) -> Int {
        line.reduce(1) { $0 + ($1 == dialect.delimiter ? 1 : 0) }
    }

    /// Columns of a line that is a record of its own; 0 when it is none.
    private static func strictColumns(_ line: UnsafeRawBufferPointer, _ dialect: CSVDialect) -> Int {
        let fields = try? HeaderRecord.fields(of: line, dialect, maximumFields: 4096)
        return fields?.first?.count ?? 0
    }

    // MARK: signs

    /// UTF-8 that was read as Windows-1252 or ISO 8859-1 and written as UTF-8 again: `Ã` or `Â` before what the second
    /// byte of a character becomes, or `â€`.
    private static func hasDoubleEncoding(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let base = text.baseAddress else { return false }
        var start = 0
        while start < text.count, let found = memchr(base + start, 0xC3, text.count - start) {
            let place = base.distance(to: UnsafeRawPointer(found))
            start = place + 1
            guard place + 3 < text.count else { return false }
            let (second, third, fourth) = (text[place + 1], text[place + 2], text[place + 3])
            switch second {
            case 0x83:
                // Ã and then U+0080…U+00BF, or what Windows-1252 has in the place of the control characters.
                if third == 0xC2, fourth >= 0x80, fourth <= 0xBF { return true }
                if third == 0xE2 || third == 0xC5 || third == 0xC6 || third == 0xCB { return true }
            case 0x82: if third == 0xC2, fourth >= 0xA0, fourth <= 0xBF { return true }
            case 0xA2: if third == 0xE2, fourth == 0x82 { return true }
            default: break
            }
        }
        return false
    }
}
