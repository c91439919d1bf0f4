import Calendars
import Disclosure
import Results
import Testing

@testable import Aggregation

@Suite struct SpanOfControlTests {
    private func world(managers: Int) -> World {
        var world = World(asOf: "2026-05-17", firstMonth: month(2024, 11))
        world.managers = managers
        return world
    }

    @Test func directReportsForEachManager() {
        // Two managers in 1 with three reports and one, all of them in 3; a third manager has nobody any more.
        func person(_ department: Int32, manager: Int32 = -1, managing: Int32 = -1, last: String? = nil) -> Person {
            var one = segment("2025-01-01", last, department: department)
            one.manager = manager
            one.managing = managing
            return Person(segments: [one])
        }
        let f = world(managers: 3).figures([
            person(1, managing: 0), person(1, manager: 0, managing: 1), person(3, managing: 2),
            person(3, manager: 0), person(3, manager: 0), person(3, manager: 1),
            person(3, manager: 2, last: "2025-03-31"),
        ])
        #expect(f.value("span_of_control.mean", 1, "2025-03") == 2)
        #expect(f.value("span_of_control.mean", 3, "2025-02") == 1)
        // The last report's last day is the closing's: nobody reports to the third manager then.
        #expect(f.value("span_of_control.mean", 3, "2025-03") == nil)
        #expect(f.value("span_of_control.mean", 0, "2025-02") == 5.0 / 3)
        #expect(f.value("span_of_control.mean", 0, "2025-Q1") == 2)
    }

    @Test func keysInAnyOrder() {
        let keys = ManagerKeys(keys: [7, -3, 7, Int64.max, 0, Int64.min])
        #expect(keys.count == 5)
        #expect([Int64.min, -3, 0, 7, Int64.max].map(keys.place) == [0, 1, 2, 3, 4])
        #expect([-4, 1, 8].map(keys.place) == [-1, -1, -1])
        #expect(ManagerKeys().place(of: 0) == -1)
    }

    /// By looking at everybody at every closing.
    @Test func meansEqualARecount() {
        let seed: UInt64 = 91
        var random = SeededGenerator(state: seed)
        let people = withManagers(randomPeople(200, &random), 25, &random)
        let world = world(managers: 25)
        let f = world.figures(people)
        var seen = 0
        for (w, window) in f.grid.windows.enumerated() where [.month, .quarter, .year].contains(window.kind) {
            guard window.first >= 0 else { continue }
            let last = window.days.upperBound - 1
            func held(_ person: Person) -> EmployedSegment? {
                person.segments.first {
                    last >= $0.first && last < $0.end && ($0.end > last + 1 || $0.leaves == EmployedSegment.goesOn)
                }
            }
            let there = people.compactMap(held)
            for node in 0..<4 {
                var managers = 0
                var reports = 0
                for manager in there where manager.managing >= 0 {
                    guard Int(manager.department) >= node, manager.department < world.end[node] else { continue }
                    let count = there.count { $0.manager == manager.managing }
                    if count > 0 {
                        managers += 1
                        reports += count
                    }
                }
                #expect(f.last(.managers, node, w) == managers, "seed \(seed) \(window.label) \(node)")
                #expect(f.last(.directReports, node, w) == reports, "seed \(seed) \(window.label) \(node)")
                let mean = managers > 0 ? Double(reports) / Double(managers) : nil
                #expect(f.value("span_of_control.mean", node, window.label) == mean)
                seen += managers
            }
        }
        #expect(seen > 100)
    }

