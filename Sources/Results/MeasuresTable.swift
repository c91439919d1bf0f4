public import Columnar

/// `3-aggregate/measures.parquet`: mergeable partial results before the gate; 0600, read by aggregate alone.
///
/// Every row adds, column by column, to the same row of another shard; `absence_largest` merges by maximum. Columns of
/// scope `month` and `wave`, `item` and `index` stand at the department held and are rolled up the tree once; those of
/// scope `window`, and the moves, stand at every unit on a person's paths and are never added over units.
public enum MeasuresTable {
    public static let fileName = "measures.parquet"

    /// What a row is about.
    public enum Scope: String, Sendable, CaseIterable {
        case index, item, month, wave, window
    }

    public static let schema = TableSchema(
        name: "results.measures", version: 2, grain: "one department in one period, or its answers to one item",
        personLevel: true, sortedBy: ["scope", "department"],
        fields: [
            Field("scope", .string, "month, window, wave, item or index"),
            Field("department", .int32, "position in the tree"),
            Field("period", .string, "month, window or wave"),
            Field("breakdown", .string, "item or index, else empty"),
        ] + month + window + survey)

    /// Columns of scope `month`, in the order of the table.
    public static let month = [
        count("person_days", "days", "employed"), count("fte_days", "1/10,000 days", "full-time equivalents"),
        count("work_days", "days", "working days of employed persons"), count("scheduled", "minutes", "scheduled"),
        people("hires", "persons", "first day in the month"), people("rehires", "persons", "of them employed before"),
        people("voluntary", "persons", "left"), people("involuntary", "persons", "left"),
        people("other", "persons", "left"), people("unknown", "persons", "left"),
        count("absent_minutes", "minutes", "absent"), count("absent_days", "days", "absent working days"),
        count("spells", "spells", "started"), count("invited", "invitations", "to voluntary events"),
        count("attended_invited", "invitations", "attended"), count("attendances", "attendances", "with walk-ins"),
        people("opening", "persons", "employed at the end of the month before"),
        people("closing", "persons", "employed at the month's end"), people("moves_in", "persons", "moved in"),
        people("moves_out", "persons", "moved out"),
    ]

    /// Columns of scope `window`; squares are sums over persons.
    public static let window = [
        people("persons", "persons", "employed at any time"), people("home", "persons", "counted where employed last"),
        people("absent_persons", "persons", "with absence"),
        people("absence_contributors", "persons", "with absent minutes"),
        count("absence_largest", "minutes", "of one person; merges by maximum"),
        count("absence_aa", "minutes²", "absent, squared"), count("absence_as", "minutes²", "absent × scheduled"),
        count("absence_ss", "minutes²", "scheduled, squared"), people("reached", "persons", "attended anything"),
        people("invited_persons", "persons", "invited to anything"),
        count("attendance_aa", "invitations²", "attended, squared"),
        count("attendance_as", "invitations²", "attended × invited"),
        count("attendance_ss", "invitations²", "invited, squared"),
        people("attendance_contributors", "persons", "attended an invitation"),
    ]

    /// Columns of scopes `wave` (the first three), `item` and `index`.
    public static let survey = [
        people("employed", "persons", "on the wave's opening day"), people("respondents", "persons", "answered"),
        people("invitations", "persons", "invited to the wave"), people("n", "answers", "or persons with an index"),
        count("x", "", "sum of answers"), count("xx", "", "sum of their squares"),
        people("favourable", "answers", "promoters for eNPS"), people("unfavourable", "answers", "detractors for eNPS"),
        Field("means", .int128, optional: true, "sum of persons' means at 10⁻⁹"),
        Field("means_squared", .int128, optional: true, "sum of their squares"),
    ]

    private static func people(_ name: String, _ unit: String, _ meaning: String) -> Field {
        Field(name, .int32, optional: true, unit: unit, meaning)
    }

    private static func count(_ name: String, _ unit: String, _ meaning: String) -> Field {
        Field(name, .int64, optional: true, unit: unit, meaning)
    }
}
