internal import Columnar

/// How one column of a table is filled from a row.
enum RowColumn<Row> {
    case text(@Sendable (Row) -> String)
    case number(@Sendable (Row) -> Double?)
    case whole(@Sendable (Row) -> Int?)
    case flag(@Sendable (Row) -> Bool)
}

/// Small tables of statistics, written row by row value: a row type says once how its columns are filled.
enum RowTable {
    private static let groupRows = 122_880

    /// Writes the rows in their order; `columns` are those of the schema, in its order. Whole numbers beyond 32 bits are
    /// clamped.
    static func write<Row>(
        _ rows: [Row], _ schema: TableSchema, _ columns: [RowColumn<Row>], to path: String
    ) throws(ColumnarError) -> WrittenTable {
        let writer = try TableWriter(path: path, schema: schema)
        for start in stride(from: 0, to: rows.count, by: groupRows) {
            let part = rows[start..<min(start + groupRows, rows.count)]
            try writer.append(encode(part, schema, columns))
        }
        return try writer.finish()
    }

    private static func encode<Row>(
        _ rows: ArraySlice<Row>, _ schema: TableSchema, _ columns: [RowColumn<Row>]
    ) throws(ColumnarError) -> EncodedRowGroup {
        let pool = StringPool()
        var slices: [ColumnSlice] = []
        var codes: [Buffer<Int32>] = []
        var numbers: [Buffer<Double>] = []
        var bytes: [Buffer<UInt8>] = []
        for column in columns {
            switch column {
            case .text(let text):
                let values = Buffer<Int32>(capacity: rows.count)
                for row in rows { values.append(pool.code(text(row))) }
                codes.append(values)
                slices.append(ColumnSlice(.string(codes: values.pointer, pool: pool)))
            case .number(let number):
                let values = Buffer<Double>(capacity: rows.count)
                let valid = Buffer<UInt8>(capacity: rows.count)
                for row in rows {
                    let value = number(row)
                    values.append(value ?? 0)
                    valid.append(value == nil ? 0 : 1)
                }
                numbers.append(values)
                bytes.append(valid)
                slices.append(ColumnSlice(.float64(values.pointer), valid: valid.pointer))
            case .whole(let number):
                let values = Buffer<Int32>(capacity: rows.count)
                let valid = Buffer<UInt8>(capacity: rows.count)
                for row in rows {
                    let value = number(row)
                    values.append(Int32(clamping: value ?? 0))
                    valid.append(value == nil ? 0 : 1)
                }
                codes.append(values)
                bytes.append(valid)
                slices.append(ColumnSlice(.int32(values.pointer), valid: valid.pointer))
            case .flag(let flag):
                let values = Buffer<UInt8>(capacity: rows.count)
                for row in rows { values.append(flag(row) ? 1 : 0) }
                bytes.append(values)
                slices.append(ColumnSlice(.bool(values.pointer)))
            }
        }
        let encoded = try RowGroupEncoder.encode(schema, rowCount: rows.count, columns: slices)
        // Arrays let go of their buffers after their last use; the encoder reads them until here.
        withExtendedLifetime((codes, numbers, bytes)) {}
        return encoded
    }
}
