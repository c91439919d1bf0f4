/// What a source description may say about the columns of a canonical dataset: the names under `columns:`.
public struct CanonicalColumn: Sendable, Equatable {
    /// How a cell is read.
    public enum Kind: Sendable, Equatable {
        /// The id of a person; becomes a key.
        case person
        /// The id of a person in the id space that the constant of `other_space` names; becomes a key.
        case personOfOtherSpace
        /// The name of an id space; a constant, since keys depend on it.
        case idSpace
        /// The id of an answered questionnaire; becomes a key of an id space of its own.
        case response
        case text
        /// One of the words; other spellings need a code list.
        case word([String])
        case day
        /// A date of which only the year is kept.
        case year
        /// A month, quarter or year, as `2026-03`, `2026-Q1`, `2026`.
        case period
        /// A decimal number kept as a whole number of `1/perUnit`, within `lowest…highest` of these.
        case number(perUnit: Int64, lowest: Int64, highest: Int64)
        case boolean
        /// Only whether anything is written there.
        case written

        var isNumber: Bool {
            if case .number = self { return true }
            return false
        }

        var isPerson: Bool { self == .person || self == .personOfOtherSpace }
    }

    public var name: String
    /// Column of the ingested table that it fills.
    public var field: String
    public var kind: Kind
    /// A row without it is quarantined, a source description without it refused.
    public var required: Bool
    public var meaning: String

    init(_ name: String, _ kind: Kind, required: Bool = false, field: String? = nil, _ meaning: String) {
        self.name = name
        self.field = field ?? name
        self.kind = kind
        self.required = required
        self.meaning = meaning
    }

    /// The columns of `dataset`, in the order of the ingested table. Items of a questionnaire stand under `items:`.
    public static func all(of dataset: SourceDescription.Dataset) -> [CanonicalColumn] {
        switch dataset {
        case .employees: employees
        case .departments: departments
        case .absences: absences
        case .events: events
        case .participation: participation
        case .surveyResponses: surveyResponses
        case .surveyInvitations: surveyInvitations
        case .absenceTotals: absenceTotals
        case .surveyTotals: surveyTotals
        case .headcountTotals: headcountTotals
        case .identities: identities
        case .assignments: assignments
        case .questionnaire: questionnaire
        case .exitInterviews: exitInterviews
        case .checkIns: checkIns
        case .reviews: reviews
        case .recruitment: recruitment
        case .onboardingSteps: onboardingSteps
        case .promotions: promotions
        case .recognitions: recognitions
        case .practices: practices
        case .technology: technology
        case .outcomes: outcomes
        case .benchmarks: benchmarks
        case .focusGroups: focusGroups
        case .leaveEntitlements: leaveEntitlements
        }
    }

    static let absenceClasses = ["own_sickness", "child", "other", "vacation", "parental", "unpaid"]

    private static let whole = Kind.number(perUnit: 1, lowest: 0, highest: Int64(Int32.max))
    private static let printedValue = Kind.number(perUnit: 1_000_000_000, lowest: .min, highest: .max)
    private static let fteDays = Kind.number(perUnit: 100_000_000, lowest: 0, highest: .max)

    /// The time that a contract sets for each weekday; where one is given, FTE does not say when somebody works.
    private static let pattern: [CanonicalColumn] = [
        ("monday", "Monday"), ("tuesday", "Tuesday"), ("wednesday", "Wednesday"), ("thursday", "Thursday"),
        ("friday", "Friday"), ("saturday", "Saturday"), ("sunday", "Sunday"),
    ].map { name, weekday in
        .init(
            "minutes_\(name)", .number(perUnit: 1, lowest: 0, highest: 1440),
            "contracted minutes of \(weekday); hours take scale: \"60\"")
    }

    private static let employees: [CanonicalColumn] =
        [
            .init("person", .person, required: true, field: "person_key", "id of the person"),
            .init("valid_from", .day, "first day this row holds"),
            .init("valid_to", .day, "last day this row holds"),
            .init("hire_date", .day, field: "hire_day", "first day employed"),
            .init("termination_date", .day, field: "last_day", "see termination_date of the source description"),
            .init("status", .word(["active", "leaver"]), "as of the export's day; a day of leaving goes before it"),
            .init(
                "leave_class", .word(["voluntary", "involuntary", "other", "unknown"]),
                "class of the reason for leaving"),
            .init("leave_kind", .text, "reason for leaving"),
            .init("department", .text, "id of the department"),
            .init("assignment", .text, "id of a concurrent assignment"),
            .init("primary", .boolean, "the assignment that counts for headcount"),
            .init("manager", .person, field: "manager_key", "id of the manager"),
            .init("fte", .number(perUnit: 10_000, lowest: 0, highest: 10_000), "position fraction, 0 to 1"),
            .init("birth_date", .year, field: "birth_year", "only the year is kept"),
            .init("gender", .text, "gender"),
            .init("country", .text, "country"),
            .init("location", .text, "place of work"),
            .init("contract", .text, "kind of contract"),
            .init("job_level", .text, "level"),
            .init("work_mode", .text, "site, hybrid, remote"),
            .init("people_manager", .boolean, "has direct reports"),
            .init("regretted", .boolean, "of a leaver: the employer regrets it; empty = not said"),
        ] + pattern

