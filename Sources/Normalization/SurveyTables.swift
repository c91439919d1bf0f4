internal import Calendars
internal import Columnar
internal import Configuration
internal import Framework
internal import Runs
internal import Workforce

/// The answered questionnaires of one row group in memory.
private final class Responses: @unchecked Sendable {
    let department: Buffer<Int32>
    let key: Buffer<Int64>
    /// Codes of the row group's waves, in the end of the table's.
    let wave: Buffer<Int32>
    /// A response after the other, because they are taken out one by one in another order: its answers, then for each
    /// whether it is given.
    let answers: Buffer<Int8>
    let items: Int
    var waves: [String] = []
    /// By demographic that is kept: code of each response's word, −1 for none, and the words by code. In the end the codes
    /// are the table's.
    var groups: [(codes: Buffer<Int32>, words: [String])] = []
    /// First and last day seen for a wave, by its code; nil where none is.
    var days: [ClosedRange<Int32>?] = []
    var setAside: [SetAside] = []

    init(rows: Int, items: Int) {
        department = Buffer(capacity: rows)
        key = Buffer(capacity: rows)
        wave = Buffer(capacity: rows)
        answers = Buffer(capacity: rows * items * 2)
        self.items = items
    }

    var width: Int { items * 2 }
}

/// Where a response stands in the sorted table, and where it is.
private struct ResponsePlace: BitwiseCopyable {
    var key: Int64
    var group: Int32
    var row: Int32
}

extension NormalizeRun {
    /// Survey responses, sorted by department and response; waves; invitations.
    ///
    /// Memory: 40 bytes and 2 an item for each response.
    func planSurvey() throws {
        guard let questionnaire = pipeline.questionnaire else { return }
        let ids = questionnaire.items.map(\.id)
        var waves: [String: (open: Int32?, close: Int32?)] = [:]
        let invitations = try readInvitations(&waves)
        let invited = waves
        guard let reader = try ingested("survey_responses", Ingested.surveyResponses(items: ids)) else { return }
        let parts = Slots<Responses>(count: reader.rowGroupCount)
        var openGroups = reader.rowGroupCount
        let finish = { [self] in
            let responses = (0..<reader.rowGroupCount).compactMap { parts[$0] }
            for part in responses { setAside += part.setAside }
            try writeResponses(responses, questionnaire)
            try writeWaves(
                Self.waves(responses, invited, openDays: Int32(pipeline.disclosure.surveyOpenDays)))
            if let invitations { try writeInvitations(invitations) }
        }
        guard openGroups > 0 else { return crew.submit(.last, order: order) { _ in try finish() } }
        for index in 0..<reader.rowGroupCount {
            crew.submit(.last, order: order) { [self] _ in
                parts[index] = try readResponses(reader.readGroup(index), questionnaire)
                let isLast = crew.withLock {
                    openGroups -= 1
                    return openGroups == 0
                }
                if isLast { try finish() }
            }
        }
    }

    /// The waves of invitations with those of responses: they open on the first day that a response names.
    private static func waves(
        _ responses: [Responses], _ invited: [String: (open: Int32?, close: Int32?)], openDays: Int32
    ) -> [String: (open: Int32?, close: Int32?)] {
        var seen: [String: ClosedRange<Int32>?] = [:]
        for part in responses {
            for (id, days) in zip(part.waves, part.days) {
                let known = seen[id] ?? nil
                seen[id] = .some(
                    days.map {
                        min($0.lowerBound, (known ?? $0).lowerBound)...max($0.upperBound, (known ?? $0).upperBound)
                    }
                        ?? known)
            }
        }
        var waves = invited
        for (id, days) in seen {
            var wave = waves[id] ?? (nil, nil)
            if wave.open == nil { wave.open = days?.lowerBound }
            // A wave without a closing day is open for the days that the pipeline gives it, and at least until the last
            // answer: it is counted once, not night by night as answers come in.
            if wave.close == nil, let last = days?.upperBound {
                wave.close = max(last, (wave.open ?? last) + openDays)
            }
            waves[id] = wave
        }
        return waves
    }

