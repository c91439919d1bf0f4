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
    }

    private let writer: Handle
    private let state = Mutex(State())

    /// The writer, which only the thread that has its turn touches.
    private struct Handle: @unchecked Sendable { let table: TableWriter }

    public init(_ table: TableWriter) { writer = Handle(table: table) }

    /// Hands in the group of place `place`; places are 0, 1, 2 …, each once. Throws what `TableWriter.append` throws.
    public func put(_ group: EncodedRowGroup, at place: Int) throws(ColumnarError) {
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

    /// Writes the footer and makes the file appear; every place must have been handed in.
    public func finish() throws(ColumnarError) -> WrittenTable {
        guard state.withLock({ $0.waiting.isEmpty && !$0.isWriting }) else {
            throw .misuse("a table was finished with row groups missing")
        }
        return try writer.table.finish()
    }
}
