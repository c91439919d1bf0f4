internal import Calendars
internal import Columnar
internal import Configuration
internal import Framework
internal import Runs
internal import Workforce

/// All answered questionnaires in memory, a column an item.
private final class Responses {
    let department = Buffer<Int32>()
    let key = Buffer<Int64>()
    let wave = Buffer<Int32>()
    let answers: [Buffer<Int8>]
    let given: [Buffer<UInt8>]
    let waves = StringPool()
    /// First and last day seen for a wave, by its code.
    var days: [Int32: ClosedRange<Int32>] = [:]

    init(items: Int) {
        answers = (0..<items).map { _ in Buffer<Int8>() }
        given = (0..<items).map { _ in Buffer<UInt8>() }
    }
}

extension NormalizeRun {
    /// Survey responses, sorted by department and response; waves; invitations.
    ///
    /// Memory: 12 bytes and 2 an item for each response.
    func writeSurvey() throws {
        guard let questionnaire = pipeline.questionnaire else { return }
        let ids = questionnaire.items.map(\.id)
        var waves: [String: (open: Int32?, close: Int32?)] = [:]
        let invitations = try readInvitations(&waves)
        guard let reader = try ingested("survey_responses", Ingested.surveyResponses(items: ids)) else { return }
        let responses = Responses(items: ids.count)
        for index in 0..<reader.rowGroupCount {
            try readResponses(reader.readGroup(index), questionnaire, into: responses)
        }
        for code in 0..<Int32(responses.waves.count) {
            let id = responses.waves.string(code)
            var wave = waves[id] ?? (nil, nil)
            if wave.open == nil { wave.open = responses.days[code]?.lowerBound }
            // A wave without a closing day is open for the days that the pipeline gives it, and at least until the last
            // answer: it is counted once, not night by night as answers come in.
            if wave.close == nil, let last = responses.days[code]?.upperBound {
                let open = wave.open ?? last
                wave.close = max(last, open + Int32(pipeline.disclosure.surveyOpenDays))
            }
            waves[id] = wave
        }
        try writeResponses(responses, questionnaire)
        try writeWaves(waves)
        if let invitations { try writeInvitations(invitations) }
    }

    /// A response whose department is not in the tree is set aside: nobody knows whose picture it belongs to.
    private func readResponses(
        _ group: RowGroup, _ questionnaire: Questionnaire, into responses: Responses
    ) throws {
        let key = try group.int64("response_key")
        let department = try group.strings("department")
        let wave = try group.strings("wave")
        let day = try group.int32("wave_day")
        let positions = (0..<Int32(department.dictionaryCount)).map { tree.positions[department.string($0)] }
        let waveCodes = (0..<Int32(wave.dictionaryCount)).map { responses.waves.code(wave.bytes($0)) }
        let file = try group.strings("source_file")
        let record = try group.int32("source_record")
        var kept: [Int] = []
        kept.reserveCapacity(group.rowCount)
        for i in 0..<group.rowCount {
            let code = department.codes[i]
            guard code >= 0, let position = positions[Int(code)] else {
                setAside.append(
                    SetAside(
                        dataset: "survey_responses", file: file[i] ?? "", record: record[i] ?? 0,
                        column: "department", reason: "unknown_department",
                        expected: "a department of the departments export"))
                continue
            }
            kept.append(i)
            responses.department.append(position)
            responses.key.append(key.values[i])
            let waveCode = wave.codes[i] < 0 ? 0 : waveCodes[Int(wave.codes[i])]
            responses.wave.append(waveCode)
            guard let when = day[i], responses.days[waveCode]?.contains(when) != true else { continue }
            let known = responses.days[waveCode] ?? when...when
            responses.days[waveCode] = min(known.lowerBound, when)...max(known.upperBound, when)
        }
        for (place, item) in questionnaire.items.enumerated() {
            let column = try group.int8("item_\(item.id)")
            let range = item.scale.range
            let turn = Int8(clamping: range.lowerBound + range.upperBound)
            for i in kept {
                let answer = column.values[i]
                responses.answers[place].append(item.reversed ? turn &- answer : answer)
                responses.given[place].append(column.valid.map { $0[i] } ?? 1)
            }
        }
    }

    private func writeResponses(_ responses: Responses, _ questionnaire: Questionnaire) throws {
        let schema = Normalized.surveyResponses(items: questionnaire.items.map(\.id))
        let writer = try writer("survey_responses", schema)
        let count = responses.key.count
        var order: [(department: Int32, key: Int64, row: Int32)] = []
        order.reserveCapacity(count)
        for i in 0..<count { order.append((responses.department[i], responses.key[i], Int32(i))) }
        order.sort { ($0.department, $0.key, $0.row) < ($1.department, $1.key, $1.row) }
        let sorted = Shared(order)
        let source = Shared(responses)
        let groups = (count + PersonSort.groupRows - 1) / PersonSort.groupRows
        var first = 0
        while first < groups {
            let batch = min(workers * 2, groups - first)
            let results = Results<EncodedRowGroup>(count: batch)
            let start = first
            try Workers.run(count: batch, workers: workers) { i in
                let from = (start + i) * PersonSort.groupRows
                let rows = sorted.value[from..<min(count, from + PersonSort.groupRows)]
                results.set(i, try Self.encodeResponses(rows, source.value, schema))
            }
            for i in 0..<batch {
                if let group = results.get(i) { try writer.append(group) }
            }
            first += batch
        }
        wrote("survey_responses", schema, try writer.finish())
    }

