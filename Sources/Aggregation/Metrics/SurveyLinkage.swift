internal import Calendars
internal import Configuration
internal import Disclosure
internal import Framework
internal import Results
internal import Statistics

/// Survey: whether what a wave says goes together with what happened in the departments in the year that followed.
///
/// Only values that are published, of departments that are published, are taken: whoever has the published figures could
/// work out the same. So it tells nothing of a department that is not shown, whatever is in it.
struct SurveyLinkage: Sendable {
    static let id = "survey.linkage"
    /// Months between wave and outcome: those of the family first.
    static let familyLag = 6
    static let lags = [3, 6, 12]
    /// Fewest persons behind either figure of a department.
    static let fewestPersons = 10

    /// What may follow: leaving by one's own will, and absence, each over twelve months. Over fewer months absence is shown
    /// of large departments only, and of ten persons hardly anybody leaves.
    static let outcomes = ["turnover.rolling12.voluntary", "absence.rate"]

    static let description = MetricDescription(
        id: id, family: "Survey", title: "What goes together with turnover and absence", unit: "coefficient",
        definition:
            "Over the lowest published departments of at least 10 persons in both figures, without the direct members of those above them, whether an index or the eNPS of a wave goes together with the voluntary turnover, or the absence rate, of twelve whole months after it. With a lag of L months the twelve begin L months after the month in which the wave closes, so that none of them overlaps the wave; of several waves the latest is taken whose twelve months are closed. All indices and the eNPS at a lag of 6 months are one family for each outcome, in which a figure is marked where its adjusted p is at most 0.05; lags of 3 and 12 months stand beside it without marks. With fewer than 20 departments nothing is said.",
        formula: "Spearman's ρ of the departments' published values; Benjamini and Hochberg over the family",
        numerator: "", denominator: "departments", grain: "outcome × survey figure × lag", direction: 0,
        source: "Fieller, Hartley and Pearson 1957; Benjamini and Hochberg 1995",
        interval: "Fisher's z with the standard error √(1.06 ÷ (n − 3))", sensitive: true, decimals: 2)

    /// The figures that are held against each outcome: every index, which are the factors and engagement, and the eNPS.
    static func predictors(of questionnaire: Questionnaire) -> [String] {
        let indices = questionnaire.indices.map { "survey.index.\($0.id)" }
        let isAsked = questionnaire.items.contains { if case .enps = $0.scale { true } else { false } }
        return indices + (isAsked ? ["survey.enps"] : [])
    }

    /// A published value and the persons behind it.
    struct Value: Sendable {
        var value: Double
        var persons: Int
    }

    /// What is held against what at one lag.
    struct Place: Sendable {
        /// Nil where no wave has the months after it.
        var wave: (slot: Int, label: String)?
        var window: (slot: Int, label: String)?
    }

    let outcomes: [String]
    let predictors: [String]
    let tree: TreeShape
    /// By lag.
    let places: [Int: Place]
    /// Metric, slot and unit → what is published there; nil where nothing is.
    let published: @Sendable (_ metric: String, _ slot: Int, _ node: Int) -> Value?

    /// All pairs at all lags, in the order of `LinkageTable`.
    func linkages() -> [Linkage] {
        outcomes.sorted(by: precedes).flatMap { outcome in
            Self.lags.flatMap { family(outcome, lag: $0) }
        }
    }

    /// The latest wave whose twelve months at a lag are closed and in the grid; an empty place where none is.
    ///
    /// A window that is closed lies after the wave, so the wave is closed as well.
    ///
    /// - Parameter waves: by slot, with their last days.
    static func place(lag: Int, waves: [(id: String, close: Int32)], _ grid: MonthGrid) -> Place {
        let latestFirst = waves.enumerated().sorted { ($0.element.close, $0.offset) > ($1.element.close, $1.offset) }
        for (slot, wave) in latestFirst {
            let closes = CivilDate.monthIndex(of: wave.close)
            let window = grid.windows.firstIndex {
                $0.kind == .rolling12 && $0.isClosed && $0.first >= 0 && grid.firstMonth + $0.first == closes + lag + 1
            }
            if let window {
                return Place(wave: (slot, "wave:\(wave.id)"), window: (window, grid.windows[window].label))
            }
        }
        return Place()
    }

