@testable import CSV
import Testing

@Suite struct ChunkParserTests {
    private let comma = CSVDialect()

    private func parse(_ text: String, columns: Int = 2, engine: CSVEngine) throws -> [String] {
        let result = try RecordedRecords.parse(
            Array(text.utf8), comma, columns: columns, engine: engine, chunk: 1 << 20)
        return try #require(result).entries.map { entry in
            entry.fault.map { "\($0)" }
                ?? entry.fields.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
        }
    }

    @Test(arguments: CSVEngine.allCases) func splitsAndTrims(engine: CSVEngine) throws {
        #expect(
            try parse("a,b\n c , d\t\n\"e,\"\"f\"\"\" , \" g \"\n", engine: engine) == ["a|b", "c|d", "e,\"f\"| g "])
        #expect(try parse("a,b\r\nc,d\re,f", engine: engine) == ["a|b", "c|d", "e|f"])
        #expect(try parse("\n  \r\n\r\na,\n,b\n", engine: engine) == ["a|", "|b"])
        #expect(try parse("\"x\ny\",\"\r\n\"\n", engine: engine) == ["x\ny|\r\n"])
    }

    @Test(arguments: CSVEngine.allCases) func goesOnAfterFaults(engine: CSVEngine) throws {
        #expect(try parse("a,b\"c\nd,e\n", engine: engine) == ["quoting", "d|e"])
        #expect(try parse("a,\"b\" c\nd,e\n", engine: engine) == ["quoting", "d|e"])
        #expect(try parse("a,\"b\nc\" d,\"e\nf,g\n", engine: engine) == ["quoting", "f|g"])
        #expect(try parse("a\nb,c\nd,e,f\ng,h,\n", engine: engine) == ["tooFewFields", "b|c", "tooManyFields", "g|h"])
        #expect(try parse("a,\0b\nc,d\n", engine: engine) == ["nul", "c|d"])
    }

    /// Records with one field in quotes, and what looks like them.
    @Test(arguments: CSVEngine.allCases) func quotesAmongPlainFields(engine: CSVEngine) throws {
        func parse(_ text: String) throws -> [String] { try self.parse(text, columns: 4, engine: engine) }
        #expect(
            try parse("a,\"b, b\", c ,d\r\n\"a\",b,,\n1,2,3,4\n") == ["a|b, b|c|d", "a|b||", "1|2|3|4"])
        #expect(try parse("a,\"b\",c\na,\"b\",c,d,\na,\"b\",c,d,e\n") == ["tooFewFields", "a|b|c|d", "tooManyFields"])
        #expect(try parse("a,\"b\"x,c,d\na,\"b\"\"\",c,d\na, \"b\" ,c,d") == ["quoting", "a|b\"|c|d", "a|b|c|d"])
        #expect(try parse("a,\"b\nb\",c,d\na,\"b\",c,\"d\"\na,\"\",c,d\n") == ["a|b\nb|c|d", "a|b|c|d", "a||c|d"])
    }

    @Test(arguments: CSVEngine.allCases) func limitsFields(engine: CSVEngine) throws {
        let text = "a,\(String(repeating: "x", count: 20))\nb,\"\(String(repeating: "y", count: 20))\"\nc,d\n"
        let result = try RecordedRecords.parse(
            Array(text.utf8), comma, columns: 2, engine: engine, chunk: 1 << 20, longest: 19)
        #expect(try #require(result).entries.map(\.fault) == [.fieldTooLong, .fieldTooLong, nil])
    }

    /// The fast engine gives exactly what libcsv gives, however the bytes are cut.
    @Test func enginesAgree() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let alphabets: [[UInt8]] = [
            Array("ab,\"\n\r \t".utf8), Array("a,\n".utf8) + [0], Array("abcdefgh,,,\"\n".utf8),
            Array("ab,,\"\"\n\r\n".utf8), Array("xyz,\n\" ".utf8),
        ]
        for round in 0..<4000 {
            let delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09][round % 3]
            let dialect = CSVDialect(delimiter: delimiter)
            let alphabet = alphabets[round % alphabets.count].map { $0 == UInt8(ascii: ",") ? delimiter : $0 }
            let length = Int.random(in: 1...300, using: &random)
            var bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            let columns = Int.random(in: 1...4, using: &random)
            if round % 7 == 0 { bytes = Self.mostlyRight(columns, delimiter, &random) }
            let whole = try RecordedRecords.parse(bytes, dialect, columns: columns, engine: .libcsv, chunk: 1 << 20)
            let fast = try RecordedRecords.parse(bytes, dialect, columns: columns, engine: .fast, chunk: 1 << 20)
            #expect(whole?.entries == fast?.entries, "seed \(seed), round \(round): \(bytes)")
            #expect(whole?.outcome == fast?.outcome, "seed \(seed), round \(round): \(bytes)")
            for chunk in [40, 80, 133] {
                let cut = try RecordedRecords.parse(bytes, dialect, columns: columns, engine: .fast, chunk: chunk)
                // Nil: a record is longer than the chunk, which the reader refuses.
                guard let cut else { continue }
                #expect(whole?.entries == cut.entries, "seed \(seed), round \(round), chunk \(chunk): \(bytes)")
                #expect(whole?.outcome == cut.outcome, "seed \(seed), round \(round), chunk \(chunk): \(bytes)")
            }
        }
    }

    /// Records most of whose fields are plain and some in quotes; now and then one is wrong.
    private static func mostlyRight(
        _ columns: Int, _ delimiter: UInt8, _ random: inout SeededGenerator
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let wrong = Int.random(in: 0..<8, using: &random)
            for column in 0..<max(1, columns + (wrong == 0 ? 1 : wrong == 1 ? -1 : 0)) {
                if column > 0 { bytes.append(delimiter) }
                let text: [UInt8] = [
                    [], Array("ab".utf8), Array(" c ".utf8), Array("\"d\"".utf8), [0x22, delimiter, 0x22],
                    Array("\" e\"".utf8), Array("\"f\"\"\"".utf8), Array("\"\"".utf8), Array(" \"g\" ".utf8),
                    Array("\"h\ni\"".utf8), Array("\"j\"k".utf8), Array("l\"".utf8),
                ][Int.random(in: 0..<(wrong == 2 ? 12 : 9), using: &random)]
                bytes += text
            }
            bytes += [Array("\n".utf8), Array("\r\n".utf8), Array("\r".utf8)][Int.random(in: 0..<3, using: &random)]
        }
        return bytes
    }
}
