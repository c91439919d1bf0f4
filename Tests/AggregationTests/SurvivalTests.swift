import Calendars
import Disclosure
import Results
import Statistics
import Testing

@testable import Aggregation

@Suite struct SurvivalTests {
    private let world = World(asOf: "2026-06-30", firstMonth: month(2024, 1))

    /// Someone hired on a day who leaves after so many completed days, or stays.
    private func person(
        _ hired: String, days: Int32? = nil, department: Int32 = 1, leaves: UInt8 = 0, start: UInt8 = StartKind.hire
    ) -> Person {
        let first = day(hired)
        return Person(segments: [
            EmployedSegment(
                first: first, end: days.map { first + $0 } ?? Int32.max, department: department, fte: 10_000,
                start: start, leaves: days == nil ? EmployedSegment.goesOn : leaves, spellFirst: first)
        ])
    }

    private func people(_ count: Int, _ person: (Int) -> Person) -> [Person] { (0..<count).map(person) }

    /// metrics.md, section 3.
    @Test func monthsAsCompletedDays() {
        #expect(Survival.namedDays == [91, 365, 730, 1_096])
        #expect(Survival.points.map(\.id) == ["91", "365", "730", "1096"].map { "retention.survival#\($0)" })
    }

    /// Of 20 hired on one day, 8 leave after 100 days each (all reasons count) and nobody else: 60 % after a year.
    @Test func shareOfThoseWhoStay() throws {
        let f = world.figures(people(20) { person("2025-01-01", days: $0 < 8 ? 100 : nil, leaves: UInt8($0 % 4)) })
        let early = try #require(f.asOfDay("retention.survival#91", 1))
        #expect(early == Figure(value: 100, denominator: 20, n: 20))
        let year = try #require(f.asOfDay("retention.survival#365", 1))
        #expect(year.value == 60)
        // Twelve at risk are told as ten.
        #expect(year.n == 10 && year.denominator == 10 && year.numerator == nil)
        // R's survfit(Surv(time, event) ~ 1, conf.type = "log-log"): 0.35729 to 0.77605, outwards.
        #expect(year.low == 35.7 && year.high == 77.7)
        #expect(f.survival?.curve(1)?.median == nil, "not reached")
        #expect(f.asOfDay("retention.survival.median", 1) == Figure(value: nil, n: 20))
    }

    @Test func theLastDayOfTheFirstYearIsStillInIt() throws {
        // Day 365 of the employment is the last day employed, or the one after it.
        for (days, share) in [(Int32(365), 50.0), (366, 100)] {
            let f = world.figures(people(20) { person("2025-01-01", days: $0 < 10 ? days : nil) })
            #expect(f.asOfDay("retention.survival#365", 1)?.value == share)
        }
    }

