import CSV
import Columnar
@_spi(_Unicode) import Swift

/// Text as it is kept: blanks around it removed, and in Unicode's composed form (NFC), so that two spellings of one
/// department are one.
enum CanonicalText {
    /// Whether `bytes` are kept as they are.
    static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var union: UInt8 = 0
        for byte in bytes { union |= byte }
        return union < 128
    }

    static func composed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var result = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self)._nfc { result.append(scalar) }
        return Array(String(result).utf8)
    }

    /// How codes and headers are compared: composed, trimmed, without difference of case.
    static func folded(_ text: String) -> String {
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest.lowercased()
    }
}

/// The texts of one column of one chunk.
final class TextPool {
    let pool = StringPool()
    private let short = ShortKeyTable<Int32>(absent: -1)
    /// Code of the bytes as found → code of their composed form.
    private let canonical = Buffer<Int32>(capacity: 256)
    /// What the texts are.
    enum Kind { case prose, words, ids }
    private var kind = Kind.words
    /// Of the column, where it holds ids.
    private var header: [UInt8] = []
    private var allowsTotals = true

    /// The raw value of a `DoubtfulWord` where the text is one.
    @inline(__always)
    func code(_ field: FieldSpan) -> Int32 {
        guard let key = ShortKey(field) else { return longCode(field.bytes, isCell: true) }
        if let known = short.find(key) { return known }
        let code = longCode(field.bytes, isCell: true)
        short.add(key, code)
        return code
    }

    /// Before the first text. In `ids` words for totals are refused unless `allowsTotals`.
    func expect(_ kind: Kind, header: String, allowsTotals: Bool) {
        self.kind = kind
        self.header = Array(header.utf8)
        self.allowsTotals = allowsTotals
    }

    private func doubt(_ bytes: UnsafeRawBufferPointer) -> DoubtfulWord? {
        guard kind != .prose else { return nil }
        if kind == .ids, bytes.count == header.count, bytes.elementsEqual(header) { return .header }
        guard let doubtful = DoubtfulWord(bytes, isID: kind == .ids) else { return nil }
        return doubtful == .total && allowsTotals ? nil : doubtful
    }

    func code(_ text: String) -> Int32 {
        var text = text
        return text.withUTF8 { longCode(UnsafeRawBufferPointer($0), isCell: false) }
    }

    private func longCode(_ bytes: UnsafeRawBufferPointer, isCell: Bool) -> Int32 {
        let before = pool.count
        // Words are looked at before they are known: none of them is kept.
        if isCell, pool.find(bytes) == nil, let doubtful = doubt(bytes) { return doubtful.rawValue }
        let code = pool.code(bytes)
        if pool.count > before {
            var kept = code
            if !CanonicalText.isPlain(bytes) {
                let composed = CanonicalText.composed(bytes)
                kept = composed.withUnsafeBytes { pool.code($0) }
            }
            canonical.append(kept)
            if pool.count > Int(code) + 1 { canonical.append(kept) }
        }
        return canonical[Int(code)]
    }
}
