/// How one kind of export maps to one canonical dataset. Nothing is guessed at run time: what is not said here is refused.
public struct SourceDescription: Sendable, Equatable {
    public enum Dataset: String, Sendable, CaseIterable {
        case employees, departments, absences, events, participation
        case surveyResponses = "survey_responses"
        case surveyInvitations = "survey_invitations"
        case absenceTotals = "absence_totals"
        case surveyTotals = "survey_totals"
        case headcountTotals = "headcount_totals"
        case identities, assignments
        case questionnaire
        case exitInterviews = "exit_interviews"
        case checkIns = "check_ins"
        case reviews, recruitment
        case onboardingSteps = "onboarding_steps"
        case promotions, recognitions, practices, technology, outcomes, benchmarks
        case focusGroups = "focus_groups"
        case leaveEntitlements = "leave_entitlements"

        /// Whether a row tells something about one person.
        public var holdsPersons: Bool {
            CanonicalColumn.all(of: self).contains { $0.kind.isPerson || $0.kind == .response }
        }
    }
    /// How a day is written. `d` and `m` stand for one or two digits, `dd` and `mm` for two.
    public enum DateFormat: String, Sendable, CaseIterable, Codable {
        case iso = "yyyy-mm-dd"
        case dotted = "dd.mm.yyyy"
        case slashedDayFirst = "dd/mm/yyyy"
        case slashedMonthFirst = "m/d/yyyy"
        case dottedShort = "d.m.yyyy"
        case slashedDayFirstShort = "d/m/yyyy"
        case dashedDayFirst = "dd-mm-yyyy"
        case slashedISO = "yyyy/mm/dd"
        case compact = "yyyymmdd"
        /// `31-Mar-2026`, `31 Mar 2026`, `31 March 2026`: English months.
        case namedMonth = "d-mmm-yyyy"
        /// `Mar 31, 2026`, `March 31, 2026`.
        case namedMonthFirst = "mmm d, yyyy"
        case dottedTwoDigitYear = "dd.mm.yy"
        case slashedTwoDigitYear = "dd/mm/yy"
        case monthFirstTwoDigitYear = "m/d/yy"
        /// Days since 1899-12-30, as spreadsheets count; never before 1900-03-01, where they disagree.
        case serial = "serial"
    }
    public enum Encoding: String, Sendable, CaseIterable {
        case utf8 = "utf-8"
        case utf16LE = "utf-16le"
        case utf16BE = "utf-16be"
        case windows1252 = "windows-1252"
        case latin1 = "iso-8859-1"
        case latin9 = "iso-8859-15"
    }
    /// How a quote or a delimiter is written within a field.
    public enum Escape: String, Sendable, CaseIterable {
        /// A quote is doubled within quotes; a backslash is a backslash.
        case doubled
        /// A backslash makes the next character text, within quotes and outside.
        case backslash
    }
    public enum Compression: String, Sendable, CaseIterable {
        case none, gzip, zstd
    }
    /// Which of the header rows names the columns.
    public enum HeaderNames: String, Sendable, CaseIterable {
        case first, second, third, last
        /// `first row / second row`; an empty cell of the first row repeats the one to its left.
        case joined
    }
    /// What the files of an `employees` source are.
    public enum Deliveries: String, Sendable, CaseIterable {
        /// The newest file tells everything: a snapshot with its dates, or effective-dated rows.
        case newest
        /// Each file is the whole staff of its day; moves, changes, rehires and leavers are found by comparing them.
        case fullDumps = "full_dumps"
    }
    /// Which part of a cell counts.
    public enum Part: Sendable, Equatable {
        case whole
        /// What stands before the first, or behind the last, such text.
        case before(String)
        case after(String)
        /// What stands in the last parentheses: `Kari Nordmann (10023)`.
        case inParentheses
    }
    /// When a file is taken for complete.
    public struct Readiness: Sendable, Equatable {
        /// Ending of an empty file beside the export that says it is complete (`.done`).
        public var marker: String?
        /// Ending of a file beside the export that holds its SHA-256 (`.sha256`).
        public var checksum: String?
        /// Seconds since the last change.
        public var stableSeconds = 0
        /// Text of the last record with `{rows}` in the place of the number of rows: `TRAILER;{rows}`.
        public var trailer: String?
        public init() {}
    }
    /// Rows of a delivery compared with those of the one before, in per cent.
    public struct RowBand: Sendable, Equatable {
        public var lowest = 80
        public var highest = 125
        public init() {}
    }
    /// What to do with a code that no code list names.
    public enum UnknownCode: Sendable, Equatable {
        case quarantine
        case use(String)
    }

    /// Where one canonical column comes from.
    public struct Column: Sendable, Equatable {
        /// Canonical name, as `person`, `department`, `first_day` (see pipelines/README.md).
        public var name: String
        /// Headers of which an export has one, in any order; compared after trimming and case folding. Two of them in one
        /// export refuse it.
        public var headers: [String]
        /// A file without it is refused.
        public var required: Bool
        /// A constant instead of a column.
        public var constant: String?
        /// Languages of the built-in headers that it may have too, whatever their blanks and marks.
        public var aliases: [Language] = []
        /// Code in the export → canonical word.
        public var codes: [String: String]
        /// Languages of the built-in codes; `codes` go before them.
        public var codeLists: [Language] = []
        public var unknownCode: UnknownCode
        /// Multiplies a number (0.01 for a percentage given as 80).
        public var scale: String?
        /// The source's where nil.
        public var dateFormat: DateFormat?
        /// Words for “no value” in this column, besides the source's.
        public var nullWords: [String] = []
        /// Numbers may end with a per cent sign, and are divided by 100.
        public var isPercent = false
        /// The sign of a number is turned.
        public var isNegated = false
        public var part = Part.whole