    /// A group's managers have all of their reports, whoever these are.
    @Test func reportsOfAManagerAreOfAnyGroup() {
        let seed: UInt64 = 92
        var random = SeededGenerator(state: seed)
        var people = withManagers(randomPeople(200, &random), 25, &random)
        for p in people.indices {
            for s in people[p].segments.indices {
                people[p].segments[s].groups[0] = UInt8.random(in: 0...2, using: &random)
            }
        }
        let world = world(managers: 25)
        let breakdown = Breakdown(
            demographic: .gender, groups: ["female", "male", Demographic.unknown], bands: [], units: 4)
        let plan = world.plan()
        var broken = plan
        broken.parent = (0..<3).flatMap { group in world.parent.map { $0 < 0 ? -1 : Int32(group * 4) + $0 } }
        broken.end = (0..<3).flatMap { group in world.end.map { Int32(group * 4) + $0 } }
        let store = MeasureStore(
            nodes: 12, months: plan.grid.count, windows: plan.grid.monthlyWindows, waves: 0, needs: plan.needs)
        let walk = PersonWalk(plan: broken, store: store)
        let whole = PersonWalk(plan: plan, store: world.store(plan))
        var pieces: [EmployedSegment] = []
        for person in people {
            whole.add(segments: person.segments.span, absences: person.absences.span, events: person.events.span)
            breakdown.split(person.segments.span, before: walk.after, into: &pieces)
            walk.add(segments: pieces.span, absences: person.absences.span, events: person.events.span)
        }
        whole.spans?.fill(whole.store, reports: whole.spans)
        walk.spans?.fill(store, reports: whole.spans)
        for measure in [MeasureStore.Sum.managers, .directReports] {
            guard let all = whole.store.sum(measure), let parts = store.sum(measure) else {
                Issue.record("\(measure) is not kept")
                continue
            }
            let places = 4 * plan.grid.count
            #expect((0..<places).contains { all[$0] > 0 })
            for place in 0..<places {
                #expect((0..<3).reduce(0) { $0 + parts[$1 * places + place] } == all[place], "seed \(seed) \(place)")
            }
        }
    }
}

@Suite struct TurnoverCostTests {
    private var world: World {
        var world = World(asOf: "2026-04-20", firstMonth: month(2024, 11))
        world.kinds = [.month, .quarter, .year, .rolling12, .yearToDate]
        return world
    }

    /// Three leave in March 2025, two of them from unit 1, and one in March 2026.
    private var figures: Figures {
        func leaver(_ last: String, _ department: Int32) -> Person {
            Person(segments: [segment("2020-01-01", last, department: department)])
        }
        return world.figures(
            (0..<8).map { Person(segments: [segment("2020-01-01", department: $0 % 2 == 0 ? 1 : 3)]) } + [
                leaver("2025-03-10", 1), leaver("2025-03-31", 1), leaver("2025-03-11", 3), leaver("2026-03-12", 3),
            ])
    }

    @Test func leaversTimesTheSetting() {
        #expect(figures.value("turnover.cost", 0, "2025-03") == 3_000)
        #expect(figures.value("turnover.cost", 1, "2025-03") == 2_000)
        #expect(figures.value("turnover.cost", 1, "2026-03") == 0)
        #expect(figures.value("turnover.cost.saved", 0, "2026-03") == 2_000)
        #expect(figures.value("turnover.cost.saved", 3, "2026-03") == 0)
        #expect(figures.value("turnover.cost.saved", 0, "2026-Q1") == 2_000)
        #expect(figures.value("turnover.cost.saved", 0, "2025-03") == nil)
    }

    @Test func theDifferenceIsShownWhereBothOfItsPeriodsAre() {
        let figures = figures
        func mask(_ label: String) -> Mask {
            MaskMaker(
                figures: figures, tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]),
                settings: GateSettings(
                    minimum: 5, minimumShares: 10, absenceMonthFrom: 10, absenceQuarterFrom: 10, absenceYearFrom: 10,
                    synthetic: false), observed: ObservedMonths(), waveIsClosed: []
            ).masks(.turnoverChange, slot: figures.window(label)).first?.mask ?? []
        }
        // Unit 1 has four persons left in 2026, unit 3 five.
        #expect(mask("2026-03") == [nil, .groupMinimum, nil, nil])
        #expect(mask("2025-03").allSatisfy { $0 == .insufficientHistory })
        #expect(mask("2026-04").allSatisfy { $0 == .openPeriod })
        #expect(figures.yearBefore[figures.window("2026-04/YTD")] == nil)
        #expect(figures.yearBefore[figures.window("2026-03/YTD")] == figures.window("2025-03/YTD"))
    }
}
