/// Why a file of holidays is refused: the line, counted from 1, and what was found, expected and to be done. Neither holds a
/// text of the file longer than a short word.
public struct HolidayFileFault: Error, Sendable, Equatable, CustomStringConvertible {
    public var line: Int
    public var problem: String

    public init(line: Int, problem: String) {
        self.line = line
        self.problem = problem
    }

    public var description: String { "line \(line): \(problem)" }
}

/// What no file of holidays has more of.
enum HolidayFileLimits {
    /// Longest line, unfolded.
    static let lineBytes = 65_536
    static let events = 20_000
    /// Days of one event; school holidays are no public holidays.
    static let daysOfAnEvent = 366
    static let days = 200_000
    /// What yearly repetition without an end is followed to.
    static let lastYear = 2199
    static let firstYear = 1800
}

/// The bytes of a text file line by line, whatever ends its lines.
struct TextLines {
    private let bytes: ArraySlice<UInt8>
    private var at: Int
    /// Of the line that was read last, counted from 1.
    private(set) var number = 0

    /// - Throws: `HolidayFileFault` for UTF-16, for bytes that are no UTF-8 and for NUL bytes.
    init(_ bytes: [UInt8]) throws(HolidayFileFault) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw HolidayFileFault(line: 1, problem: "found UTF-16, expected UTF-8; save the file as UTF-8")
        }
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        at = self.bytes.startIndex
        guard !self.bytes.contains(0), String(validating: self.bytes, as: UTF8.self) != nil else {
            throw HolidayFileFault(
                line: 1, problem: "found bytes that are no text in UTF-8, expected UTF-8; save the file as UTF-8")
        }
    }

    /// The next line without its end: LF, CRLF or CR. Nil at the end of the file.
    mutating func next() -> ArraySlice<UInt8>? {
        guard at < bytes.endIndex else { return nil }
        let end = bytes[at...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
        let line = bytes[at..<end]
        at = end
        if at < bytes.endIndex { at += bytes[at] == 0x0D && at + 1 < bytes.endIndex && bytes[at + 1] == 0x0A ? 2 : 1 }
        number += 1
        return line
    }

    /// The first byte of the line to come.
    var following: UInt8? { at < bytes.endIndex ? bytes[at] : nil }
}

/// Digits as a number; nil where there is anything else, or more than nine of them.
func wholeNumber(_ bytes: some Collection<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
    var number = 0
    for byte in bytes {
        guard byte >= 48, byte <= 57 else { return nil }
        number = number * 10 + Int(byte - 48)
    }
    return number
}
