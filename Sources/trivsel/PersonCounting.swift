import Calendars
import Results

/// The persons behind a figure: how many there were, how many were counted, and how many were not and why.
///
/// Every count is a published figure of the same department, period and group, or the sum or difference of some; one that is
/// hidden is not told, and neither is what would follow from it.
struct PersonCounting {
    /// A count, as far as it may be told.
    enum Count: Equatable {
        case number(Double)
        /// A difference in sensitive figures of fewer persons than the reporting minimum, but not of nobody.
        case few
        /// A cell that is suppressed.
        case hidden
        /// No such cell.
        case absent
    }

    private enum Part { case value, numerator, denominator, n }

    private struct Line {
        var count: Count
        var what: String
        /// The cells that say so.
        var source: String
    }

    private let place: Explanation.Place
    private let figure: Figure
    private let description: MetricDescription
    private let cube: PublishedCube
    private let period: ExplainedPeriod
    /// Whose figure it is: a unit above where that one's stands in.
    private let unit: String
    private let group: String
    private var lines: [Line] = []
    private var remarks: [String] = []

    init(place: Explanation.Place, figure: Figure, description: MetricDescription, cube: PublishedCube) {
        self.place = place
        self.figure = figure
        self.description = description
        self.cube = cube
        period = ExplainedPeriod(place.period, cube.publication)
        let borrowed = Self.unit(of: place.breakdown)
        unit = borrowed ?? place.department
        group = borrowed == nil ? place.breakdown : ""
        count()
    }

    /// The unit whose figure stands in, of `from=UNIT`.
    static func unit(of breakdown: String) -> String? {
        breakdown.hasPrefix("from=") ? String(breakdown.dropFirst("from=".count)) : nil
    }

    // MARK: The text

    /// A table of counts, and remarks below it.
    var text: String {
        var table = AlignedTable(columns: [
            .init(title: "count", right: true), .init(title: "what"), .init(title: "by"),
        ])
        table.widest = 90
        for line in lines {
            switch line.count {
            case .number(let number):
                table.rows.append([PlainNumber.text(number) ?? "–", line.what, line.source])
            case .few: table.rows.append(["under \(cube.publication.minimumPersons)", line.what, line.source])
            case .hidden: table.rows.append(["not shown", line.what, line.source])
            case .absent: break
            }
        }
        let written = table.rows.isEmpty ? "" : table.text(indent: "  ")
        return written
            + remarks.map { remark in
                NamedLines.wrapped(remark, to: NamedLines.width - 2).map { "  \($0)\n" }.joined()
            }.joined()
    }

    // MARK: Published cells

    private func look(_ metric: String, _ part: Part, _ period: String? = nil) -> Count {
        let cell: Disclosed? =
            metric == place.metric && period == nil
            ? .published(figure)
            : cube.cell(metric, department: unit, period: period ?? place.period, breakdown: group)
        switch cell {
        case nil: return .absent
        case .suppressed?: return .hidden
        case .published(let figure)?:
            let number: Double? =
                switch part {
                case .value: figure.value
                case .numerator: figure.numerator
                case .denominator: figure.denominator
                case .n: figure.n.map { Double($0) }
                }
            return number.map { .number($0) } ?? .absent
        }
    }

    /// The first of some cells that there is.
    private func first(_ metrics: [String], _ part: Part) -> (count: Count, metric: String) {
        for metric in metrics {
            let count = look(metric, part)
            if count != .absent { return (count, metric) }
        }
        return (.absent, metrics.last ?? "")
    }

    /// What adds up over months: the period's own cell, else the sum of its months' where all of them are told.
    private func sum(_ metric: String) -> (count: Count, source: String) {
        let own = look(metric, .value)
        if own != .absent { return (own, metric) }
        guard let months = period.months, months.count > 1 else { return (.absent, metric) }
        guard isWindowOfMonths else { return (.absent, metric) }
        var total = 0.0
        for month in period.monthNames {
            switch look(metric, .value, month) {
            case .number(let number): total += number
            case .hidden, .few: return (.hidden, metric)
            case .absent: return (.absent, metric)
            }
        }
        return (.number(total), "\(metric) of the months")
    }

    /// Both numbers are published, so that anybody may subtract them; but who is left over in sensitive figures is not
    /// pointed at where it is a few.
    private func difference(_ a: Count, _ b: Count) -> Count {
        if a == .absent || b == .absent { return .absent }
        guard case .number(let a) = a, case .number(let b) = b else { return .hidden }
        let rest = a - b
        let isFew = description.sensitive && rest > 0 && rest < Double(cube.publication.minimumPersons)
        return isFew ? .few : .number(rest)
    }

