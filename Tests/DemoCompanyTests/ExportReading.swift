import FoundationEssentials
import Testing

/// A folder that is gone again when the test ends.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/demo-company-" + UUID().uuidString
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try #require(FileManager.default.contents(atPath: path + "/" + name)))
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

/// A record of an export as a plain reader sees it: quotes only mean something at the start of a field.
struct ExportRecord {
    /// The physical line it begins on; the header is line 1.
    let line: Int
    let fields: [String]

    static func all(in bytes: [UInt8], separator: UInt8) -> [ExportRecord] {
        var records: [ExportRecord] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var line = 1
        var start = 1
        var index = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        var quoted = false
        var closed = false
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0a { line += 1 }
            if quoted {
                if byte != 0x22 {
                    field.append(byte)
                } else if index < bytes.count, bytes[index] == 0x22 {
                    field.append(byte)
                    index += 1
                } else {
                    quoted = false
                    closed = true
                }
            } else if byte == 0x22, field.isEmpty, !closed {
                quoted = true
            } else if byte == separator || byte == 0x0a {
                fields.append(String(decoding: field, as: UTF8.self))
                field = []
                closed = false
                if byte == 0x0a {
                    records.append(ExportRecord(line: start, fields: fields))
                    fields = []
                    start = line
                }
            } else if byte != 0x0d {
                field.append(byte)
            }
        }
        return records
    }
}

/// A row by column name.
struct ExportRow {
    private let columns: [String: Int]
    private let fields: [String]

    init(columns: [String: Int], fields: [String]) {
        self.columns = columns
        self.fields = fields
    }

    subscript(_ name: String) -> String {
        guard let index = columns[name], fields.indices.contains(index) else { return "<no column \(name)>" }
        return fields[index]
    }

    /// A date written 31.03.2026, as year, month, day in one number; nil when empty.
    func date(_ name: String) -> Int? {
        let parts = self[name].split(separator: ".").compactMap { Int($0) }
        return parts.count == 3 ? parts[2] * 10_000 + parts[1] * 100 + parts[0] : nil
    }
}

/// `truth.json`, as far as the tests use it.
struct Truth: Decodable {
    struct File: Decodable {
        struct Kind: Decodable {
            let count: Int
            let lines: [Int]
        }
        let rows: Int
        let clean: Int
        let quarantined: Int
        let duplicates: Int
        let duplicateLines: [Int]
        let dirty: [String: Kind]
    }
    struct Month: Decodable {
        let month: String
        let opening: Int
        let hires: Int
        let rehires: Int
        let leavers: [String: Int]
        let closing: Int
        let personDays: Int
        let absenceRowsStarted: [String: Int]
        let sicknessPersonDays: Int
        let scheduledMinutesE4: Int
        let sicknessMinutesE4: Int
    }
    struct Wave: Decodable {
        struct Department: Decodable, Equatable {
            let invited: Int
            let responses: Int
        }
        let wave: String
        let invited: Int
        let responses: Int
        let departments: [String: Department]
    }
    struct Stories: Decodable {
        struct Story: Decodable {
            let department: String
            let departments: [String]
            let since: String
        }
        struct Reorganisation: Decodable {
            let date: String
            let dissolved: String
            let dissolvedDepartments: [String]
            let into: [String]
            let persons: Int
        }
        let trouble: Story?
        let improving: Story?
        let reorganisation: Reorganisation?
    }
    let files: [String: File]
    let months: [Month]
    let survey: [Wave]
    let stories: Stories

    /// Keys of the files and departments stay as they are; only those of the format are spelt as properties.
    static func read(_ bytes: [UInt8]) throws -> Truth {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in
            let key = path[path.count - 1]
            let isName = key.stringValue.contains(".csv") || key.stringValue.allSatisfy { !$0.isLowercase }
            return isName ? key : SpelledKey(key.stringValue)
        }
        return try decoder.decode(Truth.self, from: Data(bytes))
    }

    private struct SpelledKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ snake: String) {
            let words = snake.split(separator: "_").map(String.init)
            stringValue =
                (words.first ?? "") + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}

/// A demo company written, and read back without its dirty rows.
struct WrittenCompany {
    let folder: TemporaryFolder
    let truth: Truth

    init(_ folder: TemporaryFolder) throws {
        self.folder = folder
        truth = try Truth.read(folder.bytes("truth.json"))
    }

    static let separators: [String: UInt8] = [
        "departments": UInt8(ascii: ","), "employees": UInt8(ascii: ";"), "absences": UInt8(ascii: ";"),
        "events": UInt8(ascii: ","), "participation": UInt8(ascii: ","), "survey": UInt8(ascii: "\t"),
        "survey_invitations": UInt8(ascii: ","),
    ]

    func records(_ table: String) throws -> [ExportRecord] {
        ExportRecord.all(
            in: try folder.bytes(table + "_2026-10-31.csv"), separator: Self.separators[table] ?? UInt8(ascii: ","))
    }

    /// The true rows: neither dirty nor a second copy.
    func rows(_ table: String) throws -> [ExportRow] {
        let file = try #require(truth.files[table + "_2026-10-31.csv"])
        let left = Set(file.dirty.values.flatMap(\.lines) + file.duplicateLines)
        let records = try records(table)
        let header = try #require(records.first).fields
        let columns = Dictionary(header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
        return records.dropFirst().filter { !left.contains($0.line) }
            .map { ExportRow(columns: columns, fields: $0.fields) }
    }
}
