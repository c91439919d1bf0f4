internal import Results
internal import Statistics

/// All tests of an edition, gathered before any is judged: units with 20 people on both sides, the watched metrics,
/// against the rest of the unit above and against the year before.
struct FlagFamily {
    static let smallest = 20
    /// Share of false ones among the flags (Benjamini and Hochberg 1995).
    static let rate = 0.05

    private struct Test {
        var unit: Int
        var watch: Int
        var against: Flags.Against
        var p: Double
        var difference: Double
        var figure: Figure
        var sample: Sample?
        /// What the unit was held against.
        var other: Sample?
    }

    let watches: [Watch]
    private var tests: [Test] = []
    /// Places whose figures are known but too small to be tested: level, whatever they show.
    private var small: [Int] = []
    private var dissolved: [Dissolution?]
    private let count: Int

    /// Every metric that a test may need, and those that tell whether a unit is alive.
    static func metrics(of publication: Publication) -> Set<String> {
        Headline.metrics(of: publication).union([
            "turnover.rolling12.voluntary", "participation.reach12", "headcount.opening", "flow.moves_out",
            "flow.leavers",
        ])
    }

    init(_ watches: [Watch], count: Int) {
        self.watches = watches
        self.count = count
        dissolved = Array(repeating: nil, count: count)
    }

    /// Adds the tests of these units; their figures and those of the units above are in the edition's cube.
    mutating func add(_ edition: Edition, units: some Sequence<Int>) {
        let laws = watches.map { watch in
            (edition.unit(watch.metric), Sample.Law(interval: edition.description(watch.metric)?.interval ?? ""))
        }
        let isDirected = watches.map { edition.direction($0.metric) != 0 }
        for unit in units {
            dissolved[unit] = unit == edition.root ? nil : edition.dissolution(of: unit)
            guard dissolved[unit] == nil else { continue }
            for (index, watch) in watches.enumerated() where isDirected[index] {
                guard case .known(_, let figure) = edition.reading(watch.metric, unit, watch.period) else { continue }
                let (own, law) = laws[index]
                let sample = Sample(figure, unit: own, law: law)
                if let parent = edition.parent(unit),
                    case .known(_, let whole) = edition.reading(watch.metric, parent, watch.period)
                {
                    let all = Sample(whole, unit: own, law: law)
                    let rest = all.flatMap { all in sample.flatMap { all.minus($0) } }
                    let isWhole = figure.n ?? 0 >= whole.n ?? 0
                    add(unit, index, .parent, figure, whole, sample, isWhole ? nil : rest, isNested: true)
                }
                if let yearAgo = watch.yearAgo,
                    case .known(_, let past) = edition.reading(watch.metric, unit, yearAgo)
                {
                    add(
                        unit, index, .past, figure, past, sample, Sample(past, unit: own, law: law),
                        isNested: false)
                }
            }
        }
    }

    private mutating func add(
        _ unit: Int, _ watch: Int, _ against: Flags.Against, _ figure: Figure, _ other: Figure, _ sample: Sample?,
        _ rest: Sample?, isNested: Bool
    ) {
        guard let n = figure.n, let m = other.n, let a = figure.value, let b = other.value else { return }
        let beside = rest?.people ?? Double(isNested ? m - n : m)
        guard n >= Self.smallest, beside >= Double(Self.smallest) else {
            small.append(place(unit, watch, against))
            return
        }
        if let sample, let rest {
            tests.append(
                Test(
                    unit: unit, watch: watch, against: against, p: sample.p(against: rest),
                    difference: sample.value - rest.value, figure: figure, sample: sample, other: rest))
            return
        }
        // Where numbers do not subtract: the difference to the whole, its error from the two intervals. A part varies
        // with the whole it belongs to, so this errs towards silence.
        guard let low = figure.low, let high = figure.high, let otherLow = other.low, let otherHigh = other.high else {
            return
        }
        let own = (high - low) / 3.92
        let theirs = (otherHigh - otherLow) / 3.92
        let z = (a - b) / (own * own + theirs * theirs).squareRoot()
        tests.append(
            Test(
                unit: unit, watch: watch, against: against, p: Sample.normal(z), difference: a - b, figure: figure,
                sample: nil, other: nil))
    }

