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
    let yearAgo: ReportPeriod?
    /// In the metric's unit.
    let minimum: Double
    let chapter: Chapter

    /// One of the survey scores beside the headline index.
    var isFactor = false

    /// Families of figures that a sentence joins when they move together.
    var isFamily: Bool { chapter != .participation && metric != "participation.response_rate" }

    static func all(in edition: Edition) -> [Watch] {
        var list: [Watch] = []
        for headline in edition.headlines {
            func add(_ title: String, _ inSentence: String, _ minimum: Double, _ chapter: Chapter) {
                list.append(
                    Watch(
                        metric: headline.metric, title: title, inSentence: inSentence, period: headline.period,
                        yearAgo: headline.yearAgo, minimum: minimum, chapter: chapter))
            }
            switch headline.kind {
            case .headcount: break
            case .turnover: add("Turnover", "turnover", 5, .turnover)
            case .absence: add("Absence", "absence", 1, .absence)
            case .engagement: add(headline.title, headline.title.lowercasedFirst, 5, .survey)
            case .enps: add("eNPS", "eNPS", 15, .survey)
            case .response: add("Survey response", "survey response", 5, .survey)
            }
        }
        let months = edition.monthIndices.reversed().map(ReportPeriod.rolling12)
        if let period = edition.newest("participation.reach12", months) {
            list.append(
                Watch(
                    metric: "participation.reach12", title: "Reach of events", inSentence: "reach of events",
                    period: period, yearAgo: period.yearBefore, minimum: 5, chapter: .participation))
        }
        if let engagement = edition.headline(.engagement) {
            for index in edition.publication.indices where "survey.index." + index.id != engagement.metric {
                let metric = "survey.index." + index.id
                guard edition.cube.has(metric) else { continue }
                list.append(
                    Watch(
                        metric: metric, title: Wording.scoreOf(index.title),
                        inSentence: Wording.scoreInSentence(index.title),
                        period: engagement.period, yearAgo: engagement.yearAgo, minimum: 5, chapter: .survey,
                        isFactor: true))
            }
        }
        return list
    }
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
