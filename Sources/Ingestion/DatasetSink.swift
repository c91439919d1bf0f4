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

    // Under the crew's lock.
    private var waiting: [Int: EncodedRowGroup] = [:]
    private var nextGroup = 0
    private var isWriting = false
    private var isClosed = false
    private(set) var openGroups = 0
    /// Of groups that are encoded: fresh memory costs more than filling it again.
    private var spare: [RowGroupBuilder] = []

    private let writer: TableWriter
    private(set) var written: WrittenTable?

    /// `wrote` is called, from any thread, when a group that was open is written.
    init(dataset: String, schema: TableSchema, path: String, crew: Crew, wrote: @escaping () -> Void) throws {
        self.wrote = wrote
        self.dataset = dataset
        self.schema = schema
        self.path = path
        self.crew = crew
        builder = RowGroupBuilder(schema)
        writer = try TableWriter(path: path, schema: schema)
    }

    /// In the order of the table, by one thread at a time.
    func append(_ chunk: ParsedChunk, order: Int) {
        let step = chunk.rowsPerRecord
        guard chunk.rows.count > 0 else { return }
        var maps = builder.maps(chunk.rows)
        var start = 0
        // Runs of records between those that are left out.
        for record in chunk.dropped.sorted() + [chunk.rows.count / step] {
            append(chunk, rows: start..<(record * step), &maps, order: order)
            start = (record + 1) * step
        }
    }

    private func append(_ chunk: ParsedChunk, rows: Range<Int>, _ maps: inout [Buffer<Int32>?], order: Int) {
        var start = rows.lowerBound
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
    func close(order: Int) {
        if builder.count > 0 { handOver(order: order) }
        crew.withLock {
            isClosed = true
            spare = []
        }
        crew.submit(.first, order: order) { [self] _ in try writeReady(order: order) }
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
            crew.withLock {
                waiting[number] = encoded
                if !isClosed { spare.append(full) }
            }
            try writeReady(order: order)
        }
    }

    private func writeReady(order: Int) throws {
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
                // `isWriting` stays set: nobody finishes twice. Nobody computes with what lies on the disk.
                crew.submit(.disk, order: order) { [self] _ in written = try writer.finish() }
                return
            }
            guard let group else { return }
            try writer.append(group)
            crew.withLock {
                isWriting = false
                nextGroup += 1
                openGroups -= 1
            }
            wrote()
        }
    }
}
