import Calendars
import Columnar
import Configuration
import FoundationEssentials
import Runs
import Testing
import Workforce

@testable import Normalization

private func day(_ text: String) -> Int { CivilDate(iso: text).map { Int($0.day) } ?? 0 }

/// A cell of a table that a test writes.
private enum Cell {
    case number(Int)
    case text(String)
    case yes(Bool)
}

/// The stage over tables of ingest that were written here.
@Suite struct WorkingLifeStageTests {
    private final class Folder {
        let path: String
        init() throws {
            path = FileManager.default.temporaryDirectory.appending(path: "trivsel-\(UUID().uuidString)").path
            for part in ["2026-06-30/1-ingest", "2026-06-30/2-normalize"] {
                try FileManager.default.createDirectory(
                    atPath: "\(path)/\(part)", withIntermediateDirectories: true)
            }
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func write(_ rows: [[String: Cell]], _ schema: TableSchema, to path: String) throws {
        let writer = try TableWriter(path: path, schema: schema)
        let pool = StringPool()
        var kept: [AnyObject] = []
        let columns = schema.fields.map { field -> ColumnSlice in
            let valid = Buffer<UInt8>()
            let (wide, narrow, codes, bits) = (Buffer<Int64>(), Buffer<Int32>(), Buffer<Int32>(), Buffer<UInt8>())
            for row in rows {
                var number = 0
                var text: String?
                switch row[field.name] {
                case .number(let value): number = value
                case .text(let value): text = value
                case .yes(let value): number = value ? 1 : 0
                case nil: text = field.kind == .string && !field.optional ? "file.csv" : nil
                }
                valid.append(row[field.name] == nil && field.optional ? 0 : 1)
                wide.append(Int64(number))
                narrow.append(Int32(truncatingIfNeeded: number))
                bits.append(UInt8(number == 0 ? 0 : 1))
                codes.append(text.map(pool.code) ?? -1)
            }
            kept += [valid, wide, narrow, codes, bits]
            let marks = field.optional ? UnsafePointer(valid.pointer) : nil
            return switch field.kind {
            case .int64: ColumnSlice(.int64(wide.pointer), valid: marks)
            case .string: ColumnSlice(.string(codes: codes.pointer, pool: pool))
            case .bool: ColumnSlice(.bool(bits.pointer), valid: marks)
            default: ColumnSlice(.int32(narrow.pointer), valid: marks)
            }
        }
        if !rows.isEmpty { try writer.append(RowGroupEncoder.encode(schema, rowCount: rows.count, columns: columns)) }
        withExtendedLifetime(kept) {}
        _ = try writer.finish()
    }

    /// Runs normalize over the tables and hands back its report and where its tables lie.
    private func normalize(
        _ tables: [(TableSchema, [[String: Cell]])], _ folder: Folder
    ) throws -> (report: StageReport, run: RunFolder) {
        let run = try RunFolder(path: "\(folder.path)/2026-06-30")
        var names: Set<String> = []
        for (schema, rows) in tables {
            let name = String(schema.name.dropFirst("ingest.".count))
            names.insert(name)
            try Self.write(rows, schema, to: run.table(.ingest, name))
        }
        _ = try Quality.write([], to: run.table(.ingest, Quality.dataset))
        var pipeline = Pipeline()
        pipeline.organisation = "Case"
        let report = try NormalizeStage.run(
            pipeline, run: run, input: StageInput(tables: names), output: run.folder(.normalize), workers: 2)
        return (report, run)
    }

    private static let people: (TableSchema, [[String: Cell]]) = (
        Ingested.employees,
        (1...3).map {
            [
                "person_key": .number($0 * 1_000_000_007), "person_check": .number($0),
                "hire_day": .number(day("2024-01-01")),
                "department": .text("B"),
            ]
        }
    )
    private static let departments: (TableSchema, [[String: Cell]]) = (
        Ingested.departments, [["department": .text("A")], ["department": .text("B"), "parent": .text("A")]]
    )

    private func person(_ number: Int) -> Cell { .number(number * 1_000_000_007) }

    private func count(_ report: StageReport, _ category: String) -> Int {
        report.findings.filter { $0.category == category }.reduce(0) { $0 + $1.count }
    }

    /// Rows in = rows out + those that a finding tells of, for each dataset.
    private func conserved(_ report: StageReport, _ dataset: String) -> Bool {
        let rowsIn = report.inputs.first { $0.name == "\(dataset).parquet" }?.rows ?? -1
        let rowsOut = report.outputs.first { $0.name == "\(dataset).parquet" }?.rows ?? -1
        return rowsIn == rowsOut + count(report, "\(dataset).unknown_person") + count(report, "\(dataset).undated")
    }

    @Test func reviewsHaveTheDayOfTheirRound() throws {
        let folder = try Folder()
        let (report, run) = try normalize(
            [
                Self.departments, Self.people,
                (
                    Ingested.reviews,
                    [
                        ["person_key": person(2), "cycle": .text("2026"), "due_day": .number(day("2026-03-31"))],
                        ["person_key": person(1), "cycle": .text("2026"), "completed_day": .number(day("2026-03-01"))],
                        ["person_key": person(1), "cycle": .text("2025"), "completed": .yes(true)],
                        ["person_key": person(9), "cycle": .text("2026")],
                        ["person_key": person(3), "cycle": .text("2026"), "due_day": .number(day("2026-02-28"))],
                        ["person_key": person(3), "cycle": .text("2026"), "completed": .yes(true)],
                    ]
                ),
            ], folder)
        let group = try TableReader(path: run.table(.normalize, "reviews"), expecting: Normalized.reviews).readGroup(0)
        let (keys, due) = (try group.int64("person_key"), try group.int32("due_day"))
        let (completedDay, completed) = (try group.int32("completed_day"), try group.bool("completed"))
        #expect((0..<group.rowCount).map { keys[$0] } == [1, 2, 3, 3].map { Int64($0 * 1_000_000_007) })
        let march = Int32(day("2026-03-31"))
        #expect((0..<group.rowCount).map { due[$0] } == [march, march, Int32(day("2026-02-28")), march])
        #expect((0..<group.rowCount).map { completed[$0] } == [1, 0, 0, 1])
        #expect((0..<group.rowCount).map { completedDay[$0] } == [Int32(day("2026-03-01")), nil, nil, nil])
        #expect(count(report, "reviews.undated") == 1 && count(report, "reviews.unknown_person") == 1)
        #expect(conserved(report, "reviews"))
    }

    @Test func conversationsStepsAndExits() throws {
        let folder = try Folder()
        let (report, run) = try normalize(
            [
                Self.departments, Self.people,
                (
                    Ingested.checkIns,
                    [
                        ["person_key": person(1), "day": .number(day("2026-03-02"))],
                        [
                            "person_key": person(1), "day": .number(day("2026-03-01")), "kind": .text("goals"),
                            "held": .yes(false),
                        ],
                        ["person_key": person(8), "day": .number(day("2026-03-01"))],
                    ]
                ),
                (
                    Ingested.onboardingSteps,
                    [
                        [
                            "person_key": person(1), "step": .text("it"), "due_day": .number(day("2024-01-01")),
                            "done": .yes(true),
                        ],
                        ["person_key": person(1), "step": .text("tour"), "done": .yes(true)],
                        [
                            "person_key": person(2), "step": .text("it"), "due_day": .number(day("2024-01-01")),
                            "done_day": .number(day("2024-01-05")), "done": .yes(false),
                        ],
                    ]
                ),
                (
                    Ingested.exitInterviews,
                    [
                        ["person_key": person(2), "day": .number(day("2026-03-02")), "would_return": .yes(false)],
                        ["person_key": person(1), "day": .number(day("1969-03-02")), "would_recommend": .yes(true)],
                    ]
                ),
                (
                    Ingested.recognitions,
                    [["person_key": person(3), "day": .number(day("2026-03-02")), "kind": .text("peer")]]
                ),
                (
                    Ingested.promotions, [["person_key": person(3), "day": .number(day("2026-03-02"))]]
                ),
            ], folder)
        func table(_ name: String, _ schema: TableSchema) throws -> RowGroup {
            try TableReader(path: run.table(.normalize, name), expecting: schema).readGroup(0)
        }
        let checkIns = try table("check_ins", Normalized.checkIns)
        let (kind, held) = (try checkIns.strings("kind"), try checkIns.bool("held"))
        #expect((0..<2).map { kind[$0] } == ["goals", "one_to_one"] && (0..<2).map { held[$0] } == [0, 1])
        let steps = try table("onboarding_steps", Normalized.onboardingSteps)
        let (done, doneDay) = (try steps.bool("done"), try steps.int32("done_day"))
        // A day of it says more than a flag.
        #expect((0..<2).map { done[$0] } == [1, 1])
        #expect((0..<2).map { doneDay[$0] } == [nil, Int32(day("2024-01-05"))])
        #expect(count(report, "onboarding_steps.without_day") == 1)
        let exits = try table("exit_interviews", Normalized.exitInterviews)
        let (recommends, returns) = (try exits.bool("would_recommend"), try exits.bool("would_return"))
        #expect((0..<2).map { recommends[$0] } == [1, nil] && (0..<2).map { returns[$0] } == [nil, 0])
        #expect(try table("promotions", Normalized.promotions).strings("kind")[0] == "promotion")
        for dataset in ["check_ins", "onboarding_steps", "exit_interviews", "recognitions", "promotions"] {
            #expect(conserved(report, dataset), "\(dataset)")
        }
    }

    @Test func openingsStandInTheirDepartments() throws {
        let folder = try Folder()
        let rows: [[String: Cell]] = [
            // Of an opening, the department of any row; no row names one of the tree: the root.
            ["opening": .text("R2"), "candidate_key": .number(5), "outcome": .text("rejected")],
            [
                "opening": .text("R2"), "department": .text("B"), "applicants": .number(4),
                "approved_day": .number(day("2026-01-05")),
            ],
            [
                "opening": .text("R1"), "department": .text("gone"), "candidate_key": .number(6),
                "approved_day": .number(day("2026-02-05")), "decided_day": .number(day("2026-01-05")),
                "outcome": .text("accepted"), "source": .text("referral"), "internal": .yes(false),
            ],
        ]
        let (report, run) = try normalize([Self.departments, Self.people, (Ingested.recruitment, rows)], folder)
        let group = try TableReader(path: run.table(.normalize, "recruitment"), expecting: Normalized.recruitment)
            .readGroup(0)
        let (department, opening) = (try group.int32("department"), try group.strings("opening"))
        #expect((0..<3).map { department[$0] } == [0, 1, 1])
        #expect((0..<3).map { opening[$0] } == ["R1", "R2", "R2"])
        let application = try group.bool("application")
        #expect((0..<3).map { application[$0] } == [1, 0, 1])
        let (source, inside) = (try group.strings("source"), try group.bool("internal"))
        #expect((0..<3).map { source[$0] } == ["referral", "unknown", "unknown"])
        #expect((0..<3).map { inside[$0] } == [0, nil, nil])
        #expect(count(report, "recruitment.unknown_department") == 1)
        #expect(count(report, "recruitment.days_out_of_order") == 1)
        // The same bytes whatever the order of the export's rows.
        let other = try Folder()
        let (_, second) = try normalize(
            [Self.departments, Self.people, (Ingested.recruitment, rows.reversed())], other)
        #expect(
            FileManager.default.contents(atPath: run.table(.normalize, "recruitment"))
                == FileManager.default.contents(atPath: second.table(.normalize, "recruitment")))
    }