    /// Without anyone whose time is cut off, it is what `turnover.first_year` leaves.
    @Test func withoutCensoringItIsTheRestOfTheFirstYearsLeavers() throws {
        let f = world.figures(
            people(40) { person("2025-01-10", days: $0 % 3 == 0 ? Int32(340 + $0) : nil, department: Int32($0 % 4)) })
        for node in [0, 2] {
            let left = try #require(
                Turnover.metrics.first { $0.id == "turnover.first_year" }?.figure(f, node, f.window("2026-01/P12M"))
                    .value)
            let stayed = try #require(f.asOfDay("retention.survival#365", node)?.value)
            #expect(abs(stayed - (100 - left)) <= 0.05 + 1e-9)
        }
    }

    @Test func whoeverRunsAtTheAsOfDayIsCutOffThereAndItsLeaversAreNot() {
        // 29 June is the 363rd day of an employment since 1 July 2025, 30 June the 364th and 365 are completed then.
        let f = world.figures(
            people(12) { _ in person("2025-07-01") } + people(6) { _ in person("2025-07-01", days: 365) }
                + people(6) { _ in person("2025-07-01", days: 366) })
        #expect(f.asOfDay("retention.survival#365", 1)?.value == 75)
        #expect(f.survival?.atRisk(1, day: 365) == 24)
        #expect(f.survival?.point(1, day: 396) == nil && f.survival?.atRisk(1, day: 396) == 0)
    }

    @Test func spellsOfUnknownHireAreLeftOut() {
        let known = people(24) { person("2025-01-01", days: $0 < 12 ? 50 : nil) }
        let unknown = people(9) { person("2024-06-01", days: $0 < 9 ? 60 : nil, start: StartKind.observed) }
        let f = world.figures(known + unknown)
        #expect(f.asOfDay("retention.survival#91", 1)?.value == 50)
        #expect(f.survival?.persons(1) == 24)
    }

    /// Hired before leavers are known: at risk from the tenure of that day on, and those who left before are not there.
    @Test func lateEntriesDoNotLengthenTheCurve() throws {
        var late = world
        late.leaversFrom = day("2025-01-01")
        // 360 days on 1 January 2025; of them five leave on their 400th day.
        let f = late.figures(
            people(20) { person("2024-01-07", days: $0 < 5 ? 400 : nil) }
                + people(30) { _ in
                    person("2024-01-07", days: 200)
                })
        let curve = try #require(f.survival?.curve(1))
        #expect(curve.start == 360)
        #expect(f.survival?.persons(1) == 20)
        #expect(f.survival?.atRisk(1, day: 91) == 0)
        #expect(f.asOfDay("retention.survival#91", 1)?.value == nil)
        #expect(f.asOfDay("retention.survival#730", 1)?.value == 75)
        #expect(f.survival?.median(1, year: 2024) == nil, "only hires that are seen from their first day on")
    }

    @Test func aMoveEndsTheStayInOneUnitAndBeginsItInTheOther() throws {
        // Twenty begin in 1 and go to 3 after 100 days; eight leave there after 200 days, ten others in 1 after 50.
        let moved = people(20) { i in
            let first = day("2025-01-01")
            let leaves = i < 8
            return Person(segments: [
                EmployedSegment(
                    first: first, end: first + 100, department: 1, fte: 10_000, start: StartKind.hire,
                    leaves: EmployedSegment.goesOn, spellFirst: first),
                EmployedSegment(
                    first: first + 100, end: leaves ? first + 200 : Int32.max, department: 3, fte: 10_000,
                    start: StartKind.change, leaves: leaves ? 0 : EmployedSegment.goesOn, spellFirst: first),
            ])
        }
        let f = world.figures(moved + people(10) { _ in person("2025-01-01", days: 50) })
        let survival = try #require(f.survival)
        #expect(survival.curve(1)?.start == 0)
        #expect(f.asOfDay("retention.survival#91", 1)?.value == 66.7)
        #expect(f.asOfDay("retention.survival#365", 1)?.value == nil, "nobody is there any more")
        for node in [2, 3] {
            #expect(survival.curve(node)?.start == 100)
            #expect(f.asOfDay("retention.survival#365", node)?.value == 60)
        }
        // For the company nobody moved: 10 of 30, then 8 of 20.
        #expect(f.asOfDay("retention.survival#365", 0)?.value == 40)
        #expect([0, 1, 2, 3].map { survival.persons($0) } == [30, 30, 20, 20])
        #expect([0, 1, 2, 3].map { survival.home($0) } == [30, 10, 20, 20])
    }

    @Test func halfLifeOfTheYearsHires() throws {
        let f = world.figures(
            people(20) { person("2024-03-01", days: $0 < 10 ? 244 : nil) }
                + people(20) { person("2025-03-01", days: $0 < 9 ? 30 : nil) }
                + people(12) { _ in person("2026-03-01") })
        // 244 days are 8.0 months; the second year's half is not reached, the third has no leaver at all.
        #expect(f.asOfDay("retention.half_life#2024", 1) == Figure(value: 8, n: 20))
        #expect(f.asOfDay("retention.half_life#2025", 1) == Figure(value: nil, n: 20))
        #expect(f.survival?.median(1, year: 2025) == .some(nil))
        #expect(f.survival?.median(1, year: 2026) == nil)
        #expect(f.survival?.median(1, year: 2030) == nil)
    }
}

/// Everything of random people against the plainest counts there are: who is employed on which day of which tenure.
@Suite struct SurvivalLawTests {
    private static let seed: UInt64 = 71

    private var world: World {
        var world = World(asOf: "2026-05-17", firstMonth: month(2024, 11))
        world.leaversFrom = day("2024-02-01")
        world.cohorts = 2025..<2027
        return world
    }

    /// Some spells whose hire nobody knows among the others.
    private func randomStaff(_ count: Int, _ seed: UInt64) -> [Person] {
        var random = SeededGenerator(state: seed)
        return randomPeople(count, &random).map { person in
            var person = person
            if Int.random(in: 0..<10, using: &random) == 0 { person.segments[0].start = StartKind.observed }
            return person
        }
    }

