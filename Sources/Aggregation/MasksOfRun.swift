internal import Calendars
internal import Disclosure
internal import Framework
internal import Results
internal import Runs

extension AggregateRun {
    /// Works out every mask that the chosen metrics need, in parallel.
    func masks(_ figures: Figures) -> Masks {
        let maker = maskMaker(figures)
        // The points at which curves are drawn are no metrics of their own.
        let drawn = drawnDays(figures).map { Masks.Key(protection: .survival(.day($0)), slot: 0) }
        return masks(keys: maskKeys(grid, metrics, slots) + drawn) { maker.masks($0.protection, slot: $0.slot) }
    }

    func maskMaker(_ figures: Figures) -> MaskMaker {
        MaskMaker(
            figures: figures, tree: tree.shape, settings: gate, observed: observed,
            waveIsClosed: waves.map { $0.close <= run.asOf })
    }

    /// How alike answers within units are, by index and then `[node][wave]`: from published units only.
    func agreements(_ figures: Figures) -> [Int: [UnitAgreement]] {
        guard let survey = figures.survey else { return [:] }
        let indices = Set(
            metrics.compactMap { metric in
                if case .agreement(let index) = metric.protection { index } else { nil }
            }
        ).sorted()
        let maker = maskMaker(figures)
        let waveCount = survey.waves.count
        let made = Slots<[UnitAgreement?]>(count: indices.count * waveCount)
        Workers.run(count: indices.count * waveCount, workers: workers) { piece in
            let (index, wave) = (indices[piece / waveCount], piece % waveCount)
            made[piece] = ComparedUnits(mask: maker.compared(index, wave: wave), tree: maker.tree)
                .agreements(index, wave: wave, survey)
        }
        var agreements: [Int: [UnitAgreement]] = [:]
        for (place, index) in indices.enumerated() {
            var cells = [UnitAgreement](repeating: UnitAgreement(), count: tree.count * waveCount)
            for wave in 0..<waveCount {
                for (node, cell) in (made[place * waveCount + wave] ?? []).enumerated() {
                    if let cell { cells[node * waveCount + wave] = cell }
                }
            }
            agreements[index] = cells
        }
        return agreements
    }

    /// The masks of a breakdown: one over its forest for every protection and slot, in the light of those of the whole.
    func masks(_ part: BrokenDown, _ figures: Figures, whole: Figures, shown: Masks) -> Masks {
        let settings = gate
        let observed = observed
        let maker = MaskMaker(
            figures: figures, tree: part.shape, settings: settings, observed: observed, waveIsClosed: [])
        let total = MaskMaker(
            figures: whole, tree: tree.shape, settings: settings, observed: observed, waveIsClosed: [])
        let units = tree.count
        let labels = grid.windows.map(\.label)
        let places = part.grid.windows.map { labels.firstIndex(of: $0.label) }
        let metrics = metrics.filter { $0.isBrokenDown(by: part.breakdown.demographic) }
        return masks(keys: maskKeys(part.grid, metrics, brokenDownSlots)) { key in
            let isOfAsOfDay = if case .survival = key.protection { true } else { false }
            guard let slot = isOfAsOfDay ? key.slot : places[key.slot] else { return [] }
            return maker.masks(
                key.protection, slot: key.slot,
                within: MaskMaker.Whole(maker: total, slot: slot, units: units, masks: shown))
        }
    }

    private func maskKeys(
        _ grid: MonthGrid, _ metrics: [Metric], _ slots: (Metric, MonthGrid) -> [Int]
    ) -> [Masks.Key] {
        var keys: Set<Masks.Key> = []
        for metric in metrics {
            for slot in slots(metric, grid) {
                keys.insert(Masks.Key(protection: metric.protection.leader, slot: slot))
            }
        }
        return Array(keys)
    }

    func masks(
        keys: [Masks.Key], make: @Sendable (Masks.Key) -> [(protection: Metric.Protection, mask: Mask)]
    ) -> Masks {
        let results = Slots<[(protection: Metric.Protection, mask: Mask)]>(count: keys.count)
        Workers.run(count: keys.count, workers: workers) { i in results[i] = make(keys[i]) }
        var masks = Masks()
        for (i, key) in keys.enumerated() {
            for made in results[i] ?? [] { masks[made.protection, key.slot] = made.mask }
        }
        return masks
    }

    /// The days of tenure at which curves are drawn, besides those that are metrics.
    func drawnDays(_ figures: Figures) -> [Int] {
        (figures.survival?.days ?? []).filter {
            !Survival.namedDays.contains($0) && isIncluded(Survival.id(day: $0))
        }
    }

    /// The places of the windows or waves in which a metric has cells.
    func slots(of metric: Metric, _ grid: MonthGrid) -> [Int] {
        switch metric.slots {
        case .windows(let kinds): grid.windows.indices.filter { kinds.contains(grid.windows[$0].kind) }
        case .waves: Array(waves.indices)
        case .snapshot, .asOfDay: [0]
        }
    }
}

extension Metric.Protection {
    /// Of protections that are decided together, the one under which they are asked for.
    var leader: Self {
        switch self {
        case .reasons: .reasons(.voluntary)
        case .weekday: .weekday(0)
        case .bradford: .bradford(0)
        case .activity(.source): .activity(.source(0))
        default: self
        }
    }
}
