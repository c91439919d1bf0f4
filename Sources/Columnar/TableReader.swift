import Digests

/// Reads one table of Trivsel. The footer is checked as a whole when the file is opened, each page's CRC when it
/// is read. May be used by many threads at once.
public final class TableReader: Sendable {
    public let path: String
    /// As the file declares it.
    public let schema: TableSchema
    /// All key-value metadata, provenance and schema.
    public let metadata: [String: String]
    public let rowCount: Int
    /// SHA-256 of the footer, hexadecimal, as `WrittenTable` gives it.
    public let footerSHA256: String
    private let groups: [StoredGroup]
    private let file: MappedFile

    /// Opens `path`. With `expecting`, name, version, order, person level and every column's name, kind, unit and
    /// optionality must be those; wording may differ. Throws `.notFound`, `.cannotOpen`, `.cannotRead`,
    /// `.notATable`, `.wrongSchema`, `.wrongVersion`, `.damaged` or `.outsideProfile`.
    public convenience init(path: String, expecting: TableSchema?) throws(ColumnarError) {
        try self.init(MappedFile(path: path), path: path, expecting: expecting)
    }

    /// Opens what is in `file` already; `path` is its name in messages.
    init(_ file: MappedFile, path: String, expecting: TableSchema?) throws(ColumnarError) {
        let footer: UnsafeRawBufferPointer
        let decoded: DecodedFooter
        do throws(FormatFault) {
            footer = try Self.footer(file.bytes)
            decoded = try FooterDecoder.decode(
                footer, pagesEnd: file.bytes.count - footer.count - Self.trailerLength)
        } catch {
            throw error.located(path: path)
        }
        if let expecting { try SchemaComparison(path: path, found: decoded.schema, expected: expecting).check() }
        self.path = path
        self.file = file
        schema = decoded.schema
        metadata = decoded.metadata
        rowCount = decoded.rowCount
        groups = decoded.groups
        footerSHA256 = try Self.footerDigest(Array(footer))
    }

    public var rowGroupCount: Int { groups.count }

    /// Rows of row group `group` (from 0); 0 for one that is not there.
    public func rowCount(ofGroup group: Int) -> Int {
        groups.indices.contains(group) ? groups[group].rowCount : 0
    }

    /// Smallest and largest present value of an `int32`, `day` or `int64` column; nil for other kinds, where all
    /// rows are absent, and for what is not there.
    public func bounds(group: Int, column: String) -> (min: Int64, max: Int64)? {
        guard groups.indices.contains(group), let index = schema.index(of: column),
            let low = groups[group].chunks[index].minimum, let high = groups[group].chunks[index].maximum
        else { return nil }
        return (low, high)
    }

    /// Reads row group `i` (from 0), all columns or those named. Throws `.damaged` when a page is not what was
    /// written, `.misuse` for a column or group that is not there.
    public func readGroup(_ i: Int, columns: [String]? = nil) throws(ColumnarError) -> RowGroup {
        guard groups.indices.contains(i) else { throw .misuse("\(path): there is no row group \(i + 1)") }
        let group = groups[i]
        var decoded: [String: DecodedColumn] = [:]
        for name in columns ?? schema.fields.map(\.name) {
            guard let index = schema.index(of: name) else {
                throw .misuse("table \(schema.name) has no column \(name)")
            }
            do throws(FormatFault) {
                decoded[name] = try ColumnDecoder(field: schema.fields[index], rowCount: group.rowCount)
                    .decode(file.bytes, group.chunks[index])
            } catch {
                throw error.located(path: path, column: name, rowGroup: i + 1)
            }
        }
        return RowGroup(rowCount: group.rowCount, schema: schema, columns: decoded, file: file)
    }

    /// The distinct texts of a string column in row group `i` (from 0), in the order of their codes. Throws as `readGroup`
    /// does.
    public func texts(_ name: String, ofGroup i: Int) throws(ColumnarError) -> [String] {
        let (decoder, chunk) = try decoder(name, .string, ofGroup: i)
        do throws(FormatFault) {
            return try decoder.texts(file.bytes, chunk)
        } catch {
            throw error.located(path: path, column: name, rowGroup: i + 1)
        }
    }

