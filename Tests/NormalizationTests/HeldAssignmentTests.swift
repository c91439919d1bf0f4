import Calendars
import Testing
import Workforce

@testable import Normalization

private func day(_ text: String) -> Int32 { CivilDate(iso: text)?.day ?? Int32.min }

/// Rows of `assignments` laid over rows of `employees`.
@Suite struct HeldAssignmentTests {
    private static let unassigned: Int32 = 99
    private static let asOf = "2026-03-31"

    private func employed(
        _ hire: String?, _ last: String? = nil, department: Int32? = nil, fte: Int32 = 10_000
    ) -> EmployeeRow {
        var row = EmployeeRow(key: 1, check: 1)
        row.hire = hire.map(day) ?? EmployeeRow.noDay
        row.last = last.map(day) ?? EmployeeRow.noDay
        row.department = department ?? Self.unassigned
        row.namesDepartment = department != nil
        row.fte = fte
        return row
    }

    private func row(
        _ from: String, _ to: String? = nil, _ department: Int32? = nil, fte: Int32? = nil, id: Int32 = -1,
        source: Int16 = 0, primary: Bool? = nil, location: Int32 = -1, manager: Int64? = nil
    ) -> AssignmentRecord {
        var record = AssignmentRecord(key: 1, validFrom: day(from))
        record.validTo = to.map(day) ?? EmployeeRow.noDay
        record.department = department ?? AssignmentRecord.none
        record.fte = fte ?? AssignmentRecord.none
        record.assignment = id
        record.source = source
        record.primary = primary.map { $0 ? 1 : 0 } ?? -1
        record.location = location
        record.hasManager = manager != nil
        record.manager = manager ?? 0
        return record
    }

    private func timeline(
        _ employees: [EmployeeRow], _ records: [AssignmentRecord]
    ) -> (segments: [Segment], findings: HeldAssignments.Findings) {
        var records = records
        for i in records.indices { records[i].order = Int32(i) }
        records.sort(by: AssignmentRecord.precedes)
        let withIDs = Set(records.filter { $0.assignment >= 0 }.map(\.source))
        var builder = TimelineBuilder(
            unknownClass: 7, rank: { $0 },
            held: HeldAssignments(
                sourcesWithIDs: withIDs, rank: { $0 }, asOf: day(Self.asOf), unassigned: Self.unassigned))
        var segments: [Segment] = []
        records.withUnsafeBufferPointer { builder.segments(of: employees[...], held: $0, into: &segments) }
        return (segments, builder.held?.findings ?? HeldAssignments.Findings())
    }

    /// `2024-01-01 3 8000`: first day, department and fraction of each segment.
    private func told(_ segments: [Segment]) -> [String] {
        segments.map { "\(CivilDate(day: $0.first)) \($0.department) \($0.fte)" }
    }

    @Test func rowsSayWhereByDay() {
        let (segments, findings) = timeline(
            [employed("2024-01-01", "2025-12-31")],
            [row("2024-01-01", nil, 3, fte: 8000), row("2025-01-01", nil, 4, fte: 10_000)])
        #expect(told(segments) == ["2024-01-01 3 8000", "2025-01-01 4 10000"])
        #expect(segments.map(\.start) == [.hire, .change])
        #expect(segments.map(\.leaveClass) == [-1, 7])
        #expect(segments.last?.end == day("2026-01-01"))
        #expect(findings == HeldAssignments.Findings())
    }

    @Test func twoExportsFillEachOthersColumns() {
        let (segments, findings) = timeline(
            [employed("2024-01-01")],
            [
                row("2024-01-01", nil, fte: 8000, id: 1, source: 0, primary: true, location: 5),
                row("2025-01-01", nil, fte: 6000, id: 1, source: 0, primary: true, location: 5),
                row("2024-01-01", "2024-06-30", 3, id: 1, source: 1),
                row("2024-07-01", "9999-12-31", 4, id: 1, source: 1),
            ])
        #expect(told(segments) == ["2024-01-01 3 8000", "2024-07-01 4 8000", "2025-01-01 4 6000"])
        #expect(segments.allSatisfy { $0.facts.words.2 == 5 })
        #expect(findings == HeldAssignments.Findings())
    }

