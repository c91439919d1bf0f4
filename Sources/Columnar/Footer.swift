import Digests

/// Where one column of one row group lies in the file.
struct StoredChunk: Sendable {
    var dictionaryOffset: Int?
    var dataOffset = 0
    /// Bytes with page headers, in the file and before packing.
    var storedCount = 0
    var plainCount = 0
    var packed = false
    var nullCount = 0
    var minimum: Int64?
    var maximum: Int64?

    var start: Int { dictionaryOffset ?? dataOffset }
}

struct StoredGroup: Sendable {
    var rowCount = 0
    var chunks: [StoredChunk] = []
}

/// Keys of the metadata that belong to Trivsel.
enum MetadataKey {
    static let schema = "trivsel.schema"
    static let version = "trivsel.version"
    static let grain = "trivsel.grain"
    static let personLevel = "trivsel.person_level"
    static let sortedBy = "trivsel.sorted_by"
    static let fieldPrefix = "trivsel.field."
    /// CRC-32 of the footer with these eight digits as zeros: Parquet checks pages, not footers.
    static let footerChecksum = "trivsel.footer_crc32"
    static let createdBy = "trivsel"
    static let noChecksum = "00000000"

    static func isReserved(_ key: String) -> Bool {
        [schema, version, grain, personLevel, sortedBy, footerChecksum].contains(key) || key.hasPrefix(fieldPrefix)
    }

    static func checksumText(_ value: UInt32) -> [UInt8] {
        Array(SHA256.hex([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }).utf8)
    }
}

/// Parquet's FileMetaData, written.
enum FooterEncoder {
    static func encode(_ schema: TableSchema, metadata: [(String, String)], groups: [StoredGroup]) -> [UInt8] {
        var checksumPosition = 0
        var footer = CompactWriter()
        footer.element { file in
            file.i32(1, 2)
            columns(&file, schema)
            file.i64(3, groups.reduce(0) { $0 + $1.rowCount })
            file.list(4, of: CompactWriter.Kind.structure, count: groups.count)
            for (ordinal, group) in groups.enumerated() { rowGroup(&file, schema, group, ordinal) }
            checksumPosition = keyValues(&file, schema, metadata)
            file.binary(6, MetadataKey.createdBy.utf8)
            // Without declared orders readers ignore minimum and maximum.
            file.list(7, of: CompactWriter.Kind.structure, count: schema.fields.count)
            for _ in schema.fields { file.element { order in order.structure(1) { _ in } } }
        }
        var bytes = footer.bytes
        let checksum = bytes.withUnsafeBytes { CRC32.checksum($0) }
        let digits = MetadataKey.checksumText(checksum)
        bytes.replaceSubrange(checksumPosition..<(checksumPosition + digits.count), with: digits)
        return bytes
    }

    private static func columns(_ file: inout CompactWriter, _ schema: TableSchema) {
        file.list(2, of: CompactWriter.Kind.structure, count: schema.fields.count + 1)
        file.element { root in
            root.binary(4, "schema".utf8)
            root.i32(5, Int32(schema.fields.count))
        }
        for field in schema.fields {
            file.element { column in
                column.i32(1, Parquet.physicalType(field.kind))
                if field.kind == .int128 { column.i32(2, 16) }
                column.i32(3, field.optional ? 1 : 0)
                column.binary(4, field.name.utf8)
                switch field.kind {
                case .bool, .int32, .int64, .float64: break
                case .string:
                    column.i32(6, 0)
                    column.structure(10) { type in type.structure(1) { _ in } }
                case .day:
                    column.i32(6, 6)
                    column.structure(10) { type in type.structure(6) { _ in } }
                case .int8:
                    column.i32(6, 15)
                    column.structure(10) { type in
                        type.structure(10) { integer in
                            integer.i8(1, 8)
                            integer.bool(2, true)
                        }
                    }
                case .int128:
                    column.i32(6, 5)
                    column.i32(7, 0)
                    column.i32(8, 38)
                    column.structure(10) { type in
                        type.structure(5) { decimal in
                            decimal.i32(1, 0)
                            decimal.i32(2, 38)
                        }
                    }
                }
            }
        }
    }

