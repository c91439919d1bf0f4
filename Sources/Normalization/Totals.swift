internal import Calendars
internal import Columnar
internal import Workforce

extension NormalizeRun {
    /// Pre-aggregated tables: units become places in the tree, days become months; nothing is added up here.
    func writeTotals() throws {
        try writeAbsenceTotals()
        try writeSurveyTotals()
        try writeBenchmarks()
    }

    private struct AbsenceTotal {
        var department: Int32
        var month: Int32
        var breakdown: String
        var lost: Int64?
        var available: Int64?
    }

    private func writeAbsenceTotals() throws {
        guard let reader = try ingested("absence_totals", Ingested.absenceTotals) else { return }
        var rows: [AbsenceTotal] = []
        var halfBlank = 0
        var disagreeing = 0
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let unit = try group.strings("unit")
            let day = try group.int32("day")
            let breakdown = try group.strings("breakdown")
            let lost = try group.int64("lost")
            let available = try group.int64("available")
            let rate = try group.int32("published_rate")
            for i in 0..<group.rowCount {
                guard let id = unit[i], let when = day[i], let position = tree.positions[id] else { continue }
                var row = AbsenceTotal(
                    department: position, month: Int32(CivilDate.monthIndex(of: when)),
                    breakdown: breakdown[i] ?? "", lost: lost[i], available: available[i])
                if (row.lost == nil) != (row.available == nil) {
                    halfBlank += 1
                    row.lost = nil
                    row.available = nil
                }
                if let a = row.lost, let s = row.available, s > 0, let printed = rate[i] {
                    let computed = Double(a) / Double(s) * 10_000
                    if abs(computed - Double(printed)) > 0.5 + 1e-6 { disagreeing += 1 }
                }
                rows.append(row)
            }
        }
        found(
            "absence_totals.half_blank", "absence_totals",
            "rows give lost or available days but not both; they are taken as not published", count: halfBlank)
        found(
            "absence_totals.rate_differs", "absence_totals",
            "rows print a rate that is not their lost days ÷ available days", count: disagreeing)
        rows.sort {
            ($0.department, $0.month, $0.breakdown, $0.lost ?? -1, $0.available ?? -1)
                < ($1.department, $1.month, $1.breakdown, $1.lost ?? -1, $1.available ?? -1)
        }
        let schema = Normalized.absenceTotals
        let writer = try writer("absence_totals", schema)
        var start = 0
        while start < rows.count {
            let slice = rows[start..<min(rows.count, start + PersonSort.groupRows)]
            let pool = StringPool()
            let department = Buffer<Int32>()
            let month = Buffer<Int32>()
            let breakdown = Buffer<Int32>()
            let lost = OptionalNumbers()
            let available = OptionalNumbers()
            for row in slice {
                department.append(row.department)
                month.append(row.month)
                breakdown.append(pool.code(row.breakdown))
                lost.append(row.lost)
                available.append(row.available)
            }
            try writer.append(
                RowGroupEncoder.encode(
                    schema, rowCount: slice.count,
                    columns: [
                        ColumnSlice(.int32(department.pointer)), ColumnSlice(.int32(month.pointer)),
                        ColumnSlice(.string(codes: breakdown.pointer, pool: pool)), lost.slice, available.slice,
                    ]))
            start += slice.count
        }
        wrote("absence_totals", schema, try writer.finish())
    }

    private struct SurveyTotal {
        var period: String
        var measure: String
        var title: String
        var department: Int32
        var value: Int64?
    }

    private func writeSurveyTotals() throws {
        guard let reader = try ingested("survey_totals", Ingested.surveyTotals) else { return }
        var rows: [SurveyTotal] = []
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let unit = try group.strings("unit")
            let period = try group.strings("period")
            let measure = try group.strings("measure")
            let title = try group.strings("title")
            let value = try group.int64("value")
            for i in 0..<group.rowCount {
                guard let id = unit[i], let when = period[i], let code = measure[i], let position = tree.positions[id]
                else { continue }
                rows.append(
                    SurveyTotal(
                        period: when, measure: code, title: title[i] ?? code, department: position, value: value[i]))
            }
        }
        rows.sort {
            ($0.period, $0.measure, $0.department, $0.value ?? -1) < (
                $1.period, $1.measure, $1.department, $1.value ?? -1
            )
        }
        let schema = Normalized.surveyTotals
        let writer = try writer("survey_totals", schema)
        var start = 0
        while start < rows.count {
            let slice = rows[start..<min(rows.count, start + PersonSort.groupRows)]
            let pool = StringPool()
            let period = Buffer<Int32>()
            let measure = Buffer<Int32>()
            let title = Buffer<Int32>()
            let department = Buffer<Int32>()
            let value = OptionalNumbers()
            for row in slice {
                period.append(pool.code(row.period))
                measure.append(pool.code(row.measure))
                title.append(pool.code(row.title))
                department.append(row.department)
                value.append(row.value)
            }
            try writer.append(
                RowGroupEncoder.encode(
                    schema, rowCount: slice.count,
                    columns: [
                        ColumnSlice(.string(codes: period.pointer, pool: pool)),
                        ColumnSlice(.string(codes: measure.pointer, pool: pool)),
                        ColumnSlice(.string(codes: title.pointer, pool: pool)),
                        ColumnSlice(.int32(department.pointer)), value.slice,
                    ]))
            start += slice.count
        }
        wrote("survey_totals", schema, try writer.finish())
    }
}

/// A column of numbers some of which are not there.
private final class OptionalNumbers {
    private let values = Buffer<Int64>()
    private let valid = Buffer<UInt8>()

    func append(_ value: Int64?) {
        values.append(value ?? 0)
        valid.append(value == nil ? 0 : 1)
    }

    var slice: ColumnSlice { ColumnSlice(.int64(values.pointer), valid: valid.pointer) }
}
