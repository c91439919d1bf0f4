import Calendars
import Testing

@Suite struct PeriodTests {
    /// Text, and its first and last day.
    @Test(arguments: [
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("FY2026", "2026-01-01", "2026-12-31"),
        ("FY2026-Q2", "2026-04-01", "2026-06-30"),
        ("2026-03/YTD", "2026-01-01", "2026-03-31"),
        ("2026-12/YTD", "2026-01-01", "2026-12-31"),
        ("2026-03/P12M", "2025-04-01", "2026-03-31"),
        ("2026-03/P3M", "2026-01-01", "2026-03-31"),
        ("2026-01/P3M", "2025-11-01", "2026-01-31"),
        ("2026-03-31", "2026-03-31", "2026-03-31"),
        ("2026-03-31/P52W", "2025-04-02", "2026-03-31"),
    ])
    func days(text: String, first: String, last: String) throws {
        let period = try #require(Period(text))
        let days = try #require(period.days())
        #expect(CivilDate(day: days.lowerBound).description == first)
        #expect(CivilDate(day: days.upperBound - 1).description == last)
        #expect(period.description == text)
    }

    @Test(arguments: [
        ("FY2026", 7, "2025-07-01", "2026-06-30"),
        ("FY2026-Q1", 7, "2025-07-01", "2025-09-30"),
        ("FY2026-Q4", 4, "2026-01-01", "2026-03-31"),
        ("FY2026", 12, "2025-12-01", "2026-11-30"),
        ("FY2026", 2, "2025-02-01", "2026-01-31"),
        ("2026-Q1", 7, "2026-01-01", "2026-03-31"),
    ])
    func fiscalYears(text: String, startMonth: Int, first: String, last: String) throws {
        let days = try #require(Period(text)?.days(fiscalYearStartMonth: startMonth))
        #expect(CivilDate(day: days.lowerBound).description == first)
        #expect(CivilDate(day: days.upperBound - 1).description == last)
    }

    @Test(arguments: [
        "", "26", "2026-", "2026-3", "2026-13", "2026-00", "0000", "0000-01", "2026-Q0", "2026-Q5", "2026-q1", "FY26",
        "FY0000", "fy2026", "FY2026-03", "FY2026-Q5", "FY", "2026-03/", "2026-03/ytd", "2026-03/P0M", "2026-03/P03M",
        "2026-03/P121M", "2026-03/P12", "2026-03/PM", "2026-03/12M", "2026-03/P12W", "2026-03/P+3M", "2026/P12M",
        "2026/YTD", "2026-Q1/YTD", "2026-02-30", "2026-03-31/P52M", "2026-03-31/P521W", "2026-03-31/YTD",
        "2026-03/P3M/P3M", "2026-03 ", " 2026-03", "wave:", "wave", "Wave:1", "wave:a\nb", "2026-03\n",
    ])
    func refused(text: String) {
        #expect(Period(text) == nil)
    }

    @Test func wavesHaveNoDays() throws {
        let wave = try #require(Period("wave:Høst 2026/1"))
        #expect(wave.kind == .wave("Høst 2026/1"))
        #expect(wave.description == "wave:Høst 2026/1")
        #expect(wave.days() == nil)
    }

    @Test func kindsReadBack() {
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<5000 {
            let year = Int.random(in: 1...9999, using: &generator)
            let month = year * 12 + Int.random(in: 0...11, using: &generator)
            let day = Int32.random(in: -719_162...2_932_896, using: &generator)
            let quarter = Int.random(in: 1...4, using: &generator)
            let kinds: [Period.Kind] = [
                .month(month), .quarter(year: year, quarter: quarter), .year(year), .fiscalYear(year),
                .fiscalQuarter(year: year, quarter: quarter), .yearToDate(month),
                .months(last: month, count: Int.random(in: 1...120, using: &generator)), .day(day),
                .weeks(last: day, count: Int.random(in: 1...520, using: &generator)),
            ]
            for kind in kinds { #expect(Period(Period(kind).description)?.kind == kind) }
        }
    }

    @Test func quartersAndMonthsTileTheYear() throws {
        for start in 1...12 {
            let year = try #require(Period(.fiscalYear(2024)).days(fiscalYearStartMonth: start))
            var next = year.lowerBound
            for quarter in 1...4 {
                let days = try #require(
                    Period(.fiscalQuarter(year: 2024, quarter: quarter)).days(fiscalYearStartMonth: start))
                #expect(days.lowerBound == next)
                next = days.upperBound
            }
            #expect(next == year.upperBound)
        }
        #expect(Period(.fiscalYear(2024)).days(fiscalYearStartMonth: 0) == nil)
        #expect(Period(.fiscalYear(2024)).days(fiscalYearStartMonth: 13) == nil)
    }

    @Test func extremeKindsDoNotTrap() {
        let extremes = [Int.min, -13, -1, 0, Int.max]
        for value in extremes {
            for count in extremes {
                for kind: Period.Kind in [
                    .month(value), .quarter(year: value, quarter: count), .year(value), .fiscalYear(value),
                    .fiscalQuarter(year: value, quarter: count), .yearToDate(value),
                    .months(last: value, count: count), .weeks(last: .max, count: count),
                    .weeks(last: .min, count: count), .day(.min), .day(.max),
                ] {
                    let period = Period(kind)
                    #expect(!period.description.isEmpty)
                    if let days = period.days(fiscalYearStartMonth: 7) { #expect(!days.isEmpty) }
                }
            }
        }
        #expect(Period(.months(last: 24_000, count: 0)).days() == nil)
        #expect(Period(.weeks(last: 0, count: -1)).days() == nil)
    }
}
