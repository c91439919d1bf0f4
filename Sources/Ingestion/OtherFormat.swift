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

    private init(_ found: String, _ advice: String) {
        self.found = found
        self.advice = advice
    }

    /// What says by its first bytes that it is no text. `head`: from the first byte on, unpacked.
    init?(binary head: [UInt8]) {
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0xD0, 0xCF, 0x11, 0xE0]) {
            self.init("a workbook or ZIP archive", "export as CSV")
        } else if begins(Self.gzipMagic) || begins(Self.zstdMagic) || begins([0x42, 0x5A, 0x68])
            || begins([0xFD, 0x37, 0x7A, 0x58])
        {
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
        let start = CanonicalText.folded(text)
        func begins(_ words: String...) -> Bool { words.contains(where: start.hasPrefix) }
        if begins("<!doctype", "<html", "<?xml", "<head", "<body") {
            self.init("an HTML or XML page, perhaps an error page", "fetch the export again")
        } else if begins("{\"", "[{", "{\n") {
            self.init("JSON, perhaps an error message", "fetch the export again, as CSV")
        } else {
            return nil
        }
    }
}
