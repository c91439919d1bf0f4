internal import Calendars
internal import Columnar
internal import Configuration
internal import Framework
internal import Results
internal import Runs

/// One measure's rows on their way to `measures.parquet`; what is all zero is left out.
private final class MeasureRows {
    let words = StringPool()
    private let measure: Int32
    private let kind: Int32
    private let department = Buffer<Int32>()
    private let period = Buffer<Int32>()
    private let breakdown = Buffer<Int32>()
    private let measures = Buffer<Int32>()
    private let kinds = Buffer<Int32>()
    private let n = OptionalColumn<Int64>()
    private let a = OptionalColumn<Int64>()
    private let s = OptionalColumn<Int64>()
    private let aa = OptionalColumn<Int128>()
    private let mixed = OptionalColumn<Int128>()
    private let ss = OptionalColumn<Int128>()
    private let contributors = OptionalColumn<Int32>()
    private let largest = OptionalColumn<Int64>()
    private let favourable = OptionalColumn<Int64>()
    private let unfavourable = OptionalColumn<Int64>()
    private(set) var groups: [EncodedRowGroup] = []

    init(_ id: String, kind: String) {
        measure = words.code(id)
        self.kind = words.code(kind)
    }

    func add(
        _ node: Int, _ label: Int32, _ group: Int32, n: Int64? = nil, a: Int64? = nil, s: Int64? = nil,
        aa: Int128? = nil, mixed: Int128? = nil, ss: Int128? = nil, contributors: Int64? = nil,
        largest: Int64? = nil, favourable: Int64? = nil, unfavourable: Int64? = nil
    ) throws {
        measures.append(measure)
        kinds.append(kind)
        department.append(Int32(node))
        period.append(label)
        breakdown.append(group)
        self.n.append(n, or: 0)
        self.a.append(a, or: 0)
        self.s.append(s, or: 0)
        self.aa.append(aa, or: 0)
        self.mixed.append(mixed, or: 0)
        self.ss.append(ss, or: 0)
        self.contributors.append(contributors.map { Int32(clamping: $0) }, or: 0)
        self.largest.append(largest, or: 0)
        self.favourable.append(favourable, or: 0)
        self.unfavourable.append(unfavourable, or: 0)
        if department.count == 122_880 { try flush() }
    }

    func flush() throws {
        guard department.count > 0 else { return }
        func text(_ codes: Buffer<Int32>) -> ColumnSlice { ColumnSlice(.string(codes: codes.pointer, pool: words)) }
        func whole(_ column: OptionalColumn<Int64>) -> ColumnSlice {
            ColumnSlice(.int64(column.values.pointer), valid: column.valid.pointer)
        }
        func square(_ column: OptionalColumn<Int128>) -> ColumnSlice {
            ColumnSlice(.int128(column.values.pointer), valid: column.valid.pointer)
        }
        groups.append(
            try RowGroupEncoder.encode(
                MeasuresTable.schema, rowCount: department.count,
                columns: [
                    text(measures), text(kinds), ColumnSlice(.int32(department.pointer)), text(period),
                    text(breakdown), whole(n), whole(a), whole(s), square(aa), square(mixed), square(ss),
                    ColumnSlice(.int32(contributors.values.pointer), valid: contributors.valid.pointer),
                    whole(largest), whole(favourable), whole(unfavourable),
                ]))
        for column in [measures, kinds, department, period, breakdown] { column.removeAll() }
        for column in [n, a, s, largest, favourable, unfavourable] { column.removeAll() }
        for column in [aa, mixed, ss] { column.removeAll() }
        contributors.removeAll()
    }
}

/// A column some of whose values are not there.
final class OptionalColumn<T: BitwiseCopyable> {
    let values = Buffer<T>()
    let valid = Buffer<UInt8>()

    @inline(__always)
    func append(_ value: T?, or nothing: T) {
        values.append(value ?? nothing)
        valid.append(value == nil ? 0 : 1)
    }

    func removeAll() {
        values.removeAll()
        valid.removeAll()
    }
}

extension AggregateRun {
    /// Writes what was accumulated, before it is rolled up the tree and before the gate.
    func writeMeasures() throws {
        var jobs: [(id: String, rows: () throws -> MeasureRows)] = []
        if assignments != nil { jobs += personMeasures() }
        if let survey { jobs += surveyMeasures(survey) }
        jobs.sort { precedes($0.id, $1.id) }
        let writer = try TableWriter(path: "\(output)/\(MeasuresTable.fileName)", schema: MeasuresTable.schema)
        let work = Shared(jobs)
        let results = Slots<[EncodedRowGroup]>(count: jobs.count)
        try Workers.run(count: jobs.count, workers: workers) { i in
            let rows = try work.value[i].rows()
            try rows.flush()
            results[i] = rows.groups
        }
        for i in jobs.indices {
            for group in results[i] ?? [] { try writer.append(group) }
            results[i] = nil
        }
        let written = try writer.finish()
        report.outputs.append(
            TableCount(
                name: MeasuresTable.fileName, schema: MeasuresTable.schema.name,
                version: MeasuresTable.schema.version, rows: written.rowCount, bytes: written.byteCount,
                footerSHA256: written.footerSHA256))
    }

