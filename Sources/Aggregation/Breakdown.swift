internal import Calendars
internal import Columnar
internal import Configuration
internal import Disclosure
internal import Results

/// What persons are told apart by. Breakdowns are single: no two of them are crossed.
enum Demographic: String, CaseIterable, Sendable {
    case gender
    case age = "age_band"
    case tenure = "tenure_band"
    case country, location, contract
    case jobLevel = "job_level"
    case workMode = "work_mode"
    case peopleManager = "people_manager"

    /// Those that a column of `assignments` holds as words.
    static let words: [Demographic] = [.gender, .country, .location, .contract, .jobLevel, .workMode]
    static let unknown = "unknown"

    /// The name in `breakdown`: `age=<30`.
    var label: String {
        switch self {
        case .age: "age"
        case .tenure: "tenure"
        default: rawValue
        }
    }

    /// Place of the codes of a segment; nil for those that are worked out from days.
    var place: Int? { Self.coded.firstIndex(of: self) }

    static let coded = words + [.peopleManager]
}

/// The codes of a segment's groups, by `Demographic.place`.
typealias GroupCodes = SIMD8<UInt8>

/// One demographic and its groups.
///
/// Every group has a copy of the tree to itself: unit u of group g is place g × units + u. So the walk, the merge and the
/// roll-up know nothing of groups, and a person's days lie in the group that held on them.
struct Breakdown: Sendable {
    let demographic: Demographic
    /// Values of the groups in the order of their bytes, `unknown` last.
    let groups: [String]
    /// Thresholds of a banded one: years.
    let bands: [Int]
    /// Units of the tree.
    let units: Int

    /// `gender=female`, by group.
    var labels: [String] { groups.map { "\(demographic.label)=\($0)" } }

    /// The tree, once for each group.
    func forest(_ tree: AggregatedTree) -> TreeShape {
        var parent: [Int32] = []
        var end: [Int32] = []
        var rank: [Int32] = []
        for group in groups.indices {
            let base = Int32(group * units)
            parent += tree.parent.map { $0 < 0 ? -1 : base + $0 }
            end += tree.end.map { base + $0 }
            rank += tree.rank
        }
        return TreeShape(parent: parent, end: end, rank: rank)
    }

    /// Bands by their first whole years: `<30`, `30-50`, `>50` for 30 and 51.
    static func bandNames(_ starts: [Int]) -> [String] {
        guard let first = starts.first, let last = starts.last else { return [] }
        let between = zip(starts, starts.dropFirst()).map { $1 - $0 == 1 ? "\($0)" : "\($0)-\($1 - 1)" }
        return ["<\(first)"] + between + [">\(last - 1)"]
    }

    /// Cuts a person's segments where the group changes, and puts them into the tree of their group.
    ///
    /// - Parameter end: no day from here on is looked at.
    func split(_ segments: Span<EmployedSegment>, before end: Int32, into out: inout [EmployedSegment]) {
        out.removeAll(keepingCapacity: true)
        // Said by the row with which a spell begins; those that follow are of the same spell.
        var isHireKnown = true
        for i in segments.indices {
            var segment = segments[i]
            if segment.start != StartKind.change { isHireKnown = segment.start != StartKind.observed }
            segment.isHireKnown = isHireKnown
            guard segment.department >= 0, Int(segment.department) < units else { continue }
            switch demographic {
            case .age: splitByAge(segment, before: end, into: &out)
            case .tenure: splitByTenure(segment, before: end, into: &out)
            default: append(segment, group: Int(segment.groups[demographic.place ?? 0]), into: &out)
            }
        }
    }

    private func append(_ segment: EmployedSegment, group: Int, into out: inout [EmployedSegment]) {
        var piece = segment
        piece.department += Int32(group * units)
        out.append(piece)
    }

    /// Adds `[segment.first, day)` to a group and leaves the rest.
    private func cut(
        _ segment: inout EmployedSegment, at day: Int32, group: Int, into out: inout [EmployedSegment]
    ) {
        guard day > segment.first, day < segment.end else { return }
        var piece = segment
        piece.end = day
        piece.leaves = EmployedSegment.goesOn
        append(piece, group: group, into: &out)
        segment.first = day
        segment.start = StartKind.change
    }

