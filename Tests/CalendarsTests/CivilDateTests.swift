import Calendars
import Testing

@Suite struct CivilDateTests {
    @Test(
        arguments: [
            (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (2026, 3, 31, 20_543),
            (1, 1, 1, -719_162), (9999, 12, 31, 2_932_896), (1900, 3, 1, -25_508),
        ] as [(Int, Int, Int, Int32)])
    func knownDays(year: Int, month: Int, dayOfMonth: Int, day: Int32) throws {
        let date = try #require(CivilDate(year: year, month: month, day: dayOfMonth))
        #expect(date.day == day)
        #expect(CivilDate(day: day) == date)
    }

    /// The days from 1 January of year 1 on, counted one by one, are the dates in their order, across all leap rules.
    @Test func everyDayOf400Years() {
        var day: Int32 = -135_140  // 1600-01-01
        var wrong = 0
        for year in 1600..<2000 {
            for month in 1...12 {
                let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
                let length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
                if CivilDate.firstDay(ofMonth: year * 12 + month - 1) != day { wrong += 1 }
                if CivilDate.daysInMonth(year: year, month: month) != length { wrong += 1 }
                for dayOfMonth in 1...length {
                    let date = CivilDate(day: day)
                    if (date.year, date.month, date.dayOfMonth) != (year, month, dayOfMonth) || date.day != day {
                        wrong += 1
                    }
                    if CivilDate.monthIndex(of: day) != year * 12 + month - 1 { wrong += 1 }
                    day += 1
                }
            }
        }
        #expect(wrong == 0)
        #expect(day == 10_957)  // 2000-01-01
    }

    @Test func weekdaysFollowEachOther() throws {
        #expect(CivilDate.weekday(of: 0) == 3)  // a Thursday
        #expect(CivilDate.weekday(of: try #require(CivilDate(iso: "2026-03-30")).day) == 0)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<10_000 {
            let day = Int32.random(in: Int32.min..<Int32.max, using: &generator)
            #expect(CivilDate.weekday(of: day + 1) == (CivilDate.weekday(of: day) + 1) % 7)
        }
        #expect(0...6 ~= CivilDate.weekday(of: .min) && 0...6 ~= CivilDate.weekday(of: .max))
    }

    @Test func dateAndDayAreInverse() {
        var generator = SeededGenerator(seed: 12)
        for day in [Int32.min, -1, 0, .max]
            + (0..<10_000).map({ _ in Int32.random(in: .min ... .max, using: &generator) })
        {
            #expect(CivilDate(day: day).day == day)
        }
    }

    @Test func textAndDateAreInverse() {
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<5000 {
            let date = CivilDate(day: Int32.random(in: -719_162...2_932_896, using: &generator))
            #expect(CivilDate(iso: date.description) == date)
            #expect(CivilDate(iso: Array(date.description.utf8)[...]) == date)
        }
        #expect(CivilDate(iso: "0987-06-05")?.description == "0987-06-05")
    }

    @Test(arguments: [
        "", "2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "0000-01-01", "2026-1-01",
        "2026-01-01 ", " 2026-01-01", "2026/01/01", "2026-01-01T", "+026-01-01", "2026-0１-1", "20260101",
    ])
    func refusedText(text: String) {
        #expect(CivilDate(iso: text) == nil)
    }

    @Test func invalidPartsAreNil() {
        #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 2026, month: .max, day: 1) == nil)
        #expect(CivilDate(year: .min, month: .min, day: .min) == nil)
        #expect(CivilDate(year: 2024, month: 2, day: 29) != nil)
        #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
        #expect(CivilDate.daysInMonth(year: 2026, month: 13) == 0)
    }

    @Test func extremeMonthsDoNotTrap() {
        #expect(CivilDate.firstDay(ofMonth: .min) < CivilDate.firstDay(ofMonth: .max))
    }

    @Test func orderIsThatOfDays() throws {
        let days = [Int32.min, -719_163, -1, 0, 58, 59, 60, 20_543, .max]
        #expect(days.map { CivilDate(day: $0) }.sorted().map(\.day) == days)
    }
}
