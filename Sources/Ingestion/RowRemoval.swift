import Columnar
import Glibc

/// Takes rows out of a table that is written: their keys turned out to be others' too.
enum RowRemoval {
    /// Writes the table at `path` again without `rows`, which rise and do not overlap.
    ///
    /// - Parameter removed: told of each of them: its row group, the first row of that, and the row.
    static func remove(
        _ rows: [Range<Int>], from path: String, _ schema: TableSchema,
        removed: (RowGroup, Int, Int) throws -> Void
    ) throws -> WrittenTable {
        let reader = try TableReader(path: path, expecting: schema)
        let writer = try TableWriter(path: path, schema: schema)
        var first = 0
        var next = 0
        for group in 0..<reader.rowGroupCount {
            let decoded = try reader.readGroup(group)
            var kept: [Int32] = []
            kept.reserveCapacity(decoded.rowCount)
            for row in first..<(first + decoded.rowCount) {
                while next < rows.count, rows[next].upperBound <= row { next += 1 }
                if next < rows.count, rows[next].contains(row) {
                    try removed(decoded, first, row)
                    continue
                }
                kept.append(Int32(truncatingIfNeeded: row - first))
            }
            first += decoded.rowCount
            if !kept.isEmpty { try writer.append(encode(decoded, kept, schema)) }
        }
        return try writer.finish()
    }

    private static func encode(_ group: RowGroup, _ kept: [Int32], _ schema: TableSchema) throws -> EncodedRowGroup {
        var slices: [ColumnSlice] = []
        var memory: [any AnyObject] = []
        func fixed<T: BitwiseCopyable>(_ view: ColumnView<T>) -> (UnsafeMutablePointer<T>, UnsafePointer<UInt8>?) {
            let values = Buffer<T>(capacity: kept.count)
            for row in kept { values.append(view.values[Int(row)]) }
            memory.append(values)
            guard let valid = view.valid else { return (values.pointer, nil) }
            let marks = Buffer<UInt8>(capacity: kept.count)
            for row in kept { marks.append(valid[Int(row)]) }
            memory.append(marks)
            return (values.pointer, UnsafePointer(marks.pointer))
        }
        for field in schema.fields {
            switch field.kind {
            case .bool:
                let (values, valid) = fixed(try group.bool(field.name))
                slices.append(ColumnSlice(.bool(values), valid: valid))
            case .int8:
                let (values, valid) = fixed(try group.int8(field.name))
                slices.append(ColumnSlice(.int8(values), valid: valid))
            case .int32, .day:
                let (values, valid) = fixed(try group.int32(field.name))
                slices.append(ColumnSlice(.int32(values), valid: valid, repeats: field.name != "source_record"))
            case .int64:
                let (values, valid) = fixed(try group.int64(field.name))
                slices.append(ColumnSlice(.int64(values), valid: valid, repeats: true))
            case .float64:
                let (values, valid) = fixed(try group.float64(field.name))
                slices.append(ColumnSlice(.float64(values), valid: valid))
            case .int128:
                let (values, valid) = fixed(try group.int128(field.name))
                slices.append(ColumnSlice(.int128(values), valid: valid))
            case .string:
                let column = try group.strings(field.name)
                let pool = StringPool()
                var codes = [Int32](repeating: -1, count: column.dictionaryCount)
                let values = Buffer<Int32>(capacity: kept.count)
                for row in kept {
                    let code = column.codes[Int(row)]
                    guard code >= 0 else {
                        values.append(-1)
                        continue
                    }
                    if codes[Int(code)] < 0 { codes[Int(code)] = pool.code(column.bytes(code)) }
                    values.append(codes[Int(code)])
                }
                // A column without any text still needs a dictionary to point into.
                if pool.count == 0 { _ = pool.code("") }
                memory.append(values)
                slices.append(ColumnSlice(.string(codes: values.pointer, pool: pool)))
            }
        }
        return try withExtendedLifetime(memory) {
            try RowGroupEncoder.encode(schema, rowCount: kept.count, columns: slices)
        }
    }
}
