internal import Calendars
internal import Columnar
internal import Glibc

/// One export file being written: bytes collected row by row, handed to the file a mebibyte at a time,
/// with dirty rows slipped in at even distances and every physical line counted.
struct ExportTable {
    struct Dialect {
        var separator: UInt8
        var crlf = false
        var byteOrderMark = false
        var decimalMark = UInt8(ascii: ",")

        static let comma = Dialect(separator: UInt8(ascii: ","), decimalMark: UInt8(ascii: "."))
        static let semicolon = Dialect(separator: UInt8(ascii: ";"))
        static let tab = Dialect(separator: UInt8(ascii: "\t"))
    }

    let name: String
    private(set) var tally: FileTally
    private let dialect: Dialect
    private let path: String
    private let file: CheckedFile
    private let dirt: DirtyPlan
    private var bytes: [UInt8] = []
    private var rowStart = 0
    private var startOfRow = true
    private var line = 1
    private var rowLine = 1

    /// - Throws: the writer's error where the file cannot be created.
    init(
        directory: String, name: String, dialect: Dialect, header: [String], dirt: DirtyPlan = .none
    ) throws {
        self.name = name
        self.dialect = dialect
        self.dirt = dirt
        tally = FileTally(name: name)
        path = directory + "/" + name
        file = try CheckedFile(path: path, mode: 0o600, storing: .never)
        bytes.reserveCapacity(Self.flushAt + 65_536)
        if dialect.byteOrderMark { bytes.append(contentsOf: [0xef, 0xbb, 0xbf]) }
        for title in header { field(title) }
        endLine()
        rowStart = bytes.count
        rowLine = line
    }

    private static let flushAt = 1 << 20

    private mutating func separate() {
        if startOfRow { startOfRow = false } else { bytes.append(dialect.separator) }
    }

    mutating func empty() { separate() }

    /// Text that holds neither a separator, a quote nor a line end.
    mutating func field(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    mutating func field(_ text: [UInt8]) {
        separate()
        bytes.append(contentsOf: text)
    }

    mutating func field(_ value: Int) {
        separate()
        number(value)
    }

    /// An identifier with leading zeros.
    mutating func field(id: Int, width: Int) {
        separate()
        digits(id, width: width)
    }

    /// Any text, in quotes, with quotes inside doubled.
    mutating func quoted(_ text: String) {
        separate()
        bytes.append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            if byte == 0x0a { line += 1 }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    /// Hundredths with the dialect's decimal mark and no trailing zeros: 80 is `0,8`, 100 is `1`.
    mutating func field(hundredths: Int) {
        separate()
        number(hundredths / 100)
        let rest = hundredths % 100
        guard rest > 0 else { return }
        bytes.append(dialect.decimalMark)
        bytes.append(UInt8(truncatingIfNeeded: 48 + rest / 10))
        if rest % 10 > 0 { bytes.append(UInt8(truncatingIfNeeded: 48 + rest % 10)) }
    }

    /// `31.03.2026`
    mutating func field(nordic day: Int32) {
        separate()
        let parts = CivilDate(day: day)
        digits(parts.dayOfMonth, width: 2)
        bytes.append(UInt8(ascii: "."))
        digits(parts.month, width: 2)
        bytes.append(UInt8(ascii: "."))
        digits(parts.year, width: 4)
    }

    /// `2026-03-31`
    mutating func field(iso day: Int32) {
        separate()
        let parts = CivilDate(day: day)
        digits(parts.year, width: 4)
        bytes.append(UInt8(ascii: "-"))
        digits(parts.month, width: 2)
        bytes.append(UInt8(ascii: "-"))
        digits(parts.dayOfMonth, width: 2)
    }

    private mutating func number(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(abs(value), width: 1)
    }

    private mutating func digits(_ value: Int, width: Int) {
        if width <= 2, value < 100 {
            if width == 2 || value > 9 { bytes.append(UInt8(truncatingIfNeeded: 48 + value / 10)) }
            bytes.append(UInt8(truncatingIfNeeded: 48 + value % 10))
            return
        }
        var divisor = 1
        var places = 1
        while places < width || value / divisor > 9 {
            divisor *= 10
            places += 1
        }
        while divisor > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 48 + value / divisor % 10))
            divisor /= 10
        }
    }

    /// Ends a true row; where the plan says so, a dirty row follows.
    mutating func endRow() throws {
        endLine()
        tally.clean += 1
        if let kind = dirt.due(after: tally) {
            if kind.isDuplicate {
                let copy = bytes[rowStart...]
                let lines = line - rowLine
                rowStart = bytes.count
                bytes.append(contentsOf: copy)
                tally.duplicateLines.append(line)
                line += lines
            } else {
                rowStart = bytes.count
                let serial = tally.quarantined
                for (index, text) in kind.fields(serial).enumerated() {
                    if index > 0 { bytes.append(dialect.separator) }
                    bytes.append(contentsOf: text.utf8)
                }
                tally.record(kind.name, line: line)
                endLine()
            }
        }
        rowStart = bytes.count
        rowLine = line
        if bytes.count >= Self.flushAt { try flush() }
    }

    private mutating func endLine() {
        if dialect.crlf { bytes.append(0x0d) }
        bytes.append(0x0a)
        line += 1
        startOfRow = true
    }

    private mutating func flush() throws {
        try bytes.withUnsafeBytes { try file.write($0) }
        bytes.removeAll(keepingCapacity: true)
        rowStart = 0
    }

    /// Writes the rest and puts the file in its place. Nobody exports a table without rows, so then there is no file,
    /// and one of an earlier company is taken away.
    /// - Returns: what was written; nil without rows.
    mutating func commit() throws -> FileTally? {
        guard tally.clean > 0 else {
            if unlink(path) != 0, errno != ENOENT {
                throw DemoCompanyError.cannotRemove(file: path, reason: String(cString: strerror(errno)))
            }
            return nil
        }
        try flush()
        try file.commit()
        return tally
    }
}
