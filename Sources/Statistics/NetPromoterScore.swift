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
    let (difference, variance) = adjusted(up, down, n)
    let margin = twoSidedDeviate(confidence) * variance.squareRoot()
    return NetPromoterScore(
        value: value,
        interval: Interval(low: max(-100, 100 * (difference - margin)), high: min(100, 100 * (difference + margin))))
}

/// The answers of one group by kind.
public struct NetPromoterCounts: Sendable, Equatable {
    public let promoters: Int
    public let passives: Int
    public let detractors: Int

    @inlinable
    public init(promoters: Int, passives: Int, detractors: Int) {
        self.promoters = promoters
        self.passives = passives
        self.detractors = detractors
    }
}

/// The score of one group less that of another, −200…200, with the interval from the adjusted variances of both, for 10
/// answers or more in each; clipped like the difference. Nil as for `enps`.
public func enpsDifference(
    _ first: NetPromoterCounts, _ second: NetPromoterCounts, confidence: Double = 0.95
) -> Difference? {
    func score(_ group: NetPromoterCounts) -> NetPromoterScore? {
        enps(
            promoters: group.promoters, passives: group.passives, detractors: group.detractors, confidence: confidence)
    }
    guard let one = score(first), let two = score(second) else { return nil }
    let value = one.value - two.value
    guard one.interval != nil, two.interval != nil else { return Difference(value: value, interval: nil) }
    func adjustment(_ group: NetPromoterCounts) -> (difference: Double, variance: Double) {
        let up = Double(group.promoters)
        let down = Double(group.detractors)
        return adjusted(up, down, up + Double(group.passives) + down)
    }
    let a = adjustment(first)
    let b = adjustment(second)
    let margin = twoSidedDeviate(confidence) * (a.variance + b.variance).squareRoot()
    let middle = a.difference - b.difference
    return Difference(
        value: value,
        interval: Interval(low: max(-200, 100 * (middle - margin)), high: min(200, 100 * (middle + margin))))
}

/// The difference of the shares, and its variance, with three answers more.
private func adjusted(_ up: Double, _ down: Double, _ n: Double) -> (difference: Double, variance: Double) {
    let size = n + 3
    let difference = (up - down) / size
    return (difference, ((up + down + 1.5) / size - difference * difference) / size)
}
