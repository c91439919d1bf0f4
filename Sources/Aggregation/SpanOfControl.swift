internal import Columnar

/// The persons who are named as somebody's manager, in the order of their keys.
struct ManagerKeys: Sendable {
    private var keys: [Int64] = []

    init() {}

    init(keys: some Sequence<Int64>) { self.keys = Set(keys).sorted() }

    /// A first pass over one column. Memory: one row group of it, and the keys found.
    init(_ assignments: TableReader) throws {
        var found: Set<Int64> = []
        for group in 0..<assignments.rowGroupCount {
            let column = try assignments.readGroup(group, columns: ["manager_key"]).int64("manager_key")
            for i in 0..<column.count {
                if let key = column[i] { found.insert(key) }
            }
        }
        self.init(keys: found)
    }

    var count: Int { keys.count }
    var isEmpty: Bool { keys.isEmpty }

    /// −1 for a person who manages nobody.
    func place(of key: Int64) -> Int32 {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < keys.count && keys[low] == key ? Int32(clamping: low) : -1
    }
}

/// Who reports to whom at each month's closing, and where the managers are employed then. A manager and the reports are
/// met in any order and by any thread, so both are kept until all have been.
///
/// Memory: managers × months, twice four bytes.
final class SpanOfControl: @unchecked Sendable {
    private let months: Int
    /// `[manager][month]`: persons of the closing who report to the manager.
    private var reports: [Int32]
    /// `[manager][month]`: one more than the department held at the closing, 0 for who is not there. One thread alone meets
    /// a person, so places merge by addition too.
    private var places: [Int32]

    init(managers: Int, months: Int) {
        self.months = months
        reports = [Int32](repeating: 0, count: managers * months)
        places = reports
    }

    /// Adds a segment of somebody who is in the closing of some months.
    func add(_ segment: EmployedSegment, months span: Range<Int>) {
        if let base = base(segment.manager) {
            for m in span { reports[base + m] &+= 1 }
        }
        if let base = base(segment.managing) {
            for m in span { places[base + m] = segment.department + 1 }
        }
    }

    private func base(_ manager: Int32) -> Int? {
        let base = Int(manager) * months
        return manager >= 0 && base < reports.count ? base : nil
    }

    /// This with another's, where there is one.
    func merged(_ other: SpanOfControl?) -> SpanOfControl {
        guard let other, other !== self else { return self }
        for i in reports.indices { reports[i] &+= other.reports[i] }
        for i in places.indices { places[i] &+= other.places[i] }
        return self
    }

    /// Writes managers and their reports where the managers are employed; once, after the merge and before the roll-up.
    ///
    /// - Parameter whole: the one that has met all persons; of a breakdown only the places are its own.
    func fill(_ store: MeasureStore, reports whole: SpanOfControl?) {
        guard let whole, whole.reports.count == places.count, let managers = store.sum(.managers),
            let direct = store.sum(.directReports)
        else { return }
        for i in places.indices where places[i] > 0 && whole.reports[i] > 0 {
            let at = Int(places[i] - 1) * months + i % months
            managers[at] += 1
            direct[at] += Int64(whole.reports[i])
        }
    }
}
