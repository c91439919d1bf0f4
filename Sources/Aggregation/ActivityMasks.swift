internal import Disclosure
internal import Results

/// Participation by person and what happens to people: persons first, then shares close to none or all, then the tree.
extension MaskMaker {
    func activity(_ activity: Metric.Activity, _ window: Int) -> (mask: Mask, counts: RemainderCounts?) {
        switch activity {
        case .noShow:
            return ratio(.noShow, window, observed.participation, whole: .registered, part: .noShows)
        case .completion:
            return ratio(.completion, window, observed.participation, whole: .mandatoryDue, part: .mandatoryDone)
        case .training: return hours(.training, window)
        case .mandatoryTraining: return hours(.mandatoryTraining, window)
        case .coverage:
            let mask = windowMask(window, from: from(.checkIns)) {
                Gate.sensitive(cell($0, window), minimum: settings.minimum)
            }
            // In a year nearly everybody has one; what is shown is the share of the months that had one.
            let (months, days) = (figures.grid.windows[window].months, figures.grid.windows[window].days.count)
            let with = shares(
                of: { Int(figures.sum(.personDays, $0, window)) * months / days },
                { node in
                    let contributors = Int(figures.distinct(.coveredContributors, node, window))
                    let covered = Int(figures.distinct(.coveredDays, node, window)) * months / days
                    return contributors < 2 ? contributors : covered
                })
            return (mask, employed(window, minimum: settings.minimum, shares: with))
        case .reviews:
            return ratio(
                .reviews, window, from(.reviews), whole: .reviewsDue, part: .reviewsCompleted, isSensitive: true)
        case .steps:
            return ratio(.steps, window, from(.onboardingSteps), whole: .stepsDue, part: .stepsOnTime)
        case .firstCheckIn:
            // Who began in the month in which the conversations are first told of may have had one before.
            return share(
                of: .fortnightStarts, .fortnightMet, window, from: from(.checkIns) + 1, minimum: settings.minimum,
                isSensitive: true)
        case .recognition:
            let mask = windowMask(window, from: from(.recognitions)) {
                Gate.participation(cell($0, window), settings)
            }
            let recognised = shares(
                of: { persons($0, window) }, { Int(figures.distinct(.recognised, $0, window)) })
            return (mask, employed(window, minimum: settings.minimum, shares: recognised))
        case .moves:
            return (windowMask(window, from: from(.promotions)) { Gate.plain(cell($0, window), settings) }, nil)
        case .exits:
            let leavers = units { node in
                MeasureStore.Sum.leaving.reduce(0) { $0 + Int(figures.sum($1, node, window)) }
            }
            return share(
                of: leavers, { Int(figures.sum(.exitsCovered, $0, window)) }, window,
                from: max(from(.exitInterviews), observed.leavers), minimum: settings.minimumShares,
                isSensitive: true)
        case .recommend, .wouldReturn:
            return share(
                of: activity == .recommend ? .recommendAnswers : .returnAnswers,
                activity == .recommend ? .recommend : .wouldReturn, window,
                from: max(from(.exitInterviews), observed.leavers), minimum: settings.minimumShares,
                isSensitive: true)
        case .fills: return counted(window, observed.decisions) { figures.recruitment?.fills($0, window) }
        case .hires: return counted(window, observed.decisions) { figures.recruitment?.hires($0, window) }
        case .openings:
            return counted(window, observed.openings) { Int(figures.sum(.openings, $0, window)) }
        case .offers:
            return share(
                of: .offersDecided, .offersAccepted, window, from: observed.decisions, minimum: settings.minimum,
                isSensitive: false)
        case .origins:
            return share(
                of: .originKnown, .hiredInside, window, from: observed.decisions, minimum: settings.minimum,
                isSensitive: false)
        case .source: return (units { _ in .groupMinimum }, nil)
        }
    }

    private func from(_ dataset: WorkingLife) -> Int { observed.workingLife[dataset] ?? 0 }

    /// Candidates and openings: enough of them, and the rest of a unit's none or enough.
    private func counted(
        _ window: Int, _ from: Int, _ count: (Int) -> Int?
    ) -> (mask: Mask, counts: RemainderCounts?) {
        let counts = units { count($0) ?? 0 }
        let mask = windowMask(window, from: from) {
            Gate.participation(cell($0, window, persons: counts[$0]), settings)
        }
        return (mask, RemainderCounts(distinct: counts, home: counts, shares: nil, minimum: settings.minimum))
    }

    private func share(
        of whole: MeasureStore.Sum, _ part: MeasureStore.Sum, _ window: Int, from: Int, minimum: Int, isSensitive: Bool
    ) -> (mask: Mask, counts: RemainderCounts?) {
        share(
            of: units { Int(figures.sum(whole, $0, window)) }, { Int(figures.sum(part, $0, window)) }, window,
            from: from, minimum: minimum, isSensitive: isSensitive)
    }

    /// One yes or no a person, or a candidate.
    private func share(
        of whole: [Int], _ part: @escaping (Int) -> Int, _ window: Int, from: Int, minimum: Int, isSensitive: Bool
    ) -> (mask: Mask, counts: RemainderCounts?) {
        let mask = windowMask(window, from: from) { node in
            let counts = cell(node, window, persons: whole[node])
            return isSensitive
                ? Gate.sensitive(counts, minimum: minimum) : Gate.participation(counts, settings)
        }
        return (
            mask,
            RemainderCounts(
                distinct: whole, home: whole, shares: shares(of: { whole[$0] }, part), minimum: minimum)
        )
    }

    /// Hires by source. They add up to the offers accepted, which are shown besides.
    func sources(_ window: Int) -> Candidates {
        let sources = figures.recruitment?.sources ?? 0
        let whole = units { Int(figures.sum(.offersAccepted, $0, window)) }
        let primary = windowMask(window, from: observed.decisions) { node in
            Gate.participation(cell(node, window, persons: whole[node]), settings)
        }
        let counts = (0..<sources).map { source in
            units { Int(figures.recruitment?.hires(from: source, $0, window, figures.grid) ?? 0) }
        }
        return classes(
            counts, of: whole, counts.indices.map { .activity(.source($0)) }, primary,
            RemainderCounts(distinct: whole, home: whole, shares: nil, minimum: settings.minimum))
    }

    /// A share of rows. One person may have many: where fewer than two persons have a part, the share is theirs, whatever
    /// its size.
    private func ratio(
        _ ratio: ActivityRatio, _ window: Int, _ from: Int, whole: MeasureStore.Sum, part: MeasureStore.Sum,
        isSensitive: Bool = false
    ) -> (mask: Mask, counts: RemainderCounts?) {
        let persons = units { Int(figures.distinct(ratio.persons, $0, window)) }
        let minimum = isSensitive ? settings.minimumShares : settings.minimum
        let mask = windowMask(window, from: from) { node in
            let counts = cell(node, window, persons: persons[node])
            return isSensitive ? Gate.sensitive(counts, minimum: minimum) : Gate.participation(counts, settings)
        }
        let shares = shares(
            of: { Int(figures.sum(whole, $0, window)) },
            { node in
                let with = Int(figures.distinct(ratio.contributors, node, window))
                return with < 2 ? with : Int(figures.sum(part, node, window))
            })
        return (mask, RemainderCounts(distinct: persons, home: persons, shares: shares, minimum: minimum))
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
