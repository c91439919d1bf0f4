import DemoCompany
import Testing

@Suite struct DirtyRowsTests {
    /// Kinds whose key cannot be read, taken as widely as an ingest may take it.
    private static let withoutKey: Set<String> = [
        "too_few_columns", "too_many_columns", "stray_quote", "text_after_closing_quote", "scientific_id", "nul_byte",
    ]

    @Test(arguments: [1, 50, 400, 1000, 4000])
    func limitsHold(employees: Int) throws {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: employees, months: 36, seed: 42).write(to: folder.path)
        let company = try WrittenCompany(folder)
        #expect(company.truth.files.count == 7)
        for (name, file) in company.truth.files {
            let table = String(name.prefix { $0 != "2" }.dropLast())
            let records = try company.records(table)
            #expect(records.count - 1 == file.rows, "\(name)")
            #expect(file.rows == file.clean + file.quarantined + file.duplicates, "\(name)")
            #expect((file.quarantined + file.duplicates) * 200 <= file.rows, "\(name)")
            let lines = Set(records.map(\.line))
            var withoutKey = 0
            for (kind, rows) in file.dirty {
                #expect(rows.count == rows.lines.count)
                #expect(rows.lines.allSatisfy { lines.contains($0) }, "\(name) \(kind)")
                if Self.withoutKey.contains(kind) { withoutKey += rows.count }
            }
            #expect(withoutKey < 10, "\(name)")
            #expect(file.dirty.values.reduce(0) { $0 + $1.count } == file.quarantined)
        }
        if employees >= 1000 {
            #expect((company.truth.files["employees_2026-10-31.csv"]?.quarantined ?? 0) >= 9)
            #expect((company.truth.files["absences_2026-10-31.csv"]?.quarantined ?? 0) >= 20)
        }
    }

    @Test func linesPointAtTheRows() throws {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: 4000, months: 36, seed: 3).write(to: folder.path)
        let company = try WrittenCompany(folder)
        func fields(_ table: String, _ kind: String) throws -> [[String]] {
            let file = try #require(company.truth.files[table + "_2026-10-31.csv"])
            let lines = try #require(file.dirty[kind], "\(kind)").lines
            return try company.records(table).filter { lines.contains($0.line) }.map(\.fields)
        }
        #expect(try fields("employees", "impossible_date").allSatisfy { $0.contains("31.02.2024") })
        #expect(try fields("employees", "fte_above_one").allSatisfy { $0.contains("1,2") })
        #expect(try fields("employees", "scientific_id").allSatisfy { $0.first == "1,23E+05" })
        #expect(try fields("employees", "too_few_columns").allSatisfy { $0.count == 12 })
        #expect(try fields("absences", "grade_above_100").allSatisfy { $0[4] == "150" })
        #expect(try fields("survey", "answer_off_scale").allSatisfy { $0[6] == "6" })
        #expect(try fields("participation", "nul_byte").allSatisfy { $0.last == "Y\0" })
        let departments = Set(try company.rows("departments").map { $0["id"] })
        #expect(try fields("survey", "unknown_department").allSatisfy { !departments.contains($0[1]) })
    }

    @Test func duplicatesAreIdenticalToTheRowBefore() throws {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: 2000, months: 36, seed: 5).write(to: folder.path)
        let company = try WrittenCompany(folder)
        for table in ["employees", "absences"] {
            let file = try #require(company.truth.files[table + "_2026-10-31.csv"])
            #expect(!file.duplicateLines.isEmpty)
            let records = try company.records(table)
            for (before, record) in zip(records, records.dropFirst()) where file.duplicateLines.contains(record.line) {
                #expect(before.fields == record.fields)
            }
        }
    }

    @Test func dirtyAbsencesShareNoKeyWithATrueRow() throws {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: 1000, months: 36, seed: 42).write(to: folder.path)
        let company = try WrittenCompany(folder)
        let file = try #require(company.truth.files["absences_2026-10-31.csv"])
        let dirty = Set(file.dirty.values.flatMap(\.lines))
        let keys = Set(try company.rows("absences").map { $0["employee_no"] + $0["absence_type"] + $0["from"] })
        let records = try company.records("absences").filter { dirty.contains($0.line) }
        #expect(records.count == dirty.count)
        #expect(records.allSatisfy { !keys.contains($0.fields.prefix(3).joined()) })
    }
}
