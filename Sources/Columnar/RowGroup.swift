/// The decoded columns of one row group. Read-only, and so free to cross threads.
public final class RowGroup: @unchecked Sendable {
    public let rowCount: Int
    private let schema: TableSchema
    private let columns: [String: DecodedColumn]
    /// In-place values point into it.
    private let file: MappedFile

    init(rowCount: Int, schema: TableSchema, columns: [String: DecodedColumn], file: MappedFile) {
        self.rowCount = rowCount
        self.schema = schema
        self.columns = columns
        self.file = file
    }

    /// 0 or 1 a row.
    public func bool(_ name: String) throws(ColumnarError) -> ColumnView<UInt8> { try view(name, [.bool]) }
    public func int8(_ name: String) throws(ColumnarError) -> ColumnView<Int8> { try view(name, [.int8]) }
    /// `int32` and `day` columns; days since 1970-01-01.
    public func int32(_ name: String) throws(ColumnarError) -> ColumnView<Int32> { try view(name, [.int32, .day]) }
    public func int64(_ name: String) throws(ColumnarError) -> ColumnView<Int64> { try view(name, [.int64]) }
    public func float64(_ name: String) throws(ColumnarError) -> ColumnView<Double> { try view(name, [.float64]) }
    public func int128(_ name: String) throws(ColumnarError) -> ColumnView<Int128> { try view(name, [.int128]) }

    public func strings(_ name: String) throws(ColumnarError) -> StringColumn {
        let column = try column(name, [.string])
        return StringColumn(
            codes: UnsafeBufferPointer(start: column.values.assumingMemoryBound(to: Int32.self), count: rowCount),
            dictionaryCount: column.dictionaryCount, texts: column.texts, starts: column.starts, rowGroup: self)
    }

    private func view<T: BitwiseCopyable>(
        _ name: String, _ kinds: [ColumnKind]
    ) throws(ColumnarError) -> ColumnView<T> {
        let column = try column(name, kinds)
        return ColumnView(
            values: UnsafeBufferPointer(start: column.values.assumingMemoryBound(to: T.self), count: rowCount),
            valid: column.valid.map { UnsafeBufferPointer(start: $0, count: rowCount) }, rowGroup: self)
    }

    private func column(_ name: String, _ kinds: [ColumnKind]) throws(ColumnarError) -> DecodedColumn {
        guard let column = columns[name] else {
            throw .misuse("table \(schema.name), column \(name): was not read")
        }
        guard kinds.contains(column.kind) else {
            throw .misuse(
                "table \(schema.name), column \(name): found \(column.kind.name), expected \(kinds[0].name)")
        }
        return column
    }
}
