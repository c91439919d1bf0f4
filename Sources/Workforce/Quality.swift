public import Columnar

/// What ingest and normalize noticed, as a table that travels on: `1-ingest/quality.parquet`, `2-normalize/quality.parquet`.
///
/// Three kinds of rows: `file` (counts of one export file: in = out + quarantined + duplicates + filtered), `reason`
/// (rows quarantined for one reason in one file, in `count`) and `finding` (`name` is the category, `count` how often).
public enum Quality {
    public static let dataset = "quality"
    /// Name of the finding by which ingest says that the persons in the exports are invented.
    public static let syntheticInput = "input.synthetic"
    public static let schema = TableSchema(
        name: "quality", version: 1, grain: "one file, quarantine reason or finding", personLevel: false,
        sortedBy: ["kind", "dataset", "file", "name"],
        fields: [
            Field("kind", .string, "file, reason or finding"),
            Field("dataset", .string, "canonical dataset, or the table a finding is about"),
            Field("file", .string, "file name in the input folder, or empty"),
            Field("name", .string, "reason code or category of a finding; empty for files"),
            Field("severity", .string, "note or warning; empty for files and reasons"),
            Field("message", .string, "one sentence; empty for files and reasons"),
            Field("rows_in", .int64, optional: true, unit: "rows", "records after the header"),
            Field("rows_out", .int64, optional: true, unit: "rows", "rows carried on"),
            Field("quarantined", .int64, optional: true, unit: "rows", "set aside"),
            Field("duplicates", .int64, optional: true, unit: "rows", "identical rows counted once"),
            Field("filtered", .int64, optional: true, unit: "rows", "left out as declared"),
            Field("count", .int64, optional: true, unit: "rows", "of a reason or finding"),
        ])

    /// One row of the table.
    public struct Row: Sendable, Equatable {
        public var kind: String
        public var dataset: String
        public var file: String
        public var name = ""
        public var severity = ""
        public var message = ""
        public var rowsIn: Int64?
        public var rowsOut: Int64?
        public var quarantined: Int64?
        public var duplicates: Int64?
        public var filtered: Int64?
        public var count: Int64?

        public init(kind: String, dataset: String, file: String) {
            self.kind = kind
            self.dataset = dataset
            self.file = file
        }
    }

    /// Writes the rows, sorted.
    public static func write(_ rows: [Row], to path: String) throws(ColumnarError) -> WrittenTable {
        let sorted = rows.sorted {
            ($0.kind, $0.dataset, $0.file, $0.name, $0.message) < ($1.kind, $1.dataset, $1.file, $1.name, $1.message)
        }
        let pool = StringPool()
        var codes: [Buffer<Int32>] = []
        for text in [\Row.kind, \Row.dataset, \Row.file, \Row.name, \Row.severity, \Row.message] {
            let column = Buffer<Int32>(capacity: sorted.count)
            for row in sorted { column.append(pool.code(row[keyPath: text])) }
            codes.append(column)
        }
        var numbers: [(values: Buffer<Int64>, valid: Buffer<UInt8>)] = []
        for number in [\Row.rowsIn, \Row.rowsOut, \Row.quarantined, \Row.duplicates, \Row.filtered, \Row.count] {
            let values = Buffer<Int64>(capacity: sorted.count)
            let valid = Buffer<UInt8>(capacity: sorted.count)
            for row in sorted {
                values.append(row[keyPath: number] ?? 0)
                valid.append(row[keyPath: number] == nil ? 0 : 1)
            }
            numbers.append((values, valid))
        }
        let writer = try TableWriter(path: path, schema: schema)
        let columns =
            codes.map { ColumnSlice(.string(codes: $0.pointer, pool: pool)) }
            + numbers.map { ColumnSlice(.int64($0.values.pointer), valid: $0.valid.pointer) }
        if !sorted.isEmpty {
            try writer.append(RowGroupEncoder.encode(schema, rowCount: sorted.count, columns: columns))
        }
        // Arrays let go of their buffers after their last use; the encoder reads them until here.
        withExtendedLifetime((codes, numbers)) {}
        return try writer.finish()
    }

    public static func read(_ path: String) throws(ColumnarError) -> [Row] {
        let reader = try TableReader(path: path, expecting: schema)
        var rows: [Row] = []
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let kind = try group.strings("kind")
            let dataset = try group.strings("dataset")
            let file = try group.strings("file")
            let name = try group.strings("name")
            let severity = try group.strings("severity")
            let message = try group.strings("message")
            let rowsIn = try group.int64("rows_in")
            let rowsOut = try group.int64("rows_out")
            let quarantined = try group.int64("quarantined")
            let duplicates = try group.int64("duplicates")
            let filtered = try group.int64("filtered")
            let count = try group.int64("count")
            for i in 0..<group.rowCount {
                var row = Row(kind: kind[i] ?? "", dataset: dataset[i] ?? "", file: file[i] ?? "")
                row.name = name[i] ?? ""
                row.severity = severity[i] ?? ""
                row.message = message[i] ?? ""
                row.rowsIn = rowsIn[i]
                row.rowsOut = rowsOut[i]
                row.quarantined = quarantined[i]
                row.duplicates = duplicates[i]
                row.filtered = filtered[i]
                row.count = count[i]
                rows.append(row)
            }
        }
        return rows
    }
}
