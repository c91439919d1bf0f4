internal import Results

/// Imported tables of other organisations.
enum Benchmark {
    static let median = MetricDescription(
        id: "survey.benchmark.median", family: "Benchmark", title: "Median of organisations", unit: "score",
        definition: "The median over the organisations of an imported table, for each of its measures.",
        formula: "quantile of type 7 at one half over the organisations with a value", numerator: "",
        denominator: "organisations", grain: "measure × year", direction: 0, source: "the publisher's table",
        interval: "", sensitive: false, decimals: 1)
}
