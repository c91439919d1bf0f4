/// The keys of a pipeline file.
enum PipelineKeys {
    /// The version of the language of pipeline files.
    static let version = 1

    static let table = KeyTable<Pipeline>(
        title: "A pipeline", meaning: "one report: where its data come from and how it is made", initial: Pipeline(),
        keys: [
            Key(
                "trivsel", .whole(version...version), mandatory: true, "version of this file's language",
                get: { _ in version }, set: { _, _ in }),
            Key("organisation", \.organisation, .text, "name on the pages"),
            Key(
                "input", \.input, .optional(.path), isPlace: true,
                "folder of the exports, relative to the pipeline file; `--input` goes before"),
            Key(
                "work", \.work, .optional(.path), isPlace: true,
                "folder of the runs, relative to the pipeline file; `--work` goes before"),
            Key(
                "as_of", \.asOf, .optional(.day), isPlace: true,
                "last day for which the data are complete; `--as-of` goes before, else the delivery date in file names"
            ),
            Key(
                "key_file", \.keyFile, .optional(.path), isPlace: true,
                "file with the 32 bytes that person keys are made with, relative to the pipeline file; may name `${input}`; `--key-file` goes before"
            ),
            Key("public_data", \.publicData, .flag, "published data without persons to protect: needs no key"),
            Key(
                "synthetic", \.synthetic, .flag,
                "invented persons: lower minimums are allowed, and every page says SYNTHETIC DATA"),
            Key(
                "root", \.root, .optional(section(rootTable)),
                "the node above all others, where exports hold none or several"),
            Key("calendar", \.calendar, calendarTable),
            // Before the sources, whose items it knows.
            Key(
                "questionnaire", \.questionnaire, .optional(QuestionnaireKeys.shape),
                "what the survey asked: path or map"),
            Key(
                "sources", \.sources, .list(SourceReading.shape, atLeast: 1), mandatory: true,
                "source descriptions: paths relative to the pipeline file, maps, or maps with `use: PATH` and keys that replace the file's"
            ),
            Key("metrics", \.metrics, metricTable),
            Key("disclosure", \.disclosure, disclosureTable),
            Key("report", \.report, reportTable),
            Key("limits", \.limits, limitTable),
        ])

    private static let rootTable = KeyTable<DepartmentRoot>(
        title: "The root", meaning: "the node above all others", initial: DepartmentRoot(id: "", name: ""),
        keys: [
            Key("id", \.id, .text, mandatory: true, "its id"),
            Key("name", \.name, .text, mandatory: true, "its name"),
        ])

    private static let calendarTable = KeyTable<CalendarSettings>(
        title: "calendar", meaning: "working days", initial: CalendarSettings(),
        keys: [
            Key(
                "country", \.country, .country,
                "whose public holidays are no working days; `none` for Monday to Friday without holidays"),
            Key(
                "full_time_week_hours", \.fullTimeWeekMinutes, .optional(.weekHours),
                "hours of a full-time week; the country's usual where not given"),
            Key(
                "first_month", \.firstMonth, .optional(.month),
                "first month of the data; the earliest that the exports cover where not given"),
            Key(
                "fiscal_year_from", \.fiscalYearFrom, .optional(.whole(1...12)),
                "month in which the fiscal year begins; figures by fiscal year are made where it is given"),
            Key("holidays", \.holidays, .list(HolidayKeys.shape), "files of public holidays"),
        ])

    private static let metricTable = KeyTable<MetricSettings>(
        title: "metrics", meaning: "what is counted", initial: MetricSettings(),
        keys: [
            Key("include", \.include, .list(.text), "metric ids, or prefixes ending in `.*`; all where not given"),
            Key(
                "periods", \.periods, .list(.choice(MetricSettings.allPeriods), atLeast: 1),
                "periods that figures are made for"),
            Key(
                "breakdowns", \.breakdowns, .list(.choice(MetricSettings.allBreakdowns), atMost: 6),
                "demographics that figures are broken down by, one at a time; those that the data have, six at most"),
            Key(
                "breakdown_periods", \.breakdownPeriods,
                .list(.choice(["month", "quarter", "year", "rolling12", "fiscal_quarter", "fiscal_year"])),
                "periods in which figures are broken down; `rolling12` is the year to the latest closed month and the one before"
            ),
            Key(
                "breakdown_waves", \.breakdownWaves, .whole(0...100),
                "latest closed waves in which survey figures are broken down, by what the answers say of who gave them; 0 for none"
            ),
            Key(
                "breakdown_items", \.breakdownItems, .flag,
                "whether figures of single survey items are broken down, besides indices, eNPS and response rate"),
            Key(
                "age_bands", \.ageBands, .rising(1...120),
                "ages from which the bands after the first begin: under 30, 30 to 50, over 50"),
            Key(
                "tenure_bands", \.tenureBands, .rising(1...80),
                "completed years of service from which the bands after the first begin"),
            Key(
                "short_absence_days", \.shortAbsenceDays, .whole(1...366),
                "first calendar days of a spell, which `absence.short` counts"),
            Key(
                "bradford_bands", \.bradfordBands, .rising(1...1_000_000_000, count: 4),
                "scores from which the bands after the first of the Bradford distribution begin"),
            Key(
                "leaver_cost", \.leaverCost, .optional(.whole(1...1_000_000_000)),
                "what one leaver costs, in the organisation's currency; `turnover.cost` is made where it is given"),
            Key(
                "index_answered_percent", \.indexAnsweredPercent, .whole(1...100),
                "per cent of the items of a survey index that a person must have answered to count in it"),
            Key(
                "driver_replicates", \.driverReplicates, .whole(0...1000),
                "bootstrap replicates for the intervals of `survey.driver`; 0 for none, which spares the time"),
            Key("flags", \.flags, flagTable),
            Key(
                "baseline_from", \.baselineFrom, .optional(.month),
                "month from which control charts begin, 24 months from which on are their baseline; set it where something changed for good (the first of the data where not given)"
            ),
            Key("merge_spells", \.mergeSpells, .flag, "absences with no working day between them are one spell"),
            Key(
                "absence_classes", \.absenceClasses,
                .list(.choice(CanonicalColumn.absenceClasses), atLeast: 1), "classes that `absence.*` counts"),
        ])

