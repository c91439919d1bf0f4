import Calendars
import Results
import Workforce

@testable import Aggregation

/// A seeded generator, so that a failing law can be run again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func day(_ text: String) -> Int32 { CivilDate(iso: text)?.day ?? Int32.min }

struct Person {
    var segments: [EmployedSegment] = []
    var absences: [PersonAbsence] = []
    var events: [PersonEvent] = []
    var happenings: [PersonHappening] = []
}

func segment(
    _ first: String, _ last: String? = nil, department: Int32 = 1, fte: Int32 = 10_000, start: UInt8 = StartKind.hire,
    leaves: UInt8? = nil, spell: String? = nil
) -> EmployedSegment {
    EmployedSegment(
        first: day(first), end: last.map { day($0) + 1 } ?? Int32.max, department: department, fte: fte,
        start: start, leaves: leaves ?? (last == nil ? 255 : 0), spellFirst: day(spell ?? first))
}

func absence(
    _ first: String, _ last: String?, grade: Int32 = -1, perDay: Int32 = -1, total: Int32 = -1, kind: UInt8 = 0,
    certificate: UInt8 = 0
) -> PersonAbsence {
    PersonAbsence(
        first: day(first), end: last.map { day($0) + 1 } ?? Int32.max, minutesPerDay: perDay, minutesTotal: total,
        grade: grade, dayPart: -1, kind: kind, certificate: certificate)
}

/// A small company: 0 = root, 1 and 2 below it, 3 below 2.
struct World {
    var asOf: String
    var firstMonth: Int
    var parent: [Int32] = [-1, 0, 0, 2]
    var end: [Int32] = [4, 2, 4, 4]
    var kinds: Set<MonthGrid.Kind> = [.month, .quarter, .year, .rolling12]
    var groups = MeasureNeeds.Groups(rawValue: .max)
    var leaversFrom = Int32.min
    var cohorts = 2023..<2027
    var managers = 0
    var patterns: [WorkPattern] = []
    var country = "none"
    var holidays: [Int32] = []

    func plan(waves: [Int32] = []) -> WalkPlan {
        let grid = MonthGrid(firstMonth: firstMonth, asOf: day(asOf), closeAfterDays: 10, kinds: kinds)
        guard
            let calendar = WorkCalendar(
                country: country, from: grid.starts[0] - 400, to: day(asOf) + 1, extraHolidays: holidays)
        else {
            preconditionFailure("the calendar is built in")
        }
        return WalkPlan(
            grid: grid, calendars: [calendar], fullTimeWeekMinutes: [2250], parent: parent, end: end,
            units: parent.count, waveDays: waves,
            absenceClasses: 1, mergesSpells: true,
            needs: MeasureNeeds(
                groups: groups, absenceWindows: 0..<grid.monthlyWindows, participationWindows: 0..<grid.monthlyWindows,
                leaveWindows: 0..<grid.monthlyWindows, activityWindows: 0..<grid.monthlyWindows),
            leaversFrom: leaversFrom, cohorts: cohorts, managers: managers, patterns: patterns)
    }

    func store(_ plan: WalkPlan) -> MeasureStore {
        MeasureStore(
            nodes: parent.count, months: plan.grid.count, windows: plan.grid.monthlyWindows,
            waves: plan.waveDays.count, needs: plan.needs)
    }

    /// The figures of some persons, rolled up.
    func figures(_ persons: [Person], waves: [Int32] = []) -> Figures {
        let plan = plan(waves: waves)
        let store = store(plan)
        let walk = PersonWalk(plan: plan, store: store)
        for person in persons {
            walk.add(
                segments: person.segments.span, absences: person.absences.span, events: person.events.span,
                happenings: person.happenings.span)
        }
        walk.spans?.fill(store, reports: walk.spans)
        store.spreadDistinct(parent: parent)
        store.rollUp(parent: parent)
        return Figures(
            store: store, grid: plan.grid, survey: nil, snapshot: nil, fullDayMinutes: 450,
            lengths: walk.lengths?.summaries(
                nodes: parent.count, end: end, grid: plan.grid, windows: plan.needs.absenceWindows, workers: 1) ?? [],
            serviceMedians: walk.services?.medians(nodes: parent.count, end: end, grid: plan.grid, workers: 1) ?? [],
            survival: walk.stays?.curves(
                parent: parent, end: end, days: Survival.namedDays, drawn: true, workers: 1))
    }
}

