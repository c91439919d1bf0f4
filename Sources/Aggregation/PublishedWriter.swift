internal import Calendars
internal import Columnar
internal import Configuration
internal import Disclosure
internal import FoundationEssentials
internal import Framework
internal import Results
internal import Runs
internal import Statistics
internal import Workforce

extension AggregateRun {
    /// Lets every cell through the gate and writes `published.parquet`, sorted by metric, department, period, breakdown.
    func publish() throws {
        let sources = sources()
        let linkages = sources.first.flatMap { self.linkages($0) }
        if let linkages { try write(linkages) }
        var blocks: [(id: String, block: PublishedBlock)] = []
        for (place, metric) in metrics.enumerated() where !metric.comparesGroups {
            blocks.append((metric.id, .grid(metric: place, columns: columns(of: metric))))
        }
        blocks += (listedBlocks() + drawnBlocks(sources) + gapBlocks(sources)).map {
            ($0.0, .list(id: $0.0, cells: $0.1))
        }
        blocks.sort { precedes($0.id, $1.id) }

        let flags = assignments != nil || survey != nil ? flagTests(sources[0]) : nil
        if let flags {
            try writeFlags(flags)
            try writeStatistics(sources[0])
        }
        try writeBenchmarks()

        let table = try PublishedRows(
            metrics: metrics, sources: sources, tree: tree, minimum: gate, blocks: blocks.map(\.block))
        let writer = try TableWriter(
            path: "\(output)/\(PublishedTable.fileName)", schema: PublishedTable.schema,
            metadata: [(PublishedTable.publicationKey, try publicationText(sources, linkages, flags))])
        let ordered = OrderedTableWriter(writer)
        let rows = Shared(table)
        try Workers.run(count: table.groupCount, workers: workers) { i in
            try ordered.put(try rows.value.encode(group: i), at: i)
        }
        let written = try ordered.finish()
        report.outputs.append(
            TableCount(
                name: PublishedTable.fileName, schema: PublishedTable.schema.name,
                version: PublishedTable.schema.version, rows: written.rowCount, bytes: written.byteCount,
                footerSHA256: written.footerSHA256))
    }

    /// Of all persons first, then of each breakdown.
    private func sources() -> [CellSource] {
        let whole = figures()
        // Masks count openings and candidates by it.
        whole.recruitment = recruitmentFigures()
        let masks = masks(whole)
        whole.agreement = agreements(whole)
        whole.intervals = SurveyIntervals(
            whole, maskMaker(whole),
            isResponseGiven: metrics.contains { $0.id == Participation.responseRate.id }, workers: workers)
        let first = CellSource(figures: whole, masks: masks)
        return [first]
            + brokenDown.map { part in
                let figures = Figures(
                    store: part.store, grid: part.grid, survey: nil, snapshot: nil,
                    fullDayMinutes: Double(fullTimeWeekMinutes) / 5,
                    lengths: part.lengths?.summaries(
                        nodes: part.shape.count, end: part.shape.end, grid: part.grid,
                        windows: part.store.needs.absenceWindows, workers: workers) ?? [],
                    serviceMedians: part.services?.medians(
                        nodes: part.shape.count, end: part.shape.end, grid: part.grid, workers: workers) ?? [],
                    survival: part.stays?.curves(
                        parent: part.shape.parent, end: part.shape.end, days: Survival.namedDays, drawn: false,
                        workers: workers),
                    poisson: whole.poisson, t: whole.t)
                return CellSource(
                    figures: figures, masks: self.masks(part, figures, whole: whole, shown: masks))
            } + surveyBrokenDown.map { surveySource($0, whole: first) }
    }

