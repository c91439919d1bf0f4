/// a·d − b·c, exact before it becomes a double: the numerator of a ÷ c − b ÷ d, 0 exactly when the two are equal.
func exactDifference(_ a: Int128, _ c: Int128, _ b: Int128, _ d: Int128) -> Double {
    let first = WideInteger(a.magnitude, d.magnitude)
    let second = WideInteger(b.magnitude, c.magnitude)
    let negative = (a < 0) != (d < 0)
    guard negative == ((b < 0) != (c < 0)) else {
        let sum = first.adding(second).double
        return negative ? -sum : sum
    }
    let size = first.subtracting(second)?.double ?? -(second.subtracting(first)?.double ?? 0)
    return negative ? -size : size
}

/// The sum of numbers of at least `least`; nil for a smaller one and when it does not fit.
func total(_ values: [Int128], least: Int128 = .min) -> Int128? {
    var result: Int128 = 0
    for value in values {
        let (next, overflow) = result.addingReportingOverflow(value)
        if overflow || value < least { return nil }
        result = next
    }
    return result
}
