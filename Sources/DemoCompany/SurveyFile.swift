internal import Calendars

/// The half-yearly surveys: `survey_DATE.csv` (tabs, one row a response, one column an item) and
/// `survey_invitations_DATE.csv` (commas). Responses are anonymous: their ids and their order within a wave
/// say nothing about who answered.
struct SurveyFile {
    static let header =
        ["response_id", "department", "wave", "wave_date"] + DemoQuestionnaire.items.map(\.id) + ["enps", "comment"]
    static let invitationHeader = ["wave", "department", "invited"]

    struct Wave {
        let id: String
        let date: Int32
        var invited: [Int]
        var responses: [Int]
    }

    let staffing: Staffing
    let seed: UInt64
    private(set) var waves: [Wave] = []
    /// By wave, sorted by id: the id as a number, and the department.
    private var responses: [[(id: UInt64, unit: Int)]] = []

    init(staffing: Staffing, seed: UInt64) {
        self.staffing = staffing
        self.seed = seed
        let units = staffing.organisation.units.count
        var serial: UInt64 = 0
        let stories = staffing.stories
        for month in staffing.firstMonth...staffing.lastMonth
        where month % 12 == 8 || (month % 12 == 2 && !stories.isEven) {
            let date = CivilDate.firstDay(ofMonth: month) + 14
            var wave = Wave(
                id: CivilDate.monthText(month), date: date, invited: Array(repeating: 0, count: units),
                responses: Array(repeating: 0, count: units))
            var random = RandomStream(seed: seed, stream: "response", index: month)
            var answered: [(id: UInt64, unit: Int)] = []
            for worker in staffing.workers.indices {
                guard let assignment = staffing.assignment(of: worker, on: date) else { continue }
                let unit = Int(assignment.unit)
                wave.invited[unit] += 1
                let share =
                    0.76 + stories.effects.response * stories.trouble(in: unit, month: month)
                    + 0.13 * stories.improvement(in: unit, month: month)
                guard random.chance(share) else { continue }
                wave.responses[unit] += 1
                // A bijection of a serial number: no two responses share an id.
                serial += 1
                answered.append((RandomStream.mix((serial ^ seed << 32) &* 0x9e37_79b9_7f4a_7c15), unit))
            }
            waves.append(wave)
            responses.append(answered.sorted { $0.id < $1.id })
        }
    }

    func writeResponses(to directory: String, name: String) throws -> FileTally? {
        var table = try ExportTable(
            directory: directory, name: name, dialect: .tab, header: Self.header,
            dirt: DirtyPlan(kinds: dirtyKinds, expectedRows: responses.reduce(0) { $0 + $1.count }))
        let ids = staffing.organisation.units.map { Array(staffing.organisation.id(of: $0.index).utf8) }
        var bias = RandomStream(seed: seed, stream: "climate")
        let stories = staffing.stories
        let climate = staffing.organisation.units.map { _ in stories.isEven ? 0 : 0.16 * bias.bell() }
        for (index, wave) in waves.enumerated() {
            let month = CivilDate.monthIndex(of: wave.date)
            for (position, response) in responses[index].enumerated() {
                table.field(Self.text(of: response.id))
                table.field(ids[response.unit])
                table.field(wave.id)
                table.field(iso: wave.date)
                let isFormula = index == waves.count - 1 && position == 0
                let mood = Mood(
                    climate: climate[response.unit], trouble: stories.trouble(in: response.unit, month: month),
                    improvement: stories.improvement(in: response.unit, month: month), effects: stories.effects)
                answer(response.id, mood, isFormula: isFormula, into: &table)
                try table.endRow()
            }
        }
        return try table.commit()
    }

    func writeInvitations(to directory: String, name: String) throws -> FileTally? {
        let organisation = staffing.organisation
        let unit = organisation.id(of: organisation.units.count - 1)
        let kinds = [
            DirtyKind("too_many_columns", limit: 2) { _ in ["2020-03", unit, "10", "x"] },
            DirtyKind("nan", limit: 2) { _ in ["2020-03", unit, "NaN"] },
            DirtyKind("undeclared_null_word", limit: 2) { _ in ["2020-03", unit, "#N/A"] },
        ]
        var table = try ExportTable(
            directory: directory, name: name, dialect: .comma, header: Self.invitationHeader,
            dirt: DirtyPlan(kinds: kinds, expectedRows: waves.count * organisation.units.count))
        for wave in waves {
            for unit in organisation.units where wave.invited[unit.index] > 0 {
                table.field(wave.id)
                table.field(organisation.id(of: unit.index))
                table.field(wave.invited[unit.index])
                try table.endRow()
            }
        }
        return try table.commit()
    }

    // MARK: One response

    private struct Mood {
        let climate: Double
        let trouble: Double
        let improvement: Double
        let effects: Stories.Effects

