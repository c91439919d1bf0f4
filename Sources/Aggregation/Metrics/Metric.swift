internal import Disclosure
internal import Results
internal import Statistics

/// A metric is a value: what it means, where it is given, how the gate looks at it, and its arithmetic.
struct Metric: Sendable {
    /// The slots in which a metric has cells.
    enum Slots: Sendable {
        case windows(Set<MonthGrid.Kind>)
        case waves
        case snapshot
        /// One: all that is known at the as-of day.
        case asOfDay
    }

    /// The mask that decides about its cells; all metrics of one protection are shown and hidden together.
    enum Protection: Hashable, Sendable {
        /// Headcount, hires, moves.
        case plain
        /// Leavers of all reasons.
        case turnover
        /// Leavers of all reasons in two windows a year apart.
        case turnoverChange
        /// Leavers for the reasons that sustainability standards count.
        case reported
        /// Leavers of class `voluntary` whom the employer regrets.
        case regretted
        /// What became of those who began so many days before.
        case newcomers(Newcomers)
        /// Persons of an opening who are there at the closing.
        case retention
        /// Days of service.
        case service
        /// How many stay, by those at risk at the point.
        case survival(SurvivalPoint)
        /// Leavers of one class of reasons; the classes of a cell are looked at together.
        case reasons(LeavingReason)
        /// Time lost and spells.
        case absence
        /// Parts that add up to the absence, or to that of the spells that ended.
        case absenceParts(AbsencePartition)
        /// Leave taken of what may be taken.
        case leave
        /// The share of persons absent.
        case incidence
        /// The share of persons absent on one day.
        case prevalence
        /// Lengths of the spells that ended.
        case spellLengths
        /// The share of a weekday in spells of one day, Monday 0; all five are looked at together.
        case weekday(Int)
        /// The share of persons with a score in a band; all bands are looked at together.
        case bradford(Int)
        case attendance
        case reach
        /// What people take part in and what happens to them.
        case activity(Activity)
        case responseRate
        case item(Int)
        /// The shares of an item's answers.
        case shares(Int)
        /// How the answers to an item lie about their mean: who knows it may know every answer.
        case spread(Int)
        case index(Int)
        /// Every answer of an item by itself; all of them are looked at together.
        case answers(Int)
        /// What is worked out from the scores, or from the shares, of all items of an index.
        case itemScores(Int)
        case itemShares(Int)
        /// The same of the indices that are the sub-factors of a published one.
        case subFactorShares
        /// The difference of two waves.
        case change(SurveyFigure)
        /// How far the items of an index measure one thing: persons who answered all of them.
        case reliability(Int)
        /// How alike the answers within units are.
        case agreement(Int)
        /// What drives an outcome, by its place among those of the questionnaire.
        case driver(Int)
        case snapshot
    }

    /// What two waves are compared in.
    enum SurveyFigure: Hashable, Sendable {
        case item(Int)
        case index(Int)
    }

    /// What is kept of answers besides the sums that every survey has.
    enum SurveyNeed: Hashable, Sendable {
        /// Counts of every answer of an item.
        case answers(Int)
        /// Sums over the items that two waves have in common.
        case change(Int)
        /// Squares and products over the persons who answered all items of an index.
        case reliability(Int)
        /// The same over an outcome and what may drive it.
        case driver(Int)
    }

    enum Newcomers: Sendable { case year, quarter }

    /// Of a survival curve: its value at a day of tenure, its median, or the median of those hired in a year.
    enum SurvivalPoint: Hashable, Sendable { case day(Int), median, cohort(Int) }

    /// Figures whose cells have persons of their own: `MaskMaker.activity`.
    enum Activity: Hashable, Sendable {
        case noShow, training, mandatoryTraining, completion
        case coverage, reviews, steps, firstCheckIn, recognition
        case moves
        case exits, recommend, wouldReturn
        /// Filled openings, hires whose application has a day, openings, offers decided, hires of known origin.
        case fills, hires, openings, offers, origins
        /// Hires by their source; all of a cell are looked at together.
        case source(Int)
    }

    /// Which lines of a person make up the parts, and with them which are looked at together.
    enum AbsencePartition: Sendable {
        case certificates, daysOfSpell, endedSpells

