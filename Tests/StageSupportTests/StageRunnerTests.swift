import FoundationEssentials
import Glibc
import Runs
import Testing

@testable import StageSupport

@Suite struct StageRunnerTests {
    private struct Refused: StageError {
        let exitCode: Int32 = 65
        let description = "employees.csv: refused"
    }

    private func runner(in folder: TemporaryFolder, pipeline: String = "p") throws -> StageRunner {
        let path = try folder.write(
            "\(pipeline).yaml",
            "trivsel: 1\nsources:\n  - {dataset: departments, files: d.csv, columns: {department: id}}\n")
        return try StageRunner(
            file: PipelineFile(path: path), run: RunFolder(path: "\(folder.path)/work/2026-03-31"), workers: 1,
            console: Console(program: "trivsel-test", verbosity: .quiet))
    }

    private var report: StageReport {
        var report = StageReport()
        report.files = [
            FileCount(
                dataset: "departments", file: "d.csv", sha256: "ab", bytes: 10, rowsIn: 5, rowsOut: 3, quarantined: 1,
                duplicates: 1, filtered: 0, reasons: [(reason: "bad_date", rows: 1)])
        ]
        report.outputs = [
            TableCount(
                name: "departments", schema: "ingest.departments", version: 1, rows: 3, bytes: 9, footerSHA256: "cd")
        ]
        report.findings = [Finding(category: "c", severity: .warning, location: "d.csv", message: "a\nb")]
        return report
    }

