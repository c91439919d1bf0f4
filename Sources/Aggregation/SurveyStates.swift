internal import Columnar
internal import Framework
internal import Runs
internal import Workforce

/// Sums over answered questionnaires per unit and wave; every response is of one department, so all of it adds up.
final class SurveyStates: @unchecked Sendable {
    /// What is kept of an item: answers, Σx, Σx², favourable (eNPS: promoters), unfavourable (eNPS: detractors).
    static let itemWidth = 5
    /// Persons' mean scores at 10⁻⁹ of a point on 0–100.
    static let indexScale: Int64 = 1_000_000_000

    struct IndexState {
        var n: Int64 = 0
        var sum: Int128 = 0
        var squares: Int128 = 0
    }

    let nodes: Int
    let waves: [String]
    let items: [Questionnaire.Item]
    let indices: [Questionnaire.Index]
    /// Places of the indices that are the sub-factors of a published one.
    let subFactors: [Int]
    /// `[item][node][wave][itemWidth]`: what is read and written item by item lies together.
    let answers: UnsafeMutablePointer<Int64>
    /// `[node][wave]`.
    let respondents: UnsafeMutablePointer<Int64>
    let invited: UnsafeMutablePointer<Int64>
    /// `[node][wave][index]`.
    let indexStates: UnsafeMutablePointer<IndexState>
    /// Answers, respondents and invited, one after the other.
    private let memory: Buffer<Int64>
    /// `[item][wave]`, once the sums are carried up: whether anybody answered.
    private var asked: [Bool] = []
    /// By wave: whether the exports say how many were invited to it.
    var isInvited: [Bool]
    /// By item, where it is asked for: `[node][wave][answer]`, the lowest answer first.
    private let options: [Int: Buffer<Int64>]
    /// By index and the later of two waves of which one has an item that the other has not.
    var matched: [MatchedWaves: MatchedStates] = [:]
    /// By index.
    var reliabilities: [Int: [IndexReliability]] = [:]
    /// By outcome.
    var drivers: [Int: OutcomeDrivers] = [:]

    struct MatchedWaves: Hashable {
        var index: Int
        var wave: Int
    }

    /// An index over the items that two waves have in common, `[node]`; empty where they have none.
    struct MatchedStates {
        var before: [IndexState]
        var after: [IndexState]
    }

    init(nodes: Int, waves: [String], questionnaire: Questionnaire, needs: Set<Metric.SurveyNeed> = []) {
        self.nodes = nodes
        var options: [Int: Buffer<Int64>] = [:]
        for (place, item) in questionnaire.items.enumerated() where needs.contains(.answers(place)) {
            options[place] = Buffer(zeros: nodes * waves.count * item.scale.range.count)
        }
        self.options = options
        self.waves = waves
        items = questionnaire.items
        indices = questionnaire.indices
        subFactors = EngagementIndices.subFactors(of: questionnaire)
        isInvited = waves.map { _ in false }
        let answerCount = nodes * waves.count * items.count * Self.itemWidth
        memory = Buffer(zeros: answerCount + 2 * nodes * waves.count)
        answers = memory.pointer
        respondents = answers + answerCount
        invited = respondents + nodes * waves.count
        let states = max(nodes * waves.count * indices.count, 1)
        indexStates = .allocate(capacity: states)
        indexStates.initialize(repeating: IndexState(), count: states)
    }

    deinit { indexStates.deallocate() }

    func item(_ node: Int, _ wave: Int, _ item: Int) -> UnsafeMutablePointer<Int64> {
        answers + Self.place(node, wave, item, nodes: nodes, waves: waves.count)
    }

    static func place(_ node: Int, _ wave: Int, _ item: Int, nodes: Int, waves: Int) -> Int {
        ((item * nodes + node) * waves + wave) * itemWidth
    }

    func index(_ node: Int, _ wave: Int, _ index: Int) -> IndexState {
        indexStates[(node * waves.count + wave) * indices.count + index]
    }

    /// How often each answer of an item was given; nil where nobody asked for it.
    func options(_ node: Int, _ wave: Int, _ item: Int) -> UnsafeMutablePointer<Int64>? {
        options[item].map { $0.pointer + (node * waves.count + wave) * items[item].scale.range.count }
    }

