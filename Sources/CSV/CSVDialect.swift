/// How records are split. The quote is always `"`, records end with LF, CRLF or CR.
public struct CSVDialect: Sendable, Equatable {
    public var delimiter: UInt8
    public init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }
}

/// Who splits records into fields. Both give exactly the same.
public enum CSVEngine: String, Sendable, CaseIterable {
    /// libcsv, strict, for every byte.
    case libcsv
    /// Vector instructions where quotes leave nothing to decide, libcsv for all other records.
    case fast
}

/// One field: its bytes without quotes, doubled quotes undone, blanks around unquoted text removed. Borrowed for the
/// time that its chunk is parsed.
public struct FieldSpan {
    public var start: UnsafePointer<UInt8>
    public var count: Int

    @inlinable public init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    @inlinable public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}

/// What is wrong with the shape of a record.
public enum RecordFault: Sendable, Equatable {
    /// Text after a closing quote, or a quote within unquoted text.
    case quoting
    case tooFewFields
    case tooManyFields
    case fieldTooLong
    case nul
}

/// Records of a chunk, the fields column by column, so that a column can be decoded in one loop.
public struct RecordBatch {
    /// The field of record r in the wanted column c stands at `c * stride + r`.
    public var fields: UnsafePointer<FieldSpan>
    public var stride: Int
    /// Rising.
    public var ordinals: UnsafePointer<Int32>
    public var count: Int
    /// Whether some field may begin or end with a blank: only those that stood in quotes can.
    public var hasOuterBlanks: Bool

    @inlinable public init(
        fields: UnsafePointer<FieldSpan>, stride: Int, ordinals: UnsafePointer<Int32>, count: Int, hasOuterBlanks: Bool
    ) {
        self.fields = fields
        self.stride = stride
        self.ordinals = ordinals
        self.count = count
        self.hasOuterBlanks = hasOuterBlanks
    }
}

/// Receives the records of a chunk. Ordinals count the records of the chunk from 0, faulty ones included, blank lines
/// not. Batches come in order and faults come in order, but a fault may come before records that precede it.
public protocol RecordSink: AnyObject {
    /// `batch` is borrowed for the call, the bytes of its fields until the chunk is parsed.
    func records(_ batch: RecordBatch)
    func fault(_ fault: RecordFault, ordinal: Int)
}

public enum CSVError: Error, Sendable, Equatable, CustomStringConvertible {
    case outOfMemory
    /// libcsv and the search for record ends disagree about a chunk.
    case unfinishedChunk

    public var description: String {
        switch self {
        case .outOfMemory: "libcsv found no memory; free some and run again"
        case .unfinishedChunk: "internal fault: a block of the export does not end with a record"
        }
    }
}
