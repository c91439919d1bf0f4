internal import Framework
internal import Results

/// The catalogue of metrics in the form that people read; `docs/metrics.md` holds it.
///
/// Metrics of a survey come from its questionnaire: they stand here once, with `ITEM` and `INDEX` for the ids.
enum MetricDocumentation {
    private static let questionnaire = Questionnaire(
        id: "survey", title: "Survey",
        items: [
            Questionnaire.Item(id: "ITEM", text: "text of the item", scale: .points(5), index: "INDEX"),
            Questionnaire.Item(id: "enps", text: "text of the recommendation question", scale: .enps),
        ], indices: [Questionnaire.Index(id: "INDEX", title: "Title of the index")])

    /// The same with what drivers need besides: the outcomes, and one factor.
    private static var outcomes: Questionnaire {
        var questionnaire = questionnaire
        questionnaire.items.append(
            Questionnaire.Item(id: "factor", text: "text of an item", scale: .points(5), index: "FACTOR"))
        questionnaire.indices.append(Questionnaire.Index(id: "FACTOR", title: "Title of the factor"))
        questionnaire.intentToStay = "ITEM"
        return questionnaire
    }

    /// Every metric that a run can publish, families in the order of the report, within a family as declared.
    static var catalogue: [MetricDescription] {
        let counted =
            Headcount.metrics + Turnover.metrics + Turnover.costs(leaver: 1) + Retention.metrics + Survival.points + [
                Survival.median, Survival.halfLife("YEAR", year: 0),
            ] + Absence.metrics + Participation.metrics + [
                Participation.responseRate
            ] + WorkingLife.allCases.flatMap(\.metrics) + Recruiting.metrics(sources: ["SOURCE"])
            + Survey.metrics(of: questionnaire) + SurveyAnswers.metrics(of: questionnaire)
            + SurveyChange.metrics(of: questionnaire) + SurveyReliability.metrics(of: questionnaire)
            + SurveyDrivers.metrics(of: outcomes)
        return counted.map(\.description) + [Survival.curve, Absence.printedRate, Benchmark.median]
    }

    /// One section a family, one table a metric.
    static var markdown: String {
        var text = ""
        var families: [String] = []
        for metric in catalogue where !families.contains(metric.family) { families.append(metric.family) }
        for family in families {
            text += "## \(family)\n\n"
            for metric in catalogue where metric.family == family {
                text += "### `\(metric.id)`\n\n\(metric.title). \(metric.definition)\n\n| | |\n|---|---|\n"
                for (name, value) in rows(of: metric) where !value.isEmpty {
                    text += "| \(name) | \(value.replacing("|", with: "\\|")) |\n"
                }
                text += "\n"
            }
        }
        return text
    }

    private static func rows(of metric: MetricDescription) -> [(String, String)] {
        [
            ("unit", metric.unit), ("formula", metric.formula), ("numerator", metric.numerator),
            ("denominator", metric.denominator), ("grain", metric.grain),
            (
                "direction",
                metric.direction > 0 ? "higher is better" : metric.direction < 0 ? "lower is better" : "neither"
            ),
            ("interval", metric.interval.isEmpty ? "none" : metric.interval), ("source", metric.source),
            ("sensitive", metric.sensitive ? "yes: closed periods only, remainder rule" : "no"),
        ]
    }
}
