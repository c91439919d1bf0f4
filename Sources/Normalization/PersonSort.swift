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
///
/// A table that would take more than `budget` bytes is read several times, a range of partitions each time.
enum PersonSort {
    static let groupRows = 122_880
    static let partitions = 64
    static let budget = 192 << 20

    static func partition(of key: Int64) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: key) ^ 1 << 63) >> 58)
    }

    /// Sorts the records of one partition.
    static func sort<Record: PersonRecord>(_ parts: [Buffer<Record>]) -> Buffer<Record> {
        let count = parts.reduce(0) { $0 + $1.count }
        let sorted = Buffer<Record>(capacity: count)
        guard count > 0 else { return sorted }
        var bits = 0
        while bits < 16, count >> (bits + 2) > 0 { bits += 1 }
        let buckets = 1 << bits
        let shift = 58 - bits
        let mask = UInt64(buckets - 1)
        func bucket(_ key: Int64) -> Int { Int(truncatingIfNeeded: UInt64(bitPattern: key) >> UInt64(shift) & mask) }
        let starts = Buffer<Int32>(capacity: buckets + 1)
        starts.append(repeating: 0, count: buckets + 1)
        for part in parts {
            for i in 0..<part.count { starts[bucket(part[i].key) + 1] += 1 }
        }
        for i in 1..<(buckets + 1) { starts[i] += starts[i - 1] }
        let next = Buffer<Int32>(capacity: buckets)
        next.append(contentsOf: UnsafeBufferPointer(start: starts.pointer, count: buckets))
        guard let filler = parts.first(where: { $0.count > 0 })?[0] else { return sorted }
        sorted.append(repeating: filler, count: count)
        for part in parts {
            for i in 0..<part.count {
                let b = bucket(part[i].key)
                sorted[Int(next[b])] = part[i]
                next[b] += 1
            }
        }
        for b in 0..<buckets {
            let range = Int(starts[b])..<Int(starts[b + 1])
            sortRange(sorted, range)
        }
        return sorted
    }

    private static func sortRange<Record: PersonRecord>(_ records: Buffer<Record>, _ range: Range<Int>) {
        if range.count > 48 {
            var many = UnsafeMutableBufferPointer(start: records.pointer + range.lowerBound, count: range.count)
            many.sort(by: Record.precedes)
            return
        }
        guard range.count > 1 else { return }
        let base = records.pointer
        for i in (range.lowerBound + 1)..<range.upperBound {
            let record = base[i]
            var j = i
            while j > range.lowerBound, Record.precedes(record, base[j - 1]) {
                base[j] = base[j - 1]
                j -= 1
            }
            base[j] = record
        }
    }

    /// Reads a table's row groups on all workers, sorts by person and writes row groups in order.
    ///
    /// - Parameters:
    ///   - read: turns one row group into records; called once a group and pass, for the partitions given.
    ///   - keep: looks at a sorted partition and drops what should not be written.
    ///   - encode: lays a run of records out as a row group.
    static func run<Record: PersonRecord>(
        groups: Int, rows: Int, workers: Int, writer: TableWriter,
        read: @Sendable (_ group: Int, _ emit: (Record) -> Void) throws -> Void,
        keep: @Sendable (Buffer<Record>) -> Buffer<Record>,
        encode: @Sendable (UnsafeBufferPointer<Record>) throws -> EncodedRowGroup
    ) throws {
        let bytes = rows * MemoryLayout<Record>.stride
        let passes = min(partitions, max(1, (bytes + budget - 1) / budget))
        let out = OrderedGroups<Record>(writer: writer, workers: workers)
        for pass in 0..<passes {
            let range = (partitions * pass / passes)..<(partitions * (pass + 1) / passes)
            let slots = (0..<max(1, min(workers, groups))).map { _ in
                range.map { _ in Buffer<Record>() }
            }
            let scattered = Shared(slots)
            // Each slot takes every n-th group; which thread runs a slot does not matter, the sort is total.
            try Workers.run(count: slots.count, workers: workers) { slot in
                let mine = scattered.value[slot]
                var group = slot
                while group < groups {
                    try read(group) { record in
                        let p = partition(of: record.key)
                        if range.contains(p) { mine[p - range.lowerBound].append(record) }
                    }
                    group += scattered.value.count
                }
            }
            let batch = max(2, workers * 2)
            var first = 0
            while first < range.count {
                let count = min(batch, range.count - first)
                let start = first
                let results = Results<Buffer<Record>>(count: count)
                try Workers.run(count: count, workers: workers) { i in
                    results.set(i, keep(sort(scattered.value.map { $0[start + i] })))
                }
                for i in 0..<count {
                    if let partition = results.get(i) { out.append(partition) }
                }
                try out.drain(final: false, encode: encode)
                first += count
            }
        }
        try out.drain(final: true, encode: encode)
    }
}

/// A value handed to worker threads that the caller keeps alive and nobody changes meanwhile.
struct Shared<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}

/// One place a piece of work: each thread writes its own places only.
final class Results<Value>: @unchecked Sendable {
    private let places: UnsafeMutableBufferPointer<Value?>

    init(count: Int) {
        places = .allocate(capacity: count)
        places.initialize(repeating: nil)
    }

    deinit {
        places.deinitialize()
        places.deallocate()
    }

    func set(_ index: Int, _ value: Value) { places[index] = value }
    func get(_ index: Int) -> Value? { places[index] }
}

/// Sorted records waiting to become row groups that never split a person, unless that person alone fills one.
final class OrderedGroups<Record: PersonRecord> {
    private let writer: TableWriter
    private let workers: Int
    private var pending = Buffer<Record>()
    private var head = 0

    init(writer: TableWriter, workers: Int) {
        self.writer = writer
        self.workers = workers
    }

    func append(_ records: Buffer<Record>) {
        pending.append(contentsOf: UnsafeBufferPointer(start: records.pointer, count: records.count))
    }

    /// Encodes the groups that are complete (all when `final`) on the workers and appends them in order.
    func drain(final: Bool, encode: @Sendable (UnsafeBufferPointer<Record>) throws -> EncodedRowGroup) throws {
        var cuts: [Range<Int>] = []
        while pending.count - head > (final ? 0 : PersonSort.groupRows) {
            var end = min(pending.count, head + PersonSort.groupRows)
            if end < pending.count {
                var boundary = end
                while boundary > head, pending[boundary].key == pending[boundary - 1].key { boundary -= 1 }
                if boundary > head { end = boundary }
            }
            cuts.append(head..<end)
            head = end
        }
        guard !cuts.isEmpty else { return }
        let ranges = cuts
        let results = Results<EncodedRowGroup>(count: ranges.count)
        let records = Shared(pending)
        try Workers.run(count: ranges.count, workers: workers) { i in
            let run = UnsafeBufferPointer(
                start: records.value.pointer + ranges[i].lowerBound, count: ranges[i].count)
            results.set(i, try encode(run))
        }
        for i in ranges.indices {
            if let group = results.get(i) { try writer.append(group) }
        }
        let rest = Buffer<Record>(capacity: pending.count - head)
        rest.append(contentsOf: UnsafeBufferPointer(start: pending.pointer + head, count: pending.count - head))
        pending = rest
        head = 0
    }
}
