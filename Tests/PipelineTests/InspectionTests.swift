import Columnar
import Results
import Testing

@Suite struct InspectionTests {
    private static let schema = TableSchema(
        name: "ingest.events", version: 1, grain: "one event", personLevel: true, sortedBy: ["day"],
        fields: [
            Field("event", .string, "id as in the export"), Field("day", .day, unit: "day", "day of the event"),
            Field("minutes", .int32, optional: true, unit: "minutes", "length"),
        ])

    private func write(_ rows: Int, to path: String) throws {
        let writer = try TableWriter(
            path: path, schema: Self.schema,
            metadata: [("source", "x\u{1b}[2J"), ("long", String(repeating: "x", count: 500))])
        let pool = StringPool()
        let events = Buffer<Int32>(capacity: rows)
        let days = Buffer<Int32>(capacity: rows)
        let minutes = Buffer<Int32>(capacity: rows)
        let valid = Buffer<UInt8>(capacity: rows)
        for row in 0..<rows {
            events.append(pool.code("E\u{1b}[31m\(row)\u{202e}"))
            days.append(20543 + Int32(row))
            minutes.append(Int32(row) * 60)
            valid.append(row % 2 == 0 ? 1 : 0)
        }
        if rows > 0 {
            try writer.append(
                RowGroupEncoder.encode(
                    Self.schema, rowCount: rows,
                    columns: [
                        ColumnSlice(.string(codes: events.pointer, pool: pool)), ColumnSlice(.int32(days.pointer)),
                        ColumnSlice(.int32(minutes.pointer), valid: valid.pointer),
                    ]))
        }
        _ = try writer.finish()
    }

    @Test func schemaRowsAndProvenance() throws {
        let folder = try ScratchFolder()
        try write(3, to: "\(folder.path)/t.parquet")
        let outcome = try ChildProcess.run("trivsel", ["inspect", "\(folder.path)/t.parquet"])
        #expect(outcome.exitCode == 0 && outcome.errors == "")
        for part in [
            "ingest.events, version 1", "3 in 1 row group", "single persons", "sorted by  day", "x\\u{1b}[2J",
            "(500 bytes)",
            "id as in the export", "minutes", "may be",
        ] {
            #expect(outcome.output.contains(part), "\(part)")
        }
        // About persons: no rows unless asked for.
        #expect(!outcome.output.contains("2026-03-31"))
        #expect(!outcome.output.unicodeScalars.contains { ($0.value < 32 && $0 != "\n") || $0.value == 0x202e })
    }

    @Test func rowsWhenAskedFor() throws {
        let folder = try ScratchFolder()
        try write(3, to: "\(folder.path)/t.parquet")
        let outcome = try ChildProcess.run("trivsel", ["inspect", "\(folder.path)/t.parquet", "--rows", "2"])
        let lines = outcome.output.split(separator: "\n").suffix(3)
        #expect(
            Array(lines) == [
                "event                 day         minutes", "E\\u{1b}[31m0\\u{202e}  2026-03-31        0",
                "E\\u{1b}[31m1\\u{202e}  2026-04-01",
            ])
        #expect(!outcome.output.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x202e })
        let all = try ChildProcess.run("trivsel", ["inspect", "\(folder.path)/t.parquet", "--rows", "99"])
        #expect(all.output.contains("2026-04-02") && !all.output.contains("2026-04-03"))
    }

    @Test func aggregatedTablesShowTenRows() throws {
        let folder = try ScratchFolder()
        let cells = (0..<12).map { index in
            PublishedFile.Cell(
                metric: "m", department: "D\(index + 10)", period: "2026",
                disclosed: .published(Figure(value: Double(index))))
        }
        try PublishedFile(
            metrics: [PublishedFile.metric("m")], departments: [PublishedFile.department("D10", depth: 0)], cells: cells
        ).write(to: "\(folder.path)/published.parquet")
        let output = try ChildProcess.run("trivsel", ["inspect", "\(folder.path)/published.parquet"]).output
        #expect(output.contains("D19") && !output.contains("D20"))
        #expect(output.contains("12 in 4 row groups") && output.contains("groups"))
    }

    @Test func whatIsNoTableIsRefused() throws {
        let folder = try ScratchFolder()
        let text = try folder.write("x.parquet", "PAR1 and then nothing")
        #expect(try ChildProcess.run("trivsel", ["inspect", text]).exitCode == 65)
        #expect(try ChildProcess.run("trivsel", ["inspect", "\(folder.path)/none.parquet"]).exitCode == 66)
        #expect(try ChildProcess.run("trivsel", ["inspect", text, "--rows", "-1"]).exitCode == 64)
        try write(3, to: "\(folder.path)/t.parquet")
        let bytes = try #require(ScratchFolder.bytes("\(folder.path)/t.parquet"))
        for cut in stride(from: 0, to: bytes.count, by: 97) {
            try folder.write("cut.parquet", bytes: Array(bytes[..<cut]))
            #expect(
                try ChildProcess.run("trivsel", ["inspect", "\(folder.path)/cut.parquet"]).exitCode == 65,
                "cut at \(cut)")
        }
    }
}