    /// The periods of a metric, and of each group in it: by period, then by breakdown.
    private func columns(of metric: Metric) -> [GridColumn] {
        var columns = slots(of: metric, grid).map { GridColumn(slot: $0, period: label($0, of: metric, grid)) }
        for (place, part) in brokenDown.enumerated() where metric.isBrokenDown(by: part.breakdown.demographic) {
            for slot in brokenDownSlots(of: metric, part.grid) {
                for (number, group) in part.breakdown.labels.enumerated() {
                    columns.append(
                        GridColumn(
                            slot: slot, period: label(slot, of: metric, part.grid), breakdown: group,
                            source: place + 1, base: number * tree.count))
                }
            }
        }
        columns += surveyColumns(of: metric, firstSource: brokenDown.count + 1)
        return columns.sorted { a, b in
            a.period == b.period ? precedes(a.breakdown, b.breakdown) : precedes(a.period, b.period)
        }
    }

    private func figures() -> Figures {
        let poisson = Slots<PoissonLimits>(count: 1)
        let t = Slots<TQuantiles>(count: 1)
        Workers.run(count: 2, workers: workers) { piece in
            if piece == 0 { t[0] = TQuantiles(upTo: 400) } else { poisson[0] = PoissonLimits(upTo: 400) }
        }
        return Figures(
            store: store, grid: grid, survey: survey, snapshot: snapshot,
            fullDayMinutes: Double(fullTimeWeekMinutes) / 5,
            lengths: spellLengths?.summaries(
                nodes: tree.count, end: tree.end, grid: grid, windows: store.needs.absenceWindows, workers: workers)
                ?? [],
            serviceMedians: services?.medians(nodes: tree.count, end: tree.end, grid: grid, workers: workers) ?? [],
            survival: stays?.curves(
                parent: tree.parent, end: tree.end, days: Survival.namedDays, drawn: true, workers: workers),
            poisson: poisson[0] ?? PoissonLimits(upTo: 400),
            t: t[0] ?? TQuantiles(upTo: 400))
    }

    func label(_ slot: Int, of metric: Metric, _ grid: MonthGrid) -> String {
        switch metric.slots {
        case .windows: grid.windows[slot].label
        case .waves: "wave:\(waves[slot].id)"
        case .snapshot, .asOfDay: CivilDate(day: run.asOf).description
        }
    }

    /// Cells that come from pre-aggregated tables.
    private func listedBlocks() -> [(String, [ListedCell])] {
        var blocks: [(String, [ListedCell])] = []
        if let absenceTotals, isIncluded(Absence.printedRate.id) {
            let cells = absenceTotals.cells.map { place, cell in
                let state: Disclosed
                switch cell {
                case .known(let part):
                    let lost = Double(part.lost) / 1e8
                    let available = Double(part.available) / 1e8
                    state = .published(
                        Figure(
                            value: part.available > 0 ? Double(part.lost) / Double(part.available) * 100 : nil,
                            numerator: lost, denominator: available))
                case .blank: state = .suppressed(.publisher)
                case .incomplete: state = .suppressed(.incomplete)
                }
                return ListedCell(
                    node: place.department, period: place.period, breakdown: place.breakdown, state: state)
            }
            blocks.append((Absence.printedRate.id, sorted(cells)))
        }
        if let surveyTotals { blocks += surveyBlocks(surveyTotals) }
        return blocks.filter { !$0.1.isEmpty }
    }

    /// The points of survival curves between those that are metrics, where they are published: of all persons only, for
    /// a curve of every group of every unit would be drawn by nobody.
    private func drawnBlocks(_ sources: [CellSource]) -> [(String, [ListedCell])] {
        guard let whole = sources.first else { return [] }
        let period = CivilDate(day: run.asOf).description
        let days = drawnDays(whole.figures)
        let blocks = Slots<[ListedCell]>(count: days.count)
        Workers.run(count: days.count, workers: workers) { [tree] i in
            guard let mask = whole.masks[.survival(.day(days[i])), 0] else { return }
            blocks[i] = tree.byID.filter { mask[Int($0)] == nil }.map { node in
                ListedCell(
                    node: node, period: period, breakdown: "",
                    state: .published(Survival.figure(whole.figures, Int(node), day: days[i])))
            }
        }
        return days.indices.compactMap { i in
            guard let cells = blocks[i], !cells.isEmpty else { return nil }
            return (Survival.id(day: days[i]), cells)
        }
    }

