/// A mean of one answer per person, in the unit of x ÷ scale.
public struct MeanEstimate: Sendable, Equatable {
    public let mean: Double
    /// The sample variance (n − 1); nil for n = 1.
    public let variance: Double?
    /// The t interval; nil for n = 1.
    public let interval: Interval?
}

/// The mean and its t interval from n, Σx and Σx², x being integers in units of 1 ÷ scale.
///
/// The variance's numerator n·Σx² − (Σx)² is an exact integer (256 bits, so no input overflows) before it is divided.
/// Nil for n < 1, scale < 1, and sums that no n numbers have.
public func meanT(
    n: Int, sum: Int128, sumOfSquares: Int128, scale: Int = 1, confidence: Double = 0.95
) -> MeanEstimate? {
    meanT(n: n, sum: sum, sumOfSquares: sumOfSquares, scale: scale) {
        tCritical(confidence: confidence, degrees: Double($0))
    }
}

/// The same with critical values from a table.
public func meanT(
    n: Int, sum: Int128, sumOfSquares: Int128, scale: Int = 1, quantiles: TQuantiles
) -> MeanEstimate? {
    meanT(n: n, sum: sum, sumOfSquares: sumOfSquares, scale: scale) { quantiles(degrees: $0) }
}

private func meanT(
    n: Int, sum: Int128, sumOfSquares: Int128, scale: Int, critical: (_ degrees: Int) -> Double
) -> MeanEstimate? {
    guard n >= 1, scale >= 1, sumOfSquares >= 0, let numerator = spread(n, sum, sumOfSquares) else { return nil }
    let size = Double(n)
    let unit = Double(scale)
    let mean = double(sum) / size / unit
    guard n >= 2 else { return MeanEstimate(mean: mean, variance: nil, interval: nil) }
    let meanSquare = numerator / (size - 1)
    let margin = critical(n - 1) * (meanSquare.squareRoot() / size / unit)
    return MeanEstimate(
        mean: mean, variance: meanSquare / size / unit / unit,
        interval: Interval(low: mean - margin, high: mean + margin))
}

/// n·Σx² − (Σx)², exact before it becomes a double; nil when negative. Answers of most groups fit machine words.
func spread(_ n: Int, _ sum: Int128, _ sumOfSquares: Int128) -> Double? {
    if n < 1 << 24, sum.magnitude < 1 << 31, sumOfSquares < 1 << 38 {
        let root = Int64(truncatingIfNeeded: sum)
        let difference = Int64(n) * Int64(truncatingIfNeeded: sumOfSquares) - root * root
        return difference < 0 ? nil : Double(difference)
    }
    let square = WideInteger(sum.magnitude, sum.magnitude)
    return WideInteger(UInt128(n), sumOfSquares.magnitude).subtracting(square)?.double
}