        /// Places in `MeasureStore.Distinct.parts`, and the sums that belong to them.
        var parts: Range<Int> {
            switch self {
            case .certificates: 0..<3
            case .daysOfSpell: 3..<5
            case .endedSpells: 5..<7
            }
        }
    }

    enum LeavingReason: Int, CaseIterable, Sendable { case voluntary, involuntary, other, unknown }

    var description: MetricDescription
    var slots: Slots
    var protection: Protection
    /// What must be accumulated for it.
    var needs: MeasureNeeds.Groups = []
    var survey: SurveyNeed?
    /// Where a unit's own figure is not shown, that of the nearest unit above it stands in its place, as `from=UNIT`.
    var borrows = false
    /// It has cells of pairs of groups only, made of what is published of each.
    var comparesGroups = false
    /// Node and slot (place of the window or wave) → the six numbers, before the gate.
    var figure: @Sendable (Figures, _ node: Int, _ slot: Int) -> Figure

    var id: String { description.id }

    var isPointOfSurvival: Bool {
        if case .survival(.day) = protection { true } else { false }
    }

    /// Whether groups of persons are told apart in it: answers are anonymous, and snapshots have no demographics.
    /// How long people stay is not told apart by how long they have been there.
    func isBrokenDown(by demographic: Demographic) -> Bool {
        switch slots {
        case .windows: !needs.contains(.recruitment)
        case .asOfDay: demographic != .tenure
        case .waves, .snapshot: false
        }
    }
}

/// Access to the measures of one cell after the merge, with the tables of quantiles that the intervals need.
final class Figures: @unchecked Sendable {
    let store: MeasureStore
    let grid: MonthGrid
    let survey: SurveyStates?
    let snapshot: SnapshotCounts?
    let fullDayMinutes: Double
    /// Lengths of spells, by node and window of `lengthWindows`; days of service, by node and month.
    let lengths: [SpellLengths.Summary]
    let lengthWindows: Range<Int>
    let serviceMedians: [Double]
    let survival: SurvivalCurves?
    /// By window, the one a year before.
    let yearBefore: [Int?]
    let poisson: PoissonLimits
    let t: TQuantiles
    /// By index, then `[node][wave]`; from published units only, so it is there once the gate has decided.
    var agreement: [Int: [UnitAgreement]] = [:]
    /// What may stand beside survey figures: there once the gate has decided, and nothing before.
    var intervals: SurveyIntervals?
    /// Of all persons only.
    var recruitment: RecruitmentFigures?
    /// The survey's answers; a survey fetched for each cell would be counted in and out by all threads at once.
    private let answers: UnsafeMutablePointer<Int64>?
    private let waveCount: Int
    private let answeredNodes: Int

    init(
        store: MeasureStore, grid: MonthGrid, survey: SurveyStates?, snapshot: SnapshotCounts?, fullDayMinutes: Double,
        lengths: [SpellLengths.Summary] = [], serviceMedians: [Double] = [], survival: SurvivalCurves? = nil,
        poisson: PoissonLimits = PoissonLimits(upTo: 400), t: TQuantiles = TQuantiles(upTo: 400)
    ) {
        self.poisson = poisson
        self.t = t
        self.store = store
        self.grid = grid
        self.survey = survey
        answers = survey?.answers
        waveCount = survey?.waves.count ?? 0
        answeredNodes = survey?.nodes ?? 0
        self.snapshot = snapshot
        self.fullDayMinutes = fullDayMinutes
        self.lengths = lengths
        lengthWindows = store.needs.absenceWindows
        self.serviceMedians = serviceMedians
        self.survival = survival
        yearBefore = grid.windows.indices.map { grid.windows[$0].kind.isMonthly ? grid.yearBefore($0) : nil }
    }

    /// The sum of a measure over a window's months; the arrays hold running totals by now.
    func sum(_ measure: MeasureStore.Sum, _ node: Int, _ window: Int) -> Int64 {
        guard let values = store.sum(measure) else { return 0 }
        return total(values, node, window)
    }

    func total(_ values: UnsafeMutablePointer<Int64>, _ node: Int, _ window: Int) -> Int64 {
        let bounds = grid.windows[window]
        let row = values + node * store.months
        let before = bounds.first > 0 ? row[bounds.first - 1] : 0
        return row[bounds.end - 1] - before
    }

    func distinct(_ measure: MeasureStore.Distinct, _ node: Int, _ window: Int) -> Int64 {
        guard let row = store.row(measure, node), store.places(measure).contains(window) else { return 0 }
        return row[window]
    }