    private func family(_ outcome: String, lag: Int) -> [Linkage] {
        var rows = predictors.sorted(by: precedes).map { linkage($0, outcome, lag) }
        guard lag == Self.familyLag, let tests = benjaminiHochberg(rows.map(\.pValue)) else { return rows }
        for row in rows.indices {
            rows[row].adjusted = tests.adjusted[row]
            rows[row].isMarked = tests.rejected[row]
        }
        return rows
    }

    private func linkage(_ predictor: String, _ outcome: String, _ lag: Int) -> Linkage {
        guard let place = places[lag], let wave = place.wave, let window = place.window else {
            return Linkage(outcome: outcome, predictor: predictor, lagMonths: lag, reason: Linkage.noWindow)
        }
        let pairs = pairs((predictor, wave.slot), (outcome, window.slot))
        var linkage = Linkage(
            outcome: outcome, predictor: predictor, lagMonths: lag, wave: wave.label, period: window.label,
            units: pairs.count)
        guard pairs.count >= Linkage.fewestUnits else {
            linkage.reason = Linkage.tooFew
            return linkage
        }
        guard let found = spearman(pairs.map(\.0), pairs.map(\.1)) else {
            linkage.reason = Linkage.noVariation
            return linkage
        }
        linkage.correlation = found.value
        linkage.low = found.interval?.low
        linkage.high = found.interval?.high
        linkage.pValue = found.pValue
        return linkage
    }

    /// Both figures of the lowest departments in which both are published of enough persons. They are a partition of their
    /// persons: a department above them would hold the same persons again.
    func pairs(
        _ predictor: (metric: String, slot: Int), _ outcome: (metric: String, slot: Int)
    ) -> [(Double, Double)] {
        var pairs: [(Double, Double)] = []
        var hasUnit = [Bool](repeating: false, count: tree.count)
        for node in stride(from: tree.count - 1, through: 0, by: -1) {
            var child = node + 1
            while child < Int(tree.end[node]), !hasUnit[node] {
                hasUnit[node] = hasUnit[child]
                child = Int(tree.end[child])
            }
            guard !hasUnit[node], let x = published(predictor.metric, predictor.slot, node),
                let y = published(outcome.metric, outcome.slot, node),
                min(x.persons, y.persons) >= Self.fewestPersons
            else { continue }
            hasUnit[node] = true
            pairs.append((x.value, y.value))
        }
        return pairs.reversed()
    }
}

extension AggregateRun {
    /// Nil where the run has no survey beside persons, or nobody asks for it.
    func linkages(_ source: CellSource) -> [Linkage]? {
        guard let questionnaire = pipeline.questionnaire, responses != nil, assignments != nil,
            isIncluded(SurveyLinkage.id)
        else { return nil }
        let byID = Dictionary(metrics.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let outcomes = SurveyLinkage.outcomes.filter { byID[$0] != nil }
        let predictors = SurveyLinkage.predictors(of: questionnaire).filter { byID[$0] != nil }
        guard !outcomes.isEmpty, !predictors.isEmpty else { return nil }
        let minimum = gate.minimum
        let made = SurveyLinkage(
            outcomes: outcomes, predictors: predictors, tree: tree.shape, places: linkagePlaces()
        ) { id, slot, node in
            guard let metric = byID[id], let mask = source.masks[metric.protection, slot], mask[node] == nil else {
                return nil
            }
            let figure = metric.figure(source.figures, node, slot)
            guard let value = figure.value, let persons = figure.n, persons >= minimum else { return nil }
            return SurveyLinkage.Value(value: value, persons: persons)
        }
        return made.linkages()
    }

    /// For each lag the latest wave whose twelve months are closed, and these.
    private func linkagePlaces() -> [Int: SurveyLinkage.Place] {
        var places: [Int: SurveyLinkage.Place] = [:]
        for lag in SurveyLinkage.lags {
            places[lag] = SurveyLinkage.place(lag: lag, waves: waves.map { ($0.id, $0.close) }, grid)
        }
        return places
    }
}
