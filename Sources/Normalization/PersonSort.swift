internal import Columnar
internal import Runs

/// A fixed-size row of a person-sorted table.
protocol PersonRecord: BitwiseCopyable, Sendable {
    var key: Int64 { get }
    /// A total order over everything in the record, so that the result does not depend on who sorted what.
    static func precedes(_ a: Self, _ b: Self) -> Bool
}

/// Sorting by person key: rows go to 64 partitions by the key's top bits, each partition is spread over buckets by the
/// next bits and the buckets, a few persons each, are sorted. Keys are uniform (they are digests), so this is linear.
enum PersonSort {
    static let groupRows = 122_880
    static let partitions = 64
    /// Bytes of a table in memory; two tables are sorted at a time.
    static let budget = 96 << 20

    @inline(__always) static func partition(of key: Int64) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: key) ^ 1 << 63) >> 58)
    }

    /// Sorts the records of one partition. Rows of a person often come in order already, and then stay so.
    static func sort<Record: PersonRecord>(_ parts: [UnsafeBufferPointer<Record>]) -> Buffer<Record> {
        let count = parts.reduce(0) { $0 + $1.count }
        let sorted = Buffer<Record>(capacity: count)
        guard count > 0 else { return sorted }
        var bits = 0
        while bits < 16, count >> (bits + 2) > 0 { bits += 1 }
        let buckets = 1 << bits
        let shift = UInt64(58 - bits)
        let mask = UInt64(buckets - 1)
        // First how many rows a bucket has, then where its next row goes, and so in the end where it ends.
        let places = Buffer<Int32>(capacity: buckets)
        places.append(repeating: 0, count: buckets)
        let next = places.pointer
        for part in parts {
            for record in part { next[Int(truncatingIfNeeded: UInt64(bitPattern: record.key) >> shift & mask)] &+= 1 }
        }
        var start: Int32 = 0
        for bucket in 0..<buckets {
            let rows = next[bucket]
            next[bucket] = start
            start &+= rows
        }
        let base = sorted.pointer
        for part in parts {
            for record in part {
                let bucket = Int(truncatingIfNeeded: UInt64(bitPattern: record.key) >> shift & mask)
                base[Int(next[bucket])] = record
                next[bucket] &+= 1
            }
        }
        sorted.count = count
        var from = 0
        for bucket in 0..<buckets {
            let end = Int(next[bucket])
            sortRange(base, from..<end)
            from = end
        }
        withExtendedLifetime(places) {}
        return sorted
    }

    private static func sortRange<Record: PersonRecord>(_ base: UnsafeMutablePointer<Record>, _ range: Range<Int>) {
        guard range.count > 1 else { return }
        // Moves that insertion may make before the range is given to a sort that does not mind disorder.
        var patience = range.count * 24
        for i in (range.lowerBound + 1)..<range.upperBound {
            let record = base[i]
            var j = i
            while j > range.lowerBound, Record.precedes(record, base[j - 1]) {
                base[j] = base[j - 1]
                j -= 1
            }
            base[j] = record
            patience -= i - j
            if patience < 0 {
                var many = UnsafeMutableBufferPointer(start: base + range.lowerBound, count: range.count)
                many.sort(by: Record.precedes)
                return
            }
        }
    }
}

/// The records of one row group, by partition.
final class ScatteredRecords<Record: PersonRecord>: @unchecked Sendable {
    private let range: Range<Int>
    private let records: Buffer<Record>
    /// Where the next record of a partition goes; filled by one thread, only read afterwards.
    private let next: UnsafeMutablePointer<Int32>
    private let starts: UnsafeMutablePointer<Int32>

    /// Room for one record at most of each of `keys` that lies in the partitions `range`.
    init(_ keys: UnsafeBufferPointer<Int64>, _ range: Range<Int>) {
        self.range = range
        starts = .allocate(capacity: PersonSort.partitions)
        next = .allocate(capacity: PersonSort.partitions)
        next.initialize(repeating: 0, count: PersonSort.partitions)
        for key in keys { next[PersonSort.partition(of: key)] &+= 1 }
        var count: Int32 = 0
        for partition in 0..<PersonSort.partitions {
            starts[partition] = count
            if range.contains(partition) { count += next[partition] }
            next[partition] = starts[partition]
        }
        records = Buffer(capacity: Int(count))
    }

    deinit {
        next.deallocate()
        starts.deallocate()
    }

    /// Leaves out what is not in the partitions wanted.
    @inline(__always) func add(_ record: Record) {
        let partition = PersonSort.partition(of: record.key)
        guard partition >= range.lowerBound, partition < range.upperBound else { return }
        records.pointer[Int(next[partition])] = record
        next[partition] &+= 1
    }

