internal import Calendars

enum AbsenceKind: Int, CaseIterable {
    case selfCertified, doctorCertified, childSick, vacation, parental, unpaid

    var exported: String {
        switch self {
        case .selfCertified: "Egenmelding"
        case .doctorCertified: "Sykmelding"
        case .childSick: "Sykt barn"
        case .vacation: "Ferie"
        case .parental: "Foreldrepermisjon"
        case .unpaid: "Permisjon uten lønn"
        }
    }

    var certificate: String {
        switch self {
        case .selfCertified: "self"
        case .doctorCertified: "doctor"
        default: ""
        }
    }

    var isOwnSickness: Bool { self == .selfCertified || self == .doctorCertified }
}

/// A row of the absence export; `to` is its last day.
struct Absence {
    let kind: AbsenceKind
    var from: Int32
    var to: Int32
    /// Percent of the person's own working time.
    var grade = 100
    /// Hours a day in hundredths, 0 where whole days are meant.
    var hours = 0
    /// True where the export leaves the end empty; `to` is then the end that nobody knows yet.
    var isOpen = false
}

/// Draws the absences of one person after the other. Each person has a stream of chance of their own.
struct AbsenceDiary {
    let staffing: Staffing
    let seed: UInt64
    private let delivery: Int32
    /// Long spells begin up to a year before the history does.
    private let burnIn: Int32
    private let unitBias: [Double]

    init(staffing: Staffing, seed: UInt64) {
        self.staffing = staffing
        self.seed = seed
        delivery = CivilDate.lastDay(ofMonth: staffing.lastMonth)
        burnIn = CivilDate.firstDay(ofMonth: staffing.firstMonth - 12)
        var bias = RandomStream(seed: seed, stream: "sickness")
        unitBias = staffing.organisation.units.map { _ in
            staffing.stories.isEven ? 1 : 0.88 + 0.24 * bias.unit()
        }
    }

    /// The rows of one person in order of their first day.
    mutating func absences(of worker: Int) -> [Absence] {
        var random = RandomStream(seed: seed, stream: "absences", index: worker)
        var rows: [Absence] = []
        var row = staffing.start[worker]
        let end = staffing.start[worker + 1]
        while row < end {
            let spell = Int(staffing.assignments[row].spell)
            var next = row
            while next < end, Int(staffing.assignments[next].spell) == spell { next += 1 }
            let hire = max(staffing.spells[spell].hire, burnIn)
            let last = staffing.spells[spell].last
            if hire <= delivery {
                let planned = plan(worker, rows: row..<next, from: hire, through: min(last, delivery), &random)
                settle(planned, last: last, into: &rows, &random)
            }
            row = next
        }
        return rows
    }

    // MARK: What might happen

