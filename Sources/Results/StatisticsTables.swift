public import Columnar

/// A table of statistics beside the published cells: what its columns are, and where a row keeps them.
public struct StatisticsTable<Row: Sendable>: Sendable {
    /// A column and the property of a row that it holds.
    enum Place: Sendable {
        case text(any WritableKeyPath<Row, String> & Sendable)
        case number(any WritableKeyPath<Row, Double?> & Sendable)
        case whole(any WritableKeyPath<Row, Int?> & Sendable)
        case flag(any WritableKeyPath<Row, Bool> & Sendable)

        var kind: ColumnKind {
            switch self {
            case .text: .string
            case .number: .float64
            case .whole: .int32
            case .flag: .bool
            }
        }

        /// Text and marks are in every row.
        var isOptional: Bool {
            switch self {
            case .text, .flag: false
            case .number, .whole: true
            }
        }
    }

    public let fileName: String
    public let schema: TableSchema
    private let places: [Place]
    private let empty: Row

    init(
        file: String, name: String, version: Int, grain: String, sortedBy: [String], empty: Row,
        _ columns: [(name: String, place: Place, unit: String, meaning: String)]
    ) {
        fileName = file
        places = columns.map(\.place)
        self.empty = empty
        schema = TableSchema(
            name: name, version: version, grain: grain, personLevel: false, sortedBy: sortedBy,
            fields: columns.map {
                Field($0.name, $0.place.kind, optional: $0.place.isOptional, unit: $0.unit, $0.meaning)
            })
    }

    /// Writes the rows, sorted already.
    public func write(_ rows: [Row], to path: String) throws(ColumnarError) -> WrittenTable {
        let columns = places.map { place -> RowColumn<Row> in
            switch place {
            case .text(let path): .text { $0[keyPath: path] }
            case .number(let path): .number { $0[keyPath: path] }
            case .whole(let path): .whole { $0[keyPath: path] }
            case .flag(let path): .flag { $0[keyPath: path] }
            }
        }
        return try RowTable.write(rows, schema, columns, to: path)
    }

    /// All rows, in the order of the table.
    ///
    /// - Throws: `ColumnarError` for a file that is no such table.
    public func read(_ path: String) throws(ColumnarError) -> [Row] {
        let reader = try TableReader(path: path, expecting: schema)
        var rows: [Row] = []
        rows.reserveCapacity(reader.rowCount)
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let first = rows.count
            rows += Array(repeating: empty, count: group.rowCount)
            for (field, place) in zip(schema.fields, places) {
                switch place {
                case .text(let path):
                    let column = try group.strings(field.name)
                    for row in 0..<group.rowCount { rows[first + row][keyPath: path] = column[row] ?? "" }
                case .number(let path):
                    let column = try group.float64(field.name)
                    for row in 0..<group.rowCount { rows[first + row][keyPath: path] = column[row] }
                case .whole(let path):
                    let column = try group.int32(field.name)
                    for row in 0..<group.rowCount { rows[first + row][keyPath: path] = column[row].map { Int($0) } }
                case .flag(let path):
                    let column = try group.bool(field.name)
                    for row in 0..<group.rowCount { rows[first + row][keyPath: path] = column.values[row] != 0 }
                }
            }
        }
        return rows
    }
}

/// A published headline figure with what it may be held against, and its estimate drawn towards its siblings'.
public struct ComparedFigure: Sendable, Equatable {
    public var metric = ""
    public var department = ""
    public var period = ""
    public var value: Double?
    public var n: Int?
    /// All persons of the company who are not in the department.
    public var restOfCompany: Double?
    public var restOfCompanyN: Int?
    public var parent: Double?
    /// The wave before, or the window that ends where this one begins.
    public var previous: Double?
    public var yearBefore: Double?
    /// The linear empirical Bayes estimate (Marshall 1991); nil where fewer than five siblings are published.
    public var shrunk: Double?
    /// What the estimate is drawn towards: the common value of the units below `group`.
    public var centre: Double?
    /// The unit whose children are the siblings: the parent, or the unit above it where those are fewer than five.
    public var group = ""
    public var siblings: Int?
    /// The differences between the siblings are no larger than chance, so that all estimates are the common value.
    public var isChance = false

    public init() {}

    /// `3-aggregate/comparators.parquet`.
    public static let table = StatisticsTable(
        file: "comparators.parquet", name: "results.comparators", version: 1,
        grain: "one published headline figure of one department in one period",
        sortedBy: ["metric", "department", "period"], empty: ComparedFigure(),
        [
            ("metric", .text(\.metric), "", "id in the catalogue"),
            ("department", .text(\.department), "", "id as in published.parquet"),
            ("period", .text(\.period), "", "12 months or a wave"),
            ("value", .number(\.value), "the metric's", "the figure, estimate raw"),
            ("n", .whole(\.n), "persons", "distinct persons in its denominator"),
            ("rest_of_company", .number(\.restOfCompany), "the metric's", "of those who are not in the department"),
            ("rest_of_company_n", .whole(\.restOfCompanyN), "persons", "how many these are"),
            ("parent", .number(\.parent), "the metric's", "of the unit above"),
            ("previous", .number(\.previous), "the metric's", "of the wave before, or the twelve months before"),
            ("year_before", .number(\.yearBefore), "the metric's", "of the same period a year earlier"),
            ("shrunk", .number(\.shrunk), "the metric's", "the estimate drawn towards the siblings' common value"),
            ("centre", .number(\.centre), "the metric's", "the siblings' common value"),
            ("sibling_group", .text(\.group), "", "the unit whose children the siblings are; empty for none"),
            ("siblings", .whole(\.siblings), "departments", "how many of them are published"),
            ("is_chance", .flag(\.isChance), "", "differences between the siblings are no larger than chance"),
        ])
}

