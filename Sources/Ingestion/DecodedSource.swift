import CSV
public import Configuration

/// Characters of encodings of one byte.
public enum SingleByteEncoding {
    private static let windowsUpper: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Code points of bytes 0x80…0xFF; 0 where the encoding has no character. The control characters that ISO 8859 has
    /// at 0x80…0x9F are none that an export holds: a file with such bytes is in another encoding. Nil for an encoding of
    /// more bytes.
    public static func upper(_ encoding: SourceDescription.Encoding) -> [UInt16]? {
        var table = [UInt16](repeating: 0, count: 32) + (0xA0...0xFF).map { UInt16($0) }
        switch encoding {
        case .windows1252: table.replaceSubrange(0..<32, with: windowsUpper)
        case .latin1: break
        case .latin9:
            for (byte, scalar) in [
                (0xA4, 0x20AC), (0xA6, 0x0160), (0xA8, 0x0161), (0xB4, 0x017D), (0xB8, 0x017E), (0xBC, 0x0152),
                (0xBD, 0x0153), (0xBE, 0x0178),
            ] { table[byte - 0x80] = UInt16(scalar) }
        case .utf8, .utf16LE, .utf16BE: return nil
        }
        return table
    }
}

/// Text in an encoding of one byte → UTF-8. With `onlyOtherLines`, lines that are UTF-8 stay as they are: an export that
/// was put together from two systems is read line by line in the encoding that each line has.
final class SingleByteSource: BlockSource {
    private let encoding: SourceDescription.Encoding
    private let upper: [UInt16]
    private let onlyOtherLines: Bool
    private let name: String
    private var block = [UInt8](repeating: 0, count: 64 << 10)
    /// Bytes of `block` that wait for the end of their line.
    private var kept = 0
    private var offset = 0
    /// Lines that were not UTF-8.
    private(set) var otherLines = 0

    /// Nil for an encoding of more bytes. `name` is the file's, for messages.
    init?(
        _ source: any ByteSource, _ encoding: SourceDescription.Encoding, onlyOtherLines: Bool, name: String
    ) {
        guard let upper = SingleByteEncoding.upper(encoding) else { return nil }
        self.encoding = encoding
        self.upper = upper
        self.onlyOtherLines = onlyOtherLines
        self.name = name
        super.init(source)
    }

    override func fill() throws -> Bool {
        let room = block.count - kept
        let got = try block.withUnsafeMutableBytes { bytes in
            try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[kept...]))
        }
        let isEnd = got < room
        let filled = kept + got
        try block.withUnsafeBytes { bytes in
            var taken = 0
            if onlyOtherLines {
                while taken < filled {
                    var end = taken
                    while end < filled, bytes[end] != 10, bytes[end] != 13 { end += 1 }
                    // A line that is longer than the block is taken as far as it goes.
                    if end == filled, !isEnd, taken > 0 { break }
                    if end < filled { end += 1 }
                    let line = UnsafeRawBufferPointer(rebasing: bytes[taken..<end])
                    if ByteScan.firstInvalidUTF8(line) == nil {
                        made.append(contentsOf: line)
                    } else {
                        otherLines += 1
                        try decode(line, at: offset + taken)
                    }
                    taken = end
                }
            } else {
                try decode(UnsafeRawBufferPointer(rebasing: bytes[0..<filled]), at: offset)
                taken = filled
            }
            kept = filled - taken
            offset += taken
        }
        if kept > 0 { block.replaceSubrange(0..<kept, with: block[(filled - kept)..<filled]) }
        if isEnd, kept > 0 { return true }
        return !isEnd
    }

    private func decode(_ bytes: UnsafeRawBufferPointer, at start: Int) throws {
        made.reserveCapacity(made.count + bytes.count * 3)
        for (place, byte) in bytes.enumerated() {
            guard byte >= 0x80 else {
                made.append(byte)
                continue
            }
            let scalar = upper[Int(byte) - 0x80]
            guard scalar != 0 else {
                throw IngestError.refused(
                    "\(name): byte \(start + place): found a byte that is no character of \(encoding.rawValue), expected "
                        + "\(encoding.rawValue); declare the encoding that the export has")
            }
            made.append(utf8: UInt32(scalar))
        }
    }
}

/// UTF-16 → UTF-8.
final class UTF16Source: BlockSource {
    private let isBigEndian: Bool
    private let name: String
    private var block = [UInt8](repeating: 0, count: 64 << 10)
    private var offset = 0
    private var high: UInt32 = 0

    /// `name` is the file's, for messages.
    init(_ source: any ByteSource, isBigEndian: Bool, name: String) {
        self.isBigEndian = isBigEndian
        self.name = name
        super.init(source)
    }

    override func fill() throws -> Bool {
        let got = try block.withUnsafeMutableBytes { try source.read(into: $0) }
        guard got % 2 == 0 else { throw refusal(got - 1, "half a character at the end") }
        made.reserveCapacity(got / 2 * 3)
        for place in stride(from: 0, to: got, by: 2) {
            let unit =
                isBigEndian
                ? UInt32(block[place]) << 8 | UInt32(block[place + 1])
                : UInt32(block[place + 1]) << 8 | UInt32(block[place])
            switch unit {
            case 0xD800...0xDBFF:
                guard high == 0 else { throw refusal(place, "half a surrogate pair") }
                high = unit
            case 0xDC00...0xDFFF:
                guard high != 0 else { throw refusal(place, "half a surrogate pair") }
                made.append(utf8: 0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00))
                high = 0
            default:
                guard high == 0 else { throw refusal(place, "half a surrogate pair") }
                made.append(utf8: unit)
            }
        }
        offset += got
        let isEnd = got < block.count
        if isEnd, high != 0 { throw refusal(got, "half a surrogate pair") }
        return !isEnd
    }

    private func refusal(_ place: Int, _ found: String) -> IngestError {
        .refused(
            "\(name): byte \(offset + place): found \(found), expected UTF-16; deliver it again, or declare the encoding "
                + "that the export has")
    }
}

extension [UInt8] {
    /// Appends a scalar that is no surrogate.
    mutating func append(utf8 scalar: UInt32) {
        func low(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case 0..<0x80: append(UInt8(scalar))
        case 0x80..<0x800: append(contentsOf: [UInt8(0xC0 | scalar >> 6), low(0)])
        case 0x800..<0x10000: append(contentsOf: [UInt8(0xE0 | scalar >> 12), low(6), low(0)])
        default: append(contentsOf: [UInt8(0xF0 | scalar >> 18 & 7), low(12), low(6), low(0)])
        }
    }
}
