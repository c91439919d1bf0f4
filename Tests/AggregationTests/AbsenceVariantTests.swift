import Calendars
import Testing

@testable import Aggregation

/// The national variants and the parts of absence, by the vectors of the catalogue.
@Suite struct AbsenceVariantTests {
    private let world = World(
        asOf: "2026-12-31", firstMonth: month(2025, 1),
        kinds: [.month, .quarter, .year, .rolling12, .day, .weeks52])

    private func one(_ absences: [PersonAbsence], fte: Int32 = 10_000) -> Figures {
        world.figures([Person(segments: [segment("2020-01-01", fte: fte)], absences: absences)])
    }

    /// Statistics Norway: ten days at a position of 80 % and a grade of 50 % are four days lost.
    @Test func norwegianDaysLost() throws {
        // 2 March 2026 is a Monday: ten working days.
        let f = one([absence("2026-03-02", "2026-03-13", grade: 500)], fte: 8_000)
        let lost = f.sum(.lostDays, 0, f.window("2026-03"))
        #expect(Double(lost) / 10_000_000 == 4)
        // 22 working days × 0.8 are agreed.
        #expect(abs(try #require(f.value("absence.rate_no", 0, "2026-03")) - 400 / (22 * 0.8)) < 1e-12)
    }

    @Test func norwegianGradeIsWholeWhereThePersonCertifiedAndNeverBelowOneFifth() {
        let own = one([absence("2026-03-02", "2026-03-02", grade: 500, certificate: PersonAbsence.selfCertified)])
        #expect(own.sum(.lostDays, 0, own.window("2026-03")) == 10_000_000)
        let low = one([absence("2026-03-02", "2026-03-02", grade: 100, certificate: PersonAbsence.certified)])
        #expect(low.sum(.lostDays, 0, low.window("2026-03")) == 2_000_000)
    }

    /// Statistics Denmark: what was lost among what was worked or lost; vacation is neither.
    @Test func danishRate() throws {
        let vacation = absence("2026-03-09", "2026-03-13", kind: 3)
        let child = absence("2026-03-16", "2026-03-16", kind: 1)
        let f = one([absence("2026-03-02", "2026-03-03"), vacation, child])
        // 22 working days, 5 of vacation, 1 with a child, 2 sick: worked 14.
        let rate = try #require(f.value("absence.rate_dk", 0, "2026-03"))
        #expect(abs(rate - 200.0 / 16) < 1e-12)
    }

    @Test func certificatesSumToTheRate() throws {
        let f = one([
            absence("2026-03-02", "2026-03-03", certificate: PersonAbsence.selfCertified),
            absence("2026-04-06", "2026-04-10", certificate: PersonAbsence.certified),
            absence("2026-05-04", "2026-05-04"),
        ])
        let parts = try ["self_certified", "certified", "certification_unknown"].map {
            try #require(f.value("absence.\($0)", 0, "2026"))
        }
        let rate = try #require(f.value("absence.rate", 0, "2026"))
        #expect(abs(parts.reduce(0, +) - rate) < 1e-12)
        #expect(f.sum(.selfCertified, 0, f.window("2026")) == 2 * 450)
        #expect(f.sum(.certified, 0, f.window("2026")) == 5 * 450)
    }

    /// The first sixteen calendar days are short absence, and stay so when the spell goes on.
    @Test func shortAndLongByTheDayOfTheSpell() {
        // Monday 2 March to Tuesday 31 March: short to Tuesday 17 March, 12 working days; long 10.
        let f = one([absence("2026-03-02", "2026-03-31")])
        #expect(f.sum(.shortAbsence, 0, f.window("2026-03")) == 12 * 450)
        #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 22 * 450)
        #expect(f.sum(.endedLong, 0, f.window("2026-03")) == 22 * 450)
        #expect(f.sum(.endedShort, 0, f.window("2026-03")) == 0)
        // Two rows with only a weekend between them are one spell, and its days are counted from its first.
        let two = one([absence("2026-03-02", "2026-03-13"), absence("2026-03-16", "2026-03-20")])
        #expect(two.sum(.shortAbsence, 0, two.window("2026-03")) == 12 * 450)
        #expect(two.sum(.absentMinutes, 0, two.window("2026-03")) == 15 * 450)
        #expect(two.sum(.spellsEnded, 0, two.window("2026-03")) == 1)
    }

