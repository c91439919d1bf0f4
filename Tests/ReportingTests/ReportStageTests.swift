import Glibc
import Results
import Testing

@testable import Reporting

@Suite struct ReportStageTests {
    /// Writes reports where `TRIVSEL_PREVIEW` says, for looking at.
    @Test(.enabled(if: getenv("TRIVSEL_PREVIEW") != nil)) func preview() throws {
        guard let folder = getenv("TRIVSEL_PREVIEW").map({ String(cString: $0) }) else { return }
        let company = PreviewCompany()
        let cubes = try [
            ("company", company.cube()), ("health", OtherPublications.health()),
            ("service", OtherPublications.service()),
            ("snapshot", OtherPublications.snapshot()),
        ]
        for (name, cube) in cubes {
            mkdir("\(folder)/\(name)", 0o755)
            let outcome = try ReportStage.write(cube, tests: MadeFlags.tests(cube), to: "\(folder)/\(name)")
            #expect(outcome.pages == cube.publication.departments.count + 3)
        }
    }

    @Test func pagesAreTheSameOnEveryRun() throws {
        let first = try TemporaryFolder()
        let second = try TemporaryFolder()
        let company = PreviewCompany()
        let again = PreviewCompany()
        let a = try ReportStage.write(company.cube(), to: first.path)
        let b = try ReportStage.write(again.cube(), to: second.path)
        #expect(a == b)
        #expect(try first.names() == ["4-report", a.folder].sorted())
        #expect(first.link("4-report") == a.folder)
    }

    @Test func newReportReplacesTheOldOneWhole() throws {
        let run = try TemporaryFolder()
        let old = try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        let new = try ReportStage.write(
            OtherPublications.snapshot(), to: run.path, settings: ReportSettings(footer: "For the board"))
        #expect(old.folder != new.folder)
        #expect(try run.names() == ["4-report", new.folder].sorted())
        #expect(run.link("4-report") == new.folder)
    }

    @Test func sameReportAgainLeavesOneFolder() throws {
        let run = try TemporaryFolder()
        let first = try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        let second = try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        #expect(first == second)
        #expect(try run.names() == ["4-report", first.folder].sorted())
    }

    @Test func changedPagesOfAnEarlierRunAreReplaced() throws {
        let run = try TemporaryFolder()
        let first = try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        let page = "\(run.path)/4-report/index.html"
        let original = run.content("4-report/index.html")
        unlink(page)
        try run.make("4-report/index.html", "tampered")
        let second = try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        #expect(run.content("4-report/index.html") == original)
        #expect(run.link("4-report") == second.folder)
        #expect(try run.names().count == 2)
        let third = try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        #expect(third.folder == first.folder)
        #expect(run.content("4-report/index.html") == original)
    }

    @Test func failingPageLeavesTheOldReport() throws {
        let run = try TemporaryFolder()
        let old = try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        var cube = try OtherPublications.snapshot()
        cube = try PublishedCube(
            publication: Publication(
                organisation: "", pipeline: "empty", asOf: "2026-10-31", synthetic: false, publicData: true,
                catalogue: [],
                departments: [], items: [], indices: [], waves: [], months: [], sources: [], findings: [], settings: [],
                minimumPersons: 5, missing: []), cells: [])
        #expect(throws: ReportError.self) { try ReportStage.write(cube, to: run.path) }
        #expect(run.link("4-report") == old.folder)
        #expect(try run.names() == ["4-report", old.folder].sorted())
        #expect(run.content("4-report/index.html") != nil)
    }

    @Test func folderInTheWayIsLeftAlone() throws {
        let run = try TemporaryFolder()
        mkdir("\(run.path)/4-report", 0o755)
        #expect(throws: ReportError.inTheWay(path: "\(run.path)/4-report")) {
            try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        }
        #expect(try run.names() == ["4-report"])
    }

    @Test func filesHaveTheModeAskedFor() throws {
        let run = try TemporaryFolder()
        _ = try ReportStage.write(OtherPublications.snapshot(), to: run.path, settings: ReportSettings(mode: 0o600))
        #expect(run.mode("4-report/index.html") == 0o600)
        #expect(run.mode("4-report/d") == 0o700)
        _ = try ReportStage.write(OtherPublications.snapshot(), to: run.path)
        #expect(run.mode("4-report/index.html") == 0o640)
    }

    @Test func missingRunFolderIsAnError() {
        #expect(throws: ReportError.self) {
            try ReportStage.write(OtherPublications.snapshot(), to: "/nonexistent/run")
        }
    }
}
