internal import Framework
internal import Results

/// What a metric tells of: stages of an employment, factors of experience, and which metric it is a variant of.
///
/// One place for all families, so that the whole journey can be read at once and no stage is forgotten. Ids are looked up by
/// their longest known beginning; a variant tells of what its metric tells of, unless its own beginning is longer.
struct MetricTags: Equatable {
    var stages: [LifecycleStage]
    var factors: [ExperienceFactor] = []

    /// Beginnings of ids, and what these metrics tell of.
    private static let known: [(beginning: String, tags: MetricTags)] = [
        // Who is there is asked of those who stay; who comes and goes belongs to the ends.
        ("headcount.", MetricTags(stages: [.retention])),
        ("fte.", MetricTags(stages: [.retention])),
        ("tenure.", MetricTags(stages: [.retention])),
        ("span_of_control.", MetricTags(stages: [.retention], factors: [.manager])),
        ("flow.hires", MetricTags(stages: [.recruitment])),
        ("flow.rehires", MetricTags(stages: [.recruitment])),
        ("hires.", MetricTags(stages: [.recruitment])),
        ("flow.moves_", MetricTags(stages: [.development])),
        ("flow.leavers", MetricTags(stages: [.offboarding])),
        ("turnover.", MetricTags(stages: [.retention])),
        // Reasons are what leavers tell.
        ("turnover.voluntary", MetricTags(stages: [.retention, .offboarding])),
        ("turnover.involuntary", MetricTags(stages: [.retention, .offboarding])),
        ("turnover.other", MetricTags(stages: [.retention, .offboarding])),
        ("turnover.unknown", MetricTags(stages: [.retention, .offboarding])),
        ("turnover.regretted", MetricTags(stages: [.retention, .offboarding])),
        ("turnover.first_", MetricTags(stages: [.onboarding])),
        ("retention.", MetricTags(stages: [.retention])),
        ("retention.recognition_", MetricTags(stages: [.retention], factors: [.culture])),
        ("absence.", MetricTags(stages: [.retention], factors: [.wellbeing])),
        ("participation.", MetricTags(stages: [.retention], factors: [.culture])),
        ("participation.response_rate", MetricTags(stages: [.retention])),
        ("participation.completion_rate", MetricTags(stages: [.development])),
        ("participation.hours_per_employee", MetricTags(stages: [.development])),
        ("participation.review_completion", MetricTags(stages: [.development], factors: [.manager])),
        ("participation.checkin_coverage", MetricTags(stages: [.retention], factors: [.manager])),
        ("recruitment.", MetricTags(stages: [.recruitment])),
        ("onboarding.", MetricTags(stages: [.onboarding])),
        ("onboarding.first_checkin", MetricTags(stages: [.onboarding], factors: [.manager])),
        ("development.", MetricTags(stages: [.development])),
        ("offboarding.", MetricTags(stages: [.offboarding])),
        ("survey.", MetricTags(stages: [.retention])),
    ]

    /// What a metric tells of; nil for an id that nothing is known of.
    ///
    /// - Parameter questionnaire: of the survey, whose items and indices say themselves what they tell of.
    static func of(_ id: String, questionnaire: Questionnaire? = nil) -> MetricTags? {
        if let questionnaire, let asked = asked(id, questionnaire) { return asked }
        let own = known.filter { id.hasPrefix($0.beginning) }.max { $0.beginning.utf8.count < $1.beginning.utf8.count }
        guard let base = MetricVariant.of(id)?.base, base != id, let inherited = of(base, questionnaire: questionnaire)
        else { return own?.tags }
        // The family alone says less than the metric that it is a variant of.
        let isFamily = own.map { $0.beginning.hasSuffix(".") } ?? true
        let isSameFamily = own.map { base.hasPrefix($0.beginning) } ?? true
        return isFamily && isSameFamily ? inherited : own?.tags
    }

