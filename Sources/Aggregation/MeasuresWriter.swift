internal import Calendars
internal import Columnar
internal import Framework
internal import Results
internal import Runs
internal import Synchronization

/// Where the measures of some departments come from: a run of rows of one scope.
private struct MeasureRun: Sendable {
    var scope: MeasuresTable.Scope
    /// Departments, by place in the tree.
    var nodes: Range<Int>
}

extension AggregateRun {
    /// Writes what was accumulated, before `sum` measures are rolled up the tree and before the gate.
    func writeMeasures() throws {
        let writer = OrderedTableWriter(
            try TableWriter(path: "\(output)/\(MeasuresTable.fileName)", schema: MeasuresTable.schema))
        let whole = MeasureRows(
            store: store, survey: survey, months: grid.monthLabels,
            windows: grid.windows.prefix(grid.monthlyWindows).map(\.label),
            waves: waves.map { "wave:\($0.id)" }, hasPersons: assignments != nil)
        let tables =
            [whole]
            + brokenDown.map { part in
                MeasureRows(
                    store: part.store, survey: nil, months: grid.monthLabels,
                    windows: part.grid.windows.prefix(part.grid.monthlyWindows).map(\.label), waves: [],
                    hasPersons: true,
                    breakdown: part.breakdown)
            }
        // Scope after scope: within one all persons first, then breakdown after breakdown.
        let runs = MeasuresTable.Scope.allCases.flatMap { scope in
            tables.indices.flatMap { table in tables[table].runs(scope).map { (table: table, run: $0) } }
        }
        let shared = Shared(tables)
        try Workers.run(count: runs.count, workers: workers) { i in
            try writer.put(try shared.value[runs[i].table].encode(runs[i].run), at: i)
        }
        let written = try writer.finish()
        report.outputs.append(
            TableCount(
                name: MeasuresTable.fileName, schema: MeasuresTable.schema.name,
                version: MeasuresTable.schema.version, rows: written.rowCount, bytes: written.byteCount,
                footerSHA256: written.footerSHA256))
    }
}

/// The stores as rows of `measures.parquet`. Columns that lie in a store node by node are written from where they are.
private struct MeasureRows {
    let store: MeasureStore
    let survey: SurveyStates?
    let months: [String]
    let windows: [String]
    let waves: [String]
    let hasPersons: Bool
    /// The groups that the store's forest tells apart.
    var breakdown: Breakdown?
    let rooms = MeasureRooms()

    private static let groupRows = 122_880

    /// The runs of a scope in the order of the table, none longer than a row group.
    func runs(_ scope: MeasuresTable.Scope) -> [MeasureRun] {
        let width = width(of: scope)
        guard width > 0 else { return [] }
        let step = max(1, Self.groupRows / width)
        return stride(from: 0, to: store.nodes, by: step).map {
            MeasureRun(scope: scope, nodes: $0..<min(store.nodes, $0 + step))
        }
    }

    /// Rows of one department.
    private func width(of scope: MeasuresTable.Scope) -> Int {
        switch scope {
        case .month: hasPersons ? months.count : 0
        case .window: hasPersons ? windows.count : 0
        case .wave: waves.count
        case .item: waves.count * (survey?.items.count ?? 0)
        case .index: waves.count * (survey?.indices.count ?? 0)
        }
    }

    func encode(_ run: MeasureRun) throws -> EncodedRowGroup {
        let columns = MeasureColumns(rows: width(of: run.scope) * run.nodes.count, rooms: rooms)
        switch run.scope {
        case .month: addMonths(run.nodes, to: columns)
        case .window: addWindows(run.nodes, to: columns)
        case .wave: addWaves(run.nodes, to: columns)
        case .item: addItems(run.nodes, to: columns)
        case .index: addIndices(run.nodes, to: columns)
        }
        return try columns.encode(run.scope)
    }

    private func addMonths(_ nodes: Range<Int>, to columns: MeasureColumns) {
        columns.addKeys(nodes, periods: months, of: breakdown)
        let first = nodes.lowerBound * months.count
        for (name, measure) in zip(MeasuresTable.month.map(\.name), MeasureStore.Sum.allCases) {
            if let values = store.sum(measure) { columns.set(name, values + first) }
        }
        columns.set("moves_in", store.movesIn + first)
        columns.set("moves_out", store.movesOut + first)
        // One place more a department: the closing of the month before the first.
        for (name, shift) in [("opening", 0), ("closing", 1)] {
            let values = columns.room()
            for (i, node) in nodes.enumerated() {
                let from = store.closing + node * (months.count + 1) + shift
                (values.pointer + i * months.count).update(from: from, count: months.count)
            }
            columns.set(name, values)
        }
    }

