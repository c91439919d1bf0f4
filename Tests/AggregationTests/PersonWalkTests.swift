import Calendars
import Statistics
import Testing

@testable import Aggregation

@Suite struct MarchVectorTests {
    private let world = World(asOf: "2026-04-30", firstMonth: month(2026, 2))

    @Test func hiredOnTheFirst() {
        let f = world.figures([Person(segments: [segment("2026-03-01")])])
        #expect(f.value("headcount.opening", 1, "2026-03") == 0)
        #expect(f.value("flow.hires", 1, "2026-03") == 1)
        #expect(f.value("headcount.closing", 1, "2026-03") == 1)
        #expect(f.value("headcount.opening", 1, "2026-04") == 1)
    }

    @Test func lastDayIsTheLastOfTheMonth() {
        let f = world.figures([Person(segments: [segment("2020-01-01", "2026-03-31")])])
        #expect(f.value("headcount.opening", 1, "2026-03") == 1)
        #expect(f.value("flow.leavers", 1, "2026-03") == 1)
        #expect(f.value("headcount.closing", 1, "2026-03") == 0)
        #expect(f.value("headcount.opening", 1, "2026-04") == 0)
        #expect(f.value("headcount.average", 1, "2026-03") == 1)
    }

    @Test func movedOnTheFirstOfTheNextMonth() {
        var old = segment("2020-01-01", "2026-03-31")
        old.leaves = 255
        let f = world.figures([
            Person(segments: [old, segment("2026-04-01", department: 3, start: StartKind.change)])
        ])
        #expect(f.value("headcount.closing", 1, "2026-03") == 1)
        #expect(f.value("headcount.closing", 3, "2026-03") == 0)
        #expect(f.value("flow.moves_out", 1, "2026-03") == 0)
        #expect(f.value("flow.moves_out", 1, "2026-04") == 1)
        #expect(f.value("flow.moves_in", 3, "2026-04") == 1)
        #expect(f.value("flow.moves_in", 2, "2026-04") == 1)
        // Inside the company nobody has moved.
        #expect(f.value("flow.moves_in", 0, "2026-04") == 0)
        #expect(f.value("flow.moves_out", 0, "2026-04") == 0)
        #expect(f.value("headcount.opening", 1, "2026-04") == 1)
        #expect(f.value("headcount.closing", 3, "2026-04") == 1)
    }

    @Test func hiredAndGoneOnOneDay() {
        let f = world.figures([Person(segments: [segment("2026-03-15", "2026-03-15")])])
        #expect(f.value("flow.hires", 1, "2026-03") == 1)
        #expect(f.value("flow.leavers", 1, "2026-03") == 1)
        #expect(f.value("headcount.opening", 1, "2026-03") == 0)
        #expect(f.value("headcount.closing", 1, "2026-03") == 0)
        #expect(f.sum(.personDays, 1, f.window("2026-03")) == 1)
    }

    @Test func whatComesAfterTheAsOfDayHasNoEffect() {
        let f = world.figures([
            Person(segments: [segment("2026-05-01")]), Person(segments: [segment("2020-01-01", "2026-06-30")]),
        ])
        #expect(f.value("headcount.closing", 0, "2026-04") == 1)
        #expect(f.value("flow.leavers", 0, "2026-04") == 0)
    }

    @Test func twoPointVectors() {
        // Two staff, one leaves and is replaced: 1 ÷ 2; not replaced: 1 ÷ 1.5.
        let stays = Person(segments: [segment("2020-01-01")])
        let goes = Person(segments: [segment("2020-01-01", "2026-03-10")])
        let comes = Person(segments: [segment("2026-03-20")])
        #expect(world.figures([stays, goes, comes]).value("turnover.total.two_point", 0, "2026-03") == 50)
        let rate = world.figures([stays, goes]).value("turnover.total.two_point", 0, "2026-03") ?? 0
        #expect(abs(rate - 200.0 / 3) < 1e-12)
    }

    @Test func frequencyVector() {
        // 19 spells begun by 75 employees: 25.3 %.
        let persons = (0..<75).map { i in
            Person(segments: [segment("2020-01-01")], absences: i < 19 ? [absence("2026-03-03", "2026-03-04")] : [])
        }
        let rate = world.figures(persons).value("absence.frequency", 0, "2026-03") ?? 0
        #expect(abs(rate - 1900.0 / 75) < 1e-12)
    }
}

@Suite struct AbsenceTimeTests {
    private let world = World(asOf: "2026-04-30", firstMonth: month(2026, 1))

    private func minutes(_ segments: [EmployedSegment], _ absences: [PersonAbsence], _ label: String = "2026-03")
        -> Int64
    {
        let f = world.figures([Person(segments: segments, absences: absences)])
        return f.sum(.absentMinutes, 0, f.window(label))
    }

