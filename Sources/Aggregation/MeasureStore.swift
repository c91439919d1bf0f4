internal import Columnar
internal import Runs

/// Which groups of measures are asked for; what nobody asks for is not accumulated.
struct MeasureNeeds: Sendable {
    struct Groups: OptionSet, Sendable {
        let rawValue: UInt32
        /// Absent time and spells.
        static let absence = Groups(rawValue: 1 << 0)
        /// Squares and products, for the interval of the absence rate.
        static let absenceSpread = Groups(rawValue: 1 << 1)
        /// Absent time by certificate and by day of the spell; spells that ended.
        static let spells = Groups(rawValue: 1 << 2)
        /// Absence of all classes, for what was worked.
        static let allAbsence = Groups(rawValue: 1 << 3)
        /// Whole days by position fraction and grade.
        static let agreedDays = Groups(rawValue: 1 << 4)
        /// Persons absent on one day of the month.
        static let prevalence = Groups(rawValue: 1 << 5)
        static let bradford = Groups(rawValue: 1 << 6)
        static let participation = Groups(rawValue: 1 << 7)
        static let attendanceSpread = Groups(rawValue: 1 << 8)
        /// What became of those who began.
        static let newcomers = Groups(rawValue: 1 << 9)
        /// Who of an opening is there at the closing, and for how long.
        static let retention = Groups(rawValue: 1 << 10)
        /// For how long people stay in a unit.
        static let survival = Groups(rawValue: 1 << 11)
        /// Managers and their direct reports.
        static let span = Groups(rawValue: 1 << 12)

        /// Leavers whom the employer regrets.
        static let regret = Groups(rawValue: 1 << 18)
        /// Leave taken and leave entitled.
        static let leave = Groups(rawValue: 1 << 19)
        // Participation and what a working life holds besides, from 20 on.
        static let noShow = Groups(rawValue: 1 << 20)
        /// Hours of training and who had them.
        static let training = Groups(rawValue: 1 << 21)
        /// Mandatory training that was due.
        static let completion = Groups(rawValue: 1 << 22)
        static let checkIns = Groups(rawValue: 1 << 23)
        /// Who of those hired was met within 14 days.
        static let firstCheckIn = Groups(rawValue: 1 << 24)
        static let reviews = Groups(rawValue: 1 << 25)
        static let onboardingSteps = Groups(rawValue: 1 << 26)
        static let promotions = Groups(rawValue: 1 << 27)
        static let recognitions = Groups(rawValue: 1 << 28)
        static let exitInterviews = Groups(rawValue: 1 << 29)
        /// Openings, applications and offers of departments, which are not of employees.
        static let recruitment = Groups(rawValue: 1 << 30)

        /// What is accumulated in `ActivityScratch`.
        static let anyActivity: Groups = [
            .noShow, .training, .completion, .checkIns, .firstCheckIn, .reviews, .onboardingSteps, .promotions,
            .recognitions, .exitInterviews,
        ]
        /// Those in which time employed is the base, person by person.
        static let daysSpread: Groups = [.training, .checkIns]

        static let anyAbsence: Groups = [
            .absence, .absenceSpread, .spells, .allAbsence, .agreedDays, .prevalence, .bradford,
        ]
    }

    var groups: Groups = []
    /// The places of the windows in which absence and participation figures are asked for.
    var absenceWindows = 0..<0
    var participationWindows = 0..<0
    /// Those in which leave is asked for.
    var leaveWindows = 0..<0
    var activityWindows = 0..<0

    func has(_ group: Groups) -> Bool { groups.contains(group) }
}

