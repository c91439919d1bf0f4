internal import ArgumentParser
public import Configuration
public import Runs

/// The programs `trivsel-ingest`, `trivsel-normalize`, `trivsel-aggregate` and `trivsel-report`: one stage each.
public enum StageProgram {
    /// What a stage is given.
    public struct Job {
        public let pipeline: Pipeline
        public let run: RunFolder
        /// What may be read of the stage before.
        public let input: StageInput
        public let workers: Int
        /// The folder that the stage fills; for the report the folder of the run.
        public let output: String
        /// Where the pipeline's deliveries are kept.
        public let history: String
        /// For a stage that puts its own folder in place, to be called before it does: the stages that it was made of are put in
        /// place first.
        public let beforeSwitching: () throws -> Void
    }

    /// What ingest is given besides.
    public struct Exports {
        public let input: String
        public let key: [UInt8]?
        /// `fast`, or `libcsv` to have every byte parsed by that library.
        public let csvEngine: String
        /// Show the cells of the first rows that are set aside; standard output is a terminal.
        public let showsValues: Bool
    }

    /// Runs `trivsel-ingest`.
    public static func ingest(_ work: (Job, Exports) throws -> StageReport) -> Never {
        Program.main(IngestCommand.self, name: "trivsel-ingest") { command, console in
            guard let command = command as? IngestCommand else { return false }
            let console = command.talk.console(console)
            let run = try RunFolder(path: command.run)
            let file = try PipelineFile(path: command.pipeline)
            let input = try RunPlace.input(command.input, in: file)
            try RunPlace.checkSynthetic(file, input: input)
            let key = try RunPlace.key(command.keyFile, in: file, input: input, console: console)
            let runner = try StageRunner(file: file, run: run, workers: command.work.count, console: console)
            let exports = Exports(
                input, key: key, csvEngine: command.parsing.csvEngine.rawValue, showsValues: command.showValues)
            try runner.ingest(from: exports, work)
            return true
        }
    }

    /// Runs `trivsel-normalize`.
    public static func normalize(_ work: (Job) throws -> StageReport) -> Never {
        later(NormalizeCommand.self, "trivsel-normalize") { try $0.perform(.normalize, work) }
    }

    /// Runs `trivsel-aggregate`.
    public static func aggregate(_ work: (Job) throws -> StageReport) -> Never {
        later(AggregateCommand.self, "trivsel-aggregate") { try $0.perform(.aggregate, work) }
    }

    /// Runs `trivsel-report`, whose stage puts its own folder in place.
    public static func report(_ work: (Job) throws -> StageReport) -> Never {
        later(ReportCommand.self, "trivsel-report") { try $0.report(work) }
    }

    private static func later<Command: LaterStage>(
        _ type: Command.Type, _ name: String, _ perform: (StageRunner) throws -> Void
    ) -> Never {
        Program.main(type, name: name) { command, console in
            guard let command = command as? Command else { return false }
            let run = try RunFolder(path: command.stage.run)
            let file = try PipelineFile(path: command.stage.pipeline)
            try perform(
                StageRunner(
                    file: file, run: run, workers: command.work.count, console: command.talk.console(console)))
            return true
        }
    }
}

extension StageRunner {
    /// Runs ingest on the exports.
    public func ingest(
        from exports: StageProgram.Exports, _ work: (StageProgram.Job, StageProgram.Exports) throws -> StageReport
    ) throws {
        try perform(.ingest) { try work(job(output: $0), exports) }
    }

    /// Runs normalize or aggregate.
    public func perform(_ stage: RunFolder.Stage, _ work: (StageProgram.Job) throws -> StageReport) throws {
        try perform(stage) { try work(job(output: $0)) }
    }

    /// Runs the report.
    public func report(_ work: (StageProgram.Job) throws -> StageReport) throws {
        try performSwitchingItself(.report) { try work(job(output: run.path)) }
    }

    private func job(output: String) -> StageProgram.Job {
        StageProgram.Job(
            pipeline: file.pipeline, run: run, input: input, workers: workers, output: output,
            history: run.history(of: file.pipeline.name), beforeSwitching: publishWaiting)
    }
}

extension StageProgram.Exports {
    public init(_ input: String, key: [UInt8]?, csvEngine: String, showsValues: Bool = false) {
        self.showsValues = showsValues
        self.input = input
        self.key = key
        self.csvEngine = csvEngine
    }
}

private struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trivsel-ingest", abstract: "Reads HR exports into typed tables: the first of four stages.",
        discussion: """
            Writes RUN/1-ingest. The exports are left as they are; rows that cannot be read are set aside with a reason.

            Example:
              trivsel-ingest pipelines/nightly.yaml --input exports --run work/2026-03-31
            """,
        version: ProgramVersion.text)

    @Argument(help: "Pipeline file.") var pipeline: String
    @Option(help: "Run folder, named by the as-of date: WORK/YYYY-MM-DD.") var run: String
    @Option(help: "Folder of the exports, instead of the pipeline's `input`.") var input: String?
    @Option(help: "File with the 32 bytes of the person key, instead of the pipeline's `key_file`.") var keyFile:
        String?
    @Flag(help: "Show the cells of the first rows that are set aside, on a terminal and nowhere else.")
    var showValues = false
    @OptionGroup var parsing: ParsingOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var talk: TalkOptions

    func validate() throws { try ShownValues.check(showValues) }
}

private struct LaterOptions: ParsableArguments {
    @Argument(help: "Pipeline file.") var pipeline: String
    @Option(help: "Run folder, named by the as-of date: WORK/YYYY-MM-DD.") var run: String
}

private protocol LaterStage: ParsableCommand {
    var stage: LaterOptions { get }
    var work: WorkOptions { get }
    var talk: TalkOptions { get }
}

private struct NormalizeCommand: LaterStage {
    static let configuration = CommandConfiguration(
        commandName: "trivsel-normalize",
        abstract: "Makes clean timelines of ingested tables: the second of four stages.",
        discussion: """
            Reads RUN/1-ingest and writes RUN/2-normalize.

            Example:
              trivsel-normalize pipelines/nightly.yaml --run work/2026-03-31
            """,
        version: ProgramVersion.text)

    @OptionGroup var stage: LaterOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var talk: TalkOptions
}

private struct AggregateCommand: LaterStage {
    static let configuration = CommandConfiguration(
        commandName: "trivsel-aggregate",
        abstract: "Computes the metrics and protects persons: the third of four stages.",
        discussion: """
            Reads RUN/2-normalize and writes RUN/3-aggregate: what may be shown is in published.parquet.

            Example:
              trivsel-aggregate pipelines/nightly.yaml --run work/2026-03-31
            """,
        version: ProgramVersion.text)

    @OptionGroup var stage: LaterOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var talk: TalkOptions
}

private struct ReportCommand: LaterStage {
    static let configuration = CommandConfiguration(
        commandName: "trivsel-report", abstract: "Writes the pages: the last of four stages.",
        discussion: """
            Reads RUN/3-aggregate/published.parquet and writes RUN/4-report; open index.html there.

            Example:
              trivsel-report pipelines/nightly.yaml --run work/2026-03-31
            """,
        version: ProgramVersion.text)

    @OptionGroup var stage: LaterOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var talk: TalkOptions
}
