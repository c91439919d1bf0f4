import Digests

/// What `TableWriter.finish` has written.
public struct WrittenTable: Sendable, Equatable {
    public let path: String
    public let rowCount: Int
    public let byteCount: Int
    /// SHA-256 of the footer, hexadecimal. The footer holds no data but every page header's place; two files of
    /// the same footer digest and intact pages hold the same schema, provenance and layout.
    public let footerSHA256: String
}

/// Writes one table: temporary file in the same folder, checked writes, rename. The folder is a stage's, which is flushed
/// with all its tables before it is published as a whole (`DurableFolder.syncContents`). The temporary file is removed if
/// the writer goes away without `finish`. One thread at a time.
public final class TableWriter {
    public let schema: TableSchema
    /// Rows appended so far.
    public private(set) var rowCount = 0
    private let file: CheckedFile
    private var metadata: [(String, String)]
    private var groups: [StoredGroup] = []
    private var finished = false

    /// `metadata` is provenance, kept in the file in this order.
    /// Throws `.cannotWrite`, or `.misuse` for a schema or keys that no file can hold.
    public init(
        path: String, schema: TableSchema, metadata: [(String, String)] = [], mode: UInt16 = 0o600
    ) throws(ColumnarError) {
        try Self.check(schema)
        self.schema = schema
        self.metadata = []
        file = try CheckedFile(path: path, mode: mode, storing: .withFolder)
        try add(metadata)
        try file.write(Parquet.magic)
    }

    /// Appends a row group encoded for this schema. A group without rows leaves no trace.
    public func append(_ group: EncodedRowGroup) throws(ColumnarError) {
        guard !finished else { throw .misuse("a finished table was appended to: \(file.path)") }
        guard group.schema == schema else {
            throw .misuse("a row group of \(group.schema.name) was appended to a table of \(schema.name)")
        }
        guard group.rowCount > 0 else { return }
        var stored = StoredGroup(rowCount: group.rowCount)
        stored.chunks.reserveCapacity(group.chunks.count)
        for chunk in group.chunks { stored.chunks.append(try write(chunk)) }
        groups.append(stored)
        rowCount += group.rowCount
    }

    /// Writes the footer and makes the file appear. `metadata` is added to that given at the start.
    public func finish(metadata: [(String, String)] = []) throws(ColumnarError) -> WrittenTable {
        guard !finished else { throw .misuse("a table was finished twice: \(file.path)") }
        finished = true
        try add(metadata)
        let footer = FooterEncoder.encode(schema, metadata: self.metadata, groups: groups)
        guard footer.count <= Profile.maximumFooterBytes else {
            throw .outsideProfile(
                path: file.path, column: nil, found: "a footer of \(footer.count) bytes", expected: "fewer row groups")
        }
        try file.write(footer)
        try file.write((0..<4).map { UInt8(truncatingIfNeeded: footer.count >> ($0 * 8)) } + Parquet.magic)
        let digest = try TableReader.footerDigest(footer)
        try file.commit()
        return WrittenTable(
            path: file.path, rowCount: rowCount, byteCount: file.byteCount, footerSHA256: digest)
    }

    private func write(_ chunk: EncodedChunk) throws(ColumnarError) -> StoredChunk {
        var stored = StoredChunk()
        let dictionaryCount = (chunk.dictionary?.header.count ?? 0) + (chunk.dictionary?.body.count ?? 0)
        if !chunk.packed {
            // A gap before the chunk puts its values where they can be read in place.
            let values = file.byteCount + dictionaryCount + chunk.data.header.count + chunk.valuesOffset
            try file.write([UInt8](repeating: 0, count: (8 - values % 8) % 8))
        }
        stored.storedCount = dictionaryCount + chunk.data.header.count + chunk.data.body.count
        stored.plainCount = chunk.data.header.count + chunk.data.plainCount
        stored.packed = chunk.packed
        stored.nullCount = chunk.nullCount
        stored.minimum = chunk.minimum
        stored.maximum = chunk.maximum
        if let dictionary = chunk.dictionary {
            stored.dictionaryOffset = file.byteCount
            stored.plainCount += dictionary.header.count + dictionary.plainCount
            try file.write(dictionary.header)
            try file.write(dictionary.body.bytes)
        }
        stored.dataOffset = file.byteCount
        try file.write(chunk.data.header)
        try file.write(chunk.data.body.bytes)
        return stored
    }

    private func add(_ pairs: [(String, String)]) throws(ColumnarError) {
        for (key, value) in pairs {
            guard !MetadataKey.isReserved(key), !metadata.contains(where: { $0.0 == key }) else {
                throw .misuse("metadata key \(key) is given twice or belongs to the schema")
            }
            metadata.append((key, value))
        }
    }

    static func check(_ schema: TableSchema) throws(ColumnarError) {
        guard !schema.name.isEmpty, schema.version >= 0 else { throw .misuse("a table has no name or version") }
        guard !schema.fields.isEmpty, schema.fields.count <= Profile.maximumColumns else {
            throw .misuse("table \(schema.name) has \(schema.fields.count) columns")
        }
        guard Set(schema.fields.map(\.name)).count == schema.fields.count,
            schema.fields.allSatisfy({ !$0.name.isEmpty && !$0.unit.contains("\t") })
        else { throw .misuse("table \(schema.name): column names are empty or not unique, or a unit holds a tab") }
        guard schema.sortedBy.allSatisfy({ !$0.isEmpty && !$0.contains(",") }) else {
            throw .misuse("table \(schema.name): a name in its sort order is empty or holds a comma")
        }
    }
}