    /// The places of an index's items.
    func members(_ index: Int) -> [Int] { items.indices.filter { items[$0].index == indices[index].id } }

    /// Those of them that anybody answered in a wave. Before the sums are carried up, and after.
    func asked(_ index: Int, _ wave: Int) -> [Int] {
        members(index).filter { place in (0..<nodes).contains { item($0, wave, place)[0] > 0 } }
    }

    /// Whether anybody answered an item in a wave. After the sums are carried up.
    func isAsked(_ item: Int, _ wave: Int) -> Bool { asked.isEmpty ? false : asked[item * waves.count + wave] }

    /// The items of an index that anybody answered in a wave, and in the one before it. After the sums are carried up.
    func common(_ index: Int, _ wave: Int) -> [Int] {
        members(index).filter { wave > 0 && isAsked($0, wave) && isAsked($0, wave - 1) }
    }

    /// An index in a wave and the one before it, both over the items that the two have in common.
    func change(_ node: Int, _ wave: Int, _ place: Int) -> (before: IndexState, after: IndexState) {
        guard wave > 0 else { return (IndexState(), IndexState()) }
        guard let states = matched[MatchedWaves(index: place, wave: wave)] else {
            return (index(node, wave - 1, place), index(node, wave, place))
        }
        guard !states.before.isEmpty else { return (IndexState(), IndexState()) }
        return (states.before[node], states.after[node])
    }

    /// Carries all sums up the tree.
    func rollUp(parent: [Int32], workers: Int = 1) {
        let width = waves.count * Self.itemWidth
        Workers.run(count: items.count, workers: workers) { [self] place in
            let all = item(0, 0, place)
            for node in stride(from: nodes - 1, to: 0, by: -1) where parent[node] >= 0 {
                let up = Int(parent[node])
                for i in 0..<width { all[up * width + i] &+= all[node * width + i] }
            }
        }
        for (place, counts) in options {
            let width = waves.count * items[place].scale.range.count
            for node in stride(from: nodes - 1, to: 0, by: -1) where parent[node] >= 0 {
                let up = Int(parent[node])
                for i in 0..<width { counts.pointer[up * width + i] &+= counts.pointer[node * width + i] }
            }
        }
        for key in matched.keys { matched[key]?.rollUp(parent: parent) }
        let indexWidth = waves.count * indices.count
        for node in stride(from: nodes - 1, to: 0, by: -1) where parent[node] >= 0 {
            let up = Int(parent[node])
            for w in 0..<waves.count {
                respondents[up * waves.count + w] &+= respondents[node * waves.count + w]
                invited[up * waves.count + w] &+= invited[node * waves.count + w]
            }
            for i in 0..<indexWidth { indexStates[up * indexWidth + i].add(indexStates[node * indexWidth + i]) }
        }
        let roots = (0..<nodes).filter { parent[$0] < 0 }
        asked = items.indices.flatMap { place in
            waves.indices.map { wave in roots.contains { item($0, wave, place)[0] > 0 } }
        }
    }
}

extension SurveyStates.IndexState {
    mutating func add(_ other: Self) {
        n += other.n
        sum += other.sum
        squares += other.squares
    }
}

extension SurveyStates.MatchedStates {
    mutating func rollUp(parent: [Int32]) {
        for node in stride(from: before.count - 1, to: 0, by: -1) where parent[node] >= 0 {
            before[Int(parent[node])].add(before[node])
            after[Int(parent[node])].add(after[node])
        }
    }
}

/// Reads row groups of responses into sums, some items or one index at a time.
struct SurveyReader: Sendable {
    /// What one thread reads of every response.
    enum Part: Sendable {
        case respondents
        /// Places of the questionnaire.
        case items(Range<Int>)
        case index(Int)
    }

    let questionnaire: Questionnaire
    let waves: [String]
    let nodes: Int
    /// Of the items of an index, how many per cent a person must have answered to have one.
    var answeredPercent = 50
    /// Bootstrap replicates for the intervals of drivers.
    var replicates = 0
    /// The groups that answers are told apart by; then `nodes` are those of its forest.
    var grouping: SurveyGrouping?

