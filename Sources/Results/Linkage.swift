public import Columnar

/// Whether a survey figure goes together with what happened in the departments in the year that followed: Spearman's rank
/// correlation over departments, from published values alone. It says nothing of what leads to what.
public struct Linkage: Sendable, Codable, Equatable {
    /// Metric of what happened: `turnover.rolling12.voluntary`.
    public var outcome: String
    /// Metric of the survey: `survey.index.engagement`.
    public var predictor: String
    /// Whole months between the month in which the wave closes and the first of the outcome's twelve.
    public var lagMonths: Int
    /// `wave:2026-03`; nil where no wave has the months after it.
    public var wave: String?
    /// The twelve months of the outcome: `2027-09/P12M`.
    public var period: String?
    /// Departments in which both figures are published.
    public var units: Int
    /// ρ, −1…1; like all numbers below nil where `reason` says why.
    public var correlation: Double?
    /// Its 95 % interval.
    public var low: Double?
    public var high: Double?
    /// Two-sided, of no correlation.
    public var pValue: Double?
    /// Benjamini and Hochberg's over the outcome's family; nil at lags that are in no family.
    public var adjusted: Double?
    /// Whether the adjusted p is at most 0.05; never at a lag that is in no family.
    public var isMarked: Bool
    /// Why there is no figure, in words: `too few departments to say`.
    public var reason: String?

    /// Fewest departments of which anything is said.
    public static let fewestUnits = 20
    public static let tooFew = "too few departments to say"
    public static let noWindow = "no wave with the months after it yet"
    public static let noVariation = "all departments have the same value"

    /// One pair of figures at one lag, as yet without a figure.
    public init(
        outcome: String, predictor: String, lagMonths: Int, wave: String? = nil, period: String? = nil, units: Int = 0,
        reason: String? = nil
    ) {
        self.outcome = outcome
        self.predictor = predictor
        self.lagMonths = lagMonths
        self.wave = wave
        self.period = period
        self.units = units
        self.reason = reason
        isMarked = false
    }
}

/// `3-aggregate/linkage.parquet`: the linkages of a run, which its publication holds too.
public enum LinkageTable {
    public static let fileName = "linkage.parquet"

    public static let schema = TableSchema(
        name: "results.linkage", version: 1,
        grain: "one survey figure beside one outcome at one lag, over the lowest published departments",
        personLevel: false, sortedBy: ["outcome", "lag_months", "predictor"],
        fields: [
            Field("outcome", .string, "metric of what happened after the wave"),
            Field("predictor", .string, "metric of the survey"),
            Field(
                "lag_months", .int32, unit: "months",
                "between the month in which the wave closes and the outcome's first"),
            Field("wave", .string, "wave:ID; empty where no wave has the months after it"),
            Field("period", .string, "the outcome's twelve months: 2027-09/P12M; empty without a wave"),
            Field("units", .int32, unit: "departments", "in which both figures are published"),
            Field("correlation", .float64, optional: true, "Spearman's ρ; absent where reason says why"),
            Field("low", .float64, optional: true, "lower end of its 95 % interval"),
            Field("high", .float64, optional: true, "upper end of its 95 % interval"),
            Field("p", .float64, optional: true, "two-sided, of no correlation"),
            Field("p_adjusted", .float64, optional: true, "over the outcome's family; absent at lags in no family"),
            Field("marked", .bool, "whether the adjusted p is at most 0.05"),
            Field("reason", .string, "why there is no figure; empty where there is one"),
        ])

    /// Rows for `schema`, in the order of `linkages`.
    public static func encode(_ linkages: [Linkage]) throws -> EncodedRowGroup {
        let words = StringPool()
        func texts(_ text: (Linkage) -> String) -> Buffer<Int32> {
            let codes = Buffer<Int32>()
            for linkage in linkages { codes.append(words.code(text(linkage))) }
            return codes
        }
        func numbers(_ number: (Linkage) -> Double?) -> (values: Buffer<Double>, valid: Buffer<UInt8>) {
            let (values, valid) = (Buffer<Double>(), Buffer<UInt8>())
            for linkage in linkages {
                values.append(number(linkage) ?? 0)
                valid.append(number(linkage) == nil ? 0 : 1)
            }
            return (values, valid)
        }
        func counts(_ count: (Linkage) -> Int) -> Buffer<Int32> {
            let values = Buffer<Int32>()
            for linkage in linkages { values.append(Int32(clamping: count(linkage))) }
            return values
        }
        let marked = Buffer<UInt8>()
        for linkage in linkages { marked.append(linkage.isMarked ? 1 : 0) }
        let texts1 = [texts(\.outcome), texts(\.predictor)]
        let lag = counts(\.lagMonths)
        let texts2 = [texts { $0.wave ?? "" }, texts { $0.period ?? "" }]
        let units = counts(\.units)
        let figures = [
            numbers(\.correlation), numbers(\.low), numbers(\.high), numbers(\.pValue), numbers(\.adjusted),
        ]
        let reason = texts { $0.reason ?? "" }
        func text(_ codes: Buffer<Int32>) -> ColumnSlice { ColumnSlice(.string(codes: codes.pointer, pool: words)) }
        return try withExtendedLifetime((texts1, texts2, lag, units, figures, reason, marked)) {
            try RowGroupEncoder.encode(
                schema, rowCount: linkages.count,
                columns: texts1.map(text) + [ColumnSlice(.int32(lag.pointer))] + texts2.map(text)
                    + [ColumnSlice(.int32(units.pointer))]
                    + figures.map { ColumnSlice(.float64($0.values.pointer), valid: $0.valid.pointer) }
                    + [ColumnSlice(.bool(marked.pointer)), text(reason)])
        }
    }
}