    @Test func partTimeWeekIsWhollyAbsent() {
        // FTE 0.6 of 37.5 h, Monday to Friday sick: 22.5 h, and all of the week's scheduled time.
        let one = [segment("2020-01-01", fte: 6_000)]
        #expect(minutes(one, [absence("2026-03-02", "2026-03-08")]) == 1350)
    }

    @Test func gradeAndHours() {
        let one = [segment("2020-01-01")]
        #expect(minutes(one, [absence("2026-03-02", "2026-03-03", grade: 500)]) == 450)
        #expect(minutes(one, [absence("2026-03-02", "2026-03-03", perDay: 180)]) == 360)
        #expect(minutes(one, [absence("2026-03-02", "2026-03-03", perDay: 900)]) == 900)
        #expect(minutes(one, [absence("2026-03-02", "2026-03-04", total: 1000)]) == 1000)
    }

    @Test func spellsSplitAtMonthEndsAndRunToAsOf() {
        let one = [segment("2020-01-01")]
        // 30 March is a Monday.
        #expect(minutes(one, [absence("2026-03-30", "2026-04-02")]) == 2 * 450)
        #expect(minutes(one, [absence("2026-03-30", "2026-04-02")], "2026-04") == 2 * 450)
        #expect(minutes(one, [absence("2026-04-29", nil)], "2026-04") == 2 * 450)
    }

    @Test func noDayCountsTwice() {
        let one = [segment("2020-01-01")]
        let rows = [absence("2026-03-02", "2026-03-06", grade: 500), absence("2026-03-04", "2026-03-10", grade: 800)]
        // 2 and 3 March half, 4–6 March capped at whole, 9 and 10 March 80 %.
        #expect(minutes(one, rows) == 2 * 225 + 3 * 450 + 2 * 360)
    }

    @Test func absenceAfterTheLastDayIsLeftOut() {
        let gone = [segment("2020-01-01", "2026-03-03")]
        #expect(minutes(gone, [absence("2026-03-02", "2026-03-20")]) == 2 * 450)
    }

    @Test func spellsOfOneClassMergeOverAWeekend() {
        let rows = [
            absence("2026-03-04", "2026-03-06"), absence("2026-03-09", "2026-03-10"),
            absence("2026-03-12", "2026-03-12"),
        ]
        let f = world.figures([Person(segments: [segment("2020-01-01")], absences: rows)])
        #expect(f.sum(.spells, 0, f.window("2026-03")) == 2)
    }

    @Test func otherClassesAreNotCounted() {
        #expect(minutes([segment("2020-01-01")], [absence("2026-03-02", "2026-03-06", kind: 3)]) == 0)
    }
}

@Suite struct MeasureLawTests {
    private let world = World(asOf: "2026-05-17", firstMonth: month(2024, 11))

    /// Days counted one by one, in the plainest way there is.
    private func recount(_ people: [Person], _ plan: WalkPlan, node: Int32, days: Range<Int32>) -> (
        personDays: Int64, scheduled: Int64, absent: Int64, persons: Int
    ) {
        var result: (personDays: Int64, scheduled: Int64, absent: Int64, persons: Int) = (0, 0, 0, 0)
        for person in people {
            var isHere = false
            for day in days {
                for segment in person.segments
                where day >= segment.first && day < segment.end && segment.department >= node
                    && segment.department < plan.end[Int(node)]
                {
                    isHere = true
                    result.personDays += 1
                    guard CivilDate.weekday(of: day) < 5 else { continue }
                    let scheduled = roundedHalfEven(Int64(segment.fte) * 2250, 50_000)
                    result.scheduled += scheduled
                    var absent: Int64 = 0
                    for row in person.absences where row.kind == 0 && day >= row.first && day < row.end {
                        absent += roundedHalfEven(scheduled * Int64(row.grade < 0 ? 1000 : row.grade), 1000)
                    }
                    result.absent += min(absent, scheduled)
                }
            }
            if isHere { result.persons += 1 }
        }
        return result
    }

    @Test func windowsEqualARecountDayByDay() {
        let seed: UInt64 = 11
        var random = SeededGenerator(state: seed)
        let persons = randomPeople(120, &random)
        let plan = world.plan()
        let f = world.figures(persons)
        for (w, window) in f.grid.windows.enumerated() where window.first >= 0 {
            for node in 0..<4 {
                let expected = recount(persons, plan, node: Int32(node), days: window.days)
                #expect(f.sum(.personDays, node, w) == expected.personDays, "seed \(seed) \(window.label) \(node)")
                #expect(f.sum(.scheduled, node, w) == expected.scheduled, "seed \(seed) \(window.label) \(node)")
                #expect(f.sum(.absentMinutes, node, w) == expected.absent, "seed \(seed) \(window.label) \(node)")
                #expect(f.persons(node, w) == expected.persons, "seed \(seed) \(window.label) \(node)")
            }
        }
    }

