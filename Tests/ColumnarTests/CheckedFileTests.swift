import Glibc
import Testing

@testable import Columnar

struct CheckedFileTests {
    @Test func appearsWholeAndWithItsMode() throws {
        let folder = try ScratchFolder()
        let file = try CheckedFile(path: folder.file("out.txt"), mode: 0o640)
        try file.write("a,b\n")
        let large = [UInt8](repeating: 120, count: 700_000)
        try file.write(large)
        #expect(folder.names.count == 1 && folder.names != ["out.txt"])
        try file.commit()
        #expect(folder.names == ["out.txt"])
        #expect(ScratchFolder.read(folder.file("out.txt")) == Array("a,b\n".utf8) + large)
        #expect(file.byteCount == 700_004)
        var information = stat()
        stat(folder.file("out.txt"), &information)
        #expect(information.st_mode & 0o777 == 0o640)
    }

    @Test func withoutCommitNothingChanges() throws {
        let folder = try ScratchFolder()
        ScratchFolder.write([1, 2, 3], to: folder.file("out"))
        do {
            let file = try CheckedFile(path: folder.file("out"))
            try file.write("new")
        }
        #expect(folder.names == ["out"])
        #expect(ScratchFolder.read(folder.file("out")) == [1, 2, 3])
    }

    @Test func anUnfinishedTableLeavesTheOldOne() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 30, optional: true, seed: 1)
        _ = try sample.write(to: folder.file("t"))
        let before = ScratchFolder.read(folder.file("t"))
        do {
            let writer = try TableWriter(path: folder.file("t"), schema: sample.schema)
            try writer.append(RowGroupEncoder.encode(sample.schema, rowCount: 30, columns: sample.slices()))
        }
        #expect(folder.names == ["t"])
        #expect(ScratchFolder.read(folder.file("t")) == before)
    }

    @Test func aReaderKeepsTheTableItOpened() throws {
        let folder = try ScratchFolder()
        let old = SampleTable(rows: 30, optional: true, seed: 1)
        _ = try old.write(to: folder.file("t"))
        let reader = try TableReader(path: folder.file("t"), expecting: old.schema)
        _ = try SampleTable(rows: 9, optional: true, seed: 2).write(to: folder.file("t"))
        #expect(try old.difference(reader.readGroup(0)) == nil)
    }

    @Test func refusals() throws {
        let folder = try ScratchFolder()
        func code(_ body: () throws -> Void) -> Int32? {
            do { try body() } catch { return (error as? ColumnarError)?.exitCode }
            return nil
        }
        #expect(code { _ = try CheckedFile(path: folder.file("none/out")) } == 73)
        #expect(code { _ = try CheckedFile(path: "") } == 73)
        #expect(code { _ = try CheckedFile(path: folder.path + "/") } == 73)
        // The name is taken by a folder.
        let file = try CheckedFile(path: folder.file("taken"), storing: .never)
        mkdir(folder.file("taken"), 0o700)
        #expect(code { try file.commit() } == 74)
        rmdir(folder.file("taken"))
        let twice = try CheckedFile(path: folder.file("twice"), storing: .never)
        try twice.commit()
        #expect(code { try twice.commit() } == 70)
        #expect(code { try twice.write("x") } == 70)
    }

    @Test func aFullDiskIsNoticed() {
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let code = [UInt8(1)].withUnsafeBytes { Descriptor.writeAll(descriptor, $0) }
        #expect(code == ENOSPC)
        #expect(ColumnarError.cannotWrite(path: "p", step: "write", reason: "").exitCode == 74)
    }

    /// More than a pipe holds, through a descriptor that does not wait.
    @Test func aFullPipeIsWaitedFor() async {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        let (source, target) = (ends[0], ends[1])
        _ = fcntl(target, F_SETFL, O_NONBLOCK)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        async let code = Task.detached {
            defer { close(target) }
            return bytes.withUnsafeBytes { Descriptor.writeAll(target, $0) }
        }.value
        let found = await Task.detached {
            var found: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 5000)
            while true {
                let count = read(source, &chunk, chunk.count)
                if count <= 0 { return found }
                found += chunk[..<count]
            }
        }.value
        close(source)
        #expect(await code == 0 && found == bytes)
    }

    @Test func folders() throws {
        let folder = try ScratchFolder()
        try DurableFolder.create(folder.file("a/b/c/"), mode: 0o750)
        try DurableFolder.create(folder.file("a/b/c"))
        try DurableFolder.sync(folder.file("a/b"))
        var information = stat()
        stat(folder.file("a/b/c"), &information)
        #expect(information.st_mode & 0o7777 == 0o750)
        for name in ["a/b/c", "a/b", "a"] { rmdir(folder.file(name)) }
        ScratchFolder.write([], to: folder.file("f"))
        #expect(throws: ColumnarError.self) { try DurableFolder.create(folder.file("f/g")) }
        #expect(throws: ColumnarError.self) { try DurableFolder.create(folder.file("f")) }
        #expect(throws: ColumnarError.self) { try DurableFolder.sync(folder.file("none")) }
    }
}