    /// All there is to read, the items in about `count` parts.
    func parts(of count: Int) -> [Part] {
        let items = questionnaire.items.count
        let step = max(1, (items + count - 1) / max(count, 1))
        return [.respondents]
            + stride(from: 0, to: items, by: step).map { .items($0..<min($0 + step, items)) }
            + questionnaire.indices.indices.map { .index($0) }
    }

    func columns(_ part: Part) -> [String] {
        ["department", "wave"] + (grouping.map { [$0.column] } ?? [])
            + members(part).map { "item_\(questionnaire.items[$0].id)" }
    }

    /// The items of a part, by place.
    private func members(_ part: Part) -> [Int] {
        switch part {
        case .respondents: []
        case .items(let places): Array(places)
        case .index(let place):
            questionnaire.items.indices.filter {
                questionnaire.items[$0].index == questionnaire.indices[place].id
            }
        }
    }

    /// `group` holds `columns(part)`.
    ///
    /// - Throws: `AggregateError` when a department lies outside the tree.
    func add(_ group: RowGroup, _ part: Part, to states: SurveyStates) throws {
        let held = try group.int32("department")
        let wave = try group.strings("wave")
        let waveOf = (0..<Int32(wave.dictionaryCount)).map { code in waves.firstIndex(of: wave.string(code)) ?? -1 }
        let units = grouping?.units ?? nodes
        for node in held.values where node < 0 || node >= units {
            throw AggregateError.outsideTree(table: "survey_responses")
        }
        let placed = try grouping?.nodes(held, group)
        let department = placed.map { UnsafeBufferPointer(start: $0.pointer, count: $0.count) } ?? held.values
        defer { withExtendedLifetime(placed) {} }
        let members = members(part)
        let columns = try members.map { try group.int8("item_\(questionnaire.items[$0].id)") }
        switch part {
        case .respondents:
            for i in 0..<group.rowCount {
                let code = wave.codes[i]
                guard code >= 0, waveOf[Int(code)] >= 0 else { continue }
                states.respondents[Int(department[i]) * waves.count + waveOf[Int(code)]] += 1
            }
        case .items:
            for (place, column) in zip(members, columns) {
                addItem(place, questionnaire.items[place], column, department, wave, waveOf, to: states)
            }
        case .index(let place):
            let indices = questionnaire.indices.count
            addIndex(
                members, columns, department, wave, waveOf.map { $0 < 0 ? -1 : $0 * indices + place },
                to: states.indexStates, width: waves.count * indices)
        }
    }

    private func addItem(
        _ place: Int, _ item: Questionnaire.Item, _ column: ColumnView<Int8>, _ department: UnsafeBufferPointer<Int32>,
        _ wave: StringColumn, _ waveOf: [Int], to states: SurveyStates
    ) {
        let (good, bad): (ClosedRange<Int64>, ClosedRange<Int64>)
        if case .enps = item.scale {
            (good, bad) = (9...10, 0...6)
        } else {
            let scale = item.scale
            good = Int64(scale.favourable.lowerBound)...Int64(scale.favourable.upperBound)
            bad = Int64(scale.unfavourable.lowerBound)...Int64(scale.unfavourable.upperBound)
        }
        if let options = states.options(0, 0, place) {
            count(item.scale.range, column, department, wave, waveOf, options)
        }
        let waveCount = waves.count
        let states = states.item(0, 0, place)
        for i in 0..<column.count {
            if let valid = column.valid, valid[i] == 0 { continue }
            let code = wave.codes[i]
            guard code >= 0 else { continue }
            let w = waveOf[Int(code)]
            guard w >= 0 else { continue }
            let x = Int64(column.values[i])
            let state = states + (Int(department[i]) * waveCount + w) * SurveyStates.itemWidth
            state[0] &+= 1
            state[1] &+= x
            state[2] &+= x &* x
            state[3] &+= x >= good.lowerBound && x <= good.upperBound ? 1 : 0
            state[4] &+= x >= bad.lowerBound && x <= bad.upperBound ? 1 : 0
        }
    }

