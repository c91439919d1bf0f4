internal import Results

/// Absence: time lost in minutes of work, spells and persons; the national variants beside each other.
enum Absence {
    private static let windows: Set<MonthGrid.Kind> = [
        .month, .quarter, .year, .rolling12, .yearToDate, .fiscalQuarter, .fiscalYear,
    ]
    private static let longWindows: Set<MonthGrid.Kind> = [.quarter, .year, .rolling12, .fiscalQuarter, .fiscalYear]

    static let metrics = metrics(bradfordBands: [51, 201, 401, 601])

    /// - Parameter bradfordBands: scores from which the bands after the first begin.
    static func metrics(bradfordBands: [Int]) -> [Metric] {
        time + national + parts + spells + [prevalence] + bradford(bands: bradfordBands)
    }

    // MARK: Time lost

    private static let time: [Metric] = [
        metric(
            "absence.rate", "Absence rate", unit: "%",
            "Of every 100 minutes scheduled, those lost to the absence classes counted (own sickness by default).",
            of: ("absent minutes", "scheduled minutes"),
            source: "CIPD lost-time rate; NHS England FTE days lost ÷ available", interval: "ratio of clustered sums",
            needs: [.absence, .absenceSpread]
        ) { figures, node, window in
            .clustered(
                figures.sum(.absentMinutes, node, window), over: figures.sum(.scheduled, node, window),
                persons: figures.persons(node, window),
                (
                    figures.distinct(.absenceAA, node, window), figures.distinct(.absenceAS, node, window),
                    figures.distinct(.absenceSS, node, window)
                ), contributors: figures.distinct(.absenceContributors, node, window), figures)
        },
        metric(
            "absence.rate.unweighted", "Absence rate in whole days", unit: "%",
            "Of every 100 working days of employees, those with absence, whatever the hours.",
            of: ("working days with absence", "working days employed"), source: "whole working days, no FTE"
        ) {
            .quotient(
                Double($0.sum(.absentDays, $1, $2)), Double($0.sum(.workDays, $1, $2)), scale: 100,
                persons: $0.persons($1, $2))
        },
        metric(
            "absence.days_per_employee", "Days absent per employee", unit: "days",
            "Absent time in full-time days ÷ average headcount.", of: ("absent full-time days", "average headcount"),
            source: "ONS; Statistics Denmark"
        ) {
            .quotient(
                Double($0.sum(.absentMinutes, $1, $2)) / $0.fullDayMinutes, $0.averageHeadcount($1, $2),
                persons: $0.persons($1, $2))
        },
        metric(
            "absence.hours_per_employee", "Hours absent per employee", unit: "hours",
            "Absent time in hours ÷ average headcount.", of: ("absent hours", "average headcount"),
            source: "ONS; Statistics Denmark"
        ) {
            .quotient(
                Double($0.sum(.absentMinutes, $1, $2)) / 60, $0.averageHeadcount($1, $2),
                persons: $0.persons($1, $2))
        },
    ]

    // MARK: National variants

    private static let national: [Metric] = [
        metric(
            "absence.rate_no", "Absence rate (Norway)", unit: "%",
            "Of every 100 agreed working days, those lost: days × position fraction × grade (20 to 100 %, self-certified "
                + "100 %); agreed days are not reduced for vacation.",
            of: ("days × position fraction × grade", "working days × position fraction"),
            source: "Statistics Norway and NAV, sykefraværsprosent", windows: longWindows.union([.month]),
            needs: [.absence, .agreedDays]
        ) {
            .quotient(
                Double($0.sum(.lostDays, $1, $2)) / 10_000_000, Double($0.sum(.agreedDays, $1, $2)) / 10_000,
                scale: 100, persons: $0.persons($1, $2))
        },
        metric(
            "absence.rate_dk", "Absence rate (Denmark)", unit: "%",
            "Of every 100 minutes worked or lost, those lost; worked is what was scheduled less vacation and all absence.",
            of: ("absent minutes", "minutes worked + absent minutes"), source: "Statistics Denmark, fraværsprocent",
            windows: longWindows.union([.month]), needs: [.absence, .allAbsence]
        ) {
            let absent = $0.sum(.absentMinutes, $1, $2)
            let worked = $0.sum(.scheduled, $1, $2) - $0.sum(.allAbsent, $1, $2)
            return .quotient(Double(absent), Double(worked + absent), scale: 100, persons: $0.persons($1, $2))
        },
        metric(
            "absence.spells_dk", "Spells per full-year employee (Denmark)", unit: "per full-time year",
            "Spells that ended in the period ÷ full-time equivalents over a year.",
            of: ("spells ended", "FTE-days ÷ 365.25"), source: "Statistics Denmark, fraværsperioder",
            windows: longWindows, needs: [.absence, .spells]
        ) {
            .quotient(
                Double($0.sum(.spellsEnded, $1, $2)), Double($0.sum(.fteDays, $1, $2)) / 10_000 / 365.25,
                persons: $0.persons($1, $2))
        },
    ]

