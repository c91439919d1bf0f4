/// A seeded source of chance: SplitMix64 (Steele, Lea and Flood 2014).
///
/// Every table, and every person within a table, has a stream of its own, so that a change in how one table
/// is written never moves the numbers of another.
struct RandomStream {
    private var state: UInt64

    init(seed: UInt64, stream: String, index: Int = 0) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in stream.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        state = Self.mix(seed &+ Self.mix(hash)) &+ Self.mix(UInt64(truncatingIfNeeded: index) &+ hash)
    }

    /// The finaliser of SplitMix64: a bijection on 64 bits, so different inputs never meet.
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mix(state)
    }

    /// A whole number in 0 ..< bound; 0 where bound is below 2.
    mutating func below(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A whole number in a closed range.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// A number in [0, 1) with 53 random bits.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// About standard normal: the sum of four uniform numbers, from one draw. No library function is involved,
    /// so the value is the same on every machine.
    mutating func bell() -> Double {
        let bits = next()
        let sum = (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48)
        return (Double(sum) / 65536 - 2) * 1.732_050_8
    }

    /// An index into `weights`, drawn in proportion to them.
    mutating func pick(_ weights: [Double]) -> Int {
        var rest = unit() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return max(0, weights.count - 1)
    }
}
