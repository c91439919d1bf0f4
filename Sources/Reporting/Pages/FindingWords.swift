internal import Results

/// Sentences of findings: what, how much, since when; then the evidence.
extension Wording {
    static let inAYear = "in a year"
    static let ofLate = "of late"
    static func sinceAbout(_ month: String) -> String { "since about \(month)" }
    static func sinceWave(_ wave: String) -> String { "since the wave of \(wave)" }
    static func stepSince(_ since: String) -> String { "The step shows \(since)." }

    /// "Turnover, absence and engagement", each family once.
    static func families(_ watches: [Watch]) -> String {
        var names: [String] = []
        for chapter in [Watch.Chapter.turnover, .absence, .survey] {
            let same = watches.filter { $0.chapter == chapter }
            guard let first = same.first else { continue }
            let index = same.first { !$0.isFactor && $0.metric.hasPrefix("survey.index.") }
            names.append(chapter == .survey ? index?.inSentence ?? surveyScores : first.inSentence)
        }
        return Format.list(names).capitalizedFirst
    }
    static let surveyScores = "survey scores"
    static func worsenedTogether(_ names: String, _ since: String) -> String {
        "\(names) have worsened together \(since)"
    }
    static func worseTogether(_ names: String, _ parent: String) -> String {
        "\(names) are all worse than in \(parent)"
    }
    static func childTogether(_ child: String, _ together: String) -> String { "\(child): \(together)" }
    static func within(_ child: String, _ parent: String) -> String { "\(child), within \(parent)" }
    static func againstWhole(_ pairs: String, _ whole: String) -> String {
        "\(pairs.capitalizedFirst), in brackets \(whole)."
    }
    static func scoresMoveWithIt(_ list: String) -> String { "Scores that move with it: \(list)." }

    /// "Turnover 32.3% (a year ago 15.1%, Kundeservice 20.0%)."
    static func standing(
        _ what: String, _ value: String, before: String?, _ when: String, above: String?, in parent: String?
    ) -> String {
        var beside: [String] = []
        if let before { beside.append("\(when) \(before)") }
        if let above, let parent { beside.append("\(parent) \(above)") }
        return beside.isEmpty ? "\(what) \(value)." : "\(what) \(value) (\(beside.joined(separator: ", ")))."
    }

    static func moved(_ watch: Watch, _ now: String, _ then: String, rose: Bool) -> String {
        if watch.metric.hasPrefix("turnover.") {
            return rose ? climbed(watch.title, now, then) : hasFallen(watch.title, now, then)
        }
        let when = watch.isAYear ? thanAYearAgo : inTheWaveBefore
        return rose ? self.rose(watch.title, now, then, when) : fell(watch.title, now, then, when)
    }

    static func evidence(_ watch: Watch, _ figure: Figure, _ before: Figure?) -> [String] {
        if watch.metric.hasPrefix("turnover."), let leavers = figure.numerator {
            guard let then = before?.numerator else { return [leftInPeriod(leavers, watch.period.words)] }
            return [leftInPeriod(leavers, watch.period.words, Format.number(then))]
        }
        if watch.metric.hasPrefix("absence.") { return [workingTimeLost(watch.period.words)] }
        if watch.metric == "participation.response_rate" {
            guard let answered = figure.numerator, let invited = figure.denominator else { return [] }
            return [invitedAnswered(Format.number(answered), Format.number(invited), watch.period.words)]
        }
        if case .wave = watch.period, let n = figure.n { return [answersBehind(Format.count(n), watch.period.words)] }
        return figure.n.map { [peopleBehind(Format.count($0))] } ?? []
    }

    static func invitedAnswered(_ answered: String, _ invited: String, _ wave: String) -> String {
        "\(answered) of \(invited) invited answered in \(wave)."
    }
    static func childApart(
        _ child: String, _ what: String, _ value: String, _ other: String, _ unit: String, since: String?
    ) -> String {
        let sentence = "\(child): \(what) is \(value), against \(other) in \(unit)"
        return since.map { "\(sentence), \($0)" } ?? sentence
    }
    static func leftInPeriod(_ leavers: Double, _ period: String, _ before: String) -> String {
        "\(people(leavers)) left in the \(period); the year before it was \(before)."
    }
    static func leftInPeriod(_ leavers: Double, _ period: String) -> String {
        "\(people(leavers)) left in the \(period)."
    }

    /// `1 person`, `12 people`.
    static func people(_ count: Double) -> String {
        Format.number(count) + (count == 1 ? " person" : " people")
    }

    // Reorganisations
    static func dissolvedAllMoved(_ month: String, _ moved: Double) -> String {
        moved == 1
            ? "Dissolved in \(month); its last person moved to another unit"
            : "Dissolved in \(month); its \(Format.number(moved)) people moved to other units"
    }
    static func dissolved(_ month: String) -> String { "Dissolved in \(month)" }
    static func unitDissolved(_ name: String, _ words: String) -> String { "\(name): \(words.lowercasedFirst)" }
    static func listedDissolved(_ name: String, _ month: String) -> String { "\(name) (dissolved in \(month))" }
    static let dissolvedStand = "This page keeps what was published of it; nothing new will be added."
    static func grewByMoves(_ unit: String, _ from: String, _ to: String) -> String {
        "\(unit) grew from \(from) to \(to) people in a year, mostly by moves"
    }
    static func movesBehind(_ moved: Double, _ out: Double, _ hired: Double, _ left: Double) -> String {
        "\(people(moved)) moved in from other units and \(Format.number(out)) moved out; \(Format.number(hired)) "
            + "hired, \(Format.number(left)) left."
    }
    static func reshapedNote(_ list: String) -> String { "Left out: \(list)." }
}
