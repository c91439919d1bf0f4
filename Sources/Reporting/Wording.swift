/// Every sentence of the report, as whole templates. Plain verbs, no cause, no alarm, no praise.
enum Wording {
    // Frame
    static let language = "en"
    static let skip = "Skip to the findings"
    static let skipToContent = "Skip to the content"
    static let crumbs = "You are here"
    static let chapters = "Chapters"
    static let pages = "Pages of this report"
    static let dataQuality = "Data quality"
    static let methods = "Methods"
    static func whole(_ isPublic: Bool) -> String { isPublic ? "Overview" : "Company" }
    static let synthetic = "SYNTHETIC DATA: generated for demonstration, no real persons"
    static func title(_ page: String, _ organisation: String, _ date: String) -> String {
        page == organisation ? "\(page): people report, \(date)" : "\(page), \(organisation): people report, \(date)"
    }
    static func edition(_ date: String) -> String { "People report. Data to \(date)" }
    static let footerPublic = "Figures of the publisher; what the publisher left blank stays blank."
    static func footer(minimum: Int) -> String {
        minimum > 1
            ? "Groups below the reporting minimum of \(minimum) people are never shown; sensitive figures need more."
            : "Groups below the reporting minimum are never shown."
    }

    // Periods
    static func twelveMonths(to month: String) -> String { "12 months to \(month)" }
    static func definite(_ period: String) -> String { "the \(period)" }
    static func quarter(_ number: Int, year: Int) -> String { "quarter \(number) of \(year)" }
    static func overTwelveMonths(_ title: String) -> String { "\(title), 12 months" }
    static func inYear(_ title: String, _ year: Int) -> String { "\(title), \(year)" }

    // Names of headline numbers
    static let headcount = "Headcount"
    static let turnoverRolling = "Turnover"
    static let turnoverSnapshot = "Turnover, one snapshot"
    static let absenceRate = "Absence rate"
    static let enps = "eNPS"
    static let responseRate = "Survey response"
    static let attendance = "Attendance rate"
    static let reach = "Reach"
    static let frequency = "Spells of absence per 100 people"
    static let incidence = "People with at least one spell"
    static let daysPerEmployee = "Absence days per employee"

    // Scope list
    static let people = "People"
    static let period = "Period"
    static let comparedWith = "Compared with"
    static let survey = "Survey"
    static func peopleOn(_ count: String, _ month: String) -> String { "\(count) at the end of \(month)" }
    static let aYearAgo = "a year ago"
    static func namedAndYearAgo(_ name: String) -> String { "\(name), and a year ago" }
    static func waveAnswers(_ wave: String, _ answers: String, _ invited: String?) -> String {
        invited.map { "\(wave), \(answers) of \($0) answered" } ?? "\(wave), \(answers) answers"
    }

