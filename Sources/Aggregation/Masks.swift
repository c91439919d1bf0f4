internal import Calendars
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

/// Looks at one protection in one slot: counts of persons first, then the tree, then the groups of a breakdown.
struct MaskMaker: Sendable {
    let figures: Figures
    let tree: TreeShape
    let settings: GateSettings
    let observed: ObservedMonths
    let waveIsClosed: [Bool]

    /// All persons, of whom a breakdown tells groups apart.
    struct Whole: Sendable {
        let maker: MaskMaker
        let slot: Int
        let units: Int
        let masks: Masks
    }

    /// One mask in the making.
    struct Candidate {
        var protection: Metric.Protection
        /// What counts of persons decide.
        var primary: Mask
        /// What the tree and the groups are looked at by; nil for figures that may be told apart by subtraction.
        var counts: RemainderCounts?
        /// Another figure of the same persons, and what the two tell where both are shown.
        var beside: (protection: Metric.Protection, counts: RemainderCounts)?
    }

    /// Masks that are decided together: for classes that add up to a whole, the count of each and the whole, by unit.
    struct Candidates {
        var list: [Candidate]
        var classes: (counts: [[Int]], whole: [Int])?
    }

    /// The masks that are decided together with `protection`, which is the only one of most.
    func masks(
        _ protection: Metric.Protection, slot: Int, within whole: Whole? = nil
    ) -> [(protection: Metric.Protection, mask: Mask)] {
        if let mask = composed(protection, slot: slot, within: whole) { return [(protection, mask)] }
        let candidates = candidates(protection, slot: slot, within: whole)
        let wholes = whole.map { $0.maker.candidates(protection, slot: $0.slot, within: nil).list } ?? []
        var masks = candidates.list.map(\.primary)
        let beside = candidates.list.map { candidate in
            candidate.beside.flatMap { self.masks($0.protection, slot: slot, within: whole).first?.mask }
        }
        for (place, candidate) in candidates.list.enumerated() {
            guard let shares = candidate.counts?.shares else { continue }
            for node in masks[place].indices where masks[place][node] == nil && shares.isExtreme(node) {
                masks[place][node] = .extremeShare
            }
        }
        let answered = candidates.list.map { candidate -> Mask? in
            guard settings.hidesDominance, case .item(let item) = candidate.protection else { return nil }
            return self.masks(.spread(item), slot: slot, within: whole).first?.mask
        }
        var shown = -1
        // Hiding in the tree may leave a class alone in its cell, and hiding in a cell a unit alone in the tree; every
        // round hides more, or is the last.
        while true {
            for (place, candidate) in candidates.list.enumerated() {
                guard let counts = candidate.counts else { continue }
                RemainderRule.apply(to: &masks[place], tree: tree, counts)
                guard let whole, let total = wholes[place].counts,
                    let mask = whole.masks[candidate.protection, whole.slot]
                else { continue }
                GroupRule.apply(
                    to: &masks[place], groups: counts, whole: (mask, total), end: whole.maker.tree.end,
                    units: whole.units)
            }
            for (place, shown) in beside.enumerated() {
                guard let shown, let together = candidates.list[place].beside?.counts else { continue }
                hide(&masks[place], besides: shown, together, within: whole, wholes.first(at: place)?.beside)
            }
            for (place, shown) in answered.enumerated() {
                guard let shown, case .item(let item) = candidates.list[place].protection else { continue }
                hide(&masks[place], item: item, wave: slot, beneath: shown)
            }
            if masks.count == 1, whole == nil, answered.allSatisfy({ $0 == nil }) { break }
            if let classes = candidates.classes, settings.hidesDominance {
                addCompanions(classes, of: candidates.list.map(\.primary), to: &masks)
            }
            let left = masks.reduce(0) { $0 + $1.count { $0 == nil } }
            if left == shown { break }
            shown = left
        }
        return zip(candidates.list.map(\.protection), masks).map { ($0, $1) }
    }