    private static func encodeResponses(
        _ rows: ArraySlice<(department: Int32, key: Int64, row: Int32)>, _ responses: Responses,
        _ schema: TableSchema
    ) throws -> EncodedRowGroup {
        let department = Buffer<Int32>(capacity: rows.count)
        let key = Buffer<Int64>(capacity: rows.count)
        let wave = Buffer<Int32>(capacity: rows.count)
        for row in rows {
            department.append(row.department)
            key.append(row.key)
            wave.append(responses.wave[Int(row.row)])
        }
        let items = responses.answers.indices.map { place in
            let answers = Buffer<Int8>(capacity: rows.count)
            let given = Buffer<UInt8>(capacity: rows.count)
            for row in rows {
                answers.append(responses.answers[place][Int(row.row)])
                given.append(responses.given[place][Int(row.row)])
            }
            return (answers, given)
        }
        // An array lets go of its buffers after its last use, which would be before the encoder reads them.
        return try withExtendedLifetime(items) {
            try RowGroupEncoder.encode(
                schema, rowCount: rows.count,
                columns: [
                    ColumnSlice(.int32(department.pointer)), ColumnSlice(.int64(key.pointer)),
                    ColumnSlice(.string(codes: wave.pointer, pool: responses.waves)),
                ] + items.map { ColumnSlice(.int8($0.0.pointer), valid: $0.1.pointer) })
        }
    }

    /// A wave without a day anywhere opens on the day or month that its id names, else on the as-of day; without a
    /// closing day it is open for the days that the pipeline gives it.
    private func writeWaves(_ waves: [String: (open: Int32?, close: Int32?)]) throws {
        var undated = 0
        var dated: [(id: String, open: Int32, close: Int32)] = []
        for (id, days) in waves {
            var open = days.open
            if open == nil, let named = Period(id)?.days() { open = named.lowerBound }
            if open == nil { undated += 1 }
            let first = open ?? run.asOf
            let close = days.close ?? first + Int32(pipeline.disclosure.surveyOpenDays)
            dated.append((id, first, max(close, first)))
        }
        dated.sort { ($0.open, $0.id) < ($1.open, $1.id) }
        found(
            "waves.undated", "survey_responses",
            "waves have neither a date nor an id that names one; they are taken to open on the as-of day; give wave_day, or open_day and close_day in the invitations",
            count: undated)
        let pool = StringPool()
        let id = Buffer<Int32>()
        let open = Buffer<Int32>()
        let close = Buffer<Int32>()
        for wave in dated {
            id.append(pool.code(wave.id))
            open.append(wave.open)
            close.append(wave.close)
        }
        let writer = try writer("waves", Normalized.waves)
        if id.count > 0 {
            try writer.append(
                RowGroupEncoder.encode(
                    Normalized.waves, rowCount: id.count,
                    columns: [
                        ColumnSlice(.string(codes: id.pointer, pool: pool)), ColumnSlice(.int32(open.pointer)),
                        ColumnSlice(.int32(close.pointer)),
                    ]))
        }
        wrote("waves", Normalized.waves, try writer.finish())
    }

    private struct Invitation {
        var wave: String
        var department: Int32
        var invited: Int32
    }

    private func readInvitations(
        _ waves: inout [String: (open: Int32?, close: Int32?)]
    ) throws -> [Invitation]? {
        guard let reader = try ingested("survey_invitations", Ingested.surveyInvitations) else { return nil }
        var invitations: [Invitation] = []
        var outside = 0
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let wave = try group.strings("wave")
            let department = try group.strings("department")
            let invited = try group.int32("invited")
            let open = try group.int32("open_day")
            let close = try group.int32("close_day")
            for i in 0..<group.rowCount {
                guard let id = wave[i], let unit = department[i], let persons = invited[i] else { continue }
                var days = waves[id] ?? (nil, nil)
                if let day = open[i] { days.open = min(days.open ?? day, day) }
                if let day = close[i] { days.close = max(days.close ?? day, day) }
                waves[id] = days
                guard let position = tree.positions[unit] else {
                    outside += 1
                    continue
                }
                invitations.append(Invitation(wave: id, department: position, invited: persons))
            }
        }
        found(
            "survey_invitations.unknown_department", "survey_invitations",
            "rows name a department that is not in the tree; they are left out", count: outside)
        return invitations
    }

    private func writeInvitations(_ invitations: [Invitation]) throws {
        let sorted = invitations.sorted { ($0.wave, $0.department, $0.invited) < ($1.wave, $1.department, $1.invited) }
        let schema = Normalized.surveyInvitations
        let writer = try writer("survey_invitations", schema)
        var start = 0
        while start < sorted.count {
            let rows = sorted[start..<min(sorted.count, start + PersonSort.groupRows)]
            let pool = StringPool()
            let wave = Buffer<Int32>()
            let department = Buffer<Int32>()
            let invited = Buffer<Int32>()
            for row in rows {
                wave.append(pool.code(row.wave))
                department.append(row.department)
                invited.append(row.invited)
            }
            try writer.append(
                RowGroupEncoder.encode(
                    schema, rowCount: rows.count,
                    columns: [
                        ColumnSlice(.string(codes: wave.pointer, pool: pool)),
                        ColumnSlice(.int32(department.pointer)), ColumnSlice(.int32(invited.pointer)),
                    ]))
            start += rows.count
        }
        wrote("survey_invitations", schema, try writer.finish())
    }
}
