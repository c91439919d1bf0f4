internal import Calendars
internal import Columnar
internal import Results
internal import Workforce

/// Pre-aggregated absence: what a publisher printed, and sums of it where no total row exists.
struct AbsenceTotals {
    struct Part {
        var lost: Int64
        var available: Int64
    }
    /// A printed or summed cell; `blank` is a row without numbers, `parts` how many blank rows are in a sum.
    enum Cell {
        case known(Part)
        case blank
        case incomplete(parts: Int)
    }
    struct Place: Hashable {
        var department: Int32
        /// Window label: `2023-01`, `2023`.
        var period: String
        var breakdown: String
    }

    private(set) var cells: [Place: Cell] = [:]
    private(set) var months: [String] = []

    /// The sums that lack parts, in no order, and how many.
    var incompleteCells: [(place: Place, parts: Int)] {
        cells.compactMap { place, cell in
            if case .incomplete(let parts) = cell { (place, parts) } else { nil }
        }
    }

    /// Own rows of a unit stand as printed; a unit without rows of its own is the sum of the total rows of the units
    /// below it that have some. Years are sums of twelve months; groups are never summed into a total.
    init(_ reader: TableReader, tree: AggregatedTree, kinds: Set<MonthGrid.Kind>) throws {
        var printed: [Int32: [Int32: [String: Cell]]] = [:]
        var seen: Set<Int32> = []
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let department = try group.int32("department")
            let month = try group.int32("month")
            let breakdown = try group.strings("breakdown")
            let lost = try group.int64("lost")
            let available = try group.int64("available")
            for i in 0..<group.rowCount {
                guard let node = department[i], let when = month[i], Int(node) < tree.count, node >= 0 else {
                    throw AggregateError.outsideTree(table: "absence_totals")
                }
                let cell: Cell
                if let a = lost[i], let s = available[i] {
                    cell = .known(Part(lost: a, available: s))
                } else {
                    cell = .blank
                }
                seen.insert(when)
                let group = breakdown[i] ?? ""
                guard printed[node]?[when]?[group] == nil else {
                    throw AggregateError.doubleTotal(table: "absence_totals")
                }
                printed[node, default: [:]][when, default: [:]][group] = cell
            }
        }
        let all = seen.sorted()
        months = all.map(Self.label)
        for month in all {
            addTotals(month: month, printed: printed, tree: tree)
            for (node, byMonth) in printed {
                for (group, cell) in byMonth[month] ?? [:] where !group.isEmpty {
                    cells[Place(department: node, period: Self.label(month), breakdown: group)] = cell
                }
            }
        }
        if kinds.contains(.year) { addYears(all) }
    }

    static func label(_ month: Int32) -> String {
        let text = String(month % 12 + 1)
        return "\(month / 12)-\(text.count == 1 ? "0" : "")\(text)"
    }

    private mutating func addTotals(month: Int32, printed: [Int32: [Int32: [String: Cell]]], tree: AggregatedTree) {
        // Leaves first: the sum of a subtree's own total rows, and how many of them are blank.
        var sums = [(part: Part, blank: Int, any: Bool)](
            repeating: (Part(lost: 0, available: 0), 0, false), count: tree.count)
        for node in stride(from: tree.count - 1, through: 0, by: -1) {
            if let own = printed[Int32(node)]?[month]?[""] {
                switch own {
                case .known(let part): sums[node] = (part, 0, true)
                default: sums[node] = (Part(lost: 0, available: 0), 1, true)
                }
                cells[Place(department: Int32(node), period: Self.label(month), breakdown: "")] = own
            } else if sums[node].any {
                cells[Place(department: Int32(node), period: Self.label(month), breakdown: "")] =
                    sums[node].blank > 0 ? .incomplete(parts: sums[node].blank) : .known(sums[node].part)
            }
            let up = tree.parent[node]
            if up >= 0, sums[node].any {
                sums[Int(up)].part.lost += sums[node].part.lost
                sums[Int(up)].part.available += sums[node].part.available
                sums[Int(up)].blank += sums[node].blank
                sums[Int(up)].any = true
            }
        }
    }

    /// A year is there for units and groups that have all twelve months.
    private mutating func addYears(_ months: [Int32]) {
        for year in Set(months.map { $0 / 12 }).sorted() {
            let twelve = (year * 12..<year * 12 + 12).filter { months.contains($0) }
            guard twelve.count == 12 else { continue }
            let labels = twelve.map(Self.label)
            let first = labels[0]
            for place in cells.keys.filter({ $0.period == first }) {
                var part = Part(lost: 0, available: 0)
                var blank = 0
                var isWhole = true
                for label in labels {
                    switch cells[Place(department: place.department, period: label, breakdown: place.breakdown)] {
                    case .known(let month):
                        part.lost += month.lost
                        part.available += month.available
                    case .blank: blank += 1
                    case .incomplete(let parts): blank += parts
                    case nil: isWhole = false
                    }
                }
                guard isWhole else { continue }
                cells[Place(department: place.department, period: String(year), breakdown: place.breakdown)] =
                    blank > 0 ? .incomplete(parts: blank) : .known(part)
            }
        }
    }
}

/// Imported survey tables: one value a unit, measure and period.
struct SurveyTotals {
    struct Row {
        var period: String
        var measure: String
        var department: Int32
        var value: Int64?
    }
    /// Code of the measure that is a response rate rather than a score.
    static let responseRate = "response_rate"
    private(set) var rows: [Row] = []
    private(set) var titles: [String: String] = [:]

    init(_ reader: TableReader, tree: AggregatedTree) throws {
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let period = try group.strings("period")
            let measure = try group.strings("measure")
            let title = try group.strings("title")
            let department = try group.int32("department")
            let value = try group.int64("value")
            for i in 0..<group.rowCount {
                guard let when = period[i], let code = measure[i], let node = department[i], Int(node) < tree.count,
                    node >= 0
                else { throw AggregateError.outsideTree(table: "survey_totals") }
                rows.append(Row(period: when, measure: code, department: node, value: value[i]))
                titles[code] = title[i] ?? code
            }
        }
    }
}
