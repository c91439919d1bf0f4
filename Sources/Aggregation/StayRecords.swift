internal import Calendars
internal import Columnar
internal import Runs
internal import Statistics

/// Who stayed in which unit from which tenure to which, for survival curves: what is kept of each person, merged by putting
/// together and by addition, in any order.
///
/// A stay stands at the department held. Where a person goes on in another department without a gap, the lowest unit that
/// holds both takes the exit and the entry back: for it and all above nothing happened. So a unit's counts are the sum
/// over its subtree, although a move into or out of a unit is an entry or an exit there.
final class StayRecords: @unchecked Sendable {
    struct Record: BitwiseCopyable, Sendable {
        enum Kind: UInt8, BitwiseCopyable, Sendable {
            /// Was still there at `exit`, or went to another unit.
            case stayed
            /// Left the company at `exit`.
            case left
            /// An exit and an entry at `exit` that are none here.
            case wentOn
        }

        /// Completed days since the spell's first: at risk on the days t with entry < t ≤ exit.
        var entry: Int32
        var exit: Int32
        /// Year of the spell's first day.
        var year: Int16
        var kind: Kind
    }

    let nodes: Int
    /// Years of hire whose spells are looked at by themselves too.
    let cohorts: Range<Int>
    private var records = DepartmentRecords<Record>()
    /// `[node][1 + cohort]`: distinct persons with a stay, at place 0 of any year. What is new at each unit until it is
    /// carried up.
    private(set) var persons: [Int32]
    /// The same with each person once, at the unit of the last stay.
    private(set) var homes: [Int32]

    private var width: Int { 1 + cohorts.count }

    init(nodes: Int, cohorts: Range<Int>) {
        self.nodes = nodes
        self.cohorts = cohorts
        persons = [Int32](repeating: 0, count: nodes * (1 + cohorts.count))
        homes = persons
    }

    func add(_ record: Record, department: Int32) { records.add(record, department: department) }

    /// Adds to the persons of a unit: of all years for nil, else of one.
    func addPersons(_ count: Int32, _ node: Int32, year: Int?) {
        guard let place = place(node, year) else { return }
        persons[place] &+= count
    }

    func addHome(_ node: Int32, year: Int?) {
        guard let place = place(node, year) else { return }
        homes[place] &+= 1
    }

    private func place(_ node: Int32, _ year: Int?) -> Int? {
        guard let year else { return Int(node) * width }
        guard cohorts.contains(year) else { return nil }
        return Int(node) * width + 1 + year - cohorts.lowerBound
    }

    /// This with another's records, where there is one.
    func merged(_ other: StayRecords?) -> StayRecords {
        guard let other, other !== self else { return self }
        records.merge(other.records)
        for i in persons.indices { persons[i] &+= other.persons[i] }
        for i in homes.indices { homes[i] &+= other.homes[i] }
        return self
    }

    /// By node: the state of each unit over all years.
    func states(end: [Int32]) -> [SurvivalState] {
        let (records, starts) = records.sorted(nodes: nodes)
        return (0..<nodes).map { node in
            Self.state(Self.tallies(records[starts[node]..<starts[Int(end[node])]].lazy.map { $0 }))
        }
    }

    /// What the records say of one day of tenure.
    fileprivate struct Tally {
        var day: Int
        var entries = 0
        var events = 0
        var exits = 0
    }

    private enum Change: UInt64 { case entry, event, exit, wentOn }

    /// By day, ascending.
    private static func tallies(_ records: some Sequence<Record>) -> [Tally] {
        var changes: [UInt64] = []
        func add(_ day: Int32, _ change: Change) {
            changes.append(UInt64(UInt32(bitPattern: day)) << 2 | change.rawValue)
        }
        for record in records {
            switch record.kind {
            case .stayed, .left:
                add(record.entry, .entry)
                add(record.exit, record.kind == .left ? .event : .exit)
            case .wentOn: add(record.exit, .wentOn)
            }
        }
        changes.sort()
        var tallies: [Tally] = []
        for change in changes {
            let day = Int(change >> 2)
            if tallies.last?.day != day { tallies.append(Tally(day: day)) }
            let last = tallies.count - 1
            switch Change(rawValue: change & 3) {
            case .entry: tallies[last].entries += 1
            case .event:
                tallies[last].events += 1
                tallies[last].exits += 1
            case .exit: tallies[last].exits += 1
            case .wentOn, nil:
                tallies[last].entries -= 1
                tallies[last].exits -= 1
            }
        }
        return tallies
    }

