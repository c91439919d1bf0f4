internal import Framework
internal import Results
internal import Statistics

/// Survey: shares of answers, scores, indices and eNPS of each wave.
enum Survey {
    /// The metrics of a questionnaire: four an item, three an index, one for the recommendation question.
    ///
    /// - Parameter answeredPercent: of the items of an index, what a person must have answered to have one.
    static func metrics(of questionnaire: Questionnaire, answeredPercent: Int = 50) -> [Metric] {
        var metrics: [Metric] = []
        for (place, item) in questionnaire.items.enumerated() {
            if case .enps = item.scale {
                metrics.append(netPromoter(place, item))
            } else {
                metrics.append(score(place, item))
                metrics.append(share("favourable", "Favourable", place, item, direction: 1) { $0[3] })
                metrics.append(share("neutral", "Neutral", place, item, direction: 0) { $0[0] - $0[3] - $0[4] })
                metrics.append(share("unfavourable", "Unfavourable", place, item, direction: -1) { $0[4] })
            }
        }
        for (place, index) in questionnaire.indices.enumerated() {
            let members = questionnaire.items.indices.filter { questionnaire.items[$0].index == index.id }
            let items = members.map { (place: $0, item: questionnaire.items[$0]) }
            metrics.append(self.index(place, index, answeredPercent))
            metrics.append(itemMean(place, index, items))
            metrics.append(favourable(place, index, items))
        }
        return metrics
    }

    /// Of a single figure, never of a comparison.
    static let finite = "for all who were asked, where the response rate is shown"
    static let indexInterval = "t, from 10 persons, of a single item where every answer is shown; \(finite)"

    static func recoded(_ item: Questionnaire.Item) -> String {
        item.reversed ? "; the item is reversed and recoded first" : ""
    }

