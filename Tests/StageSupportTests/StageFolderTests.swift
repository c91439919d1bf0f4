import Glibc
import Runs
import Testing

@testable import StageSupport

/// Whatever happens while a stage works, its folder holds the old tables or the new ones.
@Suite struct StageFolderTests {
    private struct Interrupted: Error {}

    /// The run folder's name has to be a date.
    private func run(_ parent: TemporaryFolder) throws -> RunFolder {
        parent.makeFolder("2026-03-31")
        return try RunFolder(path: "\(parent.path)/2026-03-31")
    }

    private func replace(_ parent: TemporaryFolder, _ write: (String) throws -> Void) throws {
        let folder = StageFolder(try run(parent), .ingest)
        try folder.fill(write)
        try folder.publish(stored: folder.store)
    }

    private func fill(_ folder: String, _ text: String) throws {
        let descriptor = open("\(folder)/a.parquet", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(write(descriptor, text, text.utf8.count) == text.utf8.count)
    }

    private func content(_ parent: TemporaryFolder) -> String? {
        TemporaryFolder.text("\(parent.path)/2026-03-31/1-ingest/a.parquet")
    }

    @Test func theFirstAndTheSecondTime() throws {
        let parent = try TemporaryFolder()
        try replace(parent) { try fill($0, "one") }
        #expect(content(parent) == "one")
        try replace(parent) { output in
            #expect(content(parent) == "one")
            #expect(TemporaryFolder.names(output) == [])
            try fill(output, "two")
        }
        #expect(content(parent) == "two")
        #expect(TemporaryFolder.names("\(parent.path)/2026-03-31") == ["1-ingest"])
        var information = stat()
        #expect(stat("\(parent.path)/2026-03-31/1-ingest", &information) == 0 && information.st_mode & 0o777 == 0o700)
    }

    @Test func aFailureLeavesTheOldOne() throws {
        let parent = try TemporaryFolder()
        try replace(parent) { try fill($0, "one") }
        #expect(throws: Interrupted.self) {
            try replace(parent) { output in
                try fill(output, "half")
                throw Interrupted()
            }
        }
        #expect(content(parent) == "one")
        #expect(TemporaryFolder.names("\(parent.path)/2026-03-31") == ["1-ingest"])
    }

    @Test func leftoversOfAKilledRunAreRemoved() throws {
        let parent = try TemporaryFolder()
        try replace(parent) { try fill($0, "one") }
        // Killed while writing; killed after the exchange, before the old one was removed.
        for leftover in [".1-ingest.new", ".1-ingest.old"] {
            parent.makeFolder("2026-03-31/\(leftover)")
            parent.makeFolder("2026-03-31/\(leftover)/deep")
            try parent.write("2026-03-31/\(leftover)/deep/x", "rest")
        }
        try replace(parent) { try fill($0, "two") }
        #expect(content(parent) == "two")
        #expect(TemporaryFolder.names("\(parent.path)/2026-03-31") == ["1-ingest"])
    }

    @Test func whatAKilledRunHadTakenAwayComesBack() throws {
        // The moment between two renames on a file system that cannot exchange.
        let parent = try TemporaryFolder()
        _ = try run(parent)
        parent.makeFolder("2026-03-31/.1-ingest.old")
        try fill("\(parent.path)/2026-03-31/.1-ingest.old", "one")
        parent.makeFolder("2026-03-31/.1-ingest.new")
        try fill("\(parent.path)/2026-03-31/.1-ingest.new", "half")
        #expect(throws: Interrupted.self) { try replace(parent) { _ in throw Interrupted() } }
        #expect(content(parent) == "one")
    }

    @Test func linksInALeftoverAreNotFollowed() throws {
        let outside = try TemporaryFolder()
        try outside.write("precious", "kept")
        let parent = try TemporaryFolder()
        _ = try run(parent)
        parent.makeFolder("2026-03-31/.1-ingest.new")
        symlink(outside.path, "\(parent.path)/2026-03-31/.1-ingest.new/link")
        try replace(parent) { try fill($0, "one") }
        #expect(TemporaryFolder.text("\(outside.path)/precious") == "kept")
    }

    @Test func aFolderThatCannotBeMadeIsAnErrorWithItsPath() throws {
        let missing = StageFolder(try RunFolder(path: "/nonexistent-trivsel/2026-03-31"), .ingest)
        #expect { try missing.fill { _ in } } throws: { error in
            (error as? StageFailure)?.exitCode == 73
                && "\(error)".hasPrefix("/nonexistent-trivsel/2026-03-31/.1-ingest.new: cannot create")
        }
    }

    @Test func whatIsFilledWaitsUntilItIsPublished() throws {
        let parent = try TemporaryFolder()
        try replace(parent) { try fill($0, "one") }
        let folder = StageFolder(try run(parent), .ingest)
        try folder.fill { try fill($0, "two") }
        #expect(content(parent) == "one")
        try folder.store()
        #expect(content(parent) == "one")
        #expect(throws: Interrupted.self) { try folder.publish { throw Interrupted() } }
        #expect(content(parent) == "one")
        #expect(TemporaryFolder.names("\(parent.path)/2026-03-31") == ["1-ingest"])
    }
}
