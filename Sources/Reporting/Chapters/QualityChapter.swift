internal import HTML
internal import Results

/// Rows read and set aside, and what the checks found.
struct QualityChapter: Sendable {
    let context: PageContext

    private var publication: Publication { context.edition.publication }

    func chapter() -> Chapter {
        // The same for every unit: told in full once, on the page of the whole.
        guard context.isCompany else {
            return Chapter(
                id: "quality", title: Wording.dataQuality, rail: [], figures: [], line: rail.joined(separator: " "))
        }
        var figures = [sources()]
        if let reasons = reasons() { figures.append(reasons) }
        let warnings = publication.findings.filter { $0.severity == "warning" }
        if !warnings.isEmpty { figures.append(findings(warnings)) }
        return Chapter(id: "quality", title: Wording.dataQuality, rail: rail, figures: figures)
    }

    private var rail: [String] {
        let read = publication.sources.map(\.rowsIn).reduce(0, +)
        let aside = publication.sources.map(\.quarantined).reduce(0, +)
        let broken = publication.sources.filter { !$0.addsUp }.count
        return [
            broken > 0 ? Wording.qualityBroken(broken) : Wording.qualityRail(Format.count(read), Format.count(aside))
        ]
    }

    /// Files of one dataset together: an export may come as hundreds of files.
    func sources(byFile: Bool = false) -> FigureFrame {
        struct Sum {
            var read = 0
            var kept = 0
            var aside = 0
            var repeated = 0
            var leftOut = 0
            var files = 0
        }
        var sums: [String: Sum] = [:]
        var all = Sum()
        func add(_ source: SourceQuality, to sum: inout Sum) {
            sum.read += source.rowsIn
            sum.kept += source.rowsOut
            sum.aside += source.quarantined
            sum.repeated += source.duplicates
            sum.leftOut += source.filtered
            sum.files += 1
        }
        for source in publication.sources {
            add(source, to: &sums[source.dataset, default: Sum()])
            add(source, to: &all)
        }
        func cells(_ sum: Sum) -> [TableCell] {
            [sum.read, sum.kept, sum.aside, sum.repeated, sum.leftOut].map { .number(Format.count($0)) } + [
                sum.read == sum.kept + sum.aside + sum.repeated + sum.leftOut
                    ? .number(Wording.addsUp) : .clear(Wording.doesNotAddUp, .worse)
            ]
        }
        var rows: [DataTable.Row] = []
        for dataset in sums.keys.sorted() {
            guard let sum = sums[dataset] else { continue }
            let name = sum.files > 1 ? Wording.datasetFiles(dataset, Format.count(sum.files)) : dataset
            rows.append(DataTable.Row(cells: [.text(name)] + cells(sum)))
        }
        if byFile {
            rows = publication.sources.sorted { ($0.dataset, $0.file) < ($1.dataset, $1.file) }.map { source in
                var sum = Sum()
                add(source, to: &sum)
                return DataTable.Row(cells: [.text(source.file), .text(source.dataset)] + cells(sum))
            }
        }
        rows.append(
            DataTable.Row(cells: [.text(Wording.total)] + (byFile ? [.text("")] : []) + cells(all), names: "tot"))
        let share = all.read > 0 ? Double(all.aside) / Double(all.read) * 100 : 0
        let title =
            all.aside == 0
            ? Wording.qualityNone
            : Wording.qualityTitle(share < 0.01 ? Wording.under(0.01) : Format.number(share, decimals: 2) + "%")
        var columns: [DataTable.Column] = [.init(title: byFile ? Wording.file : Wording.source, isNumber: false)]
        if byFile { columns.append(.init(title: Wording.source, isNumber: false)) }
        columns += [
            Wording.rowsRead, Wording.rowsKept, Wording.rowsAside, Wording.rowsRepeated, Wording.rowsLeftOut,
            Wording.check,
        ].map {
            .init(title: $0)
        }
        return FigureFrame(
            title: title, sub: Wording.qualitySub, isFull: true, table: DataTable(columns: columns, rows: rows),
            tableNames: "wide")
    }

    func reasons() -> FigureFrame? {
        var counts: [String: Int] = [:]
        for source in publication.sources {
            for reason in source.reasons { counts[reason.reason, default: 0] += reason.rows }
        }
        let rows = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let most = rows.first, most.value > 0 else { return nil }
        let unit = Unit(.plain, decimals: 0, words: "rows")
        let shown = rows.prefix(12)
        return FigureFrame(
            title: Wording.reasonsTitle(Wording.code(most.key), Format.count(most.value)), sub: Wording.reasonsSub,
            isFull: true,
            chart: DotChart(
                label: Wording.dotsLabel(
                    Wording.reasonsSub.lowercasedFirst,
                    shown.prefix(6).map { "\(Wording.code($0.key)) \(Format.count($0.value))" }.joined(separator: ", ")),
                unit: unit,
                rows: shown.map {
                    DotChart.Row(
                        name: Wording.code($0.key), value: Double($0.value), low: nil, high: nil, verdict: .level)
                }, isBars: true),
            note: Wording.reasonsNote,
            table: DataTable(
                columns: [.init(title: Wording.reason, isNumber: false), .init(title: Wording.rows)],
                rows: rows.map {
                    DataTable.Row(cells: [.text(Wording.code($0.key)), .number(Format.count($0.value))])
                }))
    }