/// Sums over persons, integers only. All arrays are laid out node by node, so that one person touches short runs.
///
/// `sum` measures: `[node][month]`, at the department held, rolled up by `rollUp`. `distinct` measures: `[node][window]`, for
/// the windows asked for, at every unit on a person's paths; moves: `[node][month]`. A person's part is the same for every unit above the only
/// department held, so while persons are added a `distinct` place holds what is new at that unit, and `spreadDistinct`
/// carries it to the units above.
/// Bound: squares fit Int64 below 3 × 10⁷ persons (527,040 minutes a year squared); see `AggregateStage.run`.
final class MeasureStore: @unchecked Sendable {
    enum Sum: Int, CaseIterable {
        case personDays, fteDays, workDays, scheduled
        case hires, rehires, voluntary, involuntary, other, unknown
        case absentMinutes, absentDays, spells
        case invited, attendedInvited, attendances
        /// Leavers of class `other` by retirement or death.
        case retiredOrDied
        /// Absent minutes with a certificate of each kind; those of no known kind are the rest.
        case selfCertified, certified
        /// Absent minutes on the first days of a spell; those on later ones are the rest.
        case shortAbsence
        /// All absent minutes of the spells that ended, by the length of the whole.
        case endedShort, endedLong
        case spellsEnded
        /// Spells of one calendar day, Monday to Friday.
        case mondays, tuesdays, wednesdays, thursdays, fridays
        /// Absent minutes of every class.
        case allAbsent
        /// Working days × position fraction, and those lost × grade.
        case agreedDays, lostDays
        /// Persons employed, and absent, on the month's reference day.
        case employedOnDay, absentOnDay
        /// Persons employed on the month's last day, by the score of their 52 weeks.
        case bradford0, bradford1, bradford2, bradford3, bradford4
        /// Who began a year, or 90 days, before a day of the month, and who of them had left by then.
        case yearStarts, yearLeft, quarterStarts, quarterLeft
        /// Of the closing: those with a known hire and their days since, and those there for a year or more.
        case tenured, tenureDays, oneYear
        /// Of the closing: those with a direct report, at their own department, and their reports wherever these are.
        case managers, directReports
        /// Of class `voluntary`: whom the employer regrets, and of whom nobody says.
        case regretted, regretUnknown
        /// In 1/1,000 working days: leave that a person may take, and leave taken.
        case leaveEntitled, leaveTaken
        /// Registrations for voluntary events, and those whose holder was absent.
        case registered, noShows
        /// Minutes attended of trainings, voluntary and mandatory ones apart.
        case trainingMinutes, mandatoryMinutes
        /// Mandatory trainings that somebody had to attend, and those attended.
        case mandatoryDue, mandatoryDone
        /// Who began 14 days before a day of the month, and who of them had a conversation by then.
        case fortnightStarts, fortnightMet
        case reviewsDue, reviewsCompleted
        case stepsDue, stepsOnTime
        /// Moves to another position of any kind, and promotions among them.
        case internalMoves, promotions
        /// Leavers with an exit interview, and what those said who answered.
        case exitsCovered, recommendAnswers, recommend, returnAnswers, wouldReturn
        /// Openings with their applications; squared for each opening; those with any.
        case openings, applications, applicationsSquared, openingsApplied
        /// Offers accepted or declined; hires whose origin is known, and those from inside.
        case offersDecided, offersAccepted, originKnown, hiredInside

        static let leaving: [Sum] = [.voluntary, .involuntary, .other, .unknown]
        static let oneDay: [Sum] = [.mondays, .tuesdays, .wednesdays, .thursdays, .fridays]
        static let bradford: [Sum] = [.bradford0, .bradford1, .bradford2, .bradford3, .bradford4]

