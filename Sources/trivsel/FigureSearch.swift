import Calendars
import Columnar
import Configuration
import Results
import StageSupport

/// Finds one cell of the published table.
struct FigureSearch {
    var metric: String
    var department: String

    /// The cell of a period and breakdown group, and the group that it has in the table: where the figure of a unit above
    /// stands in for all persons of this one, it is `from=UNIT`.
    ///
    /// - Throws: `StageFailure.usage` naming the nearest period or group that there is, `.missing` when the metric has no
    ///   cell for the department at all.
    func cell(period: String, breakdown: String, in reader: TableReader) throws -> (cell: Disclosed, breakdown: String)
    {
        var periods: Set<String> = []
        var breakdowns: Set<String> = []
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let metrics = try group.strings("metric")
            let departments = try group.strings("department")
            let metricCode = code(of: metric, in: metrics)
            let departmentCode = code(of: department, in: departments)
            guard let metricCode, let departmentCode else { continue }
            let periodColumn = try group.strings("period")
            let breakdownColumn = try group.strings("breakdown")
            for row in 0..<group.rowCount
            where metrics.codes[row] == metricCode && departments.codes[row] == departmentCode {
                let foundPeriod = periodColumn[row] ?? ""
                let foundBreakdown = breakdownColumn[row] ?? ""
                periods.insert(foundPeriod)
                guard foundPeriod == period else { continue }
                breakdowns.insert(foundBreakdown)
                if foundBreakdown == breakdown {
                    return (try disclosed(row, in: group, path: reader.path), foundBreakdown)
                }
                // What stands in for a unit's own figure says whose it is.
                if breakdown.isEmpty, foundBreakdown.hasPrefix("from=") {
                    return (try disclosed(row, in: group, path: reader.path), foundBreakdown)
                }
            }
        }
        if periods.isEmpty {
            throw StageFailure.missing(
                path: reader.path,
                advice: "there is no cell of \(metric) for department \"\(department)\"; see trivsel export")
        }
        if !periods.contains(period) { throw unknown("period", period, periods.sorted(), reader.path) }
        throw unknown("breakdown", breakdown, breakdowns.sorted(), reader.path)
    }

    private func code(of text: String, in column: StringColumn) -> Int32? {
        (0..<Int32(column.dictionaryCount)).first { column.bytes($0).elementsEqual(text.utf8) }
    }

    private func disclosed(_ row: Int, in group: RowGroup, path: String) throws -> Disclosed {
        guard let reason = Disclosed.reason(ofStatus: try group.strings("status")[row] ?? "") else {
            throw PublishedCubeError.unknownStatus(path: path)
        }
        if let reason { return .suppressed(reason) }
        return .published(
            Figure(
                value: try group.float64("value")[row], numerator: try group.float64("numerator")[row],
                denominator: try group.float64("denominator")[row], n: try group.int32("n")[row].map(Int.init),
                low: try group.float64("low")[row], high: try group.float64("high")[row]))
    }

    private func unknown(_ what: String, _ name: String, _ known: [String], _ path: String) -> StageFailure {
        let nearest = NearestName.of(name, among: known)
        let shown = known.suffix(6).map { "\"\($0)\"" }.joined(separator: ", ")
        let notation = what == "period" && Period(name) == nil ? "; periods are written \(Period.grammar)" : ""
        return .usage(
            "\(path): \(metric) of \"\(department)\" has no \(what) \"\(name)\"; "
                + (nearest.map { "did you mean \"\($0)\"?" } ?? "there is \(shown)") + notation)
    }
}
