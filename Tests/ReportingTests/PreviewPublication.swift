import Results

/// What is told beside the preview company's cells.
extension PreviewCompany {
    static let indices = [
        SurveyIndex(id: "engagement", title: "Engagement index"),
        SurveyIndex(id: "workload", title: "Workload and focus time"),
        SurveyIndex(id: "manager", title: "Line manager"), SurveyIndex(id: "wellbeing", title: "Wellbeing"),
        SurveyIndex(id: "growth", title: "Growth"), SurveyIndex(id: "recognition", title: "Recognition"),
        SurveyIndex(id: "trust", title: "Trust in leadership"), SurveyIndex(id: "purpose", title: "Purpose"),
    ]

    static let items: [SurveyItem] = [
        "My work matters to our customers", "People here help each other when it is needed",
        "I know what is expected of me at work", "I have the tools and systems I need to do my job well",
        "My manager gives me regular feedback on what I do", "I can say what I think without fear of consequences",
        "I see a way to grow here", "Good work is noticed", "I can switch off after my shift",
        "Shifts are planned fairly",
        "Changes are explained before they happen", "I have enough time to do my job well",
    ].enumerated().map { SurveyItem(id: "q\($0 + 1)", text: $1, index: "engagement", reversed: false) }

    static func catalogue() -> [MetricDescription] {
        func metric(
            _ id: String, _ family: String, _ title: String, _ unit: String, _ direction: Int, _ decimals: Int,
            _ formula: String, _ interval: String = ""
        ) -> MetricDescription {
            MetricDescription(
                id: id, family: family, title: title, unit: unit,
                definition: "\(title), counted for everyone who belongs to the unit in the period.", formula: formula,
                numerator: "", denominator: "", grain: "department × month", direction: direction,
                source: "Method handbook, section \(family)", interval: interval, sensitive: false, decimals: decimals)
        }
        return [
            metric(
                "headcount.closing", "People", "Headcount at the end", "persons", 0, 0,
                "people employed on the last day"),
            metric("headcount.average", "People", "Average headcount", "persons", 0, 1, "person-days ÷ days"),
            metric("flow.hires", "People", "Hires", "persons", 0, 0, "count"),
            metric("flow.leavers", "People", "Leavers", "persons", 0, 0, "count"),
            metric(
                "turnover.total", "Turnover", "Turnover of the month", "%", -1, 1, "leavers ÷ average headcount × 100",
                "exact Poisson"),
            metric(
                "turnover.rolling12.total", "Turnover", "Turnover, 12 months", "%", -1, 1,
                "leavers of 12 months ÷ average headcount × 100", "exact Poisson"),
            metric(
                "turnover.rolling12.voluntary", "Turnover", "Voluntary turnover, 12 months", "%", -1, 1,
                "voluntary leavers ÷ average headcount × 100", "exact Poisson"),
            metric(
                "turnover.snapshot", "Turnover", "Turnover of a snapshot", "%", -1, 1,
                "leavers ÷ (active + leavers) × 100", "Wilson"),
            metric(
                "absence.rate", "Absence", "Absence rate", "%", -1, 1, "absent minutes ÷ scheduled minutes × 100",
                "clustered ratio"),
            metric(
                "absence.frequency", "Absence", "Spells per employee", "per employee", -1, 2,
                "spells ÷ average headcount"),
            metric(
                "absence.incidence", "Absence", "People with a spell", "%", -1, 1,
                "persons with a spell ÷ persons employed × 100", "Wilson"),
            metric(
                "participation.attendance_rate", "Participation", "Attendance rate", "%", 1, 1,
                "invited and attended ÷ invited × 100", "clustered ratio"),
            metric(
                "participation.reach12", "Participation", "Reach", "%", 1, 1, "attendees ÷ persons employed × 100",
                "Wilson"),
            metric(
                "participation.response_rate", "Survey", "Response rate", "%", 1, 1, "respondents ÷ invited × 100",
                "Wilson"),
            metric(
                "survey.favourable", "Survey", "Share that agrees", "%", 1, 0, "answers 4 and 5 ÷ answers × 100",
                "Wilson"),
            metric(
                "survey.index", "Survey", "Survey score", "score", 1, 0, "mean over persons of the person’s mean", "t"),
            metric(
                "survey.enps", "Survey", "eNPS", "points", 1, 0, "100 · (promoters − detractors) ÷ n", "adjusted Wald"),
            metric("survey.benchmark.median", "Benchmark", "Median over organisations", "%", 0, 1, "median, type 7"),
        ]
    }

    static func publication(_ units: [Unit], _ ends: [Int], _ names: [String: String]) -> Publication {
        Publication(
            organisation: "Norðurljós Group", pipeline: "preview", asOf: asOf, synthetic: true, publicData: false,
            catalogue: catalogue(),
            departments: units.enumerated().map { index, unit in
                DepartmentNode(
                    id: unit.id, name: names[unit.id] ?? unit.name, parent: unit.parent, depth: unit.depth,
                    end: ends[index])
            },
            items: items, indices: indices, waves: waves, months: months.map(month),
            sources: [
                source(
                    "employees", "employees_2026-10-31.csv", 3204, [("unknown_department", 4), ("end_before_start", 2)]),
                source(
                    "absences", "absences_2026.csv", 46_881, [("end_before_start", 11), ("unreadable_date", 14)], 3),
                source("participation", "participation.csv", 23_310, [("unknown_person", 9)]),
                source("survey_responses", "survey_2026-09.csv", 2141, []),
            ],
            findings: [
                QualityFinding(
                    category: "participation.unknown_event", severity: "note", location: "participation.csv",
                    message: "Rows name an event that is not in the list of events", count: 12)
            ],
            settings: [.init(name: "disclosure.minimum", value: "5"), .init(name: "calendar.country", value: "NO")],
            minimumPersons: 5, missing: [])
    }

    private static func source(
        _ dataset: String, _ file: String, _ rows: Int, _ reasons: [(String, Int)], _ duplicates: Int = 0
    ) -> SourceQuality {
        let aside = reasons.map(\.1).reduce(0, +)
        return SourceQuality(
            dataset: dataset, file: file, rowsIn: rows, rowsOut: rows - aside - duplicates, quarantined: aside,
            duplicates: duplicates, reasons: reasons.map { .init(reason: $0.0, rows: $0.1) })
    }
}
