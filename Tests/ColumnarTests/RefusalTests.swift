import Columnar
import Glibc
import Testing

/// What is refused, with which error and exit code.
struct RefusalTests {
    private func error(_ body: () throws -> Void) -> ColumnarError? {
        do { try body() } catch { return error as? ColumnarError }
        return nil
    }

    @Test func missingAndForeignFiles() throws {
        let folder = try ScratchFolder()
        #expect(error { _ = try TableReader(path: folder.file("no"), expecting: nil) }?.exitCode == 66)
        let foreign = folder.file("foreign")
        for bytes in [[], Array("hello".utf8), Array("PAR1PAR1PAR1".utf8), [UInt8](repeating: 0, count: 4096)] {
            ScratchFolder.write(bytes, to: foreign)
            #expect(error { _ = try TableReader(path: foreign, expecting: nil) }?.exitCode == 65)
        }
        #expect(error { _ = try TableReader(path: folder.path, expecting: nil) }?.exitCode == 65)
        // A pipe would block or grow without end.
        mkfifo(folder.file("pipe"), 0o600)
        #expect(error { _ = try TableReader(path: folder.file("pipe"), expecting: nil) }?.exitCode == 65)
    }

    @Test func anotherSchema() throws {
        let folder = try ScratchFolder()
        let path = folder.file("t.parquet")
        let sample = SampleTable(rows: 3, optional: false, seed: 1)
        _ = try sample.write(to: path)
        func refusal(_ change: (inout TableSchema) -> Void) -> ColumnarError? {
            var expected = sample.schema
            change(&expected)
            return error { _ = try TableReader(path: path, expecting: expected) }
        }
        #expect(
            refusal { $0.name = "other" }
                == .wrongSchema(path: path, at: "schema", found: "sample", expected: "other"))
        #expect(refusal { $0.version = 4 } == .wrongVersion(path: path, schema: "sample", found: 3, expected: 4))
        #expect(
            refusal { $0.fields[2].kind = .day }
                == .wrongSchema(
                    path: path, at: "column 3", found: "number: int32 in unit", expected: "number: day in unit"))
        for change: (inout TableSchema) -> Void in [
            { $0.fields[0].name = "x" }, { $0.fields[0].optional = true }, { $0.fields[0].unit = "x" },
            { $0.fields.removeLast() }, { $0.sortedBy = [] }, { $0.personLevel = true },
        ] {
            let refused = refusal(change)
            #expect(refused?.exitCode == 65)
            #expect(refused?.description.contains("expected") == true)
        }
        // The wording may be improved without a new version.
        #expect(refusal { $0.fields[0].meaning = "said better" } == nil)
        #expect(refusal { $0.grain = "said better" } == nil)
    }

    @Test func whatCannotBeWritten() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 8, optional: false, seed: 1)
        let schema = sample.schema
        func encode(_ schema: TableSchema, _ rows: Int, _ slices: [ColumnSlice]) -> ColumnarError? {
            error { _ = try RowGroupEncoder.encode(schema, rowCount: rows, columns: slices) }
        }
        #expect(encode(schema, Profile.maximumGroupRows + 1, sample.slices())?.exitCode == 70)
        #expect(encode(schema, -1, sample.slices())?.exitCode == 70)
        #expect(encode(schema, 8, Array(sample.slices().dropLast()))?.exitCode == 70)
        #expect(encode(schema, 8, sample.slices().reversed())?.exitCode == 70)
        var slices = sample.slices()
        let someAbsent: [UInt8] = [1, 1, 1, 0, 1, 1, 1, 1]
        withExtendedLifetime(Buffer.holding(someAbsent)) { buffer in
            slices[2].valid = UnsafePointer(buffer.pointer)
            #expect(encode(schema, 8, slices)?.exitCode == 70, "a required value is absent")
        }
        let one = { (kind: ColumnKind) in
            TableSchema(name: "t", version: 1, grain: "g", personLevel: false, fields: [Field("c", kind, "m")])
        }
        let pool = StringPool()
        let bad = [UInt8]([0x61, 0xC3]).withUnsafeBytes { pool.code($0) }
        let outOfPool = Buffer.holding([99] as [Int32])
        let badCodes = Buffer.holding([bad])
        let wide = Buffer.holding([SampleTable.widest + 1, 1])
        defer { withExtendedLifetime((outOfPool, badCodes, wide)) {} }
        #expect(encode(one(.string), 1, [ColumnSlice(.string(codes: badCodes.pointer, pool: pool))])?.exitCode == 65)
        #expect(encode(one(.string), 1, [ColumnSlice(.string(codes: outOfPool.pointer, pool: pool))])?.exitCode == 70)
        #expect(encode(one(.int128), 1, [ColumnSlice(.int128(wide.pointer))])?.exitCode == 65)
        let writer = try TableWriter(path: folder.file("t"), schema: schema)
        let other = try RowGroupEncoder.encode(
            one(.int128), rowCount: 1, columns: [ColumnSlice(.int128(wide.pointer + 1))])
        #expect(error { try writer.append(other) }?.exitCode == 70)
        #expect(error { _ = try writer.finish(metadata: [("trivsel.version", "9")]) }?.exitCode == 70)
    }

    @Test func askingForWhatIsNotThere() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 8, optional: false, seed: 1)
        _ = try sample.write(to: folder.file("t"))
        let reader = try TableReader(path: folder.file("t"), expecting: nil)
        #expect(error { _ = try reader.readGroup(1) }?.exitCode == 70)
        #expect(error { _ = try reader.readGroup(-1) }?.exitCode == 70)
        #expect(error { _ = try reader.readGroup(0, columns: ["none"]) }?.exitCode == 70)
        let group = try reader.readGroup(0, columns: ["day"])
        #expect(error { _ = try group.int32("number") }?.exitCode == 70)
        #expect(error { _ = try group.int64("day") }?.exitCode == 70)
        #expect(try group.int32("day").count == 8)
    }
}

extension Buffer {
    static func holding(_ values: [T]) -> Buffer<T> {
        let buffer = Buffer<T>()
        values.withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
        return buffer
    }
}
