import Columnar
import Workforce

/// Staff rows from and to tables of `Ingested.employees` and `Delivered.changes`.
enum StaffTable {
    private static let numbers: [String: any WritableKeyPath<StaffRow, Int32> & Sendable] = [
        "valid_from": \.validFrom, "hire_day": \.hire, "last_day": \.last, "fte": \.fte, "birth_year": \.birthYear,
        "source_record": \.record, "minutes_monday": \.monday, "minutes_tuesday": \.tuesday,
        "minutes_wednesday": \.wednesday, "minutes_thursday": \.thursday, "minutes_friday": \.friday,
        "minutes_saturday": \.saturday, "minutes_sunday": \.sunday,
    ]
    private static let words: [String: any WritableKeyPath<StaffRow, Int32> & Sendable] = [
        "status": \.status, "leave_class": \.leaveClass, "leave_kind": \.leaveKind, "department": \.department,
        "assignment": \.assignment, "gender": \.gender, "country": \.country, "location": \.location,
        "contract": \.contract, "job_level": \.jobLevel, "work_mode": \.workMode, "source_file": \.file,
    ]
    private static let flags: [String: any WritableKeyPath<StaffRow, Int32> & Sendable] = [
        "primary": \.primary, "people_manager": \.peopleManager, "regretted": \.regretted,
    ]

    /// All rows of a table, in its order. Throws `ColumnarError` when it is damaged.
    static func read(_ reader: TableReader, pool: StringPool) throws -> [StaffRow] {
        var rows: [StaffRow] = []
        rows.reserveCapacity(reader.rowCount)
        for index in 0..<reader.rowGroupCount { try read(try reader.readGroup(index), reader.schema, pool, &rows) }
        return rows
    }

    private static func read(
        _ group: RowGroup, _ schema: TableSchema, _ pool: StringPool, _ rows: inout [StaffRow]
    ) throws {
        let base = rows.count
        let keys = try group.int64("person_key")
        let checks = try group.int64("person_check")
        for i in 0..<group.rowCount { rows.append(StaffRow(key: keys.values[i], check: checks.values[i])) }
        for field in schema.fields {
            if let path = numbers[field.name] {
                let column = try group.int32(field.name)
                for i in 0..<group.rowCount { rows[base + i][keyPath: path] = column[i] ?? StaffRow.noNumber }
            } else if let path = words[field.name] {
                let column = try group.strings(field.name)
                let codes = (0..<Int32(column.dictionaryCount)).map { pool.code(column.bytes($0)) }
                for i in 0..<group.rowCount {
                    let code = column.codes[i]
                    rows[base + i][keyPath: path] = code < 0 ? StaffRow.none : codes[Int(code)]
                }
            } else if let path = flags[field.name] {
                let column = try group.bool(field.name)
                for i in 0..<group.rowCount {
                    rows[base + i][keyPath: path] = column[i].map { Int32($0) } ?? StaffRow.none
                }
            } else if field.name == "manager_key" {
                let column = try group.int64(field.name)
                for i in 0..<group.rowCount { rows[base + i].manager = column[i] }
            } else if field.name == "present" {
                let column = try group.bool(field.name)
                for i in 0..<group.rowCount { rows[base + i].isPresent = column[i] == 1 }
            } else if field.name == "carried" {
                let column = try group.bool(field.name)
                for i in 0..<group.rowCount { rows[base + i].isCarried = column[i] == 1 }
            }
        }
    }

    /// Writes the rows in their order. Throws `ColumnarError`.
    static func write(
        _ rows: [StaffRow], _ schema: TableSchema, pool: StringPool, to path: String,
        metadata: [(String, String)] = []
    ) throws -> WrittenTable {
        let writer = try TableWriter(path: path, schema: schema, metadata: metadata)
        var start = 0
        while start < rows.count {
            let end = min(start + Profile.maximumGroupRows, rows.count)
            try writer.append(encode(rows[start..<end], schema, pool))
            start = end
        }
        return try writer.finish()
    }

    private static func encode(
        _ rows: ArraySlice<StaffRow>, _ schema: TableSchema, _ pool: StringPool
    ) throws -> EncodedRowGroup {
        // The encoder reads the buffers, which nobody else holds.
        var held: [AnyObject] = []
        var slices: [ColumnSlice] = []
        for field in schema.fields {
            if let path = words[field.name] {
                let codes = Buffer<Int32>(capacity: rows.count)
                for row in rows { codes.append(row[keyPath: path]) }
                held.append(codes)
                slices.append(ColumnSlice(.string(codes: codes.pointer, pool: pool)))
                continue
            }
            let valid = Buffer<UInt8>(capacity: rows.count)
            held.append(valid)
            let isThere = field.optional ? UnsafePointer(valid.pointer) : nil
            if let path = numbers[field.name] {
                let values = Buffer<Int32>(capacity: rows.count)
                for row in rows {
                    let value = row[keyPath: path]
                    values.append(value == StaffRow.noNumber ? 0 : value)
                    valid.append(value == StaffRow.noNumber ? 0 : 1)
                }
                held.append(values)
                slices.append(ColumnSlice(.int32(values.pointer), valid: isThere, repeats: true))
            } else if field.name == "present" || field.name == "carried" || flags[field.name] != nil {
                let values = Buffer<UInt8>(capacity: rows.count)
                let path = flags[field.name]
                let isSaid: (StaffRow) -> Bool = field.name == "carried" ? { $0.isCarried } : { $0.isPresent }
                for row in rows {
                    let value = path.map { row[keyPath: $0] } ?? (isSaid(row) ? 1 : 0)
                    values.append(value == 1 ? 1 : 0)
                    valid.append(value == StaffRow.none ? 0 : 1)
                }
                held.append(values)
                slices.append(ColumnSlice(.bool(values.pointer), valid: isThere))
            } else if field.kind == .int64 {
                let values = Buffer<Int64>(capacity: rows.count)
                for row in rows {
                    let value: Int64? =
                        switch field.name {
                        case "person_key": row.key
                        case "person_check": row.check
                        default: row.manager
                        }
                    values.append(value ?? 0)
                    valid.append(value == nil ? 0 : 1)
                }
                held.append(values)
                slices.append(ColumnSlice(.int64(values.pointer), valid: isThere, repeats: true))
            } else {
                slices.append(ColumnSlice(.absent))
            }
        }
        return try withExtendedLifetime(held) {
            try RowGroupEncoder.encode(schema, rowCount: rows.count, columns: slices)
        }
    }
}
