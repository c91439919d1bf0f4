import Columnar
import Testing

struct TableRoundTripTests {
    @Test(arguments: [1, 7, 8, 9, 63, 64, 65, 1000], [false, true])
    func everyKind(rows: Int, optional: Bool) throws {
        let folder = try ScratchFolder()
        let seed = UInt64(rows)
        for compression in [PageCompression.none, .zstd(level: 3)] {
            let sample = SampleTable(rows: rows, optional: optional, distinct: min(rows, 300), seed: seed)
            let path = folder.file("t.parquet")
            let written = try sample.write(to: path, compression: compression)
            #expect(written.rowCount == rows)
            #expect(try sample.difference(at: path) == nil, "seed \(seed)")
            #expect(ScratchFolder.read(path).count == written.byteCount)
        }
    }

    @Test(arguments: [false, true])
    func fullRowGroups(optional: Bool) throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(
            rows: Profile.maximumGroupRows + 5, optional: optional, distinct: 70_000, seed: 11)
        _ = try sample.write(to: folder.file("t.parquet"))
        #expect(try sample.difference(at: folder.file("t.parquet")) == nil)
        _ = try sample.write(to: folder.file("z.parquet"), compression: .zstd(level: 1))
        #expect(try sample.difference(at: folder.file("z.parquet")) == nil)
    }

    @Test(arguments: [1, 256, 257, 65_536, 65_537])
    func everyWidthOfCodes(distinct: Int) throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: distinct + 3, optional: true, present: 100, distinct: distinct, seed: 5)
        _ = try sample.write(to: folder.file("t.parquet"))
        #expect(try sample.difference(at: folder.file("t.parquet")) == nil)
        let group = try TableReader(path: folder.file("t.parquet"), expecting: nil).readGroup(0, columns: ["text"])
        let column = try group.strings("text")
        #expect(column.dictionaryCount == distinct)
        // First-seen order.
        #expect(column.codes.prefix(distinct).elementsEqual((0..<Int32(distinct))))
    }

    @Test(arguments: [1, 2, 255, 256, 257, 16_383, 16_384, 16_385], [false, true])
    func numbersThatRepeat(distinct: Int, optional: Bool) throws {
        let folder = try ScratchFolder()
        // How a page is packed and which of its values are present do not meet: both of both is enough.
        let compression = optional ? PageCompression.zstd(level: 3) : .none
        let sample = SampleTable(rows: distinct * 3 + 5, optional: optional, present: 90, repeated: distinct, seed: 5)
        _ = try sample.write(to: folder.file("t.parquet"), compression: compression)
        #expect(try sample.difference(at: folder.file("t.parquet")) == nil)
    }

    @Test func codesOfNumbersTakeLessRoomOrAreNotUsed() throws {
        func bytes(_ count: Int, distinct: Int, repeats: Bool) throws -> Int {
            let schema = TableSchema(
                name: "t", version: 1, grain: "g", personLevel: false, fields: [Field("x", .float64, "m")])
            let numbers = Buffer.holding((0..<count).map { Double($0 * 7919 % distinct) + 0.25 })
            defer { withExtendedLifetime(numbers) {} }
            return try RowGroupEncoder.encode(
                schema, rowCount: count, columns: [ColumnSlice(.float64(numbers.pointer), repeats: repeats)]
            ).byteCount
        }
        let plain = try bytes(100_000, distinct: 3000, repeats: false)
        #expect(try bytes(100_000, distinct: 200, repeats: true) < plain / 7)
        #expect(try bytes(100_000, distinct: 3000, repeats: true) < plain / 3)
        #expect(try bytes(100_000, distinct: 17_000, repeats: true) == plain)
        #expect(try bytes(100_000, distinct: 1, repeats: true) < 100)
        #expect(try bytes(3, distinct: 3, repeats: true) == bytes(3, distinct: 3, repeats: false))
    }

    /// −0 and 0 are different numbers to a reader who looks closely, and a NaN is not equal to itself.
    @Test func numbersAreKeptToTheBit() throws {
        let folder = try ScratchFolder()
        let schema = TableSchema(
            name: "t", version: 1, grain: "g", personLevel: false, fields: [Field("x", .float64, "m")])
        let wanted = (0..<64).map { [0.0, -0.0, .nan, 1.5][$0 % 4] }
        let numbers = Buffer.holding(wanted)
        defer { withExtendedLifetime(numbers) {} }
        let writer = try TableWriter(path: folder.file("t.parquet"), schema: schema)
        try writer.append(
            RowGroupEncoder.encode(
                schema, rowCount: 64, columns: [ColumnSlice(.float64(numbers.pointer), repeats: true)]))
        _ = try writer.finish()
        let read = try TableReader(path: folder.file("t.parquet"), expecting: schema).readGroup(0).float64("x")
        #expect(read.values.map(\.bitPattern) == wanted.map(\.bitPattern))
    }

    @Test func absentColumnsOfEveryKind() throws {
        let folder = try ScratchFolder()
        for compression in [PageCompression.none, .zstd(level: 3)] {
            let sample = SampleTable(rows: 21, optional: true, present: 0, distinct: 0, seed: 1)
            let writer = try TableWriter(path: folder.file("t.parquet"), schema: sample.schema)
            try writer.append(
                RowGroupEncoder.encode(
                    sample.schema, rowCount: 21, columns: sample.schema.fields.map { _ in ColumnSlice(.absent) },
                    compression: compression))
            _ = try writer.finish()
            #expect(try sample.difference(at: folder.file("t.parquet")) == nil)
        }
        let required = SampleTable(rows: 3, optional: false, seed: 1)
        #expect(throws: ColumnarError.self) {
            try RowGroupEncoder.encode(
                required.schema, rowCount: 3, columns: required.schema.fields.map { _ in ColumnSlice(.absent) })
        }
    }

    @Test func manyRowGroups() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 1000, optional: true, seed: 3)
        _ = try sample.write(to: folder.file("t.parquet"), groupRows: 13)
        #expect(try sample.difference(at: folder.file("t.parquet"), groupRows: 13) == nil)
    }

    @Test func noRows() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 0, optional: true, seed: 1)
        let writer = try TableWriter(path: folder.file("t.parquet"), schema: sample.schema)
        try writer.append(RowGroupEncoder.encode(sample.schema, rowCount: 0, columns: sample.slices()))
        #expect(try writer.finish().rowCount == 0)
        let reader = try TableReader(path: folder.file("t.parquet"), expecting: sample.schema)
        #expect(reader.rowCount == 0 && reader.rowGroupCount == 0)
        #expect(reader.rowCount(ofGroup: 0) == 0 && reader.bounds(group: 0, column: "day") == nil)
        #expect(throws: ColumnarError.self) { try reader.readGroup(0) }
    }

    @Test func everyValueAbsent() throws {
        let folder = try ScratchFolder()
        for compression in [PageCompression.none, .zstd(level: 3)] {
            let sample = SampleTable(rows: 20, optional: true, present: 0, distinct: 0, seed: 1)
            _ = try sample.write(to: folder.file("t.parquet"), compression: compression)
            #expect(try sample.difference(at: folder.file("t.parquet")) == nil)
            let reader = try TableReader(path: folder.file("t.parquet"), expecting: nil)
            #expect(reader.bounds(group: 0, column: "number") == nil)
            #expect(try reader.readGroup(0).strings("text").dictionaryCount == 0)
        }
    }

    @Test func presentRowsOfAnOptionalColumnNeedNoValidity() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 21, optional: true, present: 100, seed: 1)
        _ = try sample.write(to: folder.file("t.parquet"))
        let group = try TableReader(path: folder.file("t.parquet"), expecting: nil).readGroup(0)
        #expect(try group.int32("number").valid == nil && group.bool("flag").valid == nil)
    }

    @Test func negativeCodesAreAbsent() throws {
        let folder = try ScratchFolder()
        let schema = TableSchema(
            name: "t", version: 1, grain: "g", personLevel: true, fields: [Field("text", .string, optional: true, "m")])
        let pool = StringPool()
        let codes = Buffer.holding([pool.code("a"), -1, pool.code("b"), -7, 0] as [Int32])
        defer { withExtendedLifetime(codes) {} }
        let writer = try TableWriter(path: folder.file("t.parquet"), schema: schema)
        try writer.append(
            RowGroupEncoder.encode(
                schema, rowCount: 5, columns: [ColumnSlice(.string(codes: codes.pointer, pool: pool))]))
        _ = try writer.finish()
        let column = try TableReader(path: folder.file("t.parquet"), expecting: schema).readGroup(0).strings("text")
        #expect((0..<5).map { column[$0] } == ["a", nil, "b", nil, "a"])
        #expect(column.bytes(-1).isEmpty && column.bytes(2).isEmpty && column.string(1) == "b")
    }

    @Test func boundsAndMetadata() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 500, optional: true, seed: 9)
        let written = try sample.write(to: folder.file("t.parquet"), groupRows: 100)
        let reader = try TableReader(path: folder.file("t.parquet"), expecting: sample.schema)
        for g in 0..<5 {
            let rows = (g * 100)..<(g * 100 + 100)
            let days = rows.filter { sample.isPresent(3, $0) }.map { Int64(sample.days[$0]) }
            let found = reader.bounds(group: g, column: "day")
            #expect(found?.min == days.min() && found?.max == days.max())
            let large = rows.filter { sample.isPresent(4, $0) }.map { sample.large[$0] }
            #expect(reader.bounds(group: g, column: "large")?.max == large.max())
            #expect(reader.bounds(group: g, column: "text") == nil)
        }
        #expect(reader.schema == sample.schema)
        #expect(reader.metadata["run"] == "r-1" && reader.metadata["finished"] == "yes")
        #expect(reader.metadata["trivsel.field.day"] == "unit\twhat day means")
        #expect(reader.footerSHA256 == written.footerSHA256 && written.footerSHA256.utf8.count == 64)
    }

    @Test func valuesAreAlignedAndReadInPlace() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 101, optional: false, seed: 2)
        _ = try sample.write(to: folder.file("t.parquet"), groupRows: 50)
        let reader = try TableReader(path: folder.file("t.parquet"), expecting: nil)
        let group = try reader.readGroup(1)
        let address = UInt(bitPattern: try group.int64("large").values.baseAddress)
        #expect(address % 8 == 0)
        // In place: reading again gives the same memory.
        #expect(UInt(bitPattern: try reader.readGroup(1).int64("large").values.baseAddress) == address)
    }

    @Test func aViewKeepsTheFileAlive() throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 64, optional: false, seed: 2)
        let view: ColumnView<Int64>
        let text: StringColumn
        do {
            _ = try sample.write(to: folder.file("t.parquet"))
            let group = try TableReader(path: folder.file("t.parquet"), expecting: nil).readGroup(0)
            view = try group.int64("large")
            text = try group.strings("text")
        }
        #expect(view.values.elementsEqual(sample.large.elements))
        #expect(text[1] == "Zoë, \"née\" Müller")
    }

    @Test func theSameRowsGiveTheSameBytes() throws {
        let folder = try ScratchFolder()
        for name in ["a", "b"] { _ = try SampleTable(rows: 300, optional: true, seed: 4).write(to: folder.file(name)) }
        #expect(ScratchFolder.read(folder.file("a")) == ScratchFolder.read(folder.file("b")))
    }

    @Test func manyThreadsReadOneTable() async throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 2000, optional: true, seed: 8)
        _ = try sample.write(to: folder.file("t.parquet"), groupRows: 100, compression: .zstd(level: 1))
        let reader = try TableReader(path: folder.file("t.parquet"), expecting: nil)
        let sums = try await withThrowingTaskGroup(of: Int64.self) { tasks in
            for _ in 0..<4 {
                tasks.addTask {
                    var sum: Int64 = 0
                    for g in 0..<reader.rowGroupCount {
                        let large = try reader.readGroup(g).int64("large")
                        for row in 0..<large.count { sum &+= large[row] ?? 0 }
                    }
                    return sum
                }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        let wanted = (0..<2000).reduce(Int64(0)) { sample.isPresent(4, $1) ? $0 &+ sample.large[$1] : $0 }
        #expect(sums == [wanted, wanted, wanted, wanted])
    }
}
