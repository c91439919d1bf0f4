import CSV
import Columnar

/// Spellings → numbers, without difference of case. One instance a chunk: spellings once seen are found by their bytes.
final class CodeTable {
    static let unknown: Int32 = -1
    private let codes: [String: Int32]
    private let otherwise: Int32
    private let seen = StringPool()
    private let found = Buffer<Int32>(capacity: 16)
    /// Answers for spellings of one byte; −2 = not asked yet.
    private let single = Buffer<Int32>(capacity: 256)

    /// `otherwise`: the number of spellings that are not listed.
    init(_ codes: [String: Int32], otherwise: Int32) {
        self.codes = codes
        self.otherwise = otherwise
        single.append(repeating: -2, count: 256)
    }

    @inline(__always)
    func number(_ field: FieldSpan) -> Int32 {
        if field.count == 1 {
            let known = single.pointer[Int(field.start[0])]
            if known != -2 { return known }
        }
        return lookUp(field)
    }

    private func lookUp(_ field: FieldSpan) -> Int32 {
        if let code = seen.find(field.bytes) { return found[Int(code)] }
        let number = codes[CanonicalText.folded(String(decoding: field.bytes, as: UTF8.self))] ?? otherwise
        if field.count == 1 { single[Int(field.start[0])] = number }
        // A column of free text must not fill the memory.
        if seen.count < 4096 {
            _ = seen.code(field.bytes)
            found.append(number)
        }
        return number
    }
}
