/// The interval of a survey figure of n who answered out of N who were asked.
public enum SurveyInterval: Sendable, Equatable {
    case interval(Interval)
    /// n = N: nothing is left to estimate.
    case allAnswered
}

/// n_eff = n(N − 1) ÷ (N − n): as many answers out of an endless population say as much as n out of N. +∞ for n = N. Nil
/// for n < 1 and n > N.
///
/// Source: W. G. Cochran, Sampling Techniques (1977), 2.6 and 3.2: a mean has the variance σ² ÷ n · (N − n) ÷ (N − 1),
/// σ² being over the N.
public func effectiveSize(_ n: Int, of population: Int) -> Double? {
    guard n >= 1, n <= population else { return nil }
    if n == population { return .infinity }
    return Double(n) * (Double(population - 1) / Double(population - n))
}

/// Wilson's interval of a share of the n who answered, for all N who were asked: that of the same share of n_eff. For a
/// single figure, never in a comparison. Nil as `wilson`, and for n > N.
public func wilson(successes: Int, of n: Int, population: Int, confidence: Double = 0.95) -> SurveyInterval? {
    guard n > 0, successes >= 0, successes <= n, confidence > 0, confidence < 1,
        let size = effectiveSize(n, of: population)
    else { return nil }
    if size == .infinity { return .allAnswered }
    let z = twoSidedDeviate(confidence)
    let square = z * z
    let share = Double(successes) / Double(n)
    let x = share * size
    let root = z * (x * (Double(n - successes) / Double(n)) + square / 4).squareRoot()
    let high = successes == n ? 1 : (x + square / 2 + root) / (size + square)
    // As in `wilson`: from the product of the two limits.
    return .interval(Interval(low: share * (x / (size + square)) / high, high: high))
}

/// The t interval of a mean of the n who answered, for all N who were asked: mean ± t₍ₙ₋₁₎ · s ÷ √n_eff. Arguments as in
/// `meanT`; for a single figure, never in a comparison. Nil as `meanT`, for one answer of more, and for n > N.
public func meanT(
    n: Int, sum: Int128, sumOfSquares: Int128, scale: Int = 1, population: Int, confidence: Double = 0.95
) -> SurveyInterval? {
    guard confidence > 0, confidence < 1, let size = effectiveSize(n, of: population),
        let estimate = meanT(n: n, sum: sum, sumOfSquares: sumOfSquares, scale: scale, confidence: confidence)
    else { return nil }
    if size == .infinity { return .allAnswered }
    guard let variance = estimate.variance else { return nil }
    let margin = tCritical(confidence: confidence, degrees: Double(n - 1)) * (variance / size).squareRoot()
    return .interval(Interval(low: estimate.mean - margin, high: estimate.mean + margin))
}

/// The adjusted Wald interval of a net promoter score of the n who answered, for all N who were asked: the three answers
/// of `enps` beside n_eff that are spread as the n are. For a single figure, never in a comparison. Nil as the interval
/// of `enps`, and for n > N.
public func enps(
    promoters: Int, passives: Int, detractors: Int, population: Int, confidence: Double = 0.95
) -> SurveyInterval? {
    guard promoters >= 0, passives >= 0, detractors >= 0, confidence > 0, confidence < 1,
        let n = Int(exactly: Int128(promoters) + Int128(passives) + Int128(detractors)), n >= 10,
        let effective = effectiveSize(n, of: population)
    else { return nil }
    if effective == .infinity { return .allAnswered }
    let weight = effective / Double(n)
    let up = Double(promoters) * weight
    let down = Double(detractors) * weight
    let size = effective + 3
    let difference = (up - down) / size
    let margin =
        twoSidedDeviate(confidence) * (((up + down + 1.5) / size - difference * difference) / size).squareRoot()
    return .interval(
        Interval(low: max(-100, 100 * (difference - margin)), high: min(100, 100 * (difference + margin))))
}
