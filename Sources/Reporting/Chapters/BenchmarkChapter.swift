internal import HTML
internal import Results

/// Medians of an imported table: its headline measures and the years it covers.
struct Benchmark: Sendable {
    static let metric = "survey.benchmark.median"

    struct Measure: Sendable {
        var code: String
        var breakdown: String
        /// The text of the question or score, the code where none is told.
        var text: String
    }

    let measures: [Measure]
    /// Oldest first.
    let years: [Int]

    /// `nil` where the publication has no such table.
    init?(_ edition: Edition) {
        guard edition.cube.has(Self.metric) else { return nil }
        let publication = edition.publication
        var texts = Dictionary(publication.items.map { ($0.id, $0.text) }, uniquingKeysWith: { a, _ in a })
        for measure in publication.measures { texts[measure.id] = measure.title }
        let breakdowns = edition.cube.breakdowns(of: Self.metric)
        years = edition.years.filter { year in
            breakdowns.contains {
                edition.reading(Self.metric, edition.root, .year(year), breakdown: $0).value != nil
            }
        }
        guard !years.isEmpty else { return nil }
        measures = Self.natural(breakdowns).map { breakdown in
            let code =
                breakdown.firstIndex(of: "=").map { String(breakdown[breakdown.index(after: $0)...]) } ?? breakdown
            let text = texts[code] ?? ""
            return Measure(
                code: code, breakdown: breakdown, text: text.isEmpty || text == code ? code : "\(code): \(text)")
        }
    }

    func reading(_ measure: Measure, _ year: Int, _ edition: Edition) -> Reading {
        edition.reading(Self.metric, edition.root, .year(year), breakdown: measure.breakdown)
    }

    /// The engagement score of such tables (EES), and the response rate.
    var engagement: Measure? { measures.first { $0.code.uppercased() == "EES" } }
    var response: Measure? { measures.first { $0.code == "response_rate" } }

    /// Indices first, then scores of themes, then questions by their numbers.
    var groups: [(title: String, measures: [Measure])] {
        func group(_ measure: Measure) -> Int {
            let code = measure.code.lowercased()
            if code == "ees" || code == "response_rate" || code.hasSuffix("_index") { return 0 }
            return code.hasSuffix("_ts") ? 1 : 2
        }
        let titles = [Wording.groupIndices, Wording.groupThemes, Wording.groupQuestions]
        return titles.enumerated().map { number, title in (title, measures.filter { group($0) == number }) }
            .filter { !$0.measures.isEmpty }
    }

    /// `B2` before `B10`.
    static func natural(_ names: [String]) -> [String] {
        func key(_ name: String) -> (String, Int, String) {
            let head = name.prefix { !$0.isWholeNumber }
            let digits = name.dropFirst(head.count).prefix { $0.isASCII && $0.isWholeNumber }
            return (String(head), Int(digits) ?? -1, name)
        }
        return names.sorted { key($0) < key($1) }
    }
}

/// Imported medians, measure by measure and year by year. Only where the publication has them.
struct BenchmarkChapter: Sendable {
    let context: PageContext

    func chapter() -> Chapter? {
        let edition = context.edition
        guard context.isCompany, let benchmark = edition.benchmark else { return nil }
        let years = benchmark.years
        let unit = edition.unit(Benchmark.metric)
        var moved: (text: String, change: Double)?
        var both = 0
        let columns: [DataTable.Column] =
            [.init(title: Wording.measureColumn, isNumber: false)] + years.map { .init(title: String($0)) }
            + (years.count > 1 ? [.init(title: Wording.change)] : [])
        func row(_ measure: Benchmark.Measure) -> DataTable.Row {
            let readings = years.map { benchmark.reading(measure, $0, edition) }
            var cells: [TableCell] = [.text(measure.text)]
            for reading in readings {
                if case .missing = reading {
                    cells.append(.number(Wording.undefined))
                } else {
                    cells.append(.reading(reading, unit))
                }
            }
            if years.count > 1 {
                if let now = readings.last?.value, let then = readings[readings.count - 2].value {
                    both += 1
                    cells.append(.number(Format.change(now - then, unit)))
                    if abs(now - then) > abs(moved?.change ?? 0) { moved = (measure.text, now - then) }
                } else {
                    cells.append(.number(Wording.undefined))
                }
            }
            return DataTable.Row(cells: cells)
        }
        var rows: [DataTable.Row] = []
        let groups = benchmark.groups
        for group in groups {
            if groups.count > 1 {
                rows.append(
                    DataTable.Row(
                        cells: [.text(group.title)] + columns.dropFirst().map { _ in .number("") }, names: "tot"))
            }
            rows += group.measures.map(row)
        }
        let count = Format.count(benchmark.measures.count)
        let title =
            moved.map { Wording.benchmarkMoved($0.text, Format.change($0.change, unit), both) }
            ?? Wording.benchmarkTitle(count)
        let organisations = benchmark.engagement.flatMap { measure in
            years.last.flatMap { benchmark.reading(measure, $0, edition).figure?.denominator }
        }
        return Chapter(
            id: "benchmark", title: Wording.benchmarkChapter,
            rail: [
                Wording.benchmarkTitle(count) + ".",
                Wording.benchmarkImported(organisations.map { Format.number($0) }),
            ],
            figures: [
                FigureFrame(
                    title: title, sub: Wording.benchmarkSub, isFull: true,
                    note: Wording.benchmarkNote(Format.list(years.map(String.init))),
                    definition: context.definition(Benchmark.metric), table: DataTable(columns: columns, rows: rows),
                    tableNames: "wide")
            ])
    }
}