    /// The total of the classes is shown elsewhere, so a class is also given away by the others.
    private func addCompanions(_ classes: (counts: [[Int]], whole: [Int]), of primary: [Mask], to masks: inout [Mask]) {
        for node in 0..<tree.count where primary[0][node] == nil {
            let companions = ClassRule.companions(
                hidden: masks.map { $0[node] != nil }, counts: classes.counts.map { $0[node] },
                persons: classes.whole[node])
            for place in companions { masks[place][node] = .remainder }
        }
    }

    // MARK: Protections

    private func candidates(_ protection: Metric.Protection, slot: Int, within whole: Whole?) -> Candidates {
        switch protection {
        case .reasons: return reasons(slot)
        case .weekday: return weekdays(slot)
        case .bradford: return bradford(slot)
        case .activity(.source): return sources(slot)
        default: return Candidates(list: [candidate(protection, slot: slot, within: whole)])
        }
    }

    private func candidate(_ protection: Metric.Protection, slot: Int, within whole: Whole?) -> Candidate {
        var counts: RemainderCounts?
        var primary: Mask
        switch protection {
        case .plain: primary = windowMask(slot, from: 0) { plain($0, slot) }
        case .turnover: primary = windowMask(slot, from: observed.leavers) { plain($0, slot) }
        case .turnoverChange: primary = turnoverChange(slot)
        case .newcomers(let kind): primary = newcomers(kind, slot)
        case .retention:
            primary = windowMask(slot, from: observed.leavers) {
                Gate.plain(cell($0, slot, persons: Int(figures.opening($0, slot))), settings)
            }
        case .service:
            let served = units { Int(figures.last(.tenured, $0, slot)) }
            primary = windowMask(slot, from: 0) { Gate.participation(cell($0, slot, persons: served[$0]), settings) }
            counts = RemainderCounts(distinct: served, home: served, shares: nil, minimum: settings.minimum)
        case .survival(let point): (primary, counts) = survival(point)
        case .reported: (primary, counts) = reported(slot)
        case .regretted: (primary, counts) = regretted(slot)
        case .absence:
            primary = windowMask(slot, from: observed.absences) { absence($0, slot) }
            counts = employed(slot)
        case .leave: (primary, counts) = leave(slot)
        case .incidence:
            primary = windowMask(slot, from: observed.absences) { absence($0, slot) }
            counts = employed(
                slot, shares: shares(of: { persons($0, slot) }, { Int(figures.distinct(.absentPersons, $0, slot)) }))
        case .absenceParts(let partition):
            primary = windowMask(slot, from: observed.absences) { part($0, partition, slot) }
            counts = employed(slot)
        case .spellLengths:
            primary = windowMask(slot, from: observed.absences) { spellLengths($0, slot) }
            counts = employed(slot)
        case .prevalence: (primary, counts) = prevalence(slot)
        case .attendance:
            let invited = units { Int(figures.distinct(.invitedPersons, $0, slot)) }
            primary = windowMask(slot, from: observed.participation) {
                Gate.participation(cell($0, slot, persons: invited[$0]), settings)
            }
            counts = RemainderCounts(
                distinct: invited, home: invited, shares: attendance(slot), minimum: settings.minimum)
        case .reach:
            primary = windowMask(slot, from: observed.participation) {
                Gate.participation(cell($0, slot, persons: persons($0, slot)), settings)
            }
            counts = employed(
                slot, minimum: settings.minimum,
                shares: shares(of: { persons($0, slot) }, { Int(figures.distinct(.reached, $0, slot)) }))
        case .activity(let activity): (primary, counts) = self.activity(activity, slot)
        case .snapshot:
            primary = units { node in
                let persons = Int(figures.snapshot?.persons[node] ?? 0)
                return persons > 0 && persons < settings.minimum ? SuppressionReason.groupMinimum : nil
            }
        case .item(let place):
            (primary, counts) = survey(protection, wave: slot)
            if let counts, let freedom = freedom(place, wave: slot) {
                var together = counts
                together.shares = freedom
                return Candidate(
                    protection: protection, primary: primary, counts: counts, beside: (.shares(place), together))
            }
        case .index(let place):
            (primary, counts) = survey(protection, wave: slot)
            hide(&primary, items: place, wave: slot, within: whole)
        case .responseRate, .shares, .spread, .answers, .reliability, .driver:
            (primary, counts) = survey(protection, wave: slot)
        case .reasons, .weekday, .bradford, .itemScores, .itemShares, .subFactorShares, .change, .agreement:
            primary = units { _ in .groupMinimum }
        }
        return Candidate(protection: protection, primary: primary, counts: counts)
    }

