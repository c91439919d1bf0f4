internal import Framework

/// What the chapters and the pages beside them say: people, series, absence, participation, survey, quality, methods, index.
extension Wording {
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

    // Absence
    static let absenceSub = "Working time lost to sickness, %"
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
    /// A band of years in words; any other group as the source calls it.
    static func group(_ name: String, of dimension: String) -> String {
        if dimension == "people_manager", name == "yes" || name == "no" {
            return name == "yes" ? "people managers" : "others"
        }
        let years = dimension == "tenure" ? " years" : ""
        switch name.first {
        case "<" where Int(name.dropFirst()) != nil:
            return "under \(name.dropFirst())" + (name == "<1" ? String(years.dropLast()) : years)
        case ">" where Int(name.dropFirst()) != nil: return "over \(name.dropFirst())" + years
        default:
            let ends = name.split(separator: "-", omittingEmptySubsequences: false)
            return ends.count == 2 && ends.allSatisfy { Int($0) != nil } ? "\(ends[0])–\(ends[1])" + years : name
        }
    }
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
    static let variantLabel = "Variant of"
    static let stageLabel = "Stage"
    static let factorLabel = "Factor"
    /// A later version may know more stages and factors; their names then stand as they are.
    static func stageWord(_ name: String) -> String {
        switch LifecycleStage(rawValue: name) {
        case .recruitment: "Recruitment"
        case .onboarding: "Onboarding"
        case .development: "Development"
        case .retention: "Retention"
        case .offboarding: "Offboarding"
        case nil: name
        }
    }
    static func factorWords(_ name: String) -> String {
        switch ExperienceFactor(rawValue: name) {
        case .manager: "Manager and employee"
        case .purpose: "Purpose and clear roles"
        case .culture: "Team and workplace culture"
        case .wellbeing: "Wellbeing"
        case nil: name
        }
    }
    static let intervalLabel = "Interval"
    static let none = "none"
    static func directionWords(_ direction: Int) -> String {
        direction > 0 ? "Higher is better." : direction < 0 ? "Lower is better." : "Neither end is better."
    }
    static let catalogueEmpty = "The publication describes no metrics."
    static func ruleFindings(_ minimums: FlagMinimumWords) -> String {
        "Two figures are said to differ only when all of this holds: both groups have at least 20 people; the difference is "
            + "at least \(minimums.turnover) points for turnover, \(minimums.participation) for response and reach, "
            + "\(minimums.scores) for scores, \(minimums.absence) for absence and \(minimums.enps) for eNPS; and a test of it "
            + "is still passed after the correction for all tests of this edition together (Benjamini and Hochberg, 5%). The "
            + "tests, fixed beforehand: each department and each of these figures, against the rest of the department above, "
            + "and against the same figure a year earlier or, in surveys, in the wave before. Resignations: conditional "
            + "binomial, mid-p. Shares: score test. Scores and eNPS: Welch’s t. Absence: the variance between people, as if "
            + "the two did not differ. Only published numbers enter. Of a department and those within it the deepest is named "
            + "that explains the difference. Where a figure is not among these tests, the two 95% intervals must not touch. "
            + "“Since” is the month that splits the last 24 into two levels best, or the wave with the largest fall. At most "
            + "five findings are shown, worst first."
    }
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
