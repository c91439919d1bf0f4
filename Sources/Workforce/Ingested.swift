public import Columnar

/// What `1-ingest` holds: one table a canonical dataset, in the order of the export, person keys instead of ids.
///
/// Each row carries where it came from: `source_file` (name inside the input folder) and `source_record` (1 = first
/// record after the header rows). Dates are as in the export's meaning: `last_day` is the last day employed or absent.
public enum Ingested {
    static let provenance = [
        Field("source_file", .string, "file name in the input folder"),
        Field(
            "source_record", .int32, unit: "record",
            "1 is the first record after the header; 0 where only the file is known"),
    ]

    static let demographics = [
        Field("birth_year", .int32, optional: true, unit: "year", "never the birth date"),
        Field("gender", .string, optional: true, "as mapped by the source description"),
        Field("country", .string, optional: true, "ISO 3166-1 alpha-2 where the source says so"),
        Field("location", .string, optional: true, "place of work"),
        Field("contract", .string, optional: true, "kind of contract"),
        Field("job_level", .string, optional: true, "level"),
        Field("work_mode", .string, optional: true, "site, hybrid, remote"),
        Field("people_manager", .bool, optional: true, "has direct reports"),
    ]

    /// What an answered questionnaire may say of who answered, in words; no birth year, which would say more.
    static let surveyDemographics = [
        Field("gender", .string, optional: true, "as mapped by the source description"),
        Field("age_band", .string, optional: true, "band of age"),
        Field("tenure_band", .string, optional: true, "band of completed years of service"),
        Field("country", .string, optional: true, "ISO 3166-1 alpha-2 where the source says so"),
        Field("location", .string, optional: true, "place of work"),
        Field("contract", .string, optional: true, "kind of contract"),
        Field("job_level", .string, optional: true, "level"),
        Field("work_mode", .string, optional: true, "site, hybrid, remote"),
        Field("people_manager", .bool, optional: true, "has direct reports"),
    ]

    /// The contracted time of each weekday; a day without a number is none where another has one.
    static let pattern = WorkPattern.columns.map {
        Field($0, .int32, optional: true, unit: "minutes", "contracted time of the weekday")
    }