    @Test func openSpellsHaveNotEnded() {
        let f = one([absence("2026-12-01", nil)])
        #expect(f.sum(.spells, 0, f.window("2026")) == 1)
        #expect(f.sum(.spellsEnded, 0, f.window("2026")) == 0)
        #expect(f.value("absence.spell_length.median", 0, "2026") == nil)
    }

    @Test func aSpellEndsWithEmployment() {
        let f = world.figures([
            Person(segments: [segment("2020-01-01", "2026-03-04")], absences: [absence("2026-03-02", "2026-04-30")])
        ])
        #expect(f.sum(.spellsEnded, 0, f.window("2026-03")) == 1)
        #expect(f.value("absence.spell_length.median", 0, "2026-Q1") == 3)
    }

    @Test func bradfordVectors() {
        func spells(_ count: Int, of days: Int32) -> [PersonAbsence] {
            (0..<count).map { place in
                // Mondays three weeks apart, so that none lies next to another and none reaches a weekend.
                let first = day("2026-02-02") + Int32(place) * 21
                let end = first + days + (days > 5 ? 2 : 0)
                return PersonAbsence(
                    first: first, end: end, minutesPerDay: -1, minutesTotal: -1, grade: -1, dayPart: -1, kind: 0)
            }
        }
        // Scores 1000, 250, 40 and 10 lie in the bands from 601, from 201, and (twice) from 0.
        for (absences, band) in [
            (spells(10, of: 1), MeasureStore.Sum.bradford4), (spells(5, of: 2), .bradford2),
            (spells(2, of: 5), .bradford0),
            (spells(1, of: 10), .bradford0),
        ] {
            let f = one(absences)
            let window = f.window("2026-12-31/P52W")
            #expect(f.last(band, 0, window) == 1)
            #expect(MeasureStore.Sum.bradford.reduce(0) { $0 + f.last($1, 0, window) } == 1)
        }
    }

    @Test func prevalenceOnTheLastWorkingDay() {
        // 31 May 2026 is a Sunday: the day is Friday 29 May.
        let persons = [
            Person(segments: [segment("2020-01-01")], absences: [absence("2026-05-25", "2026-05-29")]),
            Person(segments: [segment("2020-01-01")], absences: [absence("2026-05-25", "2026-05-28")]),
            Person(segments: [segment("2020-01-01")]), Person(segments: [segment("2026-05-30")]),
        ]
        let value = world.figures(persons).value("absence.prevalence", 0, "2026-05-29") ?? 0
        #expect(abs(value - 100.0 / 3) < 1e-12)
    }

    @Test func weekdaysOfOneDaySpells() {
        let f = one([
            absence("2026-03-02", "2026-03-02"), absence("2026-03-09", "2026-03-09"),
            absence("2026-03-20", "2026-03-20"),
            absence("2026-03-24", "2026-03-25"),
        ])
        #expect(abs((f.value("absence.weekday_pattern#1", 0, "2026-Q1") ?? 0) - 200.0 / 3) < 1e-12)
        #expect(abs((f.value("absence.weekday_pattern#5", 0, "2026-Q1") ?? 0) - 100.0 / 3) < 1e-12)
        #expect(f.value("absence.weekday_pattern#2", 0, "2026-Q1") == 0)
        #expect(f.distinct(.oneDayPersons, 0, f.window("2026-Q1")) == 1)
    }
}

@Suite struct TurnoverVariantTests {
    private let world = World(
        asOf: "2026-12-31", firstMonth: month(2024, 1), kinds: Set(MonthGrid.Kind.allCases))

    @Test func threeMonthsTimesFour() throws {
        let f = world.figures(
            (0..<10).map { _ in Person(segments: [segment("2020-01-01")]) } + [
                Person(segments: [segment("2020-01-01", "2026-02-28")])
            ])
        let average = f.averageHeadcount(0, f.window("2026-03/P3M"))
        #expect(abs(try #require(f.value("turnover.annualised3.total", 0, "2026-03/P3M")) - 400 / average) < 1e-12)
    }

