internal import Results
internal import Statistics

/// What the statistics of one unit and slot are made of, in integers: enough to compare two groups, and to take a part
/// away from a whole.
enum UnitSample: Sendable, Equatable {
    /// Events over person-days of a window of so many days.
    case events(Int, personDays: Int128, days: Int, persons: Int)
    /// Persons who each say yes or no once.
    case share(yes: Int, persons: Int)
    /// One answer a person, in units of 1 ÷ scale.
    case answers(AnswerSums, scale: Int)
    case promoters(Int, passives: Int, detractors: Int)
    /// A ratio of sums whose rows cluster in persons.
    case ratio(ClusteredSums)

    /// Distinct persons.
    var persons: Int {
        switch self {
        case .events(_, _, _, let persons), .share(_, let persons): persons
        case .answers(let sums, _): sums.n
        case .promoters(let up, let passives, let down): up + passives + down
        case .ratio(let sums): sums.n
        }
    }

    /// In the metric's unit: per cent, score or points; nil where nothing is below the line.
    var value: Double? {
        switch self {
        case .events(let events, let personDays, let days, _):
            personDays > 0 ? Double(events) / (Double(personDays) / Double(days)) * 100 : nil
        case .share(let yes, let persons): persons > 0 ? Double(yes) / Double(persons) * 100 : nil
        case .answers(let sums, let scale):
            sums.n > 0 ? Double(sums.sum) / Double(scale) / Double(sums.n) : nil
        case .promoters(let up, _, let down):
            persons > 0 ? 100 * Double(up - down) / Double(persons) : nil
        case .ratio(let sums): sums.s > 0 ? Double(sums.a) / Double(sums.s) * 100 : nil
        }
    }

    var method: FlagTest.Method {
        switch self {
        case .events: .conditionalBinomial
        case .share: .score
        case .answers, .promoters: .welch
        case .ratio: .pooledRatio
        }
    }

    /// Those of this group who are not in `part`; nil for groups that are no part and whole of one kind.
    ///
    /// Of what does not add up over units (persons employed in a window, reached, squares), it is what both published
    /// groups leave: who was in the part as well as elsewhere counts with the part. Squares of both together are then
    /// those of the whole, each person once, which is what the pooled test needs.
    func subtracting(_ part: UnitSample) -> UnitSample? {
        let rest: UnitSample
        switch (self, part) {
        case (.events(let all, let days, let length, let people), .events(let some, let own, let same, let few)):
            guard length == same, all >= some, days > own else { return nil }
            rest = .events(all - some, personDays: days - own, days: length, persons: people - few)
        case (.share(let yes, let people), .share(let some, let few)):
            guard yes >= some, people - few >= yes - some else { return nil }
            rest = .share(yes: yes - some, persons: people - few)
        case (.answers(let all, let scale), .answers(let some, let same)):
            guard scale == same else { return nil }
            rest = .answers(
                AnswerSums(
                    n: all.n - some.n, sum: all.sum - some.sum, sumOfSquares: all.sumOfSquares - some.sumOfSquares),
                scale: scale)
        case (.promoters(let up, let middle, let down), .promoters(let some, let passives, let against)):
            guard up >= some, middle >= passives, down >= against else { return nil }
            rest = .promoters(up - some, passives: middle - passives, detractors: down - against)
        case (.ratio(let all), .ratio(let some)):
            guard all.s > some.s, all.contributors >= some.contributors else { return nil }
            rest = .ratio(
                ClusteredSums(
                    n: all.n - some.n, a: all.a - some.a, s: all.s - some.s, aa: all.aa - some.aa,
                    as: all.cross - some.cross, ss: all.ss - some.ss,
                    contributors: all.contributors - some.contributors))
        default: return nil
        }
        return rest.persons >= 1 ? rest : nil
    }

    /// Two independent groups of one kind, this − other.
    struct Outcome: Equatable {
        var difference: Double?
        var low: Double?
        var high: Double?
        var p: Double?
    }

    /// The test of no difference, and the difference with its interval; in the metric's unit.
    func compared(with other: UnitSample) -> Outcome {
        var outcome = Outcome()
        if let value, let reference = other.value { outcome.difference = value - reference }
        func take(_ comparison: Comparison?, times scale: Double) {
            guard let comparison else { return }
            outcome = Outcome(
                difference: comparison.difference * scale, low: comparison.interval.low * scale,
                high: comparison.interval.high * scale, p: comparison.p)
        }
        switch (self, other) {
        case (.events(let events, let days, let length, _), .events(let others, let otherDays, let otherLength, _)):
            // Average headcounts in one unit, also of windows of 365 and 366 days: (person-days ÷ days) × both lengths.
            let exposures = (days * Int128(otherLength), otherDays * Int128(length))
            take(
                compareRates(events: (events, others), exposures: exposures),
                times: Double(length) * Double(otherLength) * 100)
        case (.share(let yes, let persons), .share(let others, let otherPersons)):
            take(compareShares(successes: (yes, others), of: (persons, otherPersons)), times: 100)
        case (.answers(let sums, let scale), .answers(let others, let same)) where scale == same:
            take(compareMeans(sums, others, scale: scale), times: 1)
        case (.promoters(let up, let passives, let down), .promoters(let others, let otherPassives, let against)):
            take(
                compareScores(
                    promoters: (up, others), passives: (passives, otherPassives), detractors: (down, against)),
                times: 1)
        case (.ratio(let sums), .ratio(let others)):
            take(compareRatios(sums, others), times: 100)
            // Welch's p belongs to the interval alone; see `pooledRatioTest`.
            outcome.p = pooledRatioTest(sums, others)?.p
        default: break
        }
        return outcome
    }
}
