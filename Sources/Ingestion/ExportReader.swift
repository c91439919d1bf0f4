import CSV
import Configuration

/// A block of whole records of one export.
final class ExportChunk: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    /// Bytes in use.
    var count = 0
    /// Whether the file ends with it.
    var isLast = false
    var fileOffset = 0

    init(capacity: Int) { bytes = .allocate(byteCount: capacity, alignment: 64) }
    deinit { bytes.deallocate() }

    var used: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[0..<count]) }
}

/// Cuts one export into chunks at proven record ends. The first chunk begins with the header.
final class ExportReader {
    let file: ExportFile
    let source: SourceDescription
    private let limits: IngestLimits
    private let dialect: CSVDialect
    /// Bytes of a chunk at most: a record that is longer is refused.
    let capacity: Int
    /// Bytes of a chunk whose records are not longer: what is read, hashed, searched and split should lie in the near
    /// caches all the time.
    private static let usualBytes = 256 << 10
    private let isTranscoding: Bool
    /// Bytes read behind the last cut.
    private var carried: [UInt8] = []
    private var encoded: UnsafeMutableRawBufferPointer?
    /// Lines before the next chunk.
    private(set) var line = 1
    private(set) var isDone = false
    private var chunkOffset = 0

    init(_ file: ExportFile, _ source: SourceDescription, _ limits: IngestLimits) throws {
        self.file = file
        self.source = source
        self.limits = limits
        dialect = CSVDialect(delimiter: source.delimiter)
        capacity = max(limits.recordBytes, 64)
        guard file.byteCount > 0 else {
            throw IngestError.refused("\(file.name): found 0 bytes, expected a header and rows; deliver it again")
        }
        let bom = try Self.examine(file)
        if source.encoding == .windows1252 {
            isTranscoding = !bom
        } else if !bom, source.fallbackEncoding == .windows1252,
            try file.firstInvalidUTF8(from: 0, ByteScan.firstInvalidUTF8) != nil
        {
            isTranscoding = true
        } else {
            isTranscoding = false
        }
        if bom {
            var mark: [UInt8] = [0, 0, 0]
            _ = try mark.withUnsafeMutableBytes { try file.read(into: $0) }
            chunkOffset = 3
        }
    }

    deinit { encoded?.deallocate() }

    /// Refuses what is no CSV. `true` when the file begins with the byte order mark of UTF-8.
    private static func examine(_ file: ExportFile) throws -> Bool {
        let head = file.peek(at: 0, count: 512)
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        func refuse(_ found: String, _ advice: String) -> IngestError {
            .refused("\(file.name): not CSV: found \(found), expected text; \(advice)")
        }
        if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0xD0, 0xCF, 0x11, 0xE0]) {
            throw refuse("a workbook or ZIP archive", "export as CSV")
        }
        if begins([0x1F, 0x8B]) || begins([0x28, 0xB5, 0x2F, 0xFD]) || begins([0x42, 0x5A, 0x68]) {
            throw refuse("compressed data", "compressed exports are not supported, unpack it first")
        }
        if begins([0x25, 0x50, 0x44, 0x46]) { throw refuse("a PDF document", "export as CSV") }
        if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) {
            throw refuse("UTF-16", "export as UTF-8, or convert with iconv -f UTF-16 -t UTF-8")
        }
        let text = String(decoding: head, as: UTF8.self)
        let start = CanonicalText.folded(text)
        if start.hasPrefix("<!doctype") || start.hasPrefix("<html") || start.hasPrefix("<?xml") {
            throw refuse("an HTML or XML page, perhaps an error page", "fetch the export again")
        }
        // In the header: a NUL in a row costs that row only.
        if head.prefix(while: { $0 != 10 && $0 != 13 }).prefix(64).contains(0) {
            throw refuse("NUL bytes at the start, perhaps UTF-16 without a mark", "export as UTF-8")
        }
        if file.peek(at: max(file.byteCount - 1, 0), count: 1) == [0] {
            throw refuse("NUL bytes at the end, as after a broken transfer", "deliver it again")
        }
        return begins([0xEF, 0xBB, 0xBF])
    }

    /// The next chunk into `chunk`, which has room for the record limit, and what it holds; call until `isDone`.
    func next(into chunk: ExportChunk) throws -> ByteScan.Census {
        var filled = carried.count
        chunk.bytes.copyBytes(from: carried)
        var wanted = min(max(Self.usualBytes, filled * 2), capacity)
        var atEnd: Bool
        var block: UnsafeRawBufferPointer
        var cut: ByteScan.Cut
        while true {
            filled += try fill(UnsafeMutableRawBufferPointer(rebasing: chunk.bytes[filled..<wanted]))
            atEnd = file.offset >= file.byteCount && encodedRest.isEmpty
            block = UnsafeRawBufferPointer(rebasing: chunk.bytes[0..<filled])
            cut = ByteScan.cut(block, dialect, atEnd: atEnd)
            if atEnd || cut.end > 0 || wanted == capacity { break }
            wanted = min(wanted * 4, capacity)
        }
        var end = cut.end
        if atEnd {
            if let quote = cut.openQuote {
                throw IngestError.refused(
                    "\(file.name): line \(line(of: quote, in: block)): a quote opens here and never closes, expected a "
                        + "closing one; the file may be cut off, deliver it again")
            }
            end = filled
            isDone = true
        } else if end == 0 {
            let place = cut.openQuote.map { "line \(line(of: $0, in: block)): a quote opens here and is not closed" }
            throw IngestError.refused(
                "\(file.name): \(place ?? "line \(line): a record begins here that does not end") within "
                    + "\(limits.recordBytes) bytes, expected shorter records; check the quotes of the export")
        }
        chunk.count = end
        chunk.isLast = isDone
        chunk.fileOffset = chunkOffset
        carried = Array(block[end...])
        chunkOffset += end
        let census = ByteScan.census(chunk.used)
        line += census.lines
        return census
    }

    private var encodedRest: ArraySlice<UInt8> = []

    /// Bytes of the file, in UTF-8 if they were in the other encoding.
    private func fill(_ room: UnsafeMutableRawBufferPointer) throws -> Int {
        guard isTranscoding else { return try file.read(into: room) }
        let pages = encoded ?? .allocate(byteCount: capacity, alignment: 16)
        encoded = pages
        var done = 0
        while done < room.count {
            if encodedRest.isEmpty {
                let start = file.offset
                let count = try file.read(into: pages)
                guard count > 0 else { break }
                var decoded = [UInt8](repeating: 0, count: count * 3)
                var written = 0
                let fault = decoded.withUnsafeMutableBufferPointer { into in
                    into.baseAddress.flatMap {
                        Windows1252.decode(
                            UnsafeRawBufferPointer(rebasing: pages[0..<count]), into: $0, written: &written)
                    }
                }
                if let fault {
                    throw IngestError.refused(
                        "\(file.name): byte \(start + fault) is no character of windows-1252; declare the encoding that "
                            + "the export has")
                }
                encodedRest = decoded[0..<written]
            }
            let take = min(encodedRest.count, room.count - done)
            UnsafeMutableRawBufferPointer(rebasing: room[done..<(done + take)]).copyBytes(
                from: encodedRest.prefix(take))
            encodedRest = encodedRest.dropFirst(take)
            done += take
        }
        return done
    }

    private func line(of place: Int, in block: UnsafeRawBufferPointer) -> Int {
        line + ByteScan.census(UnsafeRawBufferPointer(rebasing: block[0..<place])).lines
    }
}
