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
    /// Code of the bytes as found → code of their composed form.
    private let canonical = Buffer<Int32>(capacity: 256)
    private var last: Int32 = -1
    private var lastBytes = UnsafeRawBufferPointer(start: nil, count: 0)

    func code(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        // Neighbouring rows often repeat a text.
        if lastBytes.count == bytes.count, last >= 0, same(lastBytes, bytes) { return canonical[Int(last)] }
        let before = pool.count
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
        last = code
        lastBytes = pool.bytes(code)
        return canonical[Int(code)]
    }

    func code(_ text: String) -> Int32 {
        var text = text
        return text.withUTF8 { code(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always) private func same(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        var i = 0
        let count = a.count
        while i &+ 8 <= count {
            if a.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                != b.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            {
                return false
            }
            i &+= 8
        }
        while i < count {
            if a[i] != b[i] { return false }
            i &+= 1
        }
        return true
    }
}
