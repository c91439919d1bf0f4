internal import Columnar
internal import Disclosure
internal import Results
internal import Runs
internal import Statistics

extension Participation {
    /// It has no cell of all persons: `AggregateRun.gapBlocks` makes those of the groups.
    static let gap: Metric = {
        var metric = Metric(
            description: MetricDescription(
                id: "participation.gap", family: "Participation", title: "Difference in reach", unit: "points",
                definition:
                    "Reach of a group less that of the group with the most persons in the whole organisation, where both are "
                    + "published; groups of unknown persons are not compared. The breakdown names both: gender=female vs male. "
                    + "Who was in both groups within the period is counted in both.",
                formula: "distinct attendees ÷ persons employed × 100, group − reference group",
                numerator: "", denominator: "persons of both groups", grain: "department × period × pair of groups",
                direction: 0, source: "Newcombe 1998, method 10", interval: "Newcombe", sensitive: true, decimals: 0),
            slots: .windows(everyWindow), protection: .reach, needs: .participation
        ) { _, _, _ in Figure(value: nil, n: 0) }
        metric.comparesGroups = true
        return metric
    }()

    /// Two groups at the places of one forest; nil without persons in one.
    static func gap(_ figures: Figures, _ group: Int, _ reference: Int, _ window: Int) -> Figure? {
        let reached = [group, reference].map { Int(figures.distinct(.reached, $0, window)) }
        let persons = [group, reference].map { figures.persons($0, window) }
        guard
            let compared = compareShares(
                successes: (reached[0], reached[1]), of: (persons[0], persons[1]))
        else { return nil }
        return Figure(
            value: compared.difference * 100, n: persons[0] + persons[1], low: compared.interval.low * 100,
            high: compared.interval.high * 100)
    }

    /// The group that others are compared with: of those shown, the one with the most persons; ties: the first.
    ///
    /// - Parameters:
    ///   - persons: by group.
    ///   - isShown: by group.
    static func reference(persons: [Int], isShown: [Bool]) -> Int? {
        persons.indices.filter { isShown[$0] && persons[$0] > 0 }.max {
            persons[$0] < persons[$1] || (persons[$0] == persons[$1] && $0 > $1)
        }
    }
}

extension Participation {
    /// The differences of one breakdown in one window, unit after unit of each pair. Nothing where no group is published
    /// of the whole organisation, the first unit.
    ///
    /// - Parameters:
    ///   - figures: over the forest of the groups, `units` places each.
    ///   - mask: that of reach, over the same places.
    static func gaps(
        _ figures: Figures, groups: [String], labels: [String], units: Int, mask: Mask, window: Int
    ) -> [(unit: Int, label: String, state: Disclosed)] {
        let known = groups.indices.filter { groups[$0] != Demographic.unknown }
        let reference = reference(
            persons: groups.indices.map { figures.persons($0 * units, window) },
            isShown: groups.indices.map { known.contains($0) && mask[$0 * units] == nil })
        guard let reference else { return [] }
        var cells: [(unit: Int, label: String, state: Disclosed)] = []
        for group in known where group != reference {
            let label = "\(labels[group]) vs \(groups[reference])"
            for unit in 0..<units {
                let (one, other) = (group * units + unit, reference * units + unit)
                let state: Disclosed
                if let reason = mask[one] ?? mask[other] {
                    state = .suppressed(reason)
                } else if let figure = gap(figures, one, other, window) {
                    state = .published(figure)
                } else {
                    state = .suppressed(.groupMinimum)
                }
                cells.append((unit, label, state))
            }
        }
        return cells
    }
}

extension AggregateRun {
    /// Differences between the groups of each breakdown. They are worked out from cells that are published, and so say
    /// nothing that those do not.
    func gapBlocks(_ sources: [CellSource]) -> [(String, [ListedCell])] {
        guard let metric = metrics.first(where: \.comparesGroups) else { return [] }
        var cells: [ListedCell] = []
        for (place, part) in brokenDown.enumerated() where metric.isBrokenDown(by: part.breakdown.demographic) {
            let source = sources[place + 1]
            for slot in brokenDownSlots(of: metric, part.grid) {
                guard let mask = source.masks[metric.protection, slot] else { continue }
                cells += Participation.gaps(
                    source.figures, groups: part.breakdown.groups, labels: part.breakdown.labels, units: tree.count,
                    mask: mask, window: slot
                ).map {
                    ListedCell(
                        node: Int32($0.unit), period: part.grid.windows[slot].label, breakdown: $0.label,
                        state: $0.state)
                }
            }
        }
        return cells.isEmpty ? [] : [(metric.id, sorted(cells))]
    }
}
