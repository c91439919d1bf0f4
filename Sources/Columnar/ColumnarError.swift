import Glibc

/// Why a table or another output could not be written or read. The texts carry paths, column names and counts,
/// never a value of a cell.
public enum ColumnarError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no file at `path`.
    case notFound(path: String)
    /// The file is there and cannot be opened.
    case cannotOpen(path: String, reason: String)
    /// Reading failed half-way.
    case cannotRead(path: String, reason: String)
    /// The file is something else than a table of Trivsel.
    case notATable(path: String, found: String, expected: String)
    /// A table, but not the one asked for.
    case wrongSchema(path: String, at: String, found: String, expected: String)
    /// The table asked for, in another version.
    case wrongVersion(path: String, schema: String, found: Int, expected: Int)
    /// A table of Trivsel that has been changed or cut off since it was written. Row groups count from 1.
    case damaged(path: String, column: String?, rowGroup: Int?, what: String)
    /// Parquet, perhaps sound, that Trivsel does not write and does not read; or rows that it cannot store.
    case outsideProfile(path: String, column: String?, found: String, expected: String)
    /// A file or folder cannot be created or written.
    case cannotWrite(path: String, step: String, reason: String)
    /// A program asked for something that the table does not hold; never caused by a file's content.
    case misuse(String)

    public var description: String {
        switch self {
        case .notFound(let path): "\(path): no such file. Run the stage that makes it, or correct the path."
        case .cannotOpen(let path, let reason): "\(path): cannot be opened (\(reason)). Check the permissions."
        case .cannotRead(let path, let reason): "\(path): reading failed (\(reason)). Check the disk and run again."
        case .notATable(let path, let found, let expected):
            "\(path): not a table of Trivsel: found \(found), expected \(expected). Check the path."
        case .wrongSchema(let path, let at, let found, let expected):
            "\(path): \(at): found \(found), expected \(expected). Run the stage before again."
        case .wrongVersion(let path, let schema, let found, let expected):
            "\(path): schema \(schema): found version \(found), expected version \(expected). "
                + "Run the stage before again."
        case .damaged(let path, let column, let rowGroup, let what):
            "\(path): damaged\(Self.place(column, rowGroup)): \(what). Run the stage that makes it again."
        case .outsideProfile(let path, let column, let found, let expected):
            "\(path)\(Self.place(column, nil)): found \(found), expected \(expected)."
        case .cannotWrite(let path, let step, let reason):
            "\(path): cannot \(step) (\(reason)). Check space, permissions and the disk."
        case .misuse(let what): "internal fault: \(what)."
        }
    }

    /// The exit code of sysexits: 65 data refused, 66 input missing, 70 internal, 73 cannot create, 74 I/O.
    public var exitCode: Int32 {
        switch self {
        case .notFound: 66
        case .cannotOpen: 66
        case .cannotRead: 74
        case .notATable, .wrongSchema, .wrongVersion, .damaged, .outsideProfile: 65
        case .cannotWrite(_, let step, _): step == "create" ? 73 : 74
        case .misuse: 70
        }
    }

    private static func place(_ column: String?, _ rowGroup: Int?) -> String {
        var text = ""
        if let column { text += ", column \(column)" }
        if let rowGroup { text += ", row group \(rowGroup)" }
        return text
    }

    /// The system's text for `code`.
    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
