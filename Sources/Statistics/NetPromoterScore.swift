/// An employee net promoter score, −100…100.
public struct NetPromoterScore: Sendable, Equatable {
    public let value: Double
    /// Nil for fewer than 10 answers.
    public let interval: Interval?
}

/// 100 · (promoters − detractors) ÷ n with its adjusted Wald interval: three answers more, ¾ a promoter, 1½ passive, ¾
/// a detractor; for 10 answers or more, clipped to ±100. Nil without answers and for a negative count.
///
/// Source: B. Rocks, Interval estimation for the "net promoter score", The American Statistician 70 (2016) 365–372.
public func enps(promoters: Int, passives: Int, detractors: Int, confidence: Double = 0.95) -> NetPromoterScore? {
    guard promoters >= 0, passives >= 0, detractors >= 0, confidence > 0, confidence < 1 else { return nil }
    let up = Double(promoters)
    let down = Double(detractors)
    let n = up + Double(passives) + down
    guard n > 0 else { return nil }
    let value = 100 * (up - down) / n
    guard n >= 10 else { return NetPromoterScore(value: value, interval: nil) }
    let size = n + 3
    let difference = (up - down) / size
    let variance = ((up + down + 1.5) / size - difference * difference) / size
    let margin = twoSidedDeviate(confidence) * variance.squareRoot()
    return NetPromoterScore(
        value: value,
        interval: Interval(low: max(-100, 100 * (difference - margin)), high: min(100, 100 * (difference + margin))))
}