    static let headcountMetrics = ["headcount.opening", "flow.hires", "flow.leavers", "headcount.closing"]

    /// The headcount of the last twelve months and what changed it, as published: what is withheld elsewhere is withheld here.
    /// `nil` without a published month.
    func headcount() -> FigureFrame? {
        let months = publication.months.compactMap(ReportPeriod.monthIndex).sorted().suffix(12).map(ReportPeriod.month)
        let metrics = Self.headcountMetrics
        let unit = Unit(.plain, decimals: 0, words: "persons")
        var held = 0
        var broken = 0
        var rows: [DataTable.Row] = []
        for month in months {
            let readings = metrics.map { context.edition.reading($0, context.edition.root, month) }
            let values = readings.compactMap(\.value)
            guard !values.isEmpty else { continue }
            var check = TableCell.text(Wording.notChecked)
            if values.count == metrics.count {
                held += 1
                let addsUp = values[0] + values[1] - values[2] == values[3]
                if !addsUp { broken += 1 }
                check = addsUp ? .number(Wording.addsUp) : .clear(Wording.doesNotAddUp, .worse)
            }
            rows.append(
                DataTable.Row(cells: [.text(month.short)] + readings.map { .reading($0, unit) } + [check]))
        }
        guard held > 0 else { return nil }
        return FigureFrame(
            title: broken == 0 ? Wording.headcountAddsUp(held) : Wording.headcountBroken(broken),
            sub: Wording.headcountCheckSub, isFull: true,
            table: DataTable(
                columns: [.init(title: Wording.month, isNumber: false)]
                    + [
                        Wording.openingColumn, Wording.hiredColumn, Wording.leftColumn, Wording.closingColumn,
                        Wording.check,
                    ].map { .init(title: $0) }, rows: rows), tableNames: "wide")
    }

    func findings(_ list: [QualityFinding]) -> FigureFrame {
        FigureFrame(
            title: list.isEmpty
                ? Wording.findingsNone : Wording.findingsCount(list.count),
            sub: Wording.findingsSub, isFull: true,
            table: DataTable(
                columns: [
                    .init(title: Wording.what, isNumber: false), .init(title: Wording.location, isNumber: false),
                    .init(title: Wording.severity, isNumber: false), .init(title: Wording.count),
                ],
                rows: list.prefix(Wording.findingsMost).map { finding in
                    DataTable.Row(cells: [
                        .text(finding.message), .text(finding.location), .text(finding.severity),
                        .number(Format.count(finding.count)),
                    ])
                }),
            tableNames: "wide")
    }
}

extension SourceQuality {
    /// Every row read is kept, set aside, repeated or left out on purpose.
    var addsUp: Bool { rowsIn == rowsOut + quarantined + duplicates + filtered }
}

extension Wording {
    static func datasetFiles(_ dataset: String, _ count: String) -> String { "\(dataset) (\(count) files)" }
    static func under(_ share: Double) -> String { "Under \(Format.number(share, decimals: 2))%" }
    /// A reason code as words: `end_before_start` is "end before start".
    static func code(_ code: String) -> String {
        switch code {
        case "nul_byte": "a byte that is no text"
        case "quoting": "a quote out of place"
        case "bad_boolean": "neither yes nor no"
        case "bad_date": "no readable date"
        case "bad_key": "no usable id"
        case "bad_number": "no readable number"
        case "conflicting_key": "two rows that contradict each other"
        case "out_of_range": "a number out of range"
        case "more_than_its_days": "more absence than its days have"
        case "unknown_code": "a code that is not declared"
        case "missing_value": "a value that must be there"
        default: code.split(separator: "_").joined(separator: " ")
        }
    }
    static let headcountHeading = "Headcount, month by month"
    static let headcountCheckSub =
        "At the opening, hires with rehires, leavers and at the closing, of the whole; what is withheld cannot be checked"
    static func headcountAddsUp(_ months: Int) -> String {
        months == 1
            ? "The headcount of the month adds up" : "The headcount adds up in all \(months) months shown in full"
    }
    static func headcountBroken(_ months: Int) -> String {
        "The headcount does not add up in \(months) month\(months == 1 ? "" : "s")"
    }
    static let notChecked = "–"
    static let findingsSub = "What the checks noticed in the exports; none of it was changed silently"
    static let findingsMost = 200
}
