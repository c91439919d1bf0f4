internal import Columnar
internal import Runs

/// Rows that call somebody a leaver and give no termination date. Such a person is not employed as of the export's day; what
/// can be known of the day of leaving is this:
///
/// - A date wins: of the row itself, of the row before it in the history, or `valid_to` of a row that stands alone.
/// - In a history the row holds from its `valid_from` on, so the last day employed is the one before.
/// - Without either nobody knows the day. The row says that nobody is employed, and the person is left out: a leaver on a
///   day that is made up would be in a month's turnover, and somebody at work would be in every headcount.
struct StatusLeavers {
    /// Persons whose day of leaving nobody knows and of whom no other row tells an employment; by file, as codes.
    private(set) var undated: [Int32: Int] = [:]

    /// - Parameters:
    ///   - rows: sorted by (key, hire, assignment, valid_from, order).
    ///   - leaver: pool code of `leaver`.
    ///   - asOf: the last day for which the data are complete.
    init(resolving rows: inout [EmployeeRow], leaver: Int32, asOf: Int32) {
        guard rows.contains(where: { $0.status == leaver && $0.last == EmployeeRow.noDay }) else { return }
        var i = 0
        while i < rows.count {
            let begin = i
            var undatedFile: Int32?
            while i < rows.count, rows[i].key == rows[begin].key {
                let isSame =
                    i > begin && EmployeeContradictions.continues(rows[i - 1], rows[i], isDateless: false)
                if rows[i].status == leaver, rows[i].last == EmployeeRow.noDay,
                    !Self.settle(&rows, i, continues: isSame, asOf: asOf)
                {
                    undatedFile = undatedFile ?? rows[i].file
                }
                i += 1
            }
            if let undatedFile, rows[begin..<i].allSatisfy(\.isLeftOut) { undated[undatedFile, default: 0] += 1 }
        }
    }

    /// - Returns: whether a last day was found.
    private static func settle(_ rows: inout [EmployeeRow], _ i: Int, continues: Bool, asOf: Int32) -> Bool {
        let from = rows[i].validFrom
        if continues {
            let known = rows[i - 1].last
            if known != EmployeeRow.noDay, known >= from {
                rows[i].last = known
                return true
            }
            rows[i].isLeftOut = true
            guard !rows[i - 1].isLeftOut || known != EmployeeRow.noDay else { return false }
            let last = known != EmployeeRow.noDay ? known : from - 1
            rows[i].last = last
            rows[i - 1].last = last
            return true
        }
        if rows[i].validTo != EmployeeRow.noDay, rows[i].validTo <= asOf {
            rows[i].last = rows[i].validTo
            return true
        }
        if from != EmployeeRow.noDay, rows[i].hire != EmployeeRow.noDay, from > rows[i].hire {
            rows[i].last = from - 1
            return true
        }
        rows[i].isLeftOut = true
        return false
    }
}

extension NormalizeRun {
    /// Settles who is a leaver by status alone, and tells of those without a day.
    func settleLeavers(in rows: inout [EmployeeRow], leaver: Int32, pool: StringPool) {
        let leavers = StatusLeavers(resolving: &rows, leaver: leaver, asOf: run.asOf)
        let files = leavers.undated.map { (file: $0.key >= 0 ? pool.string($0.key) : "employees", count: $0.value) }
        for (file, count) in files.sorted(by: { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }) {
            found(
                "employees.leaver_without_day", file,
                "persons are leavers by their status and no row says since when; they are in no headcount, and leavers and turnover lack them: map termination_date:, or declare deliveries: full_dumps where the export comes regularly",
                severity: .warning, count: count)
        }
    }
}
