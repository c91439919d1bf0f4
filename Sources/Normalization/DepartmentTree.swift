internal import Columnar
internal import Configuration
internal import Runs
internal import Workforce

/// The tree of departments in pre-order, children in the order of their ids' bytes: the root is 0 and a subtree is the
/// range `position..<end`.
struct DepartmentTree {
    struct Node {
        var id: String
        var name: String
        var parent: Int32?
        var depth: Int32
        var end: Int32
    }

    /// Rows whose department no tree knows are shown under this one.
    static let unassigned = "unassigned"

    /// Rows whose department the tree does not have stand here: `unassigned`, else the root.
    var positionOfUnassigned: Int32 { expected ?? positions[Self.unassigned] ?? 0 }
    /// Where `unassigned` will stand if rows turn out to need it.
    private(set) var expected: Int32?

    private(set) var nodes: [Node] = []
    private(set) var positions: [String: Int32] = [:]
    private var names: [String: String] = [:]
    private var parents: [String: String] = [:]
    private var order: [String] = []
    private let organisation: String
    private let declaredRoot: DepartmentRoot?

    init(organisation: String, root: DepartmentRoot?) {
        self.organisation = organisation
        declaredRoot = root
    }

    /// Adds a department or its missing parts.
    /// - Returns: false when it is there already with another parent.
    mutating func add(id: String, parent: String?, name: String?) -> Bool {
        if names[id] == nil, parents[id] == nil, positions[id] == nil {
            positions[id] = Int32(order.count)
            order.append(id)
        }
        if let name, !name.isEmpty { names[id] = name }
        if let parent, !parent.isEmpty, parent != id {
            if let known = parents[id], known != parent { return false }
            parents[id] = parent
        }
        return true
    }

    var isEmpty: Bool { order.isEmpty }
    func name(of id: String) -> String? { names[id] }
    func contains(_ id: String) -> Bool { positions[id] != nil }

    /// Lays the nodes out in pre-order.
    /// - Returns: departments whose parent is in no row; they are put under `unassigned`.
    mutating func arrange() throws(NormalizeError) -> Int {
        let known = Set(order)
        var orphans = 0
        var children: [String: [String]] = [:]
        var tops: [String] = []
        for id in order {
            guard let parent = parents[id] else {
                tops.append(id)
                continue
            }
            if known.contains(parent) {
                children[parent, default: []].append(id)
            } else {
                orphans += 1
                children[Self.unassigned, default: []].append(id)
            }
        }
        let rootID: String
        let underRoot: [String]
        if let declaredRoot, !known.contains(declaredRoot.id) {
            rootID = declaredRoot.id
            names[rootID] = declaredRoot.name
            underRoot = tops
        } else if let declaredRoot {
            rootID = declaredRoot.id
            underRoot = (children[rootID] ?? []) + tops.filter { $0 != rootID }
        } else if tops.count == 1, let only = tops.first {
            rootID = only
            underRoot = children[only] ?? []
        } else if tops.isEmpty, order.isEmpty {
            rootID = "company"
            names[rootID] = organisation
            underRoot = []
        } else if tops.isEmpty {
            throw .cycle(departments: order.count)
        } else {
            throw .severalRoots(count: tops.count)
        }
        children[rootID] = underRoot
        if children[Self.unassigned] != nil, Self.unassigned != rootID {
            names[Self.unassigned] = "Unassigned"
            if !known.contains(Self.unassigned) { children[rootID, default: []].append(Self.unassigned) }
        }
        nodes = []
        positions = [:]
        var stack: [(id: String, parent: Int32?, depth: Int32)] = [(rootID, nil, 0)]
        while let next = stack.popLast() {
            let position = Int32(nodes.count)
            positions[next.id] = position
            nodes.append(
                Node(
                    id: next.id, name: names[next.id] ?? next.id, parent: next.parent, depth: next.depth,
                    end: position + 1))
            let below = (children[next.id] ?? []).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            for child in below.reversed() { stack.append((child, position, next.depth + 1)) }
        }
        let expected = known.union([rootID]).union(children[Self.unassigned] != nil ? [Self.unassigned] : []).count
        guard nodes.count == expected else { throw .cycle(departments: expected - nodes.count) }
        for position in nodes.indices.reversed() {
            if let parent = nodes[position].parent {
                nodes[Int(parent)].end = max(nodes[Int(parent)].end, nodes[position].end)
            }
        }
        return orphans
    }

