public import Columnar

/// What `2-normalize` holds: clean timelines, sorted by person key so that all rows of one person are met together.
///
/// Intervals are half-open `[first_day, end_day)`. Departments are positions in the pre-order of `departments`.
public enum Normalized {
    public static let departments = TableSchema(
        name: "normalize.departments", version: 1, grain: "one node of the tree", personLevel: false,
        sortedBy: ["position"],
        fields: [
            Field("position", .int32, "place in pre-order; the root is 0"),
            Field("department", .string, "id as in the export"),
            Field("name", .string, "name, or the id where there is none"),
            Field("parent", .int32, optional: true, "position of the parent; absent for the root"),
            Field("depth", .int32, "0 for the root"),
            Field("subtree_end", .int32, "position after the last node of the subtree"),
        ])

    /// Segments of spells: within a segment department, FTE and demographics do not change. Segments of one spell follow
    /// each other without a gap; only the primary assignment counts for headcount.
    public static let assignments = TableSchema(
        name: "normalize.assignments", version: 2, grain: "one segment of a spell of employment", personLevel: true,
        sortedBy: ["person_key", "first_day"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("first_day", .day, unit: "day", "first day of the segment"),
            Field("end_day", .day, optional: true, unit: "day", "day after its last; absent while it runs"),
            Field("department", .int32, "position in the tree"),
            Field("fte", .int32, unit: "1/10,000", "sum over concurrent assignments"),
            Field("starts", .string, "hire, rehire, observed, change"),
            Field("leaves", .string, optional: true, "voluntary, involuntary, other, unknown: the spell ends here"),
            Field("leave_kind", .string, optional: true, "resignation, retirement …"),
            Field("spell_first_day", .day, unit: "day", "first day of the spell"),
            Field("manager_key", .int64, optional: true, "person key of the manager"),
        ] + Ingested.demographics + [
            Field(
                "work_pattern", .string, optional: true,
                "contracted minutes of Monday to Sunday, as 450 450 450 0 0 0 0; absent = as FTE says"),
            Field(
                "fte_outside_pattern", .int32, optional: true, unit: "1/10,000",
                "FTE of concurrent assignments without a pattern, beside one that has it"),
            Field("regretted", .bool, optional: true, "the spell ends here, to the employer's regret or not"),
        ])

    /// Before any protection of small numbers.
    public static let headcount = TableSchema(
        name: "normalize.headcount", version: 1, grain: "one month of the whole organisation", personLevel: false,
        sortedBy: ["month"],
        fields: [
            Field("month", .int32, unit: "year × 12 + month − 1", "month; the last one up to the as-of date"),
            Field("opening", .int64, unit: "persons", "employed on the day before its first and on that"),
            Field("hires", .int64, unit: "persons", "employed for the first time"),
            Field("rehires", .int64, unit: "persons", "employed again after a gap"),
            Field("observed", .int64, unit: "persons", "seen for the first time, hired on an unknown day"),
            Field("leavers", .int64, unit: "persons", "whose last day lies in the month"),
            Field("closing", .int64, unit: "persons", "employed on its last day and on the one after"),
        ])

    /// A dateless snapshot: who is there and who has left, without days.
    public static let snapshot = TableSchema(
        name: "normalize.snapshot", version: 1, grain: "one person of a dateless snapshot", personLevel: true,
        sortedBy: ["person_key"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("department", .int32, "position in the tree"),
            Field("leaver", .bool, "has left"),
        ])

    public static let absences = TableSchema(
        name: "normalize.absences", version: 1, grain: "one absence", personLevel: true,
        sortedBy: ["person_key", "first_day"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("class", .string, "own_sickness, child, other, vacation, parental, unpaid"),
            Field("first_day", .day, unit: "day", "first day absent"),
            Field("end_day", .day, optional: true, unit: "day", "day after the last; absent while open"),
            Field("grade", .int32, optional: true, unit: "1/1,000", "share of the day absent; absent = whole"),
            Field("minutes_per_day", .int32, optional: true, unit: "minutes", "absent time of each day"),
            Field("minutes_total", .int32, optional: true, unit: "minutes", "absent time of the whole row"),
            Field("day_part", .int32, optional: true, unit: "1/1,000", "part of the scheduled day"),
            Field("certificate", .string, optional: true, "self or certified"),
        ])

