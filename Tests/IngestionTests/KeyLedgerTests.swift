import Foundation
import Testing

@testable import Ingestion

/// Keys that occur more than once, found in memory and by way of the disk.
@Suite struct KeyLedgerTests {
    private func print(_ key: Int, _ row: Int) -> RowFingerprint {
        // Spread as a hash is, so that keys do not come in their order.
        let spread = UInt64(key) &* 0x9E37_79B9_7F4A_7C15
        return RowFingerprint(key: .init(a: spread, b: UInt64(key)), row: .init(a: UInt64(row), b: UInt64(row)))
    }

    @Test(arguments: [2, 3, 7, 64, 100_000])
    func findsWhatADictionaryFinds(mostInMemory: Int) throws {
        let folder = FileManager.default.temporaryDirectory.path
        var random = SystemRandomNumberGenerator()
        for count in [0, 1, 2, 50, 500] {
            let ledger = KeyLedger(folder: folder, mostInMemory: mostInMemory)
            var expected: [Int: [(record: Int, row: Int)]] = [:]
            for record in 0..<count {
                let key = Int.random(in: 0..<max(count / 2, 1), using: &random)
                let row = Int.random(in: 0..<2, using: &random)
                expected[key, default: []].append((record, row))
                try ledger.add(print(key, row))
            }
            #expect(ledger.recordCount == count)
            var found: [[Int]: Bool] = [:]
            try ledger.forEachRepeated { found[$0.records] = $0.areEqual }
            var wanted: [[Int]: Bool] = [:]
            for (_, records) in expected where records.count > 1 {
                wanted[records.map(\.record)] = records.allSatisfy { $0.row == records[0].row }
            }
            #expect(found == wanted)
        }
    }

    @Test func aFolderThatIsNotThere() throws {
        let ledger = KeyLedger(folder: "/nonexistent/folder", mostInMemory: 2)
        #expect(throws: IngestError.self) { for key in 0..<5 { try ledger.add(print(key, 0)) } }
    }
}
