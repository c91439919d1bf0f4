import CSV
import Testing

@testable import Ingestion

@Suite struct ChunkDoubtsTests {
    /// Passing over lines without a quote changes nothing about what is found.
    @Test func longRecordsAreThoseOfTheWholeWalk() {
        var random = NumberedRandom(state: 20_261_127)
        let pieces = ["a", "12", ",", ",", "\"", "\"", "\n", "\n", "\r\n", " ", "\t", "\"\"", "x,y\n", "\"p\nq\","]
        var found = (long: 0, swallowed: 0)
        for round in 0..<4000 {
            let text = Array((0..<(random.next() % 40)).map { _ in pieces[random.next() % pieces.count] }.joined().utf8)
            for dialect in [CSVDialect(), CSVDialect(delimiter: 0x09)] {
                var (all, some) = (ChunkDoubts(), ChunkDoubts())
                text.withUnsafeBytes {
                    all.walk($0, dialect, 2, [])
                    some.walkLongRecords($0, dialect, 2)
                }
                #expect(some.moreLines == all.moreLines, "round \(round)")
                #expect(
                    some.records.map { [$0.ordinal, $0.line] } == all.records.map { [$0.ordinal, $0.line] },
                    "round \(round)")
                #expect(some.records.allSatisfy { $0.reason == .swallowedRows }, "round \(round)")
                found.long += all.moreLines.count
                found.swallowed += all.records.count
            }
        }
        #expect(found.long > 1000 && found.swallowed > 100)
    }
}

/// The same numbers on every run (Knuth's MMIX multiplier).
private struct NumberedRandom {
    var state: UInt64

    mutating func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33)
    }
}
