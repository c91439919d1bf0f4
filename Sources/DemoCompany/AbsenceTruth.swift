internal import Calendars

/// What the absence rows say, month by month.
///
/// Working time is counted in 1/10,000 minutes, where every product of minutes, FTE in percent and grade in percent
/// is a whole number: the full-time week of the country over five days, Monday to Friday, without public holidays.
struct AbsenceTruth {
    struct Month {
        /// Rows beginning in the month, by kind.
        var rowsStarted = Array(repeating: 0, count: AbsenceKind.allCases.count)
        /// Calendar days on which a person was away with own sickness, at any grade; none counts twice.
        var sicknessPersonDays = 0
        /// Working minutes, in 1/10,000.
        var scheduled = 0
        /// Working minutes lost to own sickness, in 1/10,000.
        var sickness = 0
    }

    private let staffing: Staffing
    private let first: Int32
    private let delivery: Int32
    private let calendars: [String: WorkCalendar]
    private(set) var months: [Month]

    init(staffing: Staffing) {
        self.staffing = staffing
        first = CivilDate.firstDay(ofMonth: staffing.firstMonth)
        delivery = CivilDate.lastDay(ofMonth: staffing.lastMonth)
        months = Array(repeating: Month(), count: staffing.lastMonth - staffing.firstMonth + 1)
        var calendars: [String: WorkCalendar] = [:]
        for country in Set(Organisation.locations.map(\.country)) {
            calendars[country] = WorkCalendar(country: country, from: first, to: delivery + 1)
        }
        self.calendars = calendars
    }

    /// Adds a person's scheduled time and the rows written for them, in order of their first day.
    mutating func add(_ absences: [Absence], of worker: Int) {
        guard let calendar = calendars[staffing.workers[worker].country] else { return }
        let fullDay = calendar.fullTimeWeekMinutes / 5
        let firstMonth = staffing.firstMonth
        // Taken out of self while closures write to it, so that it is never copied.
        var tally = months
        months = []
        defer { months = tally }
        staffing.forEachStretch(of: worker, from: first, through: delivery) { month, from, through, assignment in
            let days = Int(calendar.workingDays(in: from..<through + 1))
            tally[month - firstMonth].scheduled += days * fullDay * Int(assignment.fte) * 100
        }

        var counted = first - 1
        for absence in absences {
            let started = CivilDate.monthIndex(of: absence.from) - firstMonth
            if tally.indices.contains(started) { tally[started].rowsStarted[absence.kind.rawValue] += 1 }
            guard absence.kind.isOwnSickness, absence.to > counted else { continue }
            staffing.forEachStretch(
                of: worker, from: max(absence.from, counted + 1), through: min(absence.to, delivery)
            ) { month, from, through, assignment in
                let days = Int(calendar.workingDays(in: from..<through + 1))
                let day = fullDay * Int(assignment.fte) * 100
                let taken = absence.hours > 0 ? min(day, absence.hours * 6000) : day
                tally[month - firstMonth].sicknessPersonDays += Int(through - from) + 1
                tally[month - firstMonth].sickness += days * taken / 100 * absence.grade
            }
            counted = absence.to
        }
    }
}