    // MARK: Parts of the rate

    private static let parts: [Metric] = [
        part("certified", "Absence, certified", .certificates, "with a doctor's certificate") {
            $0.sum(.certified, $1, $2)
        },
        part("self_certified", "Absence, self-certified", .certificates, "that the employee certified") {
            $0.sum(.selfCertified, $1, $2)
        },
        part(
            "certification_unknown", "Absence, certification unknown", .certificates,
            "of which the export does not say who certified it"
        ) {
            $0.sum(.absentMinutes, $1, $2) - $0.sum(.certified, $1, $2) - $0.sum(.selfCertified, $1, $2)
        },
        part("short", "Short absence", .daysOfSpell, "on the first days of a spell (16, a setting)") {
            $0.sum(.shortAbsence, $1, $2)
        },
        part("long", "Long absence", .daysOfSpell, "on later days of a spell (from the 17th on, a setting)") {
            $0.sum(.absentMinutes, $1, $2) - $0.sum(.shortAbsence, $1, $2)
        },
        part(
            "by_spell_length#short", "Absence in short spells", .endedSpells,
            "in spells that ended in the period and were short as a whole"
        ) { $0.sum(.endedShort, $1, $2) },
        part(
            "by_spell_length#long", "Absence in long spells", .endedSpells,
            "in spells that ended in the period and were long as a whole"
        ) { $0.sum(.endedLong, $1, $2) },
    ]

    private static func part(
        _ name: String, _ title: String, _ partition: Metric.AbsencePartition, _ which: String,
        minutes: @escaping @Sendable (Figures, Int, Int) -> Int64
    ) -> Metric {
        metric(
            "absence.\(name)", title, unit: "%", "Of every 100 minutes scheduled, those lost \(which).",
            of: ("absent minutes \(which)", "scheduled minutes"), source: "Statistics Norway; Trivsel catalogue",
            windows: longWindows, needs: [.absence, .spells], protection: .absenceParts(partition)
        ) {
            .quotient(
                Double(minutes($0, $1, $2)), Double($0.sum(.scheduled, $1, $2)), scale: 100,
                persons: $0.persons($1, $2))
        }
    }

    // MARK: Spells

    private static let spells: [Metric] =
        [
            metric(
                "absence.frequency", "Absence frequency", unit: "%", "Spells of absence begun per 100 employees.",
                of: ("spells begun", "average headcount"), source: "CIPD frequency rate",
                interval: "exact Poisson (Garwood) on the count"
            ) {
                .rate(
                    events: $0.sum(.spells, $1, $2), per: $0.averageHeadcount($1, $2), persons: $0.persons($1, $2), $0)
            },
            metric(
                "absence.incidence", "Persons absent", unit: "%",
                "Of every 100 persons employed at any time in the period, those with a spell in it.",
                of: ("persons with a spell", "persons employed"), source: "CIPD individual frequency",
                interval: "Wilson",
                protection: .incidence
            ) { .share($0.distinct(.absentPersons, $1, $2), of: $0.distinct(.persons, $1, $2)) },
            length("median", "Median length of spells", "the median") { $0.median },
            length("p90", "Long spells: 90th percentile", "the 90th percentile, from 50 spells on") {
                $0.count >= 50 ? $0.ninetieth : nil
            },
        ] + weekdays.enumerated().map(weekday)

