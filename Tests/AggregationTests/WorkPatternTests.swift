import Calendars
import Testing
import Workforce

@testable import Aggregation

private func pattern(_ minutes: Int32...) -> WorkPattern {
    var days = SIMD8<Int32>(repeating: 0)
    for (weekday, value) in minutes.enumerated() { days[weekday] = value }
    return WorkPattern(minutes: days)
}

extension EmployedSegment {
    fileprivate func contracted(_ place: Int32, outside: Int32 = 0) -> EmployedSegment {
        var segment = self
        segment.pattern = place
        segment.outsidePattern = outside
        return segment
    }
}

/// Contracted weekdays: who works when, whatever the position fraction says.
@Suite struct WorkPatternTests {
    private static let threeDays = pattern(450, 450, 450)
    private static let weekends = pattern(0, 0, 0, 0, 300, 600, 600)
    private static let unequal = pattern(600, 300, 0, 150)

    private var world: World {
        var world = World(
            asOf: "2026-12-31", firstMonth: month(2025, 1),
            kinds: [.month, .quarter, .year, .rolling12, .day, .weeks52])
        world.patterns = [Self.threeDays, Self.weekends, Self.unequal]
        return world
    }

    private func figures(
        _ absences: [PersonAbsence], pattern place: Int32 = 0, fte: Int32 = 6_000, outside: Int32 = 0,
        first: String = "2020-01-01", last: String? = nil
    ) -> Figures {
        world.figures([
            Person(
                segments: [segment(first, last, fte: fte).contracted(place, outside: outside)], absences: absences)
        ])
    }

    /// FTE 0.6, pattern Monday to Wednesday of 7.5 h, sick Monday to Friday: 3 days, 22.5 h, rate of that week 100 %.
    @Test func vectorOfThePartTimeWeek() throws {
        // 2 March 2026 is a Monday; the employment is that week alone.
        let f = figures([absence("2026-03-02", "2026-03-06")], first: "2026-03-02", last: "2026-03-08")
        let march = f.window("2026-03")
        #expect(f.sum(.absentMinutes, 0, march) == 3 * 450)
        #expect(Double(f.sum(.absentMinutes, 0, march)) / f.fullDayMinutes == 3)
        #expect(Double(f.sum(.absentMinutes, 0, march)) / 60 == 22.5)
        #expect(f.sum(.absentDays, 0, march) == 3)
        #expect(f.sum(.workDays, 0, march) == 3)
        #expect(try #require(f.value("absence.rate", 0, "2026-03")) == 100)
        #expect(try #require(f.value("absence.rate.unweighted", 0, "2026-03")) == 100)
        #expect(try #require(f.value("absence.rate_no", 0, "2026-03")) == 100)
    }

    /// The fraction says nothing about time where the contract does.
    @Test func positionFractionIsNotAppliedAgain() {
        let sick = [absence("2026-03-02", "2026-03-06")]
        for fte: Int32 in [1, 6_000, 10_000] {
            let f = figures(sick, fte: fte)
            #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 3 * 450)
            // March 2026 has five Mondays and Tuesdays and four Wednesdays.
            #expect(f.sum(.scheduled, 0, f.window("2026-03")) == 14 * 450)
            // FTE itself stays what it is.
            #expect(f.sum(.fteDays, 0, f.window("2026-03")) == 31 * Int64(fte))
        }
    }

    /// Agreed days are those of the pattern: three whole days a week, and not three fifths of them.
    @Test func agreedDaysAreThoseOfThePattern() throws {
        let f = figures([absence("2026-03-02", "2026-03-13", grade: 500)])
        #expect(f.sum(.agreedDays, 0, f.window("2026-03")) == 14 * 10_000)
        // Six days of half a grade.
        #expect(f.sum(.lostDays, 0, f.window("2026-03")) == 3 * 10_000_000)
        // A day of ten hours is a day and a third of 7.5.
        let long = figures([absence("2026-03-02", "2026-03-02")], pattern: 2)
        #expect(long.sum(.lostDays, 0, long.window("2026-03")) == 13_333_000)
    }

    @Test func nothingIsScheduledOnAPublicHoliday() {
        var holidays = world
        holidays.holidays = [day("2026-03-03"), day("2026-03-07")]
        let person = { (place: Int32) in
            Person(segments: [segment("2020-01-01").contracted(place)], absences: [absence("2026-03-02", "2026-03-08")])
        }
        let f = holidays.figures([person(0)])
        #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 2 * 450)
        #expect(f.sum(.scheduled, 0, f.window("2026-03")) == 13 * 450)
        // Saturday is one too.
        let weekend = holidays.figures([person(1)])
        #expect(weekend.sum(.absentMinutes, 0, weekend.window("2026-03")) == 300 + 600)
    }

