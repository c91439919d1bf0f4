import CCSV
@testable import CSV
import Testing

@Suite struct ByteScanTests {
    private func census(_ text: String) -> ByteScan.Census { Array(text.utf8).withUnsafeBytes { ByteScan.census($0) } }
    private func invalid(_ bytes: [UInt8]) -> Int? { bytes.withUnsafeBytes { ByteScan.firstInvalidUTF8($0) } }

    @Test func countsLinesOnce() {
        #expect(census("a\nb\r\nc\rd").lines == 3)
        #expect(census(String(repeating: "x\r\n", count: 500)).lines == 500)
        #expect(census("ascii").isASCII)
        #expect(!census("ø").isASCII)
        #expect(census("a\0").hasNUL)
    }

    @Test func validatesUTF8() {
        #expect(invalid(Array("Åse Ødegård 北京 🎈".utf8)) == nil)
        #expect(invalid([0x61, 0xC0, 0x80]) == 1)
        #expect(invalid([0xED, 0xA0, 0x80]) == 0)
        #expect(invalid([0xF4, 0x90, 0x80, 0x80]) == 0)
        #expect(invalid(Array(repeating: 0x61, count: 40) + [0xE5, 0x6B]) == 40)
        #expect(invalid([0xE2, 0x82]) == 0)
    }

    /// Against the standard library, on bytes that are often nearly right.
    @Test func validatesLikeTheStandardLibrary() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            var bytes = Array("aø€🎈z".utf8)
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            #expect(
                (invalid(bytes) == nil) == (String(validating: bytes, as: UTF8.self) != nil), "seed \(seed): \(bytes)")
        }
    }

    @Test func vectorPositionsAreThePlainOnes() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for length in 0..<400 {
            let bytes = (0..<length).map { _ in Array("ab,;\"\n\r".utf8)[Int.random(in: 0..<7, using: &random)] }
            var fast = [UInt32](repeating: 0, count: length + 64)
            var plain = fast
            var fastBreaks = fast
            var plainBreaks = fast
            let quick = trivsel_csv_positions(bytes, length, UInt8(ascii: ","), &fast, &fastBreaks)
            let slow = trivsel_csv_positions_plain(bytes, length, UInt8(ascii: ","), &plain, &plainBreaks)
            #expect(fast.prefix(quick.positions) == plain.prefix(slow.positions), "seed \(seed), length \(length)")
            #expect(
                fastBreaks.prefix(quick.breaks) == plainBreaks.prefix(slow.breaks), "seed \(seed), length \(length)")
            let structural = bytes.indices.filter { Array(",\"\n\r".utf8).contains(bytes[$0]) }
            #expect(plain.prefix(slow.positions).map { Int($0) } == structural, "seed \(seed), length \(length)")
            #expect(
                plainBreaks.prefix(slow.breaks).map { Int($0) }
                    == structural.indices.filter { bytes[structural[$0]] != UInt8(ascii: ",") },
                "seed \(seed), length \(length)")
        }
    }

    @Test func cutsOutsideQuotes() {
        func cut(_ text: String, atEnd: Bool = false) -> ByteScan.Cut {
            Array(text.utf8).withUnsafeBytes { ByteScan.cut($0, CSVDialect(), atEnd: atEnd) }
        }
        #expect(cut("a,b\nc,d") == .init(end: 4, openQuote: nil))
        #expect(cut("a,\"b\nc") == .init(end: 0, openQuote: 2))
        #expect(cut("a,b\n\"c\nd\"\ne") == .init(end: 10, openQuote: nil))
        #expect(cut("a,b\"c\n\"d\n") == .init(end: 6, openQuote: 6))
        // The CR may be half of a line end.
        #expect(cut("a\nb\r").end == 2)
        #expect(cut("a\nb\r", atEnd: true).end == 4)
    }

    @Test func findsLinesOfRecords() {
        let text = "a\n\n\"b\nb\"\nc,\"d\" e\nf\n"
        let lines = Array(text.utf8).withUnsafeBytes { LineIndex.lines(of: [0, 1, 2, 3], in: $0, CSVDialect()) }
        #expect(lines == [0, 2, 4, 5])
    }
}
