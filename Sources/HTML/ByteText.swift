/// Growing text in UTF-8 with one owner: what a page is written into.
struct ByteText: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var room: Int
    private(set) var count = 0

    init(reserving capacity: Int = 64) {
        room = max(capacity, 1)
        start = .allocate(capacity: room)
    }

    deinit { start.deallocate() }

    /// A copy of the bytes.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == room { grow(1) }
        start[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        if room - count < bytes.count { grow(bytes.count) }
        (start + count).initialize(from: source, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { append($0) }
    }

    private mutating func grow(_ more: Int) {
        let larger = max(room * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.moveInitialize(from: start, count: count)
        start.deallocate()
        start = moved
        room = larger
    }
}

extension ByteText {
    /// Appends `text` so that it is text wherever it lands: `& < > " '` as references, control and direction
    /// characters left out.
    mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var plain = 0
            while plain < utf8.count, Self.isPlain(utf8[plain]) { plain += 1 }
            append(UnsafeBufferPointer(rebasing: utf8[..<plain]))
            if plain < utf8.count { appendWithCare(UnsafeBufferPointer(rebasing: utf8[plain...])) }
        }
    }

    private mutating func appendWithCare(_ utf8: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < utf8.count {
            let byte = utf8[at]
            if Self.isPlain(byte) {
                append(byte)
                at += 1
            } else if byte < 0x80 {
                appendReference(byte)
                at += 1
            } else {
                // Strings hold valid UTF-8 only, so that the first byte tells the length.
                let length = min(byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4, utf8.count - at)
                let scalar = UnsafeBufferPointer(rebasing: utf8[at..<at + length])
                if !Self.isSteering(scalar) { append(scalar) }
                at += length
            }
        }
    }

    private mutating func appendReference(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): append("&amp;")
        case UInt8(ascii: "<"): append("&lt;")
        case UInt8(ascii: ">"): append("&gt;")
        case UInt8(ascii: "\""): append("&quot;")
        case UInt8(ascii: "'"): append("&#39;")
        // Control characters.
        default: break
        }
    }

    private static func isSteering(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var value = UInt32(utf8[0]) & (utf8.count == 2 ? 0x1F : utf8.count == 3 ? 0x0F : 0x07)
        for byte in utf8.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
        return Unicode.Scalar(value)?.isSteering ?? true
    }

    /// ASCII that means itself. Everything from 0x80 on takes the careful way.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        case 0x20..<0x7F, 0x0A: true
        default: false
        }
    }

    /// Appends a number to one decimal without a superfluous `.0`; 0 for what is no number.
    mutating func appendCoordinate(_ value: Double) {
        let tenths = Int((value.finite * 10).rounded())
        if tenths < 0 { append(UInt8(ascii: "-")) }
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        appendDigits(whole)
        if rest != 0 {
            append(UInt8(ascii: "."))
            append(UInt8(48 + rest))
        }
    }

    mutating func appendDigits(_ number: UInt) {
        guard number >= 10 else { return append(UInt8(48 + number)) }
        // Numbers of drawings have three digits at most, as a rule.
        guard number < 1000 else {
            appendDigits(number / 1000)
            return appendThree(number % 1000)
        }
        if number >= 100 { return appendThree(number) }
        append(UInt8(48 + number / 10))
        append(UInt8(48 + number % 10))
    }

    private mutating func appendThree(_ number: UInt) {
        append(UInt8(48 + number / 100))
        append(UInt8(48 + number / 10 % 10))
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
