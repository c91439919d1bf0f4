internal import Calendars
internal import Columnar
public import Configuration
public import Runs
internal import Workforce

/// `2-normalize`: typed rows of exports → one tree of departments and clean timelines of persons.
///
/// Reads `1-ingest`, never the exports. Writes `departments`, then of the datasets present `assignments` or `snapshot`,
/// `absences`, `participation` (sorted by person key, a person never split over row groups), `survey_responses` (sorted
/// by department and response), `waves`, `survey_invitations`, `absence_totals`, `survey_totals`, and `quality`.
/// Memory: the employees and the tree in whole; the person-sorted tables in passes over key ranges of at most
/// `PersonSort.budget` bytes each, so that it does not grow with the number of absences.
public enum NormalizeStage {
    public static func run(
        _ pipeline: Pipeline, run: RunFolder, input: StageInput, output: String, workers: Int
    ) throws -> StageReport {
        let stage = NormalizeRun(
            pipeline: pipeline, run: run, input: input, output: output, workers: max(1, workers))
        try stage.readTree()
        try stage.writeTree()
        try stage.writeEmployees()
        try stage.writeAbsences()
        try stage.writeParticipation()
        try stage.writeSurvey()
        try stage.writeTotals()
        try stage.writeQuality()
        return stage.report
    }
}

/// State of one run of the stage: where it reads and writes, and what it has found so far.
final class NormalizeRun {
    let pipeline: Pipeline
    let run: RunFolder
    let input: StageInput
    let output: String
    let workers: Int
    var report = StageReport()
    var tree = DepartmentTree(organisation: "", root: nil)
    /// Keys of everyone in the employees dataset, ascending; nil where there is none.
    var persons: Buffer<Int64>?
    var setAside: [SetAside] = []

    init(pipeline: Pipeline, run: RunFolder, input: StageInput, output: String, workers: Int) {
        self.pipeline = pipeline
        self.run = run
        self.input = input
        self.output = output
        self.workers = workers
    }

    /// The table that ingest wrote for a dataset, or nil where the pipeline has no such source.
    func ingested(_ dataset: String, _ schema: TableSchema) throws -> TableReader? {
        guard input.has(dataset) else { return nil }
        let path = run.table(.ingest, dataset)
        let reader = try TableReader(path: path, expecting: schema)
        report.inputs.append(
            TableCount(
                name: "\(dataset).parquet", schema: schema.name, version: schema.version, rows: reader.rowCount,
                bytes: FileProbe.size(path), footerSHA256: reader.footerSHA256))
        return reader
    }

    func writer(_ dataset: String, _ schema: TableSchema) throws -> TableWriter {
        try TableWriter(path: "\(output)/\(dataset).parquet", schema: schema, metadata: [("trivsel.as_of", asOfText)])
    }

    var asOfText: String { CivilDate(day: run.asOf).description }

    func wrote(_ dataset: String, _ schema: TableSchema, _ written: WrittenTable) {
        report.outputs.append(
            TableCount(
                name: "\(dataset).parquet", schema: schema.name, version: schema.version, rows: written.rowCount,
                bytes: written.byteCount, footerSHA256: written.footerSHA256))
    }

    func found(_ category: String, _ location: String, _ message: String, count: Int) {
        guard count > 0 else { return }
        report.findings.append(
            Finding(
                category: category, severity: .note, location: location, message: message, count: count))
    }

    /// What ingest noticed travels on, with what was noticed here.
    func writeQuality() throws {
        var rows = try Quality.read(run.table(.ingest, Quality.dataset))
        try writeSetAside(&rows)
        for finding in report.findings {
            var row = Quality.Row(kind: "finding", dataset: finding.location, file: "")
            row.name = finding.category
            row.severity = finding.severity.rawValue
            row.message = finding.message
            row.count = Int64(finding.count)
            rows.append(row)
        }
        wrote(Quality.dataset, Quality.schema, try Quality.write(rows, to: "\(output)/\(Quality.dataset).parquet"))
    }
}

public enum NormalizeError: StageError {
    case cycle(departments: Int)
    case ownParent(department: String, file: String)
    case duplicateDepartment(record: Int)
    case severalRoots(count: Int)
    case keyCollision
    case unknownWord(dataset: String, column: String, expected: String)
    case missingItem(item: String)

    public var description: String {
        switch self {
        case .cycle(let departments):
            "departments: found \(departments) departments that are above and below each other in a circle; expected a tree; correct parent ids in the HR system"
        case .ownParent(let department, let file):
            "\(file): department \"\(department)\": found itself as its parent, which is a circle; expected the department above it, or none; correct the parent id in the HR system"
        case .duplicateDepartment(let record):
            "departments: record \(record): found an id a second time with another parent or name; expected one row a department; declare a key or correct the export"
        case .severalRoots(let count):
            "departments: found \(count) departments without a parent; expected one; add `root: {id: …, name: …}` to the pipeline to put a node above them"
        case .keyCollision:
            "employees: found two persons with the same person key; expected none in 2^64; run trivsel-ingest again with another key file"
        case .unknownWord(let dataset, let column, let expected):
            "1-ingest/\(dataset).parquet: column \"\(column)\": found a word that no rule knows; expected one of \(expected); map it in the source description's code list"
        case .missingItem(let item):
            "questionnaire: item \"\(item)\" has no column in 1-ingest/survey_responses.parquet; run trivsel-ingest again"
        }
    }

    public var exitCode: Int32 { ExitCode.dataRefused }
}
