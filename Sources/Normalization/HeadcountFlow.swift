internal import Calendars
internal import Columnar
internal import Workforce

/// Headcount month by month and what changed it, of the whole: opening + hires + rehires + first seen − leavers = closing.
///
/// The two sides are counted apart: who is there by the days of the segments, who comes and goes by how the segments are
/// marked. Months in which they disagree hold a segment that begins or ends without a word.
struct HeadcountFlow {
    /// Months before the newest that are told.
    static let monthsBefore = 59

    struct Month: Equatable {
        /// Year × 12 + month − 1.
        let month: Int
        var opening: Int64 = 0
        var hires: Int64 = 0
        var rehires: Int64 = 0
        var observed: Int64 = 0
        var leavers: Int64 = 0
        var closing: Int64 = 0

        var addsUp: Bool { opening + hires + rehires + observed - leavers == closing }
    }

    private(set) var months: [Month]
    /// `bounds[m]`: first day of month m; the last one is the day after the as-of date.
    private let bounds: [Int32]
    /// Persons at a bound, as differences from the bound before.
    private var steps: [Int64]

    init(asOf: Int32) {
        let last = CivilDate.monthIndex(of: asOf)
        months = ((last - Self.monthsBefore)...last).map { Month(month: $0) }
        bounds = months.map { CivilDate.firstDay(ofMonth: $0.month) } + [asOf + 1]
        steps = [Int64](repeating: 0, count: bounds.count + 1)
    }

    /// Takes all segments of one person, in order.
    mutating func add(_ segments: [Segment]) {
        var run: (first: Int32, end: Int32)?
        for segment in segments {
            if let known = run, known.end == segment.first {
                run = (known.first, segment.end)
            } else {
                if let run { count(run) }
                run = (segment.first, segment.end)
            }
            if let place = month(of: segment.first) {
                switch segment.start {
                case .hire: months[place].hires += 1
                case .rehire: months[place].rehires += 1
                case .observed: months[place].observed += 1
                case .change: break
                }
            }
            if segment.leaveClass >= 0, segment.end != Segment.open, let place = month(of: segment.end - 1) {
                months[place].leavers += 1
            }
        }
        if let run { count(run) }
    }

    /// Somebody is there at a bound who was there on the day before and is still there on the day itself.
    private mutating func count(_ run: (first: Int32, end: Int32)) {
        let from = bounds.firstPlace { $0 > run.first }
        let to = bounds.firstPlace { $0 >= run.end }
        guard from < to else { return }
        steps[from] += 1
        steps[to] -= 1
    }

    private func month(of day: Int32) -> Int? {
        let place = bounds.firstPlace { $0 > day } - 1
        return months.indices.contains(place) ? place : nil
    }

    /// The months from the first in which anybody is there.
    func settled() -> [Month] {
        var months = months
        var there: Int64 = 0
        var headcounts: [Int64] = []
        for step in steps.prefix(bounds.count) {
            there += step
            headcounts.append(there)
        }
        for place in months.indices {
            months[place].opening = headcounts[place]
            months[place].closing = headcounts[place + 1]
        }
        return Array(months.drop { $0.opening == 0 && $0.closing == 0 && $0.hires == 0 && $0.observed == 0 })
    }
}

extension NormalizeRun {
    func writeHeadcount(_ flow: HeadcountFlow) throws {
        let months = flow.settled()
        found(
            "headcount.identity", "employees",
            "months in which opening + hires + rehires + first seen − leavers is not the closing headcount: the timelines "
                + "contradict themselves; please report it",
            count: months.count { !$0.addsUp })
        let schema = Normalized.headcount
        let writer = try writer("headcount", schema)
        let month = Buffer<Int32>(capacity: months.count)
        for row in months { month.append(Int32(truncatingIfNeeded: row.month)) }
        let numbers = [\HeadcountFlow.Month.opening, \.hires, \.rehires, \.observed, \.leavers, \.closing].map { path in
            let values = Buffer<Int64>(capacity: months.count)
            for row in months { values.append(row[keyPath: path]) }
            return values
        }
        try withExtendedLifetime((month, numbers)) {
            try writer.append(
                RowGroupEncoder.encode(
                    schema, rowCount: months.count,
                    columns: [ColumnSlice(.int32(month.pointer))] + numbers.map { ColumnSlice(.int64($0.pointer)) }))
        }
        wrote("headcount", schema, try writer.finish())
    }
}
