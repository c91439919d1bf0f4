/// The answers of one unit as sums: n persons, Σx and Σx² of whole numbers.
public struct UnitSums: Sendable, Equatable {
    public let n: Int
    public let sum: Int128
    public let sumOfSquares: Int128

    @inlinable
    public init(n: Int, sum: Int128, sumOfSquares: Int128) {
        self.n = n
        self.sum = sum
        self.sumOfSquares = sumOfSquares
    }
}

/// How alike the answers within units are, from a one-way analysis of variance.
public struct IntraclassCorrelation: Sendable, Equatable {
    /// ICC(1), the share of variance between units; −1 ÷ (size − 1)…1.
    public let icc1: Double
    /// ICC(2), the reliability of the units' means; nil where these do not differ at all (it has no lower limit).
    public let icc2: Double?
    public let meanSquareBetween: Double
    public let meanSquareWithin: Double
    /// The harmonic mean of the units' sizes.
    public let size: Double
    /// Units and persons with answers.
    public let units: Int
    public let n: Int
}

/// ICC(1) = (MSB − MSW) ÷ (MSB + (k − 1) MSW) and ICC(2) = (MSB − MSW) ÷ MSB, with the mean squares between and within
/// units and k the **harmonic** mean of their sizes, which is that of a unit whose mean is as precise as the units' means
/// are on average. Negative ones stay negative. Free of the answers' unit; the mean squares are in the square of it.
///
/// R's multilevel::ICC1 takes the arithmetic mean for k: the same for units of one size, and a lower |ICC(1)| for unequal
/// ones (sizes 5 and 20: k = 8 here, 12.5 there). ICC(2) has no k and is that of multilevel::ICC2 for any sizes.
///
/// Units without answers are left out. Nil for fewer than two units, for no unit of two persons, where nobody's answer
/// differs, and for sums that no answers have.
///
/// Sources: J. J. Bartko, Psychological Bulletin 83 (1976) 762–765; P. D. Bliese, in Klein and Kozlowski (eds),
/// Multilevel Theory, Research, and Methods in Organizations (2000) 349–381.
public func intraclassCorrelation(_ units: [UnitSums]) -> IntraclassCorrelation? {
    var count = 0
    var n = 0
    var sum: Int128 = 0
    var reciprocals = 0.0
    for unit in units where unit.n != 0 {
        let (persons, first) = n.addingReportingOverflow(unit.n)
        let (total, second) = sum.addingReportingOverflow(unit.sum)
        guard unit.n > 0, !first, !second else { return nil }
        count += 1
        n = persons
        sum = total
        reciprocals += 1 / Double(unit.n)
    }
    guard count >= 2, n > count else { return nil }
    let all = Double(n)
    var between = 0.0
    var within = 0.0
    for unit in units where unit.n != 0 {
        guard unit.sumOfSquares >= 0, let spread = spread(unit.n, unit.sum, unit.sumOfSquares) else { return nil }
        let size = Double(unit.n)
        within += spread / size
        // size · (unit's mean − mean)², the difference exact: N·Σx of the unit − n·Σx of all.
        let distance = difference(UInt128(n), unit.sum, Int128(unit.n), sum) / all
        between += distance * (distance / size)
    }
    let meanSquareBetween = between / Double(count - 1)
    let meanSquareWithin = within / Double(n - count)
    let size = Double(count) / reciprocals
    let variance = meanSquareBetween + (size - 1) * meanSquareWithin
    guard variance > 0, variance.isFinite else { return nil }
    return IntraclassCorrelation(
        icc1: (meanSquareBetween - meanSquareWithin) / variance,
        icc2: meanSquareBetween > 0 ? (meanSquareBetween - meanSquareWithin) / meanSquareBetween : nil,
        meanSquareBetween: meanSquareBetween, meanSquareWithin: meanSquareWithin, size: size, units: count, n: n)
}

/// James, Demaree and Wolf's r_wg of one item in one unit, 0…1: 1 − s² ÷ ((A² − 1) ÷ 12), the sample variance over that
/// of answers spread evenly over A options; less agreement than that counts as none, 0.
///
/// The answers are whole numbers one apart (1…A, say). Nil for fewer than two answers, fewer than two options, and sums
/// that no answers have.
///
/// Source: L. R. James, R. G. Demaree and G. Wolf, Journal of Applied Psychology 69 (1984) 85–98.
public func rwg(_ unit: UnitSums, options: Int) -> Double? {
    guard options >= 2, unit.n >= 2, unit.sumOfSquares >= 0,
        let spread = spread(unit.n, unit.sum, unit.sumOfSquares)
    else { return nil }
    let size = Double(unit.n)
    let steps = Double(options)
    let variance = spread / size / (size - 1)
    return max(0, 1 - variance / ((steps * steps - 1) / 12))
}

/// The median r_wg of the units with two answers or more (type 7); nil without such a unit, and for sums that no answers
/// have.
public func medianRwg(_ units: [UnitSums], options: Int) -> Double? {
    var values: [Double] = []
    for unit in units where unit.n > 1 {
        guard let value = rwg(unit, options: options) else { return nil }
        values.append(value)
    }
    values.sort()
    return medianType7(values)
}

/// James, Demaree and Wolf's r_wg(j) of a scale in one unit, 0…1: with q the mean over its j items of variance ÷ variance
/// of answers spread evenly over the options, j(1 − q) ÷ (j(1 − q) + q); less agreement than that counts as none, 0. Of
/// one item it is `rwg`.
///
/// Nil without items, for an item with fewer than two answers or options, and for sums that no answers have.
public func rwg(items: [(answers: UnitSums, options: Int)]) -> Double? {
    guard !items.isEmpty else { return nil }
    var total = 0.0
    for item in items {
        guard item.options >= 2, item.answers.n >= 2, item.answers.sumOfSquares >= 0,
            let spread = spread(item.answers.n, item.answers.sum, item.answers.sumOfSquares)
        else { return nil }
        let size = Double(item.answers.n)
        let steps = Double(item.options)
        total += spread / size / (size - 1) / ((steps * steps - 1) / 12)
    }
    let count = Double(items.count)
    let ratio = total / count
    return ratio >= 1 ? 0 : count * (1 - ratio) / (count * (1 - ratio) + ratio)
}
