internal import Columnar
internal import Configuration
internal import Disclosure
internal import Results
internal import Runs
internal import Statistics

/// Headline figures beside what they may be held against.
///
/// Only published figures are read, so nothing here tells of another: the rest of the company is what two published
/// numerators and denominators leave, and is given where it has the minimum of persons; siblings are published ones.
enum Comparators {
    /// A closed period of a metric.
    struct Slot: Sendable {
        var slot: Int
        var period: String
        /// The wave before, or the window that ends where this one begins.
        var previous: Int?
        var yearBefore: Int?
    }

    /// The figures of one metric, unit by unit in the order given, then by period.
    ///
    /// - Parameter atLeast: persons that the rest of the company must have.
    static func figures(
        _ headline: HeadlineMetric, _ slots: [Slot], _ source: CellSource, parent: [Int32], ids: [String],
        order: [Int32], atLeast: Int
    ) -> [ComparedFigure] {
        var samples: [Int: [UnitSample?]] = [:]
        for slot in slots {
            guard let mask = source.masks[headline.metric.protection, slot.slot] else { continue }
            samples[slot.slot] = ids.indices.map { node in
                mask[node] == nil ? headline.sample(source.figures, node, slot.slot) : nil
            }
        }
        let columns = slots.sorted { precedes($0.period, $1.period) }.compactMap { slot -> [ComparedFigure?]? in
            guard let own = samples[slot.slot] else { return nil }
            let groups = SiblingGroups(own, parent: parent)
            return ids.indices.map { node in
                guard let sample = own[node], let value = sample.value else { return nil }
                var row = ComparedFigure()
                row.metric = headline.id
                row.department = ids[node]
                row.period = slot.period
                row.value = value
                row.n = sample.persons
                if let rest = own[0]?.subtracting(sample), rest.persons >= atLeast {
                    row.restOfCompany = rest.value
                    row.restOfCompanyN = rest.persons
                }
                if parent[node] >= 0 { row.parent = own[Int(parent[node])]?.value }
                if let before = slot.previous { row.previous = samples[before]?[node]?.value }
                if let year = slot.yearBefore { row.yearBefore = samples[year]?[node]?.value }
                if let (above, siblings) = groups.group(of: node), let estimate = siblings.estimate(sample) {
                    row.shrunk = estimate
                    row.centre = siblings.centre
                    row.group = ids[above]
                    row.siblings = siblings.count
                    row.isChance = siblings.isChance
                }
                return row
            }
        }
        return order.flatMap { node in columns.compactMap { $0[Int(node)] } }
    }
}

extension AggregateRun {
    /// Headline figures of all closed windows of 12 months and waves.
    func comparedFigures(_ source: CellSource) -> [ComparedFigure] {
        let headlines = headlineMetrics
        let made = Slots<[ComparedFigure]>(count: headlines.count)
        let slots = headlines.map { comparedSlots($0.metric, source.figures) }
        Workers.run(count: headlines.count, workers: workers) { [tree, gate] i in
            made[i] = Comparators.figures(
                headlines[i], slots[i], source, parent: tree.parent, ids: tree.ids, order: tree.byID,
                atLeast: headlines[i].metric.description.sensitive ? gate.minimumShares : gate.minimum)
        }
        return headlines.indices.flatMap { made[$0] ?? [] }
    }

    private func comparedSlots(_ metric: Metric, _ figures: Figures) -> [Comparators.Slot] {
        slots(of: metric, grid).compactMap { slot in
            let period = label(slot, of: metric, grid)
            if case .waves = metric.slots {
                guard waves[slot].close <= run.asOf else { return nil }
                return Comparators.Slot(slot: slot, period: period, previous: slot > 0 ? slot - 1 : nil)
            }
            guard grid.windows[slot].kind == .rolling12, grid.windows[slot].isClosed else { return nil }
            // Twelve months before is where this window begins.
            let year = figures.yearBefore[slot]
            return Comparators.Slot(slot: slot, period: period, previous: year, yearBefore: year)
        }
    }

    /// Writes the tables of statistics beside the cells.
    func writeStatistics(_ source: CellSource) throws {
        let compared = ComparedFigure.table
        note(
            try compared.write(comparedFigures(source), to: "\(output)/\(compared.fileName)"), compared.fileName,
            compared.schema)
        let series = monthlySeries(source)
        let limits = LimitPoint.table
        note(
            try limits.write(limitPoints(series, source), to: "\(output)/\(limits.fileName)"), limits.fileName,
            limits.schema)
        let trends = TrendRow.table
        note(
            try trends.write(trendRows(series, source), to: "\(output)/\(trends.fileName)"), trends.fileName,
            trends.schema)
    }
}
