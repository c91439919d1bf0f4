internal import Framework
internal import Results
internal import Statistics

/// Survey: what has changed since the wave before. Answers are anonymous, so nobody's two answers are known to be of one
/// person: the waves are compared like two independent groups, which for people who mostly answered both is cautious.
enum SurveyChange {
    static func metrics(of questionnaire: Questionnaire) -> [Metric] {
        var metrics: [Metric] = []
        for (place, item) in questionnaire.items.enumerated() {
            if case .enps = item.scale {
                metrics.append(netPromoter(place))
            } else {
                metrics.append(score(place, item))
            }
        }
        for (place, index) in questionnaire.indices.enumerated() { metrics.append(self.index(place, index)) }
        return metrics
    }

    private static func metric(
        _ id: String, _ title: String, unit: String, _ definition: String, formula: String, source: String,
        interval: String, of compared: Metric.SurveyFigure, survey: Metric.SurveyNeed? = nil,
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.change:\(id)", family: "Survey", title: "Change: \(title)", unit: unit,
                definition: definition, formula: formula, numerator: "", denominator: "answers of the smaller wave",
                grain: "department × wave", direction: 1, source: source, interval: interval, sensitive: true,
                decimals: 0),
            slots: .waves, protection: .change(compared), survey: survey, figure: figure)
    }

    private static func score(_ place: Int, _ item: Questionnaire.Item) -> Metric {
        let span = Double(item.scale.range.upperBound - item.scale.range.lowerBound)
        return metric(
            "score:\(item.id)", item.text, unit: "score",
            "Mean answer on 0–100 less that of the wave before" + Survey.recoded(item) + ".",
            formula: "score − score of the wave before", source: "Welch 1947", interval: "Welch's t", of: .item(place)
        ) { figures, node, wave in
            guard wave > 0, let before = figures.answers(node, wave: wave - 1, item: place),
                let after = figures.answers(node, wave: wave, item: place)
            else { return Figure(value: nil, n: 0) }
            func sums(_ state: UnsafeMutablePointer<Int64>) -> UnitSums {
                UnitSums(n: Int(state[0]), sum: Int128(state[1]), sumOfSquares: Int128(state[2]))
            }
            return welch(sums(before), sums(after), times: 100 / span, figures)
        }
    }

    private static func index(_ place: Int, _ index: Questionnaire.Index) -> Metric {
        metric(
            "index:\(index.id)", index.title, unit: "score",
            "The index less that of the wave before, both over the items that the two waves have in common.",
            formula: "index − index of the wave before", source: "Welch 1947", interval: "Welch's t",
            of: .index(place), survey: .change(place)
        ) { figures, node, wave in
            guard let states = figures.survey?.change(node, wave, place) else { return Figure(value: nil, n: 0) }
            func sums(_ state: SurveyStates.IndexState) -> UnitSums {
                UnitSums(n: Int(state.n), sum: state.sum, sumOfSquares: state.squares)
            }
            return welch(sums(states.before), sums(states.after), times: 1 / Double(SurveyStates.indexScale), figures)
        }
    }

    private static func welch(_ before: UnitSums, _ after: UnitSums, times scale: Double, _ figures: Figures) -> Figure
    {
        let n = min(before.n, after.n)
        guard let change = meanDifference(after, before, quantiles: figures.t) else { return Figure(value: nil, n: n) }
        func scaled(_ points: Double) -> Double { min(max(points * scale, -100), 100) }
        return Figure(
            value: scaled(change.value), n: n, low: change.interval.map { scaled($0.low) },
            high: change.interval.map { scaled($0.high) })
    }

    private static func netPromoter(_ place: Int) -> Metric {
        metric(
            "enps", "eNPS", unit: "points", "eNPS less that of the wave before.",
            formula: "eNPS − eNPS of the wave before", source: "Rocks 2016",
            interval: "adjusted Wald, from 10 answers in both", of: .item(place)
        ) { figures, node, wave in
            guard wave > 0, let before = figures.answers(node, wave: wave - 1, item: place),
                let after = figures.answers(node, wave: wave, item: place)
            else { return Figure(value: nil, n: 0) }
            let n = Int(min(before[0], after[0]))
            func counts(_ state: UnsafeMutablePointer<Int64>) -> NetPromoterCounts {
                NetPromoterCounts(
                    promoters: Int(state[3]), passives: Int(state[0] - state[3] - state[4]), detractors: Int(state[4]))
            }
            guard let change = enpsDifference(counts(after), counts(before)) else { return Figure(value: nil, n: n) }
            return Figure(value: change.value, n: n, low: change.interval?.low, high: change.interval?.high)
        }
    }
}
