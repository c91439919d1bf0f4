import Columnar
import Testing

struct StringPoolTests {
    @Test func codesAreDenseAndInFirstSeenOrder() {
        let pool = StringPool()
        #expect(pool.code("") == 0)
        #expect(pool.code("b") == 1 && pool.code("a") == 2 && pool.code("b") == 1 && pool.code("") == 0)
        #expect(pool.find("a") == 2 && pool.find("c") == nil && pool.count == 3)
        #expect(pool.string(2) == "a" && pool.string(0) == "" && pool.bytes(3).isEmpty && pool.bytes(-1).isEmpty)
    }

    /// Against a dictionary, through several growths, with texts that differ in one byte or in length only.
    @Test func agreesWithADictionary() {
        let seed: UInt64 = 77
        var random = SeededGenerator(seed: seed)
        let pool = StringPool()
        var known: [[UInt8]: Int32] = [:]
        var wrong = 0
        for _ in 0..<60_000 {
            let length = Int.random(in: 0...20, using: &random)
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...3, using: &random) }
            let wanted = known[bytes] ?? Int32(known.count)
            known[bytes] = wanted
            if bytes.withUnsafeBytes({ pool.code($0) }) != wanted { wrong += 1 }
        }
        for (bytes, code) in known where !pool.bytes(code).elementsEqual(bytes) { wrong += 1 }
        #expect(wrong == 0 && pool.count == known.count, "seed \(seed)")
    }
}

struct BufferTests {
    @Test func growsAndKeeps() {
        let buffer = Buffer<Int32>()
        for i in 0..<1000 { buffer.append(Int32(i)) }
        buffer.append(repeating: 7, count: 3)
        [Int32(8), 9].withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
        #expect(buffer.count == 1005 && buffer[999] == 999 && buffer[1002] == 7 && buffer[1004] == 9)
        buffer[0] = 5
        #expect(buffer.elements.first == 5)
        let capacity = buffer.capacity
        buffer.removeAll()
        #expect(buffer.count == 0 && buffer.capacity == capacity)
        buffer.reserve(2000)
        buffer.count = 2000
        #expect(buffer.capacity >= 2000 && buffer.count == 2000)
    }
}
