import CSV
import Columnar
import Configuration

/// The records of a source with a key, after they went into the table: which of them have to leave it again, and where
/// they stand in the exports.
///
/// An identical second record counts once, records that contradict each other are all set aside.
final class KeyedRecords {
    private let ledger: KeyLedger
    private var stretches: [Stretch] = []

    /// The records of one chunk that came through.
    private struct Stretch {
        var job: ExportJob
        /// Of the first record: place among all of the source, row in the table.
        var firstRecord: Int
        var firstRow: Int
        var rowsPerRecord: Int
        /// By record: rows from the first one, and the end of the last; nil where each record gives `rowsPerRecord`.
        var rowStarts: [Int32]?
        /// Records of the file before the chunk, line of its first record.
        var recordBase: Int
        var firstLine: Int
        /// By record: place in the chunk; nil where they are 0, 1, 2 ….
        var ordinals: [Int32]?
        /// From which record on how many lines lie before it that are no records: blank ones, and those within records.
        var moreLines: [(record: Int32, lines: Int32)] = []

        /// The line of a record that has `ordinal` records before it in the chunk.
        func line(_ index: Int, ordinal: Int) -> Int {
            var low = 0
            var high = moreLines.count
            while low < high {
                let middle = (low + high) / 2
                if Int(moreLines[middle].record) <= index { low = middle + 1 } else { high = middle }
            }
            return firstLine + ordinal + (low > 0 ? Int(moreLines[low - 1].lines) : 0)
        }
    }

    /// A record that leaves the table.
    struct Leaving {
        var job: ExportJob
        var rows: Range<Int>
        var record: Int
        var line: Int
        /// Else it is an identical copy.
        var isConflict: Bool
    }

    init(folder: String) { ledger = KeyLedger(folder: folder) }

    /// The records of a chunk whose rows go into the table from `firstRow` on. `bytes` are the chunk's, from `firstLine` on.
    func add(_ chunk: ParsedChunk, _ bytes: UnsafeRawBufferPointer, firstLine: Int, firstRow: Int) throws {
        var stretch = Stretch(
            job: chunk.job, firstRecord: ledger.recordCount, firstRow: firstRow,
            rowsPerRecord: max(chunk.plan.measures.count, 1),
            recordBase: chunk.recordBase, firstLine: firstLine)
        var kept: [Int32] = []
        var rowStarts: [Int32] = [0]
        for record in 0..<chunk.recordCount where !chunk.dropped.contains(record) {
            try ledger.add(chunk.fingerprints[record])
            kept.append(chunk.ordinal(of: record))
            if chunk.uneven != nil {
                let rows = Int32(truncatingIfNeeded: chunk.rows(of: record).count)
                rowStarts.append((rowStarts.last ?? 0) + rows)
            }
        }
        if chunk.uneven != nil { stretch.rowStarts = rowStarts }
        let areAll = kept.count == chunk.outcome.records
        if !areAll { stretch.ordinals = kept }
        if chunk.outcome.blankLines > 0 || !chunk.doubts.moreLines.isEmpty {
            let lines = LineIndex.lines(of: kept.map { Int($0) }, in: bytes, chunk.plan.dialect)
            var last: Int32 = 0
            for (index, line) in lines.enumerated() {
                let more = Int32(truncatingIfNeeded: line) - kept[index]
                if more != last { stretch.moreLines.append((Int32(truncatingIfNeeded: index), more)) }
                last = more
            }
        }
        stretches.append(stretch)
    }

    /// Calls `body` with each record that has to leave the table, in the order of the exports.
    func settle(_ body: (Leaving) -> Void) throws {
        var leaving: [(record: Int, isConflict: Bool)] = []
        try ledger.forEachRepeated { repeated in
            // A copy of a conflicting row is as doubtful as the row.
            for record in repeated.areEqual ? repeated.records.dropFirst() : repeated.records[...] {
                leaving.append((record, !repeated.areEqual))
            }
        }
        leaving.sort { $0.record < $1.record }
        var place = 0
        for (record, isConflict) in leaving {
            while place + 1 < stretches.count, stretches[place + 1].firstRecord <= record { place += 1 }
            let stretch = stretches[place]
            let index = record - stretch.firstRecord
            let ordinal = Int(stretch.ordinals?[index] ?? Int32(truncatingIfNeeded: index))
            let step = stretch.rowsPerRecord
            let start = stretch.rowStarts.map { Int($0[index]) } ?? index * step
            let end = stretch.rowStarts.map { Int($0[index + 1]) } ?? (index + 1) * step
            body(
                Leaving(
                    job: stretch.job, rows: (stretch.firstRow + start)..<(stretch.firstRow + end),
                    record: stretch.recordBase + ordinal + 1,
                    line: stretch.line(index, ordinal: ordinal),
                    isConflict: isConflict))
        }
    }
}
