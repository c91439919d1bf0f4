/// Puts the records of a chunk together until there are enough for the sink. Lives at a fixed address, because libcsv's
/// callbacks write into it; one a parser.
struct RecordGatherer {
    /// Fields at once: what the nearest caches hold.
    private static let batchFields = 4096

    private(set) var sink: (any RecordSink)?
    /// Records at once.
    private(set) var stride = 1
    private var wantedCount = 0
    private var count = 0
    private var fields = UnsafeMutablePointer<FieldSpan>.allocate(capacity: 1)
    private var fieldCapacity = 1
    private var ordinals = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    private var ordinalCapacity = 1
    /// Copies of the fields that libcsv gave, which has one buffer for all. No field is longer than what it was read
    /// from, so that room for the whole chunk is room for all of them, and no field ever moves.
    private var text = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    private var textCapacity = 1
    private var textCount = 0
    private var hasOuterBlanks = false
    var fenced = FencedRecords()
    /// Never seen: libcsv gave more bytes than it was fed.
    private(set) var overran = false

    mutating func begin(wanted: Int, chunkBytes: Int, _ sink: any RecordSink) {
        self.sink = sink
        wantedCount = wanted
        stride = min(max(Self.batchFields / max(wanted, 1), 64), 1024)
        count = 0
        textCount = 0
        hasOuterBlanks = false
        overran = false
        if fieldCapacity < wanted * stride {
            fields.deallocate()
            fieldCapacity = wanted * stride
            fields = .allocate(capacity: fieldCapacity)
        }
        fenced.reserve(stride)
        if ordinalCapacity < stride {
            ordinals.deallocate()
            ordinalCapacity = stride
            ordinals = .allocate(capacity: stride)
        }
        if textCapacity < chunkBytes {
            text.deallocate()
            textCapacity = chunkBytes
            text = .allocate(capacity: textCapacity)
        }
    }

    /// Hands over what is left.
    mutating func end() {
        flush()
        sink = nil
    }

    func release() {
        fields.deallocate()
        ordinals.deallocate()
        text.deallocate()
        fenced.release()
    }

    /// Where the next record's field in the wanted column 0 goes; that of column c goes `c * stride` behind.
    @inline(__always) var record: UnsafeMutablePointer<FieldSpan> { fields + count }

    /// A copy of `bytes` that stays where it is.
    @inline(__always) mutating func kept(_ bytes: UnsafeMutableRawPointer?, _ length: Int) -> FieldSpan {
        guard let bytes, length > 0 else { return FieldSpan(start: text, count: 0) }
        guard length <= textCapacity - textCount else {
            overran = true
            return FieldSpan(start: text, count: 0)
        }
        let copy = text + textCount
        copy.update(from: bytes.assumingMemoryBound(to: UInt8.self), count: length)
        textCount += length
        let field = FieldSpan(start: copy, count: length)
        if field.hasOuterBlank { hasOuterBlanks = true }
        return field
    }

    /// The record that was written to `record` is complete.
    @inline(__always) mutating func add(ordinal: Int) {
        ordinals[count] = Int32(truncatingIfNeeded: ordinal)
        count &+= 1
        if count == stride { flush() }
    }

    /// A record of which the fields stand between the positions from `first` on.
    @inline(__always) mutating func add(fencedFrom first: Int, ordinal: Int) {
        fenced.add(row: count, first: first)
        add(ordinal: ordinal)
    }

    private mutating func flush() {
        guard count > 0 else { return }
        if fenced.giveFields(to: fields, stride: stride) { hasOuterBlanks = true }
        sink?.records(
            RecordBatch(
                fields: fields, stride: stride, ordinals: ordinals, count: count, hasOuterBlanks: hasOuterBlanks))
        count = 0
        hasOuterBlanks = false
    }
}
