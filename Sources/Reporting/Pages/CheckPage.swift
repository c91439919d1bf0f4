internal import Calendars
internal import Columnar
public import Configuration
internal import HTML
public import Runs

/// The page of `trivsel check`: one file without links to others, about files and rows and never about persons.
public struct CheckPage: Sendable {
    private let report: CheckReport
    private let pipeline: Pipeline
    private let asOf: Int32
    private let headcount: HeadcountCheck?

    /// - Parameters:
    ///   - asOf: last day for which the data are complete, as days since 1970-01-01.
    ///   - headcount: nil where a run would stop before it is counted.
    public init(_ report: CheckReport, pipeline: Pipeline, asOf: Int32, headcount: HeadcountCheck? = nil) {
        self.headcount = headcount
        self.report = report
        self.pipeline = pipeline
        self.asOf = asOf
    }

    /// Writes the page, readable by its owner and group. Throws `ReportError`, `DigestError` or `ColumnarError`.
    public func write(to path: String) throws {
        let file = try CheckedFile(path: path, mode: 0o640)
        try file.write(try bytes())
        try file.commit()
    }

    /// The page in UTF-8. The same report gives the same bytes.
    func bytes() throws -> [UInt8] {
        let frame = try PageFrame(accent: try pipeline.report.accent.map { try AccentColour($0) })
        let date = Format.date(CivilDate(day: asOf).description)
        let name = pipeline.organisation.isEmpty ? pipeline.name : pipeline.organisation
        return frame.document(
            title: Wording.checkTitle(name, date), skip: Wording.skipToContent, skipTarget: "content",
            isSynthetic: pipeline.synthetic
        ) { w in
            w.element(.div, .class("mast")) { w in
                w.element(.div, .class("wrap")) { w in
                    w.element(.p, .class("brand")) { w in
                        w.trusted(Symbols.mark)
                        w.text(.bdi, text: name)
                    }
                    w.text(.p, .class("edition"), text: Wording.checkEdition(date))
                }
            }
        } main: { w in
            w.element(.div, .class("plainpage"), .id("content")) { w in main(&w) }
        } footer: { w in
            w.element(.footer, .class("foot")) { w in
                w.element(.div, .class("wrap")) { w in w.text(.p, text: Wording.checkFooter(pipeline.name)) }
            }
        }
    }

    private func main(_ w: inout MarkupWriter) {
        w.text(.h1, text: Wording.checkHeading)
        w.text(.p, .class("stand"), text: verdict)
        if !report.refusals.isEmpty {
            w.text(.h2, text: Wording.checkRefusals)
            w.element(.ol, .class("one stops")) { w in for refusal in report.refusals { w.text(.li, text: refusal) } }
        }
        if !report.exports.isEmpty {
            w.text(.h2, text: Wording.rowsHeading)
            files.write(into: &w)
        }
        w.text(.h2, text: Wording.reasonsTitle)
        if report.exports.allSatisfy({ $0.reasons.isEmpty }) {
            w.text(.p, text: Wording.checkNothingAside)
        } else {
            w.element(.div, .class("figs")) { w in
                for export in report.exports where !export.reasons.isEmpty { reasons(export).write(into: &w) }
            }
        }
        w.text(.h2, text: Wording.headcountHeading)
        if let figure = headcount?.figure() {
            figure.write(into: &w)
        } else {
            w.text(
                .p, .class("one"),
                text: headcount == nil ? Wording.checkHeadcountStopped : Wording.checkHeadcountNone)
        }
        w.text(.h2, text: Wording.findingsTitle)
        if report.findings.isEmpty { w.text(.p, text: Wording.findingsNone) } else { findings.write(into: &w) }
        let read = report.exports.filter(\.wasRead)
        guard !read.isEmpty else { return }
        // Not on paper, where what is closed stays closed.
        w.text(.h2, .class("np"), text: Wording.checkFiles)
        w.text(.p, .class("note np"), text: Wording.checkFilesNote)
        // Of a hundred files of one source the first tells how they are read.
        var told: Set<String> = []
        for export in read where told.insert(export.source).inserted { detail(export, &w) }
    }

