import Glibc

/// Bits ↔ bytes, least significant bit first, eight rows at a time.
enum BitPacking {
    private static let lowBits: UInt64 = 0x0101_0101_0101_0101

    /// How many of the `count` bytes have their lowest bit set.
    static func count(_ flags: UnsafePointer<UInt8>, count: Int) -> Int {
        let raw = UnsafeRawPointer(flags)
        var sum = 0
        var i = 0
        while i + 8 <= count {
            sum &+= (raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) & lowBits).nonzeroBitCount
            i += 8
        }
        while i < count {
            sum &+= Int(flags[i] & 1)
            i += 1
        }
        return sum
    }

    /// Packs the lowest bit of each byte; returns the bytes written. The bits after the last are 0.
    static func pack(_ flags: UnsafePointer<UInt8>, count: Int, into target: UnsafeMutableRawPointer) -> Int {
        let raw = UnsafeRawPointer(flags)
        var i = 0
        while i + 8 <= count {
            // Byte j holds its bit at 8j; the product moves it to 56 + j.
            let bits = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self).littleEndian & lowBits
            let byte = UInt8(truncatingIfNeeded: (bits &* 0x0102_0408_1020_4080) >> 56)
            target.storeBytes(of: byte, toByteOffset: i >> 3, as: UInt8.self)
            i += 8
        }
        if i < count {
            var byte: UInt8 = 0
            for j in i..<count { byte |= (flags[j] & 1) << UInt8(j - i) }
            target.storeBytes(of: byte, toByteOffset: i >> 3, as: UInt8.self)
        }
        return (count + 7) / 8
    }

    /// One byte, 0 or 1, for each of the `count` bits. `target` has room for `count` rounded up to eight.
    static func unpack(_ bits: UnsafeRawPointer, count: Int, into target: UnsafeMutableRawPointer) {
        for group in 0..<((count + 7) / 8) {
            let byte = bits.load(fromByteOffset: group, as: UInt8.self)
            // Byte j keeps bit j alone; adding 0x7F carries any bit to the top.
            let spread = (UInt64(byte) &* lowBits) & 0x8040_2010_0804_0201
            let flags = ((spread &+ 0x7F7F_7F7F_7F7F_7F7F) >> 7) & lowBits
            target.storeBytes(of: flags.littleEndian, toByteOffset: group * 8, as: UInt64.self)
        }
    }
}

/// Stamps that begin as 0, from the system's zeroed pages.
final class ZeroedStamps {
    let base: UnsafeMutablePointer<UInt32>

    init(count: Int) {
        guard let memory = calloc(max(count, 1), 4) else { preconditionFailure("out of memory") }
        base = memory.bindMemory(to: UInt32.self, capacity: max(count, 1))
    }

    deinit { free(base) }
}

enum UTF8Check {
    /// Whether `bytes` are well-formed UTF-8.
    static func holds(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var i = 0
        while i + 8 <= bytes.count, bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
            i += 8
        }
        while i < bytes.count, bytes[i] < 0x80 { i += 1 }
        if i == bytes.count { return true }
        return String(validating: bytes[i...], as: UTF8.self) != nil
    }
}
