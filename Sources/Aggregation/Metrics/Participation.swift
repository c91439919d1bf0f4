internal import Results

/// Participation: voluntary events and surveys. Mandatory events are never mixed in.
enum Participation {
    static let periods: Set<MonthGrid.Kind> = [
        .month, .quarter, .year, .yearToDate, .fiscalQuarter, .fiscalYear,
    ]
    static let everyWindow = periods.union([.rolling12])

    static let metrics: [Metric] = [
        metric(
            "participation.attendance_rate", "Attendance", windows: everyWindow,
            "Of every 100 invitations to voluntary events, those followed by attendance; walk-ins do not count.",
            of: ("invited and attended", "invited"), interval: "ratio of clustered sums", protection: .attendance,
            needs: [.participation, .attendanceSpread]
        ) { figures, node, window in
            let figure = Figure.clustered(
                figures.sum(.attendedInvited, node, window), over: figures.sum(.invited, node, window),
                persons: Int(figures.distinct(.invitedPersons, node, window)),
                (
                    figures.distinct(.attendanceAA, node, window), figures.distinct(.attendanceAS, node, window),
                    figures.distinct(.attendanceSS, node, window)
                ), contributors: figures.distinct(.attendanceContributors, node, window), figures)
            var clipped = figure
            clipped.high = figure.high.map { min($0, 100) }
            return clipped
        },
        reach("participation.reach", "Reach", windows: periods),
        reach("participation.reach12", "Reach over 12 months", windows: [.rolling12]),
        metric(
            "participation.reach_per_headcount", "Reach per headcount", windows: periods,
            "Distinct attendees of voluntary events per 100 of the average headcount.",
            of: ("distinct attendees", "average headcount"), protection: .reach
        ) {
            .quotient(
                Double($0.distinct(.reached, $1, $2)), $0.averageHeadcount($1, $2), scale: 100,
                persons: $0.persons($1, $2))
        },
        metric(
            "participation.intensity", "Attendances per person-year", unit: "per person-year", windows: everyWindow,
            "Attendances at voluntary events, walk-ins included, ÷ person-years employed.",
            of: ("attendances", "person-years of 365.25 days"), protection: .reach
        ) {
            .quotient(
                Double($0.sum(.attendances, $1, $2)), Double($0.sum(.personDays, $1, $2)) / 365.25,
                persons: $0.persons($1, $2))
        },
        metric(
            "participation.no_show_rate", "No-shows", windows: everyWindow,
            "Of every 100 registrations for voluntary events, those whose holder did not come.",
            of: ("registered and absent", "registered"), interval: "ratio of clustered sums",
            protection: .activity(.noShow), needs: .noShow, direction: -1
        ) {
            .clusteredShare(.noShow, $0.sum(.noShows, $1, $2), of: $0.sum(.registered, $1, $2), $0, $1, $2)
        },
        hours(
            "voluntary", .training, .trainingMinutes, .training),
        hours("mandatory", .mandatoryTraining, .mandatoryMinutes, .mandatoryTraining),
        metric(
            "participation.completion_rate", "Mandatory training completed", windows: everyWindow,
            "Of every 100 mandatory trainings that an employee was invited to or registered for, those attended on their day, "
                + "which is the last one in time.",
            of: ("mandatory trainings attended", "mandatory trainings due"), interval: "ratio of clustered sums",
            protection: .activity(.completion), needs: .completion
        ) {
            .clusteredShare(.completion, $0.sum(.mandatoryDone, $1, $2), of: $0.sum(.mandatoryDue, $1, $2), $0, $1, $2)
        },
        gap,
    ]

    /// Both have the same base, so that their sum is the figure of the standard.
    private static func hours(
        _ kind: String, _ ratio: ActivityRatio, _ minutes: MeasureStore.Sum, _ activity: Metric.Activity
    ) -> Metric {
        metric(
            "participation.hours_per_employee#\(kind)", "Training hours per employee, \(kind)", unit: "hours",
            windows: everyWindow,
            "Hours of \(kind) training attended ÷ average headcount. GRI 404-1 asks for voluntary and mandatory hours together: "
                + "the sum of both points. Attendances at trainings whose length is not said have no hours.",
            of: ("hours of \(kind) training", "average headcount"), interval: "ratio of clustered sums",
            protection: .activity(activity), needs: .training, source: "GRI 404-1"
        ) { figures, node, window in
            let sum = figures.sum(minutes, node, window)
            return .clustered(
                ratio, sum, over: figures.sum(.personDays, node, window), scale: figures.days(window) / 60,
                printed: (Double(sum) / 60, figures.averageHeadcount(node, window)), figures, node, window)
        }
    }

    static let responseRate = Metric(
        description: responseDescription, slots: .waves, protection: .responseRate
    ) { figures, node, wave in
        guard let survey = figures.survey else { return Figure(value: nil, n: 0) }
        let place = node * survey.waves.count + wave
        let respondents = survey.respondents[place]
        let invited = figures.invited(node, wave: wave)
        if respondents > invited, invited > 0 {
            // Over 100 % is capped; a finding says so.
            return Figure(value: 100, numerator: Double(respondents), denominator: Double(invited), n: Int(invited))
        }
        return .share(respondents, of: invited)
    }

    static let responseDescription = MetricDescription(
        id: "participation.response_rate", family: "Participation", title: "Response rate", unit: "%",
        definition: "Of every 100 persons invited to the survey, those who answered; capped at 100.",
        formula: "respondents ÷ invited × 100", numerator: "respondents",
        denominator: "invited, else persons employed on the wave's opening day", grain: "department × wave",
        direction: 1, source: "AAPOR response rate 1", interval: "Wilson", sensitive: true, decimals: 0)

    private static func reach(_ id: String, _ title: String, windows: Set<MonthGrid.Kind>) -> Metric {
        metric(
            id, title, windows: windows,
            "Of every 100 persons employed at any time in the period, those who attended a voluntary event.",
            of: ("distinct attendees", "persons employed"), interval: "Wilson", protection: .reach
        ) { .share($0.distinct(.reached, $1, $2), of: $0.distinct(.persons, $1, $2)) }
    }

    private static func metric(
        _ id: String, _ title: String, unit: String = "%", windows: Set<MonthGrid.Kind>, _ definition: String,
        of parts: (String, String), interval: String = "", protection: Metric.Protection,
        needs: MeasureNeeds.Groups = .participation, source: String = "Trivsel catalogue", direction: Int = 1,
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "Participation", title: title, unit: unit, definition: definition,
                formula: "\(parts.0) ÷ \(parts.1)" + (unit == "%" ? " × 100" : ""), numerator: parts.0,
                denominator: parts.1, grain: "department × period", direction: direction, source: source,
                interval: interval, sensitive: true, decimals: unit == "%" ? 0 : 1),
            slots: .windows(windows), protection: protection, needs: needs, figure: figure)
    }
}
