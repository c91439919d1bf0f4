import Configuration

/// Text in another dialect → the same fields with the quotes of RFC 4180, so that one parser reads all exports. Line ends
/// stay where they are, and faulty quotes stay faulty.
///
/// Quotes are `'` or none at all; or a backslash makes the next character text.
final class RequotedSource: BlockSource {
    private enum State { case fieldStart, plain, quoted, afterQuote }

    private static let mark = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    private let delimiter: UInt8
    private let quote: UInt8?
    private let hasBackslash: Bool
    /// Bytes of a field that are held back, to see whether it needs quotes.
    private let longest: Int
    private var block = [UInt8](repeating: 0, count: 64 << 10)
    private var state = State.fieldStart
    /// The next byte is text.
    private var isEscaped = false
    /// The field so far, without its quotes.
    private var field: [UInt8] = []
    private var needsQuotes = false
    /// The field is longer than is held back: what there was of it is given out, in quotes.
    private var isOpen = false
    /// Blanks behind a closing quote.
    private var blanks: [UInt8] = []

    init(_ source: any ByteSource, _ description: SourceDescription, longest: Int) {
        delimiter = description.delimiter
        quote = description.quote
        hasBackslash = description.escape == .backslash
        self.longest = longest
        super.init(source)
    }

    override func fill() throws -> Bool {
        let got = try block.withUnsafeMutableBytes { try source.read(into: $0) }
        made.reserveCapacity(got * 2)
        for place in 0..<got { take(block[place]) }
        guard got < block.count else { return true }
        endOfText()
        return false
    }

    private func take(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
            // `\N` alone is the word for "no value" of databases.
            if byte == UInt8(ascii: "N"), field.isEmpty, state == .plain { field.append(Self.backslash) }
            hold(byte, asText: true)
            return
        }
        let isLineEnd = byte == 10 || byte == 13
        let isBlank = (byte == 0x20 || byte == 0x09) && byte != delimiter
        switch state {
        case .fieldStart:
            if byte == delimiter || isLineEnd { return end(byte) }
            if isBlank { return made.append(byte) }
            if byte == quote {
                state = .quoted
                needsQuotes = true
            } else {
                state = .plain
                text(byte)
            }
        case .plain:
            if byte == delimiter || isLineEnd { return end(byte) }
            if byte == quote {
                // A quote within unquoted text: faulty here, and faulty for the parser.
                flush()
                made.append(Self.mark)
                return
            }
            text(byte)
        case .quoted:
            if byte == quote { state = .afterQuote } else { text(byte) }
        case .afterQuote:
            if byte == delimiter || isLineEnd { return end(byte) }
            if byte == quote, blanks.isEmpty {
                state = .quoted
                hold(byte, asText: true)
            } else if isBlank {
                blanks.append(byte)
                if blanks.count > longest { closeField() }
            } else {
                // Text behind a closing quote stays where it is.
                closeField()
                made.append(byte)
            }
        }
    }

    private func text(_ byte: UInt8) {
        if hasBackslash, byte == Self.backslash {
            isEscaped = true
        } else {
            hold(byte, asText: quote != Self.mark)
        }
    }

    /// `asText`: quotes, delimiters and line ends among it are text, and the field needs quotes for them.
    private func hold(_ byte: UInt8, asText: Bool) {
        if asText, byte == Self.mark || byte == delimiter || byte == 10 || byte == 13 { needsQuotes = true }
        if isOpen {
            if byte == Self.mark { made.append(Self.mark) }
            made.append(byte)
            return
        }
        field.append(byte)
        if field.count > longest {
            needsQuotes = true
            giveText()
            isOpen = true
        }
    }

    private func giveText() {
        if needsQuotes { made.append(Self.mark) }
        for byte in field {
            if needsQuotes, byte == Self.mark { made.append(Self.mark) }
            made.append(byte)
        }
        field.removeAll(keepingCapacity: true)
    }

    /// The field as far as it goes, closed if it is in quotes.
    private func flush() {
        if !isOpen { giveText() }
        if needsQuotes { made.append(Self.mark) }
        isOpen = false
        needsQuotes = false
    }

    private func closeField() {
        flush()
        made.append(contentsOf: blanks)
        blanks.removeAll(keepingCapacity: true)
        state = .plain
    }

    private func end(_ byte: UInt8) {
        if state != .fieldStart { closeField() }
        made.append(byte)
        state = .fieldStart
    }

    private func endOfText() {
        if isEscaped { hold(Self.backslash, asText: true) }
        switch state {
        case .fieldStart: break
        case .plain, .afterQuote: closeField()
        case .quoted:
            // A quote that never closes stays open.
            if !isOpen { giveText() }
        }
    }
}

extension SourceDescription {
    /// Whether exports are written in another dialect than RFC 4180's and are put into it.
    var isRequoted: Bool { quote != UInt8(ascii: "\"") || escape != .doubled }
}