    // First screen
    static let findings = "What changed, and where to start"
    static let factsOnly = "What the figures say"
    static func numbers(_ count: Int) -> String {
        let words = ["", "One number", "Two numbers", "Three numbers", "Four numbers", "Five numbers", "Six numbers"]
        return "\(words.indices.contains(count) ? words[count] : "Numbers") to watch"
    }
    static let worse = "worse, "
    static let better = "better, "
    static let keyIntro =
        "Coloured differences are larger than chance explains, after a correction for all comparisons of this report, and "
        + "large enough to matter. Differences are taken before rounding. "
    static let keyWorse = "▲ worse"
    static let keyBetter = "▲ better"
    static let keyEnd =
        ". Grey ones may be noise. In the small charts the bar on the last point is the 95% interval and the dashed "
        + "line is the value a year ago."
    static let keyNoChance =
        "The source publishes totals without the number of people behind them, so chance cannot be judged and no "
        + "difference is marked."
    static let keyNoPast = "The interval is the range in which the figure could lie by chance alone."
    static let noOwnFigure = "No figure for the whole; see its units"
    static func standfirstSpan(
        _ title: String, _ period: String, _ low: String, _ lowest: String, _ high: String, _ highest: String
    ) -> String {
        "\(title) in \(period) runs from \(low) in \(lowest) to \(high) in \(highest)."
    }
    static let notMeasuredChapter = "Not measured"
    static let notMeasuredRail = "What this publication has no data for."
    static func onDay(_ value: String, _ day: String) -> String { "\(value) on \(day)." }
    static let keyOnlyExact = "These numbers are counts and carry no interval."
    static func interval(_ range: String) -> String { "95% interval \(range)" }
    static func countsAndInterval(_ part: String, _ whole: String, _ range: String) -> String {
        "\(part) of \(whole), 95% interval \(range)"
    }
    static func counts(_ part: String, _ whole: String) -> String { "\(part) of \(whole)" }
    static func countedAt(_ month: String) -> String { "Counted, end of \(month)" }
    static func countedEarlier(_ month: String) -> String { "Counted, end of \(month); later months are not closed" }
    static let noInterval = "No interval: publisher’s totals"
    static let noIntervalSmall = "No interval: too few people for one"
    static let noIntervalDefined = "No interval is defined"
    static let rowYearAgo = "A year ago"
    static func rowYearAgo(_ period: String) -> String { "A year ago, \(period)" }
    static let averageTwelve = "Average in 12 months"
    static let ofThatVoluntary = "Of that voluntary"
    static let undefined = "–"
    static let outOf100 = " of 100"

    // Hidden values
    static let hidden = "not shown, fewer than the reporting minimum"
    static let hiddenShort = "not shown"
    static let hiddenOpen = "not shown, the period is not closed yet"
    static let hiddenGrain = "not shown, the unit is too small for a period this short"
    static let hiddenPublisher = "not shown, not published by the source"
    static let hiddenIncomplete = "not shown, a part of it was not published by the source"
    static let hiddenHistory = "not shown, the data do not reach back far enough"
    static let hatchNote =
        "Hatched: fewer than the reporting minimum, or hidden so that such a number cannot be worked out."
    static let hatchNotePublisher = "Hatched: not published by the source, or a sum with a part that was not."

    // Standfirst
    static func standfirstWorse(_ list: String, _ isOne: Bool, _ than: String) -> String {
        "\(list) \(isOne ? "is" : "are") worse than \(than), by more than chance explains."
    }
    static func standfirstBetter(_ list: String, _ isOne: Bool, _ than: String) -> String {
        "\(list) \(isOne ? "is" : "are") better than \(than), by more than chance explains."
    }
    static let thanAYearAgo = "a year ago"
    static let thanBefore = "before"
    static let inTheWaveBefore = "in the wave before"
    static let voluntaryTurnover = "Voluntary turnover"
    static func thanIn(_ parent: String) -> String { "in \(parent)" }
    static func otherFigures(_ count: Int) -> String { count == 1 ? "one other figure" : "\(count) other figures" }
    static func standfirstLevel(_ unit: String) -> String {
        "No headline number of \(unit) differs from a year ago by more than chance explains."
    }
    static func standfirstApart(_ names: [String], isPublic: Bool) -> String {
        if names.count == 1 { return "One \(isPublic ? "unit" : "department") stands apart: \(names[0])." }
        // Names may hold a comma of their own.
        return "\(isPublic ? "Units" : "Departments") that stand apart: \(names.joined(separator: "; "))."
    }
    static func standfirstTrouble(_ name: String, _ together: String) -> String {
        "One department stands apart: \(name), where \(together)."
    }
    static func standfirstRate(_ title: String, _ value: String, _ unit: String, _ period: String) -> String {
        "The \(title.lowercasedFirst) of \(unit) was \(value) in \(period)."
    }
    static func standfirstAndBefore(
        _ title: String, _ value: String, _ unit: String, _ period: String, _ before: String
    )
        -> String
    {
        "The \(title.lowercasedFirst) of \(unit) was \(value) in \(period), against \(before) the year before."
    }
    static func standfirstSnapshot(_ leavers: String, _ people: String, _ unit: String, _ value: String) -> String {
        "\(leavers) of \(people) people in \(unit) had left when this snapshot was taken: \(value)."
    }
    static func standfirstNone(_ unit: String) -> String { "None of the headline numbers is measured for \(unit)." }
    static let quietNone = "What there is follows below."
    static func standfirstHidden(_ unit: String) -> String {
        "Most figures of \(unit) are not shown: fewer than the reporting minimum, or hidden so that such a number cannot "
            + "be worked out."
    }

