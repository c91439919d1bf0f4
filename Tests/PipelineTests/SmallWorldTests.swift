import Glibc
import Testing

/// A company of 60 whose exports begin at different times: what lies before is unknown, not zero.
@Suite(.serialized) struct SmallWorldTests {
    private static let asOf = "2026-06-30"

    private struct World {
        var sources = ["departments", "employees", "absences", "participation", "survey", "invitations"]
        var files = ["departments", "employees", "absences", "participation", "survey", "invitations"]
        var settings = ""
        var include = ""
    }

    private static let descriptions = [
        "departments": """
          - name: departments
            dataset: departments
            files: departments.csv
            columns: {department: {header: id, required: true}, parent: parent}
        """,
        "employees": """
          - name: employees
            dataset: employees
            files: employees.csv
            id_space: staff
            columns:
              person: {header: id, required: true}
              hire_date: {header: hired, required: true}
              termination_date: left
              leave_class: {header: why, codes: {quit: voluntary, fired: involuntary}}
              department: {header: department, required: true}
              manager: manager
        """,
        "absences": """
          - name: absences
            dataset: absences
            files: absences.csv
            id_space: staff
            columns:
              person: {header: id, required: true}
              class: {header: kind, codes: {sick: own_sickness}}
              first_day: {header: from, required: true}
              last_day: to
        """,
        "participation": """
          - name: participation
            dataset: participation
            files: participation.csv
            id_space: staff
            columns:
              person: {header: id, required: true}
              event: {header: event, required: true}
              day: {header: day, required: true}
              invited: invited
              attended: attended
        """,
        "survey": """
          - name: survey
            dataset: survey_responses
            files: survey.csv
            id_space: survey
            items: auto
            columns:
              response: {header: id, required: true}
              department: {header: department, required: true}
              wave: {header: wave, required: true}
              wave_day: {header: opened, required: true}
        """,
        "invitations": """
          - name: invitations
            dataset: survey_invitations
            files: invitations.csv
            columns:
              wave: {header: wave, required: true}
              department: {header: department, required: true}
              invited: {header: invited, required: true}
        """,
    ]

    /// Runs the night and gives back its outcome and the export, by metric and period, of the company.
    private func night(
        _ world: World, in folder: ScratchFolder
    ) throws -> (outcome: ChildProcess.Outcome, cells: [String: String]) {
        var exports: [String: String] = [:]
        exports["departments"] = "id,parent\nall,\nnorth,all\nsouth,all\n"
        // The first leaver goes in July 2025; the second, months later.
        exports["employees"] =
            "id,hired,left,why,department,manager\n"
            + (0..<60).map { i in
                let end =
                    i < 12 ? "2025-07-1\(i % 10),\(i % 2 == 0 ? "quit" : "fired")" : i < 24 ? "2026-02-15,quit" : ","
                return "p\(i),2020-01-01,\(end),\(i % 2 == 0 ? "north" : "south"),p59\n"
            }.joined()
        // Absences are exported from January 2026 on; one of them began four years before.
        exports["absences"] =
            "id,kind,from,to\np30,sick,2022-03-01,2026-01-20\np59,sick,2021-05-01,\n"
            + (31..<50).map { "p\($0),sick,2026-0\($0 % 3 + 1)-05,2026-0\($0 % 3 + 1)-09\n" }.joined()
        // Events are recorded from March 2026 on.
        exports["participation"] =
            "id,event,day,invited,attended\n"
            + (24..<60).map { "p\($0),e1,2026-03-10,1,\($0 % 3 == 0 ? 1 : 0)\n" }.joined()
        // Two waves: one closed long ago, without invitations; one opened two weeks before the as-of day.
        exports["survey"] =
            "id,department,wave,opened,q1\n"
            + (0..<24).map { "a\($0),\($0 % 2 == 0 ? "north" : "south"),spring,2026-04-01,\($0 % 5 + 1)\n" }.joined()
            + (0..<24).map { "b\($0),\($0 % 2 == 0 ? "north" : "south"),summer,2026-06-16,\($0 % 5 + 1)\n" }.joined()
        exports["invitations"] = "wave,department,invited\nsummer,north,20\nsummer,south,20\n"
        for name in world.files { try folder.write("\(name).csv", exports[name] ?? "") }
        try folder.write("staff.key", bytes: [UInt8](repeating: 7, count: 32), mode: 0o400)
        let sources = world.sources.compactMap { Self.descriptions[$0] }.joined(separator: "\n")
        let pipeline = try folder.write(
            "small.yaml",
            """
            trivsel: 1
            organisation: Small
            key_file: \(folder.path)/staff.key
            questionnaire:
              id: s
              title: S
              items: [{id: q1, text: Question, scale: 5}]
            sources:
            \(sources)
            \(world.include)
            \(world.settings)
            """ + "\n")
        let outcome = try ChildProcess.run(
            "trivsel",
            ["run", pipeline, "--input", folder.path, "--work", "\(folder.path)/work", "--as-of", Self.asOf])
        var cells: [String: String] = [:]
        if outcome.exitCode == 0 {
            let export = try ChildProcess.run(
                "trivsel", ["export", "\(folder.path)/work/\(Self.asOf)", "--format", "csv"]
            ).output
            for line in export.split(separator: "\n").dropFirst() {
                let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                if parts.count == 14, parts[1] == "all" {
                    cells["\(parts[0]) \(parts[2])"] = parts[10] + " " + parts[6]
                }
            }
        }
        return (outcome, cells)
    }

