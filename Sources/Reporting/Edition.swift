internal import Results
internal import Synchronization

/// What one place of the cube says.
enum Reading: Sendable {
    /// No such cell.
    case missing
    case hidden(SuppressionReason)
    /// Published, but the denominator is 0.
    case undefined
    case known(Double, Figure)

    var value: Double? {
        if case .known(let value, _) = self { return value }
        return nil
    }
    var figure: Figure? {
        if case .known(_, let figure) = self { return figure }
        return nil
    }

    init(_ cell: Disclosed) {
        switch cell {
        case .suppressed(let reason): self = .hidden(reason)
        case .published(let figure):
            guard let value = figure.value, value.isFinite else {
                self = .undefined
                return
            }
            self = .known(value, figure)
        }
    }
}

/// Whether a difference is more than chance explains, and for whom.
enum Verdict: Sendable, Equatable {
    case better, worse
    /// Apart, for a metric of which neither end is better.
    case apart
    /// The intervals overlap, or the group is too small to say.
    case level
    /// One of the two has no interval.
    case unknown

    var isClear: Bool { self == .better || self == .worse || self == .apart }
}

/// One publication as every page of a report sees it: names, periods chosen once for all, and the cells at hand.
struct Edition: Sendable {
    let publication: Publication
    let settings: ReportSettings
    let organisation: String
    /// One a department, in the order of the tree.
    let slugs: [String]
    let tree: PageTree
    /// Months with data, oldest first.
    let monthIndices: [Int]
    private(set) var headlines: [Headline]
    /// Judged once for all pages; without any before that.
    var flags = Flags.none
    /// The imported table, where the publication has one.
    private(set) var benchmark: Benchmark?
    var cube: PublishedCube {
        didSet { places = CellPlaces(cube) }
    }
    private var places: CellPlaces
    private let catalogue: [String: MetricDescription]
    private let newestPeriods = NewestPeriods()

    init(cube: PublishedCube, tree: PageTree, settings: ReportSettings) throws {
        let publication = cube.publication
        self.publication = publication
        self.settings = settings
        self.cube = cube
        places = CellPlaces(cube)
        organisation = settings.organisation ?? publication.organisation
        slugs = try publication.departments.map { try PageName.slug($0.id) }
        self.tree = tree
        monthIndices = publication.months.compactMap(ReportPeriod.monthIndex)
        catalogue = Dictionary(publication.catalogue.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        headlines = []
        headlines = Headline.all(in: self)
        benchmark = Benchmark(self)
    }

    var root: Int { 0 }

    func name(_ unit: Int) -> String {
        if unit == root { return organisation }
        let node = publication.departments[unit]
        return node.name.isEmpty ? node.id : node.name
    }

    /// Departments that have a page of their own (the root's is the company page).
    var hasPage: [Bool] { tree.hasPage }
    var children: [[Int]] { tree.children }
    var upperLevels: [Int] { tree.upperLevels }

    func parent(_ unit: Int) -> Int? { tree.parent(unit) }

    /// Whether `lower` lies anywhere below `upper`.
    func isAbove(_ upper: Int, _ lower: Int) -> Bool {
        upper < lower && lower < publication.departments[upper].end
    }

    /// From the root to the unit's parent.
    func ancestors(_ unit: Int) -> [Int] {
        var list: [Int] = []
        var at = unit
        while let above = parent(at) {
            list.append(above)
            at = above
        }
        return list.reversed()
    }

    func reading(_ metric: String, _ unit: Int, _ period: ReportPeriod, breakdown: String = "") -> Reading {
        guard let found = found(metric), let department = places.departments[unit], let number = places[period],
            let cell = cube.cell(found, at: department, number, breakdown: breakdown)
        else { return .missing }
        return Reading(cell)
    }

    /// One metric of one unit in many periods: its names are looked up once.
    func readings(_ metric: String, _ unit: Int, _ periods: some Sequence<ReportPeriod>) -> [Reading] {
        let found = found(metric)
        let department = places.departments[unit]
        return periods.map { period in
            guard let found, let department, let number = places[period],
                let cell = cube.cell(found, at: department, number)
            else { return .missing }
            return Reading(cell)
        }
    }

    private func found(_ metric: String) -> Int32? {
        assert(ShownMetrics.names.contains(metric), "\(metric) is not among the metrics that are loaded")
        return cube.number(ofMetric: metric)
    }

    /// The description that stands for a metric: its own, or that of the family it is a parameter of.
    func description(_ metric: String) -> MetricDescription? {
        if let exact = catalogue[metric] { return exact }
        var id = metric
        if let point = id.firstIndex(of: "#") {
            id = String(id[..<point])
            if let found = catalogue[id] { return found }
        }
        if let colon = id.firstIndex(of: ":") {
            id = String(id[..<colon])
            if let found = catalogue[id] { return found }
        }
        while let dot = id.lastIndex(of: ".") {
            id = String(id[..<dot])
            if let found = catalogue[id] { return found }
        }
        return nil
    }

    func unit(_ metric: String) -> Unit {
        guard let found = description(metric) else {
            return Unit(.percent, decimals: 1, words: "%")
        }
        return Unit(named: found.unit, decimals: found.decimals)
    }

    func direction(_ metric: String) -> Int { description(metric)?.direction ?? 0 }

    /// The newest of `periods` (newest first) for which the company has a value, else any department.
    func newest(_ metric: String, _ periods: [ReportPeriod]) -> ReportPeriod? {
        guard cube.has(metric), let first = periods.first else { return nil }
        return newestPeriods.value(for: NewestPeriods.Question(metric: metric, first: first, count: periods.count)) {
            for period in periods {
                if case .known = reading(metric, root, period) { return period }
            }
            let anywhere = cube.publishedPeriods(of: metric)
            return periods.first { anywhere.contains($0.id) }
        }
    }

    /// A unit against the one above, or against itself before: what the edition's family of tests found, where it holds the
    /// metric in that period; else by the intervals. Both known and no test between them is too small to say.
    func verdict(
        _ metric: String, of unit: Int, _ period: ReportPeriod, _ this: Figure?, against other: Figure?,
        _ against: Flags.Against
    ) -> Verdict {
        guard let verdict = flags.verdict(metric, unit, period, against) else {
            return verdict(metric, this, against: other)
        }
        return verdict == .unknown && this?.value != nil && other?.value != nil ? .level : verdict
    }

    /// Non-overlap of the two 95 % intervals, for groups of 20 and more: a rule that errs towards silence.
    func verdict(_ metric: String, _ this: Figure?, against other: Figure?) -> Verdict {
        guard let this, let other, let a = this.value, let b = other.value else { return .unknown }
        guard let low = this.low, let high = this.high, let otherLow = other.low, let otherHigh = other.high else {
            return .unknown
        }
        guard let n = this.n, let m = other.n, n >= 20, m >= 20 else { return .level }
        guard low > otherHigh || high < otherLow else { return .level }
        let direction = direction(metric)
        if direction == 0 { return .apart }
        return (a > b) == (direction > 0) ? .better : .worse
    }

    /// Years that the data touch or that cells are published for, oldest first.
    var years: [Int] {
        let named = cube.periodIDs.filter { $0.utf8.count == 4 }.compactMap { Int($0) }
        return Set(monthIndices.map(\.year) + named).sorted()
    }
}

/// Where departments and periods stand in a cube, so that no name is made or looked up for a cell.
private struct CellPlaces: Sendable {
    /// By place in the tree.
    let departments: [Int32?]
    private let months: MonthPlaces
    private let rollingYears: MonthPlaces
    private let others: [ReportPeriod: Int32]

