import Columnar
import Disclosure
import Framework
import Glibc
import Results
import Testing
import Workforce

@testable import Aggregation

@Suite struct SurveyDriverTests {
    private static let two: Questionnaire = {
        var made = questionnaire(
            [
                item("a", .points(5), "engagement"), item("b", .points(5), "engagement"), item("c", .points(5), "one"),
                item("d", .points(7), "one"), item("e", .points(5), "two"), item("enps", .enps, nil),
            ], ["engagement", "one", "two"])
        made.intentToStay = "b"
        return made
    }()

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    private func correlation(_ x: [Double], _ y: [Double]) -> Double {
        let (a, b) = (mean(x), mean(y))
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        for (p, q) in zip(x, y) {
            xx += (p - a) * (p - a)
            xy += (p - a) * (q - b)
            yy += (q - b) * (q - b)
        }
        return xy / (xx * yy).squareRoot()
    }

    /// A person's mean score on 0–100 of at least half of some items.
    private func score(_ response: Response, _ items: [Int]) -> Double? {
        let scores = items.compactMap { place -> Double? in
            let range = Self.two.items[place].scale.range
            return response.answers[place].map {
                Double($0 - range.lowerBound) / Double(range.upperBound - range.lowerBound) * 100
            }
        }
        return scores.count * 2 >= items.count && !scores.isEmpty ? mean(scores) : nil
    }

    @Test func outcomesAndTheirFactors() {
        let outcomes = SurveyOutcome.all(Self.two)
        #expect(outcomes.map(\.id) == ["engagement", "stay", "enps"])
        #expect(outcomes.map { $0.factors.map(\.index.id) } == Array(repeating: ["one", "two"], count: 3))
        // An item that is the outcome is no part of a factor.
        var own = Self.two
        own.intentToStay = "c"
        let stay = SurveyOutcome.all(own).first { $0.id == "stay" }
        #expect(stay?.factors.map(\.items) == [[3], [4]])
        #expect(SurveyOutcome.all(questionnaire([item("a")])).isEmpty, "there is nothing besides engagement")
    }