    private static func state(_ tallies: [Tally]) -> SurvivalState {
        var state = SurvivalState()
        for tally in tallies {
            state.add(day: tally.day, entries: tally.entries, events: tally.events, exits: tally.exits)
        }
        return state
    }

    private static func curve(_ tallies: [Tally]) -> SurvivalCurve? {
        state(tallies).curve(
            minimumAtRisk: SurvivalCurves.minimumAtRisk, minimumEvents: SurvivalCurves.minimumEvents)
    }

    /// The curves of all units, at some days of tenure.
    ///
    /// - Parameters:
    ///   - days: days of tenure that are asked for, ascending.
    ///   - drawn: whether the ends of all months that any curve reaches are asked for too.
    func curves(
        parent: [Int32], end: [Int32], days: [Int], drawn: Bool, workers: Int
    ) -> SurvivalCurves {
        let (records, starts) = records.sorted(nodes: nodes)
        var all = days
        if drawn {
            // No unit has more at risk than all together, and nobody draws more than a century.
            let longest = Self.lastDay(Self.tallies(records), atLeast: SurvivalCurves.minimumAtRisk)
            let ends = (1...1_200).lazy.map(SurvivalCurves.days(ofMonths:)).prefix { $0 <= longest }
            all = Set(days).union(ends).sorted()
        }
        let asked = all
        let curves = SurvivalCurves(
            nodes: nodes, days: asked, cohorts: cohorts, persons: carried(persons, parent),
            homes: carried(homes, parent))
        let shared = Shared((records, starts, curves))
        Workers.run(count: nodes, workers: workers) { node in
            let (records, starts, curves) = shared.value
            let range = starts[node]..<starts[Int(end[node])]
            guard !range.isEmpty else { return }
            let tallies = Self.tallies(records[range])
            let leavers = tallies.reduce(0) { $0 + $1.events }
            curves.set(
                node, atRisk: Self.atRisk(tallies, on: asked), curve: Self.curve(tallies), leavers: leavers,
                censored: tallies.reduce(0) { $0 + $1.exits } - leavers)
            guard !curves.cohorts.isEmpty else { return }
            var byYear = [[Record]](repeating: [], count: curves.cohorts.count)
            for record in records[range] where curves.cohorts.contains(Int(record.year)) {
                byYear[Int(record.year) - curves.cohorts.lowerBound].append(record)
            }
            for (place, year) in byYear.enumerated() where !year.isEmpty {
                // Only a cohort that is seen from its first days on has a half-life.
                guard let curve = Self.curve(Self.tallies(year)), curve.start == 0 else { continue }
                curves.set(node, cohort: place, median: curve.median)
            }
        }
        return curves
    }

    /// The sums over each unit's subtree; of a forest every root stays by itself.
    private func carried(_ values: [Int32], _ parent: [Int32]) -> [Int32] {
        var sums = values
        for node in stride(from: nodes - 1, to: 0, by: -1) where parent[node] >= 0 {
            for place in 0..<width { sums[Int(parent[node]) * width + place] &+= sums[node * width + place] }
        }
        return sums
    }

    /// The last day on which so many are at risk; 0 for none.
    private static func lastDay(_ tallies: [Tally], atLeast minimum: Int) -> Int {
        var atRisk = 0
        var last = 0
        for tally in tallies {
            if atRisk >= minimum { last = tally.day }
            atRisk += tally.entries - tally.exits
        }
        return last
    }

