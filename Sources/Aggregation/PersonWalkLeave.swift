internal import Calendars
internal import Workforce

/// Leave that a person may take in a calendar year; −1 = not given.
struct PersonLeave {
    var year: Int32
    /// In 1/1,000 working days.
    var days: Int32
    /// Minutes of work.
    var minutes: Int32
}

/// Leave: what may be taken, spread over the days employed in its year, and what was taken.
extension PersonWalk {
    /// Vacation and no other class.
    private static let vacation: UInt32 =
        AbsenceClass.allCases.firstIndex(of: .vacation).map { 1 << UInt32($0) } ?? 0

    /// - Returns: whether it is known of any year with days employed what may be taken.
    func addLeave(_ rows: Span<PersonLeave>, _ absences: Span<PersonAbsence>) -> Bool {
        for m in isLeaveKnown.indices { isLeaveKnown[m] = false }
        var isAny = false
        var i = 0
        while i < rows.count {
            let year = Int(rows[i].year)
            let days = CivilDate.firstDay(ofMonth: year * 12)..<CivilDate.firstDay(ofMonth: year * 12 + 12)
            var total: Int64 = 0
            while i < rows.count, Int(rows[i].year) == year {
                total += entitled(rows[i], days)
                i += 1
            }
            if addEntitled(total, days) { isAny = true }
        }
        guard isAny else { return false }
        addTime(absences, Self.vacation, .leave)
        return true
    }

    /// In 1/1,000 days; minutes are days of the schedule that the person has first in the year.
    private func entitled(_ row: PersonLeave, _ days: Range<Int32>) -> Int64 {
        if row.days >= 0 { return Int64(row.days) }
        guard let s = segments.firstIndex(where: { $0.first < days.upperBound && $0.end > days.lowerBound }) else {
            return 0
        }
        let minutes = schedules[s].averageMinutes
        return minutes > 0 ? roundedHalfEven(Int64(max(row.minutes, 0)) * 1000, minutes) : 0
    }

    /// Spreads what may be taken in a year evenly over its days employed, of which those up to the as-of day are booked.
    ///
    /// - Returns: false where none is employed.
    private func addEntitled(_ total: Int64, _ days: Range<Int32>) -> Bool {
        var employed: Int64 = 0
        for segment in segments {
            employed += Int64(max(0, min(segment.end, days.upperBound) - max(segment.first, days.lowerBound)))
        }
        for later in planned where employed > 0 {
            employed += Int64(max(0, min(later.upperBound, days.upperBound) - max(later.lowerBound, days.lowerBound)))
        }
        guard employed > 0 else { return false }
        let sum = store.sum(.leaveEntitled)
        var passed: Int64 = 0
        var given: Int64 = 0
        for (s, segment) in segments.enumerated() {
            var day = max(segment.first, days.lowerBound)
            let end = min(segment.end, days.upperBound)
            while day < end {
                let next = min(end, CivilDate.firstDay(ofMonth: CivilDate.monthIndex(of: day) + 1))
                // Of the month in which the as-of day lies, what lies before it.
                let known = min(next, max(day, after))
                passed += Int64(known - day)
                let upTo = roundedHalfEven(total * passed, employed)
                if let m = month(of: day) {
                    line(s, .leaveEntitled)[m] += upTo - given
                    sum?[Int(segment.department) * months + m] += upTo - given
                    isLeaveKnown[m] = true
                }
                given = upTo
                passed += Int64(next - known)
                day = next
            }
        }
        return true
    }

    /// The part of a day that some minutes of leave are, in 1/1,000.
    func leaveShare(_ minutes: Int64, of scheduled: Int64) -> Int64 {
        scheduled > 0 ? roundedHalfEven(minutes * 1000, scheduled) : 0
    }

    /// Leave of a year of which nobody says what may be taken counts on neither side.
    func addLeaveTaken(_ shares: Int64, segment s: Int, month m: Int) {
        guard isLeaveKnown[m] else { return }
        line(s, .leaveTaken)[m] += shares
        store.sum(.leaveTaken)?[Int(segments[s].department) * months + m] += shares
    }
}

extension PersonWalk {
    func addLeaveWindows(_ node: Int, _ one: Int64) {
        count(.leaveEntitled, .leavePersons, node, one)
        count(.leaveTaken, .leaveContributors, node, one)
        addProducts(.leaveTaken, .leaveTaken, .leaveAA, node, one)
        addProducts(.leaveTaken, .leaveEntitled, .leaveAS, node, one)
        addProducts(.leaveEntitled, .leaveEntitled, .leaveSS, node, one)
        if one > 0 { raise(.leaveLargest, .leaveTaken, node) }
    }
}
