import CSV
import Foundation
import Runs
import Testing

@testable import Ingestion

/// Each folder `fixtures/ingest-*` is a case: exports, `pipeline.yaml`, and `expected.txt`, which tells the exit code and
/// message, or counts, quarantine and rows. With `normalized.txt` the tables go through normalisation too, with
/// `aggregated.txt` through aggregation, of which the findings are told. No text of `never.txt`, a line each, may stand in
/// any output. `TRIVSEL_RECORD=1` writes what was found, and fails.
@Suite struct FixtureCaseTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("fixtures")

    static var cases: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.filter { $0.hasPrefix("ingest-") }.sorted()
    }

    @Test func thereAreCases() { #expect(Self.cases.count >= 150) }

    @Test(arguments: cases) func behavesAsExpected(name: String) throws {
        let folder = Self.root.appendingPathComponent(name)
        let normalized = folder.appendingPathComponent("normalized.txt")
        let aggregated = folder.appendingPathComponent("aggregated.txt")
        let isThere = { (file: URL) in FileManager.default.fileExists(atPath: file.path) }
        let last: RunFolder.Stage =
            isThere(aggregated) ? .aggregate : isThere(normalized) ? .normalize : .ingest
        let found = try CaseStory(folder: folder.path, engine: .fast, workers: 2, through: last)
        let other = try CaseStory(folder: folder.path, engine: .libcsv, workers: 1, through: last)
        #expect(other.ingested == found.ingested, "libcsv tells something else")
        #expect(other.normalized == found.normalized && other.aggregated == found.aggregated)
        #expect(other.written == found.written, "the tables depend on the parser or on the number of threads")
        let never = folder.appendingPathComponent("never.txt")
        if isThere(never) {
            let texts = try String(contentsOf: never, encoding: .utf8).split(separator: "\n").map(String.init)
            #expect(!texts.isEmpty)
            for text in texts { #expect(!found.holds(text), "\(text) left ingest") }
        }
        try compare(found.ingested, folder.appendingPathComponent("expected.txt"), name)
        if isThere(normalized) { try compare(try #require(found.normalized), normalized, name) }
        if isThere(aggregated) { try compare(try #require(found.aggregated), aggregated, name) }
    }

    private func compare(_ found: String, _ file: URL, _ name: String) throws {
        if ProcessInfo.processInfo.environment["TRIVSEL_RECORD"] == "1" {
            try found.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(name); look at the difference")
            return
        }
        #expect(found == (try String(contentsOf: file, encoding: .utf8)))
    }
}