    /// The calendar days on which a person is employed in a unit and seen, spell by spell with the tenure completed.
    private func seen(_ person: Person, _ node: Int, _ world: World, year: Int? = nil) -> [(tenure: Int, leaves: Bool)]
    {
        var days: [(tenure: Int, leaves: Bool)] = []
        var isKnown = true
        for segment in person.segments {
            if segment.start != StartKind.change { isKnown = segment.start != StartKind.observed }
            guard isKnown, year == nil || CivilDate(day: segment.spellFirst).year == year else { continue }
            guard Int(segment.department) >= node, segment.department < world.end[node] else { continue }
            var today = max(segment.first, world.leaversFrom)
            while today < segment.end, today <= day(world.asOf) {
                let isLast = today + 1 == segment.end && segment.leaves != 255
                days.append((Int(today - segment.spellFirst) + 1, isLast))
                today += 1
            }
        }
        return days
    }

    private func counts(_ people: [Person], _ node: Int, _ world: World, year: Int? = nil) -> (
        atRisk: [Int: Int], events: [Int: Int]
    ) {
        var atRisk: [Int: Int] = [:]
        var events: [Int: Int] = [:]
        for (tenure, leaves) in people.flatMap({ seen($0, node, world, year: year) }) {
            atRisk[tenure, default: 0] += 1
            if leaves { events[tenure, default: 0] += 1 }
        }
        return (atRisk, events)
    }

    @Test func curvesEqualARecountDayByDay() throws {
        let world = world
        let people = randomStaff(400, Self.seed)
        let survival = try #require(world.figures(people).survival)
        var compared = 0
        for node in 0..<4 {
            let (atRisk, events) = counts(people, node, world)
            for day in survival.days { #expect(survival.atRisk(node, day: day) == atRisk[day] ?? 0, "\(node) \(day)") }
            let curve = try #require(survival.curve(node))
            var product = 1.0
            var median: Int?
            for day in curve.start + 1...1_200 {
                guard let risk = atRisk[day], risk >= 10 else { break }
                product *= 1 - Double(events[day] ?? 0) / Double(risk)
                // Half of whole numbers, less what the division lost.
                if median == nil, product <= 0.5 + 1e-12 { median = day }
                guard survival.days.contains(day) else { continue }
                let point = try #require(survival.point(node, day: day), "seed \(Self.seed) \(node) \(day)")
                #expect(abs(point.survival - product) < 1e-12, "seed \(Self.seed) \(node) \(day)")
                compared += 1
            }
            #expect(curve.median == median, "seed \(Self.seed) \(node)")
        }
        #expect(compared > 60)
    }

    @Test func halfLivesEqualARecount() {
        var world = world
        world.leaversFrom = day("2023-06-01")
        world.cohorts = 2023..<2027
        // Most have left, so that halves are reached.
        let people = randomStaff(600, Self.seed + 1).enumerated().filter { i, person in
            i % 6 == 0 || person.segments.last?.end != Int32.max
        }.map(\.element)
        guard let survival = world.figures(people).survival else {
            Issue.record("no curves")
            return
        }
        var reached = 0
        for node in 0..<4 {
            for year in world.cohorts {
                let (atRisk, events) = counts(people, node, world, year: year)
                guard let found = survival.median(node, year: year) else { continue }
                var product = 1.0
                var median: Int?
                var day = 1
                while let risk = atRisk[day], risk >= 10 {
                    product *= 1 - Double(events[day] ?? 0) / Double(risk)
                    // Half of whole numbers, less what the division lost.
                    if median == nil, product <= 0.5 + 1e-12 { median = day }
                    day += 1
                }
                #expect(found == median, "seed \(Self.seed + 1) \(node) \(year)")
                reached += found == nil ? 0 : 1
            }
        }
        #expect(reached > 0)
    }

    @Test func personsAreCountedOnceInEveryUnit() throws {
        let world = world
        let people = randomStaff(400, Self.seed + 2)
        let survival = try #require(world.figures(people).survival)
        for year in [nil, 2025, 2026] as [Int?] {
            for node in 0..<4 {
                let expected = people.count { !seen($0, node, world, year: year).isEmpty }
                #expect(survival.persons(node, year: year) == expected, "seed \(Self.seed + 2) \(node)")
            }
            #expect(survival.home(0, year: year) == survival.persons(0, year: year))
            #expect(survival.home(2, year: year) <= survival.persons(2, year: year))
        }
    }

    /// A move inside a subtree is none for its ancestors: the whole state is that of stays put together beforehand.
    @Test func unitsHaveTheStaysInTheirSubtree() {
        let world = world
        let people = randomStaff(300, Self.seed + 3)
        let plan = world.plan()
        let walk = PersonWalk(plan: plan, store: world.store(plan))
        for person in people {
            walk.add(segments: person.segments.span, absences: person.absences.span, events: person.events.span)
        }
        let states = walk.stays?.states(end: world.end) ?? []
        #expect(states.count == 4)
        for (node, state) in states.enumerated() {
            var expected = SurvivalState()
            for person in people {
                // Tenures seen in the unit that follow each other are one stay; a spell begins again at 1.
                let days = seen(person, node, world)
                var place = 0
                while place < days.count {
                    var last = place
                    while last + 1 < days.count, days[last + 1].tenure == days[last].tenure + 1 { last += 1 }
                    expected.add(entry: days[place].tenure - 1, exit: days[last].tenure, event: days[last].leaves)
                    place = last + 1
                }
            }
            #expect(state == expected, "seed \(Self.seed + 3) \(node)")
        }
    }
}

/// What the gate says of curves: counts of persons, and of those at risk at the point.
@Suite struct SurvivalGateTests {
    private let world = World(asOf: "2026-06-30", firstMonth: month(2024, 1))
    private static let settings = GateSettings(
        minimum: 5, minimumShares: 10, absenceMonthFrom: 10, absenceQuarterFrom: 10, absenceYearFrom: 10,
        synthetic: false)

