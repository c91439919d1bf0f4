import Columnar
import Foundation
import Runs
import Testing
import Workforce

@testable import Ingestion

/// Persons who are in a full dump with rows that are set aside.
@Suite struct CarriedStaffTests {
    private func nights() throws -> DeliveredNights {
        let nights = try DeliveredNights()
        nights.limits = "limits: {quarantined_per_million: 1000000, bad_key_at_least: 1000}"
        return nights
    }

    private static let other = "p2,2019-01-01,,,A,,1"

    @Test func whoseRowIsSetAsideHasNotLeft() throws {
        let nights = try nights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1", Self.other])
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,B,,much", Self.other])
        let first = try nights.run("2026-01-06")
        let staying = "p1 from 2020-01-01 hired 2020-01-01 in A 10000 staff_2026-01-05.csv#1"
        #expect(first.rows.first == staying)
        #expect(first.finding("ingest.carried_on")?.count == 1)
        #expect(first.finding("ingest.carried_on")?.severity == .warning)
        #expect(first.finding("ingest.disappeared") == nil)
        #expect(first.report.files.first?.quarantined == 1)
        #expect(try nights.run("2026-01-06") == first, "what is stored says the same")

        // For as long as it is so.
        for day in 7...9 { try nights.deliver("2026-01-0\(day)", ["p1,2020-01-01,,,B,,much", Self.other]) }
        #expect(try nights.run("2026-01-09").rows.first == staying)
        // Once it can be read, what it says holds from that day on.
        try nights.deliver("2026-01-10", ["p1,2020-01-01,,,B,,0.5", Self.other])
        let read = try nights.run("2026-01-10")
        #expect(read.rows.contains("p1 from 2026-01-10 hired 2020-01-01 in B 5000 staff_2026-01-10.csv#1"))
        #expect(read.finding("ingest.carried_on") == nil)
        // And a row that is not there is another matter.
        try nights.deliver("2026-01-11", [Self.other])
        let gone = try nights.run("2026-01-11")
        #expect(gone.finding("ingest.disappeared")?.count == 1)
        #expect(gone.rows.contains { $0.hasPrefix("p1") && $0.contains("until 2026-01-10") })
    }

