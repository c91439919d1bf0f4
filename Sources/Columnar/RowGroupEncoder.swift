import Compression

/// A row group ready to be appended to a `TableWriter` of the same schema.
public struct EncodedRowGroup: Sendable {
    public let rowCount: Int
    let schema: TableSchema
    let chunks: [EncodedChunk]

    /// Bytes it will take in the file, without alignment.
    public var byteCount: Int {
        chunks.reduce(0) { sum, chunk in
            sum + chunk.data.header.count + chunk.data.body.count + (chunk.dictionary?.header.count ?? 0)
                + (chunk.dictionary?.body.count ?? 0)
        }
    }
}

/// Columns in memory → pages of Parquet. Pure: may run on any thread, many at once.
public enum RowGroupEncoder {
    /// Encodes `rowCount` rows (0…`Profile.maximumGroupRows`), one slice a field of `schema`, in its order.
    ///
    /// Throws `.misuse` when the slices do not fit the schema or a required value is absent, `.outsideProfile` when
    /// a value cannot be stored (text that is not UTF-8, a number of more than 38 digits, a page above
    /// `Profile.maximumPageBytes`).
    public static func encode(
        _ schema: TableSchema, rowCount: Int, columns: [ColumnSlice], compression: PageCompression = .none
    ) throws(ColumnarError) -> EncodedRowGroup {
        guard columns.count == schema.fields.count else {
            throw .misuse("table \(schema.name): found \(columns.count) columns, expected \(schema.fields.count)")
        }
        guard rowCount >= 0, rowCount <= Profile.maximumGroupRows else {
            throw .misuse(
                "table \(schema.name): found a row group of \(rowCount) rows, expected at most "
                    + "\(Profile.maximumGroupRows)")
        }
        guard rowCount > 0 else { return EncodedRowGroup(rowCount: 0, schema: schema, chunks: []) }
        let packer = PagePacker(compression)
        var chunks: [EncodedChunk] = []
        chunks.reserveCapacity(columns.count)
        for (field, slice) in zip(schema.fields, columns) {
            guard slice.fits(field.kind) else {
                throw .misuse("table \(schema.name), column \(field.name): values are not \(field.kind.name)")
            }
            let encoder = ColumnEncoder(
                table: schema.name, field: field, rowCount: rowCount, valid: slice.valid, repeats: slice.repeats)
            chunks.append(try packer.pack(try encoder.encode(slice.values)))
        }
        return EncodedRowGroup(rowCount: rowCount, schema: schema, chunks: chunks)
    }
}

/// Page bodies of one chunk before packing.
struct PlainChunk {
    var dictionary: ByteBlock?
    var dictionaryCount = 0
    var data: ByteBlock
    var rowCount: Int
    var encoding: Int32
    var nullCount = 0
    var minimum: Int64?
    var maximum: Int64?
    var valuesOffset = 0
}

/// Puts headers on pages and packs them if asked to.
struct PagePacker {
    private let level: Int?
    private let codec = ZstdCodec()

    init(_ compression: PageCompression) {
        switch compression {
        case .none: level = nil
        case .zstd(let level): self.level = level
        }
    }

    func pack(_ chunk: PlainChunk) throws(ColumnarError) -> EncodedChunk {
        var dictionary = chunk.dictionary
        var data = chunk.data
        var packed = false
        if let level {
            let packedData = try squeeze(chunk.data, level)
            var packedDictionary: ByteBlock?
            if let plain = chunk.dictionary { packedDictionary = try squeeze(plain, level) }
            // A chunk has one codec: it is packed only if that makes it smaller, and only so far as the reader,
            // who fears forged files, will follow.
            let before = chunk.data.count + (chunk.dictionary?.count ?? 0)
            let after = packedData.count + (packedDictionary?.count ?? 0)
            let believable =
                Self.believable(stored: packedData.count, plain: chunk.data.count)
                && Self.believable(stored: packedDictionary?.count ?? 0, plain: chunk.dictionary?.count ?? 0)
            if after < before, believable {
                packed = true
                data = packedData
                dictionary = packedDictionary
            }
        }
        return EncodedChunk(
            dictionary: dictionary.map {
                .dictionary($0, plainCount: chunk.dictionary?.count ?? 0, valueCount: chunk.dictionaryCount)
            },
            data: .data(data, plainCount: chunk.data.count, rowCount: chunk.rowCount, encoding: chunk.encoding),
            packed: packed, nullCount: chunk.nullCount, minimum: chunk.minimum, maximum: chunk.maximum,
            valuesOffset: chunk.valuesOffset)
    }

    /// Whether `stored` bytes may stand for `plain` bytes: at most 1000 to 1 beyond the first MiB.
    static func believable(stored: Int, plain: Int) -> Bool { plain <= 1 << 20 || plain / 1000 <= stored }

    private func squeeze(_ plain: ByteBlock, _ level: Int) throws(ColumnarError) -> ByteBlock {
        let packed = ByteBlock(capacity: ZstdCodec.bound(plain.count))
        do throws(CompressionError) {
            packed.count = try codec.compress(
                plain.bytes, level: level,
                into: UnsafeMutableRawBufferPointer(start: packed.base, count: packed.capacity))
        } catch {
            throw .misuse("a page could not be packed: \(error)")
        }
        return packed
    }
}