    /// Each column of a source whose history begins after the hire is taken to have held from the hire on.
    @Test func whatHeldFirstReachesBackToTheHire() {
        let (segments, _) = timeline(
            [employed("2020-01-01")],
            [row("2021-01-01", nil, fte: 8000, id: 1, source: 0), row("2023-01-01", nil, 3, id: 1, source: 1)])
        #expect(told(segments) == ["2020-01-01 3 8000"])
        #expect(segments.first?.start == .hire)
    }

    @Test func aSecondAssignmentDoesNotReachBack() {
        let (segments, _) = timeline(
            [employed("2020-01-01")],
            [row("2020-01-01", nil, 3, fte: 8000, id: 1), row("2023-01-01", nil, 4, fte: 2000, id: 2)])
        #expect(told(segments) == ["2020-01-01 3 8000", "2023-01-01 3 10000"])
    }

    @Test func aRowWithoutAnEndLastsUntilTheEmploymentEnds() {
        let (segments, findings) = timeline(
            [employed("2020-01-01", "2021-12-31"), employed("2024-01-01")], [row("2020-01-01", nil, 3)])
        #expect(told(segments) == ["2020-01-01 3 10000", "2024-01-01 99 10000"])
        #expect(segments.map(\.start) == [.hire, .rehire])
        #expect(findings.departments == 1)
    }

    @Test func aRowWithAnEndFarAheadHoldsInALaterEmploymentToo() {
        let (segments, findings) = timeline(
            [employed("2020-01-01", "2021-12-31"), employed("2024-01-01")], [row("2020-01-01", "9999-12-31", 3)])
        #expect(told(segments) == ["2020-01-01 3 10000", "2024-01-01 3 10000"])
        #expect(findings == HeldAssignments.Findings())
    }

    @Test func employeesSayWhatAssignmentsDoNot() {
        let (segments, findings) = timeline(
            [employed("2024-01-01", department: 8, fte: 5000)], [row("2024-01-01", "2024-12-31", 3, location: 5)])
        #expect(told(segments) == ["2024-01-01 3 5000", "2025-01-01 8 5000"])
        #expect(segments.map(\.facts.words.2) == [5, -1])
        #expect(findings == HeldAssignments.Findings())
    }

    @Test func aDayWithoutAnyDepartmentIsFound() {
        let (segments, findings) = timeline([employed("2024-01-01")], [row("2024-01-01", "2024-12-31", 3)])
        #expect(told(segments) == ["2024-01-01 3 10000", "2025-01-01 99 10000"])
        #expect(findings.departments == 1)
        // What comes after the as-of date is nobody's concern yet.
        #expect(timeline([employed("2024-01-01")], [row("2024-01-01", "2026-03-31", 3)]).findings.departments == 0)
        #expect(timeline([employed("2024-01-01")], []).findings.departments == 1)
    }

