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

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }

/// n, Σx and Σxxᵀ over complete responses, for every unit and wave, one unit after the other.
///
/// Responses come in the order of departments, which is that of the tree: a unit is complete when the first response
/// from outside its subtree is met, is read off and added to the unit above. So there are sums for as many units as the
/// tree has levels, not for all of them. They are whole numbers and add up, so no order shows in them. Bound: a square
/// is at most 3,600 (`ResponseVariable.answers`), so Int64 holds them for any survey.
final class SurveyMoments {
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
    private let emit: (_ node: Int, _ wave: Int, _ moments: MomentSums) -> Void
    private var levels: [Level] = []
    private var spares: [Buffer<Int64>] = []
    private var row: [Int64]
    private var department = -1

    /// - Parameter emit: is told of every unit and wave with a complete response, units below before those above.
    init(
        _ variables: [ResponseVariable], shape: TreeShape, waves: Int,
        emit: @escaping (_ node: Int, _ wave: Int, _ moments: MomentSums) -> Void
    ) {
        self.variables = variables
        self.shape = shape
        self.waves = waves
        self.emit = emit
        width = 1 + variables.count + variables.count * (variables.count + 1) / 2
        row = [Int64](repeating: 0, count: width)
    }

    /// The items that must be read.
    var items: [Int] { variables.flatMap(\.members) }

    /// A run of responses. `columns` has the answers to `items`, in their order; `waveOf` the place of the wave of each
    /// code, −1 for none.
    ///
    /// - Throws: `AggregateError` when responses are not in the order of departments, or outside the tree.
    func add(
        department: ColumnView<Int32>, wave: StringColumn, waveOf: [Int], columns: [ColumnView<Int8>],
        lowest: [Int]
    ) throws(AggregateError) {
        for i in 0..<department.count {
            let node = Int(department.values[i])
            guard node >= 0, node < shape.count else { throw .outsideTree(table: "survey_responses") }
            guard node >= self.department else { throw .unsorted(table: "survey_responses") }
            self.department = node
            let code = wave.codes[i]
            guard code >= 0, waveOf[Int(code)] >= 0, read(i, columns, lowest) else { continue }
            open(node)
            add(wave: waveOf[Int(code)])
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
            let sums = spares.popLast() ?? Buffer(zeros: waves * width)
            levels.append(Level(node: unit, sums: sums, isTouched: [Bool](repeating: false, count: waves)))
        }
    }

    private func add(wave: Int) {
        let last = levels.count - 1
        guard last >= 0 else { return }
        levels[last].isTouched[wave] = true
        let sums = levels[last].sums.pointer + wave * width
        row[0] = 1
        var place = 1 + variables.count
        for a in 1...variables.count {
            for b in a...variables.count {
                row[place] = row[a] &* row[b]
                place += 1
            }
        }
        for i in 0..<width { sums[i] &+= row[i] }
    }

    private func close() {
        guard let level = levels.popLast() else { return }
        for wave in 0..<waves where level.isTouched[wave] {
            let sums = level.sums.pointer + wave * width
            let count = variables.count
            if let moments = MomentSums(
                n: Int(sums[0]), sums: (1...count).map { Int128(sums[$0]) },
                products: (1 + count..<width).map { Int128(sums[$0]) })
            {
                emit(level.node, wave, moments)
            }
            if let above = levels.indices.last {
                levels[above].isTouched[wave] = true
                let into = levels[above].sums.pointer + wave * width
                for i in 0..<width { into[i] &+= sums[i] }
            }
            for i in 0..<width { sums[i] = 0 }
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
        let total = SurveyStates(nodes: nodes, waves: waves, questionnaire: questionnaire, needs: needs)
        // Items by threads and not responses: sums of different items lie apart, so there is nothing to merge.
        let parts = parts(of: workers * 2)
        let table = Shared(responses)
        try Workers.run(count: parts.count, workers: workers) { part in
            for group in 0..<table.value.rowGroupCount {
                try add(table.value.readGroup(group, columns: columns(parts[part])), parts[part], to: total)
            }
        }
        try readMoments(responses, needs, shape, workers, to: total)
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
        let alphas = Slots<[IndexReliability]>(count: indices.count)
        let common = Slots<SurveyStates.MatchedStates>(count: changes.count)
        let read = Shared((responses, changes))
        try Workers.run(count: indices.count + changes.count, workers: workers) { piece in
            if piece < indices.count {
                alphas[piece] = try reliability(read.value.0, index: indices[piece], shape: shape)
            } else {
                let change = read.value.1[piece - indices.count]
                common[piece - indices.count] = try matched(read.value.0, change.key, change.members)
            }
        }
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
        ) { node, wave, moments in
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

    private func read(_ responses: TableReader, _ moments: SurveyMoments) throws {
        let names = moments.items.map { "item_\(questionnaire.items[$0].id)" }
        let lowest = moments.items.map { questionnaire.items[$0].scale.range.lowerBound }
        for number in 0..<responses.rowGroupCount {
            let group = try responses.readGroup(number, columns: ["department", "wave"] + names)
            let wave = try group.strings("wave")
            let waveOf = (0..<Int32(wave.dictionaryCount)).map { waves.firstIndex(of: wave.string($0)) ?? -1 }
            try moments.add(
                department: try group.int32("department"), wave: wave, waveOf: waveOf,
                columns: try names.map { try group.int8($0) }, lowest: lowest)
        }
        moments.finish()
    }
}
