internal import Calendars
internal import Columnar
public import Configuration
internal import Disclosure
internal import Framework
internal import Results
public import Runs
internal import Workforce

/// `3-aggregate`: timelines → measures → metrics → gate.
///
/// Reads `2-normalize` only. Each worker owns a range of person keys and streams the person-sorted tables side by side,
/// so all rows of one person are met together; its sums are added to the others' at the end. Writes `measures.parquet`
/// (before the gate, 0600), `published.parquet` (after it) and the tables of statistics beside it. Memory: per worker one row group of each table and the
/// sums, units × periods × measures asked for.
public enum AggregateStage {
    public static func run(
        _ pipeline: Pipeline, run: RunFolder, input: StageInput, output: String, workers: Int
    ) throws -> StageReport {
        let stage = try AggregateRun(
            pipeline: pipeline, run: run, input: input, output: output, workers: max(1, workers))
        try stage.openTables()
        try stage.readRecruitment()
        try stage.planMonths()
        try stage.planBreakdowns()
        try stage.walkPersons()
        stage.addRecruitment()
        try stage.readSurvey()
        try stage.readSurveyBreakdowns()
        try stage.readSnapshot()
        try stage.readTotals()
        try stage.writeMeasures()
        stage.rollUp()
        stage.checkFlowIdentity()
        stage.checkResponses()
        try stage.publish()
        return stage.report
    }
}

public enum AggregateError: StageError {
    case outsideTree(table: String)
    case unsorted(table: String)
    case unknownPattern
    case doubleTotal(table: String)
    case mixedAbsence
    case syntheticWithoutProof
    case unknownCalendar(country: String)
    case noMetrics
    case noData(missing: [String])

    public var description: String {
        switch self {
        case .outsideTree(let table):
            "2-normalize/\(table).parquet: found a row whose department is not in 2-normalize/departments.parquet; run trivsel-normalize again"
        case .unsorted(let table):
            "2-normalize/\(table).parquet: found rows out of the order of departments; expected them sorted; run trivsel-normalize again"
        case .unknownPattern:
            "2-normalize/assignments.parquet: column \"work_pattern\": found a word that is none of a pattern; expected seven numbers of minutes from 0 to 1440 with blanks between; run trivsel-normalize again"
        case .doubleTotal(let table):
            "2-normalize/\(table).parquet: found two rows of one unit, month and group; expected one; declare a key in the source description"
        case .mixedAbsence:
            "found absence of persons and pre-aggregated absence in one pipeline; expected one of them, since a metric never mixes the two; remove one source"
        case .syntheticWithoutProof:
            "synthetic: true, but the exports were not written by trivsel demo and no source has id_space: synthetic; remove synthetic from the pipeline, it lifts the protection of persons"
        case .unknownCalendar(let country):
            "calendar: country \"\(country)\" is not built in; use NO, DK, SE, FI, IS, SI, DE (or DE-BY …), UK, US or none"
        case .noMetrics:
            "metrics: include names no metric that these data allow; `trivsel export` of a run with all metrics lists their ids"
        case .noData(let missing) where missing.isEmpty:
            "found no data that a figure could be made of; expected employees, assignments, absence_totals, survey_totals, or survey_responses with a questionnaire, among the sources; add such a source to the pipeline"
        case .noData(let missing):
            "found no data that a figure could be made of; expected \(missing.joined(separator: ", ")) among the exports; put the files into the input folder"
        }
    }

    public var exitCode: Int32 {
        switch self {
        case .outsideTree, .unsorted, .unknownPattern, .doubleTotal: ExitCode.dataRefused
        case .noData: ExitCode.inputMissing
        case .mixedAbsence, .syntheticWithoutProof, .unknownCalendar, .noMetrics: ExitCode.configuration
        }
    }
}

/// State of one run of the stage.
final class AggregateRun {
    let pipeline: Pipeline
    let run: RunFolder
    let input: StageInput
    let output: String
    let workers: Int
    let tree: AggregatedTree
    let gate: GateSettings
    var report = StageReport()

    var assignments: TableReader?
    var snapshotTable: TableReader?
    var absences: TableReader?
    var participation: TableReader?
    var leaveTable: TableReader?
    var workingLife: [WorkingLife: TableReader] = [:]
    var responses: TableReader?
    var invitations: TableReader?
    var absenceTotalsTable: TableReader?
    var surveyTotalsTable: TableReader?
    var benchmarksTable: TableReader?
    var quality: [Quality.Row] = []
    var waves: [(id: String, open: Int32, close: Int32)] = []

