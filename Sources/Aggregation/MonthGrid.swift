internal import Calendars

/// The months that the data cover, and the windows over them in which figures are given.
struct MonthGrid: Sendable {
    enum Kind: String, Sendable { case month, quarter, year, rolling12 }

    struct Window: Sendable {
        var kind: Kind
        var label: String
        /// Months `[first, end)` of the grid; `first` may lie before the grid.
        var first: Int
        var end: Int
        /// Calendar days, up to `as_of`.
        var days: Range<Int32>
        /// `as_of` is far enough past its end for sensitive figures.
        var isClosed: Bool
    }

    /// `year × 12 + month − 1` of the first month.
    let firstMonth: Int
    let count: Int
    let asOf: Int32
    /// First day of each month, and the day after the last one's end (or after `as_of`).
    let starts: [Int32]
    let windows: [Window]
    /// Place of each month's own window; nil where months are not given.
    let monthLabels: [String]

    init(firstMonth: Int, asOf: Int32, closeAfterDays: Int, kinds: Set<Kind>) {
        let lastMonth = max(CivilDate.monthIndex(of: asOf), firstMonth)
        let months = lastMonth - firstMonth + 1
        var days: [Int32] = []
        for m in 0..<months { days.append(CivilDate.firstDay(ofMonth: firstMonth + m)) }
        days.append(min(CivilDate.firstDay(ofMonth: lastMonth + 1), asOf + 1))
        func label(_ month: Int) -> String {
            let absolute = firstMonth + month
            return "\(pad(absolute / 12, 4))-\(pad(absolute % 12 + 1, 2))"
        }
        func pad(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        var windows: [Window] = []
        func add(_ kind: Kind, _ label: String, _ first: Int, _ end: Int) {
            let from = CivilDate.firstDay(ofMonth: firstMonth + first)
            let after = CivilDate.firstDay(ofMonth: firstMonth + end)
            let isClosed = Int(asOf) >= Int(after) - 1 + closeAfterDays
            windows.append(
                Window(
                    kind: kind, label: label, first: first, end: end, days: from..<min(after, asOf + 1),
                    isClosed: isClosed))
        }
        // Kind after kind, so that measures asked for in one kind only fill one run of places.
        if kinds.contains(.month) {
            for m in 0..<months { add(.month, label(m), m, m + 1) }
        }
        if kinds.contains(.rolling12) {
            for m in 0..<months { add(.rolling12, "\(label(m))/P12M", m - 11, m + 1) }
        }
        for m in 0..<months {
            let absolute = firstMonth + m
            // Quarters and years are given once their last month is there.
            if kinds.contains(.quarter), absolute % 3 == 2 {
                add(.quarter, "\(pad(absolute / 12, 4))-Q\(absolute % 12 / 3 + 1)", m - 2, m + 1)
            }
            if kinds.contains(.year), absolute % 12 == 11 { add(.year, pad(absolute / 12, 4), m - 11, m + 1) }
        }
        self.firstMonth = firstMonth
        count = months
        self.asOf = asOf
        starts = days
        self.windows = windows
        monthLabels = (0..<months).map(label)
    }

    /// The month of a day, or nil outside the grid.
    func month(of day: Int32) -> Int? {
        guard day >= starts[0], day < starts[count] else { return nil }
        return CivilDate.monthIndex(of: day) - firstMonth
    }

    /// The last day of month `m`, up to `as_of`; −1 is the month before the grid.
    func lastDay(_ m: Int) -> Int32 { starts[m + 1] - 1 }
}
