internal import Calendars
internal import Columnar
internal import Configuration
internal import Disclosure
internal import FoundationEssentials
internal import Framework
internal import Glibc
internal import Results
internal import Runs
internal import Statistics
internal import Synchronization
internal import Workforce

/// Cells of one metric, in the order of the export.
private enum Block {
    /// Every unit (by id) × slots (by label).
    case grid(metric: Int, slots: [Int])
    /// Cells that are there only in places, already sorted.
    case list(id: String, cells: [ListedCell])

    func count(nodes: Int) -> Int {
        switch self {
        case .grid(_, let slots): nodes * slots.count
        case .list(_, let cells): cells.count
        }
    }
}

private struct ListedCell {
    var node: Int32
    var period: String
    var breakdown: String
    var state: Disclosed
}

extension AggregateRun {
    /// Lets every cell through the gate and writes `published.parquet`, sorted by metric, department, period, breakdown.
    func publish() throws {
        let figures = try figures()
        let masks = try masks(figures)
        var blocks: [(id: String, block: Block)] = []
        for (place, metric) in metrics.enumerated() {
            let sorted = slots(of: metric).sorted { precedes(label($0, of: metric), label($1, of: metric)) }
            blocks.append((metric.id, .grid(metric: place, slots: sorted)))
        }
        blocks += listedBlocks().map { ($0.0, .list(id: $0.0, cells: $0.1)) }
        blocks.sort { precedes($0.id, $1.id) }

        let table = try PublishedRows(
            metrics: metrics, figures: figures, masks: masks, tree: tree, minimum: gate,
            label: { self.label($0, of: $1) }, blocks: blocks.map(\.block))
        let writer = try TableWriter(
            path: "\(output)/\(PublishedTable.fileName)", schema: PublishedTable.schema,
            metadata: [(PublishedTable.publicationKey, try publicationText())])
        let ordered = OrderedTableWriter(writer)
        let rows = Shared(table)
        try Workers.run(count: table.groupCount, workers: workers) { i in
            try ordered.put(try rows.value.encode(group: i), at: i)
        }
        let written = try ordered.finish()
        report.outputs.append(
            TableCount(
                name: PublishedTable.fileName, schema: PublishedTable.schema.name,
                version: PublishedTable.schema.version, rows: written.rowCount, bytes: written.byteCount,
                footerSHA256: written.footerSHA256))
    }

    private func figures() throws -> Figures {
        let poisson = Slots<PoissonLimits>(count: 1)
        let t = Slots<TQuantiles>(count: 1)
        try Workers.run(count: 2, workers: workers) { piece in
            if piece == 0 { t[0] = TQuantiles(upTo: 400) } else { poisson[0] = PoissonLimits(upTo: 400) }
        }
        return Figures(
            store: store, grid: grid, survey: survey, snapshot: snapshot,
            fullDayMinutes: Double(fullTimeWeekMinutes) / 5, poisson: poisson[0] ?? PoissonLimits(upTo: 400),
            t: t[0] ?? TQuantiles(upTo: 400))
    }

    private func label(_ slot: Int, of metric: Metric) -> String {
        switch metric.slots {
        case .windows: grid.windows[slot].label
        case .waves: "wave:\(waves[slot].id)"
        case .snapshot: CivilDate(day: run.asOf).description
        }
    }

    /// Cells that come from pre-aggregated tables.
    private func listedBlocks() -> [(String, [ListedCell])] {
        var blocks: [(String, [ListedCell])] = []
        if let absenceTotals, isIncluded(Absence.printedRate.id) {
            let cells = absenceTotals.cells.map { place, cell in
                let state: Disclosed
                switch cell {
                case .known(let part):
                    let lost = Double(part.lost) / 1e8
                    let available = Double(part.available) / 1e8
                    state = .published(
                        Figure(
                            value: part.available > 0 ? Double(part.lost) / Double(part.available) * 100 : nil,
                            numerator: lost, denominator: available))
                case .blank: state = .suppressed(.publisher)
                case .incomplete: state = .suppressed(.incomplete)
                }
                return ListedCell(
                    node: place.department, period: place.period, breakdown: place.breakdown, state: state)
            }
            blocks.append((Absence.printedRate.id, sorted(cells)))
        }
        if let surveyTotals { blocks += surveyBlocks(surveyTotals) }
        return blocks.filter { !$0.1.isEmpty }
    }

