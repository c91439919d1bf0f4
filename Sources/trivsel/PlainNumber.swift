/// Numbers as exports print them.
enum PlainNumber {
    /// The shortest text that reads back to the same double, without exponent and without a needless `.0`; nil for what
    /// is no number.
    static func text(_ value: Double) -> String? {
        guard value.isFinite else { return nil }
        var shortest = Array(value.description.utf8)
        let minus = shortest.first == UInt8(ascii: "-")
        if minus { shortest.removeFirst() }
        var exponent = 0
        if let mark = shortest.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(String(decoding: shortest[(mark + 1)...], as: UTF8.self)) ?? 0
            shortest.removeSubrange(mark...)
        }
        let point = shortest.firstIndex(of: UInt8(ascii: ".")) ?? shortest.count
        var digits = shortest.filter { $0 != UInt8(ascii: ".") }
        // Digits before the point, once the exponent is taken in.
        var whole = point + exponent
        while let first = digits.first, first == UInt8(ascii: "0"), whole > 1 {
            digits.removeFirst()
            whole -= 1
        }
        while digits.count > max(whole, 1), digits.last == UInt8(ascii: "0") { digits.removeLast() }
        var text = minus ? "-" : ""
        if whole <= 0 {
            if digits.allSatisfy({ $0 == UInt8(ascii: "0") }) { return text + "0" }
            text += "0." + String(repeating: "0", count: -whole) + String(decoding: digits, as: UTF8.self)
        } else if whole >= digits.count {
            text += String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: whole - digits.count)
        } else {
            text +=
                String(decoding: digits[..<whole], as: UTF8.self) + "."
                + String(decoding: digits[whole...], as: UTF8.self)
        }
        return text
    }
}
