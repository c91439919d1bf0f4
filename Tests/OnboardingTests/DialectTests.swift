import Foundation
import Ingestion
import Testing

@testable import Configuration
@testable import Onboarding

/// Exports written in every way that is known, each looked at by itself.
@Suite struct DialectTests {
    /// `rows` rows of employees with a delimiter; `quote` around each field.
    static func staff(_ delimiter: String, rows: Int = 30, quote: String = "") -> String {
        var lines = [["employee_no", "hire_date", "termination_date", "department", "fte"]]
        for row in 1...rows {
            let month = row % 12 + 1
            lines.append([
                "\(1000 + row)", String(format: "2021-%02d-%02d", month, row % 28 + 1), "", "D\(row % 3)", "1",
            ])
        }
        return lines.map { $0.map { quote + $0 + quote }.joined(separator: delimiter) }.joined(separator: "\n") + "\n"
    }

    @Test(arguments: [(";", "\";\""), (",", "\",\""), ("\t", "tab"), ("|", "\"|\""), ("~", "\"~\"")])
    func delimiters(sign: String, told: String) throws {
        let exports = try Exports()
        try exports.write("staff.csv", Self.staff(sign))
        let text = try exports.description("staff.csv")
        #expect(text.value("delimiter") == told)
        #expect(text.value("dataset") == "employees")
        #expect(text.line("delimiter")?.contains("5 columns in 31 of 31 records") == true)
    }

    @Test func decimalCommasDoNotPartFields() throws {
        let exports = try Exports()
        try exports.write(
            "staff.csv", "employee_no;hire_date;fte\n" + (1...40).map { "\($0);2021-03-04;0,\($0 % 9 + 1)\n" }.joined())
        let text = try exports.description("staff.csv")
        #expect(text.value("delimiter") == "\";\"" && text.value("decimal_mark") == "\",\"")
    }

    @Test func quotesAndEscapes() throws {
        let exports = try Exports()
        try exports.write("double.csv", Self.staff(";", quote: "\""))
        #expect(try exports.portrait("double.csv").shape.quote.value == UInt8(ascii: "\""))
        try exports.write("single.csv", Self.staff(",", quote: "'"))
        #expect(try exports.description("single.csv").value("quote") == "\"'\"")
        let inches = "employee_no,hire_date,location\n" + (1...20).map { "\($0),2021-03-04,desk 5\" left\n" }.joined()
        try exports.write("none.csv", inches)
        #expect(try exports.description("none.csv").value("quote") == "none")
        let escaped =
            "employee_no,hire_date,location\n"
            + (1...20).map { "\($0),2021-03-04,\"the \\\"old\\\", house\"\n" }.joined()
        try exports.write("backslash.csv", escaped)
        #expect(try exports.description("backslash.csv").value("escape") == "backslash")
        // Doubled quotes need no word.
        let doubled =
            "employee_no,hire_date,location\n"
            + (1...20).map { "\($0),2021-03-04,\"the \"\"old\"\", house\"\n" }.joined()
        try exports.write("doubled.csv", doubled)
        let text = try exports.description("doubled.csv")
        #expect(text.value("escape") == nil && text.value("quote") == nil)
    }

    @Test func separatorLineAndPreamble() throws {
        let exports = try Exports()
        try exports.write("staff.csv", "sep=;\nStaff list\n\nAs of;31.03.2026\n" + Self.staff(";"))
        let text = try exports.description("staff.csv")
        #expect(text.value("separator_line") == "true" && text.value("delimiter") == "\";\"")
        #expect(text.value("preamble_lines") == "3")
        #expect(text.line("preamble_lines")?.contains("line 5") == true)
        // As a spreadsheet pads the lines above.
        try exports.write("padded.csv", "Staff list;;;;\n;;;;\nUnit;North;;;\n" + Self.staff(";"))
        #expect(try exports.description("padded.csv").value("preamble_lines") == "3")
    }

    @Test(arguments: [
        ("Total;;;;30\n", "1"), ("Sum;;;;30\nPrinted by the system\n", "2"), ("I alt;;;;30\n", "1"),
    ])
    func footers(footer: String, rows: String) throws {
        let exports = try Exports()
        try exports.write("staff.csv", Self.staff(";") + footer)
        let portrait = try exports.portrait("staff.csv")
        #expect(SourceDraft(portrait, languages: Language.allCases).text.value("footer_rows") == rows)
        #expect(portrait.records.count == 30, "a footer is no row")
    }

