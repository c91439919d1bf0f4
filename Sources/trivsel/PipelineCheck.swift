import Calendars
import Columnar
import Ingestion
import Reporting
import Runs
import StageSupport

/// `trivsel check`: the configuration, and a dry run of ingest told on one page.
enum PipelineCheck {
    static func perform(_ options: UmbrellaCommand.Check, _ console: Console) throws {
        let file = try PipelineFile(path: options.run.pipeline)
        let input = try RunPlace.input(options.run.input, in: file)
        try RunPlace.checkSynthetic(file, input: input)
        let asOf = try RunPlace.asOf(options.run.asOf, in: file) {
            try IngestStage.deliveryDate(of: file.pipeline, input: input)
        }
        let page = try CheckPlace.page(options.page, work: options.run.work, in: file)
        let shown = options.showValues ? OffendingCells() : nil
        let outcome = try CheckPlace.withScratch(beside: page) { scratch in
            try DryRun.perform(
                file.pipeline, asOf: asOf, input: input, scratch: scratch, workers: options.run.workers,
                engine: IngestStage.engine(options.run.csvEngine), shown: shown)
        }
        try CheckPage(outcome.report, pipeline: file.pipeline, asOf: asOf).write(to: page)
        try CheckedOutput.standardOutput(summary(outcome.report, page: page))
        if let shown { try OffendingCellTable.write(shown) }
        if let failure = outcome.failure { throw failure }
    }

    private static func summary(_ report: CheckReport, page: String) -> String {
        var table = AlignedTable(columns: [
            .init(title: "file"), .init(title: "dataset"), .init(title: "read", right: true),
            .init(title: "kept", right: true), .init(title: "set aside", right: true),
            .init(title: "repeated", right: true), .init(title: "left out", right: true), .init(title: ""),
        ])
        for export in report.exports {
            let counts = [export.rowsIn, export.rowsOut, export.quarantined, export.duplicates, export.filtered]
            let state = export.refusal != nil ? "refused" : export.wasRead ? "" : "not read"
            table.rows.append(
                [export.file.isEmpty ? "–" : export.file, export.dataset]
                    + counts.map { export.wasRead ? String($0) : "–" } + [state])
        }
        let places = report.exports.flatMap { export in
            export.reasons.compactMap { reason in
                reason.places.first.map { place in
                    let column = place.column.isEmpty ? "" : ", column \"\(place.column)\""
                    let advice = place.advice.isEmpty ? "" : ": \(place.advice)"
                    return "\(export.file): record \(place.record), line \(place.line)\(column): expected "
                        + "\(place.expected), found \(place.found)\(advice) (\(reason.rows) \(reason.code))"
                }
            }
        }
        var text = report.exports.isEmpty ? "" : table.text() + "\n"
        for place in places.prefix(20) { text += VisibleText.escaped(place) + "\n" }
        if places.count > 20 { text += "and \(places.count - 20) more kinds of rows; see the page\n" }
        // The first refusal is the program's last word, on standard error.
        for refusal in report.refusals.dropFirst() { text += "also: " + VisibleText.escaped(refusal) + "\n" }
        return text + "\(places.isEmpty ? "" : "\n")page: \(VisibleText.escaped(page))\n"
    }
}

/// Cells that somebody at a terminal has asked to see.
enum OffendingCellTable {
    static func write(_ shown: OffendingCells) throws {
        try CheckedOutput.standardOutput(text(shown.cells))
    }

    static func text(_ cells: [OffendingCells.Cell]) -> String {
        guard !cells.isEmpty else { return "\nno row was set aside for a cell\n" }
        var table = AlignedTable(columns: [
            .init(title: "file"), .init(title: "record", right: true), .init(title: "line", right: true),
            .init(title: "column"), .init(title: "expected"), .init(title: "cell"),
        ])
        table.rows = cells.map { [$0.file, String($0.record), String($0.line), $0.column, $0.expected, $0.value] }
        return "\n" + table.text()
    }
}