    /// Two factors in closed form: Λ has (√(1 + r) ± √(1 − r)) ÷ 2.
    @Test func weightsOfTwoFactorsFromTheResponses() throws {
        let seed: UInt64 = 61
        var random = SeededGenerator(state: seed)
        let world = SurveyWorld(questionnaire: Self.two)
        let responses = randomResponses(600, Self.two, waves: world.waves, &random)
        let figures = try world.figures(responses, rows: 83, workers: 2)
        for (outcome, items) in [("engagement", [0, 1]), ("stay", [1]), ("enps", [5])] {
            for node in 0..<4 {
                let rows = responses.filter {
                    $0.wave == "w2" && $0.department >= Int32(node) && $0.department < world.end[node]
                }.compactMap { response -> [Double]? in
                    let row = [items, [2, 3], [4]].compactMap { score(response, $0) }
                    return row.count == 3 ? row : nil
                }
                let (y, one, two) = (rows.map { $0[0] }, rows.map { $0[1] }, rows.map { $0[2] })
                let r = correlation(one, two)
                let (r1, r2) = (correlation(one, y), correlation(two, y))
                let a = ((1 + r).squareRoot() + (1 - r).squareRoot()) / 2
                let b = ((1 + r).squareRoot() - (1 - r).squareRoot()) / 2
                let determinant = a * a - b * b
                let first = (a * r1 - b * r2) / determinant
                let second = (a * r2 - b * r1) / determinant
                let weights = [
                    a * a * first * first + b * b * second * second, b * b * first * first + a * a * second * second,
                ]
                for (factor, expected) in zip(["one", "two"], zip(weights, [r1, r2])) {
                    let weight = try #require(
                        world.figure("survey.driver:\(outcome):\(factor)", figures, node, wave: 1))
                    #expect(weight.n == rows.count, "seed \(seed) \(outcome) \(node)")
                    #expect(
                        abs(try #require(weight.value) - 100 * expected.0) < 1e-3, "seed \(seed) \(outcome) \(node)")
                    #expect(weight.low == nil, "no replicates were asked for")
                    let plain = try #require(
                        world.figure("survey.driver_correlation:\(outcome):\(factor)", figures, node, wave: 1)?.value)
                    #expect(abs(plain - expected.1) < 1e-5, "seed \(seed) \(outcome) \(node)")
                }
            }
        }
    }

    private func answers(_ count: Int, department: Int32 = 1, _ random: inout SeededGenerator) -> [Response] {
        var responses = randomResponses(count, Self.two, waves: ["w1"], blank: 0, &random)
        for i in responses.indices { responses[i].department = department }
        return responses
    }

    @Test func fewerThanTwentyPersonsHaveNone() throws {
        var random = SeededGenerator(state: 62)
        let world = SurveyWorld(questionnaire: Self.two)
        for (count, shown) in [(19, false), (20, true)] {
            let figures = try world.figures(answers(count, &random))
            #expect((world.mask(.driver(0), figures)[1] == nil) == shown)
            #expect((world.figure("survey.driver:engagement:one", figures, 1)?.value != nil) == shown)
            #expect((world.mask(.driver(0), figures, SurveyWorld.invented)[1] == nil) == shown)
        }
        // Five a factor.
        #expect(OutcomeDrivers(factors: 4, cells: 0).needed == 20 && OutcomeDrivers(factors: 7, cells: 0).needed == 35)
    }

    /// A factor that says the same as another.
    @Test func factorsThatAreOneCannotBeTold() throws {
        var random = SeededGenerator(state: 63)
        let world = SurveyWorld(
            questionnaire: questionnaire(
                [
                    item("a", .points(5), "engagement"), item("c", .points(5), "one"), item("d", .points(5), "two"),
                ], ["engagement", "one", "two"]))
        let responses = (0..<40).map { _ in
            let same = Int.random(in: 1...5, using: &random)
            return Response(department: 1, answers: [Int.random(in: 1...5, using: &random), same, same])
        }
        let figures = try world.figures(responses)
        let weight = try #require(world.figure("survey.driver:engagement:one", figures, 1))
        #expect(weight.value == nil && weight.n == 40)
        #expect(world.figure("survey.driver_correlation:engagement:one", figures, 1)?.value != nil)
    }

    /// Of one factor the weight is r², and its bootstrap interval about r² ± 1.96 · 2|r|(1 − r²) ÷ √n.
    @Test func bootstrapIntervals() throws {
        let seed: UInt64 = 64
        var random = SeededGenerator(state: seed)
        let one = questionnaire(
            [item("a", .zeroToTen, "engagement"), item("c", .zeroToTen, "one")], ["engagement", "one"])
        var world = SurveyWorld(questionnaire: one, waves: ["w1"])
        world.replicates = 200
        let responses = randomResponses(400, one, waves: ["w1"], blank: 0, &random)
        let figures = try world.figures(responses)
        let figure = try #require(world.figure("survey.driver:engagement:one", figures))
        let r = try #require(world.figure("survey.driver_correlation:engagement:one", figures)?.value)
        let value = try #require(figure.value)
        #expect(abs(value - 100 * r * r) < 1e-9)
        let (low, high) = (try #require(figure.low), try #require(figure.high))
        #expect(low < value && value < high)
        let width = 100 * 2 * 1.96 * 2 * abs(r) * (1 - r * r) / 20
        #expect(high - low > width * 0.7 && high - low < width * 1.4, "seed \(seed)")
        // However the responses are read.
        let split = try world.figures(responses, rows: 13, workers: 2)
        for node in 0..<4 {
            let whole = world.figure("survey.driver:engagement:one", figures, node)
            #expect(world.figure("survey.driver:engagement:one", split, node) == whole)
            #expect((whole?.low != nil) == ((whole?.n ?? 0) >= 100))
        }
        // Neither the pseudonyms nor the order among colleagues is in the draw.
        let rekeyed = responses.reversed().sorted { $0.department < $1.department }.map {
            Response(department: $0.department, key: $0.key ^ 0x5555, answers: $0.answers)
        }
        let other = try world.figures(rekeyed)
        for node in 0..<4 {
            #expect(
                world.figure("survey.driver:engagement:one", other, node)
                    == world.figure("survey.driver:engagement:one", figures, node))
        }
    }

    /// Responses that say the same are drawn one by one: their weights would otherwise move together, and intervals of
    /// few different answers would be far too wide.
    @Test func equalResponsesAreDrawnOneByOne() throws {
        let seed: UInt64 = 65
        var random = SeededGenerator(state: seed)
        let one = questionnaire([item("a", .yesNo, "engagement"), item("c", .yesNo, "one")], ["engagement", "one"])
        var world = SurveyWorld(questionnaire: one, waves: ["w1"])
        world.replicates = 200
        let figures = try world.figures(
            (0..<600).map { _ in
                let answer = Int.random(in: 0...1, using: &random)
                let isSame = Int.random(in: 0..<10, using: &random) < 8
                return Response(department: 1, answers: [answer, isSame ? answer : 1 - answer])
            })
        let figure = try #require(world.figure("survey.driver:engagement:one", figures, 1))
        let r2 = try #require(figure.value) / 100
        let (low, high) = (try #require(figure.low), try #require(figure.high))
        let width = 100 * 2 * 1.96 * 2 * r2.squareRoot() * (1 - r2) / 600.0.squareRoot()
        #expect(high - low > width * 0.7 && high - low < width * 1.4, "seed \(seed)")
    }

    /// A unit of too few persons has the row of the unit above, under the name of where it comes from.
    @Test func tooSmallUnitsShowTheUnitAbove() throws {
        var random = SeededGenerator(state: 65)
        let world = SurveyWorld(questionnaire: Self.two, waves: ["w1"])
        let figures = try world.figures(
            answers(30, department: 1, &random) + answers(25, department: 2, &random)
                + answers(12, department: 3, &random))
        let metric = try #require(world.metrics.first { $0.id == "survey.driver:engagement:one" })
        var masks = Masks()
        masks[.driver(0), 0] = world.mask(.driver(0), figures)
        let cells = try PublishedCells(metric, CellSource(figures: figures, masks: masks), world)
        #expect(cells.breakdowns == ["", "", "", "from=u2"])
        #expect(cells.values[3] == cells.values[2] && cells.values[2] != cells.values[0])
        #expect(cells.statuses == Array(repeating: "published", count: 4))
        // Nobody's is shown, and there is none to be had from above.
        masks[.driver(0), 0] = Mask(repeating: .openPeriod, count: 4)
        let open = try PublishedCells(metric, CellSource(figures: figures, masks: masks), world)
        #expect(open.breakdowns == ["", "", "", ""])
        #expect(open.statuses == Array(repeating: "suppressed:open_period", count: 4))
    }
}

