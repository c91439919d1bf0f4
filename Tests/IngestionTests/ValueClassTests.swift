import CSV
import Testing

@testable import Ingestion

@Suite struct ValueClassTests {
    private func of(_ text: String) -> ValueClass {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return .nothing }
            return ValueClass(FieldSpan(start: start, count: bytes.count))
        }
    }

    @Test(arguments: [
        ("", "nothing"), ("-", "a word for “no value”"), ("NULL", "a word for “no value”"),
        ("Hansen", "a text of 6 letters"), ("Ærøskøbing", "a text of 10 letters"),
        ("two words", "a text of 9 characters"),
        ("kari@example.org", "an e-mail address"), ("1001", "a number of 4 digits"), ("7", "a single digit"),
        ("0,8", "a number with a decimal comma"), ("0.8", "a number with a decimal point"),
        ("1.234,5", "a number with marks between thousands"), ("80 %", "a number with a per cent sign"),
        ("(5)", "a number in parentheses"), ("1,23E+05", "a number in scientific notation"),
        ("31.03.2026", "a date like 31.03.2026 (dd.mm.yyyy)"), ("2026-03-31", "a date like 2026-03-31 (yyyy-mm-dd)"),
        ("31/03/2026", "a date like 31/03/2026 (dd/mm/yyyy)"), ("3/31/2026", "a date like 3/31/2026 (m/d/yyyy)"),
        ("03/04/2026", "a date like 3/4/2026 (day or month first)"), ("2026-03-31 08:30", "a date with a time of day"),
        ("31.02.2026", "digits like those of a date, but no day of the calendar"),
        ("a\u{1B}[2J", "a text with control characters"),
        (String(repeating: "9", count: 70), "a text of 70 characters"),
    ])
    func whatACellHolds(cell: String, words: String) {
        #expect(of(cell).words == words)
    }

    @Test func theWordsDoNotHoldTheCell() {
        for cell in ["Hansen", "17.05.1814", "kari@example.org", "48213", "3,25"] {
            #expect(!of(cell).words.contains(cell))
        }
    }

    @Test func advice() {
        #expect(of("31.03.2026").advice(.badDate) == "declare date_format: dd.mm.yyyy")
        #expect(of("80 %").advice(.badNumber) == "declare percent: true for the column")
        #expect(of("0,8").advice(.badNumber) == "declare decimal_mark: \",\"")
        #expect(of("N/A").advice(.badDate) == "declare null_words")
        #expect(of("Hansen").advice(.badDate) == "")
    }
}
