import CSV

/// Why a row was set aside. The raw values are the codes written into `quarantine.parquet`.
enum QuarantineReason: String, Sendable, CaseIterable {
    case missingValue = "missing_value"
    case badKey = "bad_key"
    case badDate = "bad_date"
    case implausibleDate = "implausible_date"
    case endBeforeStart = "end_before_start"
    case badNumber = "bad_number"
    case outOfRange = "out_of_range"
    case moreThanItsDays = "more_than_its_days"
    case badBoolean = "bad_boolean"
    case unknownCode = "unknown_code"
    case answerOutsideScale = "answer_outside_scale"
    case missingPart = "missing_part"
    case quoting = "quoting"
    case swallowedRows = "swallowed_rows"
    case badEncoding = "bad_encoding"
    case markWithinText = "mark_within_text"
    case undeclaredNullWord = "undeclared_null_word"
    case totalRow = "total_row"
    case otherQuotes = "other_quotes"
    case repeatedHeader = "repeated_header"
    case tooFewColumns = "too_few_columns"
    case tooManyColumns = "too_many_columns"
    case fieldTooLong = "field_too_long"
    case nul = "nul_byte"
    case conflictingKey = "conflicting_key"
    case unknownDepartment = "unknown_department"

    init(_ fault: RecordFault) {
        switch fault {
        case .quoting: self = .quoting
        case .tooFewFields: self = .tooFewColumns
        case .tooManyFields: self = .tooManyColumns
        case .fieldTooLong: self = .fieldTooLong
        case .nul: self = .nul
        }
    }

    /// What a record should have been; cells have their own texts.
    func expectedRecord(columns: Int, fieldBytes: Int) -> String {
        switch self {
        case .quoting: "quotes only around whole fields, and doubled within them"
        case .swallowedRows: "a quote that closes before the next row begins"
        case .badEncoding: "UTF-8"
        case .markWithinText: "a byte order mark at the start of a file only; files may have been put together"
        case .tooFewColumns, .tooManyColumns: "\(columns) columns"
        case .fieldTooLong: "fields of at most \(fieldBytes) bytes"
        case .nul: "text without NUL bytes"
        case .conflictingKey: "one row for each key"
        case .endBeforeStart: "an end that is not before its start"
        case .moreThanItsDays: "no more absence than the days from the first to the last have"
        default: "another value"
        }
    }

    /// Whether what a cell holds tells more than the reason does.
    var isAboutCell: Bool {
        switch self {
        case .implausibleDate, .endBeforeStart, .moreThanItsDays, .missingPart, .otherQuotes, .repeatedHeader,
            .badEncoding:
            false
        default: true
        }
    }

    /// What could be done about it, where it is no matter of one cell.
    var advice: String {
        switch self {
        case .otherQuotes: "declare quote"
        case .badEncoding: "export as UTF-8"
        case .repeatedHeader: "deliver each export as a file of its own"
        case .quoting, .swallowedRows: "correct the quotes of the export"
        case .missingPart: "correct part"
        case .moreThanItsDays: "declare scale, if the unit is another"
        case .unknownDepartment: "deliver the departments again"
        default: ""
        }
    }

    /// What was found, where it is no matter of one cell.
    var foundRecord: String {
        switch self {
        case .quoting: "a quote out of place"
        case .swallowedRows: "line ends within one field, as where a stray quote takes in the next rows"
        case .badEncoding: "other bytes"
        case .otherQuotes: "a text in them"
        case .repeatedHeader: "the header again"
        case .tooFewColumns: "fewer"
        case .tooManyColumns: "more"
        case .fieldTooLong: "a longer one"
        case .nul: "a NUL byte"
        case .conflictingKey: "rows that differ"
        case .implausibleDate: "an earlier or later one"
        case .endBeforeStart: "an end before its start"
        case .moreThanItsDays: "more"
        case .unknownDepartment: "another id"
        case .missingPart: "a text without the part that counts"
        default: "something else"
        }
    }
}

/// A record that was set aside, as a chunk knows it.
struct SetAside {
    /// Place in the chunk.
    var ordinal: Int
    var reason: QuarantineReason
    /// Cell operation, −1 = the whole record.
    var operation: Int
    /// What the cell holds; nil where the record as a whole is meant.
    var found: ValueClass?
    /// The cell, where somebody has asked to see it.
    var value: [UInt8]?
    /// In full dumps: whose row it is, where the id can be read.
    var person: KnownPerson?
}
