internal import Calendars

/// The months that the data cover, and the windows over them in which figures are given.
struct MonthGrid: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case month, rolling12, rolling3
        case yearToDate = "ytd"
        case quarter, year
        case fiscalQuarter = "fiscal_quarter"
        case fiscalYear = "fiscal_year"
        /// The last working day of each month.
        case day
        /// 52 weeks up to the last day of each month.
        case weeks52

        /// Whether its windows are made of whole months of the grid.
        var isMonthly: Bool { self != .day && self != .weeks52 }

        /// Whether a window of it is also the window of other months: those that follow each other overlap.
        var isRolling: Bool { self == .rolling12 || self == .rolling3 || self == .yearToDate || self == .weeks52 }
    }

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

        var months: Int { end - first }
        /// Whether it is asked who of its opening is there at its closing: whole years within the grid.
        var isRetained: Bool { first >= 0 && (kind == .rolling12 || kind == .year || kind == .fiscalYear) }
    }

    /// `year × 12 + month − 1` of the first month.
    let firstMonth: Int
    let count: Int
    let asOf: Int32
    /// First day of each month, and the day after the last one's end (or after `as_of`).
    let starts: [Int32]
    /// Those of whole months come first.
    let windows: [Window]
    /// Windows of whole months.
    let monthlyWindows: Int
    /// The day of each month on which persons are counted one by one: its last working day, up to `as_of`.
    let referenceDays: [Int32]
    /// Place of each month's own window; nil where months are not given.
    let monthLabels: [String]

    /// - Parameters:
    ///   - fiscalYearFrom: month 1…12 in which a fiscal year begins; nil for none.
    ///   - isWorkingDay: of the organisation's calendar; Monday to Friday where not given.
    init(
        firstMonth: Int, asOf: Int32, closeAfterDays: Int, kinds: Set<Kind>, fiscalYearFrom: Int? = nil,
        isWorkingDay: (Int32) -> Bool = { CivilDate.weekday(of: $0) < 5 }
    ) {
        let lastMonth = max(CivilDate.monthIndex(of: asOf), firstMonth)
        let months = lastMonth - firstMonth + 1
        var days: [Int32] = []
        for m in 0..<months { days.append(CivilDate.firstDay(ofMonth: firstMonth + m)) }
        days.append(min(CivilDate.firstDay(ofMonth: lastMonth + 1), asOf + 1))
        func label(_ kind: Period.Kind) -> String { Period(kind).description }
        var windows: [Window] = []
        func add(_ kind: Kind, _ name: Period.Kind, _ first: Int, _ end: Int) {
            let from = CivilDate.firstDay(ofMonth: firstMonth + first)
            let after = CivilDate.firstDay(ofMonth: firstMonth + end)
            let isClosed = Int(asOf) >= Int(after) - 1 + closeAfterDays
            windows.append(
                Window(
                    kind: kind, label: label(name), first: first, end: end, days: from..<min(after, asOf + 1),
                    isClosed: isClosed))
        }
        // Kind after kind, so that measures asked for in one kind only fill one run of places.
        let all = 0..<months
        if kinds.contains(.month) { for m in all { add(.month, .month(firstMonth + m), m, m + 1) } }
        if kinds.contains(.rolling12) {
            for m in all { add(.rolling12, .months(last: firstMonth + m, count: 12), m - 11, m + 1) }
        }
        if kinds.contains(.rolling3) {
            for m in all { add(.rolling3, .months(last: firstMonth + m, count: 3), m - 2, m + 1) }
        }
        if kinds.contains(.yearToDate) {
            for m in all { add(.yearToDate, .yearToDate(firstMonth + m), m - (firstMonth + m) % 12, m + 1) }
        }
        for m in all {
            let (year, month) = (firstMonth + m).quotientAndRemainder(dividingBy: 12)
            // Quarters and years are given once their last month is there.
            if kinds.contains(.quarter), month % 3 == 2 {
                add(.quarter, .quarter(year: year, quarter: month / 3 + 1), m - 2, m + 1)
            }
            if kinds.contains(.year), month == 11 { add(.year, .year(year), m - 11, m + 1) }
            guard let fiscalYearFrom else { continue }
            // Months since the fiscal year began, this one included; it is named by the year in which it ends.
            let passed = (month + 13 - fiscalYearFrom) % 12 + 1
            let named = fiscalYearFrom > 1 && month + 1 >= fiscalYearFrom ? year + 1 : year
            if kinds.contains(.fiscalQuarter), passed % 3 == 0 {
                add(.fiscalQuarter, .fiscalQuarter(year: named, quarter: passed / 3), m - 2, m + 1)
            }
            if kinds.contains(.fiscalYear), passed == 12 { add(.fiscalYear, .fiscalYear(named), m - 11, m + 1) }
        }
        monthlyWindows = windows.count
        let references = all.map { m -> Int32 in
            let last = days[m + 1] - 1
            return (days[m]...last).last(where: isWorkingDay) ?? last
        }
        if kinds.contains(.day) {
            for m in all {
                let after = CivilDate.firstDay(ofMonth: firstMonth + m + 1)
                windows.append(
                    Window(
                        kind: .day, label: label(.day(references[m])), first: m, end: m + 1,
                        days: references[m]..<references[m] + 1,
                        isClosed: Int(asOf) >= Int(after) - 1 + closeAfterDays))
            }
        }
        if kinds.contains(.weeks52) {
            for m in all {
                let last = CivilDate.firstDay(ofMonth: firstMonth + m + 1) - 1
                // 364 days reach into the eleventh month before, never beyond it.
                windows.append(
                    Window(
                        kind: .weeks52, label: label(.weeks(last: min(last, asOf), count: 52)), first: m - 11,
                        end: m + 1, days: min(last, asOf) - 363..<min(last, asOf) + 1,
                        isClosed: Int(asOf) >= Int(last) + closeAfterDays))
            }
        }
        referenceDays = references
        self.firstMonth = firstMonth
        count = months
        self.asOf = asOf
        starts = days
        self.windows = windows
        monthLabels = all.map { label(.month(firstMonth + $0)) }
    }

    /// The window of the same kind and length that ends a year before; nil where there is none, or where this one still
    /// runs and is shorter than that.
    func yearBefore(_ window: Int) -> Int? {
        let this = windows[window]
        guard this.days.upperBound == CivilDate.firstDay(ofMonth: firstMonth + this.end) else { return nil }
        return windows.firstIndex {
            $0.kind == this.kind && $0.end == this.end - 12 && $0.months == this.months
        }
    }

    /// The same months with some of the windows.
    func keeping(_ isKept: (Window) -> Bool) -> MonthGrid {
        MonthGrid(of: self, windows: windows.filter(isKept))
    }

    private init(of grid: MonthGrid, windows: [Window]) {
        firstMonth = grid.firstMonth
        count = grid.count
        asOf = grid.asOf
        starts = grid.starts
        self.windows = windows
        monthlyWindows = windows.count { $0.kind.isMonthly }
        referenceDays = grid.referenceDays
        monthLabels = grid.monthLabels
    }

    /// The month of a day, or nil outside the grid.
    func month(of day: Int32) -> Int? {
        guard day >= starts[0], day < starts[count] else { return nil }
        return CivilDate.monthIndex(of: day) - firstMonth
    }

    /// The last day of month `m`, up to `as_of`; −1 is the month before the grid.
    func lastDay(_ m: Int) -> Int32 { starts[m + 1] - 1 }
}
