internal import Results

/// A metric that findings may speak of, with the smallest difference worth a sentence.
struct Watch: Sendable {
    enum Chapter: String, Sendable, CaseIterable {
        case turnover, absence, participation, survey

        /// The largest distance of each chapter, added up in their fixed order.
        static func weight(_ list: [(chapter: Chapter, distance: Double)]) -> Double {
            allCases.map { chapter in list.filter { $0.chapter == chapter }.map(\.distance).max() ?? 0 }.reduce(0, +)
        }
    }

    let metric: String
    /// At the head of a sentence, and inside one.
    let title: String
    let inSentence: String
    let period: ReportPeriod
    /// What the family of tests holds it against in time: the year before, or the wave before.
    let before: ReportPeriod?
    /// Whether that is a year ago.
    let isAYear: Bool
    /// In the metric's unit.
    let minimum: Double
    let chapter: Chapter

    /// One of the survey scores beside the headline index.
    var isFactor = false

    /// Families of figures that a sentence joins when they move together.
    var isFamily: Bool { chapter != .participation && metric != "participation.response_rate" }

    /// The metrics of the edition's family of tests, in the order in which they are spoken of.
    static func all(in edition: Edition) -> [Watch] {
        var list: [Watch] = []
        let minimums = FlagMinimumWords(edition.publication.settings)
        func watch(
            _ metric: String, _ title: String, _ inSentence: String, _ minimum: Int, _ chapter: Chapter,
            _ period: ReportPeriod, _ headline: Headline? = nil, isFactor: Bool = false
        ) {
            let isWave = if case .wave = period { true } else { false }
            let before = isWave ? headline?.previous : period.yearBefore
            list.append(
                Watch(
                    metric: metric, title: title, inSentence: inSentence, period: period, before: before,
                    isAYear: !isWave || before == headline?.yearAgo, minimum: Double(minimum), chapter: chapter,
                    isFactor: isFactor))
        }
        let months = edition.monthIndices.reversed().map(ReportPeriod.rolling12)
        for headline in edition.headlines {
            func add(_ title: String, _ inSentence: String, _ minimum: Int, _ chapter: Chapter) {
                watch(headline.metric, title, inSentence, minimum, chapter, headline.period, headline)
            }
            switch headline.kind {
            case .headcount: break
            case .turnover:
                if let period = edition.newest(Self.turnover, months) {
                    watch(
                        Self.turnover, Wording.voluntaryTurnover, Wording.voluntaryTurnover.lowercasedFirst,
                        minimums.turnover,
                        .turnover, period)
                } else {
                    add("Turnover", "turnover", minimums.turnover, .turnover)
                }
            case .absence: add("Absence", "absence", minimums.absence, .absence)
            case .engagement: add(headline.title, headline.title.lowercasedFirst, minimums.scores, .survey)
            case .enps: add("eNPS", "eNPS", minimums.enps, .survey)
            case .response: add("Survey response", "survey response", minimums.participation, .survey)
            }
        }
        if let period = edition.newest("participation.reach12", months) {
            watch(
                "participation.reach12", "Reach of events", "reach of events", minimums.participation, .participation,
                period)
        }
        if let engagement = edition.headline(.engagement) {
            for index in edition.publication.indices where "survey.index." + index.id != engagement.metric {
                let metric = "survey.index." + index.id
                guard edition.cube.has(metric) else { continue }
                watch(
                    metric, Wording.scoreOf(index.title), Wording.scoreInSentence(index.title), minimums.scores,
                    .survey,
                    engagement.period, engagement, isFactor: true)
            }
        }
        return list
    }

    private static let turnover = "turnover.rolling12.voluntary"
}

extension String {
    /// For the middle of a sentence, unless the word is an abbreviation.
    var lowercasedFirst: String {
        guard let first, let second = dropFirst().first, second.isLowercase || second == " " else { return self }
        return first.lowercased() + dropFirst()
    }

    /// At the head of a sentence; a name that begins small on purpose (eNPS) stays as it is.
    var capitalizedFirst: String {
        guard let first, first.isLowercase, dropFirst().first?.isUppercase != true else { return self }
        return first.uppercased() + dropFirst()
    }
}
