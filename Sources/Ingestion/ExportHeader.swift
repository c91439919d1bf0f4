import CSV
import Configuration

/// The header of one export.
struct ExportHeader {
    var names: [String]
    /// Bytes of the first chunk that the header rows take, blank lines before them included.
    var byteCount: Int

    /// Reads the header rows at the start of the first chunk. `file` is for messages.
    init(_ chunk: UnsafeRawBufferPointer, _ source: SourceDescription, _ limits: IngestLimits, file: String) throws {
        let dialect = CSVDialect(delimiter: source.delimiter)
        var walker = RecordWalker(chunk, dialect)
        var first: RecordWalker.Step?
        var rows = 0
        var end = 0
        while rows < max(source.headerRows, 1) {
            guard let step = walker.next() else {
                throw IngestError.refused("\(file): found \(rows) header rows, expected \(source.headerRows)")
            }
            if step.isBlank { continue }
            // Of several header rows the last one names the columns.
            first = step
            rows += 1
            end = step.end
        }
        guard let first, first.faultyQuote == nil else {
            throw IngestError.refused("\(file): line 1: the quotes of the header are faulty; correct the export")
        }
        let bytes = UnsafeRawBufferPointer(rebasing: chunk[first.start..<first.end])
        if let place = ByteScan.firstInvalidUTF8(bytes) {
            throw IngestError.refused(
                "\(file): byte \(place) of the header is no UTF-8; export as UTF-8 or declare fallback_encoding")
        }
        if bytes.starts(with: Array("sep=".utf8)) || bytes.starts(with: Array("SEP=".utf8)) {
            throw IngestError.refused(
                "\(file): line 1: found a sep= line, expected the header; export without it")
        }
        let records = try HeaderRecord.fields(of: bytes, dialect, maximumFields: limits.columns)
        guard let names = records?.first else {
            throw IngestError.refused("\(file): line 1: found no header, expected column names")
        }
        guard names.count <= limits.columns else {
            throw IngestError.refused(
                "\(file): found more than \(limits.columns) columns, expected at most that; check the delimiter")
        }
        self.names = names
        // A delimiter at the end of the header names no column.
        if names.count > 1, names.last == "" { self.names.removeLast() }
        byteCount = end
        var seen: [String: Int] = [:]
        for (column, name) in self.names.enumerated() where !name.isEmpty {
            if let other = seen.updateValue(column, forKey: CanonicalText.folded(name)) {
                throw IngestError.refused(
                    "\(file): columns \(other + 1) and \(column + 1) have the same header \"\(Self.shown(name))\", expected "
                        + "different ones; correct the export")
            }
        }
    }

    /// A header in a message: one line, not too long.
    static func shown(_ name: String) -> String {
        let line = String(name.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
        return line.count > 80 ? String(line.prefix(79)) + "…" : line
    }

    /// The other delimiter that the header seems to use.
    func otherDelimiter(than declared: UInt8) -> String? {
        guard names.count <= 2, let text = names.first else { return nil }
        let candidates: [(UInt8, String)] = [
            (UInt8(ascii: ";"), "\";\""), (UInt8(ascii: ","), "\",\""), (0x09, "tabs"), (UInt8(ascii: "|"), "\"|\""),
        ]
        return candidates.first { mark, _ in mark != declared && text.utf8.contains(mark) }?.1
    }

    /// The header nearest to one of `wanted`.
    func nearest(to wanted: [String]) -> String? {
        var best: (distance: Int, name: String)?
        for name in names.prefix(500) where !name.isEmpty && name.count <= 100 {
            for wish in wanted {
                let distance = Self.distance(Array(CanonicalText.folded(name)), Array(CanonicalText.folded(wish)))
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