    func units<Value>(_ value: (Int) -> Value) -> [Value] { (0..<tree.count).map(value) }

    // MARK: Windows

    /// - Parameter from: the month from which on the dataset tells what happened.
    func windowMask(_ window: Int, from: Int, _ decide: (Int) -> SuppressionReason?) -> Mask {
        if figures.grid.windows[window].first < max(from, 0) {
            return Mask(repeating: .insufficientHistory, count: tree.count)
        }
        return units(decide)
    }

    func persons(_ node: Int, _ window: Int) -> Int { figures.persons(node, window) }

    /// Counts of the persons employed in a window.
    func employed(_ window: Int, minimum: Int? = nil, shares: ShareCounts? = nil) -> RemainderCounts {
        RemainderCounts(
            distinct: units { persons($0, window) }, home: units { Int(figures.distinct(.home, $0, window)) },
            shares: shares, minimum: minimum ?? settings.minimumShares)
    }

    func cell(_ node: Int, _ window: Int, persons: Int? = nil) -> CellCounts {
        CellCounts(
            persons: persons ?? self.persons(node, window), averageHeadcount: figures.averageHeadcount(node, window),
            isClosed: figures.grid.windows[window].isClosed)
    }

    private func plain(_ node: Int, _ window: Int) -> SuppressionReason? {
        Gate.plain(cell(node, window), settings)
    }

    /// A difference is shown where both of its windows are.
    private func turnoverChange(_ window: Int) -> Mask {
        let last = figures.grid.windows[window]
        if last.days.upperBound < CivilDate.firstDay(ofMonth: figures.grid.firstMonth + last.end) {
            return Mask(repeating: .openPeriod, count: tree.count)
        }
        guard let before = figures.yearBefore[window] else {
            return Mask(repeating: .insufficientHistory, count: tree.count)
        }
        let now = windowMask(window, from: observed.leavers) { plain($0, window) }
        let then = windowMask(before, from: observed.leavers) { plain($0, before) }
        return zip(now, then).map { $0 ?? $1 }
    }

    /// Who left is only known from a month on; those who began before it may be missing among the leavers.
    private func newcomers(_ kind: Metric.Newcomers, _ window: Int) -> Mask {
        let (months, starts) = kind == .year ? (12, MeasureStore.Sum.yearStarts) : (3, .quarterStarts)
        return windowMask(window, from: observed.leaverHistory + months) {
            Gate.plain(cell($0, window, persons: Int(figures.sum(starts, $0, window))), settings)
        }
    }

    // MARK: Survival

    /// How long people stay is looked at like other figures of leaving with few persons: those behind the curve must be
    /// enough, and those at risk at the point are added up like the persons of a cell, so that neither the rest of a
    /// unit's persons nor those of its persons who are at risk there are few. Where the curve does not reach the point
    /// (fewer than ten at risk, or five leavers in all) the cell is hidden as one of too few persons: which it is. What
    /// is known at the as-of day is no period that could still be open; months that follow are met by the same counts.
    private func survival(_ point: Metric.SurvivalPoint) -> (Mask, RemainderCounts?) {
        guard let survival = figures.survival else { return (units { _ in .insufficientHistory }, nil) }
        var year: Int?
        if case .cohort(let cohort) = point { year = cohort }
        let persons = units { survival.persons($0, year: year) }
        let added = units { node in
            if case .day(let day) = point { survival.atRisk(node, day: day) } else { survival.home(node, year: year) }
        }
        let mask = units { node -> SuppressionReason? in
            let isKnown =
                switch point {
                case .day(let day): survival.point(node, day: day) != nil
                case .median: survival.curve(node) != nil
                case .cohort(let year): survival.median(node, year: year) != nil
                }
            return isKnown && persons[node] >= max(settings.minimum, 1) ? nil : .groupMinimum
        }
        return (mask, RemainderCounts(distinct: persons, home: added, shares: nil, minimum: settings.minimum))
    }

    // MARK: Absence

