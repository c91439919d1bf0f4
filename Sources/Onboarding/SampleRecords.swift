import Configuration

/// How a sample is split, while that is still being tried out.
struct SampleDialect: Equatable, Sendable {
    var delimiter: UInt8
    var quote: UInt8?
    var escape = SourceDescription.Escape.doubled
}

/// A record of a sample.
struct SampleRecord: Equatable {
    /// Without quotes, and without the blanks around unquoted text.
    var fields: [[UInt8]]
    /// Counted from 1 in the block.
    var line: Int
    /// Fields that stood in quotes.
    var quoted = 0
    /// Text behind a closing quote, or a quote within unquoted text.
    var isFaulty = false

    var filled: Int { fields.count { !$0.isEmpty } }
    var isBlank: Bool { fields.allSatisfy { $0.isEmpty } && fields.count == 1 }

    /// As text, for headers and for the words of footers.
    func texts() -> [String] { fields.map { String(decoding: $0, as: UTF8.self) } }
}

/// Splits blocks of a sample. Slow and forgiving, where a run is fast and strict: it has to survive every guess.
enum SampleRecords {
    /// Fields are kept up to here; a longer one is still one field.
    static let longestField = 4096

    /// The records of `block`, blank lines left out; no half records.
    ///
    /// - Parameters:
    ///   - isEnd: the file ends with the block, so that its last record is whole.
    ///   - limit: no more records than this.
    static func split(
        _ block: ArraySlice<UInt8>, _ dialect: SampleDialect, isEnd: Bool, limit: Int = .max
    ) -> [SampleRecord] {
        var records: [SampleRecord] = []
        var walker = Walker(block, dialect)
        while records.count < limit, let record = walker.next(isEnd: isEnd) {
            if !record.isBlank { records.append(record) }
        }
        return records
    }

    /// A block from the middle of a file: the half record at its beginning left out.
    static func splitInside(_ block: [UInt8], _ dialect: SampleDialect, columns: Int, isEnd: Bool) -> [SampleRecord] {
        guard let first = block.firstIndex(where: { $0 == 10 || $0 == 13 }) else { return [] }
        // A line end may stand within quotes: records of another width are not trusted.
        return split(block[(first + 1)...], dialect, isEnd: isEnd).filter {
            $0.fields.count == columns && !$0.isFaulty
        }
    }

    /// Where each line begins, at most so many.
    static func lineStarts(_ block: [UInt8], limit: Int) -> [Int] {
        var starts = [0]
        var place = 0
        while place < block.count, starts.count < limit {
            if block[place] == 13 {
                if place + 1 < block.count, block[place + 1] == 10 { place += 1 }
                starts.append(place + 1)
            } else if block[place] == 10 {
                starts.append(place + 1)
            }
            place += 1
        }
        return starts
    }

    private struct Walker {
        private let block: ArraySlice<UInt8>
        private let dialect: SampleDialect
        private var here: Int
        private var line = 1

        init(_ block: ArraySlice<UInt8>, _ dialect: SampleDialect) {
            self.block = block
            self.dialect = dialect
            here = block.startIndex
        }

        mutating func next(isEnd: Bool) -> SampleRecord? {
            guard here < block.endIndex else { return nil }
            var record = SampleRecord(fields: [], line: line)
            var field: [UInt8] = []
            /// Bytes of the field that must not be trimmed.
            var kept = 0
            var inQuotes = false
            var wasQuoted = false
            func keep(_ byte: UInt8) { if field.count < SampleRecords.longestField { field.append(byte) } }
            func endField() {
                while field.count > kept, let last = field.last, isBlank(last) { field.removeLast() }
                record.fields.append(field)
                record.quoted += wasQuoted ? 1 : 0
                field = []
                kept = 0
                wasQuoted = false
            }
            while here < block.endIndex {
                let byte = block[here]
                if dialect.escape == .backslash, byte == UInt8(ascii: "\\"), here + 1 < block.endIndex {
                    if block[here + 1] == 10 || block[here + 1] == 13 { line += 1 }
                    keep(block[here + 1])
                    kept = field.count
                    here += 2
                    continue
                }
                if inQuotes {
                    if byte == dialect.quote {
                        if here + 1 < block.endIndex, block[here + 1] == byte {
                            keep(byte)
                            here += 1
                        } else {
                            inQuotes = false
                        }
                    } else {
                        if byte == 10 || (byte == 13 && !(here + 1 < block.endIndex && block[here + 1] == 10)) {
                            line += 1
                        }
                        keep(byte)
                    }
                    kept = field.count
                    here += 1
                    continue
                }
                here += 1
                if byte == dialect.delimiter {
                    endField()
                } else if byte == 10 || byte == 13 {
                    if byte == 13, here < block.endIndex, block[here] == 10 { here += 1 }
                    line += 1
                    endField()
                    return record
                } else if byte == dialect.quote, field.isEmpty, !wasQuoted {
                    inQuotes = true
                    wasQuoted = true
                } else if isBlank(byte), field.isEmpty || wasQuoted {
                    continue
                } else {
                    if wasQuoted || byte == dialect.quote { record.isFaulty = true }
                    keep(byte)
                }
            }
            guard isEnd, !inQuotes else { return nil }
            endField()
            return record
        }

        private func isBlank(_ byte: UInt8) -> Bool { (byte == 0x20 || byte == 0x09) && byte != dialect.delimiter }
    }
}