    var grid: MonthGrid
    var observed = ObservedMonths()
    let calendarStart: Int32
    var calendar: WorkCalendar
    var fullTimeWeekMinutes: Int64
    var metrics: [Metric] = []
    var store: MeasureStore
    var breakdowns: [Breakdown] = []
    var brokenDown: [BrokenDown] = []
    var spellLengths: SpellLengths?
    var services: ServiceRecords?
    var stays: StayRecords?
    var survey: SurveyStates?
    var surveyBrokenDown: [SurveyBrokenDown] = []
    var snapshot: SnapshotCounts?
    var recruitment: Recruitment?
    var absenceTotals: AbsenceTotals?
    var surveyTotals: SurveyTotals?

    init(pipeline: Pipeline, run: RunFolder, input: StageInput, output: String, workers: Int) throws {
        self.pipeline = pipeline
        self.run = run
        self.input = input
        self.output = output
        self.workers = workers
        let departments = try TableReader(
            path: run.table(.normalize, "departments"), expecting: Normalized.departments)
        tree = try AggregatedTree(departments)
        let rules = pipeline.disclosure
        gate = GateSettings(
            minimum: rules.minimum, minimumShares: rules.minimumShares, absenceMonthFrom: rules.absenceMonthFrom,
            absenceQuarterFrom: rules.absenceQuarterFrom, absenceYearFrom: rules.absenceYearFrom,
            synthetic: pipeline.synthetic)
        grid = MonthGrid(
            firstMonth: CivilDate.monthIndex(of: run.asOf), asOf: run.asOf, closeAfterDays: 0, kinds: [])
        store = MeasureStore(nodes: 1, months: 1, windows: 0, waves: 0, needs: MeasureNeeds())
        let country = pipeline.calendar.country
        calendarStart = CivilDate.firstDay(ofMonth: CivilDate.monthIndex(of: run.asOf) - 120)
        guard let calendar = pipeline.calendar.workCalendar(of: nil, from: calendarStart, to: run.asOf + 1) else {
            throw AggregateError.unknownCalendar(country: country)
        }
        self.calendar = calendar
        fullTimeWeekMinutes = Int64(pipeline.calendar.fullTimeWeekMinutes ?? calendar.fullTimeWeekMinutes)
        note(departments, "departments")
    }

    func note(_ reader: TableReader, _ name: String) {
        report.inputs.append(
            TableCount(
                name: "\(name).parquet", schema: reader.schema.name, version: reader.schema.version,
                rows: reader.rowCount, bytes: 0, footerSHA256: reader.footerSHA256))
    }

    func found(_ category: String, _ location: String, _ message: String, count: Int, warns: Bool = false) {
        guard count > 0 else { return }
        report.findings.append(
            Finding(
                category: category, severity: warns ? .warning : .note, location: location, message: message,
                count: count))
    }

    func open(_ name: String, _ schema: TableSchema) throws -> TableReader? {
        guard input.has(name) else { return nil }
        let reader = try TableReader(path: run.table(.normalize, name), expecting: schema)
        note(reader, name)
        return reader
    }

    func openTables() throws {
        assignments = try open("assignments", Normalized.assignments)
        snapshotTable = try open("snapshot", Normalized.snapshot)
        absences = try open("absences", Normalized.absences)
        participation = try open("participation", Normalized.participation)
        leaveTable = try open("leave_entitlements", Normalized.leaveEntitlements)
        for dataset in WorkingLife.allCases {
            if let table = try open(dataset.rawValue, dataset.schema) { workingLife[dataset] = table }
        }
        if let questionnaire = pipeline.questionnaire {
            responses = try open(
                "survey_responses", Normalized.surveyResponses(items: questionnaire.items.map(\.id)))
            invitations = try open("survey_invitations", Normalized.surveyInvitations)
        }
        if let table = try open("waves", Normalized.waves) {
            for index in 0..<table.rowGroupCount {
                let group = try table.readGroup(index)
                let id = try group.strings("wave")
                let first = try group.int32("open_day")
                let last = try group.int32("close_day")
                for i in 0..<group.rowCount {
                    if let wave = id[i], let open = first[i], let close = last[i], open <= run.asOf {
                        waves.append((wave, open, close))
                    }
                }
            }
        }
        absenceTotalsTable = try open("absence_totals", Normalized.absenceTotals)
        surveyTotalsTable = try open("survey_totals", Normalized.surveyTotals)
        benchmarksTable = try open("benchmarks", Normalized.benchmarks)
        if absences != nil, absenceTotalsTable != nil { throw AggregateError.mixedAbsence }
        quality = try Quality.read(run.table(.normalize, Quality.dataset))
        // Ingest has seen the exports and says whether the persons in them are invented.
        if pipeline.synthetic, !quality.contains(where: { $0.name == Quality.syntheticInput }) {
            throw AggregateError.syntheticWithoutProof
        }
    }
}
