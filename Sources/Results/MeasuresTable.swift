public import Columnar

/// `3-aggregate/measures.parquet`: mergeable partial results before the gate; 0600, read by aggregate alone.
///
/// Every row is a sum over persons and adds to the same row of another shard. Measures of kind `sum` stand at the
/// department held and are rolled up the tree once; of kind `distinct` at every unit above it, never added over units.
public enum MeasuresTable {
    public static let fileName = "measures.parquet"
    public static let schema = TableSchema(
        name: "results.measures", version: 1, grain: "one measure of one department in one period and group",
        personLevel: true, sortedBy: ["measure", "department", "period", "breakdown"],
        fields: [
            Field("measure", .string, "id of the measure"),
            Field("kind", .string, "sum or distinct"),
            Field("department", .int32, "position in the tree"),
            Field("period", .string, "month, window or wave"),
            Field("breakdown", .string, "item or index, else empty"),
            Field("n", .int64, optional: true, "count: persons, answers, events, days or minutes, as the measure says"),
            Field("a", .int64, optional: true, "sum of the numerator part, of answers, or of persons' means at 10⁻⁹"),
            Field("s", .int64, optional: true, "sum of the denominator part"),
            Field("aa", .int128, optional: true, "sum of squares of the numerator part"),
            Field("as", .int128, optional: true, "sum of products"),
            Field("ss", .int128, optional: true, "sum of squares of the denominator part"),
            Field("contributors", .int32, optional: true, unit: "persons", "persons with a part above zero"),
            Field("largest", .int64, optional: true, "largest part of one person; merges by maximum"),
            Field("favourable", .int64, optional: true, unit: "answers", "favourable ones; promoters for eNPS"),
            Field("unfavourable", .int64, optional: true, unit: "answers", "unfavourable ones; detractors for eNPS"),
        ])
}
