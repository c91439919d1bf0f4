import FoundationEssentials
import Glibc
import Testing

/// The nightly job on a small invented company: silent, repeatable, the same by hand, and never half done.
@Suite(.serialized) struct NightlyTests {
    private static let pipeline = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "pipelines/nightly.yaml").path
    private static let asOf = "2026-10-31"

    /// The exports, written once for all tests.
    private static let exports: ScratchFolder? = {
        guard let folder = try? ScratchFolder(),
            let outcome = try? ChildProcess.run(
                "trivsel",
                ["demo", "--employees", "150", "--months", "26", "--seed", "7", "--out", "\(folder.path)/in"]),
            outcome.exitCode == 0
        else { return nil }
        return folder
    }()

    private func input() throws -> String { "\(try #require(Self.exports, "trivsel demo failed").path)/in" }

    private func run(_ work: String, _ more: [String] = []) throws -> ChildProcess.Outcome {
        try ChildProcess.run("trivsel", ["run", Self.pipeline, "--input", try input(), "--work", work] + more)
    }

    /// The run's files without those that know the clock; the report through its link.
    private func outputs(_ work: String) -> [String: [UInt8]] {
        ScratchFolder.contents("\(work)/\(Self.asOf)").filter { path, _ in
            !path.hasSuffix("manifest.json") && !path.hasSuffix("run.log") && !path.hasPrefix(".")
        }
    }

    /// Names of the files that are not the same.
    private func differences(_ a: [String: [UInt8]], _ b: [String: [UInt8]]) -> [String] {
        Set(a.keys).union(b.keys).filter { a[$0] != b[$0] }.sorted()
    }

    /// A copy of the exports to spoil.
    private func copyOfExports(in folder: ScratchFolder) throws -> String {
        _ = folder.makeFolder("in")
        for (name, bytes) in ScratchFolder.contents(try input()) {
            try folder.write("in/\(name)", bytes: bytes, mode: name.hasSuffix(".key") ? 0o400 : 0o600)
        }
        return "\(folder.path)/in"
    }

    @Test func aNightIsSilentAndLeavesFourStages() throws {
        let folder = try ScratchFolder()
        let outcome = try run(folder.path)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(outcome.output == "" && outcome.errors == "")
        #expect(ScratchFolder.names(folder.path) == [".history", ".lock-nightly", Self.asOf])
        let visible = ScratchFolder.names("\(folder.path)/\(Self.asOf)").filter { !$0.hasPrefix(".") }
        #expect(visible == ["1-ingest", "2-normalize", "3-aggregate", "4-report", "run.log"])
        for stage in visible.dropLast() {
            #expect(ScratchFolder.names("\(folder.path)/\(Self.asOf)/\(stage)").contains("manifest.json"), "\(stage)")
        }
        for (path, bytes) in ScratchFolder.contents("\(folder.path)/\(Self.asOf)") {
            #expect(!bytes.isEmpty, "\(path)")
            var information = stat()
            try #require(stat("\(folder.path)/\(Self.asOf)/\(path)", &information) == 0)
            let isPage = path.hasPrefix("4-report/") || path.hasPrefix(".4-report")
            #expect(information.st_mode & (isPage ? 0o007 : 0o077) == 0, "\(path) can be read by others")
        }
    }

    @Test func theSameAgainAndTheSameByHand() throws {
        let folder = try ScratchFolder()
        let first = "\(folder.path)/first"
        #expect(try run(first).exitCode == 0)
        let expected = outputs(first)
        #expect(expected.count > 10)
        #expect(try run(first, ["--workers", "1"]).exitCode == 0)
        #expect(differences(outputs(first), expected) == [])

        let byHand = "\(folder.path)/by-hand/\(Self.asOf)"
        let ingest = try ChildProcess.run("trivsel-ingest", [Self.pipeline, "--run", byHand, "--input", try input()])
        #expect(ingest.exitCode == 0, "\(ingest.errors)")
        for program in ["trivsel-normalize", "trivsel-aggregate", "trivsel-report"] {
            let outcome = try ChildProcess.run(program, [Self.pipeline, "--run", byHand])
            #expect(
                outcome.exitCode == 0 && outcome.output == "" && outcome.errors == "", "\(program): \(outcome.errors)")
        }
        #expect(differences(outputs("\(folder.path)/by-hand"), expected) == [])
    }

    @Test func aSecondRunChangesNothingAndSaysSo() throws {
        let folder = try ScratchFolder()
        let lock = "\(folder.path)/.lock-nightly"
        let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let second = try run(folder.path)
        #expect(second.exitCode == 75)
        #expect(
            second.errors.contains("another run of pipeline \"nightly\"")
                && second.errors.split(separator: "\n").count == 1)
        let stage = try ChildProcess.run(
            "trivsel-ingest", [Self.pipeline, "--run", "\(folder.path)/\(Self.asOf)", "--input", try input()])
        #expect(stage.exitCode == 75)
        #expect(ScratchFolder.names(folder.path) == [".lock-nightly"])
        close(descriptor)
        #expect(try run(folder.path).exitCode == 0)
    }

    @Test func aSpoiltExportLeavesTheOldOutputs() throws {
        let folder = try ScratchFolder()
        let work = "\(folder.path)/work"
        #expect(try run(work).exitCode == 0)
        let expected = outputs(work)
        let spoilt = try copyOfExports(in: folder)
        try folder.write("in/employees_\(Self.asOf).csv", "")
        let outcome = try ChildProcess.run("trivsel", ["run", Self.pipeline, "--input", spoilt, "--work", work])
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.hasPrefix("trivsel: error: employees_\(Self.asOf).csv"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(differences(outputs(work), expected) == [])
        unlink("\(spoilt)/employees_\(Self.asOf).csv")
        #expect(
            try ChildProcess.run("trivsel", ["run", Self.pipeline, "--input", spoilt, "--work", work]).exitCode == 66)
        #expect(differences(outputs(work), expected) == [])
    }

    @Test func whatAKilledRunLeftIsCleanedUp() throws {
        let folder = try ScratchFolder()
        #expect(try run(folder.path).exitCode == 0)
        let expected = outputs(folder.path)
        for leftover in [".1-ingest.new", ".2-normalize.old", ".3-aggregate.new"] {
            _ = folder.makeFolder("\(Self.asOf)/\(leftover)")
            try folder.write("\(Self.asOf)/\(leftover)/half.parquet", "half")
        }
        #expect(try run(folder.path).exitCode == 0)
        #expect(differences(outputs(folder.path), expected) == [])
    }

    /// The programs are killed wherever they happen to be. What stands in the stage folders is always whole: the same
    /// exports give the same bytes, so any file that differs would be half of something.
    @Test func killedAtAnyMoment() throws {
        let folder = try ScratchFolder()
        #expect(try run(folder.path).exitCode == 0)
        let expected = outputs(folder.path)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<6 {
            let delay = UInt32.random(in: 1000...600_000, using: &generator)
            let arguments = ["run", Self.pipeline, "--input", try input(), "--work", folder.path]
            _ = try ChildProcess.run("trivsel", arguments, killAfter: delay)
            #expect(differences(outputs(folder.path), expected) == [], "seed 11, killed after \(delay) µs")
        }
        #expect(try run(folder.path).exitCode == 0)
        #expect(differences(outputs(folder.path), expected) == [])
        let left = ScratchFolder.names("\(folder.path)/\(Self.asOf)").filter {
            $0.hasPrefix(".") && !$0.hasPrefix(".4-report")
        }
        #expect(left == [])
    }

    @Test func aFileThatMayNotGrowIsAnErrorWithItsPath() throws {
        let folder = try ScratchFolder()
        #expect(try run(folder.path).exitCode == 0)
        let expected = outputs(folder.path)
        // No file beyond 16 blocks of 512 bytes.
        let command = "ulimit -f 16; exec \"$0\" run \"$1\" --input \"$2\" --work \"$3\""
        let outcome = try ChildProcess.run(
            "/bin/sh", ["-c", command, "\(ChildProcess.folder)/trivsel", Self.pipeline, try input(), folder.path])
        #expect(outcome.exitCode == 74, "\(outcome.errors)")
        #expect(outcome.errors.contains("\(folder.path)/\(Self.asOf)/.1-ingest.new/"), "\(outcome.errors)")
        #expect(differences(outputs(folder.path), expected) == [])
    }

    @Test func bothParsersGiveTheSameTables() throws {
        let folder = try ScratchFolder()
        #expect(try run("\(folder.path)/fast").exitCode == 0)
        #expect(try run("\(folder.path)/libcsv", ["--csv-engine", "libcsv"]).exitCode == 0)
        #expect(differences(outputs("\(folder.path)/fast"), outputs("\(folder.path)/libcsv")) == [])
    }

    @Test func keysAndDates() throws {
        let folder = try ScratchFolder()
        let work = "\(folder.path)/work"
        let short = try folder.write("short.key", "0123456789012345678901234567890")
        let wrong = try run(work, ["--key-file", short])
        #expect(wrong.exitCode == 78 && wrong.errors.contains("holds 31 bytes, expected exactly 32"))
        #expect(try run(work, ["--key-file", "\(folder.path)/none.key"]).exitCode == 78)
        #expect(try run(work, ["--as-of", "31.10.2026"]).exitCode == 64)
        #expect(try run(work, ["--as-of", "2026-02-30"]).exitCode == 64)
        #expect(
            try ChildProcess.run("trivsel", ["run", Self.pipeline, "--input", "\(folder.path)/none"]).exitCode == 66)
        #expect(ScratchFolder.names(folder.path) == ["short.key"], "nothing was written")
        let readable = try folder.write("open.key", bytes: [UInt8](repeating: 65, count: 32), mode: 0o644)
        chmod(readable, 0o644)
        let open = try run(work, ["--key-file", readable])
        #expect(open.exitCode == 0 && open.errors.contains("warning: \(readable): the key can be read by others"))
    }

    @Test func laterStagesNeedTheEarlierOnesAndNotTheExports() throws {
        let folder = try ScratchFolder()
        let run = folder.makeFolder(Self.asOf)
        for (program, needed) in [
            ("trivsel-normalize", "trivsel-ingest"), ("trivsel-aggregate", "trivsel-normalize"),
            ("trivsel-report", "trivsel-aggregate"),
        ] {
            let outcome = try ChildProcess.run(program, [Self.pipeline, "--run", run])
            #expect(outcome.exitCode == 66 && outcome.errors.contains("run \(needed) first"), "\(outcome.errors)")
        }
        let gone = try copyOfExports(in: folder)
        #expect(
            try ChildProcess.run("trivsel-ingest", [Self.pipeline, "--run", run, "--input", gone]).exitCode == 0)
        ScratchFolder.remove(gone)
        for program in ["trivsel-normalize", "trivsel-aggregate", "trivsel-report"] {
            #expect(try ChildProcess.run(program, [Self.pipeline, "--run", run]).exitCode == 0)
        }
    }

    @Test func realTablesAreInspectedExportedAndExplained() throws {
        let folder = try ScratchFolder()
        #expect(try run(folder.path).exitCode == 0)
        let run = "\(folder.path)/\(Self.asOf)"
        for stage in ["1-ingest", "2-normalize", "3-aggregate"] {
            for name in ScratchFolder.names("\(run)/\(stage)") where name.hasSuffix(".parquet") {
                let outcome = try ChildProcess.run("trivsel", ["inspect", "\(run)/\(stage)/\(name)", "--rows", "3"])
                #expect(outcome.exitCode == 0 && outcome.output.contains("row group"), "\(name): \(outcome.errors)")
            }
        }
        let export = try ChildProcess.run("trivsel", ["export", run, "--format", "csv"])
        #expect(export.exitCode == 0 && export.errors == "")
        let lines = export.output.split(separator: "\n")
        #expect(lines.count > 100)
        for line in lines.dropFirst() where line.contains("suppressed:") {
            #expect(line.contains(",,,,,,,suppressed:"), "a suppressed cell has no numbers")
        }
        struct Row: Decodable {
            var metric: String
            var department: String
            var period: String
            var breakdown: String
            var status: String
        }
        let json = try ChildProcess.run("trivsel", ["export", run, "--format", "json"])
        let rows = try JSONDecoder().decode([Row].self, from: Data(json.output.utf8))
        #expect(rows.count == lines.count - 1)
        for row in [rows.first { $0.status == "published" }, rows.first { $0.status != "published" }] {
            let row = try #require(row)
            let outcome = try ChildProcess.run(
                "trivsel",
                ["explain", row.metric, "--department", row.department, "--period", row.period, run]
                    + (row.breakdown.isEmpty ? [] : ["--breakdown", row.breakdown]))
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            #expect(outcome.output.contains(row.status) && outcome.output.contains("_\(Self.asOf).csv"))
        }
    }
}