    private static let departments: [CanonicalColumn] = [
        .init("department", .text, required: true, "id of the department"),
        .init("parent", .text, "id of the department above"),
        .init("name", .text, "name"),
    ]

    private static let absences: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the person"),
        .init(
            "class", .word(absenceClasses), required: true, "class of the absence"),
        .init("first_day", .day, required: true, "first day absent"),
        .init("last_day", .day, "last day absent; empty while it lasts"),
        .init("grade", .number(perUnit: 1000, lowest: 0, highest: 1000), "share of the day absent, 0 to 1"),
        .init("minutes_per_day", .number(perUnit: 1, lowest: 0, highest: 1440), "absent minutes of each day"),
        .init(
            "minutes_total", whole, "absent minutes of the whole row, no more than its days have"),
        .init("day_part", .number(perUnit: 1000, lowest: 0, highest: 1000), "part of the scheduled day, 0 to 1"),
        .init("certificate", .word(["self", "certified"]), "kind of certificate"),
    ]

    private static let events: [CanonicalColumn] = [
        .init("event", .text, required: true, "id of the event"),
        .init("day", .day, required: true, "day of the event"),
        .init("kind", .text, "training, town_hall, social, wellbeing, volunteering …"),
        .init("mandatory", .boolean, "empty = voluntary"),
        .init("minutes", whole, "length in minutes"),
    ]

    private static let participation: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the person"),
        .init("event", .text, required: true, "id of the event"),
        .init("day", .day, "day of the event"),
        .init("kind", .text, "kind of the event"),
        .init("mandatory", .boolean, "empty = as the event says"),
        .init("invited", .boolean, "was invited"),
        .init("registered", .boolean, "had registered"),
        .init("attended", .boolean, "was there"),
    ]

    private static let surveyResponses: [CanonicalColumn] = [
        .init("response", .response, required: true, field: "response_key", "id of the answered questionnaire"),
        .init("department", .text, "id of the department"),
        .init("wave", .text, required: true, "id of the wave"),
        .init("wave_day", .day, "opening day of the wave"),
        .init("comment", .written, field: "commented", "its text is not kept"),
        .init("gender", .text, "gender; this and what follows tells groups apart and is no part of a key"),
        .init("age_band", .text, "band of age, as `30-50`; never a birth date"),
        .init("tenure_band", .text, "band of completed years of service, as `1-2`"),
        .init("country", .text, "country"),
        .init("location", .text, "place of work"),
        .init("contract", .text, "kind of contract"),
        .init("job_level", .text, "level"),
        .init("work_mode", .text, "site, hybrid, remote"),
        .init("people_manager", .boolean, "has direct reports"),
    ]

    private static let surveyInvitations: [CanonicalColumn] = [
        .init("wave", .text, required: true, "id of the wave"),
        .init("department", .text, required: true, "id of the department"),
        .init("invited", whole, required: true, "persons invited, without departments below"),
        .init("open_day", .day, "opening day of the wave"),
        .init("close_day", .day, "closing day of the wave"),
    ]

    private static let absenceTotals: [CanonicalColumn] = [
        .init("unit", .text, required: true, "id of the unit"),
        .init("unit_name", .text, "its name"),
        .init("parent", .text, "id of the level above"),
        .init("parent_name", .text, "its name"),
        .init("grandparent", .text, "id of the level above that"),
        .init("grandparent_name", .text, "its name"),
        .init("day", .day, required: true, "date that names the period"),
        .init("breakdown", .text, "group; total_words mark the unit's own total"),
        .init("lost", fteDays, "FTE days lost; empty = not published"),
        .init("available", fteDays, "FTE days available; empty = not published"),
        .init(
            "published_rate", .number(perUnit: 100, lowest: 0, highest: Int64(Int32.max)),
            "the publisher's rate in per cent"),
    ]

    private static let surveyTotals: [CanonicalColumn] = [
        .init("unit", .text, required: true, "id of the organisation"),
        .init("unit_name", .text, "its name"),
        .init("unit_group", .text, "group it belongs to"),
        .init("period", .text, required: true, "year, as 2022"),
        .init("measure", .text, "code of the measure, where the export has one row a measure"),
        .init("title", .text, "text of the measure"),
        .init("value", printedValue, "value, where the export has one row a measure"),
    ]

    private static let headcountTotals: [CanonicalColumn] = [
        .init("unit", .text, required: true, "id of the unit"),
        .init("unit_name", .text, "its name"),
        .init("parent", .text, "id of the level above"),
        .init("parent_name", .text, "its name"),
        .init("grandparent", .text, "id of the level above that"),
        .init("grandparent_name", .text, "its name"),
        .init("day", .day, required: true, "date that names the period"),
        .init("breakdown", .text, "group; total_words mark the unit's own total"),
        .init("headcount", fteDays, "persons employed; empty = not published"),
        .init("fte", fteDays, "full-time equivalents; empty = not published"),
        .init("hires", whole, "persons hired in the period"),
        .init("leavers", whole, "persons who left in the period"),
        .init(
            "published_rate", .number(perUnit: 100, lowest: 0, highest: Int64(Int32.max)),
            "the publisher's turnover in per cent"),
    ]

    private static let identities: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id in the id space of the source"),
        .init("other_space", .idSpace, required: true, "the other id space; a constant"),
        .init(
            "other", .personOfOtherSpace, required: true, field: "other_key",
            "id of the same person in the other id space"),
    ]

    private static let assignments: [CanonicalColumn] =
        [
            .init("person", .person, required: true, field: "person_key", "id of the person"),
            .init("valid_from", .day, required: true, "first day this row holds"),
            .init("valid_to", .day, "last day this row holds"),
            .init("department", .text, "id of the department"),
            .init("assignment", .text, "id of a concurrent assignment"),
            .init("primary", .boolean, "the assignment that counts for headcount"),
            .init("manager", .person, field: "manager_key", "id of the manager"),
            .init("fte", .number(perUnit: 10_000, lowest: 0, highest: 10_000), "position fraction, 0 to 1"),
            .init("country", .text, "country"),
            .init("location", .text, "place of work"),
            .init("contract", .text, "kind of contract"),
            .init("job_level", .text, "level"),
            .init("work_mode", .text, "site, hybrid, remote"),
            .init("people_manager", .boolean, "has direct reports"),
        ] + pattern

    private static let questionnaire: [CanonicalColumn] = [
        .init("item", .text, required: true, "id of the item"),
        .init("wave", .text, "id of the wave; empty = all waves"),
        .init("language", .text, "language of the text, as en"),
        .init("text", .text, "as it was asked"),
        .init("scale", .word(["4", "5", "7", "0-10", "enps", "yes_no", "choice", "text"]), "scale of the answers"),
        .init("reversed", .boolean, "agreement is bad"),
        .init("index", .text, "id of the index it counts in"),
        .init("factor", .text, "factor of experience it belongs to"),
        .init("element", .text, "element of the framework"),
        .init("dimension", .text, "dimension of the framework"),
        .init("practice", .text, "practice that it asks for"),
        .init("stage", .word(lifecycleStages), "stage of the employee's journey"),
    ]

    static let lifecycleStages = ["recruitment", "onboarding", "development", "retention", "offboarding"]

    private static let exitInterviews: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the person"),
        .init("day", .day, required: true, "day of the interview or answer"),
        .init("form", .word(["interview", "survey"]), "empty = interview"),
        .init("theme", .text, "main theme of the reasons, coded"),
        .init("second_theme", .text, "second theme"),
        .init("score", .number(perUnit: 100, lowest: 0, highest: 10_000), "score of the experience, 0 to 100"),
        .init("would_recommend", .boolean, "would recommend the employer"),
        .init("would_return", .boolean, "would come back"),
        .init("comment", .written, field: "commented", "its text is not kept"),
    ]

    private static let checkIns: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the employee"),
        .init("day", .day, required: true, "day of the conversation"),
        .init("manager", .person, field: "manager_key", "id of who held it"),
        .init("kind", .text, "one_to_one, goals, wellbeing, return_to_work …"),
        .init("held", .boolean, "empty = it took place"),
        .init("minutes", whole, "length in minutes"),
        .init("comment", .written, field: "commented", "its text is not kept"),
    ]

    private static let reviews: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the employee"),
        .init("cycle", .text, required: true, "id of the round of reviews"),
        .init("kind", .text, "annual, midyear, probation …"),
        .init("manager", .person, field: "manager_key", "id of the reviewer"),
        .init("due_day", .day, "last day in time"),
        .init("completed_day", .day, "day on which it was completed"),
        .init("completed", .boolean, "where the export has no day of it"),
    ]

    private static let recruitment: [CanonicalColumn] = [
        .init("opening", .text, required: true, "id of the opening"),
        .init("candidate", .person, field: "candidate_key", "id of the candidate; empty in rows about openings"),
        .init("department", .text, "id of the department"),
        .init("approved_day", .day, "day on which the opening was approved"),
        .init("posted_day", .day, "day on which it was advertised"),
        .init("applied_day", .day, "day of the application"),
        .init("offered_day", .day, "day of the offer"),
        .init("decided_day", .day, "day on which the offer was accepted or declined"),
        .init("start_day", .day, "first day at work"),
        .init(
            "outcome", .word(["open", "rejected", "withdrawn", "offered", "accepted", "declined"]),
            "where the application stands"),
        .init("source", .text, "how the candidate came: referral, job_board, agency …"),
        .init("internal", .boolean, "the candidate was employed already"),
        .init("applicants", whole, "applications, in exports of one row an opening"),
    ]

    private static let onboardingSteps: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the new employee"),
        .init("step", .text, required: true, "id of the step"),
        .init("kind", .text, "equipment, introduction, training, conversation …"),
        .init("due_day", .day, "last day in time"),
        .init("done_day", .day, "day on which it was done"),
        .init("done", .boolean, "where the export has no day of it"),
    ]

    private static let promotions: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the person"),
        .init("day", .day, required: true, "first day in the new position"),
        .init("kind", .word(["promotion", "lateral", "demotion"]), "empty = promotion"),
        .init("from_department", .text, "id of the department before"),
        .init("department", .text, "id of the department after"),
        .init("from_level", .text, "level before"),
        .init("job_level", .text, "level after"),
    ]

    private static let recognitions: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of who is recognised"),
        .init("day", .day, required: true, "day of the recognition"),
        .init("giver", .person, field: "giver_key", "id of who recognises"),
        .init("kind", .text, "peer, manager, award, anniversary …"),
        .init("team", .boolean, "given to a team"),
        .init("comment", .written, field: "commented", "its text is not kept"),
    ]

    private static let practices: [CanonicalColumn] = [
        .init("practice", .text, required: true, "id of the practice"),
        .init("department", .text, "id of the department; empty = the whole company"),
        .init("function", .text, "who runs it: hr, it, facilities, finance, line"),
        .init(
            "status", .number(perUnit: 1, lowest: 0, highest: 4), required: true,
            "0 absent, 1 ad hoc, 2 defined, 3 deployed everywhere, 4 measured and improved"),
        .init("evidence", .written, field: "has_evidence", "only whether evidence is named"),
        .init("owner", .written, field: "has_owner", "only whether an owner is named"),
        .init("day", .day, "day of the assessment"),
    ]

    private static let technology: [CanonicalColumn] = [
        .init("tool", .text, required: true, "id of the tool"),
        .init("class", .word(["learning", "work", "security"]), required: true, "class of the tool"),
        .init("job", .word(["insight", "personal_experience", "scale"]), "what it is for"),
        .init("department", .text, "id of the department; empty = the whole company"),
        .init("day", .day, "day of the count"),
        .init("active_users", whole, "persons who used it"),
        .init("eligible_users", whole, "persons who could"),
    ]

    private static let outcomes: [CanonicalColumn] = [
        .init("outcome", .text, required: true, "profitability, customer_satisfaction, productivity, innovation …"),
        .init("department", .text, "id of the department; empty = the whole company"),
        .init("period", .period, required: true, "month, quarter or year, as 2026-03, 2026-Q1, 2026"),
        .init("value", printedValue, required: true, "the value in its own unit"),
        .init("unit", .text, "its unit"),
    ]

    private static let benchmarks: [CanonicalColumn] = [
        .init("metric", .text, required: true, "id of the metric"),
        .init("group", .text, "whom it is about: industry, country, size"),
        .init("period", .period, required: true, "month, quarter or year, as 2026-03, 2026-Q1, 2026"),
        .init("value", printedValue, required: true, "the value in the metric's unit"),
        .init("lower", printedValue, "lower quartile"),
        .init("upper", printedValue, "upper quartile"),
        .init("organisations", whole, "organisations behind it"),
        .init("publisher", .text, "who published it"),
    ]

    private static let leaveEntitlements: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the person"),
        .init(
            "year", .number(perUnit: 1, lowest: 1900, highest: 2199), required: true,
            "calendar year in which the leave is to be taken"),
        .init(
            "days", .number(perUnit: 1000, lowest: 0, highest: 1_000_000),
            "working days of leave that the person may take"),
        .init("minutes", whole, "the same in minutes of work; hours take scale: \"60\""),
    ]

    private static let focusGroups: [CanonicalColumn] = [
        .init("session", .text, required: true, "id of the session"),
        .init("day", .day, required: true, "day of the session"),
        .init("department", .text, "id of the department; empty = the whole company"),
        .init("participants", whole, "persons who took part"),
        .init("theme", .text, required: true, "code of the theme"),
        .init("mood", .word(["positive", "mixed", "negative"]), "how it was spoken of"),
        .init("mentions", whole, "times it was brought up"),
        .init("comment", .written, field: "commented", "its text is not kept"),
    ]
}
