import FoundationEssentials
import Testing

/// The invented company told by one export, and by one of employments beside others of departments and fractions: the
/// timelines and the figures have to be the same.
@Suite(.serialized) struct AssignmentTimelineTests {
    private static let asOf = "2026-10-31"
    private static let pipelines = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "pipelines").path

    private static let dialect = """
        delimiter: ";"
            date_format: dd.mm.yyyy
            decimal_mark: ","
            true_words: [Ja]
            false_words: [Nei]
        """

    private static let employment = """
        person: {header: employee_no, required: true}
              hire_date: {header: hire_date, required: true}
              termination_date: {header: termination_date, required: true}
              leave_class:
                header: termination_reason
                codes: {Egen oppsigelse: voluntary, Pensjon: other}
                otherwise: involuntary
              birth_date: birth_date
              gender: gender
        """

    private static let place = """
        department: {header: department, required: true}
              manager: manager_no
              people_manager: people_manager
        """

    private static let position = """
        fte: fte
              country: country
              location: location
              contract: contract
              job_level: job_level
        """

    private static let changes = """
          - \(pipelines)/sources/demo-departments.yaml
          - name: changes
            dataset: employees
            files: changes.csv
            id_space: employee_no
            key: [person, valid_from]
            \(dialect)
            columns:
              \(employment)
              valid_from: {header: valid_from, required: true}
              \(place)
              \(position)
        """

    private static func assignments(_ name: String, _ columns: String) -> String {
        """
          - name: \(name)
            dataset: assignments
            files: \(name).csv
            id_space: payroll
            key: [person, valid_from]
            \(dialect)
            columns:
              person: {header: payroll_no, required: true}
              valid_from: {header: valid_from, required: true}
              \(columns)
        """
    }

    private static let split = """
          - \(pipelines)/sources/demo-departments.yaml
          - name: employees
            dataset: employees
            files: employees.csv
            id_space: employee_no
            key: [person, hire_date]
            \(dialect)
            columns:
              \(employment)
          - name: identities
            dataset: identities
            files: identities.csv
            id_space: employee_no
            delimiter: ";"
            columns:
              person: {header: employee_no, required: true}
              other_space: {constant: payroll}
              other: {header: payroll_no, required: true}
        \(assignments("places", place))
        \(assignments("positions", position))
        """

    private static let workday = ["workers", "positions", "position-organizations", "organizations"]
        .map { name in
            // A person is hired again in a row of its own.
            name == "workers"
                ? "  - use: \(pipelines)/sources/workday-workers.yaml\n    key: [person, hire_date]"
                : "  - \(pipelines)/sources/workday-\(name).yaml"
        }
        .joined(separator: "\n")

    private final class World: Sendable {
        let folder: ScratchFolder

        init(employees: Int, months: Int, seed: Int) throws {
            folder = try ScratchFolder()
            let demo = "\(folder.path)/demo"
            let outcome = try ChildProcess.run(
                "trivsel",
                ["demo", "--employees", "\(employees)", "--months", "\(months)", "--seed", "\(seed)", "--out", demo])
            try #require(outcome.exitCode == 0, "\(outcome.errors)")
            let staff = SplitStaff(
                export: try #require(ScratchFolder.text("\(demo)/employees_\(AssignmentTimelineTests.asOf).csv")))
            _ = folder.makeFolder("exports")
            for (name, text) in [
                ("changes.csv", staff.changes), ("employees.csv", staff.employees),
                ("identities.csv", staff.identities),
                ("places.csv", staff.assignments(["department", "manager_no", "people_manager"])),
                (
                    "positions.csv",
                    staff.assignments(["fte", "country", "location", "contract", "job_level"])
                ),
                ("workday_worker_history.csv", staff.workdayWorkers),
                ("workday_worker_position_history.csv", staff.workdayPositions),
                ("workday_worker_position_organization_history.csv", staff.workdayOrganizations),
            ] {
                try folder.write("exports/\(name)", text)
            }
            let departments = "departments_\(AssignmentTimelineTests.asOf).csv"
            let tree = try #require(ScratchFolder.text("\(demo)/\(departments)"))
            try folder.write("exports/\(departments)", bytes: Array(tree.utf8))
            try folder.write("exports/workday_organization_data.csv", SplitStaff.workdayTree(tree))
            try folder.write(
                "exports/demo.key", bytes: try #require(ScratchFolder.bytes("\(demo)/demo.key")), mode: 0o400)
        }

        private func pipeline(_ name: String, _ sources: String) throws -> String {
            try folder.write(
                "\(name).yaml",
                """
                trivsel: 1
                organisation: Nordlys
                key_file: ${input}/demo.key
                sources:
                \(sources)

                """)
        }

        /// Ingests and normalises; the path of the timelines.
        func timelines(_ name: String, _ sources: String, workers: Int = 2) throws -> String {
            let pipeline = try pipeline(name, sources)
            let run = "\(folder.makeFolder("work-\(name)-\(workers)"))/\(AssignmentTimelineTests.asOf)"
            let ingest = try ChildProcess.run(
                "trivsel-ingest", [pipeline, "--run", run, "--input", "\(folder.path)/exports"])
            try #require(ingest.exitCode == 0, "\(ingest.errors)")
            let normalize = try ChildProcess.run(
                "trivsel-normalize", [pipeline, "--run", run, "--workers", "\(workers)"])
            try #require(normalize.exitCode == 0, "\(normalize.errors)")
            return "\(run)/2-normalize/assignments.parquet"
        }

        /// Lines of the exported figures of the whole of each department.
        func figures(_ name: String, _ sources: String) throws -> [String] {
            let work = folder.makeFolder("run-\(name)")
            let outcome = try ChildProcess.run(
                "trivsel",
                [
                    "run", try pipeline(name, sources), "--input", "\(folder.path)/exports", "--work", work, "--as-of",
                    AssignmentTimelineTests.asOf,
                ])
            try #require(outcome.exitCode == 0, "\(outcome.errors)")
            return try ChildProcess.run(
                "trivsel", ["export", "\(work)/\(AssignmentTimelineTests.asOf)", "--format", "csv"]
            ).output.split(separator: "\n").map(String.init)
        }
    }

    @Test func bothWaysGiveTheSameTimelines() throws {
        let world = try World(employees: 400, months: 36, seed: 7)
        let changes = try AssignmentRows.read(world.timelines("changes", Self.changes))
        let path = try world.timelines("split", Self.split)
        let split = try AssignmentRows.read(path)
        let (only, other) = (Set(changes).subtracting(split).sorted(), Set(split).subtracting(changes).sorted())
        // A difference of thousands of rows takes minutes to print.
        #expect(only.prefix(3) == other.prefix(3), "only the changes say, only the split exports say")
        let isEqual = split == changes
        #expect(isEqual)
        #expect(changes.count > 400)
        for word in ["rehire", "change", "voluntary", "involuntary"] {
            #expect(changes.contains { $0.contains(" \(word) ") }, "\(word)")
        }
        let bytes = try #require(ScratchFolder.bytes(path))
        for workers in [1, 5] {
            #expect(try ScratchFolder.bytes(world.timelines("split", Self.split, workers: workers)) == bytes)
        }
    }

    /// Workers, positions, organisations of positions and the tree, as the shipped descriptions read them.
    @Test func workdayGivesTheSameFiguresOfDepartments() throws {
        let world = try World(employees: 400, months: 26, seed: 5)
        let changes = try world.figures("changes", Self.changes)
        let workday = try world.figures("workday", Self.workday)
        // Why somebody left, and groups of persons, are told in other words.
        let metrics: Set<Substring> = [
            "headcount.opening", "headcount.closing", "headcount.average", "fte.average", "flow.hires", "flow.leavers",
            "flow.moves_in", "turnover.total",
        ]
        func chosen(_ lines: [String]) -> [String] {
            lines.filter { line in
                let parts = line.split(separator: ",", omittingEmptySubsequences: false)
                return metrics.contains(parts[0]) && parts.count > 3 && parts[3].isEmpty
            }
        }
        #expect(chosen(changes).count > 500)
        #expect(Set(chosen(changes).compactMap { $0.split(separator: ",").dropFirst().first }).count > 5)
        let (only, other) = (
            Set(chosen(changes)).subtracting(chosen(workday)).sorted(),
            Set(chosen(workday)).subtracting(chosen(changes)).sorted()
        )
        #expect(only.prefix(3) == other.prefix(3), "only the changes say, only Workday says")
        let isEqual = chosen(workday) == chosen(changes)
        #expect(isEqual)
    }
}
