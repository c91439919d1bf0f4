internal import HTML
internal import Results

/// Lines over time and rows of departments, made from the cube the same way in every chapter.
struct SeriesBuilder: Sendable {
    let context: PageContext

    private var edition: Edition { context.edition }

    /// A metric over months, quarters or waves; `nil` when fewer than two of its periods have a value.
    func line(
        _ metric: String, title: String, sub: String, periods: [ReportPeriod], comparedWith other: Int?,
        note: String = "",
        isFull: Bool = false, heading: String? = nil, intervals: Bool = true
    ) -> FigureFrame? {
        let own = trimmed(metric, periods)
        guard own.periods.count > 1 else { return nil }
        let unit = edition.unit(metric)
        let readings = own.readings
        let known = zip(own.periods, readings).compactMap { period, reading in reading.value.map { (period, $0) } }
        guard known.count > 1, let first = known.first, let last = known.last else { return nil }
        let xs = positions(own.periods)
        func points(_ readings: [Reading]) -> [SeriesPoint] {
            zip(xs, readings).map { x, reading in
                SeriesPoint(
                    x: x, value: reading.value, low: intervals ? reading.figure?.low : nil,
                    high: intervals ? reading.figure?.high : nil)
            }
        }
        let theirs = other.map { edition.readings(metric, $0, own.periods) }
        let comparison: (name: String, points: [SeriesPoint])? = theirs.flatMap { list in
            let points = points(list)
            guard points.contains(where: { $0.value != nil }), let other else { return nil }
            return (edition.name(other), points.map { SeriesPoint(x: $0.x, value: $0.value) })
        }
        let heading = heading ?? self.heading(metric, title, own.periods, readings)
        var label = Wording.lineLabel(
            title, Format.value(first.1, unit), first.0.words, Format.value(last.1, unit), last.0.words)
        if let top = known.max(by: { $0.1 < $1.1 }) {
            label += Wording.lineLabelHighest(Format.value(top.1, unit), top.0.words)
        }
        let isOrdinal = !isMonthly(own.periods)
        let chart = LineChart(
            label: label, unit: unit, name: context.name, points: points(readings), comparison: comparison,
            marks: isOrdinal
                ? AxisMark.ordinal(own.periods)
                : AxisMark.months(own.periods.compactMap(\.month), most: isFull ? 8 : 6),
            hasDots: isOrdinal)
        let hasIntervals = intervals && readings.contains { $0.figure?.low != nil }
        let hidden = readings.contains { $0.isHidden }
        let notes = [
            hasIntervals ? (isOrdinal ? Wording.whiskers : Wording.band) : "",
            chart.isBandCut ? Wording.bandCut : "", note, hidden ? Wording.gapNote : "",
        ].filter { !$0.isEmpty }
        return FigureFrame(
            title: heading, sub: sub, isFull: isFull, chart: chart, note: notes.joined(separator: " "),
            definition: context.definition(metric),
            table: table(own.periods, readings, theirs, other, unit, hasIntervals))
    }

    private func table(
        _ periods: [ReportPeriod], _ own: [Reading], _ theirs: [Reading]?, _ other: Int?, _ unit: Unit,
        _ intervals: Bool
    ) -> DataTable {
        var columns = [DataTable.Column(title: Wording.period, isNumber: false), .init(title: context.name)]
        if intervals { columns.append(.init(title: Wording.intervalColumn)) }
        if let other, theirs != nil { columns.append(.init(title: edition.name(other))) }
        let rows = periods.indices.reversed().map { index in
            var cells: [TableCell] = [.text(periods[index].short), .reading(own[index], unit)]
            if intervals { cells.append(.interval(own[index], unit)) }
            if let theirs { cells.append(.reading(theirs[index], unit)) }
            return DataTable.Row(cells: cells)
        }
        return DataTable(columns: columns, rows: rows)
    }

