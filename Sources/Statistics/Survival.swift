internal import Glibc

/// What a survival curve is made from: how many came under observation, left and ceased to be observed on each day of
/// tenure. It merges by addition, in any order and grouping, to the same state.
///
/// A day is a whole number of completed days since the start (or of months, where a source knows no more): the unit of
/// all days here is the caller's.
public struct SurvivalState: Sendable, Equatable {
    /// The persons of one day of tenure.
    public struct Day: Sendable, Equatable {
        public let day: Int
        /// Came under observation with this tenure: 0 for an observed start.
        public fileprivate(set) var entries: Int
        /// Ended with this tenure by the event, counted among the exits too.
        public fileprivate(set) var events: Int
        /// Were observed up to this tenure, ended or not.
        public fileprivate(set) var exits: Int
    }

    private var byDay: [Int: Day] = [:]

    public init() {}

    /// The days with any persons, in ascending order.
    public var days: [Day] { byDay.values.sorted { $0.day < $1.day } }

    /// Adds a person observed from tenure `entry` (0 if the start is observed) up to tenure `exit`, who is at risk on
    /// the days t with entry < t ≤ exit; `event` says whether the exit was the event or only the end of observation.
    ///
    /// Someone who is at risk on no day (exit ≤ entry), or before the start (entry < 0), is left out: false.
    @discardableResult
    public mutating func add(entry: Int, exit: Int, event: Bool) -> Bool {
        guard entry >= 0, exit > entry else { return false }
        merge(Day(day: entry, entries: 1, events: 0, exits: 0))
        merge(Day(day: exit, entries: 0, events: event ? 1 : 0, exits: 1))
        return true
    }

    /// Adds the counts of one day, as `days` gives them. Negative numbers are left out: false.
    @discardableResult
    public mutating func add(day: Int, entries: Int, events: Int, exits: Int) -> Bool {
        guard day >= 0, entries >= 0, events >= 0, exits >= 0 else { return false }
        if entries > 0 || events > 0 || exits > 0 {
            merge(Day(day: day, entries: entries, events: events, exits: exits))
        }
        return true
    }

    /// The state of all persons of both.
    public static func + (left: SurvivalState, right: SurvivalState) -> SurvivalState {
        var sum = left
        sum += right
        return sum
    }

    public static func += (left: inout SurvivalState, right: SurvivalState) {
        for day in right.byDay.values { left.merge(day) }
    }

    private mutating func merge(_ other: Day) {
        guard var day = byDay[other.day] else {
            byDay[other.day] = other
            return
        }
        day.entries = clampedSum(day.entries, other.entries)
        day.events = clampedSum(day.events, other.events)
        day.exits = clampedSum(day.exits, other.exits)
        byDay[other.day] = day
    }
}

/// A Kaplan–Meier curve: the share that stays, with its confidence band.
public struct SurvivalCurve: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public let day: Int
        /// At risk on the day, those whose events fall on it among them.
        public let atRisk: Int
        public let events: Int
        /// S(day) given `start`, 0…1.
        public let survival: Double
        /// Greenwood's variance on the scale of ln(−ln S); nil at S = 1 and S = 0, where it has none.
        public let interval: Interval?
    }

    /// t₀: S(t₀) = 1, and all is conditional on having stayed t₀ days. 0 where the curve begins with the start itself.
    public let start: Int
    /// The last day with enough persons at risk: nothing is known after it.
    public let end: Int
    /// The days with events after `start` up to `end`, ascending. S is constant in between.
    public let points: [Point]
    /// The first day with S ≤ ½; nil where S > ½ up to `end` ("not reached"). Given `start`, like all of the curve.
    public let median: Int?

    /// At risk on the days after `after` up to the next one's.
    fileprivate struct Step: Sendable, Equatable {
        let after: Int
        let atRisk: Int
    }
    fileprivate let steps: [Step]

    /// S(day) with its interval, of the last event on or before the day; 1 without an interval before the first. Nil
    /// before `start` and after `end`.
    public func survival(at day: Int) -> (survival: Double, interval: Interval?)? {
        guard day >= start, day <= end else { return nil }
        guard let point = points.last(where: { $0.day <= day }) else { return (1, nil) }
        return (point.survival, point.interval)
    }

    /// The persons at risk on the day (entry < day ≤ exit); at `start` those of the day after. Nil before `start` and
    /// after `end`.
    public func atRisk(at day: Int) -> Int? {
        guard day >= start, day <= end else { return nil }
        return day == start ? steps.first?.atRisk : steps.last { $0.after < day }?.atRisk
    }
}