    private func addWindows(_ nodes: Range<Int>, to columns: MeasureColumns) {
        columns.addKeys(nodes, periods: windows, of: breakdown)
        for (name, measure) in zip(MeasuresTable.window.map(\.name), MeasureStore.Distinct.allCases) {
            let places = store.places(measure)
            guard let values = store.distinct(measure) else { continue }
            if places.count == windows.count {
                columns.set(name, values + nodes.lowerBound * windows.count)
                continue
            }
            // Windows that nobody asked for are absent, not 0.
            let spread = columns.room()
            for (i, node) in nodes.enumerated() {
                (spread.pointer + i * windows.count + places.lowerBound).update(
                    from: values + node * places.count, count: places.count)
            }
            columns.set(name, spread, present: places, of: windows.count)
        }
    }

    private func addWaves(_ nodes: Range<Int>, to columns: MeasureColumns) {
        columns.addKeys(nodes, periods: waves)
        let first = nodes.lowerBound * waves.count
        if hasPersons { columns.set("employed", store.waveHeadcount + first) }
        if let survey {
            columns.set("respondents", survey.respondents + first)
            if survey.isInvited.contains(true) { columns.set("invitations", survey.invited + first) }
        }
    }

    private func addItems(_ nodes: Range<Int>, to columns: MeasureColumns) {
        guard let survey else { return }
        columns.addKeys(nodes, periods: waves, breakdowns: survey.items.map(\.id))
        let parts = (0..<SurveyStates.itemWidth).map { _ in columns.room() }
        let step = waves.count * survey.items.count
        for place in survey.items.indices {
            for (number, node) in nodes.enumerated() {
                for wave in waves.indices {
                    let state = survey.item(node, wave, place)
                    let row = number * step + wave * survey.items.count + place
                    for (part, values) in parts.enumerated() { values[row] = state[part] }
                }
            }
        }
        columns.set("n", parts[0])
        columns.set("x", parts[1])
        columns.set("xx", parts[2])
        columns.set("favourable", parts[3])
        columns.set("unfavourable", parts[4])
        for option in MeasuresTable.answers.indices {
            let (values, valid) = (columns.room(), Buffer<UInt8>(zeros: columns.rows))
            var isAny = false
            for place in survey.items.indices {
                let answer = option - survey.items[place].scale.range.lowerBound
                guard survey.items[place].scale.range.contains(option), survey.options(0, 0, place) != nil else {
                    continue
                }
                isAny = true
                for (number, node) in nodes.enumerated() {
                    for wave in waves.indices {
                        let row = number * step + wave * survey.items.count + place
                        values[row] = survey.options(node, wave, place)?[answer] ?? 0
                        valid[row] = 1
                    }
                }
            }
            if isAny { columns.set(MeasuresTable.answers[option].name, values, valid: valid) }
        }
    }

    private func addIndices(_ nodes: Range<Int>, to columns: MeasureColumns) {
        guard let survey else { return }
        columns.addKeys(nodes, periods: waves, breakdowns: survey.indices.map(\.id))
        let states = survey.indexStates + nodes.lowerBound * waves.count * survey.indices.count
        let n = columns.room()
        for row in 0..<columns.rows { n[row] = states[row].n }
        columns.set("n", n)
        columns.set("means", columns.wide { states[$0].sum })
        columns.set("means_squared", columns.wide { states[$0].squares })
    }
}

/// The columns of one row group of measures; those never set are absent in every row.
private final class MeasureColumns {
    let rows: Int
    private let rooms: MeasureRooms
    private let words = StringPool()
    private let department: Buffer<Int32>
    private let period: Buffer<Int32>
    private let breakdown: Buffer<Int32>
    private var whole: [String: UnsafePointer<Int64>] = [:]
    private var wide: [String: UnsafePointer<Int128>] = [:]
    /// Which rows of a column are present, where that is not all or none.
    private var partial: [String: UnsafePointer<UInt8>] = [:]
    private var presence: [Range<Int>: Buffer<UInt8>] = [:]
    /// Storage of columns that were made for this group.
    private var keptWhole: [Buffer<Int64>] = []
    private var keptNarrow: [Buffer<Int32>] = []
    private var keptValid: [Buffer<UInt8>] = []
    private var keptWide: [Buffer<Int128>] = []

    init(rows: Int, rooms: MeasureRooms) {
        self.rows = rows
        self.rooms = rooms
        department = rooms.narrow.take(rows)
        period = rooms.narrow.take(rows)
        breakdown = rooms.narrow.take(rows)
        keptNarrow = [department, period, breakdown]
    }

    deinit {
        rooms.whole.giveBack(keptWhole)
        rooms.narrow.giveBack(keptNarrow)
    }