    private func personMeasures() -> [(id: String, rows: () throws -> MeasureRows)] {
        var jobs: [(id: String, rows: () throws -> MeasureRows)] = []
        let months = grid.count
        func monthly(_ id: String, _ kind: String, _ values: UnsafeMutablePointer<Int64>, offset: Int = 0) {
            let width = months + offset
            jobs.append(
                (
                    id,
                    { [self] in
                        let rows = MeasureRows(id, kind: kind)
                        let labels = grid.monthLabels.map { rows.words.code($0) }
                        let before = rows.words.code("before")
                        let none = rows.words.code("")
                        for node in 0..<tree.count {
                            for m in 0..<width where values[node * width + m] != 0 {
                                let label = m >= offset ? labels[m - offset] : before
                                try rows.add(node, label, none, n: values[node * width + m])
                            }
                        }
                        return rows
                    }
                ))
        }
        for measure in MeasureStore.Sum.allCases {
            if let values = store.sum(measure) { monthly("employment.\(measure)", "sum", values) }
        }
        monthly("employment.closing", "sum", store.closing, offset: 1)
        monthly("employment.movesIn", "distinct", store.movesIn)
        monthly("employment.movesOut", "distinct", store.movesOut)
        func windowed(
            _ id: String, _ kind: String, _ body: @escaping (MeasureRows, Int, Int32, Int32, Int) throws -> Void
        ) {
            jobs.append(
                (
                    id,
                    { [self] in
                        let rows = MeasureRows(id, kind: kind)
                        let labels = grid.windows.map { rows.words.code($0.label) }
                        let none = rows.words.code("")
                        for node in 0..<tree.count {
                            for w in labels.indices { try body(rows, node, labels[w], none, node * labels.count + w) }
                        }
                        return rows
                    }
                ))
        }
        func value(_ measure: MeasureStore.Distinct, _ at: Int) -> Int64? { store.distinct(measure).map { $0[at] } }
        func count(_ id: String, _ kind: String, _ measure: MeasureStore.Distinct) {
            guard store.distinct(measure) != nil else { return }
            windowed(id, kind) { rows, node, label, none, at in
                if let n = value(measure, at), n != 0 { try rows.add(node, label, none, n: n) }
            }
        }
        count("persons.employed", "distinct", .persons)
        count("persons.home", "sum", .home)
        count("persons.absent", "distinct", .absentPersons)
        count("persons.reached", "distinct", .reached)
        count("persons.invited", "distinct", .invitedPersons)
        if store.distinct(.absenceContributors) != nil {
            windowed("absence.minutes", "distinct") { rows, node, label, none, at in
                let people = value(.absenceContributors, at) ?? 0
                let ss = value(.absenceSS, at)
                guard people != 0 || (ss ?? 0) != 0 else { return }
                try rows.add(
                    node, label, none, aa: value(.absenceAA, at).map { Int128($0) },
                    mixed: value(.absenceAS, at).map { Int128($0) }, ss: ss.map { Int128($0) }, contributors: people,
                    largest: value(.absenceLargest, at))
            }
        }
        if store.distinct(.attendanceSS) != nil {
            windowed("attendance.invitations", "distinct") { rows, node, label, none, at in
                guard let ss = value(.attendanceSS, at), ss != 0 else { return }
                try rows.add(
                    node, label, none, aa: value(.attendanceAA, at).map { Int128($0) },
                    mixed: value(.attendanceAS, at).map { Int128($0) }, ss: Int128(ss),
                    contributors: value(.attendanceContributors, at))
            }
        }
        if !waves.isEmpty {
            jobs.append(
                (
                    "persons.wave",
                    { [self] in
                        let rows = MeasureRows("persons.wave", kind: "sum")
                        let labels = waves.map { rows.words.code("wave:\($0.id)") }
                        let none = rows.words.code("")
                        for node in 0..<tree.count {
                            for w in labels.indices where store.waveHeadcount[node * labels.count + w] != 0 {
                                try rows.add(node, labels[w], none, n: store.waveHeadcount[node * labels.count + w])
                            }
                        }
                        return rows
                    }
                ))
        }
        return jobs
    }

    private func surveyMeasures(_ survey: SurveyStates) -> [(id: String, rows: () throws -> MeasureRows)] {
        var jobs: [(id: String, rows: () throws -> MeasureRows)] = []
        func job(_ id: String, _ body: @escaping (MeasureRows, Int, Int, Int32, Int32) throws -> Void) {
            jobs.append(
                (
                    id,
                    {
                        let rows = MeasureRows(id, kind: "sum")
                        let labels = survey.waves.map { rows.words.code("wave:\($0)") }
                        let none = rows.words.code("")
                        for node in 0..<survey.nodes {
                            for w in labels.indices { try body(rows, node, w, labels[w], none) }
                        }
                        return rows
                    }
                ))
        }
        job("survey.respondents") { rows, node, w, label, none in
            let place = node * survey.waves.count + w
            guard survey.respondents[place] != 0 || survey.invited[place] != 0 else { return }
            try rows.add(
                node, label, none, n: survey.respondents[place],
                s: survey.hasInvitations ? survey.invited[place] : nil)
        }
        for (place, item) in survey.items.enumerated() {
            job("survey.item:\(item.id)") { rows, node, w, label, none in
                let state = survey.item(node, w, place)
                guard state[0] != 0 else { return }
                try rows.add(
                    node, label, none, n: state[0], a: state[1], aa: Int128(state[2]), favourable: state[3],
                    unfavourable: state[4])
            }
        }
        for (place, index) in survey.indices.enumerated() {
            job("survey.index:\(index.id)") { rows, node, w, label, none in
                let state = survey.index(node, w, place)
                guard state.n != 0 else { return }
                try rows.add(node, label, none, n: state.n, a: Int64(clamping: state.sum), aa: state.squares)
            }
        }
        return jobs
    }
}