    private func absence(_ node: Int, _ window: Int) -> SuppressionReason? {
        let counts = cell(node, window)
        if let reason = Gate.sensitive(counts, minimum: settings.minimumShares) { return reason }
        if counts.averageHeadcount < Double(absenceFrom(figures.grid.windows[window])) { return .grain }
        let dominated = isDominated(
            .absenceContributors, .absenceLargest, figures.sum(.absentMinutes, node, window), node, window)
        return dominated ? .dominance : nil
    }

    /// The average headcount from which absence is shown in a window, by its length.
    private func absenceFrom(_ window: MonthGrid.Window) -> Int {
        switch window.kind {
        case .month, .day: settings.absenceMonthFrom
        case .quarter, .fiscalQuarter, .rolling3: settings.absenceQuarterFrom
        case .year, .fiscalYear, .rolling12, .weeks52: settings.absenceYearFrom
        case .yearToDate:
            switch window.months {
            case 12...: settings.absenceYearFrom
            case 3..<12: settings.absenceQuarterFrom
            default: settings.absenceMonthFrom
            }
        }
    }

    private func isDominated(
        _ contributors: MeasureStore.Distinct, _ largest: MeasureStore.Distinct, _ total: Int64, _ node: Int,
        _ window: Int
    ) -> Bool {
        settings.hidesDominance
            && Gate.isDominated(
                contributors: Int(figures.distinct(contributors, node, window)),
                largest: figures.distinct(largest, node, window), total: total)
    }

    /// Parts that add up to what is shown besides: where one is made up by few, none is shown.
    private func part(_ node: Int, _ partition: Metric.AbsencePartition, _ window: Int) -> SuppressionReason? {
        if let reason = absence(node, window) { return reason }
        let isByFew = partition.parts.contains { place in
            let part = MeasureStore.Distinct.parts[place]
            return isDominated(part.contributors, part.largest, minutes(ofPart: place, node, window), node, window)
        }
        return isByFew ? .dominance : nil
    }

    private func minutes(ofPart place: Int, _ node: Int, _ window: Int) -> Int64 {
        func sum(_ measure: MeasureStore.Sum) -> Int64 { figures.sum(measure, node, window) }
        return switch PersonWalk.Line.parts[place] {
        case .certified: sum(.certified)
        case .selfCertified: sum(.selfCertified)
        case .uncertified: sum(.absentMinutes) - sum(.certified) - sum(.selfCertified)
        case .short: sum(.shortAbsence)
        case .long: sum(.absentMinutes) - sum(.shortAbsence)
        case .endedShort: sum(.endedShort)
        default: sum(.endedLong)
        }
    }

    private func spellLengths(_ node: Int, _ window: Int) -> SuppressionReason? {
        if let reason = absence(node, window) { return reason }
        let persons = MeasureStore.Distinct.parts[Metric.AbsencePartition.endedSpells.parts].map {
            Int(figures.distinct($0.contributors, node, window))
        }
        return (persons.max() ?? 0) < settings.minimum ? .groupMinimum : nil
    }

    private func prevalence(_ window: Int) -> (Mask, RemainderCounts) {
        let employed = units { Int(figures.last(.employedOnDay, $0, window)) }
        let mask = windowMask(window, from: observed.absences) { node in
            let counts = cell(node, window, persons: employed[node])
            if let reason = Gate.sensitive(counts, minimum: settings.minimumShares) { return reason }
            return employed[node] < settings.absenceMonthFrom ? .grain : nil
        }
        let absent = shares(of: { employed[$0] }, { Int(figures.last(.absentOnDay, $0, window)) })
        return (
            mask,
            RemainderCounts(distinct: employed, home: employed, shares: absent, minimum: settings.minimumShares)
        )
    }

    /// Time away from work like absence: by the persons of whom it is known what they may take, on the grain of absence,
    /// and hidden where few make it up.
    private func leave(_ window: Int) -> (Mask, RemainderCounts) {
        let persons = units { Int(figures.distinct(.leavePersons, $0, window)) }
        let mask = windowMask(window, from: observed.leave) { node in
            let counts = cell(node, window, persons: persons[node])
            if let reason = Gate.sensitive(counts, minimum: settings.minimumShares) { return reason }
            if counts.averageHeadcount < Double(absenceFrom(figures.grid.windows[window])) { return .grain }
            let dominated = isDominated(
                .leaveContributors, .leaveLargest, figures.sum(.leaveTaken, node, window), node, window)
            return dominated ? .dominance : nil
        }
        return (
            mask, RemainderCounts(distinct: persons, home: persons, shares: nil, minimum: settings.minimumShares)
        )
    }

