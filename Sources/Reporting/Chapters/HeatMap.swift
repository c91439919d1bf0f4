internal import HTML
internal import Results

/// Scores of the units below (or beside), coloured by the points between them and the first row.
struct HeatMap: Sendable {
    let context: PageContext
    let wave: ReportPeriod

    struct Cell: Sendable {
        var text: String
        /// 1 (15 and more below) to 7; `nil` for a hidden one.
        var bin: Int?
        var isClear: Bool
        var reason: SuppressionReason?
    }

    struct Row: Sendable {
        var name: String
        var link: Link?
        var cells: [Cell]
        var isOwn: Bool
    }

    let indices: [SurveyIndex]
    let rows: [Row]
    private let folded: [String]

    init(context: PageContext, wave: ReportPeriod) {
        self.context = context
        self.wave = wave
        let edition = context.edition
        let shown = edition.publication.indices.filter { edition.cube.has("survey.index." + $0.id) }
        indices = shown
        guard !shown.isEmpty else {
            (rows, folded) = ([], [])
            return
        }
        let reference = context.relativesReference
        let byName = context.relatives.sorted { (edition.name($0), $0) < (edition.name($1), $1) }
        let isShown = byName.map { unit in
            shown.contains { edition.reading("survey.index." + $0.id, unit, wave).value != nil }
        }
        // Units with nothing to show come last; many of them are named under the table, not hatched row by row.
        let known = zip(byName, isShown).filter(\.1).map(\.0)
        let hidden = zip(byName, isShown).filter { !$0.1 }.map(\.0)
        folded = hidden.count > 3 ? hidden.map(edition.name) : []
        rows = ([reference] + known + (folded.isEmpty ? hidden : [])).map { unit in
            Row(
                name: edition.name(unit), link: unit == context.unit ? nil : context.page(of: unit),
                cells: shown.map { index in
                    let metric = "survey.index." + index.id
                    let whole = edition.reading(metric, reference, wave)
                    let reading = edition.reading(metric, unit, wave)
                    let verdict =
                        unit == reference
                        ? Verdict.level
                        : edition.verdict(metric, of: unit, wave, reading.figure, against: whole.figure, .parent)
                    return Self.cell(reading, whole, verdict, edition.unit(metric))
                }, isOwn: unit == context.unit || unit == reference)
        }
    }

    private static func cell(_ reading: Reading, _ whole: Reading, _ verdict: Verdict, _ unit: Unit) -> Cell {
        switch reading {
        case .known(let value, _):
            let text = Format.value(value, unit)
            guard let other = whole.value else { return Cell(text: text, bin: 4, isClear: false, reason: nil) }
            let points = value.rounded() - other.rounded()
            let size = abs(points) < 4 ? 0 : abs(points) < 9 ? 1 : abs(points) < 15 ? 2 : 3
            return Cell(text: text, bin: 4 + (points < 0 ? -size : size), isClear: verdict.isClear, reason: nil)
        case .undefined: return Cell(text: Wording.undefined, bin: 4, isClear: false, reason: nil)
        case .hidden(let reason): return Cell(text: "", bin: nil, isClear: false, reason: reason)
        case .missing: return Cell(text: "", bin: nil, isClear: false, reason: nil)
        }
    }

    func figure() -> FigureFrame? {
        guard rows.count > 2, !indices.isEmpty, rows.contains(where: { $0.cells.contains { $0.bin != nil } }) else {
            return nil
        }
        let behind = rows.dropFirst().map { row in (row.name, row.cells.filter { $0.isClear && $0.bin ?? 4 <= 4 }.count)
        }
        let ahead = rows.dropFirst().map { row in (row.name, row.cells.filter { $0.isClear && $0.bin ?? 4 > 4 }.count) }
        let reference = rows[0].name
        var title = Wording.heatLevel(reference)
        if let worst = behind.max(by: { $0.1 < $1.1 }), worst.1 > 0 {
            title = Wording.heatTitle(worst.0, worst.1, indices.count)
        } else if let best = ahead.max(by: { $0.1 < $1.1 }), best.1 > 0 {
            title = Wording.heatAhead(best.0, best.1, indices.count)
        }
        let hasHidden = rows.contains { $0.cells.contains { $0.bin == nil } }
        return FigureFrame(
            title: title, sub: Wording.heatSub(wave.words), isFull: true,
            note: Wording.heatNote + (hasHidden ? Wording.hatchNote : "")
                + (folded.isEmpty ? "" : (hasHidden ? " " : "") + Wording.notShown(folded)),
            definition: context.definition("survey.index." + indices[0].id), heat: self)
    }

    func write(into w: inout MarkupWriter) {
        w.element(.ul, .class("legend"), .label(Wording.heatLegendLabel)) { w in
            w.text(.li, .class("plain"), text: Wording.heatLegend(rows[0].name))
            for (index, words) in Wording.heatBins.enumerated() { w.text(.li, .class("h\(index + 1)"), text: words) }
        }
        w.element(.div, .class("scroll"), .role("region"), .tabIndex(0), .label(Wording.heatTable)) { w in
            w.element(.table, .class(indices.count > 6 ? "heat many" : "heat")) { w in
                w.text(.caption, .class("vh"), text: Wording.heatTable)
                w.element(.thead) { w in
                    w.element(.tr) { w in
                        w.text(.th, .scope(.column), text: Wording.unitColumn(context.isPublic))
                        for index in indices { w.text(.th, .scope(.column), text: index.title) }
                    }
                }
                w.element(.tbody) { w in
                    for row in rows {
                        w.element(.tr, .class(row.isOwn ? "us" : "")) { w in
                            w.element(.th, .scope(.row)) { w in
                                if let link = row.link {
                                    w.element(.a, .href(link)) { w in w.text(.bdi, text: row.name) }
                                } else {
                                    w.text(.bdi, text: row.name)
                                }
                            }
                            for cell in row.cells { write(cell, &w) }
                        }
                        w.newline()
                    }
                }
            }
        }
    }

    private func write(_ cell: Cell, _ w: inout MarkupWriter) {
        if let bin = cell.bin {
            w.text(.td, .class(cell.isClear ? "h\(bin) sig" : "h\(bin)"), text: cell.text)
        } else {
            w.element(.td, .class("sup")) { w in w.text(.span, .class("vh"), text: Wording.hidden(cell.reason)) }
        }
    }
}
