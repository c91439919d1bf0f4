internal import Glibc

/// ln Γ(x) for x > 0, thread-safe (C's `lgamma` would write a global). +∞ at 0, NaN below.
public func logGamma(_ x: Double) -> Double {
    guard x >= 0 else { return .nan }
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
}

/// The regularized incomplete gamma functions P(a, x) = γ(a, x) ÷ Γ(a) and Q = 1 − P, both to full relative precision.
/// NaN unless a > 0 and x ≥ 0.
///
/// Series below the mean, Lentz's continued fraction above it (Numerical Recipes, section 6.2), with Loader's
/// saddle-point form of the leading factor ("Fast and accurate computation of binomial probabilities", 2000), which
/// keeps its digits for large a where the logarithms of gamma functions cancel. The work grows as √a; for a > 1e9 it is
/// the Wilson–Hilferty approximation, whose normal quantile is off by about 1 ÷ a.
public func regularizedGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    guard a > 0, a.isFinite, x >= 0 else { return (.nan, .nan) }
    if x == 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    if a > 1e9 {
        let z = (expm1(log1p((x - a) / a) / 3) + 1 / (9 * a)) * 3 * a.squareRoot()
        return (normalCDF(z), normalCDF(-z))
    }
    let factor = poissonMass(a, x)
    if x < a + 1 {
        // P = factor · (1 + x/(a+1) + x²/((a+1)(a+2)) + …)
        var term = 1.0
        var sum = 1.0
        var denominator = a
        while term > sum * 1e-17 {
            denominator += 1
            term *= x / denominator
            sum += term
        }
        let lower = min(1, factor * sum)
        return (lower, 1 - lower)
    }
    // Q = x^a e^-x ÷ Γ(a) · 1/(x+1−a− 1·(1−a)/(x+3−a− …)); the factor above is that over a.
    var b = x + 1 - a
    var c = 1 / Double.leastNormalMagnitude
    var d = 1 / b
    var fraction = d
    var i = 1.0
    while i < 1e8 {
        let numerator = i * (a - i)
        b += 2
        d = 1 / nonzero(numerator * d + b)
        c = nonzero(b + numerator / c)
        let change = c * d
        fraction *= change
        if abs(change - 1) < 4e-16 { break }
        i += 1
    }
    let upper = min(1, factor * a * fraction)
    return (1 - upper, upper)
}

/// The chi-square quantile: x with P(χ² ≤ x) = p, for any degrees of freedom > 0. 0 at p = 0, +∞ at p = 1, NaN for a p
/// outside 0…1.
public func chiSquareQuantile(_ p: Double, degrees: Double) -> Double {
    2 * gammaQuantile(lower: p, upper: 1 - p, shape: degrees / 2)
}

/// The quantile of the gamma distribution with scale 1, from both tail probabilities so that none loses its digits.
///
/// Newton steps on the logarithm of the smaller tail over ln x, kept inside a shrinking bracket, from Wilson and
/// Hilferty's start.
func gammaQuantile(lower: Double, upper: Double, shape a: Double) -> Double {
    guard a > 0, a.isFinite, lower >= 0, upper >= 0, lower <= 1, upper <= 1 else { return .nan }
    if lower == 0 { return 0 }
    if upper == 0 { return .infinity }
    let z = lower < upper ? normalQuantile(lower) : -normalQuantile(upper)
    let cube = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
    var x = a * cube * cube * cube
    if a > 1e9 { return x }
    // For a small tail P(a, x) ≈ x^a ÷ Γ(a + 1).
    let small = exp((log(lower) + logGamma(a + 1)) / a)
    if !(x > 0) || small < 0.2 * (a + 1) { x = max(small, .leastNormalMagnitude) }

    let useLower = lower <= upper
    let target = log(useLower ? lower : upper)
    var low = 0.0
    var high = Double.infinity
    for _ in 0..<100 {
        let tails = regularizedGamma(a, x)
        let tail = useLower ? tails.lower : tails.upper
        let difference = log(tail) - target
        if difference == 0 { return x }
        if (difference < 0) == useLower { low = max(low, x) } else { high = min(high, x) }
        // d ln tail / d ln x = ± x · density ÷ tail, and x · density = a · mass(a, x).
        let slope = a * poissonMass(a, x) / tail
        var next = x * exp((useLower ? -difference : difference) / slope)
        if !(next > low && next < high) {
            next = high == .infinity ? 2 * x : low == 0 ? high / 2 : low + (high - low) / 2
        }
        if abs(next - x) <= 1e-14 * x { return next }
        x = next
    }
    return x
}

/// x^a e^-x ÷ Γ(a + 1), the Poisson probability of a at mean x > 0 for real a > 0 (Loader 2000).
func poissonMass(_ a: Double, _ x: Double) -> Double {
    exp(-stirlingError(a) - deviance(a, x)) / (2 * Double.pi * a).squareRoot()
}

/// ln Γ(x + 1) − [½ ln(2πx) + x ln x − x], the error of Stirling's formula.
func stirlingError(_ x: Double) -> Double {
    if x < 16 {
        return logGamma(x + 1) - (x + 0.5) * log(x) + x - 0.5 * log(2 * Double.pi)
    }
    let square = x * x
    let tail = 1.0 / 1680 - (1.0 / 1188 - (691.0 / 360_360 - 1.0 / 156 / square) / square) / square
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - tail / square) / square) / square) / x
}

/// x ln(x ÷ m) + m − x without cancellation near x = m.
func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    var odd = 1.0
    while true {
        term *= v * v
        odd += 2
        let next = sum + term / odd
        if next == sum { return sum }
        sum = next
    }
}

/// Lentz's guard: a denominator of 0 becomes a tiny one.
@inline(__always)
func nonzero(_ x: Double) -> Double { x == 0 ? Double.leastNormalMagnitude : x }
