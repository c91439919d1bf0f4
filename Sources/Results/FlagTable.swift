public import Columnar

/// One test of the edition's family: a department's headline figure against another published one.
public struct FlagTest: Sendable, Equatable {
    /// What the figure is held against.
    public enum Comparator: String, Sendable, CaseIterable {
        /// Those of the unit above who are not in the department.
        case restOfParent = "rest_of_parent"
        /// The window of the same length that ends a year before.
        case yearBefore = "year_before"
        case previousWave = "previous_wave"
    }

    public enum Method: String, Sendable, CaseIterable {
        /// Two counts of events, given both together.
        case conditionalBinomial = "conditional_binomial_midp"
        /// Two shares of persons who each say yes or no once.
        case score = "two_proportion_score"
        /// Two means of one answer a person.
        case welch
        /// Two ratios of sums that cluster in persons, with the variance of persons under no difference.
        case pooledRatio = "clustered_pooled"
    }

    public var metric: String
    public var department: String
    public var period: String
    public var comparator: Comparator
    /// Id of the unit above, else the period compared with.
    public var reference: String
    public var method: Method
    /// In the metric's unit, of the department and of what it is held against.
    public var value: Double?
    public var referenceValue: Double?
    /// Distinct persons on each side.
    public var n: Int
    public var referenceN: Int
    /// Value − reference value.
    public var difference: Double?
    /// The 95 % interval of the difference; nil where none is defined.
    public var low: Double?
    public var high: Double?
    /// Two-sided; nil for a test that could not be made, which still counts in the family.
    public var p: Double?
    /// The smallest false discovery rate at which the test is rejected (Benjamini and Hochberg).
    public var adjusted: Double?
    public var rejected = false
    /// The smallest difference worth a mark, in the metric's unit.
    public var minimum: Double
    /// Rejected, and the difference is large enough.
    public var marked = false

    /// A test before its family is judged.
    public init(
        metric: String, department: String, period: String, comparator: Comparator, reference: String, method: Method,
        value: Double?, referenceValue: Double?, n: Int, referenceN: Int, difference: Double?, low: Double? = nil,
        high: Double? = nil, p: Double?, minimum: Double
    ) {
        self.metric = metric
        self.department = department
        self.period = period
        self.comparator = comparator
        self.reference = reference
        self.method = method
        self.value = value
        self.referenceValue = referenceValue
        self.n = n
        self.referenceN = referenceN
        self.difference = difference
        self.low = low
        self.high = high
        self.p = p
        self.minimum = minimum
    }

    /// The verdict of the family.
    public mutating func judge(adjusted: Double?, rejected: Bool) {
        self.adjusted = adjusted
        self.rejected = rejected
        marked = rejected && (difference.map { abs($0) >= minimum } ?? false)
    }
}

/// `3-aggregate/flags.parquet`: every test of the edition's family, whatever came of it. Only published figures take
/// part, so that it may be read by whoever may read `published.parquet`.
public enum FlagTable {
    public static let fileName = "flags.parquet"

    public static let schema = TableSchema(
        name: "results.flags", version: 1, grain: "one test of one department's metric against one comparator",
        personLevel: false, sortedBy: ["metric", "department", "period", "comparator"],
        fields: [
            Field("metric", .string, "id in the catalogue"),
            Field("department", .string, "id as in published.parquet"),
            Field("period", .string, "the latest closed window or wave"),
            Field("comparator", .string, "rest_of_parent, year_before or previous_wave"),
            Field("reference", .string, "id of the unit above, else the period compared with"),
            Field("test", .string, "conditional_binomial_midp, two_proportion_score, welch or clustered_pooled"),
            Field("value", .float64, optional: true, unit: "the metric's", "of the department"),
            Field("reference_value", .float64, optional: true, unit: "the metric's", "of what it is held against"),
            Field("n", .int32, optional: true, unit: "persons", "distinct persons of the department"),
            Field("reference_n", .int32, optional: true, unit: "persons", "distinct persons on the other side"),
            Field("difference", .float64, optional: true, unit: "the metric's", "value - reference_value"),
            Field("low", .float64, optional: true, unit: "the metric's", "lower end of its 95 % interval"),
            Field("high", .float64, optional: true, unit: "the metric's", "upper end of its 95 % interval"),
            Field("p", .float64, optional: true, "two-sided; absent where the test could not be made"),
            Field("p_adjusted", .float64, optional: true, "Benjamini and Hochberg over all rows"),
            Field("rejected", .bool, "p_adjusted is at most 0.05"),
            Field("minimum", .float64, optional: true, unit: "the metric's", "smallest difference worth a mark"),
            Field("marked", .bool, "rejected, and the difference is at least the minimum"),
        ])

