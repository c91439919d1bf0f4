internal import Disclosure
internal import Framework
internal import Results
internal import Runs
internal import Statistics

/// What may be told beside a published survey figure besides its value.
///
/// An interval is a number like any other: that of a mean gives Σx² away, and with n, Σx and the favourable and unfavourable
/// answers that is every single answer of a five-point item. So it is shown where these are. That for all who were asked
/// gives away how many these are, so it is given where the response rate is published.
struct SurveyIntervals: Sendable {
    private let nodes: Int
    /// Fewest persons for the interval of an index of several items.
    let fewest: Int
    /// By item, then `[wave][node]`: whether every answer by itself may be told.
    private let spread: [[Bool]]
    /// `[wave][node]`: whether the response rate is published.
    private let response: [Bool]

    init(nodes: Int, fewest: Int, spread: [[Bool]], response: [Bool]) {
        self.nodes = nodes
        self.fewest = fewest
        self.spread = spread
        self.response = response
    }

    func showsSpread(_ item: Int, _ node: Int, _ wave: Int) -> Bool { spread[item][wave * nodes + node] }

    func showsResponse(_ node: Int, _ wave: Int) -> Bool { response[wave * nodes + node] }

    static let lowResponse =
        "Low response: fewer than half of those asked have answered, and the interval says nothing of why."
    static let allAnswered =
        "All answered: nothing is left to estimate, so no interval is given where every item was answered."

    /// What the response of a unit means for its intervals, where the response rate is published.
    static func notes(_ figures: Figures, _ ids: [String]) -> [Publication.Note] {
        guard let survey = figures.survey, let intervals = figures.intervals else { return [] }
        return survey.waves.indices.flatMap { wave in
            ids.indices.compactMap { node -> Publication.Note? in
                let asked = figures.invited(node, wave: wave)
                let answered = survey.respondents[node * survey.waves.count + wave]
                guard intervals.showsResponse(node, wave), asked > 0, 2 * answered < asked || answered == asked else {
                    return nil
                }
                return Publication.Note(
                    metric: "survey.*", period: "wave:\(survey.waves[wave])",
                    place: Publication.Note.Place(department: ids[node], breakdown: ""),
                    text: answered == asked ? allAnswered : lowResponse)
            }
        }
    }
}

extension Figures {
    /// Whether every answer to an item may be told in a unit; not before the gate has decided.
    func showsSpread(_ item: Int, _ node: Int, wave: Int) -> Bool {
        intervals?.showsSpread(item, node, wave) ?? false
    }

    /// Whether the interval of an index may be told: over several items that of enough persons, over one that of the item.
    func showsSpread(ofItems items: [Int], persons: Int, _ node: Int, wave: Int) -> Bool {
        guard let intervals, let first = items.first else { return false }
        return items.count == 1 ? showsSpread(first, node, wave: wave) : persons >= intervals.fewest
    }

    /// All who were asked in a wave, where that is published and so many can have answered.
    func population(_ node: Int, wave: Int, answered: Int) -> Int? {
        guard let intervals, intervals.showsResponse(node, wave) else { return nil }
        let asked = Int(invited(node, wave: wave))
        return answered <= asked ? asked : nil
    }

    /// The interval of a mean of those who answered, for all who were asked: its margins are √((N − n) ÷ (N − 1)) of those
    /// for an endless population (`effectiveSize`). None where all have answered.
    func finite(_ interval: Interval?, about mean: Double, n: Int, _ node: Int, wave: Int) -> Interval? {
        guard let interval, let asked = population(node, wave: wave, answered: n), asked > 1 else { return interval }
        if n == asked { return nil }
        let part = (Double(asked - n) / Double(asked - 1)).squareRoot()
        return Interval(low: mean - (mean - interval.low) * part, high: mean + (interval.high - mean) * part)
    }

    /// A share of the answers to an item, with Wilson's interval for all who were asked.
    func surveyShare(_ part: Int64, of whole: Int64, _ node: Int, wave: Int) -> Figure {
        var figure = Figure.share(part, of: whole)
        guard whole > 0, let asked = population(node, wave: wave, answered: Int(whole)) else { return figure }
        (figure.low, figure.high) = (nil, nil)
        if case .interval(let interval)? = wilson(successes: Int(part), of: Int(whole), population: asked) {
            figure.low = interval.low * 100
            figure.high = interval.high * 100
        }
        return figure
    }
}

extension SurveyIntervals {
    /// What the gate lets be told beside the survey figures; nil without a survey.
    ///
    /// - Parameter isResponseGiven: whether response rates are given at all.
    init?(
        _ figures: Figures, _ maker: MaskMaker, isResponseGiven: Bool,
        within whole: (@Sendable (_ wave: Int) -> MaskMaker.Whole)? = nil, workers: Int = 1
    ) {
        guard let survey = figures.survey else { return nil }
        let (items, waveCount, nodes) = (survey.items.count, survey.waves.count, survey.nodes)
        let nowhere = [Bool](repeating: false, count: nodes)
        let made = Slots<[Bool]>(count: (items + 1) * waveCount)
        Workers.run(count: (items + 1) * waveCount, workers: workers) { piece in
            let (item, wave) = piece.quotientAndRemainder(dividingBy: waveCount)
            if item == items, !isResponseGiven { return }
            let protection: Metric.Protection = item == items ? .responseRate : .spread(item)
            made[piece] = maker.masks(protection, slot: wave, within: whole?(wave)).first?.mask.map { $0 == nil }
        }
        func all(_ item: Int) -> [Bool] { (0..<waveCount).flatMap { made[item * waveCount + $0] ?? nowhere } }
        self.init(
            nodes: nodes, fewest: max(maker.settings.minimumShares, 1), spread: (0..<items).map(all),
            response: all(items))
    }
}
