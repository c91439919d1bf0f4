internal import Results

/// Since when a figure has been worse than before, as far as its published months or waves can tell.
enum Onset: Sendable, Equatable {
    /// The first month of the new level.
    case month(Int)
    /// The wave that first showed it.
    case wave(ReportPeriod)

    /// Months of one side that a level is read from, at least.
    static let shortest = 3

    /// `nil` when the series is too short, or shows no step for the worse.
    init?(_ watch: Watch, of unit: Int, _ edition: Edition) {
        let isDownBad = edition.direction(watch.metric) > 0
        switch watch.period {
        case .wave:
            guard let found = Self.wave(watch, unit, edition, isDownBad) else { return nil }
            self = found
        case .rolling12(let last):
            guard let monthly = Self.monthly(watch.metric) else { return nil }
            let months = Array((last - 23)...last)
            let points = months.compactMap { month -> (month: Int, value: Double)? in
                guard let own = edition.reading(monthly.metric, unit, .month(month)).value else { return nil }
                // Held against the company's same month, so that no season is taken for a step.
                guard unit != edition.root else { return (month, own * monthly.scale) }
                guard let whole = edition.reading(monthly.metric, edition.root, .month(month)).value else { return nil }
                return (month, (own - whole) * monthly.scale)
            }
            guard let month = Self.step(points, minimum: watch.minimum, upwards: !isDownBad) else { return nil }
            self = .month(month)
        case .month, .quarter, .year, .day: return nil
        }
    }

    /// The monthly metric behind a rolling one, and what brings it to a year's level.
    private static func monthly(_ metric: String) -> (metric: String, scale: Double)? {
        if metric.hasPrefix("turnover.rolling12.") {
            return ("turnover." + metric.dropFirst("turnover.rolling12.".count), 12)
        }
        return metric == "absence.rate" ? (metric, 1) : nil
    }

    /// The split into two levels that leaves the least scatter: its first later month, where the step is as large as
    /// `minimum` and three standard errors.
    static func step(_ points: [(month: Int, value: Double)], minimum: Double, upwards: Bool) -> Int? {
        guard points.count >= 12 else { return nil }
        let n = points.count
        var best: (at: Int, scatter: Double, before: Double, after: Double)?
        let values = points.map(\.value)
        for at in shortest...(n - shortest) {
            let before = values[..<at].reduce(0, +) / Double(at)
            let after = values[at...].reduce(0, +) / Double(n - at)
            let scatter =
                values[..<at].map { ($0 - before) * ($0 - before) }.reduce(0, +)
                + values[at...].map { ($0 - after) * ($0 - after) }.reduce(0, +)
            if scatter < best?.scatter ?? .infinity { best = (at, scatter, before, after) }
        }
        guard let best else { return nil }
        let change = upwards ? best.after - best.before : best.before - best.after
        let variance = best.scatter / Double(n - 2) * (1 / Double(best.at) + 1 / Double(n - best.at))
        guard change >= minimum, change * change >= 9 * variance else { return nil }
        return points[best.at].month
    }

    /// The wave with the largest fall since the one before it, where that is as large as the watch's minimum.
    private static func wave(_ watch: Watch, _ unit: Int, _ edition: Edition, _ isDownBad: Bool) -> Onset? {
        let waves = edition.publication.waves.map(ReportPeriod.wave)
        guard let last = waves.firstIndex(of: watch.period) else { return nil }
        let values = waves[...last].suffix(5).map { edition.reading(watch.metric, unit, $0).value }
        let shown = Array(waves[...last].suffix(5))
        var best: (at: Int, change: Double)?
        for at in values.indices.dropFirst() {
            guard let now = values[at], let then = values[at - 1] else { continue }
            let change = isDownBad ? then - now : now - then
            if change > best?.change ?? 0 { best = (at, change) }
        }
        guard let best, best.change >= watch.minimum else { return nil }
        return .wave(shown[best.at])
    }

    /// Of several, the one that says most: the earliest month, else the earliest wave.
    static func first(_ all: [Onset]) -> Onset? {
        let months = all.compactMap { if case .month(let month) = $0 { month } else { nil } }
        if let month = months.min() { return .month(month) }
        return all.first
    }

    var words: String {
        switch self {
        case .month(let month): Wording.sinceAbout(Format.month(month))
        case .wave(let wave): Wording.sinceWave(wave.words)
        }
    }
}
