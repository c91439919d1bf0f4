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

    /// The records at the end that the source description takes out, as they stand. Set by the reader too.
    var footer: [String] = []
    /// Lines that were read in the fallback encoding. Set by the reader too.
    var linesInFallback = 0

    // Counted in order, by one thread at a time.
    var records = 0
    var carried = 0
    var filtered = 0
    /// By cell of the plan.
    var filterCounts: [FilterCount] = []
    var duplicates = 0
    var blankLines = 0
    var trailingDelimiters = 0
    /// Records with text that was taken for another encoding once before.
    var doubleEncoded = 0
    /// Lines that end in CR, in LF and in both.
    var lineEnds = LineEnds()
    /// Lines that lie within records that were set aside: rows may be among them.
    var lostLines = 0
    var quarantined: [QuarantineReason: Int] = [:]
    var firstQuarantined: String?
    var firstBadByte: (line: Int, offset: Int?)?
    var hasUTF8 = false
    /// How its records were read; nil until the header is.
    var plan: FilePlan?
    /// The first rows that were set aside, by reason.
    var firstPlaces: [QuarantineReason: [QuarantinedRow]] = [:]
    static let mostPlaces = 3

    init(source: SourceDescription, file: String, number: Int, isLastOfSource: Bool) {
        self.source = source
        self.file = file
        self.number = number
        self.isLastOfSource = isLastOfSource
    }
}

struct LineEnds: Equatable {
    var lf = 0
    var crlf = 0
    var cr = 0

    mutating func add(_ other: LineEnds) {
        lf += other.lf
        crlf += other.crlf
        cr += other.cr
    }

    /// Lines that do not end as most do.
    var fewer: Int { lf + crlf + cr - max(lf, crlf, cr) }
}

/// What parsing made of one chunk.
final class ParsedChunk: @unchecked Sendable {
    let job: ExportJob
    let plan: FilePlan
    let isLast: Bool
    let rows: ChunkRows
    let outcome: ChunkParser.Outcome
    let filtered: Int
    /// By cell of the plan.
    let filterCounts: [FilterCount]
    let carried: Int
    /// With the lines of the file, in the order of the records.
    var setAside: [(item: SetAside, line: Int)]
    /// For sources with a key: one a record carried on.
    let fingerprints: [RowFingerprint]
    /// Nil where each record gives as many rows as the others.
    let uneven: UnevenRecords?
    /// The file ends with it, and not with a line end but within its last record.
    var endsWithinRecord = false
    /// The file ends with it, and not with a line end.
    var lacksLastLineEnd = false
    /// Records of the file before this chunk.
    var recordBase = 0
    /// Records (not rows) that are left out in the end.
    var dropped: Set<Int> = []
    /// Records that name a department that is not in the tree.
    var strays: [(item: SetAside, line: Int)] = []
    private(set) var doubts = ChunkDoubts()
    /// Lines within records that were set aside as a whole: rows may be among them.
    private(set) var lostLines = 0
    /// Of the file: line, and offset where it is known, of the first byte that is no UTF-8.
    private(set) var firstBadByte: (line: Int, offset: Int?)?

    init(
        job: ExportJob, plan: FilePlan, isLast: Bool, rows: ChunkRows, outcome: ChunkParser.Outcome, filtered: Int,
        filterCounts: [FilterCount], carried: Int, setAside: [(item: SetAside, line: Int)],
        fingerprints: [RowFingerprint],
        uneven: UnevenRecords?
    ) {
        self.job = job
        self.plan = plan
        self.isLast = isLast
        self.rows = rows
        self.outcome = outcome
        self.filtered = filtered
        self.filterCounts = filterCounts
        self.carried = carried
        self.setAside = setAside
        self.fingerprints = fingerprints
        self.uneven = uneven
    }

    /// Sets aside what `doubts` found and the parser did not.
    func take(_ doubts: ChunkDoubts, firstLine: Int, fileOffset: Int?) {
        self.doubts = doubts
        for record in doubts.records {
            if record.reason == .badEncoding {
                if firstBadByte == nil {
                    firstBadByte = (firstLine + record.line, fileOffset.map { $0 + (record.byte ?? 0) })
                }
                if let place = setAside.firstIndex(where: { $0.item.ordinal == record.ordinal }) {
                    setAside[place].item.reason = .badEncoding
                    setAside[place].item.operation = -1
                    setAside[place].item.found = nil
                    setAside[place].item.value = nil
                    setAside[place].item.person = nil
                }
                continue
            }
            guard let place = (0..<recordCount).first(where: { Int(ordinal(of: $0)) == record.ordinal }) else {
                continue
            }
            dropped.insert(place)
            var item = SetAside(ordinal: record.ordinal, reason: record.reason, operation: -1)
            item.person = person(of: place)
            strays.append((item, firstLine + record.line))
        }
        guard !doubts.moreLines.isEmpty else { return }
        for (item, _) in setAside + strays where item.operation < 0 { lostLines += doubts.moreLines[item.ordinal] ?? 0 }
    }

    /// Records carried on.
    var recordCount: Int { uneven?.ordinals.count ?? rows.count / rowsPerRecord }

    func rows(of record: Int) -> Range<Int> {
        if let uneven { return Int(uneven.starts[record])..<Int(uneven.starts[record + 1]) }
        return (record * rowsPerRecord)..<((record + 1) * rowsPerRecord)
    }

    /// Whose record it is, in exports of employees.
    private func person(of record: Int) -> KnownPerson? {
        guard let key = plan.schema.index(of: "person_key"), let check = plan.schema.index(of: "person_check") else {
            return nil
        }
        let row = rows(of: record).lowerBound
        return KnownPerson(
            key: rows.columns[key].values.assumingMemoryBound(to: Int64.self)[row],
            check: rows.columns[check].values.assumingMemoryBound(to: Int64.self)[row])
    }

    /// Place in the chunk of a record carried on.
    func ordinal(of record: Int) -> Int32 { uneven?.ordinals[record] ?? rows.ordinals[record * rowsPerRecord] }

    private var rowsPerRecord: Int { max(plan.measures.count, 1) }
}

/// Where the rows of each record carried on lie, in exports whose records give different numbers of rows, or none.
struct UnevenRecords {
    /// First row of each record, and the end of the last.
    var starts: [Int32] = [0]
    /// Place in the chunk of each record.
    var ordinals: [Int32] = []
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

    init(key: Bits, row: Bits) {
        self.key = key
        self.row = row
    }

    /// Takes another value of the row in, which is no part of the key.
    mutating func add(_ value: MeasuredValue) {
        row = Self.mix(row, UInt64(bitPattern: value.value), UInt64(value.valid))
    }

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