    func part(_ partition: Int) -> UnsafeBufferPointer<Record> {
        UnsafeBufferPointer(
            start: records.pointer + Int(starts[partition]), count: Int(next[partition] - starts[partition]))
    }
}

/// Sorts one table by person and writes it, in tasks of a crew: row groups are read, then, when the gate opens,
/// partitions sorted, then, in order, row groups cut, encoded and written.
///
/// A table that would take more than `PersonSort.budget` bytes is read several times, a range of partitions each time.
final class PersonSortedTable<Record: PersonRecord>: @unchecked Sendable {
    /// Makes records of one row group, for the partitions given.
    typealias Read = (_ group: Int, _ partitions: Range<Int>) throws -> ScatteredRecords<Record>
    /// Looks at a sorted partition and drops what should not be written.
    typealias Keep = (Buffer<Record>) -> Buffer<Record>
    /// Lays a run of records out as a row group.
    typealias Encode = (UnsafeBufferPointer<Record>) throws -> EncodedRowGroup

    private let crew: Crew
    private let order: Int
    private let gate: Gate
    private let groups: Int
    private let passes: Int
    private let table: OrderedTable
    private let read: Read
    private let keep: Keep
    private let encode: Encode

    // Of the pass; under the crew's lock while its tasks run.
    private var pass = 0
    private var range = 0..<0
    private var scattered: [ScatteredRecords<Record>?] = []
    private var openReads = 0
    private var sorted: [Buffer<Record>?] = []
    private var nextSorted = 0
    private var isAssembling = false

    /// Of the thread that assembles: sorted records that wait to become a row group.
    private var pending = Buffer<Record>(capacity: PersonSort.groupRows + PersonSort.groupRows / 8)

    init(
        crew: Crew, order: Int, gate: Gate, groups: Int, rows: Int, table: OrderedTable, read: @escaping Read,
        keep: @escaping Keep, encode: @escaping Encode
    ) {
        self.crew = crew
        self.order = order
        self.gate = gate
        self.groups = groups
        self.table = table
        self.read = read
        self.keep = keep
        self.encode = encode
        let bytes = rows * MemoryLayout<Record>.stride
        passes = min(PersonSort.partitions, max(1, (bytes + PersonSort.budget - 1) / PersonSort.budget))
    }

    func start() throws {
        let partitions = PersonSort.partitions
        range = (partitions * pass / passes)..<(partitions * (pass + 1) / passes)
        scattered = Array(repeating: nil, count: groups)
        sorted = Array(repeating: nil, count: range.count)
        nextSorted = 0
        isAssembling = false
        openReads = groups
        guard groups > 0 else { return try table.close() }
        for group in 0..<groups {
            crew.submit(.last, order: order) { [self] _ in
                let records = try read(group, range)
                let isLast = crew.withLock {
                    scattered[group] = records
                    openReads -= 1
                    return openReads == 0
                }
                if isLast { gate.whenOpen { [self] in submitSorts() } }
            }
        }
    }

    private func submitSorts() {
        for place in 0..<range.count {
            crew.submit(.second, order: order) { [self] _ in
                let parts = scattered.compactMap { $0?.part(range.lowerBound + place) }
                try deliver(keep(PersonSort.sort(parts)), place)
            }
        }
    }

    private func deliver(_ records: Buffer<Record>, _ place: Int) throws {
        let isMine = crew.withLock {
            sorted[place] = records
            if isAssembling { return false }
            isAssembling = true
            return true
        }
        guard isMine else { return }
        while true {
            let next: Buffer<Record>? = crew.withLock {
                guard nextSorted < sorted.count, let next = sorted[nextSorted] else {
                    isAssembling = false
                    return nil
                }
                sorted[nextSorted] = nil
                nextSorted += 1
                return next
            }
            guard let next else { return }
            assemble(next)
            // The last one of the pass: no other task of it is left.
            if nextSorted == range.count { return try finishPass() }
        }
    }

    private func finishPass() throws {
        scattered = []
        pass += 1
        if pass < passes { return try start() }
        if pending.count > 0 { cut(pending.count) }
        try table.close()
    }

    /// Row groups never split a person, unless that person alone fills one.
    private func assemble(_ records: Buffer<Record>) {
        pending.append(contentsOf: records.elements)
        while pending.count > PersonSort.groupRows {
            var end = PersonSort.groupRows
            while end > 0, pending[end].key == pending[end - 1].key { end -= 1 }
            cut(end > 0 ? end : PersonSort.groupRows)
        }
    }

    private func cut(_ end: Int) {
        let full = pending
        pending = Buffer(capacity: max(full.capacity, full.count - end))
        pending.append(contentsOf: UnsafeBufferPointer(start: full.pointer + end, count: full.count - end))
        table.add { [encode] in
            try withExtendedLifetime(full) { try encode(UnsafeBufferPointer(start: full.pointer, count: end)) }
        }
    }
}
