/// A finding: something a reader of the figures should know; never a person's data.
public struct Finding: Sendable, Equatable {
    public enum Severity: String, Sendable { case note, warning }
    /// `flow.identity`, `participation.unknown_person` …
    public var category: String
    public var severity: Severity
    /// File, table or department it is about.
    public var location: String
    public var message: String
    public var count: Int

    public init(category: String, severity: Severity, location: String, message: String, count: Int = 1) {
        self.category = category
        self.severity = severity
        self.location = location
        self.message = message
        self.count = count
    }
}

/// One file read by ingest: rows in = rows out + quarantined + duplicates + filtered.
public struct FileCount: Sendable, Equatable {
    public var dataset: String
    public var file: String
    public var sha256: String
    public var bytes: Int
    public var rowsIn: Int
    public var rowsOut: Int
    public var quarantined: Int
    public var duplicates: Int
    /// Rows that the source description leaves out on purpose.
    public var filtered: Int
    /// Reason code → rows, sorted by code.
    public var reasons: [(reason: String, rows: Int)]

    public static func == (a: FileCount, b: FileCount) -> Bool {
        a.dataset == b.dataset && a.file == b.file && a.sha256 == b.sha256 && a.bytes == b.bytes
            && a.rowsIn == b.rowsIn && a.rowsOut == b.rowsOut && a.quarantined == b.quarantined
            && a.duplicates == b.duplicates && a.filtered == b.filtered
            && a.reasons.map(\.reason) == b.reasons.map(\.reason) && a.reasons.map(\.rows) == b.reasons.map(\.rows)
    }

    public init(
        dataset: String, file: String, sha256: String, bytes: Int, rowsIn: Int, rowsOut: Int, quarantined: Int,
        duplicates: Int, filtered: Int, reasons: [(reason: String, rows: Int)]
    ) {
        self.dataset = dataset
        self.file = file
        self.sha256 = sha256
        self.bytes = bytes
        self.rowsIn = rowsIn
        self.rowsOut = rowsOut
        self.quarantined = quarantined
        self.duplicates = duplicates
        self.filtered = filtered
        self.reasons = reasons
    }
}

/// A table read or written, by the hash of its footer, which holds the checksum of every page.
public struct TableCount: Sendable, Equatable {
    public var name: String
    public var schema: String
    public var version: Int
    public var rows: Int
    public var bytes: Int
    public var footerSHA256: String

    public init(name: String, schema: String, version: Int, rows: Int, bytes: Int, footerSHA256: String) {
        self.name = name
        self.schema = schema
        self.version = version
        self.rows = rows
        self.bytes = bytes
        self.footerSHA256 = footerSHA256
    }
}

/// What a stage says of itself when it is done; the manifest is written from it.
public struct StageReport: Sendable, Equatable {
    public var files: [FileCount] = []
    /// Exports of earlier days that the tables are made of besides, as this run or an earlier one has read them.
    public var earlier: [FileCount] = []
    public var inputs: [TableCount] = []
    public var outputs: [TableCount] = []
    public var findings: [Finding] = []
    public init() {}
}
