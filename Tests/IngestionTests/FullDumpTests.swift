import Foundation
import Runs
import Testing

@testable import Ingestion

/// Full dumps of the staff, compared from night to night.
@Suite struct FullDumpTests {
    @Test func changesAreRowsFromTheDayThatShowsThem() throws {
        let nights = try DeliveredNights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,p2,1", "p2,2019-01-01,,,A,,1"])
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,B,p2,1", "p2,2019-01-01,,,A,,1"])
        try nights.deliver("2026-01-07", ["p2,2019-01-01,,,A,,0.5", "p1,2020-01-01,,,B,p2,1"])
        try nights.deliver("2026-01-08", ["p2,2019-01-01,,,A,,0.5", "p1,2020-01-01,,,B,,1", "p3,2026-01-08,,,A,p2,1"])
        let night = try nights.run("2026-01-08")
        #expect(
            night.rows == [
                "p1 from 2020-01-01 hired 2020-01-01 in A 10000 led staff_2026-01-05.csv#1",
                "p2 from 2019-01-01 hired 2019-01-01 in A 10000 staff_2026-01-05.csv#2",
                "p1 from 2026-01-06 hired 2020-01-01 in B 10000 led staff_2026-01-06.csv#1",
                "p2 from 2026-01-07 hired 2019-01-01 in A 5000 staff_2026-01-07.csv#1",
                "p1 from 2026-01-08 hired 2020-01-01 in B 10000 staff_2026-01-08.csv#2",
                "p3 from 2026-01-08 hired 2026-01-08 in A 10000 led staff_2026-01-08.csv#3",
            ])
        #expect(night.finding("ingest.deliveries")?.count == 4)
        #expect(night.report.files.map(\.file) == ["staff_2026-01-08.csv"])
        #expect(
            night.report.earlier.map(\.file) == [
                "staff_2026-01-05.csv", "staff_2026-01-06.csv", "staff_2026-01-07.csv",
            ])
    }

    @Test func anAnnouncedEndHoldsForTheWholeEmployment() throws {
        let nights = try DeliveredNights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1"])
        try nights.deliver("2026-01-06", ["p1,2020-01-01,2026-01-31,voluntary,B,,1"])
        // Gone from the dump only after the last day.
        try nights.deliver("2026-02-02", ["p2,2026-02-01,,,A,,1"])
        let night = try nights.run("2026-02-02")
        #expect(
            night.rows == [
                "p1 from 2020-01-01 hired 2020-01-01 until 2026-01-31 voluntary in A 10000 staff_2026-01-05.csv#1",
                "p1 from 2026-01-06 hired 2020-01-01 until 2026-01-31 voluntary in B 10000 staff_2026-01-06.csv#1",
                "p2 from 2026-02-02 hired 2026-02-01 in A 10000 staff_2026-02-02.csv#1",
            ])
        #expect(night.finding("ingest.disappeared") == nil)
    }

    @Test func anAnnouncedEndThatIsTakenBackIsNone() throws {
        let nights = try DeliveredNights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,2026-01-31,voluntary,A,,1"])
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,A,,1"])
        #expect(
            try nights.run("2026-01-06").rows == [
                "p1 from 2020-01-01 hired 2020-01-01 in A 10000 staff_2026-01-05.csv#1"
            ])
    }

    @Test func whoDisappearsHasLeftOnTheDayBefore() throws {
        let nights = try DeliveredNights()
        let other = "p2,2019-01-01,,,A,,1"
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1", other])
        try nights.deliver("2026-01-06", [other])
        let first = try nights.run("2026-01-06")
        #expect(
            first.rows.first
                == "p1 from 2020-01-01 hired 2020-01-01 until 2026-01-05 unknown/disappeared in A 10000 staff_2026-01-05.csv#1"
        )
        #expect(first.finding("ingest.disappeared")?.count == 1)
        #expect(first.finding("ingest.disappeared")?.severity == .warning)

        // Missing once and there again: nobody has left.
        try nights.deliver("2026-01-07", ["p1,2020-01-01,,,A,,1", other])
        let second = try nights.run("2026-01-07")
        #expect(second.rows.first == "p1 from 2020-01-01 hired 2020-01-01 in A 10000 staff_2026-01-05.csv#1")
        #expect(second.rows.count == 2)
        #expect(second.finding("ingest.disappeared") == nil)
        #expect(second.finding("ingest.returned")?.count == 1)
    }

    @Test func whoIsMissingTwiceAndComesBackIsARehire() throws {
        let nights = try DeliveredNights()
        let other = "p2,2019-01-01,,,A,,1"
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1", other])
        try nights.deliver("2026-01-06", [other])
        try nights.deliver("2026-01-07", [other])
        try nights.deliver("2026-01-08", ["p1,2020-01-01,,,B,,1", other])
        #expect(
            try nights.run("2026-01-08").rows.filter { $0.hasPrefix("p1") } == [
                "p1 from 2020-01-01 hired 2020-01-01 until 2026-01-05 unknown/disappeared in A 10000 staff_2026-01-05.csv#1",
                "p1 from 2026-01-08 hired 2026-01-08 in B 10000 staff_2026-01-08.csv#1",
            ])
    }

    @Test func aNewHireDateIsARehireAndAnOldOneACorrection() throws {
        let nights = try DeliveredNights()
        try nights.deliver(
            "2026-01-05", ["p1,2020-01-01,,,A,,1", "p2,2019-01-01,,,A,,1", "p3,2018-01-01,2025-12-31,other,A,,1"])
        try nights.deliver("2026-01-12", ["p1,2026-01-10,,,A,,1", "p2,2019-03-01,,,A,,1", "p3,2026-01-02,,,A,,1"])
        let night = try nights.run("2026-01-12")
        #expect(
            night.rows == [
                "p1 from 2020-01-01 hired 2020-01-01 until 2026-01-09 unknown/disappeared in A 10000 staff_2026-01-05.csv#1"
                    .replacingOccurrences(of: "unknown/disappeared ", with: ""),
                "p2 from 2019-01-01 hired 2019-03-01 in A 10000 staff_2026-01-05.csv#2",
                "p3 from 2018-01-01 hired 2018-01-01 until 2025-12-31 other in A 10000 staff_2026-01-05.csv#3",
                "p1 from 2026-01-12 hired 2026-01-10 in A 10000 staff_2026-01-12.csv#1",
                "p3 from 2026-01-12 hired 2026-01-02 in A 10000 staff_2026-01-12.csv#3",
            ])
        #expect(night.finding("ingest.hire_corrected")?.count == 1)
        // No day lies between the two employments of p1: nobody has left.
        #expect(night.finding("ingest.disappeared") == nil)
    }

    @Test func withoutHireDatesTheDumpsShowWhoIsNew() throws {
        let nights = try DeliveredNights()
        nights.columns = "      person: {header: id, required: true}\n      department: dep\n      location: id"
        let header = "id,dep\n"
        try nights.deliver("2026-01-05", ["p1,A"], header: header)
        try nights.deliver("2026-01-06", ["p1,A", "p2,A"], header: header)
        let night = try nights.run("2026-01-06")
        #expect(
            night.rows == [
                "p1 from 2026-01-05 in A staff_2026-01-05.csv#1",
                "p2 from 2026-01-06 hired 2026-01-06 in A staff_2026-01-06.csv#2",
            ])
        #expect(night.finding("ingest.hire_unknown")?.count == 1)
    }

    @Test func aStatusOfLeaverEndsTheEmployment() throws {
        let nights = try DeliveredNights()
        nights.columns = """
                  person: {header: id, required: true}
                  status: {header: state, codes: {on: active, off: leaver}}
                  leave_class: why
                  department: dep
                  location: id
            """
        let header = "id,state,why,dep\n"
        try nights.deliver("2026-01-05", ["p1,on,,A", "p2,off,other,A"], header: header)
        try nights.deliver("2026-01-06", ["p1,off,voluntary,A", "p2,off,other,A"], header: header)
        let night = try nights.run("2026-01-06")
        #expect(night.rows == ["p1 from 2026-01-05 until 2026-01-05 voluntary in A staff_2026-01-05.csv#1"])
        #expect(night.finding("ingest.never_present")?.count == 1)
        #expect(night.finding("ingest.disappeared") == nil)
    }

    @Test func anotherAssignmentDoesNotReachBackToTheHire() throws {
        let nights = try DeliveredNights()
        nights.columns = """
                  person: {header: id, required: true}
                  hire_date: hired
                  assignment: post
                  department: dep
                  location: id
            """
        let header = "id,hired,post,dep\n"
        try nights.deliver("2026-01-05", ["p1,2020-01-01,x,A", "p2,2020-01-01,x,A"], header: header)
        try nights.deliver(
            "2026-01-06", ["p1,2020-01-01,x,A", "p1,2020-01-01,y,B", "p2,2020-01-01,z,B"], header: header)
        let night = try nights.run("2026-01-06")
        #expect(
            night.rows == [
                "p1 from 2020-01-01 hired 2020-01-01 in A staff_2026-01-05.csv#1",
                "p2 from 2020-01-01 hired 2020-01-01 until 2026-01-05 in A staff_2026-01-05.csv#2",
                "p1 from 2026-01-06 in B staff_2026-01-06.csv#2",
                "p2 from 2026-01-06 hired 2026-01-06 in B staff_2026-01-06.csv#3",
            ])
        #expect(night.finding("ingest.disappeared") == nil)
    }

    @Test func twoStatesOfOneEmploymentInADumpAreTold() throws {
        let nights = try DeliveredNights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1", "p1,2020-01-01,,,B,,1"])
        let night = try nights.run("2026-01-05")
        #expect(night.rows == ["p1 from 2020-01-01 hired 2020-01-01 in B 10000 staff_2026-01-05.csv#2"])
        #expect(night.finding("ingest.several_states")?.count == 1)
    }

    @Test func aRunForAnEarlierDayDoesNotSeeLaterDumps() throws {
        let nights = try DeliveredNights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1"])
        let early = try nights.run("2026-01-05")
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,B,,1"])
        _ = try nights.run("2026-01-06")
        let again = try nights.run("2026-01-05")
        #expect(again.tables == early.tables)
    }
}