    /// A response whose department is not in the tree is set aside: nobody knows whose picture it belongs to.
    private func readResponses(_ group: RowGroup, _ questionnaire: Questionnaire) throws -> Responses {
        let key = try group.int64("response_key").values
        let department = try group.strings("department")
        let wave = try group.strings("wave")
        let day = BareColumn(try group.int32("wave_day"))
        let positions = (0..<Int32(department.dictionaryCount)).map { tree.positions[department.string($0)] }
        let file = try group.strings("source_file")
        let record = try group.int32("source_record")
        let items = questionnaire.items.count
        let responses = Responses(rows: group.rowCount, items: items)
        responses.waves = (0..<Int32(wave.dictionaryCount)).map { wave.string($0) }
        var days = [ClosedRange<Int32>?](repeating: nil, count: wave.dictionaryCount)
        let departmentCodes = department.codes
        let waveCodes = wave.codes
        let kept = Buffer<Int32>(capacity: group.rowCount)
        for i in 0..<group.rowCount {
            let code = departmentCodes[i]
            guard code >= 0, let position = positions[Int(code)] else {
                responses.setAside.append(
                    SetAside(
                        dataset: "survey_responses", file: file[i] ?? "", record: record[i] ?? 0,
                        column: "department", reason: "unknown_department",
                        expected: "a department of the departments export", found: "another id"))
                continue
            }
            kept.append(Int32(truncatingIfNeeded: i))
            responses.department.append(position)
            responses.key.append(key[i])
            let waveCode = waveCodes[i]
            responses.wave.append(waveCode)
            if let when = day[i] {
                let known = days[Int(waveCode)] ?? when...when
                days[Int(waveCode)] = min(known.lowerBound, when)...max(known.upperBound, when)
            }
        }
        responses.days = days
        responses.groups = try keptDemographics.map { try Self.words($0, kept, group) }
        responses.answers.count = kept.count * responses.width
        let rows = kept.elements
        let width = responses.width
        for (place, item) in questionnaire.items.enumerated() {
            let column = BareColumn(try group.int8("item_\(item.id)"))
            let range = item.scale.range
            let turn = Int8(clamping: range.lowerBound + range.upperBound)
            var answer = responses.answers.pointer + place
            var given = responses.answers.pointer + items + place
            if item.reversed {
                for row in rows {
                    answer.pointee = turn &- column.values[Int(row)]
                    given.pointee = column.isThere(Int(row)) ? 1 : 0
                    answer += width
                    given += width
                }
            } else {
                for row in rows {
                    answer.pointee = column.values[Int(row)]
                    given.pointee = column.isThere(Int(row)) ? 1 : 0
                    answer += width
                    given += width
                }
            }
        }
        withExtendedLifetime((group, kept)) {}
        return responses
    }

    /// Those that figures are broken down by: what nobody asks for is not kept of an anonymous answer.
    private var keptDemographics: [String] {
        Normalized.surveyDemographics.map(\.name).filter(pipeline.metrics.breakdowns.contains)
    }

    private static func words(
        _ demographic: String, _ kept: Buffer<Int32>, _ group: RowGroup
    ) throws -> (codes: Buffer<Int32>, words: [String]) {
        if demographic == "people_manager" {
            let column = try group.bool(demographic)
            return (
                Buffer<Int32>(kept.elements) { row in column[Int(row)].map { $0 != 0 ? 1 : 0 } ?? -1 }, ["no", "yes"]
            )
        }
        let column = try group.strings(demographic)
        return (
            Buffer<Int32>(kept.elements) { column.codes[Int($0)] },
            (0..<Int32(column.dictionaryCount)).map { column.string($0) }
        )
    }

    /// Sorted by department, key and place in the export: first spread over the departments, then each one's few sorted.
    private func sortedPlaces(_ parts: [Responses]) -> (places: Buffer<ResponsePlace>, departments: Buffer<Int32>) {
        let count = parts.reduce(0) { $0 + $1.key.count }
        let next = Buffer<Int32>(capacity: tree.nodes.count)
        next.append(repeating: 0, count: tree.nodes.count)
        for part in parts {
            for department in part.department.elements { next[Int(department)] += 1 }
        }
        var start: Int32 = 0
        for department in 0..<next.count {
            let rows = next[department]
            next[department] = start
            start += rows
        }
        let places = Buffer<ResponsePlace>(capacity: count)
        let departments = Buffer<Int32>(capacity: count)
        places.count = count
        departments.count = count
        for (group, part) in parts.enumerated() {
            for row in 0..<part.key.count {
                let department = part.department[row]
                let place = Int(next[Int(department)])
                next[Int(department)] += 1
                places[place] = ResponsePlace(
                    key: part.key[row], group: Int32(truncatingIfNeeded: group), row: Int32(truncatingIfNeeded: row))
                departments[place] = department
            }
        }
        var from = 0
        for department in 0..<next.count {
            let end = Int(next[department])
            var rows = UnsafeMutableBufferPointer(start: places.pointer + from, count: end - from)
            rows.sort { a, b in
                if a.key != b.key { return a.key < b.key }
                return a.group != b.group ? a.group < b.group : a.row < b.row
            }
            from = end
        }
        return (places, departments)
    }

