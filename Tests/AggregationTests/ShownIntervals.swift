@testable import Aggregation

extension SurveyIntervals {
    /// What the gate would say of persons whom nothing protects, none of whom is known to have been asked.
    static func all(of survey: SurveyStates) -> SurveyIntervals {
        let cells = survey.nodes * survey.waves.count
        return SurveyIntervals(
            nodes: survey.nodes, fewest: 1,
            spread: survey.items.map { _ in [Bool](repeating: true, count: cells) },
            response: [Bool](repeating: false, count: cells))
    }
}
