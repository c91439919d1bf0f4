internal import Framework
internal import Results
internal import Statistics

/// Survey: engagement as two public services publish it, where the questionnaire says which of its items are theirs.
enum EngagementIndices {
    static func metrics(of questionnaire: Questionnaire) -> [Metric] {
        var metrics: [Metric] = []
        let parts = subFactors(of: questionnaire)
        if !parts.isEmpty { metrics.append(fevs(parts.map { items(questionnaire.indices[$0].id, of: questionnaire) })) }
        if let id = questionnaire.cspsEngagement,
            let place = questionnaire.indices.firstIndex(where: { $0.id == id })
        {
            metrics.append(csps(place))
        }
        return metrics
    }

    /// Places of the sub-factors of the FEVS index; empty where one of them is no index.
    static func subFactors(of questionnaire: Questionnaire) -> [Int] {
        let places = questionnaire.fevsEngagement.compactMap { id in
            questionnaire.indices.firstIndex { $0.id == id }
        }
        return places.count == questionnaire.fevsEngagement.count ? places : []
    }

    private static func items(
        _ index: String, of questionnaire: Questionnaire
    ) -> [(place: Int, item: Questionnaire.Item)] {
        questionnaire.items.enumerated().filter { $0.element.index == index }.map { ($0.offset, $0.element) }
    }

    /// Shares, and not scores: how strongly somebody agrees does not count in it.
    private static func fevs(_ parts: [[(place: Int, item: Questionnaire.Item)]]) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.fevs_engagement", family: "Survey", title: "Employee Engagement Index (FEVS)", unit: "%",
                definition:
                    "Mean over the three sub-factors (leaders lead, supervisors, intrinsic work experience) of the mean over their items of the favourable answers in every 100: each sub-factor weighs the same, however many items it has.",
                formula: "Σ sub-factors' mean favourable shares ÷ 3", numerator: "sum of the sub-factors",
                denominator: "sub-factors", grain: "department × wave", direction: 1,
                source: "US Office of Personnel Management, Federal Employee Viewpoint Survey", interval: "",
                sensitive: true, decimals: 0),
            slots: .waves, protection: .subFactorShares
        ) { figures, node, wave in
            var total = 0.0
            var n = Int.max
            for items in parts {
                let part = Figure.meanOfItems(items, figures, node, wave) { _, state in
                    Double(state[3]) / Double(state[0]) * 100
                }
                guard let value = part.value, let persons = part.n else { return Figure(value: nil, n: 0) }
                total += value
                n = min(n, persons)
            }
            let count = Double(parts.count)
            return Figure(value: total / count, numerator: total, denominator: count, n: n)
        }
    }

    private static func csps(_ place: Int) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.csps_engagement", family: "Survey", title: "Employee engagement index (CSPS)",
                unit: "score",
                definition:
                    "Mean over persons of the mean of their answers to the five engagement items, of which strongly disagree counts 0, and the others 25, 50, 75 and 100, for all who count in the index.",
                formula: "Σ persons' mean scores ÷ persons", numerator: "sum of persons' mean scores",
                denominator: "persons", grain: "department × wave", direction: 1,
                source: "UK Cabinet Office, Civil Service People Survey", interval: Survey.indexInterval,
                sensitive: true, decimals: 0),
            slots: .waves, protection: .index(place)
        ) { figures, node, wave in Survey.indexFigure(figures, node, wave, place) }
    }
}
