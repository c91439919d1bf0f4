import FoundationEssentials
import Runs

/// What reading a full dump gave besides its rows, kept with its changes: a run that finds the delivery in the store says
/// the same of it as the one that read it.
struct DumpAccount: Codable {
    static let key = "trivsel.account"

    struct File: Codable {
        var dataset: String
        var name: String
        var sha256: String
        var bytes: Int
        var rowsIn: Int
        var rowsOut: Int
        var quarantined: Int
        var duplicates: Int
        var filtered: Int
        var reasons: [Reason]
    }
    struct Reason: Codable {
        var code: String
        var rows: Int
    }
    struct Note: Codable {
        var category: String
        var isWarning: Bool
        var location: String
        var message: String
        var count: Int
    }
    struct Row: Codable {
        var dataset: String
        var file: String
        var record: Int
        var line: Int
        var column: String
        var reason: QuarantineReason
        var expected: String
        /// What kind of thing was found; never the cell.
        var found: ValueClass?
    }

    private var files: [File]
    private var notes: [Note]
    private var rows: [Row]

    init(_ tally: IngestTally) {
        files = tally.files.map { file in
            File(
                dataset: file.dataset, name: file.file, sha256: file.sha256, bytes: file.bytes, rowsIn: file.rowsIn,
                rowsOut: file.rowsOut, quarantined: file.quarantined, duplicates: file.duplicates,
                filtered: file.filtered, reasons: file.reasons.map { Reason(code: $0.reason, rows: $0.rows) })
        }
        notes = tally.findings.map { finding in
            Note(
                category: finding.category, isWarning: finding.severity == .warning, location: finding.location,
                message: finding.message, count: finding.count)
        }
        rows = tally.quarantine.map { row in
            Row(
                dataset: row.dataset, file: row.file, record: row.record, line: row.line, column: row.column,
                reason: row.reason, expected: row.expected, found: row.found)
        }
    }

    /// Nil when the text is none.
    init?(text: String) {
        guard let account = try? JSONDecoder().decode(DumpAccount.self, from: Data(text.utf8)) else { return nil }
        self = account
    }

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func add(to tally: inout IngestTally) {
        for file in files {
            tally.files.append(
                FileCount(
                    dataset: file.dataset, file: file.name, sha256: file.sha256, bytes: file.bytes, rowsIn: file.rowsIn,
                    rowsOut: file.rowsOut, quarantined: file.quarantined, duplicates: file.duplicates,
                    filtered: file.filtered, reasons: file.reasons.map { ($0.code, $0.rows) }))
        }
        for note in notes {
            tally.findings.append(
                Finding(
                    category: note.category, severity: note.isWarning ? .warning : .note, location: note.location,
                    message: note.message, count: note.count))
        }
        for row in rows {
            tally.quarantine.append(
                QuarantinedRow(
                    dataset: row.dataset, file: row.file, record: row.record, line: row.line, column: row.column,
                    reason: row.reason, expected: row.expected, found: row.found))
        }
    }
}

extension QuarantineReason: Codable {}