    private func staff(_ count: Int, leaving: Int, _ department: Int32, days: Int32 = 60) -> [Person] {
        (0..<count).map { i in
            let first = day("2025-01-01")
            return Person(segments: [
                EmployedSegment(
                    first: first, end: i < leaving ? first + days : Int32.max, department: department, fte: 10_000,
                    start: StartKind.hire, leaves: i < leaving ? 0 : 255, spellFirst: first)
            ])
        }
    }

    private func mask(_ point: Metric.SurvivalPoint, _ people: [Person]) -> Mask {
        MaskMaker(
            figures: world.figures(people), tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]),
            settings: Self.settings, observed: ObservedMonths(), waveIsClosed: []
        ).masks(.survival(point), slot: 0).first?.mask ?? []
    }

    @Test func whereTheCurveDoesNotReachIsHidden() {
        // Unit 1: nine at risk after the leavers; unit 3: four leavers only.
        let people = staff(15, leaving: 6, 1) + staff(30, leaving: 4, 3)
        #expect(mask(.day(365), people) == [nil, .groupMinimum, .groupMinimum, .groupMinimum])
        #expect(mask(.day(30), people)[1] == nil)
        #expect(mask(.median, people) == [nil, nil, .groupMinimum, .groupMinimum])
        #expect(mask(.cohort(2025), people) == [nil, nil, .groupMinimum, .groupMinimum])
        #expect(mask(.cohort(2024), people).allSatisfy { $0 == .groupMinimum })
    }

    /// Three persons outside the units shown would follow from the company's curve.
    @Test func fewAtRiskBesideThePublishedUnitsHideTheSmallest() {
        let people = staff(20, leaving: 6, 1) + staff(30, leaving: 6, 3) + staff(3, leaving: 0, 0)
        // 3 is all of 2; unit 1 is the smaller one.
        #expect(mask(.day(91), people) == [nil, .remainder, nil, nil])
        #expect(mask(.median, people) == [nil, .remainder, nil, nil])
        #expect(mask(.day(91), staff(20, leaving: 6, 1) + staff(30, leaving: 6, 3)) == [nil, nil, nil, nil])
    }

    /// Of ten beside the published units all but two leave early: enough persons, too few at risk afterwards.
    @Test func fewLeftAtRiskHideAPointAndNotTheCurve() {
        let people = staff(20, leaving: 6, 1) + staff(30, leaving: 6, 3) + staff(10, leaving: 8, 0, days: 40)
        #expect(mask(.day(30), people) == [nil, nil, nil, nil])
        #expect(mask(.day(91), people) == [nil, .remainder, nil, nil])
        #expect(mask(.median, people) == [nil, nil, nil, nil])
    }
}
