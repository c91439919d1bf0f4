internal import Columnar

/// Published cells of some rows of the table, with numbers in place of names.
///
/// Filled once and then only read. The numbers of a cell stay in the file until somebody asks for the cell. Memory: 9
/// bytes a row of a row group of which any cell is chosen.
struct CellBlock: Sendable {
    /// Rows of one metric and one department that follow each other; period and breakdown ascend in them.
    struct Run: Sendable {
        var metric: Int32
        var department: Int32
        var rows: Range<Int32>
    }

    /// How much of one department is loaded.
    enum Extent: Sendable { case none, recent, all }

    /// Names by the numbers used in the runs.
    private(set) var metrics: [String] = []
    private(set) var departments: [String] = []
    /// Names that a chosen cell has, ascending; a cell's key is made of their places here.
    private(set) var periods: [String] = []
    private(set) var breakdowns: [String] = []
    /// Periods of all cells, whether chosen or not.
    private(set) var namedPeriods: [String] = []
    private(set) var runs: [Run] = []
    /// By row: the place of the period times the number of breakdowns, plus the place of the breakdown.
    private(set) var keys: [Int] = []
    private var cells = Cells.made([])

    private enum Cells: Sendable {
        case stored(StoredCells)
        /// Cells that never were in a file.
        case made([Disclosed])
    }

    init() {}

    /// Whether the cell of a row is published and defined.
    func hasValue(_ row: Int) -> Bool {
        switch cells {
        case .stored(let cells): cells.hasValue(row)
        case .made(let cells): cells[row].figure?.value != nil
        }
    }

    /// The cell of a row.
    func cell(_ row: Int) -> Disclosed {
        switch cells {
        case .stored(let cells): cells[row]
        case .made(let cells): cells[row]
        }
    }

    /// The place of the breakdown of a row.
    func breakdown(_ row: Int) -> Int { keys[row] % breakdowns.count }

    /// The place of the period of a row.
    func period(_ row: Int) -> Int { keys[row] / breakdowns.count }

    /// Metrics and departments that a run has.
    var usedMetrics: [String] { Names.used(metrics, by: runs.lazy.map(\.metric)) }
    var usedDepartments: [String] { Names.used(departments, by: runs.lazy.map(\.department)) }
}

/// Cells out of a file.
extension CellBlock {
    /// The rows of a row group that are chosen. Throws what the table cannot hold, and `.unsorted` when rows are not in
    /// the order of the table.
    init(_ reader: TableReader, group number: Int, choice: PublishedCube.Choice) throws {
        metrics = try reader.texts("metric", ofGroup: number)
        namedPeriods = try reader.texts("period", ofGroup: number)
        // A row group holds the rows of one metric as a rule, or of a few.
        guard metrics.contains(where: choice.shows) else { return }
        let group = try reader.readGroup(number, columns: ["metric", "department", "period", "breakdown"])
        let department = try group.strings("department")
        let period = try group.strings("period")
        departments = Names.all(department)
        try choose(try group.strings("metric"), department, period, choice, path: reader.path)
        guard !runs.isEmpty else { return }
        try order(period, try group.strings("breakdown"), path: reader.path)
        cells = .stored(try StoredCells(reader, group: number))
    }

    /// Finds the runs chosen.
    private mutating func choose(
        _ metric: StringColumn, _ department: StringColumn, _ period: StringColumn, _ choice: PublishedCube.Choice,
        path: String
    ) throws {
        let isShown = metrics.map(choice.shows)
        let isWatched = metrics.map(choice.metrics.contains)
        // By code, once seen: whether the department's cells are loaded of watched metrics, and of the others.
        var extents = [(watched: Extent, other: Extent)?](repeating: nil, count: departments.count)
        let isRecent = Names.all(period).map(choice.recentPeriods.contains)
        var row = 0
        while row < metric.count {
            let m = metric.codes[row]
            let d = department.codes[row]
            guard m >= 0, d >= 0 else { throw PublishedCubeError.unknownStatus(path: path) }
            var end = row + 1
            while end < metric.count, department.codes[end] == d, metric.codes[end] == m { end += 1 }
            defer { row = end }
            guard isShown[Int(m)] else { continue }
            let extent = extents[Int(d)] ?? choice.extents(departments[Int(d)])
            extents[Int(d)] = extent
            switch isWatched[Int(m)] ? extent.watched : extent.other {
            case .none: break
            case .all: add(m, d, row..<end)
            case .recent:
                // Periods ascend, so the recent ones lie in few runs.
                var from = row
                while from < end {
                    while from < end, period.codes[from] < 0 || !isRecent[Int(period.codes[from])] { from += 1 }
                    var to = from
                    while to < end, period.codes[to] >= 0, isRecent[Int(period.codes[to])] { to += 1 }
                    if from < to { add(m, d, from..<to) }
                    from = to
                }
            }
        }
    }

    private mutating func add(_ metric: Int32, _ department: Int32, _ rows: Range<Int>) {
        runs.append(
            Run(metric: metric, department: department, rows: Int32(rows.lowerBound)..<Int32(rows.upperBound)))
    }