    func sorted(_ cells: [ListedCell]) -> [ListedCell] {
        cells.sorted { a, b in
            if a.node != b.node { return tree.rank[Int(a.node)] < tree.rank[Int(b.node)] }
            if a.period != b.period { return precedes(a.period, b.period) }
            return precedes(a.breakdown, b.breakdown)
        }
    }

    private func surveyBlocks(_ totals: SurveyTotals) -> [(String, [ListedCell])] {
        var medians: [ListedCell] = []
        var rates: [ListedCell] = []
        struct Measure: Hashable {
            var period: String
            var code: String
        }
        var values: [Measure: [Int64]] = [:]
        for row in totals.rows {
            if row.measure == SurveyTotals.responseRate, row.department != 0 {
                let state: Disclosed
                if let value = row.value {
                    // Printed over 100 %: capped, and told in a finding.
                    state = .published(Figure(value: min(Double(value) / 1e9, 100)))
                } else {
                    state = .suppressed(.publisher)
                }
                rates.append(ListedCell(node: row.department, period: row.period, breakdown: "", state: state))
            }
            if let value = row.value {
                let capped = row.measure == SurveyTotals.responseRate ? min(value, 100_000_000_000) : value
                values[Measure(period: row.period, code: row.measure), default: []].append(capped)
            }
        }
        for (measure, list) in values {
            let ordered = list.sorted()
            let middle = ordered.count / 2
            let twice =
                ordered.count % 2 == 1
                ? Double(ordered[middle]) : (Double(ordered[middle - 1]) + Double(ordered[middle])) / 2
            medians.append(
                ListedCell(
                    node: 0, period: measure.period, breakdown: "measure=\(measure.code)",
                    state: .published(Figure(value: twice / 1e9, denominator: Double(list.count)))))
        }
        var blocks: [(String, [ListedCell])] = []
        if isIncluded(Benchmark.median.id) { blocks.append((Benchmark.median.id, sorted(medians))) }
        if isIncluded(Participation.responseDescription.id) {
            blocks.append((Participation.responseDescription.id, sorted(rates)))
        }
        return blocks
    }

    // MARK: The publication

