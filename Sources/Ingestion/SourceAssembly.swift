import CSV
import Columnar
import Configuration
import Runs
import Workforce

/// A row of the quarantine table.
struct QuarantinedRow: Sendable {
    var dataset: String
    var file: String
    var record: Int
    var line: Int
    var column: String
    var reason: QuarantineReason
    var expected: String
    var found: ValueClass?

    /// Completes “found …”.
    var foundWords: String { found?.words ?? reason.foundRecord }
    /// What could be done; empty where nothing but the export itself can be corrected.
    var advice: String { found?.advice(reason) ?? reason.advice }
    /// Completes the message: what was expected, what was found, and what to do where that is known.
    var message: String {
        let place = column.isEmpty ? "" : ", column \"\(column)\""
        return "record \(record), line \(line)\(place): expected \(expected), found \(foundWords)"
            + (advice.isEmpty ? "" : ": \(advice)")
    }
}

/// What one run gathers beside the tables: counts, quarantine, findings.
struct IngestTally {
    var files: [FileCount] = []
    var quarantine: [QuarantinedRow] = []
    var findings: [Finding] = []
    /// Of a full dump that was read.
    var uncertain = UncertainPersons()

    mutating func add(_ other: IngestTally) {
        files += other.files
        quarantine += other.quarantine
        findings += other.findings
    }
}

/// Puts the chunks of one source together in order: duplicates, counts, limits. One thread at a time.
final class SourceAssembly {
    private let limits: IngestLimits
    private let sink: DatasetSink
    private var jobs: [ExportJob] = []
    private let keyed: KeyedRecords?
    private let shown: OffendingCells?

    /// `folder` is that of the tables; `shown` takes the cells of the first rows that are set aside, where somebody has asked
    /// to see them.
    init(
        source: SourceDescription, limits: IngestLimits, sink: DatasetSink, folder: String,
        shown: OffendingCells? = nil
    ) {
        self.limits = limits
        self.shown = shown
        self.sink = sink
        keyed = source.key.isEmpty ? nil : KeyedRecords(folder: folder)
    }

    /// `bytes` are the records of the chunk, from `firstLine` on.
    func add(
        _ chunk: ParsedChunk, _ bytes: UnsafeRawBufferPointer, firstLine: Int, order: Int,
        into tally: inout IngestTally
    ) throws {
        let job = chunk.job
        if jobs.last !== job { jobs.append(job) }
        if job.plan == nil { job.plan = chunk.plan }
        chunk.recordBase = job.records
        job.records += chunk.outcome.records
        guard job.records < Int(Int32.max) else {
            throw IngestError.refused(
                "\(job.file): found more than 2,147,483,646 records, expected fewer; split the export")
        }
        job.carried += chunk.carried
        job.filtered += chunk.filtered
        if job.filterCounts.isEmpty { job.filterCounts = chunk.filterCounts.map { _ in FilterCount() } }
        for (place, count) in chunk.filterCounts.enumerated() { job.filterCounts[place].add(count) }
        job.blankLines += chunk.outcome.blankLines
        job.trailingDelimiters += chunk.outcome.trailingDelimiters
        job.doubleEncoded += chunk.doubts.doubleEncoded
        job.lineEnds.add(chunk.doubts.lineEnds)
        job.lostLines += chunk.lostLines
        job.hasUTF8 = job.hasUTF8 || chunk.doubts.hasUTF8
        if job.firstBadByte == nil { job.firstBadByte = chunk.firstBadByte }
        if let (item, line) = chunk.setAside.last, chunk.endsWithinRecord, item.reason == .tooFewColumns {
            throw IngestError.refused(
                "\(job.file): line \(line): the file ends within this record, which has fewer columns than the "
                    + "\(chunk.plan.layout.columnCount) of the header and no line end; the file is cut off, deliver it "
                    + "again")
        }
        for (item, line) in chunk.setAside + chunk.strays {
            if item.reason == .totalRow {
                throw IngestError.refused(
                    "\(job.file): record \(chunk.recordBase + item.ordinal + 1), line \(line): found a word for a total, "
                        + "expected an id; leave such rows out with filters: or footer_rows: of source "
                        + job.source.name)
            }
            quarantine(item, line, chunk, &tally)
        }
        if job.source.deliveries == .fullDumps { tally.uncertain.add(chunk) }
        let total = job.quarantined.values.reduce(0, +)
        guard total <= limits.quarantinedRows else {
            throw IngestError.refused(
                "\(job.file): more than \(limits.quarantinedRows) rows cannot be used; first: "
                    + "\(job.firstQuarantined ?? ""); correct the export or limits: quarantined_rows")
        }
        job.carried -= chunk.strays.count
        try keyed?.add(chunk, bytes, firstLine: firstLine, firstRow: sink.rowCount)
        sink.append(chunk, order: order)
        if chunk.isLast { finishFile(chunk, &tally) }
        if chunk.isLast, job.isLastOfSource { try finish(order: order, &tally) }
    }

