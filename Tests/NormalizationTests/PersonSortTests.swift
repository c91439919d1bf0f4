import Columnar
import Testing

@testable import Normalization

private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct PersonSortTests {
    private func records(_ count: Int, keys: Int, _ random: inout Generator) -> [ParticipationRecord] {
        let people = (0..<keys).map { _ in Int64.random(in: Int64.min...Int64.max, using: &random) }
        return (0..<count).map { _ in
            ParticipationRecord(
                key: people[Int.random(in: 0..<keys, using: &random)], day: Int32.random(in: 0...30, using: &random),
                code: UInt32.random(in: 0...63, using: &random))
        }
    }

    /// The rows of one person may fill a partition, in any order.
    @Test func manyRowsOfOnePerson() {
        var random = Generator(state: 3)
        var rows = records(3000, keys: 1, &random)
        for _ in 0..<2 {
            let sorted = rows.withUnsafeBufferPointer { PersonSort.sort([$0]) }
            let expected = rows.sorted(by: ParticipationRecord.precedes)
            #expect(sorted.elements.map(\.day) == expected.map(\.day))
            #expect(sorted.elements.map(\.code) == expected.map(\.code))
            rows = expected.reversed()
        }
    }

    /// Nothing but the partitions wanted, and everything of these.
    @Test func scattersByPartition() {
        var random = Generator(state: 5)
        let rows = records(2000, keys: 300, &random)
        let scattered = rows.map(\.key).withUnsafeBufferPointer { keys in
            ScatteredRecords<ParticipationRecord>(keys, 8..<40)
        }
        for row in rows { scattered.add(row) }
        for partition in 8..<40 {
            let expected = rows.filter { PersonSort.partition(of: $0.key) == partition }
            #expect(scattered.part(partition).map(\.key) == expected.map(\.key))
        }
        for partition in Array(0..<8) + Array(40..<64) { #expect(scattered.part(partition).isEmpty) }
    }

    @Test func partitionsInOrderAreTheWholeInOrder() {
        let seed: UInt64 = 7
        var random = Generator(state: seed)
        for round in 0..<60 {
            let count = Int.random(in: 0...3000, using: &random)
            let rows = records(count, keys: Int.random(in: 1...400, using: &random), &random)
            let partitions = (0..<PersonSort.partitions).map { _ in [Buffer<ParticipationRecord>(), Buffer()] }
            for (i, row) in rows.enumerated() { partitions[PersonSort.partition(of: row.key)][i % 2].append(row) }
            var sorted: [ParticipationRecord] = []
            for parts in partitions {
                let buffer = withExtendedLifetime(parts) { PersonSort.sort(parts.map(\.elements)) }
                for i in 0..<buffer.count { sorted.append(buffer[i]) }
            }
            let expected = rows.sorted(by: ParticipationRecord.precedes)
            #expect(sorted.count == expected.count, "seed \(seed) round \(round)")
            #expect(
                zip(sorted, expected).allSatisfy {
                    $0.key == $1.key && $0.day == $1.day && $0.code == $1.code
                }, "seed \(seed) round \(round)")
        }
    }
}
