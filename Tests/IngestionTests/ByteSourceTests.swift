import Configuration
import Foundation
import Testing

@testable import Ingestion

/// What stands between a file and the parser: encodings and dialects.
@Suite struct ByteSourceTests {
    /// Bytes given out in pieces, as a file never does but a decoder must bear.
    private final class Pieces: ByteSource {
        private var rest: ArraySlice<UInt8>
        init(_ bytes: [UInt8]) { rest = bytes[...] }
        func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
            let count = min(room.count, rest.count)
            room.copyBytes(from: rest.prefix(count))
            rest = rest.dropFirst(count)
            return count
        }
    }

    /// All of a source, read with room for `step` bytes at a time.
    private func all(_ source: any ByteSource, step: Int) throws -> [UInt8] {
        var result: [UInt8] = []
        var room = [UInt8](repeating: 0, count: step)
        while true {
            let got = try room.withUnsafeMutableBytes { try source.read(into: $0) }
            result += room[0..<got]
            if got < step { return result }
        }
    }

    private func decoded(_ bytes: [UInt8], _ encoding: SourceDescription.Encoding, step: Int = 5) throws -> String {
        let source: any ByteSource =
            switch encoding {
            case .utf16LE, .utf16BE: UTF16Source(Pieces(bytes), isBigEndian: encoding == .utf16BE, name: "x.csv")
            default:
                try #require(SingleByteSource(Pieces(bytes), encoding, onlyOtherLines: false, name: "x.csv"))
            }
        return String(decoding: try all(source, step: step), as: UTF8.self)
    }

    @Test(arguments: [
        (SourceDescription.Encoding.windows1252, String.Encoding.windowsCP1252),
        (.latin1, .isoLatin1), (.utf16LE, .utf16LittleEndian), (.utf16BE, .utf16BigEndian),
    ])
    func agreesWithFoundation(encoding: SourceDescription.Encoding, foundation: String.Encoding) throws {
        var text = "Kari;Øystein;å;ü;ß;é\r\n"
        if encoding == .windows1252 { text += "€ „x“ – ™" }
        if encoding == .utf16LE || encoding == .utf16BE { text += "😀 e\u{301} \u{10FFFF} €" }
        let long = String(repeating: text, count: 3000)
        let bytes = Array(try #require(long.data(using: foundation)))
        for step in [1, 7, 4096, 1 << 20] { #expect(try decoded(bytes, encoding, step: step) == long) }
    }

    @Test func latin9HasTheEuroAndLatin1HasNone() throws {
        let bytes: [UInt8] = [0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE, 0xE5]
        #expect(try decoded(bytes, .latin9) == "€ŠšŽžŒœŸå")
        #expect(try decoded(bytes, .latin1) == "¤¦¨´¸¼½¾å")
    }

    @Test func characterThatTheEncodingDoesNotHave() {
        #expect(throws: IngestError.self) { try decoded([65, 0x81], .windows1252) }
        #expect(throws: IngestError.self) { try decoded([65, 0x85], .latin1) }
        #expect(throws: IngestError.self) { try decoded([65, 0x85], .latin9) }
        #expect(throws: IngestError.self) { try decoded([65, 0, 66], .utf16LE) }
        #expect(throws: IngestError.self) { try decoded([0x00, 0xD8, 65, 0], .utf16LE) }
        #expect(throws: IngestError.self) { try decoded([0x00, 0xDC, 65, 0], .utf16LE) }
        #expect(throws: IngestError.self) { try decoded([65, 0, 0x00, 0xD8], .utf16LE) }
    }

    /// A line that is UTF-8 stays as it is, whatever the lines beside it are.
    @Test func fallbackIsByLine() throws {
        let bytes = Array("a;Ørsta\n".utf8) + [0x62, 0x3B, 0xD8, 0x0A] + Array("c;å".utf8)
        for step in [1, 3, 100] {
            let source = try #require(
                SingleByteSource(Pieces(bytes), .windows1252, onlyOtherLines: true, name: "x.csv"))
            #expect(String(decoding: try all(source, step: step), as: UTF8.self) == "a;Ørsta\nb;Ø\nc;å")
            #expect(source.otherLines == 1)
        }
    }

    @Test func fallbackOfLinesAcrossBlocks() throws {
        let line = Array(String(repeating: "ø", count: 700).utf8) + [10]
        let other: [UInt8] = Array(repeating: 0xF8, count: 1300) + [10]
        var bytes: [UInt8] = []
        for _ in 0..<100 { bytes += line + other }
        let source = try #require(SingleByteSource(Pieces(bytes), .latin1, onlyOtherLines: true, name: "x.csv"))
        let text = String(decoding: try all(source, step: 10_000), as: UTF8.self)
        let wanted = String(repeating: "ø", count: 700) + "\n" + String(repeating: "ø", count: 1300) + "\n"
        #expect(text == String(repeating: wanted, count: 100))
        #expect(source.otherLines == 100)
    }

    /// Twelve bytes ask for 128 MiB before the first of them is expanded.
    @Test func zstdWindowsAreLimited() throws {
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x88, 0x19, 0x00, 0x00, 0x61, 0x2C, 0x62]
        let wide = try ExpandedSource(Pieces(frame), .zstd, limits: IngestLimits(), name: "x.csv.zst")
        #expect(throws: IngestError.self) { try all(wide, step: 100) }
        // The same with a window of 32 MiB.
        var usual = frame
        usual[5] = 0x78
        let source = try ExpandedSource(Pieces(usual), .zstd, limits: IngestLimits(), name: "x.csv.zst")
        #expect(String(decoding: try all(source, step: 100), as: UTF8.self) == "a,b")
    }

    private func requoted(
        _ text: String, quote: UInt8?, escape: SourceDescription.Escape = .doubled, longest: Int = 100
    ) throws -> String {
        var description = SourceDescription()
        description.quote = quote
        description.escape = escape
        var results: Set<String> = []
        for step in [1, 2, 1000] {
            let source = RequotedSource(Pieces(Array(text.utf8)), description, longest: longest)
            results.insert(String(decoding: try all(source, step: step), as: UTF8.self))
        }
        #expect(results.count == 1)
        return results.first ?? ""
    }

    @Test(arguments: [
        ("a,'b,c',d\n", "a,\"b,c\",d\n"), ("'it''s',x\r\n", "\"it's\",x\r\n"), ("5\",x\n", "\"5\"\"\",x\n"),
        ("'',x", "\"\",x"), (" 'a' ,x\n", " \"a\" ,x\n"), ("'a\nb',x\n", "\"a\nb\",x\n"),
        ("'say \"hi\"'\n", "\"say \"\"hi\"\"\"\n"),
        // Faulty stays faulty.
        ("'a'b,x\n", "\"a\"b,x\n"), ("a'b,x\n", "a\"b,x\n"), ("'a,x\n", "\"a,x\n"),
    ])
    func apostrophesAsQuotes(found: String, wanted: String) throws {
        #expect(try requoted(found, quote: UInt8(ascii: "'")) == wanted)
    }

    @Test(arguments: [
        (#"a "b",c"#, #""a ""b""",c"#), (#""a",c"#, #""""a""",c"#), ("a\n\"\n", "a\n\"\"\"\"\n"),
    ])
    func noQuotesAtAll(found: String, wanted: String) throws {
        #expect(try requoted(found, quote: nil) == wanted)
    }

    @Test(arguments: [
        (#""a \"b\" c",d"#, #""a ""b"" c",d"#), (#"a\,b,c"#, #""a,b",c"#), (#"\N,\\,\"x"#, #"\N,\,"""x""#),
        ("a\\\nb,c\n", "\"a\nb\",c\n"), (#""C:\\dir",x"#, #""C:\dir",x"#), (#"a\"#, #"a\"#),
        (#""a ""b""",c"#, #""a ""b""",c"#),
    ])
    func backslashes(found: String, wanted: String) throws {
        #expect(try requoted(found, quote: UInt8(ascii: "\""), escape: .backslash) == wanted)
    }

    /// A field longer than what is held back comes through whole, in quotes.
    @Test func longFieldsAreGivenOutAsTheyCome() throws {
        let long = String(repeating: "x", count: 250)
        #expect(try requoted("'\(long)''y',z\n", quote: UInt8(ascii: "'")) == "\"\(long)'y\",z\n")
        #expect(try requoted("\(long)\"y,z\n", quote: UInt8(ascii: "'")) == "\"\(long)\"\"y\",z\n")
    }
}
