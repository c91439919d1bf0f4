internal import Columnar

/// Published cells of some rows of the table, column by column, with numbers in place of names.
///
/// Filled once and then only read. Memory: 57 bytes a cell.
struct CellBlock: Sendable {
    /// Rows of one metric and one department that follow each other.
    struct Run: Sendable {
        var metric: Int32
        var department: Int32
        var rows: Range<Int32>
    }

    /// How much of one metric of one department is loaded.
    enum Extent: Sendable { case none, recent, all }

    /// Names by the numbers used in this block.
    var metrics: [String] = []
    var departments: [String] = []
    var periods: [String] = []
    var breakdowns: [String] = []
    private(set) var runs: [Run] = []
    private(set) var period: [Int32] = []
    private(set) var breakdown: [Int32] = []
    private var value: [Double] = []
    private var numerator: [Double] = []
    private var denominator: [Double] = []
    private var low: [Double] = []
    private var high: [Double] = []
    private var n: [Int32] = []
    /// Which of value, numerator, denominator, low, high and n are there (bits 0–5); from 64 on: the reason's place + 64.
    private var state: [UInt8] = []

    private static let reasons = SuppressionReason.allCases

    init() {}

    var count: Int { state.count }

    /// Those of `names` whose number occurs.
    fileprivate func used(_ names: [String], _ numbers: some Sequence<Int32>) -> [String] {
        var occurs = [Bool](repeating: false, count: names.count)
        for number in numbers { occurs[Int(number)] = true }
        return zip(names, occurs).filter(\.1).map(\.0)
    }

    /// Whether the cell of a row is published and defined.
    func hasValue(_ row: Int) -> Bool { state[row] < 64 && state[row] & 1 != 0 }

    /// The cell of a row.
    func cell(_ row: Int) -> Disclosed {
        let bits = state[row]
        if bits >= 64 { return .suppressed(Self.reasons[Int(bits) - 64]) }
        return .published(
            Figure(
                value: bits & 1 != 0 ? value[row] : nil, numerator: bits & 2 != 0 ? numerator[row] : nil,
                denominator: bits & 4 != 0 ? denominator[row] : nil, n: bits & 32 != 0 ? Int(n[row]) : nil,
                low: bits & 8 != 0 ? low[row] : nil, high: bits & 16 != 0 ? high[row] : nil))
    }

    /// The rows of a row group that are chosen. Throws what the table cannot hold.
    init(_ group: RowGroup, path: String, choice: PublishedCube.Choice) throws {
        let metric = try group.strings("metric")
        let department = try group.strings("department")
        let columns = try Columns(group, path: path)
        metrics = (0..<Int32(metric.dictionaryCount)).map(metric.string)
        departments = (0..<Int32(department.dictionaryCount)).map(department.string)
        periods = (0..<Int32(columns.period.dictionaryCount)).map(columns.period.string)
        breakdowns = (0..<Int32(columns.breakdown.dictionaryCount)).map(columns.breakdown.string)
        var taken: [(metric: Int32, department: Int32, rows: Range<Int>)] = []
        let isRecent = periods.map(choice.recentPeriods.contains)
        let period = columns.period.codes
        var row = 0
        while row < group.rowCount {
            let m = metric.codes[row]
            let d = department.codes[row]
            guard m >= 0, d >= 0 else { throw PublishedCubeError.unknownStatus(path: path) }
            var end = row + 1
            while end < group.rowCount, department.codes[end] == d, metric.codes[end] == m { end += 1 }
            switch choice.extent(metrics[Int(m)], departments[Int(d)]) {
            case .none: break
            case .all: taken.append((m, d, row..<end))
            case .recent:
                // Periods ascend, so the recent ones lie in few runs.
                var from = row
                while from < end {
                    while from < end, period[from] < 0 || !isRecent[Int(period[from])] { from += 1 }
                    var to = from
                    while to < end, period[to] >= 0, isRecent[Int(period[to])] { to += 1 }
                    if from < to { taken.append((m, d, from..<to)) }
                    from = to
                }
            }
            row = end
        }
        var next: Int32 = 0
        for run in taken {
            let end = next + Int32(run.rows.count)
            runs.append(Run(metric: run.metric, department: run.department, rows: next..<end))
            next = end
        }
        let rows = taken.map(\.rows)
        self.period = Self.gathered(columns.period.codes, rows)
        breakdown = Self.gathered(columns.breakdown.codes, rows)
        guard self.period.allSatisfy({ $0 >= 0 }), breakdown.allSatisfy({ $0 >= 0 }) else {
            throw PublishedCubeError.unknownStatus(path: path)
        }
        value = Self.gathered(columns.value.values, rows)
        numerator = Self.gathered(columns.numerator.values, rows)
        denominator = Self.gathered(columns.denominator.values, rows)
        low = Self.gathered(columns.low.values, rows)
        high = Self.gathered(columns.high.values, rows)
        n = Self.gathered(columns.n.values, rows)
        state = try columns.states(of: rows, count: Int(next), path: path)
    }

