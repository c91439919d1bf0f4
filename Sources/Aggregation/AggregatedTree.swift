internal import Columnar
internal import Disclosure
internal import Results
internal import Workforce

/// The tree of departments as aggregate uses it: places in pre-order.
struct AggregatedTree: Sendable {
    var ids: [String] = []
    var names: [String] = []
    /// −1 for the root.
    var parent: [Int32] = []
    var end: [Int32] = []
    var depth: [Int32] = []
    /// Places in the order of the ids' bytes, and its inverse.
    var byID: [Int32] = []
    var rank: [Int32] = []

    var count: Int { ids.count }

    init(_ reader: TableReader) throws {
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let id = try group.strings("department")
            let name = try group.strings("name")
            let above = try group.int32("parent")
            let level = try group.int32("depth")
            let after = try group.int32("subtree_end")
            for i in 0..<group.rowCount {
                let place = ids.count
                guard let unit = id[i], let stop = after[i], Int(stop) > place, (above[i] ?? -1) < Int32(place),
                    (above[i] == nil) == (place == 0), (above[i] ?? 0) >= 0
                else { throw AggregateError.outsideTree(table: "departments") }
                ids.append(unit)
                names.append(name[i] ?? unit)
                parent.append(above[i] ?? -1)
                end.append(stop)
                depth.append(level[i] ?? 0)
            }
        }
        guard !ids.isEmpty, end.allSatisfy({ Int($0) <= ids.count }) else {
            throw AggregateError.outsideTree(table: "departments")
        }
        let texts = ids.map { Array($0.utf8) }
        byID = (0..<Int32(ids.count)).sorted { texts[Int($0)].lexicographicallyPrecedes(texts[Int($1)]) }
        rank = [Int32](repeating: 0, count: ids.count)
        for (place, node) in byID.enumerated() { rank[Int(node)] = Int32(place) }
    }

    var shape: TreeShape { TreeShape(parent: parent, end: end, rank: rank) }

    var nodes: [DepartmentNode] {
        ids.indices.map {
            DepartmentNode(
                id: ids[$0], name: names[$0], parent: parent[$0] < 0 ? nil : Int(parent[$0]), depth: Int(depth[$0]),
                end: Int(end[$0]))
        }
    }
}
