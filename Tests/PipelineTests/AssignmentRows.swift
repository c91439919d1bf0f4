import Columnar

/// Rows of `2-normalize/assignments.parquet` in words.
enum AssignmentRows {
    /// One line a row, every column but `leave_kind`, between blanks.
    static func read(_ path: String) throws -> [String] {
        let reader = try TableReader(path: path, expecting: nil)
        var lines: [String] = []
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            var texts = [String](repeating: "", count: group.rowCount)
            for field in reader.schema.fields where field.name != "leave_kind" {
                for row in 0..<group.rowCount {
                    let cell: String? =
                        switch field.kind {
                        case .string: try group.strings(field.name)[row]
                        case .int64: try group.int64(field.name)[row].map { "\($0)" }
                        case .bool: try group.bool(field.name)[row].map { "\($0)" }
                        default: try group.int32(field.name)[row].map { "\($0)" }
                        }
                    texts[row] += " \(cell ?? "-") "
                }
            }
            lines += texts
        }
        return lines
    }
}
