import Glibc
import Results
import Testing

@testable import Reporting

@Suite struct ReportStageTests {
    /// Writes the preview company's report where `TRIVSEL_PREVIEW` says, for looking at.
    @Test(.enabled(if: getenv("TRIVSEL_PREVIEW") != nil)) func preview() throws {
        guard let folder = getenv("TRIVSEL_PREVIEW").map({ String(cString: $0) }) else { return }
        var company = PreviewCompany()
        let outcome = try ReportStage.write(company.cube(), to: folder)
        #expect(outcome.pages == PreviewCompany.tree().count + 3)
    }
}
