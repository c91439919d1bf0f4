internal import Calendars

/// A file of public holidays that a pipeline names, read.
public struct HolidayFile: Sendable, Equatable {
    /// As written in the pipeline.
    public var file = ""
    /// Whose holidays they are: a code as in the exports' country column; nil = the pipeline's own calendar.
    public var country: String?
    /// They stand in the place of those that are built in for the country, and not beside them.
    public var replaces = false
    /// Of a CSV file.
    public var delimiter = UInt8(ascii: ",")
    public var column = "date"
    public var dateFormat = "yyyy-mm-dd"
    /// Days since 1970-01-01, sorted, each once.
    public var days: [Int32] = []
    public init() {}
}

/// The keys of one file of holidays.
enum HolidayKeys {
    private static let formats: [(word: String, order: DateOrder, example: String)] = [
        ("yyyy-mm-dd", DateOrder(letters: ["y", "m", "d"], mark: UInt8(ascii: "-"), isShort: false), "2026-12-25"),
        ("dd.mm.yyyy", DateOrder(letters: ["d", "m", "y"], mark: UInt8(ascii: "."), isShort: false), "25.12.2026"),
        ("dd/mm/yyyy", DateOrder(letters: ["d", "m", "y"], mark: UInt8(ascii: "/"), isShort: false), "25/12/2026"),
        ("m/d/yyyy", DateOrder(letters: ["m", "d", "y"], mark: UInt8(ascii: "/"), isShort: true), "12/25/2026"),
        ("d.m.yyyy", DateOrder(letters: ["d", "m", "y"], mark: UInt8(ascii: "."), isShort: true), "25.12.2026"),
        ("d/m/yyyy", DateOrder(letters: ["d", "m", "y"], mark: UInt8(ascii: "/"), isShort: true), "25/12/2026"),
        ("dd-mm-yyyy", DateOrder(letters: ["d", "m", "y"], mark: UInt8(ascii: "-"), isShort: false), "25-12-2026"),
        ("yyyy/mm/dd", DateOrder(letters: ["y", "m", "d"], mark: UInt8(ascii: "/"), isShort: false), "2026/12/25"),
        ("yyyymmdd", DateOrder(letters: ["y", "m", "d"], mark: nil, isShort: false), "20261225"),
    ]

    static let table = KeyTable<HolidayFile>(
        title: "Holidays", meaning: "a file of public holidays", initial: HolidayFile(),
        keys: [
            Key(
                "file", \.file, .path, mandatory: true,
                "an iCalendar file (.ics) or a list (.csv), relative to the pipeline file"),
            Key(
                "country", \.country, .optional(.text),
                "whose they are: a code as in the exports' column `country`, which need not be built in; the pipeline's own country where not given"
            ),
            Key(
                "replace", \.replaces, .flag,
                "they stand in the place of the country's built-in holidays; else they are added to them"),
            Key(
                "delimiter", \.delimiter,
                .character([
                    (",", UInt8(ascii: ",")), (";", UInt8(ascii: ";")), ("tab", 0x09), ("|", UInt8(ascii: "|")),
                ]),
                "between two fields of a list"),
            Key("column", \.column, .text, "header of a list's column of dates"),
            Key("date_format", \.dateFormat, .choice(formats.map(\.word)), "how a list's dates are written"),
        ])

    /// One file; with its days, which are among the settings that are hashed.
    static let shape: ValueShape<HolidayFile> = {
        var shape = section(table)
        let asMap = shape.read
        let tellMap = shape.tell
        shape.read = { node, context in
            var file = try asMap(node, context)
            let position = (node.value("file") ?? node).position
            file.days = try days(of: file, context.bytes(file.file, position), at: position)
            return file
        }
        shape.tell = { file in
            guard case .object(let members) = tellMap(file) else { return tellMap(file) }
            return .object(
                members + [.init("days", .array(file.days.map { .string(CivilDate(day: $0).description) }))])
        }
        return shape
    }()

    private static func days(of file: HolidayFile, _ bytes: [UInt8], at position: ConfigPosition) throws -> [Int32] {
        let name = file.file.lowercased()
        do {
            if name.hasSuffix(".ics") { return try ICalendarHolidays.days(bytes) }
            guard name.hasSuffix(".csv"), let format = formats.first(where: { $0.word == file.dateFormat }) else {
                throw ConfigurationError.conflict(
                    at: position,
                    problem: "file: found another ending, expected a file of holidays that ends in .ics or .csv")
            }
            return try HolidayList.days(
                bytes, delimiter: file.delimiter, header: file.column, order: format.order, example: format.example)
        } catch let fault as HolidayFileFault {
            throw ConfigurationError.conflict(
                at: ConfigPosition(file: file.file, line: fault.line, column: 1), problem: fault.problem)
        }
    }
}
