import Calendars
import Testing

@testable import Aggregation

/// The rules of a day's absent minutes, one test each: hours given per day, else a row's total spread over its days, else the
/// part of the day; then the grade; overlaps add up to what is scheduled.
@Suite struct AbsentMinutesTests {
    private let world = World(asOf: "2026-04-30", firstMonth: month(2026, 1))

    private func figures(_ absences: [PersonAbsence], fte: Int32 = 10_000, last: String? = nil) -> Figures {
        world.figures([Person(segments: [segment("2020-01-01", last, fte: fte)], absences: absences)])
    }

    private func minutes(_ absences: PersonAbsence..., fte: Int32 = 10_000, month label: String = "2026-03") -> Int64 {
        let f = figures(absences, fte: fte)
        return f.sum(.absentMinutes, 0, f.window(label))
    }

    private func part(
        _ first: String, _ last: String?, _ part: Int32, grade: Int32 = -1, perDay: Int32 = -1, total: Int32 = -1
    ) -> PersonAbsence {
        var row = absence(first, last, grade: grade, perDay: perDay, total: total)
        row.dayPart = part
        return row
    }

    @Test func hoursGivenPerDayAreTakenAsTheyAre() {
        // Three working days of three hours.
        #expect(minutes(absence("2026-03-02", "2026-03-04", perDay: 180)) == 540)
        // The fraction has no say in them, but no day has more than is scheduled.
        #expect(minutes(absence("2026-03-02", "2026-03-04", perDay: 180), fte: 5_000) == 540)
        #expect(minutes(absence("2026-03-02", "2026-03-04", perDay: 300), fte: 5_000) == 3 * 225)
        // Nor does a weekend within the row.
        #expect(minutes(absence("2026-03-06", "2026-03-09", perDay: 180)) == 360)
    }

    @Test func aRowTotalIsSpreadOverItsScheduledDays() {
        // Friday to Monday: two working days.
        #expect(minutes(absence("2026-02-27", "2026-03-02", total: 600)) == 300)
        #expect(minutes(absence("2026-02-27", "2026-03-02", total: 600), month: "2026-02") == 300)
        // What does not divide evenly adds up to the total all the same.
        #expect(minutes(absence("2026-03-02", "2026-03-04", total: 1_000)) == 1_000)
        #expect(minutes(absence("2026-03-02", "2026-03-04", total: 9_999)) == 3 * 450)
    }

    /// The part of the total that lies after the as-of day is not known to have been taken.
    @Test func aRowTotalThatReachesPastTheAsOfDayIsOfAllItsDays() {
        // Thursday 30 April, the as-of day, and Friday 1 May, each half of it.
        #expect(minutes(absence("2026-04-30", "2026-05-01", total: 600), month: "2026-04") == 300)
        // Of an open row nothing but the days so far is known.
        #expect(minutes(absence("2026-04-29", nil, total: 600), month: "2026-04") == 600)
    }

    @Test func partsOfADayAreOfWhatIsScheduled() {
        #expect(minutes(part("2026-03-02", "2026-03-02", 500)) == 225)
        #expect(minutes(part("2026-03-02", "2026-03-03", 250), fte: 8_000) == 2 * 90)
        #expect(minutes(part("2026-03-07", "2026-03-08", 500)) == 0)
    }

    @Test func theGradeComesLast() {
        #expect(minutes(absence("2026-03-02", "2026-03-02", grade: 400)) == 180)
        #expect(minutes(part("2026-03-02", "2026-03-02", 500, grade: 400)) == 90)
        #expect(minutes(absence("2026-03-02", "2026-03-02", grade: 400, perDay: 300)) == 120)
        #expect(minutes(absence("2026-03-02", "2026-03-03", grade: 400, total: 600)) == 240)
    }

    @Test func hoursGoBeforeATotalAndATotalBeforeAPart() {
        #expect(minutes(part("2026-03-02", "2026-03-03", 100, perDay: 60, total: 600)) == 120)
        #expect(minutes(part("2026-03-02", "2026-03-03", 100, total: 600)) == 600)
    }

    @Test func overlapsAddUpToWhatIsScheduled() {
        let two = [part("2026-03-02", "2026-03-02", 500), part("2026-03-02", "2026-03-02", 300)]
        #expect(minutes(two[0], two[1]) == 225 + 135)
        #expect(minutes(two[0], absence("2026-03-02", "2026-03-02", perDay: 400)) == 450)
        // Rows of other classes take nothing away.
        #expect(minutes(absence("2026-03-02", "2026-03-02", kind: 3), two[0]) == 225)
    }

    @Test func nothingIsAbsentOnAPublicHoliday() {
        var norway = world
        norway.country = "NO"
        let person = Person(segments: [segment("2020-01-01")], absences: [absence("2026-03-30", "2026-04-07")])
        let f = norway.figures([person])
        // Maundy Thursday 2 April, Good Friday 3 April and Easter Monday 6 April.
        #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 2 * 450)
        #expect(f.sum(.absentMinutes, 0, f.window("2026-04")) == 2 * 450)
        #expect(f.sum(.scheduled, 0, f.window("2026-04")) == 19 * 450)
    }

    /// What lies after the last day is dropped, and somebody is told of it.
    @Test func absenceAfterTheLastDayIsDroppedAndCounted() {
        func outside(_ absence: PersonAbsence, last: String?) -> (minutes: Int64, outside: Int) {
            let plan = world.plan()
            let store = world.store(plan)
            let walk = PersonWalk(plan: plan, store: store)
            let person = Person(segments: [segment("2020-01-01", last)], absences: [absence])
            walk.add(segments: person.segments.span, absences: person.absences.span, events: person.events.span)
            let months = plan.grid.count
            return (
                (0..<months).reduce(0) { $0 + (store.sum(.absentMinutes)?[months + $1] ?? 0) }, walk.absencesOutside
            )
        }
        #expect(outside(absence("2026-03-02", "2026-03-20"), last: "2026-03-03") == (900, 1))
        #expect(outside(absence("2026-03-09", nil), last: "2026-03-03") == (0, 1))
        #expect(outside(absence("2019-12-30", "2020-01-01"), last: nil) == (0, 1))
        #expect(outside(absence("2026-03-02", "2026-03-03"), last: "2026-03-03") == (900, 0))
    }

    @Test func openSpellsRunToTheAsOfDay() {
        let f = figures([absence("2026-03-30", nil)])
        #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 2 * 450)
        // To Thursday 30 April.
        #expect(f.sum(.absentMinutes, 0, f.window("2026-04")) == 22 * 450)
        let gone = figures([absence("2026-03-30", nil)], last: "2026-04-01")
        #expect(gone.sum(.absentMinutes, 0, gone.window("2026-04")) == 450)
    }
}
