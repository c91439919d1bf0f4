internal import Digests

/// File names made from department ids: injective, the same on every run, safe on every file system.
enum PageName {
    /// Lower-case letters, digits, `-` and `_` stand for themselves; every other byte of the UTF-8 is written `~hh`,
    /// so that two ids that differ only in case stay apart where the file system does not tell case. Ids that would
    /// grow beyond 80 characters are replaced by `~~` and their SHA-256, which no other id can produce.
    static func slug(_ id: String) throws -> String {
        var bytes: [UInt8] = []
        for byte in id.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                bytes.append(byte)
            default: bytes.append(contentsOf: escape(byte))
            }
        }
        if bytes.isEmpty { return "~" }
        if bytes.count > 80 {
            return try "~~" + SHA256.hex(Array(id.utf8).withUnsafeBytes { try SHA256.digest($0) })
        }
        // Names that Windows keeps for devices, whatever the ending.
        if reserved.contains(String(decoding: bytes, as: UTF8.self)), let first = bytes.first {
            bytes.replaceSubrange(0...0, with: escape(first))
        }
        return String(decoding: bytes, as: UTF8.self)
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
