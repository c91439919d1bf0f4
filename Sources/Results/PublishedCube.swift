internal import Columnar
internal import FoundationEssentials

/// Metrics by their ids, some of them as whole families.
public struct MetricNames: Sendable {
    public let ids: Set<String>
    /// What the ids of a family begin with: `survey.index.`.
    public let families: [String]

    public init(ids: Set<String>, families: [String]) {
        self.ids = ids
        self.families = families
    }

    public func contains(_ metric: String) -> Bool {
        ids.contains(metric) || families.contains(where: metric.hasPrefix)
    }
}

/// The published cells of chosen departments, with what is told beside them.
public struct PublishedCube: Sendable {
    /// Which cells to load.
    public struct Choice: Sendable {
        /// All cells of these departments; of every department when `nil`.
        public var departments: Set<String>?
        /// Cells of these metrics are loaded for these departments besides.
        public var metrics: Set<String>
        public var further: Set<String>
        /// Of these departments all metrics are loaded, in `recentPeriods` only.
        public var brief: Set<String>
        public var recentPeriods: Set<String>
        /// Only cells of these metrics are loaded at all; those of every metric when `nil`.
        public var shown: MetricNames?

        public init(
            departments: Set<String>? = nil, metrics: Set<String> = [], of further: Set<String> = [],
            brief: Set<String> = [], recentPeriods: Set<String> = [], shown: MetricNames? = nil
        ) {
            self.departments = departments
            self.metrics = metrics
            self.further = further
            self.brief = brief
            self.recentPeriods = recentPeriods
            self.shown = shown
        }

        func shows(_ metric: String) -> Bool { shown?.contains(metric) ?? true }

        /// How much of a department is loaded of `metrics`, and of the others.
        func extents(_ department: String) -> (watched: CellBlock.Extent, other: CellBlock.Extent) {
            guard let departments, !departments.contains(department) else { return (.all, .all) }
            let other: CellBlock.Extent = brief.contains(department) ? .recent : .none
            return (further.contains(department) ? .all : other, other)
        }
    }

    public let publication: Publication
    let index: CellIndex
    private let breakdownsByMetric: [String: [String]]

    /// Opens `published.parquet` far enough to know the departments and the catalogue.
    public static func publication(of path: String) throws -> Publication {
        try publication(in: TableReader(path: path, expecting: PublishedTable.schema), path: path)
    }

    private static func publication(in reader: TableReader, path: String) throws -> Publication {
        guard let text = reader.metadata[PublishedTable.publicationKey],
            let publication = try? JSONDecoder().decode(Publication.self, from: Data(text.utf8))
        else { throw PublishedCubeError.noPublication(path: path) }
        return publication
    }

    /// Loads the cells chosen. Row groups are read by `run`, which calls its body once for each number below the count,
    /// on as many threads as it likes. `publication` is what `publication(of:)` gave, where that was asked before.
    /// The cells' numbers stay in the file, which must not change as long as the cube lives. Memory: see `CellBlock`,
    /// and the texts of one row group a thread.
    public init(
        path: String, choice: Choice = Choice(), publication known: Publication? = nil,
        run: (_ count: Int, _ body: @Sendable (Int) throws -> Void) throws -> Void = { count, body in
            for i in 0..<count { try body(i) }
        }
    ) throws {
        let reader = try TableReader(path: path, expecting: PublishedTable.schema)
        let blocks = ReadBlocks(count: reader.rowGroupCount)
        try run(reader.rowGroupCount) { i in
            blocks.put(try CellBlock(reader, group: i, choice: choice), at: i)
        }
        publication = try known ?? Self.publication(in: reader, path: path)
        index = try CellIndex(blocks.all, path: path)
        breakdownsByMetric = index.breakdownsByMetric()
    }