    private func quarantine(_ item: SetAside, _ line: Int, _ chunk: ParsedChunk, _ tally: inout IngestTally) {
        let plan = chunk.plan
        var column = ""
        var expected = item.reason.expectedRecord(
            columns: plan.layout.columnCount, fieldBytes: plan.layout.maximumFieldBytes)
        if item.operation >= plan.cells.count {
            let measure = plan.measures[item.operation - plan.cells.count]
            column = measure.header
            if item.reason != .moreThanItsDays { expected = measure.expected }
        } else if item.operation >= 0 {
            column = plan.cells[item.operation].header
            switch item.reason {
            case .implausibleDate: expected = "a date after 1900 and at most 400 days after the as-of date"
            case .endBeforeStart, .moreThanItsDays: break
            case .unknownDepartment: expected = "an id of the departments' export"
            case .badKey: expected = "an id; a number in scientific notation is none"
            case .missingValue: expected = "a value"
            case .missingPart: expected = "the part of the text that counts, as part: says"
            case .undeclaredNullWord: expected = "a value"
            case .otherQuotes: expected = "text without quotes of another kind"
            case .repeatedHeader: expected = "a value"
            case .badEncoding: expected = "text in UTF-8 from the start; U+FFFD stands for what was lost"
            default: expected = plan.cells[item.operation].expected
            }
        }
        let row = QuarantinedRow(
            dataset: chunk.job.source.dataset.rawValue, file: chunk.job.file,
            record: chunk.recordBase + item.ordinal + 1, line: line, column: column, reason: item.reason,
            expected: expected, found: item.found)
        quarantine(row, chunk.job, &tally)
        if let value = item.value { shown?.add(row, value: value) }
    }

    private func quarantine(_ row: QuarantinedRow, _ job: ExportJob, _ tally: inout IngestTally) {
        job.quarantined[row.reason, default: 0] += 1
        if job.firstQuarantined == nil { job.firstQuarantined = row.message }
        if job.firstPlaces[row.reason]?.count ?? 0 < ExportJob.mostPlaces {
            job.firstPlaces[row.reason, default: []].append(row)
        }
        tally.quarantine.append(row)
    }

