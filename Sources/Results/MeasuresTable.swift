public import Columnar

/// `3-aggregate/measures.parquet`: mergeable partial results before the gate; 0600, read by aggregate alone.
///
/// Every row adds, column by column, to the same row of another shard; columns named `…_largest` merge by maximum. Columns of
/// scope `month` and `wave`, `item` and `index` stand at the department held and are rolled up the tree once; those of
/// scope `window`, and the moves, stand at every unit on a person's paths and are never added over units.
public enum MeasuresTable {
    public static let fileName = "measures.parquet"

    /// What a row is about.
    public enum Scope: String, Sendable, CaseIterable {
        case index, item, month, wave, window
    }

    public static let schema = TableSchema(
        name: "results.measures", version: 6,
        grain: "one department or group in one period, or its answers to one item",
        personLevel: true, sortedBy: ["scope"],
        fields: [
            Field("scope", .string, "month, window, wave, item or index"),
            Field("department", .int32, "position in the tree"),
            Field("period", .string, "month, window or wave"),
            Field("breakdown", .string, "item, index, or name=value of a group of persons; empty for all persons"),
        ] + month + window + survey)

    /// Columns of scope `month`, in the order of the table.
    public static let month: [Field] = [
        count("person_days", "days", "employed"), count("fte_days", "1/10,000 days", "full-time equivalents"),
        count("work_days", "days", "working days of employed persons"), count("scheduled", "minutes", "scheduled"),
        people("hires", "persons", "first day in the month"), people("rehires", "persons", "of them employed before"),
        people("voluntary", "persons", "left"), people("involuntary", "persons", "left"),
        people("other", "persons", "left"), people("unknown", "persons", "left"),
        count("absent_minutes", "minutes", "absent"), count("absent_days", "days", "absent working days"),
        count("spells", "spells", "started"), count("invited", "invitations", "to voluntary events"),
        count("attended_invited", "invitations", "attended"), count("attendances", "attendances", "with walk-ins"),
        people("retired_or_died", "persons", "left, of class other"),
        count("self_certified", "minutes", "absent"), count("certified", "minutes", "absent"),
        count("short_absence", "minutes", "absent on the first days of a spell"),
        count("ended_short", "minutes", "of short spells that ended"),
        count("ended_long", "minutes", "of long spells that ended"), count("spells_ended", "spells", "ended"),
        count("monday_spells", "spells", "of this one day"), count("tuesday_spells", "spells", "of this one day"),
        count("wednesday_spells", "spells", "of this one day"), count("thursday_spells", "spells", "of this one day"),
        count("friday_spells", "spells", "of this one day"), count("all_absent", "minutes", "absent, of every class"),
        count("agreed_days", "1/10,000 days", "working days × position fraction"),
        count("lost_days", "10⁻⁷ days", "lost of them × grade"),
        people("employed_on_day", "persons", "on the last working day"),
        people("absent_on_day", "persons", "absent on it"),
        people("bradford_0", "persons", "with a score in the first band"), people("bradford_1", "persons", "second"),
        people("bradford_2", "persons", "third"), people("bradford_3", "persons", "fourth"),
        people("bradford_4", "persons", "last"), count("year_starts", "spells", "begun 365 days before"),
        count("year_left", "spells", "of them ended"), count("quarter_starts", "spells", "begun 90 days before"),
        count("quarter_left", "spells", "of them ended"), people("tenured", "persons", "closing, hire known"),
        count("tenure_days", "days", "since their hire"), people("one_year", "persons", "closing, there for a year"),
        people("managers", "persons", "closing, with a direct report"),
        people("direct_reports", "persons", "closing, of these managers"),
        people("regretted", "persons", "left, of class voluntary, to the employer's regret"),
        people("regret_unknown", "persons", "left, of class voluntary, of whom the export does not say it"),
        count("leave_entitled", "1/1,000 days", "of leave that may be taken"),
        count("leave_taken", "1/1,000 days", "of leave, by those of whom it is known what they may take"),
        count("registered", "registrations", "for voluntary events"),
        count("no_shows", "registrations", "whose holder was absent"),
        count("training_minutes", "minutes", "attended of voluntary trainings"),
        count("mandatory_minutes", "minutes", "attended of mandatory trainings"),
        count("mandatory_due", "trainings", "mandatory, to be attended by a person"),
        count("mandatory_done", "trainings", "of them attended"),
        count("fortnight_starts", "spells", "begun 14 days before"),
        count("fortnight_met", "spells", "of them with a conversation by then"),
        count("reviews_due", "reviews", "due"), count("reviews_completed", "reviews", "of them completed"),
        count("steps_due", "steps", "of onboarding, due"), count("steps_on_time", "steps", "of them done in time"),
        count("internal_moves", "moves", "to another position"), count("promotions", "moves", "of them promotions"),
        people("exits_covered", "persons", "left, with an exit interview"),
        people("recommend_answers", "persons", "left and said whether they recommend the employer"),
        people("recommend", "persons", "of them do"),
        people("return_answers", "persons", "left and said whether they would come back"),
        people("would_return", "persons", "of them would"),
        count("openings", "openings", "opened, applications known"),
        count("applications", "applications", "for these openings"),
        count("applications_squared", "applications²", "by opening"),
        count("openings_applied", "openings", "of these with an application"),
        people("offers_decided", "persons", "accepted or declined an offer"),
        people("offers_accepted", "persons", "accepted an offer"),
        people("origin_known", "persons", "accepted an offer, employed already or not"),
        people("hired_inside", "persons", "of them employed already"),
        people("opening", "persons", "employed at the end of the month before"),
        people("closing", "persons", "employed at the month's end"), people("moves_in", "persons", "moved in"),
        people("moves_out", "persons", "moved out"),
    ]