    /// A cube of `cells`; of two at the same place the later one stands.
    public init(publication: Publication, cells: [PublishedCell]) throws(PublishedCubeError) {
        let metrics = NameOrder(cells.lazy.map(\.metric))
        let departments = NameOrder(cells.lazy.map(\.department))
        let periods = NameOrder(cells.lazy.map(\.period))
        let breakdowns = NameOrder(cells.lazy.map(\.breakdown))
        let numbered = cells.map { cell in
            [
                metrics[cell.metric] ?? 0, departments[cell.department] ?? 0, periods[cell.period] ?? 0,
                breakdowns[cell.breakdown] ?? 0,
            ]
        }.enumerated().sorted { a, b in
            a.element == b.element ? a.offset < b.offset : a.element.lexicographicallyPrecedes(b.element)
        }
        var block = CellBlock(
            metrics: metrics.names, departments: departments.names, periods: periods.names,
            breakdowns: breakdowns.names)
        for (at, (place, numbers)) in numbered.enumerated() {
            if at + 1 < numbered.count, numbered[at + 1].element == numbers { continue }
            block.append(
                metric: numbers[0], department: numbers[1], period: numbers[2], breakdown: numbers[3],
                cells[place].disclosed)
        }
        self.publication = publication
        index = try CellIndex([block], path: "cells in memory")
        breakdownsByMetric = index.breakdownsByMetric()
    }

    /// The cell, or `nil` when there is none at that place.
    public func cell(
        _ metric: String, department: String, period: String, breakdown: String = ""
    ) -> Disclosed? {
        guard let m = index.metrics[metric], let d = index.departments[department], let p = index.periods[period] else {
            return nil
        }
        return index.cell(metric: m, department: d, period: p, breakdown: breakdown)
    }

    /// A department's number in this cube, for `cell(_:at:_:breakdown:)`; `nil` when no cell of it was loaded.
    public func number(ofDepartment id: String) -> Int32? { index.departments[id] }

    /// A period's number in this cube: its place in `periodIDs`.
    public func number(ofPeriod id: String) -> Int32? { index.periods[id] }

    /// A metric's number in this cube; `nil` when no cell of it was loaded.
    public func number(ofMetric id: String) -> Int32? { index.metrics[id] }

    /// The cell, or `nil` when there is none at that place; metric, department and period by their numbers.
    public func cell(_ metric: Int32, at department: Int32, _ period: Int32, breakdown: String = "") -> Disclosed? {
        index.cell(metric: metric, department: department, period: period, breakdown: breakdown)
    }

    /// The periods in which any loaded department has a published value of the metric, apart from breakdowns.
    public func publishedPeriods(of metric: String) -> Set<String> {
        Set(index.publishedPeriods(of: metric).map { index.periods.names[Int($0)] })
    }

    /// The breakdown groups that a metric has cells for, sorted.
    public func breakdowns(of metric: String) -> [String] { breakdownsByMetric[metric] ?? [] }

    /// Whether any cell of the metric was loaded.
    public func has(_ metric: String) -> Bool { index.metrics[metric] != nil }

    /// Ids of all periods that a cell has, loaded or not, sorted.
    public var periodIDs: [String] { index.periods.names }
}

/// One place a row group: each is written once, by whoever read the group, and read when all are there.
private final class ReadBlocks: @unchecked Sendable {
    private let places: UnsafeMutableBufferPointer<CellBlock>

    init(count: Int) {
        places = .allocate(capacity: count)
        places.initialize(repeating: CellBlock())
    }

    deinit {
        places.deinitialize()
        places.deallocate()
    }

    func put(_ block: CellBlock, at place: Int) { places[place] = block }
    var all: [CellBlock] { Array(places) }
}

/// A cell and its place, for cubes that never were a file.
public struct PublishedCell: Sendable, Equatable {
    public var metric: String
    public var department: String
    public var period: String
    public var breakdown: String
    public var disclosed: Disclosed

    public init(
        _ metric: String, department: String, period: String, breakdown: String = "", _ disclosed: Disclosed
    ) {
        self.metric = metric
        self.department = department
        self.period = period
        self.breakdown = breakdown
        self.disclosed = disclosed
    }
}

public enum PublishedCubeError: Error, CustomStringConvertible, Sendable {
    case noPublication(path: String)
    case unknownStatus(path: String)
    case unsorted(path: String)

    public var description: String {
        switch self {
        case .noPublication(let path):
            "\(path): found no readable description of the publication in the file's metadata; run trivsel-aggregate again"
        case .unknownStatus(let path):
            "\(path): found a cell without a place or with a status that this version does not know; expected published or suppressed:REASON; run trivsel-aggregate again"
        case .unsorted(let path):
            "\(path): found cells out of order or twice; expected metric, department, period and breakdown to ascend; run trivsel-aggregate again"
        }
    }

    public var exitCode: Int32 { 65 }
}
