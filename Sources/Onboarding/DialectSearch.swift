import Configuration

/// How an export is written: what stands between fields and around them, and where its rows begin and end.
struct ExportShape: Equatable, Sendable {
    var hasSeparatorLine = false
    var delimiter: Decision<UInt8>
    var quote: Decision<UInt8?>
    var escape: Decision<SourceDescription.Escape>
    /// Lines before the header, without the `sep=` line.
    var preambleLines: Decision<Int>
    var headerRows: Decision<Int>
    var headerNames: Decision<SourceDescription.HeaderNames>
    var footerRows: Decision<Int>
    /// Text of the last record with `{rows}` in the place of the number of rows.
    var trailer: String?
    /// The header rows, as they stand there.
    var headers: [[String]]
    /// Of each record.
    var columns: Int

    var dialect: SampleDialect {
        SampleDialect(
            delimiter: delimiter.value ?? UInt8(ascii: ","), quote: quote.value ?? UInt8(ascii: "\""),
            escape: escape.value ?? .doubled)
    }
}

/// Tries dialects on the beginning of an export until its records are of one width.
struct DialectSearch {
    /// Candidates, in the order in which ties are settled.
    static let delimiters: [UInt8] = [
        UInt8(ascii: ";"), UInt8(ascii: ","), 0x09, UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: "^"),
    ]
    /// Bytes that every guess is tried on.
    private static let triedBytes = 128 << 10
    private static let mostPreambleLines = 60
    private static let mostFooterRows = 20

    private let text: SampleText
    private let sample: ExportSample
    /// Where the first line after a `sep=` line begins.
    private var start = 0
    private var separator: UInt8?

    init(_ text: SampleText, _ sample: ExportSample) {
        self.text = text
        self.sample = sample
        let lines = SampleRecords.lineStarts(text.head, limit: 2)
        let first = text.head.prefix(lines.count > 1 ? lines[1] : 0)
        let trimmed = first.filter { $0 != 10 && $0 != 13 && $0 != UInt8(ascii: "\"") }
        if trimmed.count == 5, String(decoding: trimmed.prefix(4), as: UTF8.self).lowercased() == "sep=" {
            separator = trimmed.last
            start = lines[1]
        }
    }

    /// Nil when no record ends within the beginning of the file, or nothing in it is a header.
    func shape() -> ExportShape? {
        guard let best = bestGuess() else { return nil }
        let (quote, escape) = quoting(best.dialect.delimiter)
        let dialect = SampleDialect(
            delimiter: best.dialect.delimiter, quote: quote.value ?? nil, escape: escape.value ?? .doubled)
        let body = text.head[start...]
        let records = SampleRecords.split(body, dialect, isEnd: sample.isWhole)
        let columns = Self.usualWidth(records)
        guard columns > 0, let head = headerPlace(records, columns) else { return nil }
        let header = HeaderRows(Array(records[head...].prefix(200)), columns: columns)
        let footer = self.footer(records, head + header.rows, dialect, columns)
        return ExportShape(
            hasSeparatorLine: separator != nil,
            delimiter: Decision(best.dialect.delimiter, evidence(best, columns)), quote: quote, escape: escape,
            preambleLines: preamble(records, head), headerRows: Decision(header.rows, header.evidence),
            headerNames: Decision(header.names, header.namesEvidence), footerRows: footer.rows,
            trailer: footer.trailer, headers: header.texts, columns: columns)
    }

    // MARK: delimiter

    private struct Guess {
        var dialect: SampleDialect
        var columns: Int
        /// Records with that many columns.
        var fitting: Int
        var records: Int
        var score: Double
    }

    private func bestGuess() -> Guess? {
        let block = text.head[start...].prefix(Self.triedBytes)
        let isEnd = sample.isWhole && block.count == text.head.count - start
        var best: Guess?
        for delimiter in separator.map({ [$0] }) ?? Self.delimiters {
            for quote in [UInt8(ascii: "\""), UInt8(ascii: "'")] {
                let dialect = SampleDialect(delimiter: delimiter, quote: quote)
                let records = SampleRecords.split(block, dialect, isEnd: isEnd)
                guard !records.isEmpty else { continue }
                let columns = Self.usualWidth(records)
                let fitting = records.count { $0.fields.count == columns }
                let faulty = records.count { $0.isFaulty }
                let share = Double(fitting - faulty) / Double(records.count)
                // Wide records that agree say more than narrow ones; one column says nothing.
                var score = share * Double(columns - 1) / Double(columns)
                if let head = headerPlace(records, columns), Self.looksLikeNames(records[head]) { score += 0.25 }
                let guess = Guess(
                    dialect: dialect, columns: columns, fitting: fitting, records: records.count, score: score)
                if score > best?.score ?? -1 { best = guess }
            }
        }
        return best
    }

    private func evidence(_ guess: Guess, _ columns: Int) -> String {
        let agreement =
            "\(Plural.of(guess.columns, "column")) in \(Grouped.text(guess.fitting)) of "
            + "\(Plural.of(guess.records, "record"))"
        return separator == nil ? agreement : "named by the sep= line; \(agreement)"
    }

    /// The number of fields that most records have; of two, the larger.
    static func usualWidth(_ records: [SampleRecord]) -> Int {
        var counts: [Int: Int] = [:]
        for record in records { counts[record.fields.count, default: 0] += 1 }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    }

    // MARK: quotes

    private func quoting(
        _ delimiter: UInt8
    ) -> (quote: Decision<UInt8?>, escape: Decision<SourceDescription.Escape>) {
        let block = text.head[start...].prefix(Self.triedBytes)
        func records(_ quote: UInt8?, _ escape: SourceDescription.Escape) -> [SampleRecord] {
            SampleRecords.split(
                block, SampleDialect(delimiter: delimiter, quote: quote, escape: escape), isEnd: sample.isWhole)
        }
        let doubled = Decision(SourceDescription.Escape.doubled, "")
        for quote in [UInt8(ascii: "\""), UInt8(ascii: "'")] {
            let plain = records(quote, .doubled)
            let quoted = plain.reduce(0) { $0 + $1.quoted }
            let faults = plain.count { $0.isFaulty }
            let sign = String(UnicodeScalar(quote))
            guard quoted > 0 else { continue }
            if quote == UInt8(ascii: "'"), quoted < 2 || faults * 10 > quoted { continue }
            let escaped = Self.count(of: [UInt8(ascii: "\\"), quote], in: block)
            if escaped > 0 {
                let other = records(quote, .backslash)
                let width = Self.usualWidth(other)
                let fits = other.count { $0.fields.count == width && !$0.isFaulty }
                let fitsDoubled = plain.count { $0.fields.count == width && !$0.isFaulty }
                if fits > fitsDoubled {
                    return (
                        Decision(quote, "around \(Plural.of(quoted, "field"))"),
                        Decision(
                            .backslash,
                            "\\\(sign) stands in \(Plural.of(escaped, "place")); read so, \(fits) records are whole, else "
                                + "\(fitsDoubled)")
                    )
                }
            }
            return (Decision(quote, "around \(Plural.of(quoted, "field"))"), doubled)
        }
        let stray = block.count { $0 == UInt8(ascii: "\"") }
        guard stray == 0 else {
            return (
                Decision(nil, "\" stands within fields in \(Plural.of(stray, "place")) and around none"), doubled
            )
        }
        return (Decision(UInt8(ascii: "\""), ""), doubled)
    }

    private static func count(of pair: [UInt8], in block: ArraySlice<UInt8>) -> Int {
        var count = 0
        var last: UInt8 = 0
        for byte in block {
            if last == pair[0], byte == pair[1] { count += 1 }
            last = byte
        }
        return count
    }

    // MARK: where rows begin

    /// The record that is the first row of headers. Titles above it fill one or two cells, whatever a spreadsheet pads them to.
    private func headerPlace(_ records: [SampleRecord], _ columns: Int) -> Int? {
        for (place, record) in records.prefix(Self.mostPreambleLines).enumerated() {
            var width = record.fields.count
            // A delimiter at the end of the header alone.
            if width == columns + 1, record.fields.last?.isEmpty == true { width -= 1 }
            guard width == columns else { continue }
            if columns >= 3, record.filled <= 2 {
                let wider = records[(place + 1)...].prefix(10).contains {
                    $0.fields.count == columns && $0.filled * 10 >= columns * 6
                }
                if wider { continue }
            }
            return place
        }
        return nil
    }

    private func preamble(_ records: [SampleRecord], _ head: Int) -> Decision<Int> {
        let lines = records[head].line - 1
        guard lines > 0 else { return Decision(0, "") }
        let first = lines + (separator == nil ? 1 : 2)
        return Decision(lines, "the headers stand on line \(first)")
    }

    /// Texts, all different, none a number or a date.
    static func looksLikeNames(_ record: SampleRecord) -> Bool {
        let filled = record.fields.filter { !$0.isEmpty }
        guard !filled.isEmpty else { return false }
        return Set(filled).count == filled.count && !filled.contains { CellForm.of($0).isTyped }
    }

    // MARK: where rows end

    private static let totalWords: Set<String> = [
        "total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "totalt", "i alt",
        "ialt", "summa", "total:", "sum:", "summe:", "totalt:", "i alt:", "summa:",
    ]

    private func footer(
        _ headRecords: [SampleRecord], _ firstRow: Int, _ dialect: SampleDialect, _ columns: Int
    ) -> (rows: Decision<Int>, trailer: String?) {
        let last: [SampleRecord]
        if sample.isWhole {
            last = Array(headRecords.dropFirst(firstRow))
        } else if let lineEnd = text.tail.firstIndex(where: { $0 == 10 || $0 == 13 }) {
            last = SampleRecords.split(text.tail[(lineEnd + 1)...], dialect, isEnd: true)
        } else {
            return (Decision(0, "the end of the file was not looked at"), nil)
        }
        let window = last.suffix(Self.mostFooterRows)
        guard let place = window.firstIndex(where: { Self.isFooter($0, columns) }) else {
            return (Decision(0, ""), nil)
        }
        let rows = window.endIndex - place
        // Rows behind a total are rows, unless nearly nothing stands in them.
        guard window[place...].allSatisfy({ Self.isFooter($0, columns) || $0.filled <= 2 }) else {
            return (Decision(0, ""), nil)
        }
        let what = window[place].fields.count == columns ? "begins with a word for a total" : "has another width"
        let decision = Decision(
            rows, "the \(rows == 1 ? "last record" : "last \(rows) records"): the first of them \(what)")
        guard rows == 1, sample.isWhole, let record = window.last else { return (decision, nil) }
        return (decision, trailer(record, rows: last.count - rows, dialect))
    }

    /// Narrower than the rows, or a total.
    private static func isFooter(_ record: SampleRecord, _ columns: Int) -> Bool {
        if columns >= 3, record.fields.count < columns, record.fields.count <= 2 { return true }
        guard record.fields.count == columns, let first = record.fields.first(where: { !$0.isEmpty }) else {
            return false
        }
        return totalWords.contains(String(decoding: first, as: UTF8.self).lowercased())
    }

    /// `TRAILER;{rows}`: a word of letters, and the number of rows that there are.
    private func trailer(_ record: SampleRecord, rows: Int, _ dialect: SampleDialect) -> String? {
        let texts = record.texts()
        guard texts.count == 2, Int(texts[1]) == rows, texts[0].count >= 3, texts[0].allSatisfy(\.isLetter) else {
            return nil
        }
        return texts[0] + String(UnicodeScalar(dialect.delimiter)) + "{rows}"
    }
}

