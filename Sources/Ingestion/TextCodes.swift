import CSV
import Columnar

/// Texts of many chunks → codes. Those of a chunk are looked up together, so that the waits for memory overlap.
final class TextCodes {
    static let unknown: Int32 = -1

    private(set) var pool = StringPool()
    /// Codes of the texts of up to 15 bytes once more: one place in memory a text instead of three.
    private let short = ShortKeyTable<Int32>(absent: TextCodes.unknown)
    // Scratch of `codes`.
    private let keys = Buffer<ShortKey>()
    private let places = Buffer<Int32>()

    /// Forgets the texts and keeps the memory.
    func empty() {
        pool = StringPool()
        short.removeAll()
    }

    /// The code of a text, new if it was never seen.
    func code(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        guard let key = Self.key(bytes) else { return pool.code(bytes) }
        return short.find(key) ?? add(key, bytes)
    }

    /// The codes of all of `texts` in their order, new ones for those never seen.
    func codes(of texts: StringPool) -> Buffer<Int32> {
        look(up: texts) { key, bytes in key.map { add($0, bytes) } ?? pool.code(bytes) }
    }

    /// The codes of all of `texts` in their order, `unknown` for those never seen.
    func knownCodes(of texts: StringPool) -> Buffer<Int32> {
        look(up: texts) { key, bytes in key == nil ? pool.find(bytes) ?? Self.unknown : Self.unknown }
    }

    /// `other` gives the code of a text that is long, without a key, or that is not known.
    @inline(__always)
    private func look(up texts: StringPool, _ other: (ShortKey?, UnsafeRawBufferPointer) -> Int32) -> Buffer<Int32> {
        let count = texts.count
        let codes = Buffer<Int32>(capacity: count)
        keys.removeAll()
        for code in 0..<count { keys.append(Self.key(texts.bytes(Int32(truncatingIfNeeded: code))) ?? .none) }
        places.reserve(count)
        // Until all are found: after a text that is new, the table may have grown and the places are others.
        while codes.count < count {
            let start = codes.count
            let capacity = short.capacity
            short.locate(keys.pointer + start, count - start, into: places.pointer)
            while codes.count < count, short.capacity == capacity {
                let key = keys[codes.count]
                let known = key.isNone ? nil : short.find(key, from: places.pointer[codes.count - start])
                codes.append(
                    known ?? other(key.isNone ? nil : key, texts.bytes(Int32(truncatingIfNeeded: codes.count))))
            }
        }
        return codes
    }

    private func add(_ key: ShortKey, _ bytes: UnsafeRawBufferPointer) -> Int32 {
        let code = pool.code(bytes)
        short.add(key, code)
        return code
    }

    private static func key(_ bytes: UnsafeRawBufferPointer) -> ShortKey? {
        guard let base = bytes.baseAddress else { return nil }
        return ShortKey(FieldSpan(start: base.assumingMemoryBound(to: UInt8.self), count: bytes.count))
    }
}
