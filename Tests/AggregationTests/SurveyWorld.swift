import Columnar
import Disclosure
import Framework
import Glibc
import Results
import Workforce

@testable import Aggregation

/// One answered questionnaire; nil for an item that is blank.
struct Response {
    var department: Int32
    var wave = "w1"
    var key: Int64 = 0
    var answers: [Int?]
    var gender: String?
}

/// A questionnaire and the tree of `World`: 0 = root, 1 and 2 below it, 3 below 2.
struct SurveyWorld {
    var questionnaire: Questionnaire
    var waves = ["w1", "w2"]
    var answeredPercent = 50
    var replicates = 0
    var parent: [Int32] = [-1, 0, 0, 2]
    var end: [Int32] = [4, 2, 4, 4]
    var grouping: SurveyGrouping?

    static let protected = GateSettings(
        minimum: 5, minimumShares: 10, absenceMonthFrom: 10, absenceQuarterFrom: 10, absenceYearFrom: 10,
        synthetic: false)
    static let invented = GateSettings(
        minimum: 5, minimumShares: 10, absenceMonthFrom: 10, absenceQuarterFrom: 10, absenceYearFrom: 10,
        synthetic: true)

    var shape: TreeShape { TreeShape(parent: parent, end: end, rank: parent.indices.map { Int32($0) }) }

    var metrics: [Metric] {
        Survey.metrics(of: questionnaire, answeredPercent: answeredPercent) + SurveyAnswers.metrics(of: questionnaire)
            + SurveyChange.metrics(of: questionnaire) + SurveyReliability.metrics(of: questionnaire)
            + SurveyDrivers.metrics(of: questionnaire)
    }

    enum Failure: Error { case noFolder }

    /// Written as a table in row groups of so many responses, and read as a run reads it.
    func states(_ responses: [Response], rows: Int = 1000, workers: Int = 1) throws -> SurveyStates {
        var template = Array("/tmp/trivsel-survey-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure.noFolder }
        let folder = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        let path = folder + "/survey_responses.parquet"
        defer {
            unlink(path)
            rmdir(folder)
        }
        let schema = Normalized.surveyResponses(items: questionnaire.items.map(\.id))
        let writer = try TableWriter(path: path, schema: schema)
        for start in stride(from: 0, to: responses.count, by: rows) {
            try writer.append(encode(Array(responses[start..<min(start + rows, responses.count)]), schema))
        }
        _ = try writer.finish()
        let reader = SurveyReader(
            questionnaire: questionnaire, waves: waves, nodes: parent.count * (grouping?.groups.count ?? 1),
            answeredPercent: answeredPercent, replicates: replicates, grouping: grouping)
        if grouping != nil {
            return try reader.sums(
                TableReader(path: path, expecting: schema), needs: Set(metrics.compactMap(\.survey)), workers: workers)
        }
        return try reader.states(
            TableReader(path: path, expecting: schema), needs: Set(metrics.compactMap(\.survey)), shape: shape,
            workers: workers)
    }

    private func encode(_ responses: [Response], _ schema: TableSchema) throws -> EncodedRowGroup {
        let pool = StringPool()
        let department = Buffer<Int32>()
        let key = Buffer<Int64>()
        let wave = Buffer<Int32>()
        for response in responses {
            department.append(response.department)
            key.append(response.key)
            wave.append(pool.code(response.wave))
        }
        var columns = [
            ColumnSlice(.int32(department.pointer)), ColumnSlice(.int64(key.pointer)),
            ColumnSlice(.string(codes: wave.pointer, pool: pool)),
        ]
        let gender = Buffer<Int32>()
        for response in responses { gender.append(response.gender.map(pool.code) ?? -1) }
        columns += Normalized.surveyDemographics.map {
            $0.name == "gender" ? ColumnSlice(.string(codes: gender.pointer, pool: pool)) : ColumnSlice(.absent)
        }
        var kept: [(Buffer<Int8>, Buffer<UInt8>)] = []
        for item in questionnaire.items.indices {
            let answers = Buffer<Int8>()
            let valid = Buffer<UInt8>()
            for response in responses {
                answers.append(Int8(response.answers[item] ?? 0))
                valid.append(response.answers[item] == nil ? 0 : 1)
            }
            columns.append(ColumnSlice(.int8(answers.pointer), valid: valid.pointer))
            kept.append((answers, valid))
        }
        return try withExtendedLifetime((kept, department, key, wave, gender)) {
            try RowGroupEncoder.encode(schema, rowCount: responses.count, columns: columns)
        }
    }

    func figures(_ responses: [Response], rows: Int = 1000, workers: Int = 1) throws -> Figures {
        let states = try states(responses, rows: rows, workers: workers)
        states.rollUp(parent: parent, workers: workers)
        let none = World(asOf: "2026-06-30", firstMonth: month(2026, 1), parent: parent, end: end).figures([])
        let figures = Figures(
            store: none.store, grid: none.grid, survey: states, snapshot: nil, fullDayMinutes: 450)
        figures.intervals = .all(of: states)
        return figures
    }

    func maker(_ figures: Figures, _ settings: GateSettings = protected, closed: [Bool]? = nil) -> MaskMaker {
        MaskMaker(
            figures: figures, tree: shape, settings: settings, observed: ObservedMonths(),
            waveIsClosed: closed ?? waves.map { _ in true })
    }

    func mask(
        _ protection: Metric.Protection, _ figures: Figures, wave: Int = 0, _ settings: GateSettings = protected
    ) -> Mask {
        maker(figures, settings).masks(protection.leader, slot: wave).first { $0.protection == protection }?.mask ?? []
    }

    func figure(_ id: String, _ figures: Figures, _ node: Int = 0, wave: Int = 0) -> Figure? {
        metrics.first { $0.id == id }?.figure(figures, node, wave)
    }
}

func item(
    _ id: String, _ scale: Questionnaire.Scale = .points(5), _ index: String? = "x", reversed: Bool = false
) -> Questionnaire.Item {
    Questionnaire.Item(id: id, text: id, scale: scale, index: index, reversed: reversed)
}

func questionnaire(_ items: [Questionnaire.Item], _ indices: [String] = ["x"]) -> Questionnaire {
    Questionnaire(
        id: "s", title: "S", items: items, indices: indices.map { Questionnaire.Index(id: $0, title: $0) })
}

/// Responses of any kind to a questionnaire in the order of departments, from a seed: the items of one person go together.
func randomResponses(
    _ count: Int, _ questionnaire: Questionnaire, waves: [String], blank: Double = 0.1, departments: Int32 = 4,
    _ random: inout SeededGenerator
) -> [Response] {
    var responses = (0..<count).map { _ in
        let mood = Double.random(in: 0...1, using: &random)
        return Response(
            department: Int32.random(in: 0..<departments, using: &random),
            wave: waves[Int.random(in: 0..<waves.count, using: &random)],
            key: Int64(bitPattern: random.next()),
            answers: questionnaire.items.map { item in
                if Double.random(in: 0...1, using: &random) < blank { return nil }
                let range = item.scale.range
                let place = (mood + Double.random(in: 0...1, using: &random)) / 2
                return range.lowerBound
                    + min(Int(place * Double(range.count)), range.count - 1)
            })
    }
    responses.sort { ($0.department, $0.key) < ($1.department, $1.key) }
    return responses
}
