internal import HTML
internal import Results

/// Headcount, who came and who went, and the departments at a glance.
struct PeopleChapter: Sendable {
    let context: PageContext

    private var edition: Edition { context.edition }

    func chapter() -> Chapter {
        guard let headline = edition.headline(.headcount),
            case .month(let month) = edition.period(of: headline, in: context.unit)
        else {
            return Chapter(
                id: "people", title: Wording.people, rail: [], figures: [],
                line: context.missing("People", Wording.people))
        }
        var figures: [FigureFrame] = []
        if let flow = flow(month) { figures.append(flow) }
        let series = headline.series.compactMap(\.month).first.map { first in
            edition.monthIndices.filter { $0 >= min(first, month - 36) && $0 <= month }.map(ReportPeriod.month)
        }
        if let periods = series, let line = headcountLine(periods) { figures.append(line) }
        if let glance = glance() { figures.append(glance) }
        var rail: [String] = []
        if let now = context.reading(headline.metric, .month(month)).value,
            let then = context.reading(headline.metric, .month(month - 12)).value
        {
            let change = now - then
            rail.append(
                change > 0
                    ? Wording.morePeople(Format.number(change))
                    : change < 0 ? Wording.fewerPeople(Format.number(-change)) : Wording.samePeople)
        }
        return Chapter(
            id: "people", title: Wording.people, rail: rail, figures: figures,
            line: figures.isEmpty ? Wording.seriesHidden(Wording.headcount) + "." : "")
    }

    /// The units in a chapter of their own, where headcount is not measured.
    func departments() -> Chapter? {
        guard edition.headline(.headcount) == nil, let glance = glance() else { return nil }
        return Chapter(id: "departments", title: Wording.departments, rail: [], figures: [glance])
    }

    private func headcountLine(_ periods: [ReportPeriod]) -> FigureFrame? {
        let known = periods.compactMap { period in
            context.reading("headcount.closing", period).value.map { (period, $0) }
        }
        guard let first = known.first, let last = known.last, known.count > 1 else { return nil }
        return SeriesBuilder(context: context).line(
            "headcount.closing", title: Wording.headcount, sub: Wording.headcountSub, periods: periods,
            comparedWith: nil,
            heading: Wording.headcountLine(
                Format.number(first.1), first.0.words, Format.number(last.1), last.0.words))
    }

    /// Twelve months of flows, where every one of them is published.
    private func flow(_ month: Int) -> FigureFrame? {
        let months = Array((month - 11)...month)
        func sum(_ metric: String) -> Double? {
            var total = 0.0
            for month in months {
                guard let value = context.reading(metric, .month(month)).value else { return nil }
                total += value
            }
            return total
        }
        guard let opening = context.reading("headcount.opening", .month(month - 11)).value,
            let closing = context.reading("headcount.closing", .month(month)).value,
            let hires = sum("flow.hires"), let leavers = sum("flow.leavers"), let movesIn = sum("flow.moves_in"),
            let movesOut = sum("flow.moves_out")
        else { return nil }
        let from = Format.shortMonth(month - 11)
        let to = Format.shortMonth(month)
        let hasMoves = movesIn > 0 || movesOut > 0
        var steps = [FlowChart.Step(caption: Wording.startOf(from), value: opening, isTotal: true)]
        steps.append(.init(caption: Wording.hired, value: hires, isTotal: false))
        if hasMoves { steps.append(.init(caption: Wording.movedIn, value: movesIn, isTotal: false)) }
        steps.append(.init(caption: Wording.left, value: -leavers, isTotal: false))
        if hasMoves { steps.append(.init(caption: Wording.movedOut, value: -movesOut, isTotal: false)) }
        steps.append(.init(caption: Wording.endOf(to), value: closing, isTotal: true))
        let change = closing - opening
        let (left, hired, by) = (Format.number(leavers), Format.number(hires), Format.number(abs(change)))
        let title =
            change > 0
            ? Wording.flowGrew(left, hired, by, context.kindOfUnit)
            : change < 0
                ? Wording.flowShrank(left, hired, by, context.kindOfUnit)
                : Wording.flowLevel(left, hired, context.kindOfUnit)
        var terms = Format.number(opening) + " + " + hired
        if hasMoves { terms += " + " + Format.number(movesIn) }
        terms += " \(Format.minus) " + left
        if hasMoves { terms += " \(Format.minus) " + Format.number(movesOut) }
        terms += " = " + Format.number(closing)
        return FigureFrame(
            title: title, sub: Wording.flowSub(Format.month(month - 11), Format.month(month)),
            chart: FlowChart(
                label: Wording.flowLabel(
                    Format.number(opening), hired, Format.number(movesIn), left, Format.number(movesOut),
                    Format.number(closing)), steps: steps),
            note: Wording.flowSum(terms) + Wording.flowsNote, definition: context.definition("headcount.closing"),
            table: flowTable(months))
    }

