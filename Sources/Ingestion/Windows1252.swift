/// Windows-1252 to UTF-8.
enum Windows1252 {
    /// Code points of 0x80…0x9F; 0 where the encoding has none.
    private static let upper: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Writes at most three bytes for each byte of `bytes`. The offset of a byte that has no character, or nil.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, into: UnsafeMutablePointer<UInt8>, written: inout Int
    ) -> Int? {
        var count = 0
        for (place, byte) in bytes.enumerated() {
            var scalar = UInt32(byte)
            if byte < 0x80 {
                into[count] = byte
                count += 1
                continue
            }
            if byte < 0xA0 {
                scalar = upper[Int(byte) - 0x80]
                guard scalar != 0 else { return place }
            }
            if scalar < 0x800 {
                into[count] = UInt8(0xC0 | scalar >> 6)
                into[count + 1] = UInt8(0x80 | scalar & 0x3F)
                count += 2
            } else {
                into[count] = UInt8(0xE0 | scalar >> 12)
                into[count + 1] = UInt8(0x80 | scalar >> 6 & 0x3F)
                into[count + 2] = UInt8(0x80 | scalar & 0x3F)
                count += 3
            }
        }
        written = count
        return nil
    }
}