    @Test func concurrentAssignmentsAddUpAndThePrimarySaysWhere() {
        let one = row("2024-01-01", nil, 3, fte: 6000, id: 1)
        #expect(
            told(timeline([employed("2024-01-01")], [one, row("2024-01-01", nil, 4, fte: 4000, id: 2)]).segments)
                == ["2024-01-01 3 10000"])
        #expect(
            told(
                timeline([employed("2024-01-01")], [one, row("2024-01-01", nil, 4, fte: 4000, id: 2, primary: true)])
                    .segments) == ["2024-01-01 4 10000"])
        // Of equal ones the lower id, whatever the order of the rows.
        let equal = row("2024-01-01", nil, 5, fte: 6000, id: 0)
        #expect(told(timeline([employed("2024-01-01")], [one, equal]).segments) == ["2024-01-01 5 12000"])
        #expect(told(timeline([employed("2024-01-01")], [equal, one]).segments) == ["2024-01-01 5 12000"])
    }

    @Test func severalPrimaryAssignmentsAreFound() {
        let findings = timeline(
            [employed("2024-01-01")],
            [
                row("2024-01-01", nil, 3, fte: 6000, id: 1, primary: true),
                row("2024-05-01", nil, 4, fte: 4000, id: 2, primary: true),
            ]
        ).findings
        #expect(findings.primaries == 1)
    }

    /// A position that was left stays in the export of organisations without an end.
    @Test func theFractionSaysHowLongAnAssignmentIsHeld() {
        let (segments, findings) = timeline(
            [employed("2024-01-01")],
            [
                row("2024-01-01", "2024-12-31", fte: 8000, id: 1, source: 0, primary: true),
                row("2025-01-01", nil, fte: 6000, id: 2, source: 0, primary: true),
                row("2024-01-01", "9999-12-31", 3, id: 1, source: 1), row("2025-01-01", nil, 4, id: 2, source: 1),
            ])
        #expect(told(segments) == ["2024-01-01 3 8000", "2025-01-01 4 6000"])
        #expect(findings == HeldAssignments.Findings())
    }

    @Test func anAssignmentWithoutAFractionAddsNothingToOneThatHasOne() {
        let (segments, _) = timeline(
            [employed("2024-01-01")],
            [row("2024-01-01", nil, 3, fte: 6000, id: 2, source: 0), row("2024-01-01", nil, 4, id: 1, source: 1)])
        #expect(told(segments) == ["2024-01-01 3 6000"])
    }

    /// An export without ids of assignments speaks of the person.
    @Test func rowsWithoutIDsFillIn() {
        let (segments, findings) = timeline(
            [employed("2024-01-01")],
            [
                row("2024-01-01", nil, 3, source: 0), row("2025-01-01", nil, 4, source: 0),
                row("2024-01-01", nil, fte: 5000, id: 1, source: 1),
                row("2024-01-01", nil, fte: 3000, id: 2, source: 1),
            ])
        #expect(told(segments) == ["2024-01-01 3 8000", "2025-01-01 4 8000"])
        #expect(findings == HeldAssignments.Findings())
    }

    /// In a source that gives ids, a row without one is an assignment of its own.
    @Test func rowsWithoutIDsAmongOthersAreAnAssignment() {
        let (segments, _) = timeline(
            [employed("2024-01-01")],
            [row("2024-01-01", nil, 3, fte: 5000), row("2024-01-01", nil, 4, fte: 3000, id: 1)])
        #expect(told(segments) == ["2024-01-01 3 8000"])
    }

    @Test func aLaterRowOfTheSameDayStands() {
        let (segments, findings) = timeline(
            [employed("2024-01-01")],
            [
                row("2024-01-01", nil, 3), row("2024-01-01", nil, 4), row("2025-01-01", nil, 4),
                row("2025-01-01", nil, 4),
            ])
        #expect(told(segments) == ["2024-01-01 4 10000"])
        #expect(findings.states == 1)
    }

    /// An export of organisations may hold cost centres too.
    @Test func aDepartmentOfTheTreeGoesBeforeAnotherOfTheSameDays() {
        let unknown = AssignmentRecord.unknownDepartment
        for rows in [
            [row("2024-01-01", nil, 3), row("2024-01-01", nil, unknown)],
            [row("2024-01-01", nil, unknown), row("2024-01-01", nil, 3)],
            [row("2024-01-01", "9999-12-31", 3), row("2025-01-01", "9999-12-31", unknown)],
        ] {
            let (segments, findings) = timeline([employed("2024-01-01")], rows)
            #expect(told(segments) == ["2024-01-01 3 10000"])
            #expect(findings.states == 0)
        }
        // A move to a department that nobody knows is one.
        let moved = timeline([employed("2024-01-01")], [row("2024-01-01", nil, 3), row("2025-01-01", nil, unknown)])
        #expect(told(moved.segments) == ["2024-01-01 3 10000", "2025-01-01 99 10000"])
        #expect(moved.findings.departments == 0)
    }

    @Test func whileRowsOverlapTheOneThatBeganLastStands() {
        let (segments, findings) = timeline(
            [employed("2024-01-01")],
            [row("2024-01-01", "2025-12-31", 3), row("2024-07-01", "2024-12-31", 4), row("2026-01-01", nil, 3)])
        #expect(told(segments) == ["2024-01-01 3 10000", "2024-07-01 4 10000", "2025-01-01 3 10000"])
        #expect(findings.overlaps == 1)
    }

    @Test func rowsOutsideAnEmploymentAreCounted() {
        let (segments, findings) = timeline(
            [employed("2024-01-01", "2024-12-31")],
            [row("2022-01-01", "2023-12-31", 4), row("2024-01-01", nil, 3), row("2025-01-01", nil, 4)])
        #expect(told(segments) == ["2024-01-01 3 10000"])
        #expect(segments.last?.end == day("2025-01-01"))
        #expect(findings.outside == 2)
        var nobody = employed("2024-01-01", "2023-01-01")
        nobody.validFrom = day("2024-01-01")
        #expect(timeline([nobody], [row("2024-01-01", nil, 3)]).findings.outside == 1)
    }

    @Test func sourcesThatDifferAreFound() {
        let (segments, findings) = timeline(
            [employed("2024-01-01")],
            [row("2024-01-01", nil, 3, id: 1, source: 1), row("2024-01-01", nil, 4, id: 1, source: 0)])
        #expect(told(segments) == ["2024-01-01 4 10000"])
        #expect(findings.sources == 1)
        // The first row of the one is still to come while the other tells.
        let ahead = timeline(
            [employed("2024-01-01")],
            [
                row("2024-01-01", "2024-12-31", 3, id: 1, source: 1), row("2025-01-01", nil, 4, id: 1, source: 0),
            ])
        #expect(told(ahead.segments) == ["2024-01-01 3 10000", "2025-01-01 4 10000"])
        #expect(ahead.findings.sources == 0)
    }

    @Test func aColumnThatEndsIsNotCarriedOn() {
        let (segments, _) = timeline(
            [employed("2024-01-01")], [row("2024-01-01", nil, 3, manager: 5), row("2025-01-01", nil, 3)])
        #expect(segments.map(\.facts.manager) == [5, nil])
    }

    @Test func employmentsWithoutADayBetweenAreOne() {
        let (segments, _) = timeline(
            [employed("2023-01-01", "2023-12-31"), employed("2024-01-01")], [row("2023-06-01", nil, 3)])
        #expect(told(segments) == ["2023-01-01 3 10000"])
        #expect(segments.first?.spellFirst == day("2023-01-01"))
    }

    /// For a day by day: what the rows say is what a search over all of them says, in a random company.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64]) func oneSourceDayByDay(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int32) -> Int32 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int32(state >> 33) % bound
        }
        let origin = day("2024-01-01")
        for _ in 0..<60 {
            var employee = employed(nil, nil, department: 50)
            employee.hire = origin
            employee.last = origin + 40 + random(60)
            var records: [AssignmentRecord] = []
            for i in 0...random(6) {
                var record = row("2024-01-01", nil, random(5) == 0 ? nil : random(4), fte: random(3) * 2500)
                record.validFrom = origin + random(110) - 5
                if random(2) == 0 { record.validTo = record.validFrom + random(40) }
                record.order = Int32(i)
                records.append(record)
            }
            let segments = timeline([employee], records).segments
            let inTurn = records.enumerated().sorted { ($0.1.validFrom, $0.0) < ($1.1.validFrom, $1.0) }.map(\.1)
            func end(_ record: AssignmentRecord) -> Int32 {
                if record.validTo != EmployeeRow.noDay { return record.validTo + 1 }
                let next = inTurn.first { $0.validFrom > record.validFrom }?.validFrom ?? Int32.max
                return record.validFrom <= employee.last ? min(next, employee.last + 1) : next
            }
            let firstHeld = inTurn.filter { end($0) > origin && $0.validFrom <= employee.last }
                .map { max($0.validFrom, origin) }.min()
            for date in origin...employee.last {
                let asked = max(date, firstHeld ?? date)
                let holding = inTurn.filter { $0.validFrom <= asked && asked < end($0) }
                let department = holding.last { $0.department >= 0 }?.department ?? 50
                let fte = holding.last.map(\.fte) ?? 10_000
                let segment = segments.first { $0.first <= date && date < $0.end }
                #expect(
                    segment?.department == department && segment?.fte == fte, "seed \(seed), \(CivilDate(day: date))")
            }
        }
    }
}

