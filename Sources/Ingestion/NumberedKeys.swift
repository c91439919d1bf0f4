import CSV
import Columnar

/// Keys and checks of ids that end with digits behind a text that they share, as most ids do (`E0012345`). They are found
/// by their number: there is nothing to hash, and the persons of a company lie close together in memory. One text and one
/// number of digits for each length of an id, those of the first id of that length; other ids are not taken.
final class NumberedKeys {
    private static let mostDigits = 6
    /// Above all numbers of so many digits.
    private static let mostNumbers = 1_000_000

    /// What the ids of one length share, and where their numbers stand.
    private struct Shape {
        /// The bytes before the digits, in the words of a `ShortKey`.
        var low: UInt64
        var high: UInt64
        var lowMask: UInt64
        var highMask: UInt64
        /// How the last eight bytes of the id come into one word.
        var lowDown: UInt64
        var lowUp: UInt64
        var highUp: UInt64
        /// The bytes of that word that are digits.
        var digits: UInt64
        /// By number, below `count`.
        var keys: UnsafeMutablePointer<Int64>
        var checks: UnsafeMutablePointer<Int64>
        var count: Int
    }

    /// By the length of the ids.
    private let shapes: UnsafeMutablePointer<Shape>
    /// The memory of the shapes.
    private var tables = [(keys: Buffer<Int64>, checks: Buffer<Int64>)?](repeating: nil, count: 16)
    /// A key that is not known.
    private let nothing = Buffer<Int64>(zeros: 1)

    init() {
        shapes = .allocate(capacity: 16)
        // No id is equal to it under the mask.
        let none = Shape(
            low: 1, high: 0, lowMask: 0, highMask: 0, lowDown: 0, lowUp: 0, highUp: 0, digits: 0,
            keys: nothing.pointer, checks: nothing.pointer, count: 0)
        shapes.initialize(repeating: none, count: 16)
    }

    deinit { shapes.deallocate() }

    /// Where the key of `id` stands, which is 0 when it is not known here. Not read yet, so that many keys can be read
    /// together: they lie too far apart for the near caches. Valid until an id is added.
    @inline(__always)
    func place(_ id: ShortKey) -> UnsafePointer<Int64> {
        let shape = shapes + id.count
        let number = Self.number(id, shape)
        // Above all counts where there is none.
        return UnsafePointer(
            UInt(bitPattern: number) < UInt(bitPattern: shape.pointee.count)
                ? shape.pointee.keys + number : nothing.pointer)
    }

    /// Key and check of `id`; nil when it is not known here.
    func find(_ id: ShortKey) -> (key: Int64, check: Int64)? {
        let shape = shapes + id.count
        let number = Self.number(id, shape)
        guard number >= 0, number < shape.pointee.count, shape.pointee.keys[number] != 0 else { return nil }
        return (shape.pointee.keys[number], shape.pointee.checks[number])
    }

    /// False when the id is not taken.
    func add(_ id: ShortKey, key: Int64, check: Int64) -> Bool {
        // 0 stands for "not known".
        guard key != 0 else { return false }
        if tables[id.count] == nil { learn(id) }
        let shape = shapes + id.count
        let number = Self.number(id, shape)
        guard number >= 0, number < Self.mostNumbers else { return false }
        if number >= shape.pointee.count { grow(id.count, toHold: number) }
        shape.pointee.keys[number] = key
        shape.pointee.checks[number] = check
        return true
    }

    /// The number that `id` ends with; −1 when it is of another shape.
    @inline(__always)
    private static func number(_ id: ShortKey, _ shape: UnsafeMutablePointer<Shape>) -> Int {
        let shape = UnsafePointer(shape)
        guard id.low & shape.pointee.lowMask == shape.pointee.low,
            id.high & shape.pointee.highMask == shape.pointee.high
        else { return -1 }
        let word =
            (id.low &>> shape.pointee.lowDown) &<< shape.pointee.lowUp | (id.high &<< 8) &<< shape.pointee.highUp
        // Each byte as the value of its digit; more than 9 if it is none.
        let digits = (word ^ 0x3030_3030_3030_3030) & shape.pointee.digits
        guard (digits | (digits &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else { return -1 }
        // Eight digits, the first in the lowest byte: pairs, then fours, then all.
        let pairs = digits &* 10 &+ digits &>> 8
        let value =
            (pairs & 0xFF_0000_00FF) &* 0xF_4240_0000_0064 &+ (pairs &>> 16 & 0xFF_0000_00FF) &* 0x2710_0000_0001
        return Int(truncatingIfNeeded: value &>> 32)
    }

    private func learn(_ id: ShortKey) {
        let count = id.count
        let digits = id.withField { field in
            var digits = 0
            while digits < min(count, Self.mostDigits), field.start[count - 1 - digits] &- 48 <= 9 { digits += 1 }
            return digits
        }
        guard digits > 0 else { return }
        let keys = Buffer<Int64>()
        let checks = Buffer<Int64>()
        tables[count] = (keys, checks)
        let text = count - digits
        let lowMask: UInt64 = text >= 8 ? .max : 1 << UInt64(text * 8) - 1
        // With the length in the last byte.
        let highMask: UInt64 = 0xFF << 56 | (text > 8 ? 1 << UInt64((text - 8) * 8) - 1 : 0)
        shapes[count] = Shape(
            low: id.low & lowMask, high: id.high & highMask, lowMask: lowMask, highMask: highMask,
            lowDown: UInt64(max(count - 8, 0) * 8), lowUp: UInt64(max(8 - count, 0) * 8),
            highUp: UInt64(56 - max(count - 8, 0) * 8), digits: UInt64.max << UInt64(64 - digits * 8),
            keys: keys.pointer, checks: checks.pointer, count: 0)
    }

    /// Twice the room at least: numbers mostly rise.
    private func grow(_ length: Int, toHold number: Int) {
        guard let (keys, checks) = tables[length] else { return }
        let count = min(max(number + 1, keys.count * 2, 1024), Self.mostNumbers)
        for table in [keys, checks] {
            table.append(repeating: 0, count: count - table.count)
        }
        shapes[length].keys = keys.pointer
        shapes[length].checks = checks.pointer
        shapes[length].count = count
    }
}
