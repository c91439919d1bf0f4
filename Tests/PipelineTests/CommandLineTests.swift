import Results
import Testing

/// What every program does with a command line, before any stage begins.
@Suite struct CommandLineTests {
    private static let programs = [
        "trivsel", "trivsel-ingest", "trivsel-normalize", "trivsel-aggregate", "trivsel-report",
    ]

    @Test(arguments: programs) func versionAndHelp(program: String) throws {
        let version = try ChildProcess.run(program, ["--version"])
        #expect(version.exitCode == 0 && version.errors == "")
        #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        let help = try ChildProcess.run(program, ["--help"])
        #expect(help.exitCode == 0 && help.errors == "")
        #expect(help.output.contains("Example:") && help.output.contains("USAGE: \(program)"))
    }

    @Test(arguments: ["init", "check", "run", "demo", "inspect", "export", "explain"])
    func helpOfEachCommand(command: String) throws {
        let help = try ChildProcess.run("trivsel", [command, "--help"])
        #expect(help.exitCode == 0)
        #expect(help.output.contains("Example:") && help.output.contains("USAGE: trivsel \(command)"))
        let wrong = try ChildProcess.run("trivsel", [command, "--no-such-option"])
        #expect(wrong.exitCode == 64 && wrong.output == "")
        #expect(wrong.errors.hasPrefix("trivsel: error: ") && wrong.errors.hasSuffix("see trivsel \(command) --help\n"))
        #expect(wrong.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: programs.dropFirst()) func stagesRefuseAWrongCommandLine(program: String) throws {
        for arguments in [
            [], ["p.yaml"], ["p.yaml", "--run", "x", "--bad"], ["p.yaml", "--run", "work/today"],
            ["p.yaml", "--run", "work/2026-03-31", "--workers", "0"],
            ["p.yaml", "--run", "work/2026-03-31", "-q", "-v"],
        ] {
            let outcome = try ChildProcess.run(program, arguments)
            #expect(outcome.exitCode == 64, "\(arguments)")
            #expect(outcome.errors.hasPrefix("\(program): error: ") && outcome.errors.split(separator: "\n").count == 1)
        }
        let missing = try ChildProcess.run(program, ["/nonexistent/p.yaml", "--run", "/nonexistent/2026-03-31"])
        #expect(missing.exitCode == 66)
        #expect(missing.errors == "\(program): error: /nonexistent/p.yaml: no such file or folder; correct the path\n")
    }

    @Test func anUnknownKeyIsOneLineWithItsPlace() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("nightly.yaml", "trivsel: 1\nsorces: []\n")
        let outcome = try ChildProcess.run("trivsel", ["run", path, "--work", "\(folder.path)/work"])
        #expect(outcome.exitCode == 78)
        #expect(
            outcome.errors
                == "trivsel: error: \(path): line 2, column 1: unknown key \"sorces\"; did you mean \"sources\"?\n")
        #expect(ScratchFolder.names(folder.path) == ["nightly.yaml"], "nothing was written")
    }

    @Test func aFullDiskIsAnError() throws {
        let folder = try ScratchFolder()
        try PublishedFile(
            metrics: [PublishedFile.metric("m")], departments: [PublishedFile.department("R", depth: 0)],
            cells: [.init(metric: "m", department: "R", period: "2026", disclosed: .suppressed(.grain))]
        ).write(to: folder.makeFolder("2026-03-31/3-aggregate") + "/published.parquet")
        let outcome = try ChildProcess.run(
            "trivsel", ["export", "\(folder.path)/2026-03-31", "--format", "csv"], output: "/dev/full")
        #expect(outcome.exitCode == 74)
        #expect(outcome.errors.contains("standard output: cannot write"))
    }
}
