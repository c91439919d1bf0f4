internal import Calendars

/// `absences_DATE.csv`: a row per absence or per part of one with its own grade. Semicolons, dates as 31.03.2026.
///
/// Rows of one person do not overlap, but for a few doctor's certificates that begin inside a self-certified spell.
struct AbsencesFile {
    static let header = ["employee_no", "absence_type", "from", "to", "grade_percent", "hours_per_day", "certificate"]

    let staffing: Staffing
    let ids: EmployeeNumbers
    let seed: UInt64

    func write(to directory: String, name: String, truth: inout AbsenceTruth) throws -> FileTally? {
        let months = staffing.lastMonth - staffing.firstMonth + 1
        var table = try ExportTable(
            directory: directory, name: name, dialect: .semicolon, header: Self.header,
            dirt: DirtyPlan(kinds: dirtyKinds, expectedRows: staffing.assignments.count * months / 6))
        var diary = AbsenceDiary(staffing: staffing, seed: seed)
        let delivery = CivilDate.lastDay(ofMonth: staffing.lastMonth)
        let first = CivilDate.firstDay(ofMonth: staffing.firstMonth)
        for worker in staffing.workers.indices {
            let absences = diary.absences(of: worker).filter { $0.to >= first && $0.from <= delivery }
            truth.add(absences, of: worker)
            for absence in absences {
                table.field(id: ids.number(of: worker), width: ids.width)
                table.field(absence.kind.exported)
                table.field(nordic: absence.from)
                if absence.isOpen { table.empty() } else { table.field(nordic: absence.to) }
                table.field(absence.grade)
                if absence.hours > 0 { table.field(hundredths: absence.hours) } else { table.empty() }
                table.field(absence.kind.certificate)
                try table.endRow()
            }
        }
        return try table.commit()
    }

    /// Rows that must be quarantined: of real people, beginning on Sundays, when no true row begins, so that
    /// no true row has the same key.
    private var dirtyKinds: [DirtyKind] {
        let ids = ids
        let workers = staffing.workers.count
        let first = CivilDate.firstDay(ofMonth: staffing.firstMonth)
        let weeks = Int(CivilDate.lastDay(ofMonth: staffing.lastMonth) - first) / 7 - 1
        let base: @Sendable (Int) -> [String] = { serial in
            let monday = first - Int32(CivilDate.weekday(of: first))
            let sunday = monday + 6 + Int32(7 * (serial * 11 % max(1, weeks)))
            let worker = workers * (serial % 17) / 17
            return [
                CivilDate.padded(ids.number(of: worker), ids.width), AbsenceKind.selfCertified.exported,
                CivilDate.nordicText(sunday), CivilDate.nordicText(sunday + 3), "100", "", "self",
            ]
        }
        func with(_ column: String, _ value: String) -> @Sendable (Int) -> [String] {
            let index = Self.header.firstIndex(of: column) ?? 0
            return { serial in
                var fields = base(serial)
                fields[index] = value
                return fields
            }
        }
        return [
            DirtyKind("end_before_start") { serial in
                var fields = base(serial)
                fields[3] = CivilDate.nordicText(CivilDate.firstDay(ofMonth: 2000 * 12))
                return fields
            },
            DirtyKind("grade_above_100", fields: with("grade_percent", "150")),
            DirtyKind("impossible_date", fields: with("to", "31.02.2026")),
            DirtyKind("too_few_columns", limit: 2) { Array(base($0).prefix(4)) },
            DirtyKind("two_digit_year", fields: with("to", "12.03.26")),
            .duplicate,
            DirtyKind("nan", fields: with("grade_percent", "NaN")),
            DirtyKind("scientific_id", limit: 1, fields: with("employee_no", "1,23E+05")),
            DirtyKind("stray_quote", limit: 1, fields: with("certificate", "se\"lf")),
            DirtyKind("text_after_closing_quote", limit: 2, fields: with("certificate", "\"self\" note")),
            DirtyKind("too_many_columns", limit: 2) { base($0) + ["", ""] },
            DirtyKind("undeclared_null_word", fields: with("grade_percent", "#N/A")),
            DirtyKind("nul_byte", limit: 1, fields: with("certificate", "se\0lf")),
            DirtyKind("grade_negative", fields: with("grade_percent", "-50")),
            DirtyKind("percent_sign", fields: with("grade_percent", "100 %")),
            DirtyKind("infinite_number", fields: with("grade_percent", "1e400")),
            DirtyKind("date_time_with_zone", fields: with("to", "2026-03-12T00:00:00Z")),
        ]
    }
}
