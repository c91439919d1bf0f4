import Testing

@testable import Calendars

/// Days of an iCalendar file as `2026-01-01 …`, or why it is refused.
private func told(_ text: String) -> String { told(Array(text.utf8)) }

private func told(_ bytes: [UInt8]) -> String {
    do {
        return try ICalendarHolidays.days(bytes).map { CivilDate(day: $0).description }.joined(separator: " ")
    } catch {
        return "\(error)"
    }
}

private func calendar(_ events: String..., end: String = "\r\n") -> String {
    var lines: [String] = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events {
        lines.append("BEGIN:VEVENT")
        lines += event.split(separator: "\n").map { String($0) }
        lines.append("END:VEVENT")
    }
    lines.append("END:VCALENDAR")
    lines.append("")
    return lines.joined(separator: end)
}

@Suite struct ICalendarTests {
    @Test func aDayAndItsEnd() {
        #expect(told(calendar("DTSTART;VALUE=DATE:20260101\nSUMMARY:New Year")) == "2026-01-01")
        // The end is the day after the last.
        #expect(told(calendar("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260102")) == "2026-01-01")
        #expect(
            told(calendar("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227"))
                == "2026-12-24 2026-12-25 2026-12-26")
        // Some writers give the same day.
        #expect(told(calendar("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260101")) == "2026-01-01")
        #expect(told(calendar("DTSTART:20260228\nDURATION:P2D")) == "2026-02-28 2026-03-01")
        #expect(told(calendar("DTSTART:20260223\nDURATION:P1W")).split(separator: " ").count == 7)
    }

    @Test func theDateOfATimeIsTheOneThatIsWritten() {
        let zone = "DTSTART;TZID=Europe/Oslo:20260517T000000\nDTEND;TZID=Europe/Oslo:20260518T000000"
        #expect(told(calendar(zone)) == "2026-05-17")
        #expect(told(calendar("DTSTART:20260516T220000Z\nDTEND:20260517T220000Z")) == "2026-05-16 2026-05-17")
        #expect(told(calendar("DTSTART:20260517T090000\nDTEND:20260517T170000")) == "2026-05-17")
        #expect(told(calendar("DTSTART;TZID=\"a;b:c\":20260517T090000")) == "2026-05-17")
    }

    @Test func yearlyRules() {
        let base = "DTSTART;VALUE=DATE:20240517\nRRULE:"
        #expect(told(calendar(base + "FREQ=YEARLY;COUNT=3")) == "2024-05-17 2025-05-17 2026-05-17")
        #expect(told(calendar(base + "FREQ=YEARLY;UNTIL=20250517")) == "2024-05-17 2025-05-17")
        #expect(told(calendar(base + "FREQ=YEARLY;UNTIL=20250516T235959Z")) == "2024-05-17")
        #expect(told(calendar(base + "FREQ=YEARLY;INTERVAL=4;COUNT=2")) == "2024-05-17 2028-05-17")
        #expect(told(calendar(base + "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=17;WKST=MO;COUNT=1")) == "2024-05-17")
        #expect(told(calendar(base + "FREQ=YEARLY")).hasSuffix(" 2199-05-17"))
        // 29 February is in leap years, and only those are counted.
        #expect(
            told(calendar("DTSTART:20240229\nRRULE:FREQ=YEARLY;COUNT=3")) == "2024-02-29 2028-02-29 2032-02-29")
        // Several days each year.
        #expect(
            told(calendar("DTSTART:20251231\nDTEND:20260102\nRRULE:FREQ=YEARLY;COUNT=2"))
                == "2025-12-31 2026-01-01 2026-12-31 2027-01-01")
    }

    @Test func exceptionsAndCancelledEvents() {
        let yearly = "DTSTART;VALUE=DATE:20240517\nRRULE:FREQ=YEARLY;COUNT=3\n"
        #expect(told(calendar(yearly + "EXDATE;VALUE=DATE:20250517")) == "2024-05-17 2026-05-17")
        #expect(told(calendar(yearly + "EXDATE:20240517,20250517")) == "2026-05-17")
        #expect(
            told(calendar("DTSTART:20260101\nSTATUS:CANCELLED", "DTSTART:20260102\nSTATUS:CONFIRMED")) == "2026-01-02")
    }

    /// Anything else would be guessed: it is refused with its line.
    @Test(arguments: [
        ("FREQ=MONTHLY", "FREQ other than YEARLY"), ("INTERVAL=2", "FREQ other than YEARLY"),
        ("FREQ=YEARLY;BYDAY=4TH", "BYDAY"), ("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY"),
        ("FREQ=YEARLY;BYSETPOS=1", "BYSETPOS"), ("FREQ=YEARLY;BYMONTH=6", "another date"),
        ("FREQ=YEARLY;BYMONTHDAY=-1", "BYMONTHDAY"), ("FREQ=YEARLY;BYMONTH=5,6", "BYMONTH"),
        ("FREQ=YEARLY;COUNT=0", "COUNT"), ("FREQ=YEARLY;INTERVAL=0", "INTERVAL"),
        ("FREQ=YEARLY;COUNT=2;UNTIL=20300101", "COUNT and UNTIL"), ("FREQ=YEARLY;FREQ=YEARLY", "twice"),
        ("FREQ=YEARLY;UNTIL=20301301", "no date"),
    ])
    func otherRulesAreRefused(rule: String, word: String) {
        let message = told(calendar("DTSTART;VALUE=DATE:20240517\nRRULE:\(rule)"))
        #expect(message.hasPrefix("line 5: ") && message.contains(word), "\(message)")
    }

    @Test func foldedLinesAndLineEnds() {
        for end in ["\r\n", "\n", "\r"] {
            let folded = "DTSTART;VALUE=\(end) DATE:2026\(end)\t0101"
            #expect(told(calendar(folded, end: end)) == "2026-01-01", "\(end.debugDescription)")
            #expect(told(calendar("DTSTART:20260101\n\nSUMMARY:x", end: end)) == "2026-01-01")
        }
        // Without an end of the last line, and with a byte order mark.
        let plain = calendar("dtstart:20260101")
        #expect(told(String(plain.dropLast(1))) == "2026-01-01")
        #expect(told([0xEF, 0xBB, 0xBF] + Array(plain.utf8)) == "2026-01-01")
        // The line that is told is the one in the file: three folds before it.
        let message = told(calendar("SUMMARY:a\r\n b\r\n c\r\n d\nDTSTART:2026"))
        #expect(message.hasPrefix("line 8: DTSTART"), "\(message)")
    }

    /// Time zones have beginnings and rules of their own, which are no holidays.
    @Test func otherComponentsAreLeftAlone() {
        let zone = [
            "BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "BEGIN:STANDARD", "DTSTART:19961027T030000",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT",
            "DTSTART:20260101", "BEGIN:VALARM", "TRIGGER:-PT10H", "DURATION:PT5M", "END:VALARM", "END:VEVENT",
            "BEGIN:VTODO", "DTSTART:20260202", "END:VTODO", "END:VCALENDAR",
        ].joined(separator: "\n")
        #expect(told(zone) == "2026-01-01")
    }

    @Test(arguments: [
        ("", "line 1: found no calendar"), ("\n\n", "line 1: found no calendar"),
        ("<html>", "line 1: found no name with a colon"), ("a:b", "line 1: found no calendar"),
        ("BEGIN:VEVENT\nEND:VEVENT", "line 1: found no calendar"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101", "line 2: found no end"),
        ("BEGIN:VCALENDAR\nEND:VEVENT", "line 2: found an END"),
        (" x\nBEGIN:VCALENDAR", "line 1: found a line that goes on"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nX:1", "line 3: found no calendar"),
    ])
    func whatIsNoCalendarIsRefused(text: String, message: String) {
        #expect(told(text).hasPrefix(message), "\(told(text))")
    }

    @Test(arguments: [
        ("SUMMARY:x", "line 3: found an event without DTSTART"), ("DTSTART:20260230", "line 4: DTSTART: found no date"),
        ("DTSTART:2026-01-01", "line 4"), ("DTSTART:20260101T", "line 4"), ("DTSTART:20260101T250000", "line 4"),
        ("DTSTART:00010101", "line 4"), ("DTSTART:99990101", "line 4"),
        ("DTSTART:20260102\nDTEND:20260101", "line 3: found an event that ends before"),
        ("DTSTART:20260102\nDTSTART:20260102", "line 5: found a second DTSTART"),
        ("DTSTART:20260102\nDTEND:20260103\nDURATION:P1D", "line 6: found a second end"),
        ("DTSTART:20260102\nDURATION:PT1H", "line 5: DURATION"),
        ("DTSTART:20260101\nDTEND:20280101", "line 3: found an event of 730"),
        ("DTSTART:20260101\nRDATE:20260202", "line 5: found RDATE"),
        ("DTSTART:20260101\nRECURRENCE-ID:20260202", "line 5: found RECURRENCE-ID"),
    ])
    func badEventsAreRefused(event: String, message: String) {
        #expect(told(calendar(event)).hasPrefix(message), "\(told(calendar(event)))")
    }

    @Test func sizesHaveLimits() {
        let long = calendar("SUMMARY:" + String(repeating: "x", count: 70_000))
        #expect(told(long).hasPrefix("line 4: found a line of more than"))
        let many = calendar(
            "DTSTART:18000101\nDTEND:18001231\nRRULE:FREQ=YEARLY", "DTSTART:18000101\nDTEND:18001231\nRRULE:FREQ=YEARLY"
        )
        #expect(told(many).contains("found more than 200000 days"))
        #expect(told([0xFF, 0xFE, 0x42, 0]).contains("UTF-16"))
        #expect(told([0x42, 0xFF]).contains("UTF-8"))
        #expect(told([0x42, 0]).contains("UTF-8"))
    }

    /// No bytes stop the reader other than by its own refusal.
    @Test func anyBytesEndInDaysOrARefusal() {
        let whole = Array(calendar("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;COUNT=2\nEXDATE:20260101").utf8)
        var generator = SeededGenerator(seed: 77)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: at)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: at)
                }
            }
            let days = try? ICalendarHolidays.days(bytes)
            #expect(days.map { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } } ?? true)
        }
    }
}