    private var verdict: String {
        let total = report.total
        if !report.refusals.isEmpty { return Wording.checkRefused(report.refusals.count) }
        return total.quarantined == 0
            ? Wording.checkClean(Format.count(total.rowsIn), report.exports.count)
            : Wording.checkAside(Format.count(total.rowsIn), report.exports.count, Format.count(total.quarantined))
    }

    // MARK: tables

    private var files: FigureFrame {
        let titles = [
            Wording.rowsRead, Wording.rowsKept, Wording.rowsAside, Wording.rowsRepeated, Wording.rowsLeftOut,
            Wording.check,
        ]
        let columns: [DataTable.Column] =
            [.init(title: Wording.file, isNumber: false), .init(title: Wording.source, isNumber: false)]
            + titles.map { .init(title: $0) }
        let rows = report.exports.map { export -> DataTable.Row in
            let name = export.file.isEmpty ? Wording.checkNoFile : export.file
            let counts = [
                export.rowsIn, export.rowsOut, export.quarantined, export.duplicates, export.filtered,
            ]
            return DataTable.Row(
                cells: [.name(name, nil), .text(export.dataset)]
                    + counts.map { .number(export.wasRead ? Format.count($0) : Wording.notChecked) } + [check(export)])
        }
        return FigureFrame(
            title: Wording.checkFilesTitle(report.exports.count), sub: Wording.checkFilesSub, isFull: true,
            table: DataTable(columns: columns, rows: rows), tableNames: "wide")
    }

    private func check(_ export: CheckedExport) -> TableCell {
        if export.refusal != nil { return .clear(Wording.checkIsRefused, .worse) }
        guard export.wasRead else { return .text(Wording.checkNotRead) }
        return export.addsUp ? .number(Wording.addsUp) : .clear(Wording.doesNotAddUp, .worse)
    }

    /// Of one file, each reason with its first places.
    private func reasons(_ export: CheckedExport) -> FigureFrame {
        var rows: [DataTable.Row] = []
        for reason in export.reasons {
            for (index, place) in reason.places.enumerated() {
                rows.append(
                    DataTable.Row(cells: [
                        .text(Wording.code(reason.code)), .number(index == 0 ? Format.count(reason.rows) : ""),
                        .number(Format.count(place.record)),
                        .number(place.line > 0 ? Format.count(place.line) : Wording.notChecked), .text(place.column),
                        .text(place.expected), .text(place.found), .text(place.advice),
                    ]))
            }
        }
        return FigureFrame(
            title: Wording.checkReasonsTitle(export.file, export.quarantined), sub: Wording.checkReasonsSub,
            isFull: true,
            table: DataTable(
                columns: [
                    .init(title: Wording.reason, isNumber: false), .init(title: Wording.rows),
                    .init(title: Wording.checkRecord), .init(title: Wording.checkLine),
                    .init(title: Wording.checkColumn, isNumber: false),
                    .init(title: Wording.checkExpected, isNumber: false),
                    .init(title: Wording.checkFound, isNumber: false),
                    .init(title: Wording.checkAdvice, isNumber: false),
                ], rows: rows), tableNames: "log")
    }

    private var findings: FigureFrame {
        FigureFrame(
            title: Wording.findingsCount(report.findings.count), sub: Wording.findingsSub, isFull: true,
            table: DataTable(
                columns: [
                    .init(title: Wording.what, isNumber: false), .init(title: Wording.location, isNumber: false),
                    .init(title: Wording.severity, isNumber: false), .init(title: Wording.count),
                ],
                rows: report.findings.prefix(Wording.findingsMost).map { finding in
                    DataTable.Row(cells: [
                        .text(finding.message), .text(finding.location), .text(finding.severity.rawValue),
                        .number(Format.count(finding.count)),
                    ])
                }), tableNames: "wide")
    }