    /// What changed in a year, when chance can be judged; else where it stands.
    func heading(_ metric: String, _ title: String, _ periods: [ReportPeriod], _ readings: [Reading]) -> String {
        guard let last = Array(zip(periods, readings)).last(where: { $0.1.value != nil }), let value = last.1.value
        else {
            return Wording.seriesHidden(title)
        }
        let unit = edition.unit(metric)
        let now = Format.value(value, unit)
        if let before = last.0.yearBefore {
            let then = context.reading(metric, before)
            let verdict = edition.verdict(metric, of: context.unit, last.0, last.1.figure, against: then.figure, .past)
            switch (then.value, verdict) {
            case (let other?, .better), (let other?, .worse), (let other?, .apart):
                return value > other
                    ? Wording.changedUp(title, now, Format.value(other, unit))
                    : Wording.changedDown(title, now, Format.value(other, unit))
            // As large as a difference worth a flag, though chance may explain it: both values, no verdict.
            case (let other?, .level) where abs(value - other) >= edition.flags.minimum(metric):
                return Wording.standsAndBefore(title, now, last.0.inSentence, Format.value(other, unit))
            case (_?, .level): return Wording.unchanged(title, now)
            default: break
            }
        }
        return Wording.stands(title, now, last.0.inSentence)
    }

    /// Without the empty ends.
    private func trimmed(_ metric: String, _ periods: [ReportPeriod]) -> (periods: [ReportPeriod], readings: [Reading])
    {
        let readings = context.readings(metric, periods)
        guard let first = readings.firstIndex(where: { $0.value != nil }),
            let last = readings.lastIndex(where: { $0.value != nil })
        else { return ([], []) }
        return (Array(periods[first...last]), Array(readings[first...last]))
    }

    private func isMonthly(_ periods: [ReportPeriod]) -> Bool { periods.allSatisfy { $0.month != nil } }

    private func positions(_ periods: [ReportPeriod]) -> [Double] {
        isMonthly(periods) ? periods.compactMap(\.month).map(Double.init) : periods.indices.map(Double.init)
    }
}

extension Reading {
    var isHidden: Bool {
        if case .hidden = self { return true }
        return false
    }
}

extension ReportPeriod {
    /// Month index of a month, or of the last month of a rolling year.
    var month: Int? {
        switch self {
        case .month(let month), .rolling12(let month): month
        default: nil
        }
    }
}

extension TableCell {
    static func reading(_ reading: Reading, _ unit: Unit, verdict: Verdict = .level) -> TableCell {
        switch reading {
        case .known(let value, _):
            verdict.isClear ? .clear(Format.value(value, unit), verdict) : .number(Format.value(value, unit))
        case .undefined: .number(Wording.undefined)
        case .hidden(let reason): .hidden(reason)
        case .missing: .hidden(nil)
        }
    }

    static func interval(_ reading: Reading, _ unit: Unit) -> TableCell {
        switch reading {
        case .known(_, let figure):
            if let low = figure.low, let high = figure.high {
                .number(Format.range(low, high, unit))
            } else {
                .number("")
            }
        case .undefined: .number("")
        case .hidden(let reason): .hidden(reason)
        case .missing: .hidden(nil)
        }
    }
}

/// Rows of units, worst first, hidden ones last by name.
struct UnitRows: Sendable {
    struct Row: Sendable {
        var unit: Int
        var name: String
        var reading: Reading
        var verdict: Verdict
        var isOwn: Bool
        /// Without the mark of units further down.
        var plainName: String {
            name.hasPrefix(Wording.belowMark) ? String(name.dropFirst(Wording.belowMark.count)) : name
        }
    }

    let rows: [Row]
    let reference: Reading
    let referenceName: String

    /// How a metric stands in the units beside and below the page's.
    init(_ context: PageContext, _ metric: String, _ period: ReportPeriod) {
        let edition = context.edition
        let whole = edition.reading(metric, context.relativesReference, period)
        reference = whole
        referenceName = edition.name(context.relativesReference)
        let falling = edition.direction(metric) <= 0
        rows = Self.sorted(
            (context.relatives + Self.deeper(context, metric, period, whole)).map { unit in
                let reading = edition.reading(metric, unit, period)
                let isDeeper = edition.parent(unit) == context.unit ? false : !edition.children[context.unit].isEmpty
                return Row(
                    unit: unit, name: isDeeper ? Wording.below(edition.name(unit)) : edition.name(unit),
                    reading: reading,
                    verdict: edition.verdict(
                        metric, of: unit, period, reading.figure, against: whole.figure, .parent),
                    isOwn: unit == context.unit)
            }, falling: falling)
    }

