internal import Columnar
internal import Workforce

extension NormalizeRun {
    private struct Benchmark {
        var metric: String
        var group: String
        var period: String
        var publisher: String
        var value: Int64
        var lower: Int64?
        var upper: Int64?
        var organisations: Int32?
    }

    /// Published figures to compare with: they are of no person and no department of ours, and pass as they are, sorted.
    func writeBenchmarks() throws {
        guard let reader = try ingested("benchmarks", Ingested.benchmarks) else { return }
        var rows: [Benchmark] = []
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let metric = try group.strings("metric")
            let whom = try group.strings("group")
            let period = try group.strings("period")
            let publisher = try group.strings("publisher")
            let value = try group.int64("value")
            let lower = try group.int64("lower")
            let upper = try group.int64("upper")
            let organisations = try group.int32("organisations")
            for i in 0..<group.rowCount {
                guard let id = metric[i], let when = period[i], let known = value[i] else { continue }
                rows.append(
                    Benchmark(
                        metric: id, group: whom[i] ?? "", period: when, publisher: publisher[i] ?? "", value: known,
                        lower: lower[i], upper: upper[i], organisations: organisations[i]))
            }
        }
        rows.sort {
            ($0.metric, $0.group, $0.period, $0.publisher, $0.value) < (
                $1.metric, $1.group, $1.period, $1.publisher, $1.value
            )
        }
        let schema = Normalized.benchmarks
        let writer = try writer("benchmarks", schema)
        for start in stride(from: 0, to: rows.count, by: PersonSort.groupRows) {
            try writer.append(encode(rows[start..<min(rows.count, start + PersonSort.groupRows)], schema))
        }
        wrote("benchmarks", schema, try writer.finish())
    }

    private func encode(_ rows: ArraySlice<Benchmark>, _ schema: TableSchema) throws -> EncodedRowGroup {
        let pool = StringPool()
        let texts = (0..<4).map { _ in Buffer<Int32>() }
        let value = Buffer<Int64>()
        let bounds = (0..<2).map { _ in (values: Buffer<Int64>(), valid: Buffer<UInt8>()) }
        let organisations = (values: Buffer<Int32>(), valid: Buffer<UInt8>())
        for row in rows {
            for (column, text) in zip(texts, [row.metric, row.group, row.period, row.publisher]) {
                column.append(pool.code(text))
            }
            value.append(row.value)
            for (column, bound) in zip(bounds, [row.lower, row.upper]) {
                column.values.append(bound ?? 0)
                column.valid.append(bound == nil ? 0 : 1)
            }
            organisations.values.append(row.organisations ?? 0)
            organisations.valid.append(row.organisations == nil ? 0 : 1)
        }
        let columns =
            texts.map { ColumnSlice(.string(codes: $0.pointer, pool: pool)) } + [ColumnSlice(.int64(value.pointer))]
            + bounds.map { ColumnSlice(.int64($0.values.pointer), valid: $0.valid.pointer) }
            + [ColumnSlice(.int32(organisations.values.pointer), valid: organisations.valid.pointer)]
        let encoded = try RowGroupEncoder.encode(schema, rowCount: rows.count, columns: columns)
        // Arrays let go of their buffers after their last use; the encoder reads them until here.
        withExtendedLifetime((texts, value, bounds, organisations)) {}
        return encoded
    }
}
