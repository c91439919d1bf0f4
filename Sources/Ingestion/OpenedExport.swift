import CSV
import Configuration

/// The text of one export in UTF-8: looked at, expanded, decoded and in the quotes of RFC 4180, as its source description
/// says. What is not as it says is refused.
final class OpenedExport {
    /// Neither expanded nor decoded: what is read are bytes of the file.
    let isPlain: Bool
    /// Bytes of a byte order mark.
    let skipped: Int
    private let file: ExportFile
    private let peeked: PeekedSource
    private let source: any ByteSource
    private let fallback: SingleByteSource?

    init(_ file: ExportFile, _ description: SourceDescription, _ limits: IngestLimits) throws {
        guard file.byteCount > 0 else {
            throw IngestError.refused("\(file.name): found 0 bytes, expected a header and rows; deliver it again")
        }
        var source: any ByteSource = FileSource(file)
        let packed = file.peek(at: 0, count: 4)
        let compression = try Self.compression(file.name, packed, description)
        if compression != .none { source = try ExpandedSource(source, compression, limits: limits, name: file.name) }
        peeked = try PeekedSource(source, count: 4096)
        self.file = file
        source = peeked
        let head = peeked.head
        guard !head.isEmpty else {
            throw IngestError.refused("\(file.name): found nothing in it, expected a header and rows; deliver it again")
        }
        try Self.refuse(OtherFormat(binary: head), file.name)
        let (encoding, mark) = try Self.encoding(of: head, file.name, description)
        peeked.skip(mark)
        skipped = mark
        try Self.refuse(OtherFormat(text: head.dropFirst(mark)), file.name)
        if compression == .none { try Self.examineEnd(file, encoding) }
        var fallback: SingleByteSource?
        switch encoding {
        case .utf8:
            // A mark says for sure that it is UTF-8.
            if mark == 0, let other = description.fallbackEncoding {
                fallback = SingleByteSource(source, other, onlyOtherLines: true, name: file.name)
                source = fallback ?? source
            }
        case .utf16LE, .utf16BE:
            source = UTF16Source(source, isBigEndian: encoding == .utf16BE, name: file.name)
        case .windows1252, .latin1, .latin9:
            if let decoded = SingleByteSource(source, encoding, onlyOtherLines: false, name: file.name) {
                source = decoded
            }
        }
        let isUsual = !description.isRequoted
        if !isUsual { source = RequotedSource(source, description, longest: limits.fieldBytes) }
        isPlain = compression == .none && encoding == .utf8 && isUsual && fallback == nil
        self.fallback = fallback
        self.source = source
    }

    /// Whether nothing is left; known for plain files only, of others the next read tells.
    var isKnownToEnd: Bool { isPlain && peeked.isHeadGiven && file.offset >= file.byteCount }

    var linesInFallback: Int { fallback?.otherLines ?? 0 }

    /// Fills `room` from its front; fewer bytes only at the end.
    func read(into room: UnsafeMutableRawBufferPointer) throws -> Int { try source.read(into: room) }

    // MARK: what it is

    /// The declared compression, or that of the file's ending; the bytes must agree.
    private static func compression(
        _ name: String, _ head: [UInt8], _ description: SourceDescription
    ) throws -> SourceDescription.Compression {
        func found() -> (SourceDescription.Compression, String) {
            if head.starts(with: OtherFormat.gzipMagic) { return (.gzip, "gzip data") }
            if head.starts(with: OtherFormat.zstdMagic) { return (.zstd, "zstd data") }
            return (.none, "no compressed data")
        }
        let lower = name.lowercased()
        var expected = description.compression
        if expected == .none {
            expected = lower.hasSuffix(".gz") ? .gzip : lower.hasSuffix(".zst") ? .zstd : .none
        }
        let (actual, words) = found()
        guard actual == expected else {
            if expected == .none {
                throw IngestError.refused(
                    "\(name): not CSV: found \(words), expected text; name the file .gz or .zst, or declare compression:"
                )
            }
            throw IngestError.refused(
                "\(name): found \(words), expected \(expected.rawValue) data; correct the file's ending or compression:"
            )
        }
        return actual
    }

    /// The encoding that the file is in, and the bytes of its mark.
    private static func encoding(
        of head: [UInt8], _ name: String, _ description: SourceDescription
    ) throws -> (SourceDescription.Encoding, mark: Int) {
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        if begins([0xFF, 0xFE, 0, 0]) || begins([0, 0, 0xFE, 0xFF]) {
            throw IngestError.refused("\(name): found UTF-32, expected UTF-8 or UTF-16; export as UTF-8")
        }
        if begins([0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if begins([0xFF, 0xFE]) { return (.utf16LE, 2) }
        if begins([0xFE, 0xFF]) { return (.utf16BE, 2) }
        func isWide(_ encoding: SourceDescription.Encoding) -> Bool { encoding == .utf16LE || encoding == .utf16BE }
        if isWide(description.encoding) {
            try checkByteOrder(of: head, description.encoding, name, description.name)
            return (description.encoding, 0)
        }
        guard head.prefix(64).contains(0) else { return (description.encoding, 0) }
        if let other = description.fallbackEncoding, isWide(other) {
            try checkByteOrder(of: head, other, name, description.name)
            return (other, 0)
        }
        // In the header: a NUL in a row costs that row only.
        guard !head.prefix(while: { $0 != 10 && $0 != 13 }).prefix(64).contains(0) else {
            guard let wide = OtherFormat.byteOrder(of: head) else {
                throw IngestError.refused(
                    "\(name): not CSV: found NUL bytes at the start, expected text; export as CSV in UTF-8")
            }
            throw IngestError.refused(
                "\(name): not CSV: found NUL bytes at the start, perhaps UTF-16 without a mark, expected text; export as "
                    + "UTF-8, or declare encoding: \(wide.rawValue)")
        }
        return (description.encoding, 0)
    }

    /// Refuses text that is not in UTF-16, or in that of the other byte order, before it becomes characters that nobody
    /// wrote: delimiters and line ends have a zero byte on one side.
    private static func checkByteOrder(
        of head: [UInt8], _ encoding: SourceDescription.Encoding, _ name: String, _ source: String
    ) throws {
        var zeros = (atEven: 0, atOdd: 0)
        for (place, byte) in head.enumerated() where byte == 0 {
            if place & 1 == 0 { zeros.atEven += 1 } else { zeros.atOdd += 1 }
        }
        let (right, wrong) = encoding == .utf16BE ? (zeros.atEven, zeros.atOdd) : (zeros.atOdd, zeros.atEven)
        guard right == 0 || right < wrong else { return }
        let found = wrong > 0 ? "UTF-16 in the other byte order" : "no zero bytes, which UTF-16 has in every delimiter"
        throw IngestError.refused(
            "\(name): found \(found), expected \(encoding.rawValue); correct the encoding of source \(source)")
    }

    private static func refuse(_ format: OtherFormat?, _ name: String) throws {
        guard let format else { return }
        throw IngestError.refused("\(name): not CSV: found \(format.found), expected text; \(format.advice)")
    }

    private static func examineEnd(_ file: ExportFile, _ encoding: SourceDescription.Encoding) throws {
        let isWide = encoding == .utf16LE || encoding == .utf16BE
        let count = isWide ? 2 : 1
        guard file.byteCount >= count, file.peek(at: file.byteCount - count, count: count).allSatisfy({ $0 == 0 })
        else {
            return
        }
        throw IngestError.refused(
            "\(file.name): not CSV: found NUL bytes at the end, as after a broken transfer, expected text; deliver it again"
        )
    }
}
