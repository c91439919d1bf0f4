/// A confidence interval, both limits included.
public struct Interval: Sendable, Equatable {
    public let low: Double
    public let high: Double

    @inlinable
    public init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }
}
