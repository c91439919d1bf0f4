internal import Calendars

/// What the company invites its people to.
struct Event {
    enum Kind {
        case townHall, training, mandatoryTraining, social, wellbeing, volunteering, network

        var exported: String {
            switch self {
            case .townHall: "town_hall"
            case .training, .mandatoryTraining: "training"
            case .social: "social"
            case .wellbeing: "wellbeing"
            case .volunteering: "volunteering"
            case .network: "network"
            }
        }
        /// The share of those in scope who are invited.
        var invited: Double {
            switch self {
            case .townHall, .mandatoryTraining, .social: 1
            case .training, .wellbeing: 0.1
            case .volunteering, .network: 0.15
            }
        }
        /// The share of the invited who sign up.
        var registered: Double {
            switch self {
            case .townHall: 0.72
            case .training: 0.88
            case .mandatoryTraining: 0.97
            case .social: 0.74
            case .wellbeing: 0.5
            case .volunteering: 0.42
            case .network: 0.46
            }
        }
    }

    let date: Int32
    let kind: Kind
    let title: String
    /// In hundredths.
    let hours: Int
    /// The division it is for; nil for everybody.
    let division: Int?
}

/// `events_DATE.csv` and `participation_DATE.csv`: commas, ISO dates, `Y` and `N`.
struct EventsFile {
    static let eventHeader = ["event_id", "date", "kind", "mandatory", "title", "hours"]
    static let participationHeader = ["event_id", "employee_no", "invited", "registered", "attended"]

    let staffing: Staffing
    let ids: EmployeeNumbers
    let seed: UInt64
    private let events: [Event]
    private let idWidth: Int

    init(staffing: Staffing, ids: EmployeeNumbers, seed: UInt64) {
        self.staffing = staffing
        self.ids = ids
        self.seed = seed
        events = Self.plan(staffing: staffing, seed: seed)
        idWidth = max(4, String(events.count + 1).utf8.count)
    }

    private static func plan(staffing: Staffing, seed: UInt64) -> [Event] {
        var random = RandomStream(seed: seed, stream: "events")
        let divisions = staffing.organisation.units.filter { $0.parent == 0 && !$0.isLeaf }.compactMap(\.division)
        let scopes: [Int?] = divisions.isEmpty ? [nil] : divisions.map { $0 }
        var events: [Event] = []
        for month in staffing.firstMonth...staffing.lastMonth {
            func add(_ kind: Event.Kind, _ title: String, hours: Int, perDivision: Bool) {
                for scope in perDivision ? scopes : [nil] {
                    let day = CivilDate.firstDay(ofMonth: month) + Int32(random.within(4...24))
                    events.append(
                        Event(
                            date: CivilDate.workdayOnOrBefore(day), kind: kind, title: title, hours: hours,
                            division: scope))
                }
            }
            let courses = ["Prosjektledelse", "Excel for viderekomne", "Samtaleteknikk", "Elsikkerhet", "Skriv klart"]
            add(.training, courses[month % courses.count], hours: 300 + 150 * random.below(6), perDivision: false)
            switch month % 12 {
            case 0: add(.network, "Kvinner i energi: frokost", hours: 150, perDivision: false)
            case 1: add(.townHall, "Allmøte, vinter", hours: 100, perDivision: true)
            case 2: add(.mandatoryTraining, "HMS: årlig repetisjon", hours: 300, perDivision: true)
            case 3: add(.volunteering, "Strandrydding", hours: 400, perDivision: false)
            case 4: add(.wellbeing, "Sykle til jobben", hours: 50, perDivision: false)
            case 5: add(.social, "Sommerfest", hours: 500, perDivision: true)
            case 7: add(.townHall, "Allmøte, høst", hours: 100, perDivision: true)
            case 8: add(.mandatoryTraining, "Informasjonssikkerhet", hours: 100, perDivision: true)
            case 9: add(.wellbeing, "Helseuka", hours: 150, perDivision: false)
            case 10: add(.network, "Mentorkveld", hours: 200, perDivision: false)
            case 11: add(.social, "Julebord, \"hele gjengen\"", hours: 500, perDivision: true)
            default: break
            }
        }
        return events.enumerated().sorted {
            ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
        }.map(\.element)
    }

    private func id(_ event: Int) -> String { "E" + CivilDate.padded(event + 1, idWidth) }

