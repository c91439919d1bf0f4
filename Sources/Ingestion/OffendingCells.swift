/// The cells of the first rows that are set aside, for a person who looks at a terminal. They go nowhere else: not into a
/// file, a log or a message.
public final class OffendingCells: @unchecked Sendable {
    public struct Cell: Sendable {
        public var file: String
        /// 1 is the first record behind the header.
        public var record: Int
        public var line: Int
        /// Header of the column.
        public var column: String
        public var expected: String
        public var found: String
        /// As it stands in the export, cut behind `longestValue` bytes.
        public var value: String
    }

    /// Rows that are shown.
    public static let most = 20
    static let longestValue = 200

    /// In the order of the exports. To be read when ingest has ended, with or without success.
    public private(set) var cells: [Cell] = []

    public init() {}

    /// By the thread that assembles, one at a time.
    func add(_ row: QuarantinedRow, value: [UInt8]) {
        guard cells.count < Self.most else { return }
        cells.append(
            Cell(
                file: row.file, record: row.record, line: row.line, column: row.column, expected: row.expected,
                found: row.foundWords, value: String(decoding: value, as: UTF8.self)))
    }
}