        public init(
            name: String, headers: [String], required: Bool = false, constant: String? = nil,
            codes: [String: String] = [:], unknownCode: UnknownCode = .quarantine, scale: String? = nil
        ) {
            self.name = name
            self.headers = headers
            self.required = required
            self.constant = constant
            self.codes = codes
            self.unknownCode = unknownCode
            self.scale = scale
        }

        /// The built-in headers of `aliases`.
        public func aliasHeaders(of dataset: Dataset) -> [String] {
            HeaderAliases.headers(of: dataset, name, languages: aliases)
        }
    }

    /// Rows left out on purpose, counted as filtered. A word `true` or `false` stands for all `trueWords` or `falseWords`.
    public struct Filter: Sendable, Equatable {
        public var header: String
        /// Rows whose cell is one of these are left out.
        public var drop: [String]
        /// Rows whose cell is none of these are left out; empty = all are kept.
        public var keep: [String] = []
        public init(header: String, drop: [String]) {
            self.header = header
            self.drop = drop
        }
    }

    /// One row with many measures becomes one row a measure: of `survey_totals` the measures, of `absences` the columns of
    /// time off, one for each policy.
    public struct WideMeasures: Sendable, Equatable {
        /// Header → code, exact; in `survey_totals` the others are taken by prefix: the text before the first `. `. In
        /// `absences` the code is the class.
        public var explicit: [String: String]
        /// Codes left out.
        public var skip: [String]
        /// Multiplies the values: 450 where `absences` has days of 7.5 hours, 60 where it has hours.
        public var scale: String?
        public init(explicit: [String: String], skip: [String] = []) {
            self.explicit = explicit
            self.skip = skip
        }
    }

    /// The name in the pipeline, for messages.
    public var name = ""
    public var dataset = Dataset.employees
    /// Glob patterns (`*`, `?`) on file names in the input folder.
    public var files: [String] = []
    /// A run without a file for it is refused (66); else the dataset is empty.
    public var required = false
    /// A file with a header and no rows, or none that passes the filters, is an empty dataset; else it is refused (65).
    public var allowsNoRows = false
    public var encoding = Encoding.utf8
    /// Encoding of files that are not valid in the declared one.
    public var fallbackEncoding: Encoding?
    public var compression = Compression.none
    public var delimiter: UInt8 = UInt8(ascii: ",")
    /// Nil: quotes are text like any other.
    public var quote: UInt8? = UInt8(ascii: "\"")
    public var escape = Escape.doubled
    /// The first line may be a spreadsheet's `sep=;`, which names the delimiter and is no row.
    public var hasSeparatorLine = false
    /// Lines before the header.
    public var preambleLines = 0
    public var headerRows = 1
    public var headerNames = HeaderNames.last
    /// Names of the columns of an export without header (`header_rows: 0`).
    public var columnNames: [String] = []
    /// Records at the end that are no rows; a trailer is one of them.
    public var footerRows = 0
    public var dateFormat = DateFormat.iso
    /// A date may be followed by a time of day, which is dropped: the day is taken as it is written.
    public var dropsTime = false
    /// First of the hundred years that two-digit years stand for.
    public var centuryFrom = 1940
    public var decimalMark: UInt8 = UInt8(ascii: ".")
    public var thousandsMark: UInt8?
    /// `(5)` is −5.
    public var hasNegativeParentheses = false
    /// Words that mean "no value", besides the empty field.
    public var nullWords: [String] = []
    public var trueWords: [String] = ["true", "1", "Y", "yes"]
    public var falseWords: [String] = ["false", "0", "N", "no"]
    /// Namespace of the person ids: systems that share employee numbers share it.
    public var idSpace = "employee_no"
    /// `true`: the termination date is the first day out, not the last day employed.
    public var terminationIsFirstDayOut = false
    public var columns: [Column] = []
    /// Canonical columns that identify a row: an identical second row is counted once, a conflicting one quarantined.
    /// Empty = every row counts (`key: row`).
    public var key: [String] = []
    public var filters: [Filter] = []
    public var wide: WideMeasures?
    /// Item id → headers, for `survey_responses`.
    public var items: [Column] = []
    /// The delivery date stands in the file name as yyyy-mm-dd.
    public var deliveryDateInName = false
    /// Words in a pre-aggregated breakdown column that mark the unit's own total row.
    public var totalWords: [String] = []
    /// Name of the breakdown (`staff_group`), for `absence_totals`.
    public var breakdown: String?
    public var deliveries = Deliveries.newest
    public var ready = Readiness()
    public var rowBand: RowBand?
    /// A delivery that is older than this many days at the as-of date is told of.
    public var freshDays: Int?

    /// The id space of `other` in `identities`.
    public var otherIDSpace: String? { columns.first { $0.name == "other_space" }?.constant }

    /// Whether the description has to say where a column comes from. Of wide time off the headers tell the class.
    public func needs(_ column: CanonicalColumn) -> Bool {
        column.required && !(dataset == .absences && wide != nil && column.name == "class")
    }

    public init() {}
}
