internal import Calendars
internal import Columnar
public import Configuration
public import Runs
internal import Workforce

/// `2-normalize`: typed rows of exports → one tree of departments and clean timelines of persons.
///
/// Reads `1-ingest`, never the exports. Writes `departments`, then of the datasets present `assignments` or `snapshot`,
/// `absences`, `leave_entitlements`, `participation`, `check_ins`, `reviews`, `onboarding_steps`, `promotions`,
/// `recognitions`, `exit_interviews` (sorted by person key, a person never split over row groups), `survey_responses`
/// (sorted by department and response), `waves`, `survey_invitations`, `absence_totals`, `survey_totals`, `benchmarks`,
/// `recruitment` (sorted by department and opening), and `quality`.
/// Datasets are worked on side by side, in tasks of one crew; those sorted by person wait for the employees only when
/// they are read.
///
/// Where `identities` pairs ids, rows of all of them are one person's (`PersonIdentities`); where there are `assignments`,
/// they say where people work and `employees` says when they are employed (`HeldAssignments`).
///
/// Memory: the employees, the pairs of ids and the tree in whole; the person-sorted tables in passes over key ranges of at most
/// `PersonSort.budget` bytes each, so that it does not grow with the number of absences.
public enum NormalizeStage {
    public static func run(
        _ pipeline: Pipeline, run: RunFolder, input: StageInput, output: String, workers: Int
    ) throws -> StageReport {
        let crew = Crew(workers: workers)
        let whole = NormalizeRun(
            pipeline: pipeline, run: run, input: input, output: output, crew: crew, order: 0)
        if input.has("assignments"), !input.has("employees") { throw NormalizeError.assignmentsWithoutEmployees }
        try whole.readTree()
        let tree = whole.begin()
        if whole.tree.expected == nil { try whole.writeTree(place: tree) }
        whole.identities = try whole.readIdentities()
        let persons = KnownPersons(crew)
        // Each has a report of its own, put together in this order whoever is done first.
        let parts = (1...7).map { NormalizeRun(partOf: whole, order: $0) }
        try parts[0].planEmployees(persons) { isNeeded in
            guard whole.tree.expected != nil else { return }
            whole.tree.settleUnassigned(isNeeded: isNeeded)
            try whole.writeTree(place: tree)
        }
        try parts[1].planAbsences(persons)
        try parts[1].planLeaveEntitlements(persons)
        try parts[2].planParticipation(persons)
        try parts[3].planSurvey()
        crew.submit(.last, order: 5) { _ in try parts[4].writeTotals() }
        try parts[5].planWorkingLife(persons)
        crew.submit(.last, order: 7) { _ in try parts[6].writeRecruitment() }
        try crew.run()
        for part in parts { whole.add(part) }
        try whole.writeQuality()
        return whole.report
    }
}

/// State of the stage, or of one dataset in it: where it reads and writes, and what it has found so far.
final class NormalizeRun: @unchecked Sendable {
    let pipeline: Pipeline
    let run: RunFolder
    let input: StageInput
    let output: String
    let crew: Crew
    /// Place among the parts of the stage: of several failures the first is told.
    let order: Int
    /// Under the crew's lock while it runs.
    private var inProgress = StageReport()
    /// Tables in the order in which they were begun, whichever is written first.
    private var outputs: [TableCount?] = []

    var report: StageReport {
        var report = inProgress
        report.outputs = outputs.compactMap { $0 }
        return report
    }

    var tree = DepartmentTree(organisation: "", root: nil)
    /// Which keys are of one person; nil where nobody says so.
    var identities: PersonIdentities?
    var setAside: [SetAside] = []

    init(
        pipeline: Pipeline, run: RunFolder, input: StageInput, output: String, crew: Crew, order: Int
    ) {
        self.pipeline = pipeline
        self.run = run
        self.input = input
        self.output = output
        self.crew = crew
        self.order = order
    }

    convenience init(partOf whole: NormalizeRun, order: Int) {
        self.init(
            pipeline: whole.pipeline, run: whole.run, input: whole.input, output: whole.output, crew: whole.crew,
            order: order)
        tree = whole.tree
        identities = whole.identities
    }

    /// Takes over what a part that is done has found.
    func add(_ part: NormalizeRun) {
        inProgress.inputs += part.inProgress.inputs
        inProgress.findings += part.inProgress.findings
        outputs += part.outputs
        setAside += part.setAside
    }

    /// The table that ingest wrote for a dataset, or nil where the pipeline has no such source.
    func ingested(_ dataset: String, _ schema: TableSchema) throws -> TableReader? {
        guard input.has(dataset) else { return nil }
        let path = run.table(.ingest, dataset)
        let reader = try TableReader(path: path, expecting: schema)
        let count = TableCount(
            name: "\(dataset).parquet", schema: schema.name, version: schema.version, rows: reader.rowCount,
            bytes: FileProbe.size(path), footerSHA256: reader.footerSHA256)
        crew.withLock { inProgress.inputs.append(count) }
        return reader
    }

    func writer(_ dataset: String, _ schema: TableSchema) throws -> TableWriter {
        try TableWriter(path: "\(output)/\(dataset).parquet", schema: schema, metadata: [("trivsel.as_of", asOfText)])
    }

    var asOfText: String { CivilDate(day: run.asOf).description }

    func wrote(_ dataset: String, _ schema: TableSchema, _ written: WrittenTable) {
        wrote(dataset, schema, written, place: begin())
    }

    /// Takes the next place among the outputs.
    func begin() -> Int {
        crew.withLock {
            outputs.append(nil)
            return outputs.count - 1
        }
    }

    func wrote(_ dataset: String, _ schema: TableSchema, _ written: WrittenTable, place: Int) {
        let output = TableCount(
            name: "\(dataset).parquet", schema: schema.name, version: schema.version, rows: written.rowCount,
            bytes: written.byteCount, footerSHA256: written.footerSHA256)
        crew.withLock { outputs[place] = output }
    }

    /// A table whose row groups come from any thread. `done` is called when it is complete.
    func orderedTable(_ dataset: String, _ schema: TableSchema, done: @escaping () -> Void) throws -> OrderedTable {
        let place = begin()
        return OrderedTable(try writer(dataset, schema), crew: crew, order: order) { [self] written in
            wrote(dataset, schema, written, place: place)
            done()
        }
    }

    func found(
        _ category: String, _ location: String, _ message: String, severity: Finding.Severity = .note, count: Int
    ) {
        guard count > 0 else { return }
        let finding = Finding(
            category: category, severity: severity, location: location, message: message, count: count)
        crew.withLock { inProgress.findings.append(finding) }
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
    case assignmentsWithoutEmployees

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
        case .assignmentsWithoutEmployees:
            "assignments: found no employees dataset beside it; expected one, for assignments tell where people work and not when they were hired or left; add a source with dataset: employees"
        }
    }

    public var exitCode: Int32 { ExitCode.dataRefused }
}
