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
            formula: "score − score of the wave before", source: "Welch 1947",
            interval: "Welch's t, where every answer of both waves is shown", of: .item(place),
            survey: .answers(place)
        ) { figures, node, wave in
            guard wave > 0, let before = figures.answers(node, wave: wave - 1, item: place),
                let after = figures.answers(node, wave: wave, item: place)
            else { return Figure(value: nil, n: 0) }
            func sums(_ state: UnsafeMutablePointer<Int64>) -> UnitSums {
                UnitSums(n: Int(state[0]), sum: Int128(state[1]), sumOfSquares: Int128(state[2]))
            }
            return welch(
                sums(before), sums(after), times: 100 / span, figures, isSpreadShown(figures, place, node, wave))
        }
    }

    private static func index(_ place: Int, _ index: Questionnaire.Index) -> Metric {
        metric(
            "index:\(index.id)", index.title, unit: "score",
            "The index less that of the wave before, both over the items that the two waves have in common.",
            formula: "index − index of the wave before", source: "Welch 1947",
            interval: "Welch's t, from 10 persons in both, of a single item where every answer of both is shown",
            of: .index(place), survey: .change(place)
        ) { figures, node, wave in
            guard let states = figures.survey?.change(node, wave, place) else { return Figure(value: nil, n: 0) }
            func sums(_ state: SurveyStates.IndexState) -> UnitSums {
                UnitSums(n: Int(state.n), sum: state.sum, sumOfSquares: state.squares)
            }
            let items = figures.survey?.common(place, wave) ?? []
            let persons = Int(min(states.before.n, states.after.n))
            let isShown = [wave - 1, wave].allSatisfy { one in
                figures.showsSpread(ofItems: items, persons: persons, node, wave: one)
            }
            var change = welch(
                sums(states.before), sums(states.after), times: 1 / Double(SurveyStates.indexScale), figures, isShown)
            change.value = change.value.map { ($0 * 1e7).rounded(.toNearestOrEven) / 1e7 }
            change.low = change.low.map { Survey.blunted($0, .down) }
            change.high = change.high.map { Survey.blunted($0, .up) }
            return change
        }
    }

    /// With one of the two variances, the interval would tell the other.
    private static func isSpreadShown(_ figures: Figures, _ item: Int, _ node: Int, _ wave: Int) -> Bool {
        figures.showsSpread(item, node, wave: wave - 1) && figures.showsSpread(item, node, wave: wave)
    }

    private static func welch(
        _ before: UnitSums, _ after: UnitSums, times scale: Double, _ figures: Figures, _ isSpreadShown: Bool
    ) -> Figure {
        let n = min(before.n, after.n)
        guard let change = meanDifference(after, before, quantiles: figures.t) else { return Figure(value: nil, n: n) }
        func scaled(_ points: Double) -> Double { min(max(points * scale, -100), 100) }
        let interval = isSpreadShown ? change.interval : nil
        return Figure(
            value: scaled(change.value), n: n, low: interval.map { scaled($0.low) },
            high: interval.map { scaled($0.high) })
    }

    private static func netPromoter(_ place: Int) -> Metric {
        metric(
            "enps", "eNPS", unit: "points", "eNPS less that of the wave before.",
            formula: "eNPS − eNPS of the wave before", source: "Rocks 2016",
            interval: "adjusted Wald, from 10 answers in both of which 2 or more are of each kind", of: .item(place)
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
            let interval = isSpreadShown(figures, place, node, wave) ? change.interval : nil
            return Figure(value: change.value, n: n, low: interval?.low, high: interval?.high)
        }
    }
}