    /// Adds `unassigned` as the last child of the root, unless it is there.
    mutating func addUnassigned() -> Int32 {
        if let known = positions[Self.unassigned] { return known }
        let position = Int32(nodes.count)
        nodes.append(Node(id: Self.unassigned, name: "Unassigned", parent: 0, depth: 1, end: position + 1))
        nodes[0].end = position + 1
        positions[Self.unassigned] = position
        return position
    }

    /// Keeps a place for `unassigned` until it is known whether any row needs it.
    mutating func expectUnassigned() {
        if positions[Self.unassigned] == nil, nodes.count > 1 { expected = Int32(nodes.count) }
    }

    /// Adds `unassigned` if it was expected and is needed.
    mutating func settleUnassigned(isNeeded: Bool) {
        if expected != nil, isNeeded { _ = addUnassigned() }
        expected = nil
    }
}

extension NormalizeRun {
    /// Builds the tree from `departments`, or, where there is none, from the units that the other datasets name.
    func readTree() throws {
        tree = DepartmentTree(organisation: pipeline.organisation, root: pipeline.root)
        var orphans = 0
        if let reader = try ingested("departments", Ingested.departments) {
            var renamed = 0
            for index in 0..<reader.rowGroupCount {
                let group = try reader.readGroup(index)
                let id = try group.strings("department")
                let parent = try group.strings("parent")
                let name = try group.strings("name")
                let record = try group.int32("source_record")
                let file = try group.strings("source_file")
                for row in 0..<group.rowCount {
                    guard let department = id[row] else { continue }
                    if parent[row] == department {
                        throw NormalizeError.ownParent(department: department, file: file[row] ?? "departments")
                    }
                    if let known = tree.name(of: department), let other = name[row], !other.isEmpty, other != known {
                        renamed += 1
                    }
                    guard tree.add(id: department, parent: parent[row], name: name[row]) else {
                        throw NormalizeError.duplicateDepartment(record: Int(record[row] ?? 0))
                    }
                }
            }
            orphans = try tree.arrange()
            found(
                "departments.contradicting_names", "departments",
                "rows give a department another name than an earlier row; the later name stands", count: renamed)
            found(
                "departments.orphans", "departments",
                "departments name a parent that is in no row; they are shown under \"unassigned\"", count: orphans)
            if laysAssignments { tree.expectUnassigned() } else { try reserveUnassigned() }
            return
        }
        try addUnitsOfTotals()
        if tree.isEmpty { try addDepartmentsOfEmployees() }
        if pipeline.root == nil, !tree.isEmpty {
            var rooted = DepartmentTree(
                organisation: pipeline.organisation,
                root: DepartmentRoot(id: "company", name: pipeline.organisation))
            swap(&rooted, &tree)
            tree.adopt(rooted)
        }
        _ = try tree.arrange()
        if laysAssignments { tree.expectUnassigned() }
    }

    /// Only when the timelines are there is it known whether anybody is in no department of the tree.
    var laysAssignments: Bool { input.has("assignments") && input.has("employees") }

    /// A department that rows name but the tree does not know is shown as `unassigned`; the node is there only then.
    private func reserveUnassigned() throws {
        guard input.has("employees") else { return }
        try reserveUnassigned(TableReader(path: run.table(.ingest, "employees"), expecting: Ingested.employees))
    }

    private func reserveUnassigned(_ reader: TableReader) throws {
        for index in 0..<reader.rowGroupCount {
            let column = try reader.readGroup(index, columns: ["department"]).strings("department")
            for code in 0..<Int32(column.dictionaryCount) where !tree.contains(column.string(code)) {
                _ = tree.addUnassigned()
                return
            }
            if column.codes.contains(where: { $0 < 0 }) {
                _ = tree.addUnassigned()
                return
            }
        }
    }

