import Calendars
import Columnar
import StageSupport

/// `trivsel inspect`: what a table is, from what it says of itself; any table between the stages.
enum Inspection {
    /// Rows are aligned in blocks of this many.
    private static let block = 1000
    private static let longMetadata = 200

    static func perform(_ options: UmbrellaCommand.Inspect) throws {
        let reader = try TableReader(path: options.file, expecting: nil)
        let output = StandardOutput()
        try output.write(head(reader))
        try output.write(fields(reader.schema))
        let wanted = options.rows ?? (reader.schema.personLevel ? 0 : 10)
        try writeRows(reader, count: min(wanted, reader.rowCount), to: output)
        try output.flush()
    }

    private static func head(_ reader: TableReader) -> String {
        let schema = reader.schema
        var lines = [
            ("file", reader.path), ("table", "\(schema.name), version \(schema.version)"), ("grain", schema.grain),
            ("rows", "\(reader.rowCount) in \(reader.rowGroupCount) row group\(reader.rowGroupCount == 1 ? "" : "s")"),
            ("about", schema.personLevel ? "single persons" : "groups"),
            ("sorted by", schema.sortedBy.isEmpty ? "–" : schema.sortedBy.joined(separator: ", ")),
            ("footer", "SHA-256 \(reader.footerSHA256)"),
        ]
        // What the file says of its schema is shown below, in words.
        let own = ["trivsel.schema", "trivsel.version", "trivsel.grain", "trivsel.person_level", "trivsel.sorted_by"]
        for (key, value) in reader.metadata.sorted(by: { $0.key < $1.key })
        where !own.contains(key) && !key.hasPrefix("trivsel.field.") && !key.hasPrefix("trivsel.footer") {
            let bytes = value.utf8.count
            lines.append((key, bytes > longMetadata ? "(\(bytes) bytes)" : value))
        }
        let width = lines.map { $0.0.count }.max() ?? 0
        return lines.map { name, value in
            name + String(repeating: " ", count: width - name.count) + "  " + VisibleText.escaped(value) + "\n"
        }.joined()
    }

    private static func fields(_ schema: TableSchema) -> String {
        var table = AlignedTable(columns: [
            .init(title: "column"), .init(title: "kind"), .init(title: "absent"), .init(title: "unit"),
            .init(title: "meaning"),
        ])
        table.rows = schema.fields.map {
            [$0.name, $0.kind.name, $0.optional ? "may be" : "never", $0.unit, $0.meaning]
        }
        return "\n" + table.text()
    }

    private static func writeRows(_ reader: TableReader, count: Int, to output: StandardOutput) throws {
        guard count > 0 else { return }
        let columns = reader.schema.fields.map { AlignedTable.Column(title: $0.name, right: isNumber($0.kind)) }
        var left = count
        for index in 0..<reader.rowGroupCount where left > 0 {
            let group = try reader.readGroup(index)
            let cells = try reader.schema.fields.map { try cellReader($0, in: group) }
            var row = 0
            while row < group.rowCount, left > 0 {
                let end = min(row + block, group.rowCount, row + left)
                var table = AlignedTable(columns: columns)
                table.rows = (row..<end).map { row in cells.map { $0(row) } }
                try output.write("\n" + table.text())
                left -= end - row
                row = end
            }
        }
    }

    private static func isNumber(_ kind: ColumnKind) -> Bool {
        switch kind {
        case .int8, .int32, .int64, .int128, .float64: true
        case .bool, .day, .string: false
        }
    }

    private static func cellReader(_ field: Field, in group: RowGroup) throws -> (Int) -> String {
        switch field.kind {
        case .bool:
            let column = try group.bool(field.name)
            return { row in column[row].map { $0 == 0 ? "false" : "true" } ?? "" }
        case .int8:
            let column = try group.int8(field.name)
            return { row in column[row].map { String($0) } ?? "" }
        case .int32:
            let column = try group.int32(field.name)
            return { row in column[row].map { String($0) } ?? "" }
        case .day:
            let column = try group.int32(field.name)
            return { row in column[row].map { CivilDate(day: $0).description } ?? "" }
        case .int64:
            let column = try group.int64(field.name)
            return { row in column[row].map { String($0) } ?? "" }
        case .int128:
            let column = try group.int128(field.name)
            return { row in column[row].map { String($0) } ?? "" }
        case .float64:
            let column = try group.float64(field.name)
            return { row in column[row].map { PlainNumber.text($0) ?? $0.description } ?? "" }
        case .string:
            let column = try group.strings(field.name)
            return { row in column[row] ?? "" }
        }
    }
}