    @Test func weekendsCountForThoseWhoWorkThen() {
        let f = figures([absence("2026-03-07", "2026-03-08")], pattern: 1)
        #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 1_200)
        #expect(f.sum(.absentDays, 0, f.window("2026-03")) == 2)
        // And for nobody else.
        let other = world.figures([
            Person(segments: [segment("2020-01-01")], absences: [absence("2026-03-07", "2026-03-08")])
        ])
        #expect(other.sum(.absentMinutes, 0, other.window("2026-03")) == 0)
    }

    /// Thursday to Sunday lie between, and no working day among them: one spell. For Monday to Friday it is two.
    @Test func spellsMergeOverDaysWithoutWork() {
        let rows = [absence("2026-03-02", "2026-03-04"), absence("2026-03-09", "2026-03-11")]
        let one = figures(rows)
        #expect(one.sum(.spells, 0, one.window("2026-03")) == 1)
        #expect(one.value("absence.spell_length.median", 0, "2026-Q1") == 10)
        let two = world.figures([Person(segments: [segment("2020-01-01")], absences: rows)])
        #expect(two.sum(.spells, 0, two.window("2026-03")) == 2)
        // Monday to Thursday are free for who works at weekends, Friday is not.
        let over = figures([absence("2026-03-07", "2026-03-08"), absence("2026-03-13", "2026-03-14")], pattern: 1)
        #expect(over.sum(.spells, 0, over.window("2026-03")) == 1)
        let apart = figures([absence("2026-03-07", "2026-03-08"), absence("2026-03-14", "2026-03-15")], pattern: 1)
        #expect(apart.sum(.spells, 0, apart.window("2026-03")) == 2)
    }

    /// What lies between is asked of the segment held then.
    @Test func aChangeOfPatternBetweenTwoRowsSaysWhatLiesBetween() {
        let rows = [absence("2026-03-02", "2026-03-04"), absence("2026-03-09", "2026-03-11")]
        func spells(_ places: (Int32, Int32)) -> Int64 {
            var before = segment("2020-01-01", "2026-03-05").contracted(places.0)
            before.leaves = EmployedSegment.goesOn
            let after = segment("2026-03-06", start: StartKind.change, spell: "2020-01-01").contracted(places.1)
            let f = world.figures([Person(segments: [before, after], absences: rows)])
            return f.sum(.spells, 0, f.window("2026-03"))
        }
        #expect(spells((0, 0)) == 1)
        // Friday 6 March is worked under the second contract.
        #expect(spells((0, 1)) == 2)
        #expect(spells((0, -1)) == 2)
        // Thursday 5 March under the first.
        #expect(spells((-1, 0)) == 2)
    }

    @Test func oneDaySpellsAreOnDaysOfWork() {
        // A Monday, and a Thursday on which nothing is scheduled.
        let f = figures([absence("2026-03-02", "2026-03-02"), absence("2026-03-19", "2026-03-19")])
        #expect(f.value("absence.weekday_pattern#1", 0, "2026-Q1") == 100)
        #expect(f.value("absence.weekday_pattern#4", 0, "2026-Q1") == 0)
    }

    @Test func bradfordCountsDaysOfThePattern() {
        // Six spells of a whole week: 36 × 18 = 648 days of the pattern, 36 × 30 = 1080 of five days.
        let rows = (0..<6).map { place in
            let first = day("2026-02-02") + Int32(place) * 21
            return PersonAbsence(
                first: first, end: first + 5, minutesPerDay: -1, minutesTotal: -1, grade: -1, dayPart: -1, kind: 0)
        }
        var narrow = world.plan()
        narrow.bradfordBands = [100, 648, 649, 1_000]
        let store = world.store(narrow)
        let walk = PersonWalk(plan: narrow, store: store)
        let person = Person(segments: [segment("2020-01-01").contracted(0)], absences: rows)
        walk.add(segments: person.segments.span, absences: person.absences.span, events: person.events.span)
        let december = narrow.grid.count - 1
        #expect(store.sum(.bradford2)?[1 * narrow.grid.count + december] == 1)
    }