    private func addUnitsOfTotals() throws {
        if input.has("absence_totals") {
            let reader = try TableReader(path: run.table(.ingest, "absence_totals"), expecting: Ingested.absenceTotals)
            let units = try unitIDs(reader)
            for index in 0..<reader.rowGroupCount {
                let group = try reader.readGroup(index)
                let levels = try [
                    (group.strings("unit"), group.strings("unit_name")),
                    (group.strings("parent"), group.strings("parent_name")),
                    (group.strings("grandparent"), group.strings("grandparent_name")),
                ]
                for row in 0..<group.rowCount {
                    for (level, (ids, names)) in levels.enumerated() {
                        guard let id = ids[row] else { continue }
                        // Two levels above a unit may have one id: then they are one.
                        var above = level + 1
                        while level > 0, above < 3, levels[above].0[row] == id { above += 1 }
                        let parent = above < 3 ? levels[above].0[row].map { Self.groupID($0, units) } : nil
                        _ = tree.add(
                            id: level == 0 ? id : Self.groupID(id, units), parent: parent, name: names[row])
                    }
                }
            }
        }
        if input.has("survey_totals") {
            let reader = try TableReader(path: run.table(.ingest, "survey_totals"), expecting: Ingested.surveyTotals)
            for index in 0..<reader.rowGroupCount {
                let group = try reader.readGroup(index, columns: ["unit", "unit_name"])
                let ids = try group.strings("unit")
                let names = try group.strings("unit_name")
                for row in 0..<group.rowCount {
                    if let id = ids[row] { _ = tree.add(id: id, parent: nil, name: names[row]) }
                }
            }
        }
    }

    /// The id of a level above the units. Publishers give a group of units the code of one of them (an NHS board and the
    /// area it serves): the unit keeps the code, since its rows bear it, and the group is told apart.
    private static func groupID(_ id: String, _ units: Set<String>) -> String {
        units.contains(id) ? "\(id) (group)" : id
    }

    private func unitIDs(_ reader: TableReader) throws -> Set<String> {
        var ids: Set<String> = []
        for index in 0..<reader.rowGroupCount {
            let column = try reader.readGroup(index, columns: ["unit"]).strings("unit")
            for code in 0..<Int32(column.dictionaryCount) { ids.insert(column.string(code)) }
        }
        return ids
    }

    private func addDepartmentsOfEmployees() throws {
        guard input.has("employees") else { return }
        try addDepartments(TableReader(path: run.table(.ingest, "employees"), expecting: Ingested.employees))
        guard input.has("assignments") else { return }
        try addDepartments(TableReader(path: run.table(.ingest, "assignments"), expecting: Ingested.assignments))
    }

    private func addDepartments(_ reader: TableReader) throws {
        for index in 0..<reader.rowGroupCount {
            let column = try reader.readGroup(index, columns: ["department"]).strings("department")
            for code in 0..<Int32(column.dictionaryCount) {
                _ = tree.add(id: column.string(code), parent: nil, name: nil)
            }
        }
    }

    func writeTree() throws { try writeTree(place: begin()) }

    /// Writes the tree as the table of the place `begin` gave.
    func writeTree(place: Int) throws {
        let pool = StringPool()
        let position = Buffer<Int32>()
        let id = Buffer<Int32>()
        let name = Buffer<Int32>()
        let parent = Buffer<Int32>()
        let hasParent = Buffer<UInt8>()
        let depth = Buffer<Int32>()
        let end = Buffer<Int32>()
        let schema = Normalized.departments
        let writer = try writer("departments", schema)
        func flush() throws {
            guard position.count > 0 else { return }
            try writer.append(
                RowGroupEncoder.encode(
                    schema, rowCount: position.count,
                    columns: [
                        ColumnSlice(.int32(position.pointer)), ColumnSlice(.string(codes: id.pointer, pool: pool)),
                        ColumnSlice(.string(codes: name.pointer, pool: pool)),
                        ColumnSlice(.int32(parent.pointer), valid: hasParent.pointer),
                        ColumnSlice(.int32(depth.pointer)), ColumnSlice(.int32(end.pointer)),
                    ]))
            for column in [position, id, name, parent, depth, end] { column.removeAll() }
            hasParent.removeAll()
        }
        for (index, node) in tree.nodes.enumerated() {
            position.append(Int32(index))
            id.append(pool.code(node.id))
            name.append(pool.code(node.name))
            parent.append(node.parent ?? 0)
            hasParent.append(node.parent == nil ? 0 : 1)
            depth.append(node.depth)
            end.append(node.end)
            if position.count == PersonSort.groupRows { try flush() }
        }
        try flush()
        wrote("departments", schema, try writer.finish(), place: place)
    }
}

extension DepartmentTree {
    /// Takes over the departments of another tree that has not been arranged.
    mutating func adopt(_ other: DepartmentTree) {
        for id in other.order { _ = add(id: id, parent: other.parents[id], name: other.names[id]) }
    }
}