    /// Every department × period × breakdown.
    func addKeys(_ nodes: Range<Int>, periods: [String], breakdowns: [String] = [""]) {
        let periodCodes = periods.map(words.code)
        let breakdownCodes = breakdowns.map(words.code)
        var row = 0
        for node in nodes {
            for p in periodCodes {
                for b in breakdownCodes {
                    department[row] = Int32(node)
                    period[row] = p
                    breakdown[row] = b
                    row += 1
                }
            }
        }
    }

    /// Every department of every group × period.
    func addKeys(_ nodes: Range<Int>, periods: [String], of groups: Breakdown?) {
        guard let groups else {
            addKeys(nodes, periods: periods)
            return
        }
        let periodCodes = periods.map(words.code)
        let labels = groups.labels.map(words.code)
        var row = 0
        for node in nodes {
            for p in periodCodes {
                department[row] = Int32(node % groups.units)
                period[row] = p
                breakdown[row] = labels[node / groups.units]
                row += 1
            }
        }
    }

    /// A column to be filled; what it held before is still in it.
    func room() -> Buffer<Int64> {
        let room = rooms.whole.take(rows)
        keptWhole.append(room)
        return room
    }

    func wide(_ value: (Int) -> Int128) -> Buffer<Int128> {
        let values = Buffer<Int128>(capacity: rows)
        for row in 0..<rows { values.append(value(row)) }
        return values
    }

    func set(_ name: String, _ values: UnsafePointer<Int64>) { whole[name] = values }

    func set(_ name: String, _ values: Buffer<Int64>) {
        whole[name] = UnsafePointer(values.pointer)
    }

    /// The same of rows of which only some are present.
    func set(_ name: String, _ values: Buffer<Int64>, valid: Buffer<UInt8>) {
        set(name, values)
        keptValid.append(valid)
        partial[name] = UnsafePointer(valid.pointer)
    }

    /// The same of rows of which only some of every `width` are present.
    func set(_ name: String, _ values: Buffer<Int64>, present: Range<Int>, of width: Int) {
        set(name, values)
        let valid =
            presence[present]
            ?? {
                let valid = Buffer<UInt8>(zeros: rows)
                for row in 0..<rows where present.contains(row % width) { valid[row] = 1 }
                return valid
            }()
        presence[present] = valid
        partial[name] = UnsafePointer(valid.pointer)
    }

    func set(_ name: String, _ values: Buffer<Int128>) {
        keptWide.append(values)
        wide[name] = UnsafePointer(values.pointer)
    }

    func encode(_ scope: MeasuresTable.Scope) throws -> EncodedRowGroup {
        var columns = [
            ColumnSlice(.constantString(scope.rawValue)), ColumnSlice(.int32(department.pointer), repeats: true),
            ColumnSlice(.string(codes: period.pointer, pool: words)),
            ColumnSlice(.string(codes: breakdown.pointer, pool: words)),
        ]
        for field in MeasuresTable.schema.fields.dropFirst(columns.count) { columns.append(slice(field)) }
        defer { withExtendedLifetime((self, presence)) {} }
        return try RowGroupEncoder.encode(MeasuresTable.schema, rowCount: rows, columns: columns)
    }

    private func slice(_ field: Field) -> ColumnSlice {
        if let values = wide[field.name] { return ColumnSlice(.int128(values)) }
        guard let values = whole[field.name] else { return ColumnSlice(.absent) }
        guard field.kind == .int32 else {
            return ColumnSlice(.int64(values), valid: partial[field.name], repeats: true)
        }
        // Persons: fewer than there are on earth.
        let narrow = rooms.narrow.take(rows)
        keptNarrow.append(narrow)
        for row in 0..<rows { narrow.pointer[row] = Int32(clamping: values[row]) }
        return ColumnSlice(.int32(narrow.pointer), valid: partial[field.name], repeats: true)
    }
}

/// Columns of the row groups that are done, for those to come: fresh memory costs more than what is written into it.
private struct MeasureRooms: Sendable {
    let whole = BufferPool<Int64>()
    let narrow = BufferPool<Int32>()
}

private final class BufferPool<Element: BitwiseCopyable & Sendable>: Sendable {
    private let spares = Mutex<[Buffer<Element>]>([])

    /// Room for `count` elements with whatever it was last filled with.
    func take(_ count: Int) -> Buffer<Element> {
        let buffer = spares.withLock { $0.popLast() } ?? Buffer(capacity: count)
        buffer.removeAll()
        buffer.reserve(count)
        buffer.count = count
        return buffer
    }

    func giveBack(_ buffers: [Buffer<Element>]) { spares.withLock { $0 += buffers } }
}
