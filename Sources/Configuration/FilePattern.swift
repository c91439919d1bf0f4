/// Glob patterns on file names: `*` any characters, `?` one.
public enum FilePattern {
    public static func matches(_ name: String, _ pattern: String) -> Bool {
        let name = Array(name.unicodeScalars)
        let pattern = Array(pattern.unicodeScalars)
        var n = 0
        var p = 0
        /// Where to go back to: the last star and the name position tried for it.
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                p += 1
                n += 1
            } else if let back = star {
                star = (back.pattern, back.name + 1)
                p = back.pattern + 1
                n = back.name + 1
            } else {
                return false
            }
        }
        while p < pattern.count, pattern[p] == "*" { p += 1 }
        return p == pattern.count
    }

    /// The first date `yyyy-mm-dd` in a file name.
    public static func date(in name: String) -> String? {
        let bytes = Array(name.utf8)
        guard bytes.count >= 10 else { return nil }
        for start in 0...(bytes.count - 10) {
            let part = bytes[start..<(start + 10)]
            let isDate = part.enumerated().allSatisfy { place, byte in
                place == 4 || place == 7 ? byte == 0x2D : byte >= 48 && byte <= 57
            }
            if isDate { return String(decoding: part, as: UTF8.self) }
        }
        return nil
    }
}