    // MARK: Classes that add up

    /// Leavers by reason, all classes at once.
    private func reasons(_ window: Int) -> Candidates {
        let primary = windowMask(window, from: observed.leavers) {
            Gate.sensitive(cell($0, window), minimum: settings.minimumShares)
        }
        let counts = MeasureStore.Sum.leaving.map { measure in units { Int(figures.sum(measure, $0, window)) } }
        let whole = employed(window)
        return classes(counts, of: whole.distinct, Metric.LeavingReason.allCases.map { .reasons($0) }, primary, whole)
    }

    /// One-day spells by weekday.
    private func weekdays(_ window: Int) -> Candidates {
        let persons = units { Int(figures.distinct(.oneDayPersons, $0, window)) }
        let primary = windowMask(window, from: observed.absences) { node in
            if let reason = absence(node, window) { return reason }
            return persons[node] < settings.minimumShares ? .groupMinimum : nil
        }
        let counts = MeasureStore.Sum.oneDay.map { measure in units { Int(figures.sum(measure, $0, window)) } }
        return classes(
            counts, of: units { node in counts.reduce(0) { $0 + $1[node] } }, counts.indices.map { .weekday($0) },
            primary, RemainderCounts(distinct: persons, home: persons, shares: nil, minimum: settings.minimumShares))
    }

    /// Persons by the band of their score.
    private func bradford(_ window: Int) -> Candidates {
        let counts = MeasureStore.Sum.bradford.map { measure in units { Int(figures.last(measure, $0, window)) } }
        let whole = units { node in counts.reduce(0) { $0 + $1[node] } }
        let primary = windowMask(window, from: observed.absences) { node in
            let counts = cell(node, window, persons: whole[node])
            if let reason = Gate.sensitive(counts, minimum: settings.minimumShares) { return reason }
            return whole[node] < settings.absenceYearFrom ? .grain : nil
        }
        return classes(
            counts, of: whole, counts.indices.map { .bradford($0) }, primary,
            RemainderCounts(distinct: whole, home: whole, shares: nil, minimum: settings.minimumShares))
    }

    func classes(
        _ counts: [[Int]], of whole: [Int], _ protections: [Metric.Protection], _ primary: Mask,
        _ persons: RemainderCounts
    ) -> Candidates {
        let list = zip(protections, counts).map { protection, count in
            var remainder = persons
            if settings.hidesDominance { remainder.shares = ShareCounts(whole: whole, parts: [count]) }
            return Candidate(protection: protection, primary: primary, counts: remainder)
        }
        return Candidates(list: list, classes: (counts, whole))
    }

    /// The leavers counted are some classes of reasons together, so both they and the others are looked at.
    private func reported(_ window: Int) -> (Mask, RemainderCounts) {
        func sum(_ measures: [MeasureStore.Sum], _ node: Int) -> Int {
            measures.reduce(0) { $0 + Int(figures.sum($1, node, window)) }
        }
        let mask = windowMask(window, from: observed.leavers) {
            Gate.sensitive(cell($0, window), minimum: settings.minimumShares)
        }
        return (
            mask,
            employed(
                window,
                shares: shares(
                    of: { persons($0, window) }, { sum([.voluntary, .involuntary, .retiredOrDied], $0) },
                    { sum([.other, .unknown], $0) - sum([.retiredOrDied], $0) }))
        )
    }

