/// What a metric is, told once beside its arithmetic and carried in the file to every reader.
public struct MetricDescription: Sendable, Codable, Equatable {
    /// `turnover.rolling12.voluntary`; a parameter follows a colon (`survey.favourable:q1`).
    public var id: String
    /// People, Turnover, Absence, Participation, Survey, Benchmark.
    public var family: String
    public var title: String
    /// `%`, `persons`, `points`, `score`, `days`, `per person` …
    public var unit: String
    /// One sentence.
    public var definition: String
    /// The arithmetic in words and signs: `leavers ÷ average headcount × 100`.
    public var formula: String
    public var numerator: String
    public var denominator: String
    /// `department × month`.
    public var grain: String
    /// +1 higher is better, −1 lower is better, 0 neither.
    public var direction: Int
    public var source: String
    /// Which interval stands beside it, empty when none.
    public var interval: String
    public var sensitive: Bool
    /// Decimals a reader sees.
    public var decimals: Int

    public init(
        id: String, family: String, title: String, unit: String, definition: String, formula: String,
        numerator: String, denominator: String, grain: String, direction: Int, source: String, interval: String,
        sensitive: Bool, decimals: Int
    ) {
        self.id = id
        self.family = family
        self.title = title
        self.unit = unit
        self.definition = definition
        self.formula = formula
        self.numerator = numerator
        self.denominator = denominator
        self.grain = grain
        self.direction = direction
        self.source = source
        self.interval = interval
        self.sensitive = sensitive
        self.decimals = decimals
    }
}

/// A node of the tree, in pre-order: the root is 0 and a subtree is contiguous.
public struct DepartmentNode: Sendable, Codable, Equatable {
    public var id: String
    public var name: String
    /// Index of the parent in the same list; `nil` for the root.
    public var parent: Int?
    public var depth: Int
    /// Index after the last node of the subtree.
    public var end: Int

    public init(id: String, name: String, parent: Int?, depth: Int, end: Int) {
        self.id = id
        self.name = name
        self.parent = parent
        self.depth = depth
        self.end = end
    }
}

/// A survey wave or a questionnaire item, as far as a reader of figures needs it.
public struct SurveyItem: Sendable, Codable, Equatable {
    public var id: String
    public var text: String
    public var index: String?
    public var reversed: Bool

    public init(id: String, text: String, index: String?, reversed: Bool) {
        self.id = id
        self.text = text
        self.index = index
        self.reversed = reversed
    }
}

/// A survey index: the id used in `survey.index.ID` and its title.
public struct SurveyIndex: Sendable, Codable, Equatable {
    public var id: String
    public var title: String

    public init(id: String, title: String) {
        self.id = id
        self.title = title
    }
}

/// One source file, as the data-quality page tells it. Counts only, never a cell.
public struct SourceQuality: Sendable, Codable, Equatable {
    public var dataset: String
    public var file: String
    public var rowsIn: Int
    public var rowsOut: Int
    public var quarantined: Int
    public var duplicates: Int
    /// Rows that the source description leaves out on purpose.
    public var filtered: Int
    /// Reason code and how many rows, sorted by code.
    public var reasons: [ReasonCount]

    public struct ReasonCount: Sendable, Codable, Equatable {
        public var reason: String
        public var rows: Int
        public init(reason: String, rows: Int) {
            self.reason = reason
            self.rows = rows
        }
    }

    public init(
        dataset: String, file: String, rowsIn: Int, rowsOut: Int, quarantined: Int, duplicates: Int,
        filtered: Int = 0, reasons: [ReasonCount]
    ) {
        self.dataset = dataset
        self.file = file
        self.rowsIn = rowsIn
        self.rowsOut = rowsOut
        self.quarantined = quarantined
        self.duplicates = duplicates
        self.filtered = filtered
        self.reasons = reasons
    }
}

/// A finding about the data, in words fit for a page: no id of a person, no cell.
public struct QualityFinding: Sendable, Codable, Equatable {
    /// `participation.response_over_100`, `flow.identity` …
    public var category: String
    /// `note`, `warning`.
    public var severity: String
    public var location: String
    public var message: String
    public var count: Int

