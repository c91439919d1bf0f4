internal import Columnar
internal import Results
internal import Runs
internal import Workforce

/// What is counted of recruitment: openings and offers of departments up to the as-of day. Candidates are no employees, so
/// nothing of it is met person by person.
struct Recruitment: Sendable {
    /// An opening that was filled, or an application that was accepted, and how long it took.
    struct Duration: Sendable {
        var department: Int32
        var day: Int32
        var days: Int32
    }
    /// An offer that was accepted or declined.
    struct Decision: Sendable {
        var department: Int32
        var day: Int32
        var isAccepted: Bool
        /// Nil where nobody says.
        var isInside: Bool?
        /// Place among the sources.
        var source: Int
    }
    struct Opening: Sendable {
        var department: Int32
        var day: Int32
        var applications: Int64
    }

    private(set) var fills: [Duration] = []
    private(set) var hires: [Duration] = []
    private(set) var decisions: [Decision] = []
    private(set) var openings: [Opening] = []
    /// Sources of accepted offers, in the order of their bytes.
    private(set) var sources: [String] = []
    /// Accepted offers, and declined ones, of which nobody says when.
    private(set) var undated = 0
    /// Openings without a day on which they were posted or approved, or of whose applications nothing is told.
    private(set) var uncounted = 0

    var firstDecision: Int32? { decisions.map(\.day).min() }
    var firstOpening: Int32? { openings.map(\.day).min() }

    /// One row of the table.
    struct Row {
        var department: Int32
        var isApplication: Bool
        var approved: Int32?
        var posted: Int32?
        var applied: Int32?
        var decided: Int32?
        var outcome: String?
        var source: String
        var isInside: Bool?
        var applicants: Int32?
    }

    /// Rows of one opening after the other.
    init(openings rows: [[Row]], asOf: Int32) {
        sources = Set(rows.joined().filter { $0.outcome == "accepted" }.map(\.source)).sorted(by: precedes)
        var places: [String: Int] = [:]
        for (place, source) in sources.enumerated() { places[source] = place }
        for opening in rows { add(opening, asOf: asOf, places) }
    }

    init(_ reader: TableReader, nodes: Int, asOf: Int32) throws {
        var openings: [[Row]] = []
        var last: (department: Int32, opening: String)?
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let department = try group.int32("department")
            let opening = try group.strings("opening")
            let application = try group.bool("application")
            let days = try ["approved_day", "posted_day", "applied_day", "decided_day"].map { try group.int32($0) }
            let outcome = try group.strings("outcome")
            let source = try group.strings("source")
            let inside = try group.bool("internal")
            let applicants = try group.int32("applicants")
            for i in 0..<group.rowCount {
                guard let node = department[i], node >= 0, Int(node) < nodes, let id = opening[i] else {
                    throw AggregateError.outsideTree(table: "recruitment")
                }
                if last?.opening != id || last?.department != node { openings.append([]) }
                last = (node, id)
                openings[openings.count - 1].append(
                    Row(
                        department: node, isApplication: application.values[i] != 0, approved: days[0][i],
                        posted: days[1][i], applied: days[2][i], decided: days[3][i], outcome: outcome[i],
                        source: source[i] ?? "unknown", isInside: inside[i].map { $0 != 0 },
                        applicants: applicants[i]))
            }
        }
        self.init(openings: openings, asOf: asOf)
    }

    private mutating func add(_ rows: [Row], asOf: Int32, _ places: [String: Int]) {
        guard let department = rows.first?.department else { return }
        // Where an opening has rows about candidates, the row about itself says nothing of offers.
        let candidates = rows.filter(\.isApplication)
        let decided = (candidates.isEmpty ? rows : candidates).filter {
            $0.outcome == "accepted" || $0.outcome == "declined"
        }
        let approved = rows.compactMap(\.approved).min()
        var filled: Int32?
        for row in decided {
            guard let day = row.decided else {
                undated += 1
                continue
            }
            guard day <= asOf else { continue }
            let isAccepted = row.outcome == "accepted"
            decisions.append(
                Decision(
                    department: department, day: day, isAccepted: isAccepted, isInside: row.isInside,
                    source: places[row.source] ?? 0))
            guard isAccepted else { continue }
            filled = min(filled ?? day, day)
            if row.isApplication, let applied = row.applied { add(from: applied, to: day, department, to: \.hires) }
        }
        if let filled, let approved { add(from: approved, to: filled, department, to: \.fills) }
        let told = rows.compactMap(\.applicants).max().map(Int64.init)
        let counted = Int64(candidates.count { ($0.applied ?? asOf) <= asOf })
        guard let opened = rows.compactMap(\.posted).min() ?? approved,
            let applications = candidates.isEmpty ? told : max(counted, told ?? 0)
        else {
            uncounted += 1
            return
        }
        if opened <= asOf { openings.append(Opening(department: department, day: opened, applications: applications)) }
    }

    /// A time that ends before it begins is none.
    private mutating func add(
        from first: Int32, to last: Int32, _ department: Int32, to list: WritableKeyPath<Recruitment, [Duration]>
    ) {
        let (days, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, days >= 0, days <= Self.longest else { return }
        self[keyPath: list].append(Duration(department: department, day: last, days: days))
    }

    /// Ten years: a longer one is a wrong date, and every length has a place of its own while they are counted.
    static let longest: Int32 = 3653

    /// More sources than a reader could follow.
    mutating func dropSources() { sources = [] }
}

