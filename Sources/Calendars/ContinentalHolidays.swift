/// The German states by their ISO 3166-2 code.
enum GermanState: String, Sendable {
    case badenWurttemberg = "BW"
    case bavaria = "BY"
    case berlin = "BE"
    case brandenburg = "BB"
    case bremen = "HB"
    case hamburg = "HH"
    case hesse = "HE"
    case mecklenburgVorpommern = "MV"
    case lowerSaxony = "NI"
    case northRhineWestphalia = "NW"
    case rhinelandPalatinate = "RP"
    case saarland = "SL"
    case saxony = "SN"
    case saxonyAnhalt = "ST"
    case schleswigHolstein = "SH"
    case thuringia = "TH"
}

/// Slovenia and Germany.
extension PublicHolidays {
    /// Source: Zakon o praznikih in dela prostih dnevih v Republiki Sloveniji. 2 January was no holiday 2013–2016
    /// (Uradni list 40/2012 and 83/2016). 14 August 2023 was the day of solidarity after the floods (Uradni list
    /// 88/2023).
    func addSlovenia(_ year: HolidayYear, to days: inout [Int32]) {
        let easter = year.easter
        days += [
            year.date(1, 1), year.date(2, 8), easter, easter + 1, year.date(4, 27), year.date(5, 1), year.date(5, 2),
            easter + 49, year.date(6, 25), year.date(8, 15), year.date(10, 31), year.date(11, 1), year.date(12, 25),
            year.date(12, 26),
        ]
        if !(2013...2016).contains(year.year) { days.append(year.date(1, 2)) }
        if year.year == 2023 { days.append(year.date(8, 14)) }
    }

    /// Source: Einigungsvertrag art. 2 (3 October) and the states' Feiertagsgesetze. Days that a state has in some
    /// municipalities only are left out: Assumption in Bavaria, Corpus Christi in Saxony and Thuringia, Augsburg's 8
    /// August.
    func addGermany(_ year: HolidayYear, _ state: GermanState?, to days: inout [Int32]) {
        let easter = year.easter
        days += [
            year.date(1, 1), easter - 2, easter + 1, year.date(5, 1), easter + 39, easter + 50, year.date(10, 3),
            year.date(12, 25), year.date(12, 26),
        ]
        // 500 years of the Reformation: in every state that once.
        if year.year == 2017 { days.append(year.date(10, 31)) }
        if let state { addGermanState(year, state, to: &days) }
    }

    private func addGermanState(_ year: HolidayYear, _ state: GermanState, to days: inout [Int32]) {
        let epiphany = year.date(1, 6)
        let corpusChristi = year.easter + 60
        let reformation = year.date(10, 31)
        let allSaints = year.date(11, 1)
        switch state {
        case .badenWurttemberg, .bavaria: days += [epiphany, corpusChristi, allSaints]
        case .berlin:
            if year.year >= 2019 { days.append(year.date(3, 8)) }
            // 75 and 80 years since the end of the war.
            if year.year == 2020 || year.year == 2025 { days.append(year.date(5, 8)) }
        case .brandenburg: days += [year.easter, year.easter + 49, reformation]
        case .bremen, .hamburg, .lowerSaxony, .schleswigHolstein:
            if year.year >= 2018 { days.append(reformation) }
        case .hesse: days.append(corpusChristi)
        case .mecklenburgVorpommern:
            days.append(reformation)
            if year.year >= 2023 { days.append(year.date(3, 8)) }
        case .northRhineWestphalia, .rhinelandPalatinate: days += [corpusChristi, allSaints]
        case .saarland: days += [corpusChristi, year.date(8, 15), allSaints]
        case .saxony:
            // Repentance and prayer: the Wednesday before 23 November.
            days += [reformation, year.first(2, from: 11, 16)]
        case .saxonyAnhalt: days += [epiphany, reformation]
        case .thuringia:
            days.append(reformation)
            if year.year >= 2019 { days.append(year.date(9, 20)) }
        }
    }
}