extension SurvivalState {
    /// The Kaplan–Meier estimate S(t) = Π (1 − d ÷ Y) over the days up to t, of d events among Y at risk (entry < day ≤
    /// exit), with Greenwood's variance Σ d ÷ (Y (Y − d)) of ln S and the log-log interval S^exp(± z √variance ÷ ln S).
    ///
    /// With late entries the first risk sets can be tiny, and one leaver of one at risk would hold the curve at 0 for
    /// good. So it is estimated only over days with at least `minimumAtRisk` (and 1) at risk: it starts at the last day
    /// before these (t₀, "from which they stay at risk") and ends with the last of them. Where the number falls below
    /// and rises again there are several such runs of days; the curve is that of the run with the most events, the first
    /// of equal ones. The first run alone could be a few days of the earliest entrants, the last one a few days of the
    /// longest serving.
    ///
    /// Nil for fewer than `minimumEvents` events in the whole state, where never enough are at risk, for a confidence
    /// outside 0…1 and for counts that no persons have.
    ///
    /// Sources: E. L. Kaplan and P. Meier, JASA 53 (1958) 457–481; J. P. Klein and M. L. Moeschberger, Survival Analysis
    /// (2003), 4.2, 4.3, 4.6 (left truncation). The same as R's survfit(Surv(entry, exit, event) ~ 1, conf.type =
    /// "log-log") for those at risk after t₀, except for a median where S is exactly ½: there R takes the middle up to
    /// the next event.
    public func curve(
        minimumAtRisk: Int = 10, minimumEvents: Int = 5, confidence: Double = 0.95
    ) -> SurvivalCurve? {
        guard confidence > 0, confidence < 1, let spans = spans() else { return nil }
        let events = spans.reduce(0) { clampedSum($0, $1.events) }
        guard events >= minimumEvents, let run = mainRun(spans, minimumAtRisk: max(1, minimumAtRisk))
        else { return nil }
        let z = twoSidedDeviate(confidence)
        var survival = 1.0
        var variance = 0.0
        var points: [SurvivalCurve.Point] = []
        for span in spans[run] where span.events > 0 {
            let atRisk = Double(span.atRisk)
            let left = Double(span.atRisk - span.events)
            survival *= left / atRisk
            variance += Double(span.events) / (atRisk * left)
            points.append(
                SurvivalCurve.Point(
                    day: span.day, atRisk: span.atRisk, events: span.events, survival: survival,
                    interval: logLogInterval(survival, variance, z)))
        }
        return SurvivalCurve(
            start: spans[run.lowerBound].after, end: spans[run.upperBound - 1].day, points: points,
            // Products of fractions that are ½ on paper come out some 1e-15 beside it.
            median: points.first { $0.survival <= 0.5 + 1e-12 }?.day,
            steps: spans[run].map { SurvivalCurve.Step(after: $0.after, atRisk: $0.atRisk) })
    }

    /// The days after `after` up to `day`, over which the same persons are at risk; events fall on the last of them.
    private struct Span {
        let after: Int
        let day: Int
        let atRisk: Int
        let events: Int
    }

    /// Nil for counts that no persons have.
    private func spans() -> [Span]? {
        var spans: [Span] = []
        var atRisk = 0
        var entered = 0
        var after: Int?
        for day in days {
            guard day.events <= day.exits, day.exits <= atRisk else { return nil }
            if let after { spans.append(Span(after: after, day: day.day, atRisk: atRisk, events: day.events)) }
            let (sum, overflow) = entered.addingReportingOverflow(day.entries)
            guard !overflow else { return nil }
            entered = sum
            // At most all who entered so far.
            atRisk = atRisk - day.exits + day.entries
            after = day.day
        }
        return atRisk == 0 ? spans : nil
    }

    private func mainRun(_ spans: [Span], minimumAtRisk: Int) -> Range<Int>? {
        var best: (run: Range<Int>, events: Int)?
        var index = 0
        while index < spans.count {
            let first = index
            var events = 0
            while index < spans.count, spans[index].atRisk >= minimumAtRisk {
                events = clampedSum(events, spans[index].events)
                index += 1
            }
            if index == first {
                index += 1
            } else if best.map({ events > $0.events }) ?? true {
                best = (first..<index, events)
            }
        }
        return best?.run
    }
}

private func logLogInterval(_ survival: Double, _ variance: Double, _ z: Double) -> Interval? {
    guard survival > 0, survival < 1, variance.isFinite else { return nil }
    let hazard = -log(survival)
    let factor = exp(z * variance.squareRoot() / hazard)
    return Interval(low: exp(-hazard * factor), high: exp(-hazard / factor))
}

/// The sum of two counts, at most the largest Int.
private func clampedSum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
}
