internal import Disclosure
internal import Framework
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
    func masks(_ figures: Figures) -> Masks {
        var keys: Set<Masks.Key> = []
        for metric in metrics {
            for slot in slots(of: metric) { keys.insert(Masks.Key(protection: metric.protection.leader, slot: slot)) }
        }
        let list = Array(keys)
        let results = Slots<[(protection: Metric.Protection, mask: Mask)]>(count: list.count)
        let shape = tree.shape
        let settings = gate
        let observed = observed
        let closings = waves.map { $0.close <= run.asOf }
        Workers.run(count: list.count, workers: workers) { i in
            results[i] = MaskMaker(
                figures: figures, tree: shape, settings: settings, observed: observed, waveIsClosed: closings
            ).masks(list[i].protection, slot: list[i].slot)
        }
        var masks = Masks()
        for (i, key) in list.enumerated() {
            for made in results[i] ?? [] { masks[made.protection, key.slot] = made.mask }
        }
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

extension Metric.Protection {
    /// Of protections that are decided together, the one under which they are asked for.
    var leader: Self {
        switch self {
        case .reasons: .reasons(.voluntary)
        case .weekday: .weekday(0)
        case .bradford: .bradford(0)
        default: self
        }
    }
}

/// Looks at one protection in one slot: counts of persons first, then the tree.
struct MaskMaker: Sendable {
    let figures: Figures
    let tree: TreeShape
    let settings: GateSettings
    let observed: ObservedMonths
    let waveIsClosed: [Bool]

    /// The masks that are decided together with `protection`, which is the only one of most.
    func masks(_ protection: Metric.Protection, slot: Int) -> [(protection: Metric.Protection, mask: Mask)] {
        switch protection {
        case .reasons: zip(Metric.LeavingReason.allCases, reasonMasks(slot)).map { (.reasons($0), $1) }
        case .weekday: weekdayMasks(slot).enumerated().map { (.weekday($0.offset), $0.element) }
        case .bradford: bradfordMasks(slot).enumerated().map { (.bradford($0.offset), $0.element) }
        default: [(protection, mask(protection, slot: slot))]
        }
    }

    private func mask(_ protection: Metric.Protection, slot: Int) -> Mask {
        switch protection {
        case .plain: windowMask(slot, from: 0) { plain($0, slot) }
        case .turnover: windowMask(slot, from: observed.leavers) { plain($0, slot) }
        case .reasons(let reason): reasonMasks(slot)[reason.rawValue]
        case .weekday(let place): weekdayMasks(slot)[place]
        case .bradford(let place): bradfordMasks(slot)[place]
        case .newcomers(let kind): newcomers(kind, slot)
        case .retention:
            windowMask(slot, from: observed.leavers) { node in
                var counts = cell(node, slot)
                counts.persons = Int(figures.opening(node, slot))
                return Gate.plain(counts, settings)
            }
        case .service:
            remaining(
                windowMask(slot, from: 0) { node in
                    var counts = cell(node, slot)
                    counts.persons = served(node, slot)
                    return Gate.participation(counts, settings)
                }, minimum: settings.minimum, distinct: { served($0, slot) }, home: { served($0, slot) })
        case .reported: reportedMask(slot)
        case .absenceParts(let partition): partsMask(partition, slot)
        case .spellLengths:
            remaining(
                windowMask(slot, from: observed.absences) { node in
                    if let reason = absence(node, slot) { return reason }
                    let persons = MeasureStore.Distinct.parts[5..<7].map {
                        Int(figures.distinct($0.contributors, node, slot))
                    }
                    return (persons.max() ?? 0) < settings.minimum ? .groupMinimum : nil
                }, minimum: settings.minimumShares, distinct: { persons($0, slot) }, home: { home($0, slot) })
        case .prevalence: prevalenceMask(slot)
        case .absence:
            remaining(
                windowMask(slot, from: observed.absences) { absence($0, slot) }, minimum: settings.minimumShares,
                distinct: { persons($0, slot) }, home: { home($0, slot) })
        case .incidence:
            remaining(
                windowMask(slot, from: observed.absences) { absence($0, slot) }, minimum: settings.minimumShares,
                distinct: { persons($0, slot) }, home: { home($0, slot) },
                shares: shares(of: { persons($0, slot) }, { Int(figures.distinct(.absentPersons, $0, slot)) }))
        case .attendance:
            remaining(
                windowMask(slot, from: observed.participation) { node in
                    var counts = cell(node, slot)
                    counts.persons = invited(node, slot)
                    return Gate.participation(counts, settings)
                }, minimum: settings.minimum, distinct: { invited($0, slot) }, home: { invited($0, slot) },
                shares: attendance(slot))
        case .reach:
            remaining(
                windowMask(slot, from: observed.participation) { Gate.participation(cell($0, slot), settings) },
                minimum: settings.minimum, distinct: { persons($0, slot) }, home: { home($0, slot) },
                shares: shares(of: { persons($0, slot) }, { Int(figures.distinct(.reached, $0, slot)) }))
        case .snapshot:
            (0..<tree.count).map { node in
                let persons = Int(figures.snapshot?.persons[node] ?? 0)
                return persons > 0 && persons < settings.minimum ? .groupMinimum : nil
            }
        case .responseRate, .item, .shares, .index: surveyMask(protection, wave: slot)
        }
    }

    // MARK: Classes of persons

    private func served(_ node: Int, _ window: Int) -> Int { Int(figures.last(.tenured, node, window)) }

    /// Who left is only known from a month on; those who began before it may be missing among the leavers.
    private func newcomers(_ kind: Metric.Newcomers, _ window: Int) -> Mask {
        let (months, starts) = kind == .year ? (12, MeasureStore.Sum.yearStarts) : (3, .quarterStarts)
        return windowMask(window, from: observed.leaverHistory + months) { node in
            var counts = cell(node, window)
            counts.persons = Int(figures.sum(starts, node, window))
            return Gate.plain(counts, settings)
        }
    }

    /// The leavers counted are some classes of reasons together, so both they and the others are looked at.
    private func reportedMask(_ window: Int) -> Mask {
        remaining(
            windowMask(window, from: observed.leavers) {
                Gate.sensitive(cell($0, window), minimum: settings.minimumShares)
            }, minimum: settings.minimumShares, distinct: { persons($0, window) }, home: { home($0, window) },
            shares: shares(
                of: { persons($0, window) },
                { node in
                    [.voluntary, .involuntary, .retiredOrDied].reduce(0) { $0 + Int(figures.sum($1, node, window)) }
                },
                { node in
                    Int(figures.sum(.other, node, window) + figures.sum(.unknown, node, window))
                        - Int(figures.sum(.retiredOrDied, node, window))
                }))
    }

    /// Parts that add up to what is shown besides: where one is made up by few, none is shown.
    private func partsMask(_ partition: Metric.AbsencePartition, _ window: Int) -> Mask {
        remaining(
            windowMask(window, from: observed.absences) { node in
                if let reason = absence(node, window) { return reason }
                guard settings.hidesDominance else { return nil }
                for place in partition.parts {
                    let part = MeasureStore.Distinct.parts[place]
                    if Gate.isDominated(
                        contributors: Int(figures.distinct(part.contributors, node, window)),
                        largest: figures.distinct(part.largest, node, window),
                        total: minutes(ofPart: place, node, window))
                    {
                        return .dominance
                    }
                }
                return nil
            }, minimum: settings.minimumShares, distinct: { persons($0, window) }, home: { home($0, window) })
    }

    private func minutes(ofPart place: Int, _ node: Int, _ window: Int) -> Int64 {
        let all = figures.sum(.absentMinutes, node, window)
        let certified = figures.sum(.certified, node, window)
        let own = figures.sum(.selfCertified, node, window)
        let short = figures.sum(.shortAbsence, node, window)
        return switch PersonWalk.Line.parts[place] {
        case .certified: certified
        case .selfCertified: own
        case .uncertified: all - certified - own
        case .short: short
        case .long: all - short
        case .endedShort: figures.sum(.endedShort, node, window)
        default: figures.sum(.endedLong, node, window)
        }
    }

    private func prevalenceMask(_ window: Int) -> Mask {
        func employed(_ node: Int) -> Int { Int(figures.last(.employedOnDay, node, window)) }
        return remaining(
            windowMask(window, from: observed.absences) { node in
                var counts = cell(node, window)
                counts.persons = employed(node)
                if let reason = Gate.sensitive(counts, minimum: settings.minimumShares) { return reason }
                return employed(node) < settings.absenceMonthFrom ? .grain : nil
            }, minimum: settings.minimumShares, distinct: employed, home: employed,
            shares: shares(of: employed, { Int(figures.last(.absentOnDay, $0, window)) }))
    }

    private func weekdayMasks(_ window: Int) -> [Mask] {
        let counts = MeasureStore.Sum.oneDay.map { measure in
            (0..<tree.count).map { Int(figures.sum(measure, $0, window)) }
        }
        func persons(_ node: Int) -> Int { Int(figures.distinct(.oneDayPersons, node, window)) }
        let base = windowMask(window, from: observed.absences) { node in
            if let reason = absence(node, window) { return reason }
            return persons(node) < settings.minimumShares ? .groupMinimum : nil
        }
        return classMasks(
            counts, of: (0..<tree.count).map { node in counts.reduce(0) { $0 + $1[node] } }, base: base,
            distinct: persons, home: persons)
    }

    private func bradfordMasks(_ window: Int) -> [Mask] {
        let counts = MeasureStore.Sum.bradford.map { measure in
            (0..<tree.count).map { Int(figures.last(measure, $0, window)) }
        }
        let whole = (0..<tree.count).map { node in counts.reduce(0) { $0 + $1[node] } }
        let base = windowMask(window, from: observed.absences) { node in
            var cell = cell(node, window)
            cell.persons = whole[node]
            if let reason = Gate.sensitive(cell, minimum: settings.minimumShares) { return reason }
            return whole[node] < settings.absenceYearFrom ? .grain : nil
        }
        return classMasks(counts, of: whole, base: base, distinct: { whole[$0] }, home: { whole[$0] })
    }

    // MARK: Windows

    /// - Parameter from: the month from which on the dataset tells what happened.
    private func windowMask(_ window: Int, from: Int, _ decide: (Int) -> SuppressionReason?) -> Mask {
        if figures.grid.windows[window].first < max(from, 0) {
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
            case .month, .day: settings.absenceMonthFrom
            case .quarter, .fiscalQuarter, .rolling3: settings.absenceQuarterFrom
            case .year, .fiscalYear, .rolling12, .weeks52: settings.absenceYearFrom
            // A year to date is as long as its months.
            case .yearToDate:
                switch figures.grid.windows[window].months {
                case 12...: settings.absenceYearFrom
                case 3..<12: settings.absenceQuarterFrom
                default: settings.absenceMonthFrom
                }
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

    /// Hides extreme shares, then what would give the hidden cells away in the tree.
    private func remaining(
        _ mask: Mask, minimum: Int, distinct: (Int) -> Int, home: (Int) -> Int, shares: ShareCounts? = nil
    ) -> Mask {
        var result = mask
        if let shares {
            for node in result.indices where result[node] == nil && shares.isExtreme(node) {
                result[node] = .extremeShare
            }
        }
        RemainderRule.apply(
            to: &result, tree: tree, distinct: distinct, home: home, minimum: minimum, shares: shares)
        return result
    }

    // MARK: Shares

    /// Sensitive shares of persons, which must not be close to none or all; nil for invented persons.
    private func shares(of whole: (Int) -> Int, _ parts: ((Int) -> Int)...) -> ShareCounts? {
        guard settings.hidesDominance else { return nil }
        let nodes = 0..<tree.count
        return ShareCounts(whole: nodes.map(whole), parts: parts.map { part in nodes.map(part) })
    }

    /// Of the invitations those followed by attendance. One person may have many: where fewer than two persons came,
    /// the share is theirs, whatever its size.
    private func attendance(_ window: Int) -> ShareCounts? {
        shares(
            of: { Int(figures.sum(.invited, $0, window)) },
            { node in
                let came = Int(figures.distinct(.attendanceContributors, node, window))
                return came < 2 ? came : Int(figures.sum(.attendedInvited, node, window))
            })
    }

    /// Leavers by reason, all classes at once: the total is plain, so a class is also given away by the others.
    private func reasonMasks(_ window: Int) -> [Mask] {
        let base = windowMask(window, from: observed.leavers) {
            Gate.sensitive(cell($0, window), minimum: settings.minimumShares)
        }
        let counts = MeasureStore.Sum.leaving.map { measure in
            (0..<tree.count).map { Int(figures.sum(measure, $0, window)) }
        }
        let whole = (0..<tree.count).map { persons($0, window) }
        return classMasks(counts, of: whole, base: base, distinct: { whole[$0] }, home: { home($0, window) })
    }

    /// Classes that add up to a whole which everybody may know.
    private func classMasks(
        _ counts: [[Int]], of whole: [Int], base: Mask, distinct: (Int) -> Int, home: (Int) -> Int
    ) -> [Mask] {
        var masks = counts.map { _ in base }
        var shown = -1
        // Hiding in the tree may leave a class alone in its cell, and hiding in a cell a unit alone in the tree; every
        // round hides more, or is the last.
        while true {
            for place in masks.indices {
                masks[place] = remaining(
                    masks[place], minimum: settings.minimumShares, distinct: distinct, home: home,
                    shares: settings.hidesDominance ? ShareCounts(whole: whole, parts: [counts[place]]) : nil)
            }
            guard settings.hidesDominance else { return masks }
            for node in 0..<tree.count where base[node] == nil {
                let companions = ClassRule.companions(
                    hidden: masks.map { $0[node] != nil }, counts: counts.map { $0[node] }, persons: whole[node])
                for place in companions { masks[place][node] = .remainder }
            }
            let left = masks.reduce(0) { $0 + $1.count { $0 == nil } }
            if left == shown { return masks }
            shown = left
        }
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
            return Gate.sensitive(counts, minimum: minimum)
        }
        return remaining(
            mask, minimum: minimum, distinct: answers, home: answers, shares: surveyShares(protection, survey, wave))
    }

    private func surveyShares(_ protection: Metric.Protection, _ survey: SurveyStates, _ wave: Int) -> ShareCounts? {
        switch protection {
        case .shares(let place):
            func count(_ node: Int, _ kind: Int) -> Int { Int(survey.item(node, wave, place)[kind]) }
            guard survey.items[place].scale.neutral != nil else {
                return shares(of: { count($0, 0) }, { count($0, 3) }, { count($0, 4) })
            }
            return shares(
                of: { count($0, 0) }, { count($0, 3) }, { count($0, 4) },
                { count($0, 0) - count($0, 3) - count($0, 4) })
        case .responseRate:
            return shares(
                of: { Int(figures.invited($0, wave: wave)) },
                { Int(survey.respondents[$0 * survey.waves.count + wave]) })
        default: return nil
        }
    }
}
