internal import Calendars
internal import Columnar
internal import Configuration
internal import Framework
internal import Runs

/// From which month on each dataset tells what happened, as places in the grid. Before it there is nothing to count, and
/// that is not the same as 0.
struct ObservedMonths: Sendable {
    var leavers = 0
    /// The same of leavers, before the grid where it is known that early.
    var leaverHistory = 0
    var absences = 0
    var participation = 0
    /// From which month on the exports say whom the employer regrets; nil where they never do.
    var regrets: Int?
    /// From which month on it is known what leave may be taken: January of the first year of which an export tells it.
    var leave = 0
    var workingLife: [WorkingLife: Int] = [:]
    /// From the first decision about an offer, and from the first opening.
    var decisions = 0
    var openings = 0
}

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
        func month(_ day: Int32?) -> Int? {
            guard let day, day <= run.asOf else { return nil }
            return CivilDate.monthIndex(of: day)
        }
        // Something ended or happened: from then on the exports tell of what happened. An absence speaks for the month in
        // which it ends, not for the one in which it began: an export that takes up in January holds the spells that
        // were open then, and some of them began years before.
        let firstEnd = month(earliest(assignments, "end_day").map { $0 - 1 })
        let firstAbsence = month(earliest(absences, "end_day").map { $0 - 1 })
        let firstEvent = month(earliest(participation, "day"))
        let firstHire = earliest(assignments, "first_day").map(CivilDate.monthIndex) ?? last
        // Employment itself is known from the hires on, so a rolling year is there even where little happened.
        func employed(_ evidence: Int?) -> Int {
            let seen = evidence ?? max(firstHire, last - 11)
            return max(min(seen, last - 11), min(firstHire, seen))
        }
        let first: Int
        if let declared = pipeline.calendar.firstMonth {
            first = min(declared, last)
        } else {
            let evidence = [firstEnd, firstAbsence, firstEvent, month(waves.map(\.open).min())].compactMap { $0 }.min()
            first = max(employed(evidence), last - 59)
            observed = ObservedMonths(
                leavers: max(employed(firstEnd) - first, 0), absences: max((firstAbsence ?? last) - first, 0),
                participation: max((firstEvent ?? last) - first, 0))
            for (dataset, table) in workingLife {
                observed.workingLife[dataset] = max((month(earliest(table, dataset.day)) ?? last) - first, 0)
            }
            observed.decisions = max((month(recruitment?.firstDecision) ?? last) - first, 0)
            observed.openings = max((month(recruitment?.firstOpening) ?? last) - first, 0)
        }
        observed.leaverHistory = observed.leavers
        if let firstEnd { observed.leaverHistory = min(observed.leavers, employed(firstEnd) - first) }
        let calendar = calendar
        grid = MonthGrid(
            firstMonth: first, asOf: run.asOf, closeAfterDays: pipeline.disclosure.closeAfterDays,
            kinds: Set(pipeline.metrics.periods.compactMap(MonthGrid.Kind.init)).union([.day, .weeks52]),
            fiscalYearFrom: pipeline.calendar.fiscalYearFrom, isWorkingDay: calendar.isWorkingDay)
        if let year = leaveTable.flatMap({ earliest($0, "year") }) {
            observed.leave = max(Int(year) * 12 - first, observed.absences)
        }
        observed.regrets = try firstRegret().map { max($0 - first, 0) }
        // Nobody is told when leavers left: a month without any is not known to be one.
        if snapshotTable != nil {
            observed.leavers = grid.count
            observed.leaverHistory = grid.count
        }
        let all = possibleMetrics()
        metrics = all.compactMap(included).sorted { precedes($0.id, $1.id) }
        let totalsOnly = absenceTotalsTable != nil || surveyTotalsTable != nil
        if all.isEmpty, !totalsOnly { throw AggregateError.noData(missing: missingFiles()) }
        guard !metrics.isEmpty || totalsOnly else { throw AggregateError.noMetrics }
        var needs = MeasureNeeds()
        for metric in metrics { needs.groups.formUnion(metric.needs) }
        func places(_ wanted: MeasureNeeds.Groups) -> Range<Int> {
            let wanting = metrics.filter { !$0.needs.isDisjoint(with: wanted) }
            let monthly = wanting.flatMap { slots(of: $0, grid) }.filter { $0 < grid.monthlyWindows }
            guard let first = monthly.min(), let last = monthly.max() else { return 0..<0 }
            return first..<last + 1
        }
        needs.absenceWindows = places(.anyAbsence)
        needs.participationWindows = places(.participation)
        needs.leaveWindows = places(.leave)
        needs.activityWindows = places(.anyActivity)
        store = newStore(needs)
    }

    /// The first month of which the exports say of a leaver whether the employer regrets it; nil for none.
    private func firstRegret() throws -> Int? {
        guard let assignments else { return nil }
        var first: Int32?
        for index in 0..<assignments.rowGroupCount {
            let group = try assignments.readGroup(index, columns: ["regretted", "end_day"])
            let regretted = try group.bool("regretted")
            let end = try group.int32("end_day")
            for i in 0..<group.rowCount {
                guard regretted[i] != nil, let day = end[i], day - 1 <= run.asOf else { continue }
                first = min(first ?? day - 1, day - 1)
            }
        }
        return first.map(CivilDate.monthIndex)
    }

    /// Whether the exports say who manages whom.
    private var hasManagers: Bool {
        guard let assignments else { return false }
        return (0..<assignments.rowGroupCount).contains {
            assignments.bounds(group: $0, column: "manager_key") != nil
        }
    }

    /// What the exports of a working life allow, and of recruitment.
    private var workingLifeMetrics: [Metric] {
        WorkingLife.allCases.filter { workingLife[$0] != nil }.flatMap(\.metrics)
            + (recruitment.map { Recruiting.metrics(sources: $0.sources) } ?? [])
    }

    /// Whether the exports say how long an event is.
    private var hasLengths: Bool {
        guard let participation else { return false }
        return (0..<participation.rowGroupCount).contains {
            participation.bounds(group: $0, column: "minutes") != nil
        }
    }

    /// The first day from which leavers are known: whoever was hired before it is met with the tenure of that day.
    var leaversFrom: Int32 { CivilDate.firstDay(ofMonth: grid.firstMonth + observed.leaverHistory) }

    /// The years of hire that are seen from their first day on: of a working life, whatever day an export may hold.
    var cohorts: Range<Int> {
        let from = leaversFrom
        guard from <= run.asOf else { return 0..<0 }
        let year = CivilDate(day: from).year
        let last = CivilDate(day: run.asOf).year
        let first = max(CivilDate.firstDay(ofMonth: year * 12) == from ? year : year + 1, last - 44)
        return first..<max(first, last + 1)
    }

    /// The windows in which groups are told apart: those of the kinds asked for; of rolling ones, and of what is told of one
    /// day or month, the latest closed one and that of a year before.
    func breakdownGrid() -> MonthGrid {
        let kinds = Set(pipeline.metrics.breakdownPeriods.compactMap(MonthGrid.Kind.init))
        let latest = grid.windows.last { $0.kind == .month && $0.isClosed }?.end ?? grid.count
        return grid.keeping { window in
            switch window.kind {
            case .quarter, .year, .fiscalQuarter, .fiscalYear: kinds.contains(window.kind)
            case .month where kinds.contains(.month): true
            default: kinds.contains(.rolling12) && (window.end == latest || window.end == latest - 12)
            }
        }
    }

    /// The windows in which the groups of a metric are told apart: of the month only where it says nothing of a year.
    func brokenDownSlots(of metric: Metric, _ grid: MonthGrid) -> [Int] {
        let slots = slots(of: metric, grid)
        guard case .windows = metric.slots else { return slots }
        let isMonthAsked = pipeline.metrics.breakdownPeriods.contains(MonthGrid.Kind.month.rawValue)
        let tellsOfYears = slots.contains { grid.windows[$0].kind == .rolling12 }
        return slots.filter {
            switch grid.windows[$0].kind {
            case .month: isMonthAsked || !tellsOfYears
            case .yearToDate: false
            default: true
            }
        }
    }

    func newStore(_ needs: MeasureNeeds) -> MeasureStore {
        let employed = assignments != nil
        return MeasureStore(
            nodes: tree.count, months: employed ? grid.count : 1, windows: employed ? grid.monthlyWindows : 0,
            waves: waves.count, needs: needs)
    }

    /// The files of sources that brought no table, by their patterns.
    private func missingFiles() -> [String] {
        let lineage = Set(input.lineage.files.filter { $0.rows > 0 }.map(\.dataset))
        return pipeline.sources.filter { !lineage.contains($0.dataset.rawValue) }
            .map { "\($0.files.joined(separator: " or ")) (\($0.dataset.rawValue))" }
    }

    /// All metrics that the data allow.
    private func possibleMetrics() -> [Metric] {
        var all: [Metric] = []
        if assignments != nil {
            all +=
                Headcount.metrics.filter { $0.id != Headcount.span.id || hasManagers }
                + Turnover.metrics.filter { $0.id != "turnover.snapshot" } + Retention.metrics
            all += Survival.metrics(cohorts: cohorts)
            if let cost = pipeline.metrics.leaverCost { all += Turnover.costs(leaver: cost) }
            if absences != nil {
                all += Absence.metrics(bradfordBands: pipeline.metrics.bradfordBands)
                if leaveTable != nil { all.append(LeaveTaken.metric) }
            }
            if participation != nil {
                all += Participation.metrics.filter { !$0.needs.contains(.training) || hasLengths }
            }
        }
        if assignments != nil { all += workingLifeMetrics }
        if snapshotTable != nil { all += Turnover.metrics.filter { $0.id == "turnover.snapshot" } }
        if let questionnaire = pipeline.questionnaire, responses != nil {
            all += Survey.metrics(of: questionnaire, answeredPercent: pipeline.metrics.indexAnsweredPercent)
            all += SurveyAnswers.metrics(of: questionnaire) + SurveyReliability.metrics(of: questionnaire)
            all += SurveyDrivers.metrics(of: questionnaire) + EngagementIndices.metrics(of: questionnaire)
            if waves.count > 1 { all += SurveyChange.metrics(of: questionnaire) }
            if assignments != nil || invitations != nil { all.append(Participation.responseRate) }
        }
        return all
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

    /// Whether a metric is asked for: everything, by its id, by that of all its points, by a prefix before `*`; with `/KIND` in such periods only.
    func isIncluded(_ id: String, _ kind: MonthGrid.Kind? = nil) -> Bool {
        let wanted = pipeline.metrics.include
        return wanted.isEmpty
            || wanted.contains { entry in
                let parts = entry.split(separator: "/", maxSplits: 1)
                guard let pattern = parts.first else { return false }
                if parts.count > 1, let kind, parts[1] != kind.rawValue { return false }
                if pattern.hasSuffix("*") { return id.hasPrefix(pattern.dropLast()) }
                return id == pattern || id.hasPrefix("\(pattern)#")
            }
    }
}

/// Order of exports: by bytes, whatever the language.
func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
