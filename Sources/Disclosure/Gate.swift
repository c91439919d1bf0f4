public import Results

/// The thresholds in force, in distinct persons. `synthetic` data lift every count to 1; time rules stay.
public struct GateSettings: Sendable, Equatable {
    /// Fewest persons behind a figure, `disclosure: minimum`.
    public var minimum: Int
    /// The same for shares of absence, answers and leaving reasons, `minimum_shares`.
    public var minimumShares: Int
    /// Units of a running period are shown from this average headcount on.
    public var runningFrom: Int
    /// Average headcount from which absence is shown by month, `absence_month_from`.
    public var absenceMonthFrom: Int
    /// … by quarter, `absence_quarter_from`.
    public var absenceQuarterFrom: Int
    /// … over twelve months, `absence_year_from`.
    public var absenceYearFrom: Int
    /// Whether magnitudes made up by one or two persons and shares close to none or all are hidden.
    public var hidesDominance: Bool

    /// The settings of a pipeline; with `synthetic` every count of persons becomes 1, and absence is shown at any headcount.
    public init(
        minimum: Int, minimumShares: Int, absenceMonthFrom: Int, absenceQuarterFrom: Int, absenceYearFrom: Int,
        synthetic: Bool
    ) {
        self.minimum = synthetic ? 1 : minimum
        self.minimumShares = synthetic ? 1 : minimumShares
        runningFrom = synthetic ? 1 : 50
        self.absenceMonthFrom = synthetic ? 0 : absenceMonthFrom
        self.absenceQuarterFrom = synthetic ? 0 : absenceQuarterFrom
        self.absenceYearFrom = synthetic ? 0 : absenceYearFrom
        hidesDominance = !synthetic
    }
}

/// What the gate knows of one cell: counts of persons and of time, never the measured value.
public struct CellCounts: Sendable {
    /// Distinct persons in the denominator.
    public var persons: Int
    /// Person-days of the period ÷ its days.
    public var averageHeadcount: Double
    /// Whether the period has been over for `close_after_days` at the as-of date.
    public var isClosed: Bool

    /// The counts of one department in one period.
    public init(persons: Int, averageHeadcount: Double, isClosed: Bool) {
        self.persons = persons
        self.averageHeadcount = averageHeadcount
        self.isClosed = isClosed
    }
}

/// The decisions about single cells; the remainder rule then looks at the tree.
public enum Gate {
    /// Headcount, flow, total turnover, participation: a running period for units large enough only.
    public static func plain(_ cell: CellCounts, _ settings: GateSettings) -> SuppressionReason? {
        if cell.persons > 0, cell.persons < settings.minimum { return .groupMinimum }
        if !cell.isClosed, cell.averageHeadcount < Double(settings.runningFrom) { return .openPeriod }
        return nil
    }

    /// Sensitive figures: closed periods only, at least `minimum` persons (none counts as too few).
    public static func sensitive(_ cell: CellCounts, minimum: Int) -> SuppressionReason? {
        if !cell.isClosed { return .openPeriod }
        if cell.persons < max(minimum, 1) { return .groupMinimum }
        return nil
    }

    /// Participation by person: sensitive in its group size, shown while running for units large enough.
    public static func participation(_ cell: CellCounts, _ settings: GateSettings) -> SuppressionReason? {
        if cell.persons < max(settings.minimum, 1) { return .groupMinimum }
        if !cell.isClosed, cell.averageHeadcount < Double(settings.runningFrom) { return .openPeriod }
        return nil
    }

    /// A magnitude to which one or two persons contribute, or of which one has more than 80 %; 0 is shown.
    /// `largest` and `total` are in the unit of the magnitude, minutes or invitations.
    public static func isDominated(contributors: Int, largest: Int64, total: Int64) -> Bool {
        guard contributors > 0 else { return false }
        return contributors <= 2 || largest * 5 > total * 4
    }

    /// A share below 2 persons of n or above n − 2: it says something of everybody in the group, or of one.
    public static func extremeShare(count: Int, of n: Int) -> Bool { count < 2 || count > n - 2 }
}
