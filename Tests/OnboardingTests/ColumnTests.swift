import Testing

@testable import Configuration
@testable import Onboarding

/// What is made of the cells of a column, and what is never told of them.
@Suite struct ColumnTests {
    private func text(_ header: String, _ rows: [String], name: String = "staff.csv") throws -> String {
        let exports = try Exports()
        try exports.write(name, header + "\n" + rows.joined(separator: "\n") + "\n")
        return try exports.description(name)
    }

    /// Employees of whom `cell` makes one column.
    private func staff(_ column: String, rows: Int = 40, _ cell: (Int) -> String) throws -> String {
        try text("employee_no;department;\(column)", (1...rows).map { "\($0);D\($0 % 4);\(cell($0))" })
    }

    @Test(arguments: [
        ("%d.03.2020", "dd.mm.yyyy"), ("%d/03/2020", "dd/mm/yyyy"), ("3/%d/2020", "m/d/yyyy"),
        ("2020/03/%d", "yyyy/mm/dd"),
        ("%d-03-2020", "dd-mm-yyyy"), ("202003%d", "yyyymmdd"), ("%d-Mar-2020", "d-mmm-yyyy"), ("%d.03.20", "dd.mm.yy"),
        ("Mar %d, 2020", "mmm d, yyyy"), ("439%d", "serial"), ("%d.3.2020", "d.m.yyyy"), ("3/%d/20", "m/d/yy"),
    ])
    func dateFormats(pattern: String, format: String) throws {
        let text = try staff("hire_date") { pattern.replacing("%d", with: "\(10 + $0 % 18)") }
        #expect(text.value("date_format")?.filter { $0 != "\"" } == format)
    }

    @Test func theOrderOfDayAndMonthIsAskedForWhereNothingProvesIt() throws {
        let open = try staff("hire_date") { "0\($0 % 9 + 1)/0\($0 % 8 + 1)/2020" }
        #expect(open.line("date_format") == "date_format: TODO  # dd/mm/yyyy or m/d/yyyy? 40 dates fit both")
        let proven = try text(
            "employee_no;hire_date;termination_date",
            (1...40).map { "\($0);0\($0 % 9 + 1)/0\($0 % 8 + 1)/2020;\($0 % 3 == 0 ? "25/03/2021" : "")" })
        #expect(proven.value("date_format") == "dd/mm/yyyy")
        #expect(proven.line("date_format")?.contains("another column") == true || proven.contains("above 12"))
    }

