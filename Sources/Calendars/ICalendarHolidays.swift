/// The days of the events of an iCalendar file (RFC 5545).
///
/// Read are the `VEVENT`s: `DTSTART` as a date or a date-time, of which the date as written counts; `DTEND`, which is the
/// day after the last for dates, or `DURATION` in days and weeks; `RRULE` of `FREQ=YEARLY`, with `INTERVAL`, `COUNT` and
/// `UNTIL`; `EXDATE`. Cancelled events count for nothing. What other rules of repetition would mean is not guessed: they
/// are refused with their line. Repetition without an end is followed to the year 2199.
public enum ICalendarHolidays {
    /// - Returns: days since 1970-01-01, sorted, each once.
    /// - Throws: `HolidayFileFault`.
    public static func days(_ bytes: [UInt8]) throws(HolidayFileFault) -> [Int32] {
        var lines = try ContentLines(bytes)
        var components: [(name: String, line: Int)] = []
        var event = Event(line: 0)
        var days: [Int32] = []
        var events = 0
        var hasCalendar = false
        while let line = try lines.next() {
            switch line.name {
            case "BEGIN":
                let name = line.word
                if components.isEmpty, name != "VCALENDAR" {
                    throw line.fault("found no calendar, expected BEGIN:VCALENDAR first; export the calendar as .ics")
                }
                hasCalendar = true
                components.append((name, line.number))
                guard name == "VEVENT" else { continue }
                events += 1
                guard events <= HolidayFileLimits.events else {
                    throw line.fault("found more than \(HolidayFileLimits.events) events; export public holidays alone")
                }
                event = Event(line: line.number)
            case "END":
                guard let open = components.popLast(), open.name == line.word else {
                    throw line.fault(
                        "found an END without its BEGIN, expected them in pairs; export the calendar again")
                }
                guard open.name == "VEVENT" else { continue }
                days += try event.days()
                guard days.count <= HolidayFileLimits.days else {
                    throw line.fault("found more than \(HolidayFileLimits.days) days; export public holidays alone")
                }
            default:
                guard !components.isEmpty else {
                    throw line.fault("found no calendar, expected BEGIN:VCALENDAR first; export the calendar as .ics")
                }
                if components.last?.name == "VEVENT" { try event.take(line) }
            }
        }
        if let open = components.last {
            throw HolidayFileFault(
                line: open.line,
                problem: "found no end of what begins here, expected END; the file was cut, export it again"
            )
        }
        guard hasCalendar else {
            throw HolidayFileFault(
                line: 1, problem: "found no calendar, expected BEGIN:VCALENDAR first; export the calendar as .ics")
        }
        return sortedOnce(days)
    }

    /// A line of the file with what was folded into it.
    fileprivate struct Line {
        var number: Int
        /// Upper case.
        var name: String
        /// Upper case names with their values as written, without quotes.
        var parameters: [(name: String, value: String)]
        var value: ArraySlice<UInt8>

        /// The value in upper case without blanks around.
        var word: String {
            var text = value[...]
            while text.last == 0x20 || text.last == 0x09 { text = text.dropLast() }
            while text.first == 0x20 || text.first == 0x09 { text = text.dropFirst() }
            return String(decoding: text, as: UTF8.self).uppercased()
        }

        func fault(_ problem: String) -> HolidayFileFault { HolidayFileFault(line: number, problem: problem) }
    }

    private struct ContentLines {
        private var lines: TextLines

        init(_ bytes: [UInt8]) throws(HolidayFileFault) { lines = try TextLines(bytes) }

        mutating func next() throws(HolidayFileFault) -> Line? {
            while let first = lines.next() {
                let number = lines.number
                guard first.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
                if first.first == 0x20 || first.first == 0x09 {
                    throw HolidayFileFault(
                        line: number,
                        problem: "found a line that goes on from none before it; export the calendar again")
                }
                var text = Array(first)
                while let byte = lines.following, byte == 0x20 || byte == 0x09, let more = lines.next() {
                    text += more.dropFirst()
                    guard text.count <= HolidayFileLimits.lineBytes else { break }
                }
                guard text.count <= HolidayFileLimits.lineBytes else {
                    throw HolidayFileFault(
                        line: number,
                        problem:
                            "found a line of more than \(HolidayFileLimits.lineBytes) bytes; export public holidays alone"
                    )
                }
                return try Self.line(text, number)
            }
            return nil
        }

