internal import Columnar
internal import Results
internal import Runs

extension AggregateRun {
    /// Publishes the imported figures that are of a metric of this run; the others are told of in a finding.
    func writeBenchmarks() throws {
        guard let benchmarksTable else { return }
        let known = Set(metrics.map(\.id))
        var rows: [ImportedBenchmark] = []
        var others = 0
        for index in 0..<benchmarksTable.rowGroupCount {
            let group = try benchmarksTable.readGroup(index)
            let metric = try group.strings("metric")
            let whom = try group.strings("group")
            let period = try group.strings("period")
            let publisher = try group.strings("publisher")
            let value = try group.int64("value")
            let lower = try group.int64("lower")
            let upper = try group.int64("upper")
            let organisations = try group.int32("organisations")
            for i in 0..<group.rowCount {
                let id = metric[i] ?? ""
                guard known.contains(id) else {
                    others += 1
                    continue
                }
                var row = ImportedBenchmark()
                row.metric = id
                row.group = whom[i] ?? ""
                row.period = period[i] ?? ""
                row.publisher = publisher[i] ?? ""
                row.value = value[i].map { Double($0) / 1e9 }
                row.lower = lower[i].map { Double($0) / 1e9 }
                row.upper = upper[i].map { Double($0) / 1e9 }
                row.organisations = organisations[i].map { Int($0) }
                rows.append(row)
            }
        }
        found(
            "benchmarks.unknown_metric", "benchmarks",
            "rows name a metric that this run does not make; they are left out (`trivsel export` lists the ids)",
            count: others)
        let table = ImportedBenchmark.table
        note(try table.write(rows, to: "\(output)/\(table.fileName)"), table.fileName, table.schema)
    }
}
