internal import Glibc

/// A series of closed months against the limits of its first 24, each point a month or a calendar quarter.
public struct ControlChart: Sendable, Equatable {
    /// 1, or 3 where the months expect too little.
    public let monthsPerPoint: Int
    /// Of the first 24 months. Counts: events ÷ exposure. Ratios: how far above the company's.
    public let baseline: Double
    public let points: [ControlPoint]
}

public struct ControlPoint: Sendable, Equatable {
    /// Which of the months given.
    public let months: Range<Int>
    /// The count; the ratio's difference to the company's. Nil where there was no exposure.
    public let value: Double?
    /// What the baseline expects.
    public let centre: Double
    /// Both still inside. Nil where fewer than 5 are expected.
    public let limits: Interval?
    /// A signal: beyond a limit.
    public let isOutside: Bool
    /// A signal: the ninth point or a later one in a row on one side of the centre. A point on the centre, and one without
    /// limits, ends the row.
    public let isRun: Bool
}

/// The smallest k with P(X ≤ k) ≥ p for a Poisson count of the mean given. Nil for a p outside 0…1 or at its ends, and for
/// a mean outside 0…10⁹.
public func poissonQuantile(_ p: Double, mean: Double) -> Int? {
    guard p > 0, p < 1, mean >= 0, mean <= 1e9 else { return nil }
    // Above the median from the upper tail, which keeps its digits.
    func reaches(_ k: Int) -> Bool {
        let tails = regularizedGamma(Double(k) + 1, mean)
        return p <= 0.5 ? tails.upper >= p : tails.lower <= 1 - p
    }
    // The first two terms of Cornish and Fisher's expansion are off by about one.
    let z = normalQuantile(p)
    var k = max(0, Int(exactly: (mean + z * mean.squareRoot() + (z * z - 1) / 6).rounded(.down)) ?? 0)
    while k > 0, reaches(k - 1) { k -= 1 }
    while !reaches(k) { k += 1 }
    return k
}

/// Poisson probability limits of a count: the 0.135 % and 99.865 % quantiles, as far out in probability as three standard
/// deviations of a normal value. A count below the lower or above the upper one is a signal; each has a chance of at most
/// 0.135 % while nothing changes.
public func poissonControlLimits(expected: Double) -> (low: Int, high: Int)? {
    guard let low = poissonQuantile(0.001_35, mean: expected), let high = poissonQuantile(0.998_65, mean: expected)
    else { return nil }
    return (low, high)
}

/// The control chart of a month's counts with `poissonControlLimits` around the baseline's rate × the month's exposure.
///
/// The months are closed ones in order, from the first or from a break on; `firstMonth` (1…12) is the calendar month of
/// the first. The baseline is their first 24, whatever follows. Points are months when each of these expects 5 events or
/// more, else calendar quarters (whole ones) when each within the 24 months does. The uncertainty of the baseline's rate
/// is not in the limits.
///
/// Nil for fewer than 24 months, when quarters expect too little, for lists of different lengths, negative numbers, and
/// for sums that do not fit.
public func poissonChart(counts: [Int], exposures: [Int128], firstMonth: Int) -> ControlChart? {
    guard counts.count == exposures.count, counts.count >= baselineMonths,
        let events = total(counts[..<baselineMonths].map { Int128($0) }, least: 0),
        let exposed = total(Array(exposures[..<baselineMonths]), least: 0), exposed > 0,
        total(counts.map { Int128($0) }, least: 0) != nil, total(exposures, least: 0) != nil
    else { return nil }
    let rate = double(events) / double(exposed)
    // Rate × exposure with one rounding less: a whole number of expected events stays whole.
    func expected(_ months: Range<Int>) -> Double {
        double(exposures[months].reduce(0, +)) * double(events) / double(exposed)
    }
    guard let periods = periods(of: counts.count, firstMonth: firstMonth, expected: expected) else { return nil }
    let points = periods.ranges.map { months in
        let centre = expected(months)
        let limits = centre >= leastExpected ? poissonControlLimits(expected: centre) : nil
        return Draft(
            months: months, value: double(counts[months].reduce(Int128(0)) { $0 + Int128($1) }), centre: centre,
            limits: limits.map { Interval(low: Double($0.low), high: Double($0.high)) })
    }
    return ControlChart(monthsPerPoint: periods.length, baseline: rate, points: marked(points))
}

/// One month of a unit's ratio a ÷ s whose rows cluster in persons, and of the whole company's, the unit included.
public struct ComparedMonth: Sendable, Equatable {
    public let a: Int128
    public let s: Int128
    public let companyA: Int128
    public let companyS: Int128
    /// The unit's persons with a ≠ 0.
    public let contributors: Int

    public init(a: Int128, s: Int128, companyA: Int128, companyS: Int128, contributors: Int) {
        self.a = a
        self.s = s
        self.companyA = companyA
        self.companyS = companyS
        self.contributors = contributors
    }
}

