internal import Calendars
internal import Columnar
internal import Configuration
internal import Disclosure
internal import Framework
internal import Runs
internal import Synchronization
internal import Workforce

/// A value handed to worker threads that nobody changes meanwhile.
struct Shared<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}

/// The line of person keys in ranges that get smaller.
///
/// Keys are uniform, so equal shares of the line are equal shares of the persons.
private struct KeyRanges: Sendable {
    private let bounds: [UInt64]

    init(threads: Int) {
        let sizes: [UInt64] = threads == 1 ? [1] : [4, 3, 2, 1]
        let weights = sizes.flatMap { [UInt64](repeating: $0, count: threads) }
        let unit = UInt64.max / weights.reduce(0, +)
        bounds = weights.reduce(into: [0 as UInt64]) { $0.append(($0.last ?? 0) + unit * $1) }
    }

    var count: Int { bounds.count - 1 }

    /// Keys are signed: the line begins at the smallest.
    subscript(place: Int) -> ClosedRange<Int64> {
        func key(_ place: UInt64) -> Int64 { Int64(bitPattern: place ^ 1 << 63) }
        return key(bounds[place])...(place + 1 == count ? Int64.max : key(bounds[place + 1] - 1))
    }
}

extension AggregateRun {
    /// Person by person over ranges of keys, one range a worker.
    func walkPersons() throws {
        guard let assignments else { return }
        var classes: UInt32 = 0
        for (place, kind) in AbsenceClass.allCases.enumerated()
        where pipeline.metrics.absenceClasses.contains(kind.rawValue) { classes |= 1 << UInt32(place) }
        let national = try nationalCalendars()
        let managers = store.needs.has(.span) ? try ManagerKeys(assignments) : ManagerKeys()
        let patterns = try contractedPatterns(assignments)
        let plan = WalkPlan(
            grid: grid, calendars: national.calendars, fullTimeWeekMinutes: national.weeks, parent: tree.parent,
            end: tree.end, units: tree.count, waveDays: waves.map(\.open), absenceClasses: classes,
            mergesSpells: pipeline.metrics.mergeSpells, needs: store.needs,
            shortAbsenceDays: Int32(clamping: pipeline.metrics.shortAbsenceDays),
            bradfordBands: pipeline.metrics.bradfordBands.map(Int64.init), leaversFrom: leaversFrom,
            cohorts: cohorts, managers: managers.count, patterns: patterns.patterns)
        let grouped = breakdownGrid()
        let parts = breakdowns.map { BrokenDownPlan($0, tree, plan, grouped) }
        // Ever smaller ranges, so that no thread waits long for the last one. Sums do not care who adds them.
        let threads = max(1, min(workers, assignments.rowCount / 2000 + 1))
        let ranges = KeyRanges(threads: threads)
        let context = StreamContext(
            calendars: national.places, breakdowns: breakdowns, managers: managers, patterns: patterns.places,
            asksForRegret: store.needs.has(.regret), asOf: run.asOf)
        let tables = Shared(
            (assignments, absences, participation, store.needs.has(.leave) ? leaveTable : nil, workingLife))
        let stores = Shared({ [self] in newStore(store.needs) })
        let idle = Mutex([PersonWalks(PersonWalk(plan: plan, store: store), parts)])
        let batches = Mutex([PersonBatch]())
        try Workers.run(count: ranges.count, workers: threads) { i in
            let streams = try PersonStreams(
                assignments: tables.value.0, absences: tables.value.1, participation: tables.value.2,
                leave: tables.value.3, workingLife: tables.value.4, context, from: ranges[i].lowerBound,
                through: ranges[i].upperBound)
            let walk =
                idle.withLock { $0.popLast() } ?? PersonWalks(PersonWalk(plan: plan, store: stores.value()), parts)
            let batch = batches.withLock { $0.popLast() } ?? PersonBatch()
            while try streams.fill(batch) {
                batch.forEachPerson { walk.add(segments: $0, absences: $1, events: $2, leave: $3, happenings: $4) }
            }
            idle.withLock { $0.append(walk) }
            batches.withLock { $0.append(batch) }
        }
        var outside = 0
        var eventsOutside = 0
        let walks = idle.withLock { $0 }
        for walk in walks.map(\.whole) {
            if walk.store !== store { store.merge(walk.store, workers: workers) }
            spellLengths = spellLengths?.merged(walk.lengths) ?? walk.lengths
            services = services?.merged(walk.services) ?? walk.services
            stays = stays?.merged(walk.stays) ?? walk.stays
            outside += walk.absencesOutside
            eventsOutside += walk.eventsOutside
        }
        let spans = walks.map(\.whole).reduce(nil) { $1.spans?.merged($0) ?? $0 }
        spans?.fill(store, reports: spans)
        store.spreadDistinct(parent: tree.parent, workers: workers)
        for (place, part) in parts.enumerated() {
            brokenDown.append(
                BrokenDown(part, walks.map { $0.parts[place].walk }, reports: spans, workers: workers))
        }
        found(
            "absences.outside_employment", "absences",
            "absences lie partly or wholly outside employment; the days outside are left out", count: outside)
        found(
            "participation.outside_employment", "participation",
            "attendances or invitations lie on a day on which the person was not employed; they are left out",
            count: eventsOutside)
    }

    /// The patterns that segments name, with the places of their words.
    private func contractedPatterns(
        _ assignments: TableReader
    ) throws -> (patterns: [WorkPattern], places: [String: Int32]) {
        var patterns: [WorkPattern] = []
        var places: [String: Int32] = [:]
        for group in 0..<assignments.rowGroupCount {
            for word in try assignments.texts("work_pattern", ofGroup: group) where places[word] == nil {
                guard let pattern = WorkPattern(word: word) else { throw AggregateError.unknownPattern }
                places[word] = Int32(clamping: patterns.count)
                patterns.append(pattern)
            }
        }
        return (patterns, places)
    }