    private func finishFile(_ chunk: ParsedChunk, _ tally: inout IngestTally) {
        let job = chunk.job
        func note(_ category: String, _ severity: Finding.Severity, _ message: String, _ count: Int) {
            tally.findings.append(
                Finding(category: category, severity: severity, location: job.file, message: message, count: count))
        }
        if !chunk.plan.unused.isEmpty {
            let shown = chunk.plan.unused.prefix(20).joined(separator: ", ")
            let more = chunk.plan.unused.count > 20 ? " and \(chunk.plan.unused.count - 20) more" : ""
            note(
                "ingest.column_not_carried", .note, "Columns not carried on: \(shown)\(more).", chunk.plan.unused.count)
        }
        if !chunk.plan.missingItems.isEmpty {
            note(
                "ingest.item_missing", .warning,
                "Items of the questionnaire without a column: \(chunk.plan.missingItems.joined(separator: ", ")).",
                chunk.plan.missingItems.count)
        }
        if chunk.lacksLastLineEnd, job.records > 1 {
            note(
                "ingest.no_last_line_end", .note,
                "The last record has no line end as the others have: if the export writes one, the file was cut off.", 1
            )
        }
        for filter in Self.filters(of: job) where filter.count.others > 0 {
            note(
                "ingest.filter_other_words", filter.isTruth ? .warning : .note,
                "Cells of \(filter.name) are none of the words of its filter (\(filter.words)); rows left out by it: "
                    + "\(filter.count.leftOut).", filter.count.others)
        }
        if job.blankLines > 0 { note("ingest.blank_lines", .note, "Blank lines were passed over.", job.blankLines) }
        if job.doubleEncoded > 0 {
            note(
                "ingest.double_encoded", .warning,
                "Rows hold text that was decoded in a wrong encoding before it was exported, as Ã¸ for ø.",
                job.doubleEncoded)
        }
        if job.lineEnds.fewer > 0 {
            note("ingest.line_ends", .note, "Lines end in different ways; these differ from most.", job.lineEnds.fewer)
        }
        if job.linesInFallback > 0 {
            note(
                "ingest.fallback_encoding", .note,
                "Lines were no UTF-8 and were read as \(job.source.fallbackEncoding?.rawValue ?? "").",
                job.linesInFallback)
        }
        if job.trailingDelimiters > 0 {
            note("ingest.trailing_delimiter", .note, "Rows end with a delimiter too many.", job.trailingDelimiters)
        }
    }

    private func finish(order: Int, _ tally: inout IngestTally) throws {
        if let keyed { try settle(keyed, &tally) }
        for job in jobs {
            try check(job)
            let quarantined = job.quarantined.values.reduce(0, +)
            tally.files.append(
                FileCount(
                    dataset: job.source.dataset.rawValue, file: job.file, sha256: job.sha256, bytes: job.byteCount,
                    rowsIn: job.records, rowsOut: job.carried, quarantined: quarantined, duplicates: job.duplicates,
                    filtered: job.filtered,
                    reasons: job.quarantined.map { ($0.key.rawValue, $0.value) }.sorted { $0.0 < $1.0 }))
            guard job.records == job.carried + quarantined + job.duplicates + job.filtered else {
                throw IngestError.internalFault(
                    "\(job.file): \(job.records) rows in are not \(job.carried) out + \(quarantined) quarantined + "
                        + "\(job.duplicates) duplicates + \(job.filtered) filtered")
            }
        }
    }

    /// Takes out of the table what its key forbids.
    private func settle(_ keyed: KeyedRecords, _ tally: inout IngestTally) throws {
        var leaving: [Range<Int>] = []
        var conflicting: [Range<Int>] = []
        try keyed.settle { record in
            leaving.append(record.rows)
            record.job.carried -= 1
            guard record.isConflict else {
                record.job.duplicates += 1
                return
            }
            conflicting.append(record.rows)
            let reason = QuarantineReason.conflictingKey
            quarantine(
                QuarantinedRow(
                    dataset: record.job.source.dataset.rawValue, file: record.job.file, record: record.record,
                    line: record.line, column: "", reason: reason,
                    expected: reason.expectedRecord(columns: 0, fieldBytes: 0)), record.job, &tally)
        }
        sink.remove(leaving, conflicting: conflicting)
    }

