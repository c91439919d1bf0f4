internal import Columnar
internal import Runs

/// A table whose row groups are encoded on any thread of a crew and written in order.
final class OrderedTable: @unchecked Sendable {
    private let writer: OrderedTableWriter
    private let crew: Crew
    private let order: Int
    private let done: (WrittenTable) -> Void
    private var groupCount = 0

    /// `done` is called, on any thread, when the table is written.
    init(_ writer: TableWriter, crew: Crew, order: Int, done: @escaping (WrittenTable) -> Void) {
        self.writer = OrderedTableWriter(writer)
        self.crew = crew
        self.order = order
        self.done = done
    }

    /// In the order of the table, by one thread at a time.
    func add(_ encode: @escaping () throws -> EncodedRowGroup) {
        let number = groupCount
        groupCount += 1
        crew.submit(.first, order: order) { [self] _ in
            try writer.put(try encode(), at: number)
            try finishIfDone()
        }
    }

    /// No more row groups come.
    func close() throws {
        writer.close(count: groupCount)
        try finishIfDone()
    }

    private func finishIfDone() throws {
        if writer.takesFinish() { done(try writer.finish()) }
    }
}

/// Holds tasks back until something that they need is there.
final class Gate: @unchecked Sendable {
    private let crew: Crew
    private var isOpen = false
    private var waiting: [() -> Void] = []

    init(_ crew: Crew) { self.crew = crew }

    func open() {
        let bodies = crew.withLock {
            isOpen = true
            defer { waiting = [] }
            return waiting
        }
        for body in bodies { body() }
    }

    /// Calls `body` now, or when the gate opens.
    func whenOpen(_ body: @escaping () -> Void) {
        let isOpen = crew.withLock {
            if !self.isOpen { waiting.append(body) }
            return self.isOpen
        }
        if isOpen { body() }
    }
}

/// A column without its row group, so that reading it counts no references. The row group must outlive it.
struct BareColumn<T: BitwiseCopyable> {
    let values: UnsafeBufferPointer<T>
    let valid: UnsafeBufferPointer<UInt8>?

    init(_ view: ColumnView<T>) {
        values = view.values
        valid = view.valid
    }

    @inline(__always) func isThere(_ row: Int) -> Bool {
        guard let valid else { return true }
        return valid[row] != 0
    }

    @inline(__always) subscript(row: Int) -> T? { isThere(row) ? values[row] : nil }
}
