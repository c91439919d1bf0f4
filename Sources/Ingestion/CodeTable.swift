import CSV
import Columnar

/// Spellings → numbers, without difference of case. One instance a chunk: spellings once seen are found by their bytes.
final class CodeTable {
    static let unknown: Int32 = -1
    static let notAsked: Int32 = -2
    private let codes: [String: Int32]
    private let otherwise: Int32
    private let short = ShortKeyTable<Int32>(absent: -1)
    private let long = StringPool()
    private let longNumbers = Buffer<Int32>(capacity: 16)
    /// Numbers of spellings of one byte, or `notAsked`.
    let single: UnsafeMutablePointer<Int32>

    /// `otherwise`: the number of spellings that are not listed.
    init(_ codes: [String: Int32], otherwise: Int32) {
        self.codes = codes
        self.otherwise = otherwise
        single = .allocate(capacity: 256)
        single.initialize(repeating: Self.notAsked, count: 256)
    }

    deinit { single.deallocate() }

    func number(_ field: FieldSpan) -> Int32 {
        if field.count == 1 {
            let known = single[Int(field.start[0])]
            if known != Self.notAsked { return known }
        } else if let key = ShortKey(field), let known = short.find(key) {
            return known
        }
        return lookUp(field)
    }

    private func lookUp(_ field: FieldSpan) -> Int32 {
        if field.count > 15, let code = long.find(field.bytes) { return longNumbers[Int(code)] }
        let number = codes[CanonicalText.folded(String(decoding: field.bytes, as: UTF8.self))] ?? otherwise
        if field.count == 1 {
            single[Int(field.start[0])] = number
        } else if let key = ShortKey(field), short.count < 4096 {
            // A column of free text must not fill the memory.
            short.add(key, number)
        } else if field.count > 15, long.count < 4096 {
            _ = long.code(field.bytes)
            longNumbers.append(number)
        }
        return number
    }
}
