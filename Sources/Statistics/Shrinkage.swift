/// The values of sibling units drawn towards their common one, each as far as chance moves it.
public struct Shrinkage: Sendable, Equatable {
    /// m = Σy ÷ Σe, the common value.
    public let centre: Double
    /// A, the variance between the units that chance does not explain. 0: the differences are no larger than chance.
    public let between: Double
    /// θᵢ = m + A ÷ (A + vᵢ) · (rᵢ − m), in the order of the units.
    public let values: [Double]

    /// Differences between the units are no larger than chance; every value is the common one.
    public var isChance: Bool { between == 0 }
}

/// Linear empirical Bayes estimates of siblings' rates of events, yᵢ ÷ eᵢ, with vᵢ = m ÷ eᵢ.
///
/// Nil for fewer than five siblings, lists of different lengths, negative events, and an exposure below 1. The same holds
/// for the other kinds of value.
///
/// Source: R. J. Marshall, Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics 40
/// (1991) 283–294, the global estimator.
public func shrunkenRates(events: [Int], exposures: [Int128]) -> Shrinkage? {
    shrink(events.map { Int128($0) }, exposures, least: 0) { centre in exposures.map { centre / double($0) } }
}

/// The same of shares, yes ÷ n persons, with vᵢ = m(1 − m) ÷ nᵢ. Nil for more yes than persons.
public func shrunkenShares(successes: [Int], of sizes: [Int]) -> Shrinkage? {
    guard zip(successes, sizes).allSatisfy({ $0 <= $1 }) else { return nil }
    return shrink(successes.map { Int128($0) }, sizes.map { Int128($0) }, least: 0) { centre in
        sizes.map { centre * (1 - centre) / Double($0) }
    }
}

/// The same of means of one answer per person, from n, Σx and Σx² a unit, x being integers in units of 1 ÷ scale, with
/// vᵢ = s² ÷ nᵢ and s² pooled over the units. Nil when no unit has two answers, and for sums that no n numbers have.
public func shrunkenMeans(_ units: [AnswerSums], scale: Int = 1) -> Shrinkage? {
    guard scale >= 1, let pooled = pooledVariance(units) else { return nil }
    let sizes = units.map { Int128($0.n) }
    guard
        let shrunken = shrink(
            units.map(\.sum), sizes, least: .min, variances: { _ in sizes.map { pooled / double($0) } })
    else { return nil }
    let unit = Double(scale)
    return Shrinkage(
        centre: shrunken.centre / unit, between: shrunken.between / unit / unit,
        values: shrunken.values.map { $0 / unit })
}

/// The same of ratios Σa ÷ Σs whose rows cluster in persons, with the variances that `clusteredVariance` gives. Nil for
/// a variance that is negative or no number.
public func shrunkenRatios(a: [Int128], s: [Int128], variances: [Double]) -> Shrinkage? {
    guard variances.count == s.count, variances.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    return shrink(a, s, least: .min) { _ in variances }
}

private func shrink(
    _ y: [Int128], _ e: [Int128], least: Int128, variances: (_ centre: Double) -> [Double]
) -> Shrinkage? {
    guard y.count == e.count, e.count >= 5, let totalY = total(y, least: least), let totalE = total(e, least: 1) else {
        return nil
    }
    let exposure = double(totalE)
    let centre = double(totalY) / exposure
    let chance = variances(centre)
    // rᵢ − m from the exact numerator: equal units differ by nothing, not by a rounding.
    let differences = zip(y, e).map { exactDifference($0, $1, totalY, totalE) / (double($1) * exposure) }
    var spread = 0.0
    var expected = 0.0
    for (index, size) in e.enumerated() {
        let weight = double(size) / exposure
        spread += weight * (differences[index] * differences[index])
        expected += weight * chance[index]
    }
    let between = max(0, spread - expected)
    let values = zip(differences, chance).map { between == 0 ? centre : centre + between / (between + $1) * $0 }
    guard between.isFinite else { return nil }
    return Shrinkage(centre: centre, between: between, values: values)
}

extension Shrinkage {
    /// θ = m + A ÷ (A + v) · (r − m) of a value with the variance v, also of a unit that is not among the siblings.
    public func estimate(_ value: Double, variance: Double) -> Double {
        between == 0 ? centre : centre + between / (between + variance) * (value - centre)
    }
}

/// The variance of one answer within units, Σ(nᵢ − 1)sᵢ² ÷ Σ(nᵢ − 1), in the square of the unit of x. Nil when no unit has
/// two answers, and for sums that no n numbers have.
public func pooledVariance(_ units: [AnswerSums]) -> Double? {
    var squares = 0.0
    var degrees = 0.0
    for unit in units {
        guard unit.n >= 1, unit.sumOfSquares >= 0, let spread = spread(unit.n, unit.sum, unit.sumOfSquares) else {
            return nil
        }
        squares += spread / Double(unit.n)
        degrees += Double(unit.n - 1)
    }
    return degrees > 0 ? squares / degrees : nil
}

/// σ² = Σ(aᵢ − m·sᵢ)² ÷ (n − 1) over the persons of all units, m = Σa ÷ Σs: what one person adds to the variance of a ratio
/// in a unit that does not differ. A unit's ratio then has v = σ²n ÷ S². Its own `clusteredVariance` is no v to shrink by:
/// where few happened to be ill it is small as well, and nil where nobody was, so that such a unit would not be drawn to
/// the others at all.
///
/// Nil for no units, and sums that no n persons have.
public func pooledRatioVariance(_ units: [ClusteredSums]) -> Double? {
    guard let n = total(units.map { Int128($0.n) }).flatMap({ Int(exactly: $0) }), let a = total(units.map(\.a)),
        let s = total(units.map(\.s)), let aa = total(units.map(\.aa)), let cross = total(units.map(\.cross)),
        let ss = total(units.map(\.ss)),
        let pooled = clusteredVariance(n: n, a: a, s: s, aa: aa, as: cross, ss: ss)
    else { return nil }
    // clusteredVariance = n ÷ (n − 1) · Σ(aᵢ − m·sᵢ)² ÷ S².
    let root = pooled.variance.squareRoot() * double(s)
    return root * root / Double(n)
}
