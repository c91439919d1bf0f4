extension [UInt8] {
    /// Appends `text` so that it is text wherever it lands: `& < > " '` as references, control and direction
    /// characters left out.
    mutating func appendEscaped(_ text: String) {
        var text = text
        let isPlain = text.withUTF8 { utf8 in
            for byte in utf8 where !Self.plain[Int(byte)] { return false }
            append(contentsOf: utf8)
            return true
        }
        if isPlain { return }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": append(contentsOf: "&amp;".utf8)
            case "<": append(contentsOf: "&lt;".utf8)
            case ">": append(contentsOf: "&gt;".utf8)
            case "\"": append(contentsOf: "&quot;".utf8)
            case "'": append(contentsOf: "&#39;".utf8)
            default: if !scalar.isSteering { append(contentsOf: UTF8.encode(scalar) ?? .init()) }
            }
        }
    }

    /// ASCII that means itself. Everything from 0x80 on takes the careful way.
    private static let plain: [Bool] = (0..<256).map { code in
        guard let byte = UInt8(exactly: code), (0x20..<0x7F).contains(byte) || byte == 0x0A else { return false }
        return !"&<>\"'".utf8.contains(byte)
    }

    /// Appends a number to one decimal without a superfluous `.0`; 0 for what is no number.
    mutating func appendCoordinate(_ value: Double) {
        let tenths = Int((value.finite * 10).rounded())
        if tenths < 0 { append(UInt8(ascii: "-")) }
        let size = tenths.magnitude
        appendDigits(size / 10)
        if size % 10 != 0 {
            append(UInt8(ascii: "."))
            append(UInt8(48 + size % 10))
        }
    }

    private mutating func appendDigits(_ number: UInt) {
        if number >= 10 { appendDigits(number / 10) }
        append(UInt8(48 + number % 10))
    }
}

extension Unicode.Scalar {
    /// Control characters, direction marks, embeddings and isolates, byte-order marks and non-characters.
    var isSteering: Bool {
        switch value {
        case 0x0A: false
        case 0...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB: true
        default: value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value)
        }
    }
}
