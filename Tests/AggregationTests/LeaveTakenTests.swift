import Calendars
import Disclosure
import Results
import Testing
import Workforce

@testable import Aggregation

/// Leave taken of leave entitled: whose, of which year, at which unit, and by when.
@Suite struct LeaveTakenTests {
    private var world: World {
        var world = World(
            asOf: "2026-06-30", firstMonth: month(2025, 1), kinds: [.month, .year, .yearToDate, .rolling12])
        var days = SIMD8<Int32>(repeating: 0)
        (days[0], days[1], days[2]) = (450, 450, 450)
        world.patterns = [WorkPattern(minutes: days)]
        return world
    }

    private struct Employee {
        var segments: [EmployedSegment]
        var absences: [PersonAbsence] = []
        var leave: [PersonLeave] = []
    }

    private func leave(_ year: Int32, days: Int32 = -1, minutes: Int32 = -1) -> PersonLeave {
        PersonLeave(year: year, days: days, minutes: minutes)
    }

    private func vacation(_ first: String, _ last: String, part: Int32 = -1, total: Int32 = -1) -> PersonAbsence {
        var row = absence(first, last, total: total, kind: 3)
        row.dayPart = part
        return row
    }

    private func figures(_ people: [Employee]) -> Figures {
        let plan = world.plan()
        let store = world.store(plan)
        let walk = PersonWalk(plan: plan, store: store)
        for one in people {
            walk.add(
                segments: one.segments.span, absences: one.absences.span, events: [PersonEvent]().span,
                leave: one.leave.span)
        }
        store.spreadDistinct(parent: world.parent)
        store.rollUp(parent: world.parent)
        return Figures(store: store, grid: plan.grid, survey: nil, snapshot: nil, fullDayMinutes: 450)
    }

    private func sums(_ f: Figures, _ label: String, node: Int = 0) -> [Int64] {
        [f.sum(.leaveTaken, node, f.window(label)), f.sum(.leaveEntitled, node, f.window(label))]
    }

    private func value(_ f: Figures, _ label: String, node: Int = 0) -> Figure {
        LeaveTaken.metric.figure(f, node, f.window(label))
    }

    @Test func daysTakenOfDaysEntitled() {
        // 14 to 25 July 2025: ten working days.
        let f = figures([
            Employee(
                segments: [segment("2020-01-01")], absences: [vacation("2025-07-14", "2025-07-27")],
                leave: [leave(2025, days: 25_000)])
        ])
        #expect(sums(f, "2025") == [10_000, 25_000])
        let figure = value(f, "2025")
        #expect(figure.value == 40 && figure.numerator == 10 && figure.denominator == 25 && figure.n == 1)
    }

    @Test func halfDaysAndTotalsAreParts() {
        let f = figures([
            Employee(
                segments: [segment("2020-01-01")],
                absences: [
                    vacation("2025-03-03", "2025-03-03", part: 500), vacation("2025-03-10", "2025-03-11", total: 450),
                ], leave: [leave(2025, days: 25_000)])
        ])
        #expect(sums(f, "2025") == [1_500, 25_000])
    }

    /// A day of a pattern is a day, however long; free days are none.
    @Test func daysAreThoseOfThePattern() {
        var part = segment("2020-01-01", fte: 6_000)
        part.pattern = 0
        let f = figures([
            Employee(
                segments: [part], absences: [vacation("2025-07-14", "2025-07-20")],
                leave: [leave(2025, days: 15_000)])
        ])
        #expect(sums(f, "2025") == [3_000, 15_000])
    }

    /// 112.5 hours are 15 days of 7.5 hours, and 25 of a position of 60 %.
    @Test func hoursAreDaysOfThePersonsOwnLength() {
        var part = segment("2020-01-01", fte: 6_000)
        part.pattern = 0
        let f = figures([
            Employee(segments: [part], leave: [leave(2025, minutes: 6_750)]),
            Employee(
                segments: [segment("2020-01-01", department: 3, fte: 6_000)], leave: [leave(2025, minutes: 6_750)]),
        ])
        #expect(sums(f, "2025", node: 1) == [0, 15_000])
        #expect(sums(f, "2025", node: 3) == [0, 25_000])
    }

    @Test func rowsOfAYearAddUp() {
        let f = figures([
            Employee(
                segments: [segment("2020-01-01")], leave: [leave(2025, days: 25_000), leave(2025, days: 5_000)])
        ])
        #expect(sums(f, "2025") == [0, 30_000])
    }

    /// The year to date has the part of the entitlement that its days are: 181 of 365 days.
    @Test func theYearToDateHasWhatHasPassed() {
        let f = figures([Employee(segments: [segment("2020-01-01")], leave: [leave(2026, days: 25_000)])])
        #expect(sums(f, "2026-06/YTD") == [0, roundedHalfEven(25_000 * 181, 365)])
        // Every month up to the total once.
        #expect(sums(f, "2026-01/YTD")[1] == roundedHalfEven(25_000 * 31, 365))
    }

    /// What the system gives for the year is due within the days employed in it.
    @Test func whoJoinsOrLeavesHasAllOfItInTheirDays() {
        let joined = figures([Employee(segments: [segment("2025-10-01")], leave: [leave(2025, days: 6_250)])])
        #expect(sums(joined, "2025") == [0, 6_250])
        #expect(sums(joined, "2025-10/YTD")[1] == roundedHalfEven(6_250 * 31, 92))
        let left = figures([
            Employee(segments: [segment("2020-01-01", "2026-03-31")], leave: [leave(2026, days: 6_250)])
        ])
        #expect(sums(left, "2026-03/YTD") == [0, 6_250])
        #expect(sums(left, "2026-06/YTD") == [0, 6_250])
        // Who has not been employed in the year has none of it.
        let none = figures([Employee(segments: [segment("2026-01-01")], leave: [leave(2025, days: 25_000)])])
        #expect(sums(none, "2025") == [0, 0] && value(none, "2025").value == nil)
    }

