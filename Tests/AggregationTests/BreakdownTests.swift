import Calendars
import Testing

@testable import Aggregation

@Suite struct BreakdownTests {
    private let world = World(
        asOf: "2026-05-17", firstMonth: month(2024, 11), kinds: [.month, .quarter, .year, .rolling12])

    private func gender(units: Int = 4) -> Breakdown {
        Breakdown(
            demographic: .gender, groups: ["female", "male", Demographic.unknown], bands: [], units: units
        )
    }

    private func bands(_ demographic: Demographic, _ starts: [Int]) -> Breakdown {
        Breakdown(
            demographic: demographic, groups: Breakdown.bandNames(starts) + [Demographic.unknown],
            bands: starts, units: 4)
    }

    private func split(_ segments: [EmployedSegment], _ breakdown: Breakdown) -> [EmployedSegment] {
        var pieces: [EmployedSegment] = []
        breakdown.split(segments.span, before: day("2030-01-01"), into: &pieces)
        return pieces
    }

    @Test func bandsByTheirNames() {
        #expect(Breakdown.bandNames([30, 51]) == ["<30", "30-50", ">50"])
        #expect(Breakdown.bandNames([1, 3, 4]) == ["<1", "1-2", "3", ">3"])
    }

    /// Age is the calendar year less the year of birth, so it changes on 1 January.
    @Test func ageChangesWithTheYear() {
        var person = segment("2024-03-01", "2026-12-31", department: 2)
        person.birthYear = 1995
        let pieces = split([person], bands(.age, [30, 51]))
        #expect(pieces.map(\.first) == [day("2024-03-01"), day("2025-01-01")])
        #expect(pieces.map(\.department) == [2, 4 + 2])
        #expect(pieces.map(\.start) == [StartKind.hire, StartKind.change])
        #expect(pieces.map(\.leaves) == [EmployedSegment.goesOn, 0])
    }

    @Test func tenureChangesOnTheDayOfTheHire() {
        let pieces = split([segment("2024-02-29", department: 1)], bands(.tenure, [1, 3]))
        #expect(pieces.map(\.first) == [day("2024-02-29"), day("2025-03-01"), day("2027-03-01")])
        #expect(pieces.map(\.department) == [1, 4 + 1, 8 + 1])
        // A move goes on in the group that the hire gives.
        var second = segment("2026-06-01", department: 3, start: StartKind.change, spell: "2024-02-29")
        second.leaves = EmployedSegment.goesOn
        let moved = split([second], bands(.tenure, [1, 3]))
        #expect(moved.map(\.department) == [4 + 3, 8 + 3])
    }

