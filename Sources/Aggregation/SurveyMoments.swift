internal import Columnar
internal import Disclosure
internal import Framework
internal import Runs
internal import Statistics

/// The reliability of an index in one unit and wave.
struct IndexReliability: Sendable {
    /// Persons who answered all items.
    var n: Int32 = 0
    var value: Double?
    var interval: Interval?
}

/// One number of a response: the answer to an item, or the mean of several.
struct ResponseVariable: Sendable {
    /// Places of items in the questionnaire, and what each answer counts, from the lowest on.
    var members: [Int]
    var values: [[Int64]]
    /// Fewest answers that make a mean.
    var needed: Int

    /// Places on 0–100 of all items as whole numbers, in the smallest unit that is one for each of their scales.
    static func answers(_ items: [(place: Int, scale: Questionnaire.Scale)]) -> [ResponseVariable] {
        let spans = items.map { $0.scale.range.upperBound - $0.scale.range.lowerBound }
        let unit = spans.reduce(1) { $0 / greatestCommonDivisor($0, $1) * $1 }
        return zip(items, spans).map { item, span in
            ResponseVariable(
                members: [item.place], values: [(0...span).map { Int64($0 * (unit / span)) }], needed: 1)
        }
    }
}

extension ResponseVariable {
    /// The mean place on 0–100 of a person's answers to some items, at 10⁻⁴ of a point, of those who answered enough.
    static func mean(
        _ items: [(place: Int, scale: Questionnaire.Scale)], answeredPercent: Int
    ) -> ResponseVariable {
        ResponseVariable(
            members: items.map(\.place),
            values: items.map { item in
                let span = Int64(item.scale.range.upperBound - item.scale.range.lowerBound)
                return (0...span).map { roundedHalfEven($0 * 1_000_000, span) }
            }, needed: max(1, (items.count * answeredPercent + 99) / 100))
    }
}

/// What drives an outcome in every unit and wave.
struct OutcomeDrivers: Sendable {
    struct Cell: Sendable {
        /// Persons with the outcome and all factors.
        var n: Int32 = 0
        /// One a factor; nil where they cannot be computed.
        var weights: [Double]?
        var intervals: [Interval]?
        var correlations: [Double?] = []
    }

    /// Persons from which intervals are given.
    static let bootstrapFrom = 100

    let factors: Int
    /// `[node][wave]`.
    var cells: [Cell]

    init(factors: Int, cells count: Int) {
        self.factors = factors
        cells = [Cell](repeating: Cell(), count: count)
    }

    /// Fewest persons of whom it can be said: 20, and five a factor.
    var needed: Int { max(20, 5 * factors) }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }

/// n, Σx and Σxxᵀ over complete responses, for every unit and wave, one unit after the other.
///
/// Responses come in the order of departments, which is that of the tree: a unit is complete when the first response
/// from outside its subtree is met, is read off and added to the unit above. So there are sums for as many units as the
/// tree has levels, not for all of them. They are whole numbers and add up, so no order shows in them. Bound: a square
/// is at most 10¹² (`ResponseVariable.mean`), so Int64 holds them below 9 × 10⁶ responses to a wave.
///
/// Bootstrap replicates are more such sums, in which a response weighs what its digest says. The digest is of what the
/// response says, of its wave and its department, and of nothing about its person: the same answers under other
/// pseudonyms, or in another order, give the same intervals. Responses of a department that say the same are told apart
/// by counting them, and any order of counting gives the same sums.
final class SurveyMoments {
    /// The sums of one unit and wave; valid while it is told of them.
    struct State {
        fileprivate let sums: UnsafePointer<Int64>
        fileprivate let variables: Int
        fileprivate let width: Int

        var moments: MomentSums? { moments(0) }

        /// Replicates count from 1.
        func replicate(_ number: Int) -> MomentSums? { moments(number) }

        private func moments(_ place: Int) -> MomentSums? {
            let sums = sums + place * width
            return MomentSums(
                n: Int(sums[0]), sums: (1...variables).map { Int128(sums[$0]) },
                products: (1 + variables..<width).map { Int128(sums[$0]) })
        }
    }

    private struct Level {
        var node: Int
        var sums: Buffer<Int64>
        var isTouched: [Bool]
    }

