import CCSV
import Glibc

/// libcsv, strict, with callbacks that copy the wanted fields and gather whole records.
final class LibCSVParser {
    private static let options = UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL)

    private let parser: UnsafeMutablePointer<csv_parser>
    private let state: UnsafeMutablePointer<RecordState>
    let gatherer: UnsafeMutablePointer<RecordGatherer>
    var outcome = ChunkParser.Outcome()

    init() throws(CSVError) {
        parser = .allocate(capacity: 1)
        state = .allocate(capacity: 1)
        gatherer = .allocate(capacity: 1)
        gatherer.initialize(to: RecordGatherer())
        state.initialize(to: RecordState(gatherer))
        guard csv_init(parser, Self.options) == 0 else {
            parser.deallocate()
            deallocate()
            throw .outOfMemory
        }
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        deallocate()
    }

    private func deallocate() {
        state.deinitialize(count: 1)
        state.deallocate()
        gatherer.pointee.release()
        gatherer.deinitialize(count: 1)
        gatherer.deallocate()
    }

    func begin(
        _ dialect: CSVDialect, _ layout: ChunkParser.Layout, checkNUL: Bool, chunkBytes: Int, _ sink: any RecordSink
    ) {
        csv_set_delim(parser, dialect.delimiter)
        rewind()
        outcome = ChunkParser.Outcome()
        gatherer.pointee.begin(wanted: layout.wanted.count, chunkBytes: chunkBytes, sink)
        state.pointee.begin(layout, checkNUL)
    }

    /// After the last record: hands over those that wait.
    func end() throws(CSVError) {
        gatherer.pointee.end()
        guard !gatherer.pointee.overran else { throw .unfinishedChunk }
    }

    /// A chunk from its first to its last byte.
    func feedAll(_ start: UnsafePointer<UInt8>, _ count: Int) throws(CSVError) {
        var done = 0
        while done < count {
            let taken = csv_parse(parser, start + done, count - done, fieldEnded, recordEnded, state)
            if taken == count - done { break }
            guard csv_error(parser) == CSV_EPARSE else { throw .outOfMemory }
            // The record is lost up to the next line end.
            done += taken
            while done < count, start[done] != 10, start[done] != 13 { done += 1 }
            state.pointee.quotingFault()
            rewind()
        }
        try finish()
        outcome.records = state.pointee.ordinal
        outcome.trailingDelimiters = state.pointee.trailing
    }

    /// Bytes up to and including a line end, or up to the end of the chunk. `true` when a record ended with them.
    func feedPart(_ start: UnsafePointer<UInt8>, _ count: Int, isLast: Bool) throws(CSVError) -> Bool {
        let before = outcome.records
        state.pointee.ordinal = before
        state.pointee.trailing = 0
        let taken = csv_parse(parser, start, count, fieldEnded, recordEnded, state)
        if taken < count {
            guard csv_error(parser) == CSV_EPARSE else { throw .outOfMemory }
            state.pointee.quotingFault()
            rewind()
        } else if isLast {
            try finish()
        }
        outcome.records = state.pointee.ordinal
        outcome.trailingDelimiters += state.pointee.trailing
        return outcome.records > before
    }

    private func finish() throws(CSVError) {
        guard csv_fini(parser, fieldEnded, recordEnded, state) == 0 else { throw .unfinishedChunk }
    }

    /// Back to the start of a record, keeping the buffer.
    private func rewind() {
        parser.pointee.pstate = 0
        parser.pointee.quoted = 0
        parser.pointee.spaces = 0
        parser.pointee.entry_pos = 0
        parser.pointee.status = 0
    }
}

/// The record that is being put together. Lives at a fixed address that the callbacks receive.
private struct RecordState {
    let gatherer: UnsafeMutablePointer<RecordGatherer>
    var ordinal = 0
    var trailing = 0
    private var columnCount = 0
    private var longest = 0
    private var checkNUL = false
    /// Column → place among the wanted, −1 = not wanted.
    private var places: [Int32] = []
    private var column = 0
    private var lastIsEmpty = false
    private var fault: RecordFault?

    init(_ gatherer: UnsafeMutablePointer<RecordGatherer>) { self.gatherer = gatherer }

    mutating func begin(_ layout: ChunkParser.Layout, _ checkNUL: Bool) {
        self.checkNUL = checkNUL
        ordinal = 0
        trailing = 0
        columnCount = layout.columnCount
        longest = layout.maximumFieldBytes
        places = [Int32](repeating: -1, count: layout.columnCount)
        for (place, column) in layout.wanted.enumerated() { places[column] = Int32(place) }
        restart()
    }

    @inline(__always) mutating func field(_ start: UnsafeMutableRawPointer?, _ count: Int) {
        if column < columnCount {
            let place = Int(places[column])
            if place >= 0 {
                gatherer.pointee.record[place &* gatherer.pointee.stride] = gatherer.pointee.kept(start, count)
            }
        }
        column += 1
        lastIsEmpty = count == 0
        if count > longest { fault = .fieldTooLong }
        if checkNUL, let start, fault == nil, memchr(start, 0, count) != nil { fault = .nul }
    }

    mutating func recordEnd() {
        if column < columnCount {
            fault = .tooFewFields
        } else if column > columnCount {
            if column == columnCount + 1, lastIsEmpty { trailing += 1 } else { fault = .tooManyFields }
        }
        if let fault {
            gatherer.pointee.sink?.fault(fault, ordinal: ordinal)
        } else {
            gatherer.pointee.add(ordinal: ordinal)
        }
        ordinal += 1
        restart()
    }

    mutating func quotingFault() {
        gatherer.pointee.sink?.fault(.quoting, ordinal: ordinal)
        ordinal += 1
        restart()
    }

    mutating func restart() {
        column = 0
        lastIsEmpty = false
        fault = nil
    }
}

private let fieldEnded: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
    start, count, context in
    context?.assumingMemoryBound(to: RecordState.self).pointee.field(start, count)
}

private let recordEnded: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    context?.assumingMemoryBound(to: RecordState.self).pointee.recordEnd()
}
