internal import Columnar
internal import Runs

/// Which groups of measures are asked for; what nobody asks for is not accumulated.
struct MeasureNeeds: Sendable {
    var absence = false
    var absenceSpread = false
    var participation = false
    var attendanceSpread = false
    /// The places of the windows in which absence and participation figures are asked for.
    var absenceWindows = 0..<0
    var participationWindows = 0..<0
}

/// Sums over persons, integers only. All arrays are laid out node by node, so that one person touches short runs.
///
/// `sum` measures: `[node][month]`, at the department held, rolled up by `rollUp`. `distinct` measures: `[node][window]`, for
/// the windows asked for, at every unit on a person's paths; moves: `[node][month]`. A person's part is the same for every unit above the only
/// department held, so while persons are added a `distinct` place holds what is new at that unit, and `spreadDistinct`
/// carries it to the units above.
/// Bound: squares fit Int64 below 3 × 10⁷ persons (527,040 minutes a year squared); see `AggregateStage.run`.
final class MeasureStore: @unchecked Sendable {
    enum Sum: Int, CaseIterable {
        case personDays, fteDays, workDays, scheduled
        case hires, rehires, voluntary, involuntary, other, unknown
        case absentMinutes, absentDays, spells
        case invited, attendedInvited, attendances
        static let leaving: [Sum] = [.voluntary, .involuntary, .other, .unknown]
        var needsAbsence: Bool { self == .absentMinutes || self == .absentDays || self == .spells }
        var needsParticipation: Bool { self == .invited || self == .attendedInvited || self == .attendances }
    }
    enum Distinct: Int, CaseIterable {
        /// Persons employed in the window; `home` counts each once, at the unit held last.
        case persons, home
        case absentPersons, absenceContributors, absenceLargest, absenceAA, absenceAS, absenceSS
        case reached, invitedPersons, attendanceAA, attendanceAS, attendanceSS, attendanceContributors
    }

    let nodes: Int
    let months: Int
    let windows: Int
    let waves: Int
    let needs: MeasureNeeds
    private let sums: [UnsafeMutablePointer<Int64>?]
    private let distincts: [UnsafeMutablePointer<Int64>?]
    /// The windows that each distinct measure has places for.
    private let places: [Range<Int>]
    /// `[node][month + 1]`: at place 0 the closing of the month before the grid.
    let closing: UnsafeMutablePointer<Int64>
    let movesIn: UnsafeMutablePointer<Int64>
    let movesOut: UnsafeMutablePointer<Int64>
    /// `[node][wave]`: persons employed on the wave's opening day.
    let waveHeadcount: UnsafeMutablePointer<Int64>
    /// All of the above, one after the other.
    private let memory: Buffer<Int64>

    init(nodes: Int, months: Int, windows: Int, waves: Int, needs: MeasureNeeds) {
        self.nodes = nodes
        self.months = months
        self.windows = windows
        self.waves = waves
        self.needs = needs
        let isKept = Sum.allCases.map { sum in
            !(sum.needsAbsence && !needs.absence || sum.needsParticipation && !needs.participation)
        }
        let counted = Distinct.allCases.map { distinct -> Range<Int>? in
            switch distinct {
            case .persons, .home: 0..<windows
            case .absentPersons, .absenceContributors, .absenceLargest: needs.absence ? needs.absenceWindows : nil
            case .absenceAA, .absenceAS, .absenceSS: needs.absenceSpread ? needs.absenceWindows : nil
            case .reached, .invitedPersons: needs.participation ? needs.participationWindows : nil
            case .attendanceAA, .attendanceAS, .attendanceSS, .attendanceContributors:
                needs.attendanceSpread ? needs.participationWindows : nil
            }
        }
        places = counted.map { $0 ?? 0..<0 }
        let monthly = isKept.count { $0 } * months + (months + 1) + 2 * months
        let windowed = places.reduce(0) { $0 + $1.count }
        let memory = Buffer<Int64>(zeros: nodes * (monthly + windowed + waves))
        self.memory = memory
        var next = memory.pointer
        func take(_ count: Int) -> UnsafeMutablePointer<Int64> {
            defer { next += count }
            return next
        }
        sums = isKept.map { $0 ? take(nodes * months) : nil }
        distincts = counted.map { places in places.map { take(nodes * $0.count) } }
        closing = take(nodes * (months + 1))
        movesIn = take(nodes * months)
        movesOut = take(nodes * months)
        waveHeadcount = take(nodes * waves)
    }

