internal import Calendars

/// `employees_DATE.csv`: a row per person and change, with the personal columns that real exports carry and that
/// must never leave ingest. Semicolons, a byte order mark, CRLF, dates as 31.03.2026, decimal comma.
struct EmployeesFile {
    static let header = [
        "employee_no", "valid_from", "department", "manager_no", "first_name", "last_name", "email", "national_id",
        "birth_date", "gender", "hire_date", "termination_date", "termination_reason", "fte", "country", "location",
        "contract", "job_level", "people_manager",
    ]

    let staffing: Staffing
    let ids: EmployeeNumbers

    func write(to directory: String, name: String) throws -> FileTally? {
        var table = try ExportTable(
            directory: directory, name: name,
            dialect: .init(separator: UInt8(ascii: ";"), crlf: true, byteOrderMark: true), header: Self.header,
            dirt: DirtyPlan(kinds: dirtyKinds, expectedRows: staffing.assignments.count))
        let names = PrintedNames()
        let units = staffing.organisation.units.map { Array(staffing.organisation.id(of: $0.index).utf8) }
        let places = Organisation.locations.map { Array($0.place.utf8) }
        for assignment in staffing.assignments {
            let index = Int(assignment.worker)
            let worker = staffing.workers[index]
            let spell = staffing.spells[Int(assignment.spell)]
            let name = names.of(worker)
            table.field(id: ids.number(of: index), width: ids.width)
            table.field(nordic: assignment.validFrom)
            table.field(units[Int(assignment.unit)])
            if assignment.manager < 0 {
                table.empty()
            } else {
                table.field(id: ids.number(of: Int(assignment.manager)), width: ids.width)
            }
            table.field(name.given)
            table.field(name.surname)
            table.field(name.address + Array("\(index % 97)@nordlys.example".utf8))
            table.field(Self.nationalID(of: worker, index: index))
            table.field(nordic: worker.birth)
            table.field(worker.gender == 0 ? "Kvinne" : worker.gender == 1 ? "Mann" : "")
            table.field(nordic: spell.hire)
            if spell.last == Spell.open {
                table.empty()
                table.empty()
            } else {
                table.field(nordic: spell.last)
                table.field(spell.reason.exported)
            }
            table.field(hundredths: Int(assignment.fte))
            table.field(worker.country)
            table.field(places[Int(assignment.location)])
            table.field(assignment.contract.exported)
            table.field("L\(assignment.level)")
            table.field(assignment.isManager ? "Ja" : "Nei")
            try table.endRow()
        }
        return try table.commit()
    }

    /// Eleven digits in the form of a Norwegian national number with 80 added to the month, as the tax authority
    /// marks synthetic persons: no living person has it.
    private static func nationalID(of worker: Worker, index: Int) -> [UInt8] {
        let parts = CivilDate(day: worker.birth)
        let tail = CivilDate.padded(Int(RandomStream.mix(UInt64(index)) % 100_000), 5)
        return Array(
            (CivilDate.padded(parts.dayOfMonth, 2) + CivilDate.padded(parts.month + 80, 2)
                + CivilDate.padded(parts.year % 100, 2) + tail).utf8)
    }

    /// Rows that must be quarantined. Each belongs to an employee number that nobody has, so that letting one
    /// through shows in the headcount.
    private var dirtyKinds: [DirtyKind] {
        let ids = ids
        let unit = staffing.organisation.id(of: staffing.organisation.units.count - 1)
        let valid = CivilDate.nordicText(staffing.historyFrom + 1)
        let base: @Sendable (Int) -> [String] = { serial in
            [
                ids.unused(serial), valid, unit, "", "Kari", "Nordlys", "kari.nordlys\(serial)@nordlys.example",
                "01819012345", "01.02.1990", "Kvinne", valid, "", "", "1", "NO", "Oslo", "Fast", "L2", "Nei",
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
            DirtyKind("too_few_columns", limit: 2) { Array(base($0).prefix(12)) },
            DirtyKind("impossible_date", fields: with("hire_date", "31.02.2024")),
            DirtyKind("fte_above_one", fields: with("fte", "1,2")),
            DirtyKind("end_before_start") { serial in
                var fields = base(serial)
                fields[10] = "01.06.2024"
                fields[11] = "01.03.2024"
                fields[12] = LeavingReason.resigned.exported
                return fields
            },
            DirtyKind("stray_quote", limit: 1, fields: with("location", "Os\"lo")),
            DirtyKind("two_digit_year", fields: with("hire_date", "01.03.24")),
            .duplicate,
            DirtyKind("scientific_id", limit: 1, fields: with("employee_no", "1,23E+05")),
            DirtyKind("nan", fields: with("fte", "NaN")),
            DirtyKind("undeclared_null_word", fields: with("fte", "#N/A")),
            DirtyKind("too_many_columns", limit: 2) { base($0) + ["", "Nei"] },
            DirtyKind("text_after_closing_quote", limit: 2, fields: with("location", "\"Oslo\" sentrum")),
            DirtyKind("nul_byte", limit: 1, fields: with("location", "Os\0lo")),
            DirtyKind("fte_negative", fields: with("fte", "-0,5")),
            DirtyKind("hire_far_ahead", fields: with("hire_date", "01.01.2099")),
            DirtyKind("birth_too_early", fields: with("birth_date", "01.01.1900")),
            DirtyKind("excel_serial_date", fields: with("hire_date", "45292")),
            DirtyKind("number_in_parentheses", fields: with("fte", "(1)")),
        ]
    }
}

/// Names and addresses as bytes, made once.
struct PrintedNames {
    struct Name {
        let given: [UInt8]
        let surname: [UInt8]
        /// `given.surname` in ASCII.
        let address: [UInt8]
    }

    private struct Stock {
        let female: [[UInt8]]
        let male: [[UInt8]]
        let surnames: [[UInt8]]
        let femaleFolded: [[UInt8]]
        let maleFolded: [[UInt8]]
        let surnamesFolded: [[UInt8]]
    }

    private let stocks = NameStock.origins.map { origin in
        Stock(
            female: origin.female.map { Array($0.utf8) }, male: origin.male.map { Array($0.utf8) },
            surnames: origin.surnames.map { Array($0.utf8) },
            femaleFolded: origin.female.map { Array(NameStock.asciiFolded($0).utf8) },
            maleFolded: origin.male.map { Array(NameStock.asciiFolded($0).utf8) },
            surnamesFolded: origin.surnames.map { Array(NameStock.asciiFolded($0).utf8) })
    }

    func of(_ worker: Worker) -> Name {
        let stock = stocks[Int(worker.origin)]
        let female = worker.gender == 0 || (worker.gender == 2 && worker.given % 2 == 0)
        let given = Int(worker.given)
        let surname = Int(worker.surname)
        return Name(
            given: (female ? stock.female : stock.male)[given], surname: stock.surnames[surname],
            address: (female ? stock.femaleFolded : stock.maleFolded)[given] + [UInt8(ascii: ".")]
                + stock.surnamesFolded[surname])
    }
}

/// Employee numbers: digits with leading zeros, in the order in which people came.
struct EmployeeNumbers {
    let width: Int
    private let ceiling: Int

    init(workers: Int) {
        var width = 6
        var ceiling = 1_000_000
        while workers + 20_000 > ceiling {
            width += 1
            ceiling *= 10
        }
        self.width = width
        self.ceiling = ceiling
    }

    func number(of worker: Int) -> Int { 10_000 + worker }

    /// A number that nobody has.
    func unused(_ serial: Int) -> String { String(ceiling - 1 - serial) }
}
