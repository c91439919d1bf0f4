import FoundationEssentials
import Results
import Testing

@testable import Aggregation

/// `docs/metrics.md` says what the program counts. Run with `TRIVSEL_RECORD=1` to write it anew; a run that writes fails,
/// so that the change is looked at.
@Suite struct MetricDocumentationTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/metrics.md")
    private static let begin = "<!-- metrics: generated -->\n"
    private static let end = "<!-- metrics: end -->"

    @Test func thePageIsInStep() throws {
        let found = try String(contentsOf: Self.page, encoding: .utf8)
        let parts = found.split(separator: Self.begin, maxSplits: 1, omittingEmptySubsequences: false)
        let rest = try #require(parts.last).split(separator: Self.end, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2 && rest.count == 2, "the markers of the generated part are gone")
        let text = parts[0] + Self.begin + "\n" + MetricDocumentation.markdown + Self.end + rest[1]
        if found == text { return }
        if ProcessInfo.processInfo.environment["TRIVSEL_RECORD"] == "1" {
            try Data(text.utf8).write(to: Self.page)
            Issue.record("docs/metrics.md was written anew; look at the change")
        } else {
            Issue.record("docs/metrics.md differs from the catalogue; run this test with TRIVSEL_RECORD=1")
        }
    }

    @Test func everyMetricSaysWhatItIs() {
        for metric in MetricDocumentation.catalogue {
            for text in [metric.title, metric.unit, metric.definition, metric.formula, metric.grain, metric.source] {
                #expect(!text.isEmpty, "\(metric.id)")
            }
            #expect(metric.definition.hasSuffix("."), "\(metric.id): a sentence")
        }
    }
}
