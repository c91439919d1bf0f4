/// Records of a batch whose fields stand between positions that follow each other, the last one before the line end.
/// Their fields are found column by column when the batch is full, in one short loop each.
struct FencedRecords {
    private var base: UnsafePointer<UInt8>
    private var positions: UnsafePointer<UInt32>
    private var delimiter: UInt8 = 0
    private var wanted: [Int] = []
    /// Place in the batch, and the first position of the record.
    private var rows: UnsafeMutablePointer<Int32>
    private var firsts: UnsafeMutablePointer<Int32>
    private var capacity = 1
    private var count = 0

    init() {
        rows = .allocate(capacity: 1)
        firsts = .allocate(capacity: 1)
        // Never read: there are no records yet.
        positions = UnsafeRawPointer(rows).assumingMemoryBound(to: UInt32.self)
        base = UnsafeRawPointer(rows).assumingMemoryBound(to: UInt8.self)
    }

    func release() {
        rows.deallocate()
        firsts.deallocate()
    }

    mutating func reserve(_ records: Int) {
        count = 0
        guard records > capacity else { return }
        release()
        capacity = records
        rows = .allocate(capacity: records)
        firsts = .allocate(capacity: records)
    }

    /// A line end, or what stands for it before the first record, precedes the first position. `base` and
    /// `positions` are borrowed until the chunk is parsed.
    mutating func begin(
        _ base: UnsafePointer<UInt8>, _ delimiter: UInt8, positions: UnsafePointer<UInt32>, wanted: [Int]
    ) {
        self.base = base
        self.delimiter = delimiter
        self.positions = positions
        self.wanted = wanted
    }

    @inline(__always) mutating func add(row: Int, first: Int) {
        rows[count] = Int32(truncatingIfNeeded: row)
        firsts[count] = Int32(truncatingIfNeeded: first)
        count &+= 1
    }

    /// Writes the fields of all records, those of wanted column c from `fields + c * stride` on, and forgets the records.
    /// `true` when a field in quotes begins or ends with a blank.
    mutating func giveFields(to fields: UnsafeMutablePointer<FieldSpan>, stride: Int) -> Bool {
        var hasOuterBlanks = false
        let base = base
        let rows = rows
        let firsts = firsts
        let count = count
        for (place, column) in wanted.enumerated() {
            let into = fields + place * stride
            let fences = positions + column
            for i in 0..<count {
                let fence = Int(firsts[i])
                let from = Int(fences[fence &- 1] &+ 1)
                let to = Int(fences[fence])
                // What stands at `to` is no part of an empty field, but looking at it does no harm.
                let isUsual = base[from] > UInt8(ascii: "\"") && base[from == to ? to : to &- 1] > UInt8(ascii: " ")
                into[Int(rows[i])] =
                    isUsual
                    ? FieldSpan(start: base + from, count: to &- from) : unusual(from, to, &hasOuterBlanks)
            }
        }
        self.count = 0
        return hasOuterBlanks
    }

    /// A field in quotes, or with blanks around it, or without bytes.
    @inline(never)
    private func unusual(_ from: Int, _ to: Int, _ hasOuterBlanks: inout Bool) -> FieldSpan {
        guard from < to, base[from] == UInt8(ascii: "\"") else { return .trimmed(base, from, to, delimiter) }
        let field = FieldSpan(start: base + from + 1, count: to - from - 2)
        if field.hasOuterBlank { hasOuterBlanks = true }
        return field
    }
}

extension FieldSpan {
    /// Without the blanks around it; a delimiter is none.
    static func trimmed(_ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ delimiter: UInt8) -> FieldSpan {
        func isBlank(_ byte: UInt8) -> Bool { (byte == 32 || byte == 9) && byte != delimiter }
        var from = from
        var to = to
        while from < to, isBlank(base[from]) { from &+= 1 }
        while to > from, isBlank(base[to &- 1]) { to &-= 1 }
        return FieldSpan(start: base + from, count: to &- from)
    }

    /// Whether the first or the last byte may be a blank.
    @inline(__always) var hasOuterBlank: Bool { count > 0 && (start[0] <= 32 || start[count &- 1] <= 32) }
}
