import Testing

@testable import StageSupport

@Suite struct VisibleTextTests {
    @Test func controlCharactersAreShownNotSent() {
        #expect(VisibleText.escaped("a\nb\t\u{1b}[31m\u{202e}c\u{0}") == "a\\nb\\t\\u{1b}[31m\\u{202e}c\\u{0}")
        #expect(VisibleText.escaped("Æøå 🌲 − 1 234") == "Æøå 🌲 − 1 234")
    }

    @Test func messagesAreOneLine() {
        #expect(Console.oneLine("a\nb\r\u{1b}") == "a b  ")
    }
}
