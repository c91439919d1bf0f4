internal import Calendars
internal import Columnar
internal import Configuration
internal import Framework
internal import Runs

extension AggregateRun {
    /// Which months the data cover, which windows and metrics are given, and what must be accumulated for them.
    func planMonths() throws {
        let last = CivilDate.monthIndex(of: run.asOf)
        func earliest(_ table: TableReader?, _ column: String) -> Int32? {
            guard let table else { return nil }
            return (0..<table.rowGroupCount).compactMap { group in
                table.bounds(group: group, column: column).map { Int32(clamping: $0.min) }
            }.min()
        }
        // Something ended or happened: from then on the exports tell of what happened.
        let evidence = [
            earliest(assignments, "end_day").map { $0 - 1 }, earliest(absences, "end_day").map { $0 - 1 },
            earliest(participation, "day"), waves.map(\.open).min(),
        ].compactMap { $0 }.filter { $0 <= run.asOf }.min()
        let firstHire = earliest(assignments, "first_day").map(CivilDate.monthIndex) ?? last
        let observed = evidence.map(CivilDate.monthIndex) ?? max(firstHire, last - 11)
        // Employment itself is known from the hires on, so a rolling year is there even where little happened.
        let employed = max(min(observed, last - 11), min(firstHire, observed))
        let first: Int
        if let declared = pipeline.calendar.firstMonth {
            first = min(declared, last)
            observedFrom = first
        } else {
            first = max(employed, last - 59)
            observedFrom = max(observed, first)
        }
        grid = MonthGrid(
            firstMonth: first, asOf: run.asOf, closeAfterDays: pipeline.disclosure.closeAfterDays,
            kinds: Set(pipeline.metrics.periods.compactMap(MonthGrid.Kind.init)))
        chooseMetrics()
        let totalsOnly = absenceTotalsTable != nil || surveyTotalsTable != nil
        guard !metrics.isEmpty || totalsOnly else { throw AggregateError.noMetrics }
        var needs = MeasureNeeds()
        for metric in metrics {
            switch metric.protection {
            case .absence:
                needs.absence = true
                if metric.id == "absence.rate" { needs.absenceSpread = true }
            case .attendance:
                needs.participation = true
                needs.attendanceSpread = true
            case .reach: needs.participation = true
            default: break
            }
        }
        func places(_ wanted: (Metric.Protection) -> Bool) -> Range<Int> {
            let slots = metrics.filter { wanted($0.protection) }.flatMap(slots)
            guard let first = slots.min(), let last = slots.max() else { return 0..<0 }
            return first..<last + 1
        }
        needs.absenceWindows = places { $0 == .absence }
        needs.participationWindows = places { $0 == .attendance || $0 == .reach }
        store = newStore(needs)
    }

    func newStore(_ needs: MeasureNeeds) -> MeasureStore {
        let employed = assignments != nil
        return MeasureStore(
            nodes: tree.count, months: employed ? grid.count : 1, windows: employed ? grid.windows.count : 0,
            waves: waves.count, needs: needs)
    }

    /// All metrics that the data allow and the pipeline asks for.
    private func chooseMetrics() {
        var all: [Metric] = []
        if assignments != nil {
            all += Headcount.metrics + Turnover.metrics.filter { $0.id != "turnover.snapshot" }
            if absences != nil { all += Absence.metrics }
            if participation != nil { all += Participation.metrics }
        }
        if snapshotTable != nil { all += Turnover.metrics.filter { $0.id == "turnover.snapshot" } }
        if let questionnaire = pipeline.questionnaire, responses != nil {
            all += Survey.metrics(of: questionnaire)
            if assignments != nil || invitations != nil { all.append(Participation.responseRate) }
        }
        metrics = all.compactMap(included).sorted { precedes($0.id, $1.id) }
    }

    /// The metric as the pipeline wants it: whole, or in some kinds of periods only (`absence.rate/month`).
    private func included(_ metric: Metric) -> Metric? {
        guard case .windows(let kinds) = metric.slots else { return isIncluded(metric.id) ? metric : nil }
        let wanted = kinds.filter { isIncluded(metric.id, $0) }
        guard !wanted.isEmpty else { return nil }
        var chosen = metric
        chosen.slots = .windows(wanted)
        return chosen
    }

    /// Whether a metric is asked for: everything, by its id, by a prefix before `*`; with `/KIND` in such periods only.
    func isIncluded(_ id: String, _ kind: MonthGrid.Kind? = nil) -> Bool {
        let wanted = pipeline.metrics.include
        return wanted.isEmpty
            || wanted.contains { entry in
                let parts = entry.split(separator: "/", maxSplits: 1)
                guard let pattern = parts.first else { return false }
                if parts.count > 1, let kind, parts[1] != kind.rawValue { return false }
                return pattern.hasSuffix("*") ? id.hasPrefix(pattern.dropLast()) : id == pattern
            }
    }
}

/// Order of exports: by bytes, whatever the language.
func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
