import Aggregation
import StageSupport

StageProgram.aggregate {
    try AggregateStage.run($0.pipeline, run: $0.run, input: $0.input, output: $0.output, workers: $0.workers)
}
