internal import Results

/// A number that the first screen watches: its metric, the period all pages show it for, and what it is held against.
struct Headline: Sendable {
    enum Kind: Sendable, CaseIterable { case headcount, turnover, absence, engagement, enps, response }

    let kind: Kind
    let metric: String
    let title: String
    let period: ReportPeriod
    let yearAgo: ReportPeriod?
    /// The wave before, for surveys.
    let previous: ReportPeriod?
    /// Oldest first, ending with `period`.
    let series: [ReportPeriod]

    static func all(in edition: Edition) -> [Headline] {
        Kind.allCases.compactMap { headline($0, in: edition) }
    }

    /// Every metric that may become a headline.
    static func metrics(of publication: Publication) -> Set<String> {
        Set(
            [
                "headcount.closing", "turnover.rolling12.total", "turnover.snapshot", "absence.rate", "survey.enps",
                "participation.response_rate",
            ] + publication.indices.map { "survey.index." + $0.id })
    }

    private static func headline(_ kind: Kind, in edition: Edition) -> Headline? {
        let months = Array(edition.monthIndices.reversed())
        let waves = Array(edition.publication.waves.reversed()).map(ReportPeriod.wave)
        let years = edition.years.reversed().map(ReportPeriod.year)
        let day = ReportPeriod.day(edition.publication.asOf)
        switch kind {
        case .headcount:
            return make(kind, "headcount.closing", Wording.headcount, [months.map(ReportPeriod.month)], edition)
        case .turnover:
            // Closed months only, so that large and small units show the same one; the classes of leavers have no other.
            let rolling = months.map(ReportPeriod.rolling12)
            let closed = edition.newest("turnover.rolling12.voluntary", rolling).flatMap(rolling.firstIndex)
            return make(
                kind, "turnover.rolling12.total", Wording.turnoverRolling, [Array(rolling[(closed ?? 0)...])], edition)
                ?? make(kind, "turnover.snapshot", Wording.turnoverSnapshot, [[day]], edition)
        case .absence:
            return make(
                kind, "absence.rate", Wording.absenceRate,
                [months.map(ReportPeriod.rolling12), years, months.map(ReportPeriod.month)], edition)
        case .engagement:
            let index =
                edition.publication.indices.first { $0.id == "engagement" } ?? edition.publication.indices.first
            guard let index else { return nil }
            return make(kind, "survey.index." + index.id, index.title, [waves], edition)
        case .enps: return make(kind, "survey.enps", Wording.enps, [waves], edition)
        case .response:
            return make(kind, "participation.response_rate", Wording.responseRate, [waves, years], edition)
        }
    }

    /// The first of the alternatives (each newest first) that has a value anywhere.
    private static func make(
        _ kind: Kind, _ metric: String, _ title: String, _ alternatives: [[ReportPeriod]], _ edition: Edition
    ) -> Headline? {
        for periods in alternatives {
            guard let period = edition.newest(metric, periods), let at = periods.firstIndex(of: period) else {
                continue
            }
            var series = Array(periods[at...].prefix(25).reversed())
            // A year is one point; its months make the line.
            if case .year = period, let months = alternatives.last, case .month? = months.first {
                series = Array(months.prefix(25).reversed())
            }
            var yearAgo = period.yearBefore
            var previous: ReportPeriod?
            if case .wave(let id) = period {
                previous = at + 1 < periods.count ? periods[at + 1] : nil
                yearAgo = waveAYearBefore(id, among: Array(periods[(at + 1)...]))
            }
            return Headline(
                kind: kind, metric: metric, title: qualified(title, period), period: period, yearAgo: yearAgo,
                previous: previous, series: series)
        }
        return nil
    }

    private static func qualified(_ title: String, _ period: ReportPeriod) -> String {
        switch period {
        case .rolling12: Wording.overTwelveMonths(title)
        case .year(let year): Wording.inYear(title, year)
        default: title
        }
    }

    /// The wave whose month lies 10 to 14 months back, the nearest to 12 first.
    private static func waveAYearBefore(_ id: String, among waves: [ReportPeriod]) -> ReportPeriod? {
        guard let month = ReportPeriod.monthIndex(id) else { return nil }
        var best: (distance: Int, period: ReportPeriod)?
        for wave in waves {
            guard case .wave(let other) = wave, let then = ReportPeriod.monthIndex(other) else { continue }
            let distance = abs(month - then - 12)
            if distance <= 2, distance < best?.distance ?? 3 { best = (distance, wave) }
        }
        return best?.period
    }
}

extension Edition {
    /// The period to show a headline for in one unit: headcount of a small unit is not shown while the month runs, so
    /// the newest closed month stands in its place.
    func period(of headline: Headline, in unit: Int) -> ReportPeriod {
        guard headline.kind == .headcount, case .month(let month) = headline.period,
            case .hidden(.openPeriod) = reading(headline.metric, unit, headline.period)
        else { return headline.period }
        for earlier in 1...3 {
            if case .known = reading(headline.metric, unit, .month(month - earlier)) { return .month(month - earlier) }
        }
        return headline.period
    }

    /// The period that a table of several units can show for all of them.
    func period(of headline: Headline, in units: [Int]) -> ReportPeriod {
        guard headline.kind == .headcount else { return headline.period }
        return units.map { period(of: headline, in: $0) }.min { ($0.month ?? 0) < ($1.month ?? 0) } ?? headline.period
    }

    func headline(_ kind: Headline.Kind) -> Headline? { headlines.first { $0.kind == kind } }
}
