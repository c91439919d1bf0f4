internal import Disclosure
internal import Results
internal import Runs

/// The gate's decisions: one mask over the tree for every protection and slot.
struct Masks: Sendable {
    struct Key: Hashable, Sendable {
        var protection: Metric.Protection
        var slot: Int
    }

    private var masks: [Key: Mask] = [:]

    subscript(protection: Metric.Protection, slot: Int) -> Mask? {
        get { masks[Key(protection: protection, slot: slot)] }
        set { masks[Key(protection: protection, slot: slot)] = newValue }
    }
}

extension AggregateRun {
    /// Works out every mask that the chosen metrics need, in parallel.
    func masks(_ figures: Figures) throws -> Masks {
        var keys: Set<Masks.Key> = []
        for metric in metrics {
            for slot in slots(of: metric) { keys.insert(Masks.Key(protection: metric.protection, slot: slot)) }
        }
        let list = Array(keys)
        let results = Slots<Mask>(count: list.count)
        let shape = tree.shape
        let settings = gate
        let from = observedFrom - grid.firstMonth
        let closings = waves.map { $0.close <= run.asOf }
        try Workers.run(count: list.count, workers: workers) { i in
            results[i] = MaskMaker(
                figures: figures, tree: shape, settings: settings, observedFrom: from, waveIsClosed: closings
            ).mask(list[i].protection, slot: list[i].slot)
        }
        var masks = Masks()
        for (i, key) in list.enumerated() { masks[key.protection, key.slot] = results[i] }
        return masks
    }

    /// The places of the windows or waves in which a metric has cells.
    func slots(of metric: Metric) -> [Int] {
        switch metric.slots {
        case .windows(let kinds): grid.windows.indices.filter { kinds.contains(grid.windows[$0].kind) }
        case .waves: Array(waves.indices)
        case .snapshot: [0]
        }
    }
}

/// Looks at one protection in one slot: counts of persons first, then the tree.
struct MaskMaker: Sendable {
    let figures: Figures
    let tree: TreeShape
    let settings: GateSettings
    let observedFrom: Int
    let waveIsClosed: [Bool]

    func mask(_ protection: Metric.Protection, slot: Int) -> Mask {
        switch protection {
        case .plain: windowMask(slot, observed: false) { plain($0, slot) }
        case .reasons:
            remaining(
                windowMask(slot, observed: false) { Gate.sensitive(cell($0, slot), minimum: settings.minimumShares) },
                minimum: settings.minimumShares, distinct: { persons($0, slot) }, home: { home($0, slot) })
        case .absence:
            remaining(
                windowMask(slot, observed: true) { absence($0, slot) }, minimum: settings.minimumShares,
                distinct: { persons($0, slot) }, home: { home($0, slot) })
        case .attendance:
            remaining(
                windowMask(slot, observed: true) { node in
                    var counts = cell(node, slot)
                    counts.persons = invited(node, slot)
                    return Gate.participation(counts, settings)
                }, minimum: settings.minimum, distinct: { invited($0, slot) }, home: { invited($0, slot) })
        case .reach:
            remaining(
                windowMask(slot, observed: true) { Gate.participation(cell($0, slot), settings) },
                minimum: settings.minimum, distinct: { persons($0, slot) }, home: { home($0, slot) })
        case .snapshot:
            (0..<tree.count).map { node in
                let persons = Int(figures.snapshot?.persons[node] ?? 0)
                return persons > 0 && persons < settings.minimum ? .groupMinimum : nil
            }
        case .responseRate, .item, .shares, .index: surveyMask(protection, wave: slot)
        }
    }

    // MARK: Windows

    private func windowMask(_ window: Int, observed: Bool, _ decide: (Int) -> SuppressionReason?) -> Mask {
        let first = figures.grid.windows[window].first
        if first < 0 || observed && first < observedFrom {
            return Mask(repeating: .insufficientHistory, count: tree.count)
        }
        return (0..<tree.count).map(decide)
    }

    private func persons(_ node: Int, _ window: Int) -> Int { figures.persons(node, window) }
    private func home(_ node: Int, _ window: Int) -> Int { Int(figures.distinct(.home, node, window)) }
    private func invited(_ node: Int, _ window: Int) -> Int { Int(figures.distinct(.invitedPersons, node, window)) }

    private func cell(_ node: Int, _ window: Int) -> CellCounts {
        CellCounts(
            persons: persons(node, window), averageHeadcount: figures.averageHeadcount(node, window),
            isClosed: figures.grid.windows[window].isClosed)
    }

    private func plain(_ node: Int, _ window: Int) -> SuppressionReason? {
        Gate.plain(cell(node, window), settings)
    }

    private func absence(_ node: Int, _ window: Int) -> SuppressionReason? {
        let counts = cell(node, window)
        if let reason = Gate.sensitive(counts, minimum: settings.minimumShares) { return reason }
        let from =
            switch figures.grid.windows[window].kind {
            case .month: settings.absenceMonthFrom
            case .quarter: settings.absenceQuarterFrom
            case .year, .rolling12: settings.absenceYearFrom
            }
        if counts.averageHeadcount < Double(from) { return .grain }
        if settings.hidesDominance,
            Gate.isDominated(
                contributors: Int(figures.distinct(.absenceContributors, node, window)),
                largest: figures.distinct(.absenceLargest, node, window),
                total: figures.sum(.absentMinutes, node, window))
        {
            return .dominance
        }
        return nil
    }

    private func remaining(
        _ mask: Mask, minimum: Int, distinct: (Int) -> Int, home: (Int) -> Int
    ) -> Mask {
        var result = mask
        RemainderRule.apply(to: &result, tree: tree, distinct: distinct, home: home, minimum: minimum)
        return result
    }

    // MARK: Waves

    private func surveyMask(_ protection: Metric.Protection, wave: Int) -> Mask {
        guard let survey = figures.survey else { return Mask(repeating: .groupMinimum, count: tree.count) }
        let isClosed = waveIsClosed[wave]
        func answers(_ node: Int) -> Int {
            switch protection {
            case .item(let place), .shares(let place): Int(survey.item(node, wave, place)[0])
            case .index(let place): Int(survey.index(node, wave, place).n)
            default: Int(survey.respondents[node * survey.waves.count + wave])
            }
        }
        var minimum = settings.minimum
        if case .shares = protection { minimum = settings.minimumShares }
        let mask: Mask = (0..<tree.count).map { node in
            let counts = CellCounts(persons: answers(node), averageHeadcount: 0, isClosed: isClosed)
            if let reason = Gate.sensitive(counts, minimum: minimum) { return reason }
            if case .shares(let place) = protection, settings.hidesDominance {
                let state = survey.item(node, wave, place)
                let n = Int(state[0])
                if Gate.extremeShare(count: Int(state[3]), of: n) || Gate.extremeShare(count: Int(state[4]), of: n) {
                    return .extremeShare
                }
            }
            return nil
        }
        return remaining(mask, minimum: minimum, distinct: answers, home: answers)
    }
}