        /// The group it is accumulated with; nil for what always is.
        var group: MeasureNeeds.Groups? {
            switch self {
            case .personDays, .fteDays, .workDays, .scheduled, .hires, .rehires, .voluntary, .involuntary, .other,
                .unknown, .retiredOrDied:
                nil
            case .absentMinutes, .absentDays, .spells: .absence
            case .invited, .attendedInvited, .attendances: .participation
            case .selfCertified, .certified, .shortAbsence, .endedShort, .endedLong, .spellsEnded, .mondays,
                .tuesdays, .wednesdays, .thursdays, .fridays:
                .spells
            case .allAbsent: .allAbsence
            case .agreedDays, .lostDays: .agreedDays
            case .employedOnDay, .absentOnDay: .prevalence
            case .bradford0, .bradford1, .bradford2, .bradford3, .bradford4: .bradford
            case .yearStarts, .yearLeft, .quarterStarts, .quarterLeft: .newcomers
            case .tenured, .tenureDays, .oneYear: .retention
            case .managers, .directReports: .span
            case .regretted, .regretUnknown: .regret
            case .leaveEntitled, .leaveTaken: .leave
            case .registered, .noShows: .noShow
            case .trainingMinutes, .mandatoryMinutes: .training
            case .mandatoryDue, .mandatoryDone: .completion
            case .fortnightStarts, .fortnightMet: .firstCheckIn
            case .reviewsDue, .reviewsCompleted: .reviews
            case .stepsDue, .stepsOnTime: .onboardingSteps
            case .internalMoves, .promotions: .promotions
            case .exitsCovered, .recommendAnswers, .recommend, .returnAnswers, .wouldReturn: .exitInterviews
            case .openings, .applications, .applicationsSquared, .openingsApplied, .offersDecided, .offersAccepted,
                .originKnown, .hiredInside:
                .recruitment
            }
        }
    }
    enum Distinct: Int, CaseIterable {
        /// Persons employed in the window; `home` counts each once, at the unit held last.
        case persons, home
        case absentPersons, absenceContributors, absenceLargest, absenceAA, absenceAS, absenceSS
        case reached, invitedPersons, attendanceAA, attendanceAS, attendanceSS, attendanceContributors
        /// Persons with a spell of one day, Monday to Friday, that ended in the window.
        case oneDayPersons
        /// Of each part of absence: persons with minutes in it, and the most that one has.
        case certifiedContributors, certifiedLargest, selfCertifiedContributors, selfCertifiedLargest
        case uncertifiedContributors, uncertifiedLargest, shortContributors, shortLargest
        case longContributors, longLargest, endedShortContributors, endedShortLargest
        case endedLongContributors, endedLongLargest
        /// Of those employed at the opening, who is employed at the closing; and in the same unit. Each is met once on
        /// the way up: at the department held at the opening, and at the lowest unit that both days share.
        case stayed, stayedInUnit
        /// Persons who may take leave, those of them who did, and the most that one has taken; squares and products.
        case leavePersons, leaveContributors, leaveLargest, leaveAA, leaveAS, leaveSS
        /// Days employed, squared.
        case daysSS
        /// Of ratios of sums that cluster in persons (`ActivityRatio`): squares and products of part and whole, persons with
        /// a whole, and with a part.
        case registeredPersons, noShowAA, noShowAS, noShowSS, noShowContributors
        case trainingAA, trainingAS, trainingContributors
        case mandatoryAA, mandatoryAS, mandatoryContributors
        case duePersons, doneAA, doneAS, doneSS, doneContributors
        /// Days of the months in which a person had a one-to-one.
        case coveredDays, coveredAA, coveredAS, coveredContributors
        case reviewPersons, reviewAA, reviewAS, reviewSS, reviewContributors
        case stepPersons, stepAA, stepAS, stepSS, stepContributors
        /// Persons recognised.
        case recognised

        /// In the order of `PersonWalk.Line.parts`.
        static let parts: [(contributors: Distinct, largest: Distinct)] = [
            (.certifiedContributors, .certifiedLargest), (.selfCertifiedContributors, .selfCertifiedLargest),
            (.uncertifiedContributors, .uncertifiedLargest), (.shortContributors, .shortLargest),
            (.longContributors, .longLargest), (.endedShortContributors, .endedShortLargest),
            (.endedLongContributors, .endedLongLargest),
        ]

        /// Merges by maximum and not by addition.
        var isLargest: Bool {
            self == .absenceLargest || self == .leaveLargest || Self.parts.contains { $0.largest == self }
        }

        /// Adds up over the units below: written where it happened and carried up by `rollUp`.
        var isRolledUp: Bool { self == .home || self == .stayed || self == .stayedInUnit }
    }

