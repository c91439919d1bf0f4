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
    static let nothingToCompare = "nothing: one period, one snapshot"
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
    static let waveBefore = "Wave before"
    static func rowWave(_ wave: String) -> String { wave }
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
    static func rose(_ what: String, _ value: String, _ before: String) -> String {
        "\(what) rose to \(value), from \(before) a year ago"
    }
    static func fell(_ what: String, _ value: String, _ before: String) -> String {
        "\(what) fell to \(value), from \(before) a year ago"
    }
    static func turnoverClimbed(_ value: String, _ before: String) -> String {
        "Turnover has climbed to \(value), from \(before) a year ago"
    }
    static func turnoverFell(_ value: String, _ before: String) -> String {
        "Turnover has fallen to \(value), from \(before) a year ago"
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

    // Chapters
    static let turnoverChapter = "Turnover and retention"
    static let absenceChapter = "Absence"
    static let participationChapter = "Participation"
    static func notMeasured(_ family: String) -> String { "\(family): not measured in this publication." }
    static let showNumbers = "Show the numbers"
    static func table(_ title: String) -> String { "Table: \(title)" }
    static let definition = "Definition"
    static let band = "Band: 95% interval."
    static let bandCut = "Where it is very wide, it goes on beyond the drawing; the table has both ends."
    static let whiskers = "Bars: 95% interval."
    static let noIntervals = "No intervals: the source does not publish the number of people behind its totals."
    static let coloured =
        "Coloured units differ from the rest of the unit they belong to by more than chance explains."
    static let tableHoldsAll = "The table holds all."
    static func tableCut(_ each: Int) -> String {
        "The table lists the first \(each) and the last \(each); the export has every unit."
    }
    static func onlyExtremes(_ each: Int, _ all: Int) -> String {
        "Drawn up to the break and after it are the \(each) highest and the \(each) lowest of \(all)."
    }

    // People
    static func flowSub(_ from: String, _ to: String) -> String { "Headcount from \(from) to \(to), people" }
    static func flowSum(_ terms: String) -> String { "\(terms). " }
    static func flowLabel(
        _ opening: String, _ hired: String, _ moved: String, _ left: String, _ out: String, _ closing: String
    )
        -> String
    {
        "Waterfall chart of headcount: \(opening) people at the start, \(hired) hired, \(moved) moved in, \(left) left, "
            + "\(out) moved out, \(closing) at the end."
    }
    static let theCompany = "the company"
    static let theDepartment = "the department"
    static let theUnit = "the unit"
    static let hired = "hired"
    static let movedIn = "moved in"
    static let left = "left"
    static let movedOut = "moved out"
    static let howCounted = "How people are counted"
    static func headcountLine(_ from: String, _ then: String, _ to: String, _ now: String) -> String {
        "From \(from) people in \(then) to \(to) in \(now)"
    }
    static let headcountSub = "People employed at the end of each month"
    static func lineLabel(_ title: String, _ from: String, _ then: String, _ to: String, _ now: String) -> String {
        "Line chart. \(title): \(from) in \(then), \(to) in \(now)."
    }
    static func lineLabelHighest(_ value: String, _ when: String) -> String { " Highest \(value) in \(when)." }
    static func morePeople(_ count: Double) -> String {
        "\(Format.number(count)) more \(count == 1 ? "person" : "people") than a year ago."
    }
    static func fewerPeople(_ count: Double) -> String {
        "\(Format.number(count)) fewer \(count == 1 ? "person" : "people") than a year ago."
    }
    static let samePeople = "As many people as a year ago."
    static func glanceSub(_ date: String) -> String { "Headline numbers, data to \(date)" }
    static let glanceNote =
        "Bold: differs by more than chance explains from the others in the first row’s unit."
    static func unitColumn(_ isPublic: Bool) -> String { isPublic ? "Unit" : "Department" }
    static func units(_ isPublic: Bool) -> String { isPublic ? "Units" : "Departments" }
    static func allUnits(_ isPublic: Bool) -> String { isPublic ? "All units" : "All departments" }
    static let waterfall = "People who came and went, by month"

    // Series
    static func changedUp(_ title: String, _ value: String, _ before: String) -> String {
        "\(title) rose from \(before) to \(value) in a year"
    }
    static func changedDown(_ title: String, _ value: String, _ before: String) -> String {
        "\(title) fell from \(before) to \(value) in a year"
    }
    static func unchanged(_ title: String, _ value: String) -> String {
        "\(title) is \(value), no measurable change in a year"
    }
    static func stands(_ title: String, _ value: String, _ period: String) -> String {
        "\(title): \(value) in \(period)"
    }
    static func standsAndBefore(_ title: String, _ value: String, _ period: String, _ before: String) -> String {
        "\(title): \(value) in \(period), \(before) a year earlier"
    }
    static func seriesHidden(_ title: String) -> String {
        "\(title): not shown, by the reporting minimum or to protect another unit"
    }
    static func hiddenSeriesLine(_ title: String, _ reason: String) -> String { "\(title): \(reason)." }
    static let rollingSub = "Leavers in the last 12 months, % of average headcount"
    static let monthlyTurnoverTitle = "Leavers by month"
    static func monthlyTurnoverTitle(_ month: String, _ value: String) -> String {
        "The highest month was \(month), at \(value)"
    }
    static let monthlyTurnoverSub = "Leavers of the month, % of average headcount"
    static let monthlyNote = "Single months of a small unit jump about; read the 12-month line first."
    static func barsLabel(_ title: String, _ high: String, _ when: String) -> String {
        "Bar chart by month. \(title): highest in \(when) at \(high)."
    }
    static func classesTitle(_ first: String, _ value: String, _ second: String, _ other: String) -> String {
        "\(first) turnover is \(value), \(second.lowercased()) \(other)"
    }
    static func voluntaryShare(_ share: String) -> String { "\(share) of leavers left of their own accord" }
    static let classesTitle = "Leavers by class"
    static func classesSub(_ period: String) -> String { "Leavers by class in the \(period), % of average headcount" }
    static let classesNote =
        "Unknown: the export gave no reason, or one that is not mapped. It is shown, never spread over the others."
    static let voluntary = "Voluntary"
    static let involuntary = "Involuntary"
    static let otherClass = "Other"
    static let unknownClass = "Unknown"
    static func dotsLabel(_ title: String, _ list: String) -> String { "Dot chart of \(title): \(list)." }
    static func dotsAbove(_ names: String, _ reference: String, _ what: String, _ isOne: Bool) -> String {
        "\(names) \(isOne ? "lies" : "lie") above \(reference) in \(what)"
    }
    static func dotsBelow(_ names: String, _ reference: String, _ what: String, _ isOne: Bool) -> String {
        "\(names) \(isOne ? "lies" : "lie") below \(reference) in \(what)"
    }
    static func dotsApart(_ count: String, _ reference: String, _ what: String) -> String {
        "\(count) units differ from \(reference) in \(what)"
    }
    static func dotsLevel(_ reference: String, _ what: String) -> String {
        "No unit differs from \(reference) in \(what) by more than chance explains"
    }
    static func dotsSpan(_ what: String, _ low: String, _ high: String, _ lowest: String, _ highest: String) -> String {
        "\(what) runs from \(low) in \(lowest) to \(high) in \(highest)"
    }
    static func notShown(_ names: [String]) -> String {
        let shown = names.prefix(8)
        let list = names.count > 9 ? Array(shown) + ["\(names.count - 8) others"] : names
        return "Not shown, by the reporting minimum or to protect another unit: \(Format.list(list))."
    }
    static func questionsNotShown(_ count: Int) -> String {
        count == 1 ? "One question is not shown." : "\(count) questions are not shown."
    }
    static func dotsHidden(_ what: String) -> String { "\(what) cannot be shown for these units" }
    static func dotsSub(_ what: String, _ period: String, _ measured: String) -> String {
        "\(what), \(period), \(measured)"
    }
    static let peopleColumn = "people"
    static let peopleInTwelveMonths = "people in 12 months"
    static func turnoverRail(_ value: String, _ period: String, _ before: String) -> String {
        "\(value) in the \(period); \(before) a year earlier."
    }
    static func highMonths(_ names: String, _ years: Int) -> String {
        "Each of the last \(years) years, absence is above that year’s average in \(names)."
    }
    static func groupsBelow(_ group: String) -> String {
        "The source publishes \(group) for the units below only; their pages show it."
    }
    static func rateRail(_ value: String, _ period: String) -> String { "\(value) in \(period)." }
    static let snapshotSub = "Leavers among everyone in the snapshot, %"

    // Absence
    static let absenceSub = "Working time lost to sickness, %"
    static let absenceMonthly = "Absence by month"
    static func absencePeak(_ month: String, _ value: String) -> String { "Absence peaked in \(month), at \(value)" }
    static let absenceQuarterNote = "Shown by quarter: the unit is too small for months."
    static let absenceYearNote = "Shown over 12 months: the unit is too small for months or quarters."
    static let absenceMoreTitle = "Absence, measure by measure"
    static func absenceMoreTitle(_ share: String) -> String {
        "\(share) of people had at least one spell of absence in 12 months"
    }
    static func absenceMoreSub(_ period: String) -> String { "Absence in the \(period)" }
    static let measure = "Measure"
    static let intervalColumn = "95% interval"
    static let yearAgoColumn = "A year ago"
    static func groupTitle(_ title: String, _ group: String) -> String { "\(title) by \(group)" }

    // Participation
    static let attendanceSub = "Invited people who came, % of invitations, 12 months"
    static let reachSub = "Different people who took part at least once, % of people employed in the 12 months"
    static func participationRail(_ value: String, _ period: String) -> String {
        "\(value) of invitations were followed in the \(period)."
    }

    // Survey
    static func surveyRail(_ wave: String, _ answered: String, _ invited: String, _ rate: String) -> String {
        "\(wave): \(answered) of \(invited) answered (\(rate)). Scores run from 0 to 100."
    }
    static func surveyRail(_ wave: String) -> String { "\(wave). Scores run from 0 to 100." }
    static func responseRail(_ value: String, _ period: String) -> String { "\(value) answered in \(period)." }
    static let agree = "Agree"
    static let disagree = "Disagree"
    static let neither = "Neither"
    static let changeInAgreement = "Agreement"
    static let changeShort = "Chg"
    static func since(_ wave: String) -> String { "since \(wave)" }
    static func likertTitle(_ share: String, _ item: String) -> String { "\(share) disagree: “\(item)”" }
    static func likertSub(_ wave: String, _ people: String) -> String {
        "Answers in \(wave), % of up to \(people) people"
    }
    static func likertSub(_ wave: String) -> String { "Answers in \(wave), % of those who answered the item" }
    static let likertNote =
        "Sorted by disagreement. The last column is the change in agreement in points, coloured where the two 95% "
        + "intervals do not touch. Reversed items are turned round first. Sums may differ from 100 after rounding. "
    static func likertLabel(_ count: Int, _ worst: String, _ worstShare: String, _ best: String, _ bestShare: String)
        -> String
    {
        "Diverging stacked bars of \(count) survey items. \(worst): \(worstShare) disagree. \(best): \(bestShare) agree."
    }
    static let item = "Item"
    static let likertMost = 40
    static func heatTitle(_ name: String, _ behind: Int, _ all: Int) -> String {
        "\(name) is behind on \(behind) of \(all) scores"
    }
    static func heatAhead(_ name: String, _ ahead: Int, _ all: Int) -> String {
        "\(name) is ahead on \(ahead) of \(all) scores"
    }
    static func heatLevel(_ name: String) -> String { "No unit is apart from \(name) by more than chance explains" }
    static func heatSub(_ wave: String) -> String { "Survey scores by unit, 0 to 100, \(wave)" }
    static func heatLegend(_ name: String) -> String { "Points from \(name)" }
    static let heatLegendLabel = "Colour scale, points from the comparison"
    static let heatBins = ["15+ below", "9–14", "4–8", "within 3", "4–8", "9–14", "15+ above"]
    static let heatNote = "Underlined: differs from the rest of the first row’s unit by more than chance explains. "
    static let heatTable = "Survey scores by unit"
    static let enpsSub = "Share answering 9 or 10 minus share answering 0 to 6, points"
    static let scoresTitle = "Scores, wave by wave"
    static func scoresChanged(_ name: String, _ from: String, _ to: String) -> String {
        "\(name) moved from \(from) to \(to)"
    }
    static let scoresLevel = "No score has changed measurably since the wave before"
    static let scoresSub = "Mean score of the people who answered, 0 to 100"
    static let change = "Change"
    static let score = "Score"
    static let wave = "Wave"

    // Quality
    static let qualityGood = "Every row that was read is accounted for."
    static func qualityRail(_ read: String, _ aside: String) -> String {
        "\(read) rows read, \(aside) set aside. Every row is accounted for."
    }
    static func qualityBroken(_ count: Int) -> String {
        "\(count) \(count == 1 ? "source does" : "sources do") not add up: rows read differ from rows kept, set aside, repeated and left out."
    }
    static func qualityTitle(_ share: String) -> String { "\(share) of rows were set aside" }
    static let qualityNone = "No row was set aside"
    static let qualitySub = "Files behind this report: read = kept + set aside + repeated + left out on purpose"
    static let source = "Dataset"
    static let file = "File"
    static let rowsRead = "Rows read"
    static let rowsKept = "Kept"
    static let rowsAside = "Set aside"
    static let rowsRepeated = "Repeated"
    static let rowsLeftOut = "Left out"
    static let check = "Check"
    static let addsUp = "adds up"
    static let doesNotAddUp = "does not add up"
    static let total = "Total"
    static let reasonsTitle = "Rows set aside, by reason"
    static func reasonsTitle(_ reason: String, _ rows: String) -> String { "Most rows set aside: \(reason), \(rows)" }
    static let reasonsSub = "Rows set aside by reason, all sources"
    static let reason = "Reason"
    static let rows = "Rows"
    static let reasonsNote = "Rows are set aside, never guessed."
    static let findingsTitle = "Findings about the data"
    static let findingsNone = "The checks found nothing to report."
    static func findingsCount(_ count: Int) -> String {
        count == 1 ? "One finding about the data" : "\(count) findings about the data"
    }
    static let category = "Check"
    static let severity = "Kind"
    static let location = "Where"
    static let what = "What"
    static let count = "Count"
    static let missingTitle = "What is not measured"
    static let missingNone = "Every family of figures has data."
    static let settingsTitle = "Settings that shape the figures"
    static let setting = "Setting"
    static let settingValue = "Value"
    static let qualityStand = "Where the figures come from, what was set aside and why, and what is not measured."
    static let qualityMore = "All sources and findings"

    // Methods
    static let methodsStand =
        "How every figure of this report is defined and worked out. Each number in the report links to its entry here."
    static let methodsRail = "Every number on this page can be traced to its definition."
    static let methodsMore = "All definitions and rules"
    static let rulesTitle = "Rules of this report"
    static let formula = "Formula"
    static let unitLabel = "Unit"
    static let grain = "Grain"
    static let sourceLabel = "Source"
    static let intervalLabel = "Interval"
    static let none = "none"
    static func directionWords(_ direction: Int) -> String {
        direction > 0 ? "Higher is better." : direction < 0 ? "Lower is better." : "Neither end is better."
    }
    static let catalogueEmpty = "The publication describes no metrics."
    static let ruleFindings =
        "Two figures are said to differ only when all of this holds: both groups have at least 20 people; the difference is "
        + "at least 5 points for turnover, response, reach and scores, 1 point for absence and 15 for eNPS; and a test of it "
        + "is still passed after the correction for all tests of this edition together (Benjamini and Hochberg, 5%). The "
        + "tests, fixed beforehand: each department and each of these figures, against the rest of the department above and "
        + "against the same figure a year earlier. Leavers: conditional binomial, mid-p. Shares: score test. Scores, eNPS and "
        + "absence: Welch’s t on the variance behind the published interval. Only published numbers enter. Of a department "
        + "and those within it the deepest is named that explains the difference. Where a figure is not among these tests, "
        + "the two 95% intervals must not touch. “Since” is the month that splits the last 24 into two levels best, or the "
        + "wave with the largest fall. At most five findings are shown, worst first."
    static let ruleHidden =
        "A figure is published or hidden as a whole. Hidden and empty look the same: hatched, the same size whatever lies "
        + "behind, last in every order. Nothing on a page depends on a hidden number."
    static let rulePeriods =
        "All pages show the same period for a figure: the newest that is closed and published for the organisation as a "
        + "whole. Headcount alone is shown for the running month where a unit is large enough, else for its newest closed "
        + "month, and then says so."
    static let ruleRounding =
        "Figures are rounded once, at the end; ends of intervals are rounded outwards. Parts may not add up after rounding."
    static let ruleCharts =
        "Rates and bars start at zero. A gap in a line is a gap in the data. Blue is this unit or better, rust is worse by "
        + "more than chance explains, grey is the comparison or no clear difference."
    static let rulesNames = ["What counts as a finding", "What is hidden", "Periods", "Rounding", "Charts"]

    // Index
    static let indexStand = "Every one by its place in the tree."
    static func indexCut(_ shown: String, _ all: String) -> String {
        "Shown are \(shown) of \(all), the upper levels of the tree; each page lists those below it."
    }
    static func indexCount(_ count: String, _ isPublic: Bool) -> String {
        "\(count) \(isPublic ? "units" : "departments")"
    }
    static let noPage = "Those without a link have no page of their own in this edition."
}