    /// Gives each row chosen its key.
    private mutating func order(_ period: StringColumn, _ breakdown: StringColumn, path: String) throws {
        let usedPeriods = UsedNames(period)
        let usedBreakdowns = UsedNames(breakdown)
        for run in runs {
            let rows = Int(run.rows.lowerBound)..<Int(run.rows.upperBound)
            usedPeriods.add(rows)
            usedBreakdowns.add(rows)
        }
        guard usedPeriods.isComplete, usedBreakdowns.isComplete else {
            throw PublishedCubeError.unknownStatus(path: path)
        }
        periods = usedPeriods.sorted
        breakdowns = usedBreakdowns.sorted
        let periodPlaces = usedPeriods.places
        let breakdownPlaces = usedBreakdowns.places
        let width = breakdowns.count
        keys = [Int](repeating: 0, count: period.count)
        for run in runs {
            var last = -1
            for row in Int(run.rows.lowerBound)..<Int(run.rows.upperBound) {
                let key =
                    periodPlaces[Int(period.codes[row])] * width + breakdownPlaces[Int(breakdown.codes[row])]
                guard key > last else { throw PublishedCubeError.unsorted(path: path) }
                keys[row] = key
                last = key
            }
        }
    }
}

/// Cells that never were in a file.
extension CellBlock {
    /// Room for cells of these names, each list ascending.
    init(metrics: [String], departments: [String], periods: [String], breakdowns: [String]) {
        self.metrics = metrics
        self.departments = departments
        self.periods = periods
        self.breakdowns = breakdowns
        namedPeriods = periods
    }

    /// Adds one cell; cells come in the order of the table.
    mutating func append(metric: Int32, department: Int32, period: Int32, breakdown: Int32, _ cell: Disclosed) {
        guard case .made(var made) = cells else { return }
        let row = Int32(keys.count)
        if let last = runs.last, last.metric == metric, last.department == department {
            runs[runs.count - 1].rows = last.rows.lowerBound..<row + 1
        } else {
            runs.append(Run(metric: metric, department: department, rows: row..<row + 1))
        }
        keys.append(Int(period) * breakdowns.count + Int(breakdown))
        cells = .made([])
        made.append(cell)
        cells = .made(made)
    }
}

/// The cells of one row group, left in the file.
private struct StoredCells: Sendable {
    private let value: PackedColumn<Double>
    private let numerator: PackedColumn<Double>
    private let denominator: PackedColumn<Double>
    private let low: PackedColumn<Double>
    private let high: PackedColumn<Double>
    private let n: PackedColumn<Int32>
    /// By row: 0 for a published cell, else the reason's place + 1. Empty when all are published.
    private let suppression: [UInt8]

    private static let reasons = SuppressionReason.allCases

    init(_ reader: TableReader, group: Int) throws {
        value = try reader.packedFloat64("value", ofGroup: group)
        numerator = try reader.packedFloat64("numerator", ofGroup: group)
        denominator = try reader.packedFloat64("denominator", ofGroup: group)
        low = try reader.packedFloat64("low", ofGroup: group)
        high = try reader.packedFloat64("high", ofGroup: group)
        n = try reader.packedInt32("n", ofGroup: group)
        suppression = try Self.suppression(
            try reader.readGroup(group, columns: ["status"]).strings("status"), path: reader.path)
    }

    private static func suppression(_ status: StringColumn, path: String) throws -> [UInt8] {
        let places = try Names.all(status).map { text in
            guard let reason = Disclosed.reason(ofStatus: text) else {
                throw PublishedCubeError.unknownStatus(path: path)
            }
            return reason.map { UInt8((reasons.firstIndex(of: $0) ?? 0) + 1) } ?? 0
        }
        guard places.contains(where: { $0 != 0 }) else { return [] }
        return status.codes.map { places[Int($0)] }
    }

    func hasValue(_ row: Int) -> Bool { (suppression.isEmpty || suppression[row] == 0) && value[row] != nil }

    subscript(row: Int) -> Disclosed {
        if !suppression.isEmpty, suppression[row] > 0 { return .suppressed(Self.reasons[Int(suppression[row]) - 1]) }
        return .published(
            Figure(
                value: value[row], numerator: numerator[row], denominator: denominator[row], n: n[row].map { Int($0) },
                low: low[row], high: high[row]))
    }
}

/// Names of one dictionary.
private enum Names {
    static func all(_ column: StringColumn) -> [String] { (0..<Int32(column.dictionaryCount)).map(column.string) }

    /// Those whose number occurs.
    static func used(_ names: [String], by numbers: some Sequence<Int32>) -> [String] {
        var occurs = [Bool](repeating: false, count: names.count)
        for number in numbers { occurs[Int(number)] = true }
        return zip(names, occurs).filter(\.1).map(\.0)
    }
}

/// Which texts of a column occur in some of its rows.
private final class UsedNames {
    private let names: [String]
    /// Whether every row added has a text.
    private(set) var isComplete = true
    private let column: StringColumn
    private var isUsed: [Bool]
    private var unused: Int

    init(_ column: StringColumn) {
        self.column = column
        names = Names.all(column)
        isUsed = Array(repeating: false, count: names.count)
        unused = names.count
    }

    func add(_ rows: Range<Int>) {
        for row in rows {
            let code = Int(column.codes[row])
            guard code >= 0 else {
                isComplete = false
                continue
            }
            if !isUsed[code] {
                isUsed[code] = true
                unused -= 1
            }
        }
    }

    private var codes: [Int] {
        names.indices.filter { isUsed[$0] }.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    }

    /// The texts that occur, ascending.
    var sorted: [String] { codes.map { names[$0] } }

    /// Their places among those, by code.
    var places: [Int] {
        var places = [Int](repeating: -1, count: names.count)
        for (place, code) in codes.enumerated() { places[code] = place }
        return places
    }
}