    init(_ cube: PublishedCube) {
        departments = cube.publication.departments.map { cube.number(ofDepartment: $0.id) }
        var months: [Int: Int32] = [:]
        var rollingYears: [Int: Int32] = [:]
        var others: [ReportPeriod: Int32] = [:]
        for id in cube.periodIDs {
            let number = cube.number(ofPeriod: id)
            switch ReportPeriod(id: id) {
            case .month(let month): months[month] = number
            case .rolling12(let month): rollingYears[month] = number
            case let other: others[other] = number
            }
        }
        self.months = MonthPlaces(months)
        self.rollingYears = MonthPlaces(rollingYears)
        self.others = others
    }

    subscript(period: ReportPeriod) -> Int32? {
        switch period {
        case .month(let month): months[month]
        case .rolling12(let month): rollingYears[month]
        default: others[period]
        }
    }
}

/// Numbers by month index; months of real data lie close together.
private struct MonthPlaces: Sendable {
    /// Months that a list may span: a hundred years.
    private static let longest = 1200
    private let first: Int
    private let list: [Int32?]
    /// What lies beyond the list's end.
    private let further: [Int: Int32]

    init(_ places: [Int: Int32]) {
        let first = places.keys.min() ?? 0
        let count = min(Self.longest, places.isEmpty ? 0 : (places.keys.max() ?? 0) - first + 1)
        list = (first..<first + count).map { places[$0] }
        further = places.filter { $0.key >= first + count }
        self.first = first
    }

    subscript(month: Int) -> Int32? {
        let place = month - first
        return list.indices.contains(place) ? list[place] : further.isEmpty ? nil : further[month]
    }
}

/// Answers of `Edition.newest`, which every page asks for and which looks through all departments.
private final class NewestPeriods: Sendable {
    struct Question: Hashable {
        var metric: String
        /// The periods asked about are runs that begin at different months; their first and number tell them apart.
        var first: ReportPeriod
        var count: Int
    }

    private let answers = Mutex<[Question: ReportPeriod?]>([:])

    func value(for question: Question, _ search: () -> ReportPeriod?) -> ReportPeriod? {
        if let known = answers.withLock({ $0[question] }) { return known }
        let answer = search()
        answers.withLock { $0[question] = .some(answer) }
        return answer
    }
}
