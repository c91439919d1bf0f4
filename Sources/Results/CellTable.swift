internal import Columnar

/// Cells by a number that names their place: an open table of numbers over plain columns, 75 bytes a cell or so.
///
/// Filled by one thread, then only read.
final class CellTable: @unchecked Sendable {
    private var slots: UnsafeMutablePointer<Int32>
    private var capacity: Int
    private let keys = Buffer<UInt64>()
    private let values = (0..<5).map { _ in Buffer<Double>() }
    private let n = Buffer<Int32>()
    /// Which of value, numerator, denominator, low, high and n are there (bits 0–5); from 64 on: the reason's place + 64.
    private let state = Buffer<UInt8>()

    init(expecting cells: Int = 0) {
        capacity = 64
        while capacity < cells * 2 { capacity *= 2 }
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: -1, count: capacity)
        for column in values { column.reserve(cells) }
        keys.reserve(cells)
        n.reserve(cells)
        state.reserve(cells)
    }

    deinit { slots.deallocate() }

    @inline(__always)
    private func place(_ key: UInt64) -> Int {
        var hash = key &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
        var at = Int(truncatingIfNeeded: hash) & (capacity - 1)
        while slots[at] >= 0, keys[Int(slots[at])] != key { at = (at + 1) & (capacity - 1) }
        return at
    }

    private func grow() {
        slots.deallocate()
        capacity *= 2
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: -1, count: capacity)
        for row in 0..<keys.count { slots[place(keys[row])] = Int32(row) }
    }

    /// Sets a cell; of two at one place the later one stands.
    func set(_ key: UInt64, _ cell: Disclosed) {
        if keys.count * 2 >= capacity { grow() }
        let at = place(key)
        let isNew = slots[at] < 0
        let row = isNew ? keys.count : Int(slots[at])
        if isNew {
            slots[at] = Int32(row)
            keys.append(key)
            for column in values { column.append(0) }
            n.append(0)
            state.append(0)
        }
        switch cell {
        case .suppressed(let reason):
            state[row] = 64 + UInt8(SuppressionReason.allCases.firstIndex(of: reason) ?? 0)
        case .published(let figure):
            var bits: UInt8 = 0
            func put(_ place: Int, _ number: Double?) {
                values[place][row] = number ?? 0
                if number != nil { bits |= 1 << UInt8(place) }
            }
            put(0, figure.value)
            put(1, figure.numerator)
            put(2, figure.denominator)
            put(3, figure.low)
            put(4, figure.high)
            if let persons = figure.n {
                n[row] = Int32(clamping: persons)
                bits |= 1 << 5
            }
            state[row] = bits
        }
    }

    subscript(key: UInt64) -> Disclosed? {
        let at = place(key)
        guard slots[at] >= 0 else { return nil }
        let row = Int(slots[at])
        let bits = state[row]
        if bits >= 64 { return .suppressed(SuppressionReason.allCases[Int(bits) - 64]) }
        func number(_ place: Int) -> Double? { bits >> UInt8(place) & 1 == 1 ? values[place][row] : nil }
        return .published(
            Figure(
                value: number(0), numerator: number(1), denominator: number(2),
                n: bits >> 5 & 1 == 1 ? Int(n[row]) : nil, low: number(3), high: number(4)))
    }
}