/// The store of full dumps: what comes late, again or otherwise, and what is left when a run is stopped.
@Suite struct DeliveryStoreTests {
    private static let days = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"]
    private static let dumps = [
        ["p1,2020-01-01,,,A,,1", "p2,2019-01-01,,,A,,1"],
        ["p1,2020-01-01,,,B,,1", "p2,2019-01-01,,,A,,1", "p3,2026-01-06,,,B,,1"],
        ["p1,2020-01-01,,,B,,1", "p3,2026-01-06,,,B,,0.5"],
        ["p1,2020-01-01,,,A,,1", "p3,2026-01-06,,,B,,0.5", "p4,2026-01-08,,,A,,1"],
    ]

    /// Delivers the dumps in the order given, a run for each, and gives back the last night's.
    private func nights(_ order: [Int]) throws -> (DeliveredNights, DeliveredNights.Night) {
        let nights = try DeliveredNights()
        var last: DeliveredNights.Night?
        for place in order {
            try nights.deliver(Self.days[place], Self.dumps[place])
            last = try nights.run(Self.days[order.prefix { $0 != place }.reduce(place, max)])
        }
        return (nights, try #require(last))
    }

    @Test func anyOrderOfDeliveriesGivesTheSameRows() throws {
        let (_, inOrder) = try nights([0, 1, 2, 3])
        for order in [[0, 2, 1, 3], [3, 2, 1, 0], [1, 3, 0, 2], [0, 1, 3, 2]] {
            let (nights, _) = try nights(order)
            let night = try nights.run("2026-01-08")
            #expect(night.tables["employees.parquet"] == inOrder.tables["employees.parquet"], "\(order)")
            #expect(night.rows == inOrder.rows, "\(order)")
            #expect(night.finding("ingest.late_delivery") != nil, "\(order)")
        }
        #expect(inOrder.finding("ingest.late_delivery") == nil)
    }

    @Test func nightByNightOrAllAtOnceIsTheSame() throws {
        let (nights, last) = try nights([0, 1, 2, 3])
        let without = try nights.run("2026-01-08", keeps: nil)
        #expect(without.tables == last.tables)
    }

    @Test func oldFilesMayGo() throws {
        let (nights, last) = try nights([0, 1, 2, 3])
        for day in Self.days.dropLast() { try nights.remove("staff_\(day).csv") }
        #expect(try nights.run("2026-01-08").tables == last.tables)
        // Even the newest: what was said of it is kept, too.
        try nights.remove("staff_2026-01-08.csv")
        #expect(try nights.run("2026-01-08").tables == last.tables)
        #expect(try nights.run("2026-01-08").report == last.report)
    }

    /// Counts, quarantine and findings are kept with the rows.
    @Test func whatWasSetAsideIsToldFromTheStoreToo() throws {
        let nights = try DeliveredNights()
        let rows = (1...200).map { "p\($0),2020-01-01,,,A,,1" }
        try nights.deliver("2026-01-05", rows + ["p201,31.02.2020,,,A,,1", ""])
        let night = try nights.run("2026-01-05")
        #expect(night.report.files.first?.quarantined == 1)
        #expect(night.finding("ingest.blank_lines") != nil)
        let direct = try DeliveredNights()
        direct.settings = "delivery_date: file_name"
        try direct.deliver("2026-01-05", rows + ["p201,31.02.2020,,,A,,1", ""])
        #expect(try direct.run("2026-01-05").tables["quarantine.parquet"] == night.tables["quarantine.parquet"])
        try nights.remove("staff_2026-01-05.csv")
        let again = try nights.run("2026-01-05")
        #expect(again.tables == night.tables)
        #expect(again.report == night.report)
    }

    @Test func theSameFileAgainChangesNothing() throws {
        let (nights, last) = try nights([0, 1, 2, 3])
        let stored = try nights.stored()
        #expect(stored.count == 5)
        #expect(try nights.run("2026-01-08").tables == last.tables)
        #expect(try nights.stored().filter { $0.key != "ledger.json" } == stored.filter { $0.key != "ledger.json" })
        // Another file with the same bytes is the same delivery.
        try nights.deliver(Self.days[3], Self.dumps[3])
        try nights.remove("staff_\(Self.days[1]).csv")
        try nights.write(
            "staff_copy_\(Self.days[1]).csv", DeliveredNights.header + Self.dumps[1].map { $0 + "\n" }.joined())
        let again = try nights.run("2026-01-08")
        #expect(again.tables == last.tables)
        #expect(again.finding("ingest.superseded_delivery") == nil)
    }

    @Test func otherContentOfADayTakesItsPlace() throws {
        let (nights, _) = try nights([0, 1, 2, 3])
        let better = ["p1,2020-01-01,,,C,,1", "p2,2019-01-01,,,A,,1", "p3,2026-01-06,,,B,,0.8"]
        try nights.deliver(Self.days[1], better)
        let night = try nights.run("2026-01-08")
        let fresh = try DeliveredNights()
        for (place, day) in Self.days.enumerated() { try fresh.deliver(day, place == 1 ? better : Self.dumps[place]) }
        let expected = try fresh.run("2026-01-08")
        #expect(night.tables["employees.parquet"] == expected.tables["employees.parquet"])
        let told = try #require(night.finding("ingest.superseded_delivery"))
        #expect(told.severity == .warning)
        for rows in [better, Self.dumps[1]] {
            let hash = try DeliveredNights.sha256(DeliveredNights.header + rows.map { $0 + "\n" }.joined())
            #expect(told.message.contains(hash))
        }
        #expect(try nights.run("2026-01-08").tables == night.tables)
        // The tables that nobody needs any more are gone.
        #expect(try nights.stored().keys.filter { $0.hasSuffix(".parquet") }.count == 4)
    }

    /// The record in which the next dump showed a person is not kept; its file is.
    @Test func aLateDeliveryBeforeOneThatIsGone() throws {
        let nights = try DeliveredNights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1"])
        try nights.deliver("2026-01-07", ["p1,2020-01-01,,,A,,1"])
        #expect(try nights.run("2026-01-07").rows.count == 1)
        try nights.remove("staff_2026-01-07.csv")
        try nights.deliver("2026-01-06", ["p1,2020-01-01,,,B,,1"])
        #expect(
            try nights.run("2026-01-07").rows == [
                "p1 from 2020-01-01 hired 2020-01-01 in A 10000 staff_2026-01-05.csv#1",
                "p1 from 2026-01-06 hired 2020-01-01 in B 10000 staff_2026-01-06.csv#1",
                "p1 from 2026-01-07 hired 2020-01-01 in A 10000 staff_2026-01-07.csv#0",
            ])
    }

