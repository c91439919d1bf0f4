internal import Columnar
internal import Configuration
internal import Digests
internal import Glibc
internal import Logging
public import Runs

/// One run at work: the pipeline, its folder, lock and log. Stages are run through it, by hand or one after the other.
public final class StageRunner {
    public let file: PipelineFile
    public private(set) var run: RunFolder
    public let workers: Int
    public let console: Console
    public let log: RunLog
    /// What the stage at work may read of the one before.
    private(set) var input = StageInput()
    private let locks: [RunLock]
    /// Within `together`.
    private var waiting: WaitingStages?

    /// Creates the folders where missing, takes the lock and opens the log.
    ///
    /// - Throws: `StageFailure.locked` (75) before anything is written, when another run is going on.
    public init(file: PipelineFile, run: RunFolder, workers: Int, console: Console) throws {
        let work = PipelineFile.folder(of: run.path)
        try DurableFolder.create(work)
        let lock = try RunLock(work: work, pipeline: file.pipeline.name)
        try DurableFolder.create(run.path)
        locks = [lock, try RunLock(run: run.path, pipeline: file.pipeline.name)]
        log = try RunLog(path: run.log, console: console)
        self.file = file
        self.run = run
        self.workers = workers
        self.console = console
        try removeLeftovers()
    }

    /// Tables of a run that was killed are in nobody's way, but whoever goes on by hand must know that the stages in place
    /// are those of the run before.
    private func removeLeftovers() throws {
        var stages: [RunFolder.Stage] = []
        for stage in [RunFolder.Stage.ingest, .normalize, .aggregate] where try StageFolder(run, stage).tidy() {
            stages.append(stage)
        }
        guard let first = stages.first else { return }
        let names = stages.map(\.rawValue).joined(separator: ", ")
        let line =
            "\(run.path): an earlier run was stopped before it put in place what it had made of \(names); that is removed. "
            + "Run again from \(first.rawValue) on"
        log.logger(first.rawValue).warning("\(line)")
        console.warning(line)
    }

    /// The stage's work on a folder of its own, which is empty at the start and becomes the stage's folder at the end.
    ///
    /// - Parameter work: writes the tables into the folder that it is given.
    public func perform(_ stage: RunFolder.Stage, _ work: (_ output: String) throws -> StageReport) throws {
        try timed(stage) { begin in
            let folder = StageFolder(run, stage)
            let report = try folder.fill { output in
                let report = try work(output)
                try writeManifest(
                    of: stage, report, since: begin, to: "\(output)/manifest.json", storing: .withFolder)
                return report
            }
            if let waiting {
                waiting.add(stage, folder)
                run.waiting.insert(stage)
            } else {
                try folder.publish(stored: folder.store)
            }
            return report
        }
    }

    /// Runs the stages that `stages` performs without waiting for the disk between them: each reads the tables of the one
    /// before where they were made, and all are put in place at the end, in their order, once they are stored.
    ///
    /// When a stage fails, those before it are put in place and what it would have replaced stays as it was.
    public func together(_ stages: () throws -> Void) throws {
        waiting = WaitingStages()
        defer { waiting = nil }
        do {
            try stages()
        } catch {
            // Where an earlier stage could not be stored, that is the first that went wrong; what came of it is in the log.
            try publishWaiting()
            throw error
        }
        try publishWaiting()
    }

    /// Puts in place what waits; nothing without `together`.
    func publishWaiting() throws {
        do throws(WaitingStages.Failure) {
            try waiting?.publish()
            run.waiting = []
        } catch {
            run.waiting = []
            log.logger(error.stage.rawValue).error("failed: \(error.error)")
            throw error.error
        }
    }

    /// A stage that puts its own folder in place.
    public func performSwitchingItself(_ stage: RunFolder.Stage, _ work: () throws -> StageReport) throws {
        try timed(stage) { begin in
            let report = try work()
            try writeManifest(of: stage, report, since: begin, to: run.manifest(stage), storing: .now)
            return report
        }
    }

    private func timed(_ stage: RunFolder.Stage, _ work: (timespec) throws -> StageReport) throws {
        input = try checkedInput(of: stage)
        let logger = log.logger(stage.rawValue)
        logger.info("begins, version \(ProgramVersion.text), pipeline \(file.pipeline.name)")
        let begin = Self.now()
        let report: StageReport
        do {
            report = try work(begin)
        } catch {
            logger.error("failed: \(error)")
            throw error
        }
        for finding in report.findings {
            let line: Logger.Message =
                "\(finding.category): \(finding.location): \(finding.message) (\(finding.count))"
            switch finding.severity {
            case .note: logger.info(line)
            case .warning: logger.warning(line)
            }
        }
        let seconds = Self.seconds(since: begin)
        let rows =
            report.files.isEmpty ? report.outputs.reduce(0) { $0 + $1.rows } : report.files.reduce(0) { $0 + $1.rowsIn }
        logger.info("ended, \(rows) rows, \(seconds) s")
        try log.check()
        let name = stage.rawValue + String(repeating: " ", count: max(0, 12 - stage.rawValue.utf8.count))
        console.progress("\(name) \(Self.grouped(rows)) rows  \(seconds) s")
    }

    private func checkedInput(of stage: RunFolder.Stage) throws -> StageInput {
        let previous: (stage: RunFolder.Stage, program: String)
        switch stage {
        case .ingest: return StageInput()
        case .normalize: previous = (.ingest, "trivsel-ingest")
        case .aggregate: previous = (.normalize, "trivsel-normalize")
        case .report: previous = (.aggregate, "trivsel-aggregate")
        }
        return try CheckedInput(
            run: run, stage: previous.stage, program: previous.program, pipeline: file.pipeline.name
        ).read()
    }

    private func writeManifest(
        of stage: RunFolder.Stage, _ report: StageReport, since begin: timespec, to path: String,
        storing: CheckedFile.Storing
    ) throws {
        let settings = Array(PipelineDecoder.canonicalSettings(file.pipeline).utf8)
        var lineage = input.lineage
        lineage.files += report.earlier.map {
            SourceFile(dataset: $0.dataset, file: $0.file, sha256: $0.sha256, rows: $0.rowsIn)
        }
        let manifest = Manifest(
            stage: stage, asOf: run.asOf, pipeline: file.pipeline.name,
            settingsSHA256: SHA256.hex(try settings.withUnsafeBytes { try SHA256.digest($0) }), report: report,
            lineage: lineage, seconds: Self.seconds(since: begin))
        try manifest.write(to: path, storing: storing)
    }

    private static func now() -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time
    }

    /// To the hundredth.
    private static func seconds(since begin: timespec) -> Double {
        let end = now()
        let hundredths = (end.tv_sec - begin.tv_sec) * 100 + (end.tv_nsec - begin.tv_nsec) / 10_000_000
        return Double(hundredths) / 100
    }

    /// `1,234,567`.
    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }
}