/// The published rows of one metric of one wave, by unit.
private struct PublishedCells {
    var breakdowns: [String] = []
    var statuses: [String] = []
    var values: [Double?] = []

    init(_ metric: Metric, _ source: CellSource, _ world: SurveyWorld) throws {
        var template = Array("/tmp/trivsel-published-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SurveyWorld.Failure.noFolder }
        let folder = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        let paths = ["departments", "published"].map { "\(folder)/\($0).parquet" }
        defer {
            for path in paths { unlink(path) }
            rmdir(folder)
        }
        try Self.writeTree(paths[0], world)
        let rows = try PublishedRows(
            metrics: [metric], sources: [source],
            tree: AggregatedTree(TableReader(path: paths[0], expecting: Normalized.departments)),
            minimum: SurveyWorld.protected,
            blocks: [.grid(metric: 0, columns: [GridColumn(slot: 0, period: "wave:w1")])])
        let writer = try TableWriter(path: paths[1], schema: PublishedTable.schema)
        try writer.append(rows.encode(group: 0))
        _ = try writer.finish()
        let group = try TableReader(path: paths[1], expecting: PublishedTable.schema).readGroup(0)
        let (breakdown, status) = (try group.strings("breakdown"), try group.strings("status"))
        let value = try group.float64("value")
        for row in 0..<group.rowCount {
            breakdowns.append(breakdown[row] ?? "")
            statuses.append(status[row] ?? "")
            values.append(value[row])
        }
    }

    private static func writeTree(_ path: String, _ world: SurveyWorld) throws {
        let pool = StringPool()
        let names = Buffer<Int32>()
        let (parent, depth, end) = (Buffer<Int32>(), Buffer<Int32>(), Buffer<Int32>())
        let position = Buffer<Int32>()
        let above = Buffer<UInt8>()
        for node in world.parent.indices {
            position.append(Int32(node))
            names.append(pool.code("u\(node)"))
            parent.append(max(world.parent[node], 0))
            above.append(world.parent[node] < 0 ? 0 : 1)
            depth.append(0)
            end.append(world.end[node])
        }
        let columns: [String: ColumnSlice] = [
            "position": ColumnSlice(.int32(position.pointer)),
            "department": ColumnSlice(.string(codes: names.pointer, pool: pool)),
            "name": ColumnSlice(.string(codes: names.pointer, pool: pool)),
            "parent": ColumnSlice(.int32(parent.pointer), valid: above.pointer),
            "depth": ColumnSlice(.int32(depth.pointer)), "subtree_end": ColumnSlice(.int32(end.pointer)),
        ]
        let writer = try TableWriter(path: path, schema: Normalized.departments)
        try withExtendedLifetime((position, names, parent, depth, end, above)) {
            try writer.append(
                RowGroupEncoder.encode(
                    Normalized.departments, rowCount: world.parent.count,
                    columns: Normalized.departments.fields.map { columns[$0.name] ?? ColumnSlice(.absent) }))
        }
        _ = try writer.finish()
    }
}