    // Findings
    static func rose(_ what: String, _ value: String, _ before: String, _ when: String) -> String {
        "\(what) rose to \(value), from \(before) \(when)"
    }
    static func fell(_ what: String, _ value: String, _ before: String, _ when: String) -> String {
        "\(what) fell to \(value), from \(before) \(when)"
    }
    static func climbed(_ what: String, _ value: String, _ before: String) -> String {
        "\(what) has climbed to \(value), from \(before) a year ago"
    }
    static func hasFallen(_ what: String, _ value: String, _ before: String) -> String {
        "\(what) has fallen to \(value), from \(before) a year ago"
    }
    static func against(_ what: String, _ value: String, _ other: String, _ name: String) -> String {
        "\(what) is \(value), against \(other) in \(name)"
    }
    static func workingTimeLost(_ period: String) -> String {
        "Share of working time lost to sickness in the \(period)."
    }
    static func answersBehind(_ count: String, _ wave: String) -> String { "\(count) answers in \(wave)." }
    static func peopleBehind(_ count: String) -> String { "\(count) people." }
    static func otherIsAt(_ name: String, _ value: String) -> String { "\(name) is at \(value)." }
    static func intervalSentence(_ range: String) -> String { "95% interval \(range)." }
    static func alsoApart(_ list: String) -> String { "Also apart: \(list)." }
    static func pair(_ what: String, _ value: String, _ other: String) -> String { "\(what) \(value) (\(other))" }
    static func alsoMoved(_ list: String) -> String { "Other scores that differ: \(list)." }
    static let startHere = "Start here: "
    static func unitPage(_ name: String) -> String { "the \(name) page" }
    static let seeMore = "See "
    static let buildOnIt = "Build on it: "
    static func chapterLink(_ chapter: String) -> String { "the \(chapter) figures on this page" }
    static let full = "."
    static func scoreOf(_ index: String) -> String {
        let last = index.lowercased().split(separator: " ").last ?? ""
        return last == "index" || last == "score" ? index : "The \(neutral(index)) score"
    }
    static func scoreInSentence(_ index: String) -> String { scoreOf(index).lowercasedFirst }
    /// A score is of a group: "My manager" is its manager score.
    private static func neutral(_ index: String) -> String {
        (index.lowercased().hasPrefix("my ") ? String(index.dropFirst(3)) : index).lowercasedFirst
    }
    static let quietSmall =
        "No difference here can be told from chance: the groups are too small for an interval, or there is nothing to "
        + "hold them against."
    static let quiet =
        "Nothing here differs from a year ago, or from the units around it, by more than chance explains."
    static let quietNoChance =
        "The figures are totals from the publisher without the number of people behind them. Chance cannot be judged, "
        + "so nothing is marked as a finding; the charts below show levels and differences as published."
    static let quietNoHistory =
        "There is nothing earlier to hold these figures against, and no department differs from the whole by more than "
        + "chance explains."
    static let quietHidden =
        "Most figures are not shown: fewer than the reporting minimum, or hidden so that such a number cannot be worked out."
    static func highestAndLowest(
        _ title: String, _ high: String, _ highValue: String, _ low: String, _ lowValue: String
    )
        -> String
    {
        "\(title): highest in \(high) (\(highValue)), lowest in \(low) (\(lowValue))."
    }
}
