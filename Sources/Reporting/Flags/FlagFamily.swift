internal import Results
internal import Statistics

/// The edition's family of tests, as aggregate published it, with what pages need to speak of it: the figures behind the
/// marks, which of them the units below explain, and which units have ended. No test is made here.
struct FlagFamily {
    static let smallest = 20

    private struct Mark {
        var unit: Int
        var watch: Int
        var against: Flags.Against
        var verdict: Verdict
        var p: Double
        var difference: Double
        var figure: Figure
        var sample: Sample?
        /// What the unit was held against.
        var other: Sample?
    }

    let watches: [Watch]
    private let tests: [Int: [(watch: Int, test: FlagTest)]]
    private var verdicts: [Verdict?]
    private var marks: [Mark] = []
    private var dissolved: [Dissolution?]
    private let count: Int
    private let isJudged: Bool

    /// Every metric that a mark may speak of, and those that tell whether a unit is alive.
    static func metrics(of publication: Publication) -> Set<String> {
        Headline.metrics(of: publication).union([
            "turnover.rolling12.voluntary", "participation.reach12", "headcount.opening", "flow.moves_out",
            "flow.leavers",
        ])
    }

    /// - Parameter tests: of the whole company; nil where the publication has no family.
    init(_ watches: [Watch], _ departments: [DepartmentNode], tests: [FlagTest]?) {
        self.watches = watches
        count = departments.count
        isJudged = tests != nil
        dissolved = Array(repeating: nil, count: count)
        verdicts = Array(repeating: nil, count: 2 * watches.count * count)
        var places: [String: Int] = [:]
        for (watch, entry) in watches.enumerated() { places[entry.metric + "\t" + entry.period.id] = watch }
        var units: [String: Int] = [:]
        for (unit, department) in departments.enumerated() { units[department.id] = unit }
        var byUnit: [Int: [(watch: Int, test: FlagTest)]] = [:]
        for test in tests ?? [] {
            guard let unit = units[test.department], let watch = places[test.metric + "\t" + test.period] else {
                continue
            }
            byUnit[unit, default: []].append((watch, test))
        }
        self.tests = byUnit
    }

    /// Adds what was found of these units; their figures and those of the units above are in the edition's cube.
    mutating func add(_ edition: Edition, units: some Sequence<Int>) {
        for unit in units {
            dissolved[unit] = unit == edition.root ? nil : edition.dissolution(of: unit)
            guard dissolved[unit] == nil else { continue }
            for (index, test) in tests[unit] ?? [] { add(test, index, unit, edition) }
        }
    }

    private mutating func add(_ test: FlagTest, _ index: Int, _ unit: Int, _ edition: Edition) {
        let watch = watches[index]
        let direction = edition.direction(watch.metric)
        guard direction != 0 else { return }
        let against: Flags.Against = test.comparator == .restOfParent ? .parent : .past
        let place = (against.rawValue * watches.count + index) * count + unit
        guard test.marked, let difference = test.difference, let p = test.p,
            case .known(_, let figure) = edition.reading(watch.metric, unit, watch.period)
        else {
            verdicts[place] = .level
            return
        }
        let verdict: Verdict = (difference > 0) == (direction > 0) ? .better : .worse
        verdicts[place] = verdict
        let law = Sample.Law(interval: edition.description(watch.metric)?.interval ?? "")
        let own = edition.unit(watch.metric)
        let sample = Sample(figure, unit: own, law: law)
        var other: Sample?
        if against == .parent, let parent = edition.parent(unit), let sample,
            case .known(_, let whole) = edition.reading(watch.metric, parent, watch.period)
        {
            other = Sample(whole, unit: own, law: law)?.minus(sample)
        }
        marks.append(
            Mark(
                unit: unit, watch: index, against: against, verdict: verdict, p: p, difference: difference,
                figure: figure, sample: sample, other: other))
    }

    /// The marks as pages use them: the deepest units that explain a difference are known of each.
    func judged(_ edition: Edition) -> Flags {
        var flags = marks.map { mark in
            Flags.Flag(
                unit: mark.unit, watch: mark.watch, against: mark.against, verdict: mark.verdict, figure: mark.figure,
                distance: -normalQuantile(max(mark.p, 1e-30) / 2))
        }
        for (at, mark) in marks.enumerated() where mark.against == .parent {
            let end = edition.publication.departments[mark.unit].end
            let below = marks.filter {
                $0.watch == mark.watch && $0.against == .parent && $0.unit > mark.unit && $0.unit < end
                    && $0.verdict == mark.verdict
            }
            flags[at].isExplainedBelow = !below.isEmpty && isExplained(mark, by: below, edition)
        }
        return Flags(
            watches: watches, count: count, verdicts: verdicts, flags: flags, dissolved: dissolved, isJudged: isJudged)
    }

    /// Whether the unit, without the marked ones below it, would be told apart from the rest no more.
    private func isExplained(_ mark: Mark, by below: [Mark], _ edition: Edition) -> Bool {
        guard var left = mark.sample, let other = mark.other else { return true }
        var end = 0
        for part in below.sorted(by: { $0.unit < $1.unit }) where part.unit >= end {
            guard let sample = part.sample, let less = left.minus(sample) else { return true }
            left = less
            end = edition.publication.departments[part.unit].end
        }
        let difference = left.value - other.value
        return left.people < Double(Self.smallest) || abs(difference) < watches[mark.watch].minimum
            || (difference > 0) != (mark.difference > 0) || left.p(against: other) > 0.05
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
