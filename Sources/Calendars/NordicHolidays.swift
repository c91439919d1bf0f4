/// Norway, Denmark, Sweden, Finland and Iceland.
extension PublicHolidays {
    /// Source: lov om helligdager og helligdagsfred (1995-02-24 nr. 12) § 2; lov om 1. og 17. mai (1947).
    func addNorway(_ year: HolidayYear, to days: inout [Int32]) {
        let easter = year.easter
        days += [
            year.date(1, 1), easter - 3, easter - 2, easter, easter + 1, year.date(5, 1), year.date(5, 17), easter + 39,
            easter + 49, easter + 50, year.date(12, 25), year.date(12, 26),
        ]
    }

    /// Store bededag, the fourth Friday after Easter, was abolished from 2024 (lov nr. 214 of 2023-03-06).
    func addDenmark(_ year: HolidayYear, to days: inout [Int32]) {
        let easter = year.easter
        days += [
            year.date(1, 1), easter - 3, easter - 2, easter, easter + 1, easter + 39, easter + 49, easter + 50,
            year.date(12, 25), year.date(12, 26),
        ]
        if year.year < 2024 { days.append(easter + 26) }
    }

    /// Source: lag (1989:253) om allmänna helgdagar; from 2005 the national day in place of Whit Monday
    /// (2004:1320). Midsummer eve, Christmas eve and New Year's eve are no holidays in that law.
    func addSweden(_ year: HolidayYear, to days: inout [Int32]) {
        let easter = year.easter
        days += [
            year.date(1, 1), year.date(1, 6), easter - 2, easter, easter + 1, year.date(5, 1), easter + 39, easter + 49,
            year.year < 2005 ? easter + 50 : year.date(6, 6), year.first(5, from: 6, 20), year.first(5, from: 10, 31),
            year.date(12, 25), year.date(12, 26),
        ]
    }

    /// Source: kirkkolaki (652/2023) 3:5, laki itsenäisyyspäivän viettämisestä (388/1937), laki vapunpäivästä
    /// (272/1944); midsummer eve and Christmas eve, on which work rests as well, after vuosilomalaki (162/2005) § 4.
    func addFinland(_ year: HolidayYear, to days: inout [Int32]) {
        let easter = year.easter
        let midsummerEve = year.first(4, from: 6, 19)
        days += [
            year.date(1, 1), year.date(1, 6), easter - 2, easter, easter + 1, year.date(5, 1), easter + 39, easter + 49,
            midsummerEve, midsummerEve + 1, year.first(5, from: 10, 31), year.date(12, 6), year.date(12, 24),
            year.date(12, 25), year.date(12, 26),
        ]
    }

    /// Source: lög um 40 stunda vinnuviku (88/1971) § 6. The first day of summer is the Thursday from 19 April on,
    /// commerce day the first Monday of August. The half days of 24 and 31 December are left out.
    func addIceland(_ year: HolidayYear, to days: inout [Int32]) {
        let easter = year.easter
        days += [
            year.date(1, 1), easter - 3, easter - 2, easter, easter + 1, year.first(3, from: 4, 19), year.date(5, 1),
            easter + 39, easter + 49, easter + 50, year.date(6, 17), year.first(0, from: 8, 1), year.date(12, 25),
            year.date(12, 26),
        ]
    }
}
