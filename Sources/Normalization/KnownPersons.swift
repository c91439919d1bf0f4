internal import Columnar
internal import Synchronization

/// A count that several threads add to.
final class Tally: Sendable {
    private let value = Atomic<Int>(0)
    func add(_ count: Int) { value.add(count, ordering: .relaxed) }
    var count: Int { value.load(ordering: .relaxed) }
}

/// The persons of the employees dataset; rows of anybody else have no department and are left out, counted.
struct KnownPersons: @unchecked Sendable {
    private let keys: Buffer<Int64>?

    init(_ keys: Buffer<Int64>?) { self.keys = keys }

    /// Walks sorted records and sorted keys together.
    func dropStrangers<Record: PersonRecord>(_ records: Buffer<Record>, tally: Tally) -> Buffer<Record> {
        guard let keys, records.count > 0 else {
            tally.add(records.count)
            return Buffer<Record>()
        }
        var k = lowerBound(keys, records[0].key)
        var kept = 0
        for i in 0..<records.count {
            let key = records[i].key
            while k < keys.count, keys[k] < key { k += 1 }
            if k < keys.count, keys[k] == key {
                if kept != i { records[kept] = records[i] }
                kept += 1
            }
        }
        guard kept < records.count else { return records }
        tally.add(records.count - kept)
        let rest = Buffer<Record>(capacity: kept)
        rest.append(contentsOf: UnsafeBufferPointer(start: records.pointer, count: kept))
        return rest
    }

    private func lowerBound(_ keys: Buffer<Int64>, _ key: Int64) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