    private func sorted(_ cells: [ListedCell]) -> [ListedCell] {
        cells.sorted { a, b in
            if a.node != b.node { return tree.rank[Int(a.node)] < tree.rank[Int(b.node)] }
            if a.period != b.period { return precedes(a.period, b.period) }
            return precedes(a.breakdown, b.breakdown)
        }
    }

    private func surveyBlocks(_ totals: SurveyTotals) -> [(String, [ListedCell])] {
        var medians: [ListedCell] = []
        var rates: [ListedCell] = []
        struct Measure: Hashable {
            var period: String
            var code: String
        }
        var values: [Measure: [Int64]] = [:]
        for row in totals.rows {
            if row.measure == SurveyTotals.responseRate, row.department != 0 {
                let state: Disclosed
                if let value = row.value {
                    // Printed over 100 %: capped, and told in a finding.
                    state = .published(Figure(value: min(Double(value) / 1e9, 100)))
                } else {
                    state = .suppressed(.publisher)
                }
                rates.append(ListedCell(node: row.department, period: row.period, breakdown: "", state: state))
            }
            if let value = row.value {
                let capped = row.measure == SurveyTotals.responseRate ? min(value, 100_000_000_000) : value
                values[Measure(period: row.period, code: row.measure), default: []].append(capped)
            }
        }
        for (measure, list) in values {
            let ordered = list.sorted()
            let middle = ordered.count / 2
            let twice =
                ordered.count % 2 == 1
                ? Double(ordered[middle]) : (Double(ordered[middle - 1]) + Double(ordered[middle])) / 2
            medians.append(
                ListedCell(
                    node: 0, period: measure.period, breakdown: "measure=\(measure.code)",
                    state: .published(Figure(value: twice / 1e9, denominator: Double(list.count)))))
        }
        var blocks: [(String, [ListedCell])] = []
        if isIncluded(Benchmark.median.id) { blocks.append((Benchmark.median.id, sorted(medians))) }
        if isIncluded(Participation.responseDescription.id) {
            blocks.append((Participation.responseDescription.id, sorted(rates)))
        }
        return blocks
    }

    // MARK: The publication

