import Runs
import Synchronization
import Testing

@Suite struct WorkersTests {
    private struct Failed: Error, Equatable { var piece: Int }

    @Test(arguments: [1, 2, 8]) func everyPieceOnce(workers: Int) {
        let counts = Mutex([Int](repeating: 0, count: 500))
        Workers.run(count: 500, workers: workers) { piece in counts.withLock { $0[piece] += 1 } }
        #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 500))
        Workers.run(count: 0, workers: workers) { _ in Issue.record("there is nothing to do") }
    }

    /// Pieces begin in the order of their numbers, so the lowest that fails is always reached.
    @Test(arguments: [1, 2, 8]) func theLowestFailureIsTold(workers: Int) {
        for _ in 0..<50 {
            #expect(throws: Failed(piece: 7)) {
                try Workers.run(count: 100, workers: workers) { piece in if piece >= 7 { throw Failed(piece: piece) } }
            }
        }
    }
}
