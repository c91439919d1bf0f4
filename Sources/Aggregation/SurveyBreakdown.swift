internal import Calendars
internal import Columnar
internal import Configuration
internal import Disclosure
internal import Framework
internal import Results
internal import Runs

/// What answers are told apart by: a column of words and the groups that they name.
struct SurveyGrouping: Sendable {
    let column: String
    /// The last one is `unknown`.
    let groups: [String]
    /// Units of the tree, which every group has to itself.
    let units: Int

    /// The places of a row group's answers in the forest.
    func nodes(_ department: ColumnView<Int32>, _ group: RowGroup) throws -> Buffer<Int32> {
        let words = try group.strings(column)
        let bases = (0..<Int32(words.dictionaryCount)).map { code in
            Int32((groups.firstIndex(of: words.string(code)) ?? groups.count - 1) * units)
        }
        let unknown = Int32((groups.count - 1) * units)
        let nodes = Buffer<Int32>(capacity: department.count)
        for i in 0..<department.count {
            let code = words.codes[i]
            nodes.append(department.values[i] + (code >= 0 ? bases[Int(code)] : unknown))
        }
        return nodes
    }
}

/// The sums over answered questionnaires of each group of one demographic, in the waves chosen.
///
/// Nobody's answers are joined with what else is known of a person: the groups are those that the answers name themselves.
struct SurveyBrokenDown: Sendable {
    let breakdown: Breakdown
    let shape: TreeShape
    let states: SurveyStates
    /// Places of its waves among all.
    let waves: [Int]
    /// Persons employed on each wave's opening day, where the same groups are told apart among them.
    var store: MeasureStore
}

extension Metric {
    /// Whether it is given for groups of those who answered: what is worked out from sums over answers in one wave.
    ///
    /// - Parameter items: whether figures of single items are asked for.
    func isBrokenDownInSurvey(items: Bool) -> Bool {
        switch protection {
        case .index, .itemScores, .itemShares, .subFactorShares, .responseRate: true
        case .item: items || id == "survey.enps"
        case .shares, .answers: items
        default: false
        }
    }
}

extension AggregateRun {
    /// The latest closed waves that figures are broken down in, oldest first.
    private var brokenDownWaves: [Int] {
        Array(waves.indices.filter { waves[$0].close <= run.asOf }.suffix(pipeline.metrics.breakdownWaves))
    }

    /// Counts the groups that the answers themselves name.
    func readSurveyBreakdowns() throws {
        guard let responses, let questionnaire = pipeline.questionnaire, let survey else { return }
        let chosen = brokenDownWaves
        let given = metrics.filter { $0.isBrokenDownInSurvey(items: pipeline.metrics.breakdownItems) }
        guard !chosen.isEmpty, !given.isEmpty else { return }
        // The score of an item is looked at with every answer of it, whether or not these are given.
        let needs = Set(given.compactMap(\.survey))
        for demographic in pipeline.metrics.breakdowns.compactMap(Demographic.init) {
            guard let breakdown = try surveyBreakdown(demographic, responses) else { continue }
            let shape = breakdown.forest(tree)
            let reader = SurveyReader(
                questionnaire: questionnaire, waves: chosen.map { waves[$0].id }, nodes: shape.count,
                answeredPercent: pipeline.metrics.indexAnsweredPercent,
                grouping: SurveyGrouping(
                    column: demographic.rawValue, groups: breakdown.groups, units: breakdown.units))
            let states = try reader.sums(responses, needs: needs, workers: workers)
            // Invitations are counted by department and not by group.
            states.isInvited = chosen.map { survey.isInvited[$0] }
            surveyBrokenDown.append(
                SurveyBrokenDown(
                    breakdown: breakdown, shape: shape, states: states, waves: chosen,
                    store: employed(breakdown, shape, chosen)))
        }
    }

