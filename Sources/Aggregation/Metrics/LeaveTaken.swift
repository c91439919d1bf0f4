internal import Results

/// Leave taken of what may be taken, in working days of the person.
///
/// - Leave is absence of class `vacation`. A day counts by the part of its scheduled time that was taken; public holidays and
///   days without scheduled time are none. Overlapping rows make no more than a day.
/// - What may be taken is what the export says for the calendar year, as it says it: whether it was reduced for who joined
///   or left, or holds days carried over, is the HR system's to decide. It is spread evenly over the days that the person
///   is employed in that year, so it follows a mover from unit to unit; who joins has it from the first day on, and whoever
///   leaves in the year has had all of it by the last day. The year to date has the part of the days up to its end.
/// - Persons without an entitlement for a year count in it on neither side: unknown is not none.
enum LeaveTaken {
    static let metric = Metric(
        description: MetricDescription(
            id: "absence.leave_taken", family: "Absence", title: "Leave taken", unit: "%",
            definition:
                "Of every 100 working days of leave that employees may take, those taken. What may be taken is given for a "
                + "calendar year and spread evenly over the days employed in it, so the year to date counts the part that has "
                + "passed; of who leaves, all is due by the last day. Persons of whom nobody says what they may take are left "
                + "out on both sides. Over 100 where more was taken than has accrued.",
            formula: "working days of vacation ÷ working days of leave entitled × 100",
            numerator: "working days of vacation", denominator: "working days of leave entitled",
            grain: "department × period", direction: 0,
            source: "Trivsel catalogue; entitlements as the HR system has them",
            interval: "ratio of clustered sums", sensitive: true, decimals: 1),
        slots: .windows([.year, .yearToDate]), protection: .leave, needs: .leave
    ) { figures, node, window in
        var figure = Figure.clustered(
            figures.sum(.leaveTaken, node, window), over: figures.sum(.leaveEntitled, node, window),
            persons: Int(figures.distinct(.leavePersons, node, window)),
            (
                figures.distinct(.leaveAA, node, window), figures.distinct(.leaveAS, node, window),
                figures.distinct(.leaveSS, node, window)
            ), contributors: figures.distinct(.leaveContributors, node, window), figures)
        figure.numerator = figure.numerator.map { $0 / 1000 }
        figure.denominator = figure.denominator.map { $0 / 1000 }
        return figure
    }
}