    private func count(
        _ range: ClosedRange<Int>, _ column: ColumnView<Int8>, _ department: UnsafeBufferPointer<Int32>,
        _ wave: StringColumn, _ waveOf: [Int], _ options: UnsafeMutablePointer<Int64>
    ) {
        for i in 0..<column.count {
            if let valid = column.valid, valid[i] == 0 { continue }
            let code = wave.codes[i]
            guard code >= 0, waveOf[Int(code)] >= 0, range.contains(Int(column.values[i])) else { continue }
            let cell = Int(department[i]) * waves.count + waveOf[Int(code)]
            options[cell * range.count + Int(column.values[i]) - range.lowerBound] &+= 1
        }
    }

    /// An index over the items that a wave and the one before it have in common.
    ///
    /// - Throws: `AggregateError` when a department lies outside the tree.
    func matched(
        _ responses: TableReader, _ key: SurveyStates.MatchedWaves, _ members: [Int]
    ) throws -> SurveyStates.MatchedStates {
        guard !members.isEmpty else { return SurveyStates.MatchedStates(before: [], after: []) }
        var states = [SurveyStates.IndexState](repeating: SurveyStates.IndexState(), count: 2 * nodes)
        for number in 0..<responses.rowGroupCount {
            let columns = ["department", "wave"] + members.map { "item_\(questionnaire.items[$0].id)" }
            let group = try responses.readGroup(number, columns: columns)
            let department = try group.int32("department")
            let wave = try group.strings("wave")
            for node in department.values where node < 0 || node >= nodes {
                throw AggregateError.outsideTree(table: "survey_responses")
            }
            let slots = (0..<Int32(wave.dictionaryCount)).map { code in
                switch waves.firstIndex(of: wave.string(code)) {
                case key.wave - 1: 0
                case key.wave: 1
                default: -1
                }
            }
            let answers = try members.map { try group.int8("item_\(questionnaire.items[$0].id)") }
            states.withUnsafeMutableBufferPointer { states in
                guard let first = states.baseAddress else { return }
                addIndex(members, answers, department.values, wave, slots, to: first, width: 2)
            }
        }
        return SurveyStates.MatchedStates(
            before: (0..<nodes).map { states[2 * $0] }, after: (0..<nodes).map { states[2 * $0 + 1] })
    }

    /// A person's index is the mean score of those of its items that were answered, if they are enough; the
    /// recommendation question is of no index.
    ///
    /// - Parameters:
    ///   - slots: by code of a wave, its place among the `width` states of a department; −1 for none.
    private func addIndex(
        _ members: [Int], _ columns: [ColumnView<Int8>], _ department: UnsafeBufferPointer<Int32>, _ wave: StringColumn,
        _ slots: [Int], to states: UnsafeMutablePointer<SurveyStates.IndexState>, width: Int
    ) {
        guard !members.isEmpty else { return }
        // Scores of the answers at 10⁻⁹ of a point: one table an item.
        let scores = members.map { member -> (lowest: Int, values: [Int64]) in
            let range = questionnaire.items[member].scale.range
            let span = Int64(range.upperBound - range.lowerBound)
            return (
                range.lowerBound,
                range.map { roundedHalfEven(Int64($0 - range.lowerBound) * 100 * SurveyStates.indexScale, span) }
            )
        }
        for i in 0..<department.count {
            let code = wave.codes[i]
            guard code >= 0, slots[Int(code)] >= 0 else { continue }
            var answered: Int64 = 0
            var total: Int64 = 0
            for (m, column) in columns.enumerated() {
                if let valid = column.valid, valid[i] == 0 { continue }
                let answer = Int(column.values[i]) - scores[m].lowest
                guard answer >= 0, answer < scores[m].values.count else { continue }
                answered += 1
                total += scores[m].values[answer]
            }
            guard answered > 0, Int(answered) * 100 >= members.count * answeredPercent else { continue }
            let mean = Int128(roundedHalfEven(total, answered))
            let at = Int(department[i]) * width + slots[Int(code)]
            states[at].n += 1
            states[at].sum += mean
            states[at].squares += mean * mean
        }
    }
}
