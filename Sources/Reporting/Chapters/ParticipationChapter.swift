internal import HTML
internal import Results

/// Who was invited and came, and how many different people took part.
struct ParticipationChapter: Sendable {
    let context: PageContext

    private var edition: Edition { context.edition }

    func chapter() -> Chapter {
        let rate = "participation.attendance_rate"
        let reach = "participation.reach12"
        let months = edition.monthIndices.suffix(37)
        let rolling = months.reversed().map(ReportPeriod.rolling12)
        let ratePeriod = edition.newest(rate, rolling)
        let reachPeriod = edition.newest(reach, rolling)
        guard ratePeriod != nil || reachPeriod != nil else {
            return Chapter(
                id: "participation", title: Wording.participationChapter, rail: [], figures: [],
                line: context.missing("Participation", Wording.participationChapter, [rate, reach]),
                isMissing: ![rate, reach].contains { edition.cube.has($0) })
        }
        let builder = SeriesBuilder(context: context)
        let periods = months.map(ReportPeriod.rolling12)
        var figures: [FigureFrame] = []
        if let line = builder.line(
            rate, title: Wording.attendance, sub: Wording.attendanceSub, periods: periods, comparedWith: context.parent)
        {
            figures.append(line)
        }
        if let line = builder.line(
            reach, title: Wording.reach, sub: Wording.reachSub, periods: periods, comparedWith: context.parent)
        {
            figures.append(line)
        }
        let dots = UnitDots(context: context)
        if let period = reachPeriod,
            let figure = dots.figure(reach, period, what: "reach of events", measured: Wording.measuredReach)
        {
            figures.append(figure)
        } else if let period = ratePeriod,
            let figure = dots.figure(rate, period, what: "attendance", measured: Wording.measuredAttendance)
        {
            figures.append(figure)
        }
        var rail: [String] = []
        if let period = ratePeriod, let value = context.reading(rate, period).value {
            rail.append(Wording.participationRail(Format.value(value, edition.unit(rate)), period.words))
        }
        if let period = reachPeriod, let value = context.reading(reach, period).value {
            rail.append(Wording.reachRail(Format.value(value, edition.unit(reach))))
        }
        return Chapter(
            id: "participation", title: Wording.participationChapter, rail: rail, figures: figures,
            line: figures.isEmpty && rail.isEmpty ? Wording.seriesHidden(Wording.participationChapter) + "." : "")
    }
}

extension Wording {
    static let measuredReach = "% of people employed in the 12 months"
    static let measuredAttendance = "% of invitations"
    static func reachRail(_ value: String) -> String { "\(value) of people took part at least once." }
}
