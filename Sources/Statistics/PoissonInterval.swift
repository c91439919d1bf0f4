/// The exact interval for the mean of a Poisson count, in events. 0 events have the lower limit 0. Nil below 0 events
/// and for a confidence outside 0…1.
///
/// Source: F. Garwood, Biometrika 28 (1936) 437–442; limits ½χ²(α/2; 2k) and ½χ²(1 − α/2; 2k + 2).
public func poissonExact(events: Int, confidence: Double = 0.95) -> Interval? {
    guard events >= 0, confidence > 0, confidence < 1 else { return nil }
    let tail = (1 - confidence) / 2
    let low = events == 0 ? 0 : gammaQuantile(lower: tail, upper: 1 - tail, shape: Double(events))
    return Interval(low: low, high: gammaQuantile(lower: 1 - tail, upper: tail, shape: Double(events) + 1))
}

/// `poissonExact` of one confidence, with the small counts in a table.
public struct PoissonLimits: Sendable {
    public let confidence: Double
    private let table: [Interval]

    /// Counts 0…upTo (at most 100,000) are worked out here, larger ones (and those of a confidence outside 0…1: nil) on demand.
    public init(confidence: Double = 0.95, upTo: Int = 1000) {
        self.confidence = confidence
        self.table = (0...min(max(0, upTo), 100_000)).compactMap { poissonExact(events: $0, confidence: confidence) }
    }

    /// The limits for the mean count; nil below 0 events.
    public func callAsFunction(events: Int) -> Interval? {
        table.indices.contains(events) ? table[events] : poissonExact(events: events, confidence: confidence)
    }
}