    @Test func aTrailerWithTheNumberOfRows() throws {
        let exports = try Exports()
        try exports.write("staff.csv", Self.staff(";") + "TRAILER;30\n")
        #expect(try exports.description("staff.csv").value("ready") == "{trailer: \"TRAILER;{rows}\"}")
        // Another number is no count of rows.
        try exports.write("other.csv", Self.staff(";") + "TRAILER;31\n")
        let text = try exports.description("other.csv")
        #expect(text.value("ready") == nil && text.value("footer_rows") == "1")
    }

    @Test func headerRowsOfSuccessFactors() throws {
        let exports = try Exports()
        let rows = (1...20).map { "\(100 + $0),2020-01-\(10 + $0 % 18),North\n" }.joined()
        try exports.write("staff.csv", "employee-id,hire-date,department\nUSER ID SYS,First day here,Unit now\n" + rows)
        let text = try exports.description("staff.csv")
        #expect(text.value("header_rows") == "2" && text.value("header_names") == "first")
        try exports.write("other.csv", "col_a,col_b,col_c\nEmployee ID,Hire date,Department\n" + rows)
        let other = try exports.description("other.csv")
        #expect(other.value("header_rows") == "2" && other.value("header_names") == "second")
        #expect(other.value("hire_date") == "Hire date")
    }

    @Test func headerRowsOfQualtrics() throws {
        let exports = try Exports()
        let head =
            "ResponseId,Department,Wave,Q1\nResponse ID,Your unit,Wave,How are you?\n"
            + "\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"dept\"\"}\",\"{\"\"ImportId\"\":\"\"w\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n"
        try exports.write("survey.csv", head + (1...20).map { "R_\($0),D1,W1,\($0 % 5 + 1)\n" }.joined())
        let text = try exports.description("survey.csv")
        #expect(text.value("header_rows") == "3" && text.value("header_names") == "first")
        #expect(text.value("dataset") == "survey_responses" && text.value("response") == "ResponseId")
    }