    private func band(_ years: Int) -> Int { bands.lastIndex { years >= $0 }.map { $0 + 1 } ?? 0 }

    /// The age of a calendar year holds on all of its days.
    private func splitByAge(_ segment: EmployedSegment, before end: Int32, into out: inout [EmployedSegment]) {
        guard segment.birthYear > 0 else {
            append(segment, group: groups.count - 1, into: &out)
            return
        }
        let born = Int(segment.birthYear)
        var rest = segment
        var group = band(CivilDate(day: segment.first).year - born)
        for start in bands {
            let day = CivilDate.firstDay(ofMonth: (born + start) * 12)
            guard day < min(segment.end, end) else { break }
            cut(&rest, at: day, group: group, into: &out)
            group = band(CivilDate(day: rest.first).year - born)
        }
        append(rest, group: group, into: &out)
    }

    /// Completed years since the spell's first day.
    private func splitByTenure(_ segment: EmployedSegment, before end: Int32, into out: inout [EmployedSegment]) {
        guard segment.isHireKnown else {
            append(segment, group: groups.count - 1, into: &out)
            return
        }
        var rest = segment
        var group = 0
        for (place, years) in bands.enumerated() {
            let day = Self.anniversary(segment.spellFirst, years: years)
            guard day < min(segment.end, end) else { break }
            cut(&rest, at: day, group: group, into: &out)
            group = place + 1
        }
        append(rest, group: group, into: &out)
    }

    /// The day on which so many years are completed: that of 29 February is 1 March where there is none.
    static func anniversary(_ day: Int32, years: Int) -> Int32 {
        let date = CivilDate(day: day)
        let year = date.year + years
        if let same = CivilDate(year: year, month: date.month, day: date.dayOfMonth) { return same.day }
        return CivilDate.firstDay(ofMonth: year * 12 + date.month)
    }
}

/// What the walk needs to know of one breakdown.
struct BrokenDownPlan: Sendable {
    let breakdown: Breakdown
    let shape: TreeShape
    let plan: WalkPlan

    /// The plan of all persons, on the forest and over the windows of the breakdowns.
    init(_ breakdown: Breakdown, _ tree: AggregatedTree, _ whole: WalkPlan, _ grid: MonthGrid) {
        self.breakdown = breakdown
        shape = breakdown.forest(tree)
        var plan = whole
        plan.grid = grid
        plan.parent = shape.parent
        plan.end = shape.end
        plan.needs.absenceWindows = 0..<grid.monthlyWindows
        plan.needs.participationWindows = 0..<grid.monthlyWindows
        plan.needs.leaveWindows = 0..<grid.monthlyWindows
        plan.needs.activityWindows = 0..<grid.monthlyWindows
        // Nobody is told apart in survival by tenure, which it is about.
        if breakdown.demographic == .tenure { plan.needs.groups.remove(.survival) }
        plan.needs.groups.remove(.recruitment)
        self.plan = plan
    }
}

/// The walk over all persons, and one for each breakdown; used by one thread at a time.
final class PersonWalks: @unchecked Sendable {
    let whole: PersonWalk
    let parts: [(breakdown: Breakdown, walk: PersonWalk)]
    private var pieces: [EmployedSegment] = []

    init(_ whole: PersonWalk, _ plans: [BrokenDownPlan]) {
        self.whole = whole
        parts = plans.map { part in
            let store = MeasureStore(
                nodes: part.shape.count, months: part.plan.grid.count, windows: part.plan.grid.monthlyWindows,
                waves: part.plan.waveDays.count, needs: part.plan.needs)
            return (part.breakdown, PersonWalk(plan: part.plan, store: store))
        }
    }

    func add(
        segments: Span<EmployedSegment>, absences: Span<PersonAbsence>, events: Span<PersonEvent>,
        leave: Span<PersonLeave>, happenings: Span<PersonHappening>
    ) {
        whole.add(segments: segments, absences: absences, events: events, leave: leave, happenings: happenings)
        guard !parts.isEmpty else { return }
        // Taken out of the object for as long as somebody looks into it.
        var pieces = self.pieces
        self.pieces = []
        for (breakdown, walk) in parts {
            breakdown.split(segments, before: walk.after, into: &pieces)
            walk.add(
                segments: pieces.span, absences: absences, events: events, leave: leave, happenings: happenings)
        }
        self.pieces = pieces
    }
}