    @Test func whoseHireOrBirthIsUnknownIsOfTheLastGroup() {
        // As the tables give them: only the row with which the spell begins says that its hire is unknown.
        var one = segment("2024-02-29", department: 1, start: StartKind.observed)
        #expect(split([one], bands(.tenure, [1, 3])).map(\.department) == [12 + 1])
        let next = segment("2025-06-01", department: 3, start: StartKind.change, spell: "2024-02-29")
        let again = segment("2026-06-01", department: 2, start: StartKind.rehire)
        #expect(split([one, next, again], bands(.tenure, [1, 3])).map(\.department).prefix(3) == [12 + 1, 12 + 3, 2])
        #expect(
            split([segment("2024-02-29", department: 1)], bands(.age, [30])).map(\.department) == [8 + 1])
        one.department = -1
        #expect(split([one], bands(.tenure, [1, 3])).isEmpty)
    }

    /// Figures of all persons and of the groups of some.
    private func figures(
        _ persons: [Person], _ breakdown: Breakdown
    ) -> (whole: Figures, groups: Figures, count: Int) {
        let plan = world.plan()
        var broken = plan
        broken.parent = []
        broken.end = []
        for group in breakdown.groups.indices {
            broken.parent += plan.parent.map { $0 < 0 ? -1 : Int32(group * 4) + $0 }
            broken.end += plan.end.map { Int32(group * 4) + $0 }
        }
        let store = MeasureStore(
            nodes: broken.parent.count, months: plan.grid.count, windows: plan.grid.monthlyWindows,
            waves: 0,
            needs: plan.needs)
        let walk = PersonWalk(plan: broken, store: store)
        var pieces: [EmployedSegment] = []
        for person in persons {
            breakdown.split(person.segments.span, before: walk.after, into: &pieces)
            walk.add(
                segments: pieces.span, absences: person.absences.span, events: person.events.span,
                happenings: person.happenings.span)
        }
        store.spreadDistinct(parent: broken.parent)
        store.rollUp(parent: broken.parent)
        return (
            world.figures(persons),
            Figures(
                store: store, grid: plan.grid, survey: nil, snapshot: nil, fullDayMinutes: 450,
                survival: walk.stays?.curves(
                    parent: broken.parent, end: broken.end, days: Survival.namedDays, drawn: true, workers: 1)),
            breakdown.groups.count
        )
    }

    private func people(_ seed: UInt64) -> [Person] {
        var random = SeededGenerator(state: seed)
        return randomPeople(250, &random).map { person in
            var person = person
            let born = Int16.random(in: 1960...2005, using: &random)
            for s in person.segments.indices {
                // Who is told to be what may change with a segment.
                person.segments[s].groups[0] = UInt8.random(in: 0...2, using: &random)
                person.segments[s].birthYear = born
            }
            return person
        }
    }

    @Test(arguments: [0, 1, 2]) func sumsAddUpOverGroupsAndDistinctCountsLieBetween(kind: Int) {
        let breakdown = [gender(), bands(.age, [30, 51]), bands(.tenure, [1, 3])][kind]
        let seed: UInt64 = 31
        let (whole, groups, count) = figures(people(seed), breakdown)
        let months = whole.store.months
        for measure in MeasureStore.Sum.allCases {
            guard let all = whole.store.sum(measure), let parts = groups.store.sum(measure) else {
                continue
            }
            for place in 0..<4 * months {
                let total = (0..<count).reduce(Int64(0)) { $0 + parts[$1 * 4 * months + place] }
                #expect(total == all[place], "seed \(seed) \(measure) \(place)")
            }
        }
        for place in 0..<4 * (months + 1) {
            let total = (0..<count).reduce(Int64(0)) {
                $0 + groups.store.closing[$1 * 4 * (months + 1) + place]
            }
            #expect(total == whole.store.closing[place])
        }
        for w in 0..<whole.grid.monthlyWindows {
            for node in 0..<4 {
                for measure in [
                    MeasureStore.Distinct.persons, .absentPersons, .reached, .absenceContributors,
                ] {
                    let parts = (0..<count).map { groups.distinct(measure, $0 * 4 + node, w) }
                    let all = whole.distinct(measure, node, w)
                    #expect(
                        all >= (parts.max() ?? 0) && all <= parts.reduce(0, +),
                        "seed \(seed) \(measure) \(node)")
                }
                for measure in [MeasureStore.Distinct.home, .stayed] {
                    let total = (0..<count).reduce(Int64(0)) {
                        $0 + groups.distinct(measure, $1 * 4 + node, w)
                    }
                    #expect(total == whole.distinct(measure, node, w), "seed \(seed) \(measure) \(node) \(w)")
                }
            }
        }
    }

    /// Whoever is at risk on a day of tenure is so in the group that held on it.
    @Test(arguments: [0, 1, 2]) func thoseAtRiskAddUpOverGroups(kind: Int) throws {
        let breakdown = [gender(), bands(.age, [30, 51]), bands(.tenure, [1, 3])][kind]
        let seed: UInt64 = 33
        let (whole, groups, count) = figures(people(seed), breakdown)
        let all = try #require(whole.survival)
        let parts = try #require(groups.survival)
        #expect(all.days == parts.days)
        for node in 0..<4 {
            for day in all.days {
                let total = (0..<count).reduce(0) { $0 + parts.atRisk($1 * 4 + node, day: day) }
                #expect(total == all.atRisk(node, day: day), "seed \(seed) \(node) \(day)")
            }
            for year in [nil, 2024, 2025] as [Int?] {
                let persons = (0..<count).map { parts.persons($0 * 4 + node, year: year) }
                #expect(persons.reduce(0, +) >= all.persons(node, year: year))
                #expect((persons.max() ?? 0) <= all.persons(node, year: year))
                let homes = (0..<count).reduce(0) { $0 + parts.home($1 * 4 + node, year: year) }
                #expect(homes == all.home(node, year: year), "seed \(seed) \(node)")
            }
        }
    }

    /// A change of group is no move, and one of department is the same move in the groups as in the whole.
    @Test func movesAreThoseOfDepartments() {
        let (whole, groups, count) = figures(people(32), gender())
        for node in 0..<4 {
            for window in whole.grid.windows.indices where whole.grid.windows[window].kind == .month {
                func total(_ values: (MeasureStore) -> UnsafeMutablePointer<Int64>) -> Int64 {
                    (0..<count).reduce(0) { $0 + groups.total(values(groups.store), $1 * 4 + node, window) }
                }
                #expect(total { $0.movesIn } == whole.total(whole.store.movesIn, node, window))
                #expect(total { $0.movesOut } == whole.total(whole.store.movesOut, node, window))
            }
        }
    }

    @Test func windowsOfTheLatestClosedMonthAndItsYearsBefore() {
        let grid = MonthGrid(
            firstMonth: month(2024, 1), asOf: day("2026-03-31"), closeAfterDays: 10,
            kinds: Set(MonthGrid.Kind.allCases))
        let kept = grid.keeping { $0.kind == .rolling12 || $0.kind == .day }
        #expect(kept.monthlyWindows == 27)
        #expect(kept.windows.count == 54)
        #expect(kept.starts == grid.starts)
    }
}
