import Foundation
import Testing

@testable import Configuration
@testable import Onboarding

/// What an export is taken for, and what is left alone.
@Suite struct RecognitionTests {
    private let exports: Exports

    init() throws { exports = try Exports() }

    private func described(_ header: String, rows: Int = 40, name: String = "export.csv", _ row: (Int) -> String) throws
        -> String
    {
        try exports.write(name, header + "\n" + (1...rows).map { row($0) + "\n" }.joined())
        return try exports.description(name)
    }

    private func day(_ row: Int) -> String { "2020-03-\(10 + row % 18)" }

    // MARK: names that say little

    @Test(arguments: [8, 40, 300]) func aShortListOfStaffIsKnownByItsHireDates(rows: Int) throws {
        let text = try described("id,hired,unit", rows: rows) {
            "\(1000 + $0),\(day($0)),\(["Sales", "Finance"][$0 % 2])"
        }
        #expect(text.value("dataset") == "employees" && text.value("hire_date") == "hired")
        #expect(
            text.contains("  person:\n    header: id\n    # Beside hired") && text.contains("    header: unit\n    #"))
        #expect(text.line("dataset")?.contains("1 of 3 headers is known for it, 2 more are taken for it") == true)
    }

    @Test func anIDThatRowsShareIsNobodys() throws {
        let text = try described("id,hired,department") { "\($0 % 4),\(day($0)),D\($0 % 3)" }
        #expect(text.value("dataset") == "TODO")
        // Nor is one in the form of a national id, or a unit that is another in each row.
        let national = try described("id,hired,unit") {
            "\(10 + $0 % 18)0\(1 + $0 % 9)6\($0 % 10)\(10000 + $0),\(day($0)),U\($0)"
        }
        #expect(national.value("dataset") == "TODO")
    }

    @Test(arguments: [
        "id,date,unit,price", "id,created,customer,amount", "station,date,temp,unit", "id,start date,end date,team",
        "id,name,country,value", "nr,dato,enhet,verdi", "code,year,area,value",
    ])
    func tablesOfAnythingAreLeftAlone(header: String) throws {
        let text = try described(header) { "\($0),\(day($0)),\(["a", "b"][$0 % 2]),\($0 * 7)" }
        #expect(text.value("dataset") == "TODO", "\(text)")
    }

    // MARK: who has left

    @Test func withoutLastDaysDatedFilesAreFullDumps() throws {
        func described(_ left: String, days: [String]) throws -> String {
            let rows = (1...20).map { "\($0),\(day($0)),\($0 == 4 ? left : "")\n" }.joined()
            for day in days { try exports.write("staff_\(day).csv", "employee_no,hire_date,termination_date\n" + rows) }
            let draft = try PipelineDraft(exports: exports.path, name: "n", out: exports.path, languages: [.english])
            return try #require(draft.files.first { $0.path == "sources/staff.yaml" }).text
        }
        let one = try described("", days: ["2026-01-31"])
        #expect(one.value("deliveries") == nil && one.contains("# No row tells when somebody left."))
        let several = try described("", days: ["2026-01-31", "2026-02-28"])
        #expect(several.value("deliveries") == "full_dumps" && !several.contains("# No row"))
        let left = try described("2025-12-31", days: ["2026-01-31", "2026-02-28"])
        #expect(left.value("deliveries") == nil && !left.contains("# No row"))
    }

    // MARK: time off in columns

    @Test func timeOffInColumnsIsWide() throws {
        let text = try described("Employee ID,From,Vacation (days),Sick leave (days),Overtime (days)") {
            "\($0),\(day($0)),\($0 % 3).5,\($0 % 2),1"
        }
        #expect(text.value("dataset") == "absences")
        #expect(text.contains("  explicit:\n    Vacation (days): vacation\n    Sick leave (days): own_sickness\n"))
        #expect(text.line("scale")?.hasPrefix("scale: TODO  # the headers say days") == true)
        #expect(text.value("class") == nil && text.value("last_day") == "TODO" && text.value("first_day") == "From")
        #expect(text.contains("# Not carried on: Overtime (days)"))
        let hours = try described("Employee ID,Vacation hours,Sick leave hours") { "\($0),\($0 % 9),0" }
        #expect(hours.value("scale") == "\"60\"" && hours.value("first_day") == "TODO")
        let month = try described("Employee ID,Month,Vacation,Sick leave") { "\($0),\(day($0)),1,\($0 % 2)" }
        #expect(month.line("first_day")?.contains("dates are in Month") == true)
        #expect(month.line("scale")?.contains("minutes of one") == true)
        // One such column may be anything: a balance, an entitlement.
        let one = try described("Employee ID,Department,Vacation (days)") { "\($0),D\($0 % 3),\($0 % 9)" }
        #expect(one.value("dataset") == "employees" && !one.contains("wide"))
    }

    // MARK: surveys

    @Test func numbersOfTheSurveyToolAreNoAnswers() throws {
        let text = try described(
            "Respondent ID,Collector ID,Round,Department,I like it,We listen,I stay", name: "survey.csv"
        ) {
            "\(9000 + $0),77,4,D\($0 % 3),\(1 + $0 % 5),\(1 + $0 % 4),\($0 % 11)"
        }
        #expect(text.value("dataset") == "survey_responses")
        #expect(text.contains(": I like it") && text.contains(": We listen") && text.contains(": I stay"))
        #expect(!text.contains("collector_id:") && text.contains("# Not carried on: Collector ID"))
    }

    // MARK: departments of one export that another does not have

    private func draft(_ department: (Int) -> String) throws -> String {
        try exports.write(
            "departments.csv", "department_id,parent_id,name\nD0,,All\nD1,D0,Sales\nD2,D0,Finance\nD3,D0,Service\n")
        try exports.write(
            "staff.csv",
            "employee_no,hire_date,department\n" + (1...40).map { "\($0),\(day($0)),\(department($0))\n" }.joined())
        let draft = try PipelineDraft(exports: exports.path, name: "n", out: exports.path, languages: [.english])
        return try #require(draft.files.first { $0.path == "sources/staff.yaml" }).text
    }

    @Test func departmentsAreHeldAgainstTheTree() throws {
        #expect(try draft { "D\(1 + $0 % 3)" }.line("department") == "department: department")
        let named = try draft { ["Sales", "Finance", "Service"][$0 % 3] }
        #expect(named.line("department")?.contains("TODO  # department? It holds the names of departments.csv") == true)
        let partly = try draft { $0 == 9 ? "Kiosk" : "D\(1 + $0 % 3)" }
        #expect(partly.contains("# 1 of 4 different cells is no id of departments.csv") && !partly.contains("Kiosk"))
        #expect(partly.value("department") == "department")
        let other = try draft { "K\($0 % 5)" }
        #expect(other.line("department")?.contains("5 of 5 different cells are no ids of departments.csv") == true)
    }
}