extension Figures {
    func window(_ label: String) -> Int { grid.windows.firstIndex { $0.label == label } ?? -1 }

    func value(_ id: String, _ node: Int, _ label: String) -> Double? {
        let all =
            Headcount.metrics + Turnover.metrics + Turnover.costs(leaver: 1_000) + Retention.metrics + Absence.metrics
            + Participation.metrics + WorkingLife.allCases.flatMap(\.metrics)
        guard let metric = all.first(where: { $0.id == id }), window(label) >= 0 else { return nil }
        return metric.figure(self, node, window(label)).value
    }

    /// A figure of the as-of day.
    func asOfDay(_ id: String, _ node: Int) -> Figure? {
        Survival.metrics(cohorts: survival?.cohorts ?? 0..<0).first { $0.id == id }?.figure(self, node, 0)
    }
}

func month(_ year: Int, _ month: Int) -> Int { year * 12 + month - 1 }

/// Persons with spells, moves, absences and events of any kind, from a seed.
func randomPeople(_ count: Int, _ random: inout SeededGenerator) -> [Person] {
    let from = day("2023-06-01")
    let to = day("2026-07-01")
    return (0..<count).map { _ in
        var person = Person()
        var start = Int32.random(in: from...to, using: &random)
        for spell in 0..<Int.random(in: 1...2, using: &random) {
            let pieces = Int.random(in: 1...3, using: &random)
            let spellFirst = start
            for piece in 0..<pieces {
                let length = Int32.random(in: 1...400, using: &random)
                let isLast = piece == pieces - 1
                let open = isLast && Bool.random(using: &random)
                person.segments.append(
                    EmployedSegment(
                        first: start, end: open ? Int32.max : start + length,
                        department: Int32.random(in: 0...3, using: &random),
                        fte: [10_000, 8_000, 5_000, 3_333][Int.random(in: 0...3, using: &random)],
                        start: piece > 0 ? StartKind.change : spell > 0 ? StartKind.rehire : StartKind.hire,
                        leaves: isLast && !open ? UInt8.random(in: 0...3, using: &random) : 255,
                        spellFirst: spellFirst))
                if open { break }
                start += length
            }
            if person.segments.last?.end == Int32.max { break }
            start += Int32.random(in: 1...60, using: &random)
        }
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let first = Int32.random(in: from...to, using: &random)
            person.absences.append(
                PersonAbsence(
                    first: first, end: first + Int32.random(in: 1...40, using: &random), minutesPerDay: -1,
                    minutesTotal: -1, grade: [-1, 500, 333][Int.random(in: 0...2, using: &random)], dayPart: -1,
                    kind: UInt8.random(in: 0...1, using: &random),
                    certificate: UInt8.random(in: 0...2, using: &random)))
        }
        person.absences.sort { $0.first < $1.first }
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            person.events.append(
                PersonEvent(
                    day: Int32.random(in: from...to, using: &random), flags: UInt8.random(in: 0...31, using: &random),
                    minutes: Int32.random(in: 0...600, using: &random)))
        }
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            person.happenings.append(
                PersonHappening(
                    day: Int32.random(in: from...to, using: &random),
                    kind: PersonHappening.Kind(rawValue: UInt8.random(in: 0...5, using: &random)) ?? .checkIn,
                    flags: UInt8.random(in: 0...15, using: &random)))
        }
        // Some who are hired are met soon.
        if Bool.random(using: &random), let first = person.segments.first?.first {
            person.happenings.append(
                PersonHappening(day: first + Int32.random(in: 0...20, using: &random), kind: .checkIn))
        }
        return person
    }
}

/// The first persons are managers, and everybody's segments name one of them or none.
func withManagers(_ people: [Person], _ managers: Int, _ random: inout SeededGenerator) -> [Person] {
    people.enumerated().map { place, person in
        var person = person
        for s in person.segments.indices {
            if place < managers { person.segments[s].managing = Int32(place) }
            let manager = Int32.random(in: -2..<Int32(managers), using: &random)
            if manager >= 0, Int(manager) != place { person.segments[s].manager = manager }
        }
        return person
    }
}
