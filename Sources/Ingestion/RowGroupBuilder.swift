import Columnar
import Glibc

/// Collects rows of a table until a row group is full. Nothing in it depends on how the export was cut into chunks.
final class RowGroupBuilder: @unchecked Sendable {
    static let capacity = Profile.maximumGroupRows

    private struct Column {
        var kind: ColumnKind
        var optional: Bool
        var width: Int
        var values: UnsafeMutableRawPointer
        var valid: UnsafeMutablePointer<UInt8>
        var texts: TextCodes?
    }

    let schema: TableSchema
    private(set) var count = 0
    private var columns: [Column] = []
    /// The last two columns of each ingested table.
    private let files: UnsafeMutablePointer<Int32>
    private let records: UnsafeMutablePointer<Int32>
    private var filePool = StringPool()

    init(_ schema: TableSchema) {
        self.schema = schema
        files = .allocate(capacity: Self.capacity)
        records = .allocate(capacity: Self.capacity)
        for field in schema.fields.dropLast(2) {
            let width = ChunkRows.width(field.kind)
            columns.append(
                Column(
                    kind: field.kind, optional: field.optional, width: width,
                    values: .allocate(byteCount: Self.capacity * width, alignment: 64),
                    valid: .allocate(capacity: Self.capacity), texts: field.kind == .string ? TextCodes() : nil))
        }
    }

    deinit {
        files.deallocate()
        records.deallocate()
        for column in columns {
            column.values.deallocate()
            column.valid.deallocate()
        }
    }

    /// Forgets the rows and their texts, and keeps the memory.
    func empty() {
        count = 0
        filePool = StringPool()
        for column in columns { column.texts?.empty() }
    }

    var room: Int { Self.capacity - count }

    /// Takes the rows `range`, at most `room`. `maps` as `maps` gave them.
    func append(_ rows: ChunkRows, _ range: Range<Int>, maps: [Buffer<Int32>?], file: String, recordBase: Int) {
        let more = range.count
        for (place, column) in columns.enumerated() {
            let source = rows.columns[place]
            guard source.isUsed else {
                memset(column.valid + count, 0, more)
                memset(column.values + count * column.width, 0, more * column.width)
                continue
            }
            memcpy(column.valid + count, source.valid + range.lowerBound, more)
            guard let map = maps[place] else {
                memcpy(
                    column.values + count * column.width, source.values + range.lowerBound * column.width,
                    more * column.width)
                continue
            }
            let from = source.values.assumingMemoryBound(to: Int32.self) + range.lowerBound
            let to = column.values.assumingMemoryBound(to: Int32.self) + count
            let valid = source.valid + range.lowerBound
            let codes = UnsafePointer(map.pointer)
            for i in 0..<more {
                guard valid[i] == 1 else {
                    to[i] = 0
                    continue
                }
                to[i] = codes[Int(from[i])]
            }
        }
        let fileCode = filePool.code(file)
        for i in 0..<more {
            files[count + i] = fileCode
            records[count + i] = rows.ordinals[range.lowerBound + i] &+ Int32(truncatingIfNeeded: recordBase + 1)
        }
        count += more
    }

    /// For each column of texts of a chunk, code there → code here.
    func maps(_ rows: ChunkRows) -> [Buffer<Int32>?] {
        zip(columns, rows.columns).map { column, source in
            guard source.isUsed, let texts = source.pool?.pool else { return nil }
            return column.texts?.codes(of: texts)
        }
    }

    func encode() throws(ColumnarError) -> EncodedRowGroup {
        var slices: [ColumnSlice] = []
        for column in columns {
            let valid = column.optional ? UnsafePointer(column.valid) : nil
            let raw = column.values
            switch column.kind {
            case .bool: slices.append(ColumnSlice(.bool(raw.assumingMemoryBound(to: UInt8.self)), valid: valid))
            case .int8: slices.append(ColumnSlice(.int8(raw.assumingMemoryBound(to: Int8.self)), valid: valid))
            case .int32, .day:
                slices.append(
                    ColumnSlice(.int32(raw.assumingMemoryBound(to: Int32.self)), valid: valid, repeats: true))
            case .string:
                let pool = column.texts?.pool ?? StringPool()
                // A column without any text still needs a dictionary to point into.
                if pool.count == 0 { _ = pool.code("") }
                slices.append(
                    ColumnSlice(.string(codes: raw.assumingMemoryBound(to: Int32.self), pool: pool), valid: valid))
            case .int64:
                slices.append(
                    ColumnSlice(.int64(raw.assumingMemoryBound(to: Int64.self)), valid: valid, repeats: true))
            case .float64: slices.append(ColumnSlice(.float64(raw.assumingMemoryBound(to: Double.self)), valid: valid))
            case .int128: slices.append(ColumnSlice(.int128(raw.assumingMemoryBound(to: Int128.self)), valid: valid))
            }
        }
        // Mostly a row group is of one file.
        let names: ColumnSlice.Values =
            filePool.count == 1 ? .constantString(filePool.string(0)) : .string(codes: files, pool: filePool)
        slices.append(ColumnSlice(names))
        slices.append(ColumnSlice(.int32(records)))
        return try RowGroupEncoder.encode(schema, rowCount: count, columns: slices)
    }
}
