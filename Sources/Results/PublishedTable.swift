public import Columnar

/// `3-aggregate/published.parquet`: every cell after the gate; the only file that report, export and explain open.
public enum PublishedTable {
    public static let fileName = "published.parquet"
    /// Metadata key of the `Publication`, as JSON; since version 2 with the departments as columns.
    public static let publicationKey = "trivsel.publication"

    public static let schema = TableSchema(
        name: "results.published", version: 2,
        grain: "one metric of one department in one period and breakdown group",
        personLevel: false, sortedBy: ["metric", "department", "period", "breakdown"],
        fields: [
            Field("metric", .string, "id in the catalogue"),
            Field("department", .string, "id as in the export; the root has its own"),
            Field("period", .string, "2026-03, 2026-Q1, 2026, 2026-03/P12M, wave:ID"),
            Field("breakdown", .string, "empty or name=value"),
            Field("value", .float64, optional: true, unit: "the metric's", "absent when suppressed or undefined"),
            Field("numerator", .float64, optional: true, "absent when suppressed"),
            Field("denominator", .float64, optional: true, "absent when suppressed"),
            Field("n", .int32, optional: true, unit: "persons", "distinct persons in the denominator"),
            Field("low", .float64, optional: true, unit: "the metric's", "lower end of the 95 % interval"),
            Field("high", .float64, optional: true, unit: "the metric's", "upper end of the 95 % interval"),
            Field("status", .string, "published or suppressed:REASON"),
        ])
}
