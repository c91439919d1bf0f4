internal import Results

/// The smallest differences worth a flag, as the run had them set; in points of the metric.
struct FlagMinimumWords: Sendable {
    let turnover: Int
    let absence: Int
    let participation: Int
    let scores: Int
    let enps: Int

    /// Publications of earlier versions echo none: they had these.
    init(_ settings: [Publication.Setting]) {
        func minimum(_ name: String, _ usual: Int) -> Int {
            settings.first { $0.name == "metrics.flags.\(name)" }.flatMap { Int($0.value) } ?? usual
        }
        turnover = minimum("turnover", 5)
        absence = minimum("absence", 1)
        participation = minimum("participation", 5)
        scores = minimum("scores", 5)
        enps = minimum("enps", 15)
    }
}