    @Test func sumOfTwelveMonthlyRates() throws {
        let f = world.figures(
            (0..<9).map { _ in Person(segments: [segment("2020-01-01")]) } + [
                Person(segments: [segment("2020-01-01", "2026-03-31")])
            ])
        // One of ten leaves at the end of March: 1 ÷ 9.5 in that month, 0 in the others.
        #expect(abs(try #require(f.value("turnover.shrm_annual", 0, "2026")) - 100 / 9.5) < 1e-12)
    }

    @Test func standardsCountResignationDismissalRetirementAndDeath() throws {
        var retired = segment("2020-01-01", "2026-06-30", leaves: 2)
        retired.retiresOrDies = true
        let f = world.figures([
            Person(segments: [segment("2020-01-01", "2026-06-30", leaves: 0)]), Person(segments: [retired]),
            Person(segments: [segment("2020-01-01", "2026-06-30", leaves: 2)]),
            Person(segments: [segment("2020-01-01")]),
            Person(segments: [segment("2020-01-01")]),
        ])
        #expect(f.value("turnover.gri_401_1", 0, "2026") == 100)
        #expect(f.value("turnover.esrs_s1_6.count", 0, "2026") == 2)
    }

    @Test func newcomersAreFollowedForAYear() throws {
        let f = world.figures([
            Person(segments: [segment("2025-03-01", "2025-12-31")]), Person(segments: [segment("2025-03-01")]),
            // The 365th day after the first is 1 March 2026; the last day employed may not be it.
            Person(segments: [segment("2025-03-01", "2026-02-28")]),
            Person(segments: [segment("2025-03-01", "2026-03-01")]),
            // Not over by the end of the data.
            Person(segments: [segment("2026-06-01", "2026-07-01")]),
        ])
        #expect(f.value("turnover.first_year", 0, "2026-Q1") == 50)
        #expect(f.sum(.yearStarts, 0, f.window("2026")) == 4)
        #expect(f.value("turnover.first_90_days", 0, "2026-Q3") == 100)
    }

    @Test func whoStayed() throws {
        var moved = segment("2020-01-01", "2026-05-31", department: 1)
        moved.leaves = 255
        let f = world.figures([
            Person(segments: [segment("2020-01-01", department: 3)]),
            Person(segments: [
                moved, segment("2026-06-01", department: 3, start: StartKind.change, spell: "2020-01-01"),
            ]),
            Person(segments: [segment("2020-01-01", "2026-05-31", department: 1)]),
            Person(segments: [segment("2026-02-01", department: 1)]),
        ])
        #expect(f.value("retention.cohort12", 1, "2026") == 50)
        #expect(f.value("retention.cohort12.in_unit", 1, "2026") == 0)
        #expect(abs((f.value("retention.cohort12", 0, "2026") ?? 0) - 200.0 / 3) < 1e-12)
        #expect(abs((f.value("retention.cohort12.in_unit", 0, "2026") ?? 0) - 200.0 / 3) < 1e-12)
        #expect(f.value("retention.cohort12.in_unit", 2, "2026") == 100)
        // At the closing two have been there for a year or more, of three a year ago.
        #expect(abs((f.value("retention.stability", 0, "2026") ?? 0) - 200.0 / 3) < 1e-12)
    }

    @Test func tenure() throws {
        let f = world.figures([
            Person(segments: [segment("2026-12-01")]), Person(segments: [segment("2025-12-31")]),
            Person(segments: [segment("2016-12-31")]), Person(segments: [segment("2020-01-01", "2026-12-30")]),
            Person(segments: [segment("2020-01-01", start: StartKind.observed)]),
        ])
        // 31 days, a year and a day, ten years and a day; whose hire is unknown is left out.
        #expect(abs((f.value("tenure.median", 0, "2026-12") ?? 0) - 366 / (365.25 / 12)) < 1e-12)
        let days = Double(day("2027-01-01") * 3 - day("2026-12-01") - day("2025-12-31") - day("2016-12-31"))
        #expect(abs((f.value("tenure.mean", 0, "2026-12") ?? 0) - days / 3 / (365.25 / 12)) < 1e-12)
    }

