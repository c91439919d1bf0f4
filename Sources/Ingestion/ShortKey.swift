import CSV
import Glibc

/// Up to 15 bytes as two words that are compared at once; the length stands in the last byte.
struct ShortKey: BitwiseCopyable {
    var low: UInt64
    var high: UInt64

    /// Nil for no bytes and for more than 15.
    @inline(__always)
    init?(_ field: FieldSpan) {
        let count = field.count
        guard count > 0, count < 16 else { return nil }
        let bytes = UnsafeRawPointer(field.start)
        var low: UInt64
        var high: UInt64 = 0
        if count >= 8 {
            low = bytes.loadUnaligned(as: UInt64.self)
            // The last eight bytes, without those that are in the first word.
            let shift = UInt64(16 &- count) &* 8
            high = shift == 64 ? 0 : bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self) &>> shift
        } else if count >= 4 {
            let first = UInt64(bytes.loadUnaligned(as: UInt32.self))
            let last = UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            low = first | last &<< (UInt64(count &- 4) &* 8)
        } else {
            low = UInt64(field.start[0])
            if count > 1 { low |= UInt64(field.start[1]) &<< 8 }
            if count > 2 { low |= UInt64(field.start[2]) &<< 16 }
        }
        self.low = low
        self.high = high | UInt64(count) &<< 56
    }
}

/// Short byte strings → values, one probe of one place in memory for most. The hash is keyed by chance, so that no export
/// can be made to collide on purpose. Not for two threads at once.
final class ShortKeyTable<Value: BitwiseCopyable> {
    private struct Slot {
        /// Without a length: free.
        var key: ShortKey
        var value: Value
    }
    /// Behind a pointer, so that reading it costs no check for overlapping access.
    private struct State {
        var slots: UnsafeMutablePointer<Slot>
        var mask: Int
        var count: Int
        var seed: UInt64
        /// Keeps the loads of `locate` from being left out.
        var touched: UInt64 = 0
    }

    private let state: UnsafeMutablePointer<State>
    private let absent: Value

    /// `absent` fills free slots and is never given out.
    init(absent: Value, capacity: Int = 64) {
        self.absent = absent
        state = .allocate(capacity: 1)
        state.initialize(
            to: State(
                slots: Self.free(capacity, absent), mask: capacity - 1, count: 0,
                seed: UInt64.random(in: 1...UInt64.max)))
    }

    deinit {
        state.pointee.slots.deallocate()
        state.deallocate()
    }

    var count: Int { state.pointee.count }

    /// Changes when all places change.
    var capacity: Int { state.pointee.mask + 1 }

    @inline(__always)
    func find(_ key: ShortKey) -> Value? { find(key, from: Int32(truncatingIfNeeded: hash(key) & state.pointee.mask)) }

    /// `place` as `locate` gave it.
    @inline(__always)
    func find(_ key: ShortKey, from place: Int32) -> Value? {
        let slots = state.pointee.slots
        let mask = state.pointee.mask
        var slot = Int(place)
        while true {
            let found = slots[slot].key
            if found.low == key.low, found.high == key.high { return slots[slot].value }
            if found.high == 0 { return nil }
            slot = (slot &+ 1) & mask
        }
    }

    /// Where to look for each of many keys. Fetches these places, so that the waits for memory overlap; `find` then has
    /// them near.
    func locate(_ keys: UnsafePointer<ShortKey>, _ count: Int, into places: UnsafeMutablePointer<Int32>) {
        let slots = state.pointee.slots
        let mask = state.pointee.mask
        var sum: UInt64 = 0
        for i in 0..<count {
            let slot = hash(keys[i]) & mask
            places[i] = Int32(truncatingIfNeeded: slot)
            sum ^= slots[slot].key.high
        }
        state.pointee.touched = sum
    }

    /// `key` is not there yet.
    func add(_ key: ShortKey, _ value: Value) {
        if state.pointee.count * 2 > state.pointee.mask { grow() }
        insert(key, value)
        state.pointee.count += 1
    }

    func removeAll() {
        for i in 0...state.pointee.mask { state.pointee.slots[i].key.high = 0 }
        for i in 0...state.pointee.mask { state.pointee.slots[i].key.low = 0 }
        state.pointee.count = 0
    }

    private func insert(_ key: ShortKey, _ value: Value) {
        var slot = hash(key) & state.pointee.mask
        while state.pointee.slots[slot].key.high != 0 { slot = (slot + 1) & state.pointee.mask }
        state.pointee.slots[slot] = Slot(key: key, value: value)
    }

    private func grow() {
        let old = state.pointee.slots
        let size = state.pointee.mask + 1
        let factor = size < 1 << 18 ? 4 : 2
        state.pointee.slots = Self.free(size * factor, absent)
        state.pointee.mask = size * factor - 1
        for i in 0..<size where old[i].key.high != 0 { insert(old[i].key, old[i].value) }
        old.deallocate()
    }

    private static func free(_ capacity: Int, _ absent: Value) -> UnsafeMutablePointer<Slot> {
        let size = capacity * MemoryLayout<Slot>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: size >= 1 << 21 ? 1 << 21 : 64)
        // Probes are scattered: with large pages they find their addresses at once.
        if size >= 1 << 21 { madvise(memory, size, MADV_HUGEPAGE) }
        let slots = memory.bindMemory(to: Slot.self, capacity: capacity)
        slots.initialize(repeating: Slot(key: .none, value: absent), count: capacity)
        return slots
    }

    @inline(__always) private func hash(_ key: ShortKey) -> Int {
        let product = (key.low ^ state.pointee.seed).multipliedFullWidth(by: key.high ^ 0x9E37_79B9_7F4A_7C15)
        let mixed = (product.high ^ product.low) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed &>> 20)
    }
}

extension ShortKey {
    /// The key of no bytes.
    static var none: ShortKey { ShortKey(low: 0, high: 0) }
    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    var isNone: Bool { high == 0 }

    /// Number of bytes.
    var count: Int { Int(truncatingIfNeeded: high &>> 56) }

    /// The bytes again.
    func withField<T>(_ body: (FieldSpan) -> T) -> T {
        let count = count
        return withUnsafeBytes(of: (low.littleEndian, (high & 0x00FF_FFFF_FFFF_FFFF).littleEndian)) { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { bytes in
                body(FieldSpan(start: bytes.baseAddress.unsafelyUnwrapped, count: count))
            }
        }
    }
}