    @Test func timesAreDropped() throws {
        let text = try staff("hire_date") { "2020-03-\(10 + $0 % 18) 08:30:00" }
        #expect(
            text.value("time_of_day") == "drop" && text.value("date_format") == "yyyy-mm-dd"
                || text.value("date_format") == "\"yyyy-mm-dd\"")
    }

    @Test func numbers() throws {
        let comma = try staff("fte") { "0,\($0 % 9 + 1)" }
        #expect(comma.value("decimal_mark") == "\",\"")
        let percent = try staff("fte") { "\(50 + $0 % 50) %" }
        #expect(percent.value("percent") == "true")
        let hundred = try staff("stillingsprosent") { "\(50 + $0 % 50)" }
        #expect(hundred.value("scale") == "\"0.01\"")
        let rows = (1...40).map { "\($0);2026-03-01;A;1.\(100 + $0)" }
        let open = try text("unit;day;breakdown;lost", rows, name: "absence_totals.csv")
        #expect(open.value("decimal_mark") == "TODO")
        let grouped = (1...40).map { "\($0);2026-03-01;A;1.\(100 + $0),5" }
        let told = try text("unit;day;breakdown;lost", grouped, name: "absence_totals.csv")
        #expect(told.value("decimal_mark") == "\",\"" && told.value("thousands_mark") == "\".\"")
    }

    @Test func wordsForNothingAndForYes() throws {
        let null = try staff("hire_date") { $0 % 4 == 0 ? "N/A" : "2020-03-10" }
        #expect(null.value("null_words") == "[N/A]")
        let yes = try staff("people_manager") { $0 % 3 == 0 ? "Ja" : "Nei" }
        #expect(yes.value("true_words") == "[Ja]" && yes.value("false_words") == "[Nei]")
    }

    @Test func wordsOfAFewPersonsAreNotTold() throws {
        let rows = (1...60).map { row in
            "\(row);2026-03-02;2026-03-03;\(row <= 30 ? "Egenmelding" : row <= 56 ? "Kurfravær" : "Hemmelig sykdom")"
        }
        let text = try text("ansattnummer;fra;til;fraværstype", rows, name: "absences.csv")
        #expect(text.value("dataset") == "absences")
        #expect(text.value("Egenmelding") == "own_sickness" && text.value("Kurfravær") == "TODO")
        #expect(!text.contains("Hemmelig"), "a word of four persons")
        #expect(text.value("otherwise") == "TODO")
        // Many rows of one person are still one person's.
        let one = (1...60).map { row in
            "\(row <= 40 ? row : 99);2026-03-\(10 + row % 18);;\(row <= 40 ? "Egenmelding" : "Rehab")"
        }
        let told = try self.text("ansattnummer;fra;til;fraværstype", one, name: "absences.csv")
        #expect(!told.contains("Rehab"))
    }

    @Test func whoSomebodyIsIsNeverMapped() throws {
        let rows = (1...30).map { "\($0);Kari\($0);kari\($0)@example.org;170956\(10000 + $0);2020-01-02;x\($0)" }
        let text = try text("employee_no;Fornavn;Kontakt;Nummer;hire_date;shoe size", rows)
        let told = text.replacing("\n#   ", with: "")
        #expect(
            told.contains("Fornavn (a name), Kontakt (e-mail addresses), Nummer (numbers in the form of a national id)")
        )
        #expect(text.contains("# Not carried on: shoe size\n"))
        for value in ["Kari1", "example.org", "17095610001"] { #expect(!text.contains(value)) }
    }

    @Test func whatATerminationDateIs() throws {
        func text(_ day: (Int) -> String) throws -> String {
            try self.text("employee_no;hire_date;termination_date", (1...40).map { "\($0);2020-01-02;\(day($0))" })
        }
        #expect(try text { _ in "2021-01-31" }.value("termination_date") == "last_day_employed")
        #expect(try text { _ in "2021-02-01" }.value("termination_date") == "first_day_out")
        #expect(try text { "2021-02-\(10 + $0 % 9)" }.value("termination_date") == "TODO")
    }

    @Test func keys() throws {
        #expect(try staff("hire_date") { _ in "2020-01-02" }.value("key") == "[person]")
        let history = (1...40).map { "\($0 / 2);2020-0\($0 % 2 + 1)-01;D1" }
        #expect(try text("employee_no;valid_from;department", history).value("key") == "[person, valid_from]")
        let none = (1...40).map { "\($0 / 4);2020-01-01;D\($0)" }
        #expect(try text("employee_no;valid_from;department", none).value("key") == "row")
    }

    @Test func namesOfFiles() {
        let groups = ExportGroup.groups(of: [
            "employees_2026-03-31.csv", "employees_2026-04-30.csv", "survey_2026-03-31.csv",
            "survey_invitations_2026-03-31.csv", "staff 20260331.csv.gz",
        ])
        #expect(
            groups.map(\.pattern) == [
                "employees_*.csv", "staff *.csv.gz", "survey_????-??-??.csv", "survey_invitations_*.csv",
            ])
        #expect(groups[0].deliveryDates == ["2026-03-31", "2026-04-30"] && groups[1].deliveryDates.isEmpty)
        #expect(groups[1].hasOtherNumbers && groups[3].stem == "survey_invitations")
    }

    @Test func scalarsAreReadAsWritten() {
        for (text, written) in [
            ("Ferie", "Ferie"), ("TODO", "\"TODO\""), ("yes", "\"yes\""), ("1", "\"1\""), ("a: b", "\"a: b\""),
            ("a\"b\\", "\"a\\\"b\\\\\""), ("", "\"\""), ("x\u{202E}y", "\"x\\U0000202ey\""), ("- a", "\"- a\""),
        ] {
            #expect(SettingsText.scalar(text) == written)
        }
    }
}
