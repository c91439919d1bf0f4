import CSV
import Columnar
import Configuration
import Runs
import Workforce

/// One run over all exports: a chain of reads, parses on all threads, assembly in order. At most a fixed number of
/// chunks is in memory; of sources with a key a few bytes a record more.
final class IngestRun: @unchecked Sendable {
    private let pipeline: Pipeline
    private let asOf: Int32
    private let input: String
    private let output: String
    private let engine: CSVEngine
    private let crew: Crew
    let jobs: [ExportJob]
    private var sinks: [SourceDescription.Dataset: DatasetSink] = [:]
    private let mostInFlight: Int
    private let progress: (@Sendable (String, Int) -> Void)?
    private let shown: OffendingCells?

    // Each of one thread.
    private var parsers: [ChunkParser] = []
    private var keys: [WorkerKeys] = []

    // Of the chain of reads.
    private var nextJob = 0
    private var reader: ExportReader?
    private var plan: FilePlan?
    private var nextSequence = 0

    // Under the crew's lock.
    private var inFlight = 0
    private var isParked = false
    private var waiting: [Int: Delivery] = [:]
    private var assembledSequence = 0
    private var isAssembling = false
    private var spare: [ExportChunk] = []

    /// A parsed chunk with its bytes, which are needed until it is assembled.
    private struct Delivery {
        var parsed: ParsedChunk
        var chunk: ExportChunk
        var skip: Int
        var firstLine: Int
    }

    // Of the assembly, one thread at a time.
    private let departments = DepartmentCheck()
    private var assembly: SourceAssembly?
    private var checks = PersonChecks()
    private(set) var tally = IngestTally()

    init(
        _ pipeline: Pipeline, asOf: Int32, input: String, output: String, key: [UInt8], workers: Int,
        engine: CSVEngine, jobs: [ExportJob], shown: OffendingCells? = nil,
        progress: (@Sendable (String, Int) -> Void)?
    ) throws {
        self.pipeline = pipeline
        self.asOf = asOf
        self.input = input
        self.output = output
        self.engine = engine
        self.jobs = jobs
        self.progress = progress
        self.shown = shown
        let crew = Crew(workers: workers)
        self.crew = crew
        mostInFlight = max(workers, 1) * 3 + 2
        for _ in 0..<max(workers, 1) {
            parsers.append(try ChunkParser())
            keys.append(WorkerKeys(key: key))
        }
        for job in jobs where sinks[job.source.dataset] == nil {
            let dataset = job.source.dataset
            sinks[dataset] = try DatasetSink(
                dataset: dataset.rawValue, schema: DatasetTable.schema(dataset, pipeline),
                path: "\(output)/\(dataset.rawValue).parquet", crew: crew,
                wrote: { [unowned self] in wakeReader() })
        }
    }

    /// Reads everything and writes the tables.
    func run() throws -> [WrittenTable] {
        submitRead()
        try crew.run()
        var tables: [WrittenTable] = []
        for job in jobs where job.number == 0 || jobs[job.number - 1].source.dataset != job.source.dataset {
            guard let sink = sinks[job.source.dataset], let written = try sink.settled() else {
                throw IngestError.internalFault("table \(job.source.dataset.rawValue) was not finished")
            }
            tables.append(written)
            if job.source.deliveries == .fullDumps { tally.uncertain.persons += sink.contradicted }
        }
        return tables
    }

    // MARK: reading

    private func submitRead() {
        crew.submit(.last, order: nextSequence) { [self] worker in try readStep(worker) }
    }

    /// Reads a chunk, leaves the next one to whichever thread is free, and parses it, for it lies in this one's caches.
    private func readStep(_ worker: Int) throws {
        guard nextJob < jobs.count else { return }
        let job = jobs[nextJob]
        let isFirst = reader == nil
        if isFirst {
            let file = try ExportFile(folder: input, name: job.file)
            reader = try ExportReader(file, job.source, pipeline.limits)
            plan = nil
        }
        guard let reader else { return }
        let chunk = crew.withLock { spare.popLast() } ?? ExportChunk(capacity: reader.capacity)
        var line = reader.line
        let census = try reader.next(into: chunk)
        var skip = 0
        var headerLines = 0
        if isFirst {
            let header = try ExportHeader(chunk.used, job.source, pipeline.limits, file: job.file)
            let made = try FilePlan(header, job.source, pipeline, asOf: asOf, file: job.file)
            try RowLikeness(made).check(header, file: job.file)
            plan = made
            skip = header.byteCount
            headerLines = ByteScan.census(UnsafeRawBufferPointer(rebasing: chunk.bytes[0..<skip])).lines
            line += headerLines
        }
        guard let plan else { return }
        let isLast = reader.isDone
        if isLast {
            job.byteCount = reader.file.byteCount
            job.footer = reader.footer
            try RowLikeness(plan).check(reader.footer, file: job.file)
            job.linesInFallback = reader.linesInFallback
            job.sha256 = try reader.file.finish()
            self.reader = nil
            nextJob += 1
        }
        let sequence = nextSequence
        nextSequence += 1
        let firstLine = line
        let fileOffset = reader.hasFileOffsets ? chunk.fileOffset + skip : nil
        let goesOn = crew.withLock {
            inFlight += 1
            isParked = isFull
            return !isParked
        }
        if goesOn { submitRead() }
        let parsed = try parse(chunk, skip, job, plan, isLast, firstLine, worker, census, fileOffset, headerLines)
        try deliver(Delivery(parsed: parsed, chunk: chunk, skip: skip, firstLine: firstLine), sequence)
    }

