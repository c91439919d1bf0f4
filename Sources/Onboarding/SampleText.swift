import Configuration
import Ingestion

/// A sample as text, with the encoding that its bytes speak for.
struct SampleText {
    /// UTF-8 without a byte order mark.
    private(set) var head: [UInt8] = []
    private(set) var middles: [[UInt8]] = []
    private(set) var tail: [UInt8] = []
    private(set) var encoding: Decision<SourceDescription.Encoding>
    /// Where most lines are UTF-8 and some are not: what those are in.
    private(set) var fallback: Decision<SourceDescription.Encoding>?

    init(_ sample: ExportSample) {
        let parts = [sample.head] + sample.middles + [sample.tail]
        var skipped = 0
        (encoding, skipped) = Self.encoding(of: parts)
        if encoding.value == nil || encoding.value == .windows1252, let mixed = Self.mixed(parts) {
            encoding = mixed.encoding
            fallback = mixed.fallback
            head = Self.decodedByLine(sample.head)
            middles = sample.middles.map { Self.decodedByLine(Self.whole($0, .utf8)) }
            tail = Self.decodedByLine(Self.whole(sample.tail, .utf8))
            return
        }
        let chosen = encoding.value ?? .windows1252
        head = Self.decoded(Array(sample.head.dropFirst(skipped)), chosen)
        middles = sample.middles.map { Self.decoded(Self.whole($0, chosen), chosen) }
        tail = Self.decoded(Self.whole(sample.tail, chosen), chosen)
    }

    // MARK: which encoding

    private static func encoding(
        of parts: [[UInt8]]
    ) -> (encoding: Decision<SourceDescription.Encoding>, skipped: Int) {
        let head = parts.first ?? []
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            return (Decision(.utf8, "begins with the byte order mark of UTF-8"), 3)
        }
        if head.starts(with: [0xFF, 0xFE]) { return (Decision(.utf16LE, "begins with the byte order mark FF FE"), 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (Decision(.utf16BE, "begins with the byte order mark FE FF"), 2) }
        if let byZeros = wide(head) { return (byZeros, 0) }
        let high = parts.reduce(0) { $0 + $1.count { $0 >= 0x80 } }
        let isUTF8 = parts.enumerated().allSatisfy { place, part in
            let text = place == 0 ? cutEnd(part) : whole(part, .utf8)
            return String(validating: text, as: UTF8.self) != nil
        }
        if isUTF8 {
            return (
                Decision(
                    .utf8,
                    high == 0
                        ? "plain ASCII in what was looked at" : "valid UTF-8, \(Plural.of(high, "byte")) beyond ASCII"),
                0
            )
        }
        return (narrow(parts, high), 0)
    }

    /// UTF-16 without a mark: text of the west has a zero in every second byte.
    private static func wide(_ head: [UInt8]) -> Decision<SourceDescription.Encoding>? {
        let pairs = min(head.count, 8192) / 2
        guard pairs >= 4 else { return nil }
        var even = 0
        var odd = 0
        for pair in 0..<pairs {
            if head[pair * 2] == 0 { even += 1 }
            if head[pair * 2 + 1] == 0 { odd += 1 }
        }
        if odd * 10 >= pairs * 7, even * 10 < pairs {
            return Decision(.utf16LE, "no mark; every second byte is 0 in \(odd) of \(pairs) pairs")
        }
        if even * 10 >= pairs * 7, odd * 10 < pairs {
            return Decision(.utf16BE, "no mark; every first byte is 0 in \(even) of \(pairs) pairs")
        }
        return nil
    }

    /// UTF-8 with some lines in another encoding, as where exports were put together. Text of another encoding is hardly
    /// ever UTF-8 by chance.
    private static func mixed(
        _ parts: [[UInt8]]
    ) -> (encoding: Decision<SourceDescription.Encoding>, fallback: Decision<SourceDescription.Encoding>)? {
        var inUTF8 = 0
        var others: [[UInt8]] = []
        for (place, part) in parts.enumerated() {
            let text = place == 0 ? cutEnd(part) : whole(part, .utf8)
            for line in text.split(whereSeparator: { $0 == 10 || $0 == 13 }) where line.contains(where: { $0 >= 0x80 })
            {
                if String(validating: line, as: UTF8.self) != nil { inUTF8 += 1 } else { others.append(Array(line)) }
            }
        }
        guard inUTF8 > others.count else { return nil }
        let counts = "\(Plural.of(inUTF8, "line")) beyond ASCII in UTF-8, \(Plural.of(others.count, "line")) not"
        let high = others.reduce(0) { $0 + $1.count { $0 >= 0x80 } }
        return (Decision(.utf8, counts), narrow(others, high))
    }

