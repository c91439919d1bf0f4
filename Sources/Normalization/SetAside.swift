internal import Columnar
internal import Workforce

/// A row that ingest could read but that has no place here; quarantined with a reason, never its cells.
struct SetAside {
    var dataset: String
    var file: String
    var record: Int32
    var column: String
    var reason: String
    var expected: String
    /// What kind of thing it was; never the cell.
    var found: String
}

extension NormalizeRun {
    /// Writes `quarantine.parquet` and moves the rows from "carried on" to "set aside" in the counts of their files.
    func writeSetAside(_ quality: inout [Quality.Row]) throws {
        let rows = setAside.sorted { ($0.dataset, $0.file, $0.record) < ($1.dataset, $1.file, $1.record) }
        let pool = StringPool()
        let texts = (0..<6).map { _ in Buffer<Int32>() }
        let record = Buffer<Int32>()
        let line = Buffer<Int64>()
        for row in rows {
            for (column, text) in zip(texts, [row.dataset, row.file, row.column, row.reason, row.expected, row.found]) {
                column.append(pool.code(text))
            }
            record.append(row.record)
            line.append(0)
            move(row, in: &quality)
        }
        func text(_ place: Int) -> ColumnSlice { ColumnSlice(.string(codes: texts[place].pointer, pool: pool)) }
        let writer = try writer("quarantine", Ingested.quarantine)
        if record.count > 0 {
            try writer.append(
                RowGroupEncoder.encode(
                    Ingested.quarantine, rowCount: record.count,
                    columns: [
                        text(0), text(1), ColumnSlice(.int32(record.pointer)), ColumnSlice(.int64(line.pointer)),
                        text(2), text(3), text(4), text(5),
                    ]))
        }
        withExtendedLifetime(texts) {}
        wrote("quarantine", Ingested.quarantine, try writer.finish())
    }

    private func move(_ row: SetAside, in quality: inout [Quality.Row]) {
        func isOfFile(_ other: Quality.Row) -> Bool { other.dataset == row.dataset && other.file == row.file }
        guard let file = quality.firstIndex(where: { $0.kind == "file" && isOfFile($0) }) else { return }
        quality[file].rowsOut = (quality[file].rowsOut ?? 1) - 1
        quality[file].quarantined = (quality[file].quarantined ?? 0) + 1
        let known = quality.firstIndex { $0.kind == "reason" && isOfFile($0) && $0.name == row.reason }
        if let known {
            quality[known].count = (quality[known].count ?? 0) + 1
        } else {
            var reason = Quality.Row(kind: "reason", dataset: row.dataset, file: row.file)
            reason.name = row.reason
            reason.count = 1
            quality.append(reason)
        }
    }
}
