/// How one kind of export maps to one canonical dataset. Nothing is guessed at run time: what is not said here is refused.
public struct SourceDescription: Sendable, Equatable {
    public enum Dataset: String, Sendable, CaseIterable {
        case employees, departments, absences, events, participation
        case surveyResponses = "survey_responses"
        case surveyInvitations = "survey_invitations"
        case absenceTotals = "absence_totals"
        case surveyTotals = "survey_totals"

        /// Whether a row tells something about one person.
        public var holdsPersons: Bool {
            CanonicalColumn.all(of: self).contains { $0.required && ($0.kind == .person || $0.kind == .response) }
        }
    }
    public enum DateFormat: String, Sendable, CaseIterable {
        case iso = "yyyy-mm-dd"
        case dotted = "dd.mm.yyyy"
        case slashedDayFirst = "dd/mm/yyyy"
        /// One or two digits for month and day.
        case slashedMonthFirst = "m/d/yyyy"
    }
    public enum Encoding: String, Sendable, CaseIterable {
        case utf8 = "utf-8"
        case windows1252 = "windows-1252"
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
        /// Headers it may have, in any order; compared after trimming and case folding.
        public var headers: [String]
        /// A file without it is refused.
        public var required: Bool
        /// A constant instead of a column.
        public var constant: String?
        /// Code in the export → canonical word.
        public var codes: [String: String]
        public var unknownCode: UnknownCode
        /// Multiplies a number (0.01 for a percentage given as 80).
        public var scale: String?

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
    }

    /// Rows left out on purpose, counted as filtered.
    public struct Filter: Sendable, Equatable {
        public var header: String
        /// Rows whose cell is one of these are left out.
        public var drop: [String]
        public init(header: String, drop: [String]) {
            self.header = header
            self.drop = drop
        }
    }

    /// One row with many measures becomes one row a measure (`survey_totals`).
    public struct WideMeasures: Sendable, Equatable {
        /// Header → code, exact; the others are taken by prefix: the text before the first `. `.
        public var explicit: [String: String]
        /// Codes left out.
        public var skip: [String]
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
    /// A file with a header and no rows is an empty dataset; else it is refused (65).
    public var allowsNoRows = false
    public var encoding = Encoding.utf8
    /// Encoding of files that are not valid in the declared one.
    public var fallbackEncoding: Encoding?
    public var delimiter: UInt8 = UInt8(ascii: ",")
    public var headerRows = 1
    public var dateFormat = DateFormat.iso
    public var decimalMark: UInt8 = UInt8(ascii: ".")
    public var thousandsMark: UInt8?
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

    public init() {}
}
