/// The p quantile of sorted values, type 7: linear between the order statistics around (n − 1)p. Nil without values and
/// for p outside 0…1.
///
/// Source: R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996)
/// 361–365.
public func quantileType7(_ sorted: some RandomAccessCollection<Double>, _ p: Double) -> Double? {
    guard let place = QuantilePlace(count: sorted.count, p) else { return nil }
    let index = sorted.index(sorted.startIndex, offsetBy: place.rank)
    let value = sorted[index]
    return place.weight > 0 ? value + place.weight * (sorted[sorted.index(after: index)] - value) : value
}

/// The same of sorted whole numbers.
public func quantileType7(_ sorted: some RandomAccessCollection<Int>, _ p: Double) -> Double? {
    guard let place = QuantilePlace(count: sorted.count, p) else { return nil }
    let index = sorted.index(sorted.startIndex, offsetBy: place.rank)
    let value = Double(sorted[index])
    return place.weight > 0 ? value + place.weight * (Double(sorted[sorted.index(after: index)]) - value) : value
}

/// The same of counted whole numbers: `counts[i]` values are i. Counts below 0 are taken as 0.
public func quantileType7(counts: some Collection<Int>, _ p: Double) -> Double? {
    var total = 0
    for count in counts { total = total.addingClamped(count) }
    guard let place = QuantilePlace(count: total, p) else { return nil }
    var before = 0
    var value = 0
    var lower: Int?
    for count in counts {
        before = before.addingClamped(count)
        if lower == nil, before > place.rank { lower = value }
        if let lower, before > place.rank + 1 || place.weight == 0 {
            return Double(lower) + place.weight * Double(value - lower)
        }
        value += 1
    }
    return lower.map(Double.init)
}

/// The same of counted whole numbers in ascending order: `counts[i]` values are `values[i]`. Counts below 0 are taken as
/// 0; nil when the two differ in length.
public func quantileType7(values: some Collection<Int>, counts: some Collection<Int>, _ p: Double) -> Double? {
    guard values.count == counts.count else { return nil }
    var total = 0
    for count in counts { total = total.addingClamped(count) }
    guard let place = QuantilePlace(count: total, p) else { return nil }
    var before = 0
    var lower: Double?
    for (value, count) in zip(values, counts) {
        before = before.addingClamped(count)
        if lower == nil, before > place.rank { lower = Double(value) }
        if let lower, before > place.rank + 1 || place.weight == 0 {
            return lower + place.weight * (Double(value) - lower)
        }
    }
    return lower
}

/// The median of sorted values; nil without values.
public func medianType7(_ sorted: some RandomAccessCollection<Double>) -> Double? { quantileType7(sorted, 0.5) }

/// The median of sorted whole numbers; nil without values.
public func medianType7(_ sorted: some RandomAccessCollection<Int>) -> Double? { quantileType7(sorted, 0.5) }

/// The median of counted whole numbers, `counts[i]` of them i; nil without values.
public func medianType7(counts: some Collection<Int>) -> Double? { quantileType7(counts: counts, 0.5) }

/// The order statistic (from 0) at or before (n − 1)p, and how far from it to the next.
public struct QuantilePlace: Sendable {
    public let rank: Int
    /// Of the difference to the next order statistic.
    public let weight: Double

    /// Nil without values and for p outside 0…1.
    public init?(count: Int, _ p: Double) {
        guard count > 0, p >= 0, p <= 1 else { return nil }
        let position = Double(count - 1) * p
        let floor = position.rounded(.down)
        // From 2⁵³ values on a Double may round the last place up.
        rank = min(Int(exactly: floor) ?? count - 1, count - 1)
        weight = rank == count - 1 ? 0 : position - floor
    }
}

extension Int {
    fileprivate func addingClamped(_ count: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(Swift.max(0, count))
        return overflow ? .max : sum
    }
}