    private static func share(
        _ name: String, _ title: String, _ place: Int, _ item: Questionnaire.Item, direction: Int,
        count: @escaping @Sendable (UnsafeMutablePointer<Int64>) -> Int64
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.\(name):\(item.id)", family: "Survey", title: "\(title): \(item.text)", unit: "%",
                definition: "Of every 100 answers (blank and not applicable left out), the \(name) ones"
                    + recoded(item) + ".",
                formula: "\(name) answers ÷ answers × 100", numerator: "\(name) answers", denominator: "answers",
                grain: "department × wave", direction: direction,
                source: "favourable: 4-point 3–4, 5-point 4–5, 7-point 6–7, 0–10 7–10", interval: "Wilson; \(finite)",
                sensitive: true, decimals: 0),
            slots: .waves, protection: .shares(place)
        ) { figures, node, wave in
            guard let state = figures.answers(node, wave: wave, item: place) else { return Figure(value: nil, n: 0) }
            return figures.surveyShare(count(state), of: state[0], node, wave: wave)
        }
    }

    private static func score(_ place: Int, _ item: Questionnaire.Item) -> Metric {
        let range = item.scale.range
        let low = Double(range.lowerBound)
        let span = Double(range.upperBound - range.lowerBound)
        return Metric(
            description: MetricDescription(
                id: "survey.score:\(item.id)", family: "Survey", title: item.text, unit: "score",
                definition: "Mean answer on 0–100" + recoded(item) + ".",
                formula: "(mean − lowest) ÷ (highest − lowest) × 100", numerator: "sum of answers",
                denominator: "answers", grain: "department × wave", direction: 1, source: "Trivsel catalogue",
                interval: "t, where every answer is shown; \(finite)", sensitive: true, decimals: 0),
            slots: .waves, protection: .item(place), survey: .answers(place)
        ) { figures, node, wave in
            guard let state = figures.answers(node, wave: wave, item: place) else { return Figure(value: nil, n: 0) }
            let n = Int(state[0])
            guard let mean = meanT(n: n, sum: Int128(state[1]), sumOfSquares: Int128(state[2]), quantiles: figures.t)
            else { return Figure(value: nil, numerator: 0, denominator: 0, n: 0) }
            func scaled(_ x: Double) -> Double { min(max((x - low) / span * 100, 0), 100) }
            let interval =
                figures.showsSpread(place, node, wave: wave)
                ? figures.finite(mean.interval, about: mean.mean, n: n, node, wave: wave) : nil
            return Figure(
                value: scaled(mean.mean), numerator: Double(state[1]), denominator: Double(n), n: n,
                low: interval.map { scaled($0.low) }, high: interval.map { scaled($0.high) })
        }
    }

    private static func index(_ place: Int, _ index: Questionnaire.Index, _ answeredPercent: Int) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.index.\(index.id)", family: "Survey", title: index.title, unit: "score",
                definition:
                    "Mean over persons of the person's mean score on 0–100, for all who answered at least \(answeredPercent == 50 ? "half" : "\(answeredPercent) per cent") of its items.",
                formula: "Σ persons' mean scores ÷ persons", numerator: "sum of persons' mean scores",
                denominator: "persons", grain: "department × wave", direction: 1, source: "CSPS engagement index",
                interval: indexInterval, sensitive: true, decimals: 0),
            slots: .waves, protection: .index(place)
        ) { figures, node, wave in indexFigure(figures, node, wave, place) }
    }

    /// The mean of persons' means, with its t interval.
    static func indexFigure(_ figures: Figures, _ node: Int, _ wave: Int, _ place: Int) -> Figure {
        guard let survey = figures.survey else { return Figure(value: nil, n: 0) }
        let state = survey.index(node, wave, place)
        let scale = Int(SurveyStates.indexScale)
        guard
            let mean = meanT(
                n: Int(state.n), sum: state.sum, sumOfSquares: state.squares, scale: scale, quantiles: figures.t)
        else { return Figure(value: nil, numerator: 0, denominator: 0, n: 0) }
        let n = Int(state.n)
        let items = survey.members(place).filter { survey.isAsked($0, wave) }
        let interval =
            figures.showsSpread(ofItems: items, persons: n, node, wave: wave)
            ? figures.finite(mean.interval, about: mean.mean, n: n, node, wave: wave) : nil
        // Persons' means are rounded to 10⁻⁹, thirds and sixths up or down: the last digits of their sum would count how
        // many persons have which.
        let sum = (Double(state.sum) / 100).rounded(.toNearestOrEven) / 1e7
        return Figure(
            value: sum / Double(n), numerator: sum, denominator: Double(n), n: n,
            low: interval.map { max(blunted($0.low, .down), 0) },
            high: interval.map { min(blunted($0.high, .up), 100) })
    }

    /// A bound without the digits in which the rounding of persons' means shows.
    static func blunted(_ bound: Double, _ rule: FloatingPointRoundingRule) -> Double {
        (bound * 1e6).rounded(rule) / 1e6
    }

    private static func itemMean(
        _ place: Int, _ index: Questionnaire.Index, _ items: [(place: Int, item: Questionnaire.Item)]
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.index.\(index.id).item_mean", family: "Survey", title: "\(index.title), mean of items",
                unit: "score",
                definition:
                    "Mean over the items of the index of the item's mean score on 0–100, each item weighing the same.",
                formula: "Σ items' scores ÷ items", numerator: "sum of items' scores", denominator: "items",
                grain: "department × wave", direction: 1, source: "FEVS, CSPS theme scores", interval: "",
                sensitive: true, decimals: 0),
            slots: .waves, protection: .itemScores(place)
        ) { figures, node, wave in
            .meanOfItems(items, figures, node, wave) { item, state in
                let range = item.scale.range
                let mean = Double(state[1]) / Double(state[0])
                return (mean - Double(range.lowerBound)) / Double(range.upperBound - range.lowerBound) * 100
            }
        }
    }

    private static func favourable(
        _ place: Int, _ index: Questionnaire.Index, _ items: [(place: Int, item: Questionnaire.Item)]
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.index.\(index.id).favourable", family: "Survey", title: "\(index.title), favourable",
                unit: "%",
                definition:
                    "Mean over the items of the index of the favourable answers in every 100, each item weighing the same.",
                formula: "Σ items' favourable shares ÷ items", numerator: "sum of items' favourable shares",
                denominator: "items", grain: "department × wave", direction: 1,
                source: "FEVS Employee Engagement Index: a sub-factor", interval: "", sensitive: true, decimals: 0),
            slots: .waves, protection: .itemShares(place)
        ) { figures, node, wave in
            .meanOfItems(items, figures, node, wave) { _, state in Double(state[3]) / Double(state[0]) * 100 }
        }
    }

    private static func netPromoter(_ place: Int, _ item: Questionnaire.Item) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.enps", family: "Survey", title: "eNPS", unit: "points",
                definition: "Promoters (9–10) minus detractors (0–6) per 100 answers to “\(item.text)”.",
                formula: "(promoters − detractors) ÷ answers × 100", numerator: "promoters − detractors",
                denominator: "answers", grain: "department × wave", direction: 1, source: "Reichheld 2003",
                interval: "adjusted Wald, from 10 answers of which 2 or more are of each kind; \(finite)",
                sensitive: true, decimals: 0),
            slots: .waves, protection: .item(place)
        ) { figures, node, wave in
            guard let state = figures.answers(node, wave: wave, item: place) else { return Figure(value: nil, n: 0) }
            let n = Int(state[0])
            let passives = Int(state[0] - state[3] - state[4])
            guard let score = enps(promoters: Int(state[3]), passives: passives, detractors: Int(state[4])) else {
                return Figure(value: nil, numerator: 0, denominator: 0, n: 0)
            }
            var interval = score.interval
            if !figures.showsSpread(place, node, wave: wave) {
                interval = nil
            } else if let asked = figures.population(node, wave: wave, answered: n) {
                let finite = Statistics.enps(
                    promoters: Int(state[3]), passives: passives, detractors: Int(state[4]), population: asked)
                if case .interval(let found)? = finite { interval = found } else { interval = nil }
            }
            return Figure(
                value: score.value, numerator: Double(state[3] - state[4]), denominator: Double(n), n: n,
                low: interval?.low, high: interval?.high)
        }
    }
}

extension Figure {
    /// The mean of a figure of several items, of those that the wave asked; none without an answer to one of them. Its n is that of the item which the
    /// fewest answered: how many persons are behind all of them together is not kept.
    static func meanOfItems(
        _ items: [(place: Int, item: Questionnaire.Item)], _ figures: Figures, _ node: Int, _ wave: Int,
        _ value: (Questionnaire.Item, UnsafeMutablePointer<Int64>) -> Double
    ) -> Figure {
        var total = 0.0
        var n = Int64.max
        var count = 0
        for (place, item) in items where figures.isAsked(place, wave: wave) {
            guard let state = figures.answers(node, wave: wave, item: place), state[0] > 0 else {
                return Figure(value: nil, n: 0)
            }
            total += value(item, state)
            n = min(n, state[0])
            count += 1
        }
        guard count > 0 else { return Figure(value: nil, n: 0) }
        return Figure(value: total / Double(count), numerator: total, denominator: Double(count), n: Int(n))
    }
}
