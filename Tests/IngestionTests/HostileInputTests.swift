import CSV
import Configuration
import Foundation
import Glibc
import Runs
import Testing

@testable import Ingestion

/// Inputs that no folder of fixtures can hold: very large ones, things that are no files, files that change, names that
/// are no text.
@Suite struct HostileInputTests {
    private static let header = "id,hired,unit\n"

    private static let pipeline: Pipeline = {
        var source = SourceDescription()
        source.name = "people"
        source.files = ["*.csv"]
        source.required = true
        source.columns = [
            .init(name: "person", headers: ["id"], required: true),
            .init(name: "hire_date", headers: ["hired"], required: true),
            .init(name: "department", headers: ["unit"]),
        ]
        var pipeline = Pipeline()
        pipeline.name = "hostile"
        pipeline.sources = [source]
        return pipeline
    }()

    /// Runs ingest over a folder that `prepare` fills; gives the report, or the error.
    private func ingest(
        progress: (@Sendable (String) -> Void)? = nil, _ prepare: (String) throws -> Void
    ) throws -> Result<StageReport, IngestError> {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)").path
        let (input, output) = ("\(folder)/in", "\(folder)/out")
        for path in [input, output] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try prepare(input)
        do {
            return .success(
                try IngestStage.run(
                    Self.pipeline, run: try RunFolder(path: "work/2026-03-31"), output: output, input: input,
                    key: [UInt8](0..<32), workers: 1, progress: { _, _ in progress?(input) }))
        } catch let error as IngestError {
            return .failure(error)
        }
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func message(_ result: Result<StageReport, IngestError>) -> (code: Int32, text: String) {
        switch result {
        case .success: (0, "")
        case .failure(let error): (error.exitCode, "\(error)")
        }
    }

    /// The file is longer than memory is wide; of it only one record's limit is ever read.
    @Test(arguments: ["1,2020-01-01,\"", "1,2020-01-01,"]) func aFieldOfAGibibyte(start: String) throws {
        let result = try ingest { input in
            try write(Self.header + start, "\(input)/export.csv")
            // A hole: it takes no room on the disk.
            try #require(truncate("\(input)/export.csv", 1 << 30) == 0)
            let end = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(input)/export.csv"))
            try end.seekToEnd()
            try end.write(contentsOf: Data("x\n".utf8))
            try end.close()
        }
        let (code, text) = message(result)
        #expect(code == ExitCode.dataRefused)
        #expect(text.contains("line 2") && text.contains("within 1048576 bytes"), "\(text)")
    }

    @Test func aHundredThousandColumns() throws {
        let result = try ingest { input in
            let names = (0..<100_000).map { "c\($0)" }.joined(separator: ",")
            try write(names + "\n" + String(repeating: ",", count: 99_999) + "\n", "\(input)/export.csv")
        }
        let (code, text) = message(result)
        #expect(code == ExitCode.dataRefused)
        #expect(text.contains("more than 4096 columns"), "\(text)")
    }

    enum NoFile: CaseIterable { case link, linkToNothing, pipe, folder }

    @Test(arguments: NoFile.allCases) func whatIsNoFileIsRefused(kind: NoFile) throws {
        let result = try ingest { input in
            let path = "\(input)/export.csv"
            switch kind {
            case .link:
                try write(Self.header + "1,2020-01-01,A\n", "\(input)/other.txt")
                try #require(symlink("other.txt", path) == 0)
            case .linkToNothing: try #require(symlink("/nowhere/at/all", path) == 0)
            case .pipe: try #require(mkfifo(path, 0o600) == 0)
            case .folder: try #require(mkdir(path, 0o700) == 0)
            }
        }
        let (code, text) = message(result)
        #expect(code == ExitCode.dataRefused)
        #expect(text.hasPrefix("export.csv: found a ") && text.contains("expected a file"), "\(text)")
    }

    private static let long =
        header + (0..<200_000).map { "\($0),2020-01-01,A\n" }.joined()

    enum Change: CaseIterable { case grows, shrinks, isReplaced, isTouched }

    /// The change comes while the first rows are assembled, long before the last ones are read.
    @Test(arguments: Change.allCases) func aFileThatChangesIsLeftForTheNextRun(change: Change) throws {
        let isDone = Once()
        let result = try ingest { input in
            guard isDone.isFirst() else { return }
            let path = "\(input)/export.csv"
            switch change {
            case .grows:
                guard let file = FileHandle(forWritingAtPath: path) else { return }
                _ = try? file.seekToEnd()
                try? file.write(contentsOf: Data("200001,2020-01-01,A\n".utf8))
                try? file.close()
            case .shrinks: truncate(path, off_t(Self.long.utf8.count - 21))
            case .isReplaced:
                try? Data(Self.long.utf8).write(to: URL(fileURLWithPath: "\(input)/next.part"))
                rename("\(input)/next.part", path)
            case .isTouched:
                var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
                utimensat(AT_FDCWD, path, &times, 0)
            }
        } _: { input in
            try write(Self.long, "\(input)/export.csv")
        }
        let (code, text) = message(result)
        #expect(code == ExitCode.tryLater)
        #expect(text == "export.csv: changed while it was read; run again when it is complete")
    }

    /// Without a change the same file is read to its end.
    @Test func aFileThatStaysIsRead() throws {
        let report = try ingest { input in try write(Self.long, "\(input)/export.csv") }.get()
        #expect(report.files.map(\.rowsOut) == [200_000])
    }

    @Test func aNameThatIsNoTextIsRefused() throws {
        let result = try ingest { input in
            let bytes = Array("\(input)/staff_".utf8) + [0xE5] + Array(".csv".utf8)
            let path = bytes.map { CChar(bitPattern: $0) } + [0]
            let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
            try #require(descriptor >= 0)
            close(descriptor)
        }
        let (code, text) = message(result)
        #expect(code == ExitCode.dataRefused)
        #expect(text.contains("name that is no UTF-8"), "\(text)")
    }

    @Test(arguments: ["a\nb.csv", "-rf.csv", "--help.csv", " .csv", "a;rm -rf x.csv", "\u{1b}[31m.csv", "*.csv"])
    func anyOtherNameIsAName(name: String) throws {
        let report = try ingest { input in
            try write(Self.header + "1,2020-01-01,A\n", "\(input)/\(name)")
        }.get()
        #expect(report.files.map(\.file) == [name])
        #expect(report.files.map(\.rowsOut) == [1])
    }

    @Test func whatBeginsWithADotIsNobodys() throws {
        let result = try ingest { input in
            try write(Self.header + "1,2020-01-01,A\n", "\(input)/.hidden.csv")
        }
        #expect(message(result).code == ExitCode.inputMissing)
    }

    private final class Once: @unchecked Sendable {
        private let lock = NSLock()
        private var isUsed = false
        func isFirst() -> Bool {
            lock.withLock {
                defer { isUsed = true }
                return !isUsed
            }
        }
    }
}