    private static func atRisk(_ tallies: [Tally], on days: [Int]) -> [Int32] {
        var atRisk = 0
        var next = 0
        return days.map { day in
            // Whoever enters on a day is at risk from the next one on; whoever exits on it still is.
            while next < tallies.count, tallies[next].day < day {
                atRisk += tallies[next].entries - tallies[next].exits
                next += 1
            }
            return Int32(clamping: atRisk)
        }
    }
}

/// The survival curves of all units at the days asked for. Written node by node, each by one thread.
final class SurvivalCurves: @unchecked Sendable {
    /// S(day) with its band.
    struct Point: Sendable {
        var day: Int32
        var survival: Double
        var low: Double?
        var high: Double?
    }

    struct Curve: Sendable {
        /// S is given this tenure.
        var start: Int
        var median: Int?
        /// Of the days asked for, those that it reaches, ascending.
        var points: [Point]
        /// Stays that ended with the employment, and those that ended otherwise: at the as-of day, or with a move out.
        var leavers: Int
        var censored: Int
    }

    /// Fewest at risk over whom a curve is drawn, and fewest leavers that make one.
    static let minimumAtRisk = 10
    static let minimumEvents = 5

    let nodes: Int
    let days: [Int]
    let cohorts: Range<Int>
    private let persons: [Int32]
    private let homes: [Int32]
    private let curves: Slots<Curve>
    /// `[node][day of days]`: spells at risk.
    private let risk: Buffer<Int32>
    /// `[node][cohort]`: 0 without a curve, 1 where the median is not reached, else 2 more than the median.
    private let medians: Buffer<Int32>

    fileprivate init(nodes: Int, days: [Int], cohorts: Range<Int>, persons: [Int32], homes: [Int32]) {
        self.nodes = nodes
        self.days = days
        self.cohorts = cohorts
        self.persons = persons
        self.homes = homes
        curves = Slots(count: nodes)
        risk = Buffer(zeros: nodes * days.count)
        medians = Buffer(zeros: nodes * cohorts.count)
    }

    fileprivate func set(_ node: Int, atRisk: [Int32], curve: SurvivalCurve?, leavers: Int, censored: Int) {
        for (place, count) in atRisk.enumerated() { risk.pointer[node * days.count + place] = count }
        guard let curve else { return }
        let points = days.compactMap { day -> Point? in
            // At t₀ all is certain and nothing known.
            guard day > curve.start, let (survival, interval) = curve.survival(at: day) else { return nil }
            return Point(day: Int32(clamping: day), survival: survival, low: interval?.low, high: interval?.high)
        }
        curves[node] = Curve(
            start: curve.start, median: curve.median, points: points, leavers: leavers, censored: censored)
    }

    fileprivate func set(_ node: Int, cohort: Int, median: Int?) {
        medians.pointer[node * cohorts.count + cohort] = median.map { Int32(clamping: $0) + 2 } ?? 1
    }

    /// Whole months as completed days: 3, 12, 24 and 36 are 91, 365, 730 and 1,096.
    static func days(ofMonths months: Int) -> Int {
        Int((Double(months) * Headcount.daysInMonth).rounded(.toNearestOrEven))
    }

    func curve(_ node: Int) -> Curve? { curves[node] }

    func point(_ node: Int, day: Int) -> Point? {
        guard let points = curves[node]?.points else { return nil }
        return Self.place(of: day, among: points.count) { Int(points[$0].day) }.map { points[$0] }
    }

    /// The place of a day among some in ascending order.
    private static func place(of day: Int, among count: Int, _ value: (Int) -> Int) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if value(middle) < day { low = middle + 1 } else { high = middle }
        }
        return low < count && value(low) == day ? low : nil
    }

    /// Spells at risk on one of the days asked for.
    func atRisk(_ node: Int, day: Int) -> Int {
        guard let place = Self.place(of: day, among: days.count, { days[$0] }) else { return 0 }
        return Int(risk.pointer[node * days.count + place])
    }

    /// Distinct persons behind a unit's curve, or behind that of one year's hires.
    func persons(_ node: Int, year: Int? = nil) -> Int { count(persons, node, year) }

    /// The same with each person once, at the unit of the last stay.
    func home(_ node: Int, year: Int? = nil) -> Int { count(homes, node, year) }

    private func count(_ values: [Int32], _ node: Int, _ year: Int?) -> Int {
        let base = node * (1 + cohorts.count)
        guard let year else { return Int(values[base]) }
        return cohorts.contains(year) ? Int(values[base + 1 + year - cohorts.lowerBound]) : 0
    }

    /// The median of one year's hires in days: nil without a curve, `.some(nil)` where it is not reached.
    func median(_ node: Int, year: Int) -> Int?? {
        guard cohorts.contains(year) else { return nil }
        switch medians.pointer[node * cohorts.count + year - cohorts.lowerBound] {
        case 0: return nil
        case 1: return .some(nil)
        case let days: return .some(Int(days) - 2)
        }
    }
}

