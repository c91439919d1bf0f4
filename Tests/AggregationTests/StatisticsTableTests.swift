import Columnar
import Glibc
import Results
import Testing

@testable import Aggregation

/// The tables of statistics come back as they were written, absent numbers included.
@Suite struct StatisticsTableTests {
    private func comesBack<Row: Equatable>(_ table: StatisticsTable<Row>, _ rows: [Row]) throws {
        var template = Array("/tmp/trivsel-tables-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            Issue.record("no folder")
            return
        }
        let folder = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        let path = "\(folder)/\(table.fileName)"
        defer {
            unlink(path)
            rmdir(folder)
        }
        #expect(try table.write(rows, to: path).rowCount == rows.count)
        #expect(try table.read(path) == rows)
        #expect(table.schema.fields.count == Set(table.schema.fields.map(\.name)).count)
        #expect(table.schema.sortedBy.allSatisfy { table.schema.index(of: $0) != nil } && !table.schema.personLevel)
        let other = table.schema.name == "results.trends" ? "results.limits" : "results.trends"
        var schema = table.schema
        schema.name = other
        #expect(throws: ColumnarError.self) { try TableReader(path: path, expecting: schema) }
    }

    @Test func everyTable() throws {
        var figure = ComparedFigure()
        figure.metric = "absence.rate"
        figure.department = "Ærø"
        figure.period = "2026-05/P12M"
        (figure.value, figure.n, figure.restOfCompany, figure.restOfCompanyN) = (4.25, 60, 3.5, 900)
        (figure.parent, figure.shrunk, figure.centre, figure.group, figure.siblings) = (3.75, 4, 3.25, "R", 6)
        figure.isChance = true
        try comesBack(ComparedFigure.table, [figure, ComparedFigure(), figure])
        var point = LimitPoint()
        (point.metric, point.department, point.period) = ("turnover.total", "A", "2026-Q1")
        (point.value, point.centre, point.low, point.high) = (1, 2, 0, 4)
        (point.isOutside, point.isRun, point.isBaseline) = (true, false, true)
        try comesBack(LimitPoint.table, [point, LimitPoint()])
        var row = TrendRow()
        (row.metric, row.department, row.from, row.to) = ("flow.hires", "A", "2023-01", "2026-05")
        (row.months, row.score, row.p, row.slope, row.low, row.high) = (41, -12, 0.25, -0.5, -1, 0.125)
        try comesBack(TrendRow.table, [row, TrendRow()])
        var benchmark = ImportedBenchmark()
        (benchmark.metric, benchmark.group, benchmark.period) = ("turnover.total", "Nordic", "2025")
        (benchmark.value, benchmark.lower, benchmark.organisations) = (11.2, 8, 310)
        try comesBack(ImportedBenchmark.table, [benchmark, ImportedBenchmark()])
        try comesBack(ImportedBenchmark.table, [])
    }
}
