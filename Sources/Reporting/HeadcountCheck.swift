internal import Results

/// The headcount month by month and what changed it, of the whole, as a report would show it: what the gate withholds is
/// withheld here.
public struct HeadcountCheck: Sendable {
    private let context: PageContext

    /// Opens a `published.parquet`, which must stay as long as this value is used.
    ///
    /// - Throws: `ReportError`, `PublishedCubeError` or `ColumnarError`, as writing a report of it would.
    public init(published path: String) throws {
        let publication = try PublishedCube.publication(of: path)
        guard let root = publication.departments.first else { throw ReportError.noDepartments(path: path) }
        let shown = MetricNames(ids: Set(QualityChapter.headcountMetrics), families: [])
        let cube = try PublishedCube(
            path: path, choice: .init(departments: [root.id], shown: shown), publication: publication)
        let edition = try Edition(
            cube: cube, tree: PageTree(publication, .company), settings: ReportSettings(pages: .company))
        context = PageContext(edition, unit: edition.root)
    }

    init(_ context: PageContext) { self.context = context }

    /// `nil` without a month that is published in full.
    func figure() -> FigureFrame? { QualityChapter(context: context).headcount() }
}
