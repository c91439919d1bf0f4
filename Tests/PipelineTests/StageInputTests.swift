import FoundationEssentials
import Testing

/// A stage reads what the stage before wrote, all of it and nothing else.
@Suite(.serialized) struct StageInputTests {
    private static let pipeline = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "pipelines/nightly.yaml").path
    private static let asOf = "2026-10-31"

    /// A run of all stages, made once.
    private static let made: ScratchFolder? = {
        guard let folder = try? ScratchFolder(),
            let demo = try? ChildProcess.run(
                "trivsel",
                ["demo", "--employees", "120", "--months", "14", "--seed", "3", "--out", "\(folder.path)/in"]),
            demo.exitCode == 0,
            let run = try? ChildProcess.run(
                "trivsel", ["run", pipeline, "--input", "\(folder.path)/in", "--work", "\(folder.path)/work"]),
            run.exitCode == 0
        else { return nil }
        return folder
    }()

    /// A copy of the run to spoil, which is there as long as it is held.
    private struct Copy {
        let folder: ScratchFolder
        let run: String
    }

    private func copy(as name: String = asOf) throws -> Copy {
        let made = try #require(Self.made, "trivsel demo or run failed")
        let folder = try ScratchFolder()
        let run = folder.makeFolder(name)
        for (path, bytes) in ScratchFolder.contents("\(made.path)/work/\(Self.asOf)") where !path.hasPrefix(".") {
            let parts = path.split(separator: "/")
            guard parts.count > 1, parts[0] != "4-report" else { continue }
            _ = folder.makeFolder("\(name)/\(parts.dropLast().joined(separator: "/"))")
            try folder.write("\(name)/\(path)", bytes: bytes)
        }
        return Copy(folder: folder, run: run)
    }

    private func start(_ program: String, _ copy: Copy, pipeline: String = pipeline) throws -> ChildProcess.Outcome {
        try ChildProcess.run(program, [pipeline, "--run", copy.run])
    }

    @Test(arguments: [
        ("trivsel-normalize", "1-ingest/employees.parquet", "trivsel-ingest"),
        ("trivsel-aggregate", "2-normalize/absences.parquet", "trivsel-normalize"),
        ("trivsel-report", "3-aggregate/published.parquet", "trivsel-aggregate"),
    ])
    func aTableThatIsGone(program: String, table: String, before: String) throws {
        let spoilt = try copy()
        let (folder, run) = (spoilt.folder, spoilt.run)
        ScratchFolder.remove("\(run)/\(table)")
        let earlier = ScratchFolder.contents("\(run)/3-aggregate")
        let outcome = try start(program, spoilt)
        #expect(outcome.exitCode == 66)
        #expect(outcome.errors.contains(table) && outcome.errors.contains("run \(before) again"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(ScratchFolder.contents("\(run)/3-aggregate") == earlier, "\(folder.path)")
    }

    @Test func aTableOfAnotherRun() throws {
        let spoilt = try copy()
        let (folder, run) = (spoilt.folder, spoilt.run)
        let other = try #require(ScratchFolder.bytes("\(run)/1-ingest/departments.parquet"))
        try folder.write("\(Self.asOf)/1-ingest/employees.parquet", bytes: other)
        let outcome = try start("trivsel-normalize", spoilt)
        #expect(outcome.exitCode == 65)
        for part in ["1-ingest/employees.parquet", "footer digest", "expected", "run trivsel-ingest again"] {
            #expect(outcome.errors.contains(part), "\(outcome.errors)")
        }
    }

    @Test(arguments: ["", "{", "[]", #"{"manifest": 99}"#]) func aManifestThatIsNone(text: String) throws {
        let spoilt = try copy()
        try spoilt.folder.write("\(Self.asOf)/2-normalize/manifest.json", text)
        let outcome = try start("trivsel-aggregate", spoilt)
        #expect(outcome.exitCode == 65, "\(outcome.errors)")
        #expect(
            outcome.errors.contains("2-normalize/manifest.json") && outcome.errors.contains("run trivsel-normalize"))
    }

    @Test func aRunOfAnotherDayOrPipeline() throws {
        let moved = try copy(as: "2026-09-30")
        let day = try start("trivsel-aggregate", moved)
        #expect(day.exitCode == 65)
        #expect(day.errors.contains(#"as_of: found "2026-10-31", expected "2026-09-30""#), "\(day.errors)")
        let same = try copy()
        let text = try #require(ScratchFolder.text(Self.pipeline))
        // The questionnaire and the sources lie beside the original.
        let beside = Self.pipeline.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
        let absolute = text.replacing("- sources/", with: "- \(beside)/sources/")
            .replacing(": questionnaires/", with: ": \(beside)/questionnaires/")
        let other = try start(
            "trivsel-aggregate", same, pipeline: same.folder.write("weekly.yaml", absolute))
        #expect(other.exitCode == 65)
        #expect(other.errors.contains(#"pipeline: found "nightly", expected "weekly""#), "\(other.errors)")
    }

    @Test func aTableThatNobodyListsIsNotRead() throws {
        let spoilt = try copy()
        let (folder, run) = (spoilt.folder, spoilt.run)
        let before = ScratchFolder.bytes("\(run)/2-normalize/departments.parquet")
        try folder.write("\(Self.asOf)/1-ingest/absence_totals.parquet", "left over")
        #expect(try start("trivsel-normalize", spoilt).exitCode == 0)
        #expect(ScratchFolder.bytes("\(run)/2-normalize/departments.parquet") == before)
    }

    @Test func explainNamesTheFilesOfTheFigureAndNotTonights() throws {
        let spoilt = try copy()
        let (folder, run) = (spoilt.folder, spoilt.run)
        func explained() throws -> String {
            try ChildProcess.run(
                "trivsel", ["explain", "headcount.closing", "--department", root(run), "--period", "2026-09", run]
            ).output
        }
        let before = try explained()
        #expect(before.contains("employees_\(Self.asOf).csv") && before.contains("2-normalize/assignments.parquet"))
        let manifest = try #require(ScratchFolder.text("\(run)/1-ingest/manifest.json"))
        try folder.write(
            "\(Self.asOf)/1-ingest/manifest.json",
            manifest.replacing("sha256\": \"", with: "sha256\": \"0"))
        #expect(try explained() == before)
    }

    private func root(_ run: String) throws -> String {
        let export = try ChildProcess.run("trivsel", ["export", run, "--format", "csv"]).output
        let units = export.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
        return String(try #require(units.min { $0.utf8.count < $1.utf8.count }))
    }
}
