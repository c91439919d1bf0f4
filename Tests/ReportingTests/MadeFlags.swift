import Results

@testable import Reporting

/// A family of tests for cells that were made up: no persons are behind them, so the tests are read off the intervals.
enum MadeFlags {
    static func tests(_ cube: PublishedCube) throws -> [FlagTest] {
        let edition = try Edition(cube: cube, tree: PageTree(cube.publication, .all), settings: ReportSettings())
        var tests: [FlagTest] = []
        for watch in Watch.all(in: edition) where edition.direction(watch.metric) != 0 {
            let unit = edition.unit(watch.metric)
            let law = Sample.Law(interval: edition.description(watch.metric)?.interval ?? "")
            func sample(_ place: Int, _ period: ReportPeriod) -> (figure: Figure, sample: Sample?)? {
                guard case .known(_, let figure) = edition.reading(watch.metric, place, period) else { return nil }
                return (figure, Sample(figure, unit: unit, law: law))
            }
            for place in cube.publication.departments.indices {
                guard let own = sample(place, watch.period) else { continue }
                func add(_ comparator: FlagTest.Comparator, _ reference: String, _ p: Double, _ d: Double, _ n: Int) {
                    tests.append(
                        FlagTest(
                            metric: watch.metric, department: cube.publication.departments[place].id,
                            period: watch.period.id, comparator: comparator, reference: reference, method: .welch,
                            value: own.figure.value, referenceValue: own.figure.value.map { $0 - d },
                            n: own.figure.n ?? 0, referenceN: n, difference: d, p: p, minimum: watch.minimum))
                }
                if let parent = edition.parent(place), let whole = sample(parent, watch.period) {
                    let rest = own.sample.flatMap { whole.sample?.minus($0) }
                    let people = rest?.people ?? Double((whole.figure.n ?? 0) - (own.figure.n ?? 0))
                    if people >= 20, own.figure.n ?? 0 >= 20 {
                        if let left = rest, let sample = own.sample {
                            add(
                                .restOfParent, edition.publication.departments[parent].id, sample.p(against: left),
                                sample.value - left.value, Int(people))
                        } else if let (p, d) = apart(own.figure, whole.figure) {
                            add(.restOfParent, edition.publication.departments[parent].id, p, d, Int(people))
                        }
                    }
                }
                if let before = watch.before, let past = sample(place, before), own.figure.n ?? 0 >= 20,
                    past.figure.n ?? 0 >= 20
                {
                    let kind: FlagTest.Comparator = if case .wave = before { .previousWave } else { .yearBefore }
                    if let then = past.sample, let sample = own.sample {
                        add(kind, before.id, sample.p(against: then), sample.value - then.value, Int(then.people))
                    } else if let (p, d) = apart(own.figure, past.figure) {
                        add(kind, before.id, p, d, past.figure.n ?? 0)
                    }
                }
            }
        }
        // The largest p of which at most one in twenty of those rejected with it is false.
        let sorted = tests.compactMap(\.p).sorted()
        let last = sorted.indices.last { sorted[$0] <= 0.05 * Double($0 + 1) / Double(sorted.count) }
        let limit = last.map { sorted[$0] } ?? -1
        return tests.map { test in
            var judged = test
            judged.judge(adjusted: nil, rejected: test.p.map { $0 <= limit } ?? false)
            return judged
        }
    }

    /// Of two figures whose numbers do not subtract, by their intervals.
    private static func apart(_ a: Figure, _ b: Figure) -> (p: Double, difference: Double)? {
        guard let value = a.value, let other = b.value, let low = a.low, let high = a.high, let otherLow = b.low,
            let otherHigh = b.high
        else { return nil }
        let own = (high - low) / 3.92
        let theirs = (otherHigh - otherLow) / 3.92
        return (
            Sample.normal((value - other) / (own * own + theirs * theirs).squareRoot()), value - other
        )
    }
}
