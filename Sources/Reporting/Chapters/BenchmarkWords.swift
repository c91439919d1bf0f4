extension Wording {
    static let benchmarkChapter = "Benchmark"
    static func benchmarkTitle(_ count: String) -> String { "\(count) measures, the median organisation" }
    static func benchmarkMoved(_ measure: String, _ change: String, _ count: Int) -> String {
        "Moved most, of \(count) measures asked in both years, by \(change): \(measure)"
    }
    static let benchmarkSub = "Median over organisations"
    static func benchmarkImported(_ organisations: String?) -> String {
        organisations.map { "Imported as published: one score an organisation and measure, \($0) organisations." }
            ?? "Imported as published: one score an organisation and measure."
    }
    static func benchmarkNote(_ years: String) -> String {
        "Medians over organisations, each organisation counted once. A dash means that the measure was not asked that "
            + "year. Years: \(years). "
    }
    static let measureColumn = "Measure"
    static let groupIndices = "Indices and response"
    static let groupThemes = "Themes"
    static let groupQuestions = "Questions"
    static let medianEngagement = "Engagement, median organisation"
    static let medianResponse = "Response, median organisation"
    static func medianOf(_ organisations: String, _ year: String) -> String {
        "Median of \(organisations) organisations in \(year)"
    }
    static func standfirstMedian(_ value: String, _ year: String, _ before: String?) -> String {
        let sentence = "Engagement in the median organisation was \(value) in \(year)"
        return before.map { "\(sentence), against \($0) the year before." } ?? sentence + "."
    }
}