    func writeEvents(to directory: String, name: String) throws -> FileTally? {
        let unused = id(events.count + 90)
        let base = [unused, "2026-05-12", "social", "N", "Quiz", "2"]
        func with(_ column: Int, _ value: String) -> @Sendable (Int) -> [String] {
            var fields = base
            fields[column] = value
            let made = fields
            return { _ in made }
        }
        let kinds = [
            DirtyKind("impossible_date", limit: 2, fields: with(1, "2026-02-31")),
            DirtyKind("nan", limit: 2, fields: with(5, "NaN")),
            DirtyKind("too_few_columns", limit: 2) { _ in Array(base.prefix(3)) },
        ]
        var table = try ExportTable(
            directory: directory, name: name, dialect: .comma, header: Self.eventHeader,
            dirt: DirtyPlan(kinds: kinds, expectedRows: events.count))
        for (index, event) in events.enumerated() {
            table.field(id(index))
            table.field(iso: event.date)
            table.field(event.kind.exported)
            table.field(event.kind == .mandatoryTraining ? "Y" : "N")
            table.quoted(event.title)
            table.field(hundredths: event.hours)
            try table.endRow()
        }
        return try table.commit()
    }

    func writeParticipation(to directory: String, name: String) throws -> FileTally? {
        var table = try ExportTable(
            directory: directory, name: name, dialect: .comma, header: Self.participationHeader,
            dirt: DirtyPlan(kinds: dirtyKinds, expectedRows: staffing.workers.count * events.count / 6))
        let units = staffing.organisation.units
        let stories = staffing.stories
        // Some come along to most things and some to few; in the usual company nobody is told apart by that.
        let liking = staffing.workers.indices.map { worker -> Double in
            guard stories.isEven else { return 1 }
            var random = RandomStream(seed: seed, stream: "liking", index: worker)
            return 0.5 + random.unit()
        }
        for (index, event) in events.enumerated() {
            var random = RandomStream(seed: seed, stream: "participation", index: index)
            let month = CivilDate.monthIndex(of: event.date)
            let eventID = Array(id(index).utf8)
            for worker in staffing.workers.indices {
                guard let assignment = staffing.assignment(of: worker, on: event.date) else { continue }
                let unit = Int(assignment.unit)
                if let division = event.division, division != units[unit].division ?? 0 { continue }
                let mood =
                    1 + stories.effects.attendance * stories.trouble(in: unit, month: month)
                    + 0.2 * stories.improvement(in: unit, month: month)
                let share = event.kind.registered * (event.kind == .mandatoryTraining ? 1 : mood * liking[worker])
                let invited = event.kind.invited == 1 || random.chance(event.kind.invited)
                if !invited, !random.chance(0.003) { continue }
                let registered = invited && random.chance(min(0.98, share))
                let attended = invited ? random.chance(registered ? 0.9 : 0.02) : true
                table.field(eventID)
                table.field(id: ids.number(of: worker), width: ids.width)
                table.field(invited ? "Y" : "N")
                table.field(registered ? "Y" : "N")
                table.field(attended ? "Y" : "N")
                try table.endRow()
            }
        }
        return try table.commit()
    }

    /// Rows that must be quarantined. They name employee numbers that nobody has.
    private var dirtyKinds: [DirtyKind] {
        let ids = ids
        let event = id(0)
        let base: @Sendable (Int) -> [String] = { [event, ids.unused($0), "Y", "Y", "Y"] }
        return [
            DirtyKind("too_few_columns", limit: 2) { Array(base($0).prefix(3)) },
            DirtyKind("undeclared_boolean") { Array(base($0).prefix(4)) + ["kanskje"] },
            DirtyKind("undeclared_null_word") { Array(base($0).prefix(4)) + ["#N/A"] },
            DirtyKind("too_many_columns", limit: 2) { base($0) + ["Y"] },
            DirtyKind("scientific_id", limit: 1) { [event, "1.23E+05"] + base($0).suffix(3) },
            DirtyKind("stray_quote", limit: 1) { Array(base($0).prefix(4)) + ["Y\""] },
            DirtyKind("text_after_closing_quote", limit: 2) { Array(base($0).prefix(4)) + ["\"Y\"es"] },
            DirtyKind("nul_byte", limit: 1) { Array(base($0).prefix(4)) + ["Y\0"] },
        ]
    }
}