    /// The regretted are some of the leavers of class `voluntary`, which is published besides: both they and the others are
    /// looked at, and nothing is shown where that class is not. Where the export does not say it of all of them the
    /// number is not known, and never 0; that is told only of cells of which the class itself is told, for it says that
    /// there is such a leaver.
    private func regretted(_ window: Int) -> (Mask, RemainderCounts) {
        func count(_ measure: MeasureStore.Sum, _ node: Int) -> Int { Int(figures.sum(measure, node, window)) }
        let shares = shares(
            of: { persons($0, window) }, { count(.regretted, $0) },
            { count(.voluntary, $0) - count(.regretted, $0) })
        let counts = employed(window, shares: shares)
        guard let from = observed.regrets else { return (Mask(repeating: .incomplete, count: tree.count), counts) }
        if figures.grid.windows[window].first < from {
            return (Mask(repeating: .insufficientHistory, count: tree.count), counts)
        }
        let reason = Metric.Protection.reasons(.voluntary)
        let voluntary = masks(reason, slot: window).first { $0.protection == reason }?.mask
        let mask = units { node -> SuppressionReason? in
            guard let voluntary else { return .groupMinimum }
            return voluntary[node] ?? (count(.regretUnknown, node) > 0 ? .incomplete : nil)
        }
        return (mask, counts)
    }

    // MARK: Shares

    /// Sensitive shares of persons, which must not be close to none or all; nil for invented persons.
    func shares(of whole: (Int) -> Int, _ parts: ((Int) -> Int)...) -> ShareCounts? {
        guard settings.hidesDominance else { return nil }
        return ShareCounts(whole: units(whole), parts: parts.map { units($0) })
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

    // MARK: Waves

    /// The masks of figures that are worked out from others: shown where each of those is, so that nothing is told that
    /// they do not tell. Nil for all others.
    private func composed(_ protection: Metric.Protection, slot: Int, within whole: Whole?) -> Mask? {
        guard let survey = figures.survey else { return nil }
        func asked(_ index: Int) -> [Int] { survey.members(index).filter { figures.isAsked($0, wave: slot) } }
        switch protection {
        case .itemScores(let index): return together(asked(index).map { (.item($0), slot) }, within: whole)
        case .itemShares(let index): return together(asked(index).map { (.shares($0), slot) }, within: whole)
        case .subFactorShares:
            let parts = survey.subFactors.map(asked)
            guard !parts.contains(where: \.isEmpty) else { return units { _ in .groupMinimum } }
            return together(parts.joined().map { (.shares($0), slot) }, within: whole)
        case .agreement(let index):
            let shown = compared(index, wave: slot)
            let units = ComparedUnits(mask: shown, tree: tree)
            return shown.indices.map { shown[$0] ?? (units.below[$0].count < 2 ? .groupMinimum : nil) }
        case .change(let compared):
            guard slot > 0 else { return Mask(repeating: .insufficientHistory, count: tree.count) }
            let one: Metric.Protection =
                switch compared {
                case .item(let place): .item(place)
                case .index(let place): .index(place)
                }
            var mask = together([(one, slot), (one, slot - 1)])
            guard case .index(let place) = compared else { return mask }
            // Fewer persons have an index over the items that both waves asked.
            for node in mask.indices where mask[node] == nil {
                let states = survey.change(node, slot, place)
                if min(states.before.n, states.after.n) < max(settings.minimum, 1) { mask[node] = .groupMinimum }
            }
            return mask
        default: return nil
        }
    }

    /// Units whose index, and all items of it, are shown, and how persons lie about them may be told.
    func compared(_ index: Int, wave: Int) -> Mask {
        guard let survey = figures.survey else { return units { _ in .groupMinimum } }
        let items = survey.members(index).filter { figures.isAsked($0, wave: wave) }
        var mask = together([(.index(index), wave)] + items.map { (items.count == 1 ? .spread($0) : .item($0), wave) })
        for node in mask.indices where mask[node] == nil {
            if survey.index(node, wave, index).n < max(settings.minimumShares, 1) { mask[node] = .groupMinimum }
        }
        return mask
    }

    /// Shown where all are; none of none.
    private func together(
        _ parts: [(protection: Metric.Protection, slot: Int)], within whole: Whole? = nil
    ) -> Mask {
        guard !parts.isEmpty else { return units { _ in .groupMinimum } }
        var mask = units { _ in SuppressionReason?.none }
        for part in parts {
            guard let shown = masks(part.protection, slot: part.slot, within: whole).first?.mask else { continue }
            for node in mask.indices where mask[node] == nil { mask[node] = shown[node] }
        }
        return mask
    }
}