    /// Of `days` and `minutes` at most one is there. Rows of one person and year add up.
    public static let leaveEntitlements = TableSchema(
        name: "normalize.leave_entitlements", version: 1, grain: "leave of one person in one year", personLevel: true,
        sortedBy: ["person_key", "year"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("year", .int32, unit: "year", "calendar year"),
            Field("days", .int32, optional: true, unit: "1/1,000 days", "working days of leave"),
            Field("minutes", .int32, optional: true, unit: "minutes", "of work"),
        ])

    public static let participation = TableSchema(
        name: "normalize.participation", version: 2, grain: "one person at one event", personLevel: true,
        sortedBy: ["person_key", "day"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("day", .day, unit: "day", "day of the event"),
            Field("kind", .string, "kind of the event, `event` where none is said"),
            Field("mandatory", .bool, "mandatory, else voluntary"),
            Field("invited", .bool, "invited"),
            Field("registered", .bool, "registered"),
            Field("attended", .bool, "attended"),
            Field("minutes", .int32, optional: true, unit: "minutes", "length of the event; absent = not said"),
        ])

    /// What is kept of who answered: `yes` and `no` for whether somebody has direct reports, absent where it is not said or
    /// no figure is broken down by it.
    public static let surveyDemographics = Ingested.surveyDemographics.map {
        Field($0.name, .string, optional: true, $0.meaning)
    }

    /// Sorted by department and response, never by person: there is no person key here.
    public static func surveyResponses(items: [String]) -> TableSchema {
        TableSchema(
            name: "normalize.survey_responses", version: 2, grain: "one answered questionnaire", personLevel: true,
            sortedBy: ["department", "response_key"],
            fields: [
                Field("department", .int32, "position in the tree"),
                Field("response_key", .int64, "key of the response in an id space of its own"),
                Field("wave", .string, "wave id"),
            ] + surveyDemographics
                + items.map { Field("item_\($0)", .int8, optional: true, "answer, reversed items recoded") })
    }

    public static let waves = TableSchema(
        name: "normalize.waves", version: 1, grain: "one survey wave", personLevel: false, sortedBy: ["open_day"],
        fields: [
            Field("wave", .string, "wave id"),
            Field("open_day", .day, unit: "day", "first day"),
            Field("close_day", .day, unit: "day", "last day"),
        ])

    public static let surveyInvitations = TableSchema(
        name: "normalize.survey_invitations", version: 1, grain: "one department in one wave", personLevel: false,
        sortedBy: ["wave", "department"],
        fields: [
            Field("wave", .string, "wave id"),
            Field("department", .int32, "position in the tree"),
            Field("invited", .int32, unit: "persons", "direct members invited"),
        ])

    public static let absenceTotals = TableSchema(
        name: "normalize.absence_totals", version: 1, grain: "one unit, month and breakdown group", personLevel: false,
        sortedBy: ["department", "month", "breakdown"],
        fields: [
            Field("department", .int32, "position in the tree"),
            Field("month", .int32, unit: "year × 12 + month − 1", "month"),
            Field("breakdown", .string, "empty for the unit's own total, else name=value"),
            Field("lost", .int64, optional: true, unit: "10⁻⁸ FTE days", "absent = not published"),
            Field("available", .int64, optional: true, unit: "10⁻⁸ FTE days", "absent = not published"),
        ])

    public static let surveyTotals = TableSchema(
        name: "normalize.survey_totals", version: 1, grain: "one unit, measure and period", personLevel: false,
        sortedBy: ["period", "measure", "department"],
        fields: [
            Field("period", .string, "year, as 2022"),
            Field("measure", .string, "code of the measure"),
            Field("title", .string, "text of the measure"),
            Field("department", .int32, "position in the tree"),
            Field("value", .int64, optional: true, unit: "10⁻⁹ of the printed value", "absent = not published"),
        ])

    public static let benchmarks = TableSchema(
        name: "normalize.benchmarks", version: 1, grain: "one published figure to compare with", personLevel: false,
        sortedBy: ["metric", "group", "period", "publisher"],
        fields: [
            Field("metric", .string, "id of the metric"),
            Field("group", .string, "whom it is about; empty where not said"),
            Field("period", .string, "month, quarter or year"),
            Field("publisher", .string, "who published it; empty where not said"),
            Field("value", .int64, unit: "10⁻⁹ of the printed value", "the value"),
            Field("lower", .int64, optional: true, unit: "10⁻⁹ of the printed value", "lower quartile"),
            Field("upper", .int64, optional: true, unit: "10⁻⁹ of the printed value", "upper quartile"),
            Field("organisations", .int32, optional: true, unit: "organisations", "organisations behind it"),
        ])
}