    private static let columns: [RowColumn<FlagTest>] = [
        .text { $0.metric }, .text { $0.department }, .text { $0.period }, .text { $0.comparator.rawValue },
        .text { $0.reference }, .text { $0.method.rawValue }, .number { $0.value }, .number { $0.referenceValue },
        .whole { $0.n }, .whole { $0.referenceN }, .number { $0.difference }, .number { $0.low }, .number { $0.high },
        .number { $0.p }, .number { $0.adjusted }, .flag { $0.rejected }, .number { $0.minimum }, .flag { $0.marked },
    ]

    /// Writes the tests, sorted already.
    public static func write(_ tests: [FlagTest], to path: String) throws(ColumnarError) -> WrittenTable {
        try RowTable.write(tests, schema, columns, to: path)
    }

    /// All tests, in the order of the table.
    ///
    /// - Throws: `ColumnarError` for a file that is no such table; `StatisticsTableError` for a word that this version does
    ///   not know.
    public static func read(_ path: String) throws -> [FlagTest] {
        let reader = try TableReader(path: path, expecting: schema)
        var tests: [FlagTest] = []
        tests.reserveCapacity(reader.rowCount)
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let metric = try group.strings("metric")
            let department = try group.strings("department")
            let period = try group.strings("period")
            let comparator = try group.strings("comparator")
            let reference = try group.strings("reference")
            let method = try group.strings("test")
            let numbers = try ["value", "reference_value", "difference", "low", "high", "p", "p_adjusted", "minimum"]
                .map { try group.float64($0) }
            let n = try group.int32("n")
            let referenceN = try group.int32("reference_n")
            let rejected = try group.bool("rejected")
            let marked = try group.bool("marked")
            for row in 0..<group.rowCount {
                guard let against = FlagTest.Comparator(rawValue: comparator[row] ?? ""),
                    let by = FlagTest.Method(rawValue: method[row] ?? "")
                else { throw StatisticsTableError.unknownWord(path: path) }
                var test = FlagTest(
                    metric: metric[row] ?? "", department: department[row] ?? "",
                    period: period[row] ?? "", comparator: against, reference: reference[row] ?? "",
                    method: by, value: numbers[0][row], referenceValue: numbers[1][row],
                    n: Int(n[row] ?? 0), referenceN: Int(referenceN[row] ?? 0),
                    difference: numbers[2][row], low: numbers[3][row],
                    high: numbers[4][row], p: numbers[5][row],
                    minimum: numbers[7][row] ?? 0)
                test.adjusted = numbers[6][row]
                test.rejected = rejected.values[row] != 0
                test.marked = marked.values[row] != 0
                tests.append(test)
            }
        }
        return tests
    }
}

public enum StatisticsTableError: Error, CustomStringConvertible, Sendable {
    case unknownWord(path: String)

    public var description: String {
        switch self {
        case .unknownWord(let path):
            "\(path): found a kind of comparison or test that this version does not know; expected those that its own aggregate writes; run trivsel-aggregate again"
        }
    }

    public var exitCode: Int32 { 65 }
}
