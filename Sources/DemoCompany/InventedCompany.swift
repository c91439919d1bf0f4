internal import Calendars
internal import Columnar
internal import Glibc

/// Generates the HR exports of an invented Nordic company, with stories in them that a report should find,
/// dirty rows that ingest should catch, and the truth about both.
///
/// The same arguments give the same bytes on every machine. Nothing in the files is about a living person.
public struct InventedCompany: Sendable {
    /// How many employees can be asked for.
    public static let employeeRange = 1...2_000_000
    /// How many months can be asked for.
    public static let monthRange = 1...240
    /// The last day the data are complete for, in every file name: days since 1970-01-01.
    public static let deliveryDay: Int32 = CivilDate.day(year: 2026, month: 10, day: 31)

    static let generatorVersion = 2

    let employees: Int
    let months: Int
    let seed: UInt64
    let story: DemoStory
    let workingLife: Bool

    /// - Parameters:
    ///   - employees: about how many people work there in the last month.
    ///   - months: calendar months of history, the last of which is October 2026.
    ///   - seed: any number; another one gives another company.
    ///   - story: what the company is made to show.
    ///   - workingLife: whether conversations, reviews, first weeks, moves, recognitions, exit interviews and recruitment
    ///     are written as well. The other files are the same either way.
    public init(
        employees: Int = 1000, months: Int = 36, seed: UInt64 = 42, story: DemoStory = .nordlys,
        workingLife: Bool = false
    ) {
        self.employees = employees
        self.months = months
        self.seed = seed
        self.story = story
        self.workingLife = workingLife
    }

    /// Writes all files into `directory`, which is created where it is missing. Files already there are replaced,
    /// each one atomically.
    /// - Throws: `DemoCompanyError` for arguments out of range or a folder that cannot be made; the checked
    ///   writer's error where a file cannot be written.
    public func write(to directory: String) throws -> DemoSummary {
        guard Self.employeeRange.contains(employees) else {
            throw DemoCompanyError.outOfRange("--employees", found: employees, expected: Self.employeeRange)
        }
        guard Self.monthRange.contains(months) else {
            throw DemoCompanyError.outOfRange("--months", found: months, expected: Self.monthRange)
        }
        try Self.makeDirectory(directory)

        let lastMonth = CivilDate.monthIndex(of: Self.deliveryDay)
        let firstMonth = lastMonth - months + 1
        let organisation = Organisation(employees: employees, seed: seed)
        let stories = Stories(
            story, organisation: organisation, firstMonth: firstMonth, lastMonth: lastMonth, seed: seed)
        let staffing = Staffing(
            organisation: organisation, stories: stories, firstMonth: firstMonth, lastMonth: lastMonth, seed: seed)
        let ids = EmployeeNumbers(workers: staffing.workers.count)
        let events = EventsFile(staffing: staffing, ids: ids, seed: seed)
        let survey = SurveyFile(staffing: staffing, seed: seed)
        var absence = AbsenceTruth(staffing: staffing)

        var tallies: [FileTally?] = []
        tallies.append(try writeDepartments(organisation, to: directory))
        tallies.append(
            try EmployeesFile(staffing: staffing, ids: ids).write(to: directory, name: Self.fileName("employees")))
        tallies.append(
            try AbsencesFile(staffing: staffing, ids: ids, seed: seed)
                .write(to: directory, name: Self.fileName("absences"), truth: &absence))
        tallies.append(try events.writeEvents(to: directory, name: Self.fileName("events")))
        tallies.append(try events.writeParticipation(to: directory, name: Self.fileName("participation")))
        tallies.append(try survey.writeResponses(to: directory, name: Self.fileName("survey")))
        tallies.append(try survey.writeInvitations(to: directory, name: Self.fileName("survey_invitations")))
        if workingLife {
            tallies += try WorkingLifeFiles(staffing: staffing, ids: ids, seed: seed).write(to: directory)
        }
        try writeKey(to: directory)

        let truth = DemoTruth(
            company: self, staffing: staffing, absence: absence, waves: survey.waves, files: tallies.compactMap(\.self))
        try Self.writeText(truth.json.text(indentedTo: 3), to: directory, name: "truth.json")
        try Self.writeText(truth.manifest.text(indentedTo: 2), to: directory, name: "demo-manifest.json")
        return truth.summary
    }

    static func fileName(_ table: String) -> String { table + "_" + CivilDate.isoText(deliveryDay) + ".csv" }

    private func writeDepartments(_ organisation: Organisation, to directory: String) throws -> FileTally? {
        var table = try ExportTable(
            directory: directory, name: Self.fileName("departments"), dialect: .comma,
            header: ["id", "parent_id", "name"])
        for unit in organisation.units {
            table.field(organisation.id(of: unit.index))
            if let parent = unit.parent { table.field(organisation.id(of: parent)) } else { table.empty() }
            table.field(unit.name)
            try table.endRow()
        }
        return try table.commit()
    }

    /// 32 bytes from the seed: enough for a demo, and only for that.
    private func writeKey(to directory: String) throws {
        var random = RandomStream(seed: seed, stream: "key")
        var bytes: [UInt8] = []
        for _ in 0..<4 {
            let word = random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        let file = try CheckedFile(path: directory + "/demo.key", mode: 0o400, storing: .never)
        try bytes.withUnsafeBytes { try file.write($0) }
        try file.commit()
    }

    private static func writeText(_ text: String, to directory: String, name: String) throws {
        let file = try CheckedFile(path: directory + "/" + name, mode: 0o600, storing: .never)
        try file.write(text)
        try file.commit()
    }

    /// Makes the folder and those above it.
    private static func makeDirectory(_ path: String) throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part
            if mkdir(made, 0o700) != 0, errno != EEXIST {
                throw DemoCompanyError.cannotMake(folder: made, reason: String(cString: strerror(errno)))
            }
            made += "/"
        }
    }
}

/// Why a demo company was not written.
public enum DemoCompanyError: Error, Equatable, CustomStringConvertible {
    case outOfRange(String, found: Int, expected: ClosedRange<Int>)
    case cannotMake(folder: String, reason: String)
    case cannotRemove(file: String, reason: String)

    public var description: String {
        switch self {
        case .outOfRange(let option, let found, let expected):
            "\(option): found \(found), expected a number from \(expected.lowerBound) to \(expected.upperBound)"
        case .cannotMake(let folder, let reason):
            "\(folder): the folder cannot be made (\(reason)); choose another with --out"
        case .cannotRemove(let file, let reason):
            "\(file): a file of an earlier company cannot be removed (\(reason)); choose another folder with --out"
        }
    }
}