    @Test func anotherAssignmentOfThePersonIsReadAsItIs() throws {
        let nights = try nights()
        nights.columns += "\n      assignment: why"
        nights.columns = nights.columns.replacingOccurrences(of: "      leave_class: why\n", with: "")
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,x,A,,0.5", "p1,2020-01-01,,y,A,,0.5"])
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,x,B,,0.5", "p1,2020-01-01,,y,B,,much"])
        #expect(
            try nights.run("2026-01-06").rows == [
                "p1 from 2020-01-01 hired 2020-01-01 in A 5000 staff_2026-01-05.csv#1",
                "p1 from 2020-01-01 hired 2020-01-01 in A 5000 staff_2026-01-05.csv#2",
                "p1 from 2026-01-06 hired 2020-01-01 in B 5000 staff_2026-01-06.csv#1",
            ])
    }

    @Test func rowsThatContradictEachOtherSetNobodyFree() throws {
        let nights = try nights()
        nights.rowKey = "[person, hire_date]"
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1", Self.other])
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,A,,1", "p1,2020-01-01,,,B,,1", Self.other, Self.other])
        let night = try nights.run("2026-01-06")
        #expect(night.rows.first == "p1 from 2020-01-01 hired 2020-01-01 in A 10000 staff_2026-01-05.csv#1")
        #expect(night.rows.count == 2)
        #expect(night.finding("ingest.carried_on")?.count == 1)
        #expect(night.report.files.first?.quarantined == 2)
        #expect(night.report.files.first?.duplicates == 1)
    }

    @Test func whoWasMissingOnceAndIsThereUnreadableComesBack() throws {
        let nights = try nights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1", Self.other])
        try nights.deliver("2026-01-06", [Self.other])
        try nights.deliver("2026-01-07", ["p1,2020-01-01,,,A,,much", Self.other])
        try nights.deliver("2026-01-08", ["p1,2020-01-01,,,A,,1", Self.other])
        let night = try nights.run("2026-01-08")
        #expect(night.rows.first == "p1 from 2020-01-01 hired 2020-01-01 in A 10000 staff_2026-01-05.csv#1")
        #expect(night.rows.count == 2)
    }

    @Test func rowsWithoutAReadableIdMayBeThoseThatAreMissing() throws {
        let nights = try nights()
        let staff = (1...4).map { "p\($0),2020-01-01,,,A,,1" }
        try nights.deliver("2026-01-05", staff)
        try nights.deliver("2026-01-06", [staff[0], staff[1], "p3,2020", "p4,2020"])
        let both = try nights.run("2026-01-06")
        #expect(both.rows.count == 4 && !both.rows.contains { $0.contains("until") })
        #expect(both.finding("ingest.perhaps_unreadable")?.count == 2)
        // One such row, and two who are missing: one has left, and nobody can say which.
        try nights.deliver("2026-01-07", [staff[0], staff[1], "p4,2020"])
        let more = try nights.run("2026-01-07")
        #expect(more.finding("ingest.disappeared_or_unreadable")?.count == 2)
        #expect(more.finding("ingest.disappeared")?.count == 2)
        #expect(more.finding("ingest.perhaps_unreadable") == nil)
    }

    @Test func everyDumpThatIsReadIsAccountedFor() throws {
        let nights = try nights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,much", Self.other])
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,A,,1", Self.other])
        let night = try nights.run("2026-01-06")
        let earlier = try #require(night.report.earlier.first)
        #expect(earlier.rowsIn == 2 && earlier.rowsOut == 1 && earlier.quarantined == 1)
        #expect(night.report.outputs.first { $0.name == "quarantine" }?.rows == 1)
        #expect(night.finding("ingest.set_aside_earlier")?.count == 1)
        #expect(try nights.run("2026-01-06") == night)
    }

    /// Whatever the order in which dumps come, one by one or together.
    @Test(arguments: 0..<40) func theOrderOfArrivalSaysNothing(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        var dumps: [(day: String, rows: [String])] = []
        for day in 1...6 {
            var rows: [String] = []
            for person in 1...4 where random(5) > 0 {
                let fte: String = ["1", "0.5", "much"][random(3)]
                rows.append("p\(person),2020-01-01,,,\(["A", "B"][random(2)]),,\(fte)")
            }
            rows.append("p9,2020-01-01,,,A,,1")
            dumps.append(("2026-01-0\(day)", rows))
        }
        let together = try nights()
        for dump in dumps { try together.deliver(dump.day, dump.rows) }
        let expected = try together.run("2026-01-06").rows
        let oneByOne = try nights()
        let step = [1, 5, 7, 11][Int(seed % 4)]
        let order: [Int] = dumps.indices.map { ($0 * step + Int(seed)) % 6 }
        for place in order {
            try oneByOne.deliver(dumps[place].day, dumps[place].rows)
            _ = try oneByOne.run("2026-01-06")
        }
        let found = try oneByOne.run("2026-01-06").rows
        #expect(found == expected, "seed \(seed), arrived \(order)")
    }

    @Test(arguments: Delivered.former) func aStoreOfAFormerVersionIsRead(schema: TableSchema) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let pool = StringPool()
        var row = StaffRow(key: 5, check: 6)
        row.file = pool.code("staff.csv")
        let written = try StaffTable.write(
            [row], schema, pool: pool, to: folder.appendingPathComponent("a.parquet").path)
        let store = DumpStore(place: HistoryPlace(folder: folder.path, isKept: true))
        let read = try store.read(
            DeliveryLedger.Table(file: "a.parquet", footerSHA256: written.footerSHA256), pool: StringPool())
        #expect(read.rows.count == 1 && read.rows.first?.key == 5)
        #expect(read.rows.allSatisfy { $0.isPresent && !$0.isCarried })
    }
}