    private static func length(
        _ name: String, _ title: String, _ what: String, value: @escaping @Sendable (SpellLengths.Summary) -> Double?
    ) -> Metric {
        metric(
            "absence.spell_length.\(name)", title, unit: "days",
            "Of the spells that ended in the period, \(what) of their calendar days.",
            of: ("\(what) of the calendar days (type 7)", "1"), source: "Statistics Norway; Hyndman and Fan, type 7",
            windows: longWindows, needs: [.absence, .spells], protection: .spellLengths
        ) { figures, node, window in
            guard let lengths = figures.lengths(node, window), lengths.count > 0 else {
                return Figure(value: nil, n: 0)
            }
            return Figure(value: value(lengths), n: figures.persons(node, window))
        }
    }

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

    private static func weekday(_ place: Int, _ name: String) -> Metric {
        metric(
            "absence.weekday_pattern#\(place + 1)", "One-day spells on a \(name)", unit: "%",
            "Of every 100 spells of one calendar day, Monday to Friday, those on a \(name).",
            of: ("spells of one day on a \(name)", "spells of one day, Monday to Friday"), source: "Trivsel catalogue",
            interval: "",
            windows: longWindows, needs: [.absence, .spells], protection: .weekday(place), direction: 0
        ) { figures, node, window in
            let all = MeasureStore.Sum.oneDay.map { figures.sum($0, node, window) }
            return .quotient(
                Double(all[place]), Double(all.reduce(0, +)), scale: 100,
                persons: Int(figures.distinct(.oneDayPersons, node, window)))
        }
    }

    private static let prevalence = metric(
        "absence.prevalence", "Persons absent on a day", unit: "%",
        "Of every 100 persons employed on the month's last working day, those absent on it.",
        of: ("persons absent on the day", "persons employed on the day"), source: "Statistics Norway, sykefraværsandel",
        interval: "Wilson", windows: [.day], needs: [.absence, .prevalence], protection: .prevalence
    ) { .share($0.last(.absentOnDay, $1, $2), of: $0.last(.employedOnDay, $1, $2)) }

    // MARK: Bradford

    /// The bands of the distribution by their points, the first from 0 on.
    private static func bradfordPoints(_ bands: [Int]) -> [String] {
        let starts = [0] + bands
        return starts.indices.map { place in
            place + 1 < starts.count ? "\(starts[place])-\(starts[place + 1] - 1)" : "\(starts[place])+"
        }
    }

    private static func bradford(bands: [Int]) -> [Metric] {
        bradfordPoints(bands).enumerated().map { place, point in
            metric(
                "absence.bradford.distribution#\(point)", "Persons with a Bradford score of \(point)", unit: "%",
                "Of every 100 persons employed on the period's last day, those whose spells² × working days absent in 52 "
                    + "weeks lie in \(point). Never given per person.",
                of: ("persons with such a score", "persons employed on the last day"),
                source: "Bradford factor; the threshold values are a setting", interval: "", windows: [.weeks52],
                needs: [.absence, .bradford], protection: .bradford(place)
            ) { figures, node, window in
                let all = MeasureStore.Sum.bradford.map { figures.last($0, node, window) }
                let persons = all.reduce(0, +)
                return .quotient(Double(all[place]), Double(persons), scale: 100, persons: Int(persons))
            }
        }
    }

    /// Pre-aggregated exports print the same rate; there is no arithmetic on persons behind it.
    static let printedRate = MetricDescription(
        id: "absence.rate", family: "Absence", title: "Absence rate", unit: "%",
        definition: "Of every 100 full-time-equivalent days available, those lost to sickness, as published.",
        formula: "FTE days lost ÷ FTE days available × 100", numerator: "FTE days lost",
        denominator: "FTE days available", grain: "unit × period × group", direction: -1,
        source: "the publisher's own totals", interval: "", sensitive: true, decimals: 2)

    private static func metric(
        _ id: String, _ title: String, unit: String, _ definition: String, of parts: (String, String),
        source: String, interval: String = "", windows: Set<MonthGrid.Kind> = windows,
        needs: MeasureNeeds.Groups = .absence, protection: Metric.Protection = .absence, direction: Int = -1,
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: "Absence", title: title, unit: unit, definition: definition,
                formula: parts.1 == "1"
                    ? parts.0
                    : "\(FormulaWords.part(parts.0)) ÷ \(FormulaWords.part(parts.1))" + (unit == "%" ? " × 100" : ""),
                numerator: parts.0, denominator: parts.1, grain: "department × period", direction: direction,
                source: source, interval: interval, sensitive: true, decimals: 1),
            slots: .windows(windows), protection: protection, needs: needs, figure: figure)
    }
}