    private static func rowGroup(
        _ file: inout CompactWriter, _ schema: TableSchema, _ group: StoredGroup, _ ordinal: Int
    ) {
        file.element { entry in
            entry.list(1, of: CompactWriter.Kind.structure, count: group.chunks.count)
            for (field, chunk) in zip(schema.fields, group.chunks) {
                entry.element { column in
                    column.i64(2, 0)
                    column.structure(3) { metadata in columnMetadata(&metadata, field, chunk, group.rowCount) }
                }
            }
            entry.i64(2, group.chunks.reduce(0) { $0 + $1.plainCount })
            entry.i64(3, group.rowCount)
            entry.i64(5, group.chunks.first?.start ?? 0)
            entry.i64(6, group.chunks.reduce(0) { $0 + $1.storedCount })
        }
    }

    private static func columnMetadata(
        _ metadata: inout CompactWriter, _ field: Field, _ chunk: StoredChunk, _ rowCount: Int
    ) {
        let encodings =
            chunk.dictionaryOffset != nil
            ? [Parquet.plain, Parquet.runs, Parquet.dictionaryCodes] : [Parquet.plain, Parquet.runs]
        metadata.i32(1, Parquet.physicalType(field.kind))
        metadata.list(2, of: CompactWriter.Kind.i32, count: encodings.count)
        for encoding in encodings { metadata.zigzag(Int64(encoding)) }
        metadata.list(3, of: CompactWriter.Kind.binary, count: 1)
        metadata.binaryElement(field.name.utf8)
        metadata.i32(4, chunk.packed ? Parquet.zstd : Parquet.uncompressed)
        metadata.i64(5, rowCount)
        metadata.i64(6, chunk.plainCount)
        metadata.i64(7, chunk.storedCount)
        metadata.i64(9, chunk.dataOffset)
        if let offset = chunk.dictionaryOffset { metadata.i64(11, offset) }
        metadata.structure(12) { statistics in
            statistics.i64(3, chunk.nullCount)
            if let low = chunk.minimum, let high = chunk.maximum {
                let width = Parquet.physicalType(field.kind) == Parquet.int32 ? 4 : 8
                statistics.binary(5, littleEndian(high, width))
                statistics.binary(6, littleEndian(low, width))
            }
        }
    }

    private static func littleEndian(_ value: Int64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (Int64($0) * 8)) }
    }

    /// Writes the key-value metadata and returns where the digits of the checksum stand.
    private static func keyValues(
        _ file: inout CompactWriter, _ schema: TableSchema, _ metadata: [(String, String)]
    ) -> Int {
        var pairs: [(String, String)] = [
            (MetadataKey.schema, schema.name), (MetadataKey.version, String(schema.version)),
            (MetadataKey.grain, schema.grain), (MetadataKey.personLevel, schema.personLevel ? "true" : "false"),
            (MetadataKey.sortedBy, schema.sortedBy.joined(separator: ",")),
        ]
        pairs += schema.fields.map { (MetadataKey.fieldPrefix + $0.name, "\($0.unit)\t\($0.meaning)") }
        pairs += metadata
        file.list(5, of: CompactWriter.Kind.structure, count: pairs.count + 1)
        file.element { entry in entry.pair(MetadataKey.footerChecksum, MetadataKey.noChecksum) }
        // The struct ends with one stop byte after the digits.
        let position = file.bytes.count - 1 - MetadataKey.noChecksum.utf8.count
        for (key, value) in pairs { file.element { entry in entry.pair(key, value) } }
        return position
    }
}

extension CompactWriter {
    fileprivate mutating func pair(_ key: String, _ value: String) {
        binary(1, key.utf8)
        binary(2, value.utf8)
    }
}
