internal import HTML
internal import Results

/// A cell of a table under a chart.
enum TableCell: Sendable {
    case text(String)
    /// A name with a link to its page, where there is one.
    case name(String, Link?)
    case number(String)
    /// Differs by more than chance explains.
    case clear(String, Verdict)
    case hidden(SuppressionReason?)
}

/// A table: what a chart shows, in numbers.
struct DataTable: Sendable {
    struct Column: Sendable {
        var title: String
        var isNumber = true
        var definition: Link?
    }
    struct Row: Sendable {
        var cells: [TableCell]
        var names = ""
        var indent = 0
    }
    var columns: [Column]
    var rows: [Row]

    /// With few words in hidden cells, for tables of a thousand rows.
    var isPlain = false

    func write(label: String, names: String = "", into w: inout MarkupWriter) {
        w.element(.div, .class("scroll"), .role("region"), .tabIndex(0), .label(label)) { w in
            w.element(.table, .class(names)) { w in
                w.element(.thead) { w in
                    w.element(.tr) { w in
                        for column in columns {
                            w.element(.th, .scope(.column), .class(column.isNumber ? "num" : "")) { w in
                                if let definition = column.definition {
                                    w.text(.a, .href(definition), text: column.title)
                                } else {
                                    w.text(column.title)
                                }
                            }
                        }
                    }
                }
                w.element(.tbody) { w in
                    for row in rows {
                        w.element(.tr, .class(row.names)) { w in
                            for (index, cell) in row.cells.enumerated() { write(cell, index, row, &w) }
                        }
                        w.newline()
                    }
                }
            }
        }
    }

    private func write(_ cell: TableCell, _ index: Int, _ row: Row, _ w: inout MarkupWriter) {
        if index == 0 {
            let indent = row.indent > 0 ? "l\(min(row.indent, 6))" : ""
            w.element(.th, .scope(.row), .class(indent)) { w in
                switch cell {
                case .name(let name, let link?): w.element(.a, .href(link)) { w in w.text(.bdi, text: name) }
                case .name(let name, nil): w.text(.bdi, text: name)
                case .text(let text), .number(let text), .clear(let text, _): w.text(text)
                case .hidden(let reason): w.text(Wording.hidden(reason))
                }
            }
            return
        }
        switch cell {
        case .text(let text): w.text(.td, .class("tx"), text: text)
        case .name(let name, let link):
            w.element(.td, .class("tx")) { w in
                if let link { w.text(.a, .href(link), text: name) } else { w.text(.bdi, text: name) }
            }
        case .number(let text): w.text(.td, text: text)
        case .clear(let text, let verdict):
            w.element(.td) { w in
                switch verdict {
                case .worse:
                    w.element(.span, .class("bad")) { w in
                        w.text(.span, .class("vh"), text: Wording.worse)
                        w.text(text)
                    }
                case .better:
                    w.element(.span, .class("good")) { w in
                        w.text(.span, .class("vh"), text: Wording.better)
                        w.text(text)
                    }
                case .apart: w.text(.strong, text: text)
                case .level, .unknown: w.text(text)
                }
            }
        case .hidden where isPlain: w.text(.td, .class("sup"), text: Wording.hiddenShort)
        case .hidden(let reason):
            w.element(.td, .class("sup")) { w in w.text(.span, .class("vh"), text: Wording.hidden(reason)) }
        }
    }
}

extension Wording {
    /// The hidden text of a hatched cell. Everything that protects persons reads the same.
    static func hidden(_ reason: SuppressionReason?) -> String {
        switch reason {
        case .openPeriod: hiddenOpen
        case .grain: hiddenGrain
        case .publisher: hiddenPublisher
        case .incomplete: hiddenIncomplete
        case .insufficientHistory: hiddenHistory
        case .groupMinimum, .remainder, .dominance, .extremeShare, nil: hidden
        }
    }
}

/// A figure: sentence, what is measured, chart, note, numbers.
struct FigureFrame: Sendable {
    var title: String
    var sub: String
    var isFull = false
    var chart: (any Chart)?
    var note = ""
    var definition: Link?
    /// In a `details`, or in plain sight when there is no chart.
    var table: DataTable?
    var tableNames = ""
    var heat: HeatMap?

    func write(into w: inout MarkupWriter) {
        w.element(.figure, .class(isFull ? "full" : "")) { w in
            w.element(.figcaption) { w in
                w.text(.h3, text: title)
                w.text(.p, .class("sub"), text: sub)
            }
            w.newline()
            if let chart { ChartCanvas.write(chart, isFull: isFull, into: &w) }
            heat?.write(into: &w)
            if chart == nil, let table {
                table.write(label: Wording.table(title), names: tableNames, into: &w)
            }
            if !note.isEmpty || definition != nil {
                w.element(.p, .class("note")) { w in
                    w.text(note)
                    if let definition {
                        if !note.isEmpty { w.text(" ") }
                        w.element(.span, .class("np")) { w in
                            w.text(.a, .href(definition), text: Wording.definition)
                            w.text(".")
                        }
                    }
                }
            }
            if chart != nil, let table {
                w.element(.details) { w in
                    w.element(.summary) { w in
                        w.text(Wording.showNumbers)
                        w.text(.span, .class("vh"), text: ": " + title)
                    }
                    table.write(label: Wording.table(title), names: tableNames, into: &w)
                }
            }
        }
        w.newline()
    }
}

/// A chapter: number and name on the rail, figures beside it.
struct Chapter: Sendable {
    var id: String
    var title: String
    /// Sentences on the rail.
    var rail: [String]
    var figures: [FigureFrame]
    /// Instead of figures, where there is nothing to show.
    var line = ""
    var lines: [String] = []
    /// The publication has no data for it.
    var isMissing = false

    func write(number: Int, into w: inout MarkupWriter, last: (inout MarkupWriter) -> Void = { _ in }) {
        w.element(.section, .class("chap"), .id(id), .labelled(by: id + "-h")) { w in
            w.element(.div, .class("rail")) { w in
                w.element(.div) { w in
                    w.text(.p, .class("no"), text: String(number))
                    w.text(.h2, .id(id + "-h"), text: title)
                    for sentence in rail { w.text(.p, text: sentence) }
                }
            }
            w.element(.div, .class("figs")) { w in
                w.newline()
                if !lines.isEmpty {
                    w.element(.ul, .class("one")) { w in
                        for line in lines { w.text(.li, text: line) }
                    }
                }
                if !line.isEmpty { w.text(.p, .class("one"), text: line) }
                for figure in figures { figure.write(into: &w) }
                last(&w)
            }
        }
        w.newline()
    }
}