    /// Units further down that stand apart from their own surroundings and from the whole, the three furthest away: a
    /// troubled team is seen from the top, too.
    private static func deeper(
        _ context: PageContext, _ metric: String, _ period: ReportPeriod, _ whole: Reading
    ) -> [Int] {
        let edition = context.edition
        guard !edition.children[context.unit].isEmpty, let middle = whole.value else { return [] }
        let apart = edition.upperLevels.compactMap { unit -> (unit: Int, distance: Double)? in
            guard edition.isAbove(context.unit, unit), edition.parent(unit) != context.unit,
                case .known(let value, let figure) = edition.reading(metric, unit, period)
            else { return nil }
            let verdict = edition.verdict(metric, of: unit, period, figure, against: whole.figure, .parent)
            guard verdict.isClear, (value > middle) == ((verdict == .better) == (edition.direction(metric) > 0)) else {
                return nil
            }
            return (unit, abs(value - middle))
        }
        return apart.sorted { ($0.distance, $1.unit) > ($1.distance, $0.unit) }.prefix(3).map(\.unit)
    }

    static func sorted(_ rows: [Row], falling: Bool) -> [Row] {
        rows.sorted { a, b in
            switch (a.reading.value, b.reading.value) {
            case (let x?, let y?) where x != y: falling ? x > y : x < y
            case (_?, nil): true
            case (nil, _?): false
            default: (a.name, a.unit) < (b.name, b.unit)
            }
        }
    }
}

/// Dots with intervals for units, as a figure.
struct UnitDots: Sendable {
    static let most = 24
    let context: PageContext

    /// `what` is the metric inside a sentence, `measured` the words of its unit.
    func figure(_ metric: String, _ period: ReportPeriod, what: String, measured: String) -> FigureFrame? {
        let edition = context.edition
        let units = UnitRows(context, metric, period)
        guard units.rows.count > 1, units.rows.contains(where: { $0.reading.value != nil }) else { return nil }
        let unit = edition.unit(metric)
        let known = units.rows.filter { $0.reading.value != nil }
        // More hidden units than shown ones are a sentence, not a wall of hatched rows.
        let isFolded = units.rows.count - known.count > max(3, known.count)
        let isCut = units.rows.count > Self.most
        let half = Self.most / 2
        let drawn = isCut || isFolded ? known : units.rows
        let shown = known.count > Self.most ? Self.ends(known, half) : drawn.map { Optional($0) }
        let hasPeople = known.contains { $0.reading.figure?.n != nil }
        let chart = DotChart(
            label: Wording.dotsLabel(
                what,
                Self.list(known.prefix(6).map { "\($0.name) \(Format.value($0.reading.value ?? 0, unit))" })),
            unit: unit,
            rows: shown.map { row in
                guard let row else { return .pause }
                return DotChart.Row(
                    name: row.name, value: row.reading.value, low: row.reading.figure?.low,
                    high: row.reading.figure?.high, verdict: row.verdict, isOwn: row.isOwn,
                    aside: row.reading.figure?.n.map { Format.count($0) } ?? "",
                    isSmall: row.reading.figure?.n ?? 20 < 20)
            },
            reference: units.reference.value.map { (units.referenceName, $0) },
            asideTitle: hasPeople ? Self.people(period) : "")
        let hasIntervals = known.contains { $0.reading.figure?.low != nil }
        var notes = hasIntervals ? [Wording.whiskers, Wording.coloured] : []
        if drawn.contains(where: { $0.reading.figure?.n ?? 20 < 20 && $0.reading.figure?.low != nil }) {
            notes.append(Wording.smallUnits)
        }
        if !hasIntervals, !hasPeople { notes.append(Wording.noIntervals) }
        if isCut, known.count > Self.most { notes.append(Wording.onlyExtremes(half, known.count)) }
        if (isFolded ? known : units.rows).count > Self.mostRows {
            notes.append(Wording.tableCut(Self.mostRows / 2))
        } else if isCut, known.count > Self.most {
            notes.append(Wording.tableHoldsAll)
        }
        if isFolded {
            notes.append(Wording.notShown(units.rows.filter { $0.reading.value == nil }.map(\.plainName)))
        } else if drawn.contains(where: { $0.reading.value == nil }) {
            notes.append(Wording.hatchNote(drawn.map(\.reading)))
        }
        return FigureFrame(
            title: title(units, known, unit, what, hasIntervals),
            sub: Wording.dotsSub(what.capitalizedFirst, period.words, measured),
            isFull: true, chart: isFolded && known.count < 3 ? nil : chart, note: notes.joined(separator: " "),
            definition: context.definition(metric),
            table: table(isFolded ? known : units.rows, period, unit, hasIntervals, hasPeople))
    }

    /// Rows of a table that goes on for too long: the highest and the lowest.
    static let mostRows = 60

