internal import Calendars
internal import Configuration
internal import Runs

/// Working days by country: what is built in, and the files of holidays that the pipeline names.
extension CalendarSettings {
    /// Countries whose holidays are built in and that the exports may name; the states of Germany are for the pipeline alone.
    private static let builtIn = ["NO", "DK", "SE", "FI", "IS", "SI", "DE", "UK", "GB", "US"]

    /// The calendar of the pipeline, or of a country that the exports name.
    ///
    /// - Parameter country: nil for the pipeline's own.
    /// - Returns: nil where the country is neither built in nor in a file.
    func workCalendar(of country: String?, from: Int32, to: Int32) -> WorkCalendar? {
        let own = country ?? self.country
        let files = holidays.filter { ($0.country ?? self.country) == own }
        let isBuiltIn = WorkCalendar.holidays(country: own, years: 2024...2024) != nil
        guard isBuiltIn || !files.isEmpty else { return nil }
        return WorkCalendar(
            country: isBuiltIn ? own : "none", from: from, to: to, extraHolidays: files.flatMap(\.days),
            isReplaced: files.contains(where: \.replaces))
    }

    /// Countries that have a calendar of their own beside the pipeline's, each once.
    ///
    /// Persons whose country is built in have its holidays and full-time week, and the others those of the pipeline; all
    /// have the pipeline's where it says `none`, but for countries that a file names.
    var nationalCountries: [String] {
        var countries: [String] = []
        if country != "none" {
            // The pipeline's own state of Germany is where the persons of its country are.
            countries = Self.builtIn.filter { $0 != country && !country.hasPrefix("\($0)-") }
        }
        for file in holidays {
            if let named = file.country, named != country, !countries.contains(named) { countries.append(named) }
        }
        return countries
    }
}

extension AggregateRun {
    func nationalCalendars() throws -> (calendars: [WorkCalendar], weeks: [Int64], places: [String: UInt8]) {
        var calendars = [calendar]
        var weeks = [fullTimeWeekMinutes]
        var places: [String: UInt8] = [:]
        for country in pipeline.calendar.nationalCountries where calendars.count < Int(UInt8.max) {
            guard
                let national = pipeline.calendar.workCalendar(
                    of: country, from: calendarStart, to: run.asOf + 1)
            else { continue }
            places[country] = UInt8(calendars.count)
            calendars.append(national)
            weeks.append(Int64(pipeline.calendar.fullTimeWeekMinutes ?? national.fullTimeWeekMinutes))
        }
        tellOfHolidayFiles()
        return (calendars, weeks, places)
    }

    /// How many days each file takes, so that a calendar of another year or another kind does not pass unseen.
    private func tellOfHolidayFiles() {
        let months = grid.starts[0]..<run.asOf + 1
        for file in pipeline.calendar.holidays {
            let count = file.days.count { months.contains($0) && CivilDate.weekday(of: $0) < 5 }
            let whose = file.country ?? "the pipeline's own country"
            if count > 0 {
                found(
                    "calendar.holidays", file.file,
                    "days from Monday to Friday in the months of the figures are public holidays of \(whose) by this file",
                    count: count)
            } else {
                found(
                    "calendar.no_holidays", file.file,
                    "file of holidays has no day from Monday to Friday in the months of the figures; it changes nothing",
                    count: 1, warns: true)
            }
        }
    }
}