    private let variables: [ResponseVariable]
    private let shape: TreeShape
    private let waves: Int
    /// Numbers of one state: 1, the variables, and the upper triangle of their products.
    private let width: Int
    private let replicates: Int
    private let emit: (_ node: Int, _ wave: Int, _ state: State) -> Void
    private var levels: [Level] = []
    private var spares: [Buffer<Int64>] = []
    private var row: [Int64]
    private var department = -1
    /// How often each digest has been met in the department.
    private var met: [UInt64: UInt64] = [:]

    /// - Parameter emit: is told of every unit and wave with a complete response, units below before those above.
    init(
        _ variables: [ResponseVariable], shape: TreeShape, waves: Int, replicates: Int = 0,
        emit: @escaping (_ node: Int, _ wave: Int, _ state: State) -> Void
    ) {
        self.replicates = replicates
        self.variables = variables
        self.shape = shape
        self.waves = waves
        self.emit = emit
        width = 1 + variables.count + variables.count * (variables.count + 1) / 2
        row = [Int64](repeating: 0, count: width)
    }

    /// Numbers of all states of a wave.
    private var step: Int { width * (1 + replicates) }

    /// The items that must be read.
    var items: [Int] { variables.flatMap(\.members) }

    /// A run of responses. `columns` has the answers to `items`, in their order; `waveOf` the place of the wave of each
    /// code, −1 for none; `salts` a number for each code of a wave, the same in every run.
    ///
    /// - Throws: `AggregateError` when responses are not in the order of departments, or outside the tree.
    func add(
        department: ColumnView<Int32>, wave: StringColumn, waveOf: [Int], columns: [ColumnView<Int8>],
        lowest: [Int], salts: [UInt64] = []
    ) throws(AggregateError) {
        for i in 0..<department.count {
            let node = Int(department.values[i])
            guard node >= 0, node < shape.count else { throw .outsideTree(table: "survey_responses") }
            guard node >= self.department else { throw .unsorted(table: "survey_responses") }
            if node != self.department { met.removeAll(keepingCapacity: true) }
            self.department = node
            let code = wave.codes[i]
            guard code >= 0, waveOf[Int(code)] >= 0, read(i, columns, lowest) else { continue }
            open(node)
            add(wave: waveOf[Int(code)], salt: Int(code) < salts.count ? salts[Int(code)] : 0)
        }
    }

    /// Reads off what is left.
    func finish() {
        while !levels.isEmpty { close() }
    }

    /// Whether the response is complete; then its variables stand in `row`.
    private func read(_ i: Int, _ columns: [ColumnView<Int8>], _ lowest: [Int]) -> Bool {
        var column = 0
        for (place, variable) in variables.enumerated() {
            var answered: Int64 = 0
            var total: Int64 = 0
            for values in variable.values {
                let answer = columns[column]
                let option = Int(answer.values[i]) - lowest[column]
                column += 1
                if let valid = answer.valid, valid[i] == 0 { continue }
                guard option >= 0, option < values.count else { continue }
                answered += 1
                total += values[option]
            }
            guard answered > 0, answered >= variable.needed else { return false }
            row[1 + place] = answered == 1 ? total : roundedHalfEven(total, answered)
        }
        return true
    }

    /// Makes the unit the last level: closes those that it is not in, and opens those between.
    private func open(_ node: Int) {
        while let last = levels.last, Int(shape.end[last.node]) <= node { close() }
        guard levels.last?.node != node else { return }
        var path: [Int] = []
        var up = node
        while up >= 0, up != levels.last?.node {
            path.append(up)
            up = Int(shape.parent[up])
        }
        for unit in path.reversed() {
            let sums = spares.popLast() ?? Buffer(zeros: waves * step)
            levels.append(Level(node: unit, sums: sums, isTouched: [Bool](repeating: false, count: waves)))
        }
    }

