internal import Results

/// The departments of a publication as pages: who has one, who stands below whom, and whose figures a page shows.
struct PageTree: Sendable {
    /// Departments that have a page of their own (the root's is the company page).
    let hasPage: [Bool]
    let children: [[Int]]
    /// The whole tree, or as many of its upper levels as hold no more than 400 departments.
    let upperLevels: [Int]
    private let departments: [DepartmentNode]

    init(_ publication: Publication, _ pages: ReportSettings.Pages) {
        departments = publication.departments
        let levels: Int =
            switch pages {
            case .all: Int.max
            case .company: 0
            case .levels(let number): number
            }
        hasPage = departments.map { $0.depth <= levels }
        var children = [[Int]](repeating: [], count: departments.count)
        for (index, node) in departments.enumerated() {
            if let parent = node.parent, children.indices.contains(parent), parent < index {
                children[parent].append(index)
            }
        }
        self.children = children
        upperLevels = Self.upperLevels(departments)
    }

    private static func upperLevels(_ departments: [DepartmentNode]) -> [Int] {
        var counts: [Int: Int] = [:]
        for node in departments { counts[node.depth, default: 0] += 1 }
        var total = 0
        var depth = -1
        for level in counts.keys.sorted() {
            total += counts[level] ?? 0
            if level > 1, total > 400 { break }
            depth = level
        }
        return departments.indices.filter { departments[$0].depth <= depth }
    }

    /// The units that a chart of departments shows: the children, or for a lowest unit its siblings and itself.
    func relatives(of unit: Int) -> [Int] {
        guard children[unit].isEmpty else { return children[unit] }
        guard let parent = parent(unit) else { return [] }
        return children[parent]
    }

    func parent(_ unit: Int) -> Int? {
        guard let parent = departments[unit].parent, parent < unit, parent >= 0 else { return nil }
        return parent
    }

    /// What the company page speaks of: the upper levels of a large organisation, all of a small one.
    func upperUnits(of most: Int) -> [Int] {
        if departments.count <= most, hasPage.allSatisfy({ $0 }) { return Array(departments.indices) }
        let direct = departments.indices.filter { departments[$0].depth <= 1 }
        let second = departments.indices.filter { departments[$0].depth == 2 }
        return direct.count + second.count <= most ? direct + second : direct
    }

    /// Pages in the order of the tree, in groups whose own departments, relatives and parents fit in memory.
    func groups(of most: Int) -> [(pages: [Int], needed: Set<Int>)] {
        var groups: [(pages: [Int], needed: Set<Int>)] = []
        // The group that each department was last counted in.
        var counted = [Int](repeating: -1, count: departments.count)
        for page in departments.indices.dropFirst() where hasPage[page] {
            let needed = Set(relatives(of: page) + children[page] + [page, 0, parent(page) ?? 0])
            let further = needed.count { counted[$0] != groups.count - 1 }
            if groups.isEmpty || groups[groups.count - 1].needed.count + further > most { groups.append(([], [])) }
            let last = groups.count - 1
            groups[last].pages.append(page)
            for unit in needed where counted[unit] != last {
                counted[unit] = last
                groups[last].needed.insert(unit)
            }
        }
        return groups
    }
}
