/// Which tests of a family stand at a false discovery rate of q.
public struct FalseDiscovery: Sendable, Equatable {
    /// The smallest q at which a test is rejected, in the order of the tests; nil where there was no p.
    public let adjusted: [Double?]
    /// Adjusted p ≤ q.
    public let rejected: [Bool]
}

/// Benjamini and Hochberg's step-up procedure: of the m sorted p values, all up to the largest k with p₍ₖ₎ ≤ k·q ÷ m. The
/// adjusted value is the least of p₍ⱼ₎ · m ÷ j over j ≥ k, at most 1; equal p values have equal ones, in any order.
///
/// A test that could not be made (nil, NaN or a p outside 0…1) is never rejected and still counts in m: the family is
/// fixed before any p is seen. Nil for a q outside 0…1.
///
/// Source: Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289–300.
public func benjaminiHochberg(_ p: [Double?], q: Double = 0.05) -> FalseDiscovery? {
    guard q >= 0, q <= 1 else { return nil }
    var made: [(index: Int, p: Double)] = []
    for (index, value) in p.enumerated() {
        if let value, value >= 0, value <= 1 { made.append((index, value)) }
    }
    made.sort { ($0.p, $0.index) < ($1.p, $1.index) }
    var adjusted = [Double?](repeating: nil, count: p.count)
    let family = Double(p.count)
    var least = 1.0
    for (rank, test) in made.enumerated().reversed() {
        least = min(least, test.p * (family / Double(rank + 1)))
        adjusted[test.index] = least
    }
    return FalseDiscovery(adjusted: adjusted, rejected: adjusted.map { $0.map { $0 <= q } ?? false })
}