    private func publicationText() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(try publication()), as: UTF8.self)
    }

    private func publication() throws -> Publication {
        var catalogue = metrics.map(\.description)
        for description in [Absence.printedRate, Benchmark.median, Participation.responseDescription]
        where !catalogue.contains(where: { $0.id == description.id }) {
            if description.id == Absence.printedRate.id ? absenceTotals != nil : surveyTotals != nil {
                catalogue.append(description)
            }
        }
        catalogue.sort { precedes($0.id, $1.id) }
        var reasons: [[String]: [SourceQuality.ReasonCount]] = [:]
        for row in quality where row.kind == "reason" {
            reasons[[row.dataset, row.file], default: []].append(
                SourceQuality.ReasonCount(reason: row.name, rows: Int(row.count ?? 0)))
        }
        let sources = quality.filter { $0.kind == "file" }.map { row in
            SourceQuality(
                dataset: row.dataset, file: row.file, rowsIn: Int(row.rowsIn ?? 0), rowsOut: Int(row.rowsOut ?? 0),
                quarantined: Int(row.quarantined ?? 0), duplicates: Int(row.duplicates ?? 0),
                filtered: Int(row.filtered ?? 0), reasons: reasons[[row.dataset, row.file]] ?? [])
        }
        var findings = quality.filter { $0.kind == "finding" }.map { row in
            QualityFinding(
                category: row.name, severity: row.severity, location: row.file.isEmpty ? row.dataset : row.file,
                message: row.message, count: Int(row.count ?? 1))
        }
        findings += report.findings.map {
            QualityFinding(
                category: $0.category, severity: $0.severity.rawValue, location: $0.location, message: $0.message,
                count: $0.count)
        }
        return Publication(
            organisation: pipeline.organisation, pipeline: pipeline.name, asOf: CivilDate(day: run.asOf).description,
            synthetic: pipeline.synthetic, publicData: pipeline.publicData, catalogue: catalogue,
            departments: tree.nodes,
            items: (pipeline.questionnaire?.items ?? []).map {
                SurveyItem(id: $0.id, text: $0.text, index: $0.index, reversed: $0.reversed)
            },
            indices: (pipeline.questionnaire?.indices ?? []).map { SurveyIndex(id: $0.id, title: $0.title) },
            measures: (surveyTotals?.titles ?? [:]).map { SurveyIndex(id: $0.key, title: $0.value) }
                .sorted { precedes($0.id, $1.id) },
            waves: waves.map(\.id), months: assignments != nil ? grid.monthLabels : absenceTotals?.months ?? [],
            sources: sources, findings: findings, settings: settings(), minimumPersons: gate.minimum,
            missing: missing(),
            files: input.lineage.files.map {
                Publication.File(dataset: $0.dataset, file: $0.file, sha256: $0.sha256, rows: $0.rows)
            },
            tables: input.lineage.tables.map {
                Publication.Table(stage: $0.stage, name: $0.name, rows: $0.rows, footerSHA256: $0.footerSHA256)
            },
            notes: notes())
    }

    private func notes() -> [Publication.Note] { responseNotes() + incompleteNotes() }

    /// How many parts of each incomplete sum the publisher left blank.
    private func incompleteNotes() -> [Publication.Note] {
        guard let absenceTotals, isIncluded(Absence.printedRate.id) else { return [] }
        return absenceTotals.incompleteCells.sorted { a, b in
            if a.place.department != b.place.department { return a.place.department < b.place.department }
            if a.place.period != b.place.period { return precedes(a.place.period, b.place.period) }
            return precedes(a.place.breakdown, b.place.breakdown)
        }.map { cell in
            Publication.Note(
                metric: Absence.printedRate.id, period: cell.place.period,
                place: Publication.Note.Place(
                    department: tree.ids[Int(cell.place.department)], breakdown: cell.place.breakdown),
                text: "\(cell.parts) of its parts \(cell.parts == 1 ? "was" : "were") not published by the source.")
        }
    }

    /// Which base the response rate of each wave has.
    private func responseNotes() -> [Publication.Note] {
        guard let survey, metrics.contains(where: { $0.id == Participation.responseRate.id }) else { return [] }
        return survey.waves.indices.map { wave in
            Publication.Note(
                metric: Participation.responseRate.id, period: "wave:\(survey.waves[wave])",
                text: survey.isInvited[wave]
                    ? "The denominator is the persons invited."
                    : "The denominator is the persons employed on the wave's opening day: the exports hold no invitations to this wave."
            )
        }
    }

    private func settings() -> [Publication.Setting] {
        [
            ("calendar.country", pipeline.calendar.country),
            ("calendar.full_time_week_minutes", String(fullTimeWeekMinutes)),
            ("disclosure.minimum", String(gate.minimum)),
            ("disclosure.minimum_shares", String(gate.minimumShares)),
            ("disclosure.close_after_days", String(pipeline.disclosure.closeAfterDays)),
            ("disclosure.survey_open_days", String(pipeline.disclosure.surveyOpenDays)),
            ("disclosure.absence_month_from", String(gate.absenceMonthFrom)),
            ("disclosure.absence_quarter_from", String(gate.absenceQuarterFrom)),
            ("disclosure.absence_year_from", String(gate.absenceYearFrom)),
            ("metrics.absence_classes", pipeline.metrics.absenceClasses.joined(separator: ", ")),
            ("metrics.merge_spells", String(pipeline.metrics.mergeSpells)),
        ].map { Publication.Setting(name: $0.0, value: $0.1) }
    }

    private func missing() -> [String] {
        var lines: [String] = []
        let people = assignments != nil
        if !people, snapshotTable == nil { lines.append("People and turnover: the pipeline has no employees export.") }
        if people, absences == nil { lines.append("Absence: the pipeline has no absence export.") }
        if people, participation == nil { lines.append("Participation: the pipeline has no participation export.") }
        if people, responses == nil { lines.append("Survey: the pipeline has no survey export.") }
        return lines
    }
}

/// The rows of the published table, row group by row group; may be encoded on any thread, in any order.
private final class PublishedRows: @unchecked Sendable {
    static let groupRows = 122_880

