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

extension PublishedCube {
    /// Ids of all periods that a loaded cell has, sorted.
    public var periodIDs: [String] { periods.keys.sorted() }

    /// A cube of `cells`; of two at the same place the later one stands. Throws `.tooManyKinds` like a file would.
    public init(publication: Publication, cells list: [PublishedCell]) throws(PublishedCubeError) {
        func number(
            _ text: String, in table: inout [String: UInt64], limit: UInt64
        ) throws(PublishedCubeError) -> UInt64 {
            if let known = table[text] { return known }
            let next = UInt64(table.count)
            guard next < limit else { throw PublishedCubeError.tooManyKinds(path: "cells in memory") }
            table[text] = next
            return next
        }
        var metrics: [String: UInt64] = [:]
        var departments: [String: UInt64] = [:]
        var periods: [String: UInt64] = [:]
        var breakdowns: [String: UInt64] = [:]
        let cells = CellTable()
        var groups: [String: Set<String>] = [:]
        for cell in list {
            let m = try number(cell.metric, in: &metrics, limit: 1 << 16)
            let d = try number(cell.department, in: &departments, limit: 1 << 20)
            let p = try number(cell.period, in: &periods, limit: 1 << 14)
            let b = try number(cell.breakdown, in: &breakdowns, limit: 1 << 14)
            cells.set(m << 48 | d << 28 | p << 14 | b, cell.disclosed)
            if !cell.breakdown.isEmpty { groups[cell.metric, default: []].insert(cell.breakdown) }
        }
        self.publication = publication
        self.metrics = metrics
        self.departments = departments
        self.periods = periods
        self.breakdowns = breakdowns
        self.cells = cells
        breakdownsByMetric = groups.mapValues { $0.sorted() }
    }
}
