internal import Columnar
internal import Runs
internal import Synchronization

/// A count that several threads add to.
final class Tally: Sendable {
    private let value = Atomic<Int>(0)
    func add(_ count: Int) { value.add(count, ordering: .relaxed) }
    var count: Int { value.load(ordering: .relaxed) }
}

/// The persons of the employees dataset; rows of anybody else have no department and are left out, counted.
final class KnownPersons: @unchecked Sendable {
    /// Opens when the employees are read.
    let gate: Gate
    /// Ascending; nil where there are no employees. Set before the gate opens, only read afterwards.
    private var keys: Buffer<Int64>?

    init(_ crew: Crew) { gate = Gate(crew) }

    func settle(_ keys: Buffer<Int64>?) {
        self.keys = keys
        gate.open()
    }

    /// Walks sorted records and sorted keys together.
    func dropStrangers<Record: PersonRecord>(_ records: Buffer<Record>, tally: Tally) -> Buffer<Record> {
        guard let keys, records.count > 0 else {
            tally.add(records.count)
            return Buffer<Record>()
        }
        let count = records.count
        let all = records.pointer
        let known = keys.elements
        var k = lowerBound(keys, all[0].key)
        var kept = 0
        for i in 0..<count {
            let key = all[i].key
            while k < known.count, known[k] < key { k += 1 }
            if k < known.count, known[k] == key {
                if kept != i { all[kept] = all[i] }
                kept += 1
            }
        }
        tally.add(count - kept)
        records.count = kept
        return records
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