/// Which of the first records are headers, and which of them names the columns.
struct HeaderRows {
    private(set) var rows = 1
    private(set) var names = SourceDescription.HeaderNames.last
    private(set) var evidence = ""
    private(set) var namesEvidence = ""
    private(set) var texts: [[String]] = []

    /// `records` from the first row of headers on.
    init(_ records: [SampleRecord], columns: Int) {
        guard let first = records.first else { return }
        let firstTexts = Self.padded(first, columns)
        texts = [firstTexts]
        let next = records.dropFirst().prefix(2).filter { $0.fields.count == columns }
        if let third = next.last, next.count == 2, Self.isImportRow(third) {
            rows = 3
            names = .first
            texts += next.map { Self.padded($0, columns) }
            evidence = "the third holds ImportIds in JSON, as Qualtrics writes them"
            namesEvidence = "the short names; the second row holds the questions"
        } else if let second = next.first, Self.continues(first, second, columns) {
            rows = 2
            names = .joined
            texts.append(Self.padded(second, columns))
            let empty = firstTexts.count { $0.isEmpty }
            evidence =
                "\(Plural.of(empty, "header")) of the first row \(empty == 1 ? "is" : "are") empty and filled in the second"
            namesEvidence = "a question, and its answers below it"
        } else if let second = next.first, Self.isSecondHeader(second, Array(records.dropFirst(2)), columns) {
            rows = 2
            names = .first
            texts.append(Self.padded(second, columns))
            evidence = "the second row holds texts where the rows below hold numbers and dates"
        } else if Self.isRow(first) {
            rows = 0
            evidence = "the first record holds numbers or dates: it is a row"
            texts = []
        }
    }

