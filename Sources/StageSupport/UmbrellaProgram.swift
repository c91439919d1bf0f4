internal import ArgumentParser
internal import Calendars
public import Configuration
internal import Runs

/// The command line of `trivsel`, understood; the program does what it says.
public enum UmbrellaCommand: Sendable {
    /// The four stages of a pipeline, in order.
    case run(Run)
    /// A pipeline from a look at a folder of exports.
    case initialise(Initialise)
    /// The configuration and what a night would make of the exports, as one page.
    case check(Check)
    /// The exports of an invented company.
    case demo(Demo)
    /// What one table of a run is and holds.
    case inspect(Inspect)
    /// All published figures of a run.
    case export(Export)
    /// Where one published figure comes from.
    case explain(Explain)

    /// Options of `trivsel run`.
    public struct Run: Sendable {
        /// Path of the pipeline file.
        public var pipeline: String
        /// Folder of the exports; nil: the pipeline's `input:`.
        public var input: String?
        /// Folder of the runs; nil: the pipeline's `work:`.
        public var work: String?
        /// Last day for which the data are complete, YYYY-MM-DD as given; nil: the pipeline's, else the delivery date in file names.
        public var asOf: String?
        /// File with the 32 bytes of the person key; nil: the pipeline's `key_file:`.
        public var keyFile: String?
        /// `fast` or `libcsv`.
        public var csvEngine: String
        /// Threads to use, 1 or more; no output depends on it.
        public var workers: Int
    }

    /// Options of `trivsel init`.
    public struct Initialise: Sendable {
        /// Folder of the exports.
        public var exports: String
        /// Folder to write into; made where it is missing.
        public var out: String
        /// Of the pipeline, without ending.
        public var name: String
        /// Languages that the headers may be in, the likeliest first.
        public var languages: [Language]
    }

    /// Options of `trivsel check`.
    public struct Check: Sendable {
        /// As for a run. The key is not needed unless full dumps of earlier nights are kept.
        public var run: Run
        /// Path of the page; nil: `check/PIPELINE.html` in the folder of the runs.
        public var page: String?
        /// Show the cells of the first rows that are set aside, on the terminal alone.
        public var showValues: Bool
    }

    /// Options of `trivsel demo`; ranges are checked by the generator.
    public struct Demo: Sendable {
        /// What the company is made to show.
        public enum Story: String, Sendable, CaseIterable { case nordlys, none, planted }

        /// Persons employed at the end, about.
        public var employees: Int
        /// Calendar months of history.
        public var months: Int
        /// Another seed, another company.
        public var seed: UInt64
        public var story: Story
        /// Folder to write into; made where it is missing.
        public var out: String
        /// Whether conversations, reviews, first weeks, moves, recognitions, exit interviews and recruitment come too.
        public var workingLife: Bool
    }

    /// Options of `trivsel inspect`.
    public struct Inspect: Sendable {
        /// Path of a .parquet file of a run.
        public var file: String
        /// Rows to show; nil: none of person-level tables, ten of the others.
        public var rows: Int?
    }

    /// Options of `trivsel export`.
    public struct Export: Sendable {
        /// How the figures are written.
        public enum Format: Sendable { case csv, json }
        /// Run folder, WORK/YYYY-MM-DD.
        public var run: String
        /// CSV (RFC 4180, LF) or JSON.
        public var format: Format
        /// Ids in the catalogue, beginnings followed by `*`, points of curves; none: all. The same holds for the others.
        public var metrics: [String]
        public var departments: [String]
        /// In the notation of periods.
        public var periods: [String]
        /// `NAME=VALUE`, or `NAME` for all groups of it; empty for the whole.
        public var breakdowns: [String]
    }

    /// Options of `trivsel explain`, as in the export's columns.
    public struct Explain: Sendable {
        /// Id in the catalogue.
        public var metric: String
        /// Id as in the export of departments.
        public var department: String
        /// In the notation of periods, `Period.grammar`.
        public var period: String
        /// `NAME=VALUE`; empty for the whole.
        public var breakdown: String
        /// Run folder, WORK/YYYY-MM-DD.
        public var run: String
    }
}

/// The program `trivsel`.
public enum UmbrellaProgram {
    /// Runs `body` with the command given; does not return.
    public static func main(_ body: (UmbrellaCommand, Console) throws -> Void) -> Never {
        Program.main(TrivselCommand.self, name: "trivsel") { command, console in
            guard let command = command as? any Subcommand else { return false }
            try body(command.understood, command.talk.console(console))
            return true
        }
    }
}

private protocol Subcommand: ParsableCommand {
    var understood: UmbrellaCommand { get }
    var talk: TalkOptions { get }
}

