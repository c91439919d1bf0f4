/// The two-sided critical values of Student's t for one confidence, with the small degrees of freedom in a table.
public struct TQuantiles: Sendable {
    public let confidence: Double
    private let table: [Double]

    /// Degrees 1…upTo (at most 100,000) are worked out here, more on demand.
    public init(confidence: Double = 0.95, upTo: Int = 1000) {
        self.confidence = confidence
        self.table = (0...min(max(0, upTo), 100_000)).map { tCritical(confidence: confidence, degrees: Double($0)) }
    }

    /// t with P(|T| ≤ t) = confidence; NaN below 1 degree of freedom.
    public func callAsFunction(degrees: Int) -> Double {
        table.indices.contains(degrees)
            ? table[degrees] : tCritical(confidence: confidence, degrees: Double(degrees))
    }
}