    /// 7.5 hours over Monday of ten hours and Tuesday of five: five and two and a half.
    @Test func aRowTotalIsSpreadInProportionToTheHoursOfTheDays() {
        let total = absence("2026-03-02", "2026-03-04", total: 450)
        let f = figures([total], pattern: 2)
        #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 450)
        // Only Monday lies in the month.
        let split = figures([absence("2026-08-31", "2026-09-02", total: 450)], pattern: 2)
        #expect(split.sum(.absentMinutes, 0, split.window("2026-08")) == 300)
        #expect(split.sum(.absentMinutes, 0, split.window("2026-09")) == 150)
    }

    @Test func hoursOfADayAreCappedAtThoseOfThePattern() {
        let f = figures([absence("2026-03-02", "2026-03-05", perDay: 400)], pattern: 2)
        // Monday 400 of 600, Tuesday 300 of 300, Wednesday none, Thursday 150.
        #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 850)
    }

    /// A pattern and beside it a second assignment of 20 % without one: 90 minutes from Monday to Friday on top.
    @Test func fteOutsideThePatternComesOnTop() {
        let f = figures([absence("2026-03-02", "2026-03-06")], fte: 8_000, outside: 2_000)
        #expect(f.sum(.absentMinutes, 0, f.window("2026-03")) == 3 * 540 + 2 * 90)
        #expect(f.sum(.absentDays, 0, f.window("2026-03")) == 5)
        #expect(f.sum(.lostDays, 0, f.window("2026-03")) == 3 * 12_000_000 + 2 * 2_000_000)
    }

    @Test func aDayHasNoMoreThanItsMinutes() {
        let around = WorkPattern(minutes: SIMD8(repeating: 5_000))
        #expect(around.word == "1440 1440 1440 1440 1440 1440 1440")
        #expect(around.added(around) == around)
        let schedule = WorkSchedule(around, outside: 10_000, week: 2_250)
        #expect(schedule.minutes[0] == 1_440)
    }

    @Test func words() {
        #expect(Self.threeDays.word == "450 450 450 0 0 0 0")
        #expect(WorkPattern(word: "450 450 450 0 0 0 0") == Self.threeDays)
        for bad in [
            "", "450", "450 450 450 0 0 0", "450 450 450 0 0 0 0 0", "450  450 0 0 0 0 0", "-1 0 0 0 0 0 0",
            "1441 0 0 0 0 0 0", "4.5 0 0 0 0 0 0", "a 0 0 0 0 0 0", "450 450 450 0 0 0 99999999999",
        ] {
            #expect(WorkPattern(word: bad) == nil, "\(bad)")
        }
    }
}

/// Patterns that change, overlap and mix with fractions, against a recount day by day.
@Suite struct WorkPatternLawTests {
    private struct Recount: Equatable {
        var days: Int64 = 0
        var scheduled: Int64 = 0
        var agreed: Int64 = 0
        var absent: Int64 = 0
        var absentDays: Int64 = 0
        var short: Int64 = 0
        var all: Int64 = 0
        var lost: Int64 = 0
        var spells: Int64 = 0
    }

    private static let holidays: [Int32] = ["2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06"].map(
        day)

    private func scheduled(_ person: Person, _ patterns: [WorkPattern], _ day: Int32) -> (minutes: Int64, segment: Int)?
    {
        guard let s = person.segments.firstIndex(where: { day >= $0.first && day < $0.end }) else { return nil }
        let segment = person.segments[s]
        let weekday = CivilDate.weekday(of: day)
        if Self.holidays.contains(day) { return (0, s) }
        if segment.pattern < 0 {
            return (weekday < 5 ? roundedHalfEven(Int64(segment.fte) * 2250, 50_000) : 0, s)
        }
        let besides = weekday < 5 ? roundedHalfEven(Int64(segment.outsidePattern) * 2250, 50_000) : 0
        return (Int64(patterns[Int(segment.pattern)].minutes[weekday]) + besides, s)
    }

    /// Whether the day is one of work; that of a segment without a pattern is one whatever its fraction.
    private func isWorked(_ person: Person, _ patterns: [WorkPattern], _ day: Int32) -> Bool {
        guard let (minutes, s) = scheduled(person, patterns, day) else {
            return CivilDate.weekday(of: day) < 5 && !Self.holidays.contains(day)
        }
        if person.segments[s].pattern >= 0 { return minutes > 0 }
        return CivilDate.weekday(of: day) < 5 && !Self.holidays.contains(day)
    }

