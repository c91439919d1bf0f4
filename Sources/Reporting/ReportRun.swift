internal import Columnar
public import Configuration
public import Results
public import Runs

extension ReportError: StageError {}
extension PublishedCubeError: StageError {}
extension StatisticsTableError: StageError {}

extension ReportStage {
    /// The report as a stage of a pipeline: reads `3-aggregate/published.parquet` of the run, writes its `4-report`.
    /// `beforeSwitching` is called when the new pages are on the disk and the link still points to the old ones.
    public static func run(
        _ pipeline: Pipeline, run: RunFolder, workers: Int, beforeSwitching: () throws -> Void
    ) throws -> StageReport {
        let path = "\(run.folder(.aggregate))/\(PublishedTable.fileName)"
        let settings = ReportSettings(
            pages: pipeline.report.levels.map { $0 == 0 ? .company : .levels($0) } ?? .all,
            organisation: pipeline.organisation.isEmpty ? nil : pipeline.organisation,
            accent: try pipeline.report.accent.map { try AccentColour($0) }, footer: pipeline.report.footer)
        let published = try TableReader(path: path, expecting: PublishedTable.schema)
        let outcome = try write(
            published: path, to: run.path, settings: settings, workers: workers, beforeSwitching: beforeSwitching)
        var report = StageReport()
        report.inputs = [
            TableCount(
                name: "\(RunFolder.Stage.aggregate.rawValue)/\(PublishedTable.fileName)", schema: published.schema.name,
                version: published.schema.version, rows: published.rowCount, bytes: 0,
                footerSHA256: published.footerSHA256)
        ]
        // Pages are no table: their hash is in the folder's name.
        report.outputs = [
            TableCount(
                name: outcome.folder, schema: "report.pages", version: 1, rows: outcome.pages, bytes: outcome.bytes,
                footerSHA256: "")
        ]
        return report
    }
}
