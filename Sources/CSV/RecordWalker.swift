/// Steps over the records of a block one byte at a time, with the states of strict libcsv. Slow and plain: for headers,
/// for the line numbers of faulty records, and as the reference that the fast searches are tested against.
public struct RecordWalker {
    public struct Step: Sendable, Equatable {
        public var start: Int
        /// Behind the record's line end.
        public var end: Int
        /// Where the quote stands that makes the record faulty: the opening one, or the stray one.
        public var faultyQuote: Int?
        /// A line without text.
        public var isBlank: Bool
        /// Where a quote opens that is still open at the end of the block.
        public var openQuote: Int?
    }

    private enum State { case recordStart, fieldStart, plain, quoted, afterQuote }

    private let bytes: UnsafeRawBufferPointer
    private let delimiter: UInt8
    private var here = 0

    public init(_ bytes: UnsafeRawBufferPointer, _ dialect: CSVDialect) {
        self.bytes = bytes
        delimiter = dialect.delimiter
    }

    /// The next record or blank line; nil at the end of the block.
    public mutating func next() -> Step? {
        guard here < bytes.count else { return nil }
        let start = here
        var state = State.recordStart
        var quote = start
        var blanks = 0
        while here < bytes.count {
            let byte = bytes[here]
            let isEnd = byte == 0x0A || byte == 0x0D
            let isBlank = (byte == 0x20 || byte == 0x09) && byte != delimiter
            switch state {
            case .recordStart, .fieldStart:
                if isEnd { return finish(start, blank: state == .recordStart) }
                if isBlank { break }
                if byte == delimiter {
                    state = .fieldStart
                } else if byte == 0x22 {
                    state = .quoted
                    quote = here
                } else {
                    state = .plain
                }
            case .plain:
                if isEnd { return finish(start, blank: false) }
                if byte == delimiter { state = .fieldStart }
                if byte == 0x22 { return skip(start, quote: here) }
            case .quoted:
                if byte == 0x22 {
                    state = .afterQuote
                    blanks = 0
                }
            case .afterQuote:
                if isEnd { return finish(start, blank: false) }
                if byte == delimiter {
                    state = .fieldStart
                } else if isBlank {
                    blanks += 1
                } else if byte == 0x22, blanks == 0 {
                    state = .quoted
                } else {
                    return skip(start, quote: quote)
                }
            }
            here += 1
        }
        return Step(
            start: start, end: here, faultyQuote: nil, isBlank: state == .recordStart,
            openQuote: state == .quoted ? quote : nil)
    }

    private mutating func finish(_ start: Int, blank: Bool) -> Step {
        passLineEnd()
        return Step(start: start, end: here, faultyQuote: nil, isBlank: blank, openQuote: nil)
    }

    private mutating func skip(_ start: Int, quote: Int) -> Step {
        while here < bytes.count, bytes[here] != 0x0A, bytes[here] != 0x0D { here += 1 }
        if here < bytes.count { passLineEnd() }
        return Step(start: start, end: here, faultyQuote: quote, isBlank: false, openQuote: nil)
    }

    private mutating func passLineEnd() {
        if bytes[here] == 0x0D, here + 1 < bytes.count, bytes[here + 1] == 0x0A { here += 1 }
        here += 1
    }
}
