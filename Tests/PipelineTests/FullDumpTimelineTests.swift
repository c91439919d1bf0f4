import FoundationEssentials
import Glibc
import Testing

/// The invented company told twice: by an export of its changes and by a dump of the whole staff for every day on which
/// something changes. Both have to give the same timelines, to the byte.
@Suite(.serialized) struct FullDumpTimelineTests {
    private static let asOf = "2026-10-31"
    private static let pipelines = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "pipelines").path

    /// A company and its dumps.
    private final class World: Sendable {
        let folder: ScratchFolder
        let staff: DumpedStaff
        let days: [String]

        init(employees: Int, months: Int, seed: Int, _ view: DumpedStaff.View) throws {
            folder = try ScratchFolder()
            let demo = "\(folder.path)/changes"
            let outcome = try ChildProcess.run(
                "trivsel",
                ["demo", "--employees", "\(employees)", "--months", "\(months)", "--seed", "\(seed)", "--out", demo])
            try #require(outcome.exitCode == 0, "\(outcome.errors)")
            let name = "employees_\(FullDumpTimelineTests.asOf).csv"
            staff = DumpedStaff(export: try #require(ScratchFolder.text("\(demo)/\(name)")))
            days = staff.days(until: FullDumpTimelineTests.asOf)
            _ = folder.makeFolder("dumps")
            for day in days { try folder.write("dumps/employees_\(day).csv", staff.dump(of: day, view)) }
            for name in ["departments_\(FullDumpTimelineTests.asOf).csv", "demo.key"] {
                try folder.write(
                    "dumps/\(name)", bytes: try #require(ScratchFolder.bytes("\(demo)/\(name)")), mode: 0o400)
            }
            if view == .presentOnly { try folder.write("changes/\(name)", staff.known(on: FullDumpTimelineTests.asOf)) }
            let source = try #require(
                ScratchFolder.text("\(FullDumpTimelineTests.pipelines)/sources/demo-employees.yaml"))
            for (kind, description) in [("changes", source), ("dumps", try Self.asDumps(source))] {
                try folder.write(
                    "\(kind)-staff.yaml", view == .presentOnly ? Self.withoutReasons(description) : description)
                try folder.write(
                    "\(kind).yaml",
                    """
                    trivsel: 1
                    organisation: Nordlys
                    key_file: ${input}/demo.key
                    sources:
                      - \(FullDumpTimelineTests.pipelines)/sources/demo-departments.yaml
                      - \(kind)-staff.yaml

                    """)
            }
        }

        /// The demo's source as one of full dumps.
        private static func asDumps(_ source: String) throws -> String {
            var text = source
            for (old, new) in [
                ("key: [person, valid_from]", "key: [person, hire_date]\ndeliveries: full_dumps"),
                ("  valid_from: {header: valid_from, required: true}\n", ""),
            ] {
                try #require(text.contains(old))
                text.replace(old, with: new)
            }
            return text
        }

        /// Without any word of why somebody left.
        private static func withoutReasons(_ source: String) -> String {
            var kept: [Substring] = []
            var isDropping = false
            for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("  leave_class:") || line.hasPrefix("  leave_kind:") {
                    isDropping = true
                } else if !line.hasPrefix("   ") {
                    isDropping = false
                }
                if !isDropping { kept.append(line) }
            }
            return kept.joined(separator: "\n")
        }

        /// Ingests and normalises; the timelines' bytes.
        func timelines(_ kind: String, work: String? = nil, input: String? = nil) throws -> [UInt8] {
            let work = work ?? folder.makeFolder("work-\(kind)")
            let run = "\(work)/\(FullDumpTimelineTests.asOf)"
            let pipeline = "\(folder.path)/\(kind).yaml"
            let ingest = try ChildProcess.run(
                "trivsel-ingest", [pipeline, "--run", run, "--input", input ?? "\(folder.path)/\(kind)"])
            try #require(ingest.exitCode == 0, "\(ingest.errors)")
            let normalize = try ChildProcess.run("trivsel-normalize", [pipeline, "--run", run])
            try #require(normalize.exitCode == 0, "\(normalize.errors)")
            return try #require(ScratchFolder.bytes("\(run)/2-normalize/assignments.parquet"))
        }

        /// The timelines as text, a row a line; `leave_kind` apart, which only an export can tell.
        func rows(_ kind: String) throws -> [String] {
            _ = try timelines(kind)
            let table = "\(folder.path)/work-\(kind)/\(FullDumpTimelineTests.asOf)/2-normalize/assignments.parquet"
            return try AssignmentRows.read(table)
        }
    }

    @Test func bothWaysGiveTheSameTimelines() throws {
        let world = try World(employees: 250, months: 36, seed: 7, .announced)
        #expect(world.days.count > 100)
        let changes = try world.timelines("changes")
        let dumps = try world.timelines("dumps")
        #expect(dumps == changes)
        // Moves, rehires and leavers are among them.
        let rows = try world.rows("changes")
        for word in ["rehire", "change", "voluntary", "involuntary"] {
            #expect(rows.contains { $0.contains(" \(word) ") }, "\(word)")
        }
        #expect(rows.count > 200)
    }

    /// Dumps of nobody but those at work: who is missing has left. The reason is unknown, the days are the same.
    @Test func leaversWhoDisappearGiveTheSameDays() throws {
        let world = try World(employees: 150, months: 26, seed: 11, .presentOnly)
        let changes = try world.rows("changes")
        let dumps = try world.rows("dumps")
        let (only, other) = (Set(changes).subtracting(dumps).sorted(), Set(dumps).subtracting(changes).sorted())
        #expect(only == other, "only the changes say, only the dumps say")
        #expect(dumps == changes)
        #expect(changes.count { $0.contains(" unknown ") } > 30)
    }

    /// The program is killed wherever it happens to be while it takes in the dumps.
    @Test func killedAtAnyMoment() throws {
        let world = try World(employees: 60, months: 12, seed: 3, .announced)
        let expected = try world.timelines("dumps")
        let work = world.folder.makeFolder("killed")
        let run = "\(work)/\(Self.asOf)"
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<8 {
            let delay = UInt32.random(in: 1000...900_000, using: &generator)
            _ = try ChildProcess.run(
                "trivsel-ingest",
                ["\(world.folder.path)/dumps.yaml", "--run", run, "--input", "\(world.folder.path)/dumps"],
                killAfter: delay)
        }
        #expect(try world.timelines("dumps", work: work) == expected)
        // Once they are in the store, the files of all earlier days may go.
        for day in world.days.dropLast() { unlink("\(world.folder.path)/dumps/employees_\(day).csv") }
        #expect(try world.timelines("dumps", work: work) == expected)
        #expect(ScratchFolder.names(run).filter { $0.hasPrefix(".1-ingest") } == [])
    }
}
