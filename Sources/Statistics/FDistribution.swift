internal import Glibc

/// The F quantile: x with P(F ≤ x) = p, with d₁ degrees of freedom above and d₂ below, both over 0 and finite. 0 at p = 0,
/// +∞ at p = 1, NaN for a p outside 0…1 and for other degrees. Relative error below 1e-10 up to 10⁶ degrees, 1e-7 up to
/// 10⁹. The work grows as their root: more than 10⁹, for which no company has the persons, count as 10⁹.
///
/// F = d₂ ÷ d₁ · X ÷ (1 − X) for a beta variable X with parameters d₁ ÷ 2, d₂ ÷ 2. Newton steps on the logarithm of the
/// smaller tail over u = ln(X ÷ (1 − X)): both tails are log-concave in u, so that the steps come to the root from one
/// side after the first; halves of a bracket where that first one went so far that the tail is 0.
public func fQuantile(_ p: Double, _ d1: Double, _ d2: Double) -> Double {
    guard d1 > 0, d2 > 0, d1.isFinite, d2.isFinite, p >= 0, p <= 1 else { return .nan }
    if p == 0 { return 0 }
    if p == 1 { return .infinity }
    let a = min(d1, 1e9) / 2
    let b = min(d2, 1e9) / 2
    let useLower = p <= 0.5
    let tail = useLower ? p : 1 - p
    var u = log(a / b)
    var low = -Double.infinity
    var high = Double.infinity
    for _ in 0..<200 {
        let x = 1 / (1 + exp(-u))
        let y = 1 / (1 + exp(u))
        let reached =
            useLower ? regularizedBeta(a, b, x, complement: y) : regularizedBeta(b, a, y, complement: x)
        // d tail ÷ d u = ± x^a y^b ÷ B(a, b).
        let step = (log(reached) - log(tail)) * reached / betaFactor(a, b, x, y)
        if (reached > tail) == useLower { high = min(high, u) } else { low = max(low, u) }
        var next = useLower ? u - step : u + step
        if abs(next - u) <= 1e-15 * max(1, abs(u)) { break }
        if !(next > low && next < high) {
            next = low == -.infinity ? high - 1 : high == .infinity ? low + 1 : low + (high - low) / 2
        }
        u = next
    }
    return b / a * exp(u)
}
