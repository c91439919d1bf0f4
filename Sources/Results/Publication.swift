/// What a metric is, told once beside its arithmetic and carried in the file to every reader.
public struct MetricDescription: Sendable, Codable, Equatable {
    /// `turnover.rolling12.voluntary`; a parameter follows a colon (`survey.favourable:q1`).
    public var id: String
    /// People, Turnover, Absence, Participation, Survey, Benchmark.
    public var family: String
    /// What a reader calls it: `Voluntary turnover, 12 months`.
    public var title: String
    /// `%`, `persons`, `points`, `score`, `days`, `per person` …
    public var unit: String
    /// One sentence.
    public var definition: String
    /// The arithmetic in words and signs: `leavers ÷ average headcount × 100`.
    public var formula: String
    /// What is counted above the line, in words; empty where the formula has none.
    public var numerator: String
    /// What is counted below the line, in words.
    public var denominator: String
    /// `department × month`.
    public var grain: String
    /// +1 higher is better, −1 lower is better, 0 neither.
    public var direction: Int
    /// The standard or publication that the definition follows.
    public var source: String
    /// Which interval stands beside it, empty when none.
    public var interval: String
    /// Whether it follows the rules of sensitive figures: closed periods only, remainder rule.
    public var sensitive: Bool
    /// Decimals a reader sees.
    public var decimals: Int
    /// Stages of an employment that it tells of, by their names; nil in files of versions that did not say.
    public var stages: [String]?
    /// Factors of experience that it tells of, by their names; none for outcomes like turnover.
    public var factors: [String]?
    /// Id of the metric that it counts in another way; nil where it is none's variant.
    public var variantOf: String?
    /// In which way: `two points`, `12 months`.
    public var variant: String?
    /// Nil for what was counted, else how it was estimated: `shrunk`.
    public var estimate: String?

    /// Whether it is that of a metric, or of the curve or distribution that the metric is a point of.
    public func describes(_ metric: String) -> Bool { id == metric || metric.hasPrefix("\(id)#") }

    /// A description of a metric; the metric's own file holds the words.
    public init(
        id: String, family: String, title: String, unit: String, definition: String, formula: String,
        numerator: String, denominator: String, grain: String, direction: Int, source: String, interval: String,
        sensitive: Bool, decimals: Int, stages: [String]? = nil, factors: [String]? = nil, variantOf: String? = nil,
        variant: String? = nil, estimate: String? = nil
    ) {
        self.stages = stages
        self.factors = factors
        self.variantOf = variantOf
        self.variant = variant
        self.estimate = estimate
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
    /// The id as in the export; the root's from the export or the pipeline's `root:`.
    public var id: String
    /// Name for readers, as in the export; the id where it has none.
    public var name: String
    /// Index of the parent in the same list; `nil` for the root.
    public var parent: Int?
    /// Steps below the root, which has 0.
    public var depth: Int
    /// Index after the last node of the subtree.
    public var end: Int

    /// A node as normalize ordered the tree; `parent` < its own place < `end`.
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
    /// Short name in the questionnaire, part of the metric's id: `survey.score:ID`.
    public var id: String
    /// The question as it was asked.
    public var text: String
    /// Id of the index it counts in; `nil` for none.
    public var index: String?
    /// Whether agreement is bad; answers are recoded before they are counted.
    public var reversed: Bool

    /// An item of the pipeline's questionnaire.
    public init(id: String, text: String, index: String?, reversed: Bool) {
        self.id = id
        self.text = text
        self.index = index
        self.reversed = reversed
    }
}

/// A survey index: the id used in `survey.index.ID` and its title.
public struct SurveyIndex: Sendable, Codable, Equatable {
    /// Short name in the questionnaire or code of the imported table.
    public var id: String
    /// Title for readers.
    public var title: String

    /// An index of the questionnaire, or a measure of an imported table.
    public init(id: String, title: String) {
        self.id = id
        self.title = title
    }
}

/// One source file, as the data-quality page tells it. Counts only, never a cell.
public struct SourceQuality: Sendable, Codable, Equatable {
    /// Canonical dataset that the file fills: `employees`.
    public var dataset: String
    /// Name of the file, without its folder.
    public var file: String
    /// Data rows read, blank lines and headers apart; the sum of the four counts below.
    public var rowsIn: Int
    /// Rows passed on.
    public var rowsOut: Int
    /// Rows set aside, for the reasons in `reasons`.
    public var quarantined: Int
    /// Identical second copies of a row, counted once.
    public var duplicates: Int
    /// Rows that the source description leaves out on purpose.
    public var filtered: Int
    /// Reason code and how many rows, sorted by code.
    public var reasons: [ReasonCount]

