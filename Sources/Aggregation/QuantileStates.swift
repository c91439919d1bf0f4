internal import Columnar
internal import Runs
internal import Statistics

/// Records of persons kept as they are for quantiles, which do not add up: put together after the walk, in any order.
///
/// A unit's subtree is a run of departments, so that once sorted by department its records lie together.
struct DepartmentRecords<Record: BitwiseCopyable & Sendable>: Sendable {
    private var records: [Record] = []
    private var departments: [Int32] = []

    mutating func add(_ record: Record, department: Int32) {
        records.append(record)
        departments.append(department)
    }

    mutating func merge(_ other: Self) {
        records += other.records
        departments += other.departments
    }

    /// The records in the order of departments, and where each department's begin; one place more than there are nodes.
    func sorted(nodes: Int) -> (records: [Record], starts: [Int]) {
        var starts = [Int](repeating: 0, count: nodes + 1)
        for department in departments { starts[Int(department) + 1] += 1 }
        for node in 0..<nodes { starts[node + 1] += starts[node] }
        guard let any = records.first else { return ([], starts) }
        var next = starts
        var sorted = [Record](repeating: any, count: records.count)
        for (record, department) in zip(records, departments) {
            sorted[next[Int(department)]] = record
            next[Int(department)] += 1
        }
        return (sorted, starts)
    }
}

/// Lengths of spells that ended, in calendar days.
final class SpellLengths: @unchecked Sendable {
    struct Record: BitwiseCopyable, Sendable {
        var month: Int32
        var days: Int32
    }

    /// What is given of a unit and a window.
    struct Summary: BitwiseCopyable, Sendable {
        var count: Int32 = 0
        var median = 0.0
        var ninetieth = 0.0
    }

    private var records = DepartmentRecords<Record>()

    func add(department: Int32, month: Int, days: Int32) {
        records.add(Record(month: Int32(month), days: days), department: department)
    }

    /// This with another's records, where there is one.
    func merged(_ other: SpellLengths?) -> SpellLengths {
        if let other, other !== self { records.merge(other.records) }
        return self
    }

    /// `[node][window of windows]`: counted by month and whole day, from the beginning of the grid on.
    func summaries(
        nodes: Int, end: [Int32], grid: MonthGrid, windows: Range<Int>, workers: Int
    ) -> [Summary] {
        let (records, starts) = records.sorted(nodes: nodes)
        let months = grid.count
        let results = Buffer<Summary>(zeros: nodes * windows.count)
        let shared = Shared((records, starts, results))
        Workers.run(count: nodes, workers: workers) { node in
            let (records, starts, results) = shared.value
            let range = starts[node]..<starts[Int(end[node])]
            guard let longest = records[range].lazy.map({ Int($0.days) }).max() else { return }
            let width = longest + 1
            var counts = [Int32](repeating: 0, count: (months + 1) * width)
            for record in records[range] { counts[(Int(record.month) + 1) * width + Int(record.days)] += 1 }
            for place in width..<counts.count { counts[place] += counts[place - width] }
            counts.withUnsafeBufferPointer { counts in
                for (place, w) in windows.enumerated() {
                    let window = grid.windows[w]
                    guard window.first >= 0 else { continue }
                    let before = window.first * width
                    let after = window.end * width
                    func count(_ days: Int) -> Int { Int(counts[after + days] - counts[before + days]) }
                    var total = 0
                    for days in 0..<width { total += count(days) }
                    guard let middle = Self.quantile(0.5, total, width, count),
                        let ninetieth = Self.quantile(0.9, total, width, count)
                    else { continue }
                    results.pointer[node * windows.count + place] = Summary(
                        count: Int32(clamping: total), median: middle, ninetieth: ninetieth)
                }
            }
        }
        return (0..<nodes * windows.count).map { results.pointer[$0] }
    }

    /// Type 7 of counted whole days.
    private static func quantile(_ p: Double, _ total: Int, _ width: Int, _ count: (Int) -> Int) -> Double? {
        guard let place = QuantilePlace(count: total, p) else { return nil }
        var before = 0
        var lower: Int?
        for days in 0..<width {
            before += count(days)
            if lower == nil, before > place.rank { lower = days }
            if let lower, before > place.rank + 1 || place.weight == 0 {
                return Double(lower) + place.weight * Double(days - lower)
            }
        }
        return lower.map(Double.init)
    }
}

/// Days of hire of the closings' persons, each with the months in which it counts.
final class ServiceRecords: @unchecked Sendable {
    struct Record: BitwiseCopyable, Sendable {
        var hired: Int32
        var first: Int16
        var end: Int16
    }

    private var records = DepartmentRecords<Record>()

    func add(department: Int32, hired: Int32, months: Range<Int>) {
        records.add(
            Record(hired: hired, first: Int16(clamping: months.lowerBound), end: Int16(clamping: months.upperBound)),
            department: department)
    }

    /// This with another's records, where there is one.
    func merged(_ other: ServiceRecords?) -> ServiceRecords {
        if let other, other !== self { records.merge(other.records) }
        return self
    }

    /// `[node][month]`: the median of the days since the hire at the month's end; −1 where nobody is there.
    func medians(nodes: Int, end: [Int32], grid: MonthGrid, workers: Int) -> [Double] {
        let (records, starts) = records.sorted(nodes: nodes)
        let months = grid.count
        let results = Buffer<Double>(zeros: nodes * months)
        let shared = Shared((records, starts, results))
        Workers.run(count: nodes, workers: workers) { node in
            let (records, starts, results) = shared.value
            // The latest hires first: the shortest service.
            let sorted = records[starts[node]..<starts[Int(end[node])]].sorted { $0.hired > $1.hired }
            for m in 0..<months {
                results.pointer[node * months + m] =
                    Self.median(sorted, month: Int16(clamping: m)).map { Double(grid.starts[m + 1]) - $0 } ?? -1
            }
        }
        return (0..<nodes * months).map { results.pointer[$0] }
    }

    private static func median(_ sorted: [Record], month: Int16) -> Double? {
        var count = 0
        for record in sorted where record.first <= month && month < record.end { count += 1 }
        guard let place = QuantilePlace(count: count, 0.5) else { return nil }
        var passed = 0
        var lower: Int32?
        for record in sorted where record.first <= month && month < record.end {
            if let lower { return Double(lower) + place.weight * (Double(record.hired) - Double(lower)) }
            if passed == place.rank {
                if place.weight == 0 { return Double(record.hired) }
                lower = record.hired
            }
            passed += 1
        }
        return lower.map(Double.init)
    }
}
