import Digests
import Glibc
import Testing

@testable import Columnar

/// Whatever is done to a file, reading gives an error or what was written: no trap, no other values.
struct HostileFileTests {
    /// Reads everything; nil for an error.
    private func contents(_ path: String) throws -> (RowGroup, TableReader)? {
        do throws(ColumnarError) {
            let reader = try TableReader(path: path, expecting: nil)
            guard reader.rowGroupCount > 0 else { return nil }
            let group = try reader.readGroup(0)
            for i in 1..<max(reader.rowGroupCount, 1) { _ = try reader.readGroup(i) }
            return (group, reader)
        } catch {
            #expect(error.exitCode == 65 || error.exitCode == 74, "\(error)")
            #expect(!error.description.isEmpty)
            return nil
        }
    }

    private func touch(_ group: RowGroup) throws {
        // Forged values are allowed here; they must only be readable.
        let text = try group.strings("text")
        for row in 0..<group.rowCount {
            _ = text[row]
            _ = try group.int128("wide")[row]
            _ = try group.float64("float")[row]
            _ = try group.int64("large")[row]
            _ = try group.int32("number")[row]
            _ = try group.int32("day")[row]
            _ = try group.bool("flag")[row]
        }
    }

    @Test(arguments: [PageCompression.none, .zstd(level: 3)])
    func cutOffAtEveryByte(compression: PageCompression) throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 19, optional: true, distinct: 5, seed: 1)
        _ = try sample.write(to: folder.file("t"), groupRows: 10, compression: compression)
        let bytes = ScratchFolder.read(folder.file("t"))
        ScratchFolder.write(bytes, to: folder.file("cut"))
        for length in stride(from: bytes.count - 1, through: 0, by: -1) {
            truncate(folder.file("cut"), length)
            #expect(throws: ColumnarError.self, "cut at \(length)") {
                _ = try TableReader(path: folder.file("cut"), expecting: nil)
            }
        }
    }

    @Test(arguments: [(PageCompression.none, 3), (.zstd(level: 3), nil)] as [(PageCompression, Int?)])
    func everyBitTurned(compression: PageCompression, repeated: Int?) throws {
        let folder = try ScratchFolder()
        let sample = SampleTable(rows: 19, optional: true, distinct: 5, repeated: repeated, seed: 1)
        let path = folder.file("t")
        _ = try sample.write(to: path, groupRows: 19, compression: compression)
        let bytes = ScratchFolder.read(path)
        let wanted = try TableReader(path: path, expecting: nil)
        let descriptor = open(path, O_WRONLY)
        defer { close(descriptor) }
        var silent = 0
        for position in bytes.indices {
            for bit in 0..<8 {
                var turned = bytes[position] ^ UInt8(1 << bit)
                pwrite(descriptor, &turned, 1, position)
                if let (group, reader) = try contents(path) {
                    silent += 1
                    let difference = try sample.difference(group)
                    #expect(difference == nil, "byte \(position), bit \(bit)")
                    #expect(reader.metadata == wanted.metadata && reader.schema == wanted.schema)
                    #expect(reader.bounds(group: 0, column: "day")?.max == wanted.bounds(group: 0, column: "day")?.max)
                }
            }
            var original = bytes[position]
            pwrite(descriptor, &original, 1, position)
        }
        // Gaps between chunks are all that no checksum or check covers: at most 7 bytes a column.
        #expect(silent <= SampleTable.columns.count * 7 * 8)
    }

    /// Random changes to bytes anywhere, with the footer's checksum made right again half of the time.
    @Test func changedBytes() throws {
        let folder = try ScratchFolder()
        let seed = Rounds.seed
        var random = SeededGenerator(seed: seed)
        let sample = SampleTable(rows: 40, optional: true, distinct: 9, seed: 1)
        _ = try sample.write(to: folder.file("t"), groupRows: 20)
        let original = ScratchFolder.read(folder.file("t"))
        for round in 0..<Rounds.count(700) {
            var bytes = original
            let footerStart = Forgery.footerStart(bytes)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let low = Bool.random(using: &random) ? footerStart : 0
                Forgery.change(&bytes, in: low..<bytes.count, &random)
            }
            if Bool.random(using: &random) { Forgery.repairFooterChecksum(&bytes) }
            ScratchFolder.write(bytes, to: folder.file("f"))
            if let (group, _) = try contents(folder.file("f")) {
                #expect(throws: Never.self, "seed \(seed), round \(round)") { try touch(group) }
            }
        }
    }

    /// Page bodies changed before their checksum is made: what only a forger can do.
    @Test func forgedPages() throws {
        let folder = try ScratchFolder()
        let seed = Rounds.seed
        var random = SeededGenerator(seed: seed)
        var understood = 0
        for round in 0..<Rounds.count(700) {
            let optional = Bool.random(using: &random)
            let sample = SampleTable(
                rows: Int.random(in: 1...70, using: &random), optional: optional, distinct: 7,
                repeated: Bool.random(using: &random) ? 7 : nil, seed: 1)
            let honest = try RowGroupEncoder.encode(sample.schema, rowCount: sample.rows, columns: sample.slices())
            var chunks = honest.chunks
            let victim = Int.random(in: 0..<chunks.count, using: &random)
            chunks[victim] = Forgery.chunk(chunks[victim], rows: sample.rows, &random)
            let writer = try TableWriter(path: folder.file("f"), schema: sample.schema)
            try writer.append(EncodedRowGroup(rowCount: honest.rowCount, schema: sample.schema, chunks: chunks))
            _ = try writer.finish()
            if let (group, _) = try contents(folder.file("f")) {
                understood += 1
                #expect(throws: Never.self, "seed \(seed), round \(round)") { try touch(group) }
            }
        }
        #expect(understood > 0, "the forgeries are too crude to reach the values")
    }

    /// Places, sizes and counts of the footer replaced by others, with a right checksum.
    @Test func forgedFooters() throws {
        let folder = try ScratchFolder()
        let seed = Rounds.seed
        var random = SeededGenerator(seed: seed)
        let sample = SampleTable(rows: 30, optional: true, distinct: 9, seed: 1)
        _ = try sample.write(to: folder.file("t"), groupRows: 10)
        let bytes = ScratchFolder.read(folder.file("t"))
        let start = Forgery.footerStart(bytes)
        let decoded = try bytes[start..<(bytes.count - 8)].withUnsafeBytes {
            try FooterDecoder.decode($0, pagesEnd: start)
        }
        for round in 0..<Rounds.count(700) {
            var groups = decoded.groups
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                Forgery.groups(&groups, fileSize: bytes.count, &random)
            }
            let footer = FooterEncoder.encode(sample.schema, metadata: [], groups: groups)
            let length = (0..<4).map { UInt8(truncatingIfNeeded: footer.count >> ($0 * 8)) }
            ScratchFolder.write(Array(bytes[..<start]) + footer + length + Array("PAR1".utf8), to: folder.file("f"))
            if let (group, _) = try contents(folder.file("f")) {
                #expect(throws: Never.self, "seed \(seed), round \(round)") { try touch(group) }
            }
        }
    }

    /// The header of a page lies outside all checksums.
    @Test func aDictionaryThatClaimsToBeEndless() throws {
        let folder = try ScratchFolder()
        let schema = TableSchema(
            name: "t", version: 1, grain: "g", personLevel: false, fields: [Field("x", .float64, "m")])
        let numbers = Buffer.holding((0..<70).map { Double($0 % 7) })
        defer { withExtendedLifetime(numbers) {} }
        let honest = try RowGroupEncoder.encode(
            schema, rowCount: 70, columns: [ColumnSlice(.float64(numbers.pointer), repeats: true)])
        let chunk = honest.chunks[0]
        let dictionary = try #require(chunk.dictionary)
        // 7 values, plain; 2⁶¹ values take 2⁶⁴ bytes.
        let count: [UInt8] = [0x15, 14, 0x15, 0]
        let place = try #require(
            dictionary.header.indices.first { dictionary.header[$0...].prefix(count.count).elementsEqual(count) })
        var header = dictionary.header
        header.replaceSubrange(place + 1...place + 1, with: [UInt8](repeating: 0x80, count: 8) + [0x40])
        let forged = EncodedChunk(
            dictionary: EncodedPage(header: header, body: dictionary.body, plainCount: dictionary.plainCount),
            data: chunk.data, packed: false, nullCount: 0, minimum: nil, maximum: nil,
            valuesOffset: chunk.valuesOffset)
        let writer = try TableWriter(path: folder.file("f"), schema: schema)
        try writer.append(EncodedRowGroup(rowCount: 70, schema: schema, chunks: [forged]))
        _ = try writer.finish()
        let reader = try TableReader(path: folder.file("f"), expecting: schema)
        #expect(throws: ColumnarError.self) { try reader.readGroup(0) }
        #expect(throws: ColumnarError.self) { try reader.packedFloat64("x", ofGroup: 0) }
    }

    @Test func aSmallPageThatClaimsToBeHuge() throws {
        let folder = try ScratchFolder()
        let schema = TableSchema(
            name: "t", version: 1, grain: "g", personLevel: false, fields: [Field("text", .string, "m")])
        let pool = StringPool()
        let codes = Buffer.holding([pool.code(String(repeating: "a", count: 3 << 20))])
        defer { withExtendedLifetime(codes) {} }
        // More than 1000 to 1 is left unpacked by the writer …
        let honest = try RowGroupEncoder.encode(
            schema, rowCount: 1, columns: [ColumnSlice(.string(codes: codes.pointer, pool: pool))],
            compression: .zstd(level: 3))
        #expect(!honest.chunks[0].packed)
        // … and refused by the reader, without room being made for it.
        let dictionary = ByteBlock(capacity: 64)
        for byte: UInt8 in [0x28, 0xB5, 0x2F, 0xFD] { dictionary.add(byte) }
        let forged = EncodedChunk(
            dictionary: .dictionary(dictionary, plainCount: Profile.maximumPageBytes, valueCount: 1),
            data: honest.chunks[0].data, packed: true, nullCount: 0, minimum: nil, maximum: nil, valuesOffset: 0)
        let writer = try TableWriter(path: folder.file("f"), schema: schema)
        try writer.append(EncodedRowGroup(rowCount: 1, schema: schema, chunks: [forged]))
        _ = try writer.finish()
        let reader = try TableReader(path: folder.file("f"), expecting: schema)
        #expect(throws: ColumnarError.self) { try reader.readGroup(0) }
    }
}