    private mutating func add(_ count: Count, _ what: String, by source: String) {
        lines.append(Line(count: count, what: what, source: source))
    }

    private mutating func add(_ metric: String, _ part: Part, _ what: String) {
        add(look(metric, part), what, by: metric)
    }

    /// `2026-03/P12M`, for which stocks and some flows are published by month only.
    private var isWindowOfMonths: Bool {
        if case .months? = Period(place.period)?.kind { true } else { false }
    }

    // MARK: By family

    private mutating func count() {
        let id = place.metric
        guard figure.n != nil else { return preaggregated() }
        switch description.family {
        case "Survey": survey()
        case "Absence": absence()
        case "Participation" where id == "participation.response_rate": responses()
        case "Participation": participation()
        case "Retention" where id.hasPrefix("retention.survival") || id.hasPrefix("retention.half_life"): survival()
        case "Retention" where id.hasPrefix("retention.cohort12") || id == "retention.stability": retention()
        case "Turnover" where id == "turnover.snapshot": snapshot()
        case "Turnover" where id.hasPrefix("turnover.first_"): newcomers()
        case "Turnover": employment(leavers: !id.hasPrefix("hires."))
        case "People" where id.hasPrefix("tenure."): tenure()
        case "People" where id.hasPrefix("span_of_control."): span()
        case "People": employment(leavers: id == "flow.leavers")
        default: quotient()
        }
    }

    private mutating func own(_ what: String) {
        add(figure.n.map { .number(Double($0)) } ?? .absent, what, by: "\(place.metric), n")
    }

    /// Numbers that a publisher printed.
    private mutating func preaggregated() {
        if let denominator = figure.denominator { add(.number(denominator), description.denominator, by: place.metric) }
        remarks.append(
            "The figure was printed by a publisher or worked out from printed figures: how many persons are behind it is "
                + "unknown, and the publisher's own blanks are the protection.")
    }

    private mutating func quotient() {
        own("persons in the denominator, each once")
        if let numerator = figure.numerator, !description.numerator.isEmpty {
            add(.number(numerator), description.numerator, by: place.metric)
        }
        if let denominator = figure.denominator, description.denominator != "1" {
            add(.number(denominator), description.denominator, by: place.metric)
        }
        let employed = look("headcount.average", .n)
        add(employed, "persons employed at any time in the period", by: "headcount.average, n")
    }

    /// Who was there, came and went; and for turnover why those left who did.
    private mutating func employment(leavers: Bool) {
        own("persons employed at any time in the period, each once")
        let opening = edge("headcount.opening", month: period.monthNames.first)
        let closing = edge("headcount.closing", month: period.monthNames.last)
        add(opening.count, "employed at the opening", by: opening.source)
        var flows: [(Count, Double)] = [(opening.count, 1)]
        for (metric, what, sign) in [
            ("flow.hires", "hired", 1.0), ("flow.moves_in", "moved in", 1), ("flow.leavers", "left", -1),
            ("flow.moves_out", "moved out", -1),
        ] {
            let flow = sum(metric)
            flows.append((flow.count, sign))
            add(flow.count, what, by: flow.source)
            if metric == "flow.hires" {
                let again = sum("flow.rehires")
                add(again.count, "of the hired: employed before", by: again.source)
            }
        }
        add(closing.count, "employed at the closing", by: closing.source)
        addUp(flows, closing.count)
        if leavers { reasons() }
        add("headcount.average", .numerator, "days employed, of all persons")
    }

    /// A stock at an end of the period: that of the period, else of the month there.
    private func edge(_ metric: String, month: String?) -> (count: Count, source: String) {
        let own = look(metric, .value)
        if own != .absent { return (own, metric) }
        guard let month, isWindowOfMonths else { return (.absent, metric) }
        return (look(metric, .value, month), "\(metric) of \(month)")
    }

    private mutating func addUp(_ flows: [(Count, Double)], _ closing: Count) {
        var total = 0.0
        var words = ""
        for (count, sign) in flows {
            guard case .number(let number) = count, let text = PlainNumber.text(number) else { return }
            total += sign * number
            words += words.isEmpty ? text : (sign > 0 ? " + " : " − ") + text
        }
        guard case .number(let last) = closing, let found = PlainNumber.text(last), let sum = PlainNumber.text(total)
        else { return }
        remarks.append(
            total == last
                ? "It adds up: \(words) = \(found)."
                : "It does not add up: \(words) = \(sum), but \(found) at the closing; see the findings below.")
    }