    private func plan(
        _ worker: Int, rows: Range<Int>, from: Int32, through: Int32, _ random: inout RandomStream
    ) -> [Absence] {
        var planned: [Absence] = []
        let person = staffing.workers[worker]
        let stories = staffing.stories
        var row = rows.lowerBound
        for month in CivilDate.monthIndex(of: from)...CivilDate.monthIndex(of: through) {
            let first = CivilDate.firstDay(ofMonth: month)
            while row + 1 < rows.upperBound, staffing.assignments[row + 1].validFrom <= first { row += 1 }
            let unit = Int(staffing.assignments[row].unit)
            let season = Stories.sicknessSeason[month % 12]
            let load =
                person.sickliness * unitBias[unit]
                * (1 + stories.effects.sickness * stories.trouble(in: unit, month: month))
                * (1 - 0.2 * stories.improvement(in: unit, month: month))
            let age = Double(first - person.birth) / 365.25
            // A company that grows older would differ from year to year.
            let longer = stories.isEven ? 1 : age > 50 ? 1.35 : 0.85
            if random.chance(0.15 * season * load) {
                let length = [1, 2, 3, 4 + random.below(5)][random.pick([0.4, 0.28, 0.2, 0.12])]
                planned.append(spell(.selfCertified, month: month, days: length, &random))
            }
            if random.chance(0.05 * season * load) {
                planned.append(spell(.doctorCertified, month: month, days: random.within(4...16), &random))
            }
            if random.chance(0.0125 * (0.5 + 0.5 * season) * load * longer) {
                let length = [17...30, 31...60, 61...120, 121...240, 241...365][
                    random.pick([0.4, 0.25, 0.18, 0.11, 0.06])]
                planned.append(spell(.doctorCertified, month: month, days: random.within(length), &random))
            }
            if person.hasChildren, age < 49, random.chance(0.12 * season) {
                planned.append(spell(.childSick, month: month, days: random.within(1...2), &random))
            }
            if age > 23, age < 42, random.chance(0.0033) {
                let weeks = person.gender == 1 ? random.within(10...19) : random.within(24...40)
                planned.append(spell(.parental, month: month, days: weeks * 7, &random))
            }
            if random.chance(0.0008) {
                planned.append(spell(.unpaid, month: month, days: random.within(28...180), &random))
            }
            planVacation(month, &planned, &random)
        }
        return
            planned
            .filter { $0.from >= from && $0.from <= through }
            .enumerated().sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }.map(\.element)
    }

    /// A spell with its first day in the month, more often on a Monday than not.
    private func spell(
        _ kind: AbsenceKind, month: Int, days: Int, _ random: inout RandomStream
    ) -> Absence {
        let first = CivilDate.firstDay(ofMonth: month)
        var day = first + Int32(random.below(Int(CivilDate.lastDay(ofMonth: month) - first) + 1))
        if random.chance(0.12) { day -= Int32(CivilDate.weekday(of: day)) }
        day = CivilDate.workdayOnOrAfter(max(day, first))
        var absence = Absence(kind: kind, from: day, to: max(day, CivilDate.workdayOnOrBefore(day + Int32(days - 1))))
        if kind == .selfCertified, days == 1, random.chance(0.08) { absence.hours = random.within(3...12) * 50 }
        return absence
    }

    private func planVacation(_ month: Int, _ planned: inout [Absence], _ random: inout RandomStream) {
        func weeks(_ count: Int, fromMondayAfter day: Int) {
            let start = CivilDate.day(year: month / 12, month: month % 12 + 1, day: day)
            let monday = start + Int32((7 - CivilDate.weekday(of: start)) % 7)
            planned.append(Absence(kind: .vacation, from: monday, to: monday + Int32(7 * count - 3)))
        }
        switch month % 12 {
        case 1: if random.chance(0.45) { weeks(1, fromMondayAfter: random.chance(0.7) ? 15 : 20) }
        case 4: if random.chance(0.4) { weeks(1, fromMondayAfter: 10) }
        case 5: if random.chance(0.3) { weeks(random.within(2...4), fromMondayAfter: 20) }
        case 6: if random.chance(0.78) { weeks(random.within(2...3), fromMondayAfter: random.within(1...20)) }
        case 7: if random.chance(0.2) { weeks(1, fromMondayAfter: 3) }
        case 9: if random.chance(0.45) { weeks(1, fromMondayAfter: 1) }
        case 11:
            if random.chance(0.4) {
                let first = CivilDate.workdayOnOrAfter(CivilDate.day(year: month / 12, month: 12, day: 27))
                let last = CivilDate.workdayOnOrBefore(CivilDate.day(year: month / 12, month: 12, day: 31))
                if first <= last { planned.append(Absence(kind: .vacation, from: first, to: last)) }
            }
        default: break
        }
    }

    // MARK: What did happen

    /// Takes the planned absences in order, each beginning after the one before it has ended.
    private func settle(
        _ planned: [Absence], last: Int32, into rows: inout [Absence], _ random: inout RandomStream
    ) {
        var taken = rows.last?.to ?? Int32.min
        for var absence in planned {
            if absence.from <= taken {
                guard absence.kind == .vacation || absence.kind == .parental else { continue }
                absence.from = CivilDate.workdayOnOrAfter(taken + 1)
            }
            absence.to = min(absence.to, last)
            guard absence.from <= absence.to, absence.from <= delivery else { continue }
            if absence.to > delivery {
                absence.isOpen = absence.kind.isOwnSickness && absence.to != last && random.chance(0.7)
                if absence.kind.isOwnSickness, !absence.isOpen { absence.to = min(absence.to, delivery + 28) }
            }
            taken = absence.to
            if absence.kind == .doctorCertified, absence.to - absence.from > 20, random.chance(0.5) {
                grade(absence, into: &rows, &random)
                continue
            }
            rows.append(absence)
            if absence.kind == .selfCertified, absence.to > absence.from, random.chance(0.004) {
                let from = CivilDate.workdayOnOrAfter(absence.from + 1)
                let to = CivilDate.workdayOnOrBefore(min(absence.to + Int32(random.within(2...9)), last, delivery))
                guard from <= absence.to, to >= from else { continue }
                rows.append(Absence(kind: .doctorCertified, from: from, to: to))
                taken = max(taken, to)
            }
        }
    }

    /// A long spell: at first wholly away, then back for a part of the time, once or in two steps.
    private func grade(_ absence: Absence, into rows: inout [Absence], _ random: inout RandomStream) {
        let length = Int(absence.to - absence.from) + 1
        var cuts = [CivilDate.workdayOnOrAfter(absence.from + Int32(length * random.within(25...55) / 100))]
        var grades = [100, [80, 60, 50, 50, 40][random.below(5)]]
        if length > 60, random.chance(0.5) {
            cuts.append(CivilDate.workdayOnOrAfter(absence.from + Int32(length * random.within(65...85) / 100)))
            grades.append(20)
        }
        cuts.append(absence.to + 1)
        var from = absence.from
        for (index, cut) in cuts.enumerated() where from < cut {
            guard from <= delivery else { return }
            let isLast = index == cuts.count - 1
            let to = isLast ? absence.to : min(cut - 1, absence.to)
            rows.append(
                Absence(
                    kind: .doctorCertified, from: from, to: to, grade: grades[index],
                    isOpen: isLast && absence.isOpen))
            from = cut
        }
    }
}
