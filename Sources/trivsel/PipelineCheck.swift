import Calendars
import Columnar
import Configuration
import Ingestion
import Reporting
import Runs
import StageSupport

/// `trivsel check`: the configuration, and a rehearsal of the night told on one page.
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
        // Nothing is written there: its name says for which day, and what was delivered before is beside it.
        let history = try work.map { try RunPlace.folder(work: $0, asOf: asOf).history(of: file.pipeline.name) }
        let (key, unread) = try key(options, file, input: input, history: history, console)
        let shown = options.showValues ? OffendingCells() : nil
        let night = try CheckPlace.withScratch(beside: page) { scratch in
            let run = try RunPlace.folder(work: scratch, asOf: asOf)
            var ingested = try DryRun.perform(
                file.pipeline, run: run, input: input, history: history, key: key, workers: options.run.workers,
                engine: IngestStage.engine(options.run.csvEngine), shown: shown)
            if let unread { ingested.report.findings.append(unread) }
            let night = try NightRehearsal(after: ingested, file.pipeline, run: run, workers: options.run.workers)
            try CheckPage(night.report, pipeline: file.pipeline, asOf: asOf, headcount: night.headcount).write(to: page)
            return night
        }
        try CheckedOutput.standardOutput(summary(night.report, page: page))
        for cell in shown?.cells ?? [] {
            try ShownValues.show(
                file: cell.file, record: cell.record, line: cell.line, column: cell.column, expected: cell.expected,
                value: cell.value)
        }
        if let failure = night.failure { throw failure }
    }

    /// The person key where full dumps are kept that it alone makes comparable. Who looks at exports need not be allowed to
    /// read it: then what is kept is left out, and that is told.
    private static func key(
        _ options: UmbrellaCommand.Check, _ file: PipelineFile, input: String, history: String?, _ console: Console
    ) throws -> (key: [UInt8]?, unread: Finding?) {
        guard let history, DryRun.needsKey(file.pipeline, history: history) else { return (nil, nil) }
        let key: [UInt8]?
        do {
            key = try RunPlace.key(options.run.keyFile, in: file, input: input, console: console)
        } catch {
            guard options.run.keyFile == nil else { throw error }
            let told = Finding(
                category: "check.dumps_not_compared", severity: .warning, location: history,
                message: "The full dumps kept there were not compared, since that takes the person key: \(error). Give "
                    + "--key-file, or check as the user who runs the pipeline.")
            return (nil, told)
        }
        return (key ?? IngestStage.publicKey, nil)
    }

    private static func summary(_ report: CheckReport, page: String) -> String {
        var table = AlignedTable(columns: [
            .init(title: "file"), .init(title: "dataset"), .init(title: "read", right: true),
            .init(title: "kept", right: true), .init(title: "set aside", right: true),
            .init(title: "repeated", right: true), .init(title: "left out", right: true), .init(title: ""),
        ])
        for export in report.exports {
            let counts = [export.rowsIn, export.rowsOut, export.quarantined, export.duplicates, export.filtered]
            let state =
                export.refusal != nil
                ? "refused" : !export.wasRead ? "not read" : export.isStored ? "read on an earlier night" : ""
            table.rows.append(
                [export.file.isEmpty ? "–" : export.file, export.dataset]
                    + counts.map { export.wasRead ? String($0) : "–" } + [state])
        }
        let places = report.exports.flatMap { export in
            export.reasons.compactMap { reason in
                reason.places.first.map { place in
                    let column = place.column.isEmpty ? "" : ", column \"\(place.column)\""
                    let advice = place.advice.isEmpty ? "" : ": \(place.advice)"
                    let line = place.line > 0 ? ", line \(place.line)" : ""
                    return "\(export.file): record \(place.record)\(line)\(column): expected "
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