    @Test func whatLiesBeforeADatasetBeginsIsUnknown() throws {
        let folder = try ScratchFolder()
        let (outcome, cells) = try night(World(), in: folder)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let unknown = "suppressed:insufficient_history "
        // Employment is known from July 2025 on, a long absence of 2022 notwithstanding.
        #expect(cells["turnover.total 2025-07"]?.hasPrefix("published") == true)
        #expect(cells["turnover.total 2025-11"]?.hasPrefix("published") == true, "months without a leaver are 0")
        #expect(cells["turnover.total 2025-06"] == nil)
        #expect(cells["turnover.rolling12.total 2026-06/P12M"] == "suppressed:open_period ", "a year is there")
        // Absences: from the month in which the first of them ends.
        #expect(cells["absence.rate 2025-12"] == unknown && cells["absence.incidence 2025-07"] == unknown)
        #expect(cells["absence.rate 2026-01"] != unknown && cells["absence.rate 2026-01"] != nil)
        #expect(cells["absence.rate 2026-06/P12M"] == unknown)
        // Events: from the first on.
        #expect(cells["participation.reach 2026-02"] == unknown)
        #expect(cells["participation.reach 2026-03"]?.hasPrefix("published") == true)
        #expect(cells["participation.attendance_rate 2026-Q1"] == unknown)
    }

    @Test func aDeclaredFirstMonthHoldsForAll() throws {
        let (outcome, cells) = try night(World(settings: "calendar: {first_month: 2025-10}"), in: ScratchFolder())
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(cells["headcount.closing 2025-10"] != nil && cells["headcount.closing 2025-09"] == nil)
        #expect(cells.values.contains("suppressed:insufficient_history "), "rolling years of the first months")
        #expect(cells["absence.rate 2025-10"]?.hasSuffix("insufficient_history ") == false)
        #expect(cells["participation.reach 2025-10"]?.hasSuffix("insufficient_history ") == false)
    }

    @Test func aWaveWithoutAClosingDayStaysOpen() throws {
        let folder = try ScratchFolder()
        let cells = try night(World(), in: folder).cells
        #expect(cells["survey.score:q1 wave:spring"]?.hasPrefix("published") == true)
        #expect(cells["survey.score:q1 wave:summer"] == "suppressed:open_period ")
        let week = try night(World(settings: "disclosure: {survey_open_days: 14}"), in: ScratchFolder()).cells
        #expect(week["survey.score:q1 wave:summer"]?.hasPrefix("published") == true)
    }

    @Test func theResponseRateSaysWhatItIsDividedBy() throws {
        let folder = try ScratchFolder()
        let cells = try night(World(settings: "disclosure: {survey_open_days: 14}"), in: folder).cells
        // 36 of the 60 are employed in April; 40 persons were invited in June.
        #expect(cells["participation.response_rate wave:spring"] == "published 36")
        #expect(cells["participation.response_rate wave:summer"] == "published 40")
        for (wave, base) in [("spring", "persons employed on the wave's opening day"), ("summer", "persons invited")] {
            let text = try ChildProcess.run(
                "trivsel",
                [
                    "explain", "participation.response_rate", "--department", "all", "--period", "wave:\(wave)",
                    "\(folder.path)/work/\(Self.asOf)",
                ]
            ).output
            #expect(text.contains("note  The denominator is the \(base)"), "\(text)")
        }
    }

    @Test func withoutAnyDataTheFileIsNamed() throws {
        var world = World()
        world.files = ["departments"]
        world.sources = ["departments", "employees", "absences"]
        let (outcome, _) = try night(world, in: ScratchFolder())
        #expect(outcome.exitCode == 66, "\(outcome.errors)")
        #expect(outcome.errors.contains("employees.csv"), "\(outcome.errors)")
        var wrong = World()
        wrong.include = "metrics: {include: [no.such.metric]}"
        #expect(try night(wrong, in: ScratchFolder()).outcome.exitCode == 78)
    }

    @Test func contradictionsAreFindingsAndACircleIsRefused() throws {
        let folder = try ScratchFolder()
        _ = try night(World(), in: folder)
        let manifest = ScratchFolder.text("\(folder.path)/work/\(Self.asOf)/2-normalize/manifest.json") ?? ""
        #expect(manifest.contains("employees.own_manager"), "p59 is their own manager")
        try folder.write("departments.csv", "id,parent\nall,\nnorth,north\nsouth,all\n")
        let outcome = try ChildProcess.run(
            "trivsel",
            [
                "run", "\(folder.path)/small.yaml", "--input", folder.path, "--work", "\(folder.path)/other", "--as-of",
                Self.asOf,
            ])
        #expect(outcome.exitCode == 65)
        #expect(
            outcome.errors.contains("departments.csv") && outcome.errors.contains("\"north\""), "\(outcome.errors)")
    }
}