    @Test func participationHasTheLengthOfItsEvents() throws {
        let folder = try Folder()
        let (report, run) = try normalize(
            [
                Self.departments, Self.people,
                (
                    Ingested.events,
                    [
                        [
                            "event": .text("E1"), "day": .number(day("2026-03-02")), "kind": .text("training"),
                            "minutes": .number(90),
                        ],
                        ["event": .text("E2"), "day": .number(day("2026-03-03")), "kind": .text("social")],
                    ]
                ),
                (
                    Ingested.participation,
                    [
                        ["person_key": person(1), "event": .text("E2"), "attended": .yes(true)],
                        ["person_key": person(1), "event": .text("E1"), "registered": .yes(true)],
                        [
                            "person_key": person(2), "event": .text("E1"), "kind": .text("course"),
                            "mandatory": .yes(true),
                        ],
                    ]
                ),
            ], folder)
        let group = try TableReader(path: run.table(.normalize, "participation"), expecting: Normalized.participation)
            .readGroup(0)
        let (kind, minutes) = (try group.strings("kind"), try group.int32("minutes"))
        #expect((0..<3).map { kind[$0] } == ["training", "social", "course"])
        #expect((0..<3).map { minutes[$0] } == [90, nil, 90])
        let (registered, mandatory) = (try group.bool("registered"), try group.bool("mandatory"))
        #expect((0..<3).map { registered[$0] } == [1, 0, 0] && (0..<3).map { mandatory[$0] } == [0, 0, 1])
        #expect(report.findings.allSatisfy { !$0.category.hasPrefix("participation.") })
    }
}