    /// The lengths of the spells that ended in a window.
    func lengths(_ node: Int, _ window: Int) -> SpellLengths.Summary? {
        guard lengthWindows.contains(window), !lengths.isEmpty else { return nil }
        return lengths[node * lengthWindows.count + window - lengthWindows.lowerBound]
    }

    /// The median of the days of service at a window's closing; nil where nobody's hire is known.
    func medianService(_ node: Int, _ window: Int) -> Double? {
        guard !serviceMedians.isEmpty else { return nil }
        let days = serviceMedians[node * store.months + grid.windows[window].end - 1]
        return days < 0 ? nil : days
    }

    /// A monthly sum at a window's last month.
    func last(_ measure: MeasureStore.Sum, _ node: Int, _ window: Int) -> Int64 {
        guard let values = store.sum(measure) else { return 0 }
        let m = grid.windows[window].end - 1
        let row = values + node * store.months
        return row[m] - (m > 0 ? row[m - 1] : 0)
    }

    /// The sum over a window's months of each month's leavers ÷ mean of opening and closing; nil where one has nobody.
    func sumOfMonthlyRates(_ measures: [MeasureStore.Sum], _ node: Int, _ window: Int) -> Double? {
        let bounds = grid.windows[window]
        guard bounds.first >= 0 else { return nil }
        let closings = store.closing + node * (store.months + 1)
        var total = 0.0
        for m in bounds.first..<bounds.end {
            let both = closings[m] + closings[m + 1]
            guard both > 0 else { return nil }
            var leavers: Int64 = 0
            for measure in measures {
                guard let row = store.sum(measure).map({ $0 + node * store.months }) else { continue }
                leavers += row[m] - (m > 0 ? row[m - 1] : 0)
            }
            total += Double(2 * leavers) / Double(both)
        }
        return total
    }

    /// What is kept of the answers to an item (`SurveyStates.itemWidth` sums); nil without a survey.
    func answers(_ node: Int, wave: Int, item: Int) -> UnsafeMutablePointer<Int64>? {
        answers.map {
            $0 + SurveyStates.place(node, wave, item, nodes: answeredNodes, waves: waveCount)
        }
    }

    /// Whether anybody answered an item in a wave.
    func isAsked(_ item: Int, wave: Int) -> Bool { survey?.isAsked(item, wave) ?? false }

    func opening(_ node: Int, _ window: Int) -> Int64 {
        store.closing[node * (store.months + 1) + max(grid.windows[window].first, 0)]
    }

    func closing(_ node: Int, _ window: Int) -> Int64 {
        store.closing[node * (store.months + 1) + grid.windows[window].end]
    }

    /// The base of a wave's response rate: the persons invited, else those employed on its opening day.
    func invited(_ node: Int, wave: Int) -> Int64 {
        guard let survey else { return 0 }
        let place = node * survey.waves.count + wave
        return survey.isInvited[wave] ? survey.invited[place] : store.waveHeadcount[place]
    }

    func persons(_ node: Int, _ window: Int) -> Int { Int(distinct(.persons, node, window)) }

    func days(_ window: Int) -> Double { Double(grid.windows[window].days.count) }

    /// Person-time: person-days ÷ days.
    func averageHeadcount(_ node: Int, _ window: Int) -> Double {
        Double(sum(.personDays, node, window)) / days(window)
    }

    func twoPoint(_ node: Int, _ window: Int) -> Double {
        Double(opening(node, window) + closing(node, window)) / 2
    }

    /// Mean over the window's months of each month's two-point average.
    func twoPointMonthly(_ node: Int, _ window: Int) -> Double {
        let bounds = grid.windows[window]
        let row = store.closing + node * (store.months + 1)
        var twice: Int64 = 0
        for m in max(bounds.first, 0)..<bounds.end { twice += row[m] + row[m + 1] }
        return Double(twice) / 2 / Double(bounds.end - max(bounds.first, 0))
    }

    /// Mean over the window's months of the count at each month's end.
    func monthEnds(_ node: Int, _ window: Int) -> Double {
        let bounds = grid.windows[window]
        let row = store.closing + node * (store.months + 1)
        var total: Int64 = 0
        for m in max(bounds.first, 0)..<bounds.end { total += row[m + 1] }
        return Double(total) / Double(bounds.end - max(bounds.first, 0))
    }
}

