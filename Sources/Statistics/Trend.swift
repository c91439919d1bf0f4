internal import Glibc

/// A monotone trend of a series: Mann and Kendall's test with Theil and Sen's slope.
public struct Trend: Sendable, Equatable {
    /// S, pairs that rise less pairs that fall.
    public let score: Int
    /// Of S, under no trend. May come out at 0 or below: then there is no test.
    public let variance: Double
    /// (S ∓ 1) ÷ √variance, towards 0; nil without a test.
    public let z: Double?
    /// Two-sided; nil without a test.
    public let p: Double?
    /// The median slope of all pairs: per year of the seasonal form, else per step.
    public let slope: Double
    /// Of the slope; nil without a test, and where the series is too short to have limits.
    public let interval: Interval?
}

/// The seasonal form for twelve months of the year: pairs of the same calendar month only, so that a season is no trend.
///
/// Values are months in order, nil where one is missing; the calendar month of the first does not matter. S is that of
/// Hirsch, Slack and Smith (1982). Its variance holds the covariances between the months as Hirsch and Slack estimate
/// them, from ranks and signs: neighbouring months depend on each other, and a variance of independent ones finds a trend
/// at 5 % in every fifth series without any (autocorrelation 0.6, simulated). Hamed and Rao's correction is one for series
/// without seasons (`mannKendall`); on ranks with the seasons taken out it finds one in 7–17 % (autocorrelation 0–0.6, two
/// to ten years), this one in at most 5 %. It asks for long series: with two years p is never below 0.3, and below five
/// hardly any trend shows.
///
/// Slopes and their interval: Hirsch, Slack and Smith; Gilbert (1987), with ranks rounded outwards.
///
/// Nil for fewer than 24 values, no calendar month with two, more than 1,200 months, and a value that is no finite number.
///
/// Sources: R. M. Hirsch, J. R. Slack and R. A. Smith, Water Resources Research 18 (1982) 107–121; R. M. Hirsch and J. R.
/// Slack, Water Resources Research 20 (1984) 727–732; R. O. Gilbert, Statistical Methods for Environmental Pollution
/// Monitoring (1987), 16.5 and 17.
public func seasonalMannKendall(_ values: [Double?], confidence: Double = 0.95) -> Trend? {
    guard confidence > 0, confidence < 1, values.count <= longest, values.allSatisfy({ $0?.isFinite ?? true }),
        values.count(where: { $0 != nil }) >= shortest
    else { return nil }
    let years = (values.count + 11) / 12
    func value(_ year: Int, _ month: Int) -> Double? {
        let index = year * 12 + month
        return index < values.count ? values[index] : nil
    }
    // 3 · Var(S) = Σ over months g, h of K_gh + 4 Σᵢ R_ig R_ih − n (n_g + 1)(n_h + 1) is a whole number: the sums over
    // g and h are squares of sums over g. A missing value has the middle rank.
    var signs = [Int](repeating: 0, count: years * years)
    var ranks = [Int](repeating: 0, count: years)
    var middle = 0
    var slopes: [Double] = []
    for month in 0..<12 {
        let series = (0..<years).map { value($0, month) }
        let size = series.count { $0 != nil }
        middle += size + 1
        for year in 0..<years { ranks[year] += size + 1 }
        for early in 0..<years {
            guard let first = series[early] else { continue }
            for late in early + 1..<max(years, early + 1) {
                guard let second = series[late] else { continue }
                let sign = second > first ? 1 : second < first ? -1 : 0
                signs[early * years + late] += sign
                // Twice the rank is n_g + 1 and the signs against all others.
                ranks[late] += sign
                ranks[early] -= sign
                slopes.append((second - first) / Double(late - early))
            }
        }
    }
    let score = signs.reduce(0, +)
    let three = signs.reduce(0) { $0 + $1 * $1 } + ranks.reduce(0) { $0 + $1 * $1 } - years * middle * middle
    return trend(score: score, variance: Double(three) / 3, slopes: slopes, confidence: confidence)
}