    private static let reasons = [
        ("voluntary", "resigned"), ("involuntary", "were dismissed or made redundant, or failed probation"),
        ("other", "retired, died, fixed term over, or moved within the group"),
        ("unknown", "for a reason that is missing or in no code list"),
    ]

    /// Leavers by class: those that the metric counts, and those that it leaves out.
    private mutating func reasons() {
        for (name, what) in Self.reasons {
            let left = first(
                ["turnover.\(name)", "turnover.rolling12.\(name)", "turnover.annualised3.\(name)"], .numerator)
            add(left.count, "of the leavers: \(what)\(isCounted(name) ? "" : " (not counted here)")", by: left.metric)
        }
    }

    private func isCounted(_ reason: String) -> Bool {
        let named = Self.reasons.map(\.0).first { place.metric.split(separator: ".").contains(Substring($0)) }
        guard let named else { return true }
        return named == reason
    }

    private mutating func newcomers() {
        own("spells whose time was over in the period")
        add(.number(figure.numerator ?? 0), "of them ended by then", by: place.metric)
        let stayed = difference(look(place.metric, .denominator), look(place.metric, .numerator))
        add(stayed, "of them still there after that time", by: "difference")
        remarks.append(
            "Spells that began later are left out: their time is not over. Each is counted at the department of its first day."
        )
    }

    private mutating func snapshot() {
        own("persons in the snapshot, active and leavers")
        add(place.metric, .numerator, "marked as leavers")
        remarks.append("The export has no dates: nothing is known of when they left.")
    }

    private mutating func tenure() {
        let closing = look("headcount.closing", .value)
        add(closing, "employed at the closing", by: "headcount.closing")
        own("of them with a known hire")
        add(
            difference(closing, figure.n.map { .number(Double($0)) } ?? .absent),
            "left out: their hire is unknown", by: "difference")
        add("tenure.mean", .numerator, "days since the hire, of all counted")
    }

    private mutating func span() {
        let closing = look("headcount.closing", .value)
        add(closing, "employed at the closing", by: "headcount.closing")
        own("of them managers: somebody employed reports to them")
        add(
            difference(closing, figure.n.map { .number(Double($0)) } ?? .absent),
            "left out: nobody reports to them", by: "difference")
        add(place.metric, .numerator, "direct reports of these managers, wherever employed")
    }

    private mutating func retention() {
        let opening = look(place.metric, .denominator)
        add(opening, "employed in the unit at the opening", by: "\(place.metric), denominator")
        let stayed = look("retention.cohort12", .numerator)
        add(stayed, "of them employed by the company at the closing", by: "retention.cohort12")
        add(difference(opening, stayed), "of them gone by then", by: "difference")
        let inUnit = look("retention.cohort12.in_unit", .numerator)
        add(inUnit, "of them in the unit at the closing", by: "retention.cohort12.in_unit")
        add(difference(stayed, inUnit), "of them elsewhere in the company", by: "difference")
        add("retention.stability", .numerator, "in the unit at the closing, with unbroken service from the opening on")
        remarks.append("Whoever came after the opening is left out of the denominator.")
    }

    private mutating func survival() {
        let isCohort = place.metric.hasPrefix("retention.half_life")
        if isCohort {
            own("persons hired in the year, seen from their first day on")
        } else {
            add("retention.survival.median", .n, "persons whose stay in the unit was seen")
            add("retention.survival.leavers", .value, "stays that ended with leaving, in fives")
            add("retention.survival.censored", .value, "stays that go on or ended with a move out, in fives")
            for (months, day) in [(3, 91), (12, 365), (24, 730), (36, 1_096)] {
                let point = "retention.survival#\(day)"
                add(point, .denominator, "at risk after \(months) months (\(day) days), in fives")
            }
            if place.metric.contains("#"), !lines.contains(where: { $0.source == place.metric }) {
                add(place.metric, .denominator, "at risk at this point, in fives")
            }
        }
        remarks.append(
            "Numbers at risk are rounded down to fives. Left out: spells whose first day is unknown. Whoever was hired before "
                + "leavers are known enters with the tenure of that day.")
    }

    // MARK: Absence

