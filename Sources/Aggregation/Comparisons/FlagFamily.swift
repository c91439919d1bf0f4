internal import Columnar
internal import Configuration
internal import Disclosure
internal import Results
internal import Runs
internal import Statistics

/// All tests of one edition, for the whole company: gathered before any of them is judged.
///
/// Eligible is what is published on both sides, of closed periods, with at least 20 persons on each: by counts of persons
/// and the gate alone, never by what came out. Figures of whole published groups go in, so no test tells of a suppressed
/// cell; the rest of the unit above is what two published groups leave, of `smallest` persons at least.
enum FlagFamily {
    static let smallest = 20
    /// Expected share of false ones among the rejected (Benjamini and Hochberg 1995).
    static let rate = 0.05

    /// One metric in the slot that is tested, with what each unit is held against.
    struct Question: Sendable {
        var headline: HeadlineMetric
        var slot: Int
        var period: String
        /// nil where it is not shown.
        var mask: Mask
        /// The window a year before, or the wave before.
        var before: Before?

        struct Before: Sendable {
            var slot: Int
            var period: String
            var mask: Mask
            var comparator: FlagTest.Comparator
        }
    }

    /// The tests of one metric, unit by unit in the order given.
    static func tests(
        _ question: Question, _ figures: Figures, tree: TreeShape, ids: [String], order: [Int32], atLeast: Int
    ) -> [FlagTest] {
        let headline = question.headline
        let samples = ids.indices.map { node -> UnitSample? in
            guard question.mask[node] == nil, let sample = headline.sample(figures, node, question.slot),
                sample.persons >= atLeast
            else { return nil }
            return sample
        }
        var tests: [FlagTest] = []
        func add(
            _ node: Int, _ sample: UnitSample, _ other: UnitSample, _ kind: FlagTest.Comparator, _ reference: String
        ) {
            guard sample.persons >= atLeast, other.persons >= atLeast else { return }
            let outcome = sample.compared(with: other)
            tests.append(
                FlagTest(
                    metric: headline.id, department: ids[node], period: question.period, comparator: kind,
                    reference: reference, method: sample.method, value: sample.value, referenceValue: other.value,
                    n: sample.persons, referenceN: other.persons, difference: outcome.difference, low: outcome.low,
                    high: outcome.high, p: outcome.p, minimum: headline.minimum))
        }
        for node in order.map({ Int($0) }) {
            guard let sample = samples[node] else { continue }
            if let before = question.before, before.comparator == .previousWave, before.mask[node] == nil,
                let change = headline.change?(figures, node, question.slot)
            {
                add(node, change.after, change.before, before.comparator, before.period)
            }
            let parent = Int(tree.parent[node])
            if parent >= 0, let rest = samples[parent]?.subtracting(sample) {
                add(node, sample, rest, .restOfParent, ids[parent])
            }
            if let before = question.before, before.comparator == .yearBefore, before.mask[node] == nil,
                let past = headline.sample(figures, node, before.slot)
            {
                add(node, sample, past, before.comparator, before.period)
            }
        }
        return tests
    }

    /// Benjamini and Hochberg over all of them, then the smallest difference.
    static func judged(_ tests: [FlagTest]) -> [FlagTest] {
        guard let family = benjaminiHochberg(tests.map(\.p), q: rate) else { return tests }
        return tests.indices.map { place in
            var test = tests[place]
            test.judge(adjusted: family.adjusted[place], rejected: family.rejected[place])
            return test
        }
    }
}

extension AggregateRun {
    /// The metrics that are compared, shrunken and flagged.
    var headlineMetrics: [HeadlineMetric] {
        HeadlineMetric.all(of: metrics, pipeline.questionnaire, pipeline.metrics.flags)
    }

    /// The edition's family, judged.
    func flagTests(_ source: CellSource) -> [FlagTest] {
        let questions = headlineMetrics.compactMap { flagQuestion($0, source) }
        let made = Slots<[FlagTest]>(count: questions.count)
        let atLeast = max(FlagFamily.smallest, gate.minimum)
        Workers.run(count: questions.count, workers: workers) { [tree] i in
            made[i] = FlagFamily.tests(
                questions[i], source.figures, tree: tree.shape, ids: tree.ids, order: tree.byID, atLeast: atLeast)
        }
        return FlagFamily.judged(questions.indices.flatMap { made[$0] ?? [] })
    }

    /// The latest closed window of 12 months, or the latest closed wave that asked it; nil where there is none.
    private func flagQuestion(_ headline: HeadlineMetric, _ source: CellSource) -> FlagFamily.Question? {
        guard let slot = testedSlot(headline, source.figures) else { return nil }
        let protection = headline.metric.protection
        guard let mask = source.masks[protection, slot] else { return nil }
        var before: FlagFamily.Question.Before?
        if case .waves = headline.metric.slots {
            if slot > 0, waves[slot - 1].close <= run.asOf, let past = source.masks[protection, slot - 1] {
                before = FlagFamily.Question.Before(
                    slot: slot - 1, period: label(slot - 1, of: headline.metric, grid), mask: past,
                    comparator: .previousWave)
            }
        } else if let year = source.figures.yearBefore[slot], let past = source.masks[protection, year] {
            before = FlagFamily.Question.Before(
                slot: year, period: label(year, of: headline.metric, grid), mask: past, comparator: .yearBefore)
        }
        return FlagFamily.Question(
            headline: headline, slot: slot, period: label(slot, of: headline.metric, grid), mask: mask, before: before)
    }

    /// The slot in which a headline is tested.
    func testedSlot(_ headline: HeadlineMetric, _ figures: Figures) -> Int? {
        let slots = slots(of: headline.metric, grid)
        if case .waves = headline.metric.slots {
            return slots.last { waves[$0].close <= run.asOf && headline.sample(figures, 0, $0) != nil }
        }
        return slots.last { grid.windows[$0].kind == .rolling12 && grid.windows[$0].isClosed }
    }

    /// Writes the family beside the cells.
    func writeFlags(_ tests: [FlagTest]) throws {
        note(try FlagTable.write(tests, to: "\(output)/\(FlagTable.fileName)"), FlagTable.fileName, FlagTable.schema)
    }

    /// A table that the stage has written.
    func note(_ written: WrittenTable, _ name: String, _ schema: TableSchema) {
        report.outputs.append(
            TableCount(
                name: name, schema: schema.name, version: schema.version, rows: written.rowCount,
                bytes: written.byteCount, footerSHA256: written.footerSHA256))
    }
}
