internal import Calendars

/// What a demo company wrote, in a few numbers.
public struct DemoSummary: Sendable, Equatable {
    /// Files in the order they were written, with their data rows (dirty rows and duplicates included).
    public let files: [(name: String, rows: Int)]
    /// Rows that must be quarantined.
    public let dirtyRows: Int
    /// Identical second copies of rows.
    public let duplicateRows: Int
    /// Employed by the company at the end of the last day.
    public let closingHeadcount: Int
    public let departments: Int

    public static func == (left: DemoSummary, right: DemoSummary) -> Bool {
        left.files.elementsEqual(right.files, by: ==) && left.dirtyRows == right.dirtyRows
            && left.duplicateRows == right.duplicateRows && left.closingHeadcount == right.closingHeadcount
            && left.departments == right.departments
    }
}

/// What the generator knows: the numbers that a pipeline over its files has to arrive at.
struct DemoTruth {
    let company: InventedCompany
    let staffing: Staffing
    let absence: AbsenceTruth
    let waves: [SurveyFile.Wave]
    let files: [FileTally]
    private let flows: [Flow]

    /// Company-wide counts of one month.
    struct Flow {
        var opening = 0
        var hires = 0
        var rehires = 0
        var leavers = Array(repeating: 0, count: LeavingReason.Class.allCases.count)
        var closing = 0
        var personDays = 0
    }

    init(
        company: InventedCompany, staffing: Staffing, absence: AbsenceTruth, waves: [SurveyFile.Wave],
        files: [FileTally]
    ) {
        self.company = company
        self.staffing = staffing
        self.absence = absence
        self.waves = waves
        self.files = files
        flows = Self.flows(of: staffing)
    }

    private static func flows(of staffing: Staffing) -> [Flow] {
        var flows = Array(repeating: Flow(), count: staffing.lastMonth - staffing.firstMonth + 1)
        var seen = Set<Int32>()
        // Opening and closing from the changes, person-days from each spell's overlap with each month.
        for spell in staffing.spells {
            let isRehire = !seen.insert(spell.worker).inserted
            let hireMonth = CivilDate.monthIndex(of: spell.hire) - staffing.firstMonth
            if flows.indices.contains(hireMonth) {
                flows[hireMonth].hires += 1
                if isRehire { flows[hireMonth].rehires += 1 }
            }
            for index in flows.indices where index >= hireMonth {
                let first = CivilDate.firstDay(ofMonth: staffing.firstMonth + index)
                let last = CivilDate.lastDay(ofMonth: staffing.firstMonth + index)
                if spell.last < first - 1 { break }
                if spell.hire < first, spell.last >= first { flows[index].opening += 1 }
                if spell.hire <= last, spell.last > last { flows[index].closing += 1 }
                if spell.last >= first, spell.last <= last {
                    flows[index].leavers[spell.reason.leavingClass.rawValue] += 1
                }
                if spell.last >= first {
                    flows[index].personDays += Int(min(spell.last, last) - max(spell.hire, first)) + 1
                }
            }
        }
        return flows
    }

    var summary: DemoSummary {
        DemoSummary(
            files: files.map { ($0.name, $0.rows) }, dirtyRows: files.reduce(0) { $0 + $1.quarantined },
            duplicateRows: files.reduce(0) { $0 + $1.duplicateLines.count },
            closingHeadcount: flows.last?.closing ?? 0, departments: staffing.organisation.units.count)
    }

    private var arguments: JSONText {
        // Written before there were others, the usual story is not named.
        let story: [(String, JSONText)] = company.story == .nordlys ? [] : [("story", .string(company.story.rawValue))]
        return .object(
            [
                ("employees", .int(company.employees)), ("months", .int(company.months)),
                ("seed", .string(String(company.seed))),
            ] + story)
    }

    private var heading: [(String, JSONText)] {
        [
            ("generator", .string("trivsel demo")), ("version", .int(InventedCompany.generatorVersion)),
            ("synthetic", .bool(true)), ("arguments", arguments),
            ("delivery_date", .string(CivilDate.isoText(InventedCompany.deliveryDay))),
        ]
    }

    var manifest: JSONText {
        .object(
            heading + [
                (
                    "files",
                    .array(
                        files.map { .object([("name", .string($0.name)), ("rows", .int($0.rows))]) })
                )
            ])
    }

