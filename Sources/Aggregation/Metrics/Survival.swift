internal import Results

/// For how long people stay: Kaplan–Meier curves of tenure, with those hired before leavers were known counted from then on.
enum Survival {
    /// 3, 12, 24 and 36 months.
    static let namedMonths = [3, 12, 24, 36]
    static let namedDays = namedMonths.map(SurvivalCurves.days(ofMonths:))

    private static let source =
        "Kaplan and Meier (1958); left truncation as in Klein and Moeschberger (2003), 4.6"
    private static let meaning =
        "A spell counts from the day on which leavers are known; spells whose first day is unknown are left out. Whoever "
        + "moves out of the unit counts up to the move, whoever moves in from the tenure reached. Shown while ten or more "
        + "are at risk, with five or more leavers in all."

    /// What is said of every point of the curve; the catalogue names the points at which it is drawn by their curve alone.
    static let curve = description(
        "retention.survival", "Survival", unit: "%",
        "Of every 100 persons, those who stay beyond so many completed days of tenure, at the ends of months: "
            + "`retention.survival#DAY` for the whole curve. \(meaning)",
        formula: "Π over the days t up to the day of (1 − leavers with tenure t ÷ persons at risk on day t) × 100",
        denominator: "persons at risk on the day, rounded down to 5", grain: "department × as-of day × day of tenure",
        interval: "Greenwood, log-log, rounded outwards", decimals: 1)

    /// - Parameter cohorts: years of hire that are seen from their first day on.
    static func metrics(cohorts: Range<Int>) -> [Metric] {
        points + [median] + counts + cohorts.map { halfLife(String($0), year: $0) }
    }

    static let points = zip(namedMonths, namedDays).map { months, day in
        Metric(
            description: point(months: months, day: day), slots: .asOfDay, protection: .survival(.day(day)),
            needs: .survival
        ) { figures, node, _ in figure(figures, node, day: day) }
    }

    private static func point(months: Int, day: Int) -> MetricDescription {
        var point = curve
        point.id = id(day: day)
        point.title = "Survival, \(months) months"
        point.definition = "Of every 100 persons, those who stay beyond \(day) completed days of tenure. \(meaning)"
        point.formula =
            "Π over the days t up to \(day) of (1 − leavers with tenure t ÷ persons at risk on day t) × 100"
        point.grain = "department × as-of day"
        return point
    }

    static func id(day: Int) -> String { "retention.survival#\(day)" }

    /// In tenths of a percent, the bounds outwards: numbers at risk are given in fives, and a quotient of whole numbers
    /// would say them exactly.
    static func figure(_ figures: Figures, _ node: Int, day: Int) -> Figure {
        guard let survival = figures.survival, let point = survival.point(node, day: day) else {
            return Figure(value: nil, denominator: 0, n: 0)
        }
        let atRisk = survival.atRisk(node, day: day) / 5 * 5
        return Figure(
            value: (point.survival * 1000).rounded(.toNearestOrEven) / 10, denominator: Double(atRisk), n: atRisk,
            low: point.low.map { ($0 * 1000).rounded(.down) / 10 },
            high: point.high.map { ($0 * 1000).rounded(.up) / 10 })
    }

    static let median = Metric(
        description: description(
            "retention.survival.median", "Median time stayed", unit: "months",
            "The tenure at which half of those who begin have left; without a value where more than half stay as long as "
                + "the curve goes (not reached). \(meaning)",
            formula: "first day on which the curve is at 50 % or below ÷ days in a month (365.25 ÷ 12)",
            denominator: "days in a month (365.25 ÷ 12)", grain: "department × as-of day", interval: "", decimals: 1),
        slots: .asOfDay, protection: .survival(.median), needs: .survival
    ) { figures, node, _ in
        guard let survival = figures.survival else { return Figure(value: nil, n: 0) }
        return Figure(value: months(survival.curve(node)?.median), n: survival.persons(node))
    }

    /// What a curve is made of. In fives, as the numbers at risk are: what one unit has more than those below it would
    /// otherwise tell when a single person left.
    static let counts = [
        count(
            "leavers", "Leavers in the curve",
            "Stays in the unit that ended with the employment since leavers are known, rounded down to 5."
        ) { $0.leavers },
        count(
            "censored", "Stays in the curve that did not end with leaving",
            "Stays in the unit that go on at the as-of day or ended with a move out of it, rounded down to 5."
        ) { $0.censored },
    ]

    private static func count(
        _ name: String, _ title: String, _ definition: String,
        _ stays: @escaping @Sendable (SurvivalCurves.Curve) -> Int
    ) -> Metric {
        var count = description(
            "retention.survival.\(name)", title, unit: "stays", definition, formula: "count, rounded down to 5",
            denominator: "1", grain: "department × as-of day", interval: "", decimals: 0)
        count.numerator = "stays"
        count.direction = 0
        return Metric(
            description: count, slots: .asOfDay, protection: .survival(.median), needs: .survival
        ) { figures, node, _ in
            guard let survival = figures.survival, let curve = survival.curve(node) else {
                return Figure(value: nil, n: 0)
            }
            return .count(Int64(stays(curve) / 5 * 5), persons: survival.persons(node))
        }
    }

    /// - Parameter name: the year, or a word for it in the documentation.
    static func halfLife(_ name: String, year: Int) -> Metric {
        Metric(
            description: description(
                "retention.half_life#\(name)", "Half-life of the hires of \(name)", unit: "months",
                "The tenure at which half of those hired in \(name) have left; without a value where more than half are "
                    + "there still (not reached). Years that began before leavers are known are left out. \(meaning)",
                formula:
                    "first day on which the curve of the spells that began in \(name) is at 50 % or below ÷ days in a "
                    + "month (365.25 ÷ 12)",
                denominator: "days in a month (365.25 ÷ 12)", grain: "department × as-of day", interval: "",
                decimals: 1),
            slots: .asOfDay, protection: .survival(.cohort(year)), needs: .survival
        ) { figures, node, _ in
            guard let survival = figures.survival else { return Figure(value: nil, n: 0) }
            return Figure(
                value: months(survival.median(node, year: year).flatMap { $0 }), n: survival.persons(node, year: year))
        }
    }

    /// In tenths of a month, as it is shown: the day itself is that of somebody's leaving.
    private static func months(_ days: Int?) -> Double? {
        days.map { (Double($0) / Headcount.daysInMonth * 10).rounded(.toNearestOrEven) / 10 }
    }

    private static func description(
        _ id: String, _ title: String, unit: String, _ definition: String, formula: String, denominator: String,
        grain: String, interval: String, decimals: Int
    ) -> MetricDescription {
        MetricDescription(
            id: id, family: "Retention", title: title, unit: unit, definition: definition, formula: formula,
            numerator: "", denominator: denominator, grain: grain, direction: 1, source: source, interval: interval,
            sensitive: true, decimals: decimals)
    }
}
