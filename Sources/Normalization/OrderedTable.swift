internal import Columnar
internal import Runs

/// A table whose row groups are encoded on any thread and written in order.
final class OrderedTable: @unchecked Sendable {
    private let writer: TableWriter
    private let crew: Crew
    private let order: Int
    private let done: (WrittenTable) -> Void
    private var groupCount = 0

    // Under the crew's lock.
    private var waiting: [Int: EncodedRowGroup] = [:]
    private var nextGroup = 0
    private var isWriting = false
    private var isClosed = false

    /// `done` is called, on any thread, when the table is on the disk.
    init(_ writer: TableWriter, crew: Crew, order: Int, done: @escaping (WrittenTable) -> Void) {
        self.writer = writer
        self.crew = crew
        self.order = order
        self.done = done
    }

    /// In the order of the table, by one thread at a time.
    func add(_ encode: @escaping () throws -> EncodedRowGroup) {
        let number = groupCount
        groupCount += 1
        crew.submit(.first, order: order) { [self] _ in
            let encoded = try encode()
            crew.withLock { waiting[number] = encoded }
            try writeReady()
        }
    }

    /// No more row groups come.
    func close() {
        crew.withLock { isClosed = true }
        crew.submit(.first, order: order) { [self] _ in try writeReady() }
    }

    private func writeReady() throws {
        while true {
            let (group, finishes): (EncodedRowGroup?, Bool) = crew.withLock {
                guard !isWriting else { return (nil, false) }
                if let group = waiting.removeValue(forKey: nextGroup) {
                    isWriting = true
                    return (group, false)
                }
                guard isClosed, nextGroup == groupCount else { return (nil, false) }
                isWriting = true
                return (nil, true)
            }
            if finishes {
                // `isWriting` stays set: nobody finishes twice.
                crew.submit(.disk, order: order) { [self] _ in done(try writer.finish()) }
                return
            }
            guard let group else { return }
            try writer.append(group)
            crew.withLock {
                isWriting = false
                nextGroup += 1
            }
        }
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
