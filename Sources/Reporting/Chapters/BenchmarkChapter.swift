internal import HTML
internal import Results

/// Imported medians, measure by measure and year by year. Only where the publication has them.
struct BenchmarkChapter: Sendable {
    let context: PageContext

    func chapter() -> Chapter? {
        let metric = "survey.benchmark.median"
        let edition = context.edition
        guard context.isCompany, edition.cube.has(metric) else { return nil }
        let years = edition.years.filter { year in
            edition.cube.breakdowns(of: metric).contains {
                edition.reading(metric, edition.root, .year(year), breakdown: $0).value != nil
            }
        }
        guard !years.isEmpty else { return nil }
        let unit = edition.unit(metric)
        let texts = Dictionary(edition.publication.items.map { ($0.id, $0.text) }, uniquingKeysWith: { a, _ in a })
        var moved: (code: String, change: Double)?
        var both = 0
        let columns: [DataTable.Column] =
            [.init(title: Wording.measureColumn, isNumber: false)] + years.map { .init(title: String($0)) }
            + (years.count > 1 ? [.init(title: Wording.change)] : [])
        let rows = Self.natural(edition.cube.breakdowns(of: metric)).map { breakdown in
            let code =
                breakdown.firstIndex(of: "=").map { String(breakdown[breakdown.index(after: $0)...]) } ?? breakdown
            let readings = years.map { edition.reading(metric, edition.root, .year($0), breakdown: breakdown) }
            let text = texts[code].flatMap { $0.isEmpty || $0 == code ? nil : "\(code): \($0)" } ?? code
            var cells: [TableCell] = [.text(text)]
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
                    if abs(now - then) > abs(moved?.change ?? 0) { moved = (code, now - then) }
                } else {
                    cells.append(.number(Wording.undefined))
                }
            }
            return DataTable.Row(cells: cells)
        }
        let title =
            moved.map { Wording.benchmarkMoved($0.code, Format.change($0.change, unit), both) }
            ?? Wording.benchmarkTitle(Format.count(rows.count))
        return Chapter(
            id: "benchmark", title: Wording.benchmarkChapter,
            rail: [Wording.benchmarkTitle(Format.count(rows.count)) + "."],
            figures: [
                FigureFrame(
                    title: title, sub: Wording.benchmarkSub, isFull: true,
                    note: Wording.benchmarkNote(Format.list(years.map(String.init))),
                    definition: context.definition(metric), table: DataTable(columns: columns, rows: rows),
                    tableNames: "wide")
            ])
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
