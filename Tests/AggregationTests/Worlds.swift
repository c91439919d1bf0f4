import Calendars
import Results

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
}

func segment(
    _ first: String, _ last: String? = nil, department: Int32 = 1, fte: Int32 = 10_000, start: UInt8 = StartKind.hire,
    leaves: UInt8? = nil
) -> EmployedSegment {
    EmployedSegment(
        first: day(first), end: last.map { day($0) + 1 } ?? Int32.max, department: department, fte: fte,
        start: start, leaves: leaves ?? (last == nil ? 255 : 0))
}

func absence(
    _ first: String, _ last: String?, grade: Int32 = -1, perDay: Int32 = -1, total: Int32 = -1, kind: UInt8 = 0
) -> PersonAbsence {
    PersonAbsence(
        first: day(first), end: last.map { day($0) + 1 } ?? Int32.max, minutesPerDay: perDay, minutesTotal: total,
        grade: grade, dayPart: -1, kind: kind)
}

/// A small company: 0 = root, 1 and 2 below it, 3 below 2.
struct World {
    var asOf: String
    var firstMonth: Int
    var parent: [Int32] = [-1, 0, 0, 2]
    var end: [Int32] = [4, 2, 4, 4]
    var kinds: Set<MonthGrid.Kind> = [.month, .quarter, .year, .rolling12]

    func plan(waves: [Int32] = []) -> WalkPlan {
        let grid = MonthGrid(firstMonth: firstMonth, asOf: day(asOf), closeAfterDays: 10, kinds: kinds)
        guard let calendar = WorkCalendar(country: "none", from: grid.starts[0] - 400, to: day(asOf) + 1) else {
            preconditionFailure("the calendar without holidays is built in")
        }
        return WalkPlan(
            grid: grid, calendars: [calendar], fullTimeWeekMinutes: [2250], parent: parent, end: end, waveDays: waves,
            absenceClasses: 1, mergesSpells: true,
            needs: MeasureNeeds(
                absence: true, absenceSpread: true, participation: true, attendanceSpread: true,
                absenceWindows: grid.windows.indices, participationWindows: grid.windows.indices))
    }

    func store(_ plan: WalkPlan) -> MeasureStore {
        MeasureStore(
            nodes: parent.count, months: plan.grid.count, windows: plan.grid.windows.count,
            waves: plan.waveDays.count, needs: plan.needs)
    }

    /// The figures of some persons, rolled up.
    func figures(_ persons: [Person], waves: [Int32] = []) -> Figures {
        let plan = plan(waves: waves)
        let store = store(plan)
        let walk = PersonWalk(plan: plan, store: store)
        for person in persons {
            walk.add(segments: person.segments.span, absences: person.absences.span, events: person.events.span)
        }
        store.spreadDistinct(parent: parent)
        store.rollUp(parent: parent)
        return Figures(store: store, grid: plan.grid, survey: nil, snapshot: nil, fullDayMinutes: 450)
    }
}

extension Figures {
    func window(_ label: String) -> Int { grid.windows.firstIndex { $0.label == label } ?? -1 }

    func value(_ id: String, _ node: Int, _ label: String) -> Double? {
        let all = Headcount.metrics + Turnover.metrics + Absence.metrics + Participation.metrics
        guard let metric = all.first(where: { $0.id == id }), window(label) >= 0 else { return nil }
        return metric.figure(self, node, window(label)).value
    }
}

func month(_ year: Int, _ month: Int) -> Int { year * 12 + month - 1 }
