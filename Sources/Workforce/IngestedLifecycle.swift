public import Columnar

/// Datasets of `1-ingest` beyond people, absence, participation and survey answers. As in the others, dates are as in the
/// export, and each row says where it came from.
extension Ingested {
    /// Pre-aggregated headcount. A row without `breakdown` is the unit's own total, as the publisher printed it.
    public static let headcountTotals = TableSchema(
        name: "ingest.headcount_totals", version: 1, grain: "one unit, period and breakdown group", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("unit", .string, "id of the unit"),
            Field("unit_name", .string, optional: true, "its name in this row"),
            Field("parent", .string, optional: true, "id of the level above"),
            Field("parent_name", .string, optional: true, "its name in this row"),
            Field("grandparent", .string, optional: true, "id of the level above that"),
            Field("grandparent_name", .string, optional: true, "its name in this row"),
            Field("day", .day, unit: "day", "the date in the export that names the period"),
            Field("breakdown", .string, optional: true, "name=value; absent = total row"),
            Field(
                "headcount", .int64, optional: true, unit: "10⁻⁸ persons", "persons employed; absent = not published"),
            Field("fte", .int64, optional: true, unit: "10⁻⁸ FTE", "full-time equivalents; absent = not published"),
            Field("hires", .int32, optional: true, unit: "persons", "hired in the period"),
            Field("leavers", .int32, optional: true, unit: "persons", "left in the period"),
            Field(
                "published_rate", .int32, optional: true, unit: "1/100 %", "the publisher's own turnover, as a check"),
        ] + provenance)

    /// Crosswalk of id spaces: which ids of another system are which persons.
    public static let identities = TableSchema(
        name: "ingest.identities", version: 1, grain: "one person in two id spaces", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "person in the id space of the source"),
            Field("other_space", .string, "the other id space"),
            Field("other_key", .int64, "the same person in the other id space"),
        ] + provenance)

    /// Effective-dated rows beside an `employees` export that tells hires and leavers.
    public static let assignments = TableSchema(
        name: "ingest.assignments", version: 2, grain: "one assignment from a day on", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("valid_from", .day, unit: "day", "first day this row holds"),
            Field(
                "valid_to", .day, optional: true, unit: "day",
                "last day this row holds; absent = until the next row, or on"),
            Field("department", .string, optional: true, "id as in the export"),
            Field("assignment", .string, optional: true, "id of a concurrent assignment"),
            Field("primary", .bool, optional: true, "the assignment that counts for headcount"),
            Field("manager_key", .int64, optional: true, "person key of the manager"),
            Field("fte", .int32, optional: true, unit: "1/10,000", "position fraction"),
            Field("country", .string, optional: true, "ISO 3166-1 alpha-2 where the source says so"),
            Field("location", .string, optional: true, "place of work"),
            Field("contract", .string, optional: true, "kind of contract"),
            Field("job_level", .string, optional: true, "level"),
            Field("work_mode", .string, optional: true, "site, hybrid, remote"),
            Field("people_manager", .bool, optional: true, "has direct reports"),
        ] + pattern + provenance)

    /// What leave people may take. Of `days` and `minutes` the first that is given counts.
    public static let leaveEntitlements = TableSchema(
        name: "ingest.leave_entitlements", version: 1, grain: "leave of one person in one year", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("year", .int32, unit: "year", "calendar year in which the leave is to be taken"),
            Field("days", .int32, optional: true, unit: "1/1,000 days", "working days of leave"),
            Field("minutes", .int32, optional: true, unit: "minutes", "the same in minutes of work"),
        ] + provenance)

    /// What was asked, where an export tells it in rows; what the figures follow is the pipeline's own `questionnaire:`.
    public static let questionnaire = TableSchema(
        name: "ingest.questionnaire", version: 1, grain: "one item of a questionnaire in one language",
        personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("item", .string, "id of the item"),
            Field("wave", .string, optional: true, "wave id; absent = all waves"),
            Field("language", .string, optional: true, "language of the text"),
            Field("text", .string, optional: true, "as it was asked"),
            Field("scale", .string, optional: true, "4, 5, 7, 0-10, enps, yes_no, choice, text"),
            Field("reversed", .bool, optional: true, "agreement is bad"),
            Field("index", .string, optional: true, "id of the index it counts in"),
            Field("factor", .string, optional: true, "factor of experience"),
            Field("element", .string, optional: true, "element of the framework"),
            Field("dimension", .string, optional: true, "dimension of the framework"),
            Field("practice", .string, optional: true, "practice that it asks for"),
            Field("stage", .string, optional: true, "recruitment, onboarding, development, retention, offboarding"),
        ] + provenance)

    public static let exitInterviews = TableSchema(
        name: "ingest.exit_interviews", version: 1, grain: "one exit interview or exit survey of one person",
        personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("day", .day, unit: "day", "day of the interview or answer"),
            Field("form", .string, optional: true, "interview or survey; absent = interview"),
            Field("theme", .string, optional: true, "main theme of the reasons"),
            Field("second_theme", .string, optional: true, "second theme"),
            Field("score", .int32, optional: true, unit: "1/100", "score of the experience, 0 to 100"),
            Field("would_recommend", .bool, optional: true, "would recommend the employer"),
            Field("would_return", .bool, optional: true, "would come back"),
            Field("commented", .bool, optional: true, "whether something was written; its text is not kept"),
        ] + provenance)

    public static let checkIns = TableSchema(
        name: "ingest.check_ins", version: 1, grain: "one conversation between an employee and a manager",
        personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "employee"),
            Field("day", .day, unit: "day", "day of the conversation"),
            Field("manager_key", .int64, optional: true, "who held it"),
            Field("kind", .string, optional: true, "one_to_one, goals, wellbeing …"),
            Field("held", .bool, optional: true, "absent = it took place"),
            Field("minutes", .int32, optional: true, unit: "minutes", "length"),
            Field("commented", .bool, optional: true, "whether something was written; its text is not kept"),
        ] + provenance)

    /// Ratings are not kept: what is asked is whether reviews take place.
    public static let reviews = TableSchema(
        name: "ingest.reviews", version: 1, grain: "one person in one round of reviews", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "employee"),
            Field("cycle", .string, "id of the round"),
            Field("kind", .string, optional: true, "annual, midyear, probation …"),
            Field("manager_key", .int64, optional: true, "reviewer"),
            Field("due_day", .day, optional: true, unit: "day", "last day in time"),
            Field("completed_day", .day, optional: true, unit: "day", "day on which it was completed"),
            Field("completed", .bool, optional: true, "where the export has no day of it; absent = not said"),
        ] + provenance)

    public static let recruitment = TableSchema(
        name: "ingest.recruitment", version: 1,
        grain: "one application, or one opening with its number of applications", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("opening", .string, "id of the opening"),
            Field("candidate_key", .int64, optional: true, "candidate; absent in rows about openings"),
            Field("department", .string, optional: true, "id as in the export"),
            Field("approved_day", .day, optional: true, unit: "day", "the opening was approved"),
            Field("posted_day", .day, optional: true, unit: "day", "it was advertised"),
            Field("applied_day", .day, optional: true, unit: "day", "the application"),
            Field("offered_day", .day, optional: true, unit: "day", "the offer"),
            Field("decided_day", .day, optional: true, unit: "day", "the offer was accepted or declined"),
            Field("start_day", .day, optional: true, unit: "day", "first day at work"),
            Field("outcome", .string, optional: true, "open, rejected, withdrawn, offered, accepted, declined"),
            Field("source", .string, optional: true, "how the candidate came"),
            Field("internal", .bool, optional: true, "the candidate was employed already"),
            Field("applicants", .int32, optional: true, unit: "applications", "applications, in rows about openings"),
        ] + provenance)

    public static let onboardingSteps = TableSchema(
        name: "ingest.onboarding_steps", version: 1, grain: "one step of one new employee", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "new employee"),
            Field("step", .string, "id of the step"),
            Field("kind", .string, optional: true, "equipment, introduction, training, conversation …"),
            Field("due_day", .day, optional: true, unit: "day", "last day in time"),
            Field("done_day", .day, optional: true, unit: "day", "day on which it was done"),
            Field("done", .bool, optional: true, "where the export has no day of it; absent = not said"),
        ] + provenance)

    public static let promotions = TableSchema(
        name: "ingest.promotions", version: 1, grain: "one move of one person to another position", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("day", .day, unit: "day", "first day in the new position"),
            Field("kind", .string, optional: true, "promotion, lateral, demotion; absent = promotion"),
            Field("from_department", .string, optional: true, "id of the department before"),
            Field("department", .string, optional: true, "id of the department after"),
            Field("from_level", .string, optional: true, "level before"),
            Field("job_level", .string, optional: true, "level after"),
        ] + provenance)

    public static let recognitions = TableSchema(
        name: "ingest.recognitions", version: 1, grain: "one recognition of one person", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "who is recognised"),
            Field("day", .day, unit: "day", "day of the recognition"),
            Field("giver_key", .int64, optional: true, "who recognises"),
            Field("kind", .string, optional: true, "peer, manager, award, anniversary …"),
            Field("team", .bool, optional: true, "given to a team; absent = to the person"),
            Field("commented", .bool, optional: true, "whether something was written; its text is not kept"),
        ] + provenance)

    /// The organisation's own inventory of practices.
    public static let practices = TableSchema(
        name: "ingest.practices", version: 1, grain: "one practice in one department", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("practice", .string, "id of the practice"),
            Field("department", .string, optional: true, "id as in the export; absent = the whole company"),
            Field("function", .string, optional: true, "who runs it: hr, it, facilities, finance, line"),
            Field(
                "status", .int32, unit: "level",
                "0 absent, 1 ad hoc, 2 defined, 3 deployed everywhere, 4 measured and improved"),
            Field("has_evidence", .bool, optional: true, "whether evidence is named"),
            Field("has_owner", .bool, optional: true, "whether an owner is named"),
            Field("day", .day, optional: true, unit: "day", "day of the assessment"),
        ] + provenance)

    public static let technology = TableSchema(
        name: "ingest.technology", version: 1, grain: "one tool in one department", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("tool", .string, "id of the tool"),
            Field("class", .string, "learning, work, security"),
            Field("job", .string, optional: true, "insight, personal_experience, scale"),
            Field("department", .string, optional: true, "id as in the export; absent = the whole company"),
            Field("day", .day, optional: true, unit: "day", "day of the count"),
            Field("active_users", .int32, optional: true, unit: "persons", "who used it"),
            Field("eligible_users", .int32, optional: true, unit: "persons", "who could"),
        ] + provenance)

    public static let outcomes = TableSchema(
        name: "ingest.outcomes", version: 1, grain: "one outcome of one department and period", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("outcome", .string, "profitability, customer_satisfaction, productivity, innovation …"),
            Field("department", .string, optional: true, "id as in the export; absent = the whole company"),
            Field("period", .string, "month, quarter or year, as printed"),
            Field("value", .int64, unit: "10⁻⁹ of the printed value", "the value in its own unit"),
            Field("unit", .string, optional: true, "its unit"),
        ] + provenance)

    public static let benchmarks = TableSchema(
        name: "ingest.benchmarks", version: 1, grain: "one published figure to compare with", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("metric", .string, "id of the metric"),
            Field("group", .string, optional: true, "whom it is about"),
            Field("period", .string, "month, quarter or year, as printed"),
            Field("value", .int64, unit: "10⁻⁹ of the printed value", "the value"),
            Field("lower", .int64, optional: true, unit: "10⁻⁹ of the printed value", "lower quartile"),
            Field("upper", .int64, optional: true, unit: "10⁻⁹ of the printed value", "upper quartile"),
            Field("organisations", .int32, optional: true, unit: "organisations", "organisations behind it"),
            Field("publisher", .string, optional: true, "who published it"),
        ] + provenance)

    public static let focusGroups = TableSchema(
        name: "ingest.focus_groups", version: 1, grain: "one theme of one focus group", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("session", .string, "id of the session"),
            Field("day", .day, unit: "day", "day of the session"),
            Field("department", .string, optional: true, "id as in the export; absent = the whole company"),
            Field("participants", .int32, optional: true, unit: "persons", "who took part"),
            Field("theme", .string, "code of the theme"),
            Field("mood", .string, optional: true, "positive, mixed, negative"),
            Field("mentions", .int32, optional: true, unit: "times", "times it was brought up"),
            Field("commented", .bool, optional: true, "whether something was written; its text is not kept"),
        ] + provenance)
}