    private func surveyBreakdown(_ demographic: Demographic, _ responses: TableReader) throws -> Breakdown? {
        var words: Set<String> = []
        for group in 0..<responses.rowGroupCount {
            words.formUnion(try responses.texts(demographic.rawValue, ofGroup: group))
        }
        words.remove(Demographic.unknown)
        guard !words.isEmpty else { return nil }
        guard words.count <= Self.mostGroups else {
            found(
                "breakdowns.too_many_groups", "survey_responses",
                "\(demographic.rawValue) has \(words.count) values, more than the \(Self.mostGroups) that figures are broken down by; map them to fewer in the source description",
                count: words.count, warns: true)
            return nil
        }
        return Breakdown(
            demographic: demographic, groups: words.sorted(by: precedes) + [Demographic.unknown], bands: [],
            units: tree.count)
    }

    /// A store of nothing but the persons employed on the waves' opening days, of the groups that bear the same name.
    private func employed(_ breakdown: Breakdown, _ shape: TreeShape, _ chosen: [Int]) -> MeasureStore {
        let store = MeasureStore(
            nodes: shape.count, months: 1, windows: 0, waves: chosen.count, needs: MeasureNeeds())
        guard let persons = brokenDown.first(where: { $0.breakdown.demographic == breakdown.demographic }) else {
            return store
        }
        for (group, label) in breakdown.labels.enumerated() {
            guard let same = persons.breakdown.labels.firstIndex(of: label) else { continue }
            for unit in 0..<tree.count {
                for (place, wave) in chosen.enumerated() {
                    store.waveHeadcount[(group * tree.count + unit) * chosen.count + place] =
                        persons.store.waveHeadcount[(same * tree.count + unit) * waves.count + wave]
                }
            }
        }
        return store
    }

    /// Figures and masks of the groups, in the light of those of all who answered.
    func surveySource(_ part: SurveyBrokenDown, whole: CellSource) -> CellSource {
        let figures = Figures(
            store: part.store, grid: grid, survey: part.states, snapshot: nil,
            fullDayMinutes: Double(fullTimeWeekMinutes) / 5, poisson: whole.figures.poisson, t: whole.figures.t)
        let maker = MaskMaker(
            figures: figures, tree: part.shape, settings: gate, observed: observed,
            waveIsClosed: part.waves.map { waves[$0].close <= run.asOf })
        let total = maskMaker(whole.figures)
        let given = metrics.filter { $0.isBrokenDownInSurvey(items: pipeline.metrics.breakdownItems) }
        let (units, slots, shown) = (tree.count, part.waves, whole.masks)
        let within: @Sendable (Int) -> MaskMaker.Whole = { wave in
            MaskMaker.Whole(maker: total, slot: slots[wave], units: units, masks: shown)
        }
        let masks = masks(keys: surveyKeys(given, part)) { key in
            maker.masks(key.protection, slot: key.slot, within: within(key.slot))
        }
        figures.intervals = SurveyIntervals(
            figures, maker, isResponseGiven: given.contains { $0.id == Participation.responseRate.id },
            within: within, workers: workers)
        return CellSource(figures: figures, masks: masks)
    }

    private func surveyKeys(_ metrics: [Metric], _ part: SurveyBrokenDown) -> [Masks.Key] {
        var keys: Set<Masks.Key> = []
        for metric in metrics {
            for slot in part.waves.indices { keys.insert(Masks.Key(protection: metric.protection.leader, slot: slot)) }
        }
        return Array(keys)
    }

    /// The columns of a metric for the groups of those who answered. A response rate needs the persons of the group.
    func surveyColumns(of metric: Metric, firstSource: Int) -> [GridColumn] {
        guard metric.isBrokenDownInSurvey(items: pipeline.metrics.breakdownItems) else { return [] }
        return surveyBrokenDown.enumerated().flatMap { place, part in
            part.waves.indices.flatMap { slot -> [GridColumn] in
                if metric.protection == .responseRate, part.states.isInvited[slot] { return [] }
                return part.breakdown.labels.enumerated().map { number, group in
                    GridColumn(
                        slot: slot, period: "wave:\(part.states.waves[slot])", breakdown: group,
                        source: firstSource + place, base: number * tree.count)
                }
            }
        }
    }
}
