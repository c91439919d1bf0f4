import Columnar
import Configuration
import FuzzSupport

@testable import CSV
@testable import Ingestion

/// What one engine makes of the scratch file, chunk by chunk, as a run does it but for the tables.
struct ExportRows: Equatable {
    private struct Aside: Equatable {
        var record: Int
        var reason: QuarantineReason
        var operation: Int
    }

    private(set) var records = 0
    private var carried = 0
    private var filtered = 0
    private var rows: [RowFingerprint.Bits] = []
    private var aside: [Aside] = []
    private var doubtful: [Int] = []

    init(_ chosen: ChosenDescription, _ engine: CSVEngine) throws {
        let file = try ExportFile(folder: ScratchFile.shared.folder, name: ScratchFile.shared.name)
        let reader = try ExportReader(file, chosen.source, chosen.pipeline.limits)
        let parser = try ChunkParser()
        let keys = WorkerKeys(key: [UInt8](repeating: 7, count: 32))
        let chunk = ExportChunk(capacity: reader.capacity)
        var plan: FilePlan?
        while !reader.isDone {
            let census = try reader.next(into: chunk)
            var skip = 0
            if plan == nil {
                let header = try ExportHeader(chunk.used, chosen.source, chosen.pipeline.limits, file: chosen.name)
                plan = try FilePlan(header, chosen.source, chosen.pipeline, asOf: 20_000, file: chosen.name)
                skip = header.byteCount
            }
            guard let plan else { return }
            try take(chunk, skip, census, plan, parser, keys, engine)
        }
        _ = try file.finish()
    }

    private mutating func take(
        _ chunk: ExportChunk, _ skip: Int, _ census: ByteScan.Census, _ plan: FilePlan, _ parser: ChunkParser,
        _ keys: WorkerKeys, _ engine: CSVEngine
    ) throws {
        // A block of its own, so that the sanitizer sees a read beyond it.
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk.count - skip, alignment: 64)
        defer { block.deallocate() }
        block.copyMemory(from: UnsafeRawBufferPointer(rebasing: chunk.used[skip...]))
        let bytes = UnsafeRawBufferPointer(block)
        var doubts = ChunkDoubts(block, census: census, isRequoted: plan.source.isRequoted)
        let decoder = try ChunkDecoder(plan, keys: keys, chunkBytes: bytes.count)
        let outcome = try parser.parse(
            bytes, plan.dialect, plan.layout, engine: engine, checkNUL: census.hasNUL || doubts.hasBadEncoding,
            into: decoder)
        decoder.finish()
        let headerLines = ByteScan.census(UnsafeRawBufferPointer(rebasing: chunk.used[..<skip])).lines
        doubts.look(
            at: bytes, plan.dialect, columns: plan.layout.columnCount, idColumn: plan.idColumn,
            lines: census.lines - headerLines, outcome)
        require(!decoder.failedHash, "a hash failed")
        checkCounts(decoder, outcome, plan)
        let noKey = [Bool](repeating: false, count: plan.schema.fields.count)
        for row in 0..<decoder.rows.count {
            rows.append(RowFingerprint(decoder.rows, row, keyFields: noKey).row)
        }
        for item in decoder.setAside {
            aside.append(Aside(record: records + item.ordinal, reason: item.reason, operation: item.operation))
        }
        doubtful += doubts.records.map { records + $0.ordinal }
        records += outcome.records
        carried += decoder.carried
        filtered += decoder.filtered
    }

    /// Each record is a row, or is set aside once, or left out on purpose.
    private func checkCounts(_ decoder: ChunkDecoder, _ outcome: ChunkParser.Outcome, _ plan: FilePlan) {
        require(
            outcome.records == decoder.carried + decoder.filtered + decoder.setAside.count,
            "\(outcome.records) records, \(decoder.carried) carried on, \(decoder.setAside.count) set aside")
        require(decoder.rows.count == decoder.carried * max(plan.measures.count, 1), "\(decoder.rows.count) rows")
        require(Set(decoder.setAside.map(\.ordinal)).count == decoder.setAside.count, "a record is set aside twice")
        require(decoder.setAside.allSatisfy { 0..<outcome.records ~= $0.ordinal }, "an ordinal of no record")
    }
}
