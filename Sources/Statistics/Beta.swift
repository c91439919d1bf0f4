internal import Glibc

/// The regularized incomplete beta function I_x(a, b); NaN unless a, b > 0 and 0 ≤ x ≤ 1.
public func regularizedBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    regularizedBeta(a, b, x, complement: 1 - x)
}

/// I_x(a, b) from x and 1 − x given apart, so that neither end of the range loses digits.
///
/// Lentz's continued fraction (Numerical Recipes, section 6.4) on the side where it converges fast, with Loader's
/// saddle-point form of the leading factor.
func regularizedBeta(_ a: Double, _ b: Double, _ x: Double, complement y: Double) -> Double {
    guard a > 0, b > 0, a.isFinite, b.isFinite, x >= 0, y >= 0 else { return .nan }
    if x == 0 { return 0 }
    if y == 0 { return 1 }
    let factor = betaFactor(a, b, x, y)
    return x < (a + 1) / (a + b + 2)
        ? factor * betaFraction(a, b, x) / a
        : 1 - factor * betaFraction(b, a, y) / b
}

/// x^a y^b ÷ B(a, b).
func betaFactor(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let n = a + b
    let logarithm = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y)
    return exp(logarithm) * (a * (b / n) / (2 * Double.pi)).squareRoot()
}

private func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var fraction = d
    var m = 1.0
    while m < 1e8 {
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / nonzero(1 + even * d)
        c = nonzero(1 + even / c)
        fraction *= d * c
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / nonzero(1 + odd * d)
        c = nonzero(1 + odd / c)
        fraction *= d * c
        if abs(d * c - 1) < 4e-16 { break }
        m += 1
    }
    return fraction
}
