internal import Digests
internal import Results
internal import Runs
internal import Synchronization

/// A file of the report: its path below the report's folder and its bytes.
struct ReportFile: Sendable {
    var path: String
    var bytes: [UInt8]
}

/// All pages of one publication.
enum ReportPages {
    /// Departments held in memory at a time.
    static let batch = 6000

    /// Makes the pages; `load` gives a cube with at least the cells chosen, `tests` are the family of the edition, nil
    /// where it has none.
    static func make(
        _ publication: Publication, _ settings: ReportSettings, tests: [FlagTest]?,
        load: (PublishedCube.Choice) throws -> PublishedCube, sink: ReportSink
    ) throws {
        if case .levels(let number) = settings.pages, number < 1 { throw ReportError.levels(found: number) }
        guard !publication.departments.isEmpty else { throw ReportError.noDepartments(path: publication.pipeline) }
        let frame = try PageFrame(accent: settings.accent)
        let tree = PageTree(publication, settings.pages)
        let groups = tree.groups(of: batch)
        // The watched metrics of every department fit in memory, too.
        let isWhole = publication.departments.count <= batch
        func choice(_ units: Set<Int>) -> PublishedCube.Choice {
            let ids = { (units: Set<Int>) in Set(units.map { publication.departments[$0].id }) }
            // Units without a page of their own are spoken of by others, in the newest periods.
            let paged = units.filter { tree.hasPage[$0] }
            return PublishedCube.Choice(
                departments: paged.count == publication.departments.count ? nil : ids(paged),
                metrics: FlagFamily.metrics(of: publication),
                of: ids(Set(isWhole ? Array(publication.departments.indices) : IndexPage.units(publication))),
                brief: ids(units.subtracting(paged)), recentPeriods: ReportPeriod.recent(in: publication),
                shown: ShownMetrics.names)
        }
        // What the company page speaks of; the whole report where it fits.
        let upper = Set(tree.upperUnits(of: batch))
        let all = groups.count == 1 ? upper.union(groups[0].needed) : []
        let isSmall = !all.isEmpty && all.count <= batch
        var edition = try Edition(cube: try load(choice(isSmall ? all : upper)), tree: tree, settings: settings)
        edition.flags = try flags(edition, tests, isWhole: isWhole, load: load)
        let company = PageContext(edition, unit: edition.root)
        try sink.write(
            [
                ("index.html", { UnitPage(context: company, frame: frame).bytes() }),
                ("departments.html", { IndexPage(context: company, frame: frame).bytes() }),
                ("quality.html", { QualityPage(context: company, frame: frame).bytes() }),
                ("methods.html", { MethodsPage(context: company, frame: frame).bytes() }),
            ])
        for group in groups {
            if !isSmall { edition.cube = try load(choice(group.needed)) }
            let edition = edition
            try sink.write(
                group.pages.map { unit in
                    (
                        "d/\(edition.slugs[unit]).html",
                        { UnitPage(context: PageContext(edition, unit: unit), frame: frame).bytes() }
                    )
                })
        }
    }

    /// One family of tests over all departments, whichever pages are written.
    private static func flags(
        _ edition: Edition, _ tests: [FlagTest]?, isWhole: Bool, load: (PublishedCube.Choice) throws -> PublishedCube
    ) throws -> Flags {
        let departments = edition.publication.departments
        var family = FlagFamily(Watch.all(in: edition), departments, tests: tests)
        if isWhole {
            family.add(edition, units: departments.indices)
            return family.judged(edition)
        }
        var part = edition
        for first in stride(from: 0, to: departments.count, by: batch) {
            let units = first..<min(first + batch, departments.count)
            let needed = Set(units).union(units.compactMap { edition.parent($0) })
            part.cube = try load(
                PublishedCube.Choice(
                    departments: [], metrics: FlagFamily.metrics(of: edition.publication),
                    of: Set(needed.map { departments[$0].id }), shown: ShownMetrics.names))
            family.add(part, units: units)
        }
        return family.judged(edition)
    }
}

/// Where pages go: made and stored on all cores, counted and hashed in the order given.
final class ReportSink {
    private let store: @Sendable (ReportFile) throws -> Void
    private let digest: SHA256
    private let workers: Int
    private(set) var pages = 0
    private(set) var bytes = 0

    /// `store` is called by many threads at once.
    init(workers: Int, store: @escaping @Sendable (ReportFile) throws -> Void) throws {
        self.store = store
        self.workers = workers
        digest = try SHA256()
    }

    func write(_ files: [(path: String, bytes: @Sendable () -> [UInt8])]) throws {
        let done = Mutex([(digest: [UInt8], count: Int)](repeating: ([], 0), count: files.count))
        let store = store
        try Workers.run(count: files.count, workers: workers) { i in
            let bytes = files[i].bytes()
            let digest = try bytes.withUnsafeBytes { try SHA256.digest($0) }
            try store(ReportFile(path: files[i].path, bytes: bytes))
            done.withLock { $0[i] = (digest, bytes.count) }
        }
        for (file, result) in zip(files, done.withLock({ $0 })) {
            try digest.update("\(file.path)\n\(result.count)\n\(SHA256.hex(result.digest))\n")
            pages += 1
            bytes += result.count
        }
    }

    /// A name for these very pages: twelve hexadecimal digits.
    func version() throws -> String { String(SHA256.hex(try digest.finish()).prefix(12)) }
}