    /// The values of some runs of rows, one run behind the other.
    private static func gathered<T: BitwiseCopyable>(_ values: UnsafeBufferPointer<T>, _ runs: [Range<Int>]) -> [T] {
        Array(unsafeUninitializedCapacity: runs.reduce(0) { $0 + $1.count }) { target, count in
            for run in runs {
                let source = UnsafeBufferPointer(rebasing: values[run])
                _ = UnsafeMutableBufferPointer(rebasing: target[count...]).update(fromContentsOf: source)
                count += run.count
            }
        }
    }

    /// The columns of one row group besides metric and department.
    private struct Columns {
        let period: StringColumn
        let breakdown: StringColumn
        let status: StringColumn
        let value: ColumnView<Double>
        let numerator: ColumnView<Double>
        let denominator: ColumnView<Double>
        let n: ColumnView<Int32>
        let low: ColumnView<Double>
        let high: ColumnView<Double>
        /// By status code: 0 for published, else the state of the reason.
        private let stateOfCode: [UInt8]

        init(_ group: RowGroup, path: String) throws {
            period = try group.strings("period")
            breakdown = try group.strings("breakdown")
            status = try group.strings("status")
            value = try group.float64("value")
            numerator = try group.float64("numerator")
            denominator = try group.float64("denominator")
            n = try group.int32("n")
            low = try group.float64("low")
            high = try group.float64("high")
            var states: [UInt8] = []
            for code in 0..<Int32(status.dictionaryCount) {
                guard let reason = Disclosed.reason(ofStatus: status.string(code)) else {
                    throw PublishedCubeError.unknownStatus(path: path)
                }
                states.append(reason.map(CellBlock.state) ?? 0)
            }
            stateOfCode = states
        }

        /// What is there of each row of the runs (see `CellBlock.state`).
        func states(of runs: [Range<Int>], count: Int, path: String) throws -> [UInt8] {
            var isKnown = true
            let states = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
                for run in runs {
                    for row in run {
                        let code = Int(status.codes[row])
                        guard stateOfCode.indices.contains(code) else {
                            isKnown = false
                            target[filled] = 0
                            filled += 1
                            continue
                        }
                        var bits = stateOfCode[code]
                        if bits == 0 {
                            bits = bit(value, row, 1) | bit(numerator, row, 2) | bit(denominator, row, 4)
                            bits |= bit(low, row, 8) | bit(high, row, 16) | bit(n, row, 32)
                        }
                        target[filled] = bits
                        filled += 1
                    }
                }
            }
            guard isKnown else { throw PublishedCubeError.unknownStatus(path: path) }
            return states
        }