    @Test func headerRowsOfSurveyMonkey() throws {
        let exports = try Exports()
        let head = "Respondent ID,Department,Survey wave,How do you feel?,\n,,,At work,At home\n"
        try exports.write("survey.csv", head + (1...20).map { "\($0),D1,W1,\($0 % 5 + 1),3\n" }.joined())
        let portrait = try exports.portrait("survey.csv")
        #expect(portrait.shape.headerRows.value == 2 && portrait.headerNames.value == .joined)
        #expect(
            portrait.headers[3] == "How do you feel? / At work" && portrait.headers[4] == "How do you feel? / At home")
    }

    /// As it is exported: ids and custom values in the first row, kinds of answers in the second.
    @Test func answersOfSurveyMonkey() throws {
        let exports = try Exports()
        let head =
            "Respondent ID,Collector ID,Start Date,First Name,Custom Data 1,I like my work,My manager,,Anything else?\n"
            + ",,,,,Response,Listens,Is fair,Open-Ended Response\n"
        let rows = (1...40).map {
            "11\($0),41,01/\(10 + $0 % 18)/2025 10:00:00 AM,,D\($0 % 3),\($0 % 5 + 1),\($0 % 4 + 1),3,\n"
        }
        try exports.write("s.csv", head + rows.joined())
        let text = try exports.description("s.csv")
        #expect(text.value("dataset") == "survey_responses" && text.value("header_names") == "joined")
        #expect(text.value("response") == "Respondent ID")
        #expect(text.contains("  wave:\n    header: Collector ID\n    # SurveyMonkey's Collector ID"))
        #expect(text.contains("  department:\n    header: Custom Data 1\n    # SurveyMonkey's Custom Data 1"))
        #expect(text.contains("\n  item_1: I like my work / Response\n"), "\(text)")
        let evidence = try exports.portrait("s.csv").evidence
        var used: Set<String> = []
        let item = SurveyItemDraft(evidence[5], header: evidence[5].header, used: &used)
        #expect(item.question == "I like my work")
        // A value of its own in each row is no department.
        try exports.write("s.csv", head + rows.enumerated().map { $1.replacing(",D", with: ",X\($0)") }.joined())
        let own = try exports.description("s.csv")
        #expect(own.value("department") == nil && own.contains("Not carried on: Start Date, Custom Data 1"))
    }

    @Test func previewsOfQualtricsAreLeftOut() throws {
        let exports = try Exports()
        let head = "Status,Finished,ResponseId,Department,Wave,Q1\n"
        func described(_ status: (Int) -> String, _ finished: String) throws -> String {
            let rows = (1...40).map { "\(status($0)),\(finished),R_\($0),D1,W1,\($0 % 5 + 1)\n" }
            try exports.write("survey.csv", head + rows.joined())
            return try exports.description("survey.csv")
        }
        let numbers = try described({ $0 % 10 == 0 ? "1" : "0" }, "1")
        #expect(numbers.contains("  - {header: Status, keep: [\"0\", IP Address]}  # keeps 36 of 40 rows\n"))
        #expect(numbers.contains("  - {header: Finished, keep: [\"1\", \"True\"]}  # keeps 40 of 40 rows\n"))
        #expect(!numbers.contains("status: Status") && !numbers.contains("finished: Finished"), "no answers")
        #expect(try described({ _ in "IP Address" }, "True").contains("IP Address]}  # keeps 40 of 40 rows\n"))
        // Words of another language are a question: a filter that keeps nobody would refuse each delivery.
        let other = try described({ _ in "IP-Adresse" }, "Wahr")
        #expect(other.contains("  - header: Status\n    keep: TODO") && !other.contains("IP-Adresse"))
    }

    @Test func withoutHeaderTheNamesAreAQuestion() throws {
        let exports = try Exports()
        try exports.write("staff.csv", (1...20).map { "\($0),2020-01-02,Nordmann\($0)\n" }.joined())
        let text = try exports.description("staff.csv")
        #expect(
            text.value("header_rows") == "0" && text.value("column_names") == "TODO" && text.value("dataset") == "TODO")
        #expect(!text.contains("Nordmann"), "the first row is a person's")
    }

    // MARK: bytes

    @Test func encodings() throws {
        let exports = try Exports()
        let text = "employee_no;hire_date;department\n" + (1...20).map { "\($0);2020-01-02;Økonomi\n" }.joined()
        func portrait(_ bytes: [UInt8]) throws -> ExportPortrait {
            try exports.write("staff.csv", bytes)
            return try exports.portrait("staff.csv")
        }
        func narrow(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
        func wide(_ text: String, littleEndian: Bool) -> [UInt8] {
            text.utf16.flatMap { unit in
                let bytes = [UInt8(unit >> 8), UInt8(unit & 255)]
                return littleEndian ? bytes.reversed() : bytes
            }
        }
        #expect(try portrait(Array(text.utf8)).encoding.value == .utf8)
        #expect(try portrait([0xEF, 0xBB, 0xBF] + Array(text.utf8)).encoding.value == .utf8)
        #expect(try portrait([0xEF, 0xBB, 0xBF] + Array(text.utf8)).headers.first == "employee_no")
        #expect(try portrait(narrow(text)).encoding.value == .windows1252)
        for littleEndian in [true, false] {
            let bytes = wide(text, littleEndian: littleEndian)
            let expected: SourceDescription.Encoding = littleEndian ? .utf16LE : .utf16BE
            #expect(try portrait(bytes).encoding.value == expected)
            let marked = try portrait((littleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]) + bytes)
            #expect(marked.encoding.value == expected && marked.headers.first == "employee_no")
            #expect(marked.records.count == 20 && marked.match?.dataset == .employees)
        }
        // € in windows-1252 decides; ¤ or € at A4 is a question.
        let euro = narrow(text.replacingOccurrences(of: "2020", with: "2020")).map { $0 } + [0x80, 0x3B, 0x3B, 0x0A]
        #expect(try portrait(euro).encoding.evidence.contains("windows-1252 alone"))
        #expect(try portrait(narrow(text) + [0xA4, 0x3B, 0x3B, 0x0A]).encoding.value == nil)
    }

    /// Lines in another encoding among those in UTF-8, as where exports were put together.
    @Test func mixedEncodings() throws {
        let exports = try Exports()
        let header = Array("employee_no;hire_date;department\n".utf8)
        let utf8 = (1...20).flatMap { Array("\($0);2020-01-02;Økonomi\n".utf8) }
        let other = Array("21;2020-01-02;".utf8) + [0xD8] + Array("konomi\n".utf8)
        try exports.write("staff.csv", header + utf8 + other)
        let mixed = try exports.portrait("staff.csv")
        #expect(mixed.encoding == Decision(.utf8, "20 lines beyond ASCII in UTF-8, 1 line not"))
        #expect(mixed.fallback?.value == .windows1252)
        #expect(mixed.evidence.last?.words[Array("Økonomi".utf8)] == 21)
        // One line that looks like UTF-8 among many others may have been read wrongly before.
        try exports.write("staff.csv", header + utf8.prefix(22) + other + other)
        let narrow = try exports.portrait("staff.csv")
        #expect(narrow.encoding.value == .windows1252 && narrow.fallback == nil)
        // What no encoding of one byte has is a question.
        try exports.write("staff.csv", header + utf8 + [0x3B, 0x81, 0x3B, 0x0A])
        let unknown = try exports.portrait("staff.csv")
        #expect(unknown.encoding.value == .utf8)
        #expect(unknown.fallback != nil && unknown.fallback?.value == nil)
    }

    @Test func lineEnds() throws {
        let exports = try Exports()
        for end in ["\n", "\r\n", "\r"] {
            try exports.write("staff.csv", Self.staff(";").replacingOccurrences(of: "\n", with: end))
            #expect(try exports.portrait("staff.csv").records.count == 30)
        }
    }

    @Test func whatIsNoExport() throws {
        let exports = try Exports()
        try exports.write("a.csv", [])
        try exports.write("b.csv", [0x50, 0x4B, 0x03, 0x04, 0, 0, 0, 0])
        try exports.write("c.csv", "<!DOCTYPE html><html></html>")
        try FileManager.default.createSymbolicLink(atPath: "\(exports.path)/d.csv", withDestinationPath: "a.csv")
        for name in ["a.csv", "b.csv", "c.csv", "d.csv"] {
            #expect(throws: ExportSample.Unreadable.self, "\(name)") { try exports.portrait(name) }
        }
        // In the words of ingest.
        let words = try #require(OtherFormat(beginning: Array("<!DOCTYPE html>".utf8)))
        #expect(throws: ExportSample.Unreadable(reason: "not CSV: \(words.found); \(words.advice)")) {
            try exports.portrait("c.csv")
        }
        #expect(throws: OnboardingError.self) {
            try PipelineDraft(exports: exports.path, name: "n", out: exports.path, languages: [.english])
        }
    }

    @Test func aFieldWithoutEndTakesNoMoreThanTheSample() throws {
        let exports = try Exports()
        let path = "\(exports.path)/huge.csv"
        try exports.write("huge.csv", "employee_no;hire_date\n\"")
        // A hole of 1 GiB: nothing but the sample may be read.
        #expect(truncate(path, 1 << 30) == 0)
        let sample = try ExportSample(path: path)
        let held = sample.head.count + sample.middles.reduce(0) { $0 + $1.count } + sample.tail.count
        #expect(held <= 2 << 20 && !sample.isWhole && sample.byteCount == 1 << 30)
        #expect((try? exports.portrait("huge.csv").records.count) ?? 0 <= 1)
    }

    @Test func rowsFurtherOnAreSeen() throws {
        let exports = try Exports()
        // Days up to 12 at the beginning, and later ones only beyond the first half megabyte.
        var text = "employee_no,hire_date,department\n"
        var row = 0
        while text.utf8.count < 540_000 {
            row += 1
            text += "\(row),0\(row % 9 + 1)/0\(row % 8 + 1)/2020,D\(row % 5)\n"
        }
        try exports.write("open.csv", text)
        #expect(try exports.description("open.csv").value("date_format") == "TODO")
        while text.utf8.count < 800_000 {
            row += 1
            text += "\(row),25/0\(row % 9 + 1)/2020,D\(row % 5)\n"
        }
        try exports.write("proven.csv", text)
        #expect(try exports.description("proven.csv").value("date_format") == "dd/mm/yyyy")
    }
}