/// Contracted weekdays of assignments laid over those of employees.
@Suite struct HeldPatternTests {
    private func pattern(_ minutes: Int32...) -> WorkPattern {
        var week = SIMD8<Int32>(repeating: 0)
        for (weekday, value) in minutes.enumerated() { week[weekday] = value }
        return WorkPattern(minutes: week)
    }

    private func segments(
        _ patterns: WorkPatterns, employee: Int32 = -1, employeeFTE: Int32 = 10_000,
        _ records: (fte: Int32, pattern: Int32, id: Int32)...
    ) -> [Segment] {
        var row = EmployeeRow(key: 1, check: 1)
        row.hire = day("2025-01-01")
        row.fte = employeeFTE
        row.pattern = employee
        var rows: [AssignmentRecord] = []
        for (place, record) in records.enumerated() {
            var held = AssignmentRecord(key: 1, validFrom: day("2025-01-01"))
            held.department = 3
            held.fte = record.fte
            held.pattern = record.pattern
            held.assignment = record.id
            held.order = Int32(place)
            rows.append(held)
        }
        rows.sort(by: AssignmentRecord.precedes)
        let withIDs = Set(rows.filter { $0.assignment >= 0 }.map(\.source))
        var builder = TimelineBuilder(
            unknownClass: 7, rank: { $0 }, patterns: patterns,
            held: HeldAssignments(
                sourcesWithIDs: withIDs, rank: { $0 }, asOf: day("2026-03-31"), unassigned: 99, patterns: patterns))
        var segments: [Segment] = []
        rows.withUnsafeBufferPointer { builder.segments(of: [row][...], held: $0, into: &segments) }
        return segments
    }

