import Results
import Synchronization

@testable import Reporting

extension ReportPages {
    /// The pages of a cube that holds every department, handed over one after the other.
    static func make(_ cube: PublishedCube, _ settings: ReportSettings, each: (ReportFile) throws -> Void) throws {
        let made = PageCollection()
        let sink = try ReportSink(workers: 2) { made.add($0) }
        try make(cube.publication, settings, tests: MadeFlags.tests(cube), load: { _ in cube }, sink: sink)
        for file in made.files { try each(file) }
    }
}

private final class PageCollection: Sendable {
    private let list = Mutex<[ReportFile]>([])
    func add(_ file: ReportFile) { list.withLock { $0.append(file) } }
    var files: [ReportFile] { list.withLock { $0 }.sorted { $0.path < $1.path } }
}
