import Ingestion
import StageSupport

StageProgram.ingest { job, exports in
    try IngestStage.run(
        job.pipeline, run: job.run, output: job.output, input: exports.input, key: exports.key, workers: job.workers,
        engine: IngestStage.engine(exports.csvEngine),
        history: HistoryPlace(folder: job.history, isKept: true))
}