    @Test func theAssignmentSaysTheWeekdays() {
        let patterns = WorkPatterns()
        let own = patterns.place(of: pattern(450, 450, 450))
        let other = patterns.place(of: pattern(300, 300, 300, 300, 300))
        let one = segments(patterns, employee: other, (6_000, own, -1))
        #expect(one.map(\.pattern) == [own] && one.map(\.outsidePattern) == [0] && one.map(\.fte) == [6_000])
        // Where it says none, those of the employees row stand.
        #expect(segments(patterns, employee: other, (6_000, -1, -1)).map(\.pattern) == [other])
        #expect(segments(patterns, (6_000, -1, -1)).map(\.pattern) == [-1])
    }

    @Test func concurrentOnesAddUpAndKeepTheFractionOfThoseWithout() {
        let patterns = WorkPatterns()
        let early = patterns.place(of: pattern(450, 450))
        let late = patterns.place(of: pattern(0, 100, 450))
        let both = segments(patterns, (4_000, early, 1), (3_000, late, 2))
        #expect(both.count == 1 && both[0].fte == 7_000 && both[0].outsidePattern == 0)
        #expect(patterns[both[0].pattern].word == "450 550 450 0 0 0 0")
        let mixed = segments(patterns, (4_000, early, 1), (3_000, -1, 2))
        #expect(mixed.map(\.pattern) == [early] && mixed.map(\.outsidePattern) == [3_000])
    }
}