    @Test func headcountOfMonthEnds() throws {
        let f = world.figures([
            Person(segments: [segment("2026-02-10")]), Person(segments: [segment("2020-01-01", "2026-03-15")]),
        ])
        // Closings 1, 2, 1.
        #expect(abs((f.value("headcount.average_month_ends", 0, "2026-Q1") ?? 0) - 4.0 / 3) < 1e-12)
        #expect(f.value("headcount.average_two_point_monthly", 0, "2026-Q1") == (1 + 1.5 + 1.5) / 3)
    }
}

/// Everything once more, day by day and person by person.
@Suite struct VariantLawTests {
    private let world = World(
        asOf: "2026-05-17", firstMonth: month(2024, 11), kinds: [.month, .quarter, .year, .rolling12, .day, .weeks52])

    private struct Recount: Equatable {
        var certified: Int64 = 0
        var own: Int64 = 0
        var short: Int64 = 0
        var all: Int64 = 0
        var agreed: Int64 = 0
        var lost: Int64 = 0
    }

    /// The spell of a row: rows of one class that touch, or lie a weekend apart.
    private func spellStarts(_ person: Person) -> [Int32] {
        var starts: [Int32] = []
        var last: [UInt8: (first: Int32, end: Int32)] = [:]
        for row in person.absences {
            guard row.kind == 0 else {
                starts.append(row.first)
                continue
            }
            if let before = last[row.kind],
                before.end >= row.first
                    || (before.end..<row.first).allSatisfy({ CivilDate.weekday(of: $0) >= 5 })
            {
                last[row.kind] = (before.first, max(before.end, row.end))
            } else {
                last[row.kind] = (row.first, row.end)
            }
            starts.append(last[row.kind]?.first ?? row.first)
        }
        return starts
    }

    private func recount(_ people: [Person], _ plan: WalkPlan, node: Int32, days: Range<Int32>) -> Recount {
        var result = Recount()
        for person in people {
            let starts = spellStarts(person)
            for day in days where CivilDate.weekday(of: day) < 5 {
                for segment in person.segments
                where day >= segment.first && day < segment.end && segment.department >= node
                    && segment.department < plan.end[Int(node)]
                {
                    let scheduled = roundedHalfEven(Int64(segment.fte) * 2250, 50_000)
                    result.agreed += Int64(segment.fte)
                    var filled: Int64 = 0
                    var filledAll: Int64 = 0
                    var grades: Int64 = 0
                    for (row, start) in zip(person.absences, starts) where day >= row.first && day < row.end {
                        let asked = roundedHalfEven(scheduled * Int64(row.grade < 0 ? 1000 : row.grade), 1000)
                        filledAll = min(filledAll + asked, scheduled)
                        guard row.kind == 0 else { continue }
                        let given = min(filled + asked, scheduled) - filled
                        filled += given
                        if row.certificate == PersonAbsence.certified { result.certified += given }
                        if row.certificate == PersonAbsence.selfCertified { result.own += given }
                        if day < start + 16 { result.short += given }
                        let whole = row.certificate == PersonAbsence.selfCertified || row.grade < 0
                        grades = min(grades + (whole ? 1000 : max(Int64(row.grade), 200)), 1000)
                    }
                    result.all += filledAll
                    result.lost += grades * Int64(segment.fte)
                }
            }
        }
        return result
    }

