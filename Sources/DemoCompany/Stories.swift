/// What is planted in the data, so that a report can be checked for finding it.
struct Stories {
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

    init(organisation: Organisation, firstMonth: Int, lastMonth: Int, seed: UInt64) {
        let months = lastMonth - firstMonth + 1
        self.lastMonth = lastMonth
        troubled = organisation.units.map { _ in false }
        improved = troubled
        troubleSince = lastMonth - min(9, max(1, months / 2)) + 1
        improvingSince = lastMonth - min(18, months) + 1
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

    /// 0 before the trouble, 1 when it is in full force, three months after its start.
    func trouble(in unit: Int, month: Int) -> Double {
        guard month >= troubleSince, troubled[unit] else { return 0 }
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
