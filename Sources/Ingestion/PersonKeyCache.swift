import CSV
import Columnar
import Digests

/// Ids of one id space → keys. HMAC-SHA-256(key, id space ‖ 0 ‖ id): the first 8 bytes, big-endian, are the key, the
/// second 8 the check. Each id is hashed once; one instance a thread; bounded.
final class PersonKeyCache {
    struct Entry {
        var key: Int64
        var check: Int64
        /// Why the id is none: a number in scientific notation, or a word.
        var stop: CellStop?
    }

    private static let maximumEntries = 1 << 18
    private let mac: HMACSHA256
    private let prefix: [UInt8]
    private let remembers: Bool
    private let numbered = NumberedKeys()
    private let short = ShortKeyTable<Pair>(absent: Pair(key: 0, check: 0))
    private var ids = StringPool()
    private let entries = Buffer<Pair>(capacity: 64)
    private let tag = UnsafeMutableRawBufferPointer.allocate(byteCount: HMACSHA256.tagLength, alignment: 8)

    private struct Pair: BitwiseCopyable {
        var key: Int64
        var check: Int64
    }

    /// `remembers: false` for ids that are all different.
    init(key: [UInt8], idSpace: String, remembers: Bool) throws {
        mac = try HMACSHA256(key: key)
        prefix = Array(idSpace.utf8) + [0]
        self.remembers = remembers
    }

    deinit { tag.deallocate() }

    /// Where the key of `id` stands if it is found by its number; 0 stands there if it is not.
    @inline(__always) func place(_ id: ShortKey) -> UnsafePointer<Int64> { numbered.place(id) }

    /// Gives the entry of each of `ids`, which are known to be none in scientific notation. False when libcrypto fails.
    /// `places` is scratch of their number.
    @inline(__always)
    func entries(
        _ ids: UnsafePointer<ShortKey>, _ count: Int, places: UnsafeMutablePointer<Int32>,
        _ body: (Int, Entry) -> Void
    ) -> Bool {
        var found = 0
        // Until all are found: after an id that is new, the table may have grown and the places are others.
        while found < count {
            short.locate(ids + found, count - found, into: places)
            let start = found
            while found < count {
                let id = ids[found]
                if let known = short.find(id, from: places[found &- start]) {
                    body(found, Entry(key: known.key, check: known.check))
                    found &+= 1
                } else {
                    let capacity = short.capacity
                    guard let made = addShort(id) else { return false }
                    body(found, made)
                    found &+= 1
                    if short.capacity != capacity { break }
                }
            }
        }
        return true
    }

    private func addShort(_ id: ShortKey) -> Entry? {
        // Found by its number after all where it was new a few records before.
        if let known = numbered.find(id) { return Entry(key: known.key, check: known.check) }
        guard let made = id.withField({ make($0) }) else { return nil }
        if made.stop != nil { return made }
        if numbered.add(id, key: made.key, check: made.check) { return made }
        if short.count >= Self.maximumEntries { short.removeAll() }
        short.add(id, Pair(key: made.key, check: made.check))
        return made
    }

    /// Nil when libcrypto fails.
    func entry(_ id: FieldSpan) -> Entry? { remembers ? longEntry(id) : make(id) }

    private func longEntry(_ id: FieldSpan) -> Entry? {
        if let code = ids.find(id.bytes) {
            let known = entries[Int(code)]
            return Entry(key: known.key, check: known.check)
        }
        guard let made = make(id), made.stop == nil else { return make(id) }
        if ids.count >= Self.maximumEntries {
            ids = StringPool()
            entries.removeAll()
        }
        _ = ids.code(id.bytes)
        entries.append(Pair(key: made.key, check: made.check))
        return made
    }

    private func make(_ id: FieldSpan) -> Entry? {
        if Self.isScientific(id) { return Entry(key: 0, check: 0, stop: .badKey) }
        if let word = DoubtfulWord(id: id.bytes) { return Entry(key: 0, check: 0, stop: word.stop) }
        if CanonicalText.isPlain(id.bytes) { return hash(id.bytes) }
        return CanonicalText.composed(id.bytes).withUnsafeBytes { hash($0) }
    }

    private func hash(_ id: UnsafeRawBufferPointer) -> Entry? {
        let isDone = prefix.withUnsafeBytes { prefix in
            do throws(DigestError) {
                try mac.tag(prefix, id, into: tag)
                return true
            } catch {
                return false
            }
        }
        guard isDone else { return nil }
        let first = tag.load(as: UInt64.self).bigEndian
        let second = tag.load(fromByteOffset: 8, as: UInt64.self).bigEndian
        return Entry(key: Int64(bitPattern: first), check: Int64(bitPattern: second))
    }

    /// `1,23E+05`: what a spreadsheet makes of a long number. The digits behind it are lost.
    @inline(__always)
    static func isScientific(_ id: FieldSpan) -> Bool {
        let count = id.count
        guard count >= 4, id.start[0] &- 48 <= 9 else { return false }
        for back in 2...4 where id.start[count &- back] == 0x2B || id.start[count &- back] == 0x2D {
            return hasExponent(id)
        }
        return false
    }

    private static func hasExponent(_ id: FieldSpan) -> Bool {
        var i = 0
        var digits = 0
        while i < id.count, id.start[i] >= 48 && id.start[i] <= 57 || id.start[i] == 0x2E || id.start[i] == 0x2C {
            digits += 1
            i += 1
        }
        guard digits > 0, i + 2 < id.count, id.start[i] | 0x20 == UInt8(ascii: "e"),
            id.start[i + 1] == UInt8(ascii: "+") || id.start[i + 1] == UInt8(ascii: "-")
        else { return false }
        for k in (i + 2)..<id.count where id.start[k] < 48 || id.start[k] > 57 { return false }
        return true
    }
}
