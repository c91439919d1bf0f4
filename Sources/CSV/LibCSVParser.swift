import CCSV
import Glibc

/// libcsv, strict, with callbacks that copy the wanted fields into one buffer and hand over whole records.
final class LibCSVParser {
    private static let options = UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL)

    private let parser: UnsafeMutablePointer<csv_parser>
    private let state: UnsafeMutablePointer<RecordState>
    var outcome = ChunkParser.Outcome()

    init() throws(CSVError) {
        parser = .allocate(capacity: 1)
        state = .allocate(capacity: 1)
        state.initialize(to: RecordState())
        guard csv_init(parser, Self.options) == 0 else {
            parser.deallocate()
            state.deinitialize(count: 1)
            state.deallocate()
            throw .outOfMemory
        }
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        state.pointee.release()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    func begin(_ dialect: CSVDialect, _ layout: ChunkParser.Layout, checkNUL: Bool, _ sink: any RecordSink) {
        csv_set_delim(parser, dialect.delimiter)
        rewind()
        outcome = ChunkParser.Outcome()
        state.pointee.begin(layout, checkNUL, sink)
    }

    func end() { state.pointee.sink = nil }

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
    var sink: (any RecordSink)?
    var ordinal = 0
    var trailing = 0
    private var columnCount = 0
    private var longest = 0
    private var checkNUL = false
    /// Column → place among the wanted, −1 = not wanted.
    private var places: [Int32] = []
    private var wantedCount = 0
    private var column = 0
    private var lastIsEmpty = false
    private var fault: RecordFault?
    private var fields = UnsafeMutablePointer<FieldSpan>.allocate(capacity: 1)
    private var text = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 12)
    private var textCount = 0
    private var textCapacity = 1 << 12

    mutating func begin(_ layout: ChunkParser.Layout, _ checkNUL: Bool, _ sink: any RecordSink) {
        self.sink = sink
        self.checkNUL = checkNUL
        ordinal = 0
        trailing = 0
        columnCount = layout.columnCount
        longest = layout.maximumFieldBytes
        wantedCount = layout.wanted.count
        places = [Int32](repeating: -1, count: layout.columnCount)
        for (place, column) in layout.wanted.enumerated() { places[column] = Int32(place) }
        fields.deallocate()
        fields = .allocate(capacity: max(wantedCount, 1))
        restart()
    }

    func release() {
        fields.deallocate()
        text.deallocate()
    }

    @inline(__always) mutating func field(_ start: UnsafeMutableRawPointer?, _ count: Int) {
        if column < columnCount {
            let place = Int(places[column])
            if place >= 0 {
                if textCount + count > textCapacity { grow(count) }
                if let start, count > 0 {
                    (text + textCount).update(from: start.assumingMemoryBound(to: UInt8.self), count: count)
                }
                fields[place] = FieldSpan(start: text + textCount, count: count)
                textCount += count
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
        if let fault { sink?.fault(fault, ordinal: ordinal) } else { sink?.record(fields, ordinal: ordinal) }
        ordinal += 1
        restart()
    }

    mutating func quotingFault() {
        sink?.fault(.quoting, ordinal: ordinal)
        ordinal += 1
        restart()
    }

    private mutating func restart() {
        column = 0
        textCount = 0
        lastIsEmpty = false
        fault = nil
    }

    /// Fields already taken point into the text: they move with it.
    private mutating func grow(_ more: Int) {
        let capacity = max(textCapacity * 2, textCount + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        moved.update(from: text, count: textCount)
        for column in 0..<min(column, columnCount) where places[column] >= 0 {
            let place = Int(places[column])
            fields[place].start = UnsafePointer(moved + (fields[place].start - UnsafePointer(text)))
        }
        text.deallocate()
        text = moved
        textCapacity = capacity
    }
}

private let fieldEnded: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
    start, count, context in
    context?.assumingMemoryBound(to: RecordState.self).pointee.field(start, count)
}

private let recordEnded: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    context?.assumingMemoryBound(to: RecordState.self).pointee.recordEnd()
}
