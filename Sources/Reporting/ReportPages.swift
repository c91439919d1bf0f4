internal import Glibc
internal import Results
internal import Runs
internal import Synchronization

/// A file of the report: its path below the report's folder and its bytes.
struct ReportFile: Sendable {
    var path: String
    var bytes: [UInt8]
}

/// All pages of one publication, one after the other.
enum ReportPages {
    /// Departments held in memory at a time.
    static let batch = 6000

    /// Makes the pages from a cube that holds every department.
    static func make(_ cube: PublishedCube, _ settings: ReportSettings, each: (ReportFile) throws -> Void) throws {
        try make(cube.publication, settings, load: { _ in cube }, each: each)
    }

    /// Makes the pages; `load` gives a cube with at least the departments named (all when `nil`).
    static func make(
        _ publication: Publication, _ settings: ReportSettings, load: (Set<String>?) throws -> PublishedCube,
        each: (ReportFile) throws -> Void
    ) throws {
        if case .levels(let number) = settings.pages, number < 1 { throw ReportError.levels(found: number) }
        guard !publication.departments.isEmpty else { throw ReportError.noDepartments(path: publication.pipeline) }
        let frame = try PageFrame(accent: settings.accent)
        let departments = publication.departments
        let isSmall = departments.count <= batch
        let ids: ([Int]) -> Set<String> = { Set($0.map { departments[$0].id }) }
        let firstCube = try load(isSmall ? nil : ids(firstUnits(publication)))
        var edition = try Edition(cube: firstCube, settings: settings)
        let watches = Watch.all(in: edition)
        let company = PageContext(edition, unit: edition.root)
        try each(
            ReportFile(path: "index.html", bytes: UnitPage(context: company, frame: frame, watches: watches).bytes()))
        try each(
            ReportFile(
                path: "departments.html",
                bytes: IndexPage(context: company, frame: frame, hasNumbers: isSmall).bytes()))
        try each(ReportFile(path: "quality.html", bytes: QualityPage(context: company, frame: frame).bytes()))
        try each(ReportFile(path: "methods.html", bytes: MethodsPage(context: company, frame: frame).bytes()))
        for group in groups(edition, isSmall: isSmall) {
            if !isSmall { edition.cube = try load(ids(Array(group.needed).sorted())) }
            try pages(of: group.pages, edition, frame, watches, each: each)
        }
    }

    /// Pages are made on all cores, a run at a time, and handed on in the order of the tree.
    private static func pages(
        of units: [Int], _ edition: Edition, _ frame: PageFrame, _ watches: [Watch], each: (ReportFile) throws -> Void
    ) throws {
        let workers = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        var first = 0
        while first < units.count {
            let run = Array(units[first..<min(units.count, first + 16 * workers)])
            let made = Mutex([[UInt8]](repeating: [], count: run.count))
            try Workers.run(count: run.count, workers: workers) { i in
                let page = UnitPage(context: PageContext(edition, unit: run[i]), frame: frame, watches: watches)
                let bytes = page.bytes()
                made.withLock { $0[i] = bytes }
            }
            for (unit, bytes) in zip(run, made.withLock({ $0 })) {
                try each(ReportFile(path: "d/\(edition.slugs[unit]).html", bytes: bytes))
            }
            first += run.count
        }
    }

    /// What the company page speaks of in a large organisation: the upper levels.
    private static func firstUnits(_ publication: Publication) -> [Int] {
        let departments = publication.departments
        let direct = departments.indices.filter { departments[$0].depth <= 1 }
        let second = departments.indices.filter { departments[$0].depth == 2 }
        return direct.count + second.count <= batch ? direct + second : direct
    }

    /// Pages in the order of the tree, in groups whose own departments, neighbours and ancestors fit in memory.
    private static func groups(_ edition: Edition, isSmall: Bool) -> [(pages: [Int], needed: Set<Int>)] {
        let pages = edition.publication.departments.indices.dropFirst().filter { edition.hasPage[$0] }
        if isSmall { return [(pages, [])] }
        var groups: [(pages: [Int], needed: Set<Int>)] = []
        for page in pages {
            let context = PageContext(edition, unit: page)
            var needed = Set(context.relatives + edition.children[page] + [page, edition.root])
            if let parent = context.parent { needed.insert(parent) }
            if let last = groups.last, last.needed.union(needed).count <= batch {
                groups[groups.count - 1].pages.append(page)
                groups[groups.count - 1].needed.formUnion(needed)
            } else {
                groups.append(([page], needed))
            }
        }
        return groups
    }
}
