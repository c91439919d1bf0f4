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
                line: context.missing("People", Wording.people, ["headcount.closing"]),
                isMissing: !edition.cube.has("headcount.closing"))
        }
        var figures: [FigureFrame] = []
        if let flow = YearOfFlow(context).map(flow) { figures.append(flow) }
        let series = headline.series.compactMap(\.month).first.map { first in
            edition.monthIndices.filter { $0 >= min(first, month - 36) && $0 <= month }.map(ReportPeriod.month)
        }
        if let periods = series, let line = headcountLine(periods) { figures.append(line) }
        if context.dissolution == nil, let glance = glance() { figures.append(glance) }
        var rail: [String] = []
        if let now = context.reading(headline.metric, .month(month)).value,
            let then = context.reading(headline.metric, .month(month - 12)).value
        {
            let change = now - then
            rail.append(
                change > 0
                    ? Wording.morePeople(change)
                    : change < 0 ? Wording.fewerPeople(-change) : Wording.samePeople)
        }
        return Chapter(
            id: "people", title: Wording.people, rail: rail, figures: figures,
            line: figures.isEmpty ? Wording.seriesHidden(Wording.headcount) + "." : "")
    }

    /// The units in a chapter of their own, where headcount is not measured.
    func departments() -> Chapter? {
        guard edition.headline(.headcount) == nil, let glance = glance() else { return nil }
        return Chapter(id: "departments", title: Wording.units(context.isPublic), rail: [], figures: [glance])
    }

    private func headcountLine(_ periods: [ReportPeriod]) -> FigureFrame? {
        let known = zip(periods, context.readings("headcount.closing", periods)).compactMap { period, reading in
            reading.value.map { (period, $0) }
        }
        guard let first = known.first, let last = known.last, known.count > 1 else { return nil }
        return SeriesBuilder(context: context).line(
            "headcount.closing", title: Wording.headcount, sub: Wording.headcountSub, periods: periods,
            comparedWith: nil,
            heading: Wording.headcountLine(
                Format.number(first.1), first.0.words, Format.number(last.1), last.0.words))
    }

    private func flow(_ flow: YearOfFlow) -> FigureFrame {
        let from = Format.shortMonth(flow.month - 11)
        let to = Format.shortMonth(flow.month)
        var steps = [FlowChart.Step(caption: Wording.startOf(from), value: flow.opening, isTotal: true)]
        steps.append(.init(caption: Wording.hired, value: flow.hires, isTotal: false))
        if flow.hasMoves { steps.append(.init(caption: Wording.movedIn, value: flow.movesIn, isTotal: false)) }
        steps.append(.init(caption: Wording.left, value: -flow.leavers, isTotal: false))
        if flow.hasMoves { steps.append(.init(caption: Wording.movedOut, value: -flow.movesOut, isTotal: false)) }
        steps.append(.init(caption: Wording.endOf(to), value: flow.closing, isTotal: true))
        var terms = Format.number(flow.opening) + " + " + Format.number(flow.hires)
        if flow.hasMoves { terms += " + " + Format.number(flow.movesIn) }
        terms += " \(Format.minus) " + Format.number(flow.leavers)
        if flow.hasMoves { terms += " \(Format.minus) " + Format.number(flow.movesOut) }
        terms += " = " + Format.number(flow.closing)
        return FigureFrame(
            title: Wording.flowTitle(flow, context.kindOfUnit),
            sub: Wording.flowSub(Format.month(flow.month - 11), Format.month(flow.month)),
            chart: FlowChart(
                label: Wording.flowLabel(
                    Format.number(flow.opening), Format.number(flow.hires), Format.number(flow.movesIn),
                    Format.number(flow.leavers), Format.number(flow.movesOut), Format.number(flow.closing)),
                steps: steps),
            note: Wording.flowSum(terms) + Wording.flowsNote(flow.rehires),
            definition: context.definition("headcount.closing"), table: flowTable(flow.months))
    }

    /// Units beside these that have ended.
    private func endedNote(_ shown: [Int]) -> String {
        let ended = edition.tree.relatives(of: context.unit).filter { !shown.contains($0) }
        let list = ended.compactMap { unit in
            edition.flags.dissolution(of: unit).map {
                Wording.listedDissolved(edition.name(unit), Format.month($0.month))
            }
        }
        return list.isEmpty ? "" : Wording.reshapedNote(Format.list(list))
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
        var apart = 0
        let periods = Dictionary(
            columns.map { ($0.metric, edition.period(of: $0, in: [reference] + units)) },
            uniquingKeysWith: { a, _ in a })
        // What every row asks of its column.
        let shown = columns.map { headline in
            let period = periods[headline.metric] ?? headline.period
            return (
                metric: headline.metric, period: period, unit: edition.unit(headline.metric),
                whole: edition.reading(headline.metric, reference, period)
            )
        }
        let rows = ([reference] + units).enumerated().map { position, unit in
            let cells: [TableCell] = shown.map { column in
                let reading = position == 0 ? column.whole : edition.reading(column.metric, unit, column.period)
                readings.append(reading)
                let verdict =
                    position == 0
                    ? Verdict.level
                    : edition.verdict(
                        column.metric, of: unit, column.period, reading.figure, against: column.whole.figure, .parent)
                if verdict.isClear { apart += 1 }
                return .reading(reading, column.unit, verdict: verdict)
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
            title: hasIntervals
                ? (apart > 0
                    ? Wording.glanceApart(apart, edition.name(reference))
                    : Wording.glanceLevel(edition.name(reference)))
                : Wording.glancePlain(units.count, edition.name(reference)),
            sub: Wording.glanceSub(Format.date(edition.publication.asOf)), isFull: true,
            note: [
                hasIntervals ? Wording.glanceNote : "", hasHidden ? Wording.hatchNote(readings) : "",
                endedNote(relatives),
            ].filter { !$0.isEmpty }.joined(separator: " "),
            table: DataTable(
                columns: [.init(title: Wording.unitColumn(context.isPublic), isNumber: false)]
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
    /// Figures of it that exist and are all hidden are no lack of data.
    func missing(_ family: String, _ title: String, _ metrics: [String]) -> String {
        if metrics.contains(where: { edition.cube.has($0) }) { return Wording.seriesHidden(title) + "." }
        let said = edition.publication.missing.first { line in
            // The families before the colon, as in "People and turnover: no employees export".
            line.prefix { $0 != ":" }.lowercased().contains(family.lowercased())
        }
        return said ?? Wording.notMeasured(title)
    }
}

extension Wording {
    static func flowTitle(_ flow: YearOfFlow, _ unit: String) -> String {
        let came = flow.hires == 1 ? "1 was hired" : "\(Format.number(flow.hires)) were hired"
        var parts = ["\(people(flow.leavers)) left"]
        let net = flow.movesIn - flow.movesOut
        let change = flow.closing - flow.opening
        // Moves that the sum of leavers and hires does not let one guess.
        if net != 0, abs(net) * 4 >= abs(change) {
            parts += [came, "\(Format.number(abs(net))) \(net > 0 ? "moved in" : "moved out"), net"]
        } else {
            parts.append(came)
        }
        let end =
            change > 0
            ? "grew by \(Format.number(change))"
            : change < 0 ? "shrank by \(Format.number(-change))" : "is as large as a year ago"
        let list = parts.count == 2 ? Format.list(parts) : parts.joined(separator: ", ")
        return "\(list): \(unit) \(end)"
    }
    static func flowsNote(_ rehires: Double) -> String {
        rehires > 0 ? "Of the hires, \(people(rehires)) had been employed here before." : "No one was hired again."
    }
    static func glanceApart(_ count: Int, _ reference: String) -> String {
        count == 1
            ? "One of these figures differs from \(reference)" : "\(count) of these figures differ from \(reference)"
    }
    static func glanceLevel(_ reference: String) -> String {
        "No figure of these units differs from \(reference) by more than chance explains"
    }
    static func glancePlain(_ count: Int, _ reference: String) -> String {
        "\(count) units beside \(reference), figure by figure"
    }
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
