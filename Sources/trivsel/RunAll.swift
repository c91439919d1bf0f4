import Aggregation
import Ingestion
import Normalization
import Reporting
import Runs
import StageSupport

/// `trivsel run`: the four stages in order, as the four programs would do them.
enum RunAll {
    static func perform(_ options: UmbrellaCommand.Run, _ console: Console) throws {
        let file = try PipelineFile(path: options.pipeline)
        let input = try RunPlace.input(options.input, in: file)
        try RunPlace.checkSynthetic(file, input: input)
        let key = try RunPlace.key(options.keyFile, in: file, input: input, console: console)
        let asOf = try RunPlace.asOf(options.asOf, in: file) {
            try IngestStage.deliveryDate(of: file.pipeline, input: input)
        }
        let run = try RunPlace.folder(work: RunPlace.work(options.work, in: file), asOf: asOf)
        let runner = try StageRunner(file: file, run: run, workers: options.workers, console: console)
        let exports = StageProgram.Exports(input, key: key, csvEngine: options.csvEngine)
        try runner.together {
            try runner.ingest(from: exports) { job, exports in
                try IngestStage.run(
                    job.pipeline, run: job.run, output: job.output, input: exports.input, key: exports.key,
                    workers: job.workers, engine: IngestStage.engine(exports.csvEngine),
                    history: HistoryPlace(folder: job.history, isKept: true))
            }
            try runner.perform(.normalize) {
                try NormalizeStage.run(
                    $0.pipeline, run: $0.run, input: $0.input, output: $0.output, workers: $0.workers)
            }
            try runner.perform(.aggregate) {
                try AggregateStage.run(
                    $0.pipeline, run: $0.run, input: $0.input, output: $0.output, workers: $0.workers)
            }
            try runner.report {
                try ReportStage.run(
                    $0.pipeline, run: $0.run, workers: $0.workers, beforeSwitching: $0.beforeSwitching)
            }
        }
    }
}
