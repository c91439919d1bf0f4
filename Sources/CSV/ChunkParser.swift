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
            positions = .allocate(capacity: positionCapacity + 1)
            breaks = .allocate(capacity: positionCapacity)
        }
        // One place before the first stays free.
        let positions = positions + 1
        let structure = trivsel_csv_positions(base, count, dialect.delimiter, positions, breaks)
        var splitter = RecordSplitter(
            base, count, dialect, layout, checkNUL: checkNUL, positions: positions, breaks: breaks, structure, libcsv,
            sink)
        try splitter.splitAll()
        libcsv.outcome = splitter.outcome
    }
}