    var json: JSONText {
        .object(
            heading + [
                ("first_month", .string(CivilDate.monthText(staffing.firstMonth))),
                ("last_month", .string(CivilDate.monthText(staffing.lastMonth))),
                ("history_from", .string(CivilDate.isoText(staffing.historyFrom))),
                ("files", .object(files.map { ($0.name, Self.file($0)) })),
                ("months", .array(flows.indices.map(month))),
                ("survey", .array(waves.map(wave))),
                ("stories", stories),
            ])
    }

    private static func file(_ tally: FileTally) -> JSONText {
        let dirty = tally.dirtyLines.map { kind, lines in
            (kind, JSONText.object([("count", .int(lines.count)), ("lines", .array(lines.map(JSONText.int)))]))
        }
        return .object([
            ("rows", .int(tally.rows)), ("clean", .int(tally.clean)), ("quarantined", .int(tally.quarantined)),
            ("duplicates", .int(tally.duplicateLines.count)),
            ("duplicate_lines", .array(tally.duplicateLines.map(JSONText.int))), ("dirty", .object(dirty)),
        ])
    }

    private func month(_ index: Int) -> JSONText {
        let flow = flows[index]
        let absence = absence.months[index]
        return .object([
            ("month", .string(CivilDate.monthText(staffing.firstMonth + index))), ("opening", .int(flow.opening)),
            ("hires", .int(flow.hires)), ("rehires", .int(flow.rehires)),
            (
                "leavers",
                .object(LeavingReason.Class.allCases.map { ($0.name, .int(flow.leavers[$0.rawValue])) })
            ),
            ("closing", .int(flow.closing)), ("person_days", .int(flow.personDays)),
            (
                "absence_rows_started",
                .object(AbsenceKind.allCases.map { ($0.exported, .int(absence.rowsStarted[$0.rawValue])) })
            ),
            ("sickness_person_days", .int(absence.sicknessPersonDays)),
            ("scheduled_minutes_e4", .int(absence.scheduled)), ("sickness_minutes_e4", .int(absence.sickness)),
        ])
    }

    private func wave(_ wave: SurveyFile.Wave) -> JSONText {
        let organisation = staffing.organisation
        let invited = organisation.units.filter { wave.invited[$0.index] > 0 }
        return .object([
            ("wave", .string(wave.id)), ("wave_date", .string(CivilDate.isoText(wave.date))),
            ("invited", .int(wave.invited.reduce(0, +))), ("responses", .int(wave.responses.reduce(0, +))),
            (
                "departments",
                .object(
                    invited.map {
                        (
                            organisation.id(of: $0.index),
                            .object([
                                ("invited", .int(wave.invited[$0.index])),
                                ("responses", .int(wave.responses[$0.index])),
                            ])
                        )
                    })
            ),
        ])
    }

    private var stories: JSONText {
        let organisation = staffing.organisation
        let planted = staffing.stories
        func story(_ unit: Int?, since: Int) -> JSONText {
            guard let unit else { return .null }
            return .object([
                ("department", .string(organisation.id(of: unit))), ("name", .string(organisation.units[unit].name)),
                (
                    "departments",
                    .array(organisation.subtree(of: unit).map { .string(organisation.id(of: $0)) })
                ),
                ("since", .string(CivilDate.monthText(since))),
            ])
        }
        let reorganisation: JSONText =
            planted.reorganisation.map { change in
                .object([
                    ("date", .string(CivilDate.isoText(CivilDate.firstDay(ofMonth: change.month)))),
                    ("dissolved", .string(organisation.id(of: change.dissolved))),
                    (
                        "dissolved_departments",
                        .array(organisation.subtree(of: change.dissolved).map { .string(organisation.id(of: $0)) })
                    ),
                    ("into", .array(change.into.map { .string(organisation.id(of: $0)) })),
                    ("persons", .int(staffing.movedByReorganisation)),
                ])
            } ?? .null
        return .object([
            ("trouble", story(planted.trouble, since: planted.troubleSince)),
            ("improving", story(planted.improving, since: planted.improvingSince)),
            ("reorganisation", reorganisation),
            (
                "season",
                .object([
                    ("sickness_high", .array([1, 2, 3].map(JSONText.int))),
                    ("sickness_low", .array([6, 7, 8].map(JSONText.int))), ("vacation", .int(7)),
                ])
            ),
        ])
    }
}