    private let metrics: [Metric]
    private let figures: Figures
    private let tree: AggregatedTree
    private let gate: GateSettings
    private let blocks: [Block]
    private let starts: [Int]
    private let total: Int
    private let words = StringPool()
    private let metricCodes: [Int32]
    private let nodeCodes: [Int32]
    private let statusCodes: [SuppressionReason: Int32]
    private let published: Int32
    private let empty: Int32
    /// Columns to be filled again: fresh memory costs more than the figures.
    private let spares = Mutex<[PublishedColumns]>([])
    /// Per metric: masks and codes of the labels, by slot.
    private let slotMasks: [[Int: (mask: Mask, label: Int32)]]
    private let listCodes: [Int: (metric: Int32, cells: [(period: Int32, breakdown: Int32)])]

    init(
        metrics: [Metric], figures: Figures, masks: Masks, tree: AggregatedTree, minimum: GateSettings,
        label: (Int, Metric) -> String, blocks: [Block]
    ) throws {
        self.metrics = metrics
        self.figures = figures
        self.tree = tree
        gate = minimum
        self.blocks = blocks
        var starts: [Int] = []
        var total = 0
        for block in blocks {
            starts.append(total)
            total += block.count(nodes: tree.count)
        }
        self.starts = starts
        self.total = total
        let words = words
        empty = words.code("")
        published = words.code("published")
        var statuses: [SuppressionReason: Int32] = [:]
        for reason in SuppressionReason.allCases { statuses[reason] = words.code(Disclosed.suppressed(reason).status) }
        statusCodes = statuses
        metricCodes = metrics.map { words.code($0.id) }
        nodeCodes = tree.ids.map { words.code($0) }
        var slotMasks = [[Int: (mask: Mask, label: Int32)]](repeating: [:], count: metrics.count)
        var listCodes: [Int: (metric: Int32, cells: [(period: Int32, breakdown: Int32)])] = [:]
        for (place, block) in blocks.enumerated() {
            switch block {
            case .grid(let metric, let slots):
                for slot in slots {
                    let mask =
                        masks[metrics[metric].protection, slot] ?? Mask(repeating: .groupMinimum, count: tree.count)
                    slotMasks[metric][slot] = (mask, words.code(label(slot, metrics[metric])))
                }
            case .list(let id, let cells):
                listCodes[place] = (
                    words.code(id), cells.map { (words.code($0.period), words.code($0.breakdown)) }
                )
            }
        }
        self.slotMasks = slotMasks
        self.listCodes = listCodes
    }

    var groupCount: Int { (total + Self.groupRows - 1) / Self.groupRows }

    func encode(group: Int) throws -> EncodedRowGroup {
        let range = group * Self.groupRows..<min(total, (group + 1) * Self.groupRows)
        var columns = spares.withLock { $0.popLast() } ?? PublishedColumns(capacity: Self.groupRows)
        columns.removeAll()
        defer { spares.withLock { $0.append(columns) } }
        var place = (starts.lastIndex { $0 <= range.lowerBound }) ?? 0
        var row = range.lowerBound
        while row < range.upperBound, place < blocks.count {
            let count = blocks[place].count(nodes: tree.count)
            let from = row - starts[place]
            let to = min(count, range.upperBound - starts[place])
            if from < to { append(place, from..<to, to: &columns) }
            row = starts[place] + max(to, from)
            place += 1
        }
        return try columns.encode(words)
    }

    private func append(_ place: Int, _ rows: Range<Int>, to columns: inout PublishedColumns) {
        switch blocks[place] {
        case .list(_, let cells):
            guard let codes = listCodes[place] else { return }
            for i in rows {
                columns.addKeys(
                    1, metric: codes.metric, department: nodeCodes[Int(cells[i].node)],
                    breakdown: codes.cells[i].breakdown)
                columns.period[columns.rows] = codes.cells[i].period
                switch cells[i].state {
                case .published(let figure): columns.add(figure, status: published)
                case .suppressed(let reason): columns.addSuppressed(status: statusCodes[reason] ?? published)
                }
            }
        case .grid(let place, let slots):
            let metric = metrics[place]
            let masks = slots.map { slotMasks[place][$0]?.mask ?? [] }
            let labels = slots.map { slotMasks[place][$0]?.label ?? empty }
            var node = rows.lowerBound / slots.count
            var column = rows.lowerBound % slots.count
            var left = rows.count
            while left > 0 {
                let unit = Int(tree.byID[node])
                let stop = min(slots.count, column + left)
                left -= stop - column
                columns.addKeys(
                    stop - column, metric: metricCodes[place], department: nodeCodes[unit], breakdown: empty)
                for c in column..<stop {
                    columns.period[columns.rows] = labels[c]
                    // A suppressed number is not even worked out.
                    if let reason = masks[c][unit] {
                        columns.addSuppressed(status: statusCodes[reason] ?? published)
                    } else {
                        let figure = metric.figure(figures, unit, slots[c])
                        if let reason = late(figure) {
                            columns.addSuppressed(status: statusCodes[reason] ?? published)
                        } else {
                            columns.add(figure, status: published)
                        }
                    }
                }
                column = 0
                node += 1
            }
        }
    }

