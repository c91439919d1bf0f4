/// What a source description may say about the columns of a canonical dataset: the names under `columns:`.
public struct CanonicalColumn: Sendable, Equatable {
    /// How a cell is read.
    public enum Kind: Sendable, Equatable {
        /// The id of a person; becomes a key.
        case person
        /// The id of an answered questionnaire; becomes a key of an id space of its own.
        case response
        case text
        /// One of the words; other spellings need a code list.
        case word([String])
        case day
        /// A date of which only the year is kept.
        case year
        /// A decimal number kept as a whole number of `1/perUnit`, within `lowest…highest` of these.
        case number(perUnit: Int64, lowest: Int64, highest: Int64)
        case boolean
        /// Only whether anything is written there.
        case written

        var isNumber: Bool {
            if case .number = self { return true }
            return false
        }
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
        }
    }

    static let absenceClasses = ["own_sickness", "child", "other", "vacation", "parental", "unpaid"]

    private static let whole = Kind.number(perUnit: 1, lowest: 0, highest: Int64(Int32.max))
    private static let fteDays = Kind.number(perUnit: 100_000_000, lowest: 0, highest: .max)

    private static let employees: [CanonicalColumn] = [
        .init("person", .person, required: true, field: "person_key", "id of the person"),
        .init("valid_from", .day, "first day this row holds"),
        .init("valid_to", .day, "last day this row holds"),
        .init("hire_date", .day, field: "hire_day", "first day employed"),
        .init("termination_date", .day, field: "last_day", "see termination_date of the source description"),
        .init("status", .word(["active", "leaver"]), "in snapshots without dates"),
        .init(
            "leave_class", .word(["voluntary", "involuntary", "other", "unknown"]), "class of the reason for leaving"),
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
    ]

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
        .init("minutes_total", whole, "absent minutes of the whole row"),
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
        .init(
            "value", .number(perUnit: 1_000_000_000, lowest: .min, highest: .max),
            "value, where the export has one row a measure"),
    ]
}
