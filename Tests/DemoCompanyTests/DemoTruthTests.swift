import DemoCompany
import Testing

/// Recounts the files with a reader of its own and compares with what the generator says.
@Suite struct DemoTruthTests {
    let company: WrittenCompany

    init() throws {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: 700, months: 30, seed: 11).write(to: folder.path)
        company = try WrittenCompany(folder)
    }

    /// The first day of a month such as 2026-03, as 20260301.
    private static func first(_ month: String) -> Int {
        let parts = month.split(separator: "-").compactMap { Int($0) }
        return parts.count == 2 ? parts[0] * 10_000 + parts[1] * 100 + 1 : 0
    }

    private static let classes = [
        "Egen oppsigelse": "voluntary", "Oppsigelse fra arbeidsgiver": "involuntary", "Nedbemanning": "involuntary",
        "Ikke bestått prøvetid": "involuntary", "Pensjon": "other", "Utløp av midlertidig kontrakt": "other",
        "Død": "other", "": "unknown",
    ]

    @Test func headcountIdentityHoldsEveryMonth() {
        var before: Int?
        for month in company.truth.months {
            #expect(month.opening + month.hires - month.leavers.values.reduce(0, +) == month.closing, "\(month.month)")
            if let before { #expect(month.opening == before, "\(month.month)") }
            before = month.closing
        }
    }

    @Test func flowsAreThoseOfTheFile() throws {
        // One entry a spell: rows of one spell repeat its dates.
        var spells: [String: (hire: Int, last: Int?, reason: String)] = [:]
        for row in try company.rows("employees") {
            let hire = try #require(row.date("hire_date"))
            let key = row["employee_no"] + "|\(hire)"
            let spell = (hire: hire, last: row.date("termination_date"), reason: row["termination_reason"])
            if let known = spells[key] { #expect(known == spell) }
            spells[key] = spell
        }
        for month in company.truth.months {
            let first = Self.first(month.month)
            let days = first...(first + 30)
            #expect(
                month.opening == spells.values.filter { $0.hire < first && ($0.last ?? .max) >= first }.count,
                "\(month.month)")
            #expect(month.hires == spells.values.filter { days ~= $0.hire }.count, "\(month.month)")
            var leavers = ["voluntary": 0, "involuntary": 0, "other": 0, "unknown": 0]
            for spell in spells.values {
                guard let last = spell.last, days ~= last else { continue }
                leavers[try #require(Self.classes[spell.reason]), default: 0] += 1
            }
            #expect(month.leavers == leavers, "\(month.month)")
        }
    }

    @Test func absenceRowsAreThoseOfTheFile() throws {
        let rows = try company.rows("absences")
        for month in company.truth.months {
            let days = Self.first(month.month)...(Self.first(month.month) + 30)
            var started: [String: Int] = [:]
            for row in rows where days ~= (row.date("from") ?? 0) { started[row["absence_type"], default: 0] += 1 }
            #expect(month.absenceRowsStarted.filter { $0.value > 0 } == started, "\(month.month)")
        }
    }

    @Test func sicknessDaysAreThoseOfTheFile() throws {
        let first = Self.dayNumber(Self.first(company.truth.months[0].month))
        let delivery = Self.dayNumber(20_261_031)
        var days: [String: Set<Int>] = [:]
        for row in try company.rows("absences") where ["Egenmelding", "Sykmelding"].contains(row["absence_type"]) {
            let from = max(first, Self.dayNumber(try #require(row.date("from"))))
            let to = min(delivery, row.date("to").map(Self.dayNumber) ?? delivery)
            if from <= to { days[row["employee_no"], default: []].formUnion(from...to) }
        }
        for month in company.truth.months {
            let start = Self.dayNumber(Self.first(month.month))
            let next = Self.dayNumber(Self.first(month.month) + 100)
            let counted = days.values.reduce(0) { $0 + $1.filter { start..<next ~= $0 }.count }
            #expect(month.sicknessPersonDays == counted, "\(month.month)")
        }
    }

    /// Days of a date written 20260331, counted from some day long ago. A month past December runs into the next year.
    private static func dayNumber(_ date: Int) -> Int {
        var year = date / 10_000
        var month = date / 100 % 100
        if month > 12 { (year, month) = (year + 1, month - 12) }
        if month < 3 { (year, month) = (year - 1, month + 12) }
        return 365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + date % 100
    }

    @Test func absencesDoNotOverlapButForAFew() throws {
        var overlapping = 0
        var last: [String: Int] = [:]
        let rows = try company.rows("absences")
        for row in rows {
            let from = try #require(row.date("from"))
            let to = row.date("to") ?? 99_991_231
            #expect(to >= from)
            if let before = last[row["employee_no"]], from <= before { overlapping += 1 }
            last[row["employee_no"]] = max(to, last[row["employee_no"]] ?? 0)
        }
        #expect(overlapping > 0)
        #expect(overlapping * 200 < rows.count)
        #expect(Set(rows.map { $0["grade_percent"] }).isSuperset(of: ["100", "80", "50", "20"]))
        #expect(rows.contains { $0["to"].isEmpty })
    }

    @Test func responsesAreThoseOfTheFile() throws {
        let rows = try company.rows("survey")
        let invitations = try company.rows("survey_invitations")
        #expect(Set(rows.map { $0["response_id"] }).count == rows.count)
        for wave in company.truth.survey {
            let answered = rows.filter { $0["wave"] == wave.wave }
            #expect(answered.count == wave.responses)
            let invited = invitations.filter { $0["wave"] == wave.wave }
            #expect(invited.count == wave.departments.count)
            for (department, counts) in wave.departments {
                #expect(answered.filter { $0["department"] == department }.count == counts.responses)
                #expect(
                    invited.filter { $0["department"] == department }.map { $0["invited"] } == ["\(counts.invited)"])
            }
        }
    }

    @Test func responsesSayNothingAboutEmployees() throws {
        let ids = try company.rows("survey").map { $0["response_id"] }
        #expect(ids.allSatisfy { $0.utf8.count == 14 && $0.hasPrefix("R") })
        let order = try company.rows("survey").filter { $0["wave"] == company.truth.survey.first?.wave }
            .map { $0["response_id"] }
        #expect(order == order.sorted())
    }

    @Test func reorganisationMovesEverybodyOnOneDay() throws {
        let change = try #require(company.truth.stories.reorganisation)
        #expect(change.date == "2026-01-01")
        let dissolved = Set(change.dissolvedDepartments)
        let rows = try company.rows("employees")
        #expect(
            rows.filter { dissolved.contains($0["department"]) }.allSatisfy {
                ($0.date("valid_from") ?? 0) < 20_260_101
            })
        var department: [String: String] = [:]
        var moved = 0
        for row in rows {
            let before = department.updateValue(row["department"], forKey: row["employee_no"])
            if let before, dissolved.contains(before), row.date("valid_from") == 20_260_101 { moved += 1 }
        }
        #expect(moved == change.persons)
        #expect(moved > 10)
    }

    @Test func companyIsBelievable() throws {
        let year = company.truth.months.suffix(12)
        let average = Double(year.reduce(0) { $0 + $1.personDays }) / 365
        let leavers = Double(year.reduce(0) { $0 + $1.leavers.values.reduce(0, +) })
        #expect(0.09...0.19 ~= leavers / average)
        let scheduled = Double(year.reduce(0) { $0 + $1.scheduledMinutesE4 })
        let sick = Double(year.reduce(0) { $0 + $1.sicknessMinutesE4 })
        #expect(0.035...0.075 ~= sick / scheduled)
        #expect(year.reduce(0) { $0 + $1.sicknessPersonDays } > 0)
        let responses = Double(company.truth.survey.reduce(0) { $0 + $1.responses })
        let invited = Double(company.truth.survey.reduce(0) { $0 + $1.invited })
        #expect(0.7...0.8 ~= responses / invited)
        #expect(company.truth.months.reduce(0) { $0 + $1.rehires } > 0)
    }

    @Test func troubleShowsInTheAnswers() throws {
        let story = try #require(company.truth.stories.trouble)
        let wave = try #require(company.truth.survey.last).wave
        let rows = try company.rows("survey").filter { $0["wave"] == wave }
        func mean(_ item: String, inside: Bool) -> Double {
            let answers = rows.filter { story.departments.contains($0["department"]) == inside }
                .compactMap { Double($0[item]) }
            return answers.reduce(0, +) / Double(max(1, answers.count))
        }
        for item in ["q1", "q6", "q14", "enps"] { #expect(mean(item, inside: true) < mean(item, inside: false) - 0.3) }
        // Reversed: agreement that the manager has no time.
        #expect(mean("q7", inside: true) > mean("q7", inside: false) + 0.3)
    }
}
