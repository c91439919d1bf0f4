/// How far the items of a scale measure one thing.
public enum Reliability: Sendable, Equatable {
    /// One item: nothing to compare it with.
    case singleItem
    /// Two items: 2r ÷ (1 + r) of their correlation r.
    case spearmanBrown(Double)
    /// Three items or more.
    case alpha(CronbachAlpha)
}

public struct CronbachAlpha: Sendable, Equatable {
    /// At most 1; negative where items run against each other.
    public let value: Double
    /// Feldt's interval.
    public let interval: Interval
    /// Persons with an answer to all items.
    public let n: Int
    public let items: Int

    /// Below 0.6 of 50 persons or more: the scale should not be read as one thing.
    public var isWeak: Bool { n >= 50 && value < 0.6 }
}

/// The reliability of the sum (or mean) of all variables of the sums, over complete cases.
///
/// Alpha = k ÷ (k − 1) · (1 − Σ variances ÷ variance of the sum) of k ≥ 3 items, with Feldt's interval 1 − (1 − alpha) ·
/// F quantiles for n − 1 and (n − 1)(k − 1) degrees of freedom; for two items Spearman and Brown's formula, which alpha
/// equals only where both vary alike. Reversed items are recoded before; all items have one unit.
///
/// Nil without items, for fewer than two persons, where the sum (of two items: one of them) does not vary, for two items
/// of correlation −1, for sums that no rows have, and for a confidence outside 0…1.
///
/// Sources: L. J. Cronbach, Psychometrika 16 (1951) 297–334; L. S. Feldt, Psychometrika 30 (1965) 357–370;
/// R. Eisinga, M. te Grotenhuis and B. Pelzer, International Journal of Public Health 58 (2013) 637–642, for two items.
public func reliability(_ moments: MomentSums, confidence: Double = 0.95) -> Reliability? {
    guard moments.variables > 0, !moments.overflowed, confidence > 0, confidence < 1 else { return nil }
    if moments.variables == 1 { return .singleItem }
    if moments.variables == 2 {
        guard let r = moments.correlation(0, 1), r > -1 else { return nil }
        return .spearmanBrown(2 * r / (1 + r))
    }
    return cronbachAlpha(moments, confidence: confidence).map(Reliability.alpha)
}

/// Cronbach's alpha of two items or more, as in `reliability`.
public func cronbachAlpha(_ moments: MomentSums, confidence: Double = 0.95) -> CronbachAlpha? {
    let k = moments.variables
    guard k >= 2, moments.n >= 2, !moments.overflowed, confidence > 0, confidence < 1 else { return nil }
    // The sum's spread from exact integers: covariances of either sign may cancel.
    var sum: Int128 = 0
    var square: Int128 = 0
    var trace = 0.0
    for i in 0..<k {
        let spread = moments.crossSpread(i, i)
        guard spread >= 0, accumulate(moments.sums[i], into: &sum) else { return nil }
        trace += spread
        for j in 0..<k {
            guard accumulate(moments.product(i, j), into: &square) else { return nil }
        }
    }
    let total = difference(UInt128(moments.n), square, sum, sum)
    guard total > 0 else { return nil }
    let items = Double(k)
    let value = items / (items - 1) * ((total - trace) / total)
    // The variance of a sum is at most k times the sum of the variances: no rows have an alpha over 1.
    guard value <= 1 + 1e-12 else { return nil }
    let above = Double(moments.n) - 1
    let below = above * (items - 1)
    let tail = (1 - confidence) / 2
    let low = 1 - (1 - value) * fQuantile(1 - tail, above, below)
    let high = 1 - (1 - value) * fQuantile(tail, above, below)
    guard low.isFinite, high.isFinite else { return nil }
    return CronbachAlpha(value: min(1, value), interval: Interval(low: low, high: high), n: moments.n, items: k)
}