    public init(category: String, severity: String, location: String, message: String, count: Int) {
        self.category = category
        self.severity = severity
        self.location = location
        self.message = message
        self.count = count
    }
}

/// Everything besides the cells that report, export and explain may know; travels as JSON in `published.parquet`.
public struct Publication: Sendable, Codable, Equatable {
    public var organisation: String
    public var pipeline: String
    /// `2026-10-31`.
    public var asOf: String
    public var synthetic: Bool
    public var publicData: Bool
    public var catalogue: [MetricDescription]
    public var departments: [DepartmentNode]
    public var items: [SurveyItem]
    public var indices: [SurveyIndex]
    /// Measures of imported survey tables: code and text.
    public var measures: [SurveyIndex]
    /// Wave ids, oldest first.
    public var waves: [String]
    /// Months with data, oldest first: `2026-10`.
    public var months: [String]
    public var sources: [SourceQuality]
    public var findings: [QualityFinding]
    /// Settings that shape the figures, echoed: name and value.
    public var settings: [Setting]
    /// Reporting minimum in persons, for the notes.
    public var minimumPersons: Int
    /// Families without data and why, one line each.
    public var missing: [String]
    /// The export files that the figures were made of, and the tables between.
    public var files: [File]
    public var tables: [Table]
    /// What is to be said of the cells of some places besides the catalogue.
    public var notes: [Note]

    public struct File: Sendable, Codable, Equatable {
        public var dataset: String
        public var file: String
        public var sha256: String
        public var rows: Int
        public init(dataset: String, file: String, sha256: String, rows: Int) {
            self.dataset = dataset
            self.file = file
            self.sha256 = sha256
            self.rows = rows
        }
    }

    public struct Table: Sendable, Codable, Equatable {
        /// `2-normalize`.
        public var stage: String
        /// `assignments`.
        public var name: String
        public var rows: Int
        public var footerSHA256: String
        public init(stage: String, name: String, rows: Int, footerSHA256: String) {
            self.stage = stage
            self.name = name
            self.rows = rows
            self.footerSHA256 = footerSHA256
        }
    }

    /// A sentence about the cells of a metric in one period: those of one place, or all.
    public struct Note: Sendable, Codable, Equatable {
        public struct Place: Sendable, Codable, Equatable {
            public var department: String
            public var breakdown: String
            public init(department: String, breakdown: String) {
                self.department = department
                self.breakdown = breakdown
            }
        }

        public var metric: String
        public var period: String
        public var place: Place?
        public var text: String

        public init(metric: String, period: String, place: Place? = nil, text: String) {
            self.metric = metric
            self.period = period
            self.place = place
            self.text = text
        }

        /// Whether it is about the cell.
        public func isAbout(metric: String, department: String, period: String, breakdown: String) -> Bool {
            self.metric == metric && self.period == period
                && (place == nil || place == Place(department: department, breakdown: breakdown))
        }
    }

    public struct Setting: Sendable, Codable, Equatable {
        public var name: String
        public var value: String
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        organisation: String, pipeline: String, asOf: String, synthetic: Bool, publicData: Bool,
        catalogue: [MetricDescription], departments: [DepartmentNode], items: [SurveyItem], indices: [SurveyIndex],
        measures: [SurveyIndex] = [], waves: [String], months: [String], sources: [SourceQuality],
        findings: [QualityFinding], settings: [Setting],
        minimumPersons: Int, missing: [String], files: [File] = [], tables: [Table] = [], notes: [Note] = []
    ) {
        self.organisation = organisation
        self.pipeline = pipeline
        self.asOf = asOf
        self.synthetic = synthetic
        self.publicData = publicData
        self.catalogue = catalogue
        self.departments = departments
        self.items = items
        self.indices = indices
        self.measures = measures
        self.waves = waves
        self.months = months
        self.sources = sources
        self.findings = findings
        self.settings = settings
        self.minimumPersons = minimumPersons
        self.missing = missing
        self.files = files
        self.tables = tables
        self.notes = notes
    }
}
