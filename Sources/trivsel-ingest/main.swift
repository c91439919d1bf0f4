import Ingestion
import StageSupport

StageProgram.ingest { job, exports in
    let shown = exports.showsValues ? OffendingCells() : nil
    let report = Result {
        try IngestStage.run(
            job.pipeline, run: job.run, output: job.output, input: exports.input, key: exports.key,
            workers: job.workers, engine: IngestStage.engine(exports.csvEngine),
            history: HistoryPlace(folder: job.history, isKept: true), shown: shown)
    }
    // When the exports are refused, the cells are wanted most.
    if let shown {
        for cell in shown.cells {
            try ShownValues.show(
                file: cell.file, record: cell.record, line: cell.line, column: cell.column, expected: cell.expected,
                value: cell.value)
        }
    }
    return try report.get()
}