    private func writeResponses(_ parts: [Responses], _ questionnaire: Questionnaire) throws {
        let schema = Normalized.surveyResponses(items: questionnaire.items.map(\.id))
        let table = try orderedTable("survey_responses", schema) {}
        let (places, departments) = sortedPlaces(parts)
        // From here on the waves are codes of one pool.
        let pool = StringPool()
        for part in parts {
            for column in [(codes: part.wave, words: part.waves)] + part.groups {
                let codes = column.words.map { pool.code($0) }
                let rows = column.codes.pointer
                for row in 0..<column.codes.count where rows[row] >= 0 { rows[row] = codes[Int(rows[row])] }
            }
        }
        let kept = keptDemographics
        let demographicPlaces = Normalized.surveyDemographics.map { kept.firstIndex(of: $0.name) }
        var start = 0
        while start < places.count {
            let range = start..<min(places.count, start + PersonSort.groupRows)
            table.add {
                try Self.encodeResponses(places, departments, range, parts, demographicPlaces, pool, schema)
            }
            start = range.upperBound
        }
        try table.close()
    }

    private static func encodeResponses(
        _ places: Buffer<ResponsePlace>, _ departments: Buffer<Int32>, _ range: Range<Int>, _ parts: [Responses],
        _ demographics: [Int?], _ pool: StringPool, _ schema: TableSchema
    ) throws -> EncodedRowGroup {
        let count = range.count
        let rows = UnsafeBufferPointer(start: places.pointer + range.lowerBound, count: count)
        let items = parts.first?.items ?? 0
        let key = Buffer<Int64>(rows) { $0.key }
        // Addresses, so that a response costs no reference count.
        let waves = parts.map { UnsafePointer($0.wave.pointer) }
        let wave = waves.withUnsafeBufferPointer { waves in
            Buffer<Int32>(rows) { waves[Int($0.group)][Int($0.row)] }
        }
        let groups = demographics.map { place -> Buffer<Int32>? in
            place.map { place in
                let codes = parts.map { UnsafePointer($0.groups[place].codes.pointer) }
                return Buffer<Int32>(rows) { codes[Int($0.group)][Int($0.row)] }
            }
        }
        // One column of answers after the other, then of whether they are given; an odd number of cache lines apart, for
        // columns whose rows lie in the same set of the cache drive each other out.
        let stride = (count + 63) / 64 * 64 | 64
        let columns = Buffer<Int8>(capacity: stride * items * 2)
        columns.count = columns.capacity
        let bases = parts.map { UnsafePointer($0.answers.pointer) }
        // A block of responses is fetched once for all its columns.
        let block = 64
        let responses = Buffer<UnsafePointer<Int8>>(capacity: block)
        for start in Swift.stride(from: 0, to: count, by: block) {
            responses.removeAll()
            for place in rows[start..<min(start + block, count)] {
                responses.append(bases[Int(place.group)] + Int(place.row) * items * 2)
            }
            let sources = responses.elements
            var into = columns.pointer + start
            for column in 0..<(items * 2) {
                for i in 0..<sources.count { into[i] = sources[i][column] }
                into += stride
            }
        }
        return try withExtendedLifetime((parts, columns, departments, groups)) {
            try RowGroupEncoder.encode(
                schema, rowCount: count,
                columns: [
                    ColumnSlice(.int32(departments.pointer + range.lowerBound), repeats: true),
                    ColumnSlice(.int64(key.pointer)),
                    ColumnSlice(.string(codes: wave.pointer, pool: pool)),
                ]
                    + groups.map { codes in
                        codes.map { ColumnSlice(.string(codes: $0.pointer, pool: pool)) } ?? ColumnSlice(.absent)
                    }
                    + (0..<items).map { item in
                        ColumnSlice(
                            .int8(columns.pointer + item * stride),
                            valid: UnsafeRawPointer(columns.pointer + (items + item) * stride)
                                .assumingMemoryBound(to: UInt8.self))
                    })
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
