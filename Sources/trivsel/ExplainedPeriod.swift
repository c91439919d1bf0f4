import Calendars
import Results

/// The days and months that a figure is about, in words.
struct ExplainedPeriod {
    let text: String
    private let publication: Publication
    private let days: Range<Int32>?

    init(_ text: String, _ publication: Publication) {
        self.text = text
        self.publication = publication
        let start = publication.settings.first { $0.name == "calendar.fiscal_year_from" }.flatMap { Int($0.value) }
        days = Period(text)?.days(fiscalYearStartMonth: start ?? 1)
    }

    /// `2025-04/P12M: 2024-05-01 to 2025-04-30, 365 days`.
    var words: String {
        guard let days else { return text }
        let last = days.upperBound - 1
        let count = days.count == 1 ? "1 day" : "\(days.count) days"
        var words = "\(text): \(CivilDate(day: days.lowerBound)) to \(CivilDate(day: last)), \(count)"
        if days.count == 1 { words = "\(text): one day" }
        if let asOf, asOf < last { words += "; still running at the as-of day" }
        return words
    }

    /// Indices of the months that it touches up to the as-of day; nil for a wave.
    var months: ClosedRange<Int>? {
        guard let days else { return nil }
        let first = CivilDate.monthIndex(of: days.lowerBound)
        let last = CivilDate.monthIndex(of: min(days.upperBound - 1, asOf ?? Int32.max))
        return first <= last ? first...last : nil
    }

    /// Their names.
    var monthNames: [String] {
        guard let months else { return [] }
        return months.map { Period(.month($0)).description }
    }

    private var asOf: Int32? { CivilDate(iso: publication.asOf)?.day }

    /// How many months the data have, and since when what the metric counts is known.
    func history(of description: MetricDescription) -> [String] {
        var lines: [String] = []
        let isOfWaves = description.grain.hasSuffix("wave")
        if !isOfWaves, let first = publication.months.first, let last = publication.months.last {
            let count = publication.months.count
            lines.append("\(count) \(count == 1 ? "month" : "months") of data, \(first) to \(last)")
        }
        for known in publication.history ?? [] where Self.subjects(of: description).contains(known.subject) {
            lines.append("\(known.subject) known from \(known.firstMonth)")
        }
        if isOfWaves, let first = publication.waves.first {
            let count = publication.waves.count
            lines.append("\(count) \(count == 1 ? "wave" : "waves"), the first \(first)")
        }
        return lines
    }

    private static func subjects(of description: MetricDescription) -> Set<String> {
        switch description.family {
        case "Turnover", "Retention": ["employment", "leavers"]
        case "Absence": ["employment", "absences"]
        case "Participation": ["employment", "participation"]
        case "Survey", "Benchmark": []
        default: description.id == "flow.leavers" ? ["employment", "leavers"] : ["employment"]
        }
    }
}
