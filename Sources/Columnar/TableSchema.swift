/// The physical kind of a column.
public enum ColumnKind: Sendable, Equatable {
    /// One byte a row in memory (0 or 1).
    case bool
    /// A small number or code, −128…127.
    case int8
    case int32
    /// Days since 1970-01-01 (Parquet DATE), `Int32` in memory.
    case day
    case int64
    case float64
    /// A whole number of up to 38 decimal digits.
    case int128
    /// UTF-8 text, dictionary-encoded; `Int32` codes in memory.
    case string

    /// The name used in messages and in the file's metadata.
    public var name: String {
        switch self {
        case .bool: "bool"
        case .int8: "int8"
        case .int32: "int32"
        case .day: "day"
        case .int64: "int64"
        case .float64: "float64"
        case .int128: "int128"
        case .string: "string"
        }
    }
}

/// One column of a table: what it is called, how it is stored and what it means.
public struct Field: Sendable, Equatable {
    public var name: String
    public var kind: ColumnKind
    /// Whether a row may have no value.
    public var optional: Bool
    /// The unit of the values, for example `days`; empty where the kind says it all.
    public var unit: String
    /// One sentence for the reader of the file.
    public var meaning: String

    public init(_ name: String, _ kind: ColumnKind, optional: Bool = false, unit: String = "", _ meaning: String) {
        self.name = name
        self.kind = kind
        self.optional = optional
        self.unit = unit
        self.meaning = meaning
    }
}

/// A table's declaration. It is written into the file, and a file of another declaration is refused.
public struct TableSchema: Sendable, Equatable {
    public var name: String
    public var version: Int
    /// What one row is, in one sentence.
    public var grain: String
    /// Whether a row tells something about one person.
    public var personLevel: Bool
    /// Names of the columns the rows are sorted by, the first first; empty: export order.
    public var sortedBy: [String]
    public var fields: [Field]

    public init(
        name: String, version: Int, grain: String, personLevel: Bool, sortedBy: [String] = [], fields: [Field]
    ) {
        self.name = name
        self.version = version
        self.grain = grain
        self.personLevel = personLevel
        self.sortedBy = sortedBy
        self.fields = fields
    }

    /// The position of the column called `name`.
    public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// How pages are packed. Reading understands both.
public enum PageCompression: Sendable, Equatable {
    /// As they are: can be read in place.
    case none
    /// zstd, for archives. Levels 1…19.
    case zstd(level: Int)
}

/// The bounds of the profile of Parquet that Trivsel writes and reads.
public enum Profile {
    /// Most rows of a row group.
    public static let maximumGroupRows = 122_880
    /// Most bytes of a page before compression.
    public static let maximumPageBytes = 1 << 28
    /// Most columns of a table.
    static let maximumColumns = 4096
    /// Most bytes of a footer.
    static let maximumFooterBytes = 1 << 28
}
