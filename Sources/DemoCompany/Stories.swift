/// What a demo company is made to show.
public enum DemoStory: String, CaseIterable, Sendable {
    /// A department in trouble, one that improves, a reorganisation, and departments that differ a little by nature.
    case nordlys
    /// Nothing: departments and years differ by chance alone. What keeps chance from being simple stays: the season,
    /// persons who fall ill or come along more readily than others, departments of unequal size. A survey a year.
    case none
    /// The same but for one department of a hundred persons or more, where for the last twelve months 2.5 times as many
    /// leave, absence is three points higher and scores are twelve points lower.
    case planted
}

/// What is planted in the data, so that a report can be checked for finding it.
struct Stories {
    /// What trouble in full force does.
    struct Effects {
        /// Added to 1, times the chance to resign.
        var leaving: Double
        var sickness: Double
        var transfers: Double
        /// Added to the share of the invited who answer, and times that of those who register.
        var response: Double
        var attendance: Double
        /// Added to answers on five points.
        var engagement: Double
        var manager: Double
        var growth: Double
        var workload: Double
        var belonging: Double

        static let nordlys = Effects(
            leaving: 2, sickness: 1.4, transfers: 1.5, response: -0.16, attendance: -0.3, engagement: -0.75,
            manager: -0.95, growth: -0.3, workload: -0.85, belonging: -0.35)
        static let planted = Effects(
            leaving: 1.5, sickness: 1.4, transfers: 0, response: 0, attendance: 0, engagement: -0.52, manager: -0.52,
            growth: -0.52, workload: -0.52, belonging: -0.52)
    }

    let story: DemoStory
    let effects: Effects
    struct Reorganisation {
        /// The month on whose first day it happens.
        let month: Int
        let dissolved: Int
        let into: [Int]
    }

    private(set) var trouble: Int?
    /// The first month of trouble.
    private(set) var troubleSince: Int
    private(set) var improving: Int?
    private(set) var improvingSince: Int
    private(set) var reorganisation: Reorganisation?
    private let lastMonth: Int
    /// By unit: whether it lies in the planted department.
    private var troubled: [Bool]
    private var improved: [Bool]

    /// Whether departments and years are alike but for what is planted.
    var isEven: Bool { story != .nordlys }

    init(_ story: DemoStory = .nordlys, organisation: Organisation, firstMonth: Int, lastMonth: Int, seed: UInt64) {
        let months = lastMonth - firstMonth + 1
        self.story = story
        effects = story == .planted ? .planted : .nordlys
        self.lastMonth = lastMonth
        troubled = organisation.units.map { _ in false }
        improved = troubled
        troubleSince = lastMonth - min(9, max(1, months / 2)) + 1
        improvingSince = lastMonth - min(18, months) + 1
        if story != .nordlys {
            troubleSince = lastMonth - 11
            if story == .planted { trouble = Self.planted(in: organisation) }
            for unit in trouble.map(organisation.subtree(of:)) ?? [] { troubled[unit] = true }
            return
        }
        var random = RandomStream(seed: seed, stream: "stories")

        let departments = organisation.units.filter { $0.isDepartment && organisation.strength(of: $0.index) >= 7 }
        let sizes = departments.map { organisation.strength(of: $0.index) }.sorted()
        guard !sizes.isEmpty, months >= 4 else { return }
        let median = sizes[sizes.count / 2]
        // The smallest of a family is hidden first where the rules must hide one: no story is told there.
        let shielded = departments.map(\.index).filter(organisation.isShielded)
        var free = shielded.filter {
            let size = organisation.strength(of: $0)
            return size * 10 >= median * 6 && size * 10 <= median * 17
        }
        func take(preferred division: Int, from units: [Int]) -> Int? {
            guard !units.isEmpty else { return nil }
            let wanted = units.filter { organisation.units[$0].division == division }
            let choices = wanted.isEmpty ? units : wanted
            let unit = choices[random.below(choices.count)]
            free.removeAll { $0 == unit }
            return unit
        }
        // Trouble must show: absence by month needs fifty people, also after many have left.
        let wanted = organisation.units.count > 30 ? 66 : 24
        let eligible = shielded.filter { organisation.strength(of: $0) >= wanted }
        let known = shielded.isEmpty ? departments.map(\.index) : shielded
        let largest = known.max { organisation.strength(of: $0) < organisation.strength(of: $1) }
        trouble = take(preferred: 1, from: eligible.isEmpty ? largest.map { [$0] } ?? [] : eligible)

        // 1 January of the last year, where there is at least a quarter of history before it.
        let january = lastMonth / 12 * 12
        if january - firstMonth >= 3 {
            // Not a sibling of the department in trouble: one of them has to stay smaller than it.
            let parent = trouble.flatMap { organisation.units[$0].parent }
            let apart = departments.map(\.index).filter { organisation.units[$0].parent != parent }
            let others = apart.isEmpty ? departments.map(\.index).filter { $0 != trouble } : apart
            let families = Dictionary(grouping: others) { organisation.units[$0].parent ?? -1 }
            let most = families.max { ($0.value.count, -$0.key) < ($1.value.count, -$1.key) }?.value ?? []
            // The smallest of three neighbours goes into the two others; far from each other where there are no three.
            let family = (most.count >= 3 ? most : others).sorted {
                (organisation.strength(of: $0), $0) < (organisation.strength(of: $1), $1)
            }
            if family.count >= 3 {
                reorganisation = Reorganisation(month: january, dissolved: family[0], into: Array(family[1...2]))
                free.removeAll { family.prefix(3).contains($0) }
            }
        }
        improving = take(preferred: 2, from: free)
        for unit in trouble.map(organisation.subtree(of:)) ?? [] { troubled[unit] = true }
        for unit in improving.map(organisation.subtree(of:)) ?? [] { improved[unit] = true }
    }

    /// The smallest unit that keeps a hundred persons also after many have left; the largest below the whole company
    /// where none is that large.
    private static func planted(in organisation: Organisation) -> Int? {
        let below = organisation.units.map(\.index).filter { organisation.units[$0].parent != nil }
            .sorted { (organisation.strength(of: $0), $0) < (organisation.strength(of: $1), $1) }
        return below.first { organisation.strength(of: $0) >= 112 } ?? below.last
    }

    /// 0 before the trouble, 1 when it is in full force, three months after its start; at once where it is planted.
    func trouble(in unit: Int, month: Int) -> Double {
        guard month >= troubleSince, troubled[unit] else { return 0 }
        if story == .planted { return 1 }
        return min(1, Double(month - troubleSince + 1) / 3)
    }

    /// −1 where the improving department starts, rising to +1 in the last month; 0 everywhere else.
    func improvement(in unit: Int, month: Int) -> Double {
        guard improved[unit] else { return 0 }
        guard month > improvingSince else { return -1 }
        return min(1, 2 * Double(month - improvingSince) / Double(max(1, lastMonth - improvingSince)) - 1)
    }

    /// Sickness by calendar month (January first) against the year's mean: high in winter, low in summer.
    static let sicknessSeason: [Double] = [1.45, 1.5, 1.35, 1.0, 0.9, 0.75, 0.5, 0.75, 1.0, 1.1, 1.1, 1.1]
    /// Resignations by calendar month: after the bonus, and after the summer.
    static let resignationSeason: [Double] = [1.1, 0.9, 1.2, 1.0, 0.9, 1.0, 0.9, 1.3, 1.2, 0.9, 0.8, 0.8]
}
