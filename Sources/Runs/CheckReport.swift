/// What a look at one export found, for a page: counts, places and settings; never a cell and nothing about a person.
public struct CheckedExport: Sendable, Equatable {
    /// Where a column of the dataset comes from.
    public struct Mapping: Sendable, Equatable {
        /// Canonical name.
        public var column: String
        /// Header in the file; empty where the file does not have it.
        public var header: String
        /// How its cells are read: `a date like 2026-03-31`.
        public var reading: String

        public init(column: String, header: String, reading: String) {
            self.column = column
            self.header = header
            self.reading = reading
        }
    }

    /// A row that was set aside.
    public struct Place: Sendable, Equatable {
        /// 1 is the first record behind the header.
        public var record: Int
        /// 0 where it is not known.
        public var line: Int
        /// Header of the column; empty where the whole record is meant.
        public var column: String
        public var expected: String
        /// The kind of thing that was found.
        public var found: String
        /// What could be done; empty where nothing is known.
        public var advice: String

        public init(record: Int, line: Int, column: String, expected: String, found: String, advice: String) {
            self.record = record
            self.line = line
            self.column = column
            self.expected = expected
            self.found = found
            self.advice = advice
        }
    }

    /// Rows set aside for one reason.
    public struct Reason: Sendable, Equatable {
        /// Code, as in the quarantine table.
        public var code: String
        public var rows: Int
        /// The first of them.
        public var places: [Place]

        public init(code: String, rows: Int, places: [Place]) {
            self.code = code
            self.rows = rows
            self.places = places
        }
    }

    public var source: String
    public var dataset: String
    /// Name of the file, without its folder.
    public var file: String
    /// Whether its header could be read, so that the counts mean something.
    public var wasRead = false
    /// Whether an earlier night has read it and the counts are from then; its columns are not known any more.
    public var isStored = false
    public var rowsIn = 0
    public var rowsOut = 0
    public var quarantined = 0
    public var duplicates = 0
    public var filtered = 0
    /// Most rows first.
    public var reasons: [Reason] = []
    /// How the file is written, as the source description says it: key and value.
    public var settings: [(name: String, value: String)] = []
    public var mapping: [Mapping] = []
    /// Headers that do not leave ingest.
    public var notCarried: [String] = []
    /// Why the source is refused; nil when it is accepted.
    public var refusal: String?

    public init(source: String, dataset: String, file: String) {
        self.source = source
        self.dataset = dataset
        self.file = file
    }

    /// Every row in is out, set aside, repeated or left out on purpose.
    public var addsUp: Bool { rowsIn == rowsOut + quarantined + duplicates + filtered }

    public static func == (a: CheckedExport, b: CheckedExport) -> Bool {
        a.source == b.source && a.dataset == b.dataset && a.file == b.file && a.wasRead == b.wasRead
            && a.isStored == b.isStored && a.rowsIn == b.rowsIn && a.rowsOut == b.rowsOut
            && a.quarantined == b.quarantined
            && a.duplicates == b.duplicates && a.filtered == b.filtered && a.reasons == b.reasons
            && a.settings.map(\.name) == b.settings.map(\.name) && a.settings.map(\.value) == b.settings.map(\.value)
            && a.mapping == b.mapping && a.notCarried == b.notCarried && a.refusal == b.refusal
    }
}

/// What a dry run of ingest found.
public struct CheckReport: Sendable, Equatable {
    /// In the order in which a run reads them.
    public var exports: [CheckedExport] = []
    public var findings: [Finding] = []
    /// Everything that a run would be refused for, the first one first; empty when it would go on.
    public var refusals: [String] = []
    public init() {}

    /// Rows of all exports.
    public var total: (rowsIn: Int, quarantined: Int) {
        exports.reduce((0, 0)) { ($0.0 + $1.rowsIn, $0.1 + $1.quarantined) }
    }
}