    @Test func aMoverTakesItAlong() {
        var before = segment("2020-01-01", "2025-03-31", department: 1)
        before.leaves = EmployedSegment.goesOn
        let after = segment("2025-04-01", department: 3, start: StartKind.change, spell: "2020-01-01")
        let f = figures([
            Employee(
                segments: [before, after],
                absences: [vacation("2025-03-31", "2025-04-02")], leave: [leave(2025, days: 36_500)])
        ])
        // 90 days of 365 before the move, and 275 after it.
        #expect(sums(f, "2025", node: 1) == [1_000, 9_000])
        #expect(sums(f, "2025", node: 3) == [2_000, 27_500])
        #expect(sums(f, "2025", node: 0) == [3_000, 36_500])
        #expect(value(f, "2025").n == 1)
    }

    /// Unknown is not none: without an entitlement for the year neither side counts.
    @Test func whoseEntitlementIsUnknownIsLeftOut() {
        let f = figures([
            Employee(
                segments: [segment("2020-01-01")],
                absences: [vacation("2025-12-29", "2026-01-02")], leave: [leave(2026, days: 25_000)]),
            Employee(segments: [segment("2020-01-01")], absences: [vacation("2025-07-14", "2025-07-18")]),
        ])
        #expect(sums(f, "2025") == [0, 0])
        #expect(sums(f, "2026-01/YTD")[0] == 2_000)
        #expect(value(f, "2026-01/YTD").n == 1)
    }

    @Test func otherAbsencesAreNoLeaveAndNoDayCountsTwice() {
        let f = figures([
            Employee(
                segments: [segment("2020-01-01")],
                absences: [
                    vacation("2025-03-03", "2025-03-04"), absence("2025-03-03", "2025-03-07"),
                    vacation("2025-03-04", "2025-03-05"), absence("2025-03-10", "2025-03-10", kind: 4),
                ], leave: [leave(2025, days: 25_000)])
        ])
        #expect(sums(f, "2025") == [3_000, 25_000])
    }

    /// Of cells in which one person took most of it nothing is shown, as of absence.
    @Test func fewWhoMakeItUpAreHidden() {
        func mask(_ takers: Int) -> SuppressionReason? {
            let people = (0..<20).map { place in
                Employee(
                    segments: [segment("2020-01-01")],
                    absences: place < takers ? [vacation("2025-07-14", "2025-07-18")] : [],
                    leave: [leave(2025, days: 25_000)])
            }
            let f = figures(people)
            let settings = GateSettings(
                minimum: 5, minimumShares: 10, absenceMonthFrom: 50, absenceQuarterFrom: 25, absenceYearFrom: 10,
                synthetic: false)
            return MaskMaker(
                figures: f, tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]),
                settings: settings, observed: ObservedMonths(), waveIsClosed: []
            ).masks(.leave, slot: f.window("2025")).first?.mask[1]
        }
        #expect(mask(2) == .dominance)
        #expect(mask(8) == nil)
    }

    /// Everybody's parts are those of a recount day by day, at every unit and in every window.
    @Test(arguments: [61, 62] as [UInt64]) func everythingEqualsARecount(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let people = randomPeople(80, &random).map { person in
            var absences = person.absences
            for i in absences.indices where Bool.random(using: &random) { absences[i].kind = 3 }
            let years = [2025, 2026].filter { _ in Int.random(in: 0...2, using: &random) > 0 }
            return Employee(
                segments: person.segments, absences: absences,
                leave: years.map { leave(Int32($0), days: Int32.random(in: 0...30_000, using: &random)) })
        }
        let f = figures(people)
        let asOf = f.grid.asOf
        for window in f.grid.windows where window.kind == .year || window.kind == .yearToDate {
            guard window.first >= 0 else { continue }
            for node: Int32 in 0..<4 {
                var taken: Int64 = 0
                var entitled: Int64 = 0
                for one in people {
                    for row in one.leave {
                        let year =
                            CivilDate.firstDay(
                                ofMonth: Int(row.year) * 12)..<CivilDate.firstDay(
                                ofMonth: Int(row.year) * 12 + 12)
                        let employed = year.filter { day in
                            one.segments.contains { day >= $0.first && day < $0.end }
                        }
                        guard !employed.isEmpty else { continue }
                        var passed: Int64 = 0
                        for day in employed {
                            let before = roundedHalfEven(Int64(row.days) * passed, Int64(employed.count))
                            passed += 1
                            let after = roundedHalfEven(Int64(row.days) * passed, Int64(employed.count))
                            guard window.days.contains(day), day <= asOf,
                                let held = one.segments.first(where: { day >= $0.first && day < $0.end }),
                                held.department >= node, held.department < world.end[Int(node)]
                            else { continue }
                            entitled += after - before
                            guard CivilDate.weekday(of: day) < 5 else { continue }
                            let scheduled = roundedHalfEven(Int64(held.fte) * 2250, 50_000)
                            var filled: Int64 = 0
                            for absence in one.absences
                            where absence.kind == 3 && day >= absence.first && day < absence.end {
                                let asked = roundedHalfEven(
                                    scheduled * Int64(absence.grade < 0 ? 1000 : absence.grade), 1000)
                                filled = min(filled + asked, scheduled)
                            }
                            taken += roundedHalfEven(filled * 1000, scheduled)
                        }
                    }
                }
                #expect(
                    sums(f, window.label, node: Int(node)) == [taken, entitled], "seed \(seed) \(window.label) \(node)")
            }
        }
    }
}