    /// A `float64` column of row group `i` (from 0), to be read row by row. Throws as `readGroup` does.
    public func packedFloat64(_ name: String, ofGroup i: Int) throws(ColumnarError) -> PackedColumn<Double> {
        try packed(name, .float64, ofGroup: i)
    }

    /// An `int32` column of row group `i` (from 0), to be read row by row. Throws as `readGroup` does.
    public func packedInt32(_ name: String, ofGroup i: Int) throws(ColumnarError) -> PackedColumn<Int32> {
        try packed(name, .int32, ofGroup: i)
    }

    private func packed<T: BitwiseCopyable>(
        _ name: String, _ kind: ColumnKind, ofGroup i: Int
    ) throws(ColumnarError) -> PackedColumn<T> {
        let (decoder, chunk) = try decoder(name, kind, ofGroup: i)
        do throws(FormatFault) {
            return try decoder.packed(file, chunk, as: T.self)
        } catch {
            throw error.located(path: path, column: name, rowGroup: i + 1)
        }
    }

    private func decoder(
        _ name: String, _ kind: ColumnKind, ofGroup i: Int
    ) throws(ColumnarError) -> (ColumnDecoder, StoredChunk) {
        guard groups.indices.contains(i) else { throw .misuse("\(path): there is no row group \(i + 1)") }
        guard let index = schema.index(of: name), schema.fields[index].kind == kind else {
            throw .misuse("table \(schema.name) has no column \(name) of \(kind.name)")
        }
        return (ColumnDecoder(field: schema.fields[index], rowCount: groups[i].rowCount), groups[i].chunks[index])
    }

    /// Length of the footer and magic.
    private static let trailerLength = 8

    private static func footer(_ file: UnsafeRawBufferPointer) throws(FormatFault) -> UnsafeRawBufferPointer {
        let magic = Parquet.magic
        guard file.count >= magic.count + trailerLength, file.prefix(4).elementsEqual(magic) else {
            throw .foreign(found: "other first bytes, or too few", expected: "a Parquet file")
        }
        guard file.suffix(4).elementsEqual(magic) else {
            throw .damaged("the end of the file is missing or changed")
        }
        let length = Int(UInt32(littleEndian: file.loadUnaligned(fromByteOffset: file.count - 8, as: UInt32.self)))
        guard length <= file.count - magic.count - trailerLength, length <= Profile.maximumFooterBytes else {
            throw .damaged("found a footer of \(length) bytes, expected less than the file")
        }
        let end = file.count - trailerLength
        return UnsafeRawBufferPointer(rebasing: file[(end - length)..<end])
    }

    static func footerDigest(_ footer: [UInt8]) throws(ColumnarError) -> String {
        do throws(DigestError) {
            let hash = try SHA256()
            try hash.update(footer)
            return SHA256.hex(try hash.finish())
        } catch {
            throw .misuse("\(error)")
        }
    }
}

/// The schema in a file held against the one a stage expects.
struct SchemaComparison {
    let path: String
    let found: TableSchema
    let expected: TableSchema

    func check() throws(ColumnarError) {
        try compare("schema", found.name, expected.name)
        guard found.version == expected.version else {
            throw .wrongVersion(
                path: path, schema: expected.name, found: found.version, expected: expected.version)
        }
        try compare("person level", String(found.personLevel), String(expected.personLevel))
        try compare("sort order", found.sortedBy.joined(separator: ","), expected.sortedBy.joined(separator: ","))
        try compare("number of columns", String(found.fields.count), String(expected.fields.count))
        for (position, (a, b)) in zip(found.fields, expected.fields).enumerated() {
            try compare("column \(position + 1)", Self.text(a), Self.text(b))
        }
    }

    private func compare(_ at: String, _ found: String, _ expected: String) throws(ColumnarError) {
        guard found == expected else { throw .wrongSchema(path: path, at: at, found: found, expected: expected) }
    }

    private static func text(_ field: Field) -> String {
        let unit = field.unit.isEmpty ? "" : " in \(field.unit)"
        return "\(field.name): \(field.optional ? "optional " : "")\(field.kind.name)\(unit)"
    }
}