    private static let flagTable = KeyTable<FlagMinimums>(
        title: "flags", meaning: "the smallest differences that are flagged, in points of the metric",
        initial: FlagMinimums(),
        keys: [
            Key("turnover", \.turnover, .whole(0...100), "voluntary turnover over 12 months"),
            Key("absence", \.absence, .whole(0...100), "absence rate over 12 months"),
            Key(
                "participation", \.participation, .whole(0...100),
                "reach of events over 12 months, and response rates of surveys"),
            Key("scores", \.scores, .whole(0...100), "survey indices"),
            Key("enps", \.enps, .whole(0...200), "eNPS"),
        ])

    private static let disclosureTable = KeyTable<DisclosureSettings>(
        title: "disclosure", meaning: "who is protected and how", initial: DisclosureSettings(),
        keys: [
            Key("minimum", \.minimum, .whole(1...1_000_000), "fewest distinct persons in a published cell"),
            Key(
                "minimum_shares", \.minimumShares, .whole(1...1_000_000),
                "the same for shares of absence, answers and reasons"),
            Key("close_after_days", \.closeAfterDays, .whole(0...366), "a month closes this many days after its end"),
            Key(
                "survey_open_days", \.surveyOpenDays, .whole(0...366),
                "a survey wave whose export names no closing day closes this many days after its opening day"),
            Key(
                "absence_month_from", \.absenceMonthFrom, .whole(1...1_000_000),
                "average headcount from which absence is shown by month"),
            Key("absence_quarter_from", \.absenceQuarterFrom, .whole(1...1_000_000), "… by quarter"),
            Key("absence_year_from", \.absenceYearFrom, .whole(1...1_000_000), "… over 12 months"),
        ])

    private static let reportTable = KeyTable<ReportPreferences>(
        title: "report", meaning: "the pages", initial: ReportPreferences(),
        keys: [
            Key(
                "levels", \.levels, .optional(.whole(0...100)),
                "levels of the tree that get a page, from the root; all where not given"),
            Key("accent", \.accent, .optional(.colour), "colour of lines and links"),
            Key("footer", \.footer, .optional(.text), "a line at the foot of each page"),
        ])

    private static let limitTable = KeyTable<IngestLimits>(
        title: "limits", meaning: "where a file is refused", initial: IngestLimits(),
        keys: [
            Key("field_bytes", \.fieldBytes, .whole(16...16_777_216), "longest field"),
            Key("record_bytes", \.recordBytes, .whole(64...67_108_864), "longest record"),
            Key("columns", \.columns, .whole(1...65_536), "most columns"),
            Key(
                "quarantined_per_million", \.quarantinedPerMillion, .whole(0...1_000_000),
                "rows of a file that may be set aside, in 1/1,000,000 (10000 = 1 %)"),
            Key(
                "bad_key_per_million", \.badKeyPerMillion, .whole(0...1_000_000),
                "rows of a file that may have a bad key, in 1/1,000,000"),
            Key("bad_key_at_least", \.badKeyAtLeast, .whole(0...1_000_000_000), "fewer bad keys never stop a run"),
            Key(
                "quarantined_rows", \.quarantinedRows, .whole(0...5_000_000),
                "rows of a file that may be set aside at all"),
            Key("expansion", \.expansion, .whole(1...100_000), "bytes that a byte of a compressed export may become"),
            Key("expanded_bytes", \.expandedBytes, .whole(1...(1 << 50)), "longest export, expanded"),
        ])
}
