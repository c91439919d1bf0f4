import Columnar
import Configuration
import Foundation
import Testing
import Workforce

@testable import Normalization

/// The rows of `assignments` as they come out of the file, person by person.
@Suite struct AssignmentRowsTests {
    private struct Row {
        var key: Int64
        var from: Int32
        var department: String?
        var assignment: String?
        var manager: Int64?
        var file: String
    }

    private static let departments = ["D1", "D2"]

    private func generator(_ seed: UInt64) -> () -> UInt64 {
        var state = seed
        return {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private func write(_ rows: [Row], groupRows: Int, to path: String) throws {
        let writer = try TableWriter(path: path, schema: Ingested.assignments)
        for start in stride(from: 0, to: rows.count, by: groupRows) {
            let part = rows[start..<min(start + groupRows, rows.count)]
            let pool = StringPool()
            let (key, manager) = (Buffer<Int64>(), Buffer<Int64>())
            let (from, nothing, record) = (Buffer<Int32>(), Buffer<Int32>(), Buffer<Int32>())
            let (department, assignment, file) = (Buffer<Int32>(), Buffer<Int32>(), Buffer<Int32>())
            let (hasManager, never, word) = (Buffer<UInt8>(), Buffer<UInt8>(), Buffer<Int32>())
            for row in part {
                key.append(row.key)
                from.append(row.from)
                nothing.append(0)
                never.append(0)
                word.append(-1)
                department.append(row.department.map { pool.code($0) } ?? -1)
                assignment.append(row.assignment.map { pool.code($0) } ?? -1)
                manager.append(row.manager ?? 0)
                hasManager.append(row.manager == nil ? 0 : 1)
                file.append(pool.code(row.file))
                record.append(1)
            }
            let words = ColumnSlice(.string(codes: word.pointer, pool: pool))
            try writer.append(
                RowGroupEncoder.encode(
                    Ingested.assignments, rowCount: part.count,
                    columns: [
                        ColumnSlice(.int64(key.pointer)), ColumnSlice(.int32(from.pointer)),
                        ColumnSlice(.int32(nothing.pointer), valid: never.pointer),
                        ColumnSlice(.string(codes: department.pointer, pool: pool)),
                        ColumnSlice(.string(codes: assignment.pointer, pool: pool)),
                        ColumnSlice(.bool(never.pointer), valid: never.pointer),
                        ColumnSlice(.int64(manager.pointer), valid: hasManager.pointer),
                        ColumnSlice(.int32(nothing.pointer), valid: never.pointer),
                        words, words, words, words, words,
                        ColumnSlice(.bool(never.pointer), valid: never.pointer),
                    ] + WorkPattern.columns.map { _ in ColumnSlice(.int32(nothing.pointer), valid: never.pointer) } + [
                        ColumnSlice(.string(codes: file.pointer, pool: pool)), ColumnSlice(.int32(record.pointer)),
                    ]))
            withExtendedLifetime((key, manager, from, nothing, record, department, assignment, file)) {}
            withExtendedLifetime((hasManager, never, word)) {}
        }
        _ = try writer.finish()
    }

    private func pipeline() -> Pipeline {
        var pipeline = Pipeline()
        pipeline.sources = ["b*.csv", "a*.csv"].map { pattern in
            var source = SourceDescription()
            source.dataset = .assignments
            source.files = [pattern]
            return source
        }
        return pipeline
    }

    /// However many passes are made over the file, each person's rows are all there, by assignment, source and day.
    @Test(arguments: [1, 20_000, Int.max / 2]) func passesChangeNothing(budget: Int) throws {
        let next = generator(11)
        let people = (0..<300).map { _ in Int64(bitPattern: next()) }
        let rows = (0..<2000).map { i in
            let file = ["a1.csv", "a2.csv", "b.csv"][Int(next() % 3)]
            let key = people[Int(next() % 300)]
            return Row(
                key: key, from: Int32(next() % 50), department: [nil, "D1", "D2", "D9"][Int(next() % 4)],
                // Of the two sources one has no ids.
                assignment: file == "b.csv" ? nil : [nil, "p1", "p2"][Int(next() % 3)],
                manager: i % 100 == 0 ? key : i % 7 == 0 ? people[Int(next() % 300)] : nil, file: file)
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write(rows, groupRows: 700, to: path)
        var tree = DepartmentTree(organisation: "Test", root: DepartmentRoot(id: "all", name: "All"))
        for id in Self.departments { _ = tree.add(id: id, parent: nil, name: nil) }
        _ = try tree.arrange()
        let pool = StringPool()
        // Another id of the first person; the second one is asked for by nobody.
        let identities = PersonIdentities(pairs: [(person: people[0], other: people[1])])
        let read = try AssignmentRows(
            TableReader(path: path, expecting: Ingested.assignments), pipeline(), tree: tree, pool: pool,
            identities: identities, budget: budget)
        #expect(read.sourcesWithIDs == [1])
        #expect(read.assignments.map(pool.string).sorted() == ["p1", "p2"])
        var asked = Set(people.map(identities.person))
        asked.remove(people[2])
        asked.insert(12345)
        var found = 0
        for key in asked.sorted() {
            let ofPerson = try read.rows(of: key)
            let expected = rows.enumerated().filter { identities.person($0.1.key) == key }.map { place, row in
                (
                    row.assignment ?? "", row.file == "b.csv" ? 0 : 1, row.from, place,
                    row.department.map { tree.positions[$0] ?? -2 } ?? -1
                )
            }.sorted { ($0.0, $0.1, $0.2, $0.3) < ($1.0, $1.1, $1.2, $1.3) }
            #expect(
                ofPerson.map { $0.assignment < 0 ? "" : pool.string($0.assignment) }.sorted() == expected.map(\.0))
            #expect(ofPerson.map(\.order).sorted() == expected.map { Int32($0.3) }.sorted())
            for (a, b) in zip(ofPerson, ofPerson.dropFirst()) { #expect(AssignmentRecord.precedes(a, b)) }
            for record in ofPerson {
                let row = rows[Int(record.order)]
                #expect(record.validFrom == row.from && record.validTo == EmployeeRow.noDay)
                #expect(record.source == (row.file == "b.csv" ? 0 : 1))
                #expect(record.department == row.department.map { tree.positions[$0] ?? -2 } ?? -1)
                let manager = row.manager.map(identities.person).flatMap { $0 == key ? nil : $0 }
                #expect(record.hasManager == (manager != nil) && record.manager == manager ?? 0)
            }
            found += ofPerson.count
        }
        try read.finish()
        #expect(read.strangers == rows.count { $0.key == people[2] })
        #expect(found + read.strangers == rows.count)
        #expect(read.unknownDepartments == rows.count { $0.department == "D9" })
        #expect(
            read.ownManagers
                == rows.count { row in
                    row.manager.map { identities.person($0) == identities.person(row.key) } ?? false
                })
    }
}