        func shift(_ factor: DemoQuestionnaire.Factor) -> Double {
            let weights: (trouble: Double, improvement: Double)
            switch factor {
            case .engagement: weights = (effects.engagement, 0.35)
            case .manager: weights = (effects.manager, 0.45)
            case .growth: weights = (effects.growth, 0.3)
            case .workload: weights = (effects.workload, 0.25)
            case .belonging: weights = (effects.belonging, 0.25)
            }
            return climate + weights.trouble * trouble + weights.improvement * improvement
        }
    }

    /// `R` and thirteen characters of Crockford's base 32.
    private static func text(of id: UInt64) -> [UInt8] {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var text = [UInt8](repeating: UInt8(ascii: "R"), count: 14)
        var rest = id
        for place in stride(from: 13, to: 0, by: -1) {
            text[place] = alphabet[Int(rest & 31)]
            rest >>= 5
        }
        return text
    }

    /// Answers are a general mood, one of the factor and one of the item, cut into five points.
    private func answer(_ id: UInt64, _ mood: Mood, isFormula: Bool, into table: inout ExportTable) {
        var random = RandomStream(seed: seed ^ id, stream: "answers")
        let general = random.bell()
        var factor = DemoQuestionnaire.Factor.engagement
        var level = 0.0
        var engagement = 0.0
        for (index, item) in DemoQuestionnaire.items.enumerated() {
            if index == 0 || item.factor != factor {
                factor = item.factor
                level = mood.shift(factor) + 0.5 * general + 0.42 * random.bell()
                if index == 0 { engagement = level }
            }
            let drawn = 3.72 + item.ease + level + 0.62 * random.bell()
            let points = max(1, min(5, Int((max(0, drawn) + 0.5).rounded(.down))))
            let missing = random.unit()
            if missing < 0.012 {
                table.field("-")
            } else if missing < 0.028 {
                table.empty()
            } else {
                table.field(item.reversed ? 6 - points : points)
            }
        }
        let drawn = 7.95 + 1.5 * engagement + 1.35 * random.bell()
        if random.chance(0.02) {
            table.empty()
        } else {
            table.field(max(0, min(10, Int((max(0, drawn) + 0.5).rounded(.down)))))
        }
        comment(mood, engagement: engagement, isFormula: isFormula, &random, into: &table)
    }

    private func comment(
        _ mood: Mood, engagement: Double, isFormula: Bool, _ random: inout RandomStream,
        into table: inout ExportTable
    ) {
        if isFormula {
            table.quoted(SurveyComments.formula)
        } else if random.chance(0.12 + 0.12 * mood.trouble) {
            let choices =
                mood.trouble > 0 && random.chance(0.7)
                ? SurveyComments.troubled : engagement > 0.2 ? SurveyComments.content : SurveyComments.middling
            table.quoted(choices[random.below(choices.count)])
        } else {
            table.empty()
        }
    }

    /// Rows that must be quarantined.
    private var dirtyKinds: [DirtyKind] {
        let organisation = staffing.organisation
        let unit = organisation.id(of: organisation.units.count - 1)
        let unknown = organisation.id(of: organisation.units.count + 500)
        let wave = waves.last?.id ?? ""
        let date = waves.last.map { CivilDate.isoText($0.date) } ?? ""
        let base: @Sendable (Int) -> [String] = { serial in
            ["X" + CivilDate.padded(serial, 13), unit, wave, date]
                + [String](repeating: "4", count: DemoQuestionnaire.items.count) + ["9", ""]
        }
        func with(_ column: String, _ value: String) -> @Sendable (Int) -> [String] {
            let index = Self.header.firstIndex(of: column) ?? 0
            return { serial in
                var fields = base(serial)
                fields[index] = value
                return fields
            }
        }
        return [
            DirtyKind("answer_off_scale", fields: with("q3", "6")),
            DirtyKind("unknown_department", fields: with("department", unknown)),
            DirtyKind("undeclared_null_word", fields: with("q11", "#N/A")),
            DirtyKind("too_few_columns", limit: 2) { Array(base($0).prefix(9)) },
            DirtyKind("nan", fields: with("q17", "NaN")),
            DirtyKind("stray_quote", limit: 1, fields: with("comment", "Bra 5\" skjerm")),
            DirtyKind("text_after_closing_quote", limit: 2, fields: with("comment", "\"Bra\" sted")),
            DirtyKind("enps_off_scale", fields: with("enps", "11")),
            DirtyKind("too_many_columns", limit: 2) { base($0) + ["", ""] },
            DirtyKind("impossible_date", fields: with("wave_date", "2026-02-31")),
            DirtyKind("nul_byte", limit: 1, fields: with("q9", "4\0")),
            DirtyKind("fraction_on_scale", fields: with("q5", "4.5")),
            DirtyKind("scientific_id", limit: 1, fields: with("response_id", "1.23E+05")),
        ]
    }
}
