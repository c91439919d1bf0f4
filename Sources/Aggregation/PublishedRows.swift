internal import Columnar
internal import Disclosure
internal import Glibc
internal import Results
internal import Synchronization

/// Cells of one metric, in the order of the export.
enum PublishedBlock {
    /// Every unit (by id) × columns (by period, then by breakdown).
    case grid(metric: Int, columns: [GridColumn])
    /// Cells that are there only in places, already sorted.
    case list(id: String, cells: [ListedCell])

    func count(nodes: Int) -> Int {
        switch self {
        case .grid(_, let columns): nodes * columns.count
        case .list(_, let cells): cells.count
        }
    }
}

/// One period of a metric, of all persons or of one group.
struct GridColumn: Sendable {
    var slot: Int
    var period: String
    /// Empty for all persons.
    var breakdown = ""
    /// Place among the sources: 0 is all persons.
    var source = 0
    /// Place of the group's tree in the source's forest: the first of its units.
    var base = 0
}

/// Figures and masks of all persons, or of the groups of one breakdown.
struct CellSource: Sendable {
    var figures: Figures
    var masks: Masks
}

struct ListedCell {
    var node: Int32
    var period: String
    var breakdown: String
    var state: Disclosed
}

/// The rows of the published table, row group by row group; may be encoded on any thread, in any order.
final class PublishedRows: @unchecked Sendable {
    static let groupRows = 122_880

    private let metrics: [Metric]
    private let sources: [CellSource]
    private let tree: AggregatedTree
    private let gate: GateSettings
    private let blocks: [PublishedBlock]
    private let starts: [Int]
    private let total: Int
    private let words = StringPool()
    private let metricCodes: [Int32]
    private let nodeCodes: [Int32]
    /// `from=UNIT`, where a metric asks for it.
    private let sourceCodes: [Int32]
    private let statusCodes: [SuppressionReason: Int32]
    private let published: Int32
    /// Columns to be filled again: fresh memory costs more than the figures.
    private let spares = Mutex<[PublishedColumns]>([])
    /// What is looked up once a column: by block.
    private struct PreparedColumn: Sendable {
        var column: GridColumn
        var mask: Mask
        var period: Int32
        var breakdown: Int32
    }
    private let gridColumns: [[PreparedColumn]]
    private let listCodes: [Int: (metric: Int32, cells: [(period: Int32, breakdown: Int32)])]

    init(
        metrics: [Metric], sources: [CellSource], tree: AggregatedTree, minimum: GateSettings,
        blocks: [PublishedBlock]
    ) throws {
        self.metrics = metrics
        self.sources = sources
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
        _ = words.code("")
        published = words.code("published")
        var statuses: [SuppressionReason: Int32] = [:]
        for reason in SuppressionReason.allCases { statuses[reason] = words.code(Disclosed.suppressed(reason).status) }
        statusCodes = statuses
        metricCodes = metrics.map { words.code($0.id) }
        nodeCodes = tree.ids.map { words.code($0) }
        sourceCodes = metrics.contains(where: \.borrows) ? tree.ids.map { words.code("from=\($0)") } : []
        var gridColumns: [[PreparedColumn]] = []
        var listCodes: [Int: (metric: Int32, cells: [(period: Int32, breakdown: Int32)])] = [:]
        for (place, block) in blocks.enumerated() {
            switch block {
            case .grid(let metric, let columns):
                gridColumns.append(
                    columns.map { column in
                        let mask = sources[column.source].masks[metrics[metric].protection, column.slot]
                        return PreparedColumn(
                            column: column,
                            mask: mask ?? Mask(repeating: .groupMinimum, count: column.base + tree.count),
                            period: words.code(column.period), breakdown: words.code(column.breakdown))
                    })
            case .list(let id, let cells):
                gridColumns.append([])
                listCodes[place] = (
                    words.code(id), cells.map { (words.code($0.period), words.code($0.breakdown)) }
                )
            }
        }
        self.gridColumns = gridColumns
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
                columns.addKeys(1, metric: codes.metric, department: nodeCodes[Int(cells[i].node)])
                columns.period[columns.rows] = codes.cells[i].period
                columns.breakdown[columns.rows] = codes.cells[i].breakdown
                switch cells[i].state {
                case .published(let figure): columns.add(figure, status: published)
                case .suppressed(let reason): columns.addSuppressed(status: statusCodes[reason] ?? published)
                }
            }
        case .grid(let number, _):
            let metric = metrics[number]
            let prepared = gridColumns[place]
            var node = rows.lowerBound / prepared.count
            var column = rows.lowerBound % prepared.count
            var left = rows.count
            while left > 0 {
                let unit = Int(tree.byID[node])
                let stop = min(prepared.count, column + left)
                left -= stop - column
                columns.addKeys(stop - column, metric: metricCodes[number], department: nodeCodes[unit])
                for c in column..<stop {
                    let cell = prepared[c]
                    columns.period[columns.rows] = cell.period
                    columns.breakdown[columns.rows] = cell.breakdown
                    // A suppressed number is not even worked out.
                    let shown = metric.borrows ? shownUnit(unit, cell.mask) : unit
                    if let reason = cell.mask[cell.column.base + shown] {
                        columns.addSuppressed(status: statusCodes[reason] ?? published)
                    } else {
                        if shown != unit { columns.breakdown[columns.rows] = sourceCodes[shown] }
                        let figure = metric.figure(
                            sources[cell.column.source].figures, cell.column.base + shown, cell.column.slot)
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

    /// The unit itself, else the nearest above it that is shown; itself where none is.
    private func shownUnit(_ unit: Int, _ mask: Mask) -> Int {
        var node = unit
        while mask[node] != nil {
            guard tree.parent[node] >= 0 else { return unit }
            node = Int(tree.parent[node])
        }
        return node
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
    let breakdown: Buffer<Int32>
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

    /// Metric and department of the next `count` rows.
    mutating func addKeys(_ count: Int, metric metricCode: Int32, department departmentCode: Int32) {
        (metric.pointer + keys).update(repeating: metricCode, count: count)
        (department.pointer + keys).update(repeating: departmentCode, count: count)
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
                denominator.slice, ColumnSlice(.int32(n.pointer), valid: hasN.pointer, repeats: true), low.slice,
                high.slice,
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

    var slice: ColumnSlice { ColumnSlice(.float64(values.pointer), valid: valid.pointer, repeats: true) }
}
