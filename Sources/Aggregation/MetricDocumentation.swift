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

    /// The same with the published engagement indices.
    private static var engagement: Questionnaire {
        var questionnaire = outcomes
        questionnaire.fevsEngagement = ["INDEX", "FACTOR", "FACTOR"]
        questionnaire.cspsEngagement = "INDEX"
        return questionnaire
    }

    /// Every metric that a run can publish, families in the order of the report, within a family as declared.
    static var catalogue: [MetricDescription] {
        let counted =
            Headcount.metrics + Turnover.metrics + Turnover.costs(leaver: 1) + Retention.metrics + Survival.points + [
                Survival.median
            ] + Survival.counts + [
                Survival.halfLife("YEAR", year: 0)
            ] + Absence.metrics + [LeaveTaken.metric] + Participation.metrics + [
                Participation.responseRate
            ] + WorkingLife.allCases.flatMap(\.metrics) + Recruiting.metrics(sources: ["SOURCE"])
            + Survey.metrics(of: questionnaire) + SurveyAnswers.metrics(of: questionnaire)
            + SurveyChange.metrics(of: questionnaire) + SurveyReliability.metrics(of: questionnaire)
            + SurveyDrivers.metrics(of: outcomes) + EngagementIndices.metrics(of: engagement)
        return
            (counted.map(\.description) + [
                Survival.curve, Absence.printedRate, Benchmark.median, SurveyLinkage.description,
            ]).map { $0.tagged(questionnaire: outcomes) }
    }

    /// What an auditor looks up first: which metrics there are, by family and by stage; then one section a family and one
    /// table a metric. Anchors are the metrics' ids.
    static var markdown: String {
        // A rate that publishers print has the id of the one that is counted.
        var seen: Set<String> = []
        let listed = catalogue.filter { seen.insert($0.id).inserted }
        var families: [String] = []
        for metric in listed where !families.contains(metric.family) { families.append(metric.family) }
        var text = "## All metrics\n\n| family | metric | unit | what it is |\n|---|---|---|---|\n"
        for family in families {
            for (place, metric) in listed.filter({ $0.family == family }).enumerated() {
                let name = place == 0 ? "[\(family)](#\(anchor(family)))" : ""
                text += "| \(name) | \(link(metric.id)) | \(metric.unit) | \(cell(metric.title)) |\n"
            }
        }
        text += "\n## By stage of an employment\n\n"
        for stage in LifecycleStage.allCases {
            let metrics = listed.filter { $0.stages?.contains(stage.rawValue) ?? false && $0.variantOf == nil }
            let names = metrics.isEmpty ? "none" : metrics.map { link($0.id) }.joined(separator: ", ")
            text += "- **\(stage.rawValue)**: \(names)\n"
        }
        text += "\n## By factor of experience\n\n"
        for factor in ExperienceFactor.allCases {
            let metrics = listed.filter { $0.factors?.contains(factor.rawValue) ?? false && $0.variantOf == nil }
            let names = metrics.map { link($0.id) } + ["the items and indices that the questionnaire says so of"]
            text += "- **\(factor.rawValue)**: \(names.joined(separator: ", "))\n"
        }
        for family in families {
            text += "\n## \(family)\n"
            for metric in catalogue where metric.family == family {
                if seen.remove(metric.id) != nil { text += "\n<a id=\"\(metric.id)\"></a>\n" }
                text += "\n### `\(metric.id)`\n\n**\(metric.title).** \(metric.definition)\n"
                text += "\n| | |\n|---|---|\n"
                for (name, value) in rows(of: metric) where !value.isEmpty { text += "| \(name) | \(cell(value)) |\n" }
            }
        }
        return text + "\n"
    }

    private static func link(_ id: String) -> String { "[`\(id)`](#\(id.replacing("#", with: "%23")))" }
    private static func anchor(_ heading: String) -> String { heading.lowercased().replacing(" ", with: "-") }
    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

    private static func rows(of metric: MetricDescription) -> [(String, String)] {
        [
            ("unit", metric.unit), ("formula", metric.formula), ("numerator", metric.numerator),
            ("denominator", metric.denominator), ("grain", metric.grain),
            (
                "direction",
                metric.direction > 0 ? "higher is better" : metric.direction < 0 ? "lower is better" : "neither"
            ),
            ("variant of", metric.variantOf.map { "\(link($0)): \(metric.variant ?? "")" } ?? ""),
            ("interval", metric.interval.isEmpty ? "none" : metric.interval), ("source", metric.source),
            ("stage", (metric.stages ?? []).joined(separator: ", ")),
            ("factor", (metric.factors ?? []).joined(separator: ", ")),
            ("sensitive", metric.sensitive ? "yes: closed periods only, remainder rule" : "no"),
        ]
    }
}