    private static func decodedByLine(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            if !text.isEmpty || line.startIndex > bytes.startIndex { text.append(10) }
            text += String(validating: line, as: UTF8.self) != nil ? Array(line) : decoded(Array(line), .windows1252)
        }
        return text
    }

    /// One byte a character: which of three encodings that differ in few places.
    private static func narrow(_ parts: [[UInt8]], _ high: Int) -> Decision<SourceDescription.Encoding> {
        var counts = [Int](repeating: 0, count: 256)
        for part in parts { for byte in part { counts[Int(byte)] += 1 } }
        func total(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 + counts[Int($1)] } }
        let undefined = total([0x81, 0x8D, 0x8F, 0x90, 0x9D] as [UInt8])
        let controls = total(0x80...0x9F)
        let differing = total([0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE] as [UInt8])
        let letters = total(0xC0...0xFF) - total([0xD7, 0xF7] as [UInt8]) + differing
        let all = "\(Plural.of(high, "byte")) beyond ASCII, no UTF-8"
        guard undefined == 0, letters * 2 >= high else {
            return Decision(
                question: "windows-1252, iso-8859-1 or iso-8859-15? \(all); \(letters) of them would be letters, "
                    + "\(undefined) no character of windows-1252. It may be another encoding: export as UTF-8")
        }
        if controls > 0 {
            return Decision(.windows1252, "\(all); \(controls) of them are characters of windows-1252 alone")
        }
        if differing > 0 {
            return Decision(
                question: "windows-1252 or iso-8859-15? \(all); \(differing) of them differ between the two (¤ and €, "
                    + "¨ and š …): open the file and look")
        }
        return Decision(.windows1252, "\(all); all of them read the same in iso-8859-1 and -15")
    }

    // MARK: decoding

    /// A block from the middle without the halves of characters at its ends.
    private static func whole(_ block: [UInt8], _ encoding: SourceDescription.Encoding) -> [UInt8] {
        guard encoding == .utf8 else { return block }
        let cut = block.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
        return cutEnd(Array(block.dropFirst(cut)))
    }

    /// Without a character that the end of the block cuts.
    private static func cutEnd(_ block: [UInt8]) -> [UInt8] {
        for back in 1...3 where back <= block.count {
            let byte = block[block.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? Array(block.dropLast(back)) : block
        }
        return block
    }

    private static func decoded(_ bytes: [UInt8], _ encoding: SourceDescription.Encoding) -> [UInt8] {
        switch encoding {
        case .utf8: return bytes
        case .utf16LE, .utf16BE:
            var units: [UInt16] = []
            units.reserveCapacity(bytes.count / 2)
            for place in stride(from: 0, to: bytes.count - 1, by: 2) {
                let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
                units.append(encoding == .utf16LE ? second << 8 | first : first << 8 | second)
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        case .windows1252, .latin1, .latin9:
            let upper = SingleByteEncoding.upper(encoding) ?? []
            var text = String.UnicodeScalarView()
            for byte in bytes {
                // What the encoding does not have stays what it is: nobody is told of it here.
                let scalar = byte < 0x80 ? 0 : upper[Int(byte) - 0x80]
                text.append(Unicode.Scalar(scalar == 0 ? UInt16(byte) : scalar) ?? Unicode.Scalar(byte))
            }
            return Array(String(text).utf8)
        }
    }
}

/// What was decided, with the evidence; or a question that only a person can answer.
struct Decision<Value: Equatable & Sendable>: Equatable, Sendable {
    /// Nil: an open question.
    var value: Value?
    /// Why, or what has to be known; counts and line numbers, never a cell.
    var evidence: String

    init(_ value: Value, _ evidence: String) {
        self.value = value
        self.evidence = evidence
    }

    init(question: String) { evidence = question }
}

/// `1 date`, `118 dates`.
enum Plural {
    static func of(_ count: Int, _ word: String, _ many: String? = nil) -> String {
        "\(Grouped.text(count)) \(count == 1 ? word : many ?? word + "s")"
    }
}

/// `1,234,567`.
enum Grouped {
    static func text(_ number: Int) -> String {
        var digits = Array(String(number))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }
}
