import CSV
import Calendars
import Columnar
import Configuration
import Foundation
import Runs
import Testing

@testable import Ingestion

/// One table of people and one of absences, written in every encoding, dialect, date and number format that a source
/// description knows, each pair of them once, becomes the same intermediates to the byte.
@Suite struct SameTableTests {
    /// What the exports say, whatever they look like.
    private struct People {
        var id: String
        var hired: Int32
        var left: Int32?
        var unit: String
        /// In thousandths.
        var fte: Int?
        var born: Int32
    }

    private struct Absence {
        var id: String
        var first: Int32
        var last: Int32?
        var kind: String
        var grade: Int
    }

    private static let units = [
        "Sjøfart", "Ærø, sør", "Avd. \"Nord\"", "a;b|c", "t\tab", "Første\nandre, linje", "x\r\ny", "x\ry", "it's",
        "€ 100", "Straße", "Žižek & Œuvre", "100 % \"\"", "'quoted' in part", "C:\\temp\\x", "inner  blanks", "-2",
        "=1+1",
        "\"", ",", ";;", "ÅÄÖ åäö éèê",
    ]

    /// 300 people: some without end, unit or fraction.
    private static let people: [People] = (0..<300).map { (i: Int) -> People in
        let left: Int32? = i % 3 == 0 ? 20_300 + Int32(i % 200) : nil
        let fte: Int? = i % 5 == 0 ? nil : i * 7 % 1001
        return People(
            id: i % 7 == 0 ? "Ø-\(10_000 + i)" : "0\(10_000 + i)", hired: 15_000 + Int32(i * 17 % 5000), left: left,
            unit: i % 11 == 0 ? "" : units[i % units.count], fte: fte, born: -5000 + Int32(i * 101 % 15_000))
    }

    private static let kinds = ["own_sickness", "child", "vacation"]
    private static let grades = [1000, 500, 333]

    private static let absences: [Absence] = (0..<200).map { (i: Int) -> Absence in
        let first = 19_800 + Int32(i * 3)
        return Absence(
            id: people[i % 90].id, first: first, last: i % 4 == 0 ? nil : first + 3, kind: kinds[i % 3],
            grade: grades[i % 3])
    }

    private static let peopleHeader = ["Ansattnr", "Tilsatt", "Sluttet", "Avdeling", "Stillingsbrøk", "Født", "Notat"]

    private static func pipeline(_ form: ExportForm) -> Pipeline {
        var people = SourceDescription()
        people.name = "people"
        people.files = ["people*.csv"]
        people.columns = [
            .init(name: "person", headers: ["ansattnr"], required: true),
            .init(name: "hire_date", headers: ["tilsatt"], required: true),
            .init(name: "termination_date", headers: ["sluttet"], required: true),
            .init(name: "department", headers: ["avdeling"], required: true),
            .init(name: "fte", headers: ["stillingsbrøk"], required: true),
            .init(name: "birth_date", headers: ["født"], required: true),
        ]
        var absences = SourceDescription()
        absences.name = "absences"
        absences.dataset = .absences
        absences.files = ["absences*.csv"]
        absences.key = ["person", "first_day"]
        absences.columns = [
            .init(name: "person", headers: ["id"], required: true),
            .init(name: "class", headers: ["class"], required: true),
            .init(name: "first_day", headers: ["from"], required: true),
            .init(name: "last_day", headers: ["to"], required: true),
            .init(name: "grade", headers: ["grade"], required: true),
        ]
        form.declare(in: &people)
        form.declare(in: &absences)
        var pipeline = Pipeline()
        pipeline.sources = [people, absences]
        return pipeline
    }

    private static func cells(_ form: ExportForm) -> (people: [[String]], absences: [[String]]) {
        (
            people.map {
                [
                    $0.id, form.day($0.hired), $0.left.map(form.day) ?? "", $0.unit, $0.fte.map(form.decimal) ?? "",
                    form.day($0.born), "é",
                ]
            },
            absences.map {
                [$0.id, $0.kind, form.day($0.first), $0.last.map(form.day) ?? "", form.decimal($0.grade)]
            }
        )
    }

