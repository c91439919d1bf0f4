/// England and Wales, and the federal holidays of the United States.
extension PublicHolidays {
    /// Source: Banking and Financial Dealings Act 1971, schedule 1, and the royal proclamations under it (moved days,
    /// substitutes, single days). A day on a weekend keeps its date and gets a substitute on the next free weekday.
    func addEnglandAndWales(_ year: HolidayYear, to days: inout [Int32]) {
        let newYear = year.date(1, 1)
        let christmas = year.date(12, 25)
        days += [newYear, year.easter - 2, year.easter + 1, year.last(0, of: 8), christmas, christmas + 1]

        switch CivilDate.weekday(of: newYear) {
        case 5: days.append(newYear + 2)
        case 6: days.append(newYear + 1)
        default: break
        }
        switch CivilDate.weekday(of: christmas) {
        case 4: days.append(christmas + 3)
        case 5: days += [christmas + 2, christmas + 3]
        case 6: days.append(christmas + 2)
        default: break
        }

        // Early May: moved to the 75th anniversary of VE day in 2020.
        days.append(year.year == 2020 ? year.date(5, 8) : year.first(0, from: 5, 1))
        switch year.year {
        case 2002: days += [year.date(6, 4), year.date(6, 3)]  // Spring moved; Golden Jubilee.
        case 2012: days += [year.date(6, 4), year.date(6, 5)]  // Spring moved; Diamond Jubilee.
        case 2022:
            // Spring moved; Platinum Jubilee; state funeral of Elizabeth II.
            days += [year.date(6, 2), year.date(6, 3), year.date(9, 19)]
        default: days.append(year.last(0, of: 5))
        }
        if year.year == 2011 { days.append(year.date(4, 29)) }  // Royal wedding.
        if year.year == 2023 { days.append(year.date(5, 8)) }  // Coronation of Charles III.
    }

    /// Source: 5 U.S.C. 6103, with the days observed in place of a Saturday (Friday before) or Sunday (Monday after)
    /// by Executive Order 11582. Inauguration Day, which only the Washington area has, is left out.
    func addUnitedStatesFederal(_ year: HolidayYear, to days: inout [Int32]) {
        days += [
            year.first(0, from: 1, 15), year.first(0, from: 2, 15), year.last(0, of: 5), year.first(0, from: 9, 1),
            year.first(0, from: 10, 8), year.first(3, from: 11, 22),
        ]
        var fixed = [year.date(1, 1), year.date(7, 4), year.date(11, 11), year.date(12, 25)]
        if year.year >= 2021 { fixed.append(year.date(6, 19)) }
        for day in fixed {
            days.append(day)
            switch CivilDate.weekday(of: day) {
            // A New Year's Day on Saturday is observed in the year before: added there, below.
            case 5 where day != fixed[0]: days.append(day - 1)
            case 6: days.append(day + 1)
            default: break
            }
        }
        if CivilDate.weekday(of: year.date(12, 31)) == 4 { days.append(year.date(12, 31)) }
    }
}
