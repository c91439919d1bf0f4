import Configuration
import Testing

@testable import Normalization

@Suite struct DepartmentTreeTests {
    private func tree(_ rows: [(String, String?)], root: DepartmentRoot? = nil) -> DepartmentTree {
        var tree = DepartmentTree(organisation: "Test", root: root)
        for (id, parent) in rows { _ = tree.add(id: id, parent: parent, name: "name of \(id)") }
        return tree
    }

    @Test func childrenStandInTheOrderOfTheirBytes() throws {
        var made = tree([("b", "r"), ("r", nil), ("a", "r"), ("Å", "r"), ("c", "b"), ("B", "r")])
        let orphans = try made.arrange()
        #expect(orphans == 0)
        #expect(made.nodes.map(\.id) == ["r", "B", "a", "b", "c", "Å"])
        #expect(made.nodes.map(\.end) == [6, 2, 3, 5, 5, 6])
        #expect(made.nodes.map(\.depth) == [0, 1, 1, 1, 2, 1])
        #expect(made.nodes.map(\.parent) == [nil, 0, 0, 0, 3, 0])
    }

    @Test func aCircleIsRefused() {
        var made = tree([("r", nil), ("a", "b"), ("b", "a")])
        #expect(throws: NormalizeError.self) { try made.arrange() }
    }

    @Test func severalRootsNeedADeclaredOne() throws {
        var made = tree([("a", nil), ("b", nil)])
        #expect(throws: NormalizeError.self) { try made.arrange() }
        var declared = tree([("a", nil), ("b", nil)], root: DepartmentRoot(id: "all", name: "All"))
        _ = try declared.arrange()
        #expect(declared.nodes.map(\.id) == ["all", "a", "b"])
    }

    @Test func aDepartmentWithAnUnknownParentIsUnassigned() throws {
        var made = tree([("r", nil), ("a", "nowhere")])
        let orphans = try made.arrange()
        #expect(orphans == 1)
        #expect(made.nodes.map(\.id) == ["r", "unassigned", "a"])
    }

    @Test func anotherParentForTheSameDepartmentIsNoticed() {
        var made = tree([("r", nil), ("a", "r"), ("b", "r")])
        let other = made.add(id: "a", parent: "b", name: nil)
        let same = made.add(id: "a", parent: "r", name: nil)
        #expect(!other && same)
    }
}