@Suite struct HolidayListTests {
    private func told(_ text: String, delimiter: Character = ",", header: String = "date", order: DateOrder = iso)
        -> String
    {
        do {
            return try HolidayList.days(
                Array(text.utf8), delimiter: delimiter.asciiValue ?? 0x2C, header: header, order: order,
                example: "2026-12-25"
            ).map { CivilDate(day: $0).description }.joined(separator: " ")
        } catch {
            return "\(error)"
        }
    }

    private static let iso = DateOrder(letters: ["y", "m", "d"], mark: 0x2D, isShort: false)
    private static let american = DateOrder(letters: ["m", "d", "y"], mark: 0x2F, isShort: true)

    @Test func rowsAreDays() {
        #expect(told("date,name\n2026-01-01,New Year\n2026-05-17,\n") == "2026-01-01 2026-05-17")
        // Sorted, once, with a byte order mark, CRLF, quotes, blank lines and no line end.
        #expect(
            told(
                "\u{FEFF}Name; DATE \r\n\"a;b \"\"c\"\"\";2026-05-17\r\n\r\nx;2026-01-01\r\nx;\"2026-01-01\"",
                delimiter: ";")
                == "2026-01-01 2026-05-17")
        #expect(told("day\n1/2/2026\n12/25/2026", header: "day", order: Self.american) == "2026-01-02 2026-12-25")
        #expect(
            told("date\n20260102", order: DateOrder(letters: ["y", "m", "d"], mark: nil, isShort: false))
                == "2026-01-02")
        #expect(told("date,name\n") == "")
    }

    @Test(arguments: [
        ("", "line 1: found an empty file"), ("2026-01-01\n", "line 1: found no column \"date\""),
        ("date,date\n", "line 1: found two columns"), ("date,name\n2026-01-01\n", "line 2: found 1 fields, expected 2"),
        ("date\n2026-02-30\n", "line 2: column \"date\": found no such date"), ("date\n\n1.1.2026\n", "line 3: "),
        ("date,name\n2026-01-01,\"x\n", "line 2: found a quote"), ("date\n2026-1-1", "line 2: "),
        ("date\n1026-01-01", "line 2: "),
    ])
    func badListsAreRefusedWithTheirLine(text: String, message: String) {
        #expect(told(text).hasPrefix(message), "\(told(text))")
    }
}

