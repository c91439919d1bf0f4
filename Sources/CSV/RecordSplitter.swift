import CCSV
import Glibc

/// Splits one chunk by the positions of its delimiters, quotes and line ends: records without quotes, and those whose
/// quoted fields leave nothing to decide. All others are given to libcsv.
struct RecordSplitter {
    private let base: UnsafePointer<UInt8>
    private let count: Int
    private let delimiter: UInt8
    /// Number of the last column, which is how many delimiters a record has.
    private let lastColumn: Int
    private let longest: Int
    private let checkNUL: Bool
    private let wanted: [Int]
    /// Before the first one stands the last byte before the chunk, as if it were the line end of another record.
    private let positions: UnsafeMutablePointer<UInt32>
    private let positionCount: Int
    private let breaks: UnsafePointer<UInt32>
    private let breakCount: Int
    private let libcsv: LibCSVParser
    private let gatherer: UnsafeMutablePointer<RecordGatherer>
    private let sink: any RecordSink

    /// Where the record begins, in the chunk and among the positions.
    private var start = 0
    private var first = 0
    /// The first break that does not lie before the record.
    private var nextBreak = 0
    private(set) var outcome = ChunkParser.Outcome()

    /// `positions` and `breaks` as `trivsel_csv_positions` found them; the former are changed, and have room for one more
    /// before them.
    init(
        _ base: UnsafePointer<UInt8>, _ count: Int, _ dialect: CSVDialect, _ layout: ChunkParser.Layout,
        checkNUL: Bool, positions: UnsafeMutablePointer<UInt32>, breaks: UnsafePointer<UInt32>,
        _ structure: trivsel_csv_structure,
        _ libcsv: LibCSVParser, _ sink: any RecordSink
    ) {
        self.base = base
        self.count = count
        delimiter = dialect.delimiter
        lastColumn = layout.columnCount - 1
        longest = layout.maximumFieldBytes
        self.checkNUL = checkNUL
        wanted = layout.wanted
        self.positions = positions
        positionCount = structure.positions
        self.breaks = breaks
        breakCount = structure.breaks
        self.libcsv = libcsv
        gatherer = libcsv.gatherer
        self.sink = sink
        positions[-1] = .max
        gatherer.pointee.fenced.begin(base, dialect.delimiter, positions: positions, wanted: wanted)
    }

    mutating func splitAll() throws(CSVError) {
        while start < count {
            // The record without its line end is [start, end); its delimiters are positions[first..<stop].
            let stop = nextBreak < breakCount ? Int(breaks[nextBreak]) : positionCount
            let end = stop < positionCount ? Int(positions[stop]) : count
            if stop < positionCount, base[end] == UInt8(ascii: "\"") {
                try splitQuoted()
            } else {
                splitPlain(stop, end)
                first = min(stop + 1, positionCount)
                nextBreak += 1
                start = end + 1
            }
        }
    }

    // MARK: records without quotes

    @inline(__always) private mutating func splitPlain(_ stop: Int, _ end: Int) {
        let delimiters = stop &- first
        if delimiters == lastColumn, delimiters > 0, stop < positionCount, end &- start <= longest, !checkNUL {
            gatherer.pointee.add(fencedFrom: first, ordinal: outcome.records)
            outcome.records &+= 1
        } else {
            splitUnusual(stop, end)
        }
    }

    /// Blank lines, records of another number of columns, long ones, the last one of a file without a line end.
    private mutating func splitUnusual(_ stop: Int, _ end: Int) {
        let delimiters = stop - first
        if delimiters == 0, isBlank(start, end) {
            // The LF of a CRLF is no line of its own; text without a line end at the end is none either.
            let isSecondHalf = end == start && start > 0 && end < count && base[end] == 10 && base[start - 1] == 13
            outcome.blankLines += isSecondHalf ? 0 : 1
            return
        }
        if let fault = fault(stop, end) {
            sink.fault(fault, ordinal: outcome.records)
        } else {
            let fences = positions + first
            var into = gatherer.pointee.record
            for column in wanted {
                let from = column == 0 ? start : Int(fences[column - 1]) + 1
                into.pointee = trimmed(from, column == delimiters ? end : Int(fences[column]))
                into += gatherer.pointee.stride
            }
            gatherer.pointee.add(ordinal: outcome.records)
        }
        outcome.records += 1
    }

