internal import Glibc

/// Spearman's rank correlation of pairs, with what Fisher's z says about it.
public struct RankCorrelation: Sendable, Equatable {
    /// −1…1.
    public let value: Double
    /// Nil for fewer than four pairs.
    public let interval: Interval?
    /// Two-sided, of no correlation; nil for fewer than four pairs.
    public let pValue: Double?
    public let n: Int
}

/// Pearson's correlation of the ranks, equal values sharing their mean rank, with the interval tanh(atanh ρ ± z · SE) and
/// the p-value of atanh ρ ÷ SE from the normal distribution, SE = √(1.06 ÷ (n − 3)).
///
/// Ranks are worked with as whole numbers: the value depends on the order of neither the pairs nor equal values. At ρ = ±1
/// the limits of both formulae: the interval is that point, p is 0.
///
/// Nil for fewer than two pairs, lists of unequal length, a list that does not vary, and NaN.
///
/// Source: E. C. Fieller, H. O. Hartley and E. S. Pearson, Biometrika 44 (1957) 470–481.
public func spearman(_ x: [Double], _ y: [Double], confidence: Double = 0.95) -> RankCorrelation? {
    guard x.count == y.count, x.count >= 2, confidence > 0, confidence < 1,
        let first = doubledRanks(x), let second = doubledRanks(y)
    else { return nil }
    let n = x.count
    var moments = MomentSums(variables: 2)
    for i in 0..<n { moments.add([first[i], second[i]]) }
    guard let value = moments.correlation(0, 1) else { return nil }
    guard n > 3 else { return RankCorrelation(value: value, interval: nil, pValue: nil, n: n) }
    let error = (1.06 / Double(n - 3)).squareRoot()
    let z = atanh(value)
    let margin = twoSidedDeviate(confidence) * error
    return RankCorrelation(
        value: value, interval: Interval(low: tanh(z - margin), high: tanh(z + margin)),
        pValue: 2 * normalCDF(-abs(z) / error), n: n)
}

/// Twice the rank of each value, from 2 on, equal values having twice their mean rank. Nil where one is NaN.
private func doubledRanks(_ values: [Double]) -> [Int]? {
    guard !values.contains(where: \.isNaN) else { return nil }
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = Array(repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
        var last = first
        while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
        for place in first...last { ranks[order[place]] = first + last + 2 }
        first = last + 1
    }
    return ranks
}
