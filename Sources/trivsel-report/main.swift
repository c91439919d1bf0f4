import Reporting
import StageSupport

StageProgram.report {
    try ReportStage.run($0.pipeline, run: $0.run, workers: $0.workers, beforeSwitching: $0.beforeSwitching)
}
