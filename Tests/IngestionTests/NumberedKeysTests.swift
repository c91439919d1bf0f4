import CSV
import Columnar
import Testing

@testable import Ingestion

@Suite struct NumberedKeysTests {
    private func id(_ text: String) throws -> ShortKey { try id(Array(text.utf8)) }

    private func id(_ bytes: [UInt8]) throws -> ShortKey {
        let key = bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.flatMap { ShortKey(FieldSpan(start: $0, count: bytes.count)) }
        }
        return try #require(key)
    }

    /// Ids of every length, with texts and numbers of every length that fits: each has its own key, before and after others
    /// make the tables grow.
    @Test func idsOfAllLengths() throws {
        for length in 1...15 {
            for digits in 1...min(length, 6) {
                let known = NumberedKeys()
                let text = String("ABCDEFGHIJKLMNO".prefix(length - digits))
                var largest = 1
                for _ in 0..<digits { largest *= 10 }
                let numbers = Set([1, 0, largest - 1, largest / 2, largest / 3, 7])
                let ids = try numbers.sorted().map { number in
                    try id(text + String(repeating: "0", count: digits - "\(number)".utf8.count) + "\(number)")
                }
                for (place, id) in ids.enumerated() {
                    #expect(known.place(id).pointee == 0 && known.find(id) == nil)
                    #expect(known.add(id, key: Int64(place) - 99, check: Int64(place)))
                }
                for (place, id) in ids.enumerated() {
                    #expect(known.place(id).pointee == Int64(place) - 99)
                    #expect(known.find(id)?.check == Int64(place))
                }
            }
        }
    }

    /// What is not of the shape of the first id of its length is not taken and not found.
    @Test func otherShapes() throws {
        let known = NumberedKeys()
        #expect(try known.add(id("E0000123"), key: 5, check: 6))
        let others = ["F0000123", "E1000123", "E00001:3", "E00001/3", "E000012X", "e0000123", "E0 00123"]
        for other in others {
            #expect(try known.place(id(other)).pointee == 0, "\(other)")
            #expect(try !known.add(id(other), key: 7, check: 8), "\(other)")
        }
        #expect(try known.find(id("E0000123"))?.key == 5)
        #expect(try known.place(id("E0000124")).pointee == 0)
        #expect(try known.place(id("E000123")).pointee == 0)
        #expect(try known.add(id("E000123"), key: 9, check: 9))
        #expect(try known.place(id("E0000123")).pointee == 5)
        // A key of 0 would mean that the id is not known.
        #expect(try !known.add(id("E0000125"), key: 0, check: 1))
    }

    /// Only digits are digits: no other byte, in whatever place, leads to the key of another id.
    @Test func bytesThatAreNoDigits() throws {
        let known = NumberedKeys()
        #expect(known.add(try id("E000000"), key: 5, check: 6))
        #expect(known.add(try id("E999999"), key: 7, check: 8))
        for place in 1...6 {
            for byte in UInt8.min...UInt8.max where !(48...57).contains(byte) {
                var bytes = Array("E000000".utf8)
                bytes[place] = byte
                let other = try id(bytes)
                #expect(known.place(other).pointee == 0 && known.find(other) == nil, "byte \(byte) at \(place)")
                #expect(!known.add(other, key: 9, check: 9), "byte \(byte) at \(place)")
            }
        }
    }

    /// Texts keep their codes, short, long and empty ones, and what was never seen has none.
    @Test func codesOfTexts() {
        let codes = TextCodes()
        let texts = (0..<5000).map { $0 % 3 == 0 ? "a text of some length, number \($0)" : "T\($0)" } + [""]
        let first = TextPool()
        for text in texts { _ = first.code(text) }
        let given = codes.codes(of: first.pool)
        for (place, text) in texts.enumerated() { #expect(codes.pool.string(given[place]) == text) }
        let second = TextPool()
        for text in ["T1", "", "new", texts[0], "a new text of some length"] { _ = second.code(text) }
        func known() -> [Int32] {
            let found = codes.knownCodes(of: second.pool)
            return (0..<found.count).map { found[$0] }
        }
        #expect(known() == [given[1], given[5000], TextCodes.unknown, given[0], TextCodes.unknown])
        codes.empty()
        #expect(known() == [Int32](repeating: TextCodes.unknown, count: 5))
    }
}
