internal import ArgumentParser
internal import Runs

/// The command line of `trivsel`, understood; the program does what it says.
public enum UmbrellaCommand: Sendable {
    /// The four stages of a pipeline, in order.
    case run(Run)
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

    /// Options of `trivsel demo`; ranges are checked by the generator.
    public struct Demo: Sendable {
        /// Persons employed at the end, about.
        public var employees: Int
        /// Calendar months of history.
        public var months: Int
        /// Another seed, another company.
        public var seed: UInt64
        /// Folder to write into; made where it is missing.
        public var out: String
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
    }

    /// Options of `trivsel explain`, as in the export's columns.
    public struct Explain: Sendable {
        /// Id in the catalogue.
        public var metric: String
        /// Id as in the export of departments.
        public var department: String
        /// `2026-03`, `2026-Q1`, `2026`, `2026-03/P12M`, `wave:ID` or a date.
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
            """,
        version: ProgramVersion.text,
        subcommands: [RunCommand.self, DemoCommand.self, InspectCommand.self, ExportCommand.self, ExplainCommand.self])
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
    @Option(help: "Folder to write into.") var out: String
    @OptionGroup var talk: TalkOptions

    var understood: UmbrellaCommand { .demo(.init(employees: employees, months: months, seed: seed, out: out)) }
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
            Columns: metric, department, period, breakdown, value, numerator, denominator, n, low, high, status; sorted by \
            the first four. What is suppressed has no numbers.

            Example:
              trivsel export work/2026-03-31 --format csv > figures.csv
            """)

    @Argument(help: "Run folder, WORK/YYYY-MM-DD.") var run: String
    @Option(help: "csv or json.") var format: FormatName
    @OptionGroup var talk: TalkOptions

    var understood: UmbrellaCommand { .export(.init(run: run, format: format.format)) }
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
    @Option(help: "Period, as in the export: 2026-03, 2026-Q1, 2026, 2026-03/P12M, wave:ID.") var period: String
    @Option(help: "Group of a breakdown, NAME=VALUE.") var breakdown = ""
    @Argument(help: "Run folder, WORK/YYYY-MM-DD.") var run: String
    @OptionGroup var talk: TalkOptions

    var understood: UmbrellaCommand {
        .explain(.init(metric: metric, department: department, period: period, breakdown: breakdown, run: run))
    }
}