    private func place(_ unit: Int, _ watch: Int, _ against: Flags.Against) -> Int {
        (against.rawValue * watches.count + watch) * count + unit
    }

    /// Judges all tests together: the correction for their number first, then the smallest difference worth a flag.
    func judged(_ edition: Edition) -> Flags {
        var verdicts = [Verdict?](repeating: nil, count: 2 * watches.count * count)
        for place in small { verdicts[place] = .level }
        let limit = Self.limit(tests.map(\.p))
        var flags: [Flags.Flag] = []
        var kept: [Int] = []
        for (index, test) in tests.enumerated() {
            let watch = watches[test.watch]
            let isApart = test.p <= limit && abs(test.difference) >= watch.minimum
            let isBetter = (test.difference > 0) == (edition.direction(watch.metric) > 0)
            let verdict: Verdict = isApart ? (isBetter ? .better : .worse) : .level
            verdicts[place(test.unit, test.watch, test.against)] = verdict
            guard isApart else { continue }
            kept.append(index)
            flags.append(
                Flags.Flag(
                    unit: test.unit, watch: test.watch, against: test.against, verdict: verdict, figure: test.figure,
                    distance: -normalQuantile(max(test.p, 1e-30) / 2)))
        }
        for (at, index) in kept.enumerated() where tests[index].against == .parent {
            let end = edition.publication.departments[tests[index].unit].end
            let below = kept.indices.filter { other in
                let unit = tests[kept[other]].unit
                return tests[kept[other]].watch == tests[index].watch && tests[kept[other]].against == .parent
                    && unit > tests[index].unit && unit < end && flags[other].verdict == flags[at].verdict
            }
            flags[at].isExplainedBelow =
                !below.isEmpty && isExplained(tests[index], by: below.map { tests[kept[$0]] }, edition)
        }
        return Flags(watches: watches, count: count, verdicts: verdicts, flags: flags, dissolved: dissolved)
    }

    /// Whether the unit, without the flagged ones below it, would not stand apart.
    private func isExplained(_ test: Test, by below: [Test], _ edition: Edition) -> Bool {
        guard var left = test.sample, let other = test.other else { return true }
        var end = 0
        for part in below.sorted(by: { $0.unit < $1.unit }) where part.unit >= end {
            guard let sample = part.sample, let less = left.minus(sample) else { return true }
            left = less
            end = edition.publication.departments[part.unit].end
        }
        let difference = left.value - other.value
        return left.people < Double(Self.smallest) || abs(difference) < watches[test.watch].minimum
            || (difference > 0) != (test.difference > 0) || left.p(against: other) > 0.05
    }

    /// The largest p that is still rejected when at most `rate` of the rejected may be false; below 0 for none.
    static func limit(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        for (index, p) in sorted.enumerated().reversed()
        where p <= rate * Double(index + 1) / Double(sorted.count) { return p }
        return -1
    }
}

extension Edition {
    /// When a unit's headcount came to nothing and stayed so; `nil` while anyone is known to be in it.
    func dissolution(of unit: Int) -> Dissolution? {
        guard let headline = headline(.headcount), case .month(var month) = period(of: headline, in: unit),
            reading("headcount.closing", unit, .month(month)).value == 0
        else { return nil }
        let first = monthIndices.first ?? month
        while month >= first, reading("headcount.closing", unit, .month(month)).value == 0 {
            if let opening = reading("headcount.opening", unit, .month(month)).value, opening > 0 {
                return Dissolution(
                    month: month, moved: reading("flow.moves_out", unit, .month(month)).value ?? 0,
                    left: reading("flow.leavers", unit, .month(month)).value ?? 0)
            }
            month -= 1
        }
        return nil
    }
}