    @Test func aStageLeavesFolderManifestAndLog() throws {
        struct Manifest: Decodable {
            var stage: String
            var asOf: String
            var pipeline: String
            var settingsSHA256: String
            var rows: [String: Int]
            var files: [File]
            var peakMemoryBytes: Int

            enum CodingKeys: String, CodingKey {
                case stage, pipeline, rows, files
                case asOf = "as_of"
                case settingsSHA256 = "settings_sha256"
                case peakMemoryBytes = "peak_memory_bytes"
            }

            struct File: Decodable {
                var sha256: String
                var reasons: [String: Int]
            }
        }
        let folder = try TemporaryFolder()
        try runner(in: folder).perform(.ingest) { (_: String) in report }
        let run = "\(folder.path)/work/2026-03-31"
        #expect(TemporaryFolder.names(run) == ["1-ingest", "run.log"])
        let text = try #require(TemporaryFolder.text("\(run)/1-ingest/manifest.json"))
        let manifest = try JSONDecoder().decode(Manifest.self, from: Data(text.utf8))
        #expect(manifest.stage == "1-ingest" && manifest.asOf == "2026-03-31" && manifest.pipeline == "p")
        #expect(manifest.settingsSHA256.utf8.count == 64)
        #expect(manifest.rows == ["in": 5, "out": 3, "quarantined": 1, "duplicates": 1, "filtered": 0])
        #expect(manifest.files.first?.reasons == ["bad_date": 1])
        #expect(manifest.peakMemoryBytes > 1 << 20)
        let log = try #require(TemporaryFolder.text("\(run)/run.log"))
        let lines = log.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(
            lines.allSatisfy { $0.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (info|warning) 1-ingest: .*/) != nil }
        )
        #expect(log.contains("warning 1-ingest: c: d.csv: a b (1)"))
        for path in ["\(run)/run.log", "\(run)/1-ingest/manifest.json"] {
            var information = stat()
            #expect(stat(path, &information) == 0 && information.st_mode & 0o777 == 0o600)
        }
    }

    @Test func aFailureIsLoggedAndChangesNothing() throws {
        let folder = try TemporaryFolder()
        try runner(in: folder).perform(.ingest) { (_: String) in report }
        let before = TemporaryFolder.text("\(folder.path)/work/2026-03-31/1-ingest/manifest.json")
        #expect(throws: Refused.self) { try runner(in: folder).perform(.ingest) { (_: String) in throw Refused() } }
        #expect(TemporaryFolder.text("\(folder.path)/work/2026-03-31/1-ingest/manifest.json") == before)
        #expect(
            TemporaryFolder.text("\(folder.path)/work/2026-03-31/run.log")?
                .contains("error 1-ingest: failed: employees.csv: refused") == true)
    }

    @Test func aStageWithoutTheOneBeforeNamesIt() throws {
        let folder = try TemporaryFolder()
        for (stage, program) in [
            (RunFolder.Stage.normalize, "trivsel-ingest"), (.aggregate, "trivsel-normalize"),
            (.report, "trivsel-aggregate"),
        ] {
            #expect {
                try runner(in: folder).perform(stage) { (_: String) in report }
            } throws: { error in
                (error as? StageFailure)?.exitCode == 66 && "\(error)".contains("run \(program) first")
            }
        }
    }

    private func stageFolders(_ folder: TemporaryFolder) -> [String] {
        TemporaryFolder.names("\(folder.path)/work/2026-03-31").filter { $0 != "run.log" }
    }

    @Test func stagesTogetherReadEachOtherBeforeTheyArePutInPlace() throws {
        let folder = try TemporaryFolder()
        let runner = try runner(in: folder)
        var plain = StageReport()
        plain.findings = report.findings
        try runner.together {
            try runner.perform(.ingest) { (output: String) in
                try "1".write(toFile: "\(output)/a", atomically: false, encoding: .utf8)
                return plain
            }
            #expect(stageFolders(folder) == [".1-ingest.new"])
            try runner.perform(.normalize) { (_: StageProgram.Job) in
                #expect(TemporaryFolder.text("\(runner.run.folder(.ingest))/a") == "1")
                return plain
            }
            #expect(stageFolders(folder) == [".1-ingest.new", ".2-normalize.new"])
        }
        #expect(stageFolders(folder) == ["1-ingest", "2-normalize"])
        #expect(runner.run.folder(.ingest) == "\(folder.path)/work/2026-03-31/1-ingest")
        // And again, over what is there now.
        try runner.together { try runner.perform(.ingest) { (_: String) in plain } }
        #expect(TemporaryFolder.names("\(folder.path)/work/2026-03-31/1-ingest") == ["manifest.json"])
    }

    @Test func aStageThatFailsLeavesThoseBeforeItInPlace() throws {
        let folder = try TemporaryFolder()
        let runner = try runner(in: folder)
        #expect(throws: Refused.self) {
            try runner.together {
                try runner.perform(.ingest) { (_: String) in StageReport() }
                try runner.perform(.normalize) { (_: String) in throw Refused() }
            }
        }
        #expect(stageFolders(folder) == ["1-ingest"])
    }

    @Test func aStageThatCannotBeStoredIsNotPutInPlaceAndNoneAfterIt() throws {
        let folder = try TemporaryFolder()
        let runner = try runner(in: folder)
        try runner.perform(.ingest) { (_: String) in StageReport() }
        try runner.perform(.normalize) { (_: String) in StageReport() }
        let before = TemporaryFolder.text("\(folder.path)/work/2026-03-31/2-normalize/manifest.json")
        #expect {
            try runner.together {
                try runner.perform(.ingest) { (output: String) in
                    // Nobody can flush a link that leads nowhere.
                    symlink("/nonexistent-trivsel", "\(output)/a")
                    return StageReport()
                }
                try runner.perform(.normalize) { (_: String) in report }
            }
        } throws: {
            "\($0)".contains("/.1-ingest.new/a: cannot flush")
        }
        #expect(stageFolders(folder) == ["1-ingest", "2-normalize"])
        #expect(TemporaryFolder.text("\(folder.path)/work/2026-03-31/2-normalize/manifest.json") == before)
        #expect(
            TemporaryFolder.text("\(folder.path)/work/2026-03-31/run.log")?
                .contains("error 1-ingest: failed: ") == true)
    }

    @Test func whatAKilledRunLeftIsRemovedAndTold() throws {
        let folder = try TemporaryFolder()
        for path in ["work", "work/2026-03-31", "work/2026-03-31/.1-ingest.new", "work/2026-03-31/.3-aggregate.new"] {
            folder.makeFolder(path)
        }
        _ = try runner(in: folder)
        #expect(stageFolders(folder) == [])
        let log = try #require(TemporaryFolder.text("\(folder.path)/work/2026-03-31/run.log"))
        #expect(log.contains("what it had made of 1-ingest, 3-aggregate"))
        #expect(log.contains("Run again from 1-ingest on"))
    }

    @Test func aSecondRunnerWritesNothing() throws {
        let folder = try TemporaryFolder()
        let first = try runner(in: folder)
        let before = TemporaryFolder.names("\(folder.path)/work")
        #expect { _ = try runner(in: folder) } throws: { ($0 as? StageFailure)?.exitCode == 75 }
        #expect(TemporaryFolder.names("\(folder.path)/work") == before)
        try first.perform(.ingest) { (_: String) in report }
    }
}
