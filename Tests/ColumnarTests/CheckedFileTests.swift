import Columnar
import Glibc
import Testing

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
        let file = try CheckedFile(path: folder.file("taken"), durable: false)
        mkdir(folder.file("taken"), 0o700)
        #expect(code { try file.commit() } == 74)
        rmdir(folder.file("taken"))
        let twice = try CheckedFile(path: folder.file("twice"), durable: false)
        try twice.commit()
        #expect(code { try twice.commit() } == 70)
        #expect(code { try twice.write("x") } == 70)
    }

    @Test func aFullDiskIsNoticed() throws {
        // Writing beyond RLIMIT_FSIZE would raise a signal; /dev/full says ENOSPC.
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let saved = dup(STDOUT_FILENO)
        dup2(descriptor, STDOUT_FILENO)
        var found: ColumnarError?
        do throws(ColumnarError) { try CheckedOutput.standardOutput("x") } catch { found = error }
        dup2(saved, STDOUT_FILENO)
        close(saved)
        #expect(found?.exitCode == 74)
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
