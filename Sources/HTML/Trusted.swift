/// Markup that goes out as it is. It can only be made from a literal in this program's source, never from data.
public struct Trusted: Sendable {
    /// The exact bytes.
    public let bytes: [UInt8]

    public init(_ literal: StaticString) {
        bytes = literal.withUTF8Buffer { Array($0) }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Both, one after the other.
    public static func + (first: Trusted, second: Trusted) -> Trusted { Trusted(bytes: first.bytes + second.bytes) }

    /// A colour as `#rrggbb`, from numbers.
    public static func colour(red: UInt8, green: UInt8, blue: UInt8) -> Trusted {
        var bytes: [UInt8] = [UInt8(ascii: "#")]
        for value in [red, green, blue] {
            for nibble in [value >> 4, value & 15] { bytes.append(nibble < 10 ? 48 + nibble : 87 + nibble) }
        }
        return Trusted(bytes: bytes)
    }
}
