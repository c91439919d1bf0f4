/// The time that a contract sets for each weekday.
///
/// In tables it is a word: the minutes of Monday to Sunday with blanks between, as `450 450 450 0 0 0 0`.
public struct WorkPattern: Hashable, Sendable {
    /// Minutes of work by weekday, 0 Monday … 6 Sunday, each 0…1440; the eighth place is 0.
    public private(set) var minutes = SIMD8<Int32>(repeating: 0)

    public static let minutesOfDay: Int32 = 1440
    /// The names of the columns that tell it, Monday first.
    public static let columns = [
        "minutes_monday", "minutes_tuesday", "minutes_wednesday", "minutes_thursday", "minutes_friday",
        "minutes_saturday", "minutes_sunday",
    ]

    /// Minutes of Monday to Sunday, the eighth place left out; none below 0 and none above those of a day.
    public init(minutes: SIMD8<Int32>) {
        self.minutes = minutes.clamped(
            lowerBound: SIMD8(repeating: 0), upperBound: SIMD8(repeating: Self.minutesOfDay))
        self.minutes[7] = 0
    }

    /// - Returns: nil where the word is not one of a table.
    public init?(word: some StringProtocol) {
        let parts = word.split(separator: " ", omittingEmptySubsequences: false).map { Int32($0) }
        let known = parts.compactMap { $0 }
        guard parts.count == 7, known.count == 7, known.allSatisfy({ $0 >= 0 && $0 <= Self.minutesOfDay })
        else { return nil }
        var minutes = SIMD8<Int32>(repeating: 0)
        for weekday in 0..<7 { minutes[weekday] = known[weekday] }
        self.init(minutes: minutes)
    }

    public var word: String { (0..<7).map { String(minutes[$0]) }.joined(separator: " ") }

    /// Nothing is to be worked on any day.
    public var isEmpty: Bool { minutes == SIMD8(repeating: 0) }

    /// Of two contracts held at once: no day has more than its own minutes.
    public func added(_ other: WorkPattern) -> WorkPattern {
        WorkPattern(minutes: minutes &+ other.minutes)
    }
}