/// The sums of one breakdown, carried to every unit that a person's days lie in.
struct BrokenDown: Sendable {
    let breakdown: Breakdown
    let shape: TreeShape
    let grid: MonthGrid
    let store: MeasureStore
    let lengths: SpellLengths?
    let services: ServiceRecords?
    let stays: StayRecords?

    /// - Parameters:
    ///   - walks: those of all threads, at least one.
    ///   - reports: who reports to whom, of all persons: a manager's reports may be of any group.
    init(_ plan: BrokenDownPlan, _ walks: [PersonWalk], reports: SpanOfControl?, workers: Int) {
        breakdown = plan.breakdown
        shape = plan.shape
        grid = plan.plan.grid
        let store =
            walks.first?.store
            ?? MeasureStore(nodes: plan.shape.count, months: 1, windows: 0, waves: 0, needs: MeasureNeeds())
        var lengths: SpellLengths?
        var services: ServiceRecords?
        var stays: StayRecords?
        for walk in walks {
            if walk.store !== store { store.merge(walk.store, workers: workers) }
            lengths = lengths?.merged(walk.lengths) ?? walk.lengths
            services = services?.merged(walk.services) ?? walk.services
            stays = stays?.merged(walk.stays) ?? walk.stays
        }
        walks.reduce(nil) { $1.spans?.merged($0) ?? $0 }?.fill(store, reports: reports)
        store.spreadDistinct(parent: plan.shape.parent, workers: workers)
        self.store = store
        self.lengths = lengths
        self.services = services
        self.stays = stays
    }

    func rollUp(workers: Int) { store.rollUp(parent: shape.parent, workers: workers) }
}

extension AggregateRun {
    /// More groups than a reader could follow; a location may have thousands.
    static let mostGroups = 60

    /// The breakdowns asked for that the data can make, six at most.
    func planBreakdowns() throws {
        guard let assignments else { return }
        for demographic in pipeline.metrics.breakdowns.compactMap(Demographic.init) {
            guard let breakdown = try breakdown(demographic, assignments) else { continue }
            breakdowns.append(breakdown)
        }
    }

    private func breakdown(_ demographic: Demographic, _ assignments: TableReader) throws -> Breakdown? {
        func made(_ groups: [String], bands: [Int] = []) -> Breakdown {
            Breakdown(
                demographic: demographic, groups: groups + [Demographic.unknown], bands: bands, units: tree.count)
        }
        switch demographic {
        case .age:
            let isKnown = (0..<assignments.rowGroupCount).contains {
                assignments.bounds(group: $0, column: "birth_year") != nil
            }
            let bands = pipeline.metrics.ageBands
            return isKnown ? made(Breakdown.bandNames(bands), bands: bands) : nil
        case .tenure:
            let bands = pipeline.metrics.tenureBands
            return made(Breakdown.bandNames(bands), bands: bands)
        case .peopleManager:
            let isKnown = try (0..<assignments.rowGroupCount).contains { group in
                let column = try assignments.readGroup(group, columns: ["people_manager"]).bool("people_manager")
                return (0..<column.count).contains { column[$0] != nil }
            }
            return isKnown ? made(["no", "yes"]) : nil
        default:
            var words: Set<String> = []
            for group in 0..<assignments.rowGroupCount {
                words.formUnion(try assignments.texts(demographic.rawValue, ofGroup: group))
            }
            words.remove(Demographic.unknown)
            guard !words.isEmpty else { return nil }
            guard words.count <= Self.mostGroups else {
                found(
                    "breakdowns.too_many_groups", "employees",
                    "\(demographic.rawValue) has \(words.count) values, more than the \(Self.mostGroups) that figures are broken down by; map them to fewer in the source description",
                    count: words.count, warns: true)
                return nil
            }
            return made(words.sorted(by: precedes))
        }
    }
}
