public import CSV
public import Configuration
public import Runs
import Columnar
import Glibc

/// Ingest on the side: what a run would accept, set aside and refuse.
public enum DryRun {
    /// The report, and the error with which a run would end.
    public struct Outcome {
        public var report: CheckReport
        public var failure: IngestError?
        /// Names of the tables that lie in the run's folder of ingest, without ending; none where a run would end.
        public var tables: Set<String>
    }

    /// Reads all exports as a run would. Where that is refused, each source is read once more by itself (answers together
    /// with the departments that they are held against), so that the report tells of every refusal and not of the first one
    /// only.
    ///
    /// - Parameters:
    ///   - run: the folder of a run that nobody is to keep; the caller makes it and removes it. Tables go to its `1-ingest`.
    ///   - history: folder in which a run keeps what was delivered, for the comparison with the delivery before; nil: none.
    ///     Nothing is written there.
    ///   - key: the person key, which only full dumps kept in `history` need; nil: another one that nobody has, and such dumps
    ///     are compared as far as they lie in `input`.
    ///   - shown: takes the cells of the first rows that are set aside, where somebody has asked to see them.
    /// - Throws: what has nothing to do with the exports: `ColumnarError`, `DigestError`, `CSVError`.
    public static func perform(
        _ pipeline: Pipeline, run: RunFolder, input: String, history: String? = nil, key: [UInt8]? = nil, workers: Int,
        engine: CSVEngine = .fast, shown: OffendingCells? = nil
    ) throws -> Outcome {
        let attempt = Attempt(
            run: run, input: input, history: history.map { HistoryPlace(folder: $0, isKept: false) },
            // Keys of tables that nobody keeps are made with a secret that nobody has.
            key: key ?? (0..<32).map { _ in UInt8.random(in: .min ... .max) }, comparesStored: key != nil,
            workers: workers, engine: engine)
        let whole = try attempt.read(pipeline, into: run.folder(.ingest), shown: shown)
        guard let failure = whole.failure else { return whole }
        var report = CheckReport()
        report.findings = whole.report.findings
        report.refusals = [failure.description]
        let departments = pipeline.sources.filter { $0.dataset == .departments }
        var areDepartmentsRefused = false
        // First the departments: whether answers can be held against them depends on what becomes of them.
        let sources = departments + pipeline.sources.filter { $0.dataset != .departments }
        for (number, source) in sources.enumerated() {
            let isHeld = DepartmentCheck.applies(to: source.dataset) && !departments.isEmpty
            var alone = pipeline
            alone.sources = (isHeld && !areDepartmentsRefused ? departments : []) + [source]
            let part = try attempt.read(alone, into: "\(run.path)/part-\(number)", shown: nil)
            var exports = part.report.exports.filter { $0.source == source.name }
            if let refusal = part.failure, case .missing = refusal, !source.required { continue }
            if let refusal = part.failure?.description {
                if source.dataset == .departments { areDepartmentsRefused = true }
                if !report.refusals.contains(refusal) { report.refusals.append(refusal) }
                if exports.isEmpty {
                    exports = [CheckedExport(source: source.name, dataset: source.dataset.rawValue, file: "")]
                }
                let guilty = exports.firstIndex { refusal.hasPrefix($0.file + ":") } ?? exports.count - 1
                exports[guilty].refusal = refusal
            }
            if isHeld, areDepartmentsRefused {
                report.findings.append(
                    Finding(
                        category: "check.departments_not_held", severity: .warning, location: source.name,
                        message:
                            "Departments of these rows were not looked up, since the departments' export is refused: "
                            + "correct that one and check again."))
            }
            for finding in part.report.findings where !report.findings.contains(finding) {
                report.findings.append(finding)
            }
            report.exports += exports
        }
        return Outcome(report: report, failure: failure, tables: [])
    }

    /// Whether full dumps may lie in `history`, which only the person key makes comparable.
    public static func needsKey(_ pipeline: Pipeline, history: String) -> Bool {
        guard pipeline.sources.contains(where: { $0.deliveries == .fullDumps }) else { return false }
        // What cannot be looked at may be there.
        return access("\(history)/\(DeliveryLedger.fileName)", F_OK) == 0 || errno != ENOENT
    }

    /// How exports are read on the side.
    private struct Attempt {
        let run: RunFolder
        let input: String
        let history: HistoryPlace?
        let key: [UInt8]
        let comparesStored: Bool
        let workers: Int
        let engine: CSVEngine

        func read(_ pipeline: Pipeline, into folder: String, shown: OffendingCells?) throws -> Outcome {
            try DurableFolder.create(folder)
            // Dumps in the store are known by the person key alone.
            let isComparable = comparesStored || !pipeline.sources.contains { $0.deliveries == .fullDumps }
            let watch = IngestWatch(shown: shown)
            var outcome = Outcome(report: CheckReport(), failure: nil, tables: [])
            do {
                let told = try IngestStage.run(
                    pipeline, run: run, output: folder, input: input, key: key, workers: workers, engine: engine,
                    history: isComparable ? history : nil, watch: watch, progress: nil)
                outcome.report.findings = told.findings
                outcome.tables = Set(told.outputs.map(\.name))
            } catch let error as IngestError {
                outcome.failure = error
                outcome.report.refusals = [error.description]
                outcome.report.findings = watch.runs.flatMap(\.tally.findings)
            }
            outcome.report.exports =
                watch.runs.flatMap(\.jobs).map(CheckedExport.init) + watch.dumps.flatMap(CheckedExport.stored)
            return outcome
        }
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
            Reason(code: reason.rawValue, rows: rows, places: (job.firstPlaces[reason] ?? []).map(Place.init))
        }
        mapping = plan.mapping
        notCarried = plan.unused
    }

    /// The files of the newest full dump of a source, where an earlier night has read them and only what they changed is
    /// there; none where `dump` was read just now.
    static func stored(_ dump: IngestWatch.Dump) -> [CheckedExport] {
        guard !dump.wasRead else { return [] }
        return dump.tally.files.map { file in
            var export = CheckedExport(source: dump.source.name, dataset: file.dataset, file: file.file)
            export.wasRead = true
            export.isStored = true
            export.rowsIn = file.rowsIn
            export.rowsOut = file.rowsOut
            export.quarantined = file.quarantined
            export.duplicates = file.duplicates
            export.filtered = file.filtered
            export.reasons = file.reasons.sorted { ($1.rows, $0.reason) < ($0.rows, $1.reason) }.map { reason in
                let places = dump.tally.quarantine.lazy.filter {
                    $0.file == file.file && $0.reason.rawValue == reason.reason
                }
                return Reason(
                    code: reason.reason, rows: reason.rows, places: places.prefix(ExportJob.mostPlaces).map(Place.init))
            }
            return export
        }
    }
}

extension CheckedExport.Place {
    init(_ row: QuarantinedRow) {
        self.init(
            record: row.record, line: row.line, column: row.column, expected: row.expected, found: row.foundWords,
            advice: row.advice)
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
