/// The months and windows of what one person takes part in and of what happens to them; used by one thread at a time.
///
/// As the lines of `PersonWalk`, but apart from them, so that nobody pays for it to whom nothing happens.
final class ActivityScratch {
    /// Of a segment: one value a month each.
    enum Line: Int, CaseIterable {
        case registered, noShow
        case training, mandatoryTraining
        case due, done
        /// The days of a month with a one-to-one.
        case covered
        case reviewDue, reviewDone
        case stepDue, stepOnTime
        case recognised
    }

    private let months: Int
    private let windowCount: Int
    private let bounds: [(first: Int, end: Int)]
    private var values: UnsafeMutablePointer<Int64>
    private var capacity = 4
    private let running: UnsafeMutablePointer<Int64>
    private let inWindow: UnsafeMutablePointer<Int64>

    private static let width = Line.allCases.count

    init(_ grid: MonthGrid) {
        months = grid.count
        windowCount = grid.monthlyWindows
        bounds = grid.windows.prefix(grid.monthlyWindows).map { (max(0, $0.first), $0.end) }
        values = .allocate(capacity: capacity * Self.width * months)
        running = .allocate(capacity: months + 1)
        running.initialize(repeating: 0, count: months + 1)
        inWindow = .allocate(capacity: Self.width * max(windowCount, 1))
        inWindow.initialize(repeating: 0, count: Self.width * max(windowCount, 1))
    }

    deinit {
        values.deallocate()
        running.deallocate()
        inWindow.deallocate()
    }

    /// Room for a person, all 0.
    func begin(segments: Int) {
        if segments > capacity {
            values.deallocate()
            capacity = segments * 2
            values = .allocate(capacity: capacity * Self.width * months)
        }
        values.initialize(repeating: 0, count: segments * Self.width * months)
    }

    /// `[month]`
    func line(_ segment: Int, _ line: Line) -> UnsafeMutablePointer<Int64> {
        values + (segment * Self.width + line.rawValue) * months
    }

    /// `[window]`
    func windowLine(_ line: Line) -> UnsafeMutablePointer<Int64> { inWindow + line.rawValue * windowCount }

    /// Sums the chosen segments over the windows asked for, through running totals.
    func fill(_ line: Line, _ places: Range<Int>, of segments: [EmployedSegment], _ isInside: (Int32) -> Bool) {
        addUp(line, of: segments, isInside, isOnce: line == .covered)
        var total: Int64 = 0
        for m in 1...months {
            total &+= running[m]
            running[m] = total
        }
        let out = windowLine(line)
        for w in places { out[w] = running[bounds[w].end] &- running[bounds[w].first] }
    }

    /// By month, from place 1 on.
    ///
    /// - Parameter isOnce: a month counts once, however many segments have it.
    private func addUp(
        _ line: Line, of segments: [EmployedSegment], _ isInside: (Int32) -> Bool, isOnce: Bool
    ) {
        running.update(repeating: 0, count: months + 1)
        for (s, segment) in segments.enumerated() where isInside(segment.department) {
            let from = self.line(s, line)
            if isOnce {
                for m in 0..<months { running[m + 1] = max(running[m + 1], from[m]) }
            } else {
                for m in 0..<months { running[m + 1] &+= from[m] }
            }
        }
    }
}

/// A part of a whole, both of rows that cluster in persons: what `clusteredRatio` needs besides their sums.
struct ActivityRatio: Sendable {
    var needs: MeasureNeeds.Groups
    var part: ActivityScratch.Line
    /// Nil for days employed.
    var whole: ActivityScratch.Line?
    /// Persons with a whole; those employed where that is days.
    var persons: MeasureStore.Distinct
    var aa: MeasureStore.Distinct
    var mixed: MeasureStore.Distinct
    var ss: MeasureStore.Distinct
    var contributors: MeasureStore.Distinct

    static let noShow = ActivityRatio(
        needs: .noShow, part: .noShow, whole: .registered, persons: .registeredPersons, aa: .noShowAA,
        mixed: .noShowAS, ss: .noShowSS, contributors: .noShowContributors)
    static let training = ActivityRatio(
        needs: .training, part: .training, whole: nil, persons: .persons, aa: .trainingAA, mixed: .trainingAS,
        ss: .daysSS, contributors: .trainingContributors)
    static let mandatoryTraining = ActivityRatio(
        needs: .training, part: .mandatoryTraining, whole: nil, persons: .persons, aa: .mandatoryAA,
        mixed: .mandatoryAS, ss: .daysSS, contributors: .mandatoryContributors)
    static let completion = ActivityRatio(
        needs: .completion, part: .done, whole: .due, persons: .duePersons, aa: .doneAA, mixed: .doneAS,
        ss: .doneSS, contributors: .doneContributors)

    static let coverage = ActivityRatio(
        needs: .checkIns, part: .covered, whole: nil, persons: .persons, aa: .coveredAA, mixed: .coveredAS,
        ss: .daysSS, contributors: .coveredContributors)
    static let reviews = ActivityRatio(
        needs: .reviews, part: .reviewDone, whole: .reviewDue, persons: .reviewPersons, aa: .reviewAA,
        mixed: .reviewAS, ss: .reviewSS, contributors: .reviewContributors)
    static let steps = ActivityRatio(
        needs: .onboardingSteps, part: .stepOnTime, whole: .stepDue, persons: .stepPersons, aa: .stepAA,
        mixed: .stepAS, ss: .stepSS, contributors: .stepContributors)

    static let all = [noShow, training, mandatoryTraining, completion, coverage, reviews, steps]
}
