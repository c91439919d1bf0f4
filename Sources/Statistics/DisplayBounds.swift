/// An interval rounded outwards to the decimals it is shown with, so that what is read covers what was computed.
///
/// Bounds are in the unit shown ÷ `factor` (100 for shares shown in per cent); the result is in the unit shown. A bound
/// that is itself the nearest double to a number of that many decimals is that number: 0.3 stays 0.3 though its double
/// lies below it, and 0.07 with the factor 100 is 7. Bounds without that many decimals (beyond 2⁵³ units of the last one)
/// and infinite ones stay as they are.
///
/// Nil for a bound that is no number, decimals outside 0…9, and factors outside 1…10⁶.
public func roundedOutwards(_ interval: Interval, decimals: Int, factor: Int = 1) -> Interval? {
    guard decimals >= 0, decimals <= 9, factor >= 1, factor <= 1_000_000, !interval.low.isNaN, !interval.high.isNaN
    else { return nil }
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    let low = roundedDown(interval.low, power, Double(factor))
    // No −0.
    return Interval(low: low, high: 0 - roundedDown(-interval.high, power, Double(factor)))
}

/// k ÷ power for the largest whole k with k ÷ (power · factor) ≤ x. k, power and their product are exact, and a division
/// is rounded to the nearest double, so that equality is that with the nearest double.
private func roundedDown(_ x: Double, _ power: Double, _ factor: Double) -> Double {
    let scale = power * factor
    var k = (x * scale).rounded(.down)
    guard abs(k) < 0x1p53 else { return x * factor }
    while k / scale > x { k -= 1 }
    while (k + 1) / scale <= x { k += 1 }
    return k / power
}