private struct TrivselCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trivsel",
        abstract: "HR exports in, a report about turnover, absence, participation and surveys out.",
        discussion: """
            Example:
              trivsel demo --employees 1000 --months 36 --seed 42 --out exports
              trivsel run pipelines/nightly.yaml --input exports --work work

            With exports of your own:
              trivsel init exports --out pipeline
              trivsel check pipeline/nightly.yaml
            """,
        version: ProgramVersion.text,
        subcommands: [
            InitCommand.self, CheckCommand.self, RunCommand.self, DemoCommand.self, InspectCommand.self,
            ExportCommand.self, ExplainCommand.self,
        ])
}

private struct RunCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs the four stages of a pipeline into WORK/<as-of>.",
        discussion: """
            Only one run of a pipeline at a time: a second one ends with exit code 75. When a stage stops, what the \
            earlier nights wrote stays as it was.

            Example:
              trivsel run pipelines/nightly.yaml --input exports --work work --as-of 2026-03-31
            """)

    @Argument(help: "Pipeline file.") var pipeline: String
    @Option(help: "Folder of the exports, instead of the pipeline's `input`.") var input: String?
    @Option(help: "Folder of the runs, instead of the pipeline's `work`.") var work: String?
    @Option(help: "Last day for which the data are complete, YYYY-MM-DD.") var asOf: String?
    @Option(help: "File with the 32 bytes of the person key, instead of the pipeline's `key_file`.") var keyFile:
        String?
    @OptionGroup var parsing: ParsingOptions
    @OptionGroup var threads: WorkOptions
    @OptionGroup var talk: TalkOptions

    var understood: UmbrellaCommand {
        .run(
            .init(
                pipeline: pipeline, input: input, work: work, asOf: asOf, keyFile: keyFile,
                csvEngine: parsing.csvEngine.rawValue, workers: threads.count))
    }
}

private struct InitCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Looks at a folder of exports and writes a pipeline for them.",
        discussion: """
            Writes NAME.yaml and sources/*.yaml. Whatever was decided stands with its evidence; what only a person can know \
            is a \(OpenQuestions.mark), and no run begins before it is answered. Files that are there are never written over.

            Example:
              trivsel init exports --out pipeline --name nightly --language nb,en
            """)

    @Argument(help: "Folder of the exports.") var exports: String
    @Option(help: "Folder to write into.") var out = "."
    @Option(help: "Name of the pipeline.") var name = "nightly"
    @Option(help: "Languages of the headers, the likeliest first: en, nb, da, sv, de; all where not given.")
    var language: String?
    @OptionGroup var talk: TalkOptions

    func validate() throws { _ = try languages() }

    private func languages() throws -> [Language] {
        guard let language else { return Language.allCases }
        return try language.split(separator: ",", omittingEmptySubsequences: false).map { code in
            guard let known = Language(rawValue: String(code)) else {
                throw ValidationError(
                    "--language: expected some of \(Language.allCases.map(\.rawValue).joined(separator: ",")), found "
                        + "\"\(code)\"")
            }
            return known
        }
    }

    var understood: UmbrellaCommand {
        let languages = (try? languages()) ?? Language.allCases
        return .initialise(.init(exports: exports, out: out, name: name, languages: languages))
    }
}

private struct CheckCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks a pipeline and its exports, and writes one page about them.",
        discussion: """
            Does what a run would do up to the figures and keeps nothing of it but a page: rows in and out, what was set \
            aside and where, whether the headcount adds up, the columns that are mapped and those that are not. The exit \
            code is the run's.

            Example:
              trivsel check pipelines/nightly.yaml --input exports --page data-quality.html
            """)

    @Argument(help: "Pipeline file.") var pipeline: String
    @Option(help: "Folder of the exports, instead of the pipeline's `input`.") var input: String?
    @Option(help: "Folder of the runs, instead of the pipeline's `work`; the page goes below it.") var work: String?
    @Option(help: "Last day for which the data are complete, YYYY-MM-DD.") var asOf: String?
    @Option(help: "The page; WORK/check/PIPELINE.html where not given.") var page: String?
    @Option(
        help: """
            File with the 32 bytes of the person key, instead of the pipeline's `key_file`; needed only to compare full dumps \
            with those kept from earlier nights.
            """)
    var keyFile: String?
    @Flag(help: "Show the cells of the first rows that are set aside, on a terminal and nowhere else.")
    var showValues = false
    @OptionGroup var parsing: ParsingOptions
    @OptionGroup var threads: WorkOptions
    @OptionGroup var talk: TalkOptions

    func validate() throws { try ShownValues.check(showValues) }

    var understood: UmbrellaCommand {
        .check(
            .init(
                run: .init(
                    pipeline: pipeline, input: input, work: work, asOf: asOf, keyFile: keyFile,
                    csvEngine: parsing.csvEngine.rawValue, workers: threads.count),
                page: page, showValues: showValues))
    }
}