        /// `NAME;PARAMETER="a:b";OTHER=c:value`.
        private static func line(_ text: [UInt8], _ number: Int) throws(HolidayFileFault) -> Line {
            var isQuoted = false
            var pieces: [ArraySlice<UInt8>] = []
            var start = 0
            for (at, byte) in text.enumerated() {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                guard !isQuoted, byte == UInt8(ascii: ";") || byte == UInt8(ascii: ":") else { continue }
                pieces.append(text[start..<at])
                start = at + 1
                guard byte == UInt8(ascii: ":") else { continue }
                let name = String(decoding: pieces[0], as: UTF8.self).uppercased()
                let parameters = pieces.dropFirst().map { piece in
                    let parts = piece.split(
                        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                    let value = (parts.count > 1 ? parts[1] : []).filter { $0 != UInt8(ascii: "\"") }
                    return (
                        name: String(decoding: parts[0], as: UTF8.self).uppercased(),
                        value: String(decoding: value, as: UTF8.self)
                    )
                }
                return Line(number: number, name: name, parameters: parameters, value: text[start...])
            }
            throw HolidayFileFault(
                line: number, problem: "found no name with a colon, expected a line like DTSTART;VALUE=DATE:20260101")
        }
    }

    /// What is said of one event before its end is reached.
    private struct Event {
        var line: Int
        private var start: (day: Int32, isDate: Bool)?
        /// Day after the last.
        private var end: Int32?
        private var length: Int32?
        private var rule: Rule?
        private var excluded: [Int32] = []
        private var isCancelled = false

        init(line: Int) { self.line = line }

        mutating func take(_ line: Line) throws(HolidayFileFault) {
            switch line.name {
            case "DTSTART":
                guard start == nil else { throw line.fault("found a second DTSTART, expected one of an event") }
                start = try Self.date(line.value, line)
            case "DTEND":
                guard end == nil, length == nil else {
                    throw line.fault("found a second end of the event, expected DTEND or DURATION")
                }
                let date = try Self.date(line.value, line)
                // An event of hours that ends at midnight ends with the day before; any later it takes the day.
                end = date.isDate || Self.isMidnight(line.value) ? date.day : date.day + 1
            case "DURATION":
                guard end == nil, length == nil else {
                    throw line.fault("found a second end of the event, expected DTEND or DURATION")
                }
                length = try Self.duration(line)
            case "RRULE":
                guard rule == nil else { throw line.fault("found a second RRULE, expected one of an event") }
                rule = try Rule(line)
            case "EXDATE":
                for part in line.value.split(separator: UInt8(ascii: ",")) {
                    excluded.append(try Self.date(part, line).day)
                }
            case "STATUS": isCancelled = line.word == "CANCELLED"
            case "RDATE", "EXRULE", "RECURRENCE-ID":
                throw line.fault(
                    "found \(line.name), expected events that are given by DTSTART, DTEND, RRULE and EXDATE alone; write "
                        + "its days as events of their own")
            default: break
            }
        }

        func days() throws(HolidayFileFault) -> [Int32] {
            guard !isCancelled else { return [] }
            guard let start else {
                throw HolidayFileFault(line: line, problem: "found an event without DTSTART, expected its first day")
            }
            var count: Int32 = 1
            if let end {
                // RFC 5545 forbids an end that is no later; writers of one-day events give it all the same.
                guard end >= start.day else {
                    throw HolidayFileFault(
                        line: line, problem: "found an event that ends before it begins; correct DTEND")
                }
                count = max(end - start.day, 1)
            } else if let length {
                count = max(length, 1)
            }
            guard count <= HolidayFileLimits.daysOfAnEvent else {
                throw HolidayFileFault(
                    line: line,
                    problem: "found an event of \(count) days, expected at most \(HolidayFileLimits.daysOfAnEvent)")
            }
            var result: [Int32] = []
            let firstDays = try rule?.firstDays(from: start.day) ?? [start.day]
            for first in firstDays where !excluded.contains(first) {
                for day in first..<first + count { result.append(day) }
            }
            return result
        }

        /// `20260101`, `20260101T090000`, `20260101T090000Z`.
        fileprivate static func date(
            _ text: ArraySlice<UInt8>, _ line: Line
        ) throws(HolidayFileFault) -> (day: Int32, isDate: Bool) {
            let text = trimmed(text)
            let wish = "expected a date like 20260101 or 20260101T090000"
            guard text.count == 8 || text.count >= 15 else { throw line.fault("\(line.name): found no date, \(wish)") }
            let digits = Array(text.prefix(8))
            guard let year = wholeNumber(digits[0..<4]), let month = wholeNumber(digits[4..<6]),
                let dayOfMonth = wholeNumber(digits[6..<8]),
                let date = CivilDate(year: year, month: month, day: dayOfMonth),
                HolidayFileLimits.firstYear...HolidayFileLimits.lastYear ~= year
            else { throw line.fault("\(line.name): found no date, \(wish)") }
            if text.count == 8 { return (date.day, true) }
            let time = Array(text.dropFirst(8))
            guard time.count == 7 || (time.count == 8 && time[7] == UInt8(ascii: "Z")), time[0] == UInt8(ascii: "T"),
                let hour = wholeNumber(time[1..<3]), let minute = wholeNumber(time[3..<5]),
                let second = wholeNumber(time[5..<7]), hour < 24, minute < 60, second <= 60
            else { throw line.fault("\(line.name): found no date, \(wish)") }
            return (date.day, false)
        }