    private static func exports(_ form: ExportForm) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        func add(_ name: String, _ header: [String], _ rows: [[String]]) throws {
            let parts = try form.files(header, rows)
            for (number, bytes) in parts.enumerated() {
                files[parts.count == 1 ? "\(name).csv" : "\(name)_\(number).csv"] = bytes
            }
        }
        let cells = cells(form)
        try add("people", peopleHeader, cells.people)
        try add("absences", ["id", "class", "from", "to", "grade"], cells.absences)
        return files
    }

    /// What ingest writes: the bytes of each table, and its columns without those that name the export.
    private struct Tables {
        var bytes: [String: Data] = [:]
        var columns: [String: [String: [String?]]] = [:]
        var report = StageReport()
    }

    private static func ingest(
        _ form: ExportForm, engine: CSVEngine, workers: Int, readsColumns: Bool = true
    ) throws -> Tables {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)").path
        let (input, output) = ("\(folder)/in", "\(folder)/out")
        for path in [input, output] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, bytes) in try exports(form) {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(input)/\(name)"))
        }
        var tables = Tables()
        tables.report = try IngestStage.run(
            pipeline(form), run: try RunFolder(path: "work/2026-03-31"), output: output, input: input,
            key: [UInt8](0..<32), workers: workers, engine: engine)
        for name in ["employees", "absences"] {
            tables.bytes[name] = try Data(contentsOf: URL(fileURLWithPath: "\(output)/\(name).parquet"))
            if readsColumns { tables.columns[name] = try columns("\(output)/\(name).parquet") }
        }
        return tables
    }

    private static func columns(_ path: String) throws -> [String: [String?]] {
        let reader = try TableReader(path: path, expecting: nil)
        var columns: [String: [String?]] = [:]
        for number in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(number)
            for field in reader.schema.fields where !["source_file", "source_record"].contains(field.name) {
                func texts<Value>(_ cell: (Int) -> Value?) -> [String?] {
                    (0..<group.rowCount).map { row in cell(row).map { "\($0)" } }
                }
                let values: [String?]
                switch field.kind {
                case .bool:
                    let column = try group.bool(field.name)
                    values = texts { column[$0] }
                case .int8:
                    let column = try group.int8(field.name)
                    values = texts { column[$0] }
                case .int32, .day:
                    let column = try group.int32(field.name)
                    values = texts { column[$0] }
                case .int64:
                    let column = try group.int64(field.name)
                    values = texts { column[$0] }
                default:
                    let column = try group.strings(field.name)
                    values = texts { column[$0] }
                }
                columns[field.name, default: []] += values
            }
        }
        return columns
    }

    private static let engines: [(CSVEngine, Int)] = [(.fast, 1), (.libcsv, 3), (.fast, 3), (.libcsv, 1)]
    private static let choices = PairwiseChoices.all(of: ExportForm.levels + [engines.count])
    private static let plain = Result { try ingest(ExportForm(), engine: .libcsv, workers: 1) }

    /// The plainest form is held against what was written, so that all cannot be wrong alike.
    @Test func thePlainestFormSaysWhatWasWritten() throws { try expectWhatTheExportsSay(Self.plain.get()) }

    /// In four parts, which run side by side.
    @Test(arguments: 0..<4) func anyFormGivesTheSameTables(part: Int) throws {
        let plain = try Self.plain.get()
        let engines = Self.engines
        for (number, choice) in Self.choices.enumerated() where number % 4 == part {
            let form = ExportForm(choice)
            let (engine, workers) = engines[choice[ExportForm.levels.count]]
            let found = try Self.ingest(form, engine: engine, workers: workers, readsColumns: form.parts > 1)
            let label = "\(form), \(engine.rawValue), \(workers) threads"
            for file in found.report.files {
                #expect(file.rowsOut == file.rowsIn, "\(label): \(file.file): \(file.reasons)")
            }
            for name in ["employees", "absences"] {
                if form.parts == 1 {
                    #expect(found.bytes[name] == plain.bytes[name], "\(label): other bytes of \(name)")
                    continue
                }
                for (column, values) in plain.columns[name] ?? [:] {
                    #expect(found.columns[name]?[column] == values, "\(label): other \(column) of \(name)")
                }
            }
        }
    }

    /// Each pair is there, so nothing is left out of the test above.
    @Test func everyPairOccurs() {
        let levels = ExportForm.levels + [Self.engines.count]
        let choices = Self.choices
        for a in levels.indices {
            for b in levels.indices where b > a {
                let found = Set(choices.map { $0[a] * 100 + $0[b] })
                #expect(found.count == levels[a] * levels[b])
            }
        }
        #expect(choices.count < 110)
    }

    private func expectWhatTheExportsSay(_ tables: Tables) throws {
        let employees = try #require(tables.columns["employees"])
        let absences = try #require(tables.columns["absences"])
        let people = Self.people
        #expect(employees["hire_day"] == people.map { "\($0.hired)" })
        #expect(employees["last_day"] == people.map { $0.left.map { "\($0)" } })
        #expect(employees["department"] == people.map { $0.unit.isEmpty ? nil : $0.unit })
        #expect(employees["fte"] == people.map { $0.fte.map { "\($0 * 10)" } })
        #expect(employees["birth_year"] == people.map { "\(CivilDate(day: $0.born).year)" })
        #expect(Set(employees["person_key"] ?? []).count == people.count)
        #expect(absences["first_day"] == Self.absences.map { "\($0.first)" })
        #expect(absences["last_day"] == Self.absences.map { $0.last.map { "\($0)" } })
        #expect(absences["class"] == Self.absences.map(\.kind))
        #expect(absences["grade"] == Self.absences.map { "\($0.grade)" })
        let keys = Dictionary(zip(people.map(\.id), employees["person_key"] ?? []), uniquingKeysWith: { a, _ in a })
        #expect(absences["person_key"] == Self.absences.map { keys[$0.id] ?? nil })
    }
}