    /// Columns of scope `window`; squares are sums over persons.
    public static let window: [Field] =
        [
            people("persons", "persons", "employed at any time"),
            people("home", "persons", "counted where employed last"),
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
            people("one_day_persons", "persons", "with a spell of one day"),
        ]
        + ["certified", "self_certified", "uncertified", "short", "long", "ended_short", "ended_long"].flatMap {
            [
                people("\($0)_contributors", "persons", "with minutes of this part"),
                count("\($0)_largest", "minutes", "of one person in this part; merges by maximum"),
            ]
        } + [
            people("stayed", "persons", "of the opening, employed at the closing"),
            people("stayed_in_unit", "persons", "of the opening, in the lowest unit that both days share"),
            people("leave_persons", "persons", "with leave that may be taken"),
            people("leave_contributors", "persons", "with leave taken"),
            count("leave_largest", "1/1,000 days", "of one person; merges by maximum"),
            count("leave_aa", "10⁻⁶ days²", "taken, squared"), count("leave_as", "10⁻⁶ days²", "taken × entitled"),
            count("leave_ss", "10⁻⁶ days²", "entitled, squared"),
        ] + activity

    /// What people take part in and what happens to them.
    private static let activity: [Field] = [
        [count("days_ss", "days²", "employed, squared")],
        ratio("no_show", "registrations", base: "registered_persons"),
        ratio("training", "minutes"), ratio("mandatory", "minutes"), ratio("done", "trainings", base: "due_persons"),
        [count("covered_days", "days", "of months with a one-to-one")],
        ratio("covered", "days"), ratio("review", "reviews", base: "review_persons"),
        ratio("step", "steps", base: "step_persons"),
        [people("recognised", "persons", "recognised")],
    ].flatMap(\.self)

    /// Squares and products of a part and its whole, which is days employed where it has no persons of its own.
    private static func ratio(_ name: String, _ unit: String, base: String? = nil) -> [Field] {
        let mixed = base == nil ? "\(unit) × days" : "\(unit)²"
        return (base.map { [people($0, "persons", "with a whole")] } ?? [])
            + [count("\(name)_aa", "\(unit)²", "part, squared"), count("\(name)_as", mixed, "part × whole")]
            + (base == nil ? [] : [count("\(name)_ss", "\(unit)²", "whole, squared")])
            + [people("\(name)_contributors", "persons", "with a part")]
    }

    /// Columns of scopes `wave` (the first three), `item` and `index`.
    public static let survey =
        [
            people("employed", "persons", "on the wave's opening day"), people("respondents", "persons", "answered"),
            people("invitations", "persons", "invited to the wave"), people("n", "answers", "or persons with an index"),
            count("x", "", "sum of answers"), count("xx", "", "sum of their squares"),
            people("favourable", "answers", "promoters for eNPS"),
            people("unfavourable", "answers", "detractors for eNPS"),
            Field("means", .int128, optional: true, "sum of persons' means at 10⁻⁹"),
            Field("means_squared", .int128, optional: true, "sum of their squares"),
        ] + answers

    /// How often each answer of an item was given, by the answer from 0 on.
    public static let answers = (0...10).map { people("answer_\($0)", "answers", "of \($0), reversed items recoded") }

    private static func people(_ name: String, _ unit: String, _ meaning: String) -> Field {
        Field(name, .int32, optional: true, unit: unit, meaning)
    }

    private static func count(_ name: String, _ unit: String, _ meaning: String) -> Field {
        Field(name, .int64, optional: true, unit: unit, meaning)
    }
}