    @Test func aMissingPartOfADayIsNoNewDelivery() throws {
        let nights = try DeliveredNights()
        try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1"], name: "staff_north_")
        try nights.deliver("2026-01-05", ["p2,2020-01-01,,,A,,1"], name: "staff_south_")
        let both = try nights.run("2026-01-05")
        #expect(both.rows.count == 2)
        try nights.remove("staff_north_2026-01-05.csv")
        #expect(try nights.run("2026-01-05").tables == both.tables)
    }

    @Test func twoFilesWithTheSameBytesCountOnce() throws {
        for settings in ["deliveries: full_dumps", "delivery_date: file_name"] {
            let nights = try DeliveredNights()
            if !settings.contains("full_dumps") { nights.settings = settings }
            try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1"], name: "staff_a_")
            try nights.deliver("2026-01-05", ["p1,2020-01-01,,,A,,1"], name: "staff_b_")
            let night = try nights.run("2026-01-05")
            #expect(night.rows.count == 1)
            #expect(night.finding("ingest.same_file_twice")?.location == "staff_b_2026-01-05.csv")
        }
    }

    /// The store is written before the run's tables are put in place; a run that dies between leaves it a night ahead.
    @Test func aRunThatWasStoppedBeforeItWasPublishedIsDoneAgain() throws {
        let (nights, _) = try nights([0, 1, 2])
        try nights.deliver(Self.days[3], Self.dumps[3])
        let lost = try nights.run("2026-01-08")
        #expect(try nights.run("2026-01-08").tables == lost.tables)
    }