@Suite struct ReplacedHolidayTests {
    private func day(_ iso: String) throws -> Int32 { try #require(CivilDate(iso: iso)).day }

    @Test func filesAddOrReplace() throws {
        let extra = [try day("2026-03-02")]
        let from = try day("2026-01-01")
        let to = try day("2027-01-01")
        let added = try #require(WorkCalendar(country: "NO", from: from, to: to, extraHolidays: extra))
        let replaced = try #require(
            WorkCalendar(country: "NO", from: from, to: to, extraHolidays: extra, isReplaced: true))
        for calendar in [added, replaced] {
            #expect(!calendar.isWorkingDay(extra[0]) && calendar.isHoliday(extra[0]))
            #expect(calendar.fullTimeWeekMinutes == 2250)
        }
        let constitution = try day("2025-05-17") + 365  // A Sunday in 2026.
        let labour = try day("2026-05-01")
        #expect(!added.isWorkingDay(labour) && replaced.isWorkingDay(labour))
        #expect(added.isHoliday(constitution) && !replaced.isHoliday(constitution))
    }

    /// Days by weekday are the days one by one, within the table and outside.
    @Test(arguments: ["none", "NO", "UK"]) func openDaysAreCountedByWeekday(country: String) throws {
        let from = try day("2024-12-20")
        let to = try day("2026-01-15")
        let extra = [from + 40, from - 5, to + 3]
        let table = try #require(WorkCalendar(country: country, from: from, to: to, extraHolidays: extra))
        let holidays = Set(try #require(WorkCalendar.holidays(country: country, years: 2023...2027)) + extra)
        var generator = SeededGenerator(seed: 32)
        for _ in 0..<300 {
            let a = Int32.random(in: (from - 60)..<(to + 60), using: &generator)
            let b = Int32.random(in: a..<(to + 60), using: &generator)
            var counts = SIMD8<Int32>(repeating: 0)
            for day in a..<b where !holidays.contains(day) { counts[CivilDate.weekday(of: day)] += 1 }
            #expect(table.openDays(in: a..<b) == counts)
            #expect(table.isHoliday(a) == holidays.contains(a))
        }
    }
}