    /// After something that the reader may be waiting for: a chunk is assembled, or a row group written.
    private func wakeReader() {
        let wakes = crew.withLock {
            guard isParked, !isFull else { return false }
            isParked = false
            return true
        }
        if wakes { submitRead() }
    }

    private var isFull: Bool { inFlight + waitingGroups * 4 >= mostInFlight }
    private var waitingGroups: Int { sinks.values.reduce(0) { $0 + $1.openGroups } }

    // MARK: parsing

    private func parse(
        _ chunk: ExportChunk, _ skip: Int, _ job: ExportJob, _ plan: FilePlan, _ isLast: Bool, _ firstLine: Int,
        _ worker: Int, _ census: ByteScan.Census, _ fileOffset: Int?, _ headerLines: Int
    ) throws -> ParsedChunk {
        let writable = UnsafeMutableRawBufferPointer(rebasing: chunk.bytes[skip..<chunk.count])
        let bytes = UnsafeRawBufferPointer(writable)
        var doubts = ChunkDoubts(writable, census: census, isRequoted: job.source.isRequoted)
        let decoder = try ChunkDecoder(plan, keys: keys[worker], chunkBytes: bytes.count)
        decoder.keepsValues = shown != nil
        let outcome = try parsers[worker].parse(
            bytes, plan.dialect, plan.layout, engine: engine, checkNUL: census.hasNUL || doubts.hasBadEncoding,
            into: decoder)
        decoder.finish()
        doubts.look(
            at: bytes, plan.dialect, columns: plan.layout.columnCount, idColumn: plan.idColumn,
            lines: census.lines - headerLines, outcome)
        if let line = doubts.backslashLine, job.source.escape == .doubled {
            throw IngestError.refused(
                "\(job.file): line \(firstLine + line): found a backslash before a quote, expected quotes doubled within "
                    + "quotes; declare escape: backslash of source \(job.source.name)")
        }
        if decoder.failedHash { throw IngestError.internalFault("libcrypto computes no keys") }
        var setAside: [(item: SetAside, line: Int)] = []
        if !decoder.setAside.isEmpty {
            let lines = LineIndex.lines(of: decoder.setAside.map(\.ordinal), in: bytes, plan.dialect)
            for (item, line) in zip(decoder.setAside, lines) { setAside.append((item, firstLine + line)) }
        }
        let parsed = ParsedChunk(
            job: job, plan: plan, isLast: isLast, rows: decoder.rows, outcome: outcome, filtered: decoder.filtered,
            filterCounts: decoder.filterCounts, carried: decoder.carried, setAside: setAside,
            fingerprints: decoder.fingerprints(),
            uneven: decoder.uneven)
        parsed.take(doubts, firstLine: firstLine, fileOffset: fileOffset)
        if isLast, let last = bytes.last, last != 10, last != 13 {
            parsed.endsWithinRecord = decoder.setAside.last?.ordinal == outcome.records - 1
            parsed.lacksLastLineEnd = true
        }
        return parsed
    }

    // MARK: assembly

    private func deliver(_ delivery: Delivery, _ sequence: Int) throws {
        let isMine = crew.withLock {
            waiting[sequence] = delivery
            if isAssembling { return false }
            isAssembling = true
            return true
        }
        guard isMine else { return }
        while true {
            let (next, order): (Delivery?, Int) = crew.withLock {
                guard let next = waiting.removeValue(forKey: assembledSequence) else {
                    isAssembling = false
                    return (nil, 0)
                }
                return (next, assembledSequence)
            }
            guard let next else { return }
            // Only here and not for each chunk of a thread: rows go into the tables in the order of the exports.
            try assemble(next, order: order)
            crew.withLock {
                spare.append(next.chunk)
                assembledSequence += 1
                inFlight -= 1
            }
            wakeReader()
        }
    }

    private func assemble(_ delivery: Delivery, order: Int) throws {
        let chunk = delivery.parsed
        let job = chunk.job
        if job.source.dataset == .departments { departments.learn(chunk) }
        let bytes = UnsafeRawBufferPointer(rebasing: delivery.chunk.used.dropFirst(delivery.skip))
        if DepartmentCheck.applies(to: job.source.dataset) {
            departments.apply(to: chunk, bytes, firstLine: delivery.firstLine)
        }
        guard let sink = sinks[job.source.dataset] else { return }
        if assembly == nil {
            assembly = SourceAssembly(
                source: job.source, limits: pipeline.limits, sink: sink, folder: output, shown: shown)
        }
        if job.source.dataset == .employees { try checkPersons(chunk) }
        try assembly?.add(chunk, bytes, firstLine: delivery.firstLine, order: order, into: &tally)
        progress?(job.source.dataset.rawValue, chunk.outcome.records)
        guard chunk.isLast, job.isLastOfSource else { return }
        assembly = nil
        let isLastOfDataset = job.number + 1 == jobs.count || jobs[job.number + 1].source.dataset != job.source.dataset
        if isLastOfDataset { try sink.close(order: order) }
    }

    private func checkPersons(_ chunk: ParsedChunk) throws {
        guard let keyField = chunk.plan.schema.index(of: "person_key"),
            let checkField = chunk.plan.schema.index(of: "person_check")
        else { return }
        let keys = chunk.rows.columns[keyField].values.assumingMemoryBound(to: Int64.self)
        let checks = chunk.rows.columns[checkField].values.assumingMemoryBound(to: Int64.self)
        for row in 0..<chunk.rows.count where !self.checks.add(keys[row], checks[row]) {
            throw IngestError.refused(
                "\(chunk.job.file): two persons share one key, expected one key a person; make another key file: "
                    + "head -c 32 /dev/urandom")
        }
    }
}
