import Calendars
import Columnar
import Configuration
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
        let work = options.run.work ?? file.pipeline.work.map(file.resolve)
        // Nothing is written there: its name says for which day.
        let run = try RunPlace.folder(work: work ?? ".", asOf: asOf)
        let shown = options.showValues ? OffendingCells() : nil
        let outcome = try CheckPlace.withScratch(beside: page) { scratch in
            try DryRun.perform(
                file.pipeline, run: run, input: input, scratch: scratch,
                history: work.map { _ in run.history(of: file.pipeline.name) }, workers: options.run.workers,
                engine: IngestStage.engine(options.run.csvEngine), shown: shown)
        }
        try CheckPage(outcome.report, pipeline: file.pipeline, asOf: asOf).write(to: page)
        try CheckedOutput.standardOutput(summary(outcome.report, page: page))
        for cell in shown?.cells ?? [] {
            try ShownValues.show(
                file: cell.file, record: cell.record, line: cell.line, column: cell.column, expected: cell.expected,
                value: cell.value)
        }
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
