import Calendars
import Testing

@Suite struct WorkCalendarTests {
    static let countries =
        ["none", "NO", "DK", "SE", "FI", "IS", "SI", "DE", "UK", "GB", "US"]
        + ["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"].map {
            "DE-\($0)"
        }

    private func day(_ iso: String) throws -> Int32 { try #require(CivilDate(iso: iso)).day }

    /// Days on which the rules changed or that came once.
    @Test(arguments: [
        ("NO", "2026-05-14", true), ("NO", "2026-04-02", true), ("NO", "2026-05-18", false),
        ("DK", "2023-05-05", true), ("DK", "2024-04-26", false), ("DK", "2026-06-05", false),
        ("SE", "2004-05-31", true), ("SE", "2005-05-16", false), ("SE", "2006-06-06", true),
        ("FI", "2026-06-19", true), ("FI", "2026-12-24", true), ("IS", "2026-04-23", true),
        ("IS", "2026-08-03", true), ("IS", "2026-12-24", false), ("SI", "2012-01-02", true),
        ("SI", "2013-01-02", false), ("SI", "2016-01-02", false), ("SI", "2017-01-02", true),
        ("SI", "2023-08-14", true), ("DE", "2017-10-31", true), ("DE", "2018-10-31", false),
        ("DE-NI", "2017-10-31", true), ("DE-NI", "2018-10-31", true), ("DE-BE", "2019-03-08", true),
        ("DE-BE", "2018-03-08", false), ("DE-BE", "2025-05-08", true), ("DE-SN", "2026-11-18", true),
        ("DE-BY", "2025-06-19", true), ("DE-NW", "2025-06-19", true), ("DE-BE", "2025-06-19", false),
        ("UK", "2002-06-03", true), ("UK", "2011-04-29", true), ("UK", "2012-06-05", true),
        ("UK", "2012-05-28", false), ("UK", "2020-05-08", true), ("UK", "2020-05-04", false),
        ("UK", "2021-12-27", true), ("UK", "2021-12-28", true), ("UK", "2022-01-03", true),
        ("UK", "2022-06-02", true), ("UK", "2022-06-03", true), ("UK", "2022-09-19", true),
        ("UK", "2023-05-08", true), ("GB", "2022-12-27", true), ("US", "2020-06-19", false),
        ("US", "2021-06-18", true), ("US", "2021-12-31", true), ("US", "2022-12-26", true),
        ("US", "2023-11-10", true), ("US", "2026-07-03", true), ("US", "2026-11-26", true),
    ])
    func knownDays(country: String, iso: String, isHoliday: Bool) throws {
        let date = try day(iso)
        let year = CivilDate(day: date).year
        let holidays = try #require(WorkCalendar.holidays(country: country, years: year...year))
        #expect(holidays.contains(date) == isHoliday)
    }

    /// Easter Sundays of the United States Census Bureau's table.
    @Test(arguments: ["2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31", "2026-04-05", "2038-04-25"])
    func easter(iso: String) throws {
        let sunday = try day(iso)
        let year = CivilDate(day: sunday).year
        #expect(try #require(WorkCalendar.holidays(country: "NO", years: year...year)).contains(sunday))
    }

    @Test(arguments: countries)
    func holidaysAreSortedAndInTheirYears(country: String) throws {
        let all = try #require(WorkCalendar.holidays(country: country, years: 2000...2050))
        #expect(zip(all, all.dropFirst()).allSatisfy { $0 < $1 })
        let years = try (2000...2050).flatMap { try #require(WorkCalendar.holidays(country: country, years: $0...$0)) }
        #expect(years == all)
        #expect(all.allSatisfy { 2000...2050 ~= CivilDate(day: $0).year })
    }

    @Test(arguments: ["", "XX", "no", "DE-XX", "DE-", "None", "SE-AB"])
    func unknownCountry(country: String) {
        #expect(WorkCalendar(country: country, from: 0, to: 10) == nil)
        #expect(WorkCalendar.holidays(country: country, years: 2020...2021) == nil)
    }

    /// The table and the rules give the same answer, and counts are sums of days.
    @Test(arguments: countries)
    func tableIsTheRules(country: String) throws {
        let from = try day("2019-12-20")
        let to = try day("2026-01-15")
        let extra: [Int32] = [from + 40, from - 5, from + 40, to + 3]
        let table = try #require(WorkCalendar(country: country, from: from, to: to, extraHolidays: extra))
        let rules = try #require(WorkCalendar(country: country, from: 0, to: 0, extraHolidays: extra))
        let holidays = Set(try #require(WorkCalendar.holidays(country: country, years: 2019...2026)) + extra)
        var count: Int32 = 0
        for day in (from - 30)..<(to + 30) {
            let works = CivilDate.weekday(of: day) < 5 && !holidays.contains(day)
            #expect(table.isWorkingDay(day) == works)
            if works { count += 1 }
        }
        #expect(table.workingDays(in: (from - 30)..<(to + 30)) == count)
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<200 {
            let a = Int32.random(in: (from - 30)..<(to + 30), using: &generator)
            let b = Int32.random(in: a..<(to + 30), using: &generator)
            let m = Int32.random(in: a...b, using: &generator)
            let working = table.workingDays(in: a..<b)
            #expect(working == rules.workingDays(in: a..<b))
            #expect(working == table.workingDays(in: a..<m) + table.workingDays(in: m..<b))
        }
        for day in stride(from: from, to: to, by: 37) { #expect(rules.isWorkingDay(day) == table.isWorkingDay(day)) }
    }

    @Test func fullTimeWeeks() throws {
        for (country, minutes) in [("NO", 2250), ("DK", 2220), ("UK", 2250), ("GB", 2250), ("SE", 2400), ("US", 2400)] {
            #expect(try #require(WorkCalendar(country: country, from: 0, to: 0)).fullTimeWeekMinutes == minutes)
        }
    }

    @Test func extremesDoNotTrap() throws {
        let calendar = try #require(
            WorkCalendar(country: "UK", from: 20_000, to: 10_000, extraHolidays: [.min, .max, 0]))
        _ = calendar.isWorkingDay(.min)
        _ = calendar.isWorkingDay(.max)
        #expect(calendar.workingDays(in: 0..<0) == 0)
        #expect(calendar.workingDays(in: Int32.max..<Int32.max) == 0)
        #expect(calendar.workingDays(in: Int32.min..<Int32.max) == Int32.max)  // clamped: more than an Int32 holds
        #expect(try #require(WorkCalendar.holidays(country: "UK", years: Int.min...Int.max)).count > 70_000)
        let none = try #require(WorkCalendar(country: "none", from: .max, to: .max))
        #expect(none.workingDays(in: 0..<70_000) == 50_000)
    }

    @Test(
        .enabled(
            if: OracleDirectory.path != nil, "set TRIVSEL_ORACLE_DIR to write calendars.csv for calendars_oracle.py"))
    func writeForTheOracle() throws {
        var lines = ["country,date"]
        for country in Self.countries {
            for day in try #require(WorkCalendar.holidays(country: country, years: 2000...2050)) {
                lines.append("\(country),\(CivilDate(day: day))")
            }
        }
        try OracleDirectory.write(lines, to: "calendars.csv")
    }
}