    private static func padded(_ record: SampleRecord, _ columns: Int) -> [String] {
        var texts = record.texts().map {
            String(String.UnicodeScalarView($0.unicodeScalars.filter { $0 != "\u{FEFF}" }))
        }
        while texts.count < columns { texts.append("") }
        return Array(texts.prefix(columns))
    }

    private static func isImportRow(_ record: SampleRecord) -> Bool {
        let filled = record.fields.filter { !$0.isEmpty }
        let importLine = filled.count { String(decoding: $0.prefix(12), as: UTF8.self).hasPrefix("{\"ImportId\"") }
        return importLine >= 1 && importLine * 2 > filled.count
    }

    /// The second row says what the first leaves open: answers to a question of several.
    private static func continues(_ first: SampleRecord, _ second: SampleRecord, _ columns: Int) -> Bool {
        let open = (0..<min(columns, first.fields.count)).filter { first.fields[$0].isEmpty }
        guard !open.isEmpty, first.filled >= 2 else { return false }
        let filled = open.count { !second.fields[$0].isEmpty && !CellForm.of(second.fields[$0]).isTyped }
        // Columns that need no second row leave it empty.
        return filled == open.count && second.filled < columns && !second.fields.contains { CellForm.of($0).isTyped }
    }

    /// No number or date in it, where the rows below have them.
    private static func isSecondHeader(_ second: SampleRecord, _ rows: [SampleRecord], _ columns: Int) -> Bool {
        let filled = second.fields.filter { !$0.isEmpty }
        guard filled.count * 2 > columns, Set(filled).count == filled.count,
            !filled.contains(where: { CellForm.of($0).isTyped }), rows.count >= 2
        else { return false }
        var typed = 0
        for column in 0..<columns where !second.fields[column].isEmpty {
            let cells = rows.compactMap { $0.fields.count == columns ? $0.fields[column] : nil }.filter { !$0.isEmpty }
            guard cells.count >= 2 else { continue }
            if cells.count(where: { CellForm.of($0).isTyped }) * 10 >= cells.count * 9 { typed += 1 }
        }
        return typed >= 2
    }

    private static func isRow(_ record: SampleRecord) -> Bool {
        let forms = record.fields.filter { !$0.isEmpty }.map { CellForm.of($0) }
        let dates = forms.count { $0.isDate }
        return dates > 0 || forms.count { $0.isTyped } * 2 > forms.count
    }
}
