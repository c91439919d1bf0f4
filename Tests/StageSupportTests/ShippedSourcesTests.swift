import Configuration
import FoundationEssentials
import Testing

@testable import StageSupport

/// Every description in `pipelines/sources` is read, has a case among the fixtures or a pipeline that runs it, and stands in
/// `docs/sources.md`.
@Suite struct ShippedSourcesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static var descriptions: [String] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "pipelines/sources").path))
        return (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test func everyDatasetHasAGenericDescription() {
        for dataset in SourceDescription.Dataset.allCases {
            #expect(Self.descriptions.contains("generic-\(dataset.rawValue.replacing("_", with: "-")).yaml"))
        }
    }

    /// All but the one that its pipeline completes with a year for each file.
    @Test(arguments: descriptions.filter { $0 != "csps-scores.yaml" }) func isRead(name: String) throws {
        let folder = try TemporaryFolder()
        let path = Self.root.appending(path: "pipelines/sources/\(name)").path
        var pipeline = "trivsel: 1\nsources:\n  - \(path)\n"
        if try Self.text("pipelines/sources/\(name)").contains("dataset: survey_responses") {
            pipeline += "questionnaire: {id: a, items: [{id: q1, text: a}]}\n"
        }
        let read = try PipelineFile(path: try folder.write("nightly.yaml", pipeline)).pipeline
        let source = try #require(read.sources.first)
        #expect(source.columns.count > 1)
        // A reader of the file learns first what it is for.
        #expect(try Self.text("pipelines/sources/\(name)").hasPrefix("# "))
    }

    @Test(arguments: descriptions) func isRunSomewhere(name: String) throws {
        let fixtures = Self.root.appending(path: "fixtures").path
        var pipelines = ["pipelines/nightly.yaml", "pipelines/civil-service.yaml", "pipelines/nhs-sickness.yaml"]
        for folder in try FileManager.default.contentsOfDirectory(atPath: fixtures) where !folder.hasSuffix(".md") {
            pipelines.append("fixtures/\(folder)/pipeline.yaml")
        }
        #expect(try pipelines.contains { try Self.text($0).contains("sources/\(name)") }, "\(name) has no case")
    }

    @Test(arguments: descriptions.filter { !$0.hasPrefix("demo-") }) func isListed(name: String) throws {
        let listed = try Self.text("docs/sources.md")
        #expect(listed.contains("`\(name)`") || listed.contains("(../pipelines/sources/\(name))"), "\(name)")
    }
}
