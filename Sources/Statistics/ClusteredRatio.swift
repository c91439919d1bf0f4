internal import Glibc

/// A ratio Σa ÷ Σs of two sums over persons, whose rows cluster in persons.
public struct RatioEstimate: Sendable, Equatable {
    public let ratio: Double
    /// The variance of the ratio.
    public let variance: Double
    public let interval: Interval
}

/// The ratio r = Σa ÷ Σs and its variance v = n/(n−1) · Σ(aᵢ − r·sᵢ)² ÷ (Σs)², in the units of a ÷ s.
///
/// Arguments are Σa, Σs, Σa², Σas, Σs² over the n persons of the denominator. (Σs)²·Σ(aᵢ − r·sᵢ)² =
/// (Σs)²Σa² − 2ΣaΣsΣas + (Σa)²Σs² is a small difference of large numbers (a tenth digit of the residuals would be lost
/// at 10⁵ persons): it is formed in exact integers of 384 bits, which no input overflows, and divided after.
///
/// Nil for n < 2, Σs ≤ 0, and sums that no n persons have. Source: W. G. Cochran, Sampling Techniques (1977), 6.3.
public func clusteredVariance(
    n: Int, a: Int128, s: Int128, aa: Int128, as cross: Int128, ss: Int128
) -> (ratio: Double, variance: Double)? {
    guard n >= 2, s > 0, aa >= 0, ss >= 0 else { return nil }
    let sumS = s.magnitude
    let sumA = a.magnitude
    let squares = WideInteger(sumS, sumS, aa.magnitude).adding(WideInteger(sumA, sumA, ss.magnitude))
    let product = WideInteger(sumA, sumS, cross.magnitude)
    let products = product.adding(product)
    let positive = (a < 0) == (cross < 0)
    guard let residuals = positive ? squares.subtracting(products) : squares.adding(products) else { return nil }
    let total = double(s)
    let size = Double(n)
    let root = residuals.double.squareRoot() / total / total
    return (double(a) / total, size / (size - 1) * root * root)
}

/// The ratio with its interval exp(ln r ± t₍ₙ₋₁₎ · √v ÷ r); arguments as in `clusteredVariance`.
///
/// Nil for n < 30, for fewer than 5 contributors (persons with a ≠ 0), where the interval does not hold its level, and
/// for Σa ≤ 0.
public func clusteredRatio(
    n: Int, a: Int128, s: Int128, aa: Int128, as cross: Int128, ss: Int128, contributors: Int,
    confidence: Double = 0.95
) -> RatioEstimate? {
    clusteredRatio(n: n, a: a, s: s, aa: aa, as: cross, ss: ss, contributors: contributors) {
        tCritical(confidence: confidence, degrees: Double($0))
    }
}

/// The same with critical values from a table.
public func clusteredRatio(
    n: Int, a: Int128, s: Int128, aa: Int128, as cross: Int128, ss: Int128, contributors: Int, quantiles: TQuantiles
) -> RatioEstimate? {
    clusteredRatio(n: n, a: a, s: s, aa: aa, as: cross, ss: ss, contributors: contributors) { quantiles(degrees: $0) }
}

private func clusteredRatio(
    n: Int, a: Int128, s: Int128, aa: Int128, as cross: Int128, ss: Int128, contributors: Int,
    critical: (_ degrees: Int) -> Double
) -> RatioEstimate? {
    guard n >= 30, contributors >= 5, a > 0,
        let (ratio, variance) = clusteredVariance(n: n, a: a, s: s, aa: aa, as: cross, ss: ss)
    else { return nil }
    let factor = exp(critical(n - 1) * variance.squareRoot() / ratio)
    return RatioEstimate(
        ratio: ratio, variance: variance, interval: Interval(low: ratio / factor, high: ratio * factor))
}
