/// Byte strings ↔ dense `Int32` codes in first-seen order. Open addressing over one arena.
///
/// The codes depend on the order of first sight alone. The hash is keyed by chance for each pool, so that no
/// export can be made to collide on purpose. At most 2^31 − 1 strings. Not for use by two threads while one adds.
public final class StringPool: @unchecked Sendable {
    /// Upper half: the hash; lower half: code + 1, 0 = free.
    @exclusivity(unchecked) private var slots: UnsafeMutablePointer<UInt64>
    @exclusivity(unchecked) private var mask: Int
    private let arena = Buffer<UInt8>(capacity: 1024)
    /// `ends[c]` is where string c begins; one more at the end.
    private let starts = Buffer<Int>(capacity: 64)
    private let seed: UInt64

    /// The number of different strings.
    @exclusivity(unchecked) public private(set) var count = 0

    public init() {
        mask = 63
        slots = .allocate(capacity: 64)
        slots.initialize(repeating: 0, count: 64)
        starts.append(0)
        seed = UInt64.random(in: 1...UInt64.max)
    }

    deinit { slots.deallocate() }

    /// The code of `bytes`, new if they were never seen.
    public func code(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        let tag = hash(bytes)
        var slot = Int(tag) & mask
        while true {
            let entry = slots[slot]
            if entry == 0 { break }
            if entry >> 32 == UInt64(tag), equals(Int(entry & 0xFFFF_FFFF) - 1, bytes) {
                return Int32(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
            }
            slot = (slot + 1) & mask
        }
        let code = count
        precondition(code < Int(Int32.max), "more than 2^31 different strings")
        if let base = bytes.baseAddress {
            arena.append(
                contentsOf: UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: bytes.count))
        }
        starts.append(arena.count)
        count += 1
        slots[slot] = UInt64(tag) << 32 | UInt64(code + 1)
        if count * 2 > mask { grow() }
        return Int32(code)
    }

    /// The code of the UTF-8 of `s`, new if it was never seen.
    public func code(_ s: String) -> Int32 {
        var s = s
        return s.withUTF8 { code(UnsafeRawBufferPointer($0)) }
    }

    /// The code of `bytes` if they were seen before.
    public func find(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        let tag = hash(bytes)
        var slot = Int(tag) & mask
        while true {
            let entry = slots[slot]
            if entry == 0 { return nil }
            if entry >> 32 == UInt64(tag), equals(Int(entry & 0xFFFF_FFFF) - 1, bytes) {
                return Int32(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
            }
            slot = (slot + 1) & mask
        }
    }

    /// The code of the UTF-8 of `s` if it was seen before.
    public func find(_ s: String) -> Int32? {
        var s = s
        return s.withUTF8 { find(UnsafeRawBufferPointer($0)) }
    }

    /// The bytes of `code`, valid until the next string is added. No bytes for a code never given out.
    public func bytes(_ code: Int32) -> UnsafeRawBufferPointer {
        guard code >= 0, Int(code) < count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let start = starts[Int(code)]
        return UnsafeRawBufferPointer(start: arena.pointer + start, count: starts[Int(code) + 1] - start)
    }

    /// The text of `code`; bytes that are not UTF-8 are shown as U+FFFD.
    public func string(_ code: Int32) -> String { String(decoding: bytes(code), as: UTF8.self) }

    private func equals(_ code: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        let start = starts[code]
        guard starts[code + 1] - start == bytes.count else { return false }
        let known = UnsafeRawPointer(arena.pointer + start)
        var i = 0
        while i + 8 <= bytes.count {
            let a = known.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            let b = bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            if a != b { return false }
            i += 8
        }
        while i < bytes.count {
            if known.load(fromByteOffset: i, as: UInt8.self) != bytes[i] { return false }
            i += 1
        }
        return true
    }

    /// Folded 64 × 64 → 128 bit products over 8 bytes at a time.
    private func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var state = seed ^ (UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15)
        var i = 0
        while i + 8 <= bytes.count {
            state = Self.fold(state ^ bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self), 0xE703_7ED1_A0B4_28DB)
            i += 8
        }
        if i < bytes.count {
            var last: UInt64 = 0
            while i < bytes.count {
                last = last << 8 | UInt64(bytes[i])
                i += 1
            }
            state = Self.fold(state ^ last, 0x8EBC_6AF0_9C88_C6E3)
        }
        return UInt32(truncatingIfNeeded: Self.fold(state ^ seed, 0x5899_65CC_7537_4CC3) >> 16)
    }

    @inline(__always) private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    private func grow() {
        let oldSlots = slots
        let oldCount = mask + 1
        mask = oldCount * 2 - 1
        slots = .allocate(capacity: oldCount * 2)
        slots.initialize(repeating: 0, count: oldCount * 2)
        for i in 0..<oldCount where oldSlots[i] != 0 {
            var slot = Int(oldSlots[i] >> 32) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = oldSlots[i]
        }
        oldSlots.deallocate()
    }
}
