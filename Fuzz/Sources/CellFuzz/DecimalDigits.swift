/// A whole number as its decimal digits, computed with as at school.
struct DecimalDigits {
    /// Without zeros in front; none for 0.
    private var digits: [UInt8]

    init(_ digits: ArraySlice<UInt8>) { self.digits = Array(digits.drop { $0 == 0 }) }

    init(_ number: some FixedWidthInteger) { self.init(String(number).utf8.map { $0 - 48 }[...]) }

    var text: String { digits.isEmpty ? "0" : digits.map(String.init).joined() }

    static func > (a: DecimalDigits, b: DecimalDigits) -> Bool {
        if a.digits.count != b.digits.count { return a.digits.count > b.digits.count }
        return b.digits.lexicographicallyPrecedes(a.digits)
    }

    func followedByZeros(_ count: Int) -> DecimalDigits {
        DecimalDigits((digits + [UInt8](repeating: 0, count: count))[...])
    }

    func multiplied(by factor: Int64) -> DecimalDigits {
        var product: [UInt8] = []
        var carry = UInt128(0)
        for digit in digits.reversed() {
            carry += UInt128(digit) * UInt128(factor)
            product.append(UInt8(carry % 10))
            carry /= 10
        }
        while carry > 0 {
            product.append(UInt8(carry % 10))
            carry /= 10
        }
        return DecimalDigits(product.reversed()[...])
    }

    /// Divided by `divisor` and by ten to the power `places`, rounded half to even; and whether there was nothing to round.
    func divided(by divisor: Int64, andTenTo places: Int) -> (DecimalDigits, isExact: Bool) {
        var quotient: [UInt8] = []
        var rest = UInt128(0)
        for digit in digits {
            rest = rest * 10 + UInt128(digit)
            quotient.append(UInt8(rest / UInt128(divisor)))
            rest %= UInt128(divisor)
        }
        quotient.insert(contentsOf: [UInt8](repeating: 0, count: max(places - quotient.count, 0)), at: 0)
        let kept = quotient.dropLast(places)
        let dropped = quotient.suffix(places)
        // What is dropped against one half: −1, 0 or 1.
        var side: Int
        if let first = dropped.first {
            side = first > 5 || first == 5 && (rest > 0 || dropped.dropFirst().contains { $0 > 0 }) ? 1 : -1
            if side < 0, first == 5 { side = 0 }
        } else {
            side = (rest * 2 > UInt128(divisor) ? 1 : 0) - (rest * 2 < UInt128(divisor) ? 1 : 0)
        }
        let isOdd = (kept.last ?? 0) % 2 == 1
        let isRoundedUp = side > 0 || side == 0 && isOdd
        let isExact = rest == 0 && dropped.allSatisfy { $0 == 0 }
        return (isRoundedUp ? DecimalDigits(kept).next : DecimalDigits(kept), isExact)
    }

    private var next: DecimalDigits {
        var next = [0] + digits
        var place = next.count - 1
        while next[place] == 9 {
            next[place] = 0
            place -= 1
        }
        next[place] += 1
        return DecimalDigits(next[...])
    }
}
