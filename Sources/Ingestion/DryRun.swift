public import CSV
public import Configuration
public import Runs
import Columnar

/// Ingest without its tables: what a run would accept, set aside and refuse.
public enum DryRun {
    /// The report, and the error with which a run would end.
    public struct Outcome {
        public var report: CheckReport
        public var failure: IngestError?
    }

    /// Reads all exports as a run would. Where that is refused, each source is read once more by itself, so that the report
    /// tells of every refusal and not of the first one only.
    ///
    /// - Parameters:
    ///   - run: where a run would write; nothing is written there.
    ///   - scratch: an empty folder for tables that nobody is to keep; the caller removes it.
    ///   - history: folder in which a run keeps what was delivered, for the comparison with the delivery before; nil: none.
    ///     Full dumps are compared as far as they lie in `input`, since those that are kept need the key.
    ///   - shown: takes the cells of the first rows that are set aside, where somebody has asked to see them.
    /// - Throws: what has nothing to do with the exports: `ColumnarError`, `DigestError`, `CSVError`.
    public static func perform(
        _ pipeline: Pipeline, run: RunFolder, input: String, scratch: String, history: String? = nil, workers: Int,
        engine: CSVEngine = .fast, shown: OffendingCells? = nil
    ) throws -> Outcome {
        let hasDumps = pipeline.sources.contains { $0.deliveries == .fullDumps }
        let place = hasDumps ? nil : history.map { HistoryPlace(folder: $0, isKept: false) }
        let whole = try attempt(pipeline, run, input, scratch + "/all", workers, engine, place, shown)
        guard let failure = whole.failure else { return whole }
        var report = CheckReport()
        report.findings = whole.report.findings
        report.refusals = [failure.description]
        for (number, source) in pipeline.sources.enumerated() {
            var alone = pipeline
            alone.sources = [source]
            let part = try attempt(alone, run, input, "\(scratch)/\(number)", workers, engine, place, nil)
            var exports = part.report.exports
            if let refusal = part.failure, case .missing = refusal, !source.required { continue }
            if let refusal = part.failure?.description {
                if !report.refusals.contains(refusal) { report.refusals.append(refusal) }
                if exports.isEmpty {
                    exports = [CheckedExport(source: source.name, dataset: source.dataset.rawValue, file: "")]
                }
                let guilty = exports.firstIndex { refusal.hasPrefix($0.file + ":") } ?? exports.count - 1
                exports[guilty].refusal = refusal
            }
            for finding in part.report.findings where !report.findings.contains(finding) {
                report.findings.append(finding)
            }
            report.exports += exports
        }
        return Outcome(report: report, failure: failure)
    }

    private static func attempt(
        _ pipeline: Pipeline, _ run: RunFolder, _ input: String, _ folder: String, _ workers: Int, _ engine: CSVEngine,
        _ history: HistoryPlace?, _ shown: OffendingCells?
    ) throws -> Outcome {
        try DurableFolder.create(folder)
        // Keys of tables that nobody keeps are made with a secret that nobody has.
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let watch = IngestWatch(shown: shown)
        var report = CheckReport()
        var failure: IngestError?
        do {
            report.findings = try IngestStage.run(
                pipeline, run: run, output: folder, input: input, key: key, workers: workers, engine: engine,
                history: history, watch: watch, progress: nil
            ).findings
        } catch let error as IngestError {
            failure = error
            report.refusals = [error.description]
            report.findings = watch.runs.flatMap(\.tally.findings)
        }
        report.exports = watch.runs.flatMap(\.jobs).map(CheckedExport.init)
        return Outcome(report: report, failure: failure)
    }
}

extension CheckedExport {
    init(_ job: ExportJob) {
        self.init(source: job.source.name, dataset: job.source.dataset.rawValue, file: job.file)
        settings = job.source.settings
        guard let plan = job.plan else { return }
        wasRead = true
        rowsIn = job.records
        rowsOut = job.carried
        quarantined = job.quarantined.values.reduce(0, +)
        duplicates = job.duplicates
        filtered = job.filtered
        reasons = job.quarantined.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map {
            reason, rows in
            Reason(
                code: reason.rawValue, rows: rows,
                places: (job.firstPlaces[reason] ?? []).map { row in
                    Place(
                        record: row.record, line: row.line, column: row.column, expected: row.expected,
                        found: row.foundWords, advice: row.advice)
                })
        }
        mapping = plan.mapping
        notCarried = plan.unused
    }
}

extension FilePlan {
    /// The columns that the source description names, and where this file has them.
    var mapping: [CheckedExport.Mapping] {
        let known = CanonicalColumn.all(of: source.dataset)
        var rows = source.columns.map { column -> CheckedExport.Mapping in
            let field = known.first { $0.name == column.name }.flatMap { schema.index(of: $0.field) }
            guard let cell = cells.first(where: { $0.field == field && $0.field >= 0 }) else {
                return .init(column: column.name, header: "", reading: "")
            }
            return .init(
                column: column.name, header: cell.slot == nil ? "" : cell.header,
                reading: cell.slot == nil ? "the same in all rows" : cell.expected)
        }
        for cell in cells where cell.field >= 0 && schema.fields[cell.field].name.hasPrefix("item_") {
            rows.append(
                .init(
                    column: String(schema.fields[cell.field].name.dropFirst(5)), header: cell.header,
                    reading: cell.expected))
        }
        for measure in measures {
            rows.append(.init(column: measure.code, header: measure.header, reading: "a number"))
        }
        return rows
    }
}

extension SourceDescription {
    /// How its files are written, as far as it is not what a run assumes anyway; encoding and delimiter always.
    fileprivate var settings: [(name: String, value: String)] {
        func sign(_ byte: UInt8) -> String { byte == 0x09 ? "tab" : String(UnicodeScalar(byte)) }
        let usual = SourceDescription()
        var rows = [("encoding", encoding.rawValue), ("delimiter", sign(delimiter))]
        func add(_ name: String, _ value: String?, if isTold: Bool = true) {
            if let value, isTold { rows.append((name, value)) }
        }
        add("fallback_encoding", fallbackEncoding?.rawValue)
        add("compression", compression.rawValue, if: compression != usual.compression)
        add("quote", quote.map(sign) ?? "none", if: quote != usual.quote)
        add("escape", escape.rawValue, if: escape != usual.escape)
        add("separator_line", "true", if: hasSeparatorLine)
        add("preamble_lines", String(preambleLines), if: preambleLines > 0)
        add("header_rows", String(headerRows), if: headerRows != usual.headerRows)
        add("header_names", headerNames.rawValue, if: headerRows > 1)
        add("footer_rows", String(footerRows), if: footerRows > 0)
        add("date_format", dateFormat.rawValue)
        add("time_of_day", "drop", if: dropsTime)
        add("decimal_mark", sign(decimalMark))
        add("thousands_mark", thousandsMark.map { $0 == 0x20 ? "space" : sign($0) })
        add("negative_parentheses", "true", if: hasNegativeParentheses)
        add("key", key.isEmpty ? "row" : key.joined(separator: ", "))
        return rows
    }
}
