internal import Calendars

/// Questions about people and days, once the simulation is over.
extension Staffing {
    /// The stretches of days from `first` through `last` on which a worker is employed, each within one month
    /// and one assignment.
    func forEachStretch(
        of worker: Int, from first: Int32, through last: Int32,
        _ body: (_ month: Int, _ from: Int32, _ through: Int32, _ assignment: Assignment) -> Void
    ) {
        for index in start[worker]..<start[worker + 1] {
            let assignment = assignments[index]
            var end = min(last, spells[Int(assignment.spell)].last)
            if index + 1 < start[worker + 1] { end = min(end, assignments[index + 1].validFrom - 1) }
            var day = max(first, assignment.validFrom)
            while day <= end {
                let month = CivilDate.monthIndex(of: day)
                let through = min(end, CivilDate.lastDay(ofMonth: month))
                body(month, day, through, assignment)
                day = through + 1
            }
        }
    }

    /// What held for a worker on a day; nil when not employed then.
    func assignment(of worker: Int, on day: Int32) -> Assignment? {
        var index = start[worker + 1] - 1
        while index >= start[worker] {
            let assignment = assignments[index]
            if assignment.validFrom <= day {
                return spells[Int(assignment.spell)].last >= day ? assignment : nil
            }
            index -= 1
        }
        return nil
    }
}