    /// What the figure itself says against being shown.
    private func late(_ figure: Figure) -> SuppressionReason? {
        if let n = figure.n, n > 0, n < gate.minimum { return .groupMinimum }
        return nil
    }
}

/// Columns of one row group while they fill up, row by row.
private struct PublishedColumns: Sendable {
    private(set) var rows = 0
    let period: Buffer<Int32>
    private let metric: Buffer<Int32>
    private let department: Buffer<Int32>
    private let breakdown: Buffer<Int32>
    private let status: Buffer<Int32>
    private let value: OptionalNumbers
    private let numerator: OptionalNumbers
    private let denominator: OptionalNumbers
    private let low: OptionalNumbers
    private let high: OptionalNumbers
    private let n: Buffer<Int32>
    private let hasN: Buffer<UInt8>
    private var keys = 0

    init(capacity: Int) {
        func codes() -> Buffer<Int32> { Buffer(zeros: capacity) }
        (metric, department, period, breakdown, status, n) = (codes(), codes(), codes(), codes(), codes(), codes())
        hasN = Buffer(zeros: capacity)
        func numbers() -> OptionalNumbers { OptionalNumbers(zeros: capacity) }
        (value, numerator, denominator, low, high) = (numbers(), numbers(), numbers(), numbers(), numbers())
    }

    /// Forgets the rows and keeps the room.
    mutating func removeAll() {
        rows = 0
        keys = 0
        memset(hasN.pointer, 0, hasN.count)
        for column in [value, numerator, denominator, low, high] { column.removeAll() }
    }

    /// Metric, department and breakdown of the next `count` rows.
    mutating func addKeys(
        _ count: Int, metric metricCode: Int32, department departmentCode: Int32, breakdown breakdownCode: Int32
    ) {
        (metric.pointer + keys).update(repeating: metricCode, count: count)
        (department.pointer + keys).update(repeating: departmentCode, count: count)
        (breakdown.pointer + keys).update(repeating: breakdownCode, count: count)
        keys += count
    }

    @inline(__always)
    mutating func add(_ figure: Figure, status code: Int32) {
        status[rows] = code
        value.set(rows, figure.value)
        numerator.set(rows, figure.numerator)
        denominator.set(rows, figure.denominator)
        low.set(rows, figure.low)
        high.set(rows, figure.high)
        if let persons = figure.n {
            n[rows] = Int32(clamping: persons)
            hasN[rows] = 1
        }
        rows += 1
    }

    /// A row without numbers.
    @inline(__always)
    mutating func addSuppressed(status code: Int32) {
        status[rows] = code
        rows += 1
    }

    func encode(_ words: StringPool) throws -> EncodedRowGroup {
        func text(_ codes: Buffer<Int32>) -> ColumnSlice { ColumnSlice(.string(codes: codes.pointer, pool: words)) }
        return try RowGroupEncoder.encode(
            PublishedTable.schema, rowCount: rows,
            columns: [
                text(metric), text(department), text(period), text(breakdown), value.slice, numerator.slice,
                denominator.slice, ColumnSlice(.int32(n.pointer), valid: hasN.pointer), low.slice, high.slice,
                text(status),
            ])
    }
}

/// Numbers that are absent until they are set.
private struct OptionalNumbers: Sendable {
    private let values: Buffer<Double>
    private let valid: Buffer<UInt8>

    init(zeros count: Int) {
        values = Buffer(zeros: count)
        valid = Buffer(zeros: count)
    }

    func removeAll() { memset(valid.pointer, 0, valid.count) }

    @inline(__always)
    func set(_ row: Int, _ value: Double?) {
        guard let value else { return }
        values[row] = value
        valid[row] = 1
    }

    var slice: ColumnSlice { ColumnSlice(.float64(values.pointer), valid: valid.pointer) }
}