    /// How a source is read: its settings, its columns, and what stays behind.
    private func detail(_ export: CheckedExport, _ w: inout MarkupWriter) {
        w.element(.details) { w in
            w.element(.summary) { w in
                w.text(Wording.checkSource(export.source, export.dataset))
                w.text(.span, .class("vh"), text: ": " + export.file)
            }
            guard !export.isStored else {
                w.text(.p, .class("note"), text: Wording.checkIsStored)
                return
            }
            w.element(.p, .class("note")) { w in
                for (index, setting) in export.settings.enumerated() {
                    if index > 0 { w.text(" · ") }
                    w.text(setting.name + " ")
                    w.text(.code, text: setting.value)
                }
            }
            DataTable(
                columns: [
                    .init(title: Wording.checkCanonical, isNumber: false),
                    .init(title: Wording.checkHeader, isNumber: false),
                    .init(title: Wording.checkReading, isNumber: false),
                ],
                rows: export.mapping.map { row in
                    DataTable.Row(cells: [
                        .text(row.column), .text(row.header.isEmpty ? Wording.checkNoHeader : row.header),
                        .text(row.reading),
                    ])
                }
            ).write(label: Wording.table(export.source), into: &w)
            w.text(
                .p, .class("note"),
                text: export.notCarried.isEmpty
                    ? Wording.checkAllCarried : Wording.checkNotCarried(export.notCarried.joined(separator: ", ")))
        }
        w.newline()
    }
}

extension Wording {
    static func checkTitle(_ name: String, _ date: String) -> String {
        "Data quality, \(name): check of exports, \(date)"
    }
    static func checkEdition(_ date: String) -> String { "Check of exports. Data to \(date)" }
    static func checkFooter(_ pipeline: String) -> String {
        "Pipeline \(pipeline). Counts and places only: no cell of an export and nothing about a person stands on this page."
    }
    static let checkHeading = "What the exports are like"
    static let checkRefusals = "Why a run would stop"
    static func checkRefused(_ count: Int) -> String {
        count == 1
            ? "A run would stop at these exports, and the report of the night before would stay."
            : "A run would stop at these exports for \(count) reasons, and the report of the night before would stay."
    }
    private static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }
    static func checkClean(_ rows: String, _ count: Int) -> String {
        "All \(rows) rows of \(files(count)) can be read."
    }
    static func checkAside(_ rows: String, _ count: Int, _ aside: String) -> String {
        "Of \(rows) rows of \(files(count)), \(aside) would be set aside; a run would go on."
    }
    static func checkFilesTitle(_ count: Int) -> String { "Rows of \(files(count))" }
    static let checkFilesSub = "Read = kept + set aside + repeated + left out on purpose"
    static let checkNoFile = "no file"
    static let checkNotRead = "not read"
    static let checkIsRefused = "refused"
    static let checkIsStored =
        "Read on an earlier night, and kept as what it changed; with other settings of the source it would be read anew."
    static let checkHeadcountStopped =
        "A run would stop before the headcount is counted. What is named above comes first; then check again."
    static let checkHeadcountNone =
        "No month can be checked: either no export tells of employees over time, or what a report withholds is withheld here."
    static let checkNothingAside = "No row would be set aside."
    static func checkReasonsTitle(_ file: String, _ rows: Int) -> String {
        rows == 1 ? "\(file): 1 row set aside" : "\(file): \(Format.count(rows)) rows set aside"
    }
    static let checkReasonsSub = "The first places of each reason; of cells only what kind of thing they hold"
    static let checkRecord = "Record"
    static let checkLine = "Line"
    static let checkColumn = "Column"
    static let checkExpected = "Expected"
    static let checkFound = "Found"
    static let checkAdvice = "What to do"
    static let checkFiles = "How the files are read"
    static let checkFilesNote = "As the source descriptions say it. What is not mapped does not leave ingest."
    static func checkSource(_ source: String, _ dataset: String) -> String {
        source == dataset ? source : "\(source) (\(dataset))"
    }
    static let checkCanonical = "Column of the dataset"
    static let checkHeader = "Header in the file"
    static let checkReading = "Read as"
    static let checkNoHeader = "–"
    static let checkAllCarried = "Every column of the file is carried on."
    static func checkNotCarried(_ headers: String) -> String { "Not carried on: \(headers)" }
}
