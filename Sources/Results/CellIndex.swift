/// Numbers for names, the same for every block, in the order of the names' bytes.
struct NameOrder: Sendable {
    let names: [String]
    private let numbers: [String: Int32]

    init(_ names: some Sequence<String>) {
        let sorted = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.names = sorted
        numbers = Dictionary(uniqueKeysWithValues: zip(sorted, 0...))
    }

    subscript(name: String) -> Int32? { numbers[name] }

    /// The numbers of a block's names.
    func numbers(of names: [String]) -> [Int32] { names.map { numbers[$0] ?? -1 } }

    /// By number: the name's place among those of a block, −1 for one that is not there.
    func places(in names: [String]) -> [Int32] {
        var places = [Int32](repeating: -1, count: self.names.count)
        for (place, name) in names.enumerated() {
            if let number = numbers[name] { places[Int(number)] = Int32(place) }
        }
        return places
    }
}

/// Cells of many blocks, found by name: metric and department lead to runs of rows, in which periods and groups ascend.
struct CellIndex: Sendable {
    private struct Place: Sendable {
        var block: Int32
        var rows: Range<Int32>
    }

    let metrics: NameOrder
    let departments: NameOrder
    let periods: NameOrder
    let breakdowns: NameOrder
    private let noBreakdown: Int32?
    private let blocks: [CellBlock]
    /// By block and number of a name: its place in the block.
    private let periodPlaces: [[Int32]]
    private let breakdownPlaces: [[Int32]]
    /// The runs, by metric and department; those of place p are `first[p]..<first[p + 1]`.
    private let places: [Place]
    private let first: [Int32]

    /// Throws `.unsorted` when rows are not in the order of the table.
    init(_ blocks: [CellBlock], path: String) throws(PublishedCubeError) {
        self.blocks = blocks
        metrics = NameOrder(blocks.lazy.flatMap(\.usedMetrics))
        departments = NameOrder(blocks.lazy.flatMap(\.usedDepartments))
        let periods = NameOrder(blocks.lazy.flatMap(\.namedPeriods))
        let breakdowns = NameOrder(blocks.lazy.flatMap(\.breakdowns))
        self.periods = periods
        self.breakdowns = breakdowns
        noBreakdown = breakdowns[""]
        periodPlaces = blocks.map { periods.places(in: $0.periods) }
        breakdownPlaces = blocks.map { breakdowns.places(in: $0.breakdowns) }
        let width = departments.names.count
        var counts = [Int32](repeating: 0, count: metrics.names.count * width + 1)
        var places: [Place] = []
        var last = 0
        for (number, block) in blocks.enumerated() {
            let m = metrics.numbers(of: block.metrics)
            let d = departments.numbers(of: block.departments)
            for run in block.runs {
                let key = Int(m[Int(run.metric)]) * width + Int(d[Int(run.department)])
                guard key >= last else { throw .unsorted(path: path) }
                last = key
                places.append(Place(block: Int32(number), rows: run.rows))
                counts[key + 1] += 1
            }
        }
        for key in counts.indices.dropFirst() { counts[key] += counts[key - 1] }
        first = counts
        self.places = places
    }

    /// Metric, department and period by their numbers in `metrics`, `departments` and `periods`.
    func cell(metric m: Int32, department d: Int32, period p: Int32, breakdown: String) -> Disclosed? {
        guard let b = breakdown.isEmpty ? noBreakdown : breakdowns[breakdown] else { return nil }
        let key = Int(m) * departments.names.count + Int(d)
        for place in places[Int(first[key])..<Int(first[key + 1])] {
            let period = periodPlaces[Int(place.block)][Int(p)]
            let group = breakdownPlaces[Int(place.block)][Int(b)]
            guard period >= 0, group >= 0 else { continue }
            let block = blocks[Int(place.block)]
            let wanted = Int(period) * block.breakdowns.count + Int(group)
            var low = Int(place.rows.lowerBound)
            var high = Int(place.rows.upperBound)
            while low < high {
                let middle = (low + high) / 2
                if block.keys[middle] < wanted { low = middle + 1 } else { high = middle }
            }
            if low < Int(place.rows.upperBound), block.keys[low] == wanted { return block.cell(low) }
        }
        return nil
    }

    /// Numbers of the periods in which any department has a published value of the metric, apart from breakdowns.
    func publishedPeriods(of metric: String) -> Set<Int32> {
        guard let m = metrics[metric], let noBreakdown else { return [] }
        let width = departments.names.count
        var found: Set<Int32> = []
        for place in places[Int(first[Int(m) * width])..<Int(first[(Int(m) + 1) * width])] {
            let block = blocks[Int(place.block)]
            let none = Int(breakdownPlaces[Int(place.block)][Int(noBreakdown)])
            for row in place.rows where block.breakdown(Int(row)) == none && block.hasValue(Int(row)) {
                if let period = periods[block.periods[block.period(Int(row))]] { found.insert(period) }
            }
        }
        return found
    }

    /// The groups that each metric has cells for, without the empty one, sorted.
    func breakdownsByMetric() -> [String: [String]] {
        guard breakdowns.names.contains(where: { !$0.isEmpty }) else { return [:] }
        var groups: [String: Set<String>] = [:]
        for block in blocks {
            for run in block.runs {
                for row in run.rows {
                    let name = block.breakdowns[block.breakdown(Int(row))]
                    if !name.isEmpty { groups[block.metrics[Int(run.metric)], default: []].insert(name) }
                }
            }
        }
        return groups.mapValues { $0.sorted() }
    }
}
