/// One row group of the footer, held against the schema and the size of the file.
struct RowGroupDecoder {
    let fields: [Field]
    /// Position of the group, from 0.
    let ordinal: Int
    /// Where pages end and the footer begins.
    let pagesEnd: Int

    /// `previousEnd` is the end of the chunk before in the file: chunks follow each other and do not overlap.
    func decode(_ reader: inout CompactReader, after previousEnd: inout Int) throws(FormatFault) -> StoredGroup {
        var group = StoredGroup()
        var counts: [Int] = []
        var rows: Int?
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            switch (field.id, field.kind) {
            case (1, CompactWriter.Kind.list):
                let count = try reader.list(of: CompactWriter.Kind.structure)
                guard count == fields.count else {
                    throw .damaged("\(at): found \(count) columns, expected \(fields.count)")
                }
                for declared in fields {
                    let (chunk, valueCount) = try chunk(&reader, declared)
                    guard chunk.start >= previousEnd, chunk.storedCount <= pagesEnd - chunk.start else {
                        throw .damaged("\(at), column \(declared.name): lies outside its place in the file")
                    }
                    previousEnd = chunk.start + chunk.storedCount
                    group.chunks.append(chunk)
                    counts.append(valueCount)
                }
            case (3, CompactWriter.Kind.i64): rows = try reader.size()
            default: try reader.skip(field.kind)
            }
        }
        guard let rows, rows > 0, rows <= Profile.maximumGroupRows else {
            throw .outside(
                found: "\(at) with \(rows.map(String.init) ?? "no") rows", expected: "1…\(Profile.maximumGroupRows)")
        }
        guard group.chunks.count == fields.count, counts.allSatisfy({ $0 == rows }),
            group.chunks.allSatisfy({ $0.nullCount <= rows })
        else { throw .damaged("\(at): columns do not have the \(rows) rows expected") }
        group.rowCount = rows
        return group
    }

    private var at: String { "row group \(ordinal + 1)" }

    private func chunk(
        _ reader: inout CompactReader, _ declared: Field
    ) throws(FormatFault) -> (StoredChunk, valueCount: Int) {
        var result: (StoredChunk, valueCount: Int)?
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            switch (field.id, field.kind) {
            case (1, _): throw .outside(found: "a column in another file", expected: "columns in this file")
            case (3, CompactWriter.Kind.structure): result = try metadata(&reader, declared)
            default: try reader.skip(field.kind)
            }
        }
        guard let result else { throw .damaged("\(at), column \(declared.name): has no description") }
        return result
    }

    private func metadata(
        _ reader: inout CompactReader, _ declared: Field
    ) throws(FormatFault) -> (StoredChunk, valueCount: Int) {
        var chunk = StoredChunk()
        var type: Int32?
        var codec: Int32?
        var valueCount: Int?
        var plainCount: Int?
        var storedCount: Int?
        var dataOffset: Int?
        var path: [String] = []
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            switch (field.id, field.kind) {
            case (1, CompactWriter.Kind.i32): type = try reader.i32()
            case (3, CompactWriter.Kind.list):
                for _ in 0..<(try reader.list(of: CompactWriter.Kind.binary)) { path.append(try reader.text()) }
            case (4, CompactWriter.Kind.i32): codec = try reader.i32()
            case (5, CompactWriter.Kind.i64): valueCount = try reader.size()
            case (6, CompactWriter.Kind.i64): plainCount = try reader.size()
            case (7, CompactWriter.Kind.i64): storedCount = try reader.size()
            case (9, CompactWriter.Kind.i64): dataOffset = try reader.size()
            case (11, CompactWriter.Kind.i64): chunk.dictionaryOffset = try reader.size()
            case (12, CompactWriter.Kind.structure): try statistics(&reader, declared, &chunk)
            default: try reader.skip(field.kind)
            }
        }
        let place = "\(at), column \(declared.name)"
        guard let valueCount, let plainCount, let storedCount, let dataOffset, path == [declared.name],
            type == Parquet.physicalType(declared.kind)
        else { throw .damaged("\(place): does not fit the schema") }
        guard codec == Parquet.uncompressed || codec == Parquet.zstd else {
            throw .outside(found: "\(place): codec \(codec.map(String.init) ?? "missing")", expected: "none or zstd")
        }
        let isCoded = chunk.dictionaryOffset != nil
        guard isCoded ? Parquet.mayBeCoded(declared.kind) : !Parquet.isAlwaysCoded(declared.kind) else {
            throw .outside(found: "\(place): another encoding", expected: "the encoding of \(declared.kind.name)")
        }
        chunk.dataOffset = dataOffset
        chunk.storedCount = storedCount
        chunk.plainCount = plainCount
        chunk.packed = codec == Parquet.zstd
        guard chunk.start < pagesEnd, dataOffset - chunk.start < storedCount, chunk.start <= dataOffset else {
            throw .damaged("\(place): lies outside its place in the file")
        }
        return (chunk, valueCount)
    }

    private func statistics(
        _ reader: inout CompactReader, _ declared: Field, _ chunk: inout StoredChunk
    ) throws(FormatFault) {
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            switch (field.id, field.kind) {
            case (3, CompactWriter.Kind.i64): chunk.nullCount = try reader.size()
            case (5, CompactWriter.Kind.binary): chunk.maximum = try bound(try reader.binary(), declared)
            case (6, CompactWriter.Kind.binary): chunk.minimum = try bound(try reader.binary(), declared)
            default: try reader.skip(field.kind)
            }
        }
        guard (chunk.minimum == nil) == (chunk.maximum == nil), declared.optional || chunk.nullCount == 0,
            (chunk.minimum ?? 0) <= (chunk.maximum ?? 0)
        else { throw .damaged("\(at), column \(declared.name): the statistics contradict themselves") }
    }

    private func bound(_ bytes: UnsafeRawBufferPointer, _ declared: Field) throws(FormatFault) -> Int64 {
        switch (declared.kind, bytes.count) {
        case (.int32, 4), (.day, 4): Int64(Int32(littleEndian: bytes.loadUnaligned(as: Int32.self)))
        case (.int64, 8): Int64(littleEndian: bytes.loadUnaligned(as: Int64.self))
        default: throw .damaged("\(at), column \(declared.name): a statistic has the wrong width")
        }
    }
}
