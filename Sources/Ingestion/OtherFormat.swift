import Configuration

/// What a file is that is no CSV, as its first bytes say: for messages and for notes beside a file that is passed over.
public struct OtherFormat: Sendable, Equatable {
    /// Completes “found …”.
    public let found: String
    /// What to do.
    public let advice: String

    /// Nil where the bytes may be text of an export. `head`: from the file's first byte on, unpacked; a few hundred will do.
    public init?(beginning head: some Sequence<UInt8>) {
        let head = Array(head.prefix(Self.examined))
        let mark = [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]].first { head.starts(with: $0) }?.count ?? 0
        guard let format = Self(binary: head) ?? Self(text: head.dropFirst(mark)) else { return nil }
        self = format
    }

    private static let examined = 515

    static let gzipMagic: [UInt8] = [0x1F, 0x8B]
    static let zstdMagic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    /// bzip2, xz, 7z, RAR, LZ4.
    private static let otherCompressions: [[UInt8]] = [
        [0x42, 0x5A, 0x68], [0xFD, 0x37, 0x7A, 0x58], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],
        [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], [0x04, 0x22, 0x4D, 0x18],
    ]

    private init(_ found: String, _ advice: String) {
        self.found = found
        self.advice = advice
    }

    /// What says by its first bytes that it is no text. `head`: from the first byte on, unpacked.
    init?(binary head: [UInt8]) {
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0xD0, 0xCF, 0x11, 0xE0]) {
            self.init("a workbook or ZIP archive", "export as CSV")
        } else if begins([0x50, 0x4B, 0x05, 0x06]) || begins([0x50, 0x4B, 0x07, 0x08]) {
            self.init("an empty or divided ZIP archive", "export as CSV")
        } else if begins(Self.gzipMagic) || begins(Self.zstdMagic) || Self.otherCompressions.contains(where: begins) {
            self.init("compressed data", "pack the export once with gzip or zstd, or not at all")
        } else if begins(Array("%PDF".utf8)) {
            self.init("a PDF document", "export as CSV")
        } else if begins(Array("PAR1".utf8)) {
            self.init("a Parquet file", "export as CSV")
        } else {
            return nil
        }
    }

    /// Text that is no CSV. `head`: behind a byte order mark.
    init?(text head: ArraySlice<UInt8>) {
        // In UTF-16 each character of these has a NUL beside it.
        let text = String(decoding: head.prefix(512).filter { $0 != 0 }, as: UTF8.self)
        var start = CanonicalText.folded(text)[...]
        var isMarkup = false
        while start.hasPrefix("<!--") {
            isMarkup = true
            guard let end = start.firstRange(of: "-->") else { break }
            start = start[end.upperBound...].drop(while: \.isWhitespace)
        }
        func begins(_ words: String...) -> Bool { words.contains(where: start.hasPrefix) }
        if isMarkup || begins("<!doctype", "<?xml") || Self.isElement(start) {
            self.init("an HTML or XML page, perhaps an error page", "fetch the export again")
        } else if begins("{\"", "[{", "{\n") {
            self.init("JSON, perhaps an error message", "fetch the export again, as CSV")
        } else if begins("{\\rtf") {
            self.init("a text document (RTF)", "export as CSV")
        } else {
            return nil
        }
    }

    /// Whether `text` begins with an element of a page: `<h1>`, `<table border="1">`. A header may begin with another
    /// word between such marks.
    private static func isElement(_ text: Substring) -> Bool {
        guard text.first == "<" else { return false }
        let name = text.dropFirst().prefix { $0.isLetter || $0.isNumber }
        guard let next = text.dropFirst(name.count + 1).first, elements.contains(String(name)) else { return false }
        return next == ">" || next == "/" || next.isWhitespace
    }

    private static let elements: Set = [
        "html", "head", "body", "title", "meta", "link", "style", "script", "noscript", "h1", "h2", "h3", "p", "div",
        "span", "pre", "center", "table", "br", "hr", "form", "iframe", "svg",
    ]

    /// Text in UTF-16 without a mark, by the side on which its characters have zero bytes; nil where it looks like none.
    static func byteOrder(of head: some Sequence<UInt8>) -> SourceDescription.Encoding? {
        var zeros = (atEven: 0, atOdd: 0)
        var count = 0
        for byte in head.prefix(examined) {
            if byte == 0 { if count & 1 == 0 { zeros.atEven += 1 } else { zeros.atOdd += 1 } }
            count += 1
        }
        // Delimiters and line ends at least, and hardly a zero on the other side.
        guard max(zeros.atEven, zeros.atOdd) >= max(count / 32, 3) else { return nil }
        if zeros.atOdd * 16 <= zeros.atEven { return .utf16BE }
        return zeros.atEven * 16 <= zeros.atOdd ? .utf16LE : nil
    }
}
