internal import Results

/// The metrics that pages show; cells of others are never loaded. Of many hundred metrics of a run these are a part, so a
/// page that is to show another one has to name it here.
enum ShownMetrics {
    static let names = MetricNames(
        ids: [
            "headcount.opening", "headcount.closing", "headcount.average",
            "flow.hires", "flow.rehires", "flow.leavers", "flow.moves_in", "flow.moves_out",
            "turnover.total", "turnover.voluntary", "turnover.involuntary", "turnover.other", "turnover.unknown",
            "turnover.rolling12.total", "turnover.rolling12.voluntary", "turnover.rolling12.involuntary",
            "turnover.rolling12.other", "turnover.rolling12.unknown", "turnover.snapshot",
            "absence.rate", "absence.frequency", "absence.incidence", "absence.days_per_employee",
            "participation.response_rate", "participation.attendance_rate", "participation.reach12",
            "survey.enps", Benchmark.metric,
        ],
        families: ["survey.index.", "survey.favourable:", "survey.neutral:", "survey.unfavourable:"])
}