    /// The highest, the lowest and the page's own unit, `nil` where rows are left out between them.
    private static func ends(_ known: [UnitRows.Row], _ half: Int) -> [UnitRows.Row?] {
        let middle = known.dropFirst(half).dropLast(half)
        let own = middle.firstIndex(where: \.isOwn)
        var rows: [UnitRows.Row?] = Array(known.prefix(half))
        if let own {
            if own > middle.startIndex { rows.append(nil) }
            rows.append(known[own])
            if own < middle.endIndex - 1 { rows.append(nil) }
        } else {
            rows.append(nil)
        }
        return rows + Array(known.suffix(half))
    }

    /// Of a rolling year the people counted are all who belonged to the unit in it.
    private static func people(_ period: ReportPeriod) -> String {
        if case .rolling12 = period { return Wording.peopleInTwelveMonths }
        return Wording.peopleColumn
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

    private func title(
        _ units: UnitRows, _ known: [UnitRows.Row], _ unit: Unit, _ what: String, _ hasIntervals: Bool
    ) -> String {
        let clear = known.filter(\.verdict.isClear)
        if !clear.isEmpty, let reference = units.reference.value {
            let above = clear.filter { $0.reading.value ?? 0 > reference }.map(\.plainName)
            let below = clear.filter { $0.reading.value ?? 0 < reference }.map(\.plainName)
            if clear.count > 4 { return Wording.dotsApart(Format.count(clear.count), units.referenceName, what) }
            if !above.isEmpty,
                below.isEmpty || clear.contains(where: { $0.verdict == .worse && above.contains($0.plainName) })
            {
                return Wording.dotsAbove(Format.list(above), units.referenceName, what, above.count == 1)
            }
            return Wording.dotsBelow(Format.list(below), units.referenceName, what, below.count == 1)
        }
        if hasIntervals { return Wording.dotsLevel(units.referenceName, what) }
        guard let high = known.max(by: { ($0.reading.value ?? 0) < ($1.reading.value ?? 0) }),
            let low = known.min(by: { ($0.reading.value ?? 0) < ($1.reading.value ?? 0) }), known.count > 1
        else { return Wording.dotsHidden(what.capitalizedFirst) }
        return Wording.dotsSpan(
            what.capitalizedFirst, Format.value(low.reading.value ?? 0, unit),
            Format.value(high.reading.value ?? 0, unit),
            low.plainName, high.plainName)
    }

    private func table(
        _ shown: [UnitRows.Row], _ period: ReportPeriod, _ unit: Unit, _ hasIntervals: Bool, _ hasPeople: Bool
    ) -> DataTable {
        var columns = [
            DataTable.Column(title: Wording.unitColumn(context.isPublic), isNumber: false),
            .init(title: Wording.valueColumn),
        ]
        if hasIntervals { columns.append(.init(title: Wording.intervalColumn)) }
        if hasPeople { columns.append(.init(title: Self.people(period).capitalizedFirst)) }
        // A page has room for some hundred rows in all; the export has every unit.
        let isLong = shown.count > Self.mostRows
        let half = Self.mostRows / 2
        let listed = isLong ? Array(shown.prefix(half) + shown.suffix(half)) : shown
        let rows = listed.map { row in
            var cells: [TableCell] = [.name(row.name, row.isOwn ? nil : context.page(of: row.unit))]
            cells.append(.reading(row.reading, unit, verdict: row.verdict))
            if hasIntervals { cells.append(.interval(row.reading, unit)) }
            if hasPeople {
                switch row.reading {
                case .known(_, let figure): cells.append(.number(figure.n.map(Format.count) ?? ""))
                case .undefined: cells.append(.number(""))
                case .hidden(let reason): cells.append(.hidden(reason))
                case .missing: cells.append(.hidden(nil))
                }
            }
            return DataTable.Row(cells: cells, names: row.isOwn ? "us" : "")
        }
        return DataTable(columns: columns, rows: rows)
    }
}

extension Wording {
    /// With a no-break space, so that it never stands on a line of its own.
    static let belowMark = "↳\u{00A0}"
    static func below(_ name: String) -> String { belowMark + name }
    static let smallUnits = "Units under 20 people are never marked; their bars may go on beyond the edge."
    static let gapNote = "A gap is a period that is not shown."
    static let valueColumn = "Value"

    static func hatchNote(_ readings: [Reading]) -> String {
        let publisher = readings.contains { reading in
            switch reading {
            case .hidden(.publisher), .hidden(.incomplete): true
            case .hidden, .missing, .known, .undefined: false
            }
        }
        return publisher ? hatchNotePublisher : hatchNote
    }
}
