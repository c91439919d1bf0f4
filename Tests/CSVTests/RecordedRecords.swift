@testable import CSV

/// Records as text, for comparison.
final class RecordedRecords: RecordSink {
    struct Entry: Equatable, CustomStringConvertible {
        var ordinal: Int
        var fields: [[UInt8]] = []
        var fault: RecordFault?
        var description: String { "\(ordinal): \(fault.map { "\($0)" } ?? "\(fields)")" }
    }

    private let wantedCount: Int
    var entries: [Entry] = []

    init(wantedCount: Int) { self.wantedCount = wantedCount }

    func records(_ batch: RecordBatch) {
        for record in 0..<batch.count {
            let fields = (0..<wantedCount).map { Array(batch.fields[$0 * batch.stride + record].bytes) }
            entries.append(Entry(ordinal: Int(batch.ordinals[record]), fields: fields))
        }
    }

    func fault(_ fault: RecordFault, ordinal: Int) { entries.append(Entry(ordinal: ordinal, fault: fault)) }

    /// Everything that one engine makes of `bytes`, cut into chunks of at most `chunk` bytes. Nil when a record does not
    /// fit into a chunk or a quote is never closed.
    static func parse(
        _ bytes: [UInt8], _ dialect: CSVDialect, columns: Int, engine: CSVEngine, chunk: Int, longest: Int = 1 << 16
    ) throws -> (entries: [Entry], outcome: ChunkParser.Outcome)? {
        let layout = ChunkParser.Layout(
            columnCount: columns, wanted: Array(0..<columns), maximumFieldBytes: longest)
        let parser = try ChunkParser()
        var all: [Entry] = []
        var total = ChunkParser.Outcome()
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + chunk)
            let result: (end: Int, entries: [Entry], outcome: ChunkParser.Outcome)? = try bytes.withUnsafeBytes { all in
                let block = UnsafeRawBufferPointer(rebasing: all[start..<end])
                let cut = ByteScan.cut(block, dialect, atEnd: end == all.count)
                var size = cut.end
                if end == all.count {
                    guard cut.openQuote == nil else { return nil }
                    size = block.count
                }
                guard size > 0 else { return nil }
                // A copy of its own, so that a read beyond the chunk is seen by the sanitizer.
                return try Array(block[0..<size]).withUnsafeBytes { copy in
                    let sink = RecordedRecords(wantedCount: columns)
                    let outcome = try parser.parse(
                        copy, dialect, layout, engine: engine, checkNUL: ByteScan.census(copy).hasNUL, into: sink)
                    // Faults are told at once, records in batches.
                    return (start + size, sink.entries.sorted { $0.ordinal < $1.ordinal }, outcome)
                }
            }
            guard let result else { return nil }
            all += result.entries.map {
                var entry = $0
                entry.ordinal += total.records
                return entry
            }
            total.records += result.outcome.records
            total.blankLines += result.outcome.blankLines
            total.trailingDelimiters += result.outcome.trailingDelimiters
            start = result.end
        }
        return (all, total)
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
