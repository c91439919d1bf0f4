/// Streams HTML5 that is also well-formed XML apart from the void elements, into one byte buffer.
///
/// Text and attribute values are escaped here and nowhere else; characters that steer a terminal or turn the writing
/// direction are left out, since a name may hold them and a page must not follow them.
///
/// Elements take up to five attributes, as parameters of their own: a list would be an allocation an element.
public struct MarkupWriter: ~Copyable {
    private var out: ByteText

    public init(reserving capacity: Int = 1 << 16) { out = ByteText(reserving: capacity) }

    /// What was written so far, as a copy.
    public var bytes: [UInt8] { out.bytes }

    /// `<!DOCTYPE html>` and a line feed.
    public mutating func documentType() { out.append("<!DOCTYPE html>\n") }

    /// An element with content.
    public mutating func element(
        _ tag: Tag, _ a: Attribute = .none, _ b: Attribute = .none, _ c: Attribute = .none, _ d: Attribute = .none,
        _ e: Attribute = .none, content: (inout MarkupWriter) -> Void
    ) {
        open(tag, a, b, c, d, e)
        out.append(UInt8(ascii: ">"))
        content(&self)
        close(tag)
    }

    /// An element that holds only text.
    public mutating func text(
        _ tag: Tag, _ a: Attribute = .none, _ b: Attribute = .none, _ c: Attribute = .none, _ d: Attribute = .none,
        _ e: Attribute = .none, text: String
    ) {
        open(tag, a, b, c, d, e)
        out.append(UInt8(ascii: ">"))
        out.appendEscaped(text)
        close(tag)
    }

    /// An element without content.
    public mutating func empty(
        _ tag: Tag, _ a: Attribute = .none, _ b: Attribute = .none, _ c: Attribute = .none, _ d: Attribute = .none,
        _ e: Attribute = .none
    ) {
        open(tag, a, b, c, d, e)
        if tag.isDrawing {
            out.append("/>")
        } else {
            out.append(UInt8(ascii: ">"))
            if !tag.isVoid { close(tag) }
        }
    }

    public mutating func text(_ text: String) { out.appendEscaped(text) }

    /// A line feed, where a reader of the source would want one.
    public mutating func newline() { out.append(UInt8(ascii: "\n")) }

    /// Markup from this program's own source.
    public mutating func trusted(_ markup: Trusted) { markup.bytes.withUnsafeBufferPointer { out.append($0) } }

    /// A style sheet from this program's own source; its bytes are what a content security policy hashes.
    public mutating func style(_ sheet: Trusted) {
        out.append("<style>")
        trusted(sheet)
        out.append("</style>")
    }

    private mutating func open(
        _ tag: Tag, _ a: Attribute, _ b: Attribute, _ c: Attribute, _ d: Attribute, _ e: Attribute
    ) {
        out.append(UInt8(ascii: "<"))
        out.append(tag.name)
        write(a)
        write(b)
        write(c)
        write(d)
        write(e)
    }

    @inline(__always)
    private mutating func write(_ attribute: Attribute) {
        if case .omitted = attribute.value { return }
        writePresent(attribute)
    }

    private mutating func writePresent(_ attribute: Attribute) {
        out.append(UInt8(ascii: " "))
        out.append(attribute.name)
        out.append("=\"")
        switch attribute.value {
        case .text(let text): out.appendEscaped(text)
        case .number(let number): out.appendCoordinate(number)
        case .integer(let number):
            if number < 0 { out.append(UInt8(ascii: "-")) }
            out.appendDigits(number.magnitude)
        case .path(let path): path.write(to: &out)
        case .segment(let x1, let y1, let x2, let y2): PathData.write(from: x1, y1, to: x2, y2, into: &out)
        case .omitted: break
        }
        out.append(UInt8(ascii: "\""))
    }

    private mutating func close(_ tag: Tag) {
        out.append("</")
        out.append(tag.name)
        out.append(UInt8(ascii: ">"))
    }
}