    private mutating func absence() {
        let id = place.metric
        if id.hasPrefix("absence.bradford.") { return bradford() }
        if id == "absence.prevalence" {
            own("persons employed on the day")
            add(id, .numerator, "of them absent")
            add(difference(look(id, .denominator), look(id, .numerator)), "of them not absent", by: "difference")
            return
        }
        if id.hasPrefix("absence.weekday_pattern") {
            own("persons with a spell of one day, Monday to Friday, that ended in the period")
            for (place, day) in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"].enumerated() {
                add("absence.weekday_pattern#\(place + 1)", .numerator, "of these spells on a \(day)")
            }
            return
        }
        let employed = first(["absence.rate", "headcount.average", id], .n)
        add(employed.count, "persons employed at any time in the period, each once", by: "\(employed.metric), n")
        let absent = look("absence.incidence", .numerator)
        add(absent, "of them with a spell in the period", by: "absence.incidence")
        add(difference(look("absence.incidence", .denominator), absent), "of them without", by: "difference")
        add("absence.rate", .denominator, "minutes scheduled, of all persons")
        add("absence.rate", .numerator, "minutes absent, of the classes counted")
        for (part, what) in [
            ("certified", "certified"), ("self_certified", "self-certified"),
            ("certification_unknown", "of unknown certification"), ("short", "on the first days of a spell"),
            ("long", "on later days of a spell"),
        ] {
            add("absence.\(part)", .numerator, "of the minutes absent: \(what)")
        }
        add("absence.frequency", .numerator, "spells begun in the period")
        add("absence.spells_dk", .numerator, "spells ended in the period")
        if let numerator = figure.numerator, !lines.contains(where: { $0.source == id }) {
            add(.number(numerator), "the numerator: \(description.numerator)", by: id)
        }
        if let denominator = figure.denominator, description.denominator != "1",
            !["absence.rate", "absence.incidence"].contains(id)
        {
            add(.number(denominator), "the denominator: \(description.denominator)", by: "\(id), denominator")
        }
        remarks.append(
            "Left out: absence of other classes, on days without scheduled work, and outside employment; open spells count up "
                + "to the as-of day.")
    }

    private mutating func bradford() {
        own("persons employed on the last day")
        let bands = cube.publication.catalogue.map(\.id).filter { $0.hasPrefix("absence.bradford.distribution#") }
        for band in bands {
            add(band, .numerator, "of them with a score of \(band.drop { $0 != "#" }.dropFirst())")
        }
        remarks.append("Counts of persons by band; no score of a person is kept.")
    }

    // MARK: Participation

    private mutating func participation() {
        let employed = first(["participation.reach", "participation.reach12"], .denominator)
        add(
            employed.count == .absent ? look(place.metric, .n) : employed.count,
            "persons employed at any time in the period, each once", by: employed.metric)
        let came = first(["participation.reach", "participation.reach12"], .numerator)
        add(came.count, "of them at a voluntary event", by: came.metric)
        add(difference(employed.count, came.count), "of them at none", by: "difference")
        add("participation.attendance_rate", .n, "persons invited to a voluntary event")
        let invited = look("participation.attendance_rate", .denominator)
        let attended = look("participation.attendance_rate", .numerator)
        add(invited, "invitations to voluntary events", by: "participation.attendance_rate")
        add(attended, "of them followed by attendance", by: "participation.attendance_rate")
        add(difference(invited, attended), "of them not followed by attendance", by: "difference")
        let all = look("participation.intensity", .numerator)
        add(all, "attendances, walk-ins included", by: "participation.intensity")
        add(difference(all, attended), "of them of walk-ins", by: "difference")
        let names = ["participation.reach", "participation.reach12", "participation.attendance_rate"]
        if !names.contains(place.metric), place.metric != "participation.intensity", let numerator = figure.numerator {
            add(.number(numerator), "the numerator: \(description.numerator)", by: place.metric)
        }
        remarks.append("Left out: mandatory events, and attendance on a day on which the person was not employed.")
    }

    private mutating func responses() {
        let asked = look(place.metric, .denominator)
        let answered = look(place.metric, .numerator)
        add(asked, "persons asked: \(description.denominator)", by: place.metric)
        add(answered, "of them answered", by: place.metric)
        add(difference(asked, answered), "of them did not answer", by: "difference")
    }

    // MARK: Survey

    private mutating func survey() {
        let rate = "participation.response_rate"
        let asked = look(rate, .denominator)
        let answered = look(rate, .numerator)
        add(asked, "persons asked", by: rate)
        add(answered, "of them answered", by: rate)
        add(difference(asked, answered), "of them did not answer", by: "difference")
        if place.metric.hasPrefix("survey.change:") { return change() }
        own(surveyed)
        add(
            difference(answered, figure.n.map { .number(Double($0)) } ?? .absent), "left out: \(leftOut)",
            by: "difference")
        if let item = item {
            for option in 0...10 { add("survey.item:\(item)#\(option)", .numerator, "answers of \(option)") }
            for kind in ["favourable", "neutral", "unfavourable"] {
                add("survey.\(kind):\(item)", .numerator, "\(kind) answers")
            }
        }
        if let index = index {
            let items = cube.publication.items.filter { $0.index == index }
            for item in items { add("survey.score:\(item.id)", .n, "answers to \(item.id), “\(item.text)”") }
            remarks.append(
                items.isEmpty
                    ? "No item of the questionnaire counts in the index."
                    : "The index is made of \(items.count == 1 ? "one item" : "\(items.count) items").")
        }
        remarks.append("Answers are anonymous: nobody knows whose they are, so no groups of persons are told apart.")
    }

    /// The item that a metric is about.
    private var item: String? {
        let parts = place.metric.prefix { $0 != "#" }.split(separator: ":").map(String.init)
        if place.metric == "survey.enps" {
            return cube.publication.items.first { item in
                cube.publication.catalogue.contains { $0.id == "survey.item:\(item.id)#10" }
                    && !cube.publication.catalogue.contains { $0.id == "survey.score:\(item.id)" }
            }?.id
        }
        let ofItems = ["survey.favourable", "survey.neutral", "survey.unfavourable", "survey.score", "survey.item"]
        guard parts.count == 2, ofItems.contains(parts[0]) else { return nil }
        return parts[1]
    }

    /// The index that a metric is about.
    private var index: String? {
        let parts = place.metric.split(separator: ":").map(String.init)
        let known = cube.publication.indices.map(\.id)
        if parts.count > 1, item == nil { return known.first { $0 == parts[parts.count - 1] } }
        return known.first {
            place.metric == "survey.index.\($0)" || place.metric.hasPrefix("survey.index.\($0).")
        }
    }

    private var surveyed: String {
        let id = place.metric
        if item != nil { return "answers to the item, one a person" }
        if id.hasPrefix("survey.alpha:") { return "persons who answered all items" }
        if id.hasPrefix("survey.driver") { return "persons with the outcome and all factors" }
        if id.hasPrefix("survey.icc") || id.hasPrefix("survey.rwg") { return "persons in the units compared" }
        if id.hasSuffix(".item_mean") || id.hasSuffix(".favourable") {
            return "answers to the item that the fewest answered"
        }
        return id.hasPrefix("survey.index.") ? "persons with an index" : "persons counted"
    }

    private var leftOut: String {
        let id = place.metric
        if item != nil { return "blank or not applicable" }
        if id.hasPrefix("survey.alpha:") { return "answered some of the items only" }
        if id.hasPrefix("survey.driver") { return "without the outcome or one of the factors" }
        if id.hasPrefix("survey.icc") || id.hasPrefix("survey.rwg") {
            return "of units that are not compared, or without an index"
        }
        if id.hasSuffix(".item_mean") || id.hasSuffix(".favourable") { return "did not answer that item" }
        let share = cube.publication.settings.first { $0.name == "metrics.index_answered_percent" }?.value ?? "50"
        return id.hasPrefix("survey.index.") ? "answered less than \(share) % of the items" : "not counted"
    }

    /// Two waves side by side.
    private mutating func change() {
        let waves = cube.publication.waves
        let parts = place.metric.split(separator: ":").map(String.init)
        let compared =
            place.metric == "survey.change:enps"
            ? "survey.enps"
            : parts.dropFirst().first == "index"
                ? "survey.index.\(parts.last ?? "")" : "survey.score:\(parts.last ?? "")"
        own("answers of the wave with fewer")
        add(compared, .n, "answers in this wave")
        if let here = waves.firstIndex(where: { "wave:\($0)" == place.period }), here > 0 {
            let before = "wave:\(waves[here - 1])"
            add(look(compared, .n, before), "answers in the wave before, \(before)", by: "\(compared) of \(before)")
            remarks.append("Compared with \(before), over the items that both waves asked.")
        }
    }
}
