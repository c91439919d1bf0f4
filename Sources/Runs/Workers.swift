internal import Dispatch
internal import Synchronization

/// Work that is cut into numbered pieces and shared by a fixed number of threads.
///
/// Which thread takes which piece is left to chance; what comes out may therefore depend on the number of a piece only.
public enum Workers {
    /// Runs `body` once for every number below `count`, on at most `workers` threads, and waits for all of them.
    ///
    /// - Throws: the error of the lowest piece that failed; pieces not yet begun are left out after a failure.
    public static func run<Failure: Error>(
        count: Int, workers: Int, body: @Sendable (Int) throws(Failure) -> Void
    ) throws(Failure) {
        guard count > 0 else { return }
        let threads = max(1, min(workers, count))
        if threads == 1 {
            for piece in 0..<count { try body(piece) }
            return
        }
        let next = Atomic<Int>(0)
        let failure = Mutex<(piece: Int, error: Failure)?>(nil)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while true {
                let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard piece < count else { return }
                do throws(Failure) {
                    try body(piece)
                } catch {
                    failure.withLock { first in
                        if first.map({ piece < $0.piece }) ?? true { first = (piece, error) }
                    }
                    next.store(count, ordering: .relaxed)
                }
            }
        }
        if let first = failure.withLock({ $0 }) { throw first.error }
    }
}

/// One place a piece of work: every piece writes its own place only, and all are read when the work is done.
public final class Slots<Value>: @unchecked Sendable {
    private let places: UnsafeMutableBufferPointer<Value?>

    public init(count: Int) {
        places = .allocate(capacity: count)
        places.initialize(repeating: nil)
    }

    deinit {
        places.deinitialize()
        places.deallocate()
    }

    /// Nil where nothing was written.
    public subscript(piece: Int) -> Value? {
        get { places[piece] }
        set { places[piece] = newValue }
    }
}