    @Test func flowsExplainTheClosing() {
        let seed: UInt64 = 12
        var random = SeededGenerator(state: seed)
        let f = world.figures(randomPeople(300, &random))
        for (w, window) in f.grid.windows.enumerated() where window.kind == .month {
            for node in 0..<4 {
                let leavers = MeasureStore.Sum.leaving.reduce(Int64(0)) { $0 + f.sum($1, node, w) }
                let explained =
                    f.opening(node, w) + f.sum(.hires, node, w) + f.total(f.store.movesIn, node, w) - leavers
                    - f.total(f.store.movesOut, node, w)
                #expect(explained == f.closing(node, w), "seed \(seed) \(window.label) \(node)")
            }
        }
    }

    @Test func distinctCountsLieBetweenTheLargestChildAndTheSum() {
        var random = SeededGenerator(state: 13)
        let f = world.figures(randomPeople(300, &random))
        for w in f.grid.windows.indices {
            for measure in [MeasureStore.Distinct.persons, .absentPersons, .reached, .invitedPersons] {
                let children = [1, 2].map { f.distinct(measure, $0, w) }
                #expect(f.distinct(measure, 0, w) >= (children.max() ?? 0))
                #expect(f.distinct(measure, 2, w) >= f.distinct(measure, 3, w))
            }
            // Everyone is at home once.
            #expect(f.distinct(.home, 0, w) == f.distinct(.persons, 0, w))
        }
    }

    /// All that is accumulated of some persons in a split over shards, put together in any order: sums before and after the
    /// roll-up, and what the records give, as numbers and as the bits of numbers.
    private func accumulated(_ persons: [Person], shards: Int, _ random: inout SeededGenerator) -> [String: [Int64]] {
        var world = world
        world.managers = 12
        let plan = world.plan(waves: [day("2025-03-15")])
        let walks = (0..<shards).map { _ in PersonWalk(plan: plan, store: world.store(plan)) }
        for person in persons {
            let walk = walks[shards == 1 ? 0 : Int.random(in: 0..<shards, using: &random)]
            walk.add(
                segments: person.segments.span, absences: person.absences.span, events: person.events.span,
                happenings: person.happenings.span)
        }
        // An empty shard is none at all.
        let total = world.store(plan)
        var lengths: SpellLengths?
        var services: ServiceRecords?
        var stays: StayRecords?
        var spans: SpanOfControl?
        for walk in walks.shuffled(using: &random) {
            total.merge(walk.store)
            lengths = walk.lengths?.merged(lengths) ?? lengths
            services = walk.services?.merged(services) ?? services
            stays = walk.stays?.merged(stays) ?? stays
            spans = walk.spans?.merged(spans) ?? spans
        }
        spans?.fill(total, reports: spans)
        var results: [String: [Int64]] = [:]
        func read(_ step: String) {
            for measure in MeasureStore.Sum.allCases {
                guard let values = total.sum(measure) else { continue }
                results["\(measure) \(step)"] = (0..<4 * plan.grid.count).map { values[$0] }
            }
            for measure in MeasureStore.Distinct.allCases {
                guard let values = total.distinct(measure) else { continue }
                results["\(measure) \(step)"] = (0..<4 * total.places(measure).count).map { values[$0] }
            }
            results["closing \(step)"] = (0..<4 * (plan.grid.count + 1)).map { total.closing[$0] }
            results["moves in \(step)"] = (0..<4 * plan.grid.count).map { total.movesIn[$0] }
            results["moves out \(step)"] = (0..<4 * plan.grid.count).map { total.movesOut[$0] }
            results["wave \(step)"] = (0..<4).map { total.waveHeadcount[$0] }
        }
        read("apart")
        total.spreadDistinct(parent: world.parent)
        total.rollUp(parent: world.parent)
        read("together")
        func bits(_ number: Double) -> Int64 { Int64(bitPattern: number.bitPattern) }
        results["lengths"] = lengths?.summaries(
            nodes: 4, end: world.end, grid: plan.grid, windows: plan.needs.absenceWindows, workers: 2
        ).flatMap { [Int64($0.count), bits($0.median), bits($0.ninetieth)] }
        results["services"] = services?.medians(nodes: 4, end: world.end, grid: plan.grid, workers: 2).map(bits)
        for (node, state) in (stays?.states(end: world.end) ?? []).enumerated() {
            results["stays \(node)"] = state.days.flatMap {
                [Int64($0.day), Int64($0.entries), Int64($0.events), Int64($0.exits)]
            }
        }
        let curves = stays?.curves(
            parent: world.parent, end: world.end, days: Survival.namedDays, drawn: true, workers: 2)
        guard let curves else { return results }
        for node in 0..<4 {
            results["curve \(node)"] = (curves.curve(node)?.points ?? []).flatMap {
                [Int64($0.day), bits($0.survival), bits($0.low ?? -1), bits($0.high ?? -1)]
            }
            results["at risk \(node)"] = curves.days.map { Int64(curves.atRisk(node, day: $0)) }
            results["behind \(node)"] = ([nil] + curves.cohorts.map(Optional.init)).flatMap { year in
                [
                    Int64(curves.persons(node, year: year)), Int64(curves.home(node, year: year)),
                    year.map { Int64((curves.median(node, year: $0) ?? -1) ?? -2) } ?? 0,
                ]
            }
        }
        return results
    }

