import CCSV
import Glibc

/// Splits chunks that begin and end with whole records into the wanted fields. One instance a thread; nothing is
/// allocated a record or field.
public final class ChunkParser {
    /// Which columns of how many.
    public struct Layout: Sendable, Equatable {
        public var columnCount: Int
        /// Rising column numbers from 0.
        public var wanted: [Int]
        public var maximumFieldBytes: Int

        public init(columnCount: Int, wanted: [Int], maximumFieldBytes: Int) {
            self.columnCount = columnCount
            self.wanted = wanted
            self.maximumFieldBytes = maximumFieldBytes
        }
    }

    public struct Outcome: Sendable, Equatable {
        /// Records, faulty ones included.
        public var records = 0
        public var blankLines = 0
        /// Records with one more, empty, field at the end.
        public var trailingDelimiters = 0
    }

    private let libcsv: LibCSVParser
    private var positions: UnsafeMutablePointer<UInt32>
    private var breaks: UnsafeMutablePointer<UInt32>
    private var positionCapacity = 0

    public init() throws(CSVError) {
        libcsv = try LibCSVParser()
        positions = .allocate(capacity: 64)
        breaks = .allocate(capacity: 64)
    }

    deinit {
        positions.deallocate()
        breaks.deallocate()
    }

    /// Parses `chunk`. `checkNUL`: some byte of the chunk is 0, find the records that hold it.
    public func parse(
        _ chunk: UnsafeRawBufferPointer, _ dialect: CSVDialect, _ layout: Layout, engine: CSVEngine, checkNUL: Bool,
        into sink: any RecordSink
    ) throws(CSVError) -> Outcome {
        guard let base = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self), chunk.count > 0 else {
            return Outcome()
        }
        libcsv.begin(dialect, layout, checkNUL: checkNUL, chunkBytes: chunk.count, sink)
        switch engine {
        case .libcsv:
            try libcsv.feedAll(base, chunk.count)
            libcsv.outcome.blankLines = LineIndex.blankLines(in: chunk, dialect)
        case .fast:
            try splitFast(base, chunk.count, dialect, layout, checkNUL, sink)
        }
        try libcsv.end()
        return libcsv.outcome
    }

    private func splitFast(
        _ base: UnsafePointer<UInt8>, _ count: Int, _ dialect: CSVDialect, _ layout: Layout, _ checkNUL: Bool,
        _ sink: any RecordSink
    ) throws(CSVError) {
        if positionCapacity < count + 64 {
            positions.deallocate()
            breaks.deallocate()
            positionCapacity = count + 64
            positions = .allocate(capacity: positionCapacity)
            breaks = .allocate(capacity: positionCapacity)
        }
        let structure = trivsel_csv_positions(base, count, dialect.delimiter, positions, breaks)
        let found = structure.positions
        let breaks = UnsafePointer(breaks)
        let positions = UnsafePointer(positions)
        let delimiter = dialect.delimiter
        let gatherer = libcsv.gatherer
        let stride = gatherer.pointee.stride
        let wantedCount = layout.wanted.count
        let lastDelimiter = layout.columnCount - 1
        let longest = layout.maximumFieldBytes
        var start = 0
        var next = 0
        /// The first break that does not lie before `next`.
        var nextBreak = 0
        var ordinal = 0
        var blankLines = 0
        var trailing = 0
        try layout.wanted.withUnsafeBufferPointer { (wanted) throws(CSVError) in
            while start < count {
                // The record without its line end is [start, end); its delimiters are positions[first..<stop].
                let first = next
                let stop = nextBreak < structure.breaks ? Int(breaks[nextBreak]) : found
                let end = stop < found ? Int(positions[stop]) : count
                if stop < found, base[end] == UInt8(ascii: "\"") {
                    // From the field with the quote on, libcsv splits; the fields before it hold none.
                    let before = stop - first
                    var behind = before == 0 ? start : Int(positions[stop - 1]) + 1
                    let record = gatherer.pointee.record
                    for i in 0..<wantedCount where wanted[i] < before {
                        let column = wanted[i]
                        let from = column == 0 ? start : Int(positions[first + column - 1]) + 1
                        record[i &* stride] = Self.trimmed(base, from, Int(positions[first + column]), delimiter)
                    }
                    var fault: RecordFault?
                    if checkNUL, memchr(base + start, 0, behind - start) != nil { fault = .nul }
                    if before > 0, behind - start > longest,
                        Self.hasLongField(
                            base, start, behind - 1, positions + first, before - 1, delimiter, longest)
                    {
                        fault = .fieldTooLong
                    }
                    libcsv.resume(behind: before, fault: fault)
                    // Mostly a record has one field in quotes, and behind it the rest is plain again.
                    if !checkNUL, behind == end, nextBreak + 2 < structure.breaks {
                        let closing = Int(breaks[nextBreak + 1])
                        let last = Int(breaks[nextBreak + 2])
                        let lineEnd = Int(positions[last])
                        if base[Int(positions[closing])] == UInt8(ascii: "\""), Self.isLineEnd(base[lineEnd]),
                            closing + 1 < last, positions[closing + 1] == positions[closing] + 1,
                            before + last - closing == layout.columnCount, lineEnd - start <= longest
                        {
                            // libcsv gets the field and the delimiter behind it, which is the first of `closing + 1..<last`.
                            try libcsv.feedField(base + behind, Int(positions[closing + 1]) + 1 - behind)
                            for i in 0..<wantedCount where wanted[i] > before {
                                let delimiterBefore = closing + wanted[i] - before
                                let from = Int(positions[delimiterBefore]) + 1
                                record[i &* stride] = Self.trimmed(
                                    base, from, Int(positions[delimiterBefore + 1]), delimiter)
                            }
                            gatherer.pointee.add(ordinal: ordinal)
                            ordinal += 1
                            next = last + 1
                            nextBreak += 3
                            start = lineEnd + 1
                            continue
                        }
                    }
                    libcsv.outcome.records = ordinal
                    // Line end by line end until libcsv reports the record: line ends may stand within quotes.
                    repeat {
                        while nextBreak < structure.breaks,
                            !Self.isLineEnd(base[Int(positions[Int(breaks[nextBreak])])])
                        { nextBreak += 1 }
                        next = nextBreak < structure.breaks ? Int(breaks[nextBreak]) : found
                        nextBreak += 1
                        let from = behind
                        behind = next < found ? Int(positions[next]) + 1 : count
                        next = min(next + 1, found)
                        if try libcsv.feedPart(base + from, behind - from, isLast: behind == count) { break }
                    } while behind < count
                    ordinal = libcsv.outcome.records
                    trailing += libcsv.outcome.trailingDelimiters
                    libcsv.outcome.trailingDelimiters = 0
                    start = behind
                } else {
                    next = stop < found ? stop + 1 : found
                    nextBreak += 1
                    let delimiters = stop - first
                    if delimiters == 0, Self.isBlank(base + start, end - start, delimiter) {
                        // The LF of a CRLF is no line of its own; text without a line end at the end is none either.
                        let isSecondHalf =
                            end == start && start > 0 && end < count && base[end] == 10 && base[start - 1] == 13
                        blankLines += isSecondHalf ? 0 : 1
                    } else {
                        var fault: RecordFault?
                        if delimiters < lastDelimiter {
                            fault = .tooFewFields
                        } else if delimiters > lastDelimiter {
                            let lastStart = Int(positions[stop - 1]) + 1
                            if delimiters == lastDelimiter + 1,
                                Self.isBlank(base + lastStart, end - lastStart, delimiter)
                            {
                                trailing += 1
                            } else {
                                fault = .tooManyFields
                            }
                        }
                        if end - start > longest, fault == nil,
                            Self.hasLongField(base, start, end, positions + first, delimiters, delimiter, longest)
                        {
                            fault = .fieldTooLong
                        }
                        if checkNUL, fault == nil, memchr(base + start, 0, end - start) != nil { fault = .nul }
                        if let fault {
                            sink.fault(fault, ordinal: ordinal)
                        } else {
                            var into = gatherer.pointee.record
                            for i in 0..<wantedCount {
                                let column = wanted[i]
                                let from = column == 0 ? start : Int(positions[first + column - 1]) + 1
                                let to = column == delimiters ? end : Int(positions[first + column])
                                into.pointee = Self.trimmed(base, from, to, delimiter)
                                into += stride
                            }
                            gatherer.pointee.add(ordinal: ordinal)
                        }
                        ordinal += 1
                    }
                    start = end + 1
                }
            }
        }
        libcsv.outcome.records = ordinal
        libcsv.outcome.blankLines = blankLines
        libcsv.outcome.trailingDelimiters = trailing
    }

    @inline(__always) private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    @inline(__always) private static func trimmed(
        _ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ delimiter: UInt8
    ) -> FieldSpan {
        var from = from
        var to = to
        while from < to, isSpace(base[from], delimiter) { from &+= 1 }
        while to > from, isSpace(base[to &- 1], delimiter) { to &-= 1 }
        return FieldSpan(start: base + from, count: to &- from)
    }

    @inline(__always) private static func isSpace(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
        byte <= 32 && (byte == 32 || byte == 9) && byte != delimiter
    }

    private static func isBlank(_ start: UnsafePointer<UInt8>, _ count: Int, _ delimiter: UInt8) -> Bool {
        for i in 0..<count where !isSpace(start[i], delimiter) { return false }
        return true
    }

    private static func hasLongField(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ positions: UnsafePointer<UInt32>, _ delimiters: Int,
        _ delimiter: UInt8, _ longest: Int
    ) -> Bool {
        var from = start
        for i in 0...delimiters {
            let to = i < delimiters ? Int(positions[i]) : end
            if trimmed(base, from, to, delimiter).count > longest { return true }
            from = to + 1
        }
        return false
    }
}