private enum StoryName: String, CaseIterable, ExpressibleByArgument {
    case nordlys, none, planted

    var story: UmbrellaCommand.Demo.Story {
        switch self {
        case .nordlys: .nordlys
        case .none: .none
        case .planted: .planted
        }
    }
}

private struct DemoCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Writes the exports of an invented company.",
        discussion: """
            The same numbers give the same files. truth.json beside them tells what is hidden in the data.

            Example:
              trivsel demo --employees 1000 --months 36 --seed 42 --out exports
            """)

    @Option(help: "Employees at the end.") var employees = 1000
    @Option(help: "Months of history.") var months = 36
    @Option(help: "Another seed, another company.") var seed: UInt64 = 42
    @Option(
        help: """
            What there is to find: nordlys, a company with its ups and downs; none, where chance alone tells departments and \
            years apart; planted, one department in trouble beside those.
            """)
    var story = StoryName.nordlys
    @Option(help: "Folder to write into.") var out: String
    @Flag(help: "Check-ins, reviews, first weeks, moves, recognitions, exit interviews and recruitment too.")
    var workingLife = false
    @OptionGroup var talk: TalkOptions

    var understood: UmbrellaCommand {
        .demo(
            .init(
                employees: employees, months: months, seed: seed, story: story.story, out: out,
                workingLife: workingLife))
    }
}

private struct InspectCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Shows what a table of a run is and holds.",
        discussion: """
            Works on every table between the stages, the quarantine included. Rows about persons are shown only when asked for.

            Example:
              trivsel inspect work/2026-03-31/3-aggregate/published.parquet --rows 20
            """)

    @Argument(help: "A .parquet file of a run.") var file: String
    @Option(help: "Rows to show; 0 for tables about persons and 10 for others where not given.") var rows: Int?
    @OptionGroup var talk: TalkOptions

    func validate() throws {
        if let rows, rows < 0 { throw ValidationError("--rows: expected 0 or more, found \(rows)") }
    }

    var understood: UmbrellaCommand { .inspect(.init(file: file, rows: rows)) }
}

private enum FormatName: String, CaseIterable, ExpressibleByArgument {
    case csv, json

    var format: UmbrellaCommand.Export.Format {
        switch self {
        case .csv: .csv
        case .json: .json
        }
    }
}

private struct ExportCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the published figures of a run to standard output.",
        discussion: """
            Columns: metric, department, period, breakdown, value, numerator, denominator, n, low, high, status, unit, \
            variant, estimate; sorted by the first four. What is suppressed has no numbers. A point of a curve or \
            distribution is METRIC#POINT. Periods are \(Period.grammar).

            Example:
              trivsel export work/2026-03-31 --format csv > figures.csv
              trivsel export work/2026-03-31 --format csv --metric 'retention.*' --department D01 --period 2026-03-31
            """)

    @Argument(help: "Run folder, WORK/YYYY-MM-DD.") var run: String
    @Option(help: "csv or json.") var format: FormatName
    @Option(help: "Metric id, METRIC#POINT or BEGINNING*; may be given again. All where not given.") var metric:
        [String] = []
    @Option(help: "Department id; may be given again. All where not given.") var department: [String] = []
    @Option(help: "Period, in the notation above; may be given again. All where not given.") var period: [String] = []
    @Option(
        help: """
            NAME=VALUE, NAME for all groups of a breakdown, or "" for all persons together; may be given again. All where \
            not given.
            """)
    var breakdown: [String] = []
    @OptionGroup var talk: TalkOptions

    func validate() throws {
        for text in period where Period(text) == nil {
            throw ValidationError("--period: expected \(Period.grammar), found \"\(VisibleText.escaped(text))\"")
        }
    }

    var understood: UmbrellaCommand {
        .export(
            .init(
                run: run, format: format.format, metrics: metric, departments: department, periods: period,
                breakdowns: breakdown))
    }
}

private struct ExplainCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tells where a figure comes from: definition, arithmetic and files.",
        discussion: """
            Example:
              trivsel explain turnover.rolling12.total --department D01 --period 2026-03/P12M work/2026-03-31
            """)

    @Argument(help: "Metric id, as in the export.") var metric: String
    @Option(help: "Department id, as in the export.") var department: String
    @Option(help: "Period, as in the export: \(Period.grammar).") var period: String
    @Option(help: "Group of a breakdown, NAME=VALUE.") var breakdown = ""
    @Argument(help: "Run folder, WORK/YYYY-MM-DD.") var run: String
    @OptionGroup var talk: TalkOptions

    var understood: UmbrellaCommand {
        .explain(.init(metric: metric, department: department, period: period, breakdown: breakdown, run: run))
    }
}