    /// Tables that were written without the ledger do not count, whatever is in them.
    @Test func whatTheLedgerDoesNotNameIsRemoved() throws {
        let (nights, _) = try nights([0, 1, 2])
        let before = try nights.stored()
        let half = URL(fileURLWithPath: nights.history).appendingPathComponent("staff/2026-01-08.1.parquet")
        try "half".write(to: half, atomically: true, encoding: .utf8)
        try nights.deliver(Self.days[3], Self.dumps[3])
        let night = try nights.run("2026-01-08")
        let (_, expected) = try self.nights([0, 1, 2, 3])
        #expect(night.tables == expected.tables)
        #expect(try nights.stored().count == before.count + 1)
        #expect(!FileManager.default.fileExists(atPath: half.path))
    }

    @Test func aCheckTouchesNothing() throws {
        let (nights, _) = try nights([0, 1, 2])
        let before = try nights.stored()
        try nights.deliver(Self.days[3], Self.dumps[3])
        let looked = try nights.run("2026-01-08", keeps: false)
        #expect(try nights.stored() == before)
        #expect(try nights.run("2026-01-08").tables == looked.tables)
        #expect(try nights.stored() != before)
    }

    @Test func otherSettingsReadTheFilesAnew() throws {
        let (nights, _) = try nights([0, 1, 2, 3])
        nights.settings += "\nnull_words: [A]"
        nights.columns = nights.columns.replacingOccurrences(
            of: "department: {header: department, required: true}",
            with: "department: {header: department, codes: {B: Bee}, otherwise: Aye}")
        let night = try nights.run("2026-01-08")
        #expect(night.rows.contains { $0.contains("in Bee") })
        #expect(!night.rows.contains { $0.contains("in B ") })
        #expect(night.finding("ingest.superseded_delivery") == nil)
        #expect(night.finding("ingest.other_settings") == nil)
        // Those that are gone stay as they were read, and that is told.
        try nights.remove("staff_\(Self.days[0]).csv")
        nights.settings += "\nid_space: employee_no\ndecimal_mark: \",\""
        nights.columns = nights.columns.replacingOccurrences(of: "      fte: fte\n", with: "")
        #expect(try nights.run("2026-01-08").finding("ingest.other_settings")?.count == 1)
    }

