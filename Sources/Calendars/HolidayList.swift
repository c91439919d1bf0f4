/// How the numbers of a date are written: their order, the mark between them and how many digits they have.
public struct DateOrder: Sendable, Equatable {
    /// Of `y`, `m` and `d`.
    public var letters: [Character]
    /// Nil for none: then year, month and day have four, two and two digits.
    public var mark: UInt8?
    /// Days and months below ten may have one digit.
    public var isShort: Bool

    public init(letters: [Character], mark: UInt8?, isShort: Bool) {
        self.letters = letters
        self.mark = mark
        self.isShort = isShort
    }

    func day(_ text: ArraySlice<UInt8>) -> Int32? {
        var parts: [ArraySlice<UInt8>]
        if let mark {
            parts = text.split(separator: mark, omittingEmptySubsequences: false)
        } else {
            guard text.count == 8 else { return nil }
            let start = text.startIndex
            parts = [text[start..<start + 4], text[start + 4..<start + 6], text[start + 6..<start + 8]]
        }
        guard parts.count == 3 else { return nil }
        var numbers: [Character: Int] = [:]
        for (letter, part) in zip(letters, parts) {
            let digits = letter == "y" ? 4 : 2
            guard part.count == digits || (isShort && letter != "y" && part.count == 1), let number = wholeNumber(part)
            else { return nil }
            numbers[letter] = number
        }
        guard let year = numbers["y"], let month = numbers["m"], let dayOfMonth = numbers["d"],
            HolidayFileLimits.firstYear...HolidayFileLimits.lastYear ~= year
        else { return nil }
        return CivilDate(year: year, month: month, day: dayOfMonth)?.day
    }
}

/// The days of a list in CSV: a header, and a row a day.
public enum HolidayList {
    /// - Parameters:
    ///   - header: name of the column of the date, compared without case and blanks around.
    ///   - example: a date as it should be written, for messages.
    /// - Returns: days since 1970-01-01, sorted, each once. Other columns, as the name, are not read.
    /// - Throws: `HolidayFileFault`.
    public static func days(
        _ bytes: [UInt8], delimiter: UInt8, header: String, order: DateOrder, example: String
    ) throws(HolidayFileFault) -> [Int32] {
        var lines = try TextLines(bytes)
        var place: Int?
        var columns = 0
        var days: [Int32] = []
        while let line = lines.next() {
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            let number = lines.number
            let fields = try Self.fields(line, delimiter, number)
            guard let column = place else {
                let names = fields.map(Self.folded)
                guard let found = names.firstIndex(of: Self.folded(Array(header.utf8)[...])) else {
                    throw HolidayFileFault(
                        line: number,
                        problem:
                            "found no column \"\(header)\", expected a header that has it; name the column of the date "
                            + "under column:, or correct delimiter:")
                }
                guard names.filter({ $0 == names[found] }).count == 1 else {
                    throw HolidayFileFault(line: number, problem: "found two columns \"\(header)\", expected one")
                }
                place = found
                columns = fields.count
                continue
            }
            guard fields.count == columns else {
                throw HolidayFileFault(
                    line: number, problem: "found \(fields.count) fields, expected \(columns) as in the header")
            }
            guard let day = order.day(Self.trimmed(fields[column])) else {
                throw HolidayFileFault(
                    line: number,
                    problem: "column \"\(header)\": found no such date, expected one like \(example); correct it, or "
                        + "date_format:")
            }
            days.append(day)
            guard days.count <= HolidayFileLimits.days else {
                throw HolidayFileFault(
                    line: number, problem: "found more than \(HolidayFileLimits.days) rows; list public holidays alone")
            }
        }
        guard place != nil else {
            throw HolidayFileFault(line: 1, problem: "found an empty file, expected a header and a row a holiday")
        }
        return sortedOnce(days)
    }

    /// The fields of a line; quotes around one may hold delimiters, and doubled ones a quote, but no line end.
    private static func fields(
        _ line: ArraySlice<UInt8>, _ delimiter: UInt8, _ number: Int
    ) throws(HolidayFileFault) -> [ArraySlice<UInt8>] {
        let quote = UInt8(ascii: "\"")
        var fields: [ArraySlice<UInt8>] = []
        var field: [UInt8] = []
        var isQuoted = false
        var at = line.startIndex
        while at < line.endIndex {
            let byte = line[at]
            if isQuoted {
                if byte == quote, at + 1 < line.endIndex, line[at + 1] == quote {
                    field.append(quote)
                    at += 1
                } else if byte == quote {
                    isQuoted = false
                } else {
                    field.append(byte)
                }
            } else if byte == quote, trimmed(field[...]).isEmpty {
                isQuoted = true
                field = []
            } else if byte == delimiter {
                fields.append(field[...])
                field = []
            } else {
                field.append(byte)
            }
            at += 1
        }
        guard !isQuoted else {
            throw HolidayFileFault(
                line: number,
                problem: "found a quote that is not closed on the line, expected one; write a row on a line")
        }
        fields.append(field[...])
        return fields
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while text.last == 0x20 || text.last == 0x09 { text = text.dropLast() }
        while text.first == 0x20 || text.first == 0x09 { text = text.dropFirst() }
        return text
    }

    private static func folded(_ text: ArraySlice<UInt8>) -> String {
        String(decoding: trimmed(text), as: UTF8.self).lowercased()
    }
}