/// Medians and sources of recruitment, after the roll-up.
struct RecruitmentFigures: Sendable {
    let fillTimes: [SpellLengths.Summary]
    let hireTimes: [SpellLengths.Summary]
    let windows: Range<Int>
    let months: Int
    let nodes: Int
    /// By source, then `[node][month]`: running totals of the subtree.
    let bySource: [[Int64]]

    init(_ recruitment: Recruitment, grid: MonthGrid, parent: [Int32], end: [Int32], windows: Range<Int>, workers: Int)
    {
        let nodes = parent.count
        func summaries(_ durations: [Recruitment.Duration]) -> [SpellLengths.Summary] {
            let lengths = SpellLengths()
            for duration in durations {
                guard let m = grid.month(of: duration.day) else { continue }
                lengths.add(department: duration.department, month: m, days: duration.days)
            }
            return lengths.summaries(nodes: nodes, end: end, grid: grid, windows: windows, workers: workers)
        }
        fillTimes = summaries(recruitment.fills)
        hireTimes = summaries(recruitment.hires)
        self.windows = windows
        self.nodes = nodes
        months = grid.count
        var bySource = [[Int64]](
            repeating: [Int64](repeating: 0, count: nodes * grid.count), count: recruitment.sources.count)
        for decision in recruitment.decisions where decision.isAccepted && decision.source < bySource.count {
            guard let m = grid.month(of: decision.day) else { continue }
            var node = decision.department
            while node >= 0 {
                bySource[decision.source][Int(node) * grid.count + m] += 1
                node = parent[Int(node)]
            }
        }
        for source in bySource.indices {
            for node in 0..<nodes {
                for m in stride(from: 1, to: grid.count, by: 1) {
                    bySource[source][node * grid.count + m] += bySource[source][node * grid.count + m - 1]
                }
            }
        }
        self.bySource = bySource
    }

    var sources: Int { bySource.count }

    private func summary(_ list: [SpellLengths.Summary], _ node: Int, _ window: Int) -> SpellLengths.Summary? {
        windows.contains(window) ? list[node * windows.count + window - windows.lowerBound] : nil
    }

    /// The median of the days from approval to acceptance, and of how many openings.
    func fill(_ node: Int, _ window: Int) -> SpellLengths.Summary? { summary(fillTimes, node, window) }
    /// The same from application to acceptance, of hires.
    func hire(_ node: Int, _ window: Int) -> SpellLengths.Summary? { summary(hireTimes, node, window) }
    func fills(_ node: Int, _ window: Int) -> Int { Int(fill(node, window)?.count ?? 0) }
    func hires(_ node: Int, _ window: Int) -> Int { Int(hire(node, window)?.count ?? 0) }

    /// Accepted offers from one source.
    func hires(from source: Int, _ node: Int, _ window: Int, _ grid: MonthGrid) -> Int64 {
        guard bySource.indices.contains(source) else { return 0 }
        let bounds = grid.windows[window]
        let row = node * months
        let before = bounds.first > 0 ? bySource[source][row + bounds.first - 1] : 0
        return bySource[source][row + bounds.end - 1] - before
    }
}

extension AggregateRun {
    func readRecruitment() throws {
        guard let reader = try open("recruitment", Normalized.recruitment) else { return }
        var recruitment = try Recruitment(reader, nodes: tree.count, asOf: run.asOf)
        found(
            "recruitment.undated", "recruitment",
            "offers are said to be accepted or declined and not when; they are left out", count: recruitment.undated)
        found(
            "recruitment.uncounted_openings", "recruitment",
            "openings have no day of approval or posting, or nothing tells how many applied; applications per opening leave them out",
            count: recruitment.uncounted)
        if recruitment.sources.count > Self.mostGroups {
            found(
                "recruitment.too_many_sources", "recruitment",
                "applications have more different sources than the \(Self.mostGroups) that hires are told apart by; map them to fewer in the source description",
                count: recruitment.sources.count, warns: true)
            recruitment.dropSources()
        }
        self.recruitment = recruitment
    }

    /// Adds what happened in the months of the grid to the sums, at the departments, before they are rolled up.
    func addRecruitment() {
        guard let recruitment, store.needs.has(.recruitment) else { return }
        recruitment.add(to: store, grid)
    }

    func recruitmentFigures() -> RecruitmentFigures? {
        guard let recruitment, store.needs.has(.recruitment) else { return nil }
        return RecruitmentFigures(
            recruitment, grid: grid, parent: tree.parent, end: tree.end, windows: 0..<grid.monthlyWindows,
            workers: workers)
    }
}

extension Recruitment {
    func add(to store: MeasureStore, _ grid: MonthGrid) {
        func add(_ measure: MeasureStore.Sum, _ department: Int32, _ month: Int, _ value: Int64) {
            store.sum(measure)?[Int(department) * store.months + month] += value
        }
        for decision in decisions {
            guard let m = grid.month(of: decision.day) else { continue }
            add(.offersDecided, decision.department, m, 1)
            guard decision.isAccepted else { continue }
            add(.offersAccepted, decision.department, m, 1)
            guard let isInside = decision.isInside else { continue }
            add(.originKnown, decision.department, m, 1)
            add(.hiredInside, decision.department, m, isInside ? 1 : 0)
        }
        for opening in openings {
            guard let m = grid.month(of: opening.day) else { continue }
            add(.openings, opening.department, m, 1)
            add(.applications, opening.department, m, opening.applications)
            add(.applicationsSquared, opening.department, m, opening.applications * opening.applications)
            add(.openingsApplied, opening.department, m, opening.applications > 0 ? 1 : 0)
        }
    }
}
