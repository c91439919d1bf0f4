import CSV

/// Decimal numbers from bytes to whole numbers of a fixed unit, exactly, without floating point.
struct DecimalFormat: Equatable {
    var mark: UInt8
    /// 0 = none declared.
    var thousands: UInt8
    /// `(5)` is −5.
    var parentheses = false

    enum Outcome: Equatable {
        case value(Int64)
        case malformed
        case outOfRange
    }

    /// The number × `numerator` ÷ `denominator`, rounded half to even, or malformed where `isExact` and there is something
    /// to round. At most 19 significant digits.
    func read(_ field: FieldSpan, numerator: Int64, denominator: Int64, isExact: Bool = false) -> Outcome {
        readWithExcess(field, numerator: numerator, denominator: denominator, isExact: isExact).outcome
    }

    /// `read`, and the side on which the number lay before it was rounded: 1 above, −1 below, 0 where it is exact.
    @inline(__always)
    func readWithExcess(
        _ field: FieldSpan, numerator: Int64, denominator: Int64, isExact: Bool
    ) -> (outcome: Outcome, excess: Int) {
        var at = field.start
        var end = at + field.count
        var isNegative = false
        if parentheses, field.count >= 3, at[0] == UInt8(ascii: "("), at[field.count - 1] == UInt8(ascii: ")") {
            isNegative = true
            at += 1
            end -= 1
            // A sign within them says nothing that can be trusted.
            guard at[0] >= 48, at[0] <= 57 else { return (.malformed, 0) }
        } else if at < end, at[0] == UInt8(ascii: "-") || at[0] == UInt8(ascii: "+") {
            isNegative = at[0] == UInt8(ascii: "-")
            at += 1
        } else if end - at >= 3, at[0] == 0xE2, at[1] == 0x88, at[2] == 0x92 {
            // U+2212, the minus of typesetters.
            isNegative = true
            at += 3
        }
        var mantissa: UInt64 = 0
        var decimals = 0
        var digits = 0
        var wholeDigits = 0
        var inFraction = false
        /// Digits since the last thousands mark; −1 before the first mark.
        var group = -1
        while at < end {
            let byte = at[0]
            let value = byte &- 48
            if value <= 9 {
                if mantissa > 0 || value > 0 { digits += 1 }
                guard digits <= 19 else { return (.malformed, 0) }
                let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(UInt64(value))
                guard !overflow, !carry else { return (.malformed, 0) }
                mantissa = sum
                if inFraction { decimals += 1 } else { wholeDigits += 1 }
                if group >= 0, !inFraction { group += 1 }
                at += 1
            } else if byte == mark, !inFraction, wholeDigits > 0 {
                guard group < 0 || group == 3 else { return (.malformed, 0) }
                inFraction = true
                at += 1
            } else if let length = thousandsLength(at, end), !inFraction, wholeDigits > 0 {
                // `0,123` begins no thousands: the other mark stands for decimals here.
                guard group == 3 || (group < 0 && wholeDigits <= 3 && mantissa > 0) else { return (.malformed, 0) }
                group = 0
                at += length
            } else {
                return (.malformed, 0)
            }
        }
        guard wholeDigits > 0, !inFraction || decimals > 0, inFraction || group < 0 || group == 3, decimals <= 30 else {
            return (.malformed, 0)
        }
        var bottom = Int128(denominator)
        for _ in 0..<decimals {
            let (product, overflow) = bottom.multipliedReportingOverflow(by: 10)
            guard !overflow else { return (.malformed, 0) }
            bottom = product
        }
        let (top, overflow) = Int128(mantissa).multipliedReportingOverflow(by: Int128(numerator))
        guard !overflow else { return (.outOfRange, 0) }
        var whole = top / bottom
        let rest = top - whole * bottom
        if isExact, rest != 0 { return (.malformed, 0) }
        var excess = rest == 0 ? 0 : 1
        if rest > bottom - rest || (rest == bottom - rest && whole & 1 == 1) {
            whole += 1
            excess = -1
        }
        guard let result = Int64(exactly: isNegative ? -whole : whole) else { return (.outOfRange, 0) }
        return (.value(result), isNegative ? -excess : excess)
    }

    /// Bytes of the thousands mark at `at`. A declared space stands for the no-break spaces too.
    @inline(__always)
    private func thousandsLength(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
        guard thousands != 0 else { return nil }
        if at[0] == thousands { return 1 }
        guard thousands == 0x20 else { return nil }
        if end - at >= 2, at[0] == 0xC2, at[1] == 0xA0 { return 2 }
        if end - at >= 3, at[0] == 0xE2, at[1] == 0x80, at[2] == 0xAF { return 3 }
        return nil
    }
}

extension DecimalFormat {
    /// `0.01` as 1 ÷ 100: a factor of a source description. Nil when it is no positive decimal.
    static func factor(_ text: String) -> (numerator: Int64, denominator: Int64)? {
        var numerator: Int64 = 0
        var denominator: Int64 = 1
        var inFraction = false
        guard !text.isEmpty, text.utf8.count <= 12 else { return nil }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), !inFraction {
                inFraction = true
            } else if byte >= 48, byte <= 57 {
                numerator = numerator * 10 + Int64(byte - 48)
                if inFraction { denominator *= 10 }
            } else {
                return nil
            }
        }
        return numerator > 0 ? (numerator, denominator) : nil
    }
}
