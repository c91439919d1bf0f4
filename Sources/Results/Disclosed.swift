/// Why a cell is not shown. The raw value is what exports print after `suppressed:`.
public enum SuppressionReason: String, Sendable, CaseIterable, Codable {
    /// Fewer distinct persons than the reporting minimum.
    case groupMinimum = "group_minimum"
    /// Showing it would let the persons outside the published units be told apart by subtraction.
    case remainder
    /// The period is still running: a month before its closing day, a wave before its closing date.
    case openPeriod = "open_period"
    /// The unit is too small for a period this short; a longer period may be shown.
    case grain
    /// One or two persons make up the magnitude, or one exceeds the permitted share of it.
    case dominance
    /// A sensitive share so close to 0 or 100 % that it says something of everyone in the group.
    case extremeShare = "extreme_share"
    /// The publisher of a pre-aggregated export left it blank.
    case publisher
    /// A sum with a part that the publisher left blank.
    case incomplete
    /// The window reaches back before the first month of the data.
    case insufficientHistory = "insufficient_history"

    /// One sentence for a reader; the same for every reason that protects persons, so that it gives nothing away.
    public var sentence: String {
        switch self {
        case .groupMinimum, .remainder, .dominance, .extremeShare:
            "Fewer than the reporting minimum, or hidden so that such a number cannot be worked out."
        case .openPeriod: "The period is not closed yet."
        case .grain: "The unit is too small for a period this short."
        case .publisher: "Not published by the source."
        case .incomplete: "A part of it was not published by the source."
        case .insufficientHistory: "The data do not reach back far enough."
        }
    }
}

/// The six numbers of a cell, published or suppressed as a whole.
///
/// `value` is in the metric's unit (16.12 for 16.12 %); `nil` where the denominator is 0. `n` is the number of distinct
/// persons in the denominator, `nil` for pre-aggregated data. `low` and `high` are the 95 % interval, where defined.
public struct Figure: Sendable, Equatable {
    public var value: Double?
    public var numerator: Double?
    public var denominator: Double?
    public var n: Int?
    public var low: Double?
    public var high: Double?

    public init(
        value: Double?, numerator: Double? = nil, denominator: Double? = nil, n: Int? = nil, low: Double? = nil,
        high: Double? = nil
    ) {
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
        self.n = n
        self.low = low
        self.high = high
    }
}

/// A cell after the gate: there is no way to a suppressed number, because it is not there.
public enum Disclosed: Sendable, Equatable {
    case published(Figure)
    case suppressed(SuppressionReason)

    /// The figure, where it was published.
    public var figure: Figure? {
        if case .published(let figure) = self { return figure }
        return nil
    }

    /// `published` or `suppressed:REASON`, as exports print it.
    public var status: String {
        switch self {
        case .published: "published"
        case .suppressed(let reason): "suppressed:\(reason.rawValue)"
        }
    }

    /// Reads `status` back; `nil` for a text that no version of this program writes.
    public static func reason(ofStatus status: String) -> SuppressionReason?? {
        if status == "published" { return .some(nil) }
        guard status.hasPrefix("suppressed:"),
            let reason = SuppressionReason(rawValue: String(status.dropFirst("suppressed:".count)))
        else { return nil }
        return .some(reason)
    }
}