    @Test func anotherKeyIsRefused() throws {
        let (nights, _) = try nights([0, 1])
        nights.key = [UInt8](1...32)
        #expect(try nights.refusal("2026-01-06").hasPrefix("exit 78: \(nights.history): the dumps kept there"))
    }

    @Test func aSpoiltStoreIsRefused() throws {
        let (nights, _) = try nights([0, 1])
        let ledger = URL(fileURLWithPath: "\(nights.history)/ledger.json")
        let text = try String(contentsOf: ledger, encoding: .utf8)
        try "{".write(to: ledger, atomically: true, encoding: .utf8)
        #expect(try nights.refusal("2026-01-06").hasPrefix("exit 65: \(nights.history)/ledger.json: found no ledger"))
        try text.write(to: ledger, atomically: true, encoding: .utf8)
        try FileManager.default.removeItem(atPath: "\(nights.history)/staff/2026-01-05.1.parquet")
        #expect(try nights.refusal("2026-01-06").hasPrefix("exit 65: \(nights.history)/staff/2026-01-05.1.parquet"))
    }

    @Test func theStoreIsTheOwnersAlone() throws {
        let (nights, _) = try nights([0])
        for (path, mode) in [
            ("", 0o700), ("/staff", 0o700), ("/ledger.json", 0o600), ("/staff/2026-01-05.1.parquet", 0o600),
        ] {
            let found = try FileManager.default.attributesOfItem(atPath: nights.history + path)[.posixPermissions]
            #expect(found as? Int == mode, "\(path)")
        }
    }
}

