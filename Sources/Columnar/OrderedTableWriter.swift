import Synchronization

/// A table whose row groups are made by many threads in any order and written in the order of their places.
///
/// Whoever hands in the group that is next in turn writes it and all that wait behind it, while the other threads go on
/// making groups. Memory: the groups that wait.
public final class OrderedTableWriter: Sendable {
    private struct State: Sendable {
        var next = 0
        var waiting: [Int: EncodedRowGroup] = [:]
        var isWriting = false
        /// How many groups there are, once that is known.
        var count: Int?
        var isFinishing = false
    }

    private let writer: Handle
    private let state = Mutex(State())

    /// The writer, which only the thread that has its turn touches.
    private struct Handle: @unchecked Sendable { let table: TableWriter }

    public init(_ table: TableWriter) { writer = Handle(table: table) }

    /// Hands in the group of place `place`; places are 0, 1, 2 …, each once. `wrote` is called after each group that this
    /// call writes. Throws what `TableWriter.append` throws.
    public func put(
        _ group: EncodedRowGroup, at place: Int, wrote: () -> Void = {}
    ) throws(ColumnarError) {
        let hasTurn = state.withLock { state in
            state.waiting[place] = group
            if state.isWriting || state.waiting[state.next] == nil { return false }
            state.isWriting = true
            return true
        }
        guard hasTurn else { return }
        while let ready = take() {
            do throws(ColumnarError) {
                try writer.table.append(ready)
            } catch {
                // Nobody writes after a failure: the turn is not given back.
                throw error
            }
            wrote()
        }
    }

    /// The next group in turn; without one the turn ends.
    private func take() -> EncodedRowGroup? {
        state.withLock { state in
            guard let group = state.waiting.removeValue(forKey: state.next) else {
                state.isWriting = false
                return nil
            }
            state.next += 1
            return group
        }
    }

    /// There are `count` groups and no more.
    public func close(count: Int) { state.withLock { $0.count = count } }

    /// Whether all groups of a closed table are written and it is the caller's to finish. True once; whoever has put a
    /// group or closed the table asks.
    public func takesFinish() -> Bool {
        state.withLock { state in
            guard !state.isFinishing, !state.isWriting, state.next == state.count else { return false }
            state.isFinishing = true
            return true
        }
    }

    /// Writes the footer and makes the file appear; every place must have been handed in.
    public func finish() throws(ColumnarError) -> WrittenTable {
        guard state.withLock({ $0.waiting.isEmpty && !$0.isWriting }) else {
            throw .misuse("a table was finished with row groups missing")
        }
        return try writer.table.finish()
    }
}
