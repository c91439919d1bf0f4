import Columnar
import Runs
import Workforce

/// `quarantine.parquet`: what did not come through, and why; never the cell.
enum QuarantineTable {
    static func write(_ rows: [QuarantinedRow], to path: String) throws -> WrittenTable {
        let sorted = rows.sorted {
            ($0.dataset, $0.file, $0.record, $0.column) < ($1.dataset, $1.file, $1.record, $1.column)
        }
        let writer = try TableWriter(path: path, schema: Ingested.quarantine)
        var start = 0
        while start < sorted.count {
            let end = min(start + Profile.maximumGroupRows, sorted.count)
            try writer.append(encode(sorted[start..<end]))
            start = end
        }
        return try writer.finish()
    }

    private static func encode(_ rows: ArraySlice<QuarantinedRow>) throws -> EncodedRowGroup {
        let pool = StringPool()
        func texts(_ text: (QuarantinedRow) -> String) -> Buffer<Int32> {
            let codes = Buffer<Int32>(capacity: rows.count)
            for row in rows { codes.append(pool.code(text(row))) }
            return codes
        }
        let dataset = texts(\.dataset)
        let file = texts(\.file)
        let column = texts(\.column)
        let reason = texts(\.reason.rawValue)
        let expected = texts(\.expected)
        let found = texts(\.foundWords)
        let record = Buffer<Int32>(capacity: rows.count)
        let line = Buffer<Int64>(capacity: rows.count)
        for row in rows {
            record.append(Int32(truncatingIfNeeded: row.record))
            line.append(Int64(row.line))
        }
        return try withExtendedLifetime([dataset, file, column, reason, expected, found]) {
            try RowGroupEncoder.encode(
                Ingested.quarantine, rowCount: rows.count,
                columns: [
                    ColumnSlice(.string(codes: dataset.pointer, pool: pool)),
                    ColumnSlice(.string(codes: file.pointer, pool: pool)),
                    ColumnSlice(.int32(record.pointer)), ColumnSlice(.int64(line.pointer)),
                    ColumnSlice(.string(codes: column.pointer, pool: pool)),
                    ColumnSlice(.string(codes: reason.pointer, pool: pool)),
                    ColumnSlice(.string(codes: expected.pointer, pool: pool)),
                    ColumnSlice(.string(codes: found.pointer, pool: pool)),
                ])
        }
    }
}

/// `quality.parquet` of this stage.
enum QualityRows {
    static func write(_ tally: IngestTally, to path: String) throws -> WrittenTable {
        var rows: [Quality.Row] = []
        for file in tally.files {
            var row = Quality.Row(kind: "file", dataset: file.dataset, file: file.file)
            row.rowsIn = Int64(file.rowsIn)
            row.rowsOut = Int64(file.rowsOut)
            row.quarantined = Int64(file.quarantined)
            row.duplicates = Int64(file.duplicates)
            row.filtered = Int64(file.filtered)
            rows.append(row)
            for reason in file.reasons {
                var row = Quality.Row(kind: "reason", dataset: file.dataset, file: file.file)
                row.name = reason.reason
                row.count = Int64(reason.rows)
                rows.append(row)
            }
        }
        for finding in tally.findings {
            let dataset = tally.files.first { $0.file == finding.location }?.dataset ?? ""
            var row = Quality.Row(kind: "finding", dataset: dataset, file: finding.location)
            row.name = finding.category
            row.severity = finding.severity.rawValue
            row.message = finding.message
            row.count = Int64(finding.count)
            rows.append(row)
        }
        return try Quality.write(rows, to: path)
    }
}