    let nodes: Int
    let months: Int
    let windows: Int
    let waves: Int
    let needs: MeasureNeeds
    private let sums: [UnsafeMutablePointer<Int64>?]
    private let distincts: [UnsafeMutablePointer<Int64>?]
    /// The windows that each distinct measure has places for.
    private let places: [Range<Int>]
    /// `[node][month + 1]`: at place 0 the closing of the month before the grid.
    let closing: UnsafeMutablePointer<Int64>
    let movesIn: UnsafeMutablePointer<Int64>
    let movesOut: UnsafeMutablePointer<Int64>
    /// `[node][wave]`: persons employed on the wave's opening day.
    let waveHeadcount: UnsafeMutablePointer<Int64>
    /// All of the above, one after the other.
    private let memory: Buffer<Int64>

    init(nodes: Int, months: Int, windows: Int, waves: Int, needs: MeasureNeeds) {
        self.nodes = nodes
        self.months = months
        self.windows = windows
        self.waves = waves
        self.needs = needs
        let isKept = Sum.allCases.map { sum in sum.group.map(needs.has) ?? true }
        let counted = Distinct.allCases.map { distinct -> Range<Int>? in
            switch distinct {
            case .persons, .home: 0..<windows
            case .absentPersons, .absenceContributors, .absenceLargest:
                needs.has(.absence) ? needs.absenceWindows : nil
            case .absenceAA, .absenceAS, .absenceSS: needs.has(.absenceSpread) ? needs.absenceWindows : nil
            case .oneDayPersons, .certifiedContributors, .certifiedLargest, .selfCertifiedContributors,
                .selfCertifiedLargest, .uncertifiedContributors, .uncertifiedLargest, .shortContributors,
                .shortLargest, .longContributors, .longLargest, .endedShortContributors, .endedShortLargest,
                .endedLongContributors, .endedLongLargest:
                needs.has(.spells) ? needs.absenceWindows : nil
            case .reached, .invitedPersons: needs.has(.participation) ? needs.participationWindows : nil
            case .attendanceAA, .attendanceAS, .attendanceSS, .attendanceContributors:
                needs.has(.attendanceSpread) ? needs.participationWindows : nil
            case .stayed, .stayedInUnit: needs.has(.retention) ? 0..<windows : nil
            case .leavePersons, .leaveContributors, .leaveLargest, .leaveAA, .leaveAS, .leaveSS:
                needs.has(.leave) ? needs.leaveWindows : nil
            case .daysSS: needs.groups.isDisjoint(with: .daysSpread) ? nil : needs.activityWindows
            case .registeredPersons, .noShowAA, .noShowAS, .noShowSS, .noShowContributors:
                needs.has(.noShow) ? needs.activityWindows : nil
            case .trainingAA, .trainingAS, .trainingContributors, .mandatoryAA, .mandatoryAS, .mandatoryContributors:
                needs.has(.training) ? needs.activityWindows : nil
            case .duePersons, .doneAA, .doneAS, .doneSS, .doneContributors:
                needs.has(.completion) ? needs.activityWindows : nil
            case .coveredDays, .coveredAA, .coveredAS, .coveredContributors:
                needs.has(.checkIns) ? needs.activityWindows : nil
            case .reviewPersons, .reviewAA, .reviewAS, .reviewSS, .reviewContributors:
                needs.has(.reviews) ? needs.activityWindows : nil
            case .stepPersons, .stepAA, .stepAS, .stepSS, .stepContributors:
                needs.has(.onboardingSteps) ? needs.activityWindows : nil
            case .recognised: needs.has(.recognitions) ? needs.activityWindows : nil
            }
        }
        places = counted.map { $0 ?? 0..<0 }
        let monthly = isKept.count { $0 } * months + (months + 1) + 2 * months
        let windowed = places.reduce(0) { $0 + $1.count }
        let memory = Buffer<Int64>(zeros: nodes * (monthly + windowed + waves))
        self.memory = memory
        var next = memory.pointer
        func take(_ count: Int) -> UnsafeMutablePointer<Int64> {
            defer { next += count }
            return next
        }
        sums = isKept.map { $0 ? take(nodes * months) : nil }
        distincts = counted.map { places in places.map { take(nodes * $0.count) } }
        closing = take(nodes * (months + 1))
        movesIn = take(nodes * months)
        movesOut = take(nodes * months)
        waveHeadcount = take(nodes * waves)
    }

