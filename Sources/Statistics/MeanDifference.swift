/// The difference of two figures of independent groups.
public struct Difference: Sendable, Equatable {
    public let value: Double
    /// Nil where a group is too small for one.
    public let interval: Interval?

    @inlinable
    public init(value: Double, interval: Interval?) {
        self.value = value
        self.interval = interval
    }
}

/// The mean of one group less that of another, with Welch's interval, in the unit of the answers; none where a group has
/// fewer than two. Welch and Satterthwaite's degrees of freedom are rounded down, so that the table of critical values
/// will do: the interval is a little wide, never narrow.
///
/// Nil for a group without answers, and for sums that no answers have.
///
/// Source: B. L. Welch, Biometrika 34 (1947) 28–35.
public func meanDifference(_ first: UnitSums, _ second: UnitSums, quantiles: TQuantiles) -> Difference? {
    guard let a = squaredError(first), let b = squaredError(second) else { return nil }
    let value = double(first.sum) / Double(first.n) - double(second.sum) / Double(second.n)
    guard first.n >= 2, second.n >= 2 else { return Difference(value: value, interval: nil) }
    let square = a + b
    guard square > 0 else { return Difference(value: value, interval: Interval(low: value, high: value)) }
    let degrees = square * square / (a * a / Double(first.n - 1) + b * b / Double(second.n - 1))
    // Rounding must not take a whole degree: those of two equal groups are a whole number.
    guard let whole = Int(exactly: (degrees * (1 + 1e-12)).rounded(.down)), whole >= 1 else { return nil }
    let margin = quantiles(degrees: whole) * square.squareRoot()
    return Difference(value: value, interval: Interval(low: value - margin, high: value + margin))
}

/// The square of the mean's standard error; 0 for one answer. Nil without answers, and for sums that no answers have.
private func squaredError(_ unit: UnitSums) -> Double? {
    guard unit.n >= 1, unit.sumOfSquares >= 0, let spread = spread(unit.n, unit.sum, unit.sumOfSquares) else {
        return nil
    }
    let size = Double(unit.n)
    return unit.n == 1 ? 0 : spread / size / size / (size - 1)
}