    private func flowTable(_ months: [Int]) -> DataTable {
        let columns = [
            ("headcount.opening", Wording.openingColumn), ("flow.hires", Wording.hiredColumn),
            ("flow.moves_in", Wording.movedInColumn), ("flow.leavers", Wording.leftColumn),
            ("flow.moves_out", Wording.movedOutColumn), ("headcount.closing", Wording.closingColumn),
        ]
        return DataTable(
            columns: [.init(title: Wording.month, isNumber: false)]
                + columns.map { .init(title: $0.1, definition: context.definition($0.0)) },
            rows: months.reversed().map { month in
                let numbers: [TableCell] = columns.map { column in
                    .reading(context.reading(column.0, .month(month)), edition.unit(column.0))
                }
                return DataTable.Row(cells: [.text(Format.shortMonth(month))] + numbers)
            })
    }

    /// One row a department, the page's own unit (or its parent) first.
    private func glance() -> FigureFrame? {
        let relatives = context.relatives
        guard relatives.count > 1 || !edition.children[context.unit].isEmpty, !edition.headlines.isEmpty else {
            return nil
        }
        let reference = context.relativesReference
        let columns = edition.headlines
        let units = relatives.sorted { (edition.name($0), $0) < (edition.name($1), $1) }
        var readings: [Reading] = []
        let periods = Dictionary(
            columns.map { ($0.metric, edition.period(of: $0, in: [reference] + units)) },
            uniquingKeysWith: { a, _ in a })
        let rows = ([reference] + units).enumerated().map { position, unit in
            let cells: [TableCell] = columns.map { headline in
                let period = periods[headline.metric] ?? headline.period
                let reading = edition.reading(headline.metric, unit, period)
                readings.append(reading)
                let verdict =
                    position == 0
                    ? Verdict.level
                    : edition.verdict(
                        headline.metric, of: unit, period, reading.figure,
                        against: edition.reading(headline.metric, reference, period).figure, .parent)
                return .reading(reading, edition.unit(headline.metric), verdict: verdict)
            }
            let isOwn = unit == context.unit
            return DataTable.Row(
                cells: [.name(edition.name(unit), isOwn ? nil : context.page(of: unit))] + cells,
                names: isOwn || position == 0 ? "us" : "", indent: position == 0 ? 0 : 1)
        }
        let hasHidden = readings.contains {
            if case .known = $0 { false } else if case .undefined = $0 { false } else { true }
        }
        let hasIntervals = readings.contains { $0.figure?.low != nil }
        return FigureFrame(
            title: edition.children[context.unit].isEmpty ? Wording.glanceSiblings : Wording.glanceTitle,
            sub: Wording.glanceSub(Format.date(edition.publication.asOf)), isFull: true,
            note: (hasIntervals ? Wording.glanceNote : "") + (hasHidden ? Wording.hatchNote(readings) : ""),
            table: DataTable(
                columns: [.init(title: Wording.department, isNumber: false)]
                    + columns.map { headline in
                        let period = periods[headline.metric] ?? headline.period
                        let title =
                            period == headline.period ? headline.title : Wording.titleAt(headline.title, period.short)
                        return .init(title: title, definition: context.definition(headline.metric))
                    }, rows: rows),
            tableNames: columns.count < 3 ? "glance narrow" : "wide glance")
    }
}

extension PageContext {
    /// Why a family has no chapter: what the publication says, else that it is not measured.
    func missing(_ family: String, _ title: String) -> String {
        let said = edition.publication.missing.first { line in
            // The families before the colon, as in "People and turnover: no employees export".
            line.prefix { $0 != ":" }.lowercased().contains(family.lowercased())
        }
        return said ?? Wording.notMeasured(title)
    }
}

extension Wording {
    static func titleAt(_ title: String, _ period: String) -> String { "\(title), \(period)" }
    static func startOf(_ month: String) -> String { "start of \(month)" }
    static func endOf(_ month: String) -> String { "end of \(month)" }
    static let month = "Month"
    static let openingColumn = "Opening"
    static let hiredColumn = "Hired"
    static let movedInColumn = "Moved in"
    static let leftColumn = "Left"
    static let movedOutColumn = "Moved out"
    static let closingColumn = "Closing"
}