    /// What the item or index that a survey's metric is about tells of.
    private static func asked(_ id: String, _ questionnaire: Questionnaire) -> MetricTags? {
        guard id.hasPrefix("survey.") else { return nil }
        let name = id.prefix { $0 != "#" }
        var stage: LifecycleStage?
        var factor: ExperienceFactor?
        func take(_ index: Questionnaire.Index) { (stage, factor) = (index.stage, index.factor) }
        let parts = name.split(separator: ":").map(String.init)
        let last = parts.last ?? ""
        let isAboutItem =
            ["survey.favourable", "survey.neutral", "survey.unfavourable", "survey.score", "survey.item"]
            .contains(parts.first) || parts.dropLast().last == "score"
        if isAboutItem, let item = questionnaire.items.first(where: { $0.id == last }) {
            if let index = questionnaire.indices.first(where: { $0.id == item.index }) { take(index) }
            stage = item.stage ?? stage
            factor = item.factor ?? factor
        } else if let index = questionnaire.indices.first(where: { index in
            parts.count > 1
                ? index.id == last
                : name == "survey.index.\(index.id)" || name.hasPrefix("survey.index.\(index.id).")
        }) {
            take(index)
        } else {
            return nil
        }
        return MetricTags(stages: [stage ?? .retention], factors: factor.map { [$0] } ?? [])
    }
}

/// A metric that counts what another one counts, in another way.
struct MetricVariant: Equatable {
    /// Id of the other one.
    var base: String
    /// What is different, in words.
    var name: String

    private static let named: [String: MetricVariant] = [
        "headcount.average_two_point": MetricVariant(base: "headcount.average", name: "two points"),
        "headcount.average_two_point_monthly": MetricVariant(base: "headcount.average", name: "monthly two points"),
        "headcount.average_month_ends": MetricVariant(base: "headcount.average", name: "month ends"),
        "turnover.shrm_annual": MetricVariant(base: "turnover.total", name: "sum of monthly rates (SHRM)"),
        "turnover.gri_401_1": MetricVariant(base: "turnover.total", name: "GRI 401-1"),
        "turnover.esrs_s1_6": MetricVariant(base: "turnover.total", name: "ESRS S1-6"),
        "turnover.esrs_s1_6.count": MetricVariant(base: "flow.leavers", name: "ESRS S1-6"),
        "turnover.snapshot": MetricVariant(base: "turnover.total", name: "export without dates"),
        "hires.gri_401_1": MetricVariant(base: "flow.hires", name: "GRI 401-1, per 100 of the closing"),
        "retention.cohort12.in_unit": MetricVariant(base: "retention.cohort12", name: "in the unit"),
        "absence.rate.unweighted": MetricVariant(base: "absence.rate", name: "whole working days"),
        "absence.rate_no": MetricVariant(base: "absence.rate", name: "Norway"),
        "absence.rate_dk": MetricVariant(base: "absence.rate", name: "Denmark"),
        "absence.spells_dk": MetricVariant(base: "absence.frequency", name: "Denmark"),
        "absence.hours_per_employee": MetricVariant(base: "absence.days_per_employee", name: "hours"),
        "participation.reach12": MetricVariant(base: "participation.reach", name: "12 months"),
        "participation.reach_per_headcount": MetricVariant(base: "participation.reach", name: "per average headcount"),
    ]

    /// What ids may end with.
    private static let endings = [
        (".two_point_monthly", "monthly two points"), (".two_point", "two points"), (".item_mean", "mean of items"),
    ]
    /// What ids may begin with, in place of what the metric's begins with.
    private static let beginnings = [
        ("turnover.rolling12.", "turnover.", "12 months"), ("turnover.annualised3.", "turnover.", "3 months × 4"),
    ]

    /// Nil for a metric that is none's variant.
    static func of(_ id: String) -> MetricVariant? {
        if let known = named[id] { return known }
        for (ending, name) in endings where id.hasSuffix(ending) {
            return MetricVariant(base: String(id.dropLast(ending.count)), name: name)
        }
        if id.hasPrefix("survey.index."), id.hasSuffix(".favourable") {
            return MetricVariant(base: String(id.dropLast(".favourable".count)), name: "favourable")
        }
        for (beginning, other, name) in beginnings where id.hasPrefix(beginning) {
            return MetricVariant(base: other + id.dropFirst(beginning.count), name: name)
        }
        return nil
    }
}

extension MetricDescription {
    /// The description with what it tells of, where its own file says nothing of it.
    func tagged(questionnaire: Questionnaire? = nil) -> MetricDescription {
        var tagged = self
        let tags = MetricTags.of(id, questionnaire: questionnaire)
        let variant = MetricVariant.of(id)
        tagged.stages = stages ?? (tags?.stages ?? []).map(\.rawValue)
        tagged.factors = factors ?? (tags?.factors ?? []).map(\.rawValue)
        tagged.variantOf = variantOf ?? variant?.base
        tagged.variant = self.variant ?? variant?.name
        return tagged
    }
}
