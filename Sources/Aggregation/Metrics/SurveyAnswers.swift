internal import Framework
internal import Results

/// Survey: how often each answer of an item was given.
enum SurveyAnswers {
    static func metrics(of questionnaire: Questionnaire) -> [Metric] {
        questionnaire.items.enumerated().flatMap { place, item in
            item.scale.range.map { metric(place, item, answer: $0) }
        }
    }

    private static func metric(_ place: Int, _ item: Questionnaire.Item, answer: Int) -> Metric {
        let option = answer - item.scale.range.lowerBound
        return Metric(
            description: MetricDescription(
                id: "survey.item:\(item.id)#\(answer)", family: "Survey", title: "Answer \(answer): \(item.text)",
                unit: "%",
                definition:
                    "Of every 100 answers (blank and not applicable left out), those that are \(answer) on \(item.scale.range.lowerBound)–\(item.scale.range.upperBound)"
                    + Survey.recoded(item) + ".",
                formula: "answers of \(answer) ÷ answers × 100", numerator: "answers of \(answer)",
                denominator: "answers", grain: "department × wave", direction: 0, source: "Trivsel catalogue",
                interval: "Wilson; \(Survey.finite)", sensitive: true, decimals: 0),
            slots: .waves, protection: .answers(place), survey: .answers(place)
        ) { figures, node, wave in
            guard let counts = figures.survey?.options(node, wave, place) else { return Figure(value: nil, n: 0) }
            let all = item.scale.range.count
            return figures.surveyShare(
                counts[option], of: (0..<all).reduce(0) { $0 + counts[$1] }, node, wave: wave)
        }
    }
}