/// When a delivery is taken, and when it is not.
@Suite struct ReadinessTests {
    private static let row = "p1,2020-01-01,,,A,,1"
    private static let file = "staff_2026-01-05.csv"

    /// Both kinds of sources.
    private func nights(_ ready: String) throws -> [DeliveredNights] {
        try ["deliveries: full_dumps", ""].map { kind in
            let nights = try DeliveredNights()
            nights.settings = "delivery_date: file_name\n\(kind)\n\(ready)"
            try nights.deliver("2026-01-05", [Self.row])
            return nights
        }
    }

    private func isUntouched(_ nights: DeliveredNights) -> Bool {
        !FileManager.default.fileExists(atPath: nights.history)
    }

    @Test func aMarker() throws {
        for nights in try nights("ready: {marker: .done}") {
            let refusal = try nights.refusal("2026-01-05")
            #expect(refusal.hasPrefix("exit 75: \(Self.file): not ready: found no \(Self.file).done"))
            #expect(isUntouched(nights))
            try nights.write("\(Self.file).done", "")
            #expect(try nights.run("2026-01-05").rows.count == 1)
        }
    }

    @Test func aChecksum() throws {
        for nights in try nights("ready: {checksum: .sha256}") {
            #expect(
                try nights.refusal("2026-01-05").hasPrefix(
                    "exit 75: \(Self.file): not ready: found no \(Self.file).sha256"))
            try nights.write("\(Self.file).sha256", "no digits")
            #expect(try nights.refusal("2026-01-05").hasPrefix("exit 65: \(Self.file).sha256: found no checksum"))
            let wrong = String(repeating: "0", count: 64)
            try nights.write("\(Self.file).sha256", "\(wrong)  \(Self.file)\n")
            let right = try DeliveredNights.sha256(DeliveredNights.header + Self.row + "\n")
            #expect(
                try nights.refusal("2026-01-05").hasPrefix(
                    "exit 65: \(Self.file): found SHA-256 \(right), expected \(wrong)"))
            #expect(isUntouched(nights))
            try nights.write("\(Self.file).sha256", "\(right.uppercased()) *\(Self.file)\n")
            #expect(try nights.run("2026-01-05").rows.count == 1)
        }
    }

    @Test func aQuietFile() throws {
        for nights in try nights("ready: {stable_seconds: 600}") {
            try nights.write(Self.file, DeliveredNights.header + Self.row + "\n", secondsAgo: 0)
            #expect(
                try nights.refusal("2026-01-05")
                    .hasPrefix("exit 75: \(Self.file): not ready: it changed less than 600 seconds ago"))
            #expect(isUntouched(nights))
            try nights.write(Self.file, DeliveredNights.header + Self.row + "\n", secondsAgo: 601)
            #expect(try nights.run("2026-01-05").rows.count == 1)
        }
    }

    @Test func aTrailerIsTheLastRecordWithTheNumberOfRows() {
        let trailer = "TRAILER;{rows}"
        #expect(ReadinessCheck.rows(in: "TRAILER;12", as: trailer) == 12)
        #expect(ReadinessCheck.rows(in: "TRAILER;12\r\n", as: trailer) == 12)
        for other in [
            "", "TRAILER;", "TRAILER;1x", "TRAILER;-1", "X;12", "TRAILER;12;", "TRAILER;99999999999999999999",
        ] {
            #expect(ReadinessCheck.rows(in: other, as: trailer) == nil, "\(other)")
        }
        #expect(ReadinessCheck.rows(in: "T,7,end", as: "T,{rows},end") == 7)
    }

    @Test func aTrailer() throws {
        for nights in try nights("footer_rows: 1\nready: {trailer: \"TRAILER,{rows}\"}") {
            let more = "p2,2020-01-01,,,A,,1"
            try nights.deliver("2026-01-05", [Self.row, more])
            #expect(
                try nights.refusal("2026-01-05").hasPrefix(
                    "exit 75: \(Self.file): not ready: it does not end with a record like \"TRAILER,{rows}\""))
            try nights.deliver("2026-01-05", [Self.row, more, "TRAILER,3"])
            #expect(
                try nights.refusal("2026-01-05").hasPrefix(
                    "exit 65: \(Self.file): found 2 rows, expected the 3 that its last record tells"))
            #expect(isUntouched(nights))
            try nights.deliver("2026-01-05", [Self.row, more, "TRAILER,2"])
            #expect(try nights.run("2026-01-05").rows.count == 2)
        }
    }

    /// An earlier delivery that was never completed does not hold up the night.
    @Test func onlyTheNewestHasToBeReady() throws {
        let nights = try DeliveredNights()
        nights.settings += "\nready: {marker: .done}"
        try nights.deliver("2026-01-05", [Self.row])
        try nights.deliver("2026-01-06", [Self.row])
        try nights.write("staff_2026-01-06.csv.done", "")
        let night = try nights.run("2026-01-06")
        #expect(night.finding("ingest.delivery_not_ready")?.location == Self.file)
        #expect(night.finding("ingest.deliveries")?.count == 1)
    }

    @Test func theBandOfRows() throws {
        for kind in ["deliveries: full_dumps", ""] {
            let nights = try DeliveredNights()
            nights.settings = "delivery_date: file_name\nrow_band: {lowest: 80, highest: 125}\n\(kind)"
            let rows = (1...20).map { "p\($0),2020-01-01,,,A,,1" }
            try nights.deliver("2026-01-05", rows)
            _ = try nights.run("2026-01-05")
            try nights.deliver("2026-01-06", Array(rows.prefix(15)))
            let before = try nights.stored()
            let refusal = try nights.refusal("2026-01-06")
            #expect(refusal.hasPrefix("exit 65: staff_2026-01-06.csv: found 15 rows, expected 80 to 125 % of the 20"))
            #expect(refusal.contains("row_band"))
            #expect(try nights.stored() == before)
            try nights.deliver("2026-01-06", Array(rows.prefix(16)))
            #expect(try nights.run("2026-01-06").report.files.first?.rowsIn == 16)
            try nights.deliver("2026-01-07", rows + ["p21,2020-01-01,,,A,,1"])
            #expect(try nights.refusal("2026-01-07").contains("found 21 rows, expected 80 to 125 % of the 16"))
            // What takes the place of a delivery of the same day is held against that too.
            try nights.deliver("2026-01-07", Array(rows.prefix(20)))
            _ = try nights.run("2026-01-07")
            try nights.deliver("2026-01-07", Array(rows.prefix(15)))
            let refused = try nights.refusal("2026-01-07")
            #expect(
                refused.contains("found 15 rows, expected 80 to 125 % of the 20 of the delivery of 2026-01-07, which"))
            try nights.deliver("2026-01-07", Array(rows.prefix(16)))
            #expect(try nights.run("2026-01-07").report.files.first?.rowsIn == 16)
        }
    }

    @Test func anOldDeliveryIsTold() throws {
        for kind in ["deliveries: full_dumps", ""] {
            let nights = try DeliveredNights()
            nights.settings = "delivery_date: file_name\nfresh_days: 3\n\(kind)"
            try nights.deliver("2026-01-05", [Self.row])
            #expect(try nights.run("2026-01-08").finding("ingest.stale_delivery") == nil)
            let told = try #require(try nights.run("2026-01-09").finding("ingest.stale_delivery"))
            #expect(told.severity == .warning && told.count == 4)
        }
    }

    @Test func otherContentOfADaySupersedesWhateverTheSource() throws {
        let nights = try DeliveredNights()
        nights.settings = "delivery_date: file_name"
        try nights.deliver("2026-01-05", [Self.row])
        #expect(try nights.run("2026-01-05").finding("ingest.superseded_delivery") == nil)
        let ledger = try nights.stored()
        #expect(try nights.run("2026-01-05").finding("ingest.superseded_delivery") == nil)
        #expect(try nights.stored() == ledger)
        try nights.deliver("2026-01-05", [Self.row, "p2,2020-01-01,,,A,,1"])
        let told = try #require(try nights.run("2026-01-05").finding("ingest.superseded_delivery"))
        #expect(told.message.contains(try DeliveredNights.sha256(DeliveredNights.header + Self.row + "\n")))
        #expect(try nights.run("2026-01-05").finding("ingest.superseded_delivery") == told)
    }
}
