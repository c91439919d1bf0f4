import CSV
import FuzzSupport

@testable import Ingestion

/// A cell read as a decimal number.
struct NumberCheck {
    private static let thousands: [UInt8] = [0] + Array(" .,'".utf8)
    /// Units and scales that columns have, and the ends of what a pipeline file may say.
    private static let factors: [(numerator: Int64, denominator: Int64)] = [
        (1, 1), (1000, 1), (10_000, 1), (60, 1), (1, 100), (60_000, 1), (3, 7), (1, 100_000_000_000),
        (999_999_999_999, 1), (Int64.max, 1), (1, Int64.max), (Int64.max, 10_000_000_000),
    ]

    private let format: DecimalFormat
    private let numerator: Int64
    private let denominator: Int64

    init(choice: Int, factor: Int) {
        let mark = Array(".,".utf8)[choice & 1]
        let thousands = Self.thousands[(choice >> 1) % Self.thousands.count]
        // A pipeline in which both are the same is refused.
        format = DecimalFormat(
            mark: mark, thousands: thousands == mark ? 0 : thousands, parentheses: choice & 0x40 != 0)
        (numerator, denominator) = Self.factors[factor % Self.factors.count]
    }

    func check(_ field: FieldSpan) {
        let text = Array(field.bytes)
        for isExact in [false, true] {
            let found = format.read(field, numerator: numerator, denominator: denominator, isExact: isExact)
            let expected = read(text, isExact: isExact)
            require(
                found == expected, "\(format), × \(numerator) ÷ \(denominator): found \(found), expected \(expected)")
        }
        checkFactor(text)
    }

    private func read(_ text: [UInt8], isExact: Bool) -> DecimalFormat.Outcome {
        guard let written = WrittenNumber(text, format),
            written.decimals <= 30
        else { return .malformed }
        let significant = written.digits.drop { $0 == 0 }
        guard significant.count <= 19 else { return .malformed }
        // What is divided by has at most 127 bits.
        let bottom = DecimalDigits(denominator).followedByZeros(written.decimals)
        guard !(bottom > DecimalDigits(Int128.max)) else { return .malformed }
        let top = DecimalDigits(significant).multiplied(by: numerator)
        guard !(top > DecimalDigits(Int128.max)) else { return .outOfRange }
        let (whole, wasExact) = top.divided(by: denominator, andTenTo: written.decimals)
        guard wasExact || !isExact else { return .malformed }
        let limit = DecimalDigits(written.isNegative ? Int128(Int64.max) + 1 : Int128(Int64.max))
        guard !(whole > limit), let value = Int64((written.isNegative ? "-" : "") + whole.text) else {
            return .outOfRange
        }
        return .value(value)
    }

    private func checkFactor(_ text: [UInt8]) {
        guard let factor = DecimalFormat.factor(String(decoding: text, as: UTF8.self)) else { return }
        require(factor.numerator > 0 && factor.denominator > 0 && text.count <= 12, "a factor of \(factor)")
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let digits = DecimalDigits(text.filter { $0 != UInt8(ascii: ".") }.map { $0 &- 48 }[...])
        require(digits.text == String(factor.numerator), "a factor of \(factor)")
        let zeros = DecimalDigits(1).followedByZeros(parts.count > 1 ? parts[1].count : 0)
        require(zeros.text == String(factor.denominator), "a factor of \(factor)")
    }
}

/// The parts of a number as the documentation describes it: sign, groups of thousands, decimals.
private struct WrittenNumber {
    var isNegative = false
    var digits: [UInt8] = []
    var decimals = 0

    init?(_ text: [UInt8], _ format: DecimalFormat) {
        var text = text[...]
        if format.parentheses, text.count >= 3, text.first == UInt8(ascii: "("), text.last == UInt8(ascii: ")") {
            isNegative = true
            text = text.dropFirst().dropLast()
        } else if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            text.removeFirst()
        } else if text.starts(with: "\u{2212}".utf8) {
            isNegative = true
            text.removeFirst(3)
        }
        let parts = text.split(separator: format.mark, maxSplits: 1, omittingEmptySubsequences: false)
        guard let groups = Self.groups(parts[0], format.thousands), let first = groups.first, !first.isEmpty else {
            return nil
        }
        let isGrouped = groups.count > 1
        // A group of zeros in front is no thousands.
        if isGrouped,
            first.count > 3 || first.allSatisfy({ $0 == 48 }) || groups.dropFirst().contains(where: { $0.count != 3 })
        {
            return nil
        }
        if parts.count == 2, parts[1].isEmpty { return nil }
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        let all = groups.flatMap { $0 } + fraction
        guard all.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        digits = all.map { $0 - 48 }
        decimals = fraction.count
    }

    /// What stands between the marks; a space may be any of three.
    private static func groups(_ text: ArraySlice<UInt8>, _ thousands: UInt8) -> [[UInt8]]? {
        guard thousands != 0 else { return [Array(text)] }
        var groups: [[UInt8]] = [[]]
        var rest = text
        let marks = thousands == 0x20 ? [[0x20], [0xC2, 0xA0], [0xE2, 0x80, 0xAF]] : [[thousands]]
        while let next = rest.first {
            if let mark = marks.first(where: { rest.starts(with: $0) }) {
                rest.removeFirst(mark.count)
                groups.append([])
            } else {
                groups[groups.count - 1].append(next)
                rest.removeFirst()
            }
        }
        return groups
    }
}
