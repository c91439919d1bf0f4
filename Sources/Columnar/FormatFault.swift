/// What is wrong with bytes, before it is known in which file, column and row group.
enum FormatFault: Error {
    case damaged(String)
    case outside(found: String, expected: String)
    case foreign(found: String, expected: String)

    func located(path: String, column: String? = nil, rowGroup: Int? = nil) -> ColumnarError {
        switch self {
        case .damaged(let what): .damaged(path: path, column: column, rowGroup: rowGroup, what: what)
        case .outside(let found, let expected):
            .outsideProfile(path: path, column: column, found: found, expected: expected)
        case .foreign(let found, let expected): .notATable(path: path, found: found, expected: expected)
        }
    }
}