    private func add(wave: Int, salt: UInt64) {
        let last = levels.count - 1
        guard last >= 0 else { return }
        levels[last].isTouched[wave] = true
        let sums = levels[last].sums.pointer + wave * step
        row[0] = 1
        var place = 1 + variables.count
        for a in 1...variables.count {
            for b in a...variables.count {
                row[place] = row[a] &* row[b]
                place += 1
            }
        }
        for i in 0..<width { sums[i] &+= row[i] }
        guard replicates > 0 else { return }
        var digest = salt
        func mix(_ value: UInt64) {
            digest = (digest ^ value) &* 0x9E37_79B9_7F4A_7C15
            digest ^= digest >> 32
        }
        mix(UInt64(department))
        for value in row[1...variables.count] { mix(UInt64(bitPattern: value)) }
        let before = met[digest, default: 0]
        met[digest] = before + 1
        mix(before)
        row.withUnsafeBufferPointer { row in
            for replicate in 1...replicates {
                let weight = Int64(poissonWeight(digest: digest, replicate: replicate))
                guard weight > 0 else { continue }
                let into = sums + replicate * width
                for i in 0..<width { into[i] &+= weight &* row[i] }
            }
        }
    }

    private func close() {
        guard let level = levels.popLast() else { return }
        for wave in 0..<waves where level.isTouched[wave] {
            let sums = level.sums.pointer + wave * step
            emit(level.node, wave, State(sums: sums, variables: variables.count, width: width))
            if let above = levels.indices.last {
                levels[above].isTouched[wave] = true
                let into = levels[above].sums.pointer + wave * step
                for i in 0..<step { into[i] &+= sums[i] }
            }
            sums.update(repeating: 0, count: step)
        }
        spares.append(level.sums)
    }
}

extension SurveyReader {
    /// All that is kept of the responses, at the departments of their persons.
    ///
    /// - Throws: `AggregateError` when a department lies outside the tree, or responses are not in their order.
    func states(
        _ responses: TableReader, needs: Set<Metric.SurveyNeed>, shape: TreeShape, workers: Int
    ) throws -> SurveyStates {
        let total = try sums(responses, needs: needs, workers: workers)
        try readMoments(responses, needs, shape, workers, to: total)
        return total
    }

    /// What adds up over responses in any order.
    ///
    /// - Throws: `AggregateError` when a department lies outside the tree.
    func sums(_ responses: TableReader, needs: Set<Metric.SurveyNeed>, workers: Int) throws -> SurveyStates {
        let total = SurveyStates(nodes: nodes, waves: waves, questionnaire: questionnaire, needs: needs)
        // Items by threads and not responses: sums of different items lie apart, so there is nothing to merge.
        let parts = parts(of: workers * 2)
        let table = Shared(responses)
        try Workers.run(count: parts.count, workers: workers) { part in
            for group in 0..<table.value.rowGroupCount {
                try add(table.value.readGroup(group, columns: columns(parts[part])), parts[part], to: total)
            }
        }
        return total
    }

    /// What takes another look at the responses: squares and products of whole indices, and indices over the items that
    /// two waves have in common, where one of them has others besides.
    private func readMoments(
        _ responses: TableReader, _ needs: Set<Metric.SurveyNeed>, _ shape: TreeShape, _ workers: Int,
        to survey: SurveyStates
    ) throws {
        let indices = survey.indices.indices.filter { needs.contains(.reliability($0)) }
        var changes: [(key: SurveyStates.MatchedWaves, members: [Int])] = []
        for index in survey.indices.indices where needs.contains(.change(index)) {
            let asked = survey.waves.indices.map { survey.asked(index, $0) }
            for wave in asked.indices.dropFirst() where asked[wave] != asked[wave - 1] {
                changes.append(
                    (
                        SurveyStates.MatchedWaves(index: index, wave: wave),
                        asked[wave].filter(asked[wave - 1].contains)
                    ))
            }
        }
        let outcomes = SurveyOutcome.all(questionnaire).enumerated().filter { needs.contains(.driver($0.offset)) }
        let driven = Slots<OutcomeDrivers>(count: outcomes.count)
        let alphas = Slots<[IndexReliability]>(count: indices.count)
        let common = Slots<SurveyStates.MatchedStates>(count: changes.count)
        let read = Shared((responses, changes, outcomes))
        // The longest first.
        try Workers.run(count: outcomes.count + indices.count + changes.count, workers: workers) { piece in
            let (responses, changes, outcomes) = read.value
            if piece < outcomes.count {
                driven[piece] = try drivers(responses, of: outcomes[piece].element, shape: shape)
            } else if piece < outcomes.count + indices.count {
                let place = piece - outcomes.count
                alphas[place] = try reliability(responses, index: indices[place], shape: shape)
            } else {
                let place = piece - outcomes.count - indices.count
                common[place] = try matched(responses, changes[place].key, changes[place].members)
            }
        }
        for (place, outcome) in outcomes.enumerated() { survey.drivers[outcome.offset] = driven[place] }
        for (place, index) in indices.enumerated() { survey.reliabilities[index] = alphas[place] }
        for (place, change) in changes.enumerated() { survey.matched[change.key] = common[place] }
    }