/// The form for a series without seasons, with Hamed and Rao's variance for an autocorrelated one: that of independent
/// values (with ties) × 1 + 2 ÷ (n(n − 1)(n − 2)) · Σ(n − k)(n − k − 1)(n − k − 2) ρ(k), ρ being the autocorrelation of the
/// ranks of what the Theil–Sen line leaves, at all lags where it is beyond ±1.96 ÷ √n.
///
/// Nil for fewer than 24 values, more than 1,200, and values that are no finite numbers or too
/// far apart to subtract.
///
/// Source: K. H. Hamed and A. R. Rao, A modified Mann–Kendall trend test for autocorrelated data, Journal of Hydrology
/// 204 (1998) 182–196.
public func mannKendall(_ values: [Double], confidence: Double = 0.95) -> Trend? {
    guard confidence > 0, confidence < 1, values.count >= shortest, values.count <= longest,
        values.allSatisfy(\.isFinite)
    else { return nil }
    let n = values.count
    var score = 0
    var untied = 0
    var slopes: [Double] = []
    for late in values.indices {
        for early in 0..<late {
            let (first, second) = (values[early], values[late])
            score += second > first ? 1 : second < first ? -1 : 0
            untied += second == first ? 0 : 1
            slopes.append((second - first) / Double(late - early))
        }
    }
    slopes.sort()
    guard let slope = medianType7(slopes) else { return nil }
    let detrended = values.enumerated().map { $1 - Double($0 + 1) * slope }
    guard detrended.allSatisfy(\.isFinite) else { return nil }
    // n(n − 1)(2n + 5) ÷ 18 less the terms of ties, as the seasonal form of one season has it.
    let variance = Double(doubledRanks(values).reduce(untied) { $0 + ($1 - n - 1) * ($1 - n - 1) }) / 3

    let rest = doubledRanks(detrended).map { $0 - n - 1 }
    let squares = rest.reduce(0) { $0 + $1 * $1 }
    let size = Double(n)
    let bound = twoSidedDeviate(0.95) / size.squareRoot()
    var correction = 0.0
    if squares > 0 {
        for lag in 1..<n {
            let product = zip(rest, rest.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
            let correlation = Double(product) / Double(squares)
            if abs(correlation) > bound {
                correction += Double((n - lag) * (n - lag - 1) * (n - lag - 2)) * correlation
            }
        }
    }
    let factor = 1 + 2 / (size * (size - 1) * (size - 2)) * correction
    return trend(score: score, variance: variance * factor, slopes: slopes, confidence: confidence)
}

private let shortest = 24
private let longest = 1200

private func trend(score: Int, variance: Double, slopes: [Double], confidence: Double) -> Trend? {
    let sorted = slopes.sorted()
    guard let slope = medianType7(sorted), slope.isFinite else { return nil }
    guard variance > 0 else {
        return Trend(score: score, variance: variance, z: nil, p: nil, slope: slope, interval: nil)
    }
    let deviation = variance.squareRoot()
    let z = Double(score - score.signum()) / deviation
    let outside = ((Double(sorted.count) - twoSidedDeviate(confidence) * deviation) / 2).rounded(.down)
    var interval: Interval?
    if outside >= 1, let rank = Int(exactly: outside) {
        interval = Interval(low: sorted[rank - 1], high: sorted[sorted.count - rank])
    }
    return Trend(
        score: score, variance: variance, z: z, p: twoSided(z), slope: slope, interval: interval)
}

/// Twice the rank of each value, so that the mean rank of equal ones is whole.
private func doubledRanks(_ values: [Double]) -> [Int] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Int](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
        var end = start + 1
        while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
        for place in start..<end { ranks[order[place]] = start + end + 1 }
        start = end
    }
    return ranks
}
