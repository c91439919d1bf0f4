internal import Glibc

/// Student's t distribution function P(T ≤ t) for any degrees of freedom > 0; NaN for others. Relative error below 1e-10,
/// also in the lower tail; below 1e-12 where that is over 1e-60.
public func tCDF(_ t: Double, degrees: Double) -> Double {
    guard degrees > 0, !t.isNaN else { return .nan }
    let upper = tTail(abs(t), degrees)
    return t <= 0 ? upper : 1 - upper
}

/// The Student's t quantile: t with P(T ≤ t) = p, for any degrees of freedom > 0. ∓∞ at p = 0 and 1, NaN outside.
/// Relative error below 1e-12.
public func tQuantile(_ p: Double, degrees: Double) -> Double {
    guard degrees > 0, p >= 0, p <= 1 else { return .nan }
    if p > 0.5 { return tUpperQuantile(tail: 1 - p, degrees) }
    return -tUpperQuantile(tail: p, degrees)
}

/// The two-sided critical value of a confidence level: t with P(|T| ≤ t) = confidence.
public func tCritical(confidence: Double, degrees: Double) -> Double {
    tQuantile(0.5 + confidence / 2, degrees: degrees)
}

/// t ≥ 0 with P(T > t) = tail, 0 ≤ tail ≤ ½.
///
/// Newton steps on the logarithm of the tail over ln t, which is nearly straight in the tail; next to the centre on
/// P(0 < T < t) instead, where the tail would lose the digits of a small t.
private func tUpperQuantile(tail: Double, _ degrees: Double) -> Double {
    if tail == 0 { return .infinity }
    if tail == 0.5 { return 0 }
    if degrees >= manyDegrees { return NormalEquivalent(degrees).t(-normalQuantile(tail)) }
    let scale = degrees.squareRoot()
    let far = exp(-(log(tail) + farTailConstant(degrees)) / degrees)
    if far > 1e8 { return scale * far }

    // Hill's normal equivalent is off by some 10⁻⁶ from five degrees on, and by less than a double can tell from 400 on
    // (measured against 40 digits: 6e-15 at 100 degrees, 1e-18 at 400). Below five degrees the normal quantile with one
    // term of its expansion in 1 ÷ degrees, or the far tail where that is larger.
    let z = -normalQuantile(tail)
    if degrees >= 400, z < 3 { return NormalEquivalent(degrees).t(z) }
    var t = degrees >= 5 && z < 6 ? NormalEquivalent(degrees).t(z) : z + z * (z * z + 1) / (4 * degrees)
    if degrees < 30, tail < 0.1 { t = max(t, scale * min(far, 1e8)) }
    for _ in 0..<100 {
        let change: Double
        if tail > 0.25 {
            change = (tCentre(t, degrees) - (0.5 - tail)) / tDensity(t, degrees)
        } else {
            let reached = tTail(t, degrees)
            let step = log(reached / tail) * reached / (t * tDensity(t, degrees))
            change = -t * expm1(min(max(step, -2), 2))
        }
        let next = t - change
        if abs(change) <= 1e-14 * t { return next }
        t = next > 0 ? next : t / 2
    }
    return t
}

/// P(T > t) for t ≥ 0.
private func tTail(_ t: Double, _ degrees: Double) -> Double {
    let ratio = t / degrees.squareRoot()
    if ratio > 1e8 { return exp(-degrees * log(ratio) - farTailConstant(degrees)) }
    if degrees >= manyDegrees { return normalCDF(-NormalEquivalent(degrees).z(t)) }
    let square = ratio * ratio
    return 0.5 * regularizedBeta(degrees / 2, 0.5, 1 / (1 + square), complement: square / (1 + square))
}

/// From here on the incomplete beta function's continued fraction would lose digits as the degrees grow, while the
/// normal equivalent is off by one over their sixth power only.
private let manyDegrees = 3000.0

/// The normal deviate with the same tail as a t of many degrees of freedom, and back.
///
/// Source: G. W. Hill, Algorithm 395, Communications of the ACM 13 (1970) 617–619.
private struct NormalEquivalent {
    private let degrees: Double
    private let a: Double
    private let b: Double

    init(_ degrees: Double) {
        self.degrees = min(degrees, 1e17)
        a = self.degrees - 0.5
        b = 48 * a * a
    }

    func z(_ t: Double) -> Double {
        let y = a * log1p(t * t / degrees)
        return y.squareRoot() * factor(y)
    }

    func t(_ z: Double) -> Double {
        // The factor is 1 + about z² ÷ b: each round gains at least six digits.
        var root = z
        for _ in 0..<4 { root = z / factor(root * root) }
        return (degrees * expm1(root * root / a)).squareRoot()
    }

    private func factor(_ y: Double) -> Double {
        1 + (y + 3 - (((0.4 * y + 3.3) * y + 24) * y + 85.5) / (0.8 * y * y + 100 + b)) / b
    }
}

/// P(0 < T < t).
private func tCentre(_ t: Double, _ degrees: Double) -> Double {
    let square = t * t / degrees
    return 0.5 * regularizedBeta(0.5, degrees / 2, square / (1 + square), complement: 1 / (1 + square))
}

private func tDensity(_ t: Double, _ degrees: Double) -> Double {
    // Γ((ν+1)/2) ÷ (√(νπ) Γ(ν/2)) from Stirling errors: their difference keeps its digits for large ν.
    let half = degrees / 2
    let logarithm =
        stirlingError(half + 0.5) - stirlingError(half) - deviance(half, half + 0.5)
        - (half + 0.5) * log1p(t * t / degrees)
    return exp(logarithm) / (2 * Double.pi).squareRoot()
}

/// ln(ν B(ν/2, ½)): far out, P(T > t) = (t ÷ √ν)^−ν ÷ that, without the logarithm.
private func farTailConstant(_ degrees: Double) -> Double {
    log(degrees) + logGamma(degrees / 2) + logGamma(0.5) - logGamma(degrees / 2 + 0.5)
}
