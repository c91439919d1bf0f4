/// The public holidays of one country or German state, as rules of the year.
///
/// The rules are those in force from 2000 on, with the changes and single days of later years. Earlier years get the
/// rules of 2000. Half days, days that only banks, one trade or one municipality have, and those that custom or
/// agreements give (Swedish eves, Danish Constitution Day) are not among them: they come as extra holidays.
enum PublicHolidays: Hashable, Sendable {
    case none
    case norway
    case denmark
    case sweden
    case finland
    case iceland
    case slovenia
    /// Nil: only the days common to all states.
    case germany(GermanState?)
    case englandAndWales
    case unitedStatesFederal

    /// ISO 3166 codes; `DE-BY` names a state, `UK` is taken for `GB`, `none` has no holidays.
    init?(country: String) {
        switch country {
        case "none": self = .none
        case "NO": self = .norway
        case "DK": self = .denmark
        case "SE": self = .sweden
        case "FI": self = .finland
        case "IS": self = .iceland
        case "SI": self = .slovenia
        case "DE": self = .germany(nil)
        case "GB", "UK": self = .englandAndWales
        case "US": self = .unitedStatesFederal
        default:
            guard country.hasPrefix("DE-"), let state = GermanState(rawValue: String(country.dropFirst(3)))
            else { return nil }
            self = .germany(state)
        }
    }

    /// Sorted days since 1970-01-01, each once, also those on weekends. Years outside 1…9999 have none.
    func days(years: ClosedRange<Int>) -> [Int32] {
        guard self != .none, years.upperBound >= 1, years.lowerBound <= 9999 else { return [] }
        var days: [Int32] = []
        for year in max(1, years.lowerBound)...min(9999, years.upperBound) {
            add(HolidayYear(year), to: &days)
        }
        return sortedOnce(days)
    }

    private func add(_ year: HolidayYear, to days: inout [Int32]) {
        switch self {
        case .none: break
        case .norway: addNorway(year, to: &days)
        case .denmark: addDenmark(year, to: &days)
        case .sweden: addSweden(year, to: &days)
        case .finland: addFinland(year, to: &days)
        case .iceland: addIceland(year, to: &days)
        case .slovenia: addSlovenia(year, to: &days)
        case .germany(let state): addGermany(year, state, to: &days)
        case .englandAndWales: addEnglandAndWales(year, to: &days)
        case .unitedStatesFederal: addUnitedStatesFederal(year, to: &days)
        }
    }
}

/// Sorted, each once.
func sortedOnce(_ days: [Int32]) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(days.count)
    for day in days.sorted() where result.last != day { result.append(day) }
    return result
}

/// A year in which holidays are looked up by date, by weekday or by distance from Easter Sunday.
struct HolidayYear {
    let year: Int
    /// Easter Sunday of the Western churches. Source: the anonymous Gregorian computus (Nature, 1876; Meeus,
    /// Astronomical Algorithms, chapter 8).
    let easter: Int32

    init(_ year: Int) {
        self.year = year
        let golden = year % 19
        let century = year / 100
        let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30
        let sunday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - epact - year % 100 % 4) % 7
        let correction = (golden + 11 * epact + 22 * sunday) / 451
        let fromMarch = epact + sunday - 7 * correction + 21
        self.easter = CivilDate.firstDay(ofMonth: year * 12 + 2) + Int32(fromMarch)
    }

    func date(_ month: Int, _ day: Int) -> Int32 { CivilDate.firstDay(ofMonth: year * 12 + month - 1) + Int32(day - 1) }

    /// The first such weekday (0 = Monday) on the date or after it.
    func first(_ weekday: Int, from month: Int, _ day: Int) -> Int32 {
        let start = date(month, day)
        return start + Int32((weekday - CivilDate.weekday(of: start) + 7) % 7)
    }

    /// The last such weekday (0 = Monday) of the month.
    func last(_ weekday: Int, of month: Int) -> Int32 {
        let end = date(month, CivilDate.daysInMonth(year: year, month: month))
        return end - Int32((CivilDate.weekday(of: end) - weekday + 7) % 7)
    }
}
