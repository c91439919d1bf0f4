internal import Columnar
internal import Digests
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
        published path: String, to runFolder: String, settings: ReportSettings = ReportSettings()
    ) throws -> ReportOutcome {
        let publication = try PublishedCube.publication(of: path)
        return try write(publication, to: runFolder, settings: settings) {
            try PublishedCube(path: path, departments: $0)
        }
    }

    /// The same from a cube in memory, which holds every department.
    public static func write(
        _ cube: PublishedCube, to runFolder: String, settings: ReportSettings = ReportSettings()
    ) throws -> ReportOutcome {
        try write(cube.publication, to: runFolder, settings: settings) { _ in cube }
    }

    private static func write(
        _ publication: Publication, to runFolder: String, settings: ReportSettings,
        load: (Set<String>?) throws -> PublishedCube
    ) throws -> ReportOutcome {
        let folder = try ReportFolder(in: runFolder, link: linkName, mode: settings.mode)
        let digest = try SHA256()
        var pages = 0
        var bytes = 0
        do {
            try ReportPages.make(publication, settings, load: load) { file in
                try digest.update("\(file.path)\n\(file.bytes.count)\n")
                try file.bytes.withUnsafeBytes { try digest.update($0) }
                try folder.write(file)
                pages += 1
                bytes += file.bytes.count
            }
            let version = String(SHA256.hex(try digest.finish()).prefix(12))
            let name = try folder.publish(version: version)
            return ReportOutcome(pages: pages, bytes: bytes, folder: name)
        } catch {
            folder.abandon()
            throw error
        }
    }
}
