import DemoCompany
import Testing

@Suite struct DemoCompanyTests {
    private func write(_ employees: Int, months: Int = 36, seed: UInt64 = 42) throws -> (TemporaryFolder, DemoSummary) {
        let folder = try TemporaryFolder()
        let summary = try InventedCompany(employees: employees, months: months, seed: seed).write(to: folder.path)
        return (folder, summary)
    }

    @Test func sameSeedSameBytes() throws {
        let (first, one) = try write(300, months: 18, seed: 7)
        let (second, two) = try write(300, months: 18, seed: 7)
        #expect(one == two)
        #expect(try first.names() == second.names())
        for name in try first.names() {
            #expect(try first.bytes(name) == second.bytes(name), "\(name)")
        }
    }

    @Test func anotherSeedAnotherCompany() throws {
        let (first, _) = try write(300, months: 18, seed: 7)
        let (second, _) = try write(300, months: 18, seed: 8)
        for name in ["demo.key", "employees_2026-10-31.csv", "absences_2026-10-31.csv", "survey_2026-10-31.csv"] {
            #expect(try first.bytes(name) != second.bytes(name), "\(name)")
        }
    }

    @Test func keyIsThirtyTwoBytesAndAFolderCanBeWrittenAgain() throws {
        let (folder, _) = try write(20, months: 6)
        let key = try folder.bytes("demo.key")
        #expect(key.count == 32)
        _ = try InventedCompany(employees: 20, months: 6, seed: 43).write(to: folder.path)
        #expect(try folder.bytes("demo.key") != key)
        #expect(try folder.names().count == 10)
    }

    @Test(arguments: [(0, 36), (5_000_000, 36), (10, 0), (10, 999)])
    func argumentsOutOfRangeAreRefused(employees: Int, months: Int) throws {
        let folder = try TemporaryFolder()
        #expect(throws: DemoCompanyError.self) {
            try InventedCompany(employees: employees, months: months, seed: 1).write(to: folder.path)
        }
    }

    @Test(arguments: [1, 2, 3, 11, 12, 25, 50, 149, 150, 399, 400, 1000])
    func everySizeHoldsTogether(employees: Int) throws {
        let (folder, summary) = try write(employees)
        let company = try WrittenCompany(folder)
        #expect(abs(summary.closingHeadcount - employees) <= max(3, employees / 10))
        let departments = try company.rows("departments")
        let ids = Set(departments.map { $0["id"] })
        #expect(ids.count == departments.count)
        #expect(departments.filter { $0["parent_id"].isEmpty }.count == 1)
        #expect(departments.allSatisfy { $0["parent_id"].isEmpty || ids.contains($0["parent_id"]) })
        let employeeRows = try company.rows("employees")
        #expect(employeeRows.allSatisfy { ids.contains($0["department"]) })
        #expect(employeeRows.allSatisfy { $0["manager_no"] != $0["employee_no"] })
        let numbers = Set(employeeRows.map { $0["employee_no"] })
        #expect(employeeRows.allSatisfy { $0["manager_no"].isEmpty || numbers.contains($0["manager_no"]) })
        #expect(try company.rows("absences").allSatisfy { numbers.contains($0["employee_no"]) })
        #expect(try company.rows("participation").allSatisfy { numbers.contains($0["employee_no"]) })
        let keys = Set(employeeRows.map { $0["employee_no"] + "|" + $0["valid_from"] })
        #expect(keys.count == employeeRows.count)
    }

    @Test(arguments: [1, 3, 4, 11, 12, 24, 60])
    func everyHistoryHoldsTogether(months: Int) throws {
        let (folder, _) = try write(200, months: months)
        let company = try WrittenCompany(folder)
        #expect(company.truth.months.count == months)
        #expect(company.truth.months.last?.month == "2026-10")
    }

    @Test func smallDepartmentsExist() throws {
        let (folder, _) = try write(1000)
        let last = try #require(try WrittenCompany(folder).truth.survey.last)
        let sizes = last.departments.values.map(\.invited)
        #expect(sizes.filter { 1...4 ~= $0 }.count >= 3)
        #expect(sizes.filter { 5...12 ~= $0 }.count >= 3)
        #expect(sizes.filter { $0 > 12 }.count >= 20)
    }

    /// By department: who is employed there at the end, and the departments above.
    private func tree(_ folder: TemporaryFolder) throws -> (
        company: WrittenCompany, size: [String: Int], parent: [String: String]
    ) {
        let company = try WrittenCompany(folder)
        var last: [String: ExportRow] = [:]
        for row in try company.rows("employees") {
            let before = last[row["employee_no"]]?.date("valid_from") ?? 0
            if (row.date("valid_from") ?? 0) >= before, (row.date("valid_from") ?? 0) <= 20_261_031 {
                last[row["employee_no"]] = row
            }
        }
        var size: [String: Int] = [:]
        for row in last.values where (row.date("termination_date") ?? 99_991_231) > 20_261_031 {
            size[row["department"], default: 0] += 1
        }
        var parent: [String: String] = [:]
        for row in try company.rows("departments") { parent[row["id"]] = row["parent_id"] }
        return (company, size, parent)
    }

    @Test(
        arguments: [(1000, 42), (1000, 5), (1000, 123), (400, 1), (4000, 2), (100, 42), (100, 5), (250, 3)]
            as [(Int, UInt64)])
    func nobodyIsToldBySubtraction(employees: Int, seed: UInt64) throws {
        let (folder, _) = try write(employees, seed: seed)
        let (company, size, parent) = try tree(folder)
        // A unit above others has no members of its own.
        #expect(Set(parent.values).allSatisfy { size[$0] == nil })
        var strength: [String: Int] = [:]
        for (department, persons) in size {
            var here = department
            while !here.isEmpty {
                strength[here, default: 0] += persons
                here = parent[here] ?? ""
            }
        }
        // The department in trouble is large enough to be shown, and never the smallest of its family.
        let trouble = try #require(company.truth.stories.trouble).department
        let persons = strength[trouble] ?? 0
        if employees >= 1000 { #expect(persons >= 60) } else { #expect(persons >= 20) }
        let siblings = parent.keys.filter { parent[$0] == parent[trouble] && $0 != trouble }.compactMap { strength[$0] }
        #expect(siblings.isEmpty || siblings.contains { $0 < persons })
        // Those too few to be shown are ten together, or none.
        for family in Set(parent.values) where !family.isEmpty {
            let few = parent.keys.filter { parent[$0] == family }.compactMap { strength[$0] }.filter { $0 < 10 }
            #expect(few.isEmpty || few.reduce(0, +) >= 10, "\(family)")
        }
    }

    @Test func tablesWithoutRowsAreNotWritten() throws {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: 200, months: 12, seed: 42).write(to: folder.path)
        #expect(try folder.names().contains("survey_2026-10-31.csv"))
        // October has no survey: the files of the earlier company go.
        _ = try InventedCompany(employees: 200, months: 1, seed: 42).write(to: folder.path)
        #expect(try !folder.names().contains { $0.hasPrefix("survey") })
        let company = try WrittenCompany(folder)
        #expect(company.truth.files.count == 5)
        #expect(company.truth.files.values.allSatisfy { $0.clean > 0 })
    }
}