/// Persons and leavers of a dateless snapshot, per unit.
struct SnapshotCounts: Sendable {
    var persons: [Int64]
    var leavers: [Int64]
}

extension Figure {
    /// Events per 100 of an average: exact Poisson limits on the count.
    static func rate(
        events: Int64, per average: Double, persons: Int, _ figures: Figures, times: Double = 1
    ) -> Figure {
        guard average > 0 else { return Figure(value: nil, numerator: Double(events), denominator: 0, n: persons) }
        let limits = figures.poisson(events: Int(events))
        return Figure(
            value: Double(events) / average * times * 100, numerator: Double(events), denominator: average, n: persons,
            low: limits.map { $0.low / average * times * 100 }, high: limits.map { $0.high / average * times * 100 })
    }

    /// A share of persons in percent, with Wilson's interval.
    static func share(_ part: Int64, of whole: Int64) -> Figure {
        guard whole > 0 else { return Figure(value: nil, numerator: Double(part), denominator: 0, n: 0) }
        let interval = wilson(successes: Int(part), of: Int(whole))
        return Figure(
            value: Double(part) / Double(whole) * 100, numerator: Double(part), denominator: Double(whole),
            n: Int(whole), low: interval.map { $0.low * 100 }, high: interval.map { $0.high * 100 })
    }

    /// A plain count.
    static func count(_ count: Int64, persons: Int) -> Figure {
        Figure(value: Double(count), numerator: Double(count), denominator: 1, n: persons)
    }

    /// A quotient without an interval, times `scale`.
    static func quotient(_ numerator: Double, _ denominator: Double, scale: Double = 1, persons: Int) -> Figure {
        Figure(
            value: denominator > 0 ? numerator / denominator * scale : nil, numerator: numerator,
            denominator: denominator, n: persons)
    }

    /// The same as `clustered` of a ratio of what is accumulated, times `scale`; numerator and denominator as they are printed.
    static func clustered(
        _ ratio: ActivityRatio, _ a: Int64, over s: Int64, scale: Double, printed: (Double, Double), _ figures: Figures,
        _ node: Int, _ window: Int
    ) -> Figure {
        let n = Int(figures.distinct(ratio.persons, node, window))
        guard s > 0 else { return Figure(value: nil, numerator: printed.0, denominator: 0, n: n) }
        let estimate = clusteredRatio(
            n: n, a: Int128(a), s: Int128(s), aa: Int128(figures.distinct(ratio.aa, node, window)),
            as: Int128(figures.distinct(ratio.mixed, node, window)),
            ss: Int128(figures.distinct(ratio.ss, node, window)),
            contributors: Int(figures.distinct(ratio.contributors, node, window)), quantiles: figures.t)
        return Figure(
            value: Double(a) / Double(s) * scale, numerator: printed.0, denominator: printed.1, n: n,
            low: estimate.map { $0.interval.low * scale }, high: estimate.map { $0.interval.high * scale })
    }

    /// A share of rows, in percent: its interval goes no further than 100.
    static func clusteredShare(
        _ ratio: ActivityRatio, _ a: Int64, of s: Int64, _ figures: Figures, _ node: Int, _ window: Int
    ) -> Figure {
        var figure = clustered(
            ratio, a, over: s, scale: 100, printed: (Double(a), Double(s)), figures, node, window)
        figure.high = figure.high.map { min($0, 100) }
        return figure
    }

    /// A ratio of sums that cluster in persons, in percent.
    static func clustered(
        _ a: Int64, over s: Int64, persons n: Int, _ spread: (aa: Int64, mixed: Int64, ss: Int64), contributors: Int64,
        _ figures: Figures
    ) -> Figure {
        guard s > 0 else { return Figure(value: nil, numerator: Double(a), denominator: 0, n: n) }
        let estimate = clusteredRatio(
            n: n, a: Int128(a), s: Int128(s), aa: Int128(spread.aa), as: Int128(spread.mixed), ss: Int128(spread.ss),
            contributors: Int(contributors), quantiles: figures.t)
        return Figure(
            value: Double(a) / Double(s) * 100, numerator: Double(a), denominator: Double(s), n: n,
            low: estimate.map { $0.interval.low * 100 }, high: estimate.map { $0.interval.high * 100 })
    }
}