    /// Counts a delimiter too many if nothing follows it.
    private mutating func fault(_ stop: Int, _ end: Int) -> RecordFault? {
        let delimiters = stop - first
        if delimiters < lastColumn { return .tooFewFields }
        if delimiters > lastColumn {
            let isTrailing = delimiters == lastColumn + 1 && isBlank(Int(positions[stop - 1]) + 1, end)
            guard isTrailing else { return .tooManyFields }
            outcome.trailingDelimiters += 1
        }
        if end - start > longest, hasLongField(stop, end) { return .fieldTooLong }
        if checkNUL, memchr(base + start, 0, end - start) != nil { return .nul }
        return nil
    }

    private func hasLongField(_ stop: Int, _ end: Int) -> Bool {
        var from = start
        for place in first...stop {
            let to = place < stop ? Int(positions[place]) : end
            if trimmed(from, to).count > longest { return true }
            from = to + 1
        }
        return false
    }

    // MARK: records with quotes

    private mutating func splitQuoted() throws(CSVError) {
        guard !checkNUL, let (lineBreak, delimiters) = simpleQuotes(), delimiters == lastColumn else {
            return try splitWithLibCSV()
        }
        let lineEnd = Int(breaks[lineBreak])
        let end = Int(positions[lineEnd])
        guard end - start <= longest else { return try splitWithLibCSV() }
        takeOutQuotes(lineEnd)
        gatherer.pointee.add(fencedFrom: first, ordinal: outcome.records)
        outcome.records += 1
        first = lineEnd + 1
        nextBreak = lineBreak + 1
        start = end + 1
    }

    /// The break that ends the record, and how many delimiters it has, if each of its quotes opens directly behind a
    /// delimiter and closes directly before one, or at the ends of the record, with no quote between. Such fields are what
    /// stands between their quotes, whoever splits them.
    private func simpleQuotes() -> (lineBreak: Int, delimiters: Int)? {
        var opening = nextBreak
        var before = start
        var quoted = 0
        while true {
            guard let closing = quote(behind: opening), closing + 1 < breakCount else { return nil }
            let open = Int(breaks[opening])
            let close = Int(breaks[closing])
            if open > first { before = Int(positions[open - 1]) + 1 }
            guard Int(positions[open]) == before, positions[close + 1] == positions[close] + 1, !isQuote(close + 1)
            else { return nil }
            quoted += close + 1 - open
            let next = Int(breaks[closing + 1])
            guard isQuote(next) else { return (closing + 1, next - first - quoted) }
            opening = closing + 1
        }
    }

    /// The next break that is a quote; line ends before it stand in the field that opens with the one at `opening`.
    @inline(__always) private func quote(behind opening: Int) -> Int? {
        var place = opening + 1
        while place < breakCount {
            if isQuote(Int(breaks[place])) { return place }
            place += 1
        }
        return nil
    }

    @inline(__always) private func isQuote(_ place: Int) -> Bool { base[Int(positions[place])] == UInt8(ascii: "\"") }

    /// Takes the quotes of the record out of its positions, with what stands between them, so that they are its delimiters
    /// and its line end, as for a record without quotes.
    private func takeOutQuotes(_ lineEnd: Int) {
        var kept = first
        var isOpen = false
        for place in first...lineEnd {
            if isQuote(place) {
                isOpen.toggle()
            } else if !isOpen {
                positions[kept] = positions[place]
                kept += 1
            }
        }
    }

    /// Line end by line end until libcsv reports the record: line ends may stand within quotes.
    private mutating func splitWithLibCSV() throws(CSVError) {
        libcsv.outcome.records = outcome.records
        libcsv.outcome.trailingDelimiters = 0
        repeat {
            while nextBreak < breakCount, !isLineEnd(Int(breaks[nextBreak])) { nextBreak += 1 }
            let place = nextBreak < breakCount ? Int(breaks[nextBreak]) : positionCount
            nextBreak += 1
            let from = start
            start = place < positionCount ? Int(positions[place]) + 1 : count
            first = min(place + 1, positionCount)
            if try libcsv.feedPart(base + from, start - from, isLast: start == count) { break }
        } while start < count
        outcome.records = libcsv.outcome.records
        outcome.trailingDelimiters += libcsv.outcome.trailingDelimiters
    }

    @inline(__always) private func isLineEnd(_ place: Int) -> Bool {
        let byte = base[Int(positions[place])]
        return byte == 10 || byte == 13
    }

    // MARK: blanks

    private func trimmed(_ from: Int, _ to: Int) -> FieldSpan { .trimmed(base, from, to, delimiter) }

    private func isBlank(_ from: Int, _ to: Int) -> Bool { trimmed(from, to).count == 0 }
}
