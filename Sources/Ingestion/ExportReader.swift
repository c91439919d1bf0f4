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
    private let opened: OpenedExport
    /// Bytes read behind the last cut.
    private var carried: [UInt8] = []
    /// Nothing is left in the file.
    private var isRead = false
    /// Lines before the next chunk.
    private(set) var line = 1
    private(set) var isDone = false
    private var chunkOffset: Int
    /// The records at the end that the source description takes out, as they stand.
    private(set) var footer: [String] = []

    init(_ file: ExportFile, _ source: SourceDescription, _ limits: IngestLimits) throws {
        self.file = file
        self.source = source
        self.limits = limits
        dialect = CSVDialect(delimiter: source.delimiter)
        capacity = max(limits.recordBytes, 64)
        opened = try OpenedExport(file, source, limits)
        chunkOffset = opened.skipped
        try passLinesBeforeHeader()
    }

    /// Lines that were read in the fallback encoding.
    var linesInFallback: Int { opened.linesInFallback }

    /// Whether places in a chunk, from its `fileOffset` on, are places in the file.
    var hasFileOffsets: Bool { opened.isPlain }

    /// Passes over `sep=` and the preamble, before the quotes of the header mean anything.
    private func passLinesBeforeHeader() throws {
        guard source.hasSeparatorLine || source.preambleLines > 0 else { return }
        var isFirst = source.hasSeparatorLine
        var left = source.preambleLines
        while isFirst || left > 0 {
            guard let end = try lineEnd() else {
                throw IngestError.refused(
                    "\(file.name): found \(line - 1) lines, expected \(source.preambleLines) before the header; correct "
                        + "preamble_lines of source \(source.name)")
            }
            if isFirst {
                isFirst = false
                let text = String(decoding: carried[0..<end], as: UTF8.self)
                guard let mark = ExportHeader.separator(named: text) else { continue }
                guard mark == source.delimiter else {
                    throw IngestError.refused(
                        "\(file.name): line 1: found sep= with another delimiter than the declared one; correct "
                            + "delimiter: of source \(source.name)")
                }
            } else {
                left -= 1
            }
            var behind = end + 1
            if carried[end] == 13, behind < carried.count, carried[behind] == 10 { behind += 1 }
            carried.removeFirst(behind)
            chunkOffset += behind
            line += 1
        }
    }

    /// Place of the end of the first line of `carried`, which is filled up to it; nil where none comes.
    private func lineEnd() throws -> Int? {
        var searched = 0
        while true {
            // A CR at the end may be the first half of a CRLF.
            if let end = carried[searched...].firstIndex(where: { $0 == 10 || $0 == 13 }),
                carried[end] == 10 || end + 1 < carried.count || isRead
            {
                return end
            }
            searched = max(carried.count - 1, 0)
            guard !isRead, carried.count < capacity / 2 else { return nil }
            // With what is there already never more than a chunk takes.
            var block = [UInt8](repeating: 0, count: min(4096, capacity / 2))
            let got = try block.withUnsafeMutableBytes { try opened.read(into: $0) }
            isRead = got < block.count
            carried += block[0..<got]
        }
    }

    /// The next chunk into `chunk`, which has room for the record limit, and what it holds; call until `isDone`.
    func next(into chunk: ExportChunk) throws -> ByteScan.Census {
        var filled = carried.count
        chunk.bytes.copyBytes(from: carried)
        var wanted = min(max(Self.usualBytes, filled * 2), capacity)
        var block: UnsafeRawBufferPointer
        var cut: ByteScan.Cut
        while true {
            if !isRead {
                let got = try opened.read(into: UnsafeMutableRawBufferPointer(rebasing: chunk.bytes[filled..<wanted]))
                filled += got
                isRead = filled < wanted || opened.isKnownToEnd
            }
            block = UnsafeRawBufferPointer(rebasing: chunk.bytes[0..<filled])
            cut = ByteScan.cut(block, dialect, atEnd: isRead)
            if !isRead, cut.end > 0, source.footerRows > 0 {
                cut.end =
                    start(ofLast: source.footerRows, in: UnsafeRawBufferPointer(rebasing: block[0..<cut.end])).last
            }
            if isRead || cut.end > 0 || wanted == capacity { break }
            wanted = min(wanted * 4, capacity)
        }
        var end = cut.end
        if isRead {
            if let quote = cut.openQuote {
                throw IngestError.refused(
                    "\(file.name): line \(line(of: quote, in: block)): a quote opens here and never closes, expected a "
                        + "closing one; the file may be cut off, deliver it again")
            }
            end = filled
            if source.footerRows > 0 { end = try takeFooter(block) }
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
        carried = isDone ? [] : Array(block[end...])
        chunkOffset += end
        let census = ByteScan.census(chunk.used)
        line += census.lines
        return census
    }

    // MARK: footer

    private func takeFooter(_ block: UnsafeRawBufferPointer) throws -> Int {
        let (end, starts) = start(ofLast: source.footerRows, in: block)
        guard starts.count == source.footerRows else {
            throw IngestError.refused(
                "\(file.name): found \(starts.count) records, expected a header, rows and \(source.footerRows) records "
                    + "behind them; correct footer_rows of source \(source.name)")
        }
        for step in starts {
            let text = String(decoding: block[step], as: UTF8.self)
            footer.append(String(text.drop { $0.isNewline }.reversed().drop { $0.isNewline }.reversed()))
        }
        return end
    }

    /// Where the last `count` records of `block` begin, blank lines apart; 0 when there are not so many.
    private func start(
        ofLast count: Int, in block: UnsafeRawBufferPointer
    ) -> (last: Int, records: [Range<Int>]) {
        var walker = RecordWalker(block, dialect)
        var last: [Range<Int>] = []
        while let step = walker.next() {
            guard !step.isBlank else { continue }
            if last.count == count { last.removeFirst() }
            last.append(step.start..<step.end)
        }
        return (last.count == count ? last.first?.lowerBound ?? 0 : 0, last)
    }

    private func line(of place: Int, in block: UnsafeRawBufferPointer) -> Int {
        line + ByteScan.census(UnsafeRawBufferPointer(rebasing: block[0..<place])).lines
    }
}