    /// How many rows one reason set aside.
    public struct ReasonCount: Sendable, Codable, Equatable {
        /// Code of ingest: `bad_date`, `conflicting_key` …
        public var reason: String
        /// Rows set aside for it.
        public var rows: Int
        /// A reason code and its rows.
        public init(reason: String, rows: Int) {
            self.reason = reason
            self.rows = rows
        }
    }

    /// The counts that ingest wrote into the quality table for one file.
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
    /// The file, dataset or place it is about.
    public var location: String
    /// One sentence for the page.
    public var message: String
    /// How often it occurred, in what the message speaks of: rows, persons, cells.
    public var count: Int

    /// A finding of any stage before the report.
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
    /// Name on the pages, from the pipeline's `organisation:`.
    public var organisation: String
    /// Name of the pipeline, from its file.
    public var pipeline: String
    /// `2026-10-31`.
    public var asOf: String
    /// Whether the persons are invented (`synthetic: true`); every page then says so.
    public var synthetic: Bool
    /// Whether the data are published tables without persons to protect (`public_data: true`).
    public var publicData: Bool
    /// Every metric of the run, sorted by id.
    public var catalogue: [MetricDescription]
    /// The tree in pre-order, the root first; cells name departments by their place here.
    @DepartmentColumns public var departments: [DepartmentNode]
    /// Items of the questionnaire in its order; empty without a survey.
    public var items: [SurveyItem]
    /// Indices of the questionnaire in its order.
    public var indices: [SurveyIndex]
    /// Measures of imported survey tables: code and text.
    public var measures: [SurveyIndex]
    /// Wave ids, oldest first.
    public var waves: [String]
    /// Months with data, oldest first: `2026-10`.
    public var months: [String]
    /// Each export with its counts, as ingest wrote them.
    public var sources: [SourceQuality]
    /// What the stages found in the data.
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
    /// From when on the exports tell what happened; nil in files of versions that did not say.
    public var history: [History]?

    /// The first month of which something is known.
    public struct History: Sendable, Codable, Equatable {
        /// `employment`, `leavers`, `absences`, `participation`.
        public var subject: String
        /// `2024-11`.
        public var firstMonth: String
        public init(subject: String, firstMonth: String) {
            self.subject = subject
            self.firstMonth = firstMonth
        }
    }
    /// What of the survey goes together with what happened after it, in the order of `LinkageTable`; nil where nothing was
    /// looked at, and in publications made before there was any.
    public var linkages: [Linkage]?
    /// The family of tests in `flags.parquet` beside the cells; nil where none was written.
    public var flags: FlagSummary?

    /// What came of the edition's family of tests.
    public struct FlagSummary: Sendable, Codable, Equatable {
        /// Its file, in the folder of the cells.
        public var file: String
        /// All tests of the family, and how many of them were rejected, and marked.
        public var tests: Int
        public var rejected: Int
        public var marked: Int
        /// The expected share of false ones among the rejected.
        public var rate: Double

        public init(file: String, tests: Int, rejected: Int, marked: Int, rate: Double) {
            self.file = file
            self.tests = tests
            self.rejected = rejected
            self.marked = marked
            self.rate = rate
        }
    }

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

        /// Whether it is about the cell; a note on a curve or distribution is about all of its points, and one on `survey.*`
        /// about all metrics that begin so.
        public func isAbout(metric: String, department: String, period: String, breakdown: String) -> Bool {
            let isOfFamily = self.metric.hasSuffix(".*") && metric.hasPrefix(self.metric.dropLast())
            return (self.metric == metric || isOfFamily || metric.hasPrefix("\(self.metric)#")) && self.period == period
                && (place == nil || place == Place(department: department, breakdown: breakdown))
        }
    }

    /// A setting of the pipeline, as text.
    public struct Setting: Sendable, Codable, Equatable {
        /// Its key with the map it stands in: `metrics.merge_spells`.
        public var name: String
        /// Its value as the run used it.
        public var value: String
        /// A key and its value.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What aggregate knows at its end; lists are in the orders told at the properties.
    public init(
        organisation: String, pipeline: String, asOf: String, synthetic: Bool, publicData: Bool,
        catalogue: [MetricDescription], departments: [DepartmentNode], items: [SurveyItem], indices: [SurveyIndex],
        measures: [SurveyIndex] = [], waves: [String], months: [String], sources: [SourceQuality],
        findings: [QualityFinding], settings: [Setting],
        minimumPersons: Int, missing: [String], files: [File] = [], tables: [Table] = [], notes: [Note] = [],
        history: [History]? = nil, linkages: [Linkage]? = nil, flags: FlagSummary? = nil
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
        self.history = history
        self.linkages = linkages
        self.flags = flags
    }
}
