import Glibc
import Testing

/// `trivsel check` tells what the night would tell, and keeps nothing but its page.
@Suite struct CheckTests {
    private let folder: ScratchFolder
    private var page: String { "\(folder.path)/page.html" }

    init() throws {
        folder = try ScratchFolder()
        _ = folder.makeFolder("exports")
    }

    private func pipeline(_ sources: String) throws -> String {
        try folder.write(
            "p.yaml",
            """
            trivsel: 1
            organisation: A
            input: exports
            work: work
            as_of: 2026-03-31
            key_file: person.key
            root: {id: ALL, name: All}
            sources:
            \(sources)
            """)
    }

    /// 40 persons, two of whom left in the last twelve months and one of whom came.
    private func staff(department: (Int) -> String = { $0 % 2 == 0 ? "A" : "B" }, without gone: Set<Int> = []) -> String
    {
        var text = "id,hired,left,unit\n"
        for person in 1...40 where !gone.contains(person) {
            let hired = person == 40 ? "2025-09-01" : "20\(10 + person % 10)-02-01"
            let left = person == 3 ? "2025-07-31" : person == 5 ? "2025-12-31" : ""
            text += "\(person),\(hired),\(left),\(department(person))\n"
        }
        return text
    }

    private let columns = "columns: {person: id, hire_date: hired, termination_date: left, department: unit}"

    @Test func theHeadcountAddsUpOnThePage() throws {
        _ = try folder.write("exports/staff.csv", staff())
        let pipeline = try pipeline(
            "  - {name: staff, dataset: employees, files: staff.csv, key: [person], \(columns)}")
        let check = try ChildProcess.run("trivsel", ["check", pipeline, "--page", page])
        // No key file is there, and none is needed.
        #expect(check.exitCode == 0 && check.errors == "", "\(check.errors)")
        let text = try #require(ScratchFolder.text(page))
        #expect(text.contains("The headcount adds up in all 11 months shown in full"), "March is not closed")
        #expect(text.contains(">Jul 2025<"))
        #expect(ScratchFolder.names(folder.path) == ["exports", "p.yaml", "page.html"])

        // And it is the report's own.
        _ = try folder.write("person.key", bytes: [UInt8](0..<32), mode: 0o400)
        #expect(try ChildProcess.run("trivsel", ["run", pipeline]).exitCode == 0)
        let report = try #require(ScratchFolder.text("\(folder.path)/work/2026-03-31/4-report/quality.html"))
        let table = { (page: String) -> Substring? in
            guard let begin = page.firstRange(of: "The headcount adds up")?.lowerBound else { return nil }
            return page[begin...].split(separator: "</table>").first
        }
        #expect(table(text) != nil && table(text) == table(report))
    }

    @Test func whatALaterStageRefusesIsToldToo() throws {
        _ = try folder.write("exports/staff.csv", staff())
        _ = try folder.write("exports/units.csv", "id,above\nA,B\nB,A\n")
        let pipeline = try pipeline(
            """
              - {name: staff, dataset: employees, files: staff.csv, key: [person], \(columns)}
              - {name: units, dataset: departments, files: units.csv, columns: {department: id, parent: above}}
            """)
        let check = try ChildProcess.run("trivsel", ["check", pipeline, "--page", page])
        #expect(check.exitCode == 65 && check.errors.contains("above and below each other in a circle"))
        let text = try #require(ScratchFolder.text(page))
        #expect(text.contains("A run would stop at these exports") && text.contains("above and below each other"))
        #expect(text.contains("A run would stop before the headcount is counted"))
    }

    @Test func aDumpIsHeldAgainstTheNightsBefore() throws {
        let dumps =
            "  - {name: staff, dataset: employees, files: \"staff_*.csv\", deliveries: full_dumps, "
            + "delivery_date: file_name, key: [person], \(columns)}"
        let pipeline = try pipeline(dumps)
        _ = try folder.write("person.key", bytes: [UInt8](0..<32), mode: 0o400)
        _ = try folder.write("exports/staff_2026-03-30.csv", staff())
        let night = try ChildProcess.run("trivsel", ["run", pipeline])
        #expect(night.exitCode == 0, "\(night.errors)")
        unlink("\(folder.path)/exports/staff_2026-03-30.csv")
        _ = try folder.write("exports/staff_2026-03-31.csv", staff(without: [8, 9]))
        let kept = ScratchFolder.contents("\(folder.path)/work")

        let check = try ChildProcess.run("trivsel", ["check", pipeline, "--page", page])
        #expect(check.exitCode == 0 && check.errors == "", "\(check.errors)")
        #expect(try #require(ScratchFolder.text(page)).contains("the dumps do not hold the person any more"))

        // Whoever may not read the key is told what was left out; a key that was named has to be there.
        rename("\(folder.path)/person.key", "\(folder.path)/other.key")
        let without = try ChildProcess.run("trivsel", ["check", pipeline, "--page", page])
        #expect(without.exitCode == 0 && without.errors == "", "\(without.errors)")
        let told = try #require(ScratchFolder.text(page))
        #expect(told.contains("were not compared") && !told.contains("do not hold the person any more"))
        let named = ["check", pipeline, "--page", page, "--key-file"]
        #expect(try ChildProcess.run("trivsel", named + ["\(folder.path)/none.key"]).exitCode == 78)
        #expect(try ChildProcess.run("trivsel", named + ["\(folder.path)/other.key"]).exitCode == 0)
        #expect(try #require(ScratchFolder.text(page)).contains("do not hold the person any more"))
        #expect(ScratchFolder.contents("\(folder.path)/work") == kept, "nothing is kept of a check")
    }
}
