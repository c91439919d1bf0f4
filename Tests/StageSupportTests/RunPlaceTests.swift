import Runs
import Testing

@testable import StageSupport

@Suite struct RunPlaceTests {
    private let quiet = Console(program: "trivsel-test", verbosity: .quiet)

    private func file(_ more: String = "", in folder: TemporaryFolder) throws -> PipelineFile {
        try PipelineFile(
            path: folder.write(
                "p.yaml",
                """
                trivsel: 1
                \(more)
                sources:
                  - {dataset: employees, files: e.csv, columns: {person: id}}
                """))
    }

    private func exitCode(_ body: () throws -> Void) -> Int32? {
        do {
            try body()
            return nil
        } catch { return (error as? any StageError)?.exitCode }
    }

    @Test func theAsOfDateComesFromTheOptionThePipelineOrTheFiles() throws {
        let folder = try TemporaryFolder()
        let plain = try file(in: folder)
        #expect(try RunPlace.asOf("2026-03-31", in: plain) { 1 } == 20543)
        #expect(try RunPlace.asOf(nil, in: plain) { 1 } == 1)
        let dated = try file("as_of: 1970-01-11", in: folder)
        #expect(try RunPlace.asOf(nil, in: dated) { 1 } == 10)
        #expect(try RunPlace.asOf("1970-01-21", in: dated) { 1 } == 20)
        #expect(exitCode { _ = try RunPlace.asOf("31.03.2026", in: plain) { 1 } } == 64)
        #expect(exitCode { _ = try RunPlace.asOf("2026-02-29", in: plain) { 1 } } == 64)
        #expect(exitCode { _ = try RunPlace.asOf(nil, in: plain) { nil } } == 78)
    }

    @Test func inputAndWorkStartFromThePipelinesFolder() throws {
        let folder = try TemporaryFolder()
        folder.makeFolder("in")
        let named = try file("input: in\nwork: out", in: folder)
        #expect(try RunPlace.input(nil, in: named) == "\(folder.path)/in")
        #expect(try RunPlace.work(nil, in: named) == "\(folder.path)/out")
        #expect(try RunPlace.work("elsewhere", in: named) == "elsewhere")
        let plain = try file(in: folder)
        #expect(exitCode { _ = try RunPlace.input(nil, in: plain) } == 78)
        #expect(exitCode { _ = try RunPlace.work(nil, in: plain) } == 78)
        #expect(exitCode { _ = try RunPlace.input("\(folder.path)/none", in: plain) } == 66)
        #expect(exitCode { _ = try RunPlace.input("\(folder.path)/p.yaml", in: plain) } == 66)
    }

    @Test func theKeyIsThirtyTwoBytesOrNothingGoes() throws {
        let folder = try TemporaryFolder()
        let key = [UInt8](0..<32)
        try folder.write("good.key", key, mode: 0o400)
        try folder.write("short.key", Array(key.dropLast()))
        try folder.write("long.key", key + [10])
        func read(_ option: String?, _ more: String = "") throws -> [UInt8]? {
            try RunPlace.key(option, in: try file(more, in: folder), input: folder.path, console: quiet)
        }
        #expect(try read("\(folder.path)/good.key") == key)
        #expect(try read(nil, "key_file: ${input}/good.key") == key)
        #expect(try read(nil, "key_file: good.key") == key)
        #expect(try read("\(folder.path)/good.key", "key_file: none.key") == key)
        for bad in ["short.key", "long.key", "none.key"] {
            do {
                _ = try read("\(folder.path)/\(bad)")
                Issue.record("\(bad) was accepted")
            } catch let error as StageFailure {
                #expect(error.exitCode == 78)
                #expect(error.description.contains(bad) && error.description.contains("head -c 32"))
            }
        }
        #expect(exitCode { _ = try read(nil) } == 78)
        #expect(try read(nil, "public_data: true") == nil)
        #expect(exitCode { _ = try read(nil, "public_data: true\nkey_file: none.key") } == 78)
    }

    @Test func aKeyThatOthersCanReadIsSaid() throws {
        let folder = try TemporaryFolder()
        let open = try folder.write("open.key", [UInt8](repeating: 7, count: 32), mode: 0o644)
        let closed = try folder.write("closed.key", [UInt8](repeating: 7, count: 32), mode: 0o600)
        #expect(try PersonKeyFile.read(open).readableByOthers)
        #expect(try !PersonKeyFile.read(closed).readableByOthers)
    }

    @Test func inventedPersonsAreProven() throws {
        let folder = try TemporaryFolder()
        let invented = try file("synthetic: true", in: folder)
        #expect(exitCode { try RunPlace.checkSynthetic(invented, input: folder.path) } == 78)
        try folder.write("demo-manifest.json", "{\n  \"generator\": \"trivsel demo\"\n}\n")
        try RunPlace.checkSynthetic(invented, input: folder.path)
        let space = try PipelineFile(
            path: folder.write(
                "s.yaml",
                """
                trivsel: 1
                synthetic: true
                sources:
                  - {dataset: departments, files: d.csv, columns: {department: id}}
                  - {dataset: employees, files: e.csv, id_space: synthetic, columns: {person: id}}
                """))
        try RunPlace.checkSynthetic(space, input: "/nonexistent")
    }

    @Test func aRunFolderIsNamedByItsDate() throws {
        #expect(try RunPlace.folder(work: "w", asOf: 20543).path == "w/2026-03-31")
        #expect(
            exitCode { _ = try RunFolder(path: "w/today") } == nil
                || exitCode { _ = try RunFolder(path: "w/today") } == 64)
        #expect(throws: RunError.self) { try RunFolder(path: "w/2026-3-31") }
        #expect(try RunFolder(path: "w/2026-03-31/").asOf == 20543)
    }
}
