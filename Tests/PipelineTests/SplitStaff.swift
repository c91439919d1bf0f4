import FoundationEssentials

/// The staff of the invented company told by several exports, as systems do that keep persons apart from positions.
struct SplitStaff {
    private struct Row {
        var number: Substring
        var fields: [Substring]
    }

    private let header: [Substring]
    /// In the order of the export; rows that are wrong on purpose belong to numbers that nobody has.
    private let rows: [Row]

    /// Reads the text of `employees_DATE.csv`.
    init(export: String) {
        let lines = export.split { $0.isNewline }
        let header = (lines.first ?? "").drop { $0 == "\u{feff}" }
            .split(separator: ";", omittingEmptySubsequences: false)
        self.header = header
        var seen: Set<Substring> = []
        rows = lines.dropFirst().compactMap { line in
            let fields = line.split(separator: ";", omittingEmptySubsequences: false)
            guard fields.count == header.count, let number = fields.first, number.allSatisfy(\.isNumber),
                !number.hasPrefix("9"), seen.insert(line).inserted
            else { return nil }
            return Row(number: number, fields: fields)
        }
    }

    private func cell(_ name: Substring, _ row: Row) -> Substring {
        header.firstIndex(of: name).map { row.fields[$0] } ?? ""
    }

    private func day(_ name: Substring, _ row: Row) -> String {
        cell(name, row).split(separator: ".").reversed().joined(separator: "-")
    }

    /// Rows of each employment by the day from which they hold.
    private var employments: [[Row]] {
        var places: [String: Int] = [:]
        var found: [[Row]] = []
        for row in rows {
            let key = "\(row.number) \(cell("hire_date", row))"
            if let place = places[key] {
                found[place].append(row)
            } else {
                places[key] = found.count
                found.append([row])
            }
        }
        return found.map { $0.sorted { day("valid_from", $0) < day("valid_from", $1) } }
    }

    private static func table(_ header: String, _ rows: [String]) -> String {
        ([header] + rows).joined(separator: "\n") + "\n"
    }

    // MARK: One export

    static let whole = [
        "department", "manager_no", "fte", "country", "location", "contract", "job_level", "people_manager",
    ]

    private static let kept = [
        "employee_no", "hire_date", "termination_date", "termination_reason", "birth_date", "gender",
    ]

    /// All of it, a row a change.
    var changes: String {
        let columns = Self.kept + ["valid_from"] + Self.whole
        return Self.table(
            columns.joined(separator: ";"),
            rows.map { row in columns.map { String(cell(Substring($0), row)) }.joined(separator: ";") })
    }

    // MARK: Three exports

    /// Who is employed from when to when, a row an employment.
    var employees: String {
        Self.table(
            Self.kept.joined(separator: ";"),
            employments.compactMap { rows in
                rows.last.map { row in Self.kept.map { String(cell(Substring($0), row)) }.joined(separator: ";") }
            })
    }

    /// Columns by day, a row whenever one of them changes, under the ids of another system.
    func assignments(_ columns: [String]) -> String {
        var lines: [String] = []
        for rows in employments {
            var before: String?
            for row in rows {
                let values = columns.map { name in
                    let value = String(cell(Substring(name), row))
                    return name == "manager_no" && !value.isEmpty ? Self.otherID(value) : value
                }.joined(separator: ";")
                if values != before {
                    lines.append("\(Self.otherID(String(row.number)));\(cell("valid_from", row));\(values)")
                }
                before = values
            }
        }
        return Self.table("payroll_no;valid_from;" + columns.joined(separator: ";"), lines)
    }

    private static func otherID(_ number: String) -> String { "X\(number)Z" }

    /// Which ids of the other system are which persons.
    var identities: String {
        let numbers = Set(rows.map { String($0.number) }).sorted()
        return Self.table("employee_no;payroll_no", numbers.map { "\($0);\(Self.otherID($0))" })
    }

    // MARK: As Workday tells it

    var workdayWorkers: String {
        Self.table(
            "id,_fivetran_active,_fivetran_deleted,hire_date,hire_rescinded,primary_termination_category,primary_termination_reason,termination_date",
            employments.compactMap { rows in
                rows.last.map { row in
                    let category =
                        switch cell("termination_reason", row) {
                        case "": ""
                        case "Egen oppsigelse": "Terminate_Employee_Voluntary"
                        default: "Terminate_Employee_Involuntary"
                        }
                    return
                        "\(row.number),true,false,\(day("hire_date", row)),false,\(category),,\(day("termination_date", row))"
                }
            })
    }

    private func position(_ row: Row) -> String { "P-\(row.number)-\(day("hire_date", row))" }

    var workdayPositions: String {
        Self.table(
            "position_id,worker_id,_fivetran_deleted,business_site_summary_location,effective_date,employee_type,end_date,exclude_from_head_count,full_time_equivalent_percentage,home_country,is_primary_job,management_level_code",
            employments.flatMap { rows in
                rows.map { row in
                    let fraction = (Double(cell("fte", row).map { $0 == "," ? "." : String($0) }.joined()) ?? 1) * 100
                    return
                        "\(position(row)),\(row.number),false,\(cell("location", row)),\(day("valid_from", row)),Regular,,false,\(fraction),\(cell("country", row)),true,\(cell("job_level", row))"
                }
            })
    }

    var workdayOrganizations: String {
        Self.table(
            "_fivetran_start,position_id,worker_id,_fivetran_end,organization_id",
            employments.flatMap { rows in
                rows.map { row in
                    "\(day("valid_from", row)) 00:00:00,\(position(row)),\(row.number),,\(cell("department", row))"
                }
            })
    }

    /// Of the text of `departments_DATE.csv`: id, parent, name.
    static func workdayTree(_ export: String) -> String {
        table(
            "id,_fivetran_deleted,name,superior_organization_id,type",
            export.split { $0.isNewline }.dropFirst().map { line in
                let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
                return "\(cells[0]),false,\(cells[2]),\(cells[1]),SUPERVISORY"
            })
    }
}
