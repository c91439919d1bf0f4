import CSV
import Configuration

/// The header of one export.
struct ExportHeader {
    var names: [String]
    /// Bytes of the first chunk that the header rows take, blank lines before them included.
    var byteCount: Int

    /// Header rows that name no columns, and their numbers from 1.
    private(set) var labels: [(number: Int, fields: [String])] = []

    /// Bytes behind the header, for advice when it is not the right one.
    private var following: [UInt8] = []
    private let dialect: CSVDialect

    /// Reads the header rows at the start of the first chunk. `file` is for messages.
    init(_ chunk: UnsafeRawBufferPointer, _ source: SourceDescription, _ limits: IngestLimits, file: String) throws {
        dialect = CSVDialect(delimiter: source.delimiter)
        if source.headerRows == 0 {
            names = source.columnNames
            byteCount = 0
        } else {
            let (rows, end) = try Self.rows(of: chunk, source, limits, file: file)
            names = try Self.names(rows, source, limits, file: file)
            labels = Self.labels(rows, source)
            byteCount = end
            following = Array(chunk[end..<min(chunk.count, end + 16_384)])
        }
        // A delimiter at the end of the header names no column.
        if names.count > 1, names.last == "" { names.removeLast() }
        var seen: [String: Int] = [:]
        for (column, name) in names.enumerated() where !name.isEmpty {
            if let other = seen.updateValue(column, forKey: CanonicalText.folded(name)) {
                guard !holdsValues else {
                    throw IngestError.refused(
                        "\(file): columns \(other + 1) and \(column + 1) of the first row say the same, and it holds values, "
                            + "expected headers; declare header_rows: 0 and column_names of source \(source.name), or "
                            + "export with a header")
                }
                throw IngestError.refused(
                    "\(file): columns \(other + 1) and \(column + 1) have the same header \"\(Self.shown(name))\", expected "
                        + "different ones; correct the export")
            }
        }
    }

    private static func rows(
        of chunk: UnsafeRawBufferPointer, _ source: SourceDescription, _ limits: IngestLimits, file: String
    ) throws -> (rows: [[String]], end: Int) {
        let dialect = CSVDialect(delimiter: source.delimiter)
        var walker = RecordWalker(chunk, dialect)
        var rows: [[String]] = []
        var end = 0
        while rows.count < source.headerRows {
            guard let step = walker.next() else {
                throw IngestError.refused(
                    "\(file): found \(rows.count) header rows, expected \(source.headerRows); deliver it again, or correct "
                        + "header_rows of source \(source.name)")
            }
            if step.isBlank { continue }
            let line =
                source.preambleLines
                + ByteScan.census(
                    UnsafeRawBufferPointer(rebasing: chunk[0..<step.start])
                ).lines + 1
            guard step.faultyQuote == nil else {
                throw IngestError.refused(
                    "\(file): line \(line): the quotes of the header are faulty; correct the export")
            }
            let bytes = UnsafeRawBufferPointer(rebasing: chunk[step.start..<step.end])
            if let place = ByteScan.firstInvalidUTF8(bytes) {
                throw IngestError.refused(
                    "\(file): line \(line): byte \(place) of the header is no UTF-8, expected UTF-8; export as UTF-8, or "
                        + "declare encoding: or fallback_encoding:")
            }
            if rows.isEmpty, separator(named: String(decoding: bytes, as: UTF8.self)) != nil {
                throw IngestError.refused(
                    "\(file): line \(line): found a sep= line, expected the header; declare separator_line: true, or export "
                        + "without it")
            }
            guard let fields = try HeaderRecord.fields(of: bytes, dialect, maximumFields: limits.columns)?.first else {
                throw IngestError.refused("\(file): line \(line): found no header, expected column names")
            }
            guard fields.count <= limits.columns else {
                throw IngestError.refused(
                    "\(file): found more than \(limits.columns) columns, expected at most that; check the delimiter")
            }
            rows.append(fields)
            end = step.end
        }
        return (rows, end)
    }

    private static func names(
        _ rows: [[String]], _ source: SourceDescription, _ limits: IngestLimits, file: String
    ) throws -> [String] {
        func row(_ place: Int) -> [String] { place < rows.count ? rows[place] : [] }
        switch source.headerNames {
        case .first: return row(0)
        case .second: return row(1)
        case .third: return row(2)
        case .last: return rows.last ?? []
        case .joined:
            var above = ""
            return (0..<max(row(0).count, row(1).count)).map { column in
                let first = column < row(0).count ? row(0)[column] : ""
                let second = column < row(1).count ? row(1)[column] : ""
                if !first.isEmpty { above = first }
                return above.isEmpty ? second : second.isEmpty ? first : "\(above) / \(second)"
            }
        }
    }