        private static func isMidnight(_ text: ArraySlice<UInt8>) -> Bool {
            trimmed(text).dropFirst(8).starts(with: Array("T000000".utf8))
        }

        /// `P1D`, `P2W`: whole days.
        private static func duration(_ line: Line) throws(HolidayFileFault) -> Int32 {
            var text = trimmed(line.value)
            if text.first == UInt8(ascii: "+") { text = text.dropFirst() }
            guard text.first == UInt8(ascii: "P"), let unit = text.last,
                let number = wholeNumber(text.dropFirst().dropLast()),
                number <= HolidayFileLimits.daysOfAnEvent, unit == UInt8(ascii: "D") || unit == UInt8(ascii: "W")
            else { throw line.fault("DURATION: found another length, expected whole days or weeks like P1D") }
            return Int32(number) * (unit == UInt8(ascii: "W") ? 7 : 1)
        }

        fileprivate static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            var text = text
            while text.last == 0x20 || text.last == 0x09 { text = text.dropLast() }
            while text.first == 0x20 || text.first == 0x09 { text = text.dropFirst() }
            return text
        }
    }

    /// `FREQ=YEARLY` with what is read of it.
    private struct Rule {
        private var interval = 1
        private var count: Int?
        /// Last day on which an event may begin.
        private var until: Int32?
        /// What the rule says of the date besides, which must be that of DTSTART.
        private var months: [Int] = []
        private var daysOfMonth: [Int] = []
        private let line: Line

        init(_ line: Line) throws(HolidayFileFault) {
            self.line = line
            var isYearly = false
            var seen: Set<String> = []
            for part in line.value.split(separator: UInt8(ascii: ";")) {
                let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                let name = String(decoding: Event.trimmed(pair[0]), as: UTF8.self).uppercased()
                let value = pair.count > 1 ? Event.trimmed(pair[1]) : []
                guard seen.insert(name).inserted else { throw line.fault("RRULE: found \(Self.short(name)) twice") }
                switch name {
                case "FREQ": isYearly = String(decoding: value, as: UTF8.self).uppercased() == "YEARLY"
                case "INTERVAL":
                    guard let number = wholeNumber(value), number >= 1 else { throw Self.bad("INTERVAL", line) }
                    interval = number
                case "COUNT":
                    guard let number = wholeNumber(value), number >= 1 else { throw Self.bad("COUNT", line) }
                    count = number
                case "UNTIL": until = try Event.date(value, line).day
                case "BYMONTH":
                    guard let number = wholeNumber(value) else { throw Self.other(name, line) }
                    months = [number]
                case "BYMONTHDAY":
                    guard let number = wholeNumber(value) else { throw Self.other(name, line) }
                    daysOfMonth = [number]
                // The day a week begins on says nothing of a date in the year.
                case "WKST": break
                default: throw Self.other(Self.short(name), line)
                }
            }
            guard isYearly else { throw Self.other("a FREQ other than YEARLY", line) }
            guard count == nil || until == nil else {
                throw line.fault("RRULE: found COUNT and UNTIL, expected one of them")
            }
        }

        /// The days on which the event begins; a date that a year does not have is left out and not counted.
        func firstDays(from start: Int32) throws(HolidayFileFault) -> [Int32] {
            let date = CivilDate(day: start)
            guard months.allSatisfy({ $0 == date.month }), daysOfMonth.allSatisfy({ $0 == date.dayOfMonth }) else {
                throw Self.other("another date than that of DTSTART", line)
            }
            var days: [Int32] = []
            var year = date.year
            while year <= HolidayFileLimits.lastYear, days.count < count ?? Int.max {
                if let next = CivilDate(year: year, month: date.month, day: date.dayOfMonth) {
                    if let until, next.day > until { break }
                    days.append(next.day)
                }
                year += interval
            }
            return days
        }

        private static func short(_ name: String) -> String {
            String(name.unicodeScalars.prefix(20).map(Character.init))
        }

        private static func other(_ what: String, _ line: Line) -> HolidayFileFault {
            line.fault(
                "RRULE: found \(what), expected FREQ=YEARLY with INTERVAL, COUNT or UNTIL alone; write the days as events "
                    + "of their own")
        }

        private static func bad(_ name: String, _ line: Line) -> HolidayFileFault {
            line.fault("RRULE: \(name): found no whole number from 1, expected one like 1")
        }
    }
}
