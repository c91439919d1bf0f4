internal import Framework
internal import Results
internal import Statistics

/// An outcome of a survey, and the indices that may drive it.
struct SurveyOutcome: Sendable {
    /// `engagement`, `enps` or `stay`.
    var id: String
    var title: String
    /// Items of the outcome, by place in the questionnaire.
    var items: [Int]
    var factors: [(index: Questionnaire.Index, items: [Int])]

    /// Those of a questionnaire: the engagement index (else the first), the recommendation question, and the intent to
    /// stay. Their factors are all other indices, without an item that is the outcome itself.
    static func all(_ questionnaire: Questionnaire) -> [SurveyOutcome] {
        let engagement = questionnaire.indices.first { $0.id == "engagement" } ?? questionnaire.indices.first
        func items(_ index: Questionnaire.Index) -> [Int] {
            questionnaire.items.indices.filter { questionnaire.items[$0].index == index.id }
        }
        func outcome(_ id: String, _ title: String, _ members: [Int]) -> SurveyOutcome? {
            let factors = questionnaire.indices.filter { $0.id != engagement?.id }.map { index in
                (index: index, items: items(index).filter { !members.contains($0) })
            }.filter { !$0.items.isEmpty }
            guard !members.isEmpty, !factors.isEmpty else { return nil }
            return SurveyOutcome(id: id, title: title, items: members, factors: factors)
        }
        var all: [SurveyOutcome?] = []
        if let engagement { all.append(outcome("engagement", engagement.title, items(engagement))) }
        for (place, item) in questionnaire.items.enumerated() {
            if case .enps = item.scale { all.append(outcome("enps", "eNPS", [place])) }
            if item.id == questionnaire.intentToStay { all.append(outcome("stay", "Intent to stay", [place])) }
        }
        return all.compactMap { $0 }
    }
}

/// Survey: what goes together with engagement, recommendation and the intent to stay, and how much of it.
enum SurveyDrivers {
    static func metrics(of questionnaire: Questionnaire) -> [Metric] {
        SurveyOutcome.all(questionnaire).enumerated().flatMap { place, outcome in
            outcome.factors.enumerated().flatMap { factor, index in
                [weight(place, outcome, factor, index.index), correlation(place, outcome, factor, index.index)]
            }
        }
    }

    private static func weight(
        _ place: Int, _ outcome: SurveyOutcome, _ factor: Int, _ index: Questionnaire.Index
    ) -> Metric {
        metric(
            "driver", "Share of \(outcome.title) that goes together with", place, outcome, index, unit: "%",
            "Of the variance of the outcome between persons, the part that goes together with this factor when all factors are looked at at once: Johnson's relative weight.",
            formula: "relative weight × 100; all factors' add up to R²",
            source: "Johnson 2000",
            interval: "bootstrap, from \(OutcomeDrivers.bootstrapFrom) persons", decimals: 0
        ) { cell in
            guard let weights = cell.weights else { return (nil, nil, nil) }
            let interval = cell.intervals?[factor]
            return (weights[factor] * 100, interval.map { $0.low * 100 }, interval.map { $0.high * 100 })
        }
    }

    private static func correlation(
        _ place: Int, _ outcome: SurveyOutcome, _ factor: Int, _ index: Questionnaire.Index
    ) -> Metric {
        metric(
            "driver_correlation", "Correlation of \(outcome.title) with", place, outcome, index, unit: "coefficient",
            "Pearson's correlation of the outcome with this factor alone.",
            formula: "covariance ÷ product of the standard deviations", source: "Trivsel catalogue", interval: "",
            decimals: 2
        ) { cell in (cell.correlations.indices.contains(factor) ? cell.correlations[factor] : nil, nil, nil) }
    }

    private static func metric(
        _ name: String, _ title: String, _ place: Int, _ outcome: SurveyOutcome, _ index: Questionnaire.Index,
        unit: String, _ definition: String, formula: String, source: String, interval: String, decimals: Int,
        value: @escaping @Sendable (OutcomeDrivers.Cell) -> (Double?, low: Double?, high: Double?)
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.\(name):\(outcome.id):\(index.id)", family: "Survey", title: "\(title) \(index.title)",
                unit: unit,
                definition: definition
                    + " A unit with fewer than 20 persons, or fewer than five a factor, shows the figure of the nearest unit above it that has them, with `from=` and its id as breakdown.",
                formula: formula, numerator: "", denominator: "persons with the outcome and all factors",
                grain: "department × wave", direction: 0, source: source, interval: interval, sensitive: true,
                decimals: decimals),
            slots: .waves, protection: .driver(place), survey: .driver(place), borrows: true
        ) { figures, node, wave in
            guard let survey = figures.survey, let drivers = survey.drivers[place] else {
                return Figure(value: nil, n: 0)
            }
            let cell = drivers.cells[node * survey.waves.count + wave]
            let (value, low, high) = value(cell)
            return Figure(value: value, denominator: Double(cell.n), n: Int(cell.n), low: low, high: high)
        }
    }
}