    @Test(arguments: [2, 3, 7, 64]) func anySplitOverShardsGivesTheSameOfEverything(shards: Int) {
        let seed: UInt64 = 14
        var random = SeededGenerator(state: seed)
        let persons = withManagers(randomPeople(300, &random), 12, &random)
        let whole = accumulated(persons, shards: 1, &random)
        let split = accumulated(persons, shards: shards, &random)
        #expect(whole.keys.sorted() == split.keys.sorted())
        for (name, values) in whole { #expect(values == split[name], "seed \(seed) \(shards) shards: \(name)") }
        // Nothing of it is there without having been counted.
        for name in [
            "stays 0", "curve 0", "managers together", "lengths", "services", "directReports apart",
            "noShowAS together",
            "mandatoryAA together", "doneSS together", "coveredDays together", "coveredAS together",
            "reviewContributors together", "stepAA together", "recognised together", "fortnightMet apart",
            "internalMoves apart", "recommend apart", "stepsOnTime together",
        ] {
            #expect(whole[name]?.contains { $0 != 0 } == true, "\(name)")
        }
    }

    /// What adds up over months does so over the quarters and years they make, whichever windows are asked for.
    @Test func monthsAddUpToQuartersAndYears() {
        let seed: UInt64 = 15
        var random = SeededGenerator(state: seed)
        let f = world.figures(randomPeople(300, &random))
        var compared = 0
        for (w, window) in f.grid.windows.enumerated() where window.kind != .month && window.first >= 0 {
            let months = f.grid.windows.indices.filter {
                f.grid.windows[$0].kind == .month && f.grid.windows[$0].first >= window.first
                    && f.grid.windows[$0].end <= window.end
            }
            #expect(months.count == window.months)
            for node in 0..<4 {
                for measure in MeasureStore.Sum.allCases {
                    let total = months.reduce(Int64(0)) { $0 + f.sum(measure, node, $1) }
                    #expect(total == f.sum(measure, node, w), "seed \(seed) \(measure) \(window.label) \(node)")
                }
                for moves in [f.store.movesIn, f.store.movesOut] {
                    let total = months.reduce(Int64(0)) { $0 + f.total(moves, node, $1) }
                    #expect(total == f.total(moves, node, w))
                }
                #expect(months.first.map { f.opening(node, $0) } == f.opening(node, w))
                #expect(months.last.map { f.closing(node, $0) } == f.closing(node, w))
                // Persons do not add up: they are at least as many as in any month.
                let persons = months.map { f.persons(node, $0) }
                #expect((persons.max() ?? 0) <= f.persons(node, w) && persons.reduce(0, +) >= f.persons(node, w))
                compared += 1
            }
        }
        #expect(compared > 40)
    }
}

@Suite struct MonthGridTests {
    @Test func windowsAndTheirClosing() {
        let grid = MonthGrid(
            firstMonth: month(2025, 1), asOf: day("2026-03-31"), closeAfterDays: 10,
            kinds: [.month, .quarter, .year, .rolling12])
        func window(_ label: String) -> MonthGrid.Window? { grid.windows.first { $0.label == label } }
        #expect(window("2026-02")?.isClosed == true)
        #expect(window("2026-03")?.isClosed == false)
        #expect(window("2026-Q1")?.isClosed == false)
        #expect(window("2025-Q4")?.days == day("2025-10-01")..<day("2026-01-01"))
        #expect(window("2025")?.days.count == 365)
        #expect(window("2026-02/P12M")?.days == day("2025-03-01")..<day("2026-03-01"))
        #expect((window("2025-11/P12M")?.first ?? 0) < 0)
        #expect(window("2026") == nil)
    }

    @Test func theAsOfDayCapsTheRunningMonth() {
        let grid = MonthGrid(firstMonth: month(2026, 3), asOf: day("2026-03-17"), closeAfterDays: 0, kinds: [.month])
        #expect(grid.windows.first?.days.count == 17)
        #expect(grid.windows.first?.isClosed == false)
        #expect(grid.month(of: day("2026-03-18")) == nil)
    }
}