    /// `[node][month]`, or nil when nobody asked for it.
    func sum(_ measure: Sum) -> UnsafeMutablePointer<Int64>? { sums[measure.rawValue] }
    /// `[node][window of places(measure)]`, or nil when nobody asked for it.
    func distinct(_ measure: Distinct) -> UnsafeMutablePointer<Int64>? { distincts[measure.rawValue] }
    /// The windows that a distinct measure has places for.
    func places(_ measure: Distinct) -> Range<Int> { places[measure.rawValue] }
    /// A unit's values of a distinct measure: the value of window w, of those in `places`, stands at w.
    func row(_ measure: Distinct, _ node: Int) -> UnsafeMutablePointer<Int64>? {
        let places = places[measure.rawValue]
        return distincts[measure.rawValue].map { $0 + node * places.count - places.lowerBound }
    }

    /// One measure of all units: `[node][width]`.
    private struct Line {
        let values: UnsafeMutablePointer<Int64>
        let width: Int
        /// Merges by maximum and not by addition.
        var isLargest = false
        var isSpread = false
        var isRolledUp = false
        var isMonthly = false
    }

    /// All lines that are kept; those of two stores with the same needs correspond.
    private var lines: [Line] {
        var lines = sums.compactMap { $0.map { Line(values: $0, width: months, isRolledUp: true, isMonthly: true) } }
        for measure in Distinct.allCases {
            guard let values = distinct(measure) else { continue }
            let isHome = measure == .home
            lines.append(
                Line(
                    values: values, width: places(measure).count, isLargest: measure == .absenceLargest,
                    isSpread: !isHome, isRolledUp: isHome))
        }
        lines.append(Line(values: closing, width: months + 1, isRolledUp: true))
        lines.append(Line(values: movesIn, width: months, isMonthly: true))
        lines.append(Line(values: movesOut, width: months, isMonthly: true))
        lines.append(Line(values: waveHeadcount, width: waves, isRolledUp: true))
        return lines
    }

    /// Adds another shard's sums, of the same needs; the largest part of one person merges by maximum.
    func merge(_ other: MeasureStore, workers: Int = 1) {
        let pairs = Shared(Array(zip(lines, other.lines)))
        Workers.run(count: pairs.value.count, workers: workers) { [nodes] place in
            let (mine, others) = pairs.value[place]
            if mine.isLargest {
                for i in 0..<(nodes * mine.width) { mine.values[i] = max(mine.values[i], others.values[i]) }
            } else {
                for i in 0..<(nodes * mine.width) { mine.values[i] &+= others.values[i] }
            }
        }
    }

    /// Carries what is new at each unit to the units above it; once, after the merge.
    func spreadDistinct(parent: [Int32], workers: Int = 1) {
        let spread = Shared(lines.filter(\.isSpread))
        Workers.run(count: spread.value.count, workers: workers) { [self] in roll(spread.value[$0], parent) }
    }

    /// Carries every `sum` measure, and the home count, up the tree, and turns months into running totals, so that a
    /// window's sum is one subtraction: place m holds months 0…m.
    func rollUp(parent: [Int32], workers: Int = 1) {
        let rolled = Shared(lines.filter { $0.isRolledUp || $0.isMonthly })
        Workers.run(count: rolled.value.count, workers: workers) { [self] place in
            let line = rolled.value[place]
            if line.isRolledUp { roll(line, parent) }
            if line.isMonthly { accumulate(line) }
        }
    }

    private func roll(_ line: Line, _ parent: [Int32]) {
        for node in stride(from: nodes - 1, to: 0, by: -1) {
            let from = line.values + node * line.width
            let to = line.values + Int(parent[node]) * line.width
            if line.isLargest {
                for i in 0..<line.width { to[i] = max(to[i], from[i]) }
            } else {
                for i in 0..<line.width { to[i] &+= from[i] }
            }
        }
    }

    private func accumulate(_ line: Line) {
        for node in 0..<nodes {
            let row = line.values + node * line.width
            for m in 1..<max(line.width, 1) { row[m] &+= row[m - 1] }
        }
    }
}
