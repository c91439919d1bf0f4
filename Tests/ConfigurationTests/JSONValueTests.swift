import Configuration
import FoundationEssentials
import Testing

@Suite struct JSONValueTests {
    @Test func compactAndIndented() {
        let value = JSONValue.object([
            .init("b", .array([.int(1), .null, .bool(true)])), .init("a", .double(0.5)), .init("e", .array([])),
        ])
        #expect(value.compact == #"{"b":[1,null,true],"a":0.5,"e":[]}"#)
        #expect(
            value.indented == """
                {
                  "b": [
                    1,
                    null,
                    true
                  ],
                  "a": 0.5,
                  "e": []
                }

                """)
    }

    @Test(arguments: ["", "a\"b\\c", "\u{0}\n\r\t\u{1f}\u{7f}", "Æøå 🌲 \u{2028}\u{202e}", "</script>"])
    func textsComeBack(text: String) throws {
        let line = JSONValue.quoted(text)
        #expect(!line.unicodeScalars.contains { $0.value < 32 })
        #expect(try JSONDecoder().decode([String].self, from: Data("[\(line)]".utf8)) == [text])
    }
}
