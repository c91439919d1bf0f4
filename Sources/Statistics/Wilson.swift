/// Wilson's score interval for a share: `successes` of `n` persons who each say yes or no once, as a share in 0…1.
///
/// Nil without persons, for successes outside 0…n and for a confidence outside 0…1. The lower limit is exactly 0 at no
/// success, the upper exactly 1 at all.
///
/// Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209–212.
public func wilson(successes: Int, of n: Int, confidence: Double = 0.95) -> Interval? {
    guard n > 0, successes >= 0, successes <= n, confidence > 0, confidence < 1 else { return nil }
    let z = twoSidedDeviate(confidence)
    let x = Double(successes)
    let size = Double(n)
    let square = z * z
    let root = z * (x * (1 - x / size) + square / 4).squareRoot()
    let high = successes == n ? 1 : (x + square / 2 + root) / (size + square)
    // From the product of the two limits, x² ÷ (n (n + z²)): the difference would lose the digits of a small one.
    let low = x / size * (x / (size + square)) / high
    return Interval(low: low, high: high)
}