    func readSurvey() throws {
        guard let responses, let questionnaire = pipeline.questionnaire else { return }
        let ids = waves.map(\.id)
        let nodes = tree.count
        let needs = Set(metrics.compactMap(\.survey))
        let reader = SurveyReader(
            questionnaire: questionnaire, waves: ids, nodes: nodes,
            answeredPercent: pipeline.metrics.indexAnsweredPercent, replicates: pipeline.metrics.driverReplicates)
        let total = try reader.states(responses, needs: needs, shape: tree.shape, workers: workers)
        if let invitations {
            for index in 0..<invitations.rowGroupCount {
                let group = try invitations.readGroup(index)
                let wave = try group.strings("wave")
                let department = try group.int32("department")
                let invited = try group.int32("invited")
                for i in 0..<group.rowCount {
                    guard let id = wave[i], let node = department[i], let persons = invited[i] else { continue }
                    guard node >= 0, Int(node) < nodes else {
                        throw AggregateError.outsideTree(table: "survey_invitations")
                    }
                    guard let w = ids.firstIndex(of: id) else { continue }
                    total.isInvited[w] = true
                    total.invited[Int(node) * ids.count + w] += Int64(persons)
                }
            }
        }
        survey = total
    }

    func readSnapshot() throws {
        guard let snapshotTable else { return }
        var counts = SnapshotCounts(
            persons: [Int64](repeating: 0, count: tree.count), leavers: [Int64](repeating: 0, count: tree.count))
        for index in 0..<snapshotTable.rowGroupCount {
            let group = try snapshotTable.readGroup(index)
            let department = try group.int32("department")
            let leaver = try group.bool("leaver")
            for i in 0..<group.rowCount {
                let node = Int(department.values[i])
                guard node >= 0, node < tree.count else { throw AggregateError.outsideTree(table: "snapshot") }
                counts.persons[node] += 1
                counts.leavers[node] += leaver.values[i] != 0 ? 1 : 0
            }
        }
        snapshot = counts
    }

    func readTotals() throws {
        if let absenceTotalsTable {
            absenceTotals = try AbsenceTotals(
                absenceTotalsTable, tree: tree,
                kinds: Set(pipeline.metrics.periods.compactMap(MonthGrid.Kind.init)))
            let incomplete = absenceTotals?.incompleteCells ?? []
            let parts = incomplete.reduce(0) { $0 + $1.parts }
            found(
                "absence_totals.incomplete", "absence_totals",
                "sums have parts that the publisher left blank (\(parts) parts in all); they are not shown",
                count: incomplete.count)
        }
        if let surveyTotalsTable { surveyTotals = try SurveyTotals(surveyTotalsTable, tree: tree) }
    }

    func rollUp() {
        store.rollUp(parent: tree.parent, workers: workers)
        for part in brokenDown { part.rollUp(workers: workers) }
        survey?.rollUp(parent: tree.parent, workers: workers)
        for part in surveyBrokenDown {
            part.states.rollUp(parent: part.shape.parent, workers: workers)
            part.store.rollUp(parent: part.shape.parent, workers: workers)
        }
        if var counts = snapshot {
            for node in stride(from: tree.count - 1, to: 0, by: -1) {
                counts.persons[Int(tree.parent[node])] += counts.persons[node]
                counts.leavers[Int(tree.parent[node])] += counts.leavers[node]
            }
            snapshot = counts
        }
    }

    /// opening + hires + moves in − leavers − moves out = closing, for every unit and month.
    func checkFlowIdentity() {
        guard assignments != nil else { return }
        var breaches = 0
        let months = grid.count
        for node in 0..<tree.count {
            func inMonth(_ values: UnsafeMutablePointer<Int64>?, _ m: Int) -> Int64 {
                guard let values else { return 0 }
                return values[node * months + m] - (m > 0 ? values[node * months + m - 1] : 0)
            }
            for m in 0..<months {
                let opening = store.closing[node * (months + 1) + m]
                let closing = store.closing[node * (months + 1) + m + 1]
                var expected = opening + inMonth(store.sum(.hires), m) + inMonth(store.movesIn, m)
                expected -= inMonth(store.movesOut, m)
                for measure in MeasureStore.Sum.leaving { expected -= inMonth(store.sum(measure), m) }
                if expected != closing { breaches += 1 }
            }
        }
        found(
            "flow.identity", "employees",
            "months of departments in which opening + hires + moves in − leavers − moves out is not the closing headcount: people appear without a hire or vanish without leaving",
            count: breaches, warns: true)
    }

    func checkResponses() {
        if let survey {
            var over = 0
            for node in 0..<tree.count {
                for wave in 0..<survey.waves.count {
                    let place = node * survey.waves.count + wave
                    let invited = survey.isInvited[wave] ? survey.invited[place] : store.waveHeadcount[place]
                    if survey.respondents[place] > invited { over += 1 }
                }
            }
            found(
                "participation.response_over_100", "survey_responses",
                "units have more answers than persons invited in a wave; their response rate is shown as 100 %",
                count: over)
        }
        if let surveyTotals {
            let over = surveyTotals.rows.filter {
                $0.measure == SurveyTotals.responseRate && ($0.value ?? 0) > 100_000_000_000
            }.count
            found(
                "participation.response_over_100", "survey_totals",
                "organisations print a response rate over 100 %; it is shown as 100 %", count: over)
        }
    }
}