    private func publicationText(
        _ sources: [CellSource], _ linkages: [Linkage]?, _ flags: [FlagTest]?
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(try publication(sources, linkages, flags)), as: UTF8.self)
    }

    private func publication(
        _ cells: [CellSource], _ linkages: [Linkage]?, _ flags: [FlagTest]?
    ) throws -> Publication {
        var catalogue = metrics.map(\.description)
        if linkages != nil { catalogue.append(SurveyLinkage.description) }
        if metrics.contains(where: { $0.isPointOfSurvival }) { catalogue.append(Survival.curve) }
        for description in [Absence.printedRate, Benchmark.median, Participation.responseDescription]
        where !catalogue.contains(where: { $0.id == description.id }) {
            if description.id == Absence.printedRate.id ? absenceTotals != nil : surveyTotals != nil {
                catalogue.append(description)
            }
        }
        catalogue.sort { precedes($0.id, $1.id) }
        catalogue = catalogue.map { $0.tagged(questionnaire: pipeline.questionnaire) }
        var reasons: [[String]: [SourceQuality.ReasonCount]] = [:]
        for row in quality where row.kind == "reason" {
            reasons[[row.dataset, row.file], default: []].append(
                SourceQuality.ReasonCount(reason: row.name, rows: Int(row.count ?? 0)))
        }
        let sources = quality.filter { $0.kind == "file" }.map { row in
            SourceQuality(
                dataset: row.dataset, file: row.file, rowsIn: Int(row.rowsIn ?? 0), rowsOut: Int(row.rowsOut ?? 0),
                quarantined: Int(row.quarantined ?? 0), duplicates: Int(row.duplicates ?? 0),
                filtered: Int(row.filtered ?? 0), reasons: reasons[[row.dataset, row.file]] ?? [])
        }
        var findings = quality.filter { $0.kind == "finding" }.map { row in
            QualityFinding(
                category: row.name, severity: row.severity, location: row.file.isEmpty ? row.dataset : row.file,
                message: row.message, count: Int(row.count ?? 1))
        }
        findings += report.findings.map {
            QualityFinding(
                category: $0.category, severity: $0.severity.rawValue, location: $0.location, message: $0.message,
                count: $0.count)
        }
        return Publication(
            organisation: pipeline.organisation, pipeline: pipeline.name, asOf: CivilDate(day: run.asOf).description,
            synthetic: pipeline.synthetic, publicData: pipeline.publicData, catalogue: catalogue,
            departments: tree.nodes,
            items: (pipeline.questionnaire?.items ?? []).map {
                SurveyItem(id: $0.id, text: $0.text, index: $0.index, reversed: $0.reversed)
            },
            indices: (pipeline.questionnaire?.indices ?? []).map { SurveyIndex(id: $0.id, title: $0.title) },
            measures: (surveyTotals?.titles ?? [:]).map { SurveyIndex(id: $0.key, title: $0.value) }
                .sorted { precedes($0.id, $1.id) },
            waves: waves.map(\.id), months: assignments != nil ? grid.monthLabels : absenceTotals?.months ?? [],
            sources: sources, findings: findings, settings: settings(), minimumPersons: gate.minimum,
            missing: missing(),
            files: input.lineage.files.map {
                Publication.File(dataset: $0.dataset, file: $0.file, sha256: $0.sha256, rows: $0.rows)
            },
            tables: input.lineage.tables.map {
                Publication.Table(stage: $0.stage, name: $0.name, rows: $0.rows, footerSHA256: $0.footerSHA256)
            },
            notes: responseNotes() + (cells.first.map { SurveyIntervals.notes($0.figures, tree.ids) } ?? [])
                + incompleteNotes() + reliabilityNotes()
                + cells.enumerated().flatMap(survivalNotes), history: history(), linkages: linkages,
            flags: flags.map { tests in
                Publication.FlagSummary(
                    file: FlagTable.fileName, tests: tests.count, rejected: tests.count(where: \.rejected),
                    marked: tests.count(where: \.marked), rate: FlagFamily.rate)
            })
    }

    /// The first month of which each dataset tells; a snapshot without dates tells of none.
    private func history() -> [Publication.History]? {
        guard assignments != nil else { return nil }
        func from(_ subject: String, _ month: Int) -> Publication.History? {
            guard month < grid.count else { return nil }
            return Publication.History(
                subject: subject, firstMonth: Period(.month(grid.firstMonth + month)).description)
        }
        return [
            from("employment", 0), from("leavers", min(observed.leavers, observed.leaverHistory)),
            absences == nil ? nil : from("absences", observed.absences),
            participation == nil ? nil : from("participation", observed.participation),
        ].compactMap { $0 }
    }

    private func write(_ linkages: [Linkage]) throws {
        let writer = try TableWriter(path: "\(output)/\(LinkageTable.fileName)", schema: LinkageTable.schema)
        if !linkages.isEmpty { try writer.append(try LinkageTable.encode(linkages)) }
        let written = try writer.finish()
        report.outputs.append(
            TableCount(
                name: LinkageTable.fileName, schema: LinkageTable.schema.name, version: LinkageTable.schema.version,
                rows: written.rowCount, bytes: written.byteCount, footerSHA256: written.footerSHA256))
    }

    /// What the published curves are given that do not begin with the first day.
    private func survivalNotes(_ place: Int, _ cells: CellSource) -> [Publication.Note] {
        guard let survival = cells.figures.survival else { return [] }
        let points = [.median] + survival.days.map { Metric.SurvivalPoint.day($0) }
        let masks = points.compactMap { cells.masks[.survival($0), 0] }
        let ids = [
            metrics.contains { $0.isPointOfSurvival } ? Survival.curve.id : nil,
            metrics.contains { $0.id == Survival.median.id } ? Survival.median.id : nil,
        ].compactMap { $0 }
        let groups = place > 0 ? brokenDown[place - 1].breakdown.labels : [""]
        var notes: [Publication.Note] = []
        for node in 0..<survival.nodes {
            guard let start = survival.curve(node)?.start, start > 0, masks.contains(where: { $0[node] == nil }) else {
                continue
            }
            let (group, unit) = node.quotientAndRemainder(dividingBy: tree.count)
            for id in ids {
                notes.append(
                    Publication.Note(
                        metric: id, period: CivilDate(day: run.asOf).description,
                        place: Publication.Note.Place(department: tree.ids[unit], breakdown: groups[group]),
                        text:
                            "Given that \(start) days were completed (S(t given \(start))): with fewer than ten at risk nothing is said of earlier days."
                    ))
            }
        }
        return notes
    }

    /// Which reliability is meant where an index has one item or two.
    private func reliabilityNotes() -> [Publication.Note] {
        guard let survey else { return [] }
        return metrics.flatMap { metric -> [Publication.Note] in
            guard case .reliability(let index) = metric.protection,
                let text = SurveyReliability.note(items: survey.members(index).count)
            else { return [] }
            return survey.waves.map { Publication.Note(metric: metric.id, period: "wave:\($0)", text: text) }
        }
    }

    /// How many parts of each incomplete sum the publisher left blank.
    private func incompleteNotes() -> [Publication.Note] {
        guard let absenceTotals, isIncluded(Absence.printedRate.id) else { return [] }
        return absenceTotals.incompleteCells.sorted { a, b in
            if a.place.department != b.place.department { return a.place.department < b.place.department }
            if a.place.period != b.place.period { return precedes(a.place.period, b.place.period) }
            return precedes(a.place.breakdown, b.place.breakdown)
        }.map { cell in
            Publication.Note(
                metric: Absence.printedRate.id, period: cell.place.period,
                place: Publication.Note.Place(
                    department: tree.ids[Int(cell.place.department)], breakdown: cell.place.breakdown),
                text: "\(cell.parts) of its parts \(cell.parts == 1 ? "was" : "were") not published by the source.")
        }
    }

    /// Which base the response rate of each wave has.
    private func responseNotes() -> [Publication.Note] {
        guard let survey, metrics.contains(where: { $0.id == Participation.responseRate.id }) else { return [] }
        return survey.waves.indices.map { wave in
            Publication.Note(
                metric: Participation.responseRate.id, period: "wave:\(survey.waves[wave])",
                text: survey.isInvited[wave]
                    ? "The denominator is the persons invited."
                    : "The denominator is the persons employed on the wave's opening day: the exports hold no invitations to this wave."
            )
        }
    }

    private func settings() -> [Publication.Setting] {
        func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
        var settings: [(String, String)] = [
            ("calendar.country", pipeline.calendar.country),
            ("calendar.first_month", assignments == nil ? "" : grid.monthLabels.first ?? ""),
            ("calendar.fiscal_year_from", pipeline.calendar.fiscalYearFrom.map { String($0) } ?? ""),
            ("calendar.full_time_week_minutes", String(fullTimeWeekMinutes)),
            ("disclosure.minimum", String(gate.minimum)),
            ("disclosure.minimum_shares", String(gate.minimumShares)),
            ("disclosure.close_after_days", String(pipeline.disclosure.closeAfterDays)),
            ("disclosure.survey_open_days", String(pipeline.disclosure.surveyOpenDays)),
            ("disclosure.absence_month_from", String(gate.absenceMonthFrom)),
            ("disclosure.absence_quarter_from", String(gate.absenceQuarterFrom)),
            ("disclosure.absence_year_from", String(gate.absenceYearFrom)),
            ("metrics.absence_classes", pipeline.metrics.absenceClasses.joined(separator: ", ")),
            ("metrics.age_bands", list(pipeline.metrics.ageBands)),
            ("metrics.breakdowns", breakdowns.map(\.demographic.rawValue).joined(separator: ", ")),
            ("metrics.breakdown_items", String(pipeline.metrics.breakdownItems)),
            ("metrics.breakdown_waves", String(pipeline.metrics.breakdownWaves)),
            ("metrics.bradford_bands", list(pipeline.metrics.bradfordBands)),
            ("metrics.driver_replicates", String(pipeline.metrics.driverReplicates)),
            ("metrics.flags.absence", String(pipeline.metrics.flags.absence)),
            ("metrics.flags.enps", String(pipeline.metrics.flags.enps)),
            ("metrics.flags.participation", String(pipeline.metrics.flags.participation)),
            ("metrics.flags.scores", String(pipeline.metrics.flags.scores)),
            ("metrics.flags.turnover", String(pipeline.metrics.flags.turnover)),
            ("metrics.index_answered_percent", String(pipeline.metrics.indexAnsweredPercent)),
            ("metrics.merge_spells", String(pipeline.metrics.mergeSpells)),
            ("metrics.short_absence_days", String(pipeline.metrics.shortAbsenceDays)),
            ("metrics.tenure_bands", list(pipeline.metrics.tenureBands)),
        ]
        settings += classLists()
        settings.removeAll { $0.1.isEmpty }
        if let cost = pipeline.metrics.leaverCost { settings.append(("metrics.leaver_cost", String(cost))) }
        settings.sort { precedes($0.0, $1.0) }
        return settings.map { Publication.Setting(name: $0.0, value: $0.1) }
    }

    /// Which codes of the exports stand for which reason of leaving and class of absence, and which rows are left out.
    private func classLists() -> [(String, String)] {
        let classes = ["leave_class", "leave_kind", "class"]
        return pipeline.sources.flatMap { source in
            var lists: [(String, String)] = []
            for column in source.columns where classes.contains(column.name) && !column.codes.isEmpty {
                var codes = column.codes.sorted { precedes($0.key, $1.key) }.map { "\($0.key) → \($0.value)" }
                if case .use(let word) = column.unknownCode { codes.append("any other → \(word)") }
                lists.append(("sources.\(source.name).\(column.name)", codes.joined(separator: ", ")))
            }
            let persons = CanonicalColumn.all(of: source.dataset)
                .filter { $0.kind == .person || $0.kind == .personOfOtherSpace }.map(\.name)
            for filter in source.filters {
                // What stands in a column of persons, or in one of which nothing is known, may be somebody's id.
                let isTold = source.columns.contains {
                    !persons.contains($0.name)
                        && $0.headers.contains { $0.lowercased() == filter.header.lowercased() }
                }
                func words(_ list: [String]) -> String {
                    isTold ? list.joined(separator: ", ") : "\(list.count) values, see the pipeline"
                }
                let rule =
                    (filter.drop.isEmpty ? [] : ["left out: \(words(filter.drop))"])
                    + (filter.keep.isEmpty ? [] : ["kept: \(words(filter.keep))"])
                lists.append(("sources.\(source.name).rows by \(filter.header)", rule.joined(separator: "; ")))
            }
            return lists
        }
    }

    private func missing() -> [String] {
        var lines: [String] = []
        let people = assignments != nil
        if !people, snapshotTable == nil { lines.append("People and turnover: the pipeline has no employees export.") }
        if people, absences == nil { lines.append("Absence: the pipeline has no absence export.") }
        if people, participation == nil { lines.append("Participation: the pipeline has no participation export.") }
        let datasets = WorkingLife.allCases.filter { workingLife[$0] == nil }.map(\.rawValue)
        let absent = datasets + (recruitment == nil ? ["recruitment"] : [])
        if people, !absent.isEmpty {
            lines.append("Working life: the pipeline has no export of \(absent.joined(separator: ", ")).")
        }
        if !people, !workingLife.isEmpty || recruitment != nil {
            lines.append("Working life and recruitment: their figures need an employees export beside them.")
        }
        if people, responses == nil { lines.append("Survey: the pipeline has no survey export.") }
        return lines
    }
}
