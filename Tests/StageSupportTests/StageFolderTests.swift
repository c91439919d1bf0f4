import Glibc
import Testing

@testable import StageSupport

/// Whatever happens while a stage works, its folder holds the old tables or the new ones.
@Suite struct StageFolderTests {
    private struct Interrupted: Error {}

    private func folder(_ parent: TemporaryFolder) -> StageFolder { StageFolder(parent: parent.path, name: "1-ingest") }

    private func fill(_ folder: String, _ text: String) throws {
        let descriptor = open("\(folder)/a.parquet", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(write(descriptor, text, text.utf8.count) == text.utf8.count)
    }

    private func content(_ parent: TemporaryFolder) -> String? {
        TemporaryFolder.text("\(parent.path)/1-ingest/a.parquet")
    }

    @Test func theFirstAndTheSecondTime() throws {
        let parent = try TemporaryFolder()
        try folder(parent).replace { try fill($0, "one") }
        #expect(content(parent) == "one")
        try folder(parent).replace { output in
            #expect(content(parent) == "one")
            #expect(TemporaryFolder.names(output) == [])
            try fill(output, "two")
        }
        #expect(content(parent) == "two")
        #expect(TemporaryFolder.names(parent.path) == ["1-ingest"])
        var information = stat()
        #expect(stat("\(parent.path)/1-ingest", &information) == 0 && information.st_mode & 0o777 == 0o700)
    }

    @Test func aFailureLeavesTheOldOne() throws {
        let parent = try TemporaryFolder()
        try folder(parent).replace { try fill($0, "one") }
        #expect(throws: Interrupted.self) {
            try folder(parent).replace { output in
                try fill(output, "half")
                throw Interrupted()
            }
        }
        #expect(content(parent) == "one")
        #expect(TemporaryFolder.names(parent.path) == ["1-ingest"])
    }

    @Test func leftoversOfAKilledRunAreRemoved() throws {
        let parent = try TemporaryFolder()
        try folder(parent).replace { try fill($0, "one") }
        // Killed while writing; killed after the exchange, before the old one was removed.
        for leftover in [".1-ingest.new", ".1-ingest.old"] {
            parent.makeFolder(leftover)
            parent.makeFolder("\(leftover)/deep")
            try parent.write("\(leftover)/deep/x", "rest")
        }
        try folder(parent).replace { try fill($0, "two") }
        #expect(content(parent) == "two")
        #expect(TemporaryFolder.names(parent.path) == ["1-ingest"])
    }

    @Test func whatAKilledRunHadTakenAwayComesBack() throws {
        // The moment between two renames on a file system that cannot exchange.
        let parent = try TemporaryFolder()
        parent.makeFolder(".1-ingest.old")
        try fill("\(parent.path)/.1-ingest.old", "one")
        parent.makeFolder(".1-ingest.new")
        try fill("\(parent.path)/.1-ingest.new", "half")
        #expect(throws: Interrupted.self) { try folder(parent).replace { _ in throw Interrupted() } }
        #expect(content(parent) == "one")
    }

    @Test func linksInALeftoverAreNotFollowed() throws {
        let outside = try TemporaryFolder()
        try outside.write("precious", "kept")
        let parent = try TemporaryFolder()
        parent.makeFolder(".1-ingest.new")
        symlink(outside.path, "\(parent.path)/.1-ingest.new/link")
        try folder(parent).replace { try fill($0, "one") }
        #expect(TemporaryFolder.text("\(outside.path)/precious") == "kept")
    }

    @Test func aFolderThatCannotBeMadeIsAnErrorWithItsPath() throws {
        let missing = StageFolder(parent: "/nonexistent-trivsel", name: "1-ingest")
        #expect { try missing.replace { _ in } } throws: { error in
            (error as? StageFailure)?.exitCode == 73
                && "\(error)".hasPrefix("/nonexistent-trivsel/.1-ingest.new: cannot create")
        }
    }
}