        @inline(__always)
        private func bit<T>(_ column: ColumnView<T>, _ row: Int, _ bit: UInt8) -> UInt8 {
            guard let valid = column.valid else { return bit }
            return valid[row] != 0 ? bit : 0
        }
    }

    private static func state(of reason: SuppressionReason) -> UInt8 {
        64 + UInt8(reasons.firstIndex(of: reason) ?? 0)
    }

    /// Adds one cell that never was in a file; cells come in the order of the table.
    mutating func append(metric: Int32, department: Int32, period: Int32, breakdown: Int32, _ cell: Disclosed) {
        let row = Int32(count)
        if let last = runs.last, last.metric == metric, last.department == department {
            runs[runs.count - 1].rows = last.rows.lowerBound..<row + 1
        } else {
            runs.append(Run(metric: metric, department: department, rows: row..<row + 1))
        }
        self.period.append(period)
        self.breakdown.append(breakdown)
        var bits: UInt8 = 0
        func number(_ number: Double?, _ bit: UInt8) -> Double {
            if number != nil { bits |= bit }
            return number ?? 0
        }
        let figure = cell.figure
        value.append(number(figure?.value, 1))
        numerator.append(number(figure?.numerator, 2))
        denominator.append(number(figure?.denominator, 4))
        low.append(number(figure?.low, 8))
        high.append(number(figure?.high, 16))
        if figure?.n != nil { bits |= 32 }
        n.append(Int32(clamping: figure?.n ?? 0))
        if case .suppressed(let reason) = cell { bits = Self.state(of: reason) }
        state.append(bits)
    }
}

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
    private let periodNumbers: [[Int32]]
    private let breakdownNumbers: [[Int32]]
    /// The runs, by metric and department; those of place p are `first[p]..<first[p + 1]`.
    private let places: [Place]
    private let first: [Int32]

    /// Throws `.unsorted` when rows are not in the order of the table.
    init(_ blocks: [CellBlock], path: String) throws(PublishedCubeError) {
        self.blocks = blocks
        metrics = NameOrder(blocks.lazy.flatMap { $0.used($0.metrics, $0.runs.lazy.map(\.metric)) })
        departments = NameOrder(blocks.lazy.flatMap { $0.used($0.departments, $0.runs.lazy.map(\.department)) })
        let periods = NameOrder(blocks.lazy.flatMap { $0.used($0.periods, $0.period) })
        let breakdowns = NameOrder(blocks.lazy.flatMap { $0.used($0.breakdowns, $0.breakdown) })
        self.periods = periods
        self.breakdowns = breakdowns
        noBreakdown = breakdowns[""]
        periodNumbers = blocks.map { periods.numbers(of: $0.periods) }
        breakdownNumbers = blocks.map { breakdowns.numbers(of: $0.breakdowns) }
        let width = departments.names.count
        var counts = [Int32](repeating: 0, count: metrics.names.count * width + 1)
        var keyed: [(key: Int, place: Place)] = []
        for (number, block) in blocks.enumerated() {
            let m = metrics.numbers(of: block.metrics)
            let d = departments.numbers(of: block.departments)
            for run in block.runs {
                let key = Int(m[Int(run.metric)]) * width + Int(d[Int(run.department)])
                guard key >= keyed.last?.key ?? 0,
                    Self.ascends(block, run.rows, periodNumbers[number], breakdownNumbers[number])
                else { throw .unsorted(path: path) }
                keyed.append((key, Place(block: Int32(number), rows: run.rows)))
                counts[key + 1] += 1
            }
        }
        for key in counts.indices.dropFirst() { counts[key] += counts[key - 1] }
        first = counts
        places = keyed.map(\.place)
    }

    private static func ascends(
        _ block: CellBlock, _ rows: Range<Int32>, _ periods: [Int32], _ breakdowns: [Int32]
    ) -> Bool {
        var last = (Int32.min, Int32.min)
        for row in rows {
            let next = (periods[Int(block.period[Int(row)])], breakdowns[Int(block.breakdown[Int(row)])])
            guard last < next else { return false }
            last = next
        }
        return true
    }

    /// Department and period by their numbers in `departments` and `periods`.
    func cell(metric: String, department d: Int32, period p: Int32, breakdown: String) -> Disclosed? {
        guard let m = metrics[metric], let b = breakdown.isEmpty ? noBreakdown : breakdowns[breakdown] else {
            return nil
        }
        let key = Int(m) * departments.names.count + Int(d)
        for place in places[Int(first[key])..<Int(first[key + 1])] {
            let block = blocks[Int(place.block)]
            let periods = periodNumbers[Int(place.block)]
            let breakdowns = breakdownNumbers[Int(place.block)]
            var low = Int(place.rows.lowerBound)
            var high = Int(place.rows.upperBound)
            while low < high {
                let middle = (low + high) / 2
                let found = (periods[Int(block.period[middle])], breakdowns[Int(block.breakdown[middle])])
                if found < (p, b) { low = middle + 1 } else { high = middle }
            }
            if low < Int(place.rows.upperBound), periods[Int(block.period[low])] == p,
                breakdowns[Int(block.breakdown[low])] == b
            {
                return block.cell(low)
            }
        }
        return nil
    }

    /// Numbers of the periods in which any department has a published value of the metric, apart from breakdowns.
    func publishedPeriods(of metric: String) -> Set<Int32> {
        guard let m = metrics[metric] else { return [] }
        let width = departments.names.count
        var found: Set<Int32> = []
        for place in places[Int(first[Int(m) * width])..<Int(first[(Int(m) + 1) * width])] {
            let block = blocks[Int(place.block)]
            for row in place.rows {
                let period = periodNumbers[Int(place.block)][Int(block.period[Int(row)])]
                guard breakdownNumbers[Int(place.block)][Int(block.breakdown[Int(row)])] == noBreakdown,
                    block.hasValue(Int(row))
                else { continue }
                found.insert(period)
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
                    let name = block.breakdowns[Int(block.breakdown[Int(row)])]
                    if !name.isEmpty { groups[block.metrics[Int(run.metric)], default: []].insert(name) }
                }
            }
        }
        return groups.mapValues { $0.sorted() }
    }
}
