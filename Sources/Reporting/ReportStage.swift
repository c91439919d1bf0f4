internal import Columnar
internal import Runs
public import Results

/// What was written.
public struct ReportOutcome: Sendable, Equatable {
    public let pages: Int
    public let bytes: Int
    /// Name of the versioned folder that `4-report` now points to.
    public let folder: String
}

/// The fourth stage: the published cells as static pages.
public enum ReportStage {
    /// Name of the link in the run folder.
    public static let linkName = "4-report"

    /// Writes the report of `published` (a `published.parquet`) into `runFolder` and switches `4-report` over to it.
    ///
    /// All pages or none: they go to a folder of their own, are flushed to the disk, and only then does the link
    /// change, in one rename. If anything fails the earlier report stays as it was. The folder's name comes from the
    /// pages' bytes, so the same input gives the same name and the same bytes.
    public static func write(
        published path: String, to runFolder: String, settings: ReportSettings = ReportSettings(), workers: Int = 1,
        beforeSwitching: () throws -> Void = {}
    ) throws -> ReportOutcome {
        let publication = try PublishedCube.publication(of: path)
        // Beside the cells; a publication of an earlier version has none.
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let tests = try publication.flags.map { try FlagTable.read(folder + $0.file) }
        return try write(
            publication, tests, to: runFolder, settings: settings, workers: workers, beforeSwitching: beforeSwitching
        ) { choice in
            try PublishedCube(path: path, choice: choice, publication: publication) { count, body in
                try Workers.run(count: count, workers: workers, body: body)
            }
        }
    }

    /// The same from a cube in memory, which holds every department; `tests` are its family, nil for none.
    public static func write(
        _ cube: PublishedCube, tests: [FlagTest]? = nil, to runFolder: String,
        settings: ReportSettings = ReportSettings(), workers: Int = 1
    ) throws -> ReportOutcome {
        try write(cube.publication, tests, to: runFolder, settings: settings, workers: workers, beforeSwitching: {}) {
            _ in
            cube
        }
    }

    private static func write(
        _ publication: Publication, _ tests: [FlagTest]?, to runFolder: String, settings: ReportSettings, workers: Int,
        beforeSwitching: () throws -> Void, load: (PublishedCube.Choice) throws -> PublishedCube
    ) throws -> ReportOutcome {
        let folder = try ReportFolder(in: runFolder, link: linkName, mode: settings.mode)
        do {
            let sink = try ReportSink(workers: workers) { try folder.write($0) }
            try ReportPages.make(publication, settings, tests: tests, load: load, sink: sink)
            try folder.store()
            try beforeSwitching()
            let name = try folder.publish(version: try sink.version())
            return ReportOutcome(pages: sink.pages, bytes: sink.bytes, folder: name)
        } catch {
            folder.abandon()
            throw error
        }
    }
}