extension PersonWalk {
    /// The stays of the person at hand: from the day on which leavers are known to the as-of day; spells whose first day
    /// is unknown are left out.
    func addStays(to stays: StayRecords) {
        stayed.removeAll(keepingCapacity: true)
        for segment in segments where segment.isHireKnown {
            let from = max(segment.first, plan.leaversFrom)
            let end = min(segment.end, after)
            guard from < end, segment.spellFirst <= from,
                !end.subtractingReportingOverflow(segment.spellFirst).overflow
            else { continue }
            let hasLeft = segment.leaves != EmployedSegment.goesOn && segment.end <= after
            if let last = stayed.last, last.end == from, last.spellFirst == segment.spellFirst, !last.hasLeft {
                if last.department == segment.department {
                    stayed[stayed.count - 1].end = end
                    stayed[stayed.count - 1].hasLeft = hasLeft
                    continue
                }
                if let unit = lowestUnit(holding: last.department, segment.department) {
                    let day = from - segment.spellFirst
                    stays.add(
                        StayRecords.Record(entry: day, exit: day, year: last.year, kind: .wentOn), department: unit)
                }
            }
            let isSameSpell = stayed.last.map { $0.spellFirst == segment.spellFirst } ?? false
            let year =
                isSameSpell
                ? stayed[stayed.count - 1].year : Int16(clamping: CivilDate(day: segment.spellFirst).year)
            stayed.append(
                Stay(
                    from: from, end: end, department: segment.department, spellFirst: segment.spellFirst, year: year,
                    hasLeft: hasLeft))
        }
        for stay in stayed {
            stays.add(
                StayRecords.Record(
                    entry: stay.from - stay.spellFirst, exit: stay.end - stay.spellFirst, year: stay.year,
                    kind: stay.hasLeft ? .left : .stayed), department: stay.department)
        }
        addPersons(to: stays, year: nil)
        // Spells follow each other, so those of one year of hire do too.
        for (place, stay) in stayed.enumerated() where place == 0 || stayed[place - 1].year != stay.year {
            addPersons(to: stays, year: Int(stay.year))
        }
    }

    private func addPersons(to stays: StayRecords, year: Int?) {
        let chosen = stayed.lazy.filter { year == nil || Int($0.year) == year }
        guard let first = chosen.first?.department, let last = chosen.last?.department else { return }
        stays.addHome(last, year: year)
        if chosen.allSatisfy({ $0.department == first }) {
            stays.addPersons(1, first, year: year)
            return
        }
        forEachUnit(over: chosen.map(\.department)) { unit, above in
            stays.addPersons(1, unit, year: year)
            if above >= 0 { stays.addPersons(-1, above, year: year) }
        }
    }

    /// The lowest unit whose subtree holds both; nil for places in the trees of two groups.
    private func lowestUnit(holding a: Int32, _ b: Int32) -> Int32? {
        guard a / Int32(plan.units) == b / Int32(plan.units) else { return nil }
        var node = a
        while node >= 0, !(node <= b && b < plan.end[Int(node)]) { node = plan.parent[Int(node)] }
        return node < 0 ? nil : node
    }
}

/// A stay of one person in one department without a gap.
struct Stay {
    var from: Int32
    var end: Int32
    var department: Int32
    var spellFirst: Int32
    var year: Int16
    var hasLeft: Bool
}
