internal import Results

/// Which units stand apart from the rest of the unit above, or from themselves a year or a wave before, by more than
/// chance explains: decided once an edition by aggregate, over one family of tests, and the same on every page.
struct Flags: Sendable {
    enum Against: Int, Sendable { case parent, past }

    struct Flag: Sendable {
        var unit: Int
        /// Place in the list of watches.
        var watch: Int
        var against: Against
        var verdict: Verdict
        var figure: Figure
        /// Difference in standard errors.
        var distance: Double
        /// What lies below the unit stands apart the same way, and without it the unit would not.
        var isExplainedBelow = false
    }

    let watches: [Watch]
    private let places: [String: Int]
    private let count: Int
    /// One a kind, watch and unit, in this order; `nil` where the family holds no test.
    private let verdicts: [Verdict?]
    /// By unit, then watch.
    private let list: [Flag]
    private let firsts: [Int]
    /// How a unit ended, `nil` for one that is alive.
    private let dissolved: [Dissolution?]

    /// Whether there was a family at all.
    private let isJudged: Bool

    init(
        watches: [Watch], count: Int, verdicts: [Verdict?], flags: [Flag], dissolved: [Dissolution?],
        isJudged: Bool = true
    ) {
        self.isJudged = isJudged
        self.watches = watches
        self.count = count
        self.verdicts = verdicts
        self.dissolved = dissolved
        places = Dictionary(
            watches.enumerated().map { ($0.element.metric, $0.offset) }, uniquingKeysWith: { first, _ in first })
        list = flags.sorted { ($0.unit, $0.watch, $0.against.rawValue) < ($1.unit, $1.watch, $1.against.rawValue) }
        var firsts = [Int](repeating: 0, count: count + 1)
        for flag in list { firsts[flag.unit + 1] += 1 }
        for unit in 0..<count { firsts[unit + 1] += firsts[unit] }
        self.firsts = firsts
    }

    /// Without any: what an edition has before its family is judged.
    static let none = Flags(watches: [], count: 0, verdicts: [], flags: [], dissolved: [], isJudged: false)

    func of(_ unit: Int) -> ArraySlice<Flag> { unit < count ? list[firsts[unit]..<firsts[unit + 1]] : [] }

    /// Flags of the units below `unit`, `end` being the first after its subtree.
    func below(_ unit: Int, end: Int) -> ArraySlice<Flag> {
        unit < end && end <= count ? list[firsts[unit + 1]..<firsts[end]] : []
    }

    func dissolution(of unit: Int) -> Dissolution? { unit < dissolved.count ? dissolved[unit] : nil }

    /// The smallest difference worth a flag; none for a metric that is not watched.
    func minimum(_ metric: String) -> Double { places[metric].map { watches[$0].minimum } ?? .infinity }

    /// What the family says of a metric in a period; `nil` for what it was never asked, `unknown` where it holds no test.
    func verdict(_ metric: String, _ unit: Int, _ period: ReportPeriod, _ against: Against) -> Verdict? {
        guard isJudged, let watch = places[metric], watches[watch].period == period else { return nil }
        // Where the wave before is not that of a year ago, the family says nothing of a year.
        if against == .past, !watches[watch].isAYear { return nil }
        return verdicts[(against.rawValue * watches.count + watch) * count + unit] ?? .unknown
    }
}

/// The end of a unit: its last people moved elsewhere or left.
struct Dissolution: Sendable {
    /// The month in which its headcount came to nothing.
    var month: Int
    var moved: Double
    var left: Double
}
