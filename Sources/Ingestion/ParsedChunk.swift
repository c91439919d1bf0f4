import CSV
import Columnar
import Configuration

/// One export file among all that a run reads.
final class ExportJob: @unchecked Sendable {
    let source: SourceDescription
    let file: String
    /// Place in the order of the input.
    let number: Int
    let isLastOfSource: Bool

    // Set by the reader before the last chunk is handed on.
    var sha256 = ""
    var byteCount = 0

    // Counted in order, by one thread at a time.
    var records = 0
    var carried = 0
    var filtered = 0
    var duplicates = 0
    var blankLines = 0
    var trailingDelimiters = 0
    var quarantined: [QuarantineReason: Int] = [:]
    var firstQuarantined: String?

    init(source: SourceDescription, file: String, number: Int, isLastOfSource: Bool) {
        self.source = source
        self.file = file
        self.number = number
        self.isLastOfSource = isLastOfSource
    }
}

/// What parsing made of one chunk.
final class ParsedChunk: @unchecked Sendable {
    let job: ExportJob
    let plan: FilePlan
    let isLast: Bool
    let rows: ChunkRows
    let outcome: ChunkParser.Outcome
    let filtered: Int
    let carried: Int
    /// With the lines of the file, in the order of the records.
    var setAside: [(item: SetAside, line: Int)]
    /// For sources with a key: one a record carried on.
    let fingerprints: [RowFingerprint]
    /// For sources with a key: the records, from `firstLine` on, for the lines of those that contradict each other.
    var bytes: (chunk: ExportChunk, skip: Int, firstLine: Int)?
    /// The file ends with it, and not with a line end but within its last record.
    var endsWithinRecord = false
    /// Records of the file before this chunk.
    var recordBase = 0
    /// Records (not rows) that are left out in the end.
    var dropped: Set<Int> = []
    /// Records that name a department that is not in the tree.
    var strays: [(item: SetAside, line: Int)] = []
    /// Records whose key another record contradicts.
    var conflicts: [Int] = []

    init(
        job: ExportJob, plan: FilePlan, isLast: Bool, rows: ChunkRows, outcome: ChunkParser.Outcome, filtered: Int,
        carried: Int, setAside: [(item: SetAside, line: Int)], fingerprints: [RowFingerprint]
    ) {
        self.job = job
        self.plan = plan
        self.isLast = isLast
        self.rows = rows
        self.outcome = outcome
        self.filtered = filtered
        self.carried = carried
        self.setAside = setAside
        self.fingerprints = fingerprints
    }

    var rowsPerRecord: Int { max(plan.measures.count, 1) }
}

/// 128 bits of a key and of the whole row: equal rows have equal fingerprints, and different ones do not, but for a
/// chance of 2⁻⁶⁴ and less.
struct RowFingerprint: Sendable {
    struct Bits: Hashable, Sendable, BitwiseCopyable {
        var a: UInt64
        var b: UInt64
    }
    var key: Bits
    var row: Bits

    init(_ rows: ChunkRows, _ row: Int, keyFields: [Bool]) {
        key = Bits(a: 0x243F_6A88_85A3_08D3, b: 0x1319_8A2E_0370_7344)
        self.row = key
        for (field, column) in rows.columns.enumerated() where column.isUsed {
            var value = Bits(a: 0, b: UInt64(field))
            if column.valid[row] == 1 {
                value.b |= 1 << 32
                switch column.kind {
                case .string:
                    let code = column.values.load(fromByteOffset: row * 4, as: Int32.self)
                    if let bytes = column.pool?.pool.bytes(code) {
                        for byte in bytes { value = Self.mix(value, UInt64(byte), 1) }
                    }
                case .bool, .int8: value.a = UInt64(column.values.load(fromByteOffset: row, as: UInt8.self))
                case .int32, .day: value.a = UInt64(column.values.load(fromByteOffset: row * 4, as: UInt32.self))
                default: value.a = column.values.load(fromByteOffset: row * 8, as: UInt64.self)
                }
            }
            self.row = Self.mix(self.row, value.a, value.b)
            if keyFields[field] { key = Self.mix(key, value.a, value.b) }
        }
    }

    private static func mix(_ state: Bits, _ x: UInt64, _ y: UInt64) -> Bits {
        let first = (state.a ^ x).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        let second = (state.b ^ y &+ x).multipliedFullWidth(by: 0xC2B2_AE3D_27D4_EB4F)
        return Bits(a: first.high ^ first.low &+ state.b, b: second.high ^ second.low &+ (state.a << 1 | 1))
    }
}