    /// `[node][month]`, or nil when nobody asked for it.
    func sum(_ measure: Sum) -> UnsafeMutablePointer<Int64>? { sums[measure.rawValue] }
    /// `[node][window of places(measure)]`, or nil when nobody asked for it.
    func distinct(_ measure: Distinct) -> UnsafeMutablePointer<Int64>? { distincts[measure.rawValue] }
    /// The windows that a distinct measure has places for.
    func places(_ measure: Distinct) -> Range<Int> { places[measure.rawValue] }
    /// A unit's values of a distinct measure: the value of window w, of those in `places`, stands at w.
    func row(_ measure: Distinct, _ node: Int) -> UnsafeMutablePointer<Int64>? {
        let places = places[measure.rawValue]
        return distincts[measure.rawValue].map { $0 + node * places.count - places.lowerBound }
    }

    /// One measure of all units: `[node][width]`.
    private struct Line {
        let values: UnsafeMutablePointer<Int64>
        let width: Int
        /// Merges by maximum and not by addition.
        var isLargest = false
        var isSpread = false
        var isRolledUp = false
        var isMonthly = false
    }

    /// All lines that are kept; those of two stores with the same needs correspond.
    private var lines: [Line] {
        var lines = sums.compactMap { $0.map { Line(values: $0, width: months, isRolledUp: true, isMonthly: true) } }
        for measure in Distinct.allCases {
            guard let values = distinct(measure) else { continue }
            lines.append(
                Line(
                    values: values, width: places(measure).count, isLargest: measure.isLargest,
                    isSpread: !measure.isRolledUp, isRolledUp: measure.isRolledUp))
        }
        lines.append(Line(values: closing, width: months + 1, isRolledUp: true))
        lines.append(Line(values: movesIn, width: months, isMonthly: true))
        lines.append(Line(values: movesOut, width: months, isMonthly: true))
        lines.append(Line(values: waveHeadcount, width: waves, isRolledUp: true))
        return lines
    }

    /// Adds another shard's sums, of the same needs; the largest part of one person merges by maximum.
    func merge(_ other: MeasureStore, workers: Int = 1) {
        let pairs = Shared(Array(zip(lines, other.lines)))
        Workers.run(count: pairs.value.count, workers: workers) { [nodes] place in
            let (mine, others) = pairs.value[place]
            if mine.isLargest {
                for i in 0..<(nodes * mine.width) { mine.values[i] = max(mine.values[i], others.values[i]) }
            } else {
                for i in 0..<(nodes * mine.width) { mine.values[i] &+= others.values[i] }
            }
        }
    }

    /// Carries what is new at each unit to the units above it; once, after the merge.
    func spreadDistinct(parent: [Int32], workers: Int = 1) {
        let spread = Shared(lines.filter(\.isSpread))
        Workers.run(count: spread.value.count, workers: workers) { [self] in roll(spread.value[$0], parent) }
    }

    /// Carries every `sum` measure, and the home count, up the tree, and turns months into running totals, so that a
    /// window's sum is one subtraction: place m holds months 0…m.
    func rollUp(parent: [Int32], workers: Int = 1) {
        let rolled = Shared(lines.filter { $0.isRolledUp || $0.isMonthly })
        Workers.run(count: rolled.value.count, workers: workers) { [self] place in
            let line = rolled.value[place]
            if line.isRolledUp { roll(line, parent) }
            if line.isMonthly { accumulate(line) }
        }
    }

    private func roll(_ line: Line, _ parent: [Int32]) {
        // Of a forest, only the first root is place 0.
        for node in stride(from: nodes - 1, to: 0, by: -1) where parent[node] >= 0 {
            let from = line.values + node * line.width
            let to = line.values + Int(parent[node]) * line.width
            if line.isLargest {
                for i in 0..<line.width { to[i] = max(to[i], from[i]) }
            } else {
                for i in 0..<line.width { to[i] &+= from[i] }
            }
        }
    }

    private func accumulate(_ line: Line) {
        for node in 0..<nodes {
            let row = line.values + node * line.width
            for m in 1..<max(line.width, 1) { row[m] &+= row[m - 1] }
        }
    }
}
