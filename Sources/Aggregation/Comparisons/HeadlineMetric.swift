internal import Configuration
internal import Framework
internal import Results
internal import Statistics

/// A metric that is compared, shrunken and flagged, with the integers that its statistics are made of.
struct HeadlineMetric: Sendable {
    var metric: Metric
    /// The smallest difference worth a mark, in the metric's unit.
    var minimum: Double
    /// What the metric's figure is made of, at a unit and slot; nil where it is not to be compared.
    var sample: @Sendable (Figures, _ node: Int, _ slot: Int) -> UnitSample?
    /// A wave and the one before it, over the questions that both asked; nil for metrics of windows, and for waves that do
    /// not compare.
    var change: (@Sendable (Figures, _ node: Int, _ slot: Int) -> (before: UnitSample, after: UnitSample)?)?

    var id: String { metric.id }

    /// Those of the metrics that are headlines, in their order: voluntary turnover, absence and reach over 12 months,
    /// response, eNPS, and every index of the questionnaire.
    static func all(
        of metrics: [Metric], _ questionnaire: Questionnaire?, _ minimums: FlagMinimums
    ) -> [HeadlineMetric] {
        metrics.compactMap { metric -> HeadlineMetric? in
            switch metric.id {
            case "turnover.rolling12.voluntary":
                HeadlineMetric(metric: metric, minimum: Double(minimums.turnover), sample: leavers)
            case "absence.rate":
                HeadlineMetric(metric: metric, minimum: Double(minimums.absence), sample: absence)
            case "participation.reach12":
                HeadlineMetric(metric: metric, minimum: Double(minimums.participation), sample: reach)
            case Participation.responseRate.id:
                HeadlineMetric(
                    metric: metric, minimum: Double(minimums.participation), sample: response,
                    change: { figures, node, wave in
                        // Invited in one wave and employed in the other are two different bases.
                        guard let survey = figures.survey, wave > 0,
                            survey.isInvited[wave] == survey.isInvited[wave - 1]
                        else { return nil }
                        return pair(response, figures, node, wave)
                    })
            default: survey(metric, questionnaire, minimums)
            }
        }
    }

    private static func survey(
        _ metric: Metric, _ questionnaire: Questionnaire?, _ minimums: FlagMinimums
    ) -> HeadlineMetric? {
        guard let questionnaire else { return nil }
        if metric.id == "survey.enps", case .item(let place) = metric.protection {
            let sample: @Sendable (Figures, Int, Int) -> UnitSample? = { figures, node, wave in
                guard let state = figures.answers(node, wave: wave, item: place), state[0] > 0 else { return nil }
                return .promoters(
                    Int(state[3]), passives: Int(state[0] - state[3] - state[4]), detractors: Int(state[4]))
            }
            return HeadlineMetric(
                metric: metric, minimum: Double(minimums.enps), sample: sample,
                change: { pair(sample, $0, $1, $2) })
        }
        guard case .index(let place) = metric.protection,
            metric.id == "survey.index.\(questionnaire.indices[place].id)"
        else { return nil }
        return HeadlineMetric(
            metric: metric, minimum: Double(minimums.scores),
            sample: { figures, node, wave in figures.survey.flatMap { answers($0.index(node, wave, place)) } },
            change: { figures, node, wave in
                guard wave > 0, let survey = figures.survey, survey.isMatched(place, wave) else { return nil }
                let states = survey.change(node, wave, place)
                guard let before = answers(states.before), let after = answers(states.after) else { return nil }
                return (before, after)
            })
    }

    private static func answers(_ state: SurveyStates.IndexState) -> UnitSample? {
        guard state.n > 0 else { return nil }
        return .answers(
            AnswerSums(n: Int(state.n), sum: state.sum, sumOfSquares: state.squares),
            scale: Int(SurveyStates.indexScale))
    }

    private static func pair(
        _ sample: @Sendable (Figures, Int, Int) -> UnitSample?, _ figures: Figures, _ node: Int, _ wave: Int
    ) -> (before: UnitSample, after: UnitSample)? {
        guard wave > 0, let before = sample(figures, node, wave - 1), let after = sample(figures, node, wave) else {
            return nil
        }
        return (before, after)
    }

    // MARK: What the figures are made of

    @Sendable
    private static func leavers(_ figures: Figures, _ node: Int, _ window: Int) -> UnitSample? {
        .events(
            Int(figures.sum(.voluntary, node, window)), personDays: Int128(figures.sum(.personDays, node, window)),
            days: figures.grid.windows[window].days.count, persons: figures.persons(node, window))
    }

    @Sendable
    private static func absence(_ figures: Figures, _ node: Int, _ window: Int) -> UnitSample? {
        .ratio(
            ClusteredSums(
                n: figures.persons(node, window), a: Int128(figures.sum(.absentMinutes, node, window)),
                s: Int128(figures.sum(.scheduled, node, window)),
                aa: Int128(figures.distinct(.absenceAA, node, window)),
                as: Int128(figures.distinct(.absenceAS, node, window)),
                ss: Int128(figures.distinct(.absenceSS, node, window)),
                contributors: Int(figures.distinct(.absenceContributors, node, window))))
    }

    @Sendable
    private static func reach(_ figures: Figures, _ node: Int, _ window: Int) -> UnitSample? {
        .share(yes: Int(figures.distinct(.reached, node, window)), persons: figures.persons(node, window))
    }

    /// Nil where it is capped: more answers than invitations are no share.
    @Sendable
    private static func response(_ figures: Figures, _ node: Int, _ wave: Int) -> UnitSample? {
        guard let survey = figures.survey else { return nil }
        let invited = Int(figures.invited(node, wave: wave))
        let respondents = Int(survey.respondents[node * survey.waves.count + wave])
        guard invited > 0, respondents <= invited else { return nil }
        return .share(yes: respondents, persons: invited)
    }
}

extension SurveyStates {
    /// Whether an index in a wave and in the one before it is known over the same items: where the waves asked other
    /// ones, those in common were read apart, or nobody asked for them. Once sums are carried up the tree.
    func isMatched(_ index: Int, _ wave: Int) -> Bool {
        matched[MatchedWaves(index: index, wave: wave)] != nil
            || members(index).allSatisfy { (item(0, wave, $0)[0] > 0) == (item(0, wave - 1, $0)[0] > 0) }
    }
}
