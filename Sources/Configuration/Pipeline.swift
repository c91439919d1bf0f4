public import Framework

/// A pipeline file, checked and complete. Days are days since 1970-01-01.
public struct Pipeline: Sendable, Equatable {
    /// The file's name without folder and ending; names the lock.
    public var name = ""
    public var organisation = ""
    /// Default of `--input`; relative to the pipeline file's folder.
    public var input: String?
    /// Default of `--work`.
    public var work: String?
    public var asOf: Int32?
    /// May name `${input}`.
    public var keyFile: String?
    public var publicData = false
    public var synthetic = false
    /// The node above all others, where the exports hold none or several.
    public var root: DepartmentRoot?
    public var calendar = CalendarSettings()
    public var sources: [SourceDescription] = []
    public var questionnaire: Questionnaire?
    public var metrics = MetricSettings()
    public var disclosure = DisclosureSettings()
    public var report = ReportPreferences()
    public var limits = IngestLimits()

    public init() {}
}

public struct DepartmentRoot: Sendable, Equatable {
    public var id: String
    public var name: String
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

public struct CalendarSettings: Sendable, Equatable {
    /// `NO`, `DE-BY`, `UK` …, `none` for Monday to Friday without holidays.
    public var country = "none"
    /// Minutes of a full-time week; `nil` = the country's usual.
    public var fullTimeWeekMinutes: Int?
    /// First month of the data; `nil` = the month of the earliest day that the exports cover, at most 60 months back.
    public var firstMonth: Int?
    /// Month 1…12 in which the fiscal year begins; `nil` = no figures by fiscal year.
    public var fiscalYearFrom: Int?
    /// Files of public holidays, beside those that are built in or in their place.
    public var holidays: [HolidayFile] = []
    public init() {}
}

public struct MetricSettings: Sendable, Equatable {
    /// Metric ids or prefixes ending in `.*`; empty = all that the data allow.
    public var include: [String] = []
    /// Kinds of periods, of `allPeriods`.
    public var periods: [String] = Self.allPeriods
    public static let allPeriods = [
        "month", "quarter", "year", "rolling12", "rolling3", "ytd", "fiscal_quarter", "fiscal_year",
    ]
    /// Rows of one absence class with no working day between them are one spell.
    public var mergeSpells = true
    /// Demographics that figures are broken down by, one at a time.
    public var breakdowns = ["gender", "age_band", "tenure_band", "country", "contract", "job_level"]
    public static let allBreakdowns = [
        "gender", "age_band", "tenure_band", "country", "location", "contract", "job_level", "work_mode",
        "people_manager",
    ]
    /// Kinds of periods in which figures are broken down.
    public var breakdownPeriods = ["rolling12"]
    /// Latest closed waves in which survey figures are broken down.
    public var breakdownWaves = 1
    /// Whether those of single items are, and not only indices, eNPS and response.
    public var breakdownItems = false
    /// Whole years from which the bands after the first begin.
    public var ageBands = [30, 51]
    public var tenureBands = [1, 3, 5, 10]
    /// Calendar days of a spell that are short absence.
    public var shortAbsenceDays = 16
    /// Scores from which the bands after the first of the Bradford distribution begin: four, ascending.
    public var bradfordBands = [51, 201, 401, 601]
    /// What one leaver costs, in whole units of the organisation's currency; nil where nobody says.
    public var leaverCost: Int?
    /// Of the items of an index, how many per cent a person must have answered to count in it.
    public var indexAnsweredPercent = 50
    /// Bootstrap replicates for the intervals of what drives an outcome; 0 for no intervals.
    public var driverReplicates = 200
    /// The month from which control charts take their baseline; `nil` = the first of the data.
    public var baselineFrom: Int?
    /// The smallest differences worth a flag.
    public var flags = FlagMinimums()
    /// Absence classes counted by `absence.*`.
    public var absenceClasses: [String] = ["own_sickness"]
    public init() {}
}

/// Differences below which nothing is flagged, however sure they are; in points of the metric.
public struct FlagMinimums: Sendable, Equatable {
    /// Per cent of the average headcount in 12 months.
    public var turnover = 5
    /// Per cent of scheduled time.
    public var absence = 1
    /// Per cent of persons reached, and of persons who answered.
    public var participation = 5
    /// Points of a survey index on 0–100.
    public var scores = 5
    /// Points of the eNPS on −100…100.
    public var enps = 15
    public init() {}
}

public struct DisclosureSettings: Sendable, Equatable {
    /// Distinct persons.
    public var minimum = 5
    /// Distinct persons for shares of absence, answers, reasons.
    public var minimumShares = 10
    /// A month closes this many days after its end.
    public var closeAfterDays = 10
    /// A wave whose export names no closing day is open for this many days after the opening one.
    public var surveyOpenDays = 21
    /// Average headcount from which absence is shown by month, by quarter, over 12 months.
    public var absenceMonthFrom = 50
    public var absenceQuarterFrom = 25
    public var absenceYearFrom = 10
    public init() {}
}

public struct ReportPreferences: Sendable, Equatable {
    /// `nil` = every department; otherwise that many levels of the tree from the root.
    public var levels: Int?
    /// `#rrggbb`.
    public var accent: String?
    public var footer: String?
    public init() {}
}

public struct IngestLimits: Sendable, Equatable {
    public var fieldBytes = 64 * 1024
    public var recordBytes = 1024 * 1024
    public var columns = 4096
    /// Shares of a file's rows, in 1/1,000,000.
    public var quarantinedPerMillion = 10_000
    public var badKeyPerMillion = 1_000
    /// Bad keys below this number never stop a run.
    public var badKeyAtLeast = 10
    /// Rows of a file that may be set aside at all: each of them is kept in memory and told of.
    public var quarantinedRows = 250_000
    /// Bytes out for each byte in, of compressed exports.
    public var expansion = 100
    public var expandedBytes = 64 << 30
    public init() {}
}