    @Test func partsEqualARecountDayByDay() {
        let seed: UInt64 = 21
        var random = SeededGenerator(state: seed)
        let persons = randomPeople(120, &random)
        let plan = world.plan()
        let f = world.figures(persons)
        for (w, window) in f.grid.windows.enumerated() where window.kind == .quarter || window.kind == .month {
            guard window.first >= 0 else { continue }
            for node in 0..<4 {
                let found = Recount(
                    certified: f.sum(.certified, node, w), own: f.sum(.selfCertified, node, w),
                    short: f.sum(.shortAbsence, node, w), all: f.sum(.allAbsent, node, w),
                    agreed: f.sum(.agreedDays, node, w), lost: f.sum(.lostDays, node, w))
                #expect(
                    found == recount(persons, plan, node: Int32(node), days: window.days),
                    "seed \(seed) \(window.label) \(node)")
            }
        }
    }

    @Test func spellLengthsEqualASortedList() {
        let seed: UInt64 = 22
        var random = SeededGenerator(state: seed)
        let persons = randomPeople(150, &random)
        let plan = world.plan()
        let f = world.figures(persons)
        for (w, window) in f.grid.windows.enumerated() where window.kind == .quarter && window.first >= 0 {
            for node: Int32 in 0..<4 {
                var lengths: [Int32] = []
                for person in persons {
                    let starts = spellStarts(person)
                    for start in Set(zip(person.absences, starts).filter { $0.0.kind == 0 }.map(\.1)) {
                        let rows = zip(person.absences, starts).filter { $0.0.kind == 0 && $0.1 == start }.map(\.0)
                        let end = rows.map(\.end).max() ?? start
                        // The days of it that are employed, whichever department it is.
                        let days = (start..<end).filter { day in
                            person.segments.contains { day >= $0.first && day < $0.end }
                        }
                        guard let first = days.first, let last = days.last, window.days.contains(last),
                            last < f.grid.asOf + 1
                        else { continue }
                        let here = person.segments.first { last >= $0.first && last < $0.end }
                        if let here, here.department >= node, here.department < plan.end[Int(node)] {
                            lengths.append(last - first + 1)
                        }
                    }
                }
                lengths.sort()
                let expected =
                    lengths.isEmpty
                    ? nil
                    : lengths.count % 2 == 1
                        ? Double(lengths[lengths.count / 2])
                        : Double(lengths[lengths.count / 2 - 1] + lengths[lengths.count / 2]) / 2
                #expect(
                    f.value("absence.spell_length.median", Int(node), window.label) == expected,
                    "seed \(seed) \(window.label) \(node)")
                #expect(f.sum(.spellsEnded, Int(node), w) == lengths.count, "seed \(seed) \(window.label) \(node)")
            }
        }
    }

    @Test func whoStayedIsBetweenNobodyAndAll() {
        var random = SeededGenerator(state: 23)
        let f = world.figures(randomPeople(300, &random))
        for (w, window) in f.grid.windows.enumerated() where window.isRetained {
            for node in 0..<4 {
                #expect(f.distinct(.stayedInUnit, node, w) <= f.distinct(.stayed, node, w))
                #expect(f.distinct(.stayed, node, w) <= f.opening(node, w))
            }
            // Who is in the company at both ends is in the root at both.
            #expect(f.distinct(.stayedInUnit, 0, w) == f.distinct(.stayed, 0, w))
        }
    }

    @Test func theMedianOfServiceEqualsASortedList() {
        let seed: UInt64 = 24
        var random = SeededGenerator(state: seed)
        let persons = randomPeople(150, &random)
        let plan = world.plan()
        let f = world.figures(persons)
        for (w, window) in f.grid.windows.enumerated() where window.kind == .month {
            let last = window.days.upperBound - 1
            for node: Int32 in 0..<4 {
                let days = persons.flatMap { person in
                    person.segments.filter {
                        last >= $0.first && last < $0.end && (last + 1 < $0.end || $0.leaves == 255)
                            && $0.department >= node && $0.department < plan.end[Int(node)]
                    }.map { last + 1 - $0.spellFirst }
                }.sorted()
                let middle = days.count / 2
                let expected =
                    days.isEmpty
                    ? nil
                    : days.count % 2 == 1 ? Double(days[middle]) : Double(days[middle - 1] + days[middle]) / 2
                #expect(f.medianService(Int(node), w) == expected, "seed \(seed) \(window.label) \(node)")
                #expect(f.last(.tenured, Int(node), w) == days.count)
            }
        }
    }
}
