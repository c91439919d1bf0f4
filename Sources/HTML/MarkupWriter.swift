/// Streams HTML5 that is also well-formed XML apart from the void elements, into one byte buffer.
///
/// Text and attribute values are escaped here and nowhere else; characters that steer a terminal or turn the writing
/// direction are left out, since a name may hold them and a page must not follow them.
public struct MarkupWriter {
    public private(set) var bytes: [UInt8] = []

    public init(reserving capacity: Int = 1 << 17) { bytes.reserveCapacity(capacity) }

    /// `<!DOCTYPE html>` and a line feed.
    public mutating func documentType() { append("<!DOCTYPE html>\n") }

    /// An element with content.
    public mutating func element(
        _ tag: Tag, _ attributes: Attribute..., content: (inout MarkupWriter) -> Void
    ) {
        open(tag, attributes)
        append(">")
        content(&self)
        close(tag)
    }

    /// An element that holds only text.
    public mutating func text(_ tag: Tag, _ attributes: Attribute..., text: String) {
        open(tag, attributes)
        append(">")
        bytes.appendEscaped(text)
        close(tag)
    }

    /// An element without content.
    public mutating func empty(_ tag: Tag, _ attributes: Attribute...) {
        open(tag, attributes)
        if tag.isDrawing {
            append("/>")
        } else {
            append(">")
            if !tag.isVoid { close(tag) }
        }
    }

    public mutating func text(_ text: String) { bytes.appendEscaped(text) }

    /// A line feed, where a reader of the source would want one.
    public mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    /// Markup from this program's own source.
    public mutating func trusted(_ markup: Trusted) { bytes.append(contentsOf: markup.bytes) }

    /// A style sheet from this program's own source; its bytes are what a content security policy hashes.
    public mutating func style(_ sheet: Trusted) {
        append("<style>")
        bytes.append(contentsOf: sheet.bytes)
        append("</style>")
    }

    private mutating func open(_ tag: Tag, _ attributes: [Attribute]) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: tag.rawValue.utf8)
        for attribute in attributes {
            if case .omitted = attribute.value { continue }
            bytes.append(UInt8(ascii: " "))
            attribute.name.withUTF8Buffer { bytes.append(contentsOf: $0) }
            append("=\"")
            switch attribute.value {
            case .text(let text): bytes.appendEscaped(text)
            case .number(let number): bytes.appendCoordinate(number)
            case .integer(let number): bytes.append(contentsOf: String(number).utf8)
            case .path(let path): bytes.append(contentsOf: path.bytes)
            case .omitted: break
            }
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private mutating func close(_ tag: Tag) {
        append("</")
        bytes.append(contentsOf: tag.rawValue.utf8)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
