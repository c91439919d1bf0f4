import Runs
import Testing

@Suite struct RunFolderTests {
    @Test(arguments: ["work/2026-03-31", "/srv/work/2026-03-31/", "2026-03-31", "work/2026-03-31///"])
    func theNameIsTheDate(path: String) throws {
        let run = try RunFolder(path: path)
        #expect(run.asOf == 20543)
        #expect(!run.path.hasSuffix("/"))
        #expect(run.table(.ingest, "employees") == "\(run.path)/1-ingest/employees.parquet")
        #expect(run.manifest(.report) == "\(run.path)/4-report/manifest.json")
        #expect(run.log == "\(run.path)/run.log")
    }

    @Test func whatWaitsIsReadWhereItWaits() throws {
        var run = try RunFolder(path: "work/2026-03-31")
        run.waiting = [.ingest]
        #expect(run.table(.ingest, "employees") == "work/2026-03-31/.1-ingest.new/employees.parquet")
        #expect(run.folder(.normalize) == "work/2026-03-31/2-normalize")
    }

    @Test(arguments: ["", "/", "work", "work/2026-3-31", "work/2026-02-29", "work/2026-03-31x", "2026-03-31/work"])
    func otherNamesAreAWrongCommandLine(path: String) {
        #expect { try RunFolder(path: path) } throws: {
            ($0 as? RunError)?.exitCode == 64 && "\($0)".contains("as-of date")
        }
    }
}
