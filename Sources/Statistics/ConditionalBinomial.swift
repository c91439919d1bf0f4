internal import Glibc

/// The two-sided mid-p value of equal rates behind two counts of events with their exposures (person-days, in one unit).
///
/// Given both together, the first count is binomial with the share e₁ ÷ (e₁ + e₂) of the exposure (Przyborowski and
/// Wilenski 1940). The mid-p value counts half of the probability of what was observed (Lancaster 1961), and two-sided is
/// twice the smaller side, 2 · min(P(X < x), P(X > x)) + P(X = x): the test that belongs to the central interval, not the
/// one that adds up all less likely counts (Fay 2010, The R Journal 2/1, 53–58). No events have p = 1.
///
/// Nil for negative counts, an exposure below 1, and beyond 10¹² events, where the work would grow without use.
public func conditionalBinomialMidP(events: (Int, Int), exposures: (Int128, Int128)) -> Double? {
    guard events.0 >= 0, events.1 >= 0, events.0 <= 1_000_000_000_000, events.1 <= 1_000_000_000_000,
        exposures.0 >= 1, exposures.1 >= 1
    else { return nil }
    let sizes = (double(exposures.0), double(exposures.1))
    let total = sizes.0 + sizes.1
    let tails = binomialTails(events.0, of: events.0 + events.1, sizes.0 / total, complement: sizes.1 / total)
    return min(1, 2 * min(tails.below, tails.above) + tails.at)
}

/// P(X < x), P(X = x) and P(X > x) of a binomial count of n > 0 trials with probability p, given with 1 − p so that
/// neither end loses digits.
func binomialTails(
    _ x: Int, of n: Int, _ p: Double, complement q: Double
) -> (below: Double, at: Double, above: Double) {
    let successes = Double(x)
    let failures = Double(n - x)
    return (
        x == 0 ? 0 : regularizedBeta(failures + 1, successes, q, complement: p),
        binomialMass(successes, failures, p, q),
        x == n ? 0 : regularizedBeta(successes + 1, failures, p, complement: q)
    )
}

/// Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000).
private func binomialMass(_ x: Double, _ y: Double, _ p: Double, _ q: Double) -> Double {
    let n = x + y
    if n == 0 { return 1 }
    if x == 0 { return exp(-deviance(n, n * q) - n * p) }
    if y == 0 { return exp(-deviance(n, n * p) - n * q) }
    let logarithm =
        stirlingError(n) - stirlingError(x) - stirlingError(y) - deviance(x, n * p) - deviance(y, n * q)
    return exp(logarithm) / (2 * Double.pi * x * (y / n)).squareRoot()
}
