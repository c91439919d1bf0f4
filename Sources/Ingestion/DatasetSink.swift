import Columnar
import Runs

/// Writes the table of one dataset: row groups are encoded on any thread and written in order.
final class DatasetSink: @unchecked Sendable {
    let dataset: String
    let schema: TableSchema
    private let path: String
    private let crew: Crew
    private let wrote: () -> Void
    private var builder: RowGroupBuilder
    private var groupCount = 0
    /// Rows handed in so far.
    private(set) var rowCount = 0
    /// Rows that leave the table when it is written.
    private var leaving: [Range<Int>] = []
    /// Of these the ones that contradict each other.
    private var conflicting: [Range<Int>] = []
    /// Whose rows contradicted each other, in exports of employees. After `settled`.
    private(set) var contradicted: [KnownPerson] = []

    // Under the crew's lock.
    private var isClosed = false
    private(set) var openGroups = 0
    /// Of groups that are encoded: fresh memory costs more than filling it again.
    private var spare: [RowGroupBuilder] = []

    private let writer: OrderedTableWriter
    private var written: WrittenTable?

    /// `wrote` is called, from any thread, when a group that was open is written.
    init(dataset: String, schema: TableSchema, path: String, crew: Crew, wrote: @escaping () -> Void) throws {
        self.wrote = wrote
        self.dataset = dataset
        self.schema = schema
        self.path = path
        self.crew = crew
        builder = RowGroupBuilder(schema)
        writer = OrderedTableWriter(try TableWriter(path: path, schema: schema))
    }

    /// In the order of the table, by one thread at a time.
    func append(_ chunk: ParsedChunk, order: Int) {
        guard chunk.rows.count > 0 else { return }
        var maps = builder.maps(chunk.rows)
        var start = 0
        // Runs of records between those that are left out.
        for record in chunk.dropped.sorted() {
            let rows = chunk.rows(of: record)
            append(chunk, rows: start..<rows.lowerBound, &maps, order: order)
            start = rows.upperBound
        }
        append(chunk, rows: start..<chunk.rows.count, &maps, order: order)
    }

    private func append(_ chunk: ParsedChunk, rows: Range<Int>, _ maps: inout [Buffer<Int32>?], order: Int) {
        var start = rows.lowerBound
        rowCount += rows.count
        while start < rows.upperBound {
            let end = min(rows.upperBound, start + builder.room)
            builder.append(
                chunk.rows, start..<end, maps: maps, file: chunk.job.file, recordBase: chunk.recordBase)
            start = end
            if builder.room == 0 {
                handOver(order: order)
                maps = builder.maps(chunk.rows)
            }
        }
    }

    /// No more rows come.
    func close(order: Int) throws {
        if builder.count > 0 { handOver(order: order) }
        crew.withLock {
            isClosed = true
            spare = []
        }
        writer.close(count: groupCount)
        try finishIfDone()
    }

    /// These rows leave the table again.
    func remove(_ rows: [Range<Int>], conflicting some: [Range<Int>]) {
        leaving += rows
        conflicting += some
    }

    /// The written table, without the rows that have to leave it; nil before it is closed.
    func settled() throws -> WrittenTable? {
        guard !leaving.isEmpty, written != nil else { return written }
        let hasPersons = schema.index(of: "person_check") != nil
        var next = 0
        written = try RowRemoval.remove(leaving, from: path, schema) { group, first, row in
            while next < conflicting.count, conflicting[next].upperBound <= row { next += 1 }
            guard hasPersons, next < conflicting.count, conflicting[next].contains(row) else { return }
            contradicted.append(
                KnownPerson(
                    key: try group.int64("person_key").values[row - first],
                    check: try group.int64("person_check").values[row - first]))
        }
        leaving = []
        conflicting = []
        return written
    }

    private func handOver(order: Int) {
        let full = builder
        builder = crew.withLock { spare.popLast() } ?? RowGroupBuilder(schema)
        let number = groupCount
        groupCount += 1
        crew.withLock { openGroups += 1 }
        crew.submit(.first, order: order) { [self] _ in
            let encoded = try full.encode()
            full.empty()
            crew.withLock { if !isClosed { spare.append(full) } }
            try writer.put(encoded, at: number) { [self] in
                crew.withLock { openGroups -= 1 }
                wrote()
            }
            try finishIfDone()
        }
    }

    private func finishIfDone() throws {
        if writer.takesFinish() { written = try writer.finish() }
    }
}
