import CSV
import FuzzSupport

/// Both engines, the walker and the search for record ends must tell the same of any bytes.
///
/// Input: three bytes of choices (delimiter, columns and those wanted; longest field; size of a chunk), then the export.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var choices = Choices(start, count)
    let shape = choices.byte()
    let longest = choices.byte()
    let chunk = choices.byte()
    let dialect = CSVDialect(delimiter: Array(",;\t|".utf8)[shape & 3])
    let columns = (shape >> 2 & 3) + 1
    let wanted = (0..<columns).filter { shape >> (4 + $0) & 1 == 0 }
    let layout = ChunkParser.Layout(
        columnCount: columns, wanted: wanted, maximumFieldBytes: longest < 128 ? longest + 1 : 1 << 16)
    do throws(CSVError) {
        try ExportCheck(dialect, layout, choices.rest).check(chunk: chunk + 16)
    } catch {
        fail("\(error)")
    }
    return 0
}

/// One export, read in all ways that there are.
private struct ExportCheck {
    let dialect: CSVDialect
    let layout: ChunkParser.Layout
    let bytes: UnsafeRawBufferPointer
    let steps: [RecordWalker.Step]

    init(_ dialect: CSVDialect, _ layout: ChunkParser.Layout, _ all: UnsafeRawBufferPointer) {
        self.dialect = dialect
        self.layout = layout
        // An export with a quote that is never closed is refused; what precedes the record is one without.
        let walked = Self.walk(all, dialect)
        let cut = ByteScan.cut(all, dialect, atEnd: true)
        require(cut.openQuote == walked.last?.openQuote, "open quote: \(cut), walker \(walked.last as Any)")
        bytes = cut.openQuote == nil ? all : UnsafeRawBufferPointer(rebasing: all[..<cut.end])
        steps = cut.openQuote == nil ? walked : walked.dropLast()
        require(steps.last?.end ?? 0 == bytes.count, "the record with the open quote begins at \(cut.end)")
    }

    static func walk(_ bytes: UnsafeRawBufferPointer, _ dialect: CSVDialect) -> [RecordWalker.Step] {
        var walker = RecordWalker(bytes, dialect)
        var steps: [RecordWalker.Step] = []
        while let step = walker.next() { steps.append(step) }
        return steps
    }

    func check(chunk: Int) throws(CSVError) {
        checkCensus()
        let parser = try ChunkParser()
        let reference = try read(parser, .libcsv, chunk: bytes.count)
        checkAgainstWalker(reference)
        for (engine, size) in [(CSVEngine.fast, bytes.count), (.fast, chunk), (.libcsv, chunk)] {
            let found = try read(parser, engine, chunk: size)
            require(found.entries == reference.entries, "\(engine), chunks of \(size): other records or faults")
            require(found.text == reference.text && found.ends == reference.ends, "\(engine), chunks of \(size): text")
            require(found.outcome == reference.outcome, "\(engine), chunks of \(size): \(found.outcome)")
        }
        try checkHeader(reference)
    }

    private func read(_ parser: ChunkParser, _ engine: CSVEngine, chunk: Int) throws(CSVError) -> Recording {
        let recording = Recording(layout.wanted.count)
        var start = 0
        var step = 0
        while start < bytes.count {
            let size = chunkSize(from: start, chunk, &step)
            // A block of its own, so that the sanitizer sees a read beyond it.
            let block = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
            defer { block.deallocate() }
            block.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + size]))
            let outcome = try parser.parse(
                UnsafeRawBufferPointer(block), dialect, layout, engine: engine, checkNUL: block.contains(0),
                into: recording)
            recording.endChunk(outcome)
            start += size
        }
        return recording
    }

    /// Bytes up to a record end, as the reader finds it; a chunk in which none lies grows. `step`: the record that begins
    /// at `start`.
    private func chunkSize(from start: Int, _ chunk: Int, _ step: inout Int) -> Int {
        var end = min(start + chunk, bytes.count)
        while true {
            let isLast = end == bytes.count
            let cut = ByteScan.cut(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), dialect, atEnd: isLast)
            var expected = start
            while step < steps.count, isCut(behind: steps[step].end, end) {
                expected = steps[step].end
                step += 1
            }
            require(start + cut.end == expected, "found the cut \(start + cut.end), expected \(expected)")
            if isLast { return end - start }
            if cut.end > 0 { return cut.end }
            end = min(end + chunk, bytes.count)
        }
    }

    /// Whether a block up to `blockEnd` may be cut at `place`, where a record ends.
    private func isCut(behind place: Int, _ blockEnd: Int) -> Bool {
        guard place <= blockEnd, bytes[place - 1] == 10 || bytes[place - 1] == 13 else { return false }
        // Behind a CR, the LF of a CRLF may follow.
        return place < blockEnd || place == bytes.count || bytes[place - 1] == 10
    }

    private func checkCensus() {
        let census = ByteScan.census(bytes)
        let lines = lineEnds(bytes.indices)
        require(census.lines == lines, "\(census), found \(lines) lines")
        require(census.isASCII == bytes.allSatisfy { $0 < 128 } && census.hasNUL == bytes.contains(0), "\(census)")
        let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        let invalid = ByteScan.firstInvalidUTF8(bytes)
        require(isUTF8 == (invalid == nil), "no UTF-8 from \(invalid as Any)")
        if let invalid {
            require(String(validating: bytes[..<invalid], as: UTF8.self) != nil, "no UTF-8 before \(invalid)")
        }
    }

    private func checkAgainstWalker(_ found: Recording) {
        let records = steps.filter { !$0.isBlank }
        require(records.count == found.entries.count, "\(found.entries.count) records, walker \(records.count)")
        for (step, entry) in zip(records, found.entries) {
            require((step.faultyQuote != nil) == (entry.fault == .quoting), "\(step), \(entry)")
        }
        let lines = LineIndex.lines(of: Array(records.indices), in: bytes, dialect)
        var line = 0
        var counted = 0
        for (step, found) in zip(records, lines) {
            let place = step.faultyQuote ?? step.start
            line += lineEnds(counted..<place)
            counted = place
            require(found == line, "\(step) on line \(found), expected \(line)")
        }
    }

    private func lineEnds(_ range: Range<Int>) -> Int {
        range.count { place in
            let isFirstHalf = place + 1 < bytes.count && bytes[place + 1] == 10
            return bytes[place] == 10 || bytes[place] == 13 && !isFirstHalf
        }
    }

    /// The first record as a header.
    private func checkHeader(_ found: Recording) throws(CSVError) {
        guard let step = steps.first(where: { !$0.isBlank }), let entry = found.entries.first else { return }
        let record = UnsafeRawBufferPointer(rebasing: bytes[step.start..<step.end])
        let records = try HeaderRecord.fields(of: record, dialect, maximumFields: layout.columnCount)
        require((records == nil) == (step.faultyQuote != nil), "header: \(records as Any)")
        guard let records, entry.fault == nil else { return }
        require(records.count == 1, "\(records.count) headers")
        let names = layout.wanted.map { records[0][$0] }
        require(names == found.firstFields, "header: \(names), \(found.firstFields)")
    }
}
