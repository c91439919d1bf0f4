/// An integer of 0…2³⁸⁴ − 1: sums of products of up to three Int128, held exactly and without allocation.
struct WideInteger {
    private var low: UInt128
    private var middle: UInt128
    private var high: UInt128

    init(_ a: UInt128, _ b: UInt128) {
        let product = a.multipliedFullWidth(by: b)
        low = product.low
        middle = product.high
        high = 0
    }

    init(_ a: UInt128, _ b: UInt128, _ c: UInt128) {
        let first = a.multipliedFullWidth(by: b)
        let bottom = first.low.multipliedFullWidth(by: c)
        let top = first.high.multipliedFullWidth(by: c)
        low = bottom.low
        let (sum, carry) = bottom.high.addingReportingOverflow(top.low)
        middle = sum
        high = top.high &+ (carry ? 1 : 0)
    }

    /// Modulo 2³⁸⁴.
    func adding(_ other: WideInteger) -> WideInteger {
        var result = self
        let (low, first) = low.addingReportingOverflow(other.low)
        let (partial, second) = middle.addingReportingOverflow(other.middle)
        let (middle, third) = partial.addingReportingOverflow(first ? 1 : 0)
        result.low = low
        result.middle = middle
        result.high = high &+ other.high &+ (second || third ? 1 : 0)
        return result
    }

    /// Nil when the other is larger.
    func subtracting(_ other: WideInteger) -> WideInteger? {
        guard (high, middle, low) >= (other.high, other.middle, other.low) else { return nil }
        var result = self
        let (low, first) = low.subtractingReportingOverflow(other.low)
        let (partial, second) = middle.subtractingReportingOverflow(other.middle)
        let (middle, third) = partial.subtractingReportingOverflow(first ? 1 : 0)
        result.low = low
        result.middle = middle
        result.high = high &- other.high &- (second || third ? 1 : 0)
        return result
    }

    /// Correct to about one unit in the last place.
    var double: Double {
        Statistics.double(high) * 0x1p256 + Statistics.double(middle) * 0x1p128 + Statistics.double(low)
    }
}

/// n·p − a·b, exact before it becomes a double; correct to about one unit in the last place.
func difference(_ n: UInt128, _ p: Int128, _ a: Int128, _ b: Int128) -> Double {
    let first = WideInteger(n, p.magnitude)
    let second = WideInteger(a.magnitude, b.magnitude)
    let firstIsNegative = p < 0
    guard firstIsNegative == ((a < 0) != (b < 0)) else {
        let sum = first.adding(second).double
        // The product a·b may be 0 and so of either sign.
        return firstIsNegative ? -sum : sum
    }
    if let magnitude = first.subtracting(second)?.double { return firstIsNegative ? -magnitude : magnitude }
    let magnitude = second.subtracting(first)?.double ?? 0
    return firstIsNegative ? magnitude : -magnitude
}

/// The conversion the generic initializer makes bit by bit, in two halves; correct to about one unit in the last place.
@inline(__always)
func double(_ value: UInt128) -> Double {
    Double(UInt64(truncatingIfNeeded: value >> 64)) * 0x1p64 + Double(UInt64(truncatingIfNeeded: value))
}

@inline(__always)
func double(_ value: Int128) -> Double { value < 0 ? -double(value.magnitude) : double(value.magnitude) }
