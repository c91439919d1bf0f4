/// The different numbers of a column in the order in which they are met, and each row's place among them.
///
/// Counts of small groups and what is worked out from them repeat: a code of one or two bytes stands for eight. Where
/// they turn out to be too many the column is left as it is; the first rows tell.
struct RepeatedNumbers<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable> {
    /// Codes of at most 16 bits, and a table that stays in a core's own cache.
    private static var most: Int { 1 << 14 }
    private static var slotBits: Int { 15 }

    /// `[code]`: the bits of each number.
    let numbers: ByteBlock
    private(set) var count = 0
    /// `[place among the present rows]`.
    let codes: ByteBlock

    /// Nil where codes would take no less room than the numbers.
    init?(_ values: UnsafePointer<Bits>, _ valid: UnsafePointer<UInt8>?, rowCount: Int, present: Int) {
        let width = MemoryLayout<Bits>.size
        numbers = ByteBlock(capacity: Self.most * width)
        // One more: the code of an absent row is written and then overwritten.
        codes = ByteBlock(capacity: (present + 1) * 2)
        let slots = ByteBlock(capacity: 2 << Self.slotBits)
        slots.base.initializeMemory(as: UInt8.self, repeating: 0, count: 2 << Self.slotBits)
        // A slot holds a code plus one; 0 is free.
        let table = slots.base.assumingMemoryBound(to: UInt16.self)
        let known = numbers.base.assumingMemoryBound(to: Bits.self)
        let written = codes.base.assumingMemoryBound(to: UInt16.self)
        var next = 0
        var last: (number: Bits, code: UInt16)?
        for row in 0..<rowCount {
            if let valid, valid[row] & 1 == 0 { continue }
            let number = values[row]
            if let last, last.number == number {
                written[next] = last.code
                next += 1
                continue
            }
            var slot = Self.slot(number)
            while table[slot] != 0, known[Int(table[slot]) - 1] != number {
                slot = (slot + 1) & (1 << Self.slotBits - 1)
            }
            if table[slot] == 0 {
                guard count < Self.most else { return nil }
                known[count] = number
                count += 1
                table[slot] = UInt16(truncatingIfNeeded: count)
            }
            let code = table[slot] - 1
            written[next] = code
            next += 1
            last = (number, code)
        }
        guard count * width + present * codeWidth / 8 < present * width else { return nil }
        numbers.count = count * width
        codes.count = next * 2
    }

    /// Bits a code in the page: 8 or 16.
    var codeWidth: Int { count <= 1 << 8 ? 8 : 16 }

    @inline(__always)
    private static func slot(_ number: Bits) -> Int {
        Int(truncatingIfNeeded: (UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - slotBits))
    }
}
