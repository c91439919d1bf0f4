import CSV
import Columnar
import Configuration

/// What to do with one cell of each record.
struct CellPlan: Sendable {
    enum Action: Sendable, Equatable {
        case person(writesCheck: Bool)
        /// A person of the id space that the source names under `other_space`.
        case otherPerson
        case response
        case text
        /// Code list; the words are the first texts of the column.
        case word([String], codes: [String: Int32], otherwise: Int32)
        case day(lowest: Int32, highest: Int32, shift: Int32)
        case year(lowest: Int32, highest: Int32)
        case period
        case number(numerator: Int64, denominator: Int64, lowest: Int64, highest: Int64)
        case boolean([String: Int32])
        case written
        case item(lowest: Int64, highest: Int64)
        /// `name=value`; one of `totals` marks the unit's own total row.
        case breakdown(name: String, totals: [String], codes: [String: String], otherwise: String?)
        /// Numbers of `FilterWord`.
        case filter([String: Int32], otherwise: Int32)
    }

    var action: Action
    /// Place among the wanted columns; nil = the constant.
    var slot: Int?
    var constant: [UInt8]
    /// Place in the table; −1 for filters.
    var field: Int
    var required: Bool
    /// For messages.
    var header: String
    var expected: String
    var isKey: Bool
    var dateFormat = SourceDescription.DateFormat.iso
    /// Words that mean “no value” in this column, besides the source's.
    var nullWords: [String] = []
    var part = SourceDescription.Part.whole
    var isPercent = false
    var isNegated = false

    /// Whether its cells are cut or looked up before they are read.
    var isPrepared: Bool { !nullWords.isEmpty || part != .whole || isPercent }
}

/// What a filter makes of a cell.
enum FilterWord {
    static let kept: Int32 = 0
    /// One of the words that the filter drops.
    static let dropped: Int32 = 1
    /// Left out, for it is none of the words that are kept.
    static let otherLeftOut: Int32 = 2
    /// Kept, though it is none of the words that the filter knows.
    static let otherKept: Int32 = 3
}

/// Rows that one filter of an export judged by.
struct FilterCount: Equatable {
    /// Rows left out.
    var leftOut = 0
    /// Rows, left out or not, whose cell is none of the filter's words.
    var others = 0

    mutating func add(_ other: FilterCount) {
        leftOut += other.leftOut
        others += other.others
    }
}

/// One measure column of a wide export.
struct MeasurePlan: Sendable, Equatable {
    var slot: Int
    var code: String
    var title: String
    var header: String
    /// The value times this is kept.
    var numerator: Int64 = 1_000_000_000
    var denominator: Int64 = 1
    var lowest = Int64.min
    var highest = Int64.max
    /// For messages.
    var expected = "a number"
}

/// How the records of one export become rows of its table.
final class FilePlan: Sendable {
    let source: SourceDescription
    let schema: TableSchema
    let layout: ChunkParser.Layout
    let dialect: CSVDialect
    let cells: [CellPlan]
    let measures: [MeasurePlan]
    /// The column of the export that tells its rows apart: that of the persons, else the first.
    let idColumn: Int
    /// Places in the table of starts and ends.
    let ranges: [(start: Int, end: Int)]
    /// Headers that the source description does not name.
    let unused: [String]
    /// Items of the questionnaire that the export does not have.
    let missingItems: [String]

    init(_ header: ExportHeader, _ source: SourceDescription, _ pipeline: Pipeline, asOf: Int32, file: String) throws {
        self.source = source
        schema = try DatasetTable.schema(source.dataset, pipeline)
        dialect = CSVDialect(delimiter: source.delimiter)
        var builder = FilePlanBuilder(header, source, schema, asOf: asOf, file: file)
        try builder.addColumns()
        if source.dataset == .surveyResponses, let questionnaire = pipeline.questionnaire {
            try builder.addItems(questionnaire)
        }
        try builder.addFilters()
        if let wide = source.wide {
            if source.dataset == .absences {
                try builder.addTimeOff(wide)
            } else {
                try builder.addMeasures(wide)
            }
        }
        layout = ChunkParser.Layout(
            columnCount: header.names.count, wanted: builder.wanted, maximumFieldBytes: pipeline.limits.fieldBytes)
        (cells, measures) = builder.settled()
        let person = cells.first {
            if case .person = $0.action { $0.slot != nil } else { false }
        }
        idColumn = person?.slot.map { builder.wanted[$0] } ?? 0
        missingItems = builder.missingItems
        unused = header.names.enumerated().filter { !builder.wanted.contains($0.offset) && !$0.element.isEmpty }
            .map { ExportHeader.shown($0.element) }
        var ranges: [(start: Int, end: Int)] = []
        for range in DatasetTable.ranges(source.dataset) {
            if let start = schema.index(of: range.start), let end = schema.index(of: range.end) {
                ranges.append((start, end))
            }
        }
        self.ranges = ranges
    }
}
