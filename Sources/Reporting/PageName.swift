internal import Digests

/// File names made from department ids: injective, the same on every run, safe on every file system.
enum PageName {
    /// Letters are written in lower case, digits, `-` and `_` as they are, every other byte of the UTF-8 as `~hh`.
    /// Which letters were capitals follows after a dot, so that ids that differ only in case stay apart where the file
    /// system does not tell case: `osl.u` for `OSL` (all), `ab.x2` for `aB` (bits of the letters, first letter lowest).
    /// Ids that would grow beyond 80 characters become `~~` and their SHA-256, which no other id can produce.
    static func slug(_ id: String) throws -> String {
        var bytes: [UInt8] = []
        var capitals: [Bool] = []
        // Names that Windows keeps for devices, whatever the ending, get their first letter escaped.
        let isReserved = reserved.contains(id.lowercased())
        for (position, byte) in id.utf8.enumerated() {
            switch byte {
            case _ where isReserved && position == 0: bytes.append(contentsOf: escape(byte))
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                bytes.append(byte)
                capitals.append(false)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                bytes.append(byte + 32)
                capitals.append(true)
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): bytes.append(byte)
            default: bytes.append(contentsOf: escape(byte))
            }
        }
        if bytes.isEmpty { return "~" }
        if capitals.contains(true) {
            bytes.append(contentsOf: capitals.contains(false) ? Array(".x".utf8) + hexBits(capitals) : Array(".u".utf8))
        }
        if bytes.count > 80 {
            return try "~~" + SHA256.hex(Array(id.utf8).withUnsafeBytes { try SHA256.digest($0) })
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexBits(_ bits: [Bool]) -> [UInt8] {
        stride(from: 0, to: bits.count, by: 4).reversed().map { start in
            let nibble = (0..<4).reduce(UInt8(0)) { sum, offset in
                start + offset < bits.count && bits[start + offset] ? sum | 1 << UInt8(offset) : sum
            }
            return nibble < 10 ? 48 + nibble : 87 + nibble
        }
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "~")] + [byte >> 4, byte & 15].map { $0 < 10 ? 48 + $0 : 87 + $0 }
    }

    private static let reserved: Set<String> = {
        var names: Set<String> = ["con", "prn", "aux", "nul"]
        for number in 0...9 { names.formUnion(["com\(number)", "lpt\(number)"]) }
        return names
    }()
}
