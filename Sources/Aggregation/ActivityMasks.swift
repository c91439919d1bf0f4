internal import Disclosure
internal import Results

/// Participation by person and what happens to people: persons first, then shares close to none or all, then the tree.
extension MaskMaker {
    func activity(_ activity: Metric.Activity, _ window: Int) -> (mask: Mask, counts: RemainderCounts?) {
        switch activity {
        case .noShow:
            ratio(.noShow, window, observed.participation, whole: .registered, part: .noShows)
        case .completion:
            ratio(.completion, window, observed.participation, whole: .mandatoryDue, part: .mandatoryDone)
        case .training: hours(.training, window)
        case .mandatoryTraining: hours(.mandatoryTraining, window)
        }
    }

    /// A share of rows. One person may have many: where fewer than two persons have a part, the share is theirs, whatever
    /// its size.
    private func ratio(
        _ ratio: ActivityRatio, _ window: Int, _ from: Int, whole: MeasureStore.Sum, part: MeasureStore.Sum
    ) -> (mask: Mask, counts: RemainderCounts?) {
        let persons = units { Int(figures.distinct(ratio.persons, $0, window)) }
        let mask = windowMask(window, from: from) {
            Gate.participation(cell($0, window, persons: persons[$0]), settings)
        }
        let shares = shares(
            of: { Int(figures.sum(whole, $0, window)) },
            { node in
                let with = Int(figures.distinct(ratio.contributors, node, window))
                return with < 2 ? with : Int(figures.sum(part, node, window))
            })
        return (mask, RemainderCounts(distinct: persons, home: persons, shares: shares, minimum: settings.minimum))
    }

    /// Hours are no share: that everybody had some says nothing of how many, but those of one or two persons are theirs.
    private func hours(_ ratio: ActivityRatio, _ window: Int) -> (mask: Mask, counts: RemainderCounts?) {
        let mask = windowMask(window, from: observed.participation) { node in
            if let reason = Gate.participation(cell(node, window), settings) { return reason }
            let with = Int(figures.distinct(ratio.contributors, node, window))
            return settings.hidesDominance && with > 0 && with <= 2 ? .dominance : nil
        }
        return (mask, employed(window, minimum: settings.minimum))
    }
}
