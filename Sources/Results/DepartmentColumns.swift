/// The tree as its columns in JSON, `{"id": […], "name": […], "parent": […], …}`: five lists are read in a fraction of the
/// time that thousands of small objects take.
@propertyWrapper
public struct DepartmentColumns: Sendable, Codable, Equatable {
    public var wrappedValue: [DepartmentNode]

    public init(wrappedValue: [DepartmentNode]) { self.wrappedValue = wrappedValue }

    private struct Columns: Codable {
        var id: [String]
        var name: [String]
        /// −1 for the root.
        var parent: [Int]
        var depth: [Int]
        var end: [Int]
    }

    /// - Throws: `DecodingError.dataCorrupted` where the lists differ in length.
    public init(from decoder: any Decoder) throws {
        let columns = try Columns(from: decoder)
        let count = columns.id.count
        guard
            [columns.name.count, columns.parent.count, columns.depth.count, columns.end.count].allSatisfy({
                $0 == count
            })
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "columns of different length"))
        }
        wrappedValue = (0..<count).map { place in
            let parent = columns.parent[place]
            return DepartmentNode(
                id: columns.id[place], name: columns.name[place], parent: parent < 0 ? nil : parent,
                depth: columns.depth[place], end: columns.end[place])
        }
    }

    public func encode(to encoder: any Encoder) throws {
        try Columns(
            id: wrappedValue.map(\.id), name: wrappedValue.map(\.name), parent: wrappedValue.map { $0.parent ?? -1 },
            depth: wrappedValue.map(\.depth), end: wrappedValue.map(\.end)
        ).encode(to: encoder)
    }
}