    /// Three forms: a snapshot (one row a spell), effective-dated (one row a change, `valid_from` present), or a dateless
    /// snapshot (`status` present, no dates).
    public static let employees = TableSchema(
        name: "ingest.employees", version: 2, grain: "one row of an employees export", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "first 8 bytes of the person's HMAC"),
            Field("person_check", .int64, "second 8 bytes, against collisions"),
            Field("valid_from", .day, optional: true, unit: "day", "first day this row holds (effective-dated)"),
            Field("valid_to", .day, optional: true, unit: "day", "last day this row holds, where the export says"),
            Field("hire_day", .day, optional: true, unit: "day", "first day employed"),
            Field("last_day", .day, optional: true, unit: "day", "last day employed"),
            Field("status", .string, optional: true, "active or leaver, in dateless snapshots"),
            Field("leave_class", .string, optional: true, "voluntary, involuntary, other, unknown"),
            Field("leave_kind", .string, optional: true, "resignation, dismissal, retirement …"),
            Field("department", .string, optional: true, "id as in the export"),
            Field("assignment", .string, optional: true, "id of a concurrent assignment"),
            Field("primary", .bool, optional: true, "the assignment that counts for headcount"),
            Field("manager_key", .int64, optional: true, "person key of the manager"),
            Field("fte", .int32, optional: true, unit: "1/10,000", "position fraction"),
        ] + demographics
            + [Field("regretted", .bool, optional: true, "the employer regrets that the person left")] + pattern
            + provenance)

    public static let departments = TableSchema(
        name: "ingest.departments", version: 1, grain: "one department", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("department", .string, "id as in the export"),
            Field("parent", .string, optional: true, "id of the parent; absent for a root"),
            Field("name", .string, optional: true, "name"),
        ] + provenance)

    /// Absence per person. Of `minutes_per_day`, `minutes_total` and `day_part` at most one is used, in that order.
    public static let absences = TableSchema(
        name: "ingest.absences", version: 1, grain: "one row of an absence export", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("class", .string, "own_sickness, child, other, vacation, parental, unpaid"),
            Field("first_day", .day, unit: "day", "first day absent"),
            Field("last_day", .day, optional: true, unit: "day", "last day absent; absent while open"),
            Field("grade", .int32, optional: true, unit: "1/1,000", "share of the day absent; absent = whole"),
            Field("minutes_per_day", .int32, optional: true, unit: "minutes", "absent time of each day"),
            Field("minutes_total", .int32, optional: true, unit: "minutes", "absent time of the whole row"),
            Field("day_part", .int32, optional: true, unit: "1/1,000", "part of the scheduled day"),
            Field("certificate", .string, optional: true, "self or certified"),
        ] + provenance)

    public static let events = TableSchema(
        name: "ingest.events", version: 1, grain: "one event", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("event", .string, "id as in the export"),
            Field("day", .day, unit: "day", "day of the event"),
            Field("kind", .string, optional: true, "training, town_hall, social, wellbeing, volunteering …"),
            Field("mandatory", .bool, optional: true, "absent = voluntary"),
            Field("minutes", .int32, optional: true, unit: "minutes", "length"),
        ] + provenance)

    /// `day`, `kind` and `mandatory` are present where the export repeats them on each row; else the event tells them.
    public static let participation = TableSchema(
        name: "ingest.participation", version: 1, grain: "one person at one event", personLevel: true,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("event", .string, "id as in the export"),
            Field("day", .day, optional: true, unit: "day", "day of the event"),
            Field("kind", .string, optional: true, "kind of the event"),
            Field("mandatory", .bool, optional: true, "absent = as the event says, else voluntary"),
            Field("invited", .bool, optional: true, "absent = not said"),
            Field("registered", .bool, optional: true, "absent = not said"),
            Field("attended", .bool, optional: true, "absent = not said"),
        ] + provenance)

    /// One column an item of the questionnaire, `item_ID`, in the item's own scale as answered (reversed items are
    /// recoded later). Anonymous: the key is of an id space that no other table uses.
    public static func surveyResponses(items: [String]) -> TableSchema {
        TableSchema(
            name: "ingest.survey_responses", version: 2, grain: "one answered questionnaire", personLevel: true,
            sortedBy: ["source_file", "source_record"],
            fields: [
                Field("response_key", .int64, "key of the response in an id space of its own"),
                Field("department", .string, optional: true, "id as in the export"),
                Field("wave", .string, "wave id"),
                Field("wave_day", .day, optional: true, unit: "day", "opening day of the wave, where the row says"),
                Field("commented", .bool, optional: true, "whether a comment was written; its text is not kept"),
            ] + surveyDemographics
                + items.map { Field("item_\($0)", .int8, optional: true, "answer; absent = blank or not applicable") }
                + provenance)
    }

    public static let surveyInvitations = TableSchema(
        name: "ingest.survey_invitations", version: 1, grain: "one department in one wave", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("wave", .string, "wave id"),
            Field("department", .string, "id as in the export"),
            Field("invited", .int32, unit: "persons", "persons invited, direct members of the department only"),
            Field("open_day", .day, optional: true, unit: "day", "opening day of the wave"),
            Field("close_day", .day, optional: true, unit: "day", "closing day of the wave"),
        ] + provenance)

    /// Pre-aggregated absence. A row without `breakdown` is the unit's own total, as the publisher printed it.
    public static let absenceTotals = TableSchema(
        name: "ingest.absence_totals", version: 1, grain: "one unit, period and breakdown group", personLevel: false,
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
            Field("lost", .int64, optional: true, unit: "10⁻⁸ FTE days", "absent time; absent = not published"),
            Field("available", .int64, optional: true, unit: "10⁻⁸ FTE days", "available time"),
            Field("published_rate", .int32, optional: true, unit: "1/100 %", "the publisher's own rate, as a check"),
        ] + provenance)

    public static let surveyTotals = TableSchema(
        name: "ingest.survey_totals", version: 1, grain: "one unit, measure and period", personLevel: false,
        sortedBy: ["source_file", "source_record"],
        fields: [
            Field("unit", .string, "id of the organisation"),
            Field("unit_name", .string, optional: true, "its name"),
            Field("unit_group", .string, optional: true, "group it belongs to, as printed"),
            Field("period", .string, "year, as 2022"),
            Field("measure", .string, "code of the measure; response_rate for the response rate"),
            Field("title", .string, optional: true, "text of the measure"),
            Field("value", .int64, optional: true, unit: "10⁻⁹ of the printed value", "absent = not published"),
        ] + provenance)

    /// What did not come through, and why; never the cell.
    public static let quarantine = TableSchema(
        name: "ingest.quarantine", version: 2, grain: "one record that was set aside", personLevel: true,
        sortedBy: ["dataset", "source_file", "source_record"],
        fields: [
            Field("dataset", .string, "canonical dataset"),
            Field("source_file", .string, "file name in the input folder"),
            Field("source_record", .int32, unit: "record", "1 is the first record after the header"),
            Field(
                "line", .int64, unit: "line",
                "line of the file on which the record begins; 0 where only the record is known"),
            Field("column", .string, "header of the column, empty when the whole record is meant"),
            Field("reason", .string, "reason code"),
            Field("expected", .string, "what was expected instead"),
            Field("found", .string, "what kind of thing was found; never the cell itself"),
        ])
}