/// One point of a control chart, in the metric's unit.
public struct LimitPoint: Sendable, Equatable {
    public var metric = ""
    public var department = ""
    /// A month or, where months expect too little, a quarter.
    public var period = ""
    public var value: Double?
    /// What the baseline expects.
    public var centre: Double?
    /// Both still inside; nil where too little is expected.
    public var low: Double?
    public var high: Double?
    /// A signal: beyond a limit, or the ninth point or a later one in a row on one side.
    public var isOutside = false
    public var isRun = false
    /// Whether the baseline was made of it.
    public var isBaseline = false

    public init() {}

    /// `3-aggregate/limits.parquet`.
    public static let table = StatisticsTable(
        file: "limits.parquet", name: "results.limits", version: 1,
        grain: "one month, or quarter, of one department's control chart of one metric",
        sortedBy: ["metric", "department", "period"], empty: LimitPoint(),
        [
            ("metric", .text(\.metric), "", "id in the catalogue"),
            ("department", .text(\.department), "", "id as in published.parquet"),
            ("period", .text(\.period), "", "2026-03, or 2026-Q1 where months expect too little"),
            ("value", .number(\.value), "the metric's", "the figure"),
            ("centre", .number(\.centre), "the metric's", "what the baseline expects"),
            ("low", .number(\.low), "the metric's", "lower control limit; absent where fewer than 5 are expected"),
            ("high", .number(\.high), "the metric's", "upper control limit"),
            ("is_outside", .flag(\.isOutside), "", "beyond a limit"),
            ("is_run", .flag(\.isRun), "", "the ninth point or a later one in a row on one side of the centre"),
            ("is_baseline", .flag(\.isBaseline), "", "among the months that the baseline was made of"),
        ])
}

/// The monotone trend of a department's months, for the analyst.
public struct TrendRow: Sendable, Equatable {
    public var metric = ""
    public var department = ""
    /// The first and the last month with a value.
    public var from = ""
    public var to = ""
    /// Months with a value.
    public var months: Int?
    /// Kendall's S over pairs of the same calendar month.
    public var score: Int?
    public var p: Double?
    /// In the metric's unit a year.
    public var slope: Double?
    public var low: Double?
    public var high: Double?

    public init() {}

    /// `3-aggregate/trends.parquet`.
    public static let table = StatisticsTable(
        file: "trends.parquet", name: "results.trends", version: 1,
        grain: "the months of one department's metric", sortedBy: ["metric", "department"], empty: TrendRow(),
        [
            ("metric", .text(\.metric), "", "id in the catalogue"),
            ("department", .text(\.department), "", "id as in published.parquet"),
            ("from", .text(\.from), "", "first month with a published value"),
            ("to", .text(\.to), "", "last month with a published value"),
            ("months", .whole(\.months), "months", "months with a published value, 24 at least"),
            ("score", .whole(\.score), "", "S of the seasonal Mann-Kendall test"),
            ("p", .number(\.p), "", "two-sided, with Hirsch and Slack's covariances; absent without a test"),
            ("slope", .number(\.slope), "the metric's, a year", "Theil and Sen's slope over pairs of the same month"),
            ("low", .number(\.low), "the metric's, a year", "lower end of its 95 % interval"),
            ("high", .number(\.high), "the metric's, a year", "upper end of its 95 % interval"),
        ])
}

/// A figure that somebody else published, to hold a metric against.
public struct ImportedBenchmark: Sendable, Equatable {
    public var metric = ""
    /// Whom it is about: industry, country, size; empty where not said.
    public var group = ""
    /// Month, quarter or year.
    public var period = ""
    public var publisher = ""
    /// In the metric's unit, with the quartiles where they are published.
    public var value: Double?
    public var lower: Double?
    public var upper: Double?
    public var organisations: Int?

    public init() {}

    /// `3-aggregate/benchmarks.parquet`.
    public static let table = StatisticsTable(
        file: "benchmarks.parquet", name: "results.benchmarks", version: 1,
        grain: "one imported figure of one metric, group and period",
        sortedBy: ["metric", "group", "period", "publisher"], empty: ImportedBenchmark(),
        [
            ("metric", .text(\.metric), "", "id in the catalogue"),
            ("group", .text(\.group), "", "whom it is about; empty where not said"),
            ("period", .text(\.period), "", "month, quarter or year"),
            ("publisher", .text(\.publisher), "", "who published it; empty where not said"),
            ("value", .number(\.value), "the metric's", "the value"),
            ("lower", .number(\.lower), "the metric's", "lower quartile"),
            ("upper", .number(\.upper), "the metric's", "upper quartile"),
            ("organisations", .whole(\.organisations), "organisations", "organisations behind it"),
        ])
}