    private func check(_ job: ExportJob) throws {
        let quarantined = job.quarantined.values.reduce(0, +)
        guard job.records > 0 || job.source.allowsNoRows else {
            throw IngestError.refused(
                "\(job.file): found a header and no rows, expected rows; deliver it again, or declare allow_empty: true"
            )
        }
        guard job.filtered == 0 || job.filtered + quarantined < job.records || job.source.allowsNoRows else {
            throw Self.nothingPassed(job)
        }
        // Without any character in UTF-8 it is not the rows that are in another encoding but the file.
        if let (line, offset) = job.firstBadByte, !job.hasUTF8 {
            throw Self.wrongEncoding(job, line, offset, "no character beyond ASCII is in UTF-8")
        }
        let badKeys = job.quarantined[.badKey] ?? 0
        func exceeds(_ count: Int, _ perMillion: Int, of records: Int) -> Bool {
            count * 1_000_000 > records * perMillion
        }
        // Rows may be lost within a record that a stray quote made too long: each of its lines counts.
        let tooMany = exceeds(
            quarantined + job.lostLines, limits.quarantinedPerMillion, of: job.records + job.lostLines)
        let tooManyKeys = badKeys >= limits.badKeyAtLeast && exceeds(badKeys, limits.badKeyPerMillion, of: job.records)
        guard tooMany || tooManyKeys else { return }
        let reasons = job.quarantined.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .prefix(3).map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
        let limit =
            tooMany
            ? "\(quarantined) of \(job.records) rows cannot be used\(Self.lostLines(job)), above the limit of "
                + Self.percent(limits.quarantinedPerMillion)
            : "\(badKeys) of \(job.records) rows have no usable id, above the limit of "
                + Self.percent(limits.badKeyPerMillion)
        if let (line, offset) = job.firstBadByte, job.quarantined.max(by: { $0.value < $1.value })?.key == .badEncoding
        {
            throw Self.wrongEncoding(job, line, offset, limit)
        }
        throw IngestError.refused(
            "\(job.file): \(limit) (\(reasons)); first: \(job.firstQuarantined ?? ""); correct the export or limits:")
    }

    /// Completes “rows cannot be used” where lines within them count too.
    private static func lostLines(_ job: ExportJob) -> String {
        switch job.lostLines {
        case 0: ""
        case 1: ", and 1 line within them that may be a row of its own"
        default: ", and \(job.lostLines) lines within them that may be rows of their own"
        }
    }

    /// Filters of the cells of `job`, as messages name them, with their counts.
    private static func filters(of job: ExportJob) -> [(name: String, words: String, isTruth: Bool, count: FilterCount)]
    {
        zip(job.plan?.cells ?? [], job.filterCounts).compactMap { cell, count in
            guard case .filter(let words, _) = cell.action else { return nil }
            let isTruth = words["true"] != nil && words["false"] != nil
            return ("column \"\(cell.header)\"", cell.expected, isTruth, count)
        }
    }

    private static func nothingPassed(_ job: ExportJob) -> IngestError {
        let filters = filters(of: job).filter { $0.count.leftOut > 0 }
            .map { "\($0.name) leaves out \($0.count.leftOut) (\($0.words))" }.joined(separator: ", ")
        return .refused(
            "\(job.file): found no row that passes the filters, expected some of \(job.records): \(filters); correct "
                + "filters: or true_words: of source \(job.source.name), or declare allow_empty: true")
    }

    private static func wrongEncoding(_ job: ExportJob, _ line: Int, _ offset: Int?, _ reason: String) -> IngestError {
        let place = offset.map { ", byte \($0)" } ?? ""
        return .refused(
            "\(job.file): line \(line)\(place): found bytes that are no UTF-8, expected UTF-8 (\(reason)); export as UTF-8, "
                + "or declare encoding: or fallback_encoding: windows-1252")
    }

    /// `1 %` of 10,000 in a million.
    private static func percent(_ perMillion: Int) -> String {
        var digits = String(perMillion % 10_000)
        digits = String(repeating: "0", count: 4 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return digits.isEmpty ? "\(perMillion / 10_000) %" : "\(perMillion / 10_000).\(digits) %"
    }
}