/// The control chart of a ratio's difference to the company's in the same month, dₜ = aₜ ÷ sₜ − Aₜ ÷ Sₜ, which takes
/// seasons and epidemics out, with Laney's limits, which take the variation between months as it is.
///
/// Of independent rows dₜ would have a standard deviation proportional to uₜ = √(1 ÷ sₜ − 1 ÷ Sₜ) (the unit is part of the
/// company). Rows cluster in persons, so that it is larger by a factor that nobody knows: Laney's p′ chart estimates it
/// from the series, as σ of the standardized values zₜ = (dₜ − d̄) ÷ uₜ: their mean moving range ÷ 1.128 over the baseline.
/// Limits are d̄ ± 3 · σ · uₜ. d̄ = Σsₜdₜ ÷ Σsₜ is what the unit had beyond what the company's ratios would have given it.
///
/// What it marks is no finding: absence is skewed and goes on from month to month, so that moving ranges say too little. Of
/// simulated months without any change (spells of up to 40 days, personal frailty) 4 % lie outside for 60 persons of 600
/// and 3 % for 200 of 2000, nearly all above.
///
/// Months, baseline, points and `firstMonth` as in `poissonChart`; the events that are expected to be 5 are contributors,
/// counted month by month. A point without exposure has no value.
///
/// Nil as `poissonChart`, where the unit is the whole company or more in a month, and when the baseline does not vary.
///
/// Source: D. B. Laney, Improved control charts for attributes, Quality Engineering 14 (2002) 531–537.
public func laneyChart(_ months: [ComparedMonth], firstMonth: Int) -> ControlChart? {
    let base = months.prefix(baselineMonths)
    guard months.count >= baselineMonths, months.allSatisfy({ $0.s >= 0 && $0.companyS > $0.s }),
        let people = total(base.map { Int128($0.contributors) }, least: 0),
        let exposed = total(base.map(\.s)), exposed > 0,
        total(months.map { Int128($0.contributors) }, least: 0) != nil, total(months.map(\.companyS)) != nil
    else { return nil }
    func expected(_ range: Range<Int>) -> Double {
        double(range.reduce(0) { $0 + months[$1].s }) * double(people) / double(exposed)
    }
    guard let periods = periods(of: months.count, firstMonth: firstMonth, expected: expected) else { return nil }
    var series: [LaneyPoint?] = []
    for range in periods.ranges {
        let part = months[range]
        guard let a = total(part.map(\.a)), let s = total(part.map(\.s)), let allA = total(part.map(\.companyA)),
            let allS = total(part.map(\.companyS))
        else { return nil }
        series.append(s > 0 ? LaneyPoint(months: range, a: a, s: s, companyA: allA, companyS: allS) : nil)
    }
    // Every point of the baseline expects 5 persons, so that it has an exposure.
    let baseline = series.compactMap { $0 }.filter { $0.months.upperBound <= baselineMonths }
    let weight = baseline.reduce(0) { $0 + $1.s }
    let centre = baseline.reduce(0) { $0 + $1.s * $1.difference } / weight
    var range = 0.0
    for (earlier, later) in zip(baseline, baseline.dropFirst()) {
        range += abs((later.difference - centre) / later.unit - (earlier.difference - centre) / earlier.unit)
    }
    // 1.128 = 2 ÷ √π is the mean range of two normal values.
    let sigma = range / Double(baseline.count - 1) * Double.pi.squareRoot() / 2
    guard sigma > 0, sigma.isFinite, centre.isFinite else { return nil }
    let points = zip(periods.ranges, series).map { range, point in
        let margin = 3 * sigma * (point?.unit ?? 0)
        return Draft(
            months: range, value: point?.difference, centre: centre,
            limits: expected(range) >= leastExpected ? Interval(low: centre - margin, high: centre + margin) : nil)
    }
    return ControlChart(monthsPerPoint: periods.length, baseline: centre, points: marked(points))
}

private struct LaneyPoint {
    let months: Range<Int>
    let s: Double
    let difference: Double
    /// u, the standard deviation of the difference but for a factor.
    let unit: Double

    init(months: Range<Int>, a: Int128, s: Int128, companyA: Int128, companyS: Int128) {
        let company = double(companyS)
        self.months = months
        self.s = double(s)
        difference = exactDifference(a, s, companyA, companyS) / (self.s * company)
        unit = (double(companyS - s) / (self.s * company)).squareRoot()
    }
}

private let baselineMonths = 24
private let leastExpected = 5.0
private let rowLength = 9

/// Months, or else whole calendar quarters, when every one within the baseline expects enough.
private func periods(
    of count: Int, firstMonth: Int, expected: (Range<Int>) -> Double
) -> (length: Int, ranges: [Range<Int>])? {
    guard firstMonth >= 1, firstMonth <= 12 else { return nil }
    let intoQuarter = (firstMonth - 1) % 3
    for (length, start) in [(1, 0), (3, (3 - intoQuarter) % 3)] {
        let ranges = stride(from: start, through: count - length, by: length).map { $0..<$0 + length }
        let baseline = ranges.prefix { $0.upperBound <= baselineMonths }
        if baseline.allSatisfy({ expected($0) >= leastExpected }) { return (length, ranges) }
    }
    return nil
}

private struct Draft {
    let months: Range<Int>
    let value: Double?
    let centre: Double
    let limits: Interval?
}

private func marked(_ points: [Draft]) -> [ControlPoint] {
    var side = 0
    var row = 0
    return points.map { point in
        var now = 0
        var outside = false
        if let value = point.value, let limits = point.limits {
            now = value > point.centre ? 1 : value < point.centre ? -1 : 0
            outside = value < limits.low || value > limits.high
        }
        row = now == 0 ? 0 : now == side ? row + 1 : 1
        side = now
        return ControlPoint(
            months: point.months, value: point.value, centre: point.centre, limits: point.limits,
            isOutside: outside, isRun: row >= rowLength)
    }
}