    /// The reliability of an index, `[node][wave]`.
    ///
    /// - Throws: `AggregateError` as `SurveyMoments.add`.
    func reliability(_ responses: TableReader, index: Int, shape: TreeShape) throws -> [IndexReliability] {
        let members = questionnaire.items.indices.filter {
            questionnaire.items[$0].index == questionnaire.indices[index].id
        }
        var cells = [IndexReliability](repeating: IndexReliability(), count: nodes * waves.count)
        guard !members.isEmpty else { return cells }
        let waveCount = waves.count
        let moments = SurveyMoments(
            ResponseVariable.answers(members.map { ($0, questionnaire.items[$0].scale) }), shape: shape,
            waves: waveCount
        ) { node, wave, state in
            guard let moments = state.moments else { return }
            var cell = IndexReliability(n: Int32(clamping: moments.n))
            switch Statistics.reliability(moments) {
            case .alpha(let alpha): (cell.value, cell.interval) = (alpha.value, alpha.interval)
            case .spearmanBrown(let value): cell.value = value
            case .singleItem, nil: break
            }
            cells[node * waveCount + wave] = cell
        }
        try read(responses, moments)
        return cells
    }

    /// FNV-1a of a wave's id.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// What drives an outcome, `[node][wave]`.
    ///
    /// - Throws: `AggregateError` as `SurveyMoments.add`.
    func drivers(_ responses: TableReader, of outcome: SurveyOutcome, shape: TreeShape) throws -> OutcomeDrivers {
        func mean(_ members: [Int]) -> ResponseVariable {
            .mean(members.map { ($0, questionnaire.items[$0].scale) }, answeredPercent: answeredPercent)
        }
        var drivers = OutcomeDrivers(
            factors: outcome.factors.count, cells: nodes * waves.count)
        let variables = [mean(outcome.items)] + outcome.factors.map { mean($0.items) }
        let places = Array(1..<variables.count)
        let (needed, waveCount, replicates) = (drivers.needed, waves.count, replicates)
        var cells = drivers.cells
        let moments = SurveyMoments(variables, shape: shape, waves: waveCount, replicates: replicates) {
            node, wave, state in
            guard let moments = state.moments else { return }
            var cell = OutcomeDrivers.Cell(n: Int32(clamping: moments.n))
            if moments.n >= needed {
                cell.correlations = places.map { moments.correlation($0, 0) }
                cell.weights = relativeWeights(moments, outcome: 0, predictors: places)?.weights
                if cell.weights != nil, replicates > 1, moments.n >= OutcomeDrivers.bootstrapFrom {
                    cell.intervals = percentileIntervals(
                        (1...replicates).map { number in
                            state.replicate(number).flatMap {
                                relativeWeights($0, outcome: 0, predictors: places)
                            }
                        })
                }
            }
            cells[node * waveCount + wave] = cell
        }
        try read(responses, moments)
        drivers.cells = cells
        return drivers
    }

    private func read(_ responses: TableReader, _ moments: SurveyMoments) throws {
        let names = moments.items.map { "item_\(questionnaire.items[$0].id)" }
        let lowest = moments.items.map { questionnaire.items[$0].scale.range.lowerBound }
        for number in 0..<responses.rowGroupCount {
            let group = try responses.readGroup(number, columns: ["department", "wave"] + names)
            let wave = try group.strings("wave")
            let salts = (0..<Int32(wave.dictionaryCount)).map { Self.hash(wave.string($0)) }
            let waveOf = (0..<Int32(wave.dictionaryCount)).map { waves.firstIndex(of: wave.string($0)) ?? -1 }
            try moments.add(
                department: try group.int32("department"), wave: wave, waveOf: waveOf,
                columns: try names.map { try group.int8($0) }, lowest: lowest, salts: salts)
        }
        moments.finish()
    }
}