    private func spellStarts(_ person: Person, _ patterns: [WorkPattern]) -> [Int32] {
        var starts: [Int32] = []
        var last: (first: Int32, end: Int32)?
        for row in person.absences {
            guard row.kind == 0 else {
                starts.append(Int32.min)
                continue
            }
            if let before = last,
                before.end >= row.first
                    || (before.end..<row.first).allSatisfy({ !isWorked(person, patterns, $0) })
            {
                last = (before.first, max(before.end, row.end))
            } else {
                last = (row.first, row.end)
            }
            starts.append(last?.first ?? row.first)
        }
        return starts
    }

    private func recount(
        _ people: [Person], _ patterns: [WorkPattern], node: Int32, end: Int32, days: Range<Int32>
    ) -> Recount {
        var result = Recount()
        for person in people {
            let starts = spellStarts(person, patterns)
            for start in Set(starts) where days.contains(start) {
                if let s = person.segments.first(where: { start >= $0.first && start < $0.end }),
                    s.department >= node, s.department < end
                {
                    result.spells += 1
                }
            }
            for day in days where isWorked(person, patterns, day) {
                guard let (scheduled, s) = scheduled(person, patterns, day) else { continue }
                let segment = person.segments[s]
                guard segment.department >= node, segment.department < end else { continue }
                var fraction = Int64(segment.fte)
                if segment.pattern >= 0 {
                    let weekday = CivilDate.weekday(of: day)
                    let minutes = Int64(patterns[Int(segment.pattern)].minutes[weekday])
                    fraction =
                        roundedHalfEven(minutes * 10_000, 450) + (weekday < 5 ? Int64(segment.outsidePattern) : 0)
                }
                result.days += 1
                result.scheduled += scheduled
                result.agreed += fraction
                var filled: Int64 = 0
                var filledAll: Int64 = 0
                var grades: Int64 = 0
                var isAbsent = false
                for (row, start) in zip(person.absences, starts) where day >= row.first && day < row.end {
                    let asked = roundedHalfEven(scheduled * Int64(row.grade < 0 ? 1000 : row.grade), 1000)
                    filledAll = min(filledAll + asked, scheduled)
                    guard row.kind == 0 else { continue }
                    isAbsent = true
                    let given = min(filled + asked, scheduled) - filled
                    filled += given
                    if day < start + 16 { result.short += given }
                    let isWhole = row.certificate == PersonAbsence.selfCertified || row.grade < 0
                    grades = min(grades + (isWhole ? 1000 : max(Int64(row.grade), 200)), 1000)
                }
                result.absent += filled
                result.absentDays += isAbsent ? 1 : 0
                result.all += filledAll
                result.lost += grades * fraction
            }
        }
        return result
    }

    @Test(arguments: [31, 32, 33] as [UInt64]) func everythingEqualsARecountDayByDay(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var world = World(
            asOf: "2026-05-17", firstMonth: month(2024, 11), kinds: [.month, .quarter, .year, .rolling12])
        world.holidays = Self.holidays
        world.patterns = (0..<6).map { _ in
            var minutes = SIMD8<Int32>(repeating: 0)
            for weekday in 0..<7 where Bool.random(using: &random) {
                minutes[weekday] = [450, 600, 37, 333][Int.random(in: 0...3, using: &random)]
            }
            if minutes == SIMD8(repeating: 0) { minutes[3] = 450 }
            return WorkPattern(minutes: minutes)
        }
        let persons = randomPeople(120, &random).map { person in
            var person = person
            for s in person.segments.indices {
                person.segments[s].pattern = Int32.random(in: -1...5, using: &random)
                if person.segments[s].pattern >= 0, Int.random(in: 0...3, using: &random) == 0 {
                    person.segments[s].outsidePattern = 2_500
                }
            }
            return person
        }
        let f = world.figures(persons)
        for (w, window) in f.grid.windows.enumerated() where window.first >= 0 {
            for node in 0..<4 {
                let found = Recount(
                    days: f.sum(.workDays, node, w), scheduled: f.sum(.scheduled, node, w),
                    agreed: f.sum(.agreedDays, node, w), absent: f.sum(.absentMinutes, node, w),
                    absentDays: f.sum(.absentDays, node, w), short: f.sum(.shortAbsence, node, w),
                    all: f.sum(.allAbsent, node, w), lost: f.sum(.lostDays, node, w), spells: f.sum(.spells, node, w))
                let expected = recount(
                    persons, world.patterns, node: Int32(node), end: world.end[node], days: window.days)
                #expect(found == expected, "seed \(seed) \(window.label) \(node)")
            }
        }
    }
}