    private static func labels(_ rows: [[String]], _ source: SourceDescription) -> [(number: Int, fields: [String])] {
        let naming: Set<Int> =
            switch source.headerNames {
            case .first: [0]
            case .second: [1]
            case .third: [2]
            case .last: [rows.count - 1]
            case .joined: [0, 1]
            }
        return rows.indices.filter { !naming.contains($0) }.map { ($0 + 1, rows[$0]) }
    }

    /// The record behind the header rows, as far as it can be read; empty where there is none.
    func firstRow() -> [String] {
        following.withUnsafeBytes { bytes in
            var walker = RecordWalker(bytes, dialect)
            while let step = walker.next() {
                guard !step.isBlank else { continue }
                let record = UnsafeRawBufferPointer(rebasing: bytes[step.start..<step.end])
                return (try? HeaderRecord.fields(of: record, dialect, maximumFields: 4096))?.first ?? []
            }
            return []
        }
    }

    /// The delimiter that a spreadsheet's line `sep=;` names; nil when it is no such line.
    static func separator(named line: String) -> UInt8? {
        var text = line.filter { !$0.isNewline }[...]
        if text.hasPrefix("\""), text.hasSuffix("\""), text.count > 1 { text = text.dropFirst().dropLast() }
        guard text.lowercased().hasPrefix("sep="), text.utf8.count == 5 else { return nil }
        return text.utf8.last
    }

    /// The line, counted from the header's as 1, of a later record that has one of `headers`: the header may stand there.
    func laterLine(with headers: [String]) -> Int? {
        let wanted = Set(headers.map(CanonicalText.folded))
        return following.withUnsafeBytes { bytes in
            var walker = RecordWalker(bytes, dialect)
            for _ in 0..<30 {
                guard let step = walker.next(), step.faultyQuote == nil, step.openQuote == nil else { return nil }
                let record = UnsafeRawBufferPointer(rebasing: bytes[step.start..<step.end])
                let fields = (try? HeaderRecord.fields(of: record, dialect, maximumFields: 4096))?.first ?? []
                if fields.contains(where: { wanted.contains(CanonicalText.folded($0)) }) {
                    return ByteScan.census(UnsafeRawBufferPointer(rebasing: bytes[0..<step.start])).lines + 1
                }
            }
            return nil
        }
    }

    /// A header in a message: one line, not too long.
    static func shown(_ name: String) -> String {
        let line = String(name.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
        return line.count > 80 ? String(line.prefix(79)) + "…" : line
    }

    /// Whether the names are cells of a row rather, as where an export has no header: some is a number or a date. No
    /// message may show them then.
    var holdsValues: Bool {
        names.contains { name in
            name.utf8.contains { $0 >= 48 && $0 <= 57 }
                && name.utf8.allSatisfy { $0 >= 48 && $0 <= 57 || " .,:/+-%".utf8.contains($0) }
        }
    }

    /// The other delimiter that the header seems to use.
    func otherDelimiter(than declared: UInt8) -> String? {
        guard names.count <= 2, let text = names.first else { return nil }
        let candidates: [(UInt8, String)] = [
            (UInt8(ascii: ";"), "\";\""), (UInt8(ascii: ","), "\",\""), (0x09, "tabs"), (UInt8(ascii: "|"), "\"|\""),
        ]
        return candidates.first { mark, _ in mark != declared && text.utf8.contains(mark) }?.1
    }

    /// The header nearest to one of `wanted`; nil where none is like it.
    func nearest(to wanted: [String]) -> String? {
        var best: (distance: Int, name: String)?
        for name in names.prefix(500) where !name.isEmpty && name.count <= 100 {
            for wish in wanted {
                let distance = Self.distance(Array(CanonicalText.folded(name)), Array(CanonicalText.folded(wish)))
                guard distance <= max(max(name.count, wish.count) / 2, 1) else { continue }
                if distance < best?.distance ?? Int.max { best = (distance, name) }
            }
        }
        return best.map { Self.shown($0.name) }
    }

    /// Levenshtein's distance.
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}
