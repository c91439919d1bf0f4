internal import Columnar

/// Cells by a number that names their place: an open table of numbers over plain columns, 75 bytes a cell or so.
///
/// Filled by one thread, then only read.
final class CellTable: @unchecked Sendable {
    private static let places: [SuppressionReason: UInt8] = {
        var places: [SuppressionReason: UInt8] = [:]
        for (place, reason) in SuppressionReason.allCases.enumerated() { places[reason] = UInt8(place) }
        return places
    }()

    private var slots: UnsafeMutablePointer<Int32>
    private var capacity: Int
    private let keys = Buffer<UInt64>()
    private let value = Buffer<Double>()
    private let numerator = Buffer<Double>()
    private let denominator = Buffer<Double>()
    private let low = Buffer<Double>()
    private let high = Buffer<Double>()
    private let n = Buffer<Int32>()
    /// Which of value, numerator, denominator, low, high and n are there (bits 0–5); from 64 on: the reason's place + 64.
    private let state = Buffer<UInt8>()

    init(expecting cells: Int = 0) {
        capacity = 64
        while capacity < cells * 2 { capacity *= 2 }
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: -1, count: capacity)
        for column in [value, numerator, denominator, low, high] { column.reserve(cells) }
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
            value.append(0)
            numerator.append(0)
            denominator.append(0)
            low.append(0)
            high.append(0)
            n.append(0)
            state.append(0)
        }
        switch cell {
        case .suppressed(let reason):
            state[row] = 64 + (Self.places[reason] ?? 0)
        case .published(let figure):
            var bits: UInt8 = 0
            if let number = figure.value {
                value[row] = number
                bits |= 1
            }
            if let number = figure.numerator {
                numerator[row] = number
                bits |= 2
            }
            if let number = figure.denominator {
                denominator[row] = number
                bits |= 4
            }
            if let number = figure.low {
                low[row] = number
                bits |= 8
            }
            if let number = figure.high {
                high[row] = number
                bits |= 16
            }
            if let persons = figure.n {
                n[row] = Int32(clamping: persons)
                bits |= 32
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
        return .published(
            Figure(
                value: bits & 1 != 0 ? value[row] : nil, numerator: bits & 2 != 0 ? numerator[row] : nil,
                denominator: bits & 4 != 0 ? denominator[row] : nil, n: bits & 32 != 0 ? Int(n[row]) : nil,
                low: bits & 8 != 0 ? low[row] : nil, high: bits & 16 != 0 ? high[row] : nil))
    }
}
