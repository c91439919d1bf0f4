internal import Calendars

/// What a person takes part in and what happens to them besides hires, moves and absence.
extension PersonWalk {
    /// Each counts at the department held on its day; what lies outside employment or the grid counts nowhere.
    func addActivities(_ events: Span<PersonEvent>, _ happenings: Span<PersonHappening>) {
        isActive = false
        guard let activity else { return }
        if plan.needs.has(.firstCheckIn) { addFortnights(happenings) }
        guard !events.isEmpty || !happenings.isEmpty else { return }
        isActive = true
        activity.begin(segments: segments.count)
        if !plan.needs.groups.isDisjoint(with: [.noShow, .training, .completion]) { addEvents(events, to: activity) }
        addHappenings(happenings, to: activity)
        if plan.needs.has(.exitInterviews) { addExits(happenings) }
    }

    private func addHappenings(_ happenings: Span<PersonHappening>, to activity: ActivityScratch) {
        let (due, completed) = (store.sum(.reviewsDue), store.sum(.reviewsCompleted))
        let (steps, onTime) = (store.sum(.stepsDue), store.sum(.stepsOnTime))
        let (moves, promotions) = (store.sum(.internalMoves), store.sum(.promotions))
        for i in happenings.indices {
            let happening = happenings[i]
            guard let m = month(of: happening.day) else { continue }
            let held = segment(on: happening.day)
            guard let s = happening.kind == .step ? held ?? comer(after: happening.day) : held else { continue }
            let place = Int(segments[s].department) * months + m
            func has(_ flag: UInt8) -> Int64 { happening.flags & flag != 0 ? 1 : 0 }
            switch happening.kind {
            case .checkIn:
                guard has(PersonHappening.isOneToOne) > 0 else { continue }
                activity.line(s, .covered)[m] = Int64(plan.grid.starts[m + 1]) - Int64(plan.grid.starts[m])
            case .review:
                due?[place] += 1
                completed?[place] += has(PersonHappening.isDone)
                activity.line(s, .reviewDue)[m] += 1
                activity.line(s, .reviewDone)[m] += has(PersonHappening.isDone)
            case .step:
                steps?[place] += 1
                onTime?[place] += has(PersonHappening.isDone)
                activity.line(s, .stepDue)[m] += 1
                activity.line(s, .stepOnTime)[m] += has(PersonHappening.isDone)
            case .move:
                moves?[place] += 1
                promotions?[place] += has(PersonHappening.isPromotion)
            case .recognition: activity.line(s, .recognised)[m] = 1
            // By the last day of the employment, not by their own.
            case .exit: continue
            }
        }
    }

    /// What is due before the first day at work is of the department that the new employee comes to.
    private func comer(after day: Int32) -> Int? {
        segments.indices.first { segments[$0].first > day && isHire($0) }
    }

    private func isHire(_ s: Int) -> Bool {
        segments[s].start == StartKind.hire || segments[s].start == StartKind.rehire
    }

    /// Whoever began 14 days before a day of the months, and whether there was a conversation in these days.
    private func addFortnights(_ happenings: Span<PersonHappening>) {
        guard let starts = store.sum(.fortnightStarts), let met = store.sum(.fortnightMet) else { return }
        for s in segments.indices where isHire(s) {
            let first = segments[s].first
            let (end, overflow) = first.addingReportingOverflow(14)
            // Booked on the day after the 14, which may be the one after the last that is known.
            guard !overflow, end <= after else { continue }
            let m = CivilDate.monthIndex(of: end) - plan.grid.firstMonth
            guard m >= 0, m < months else { continue }
            let place = Int(segments[s].department) * months + m
            starts[place] += 1
            for i in happenings.indices
            where happenings[i].kind == .checkIn && happenings[i].day >= first && happenings[i].day < end {
                met[place] += 1
                break
            }
        }
    }

    /// Leavers with an exit interview or survey, whenever it was between this hire and the next; the last answer counts.
    private func addExits(_ happenings: Span<PersonHappening>) {
        guard let covered = store.sum(.exitsCovered), let recommendAnswers = store.sum(.recommendAnswers),
            let recommend = store.sum(.recommend), let returnAnswers = store.sum(.returnAnswers),
            let wouldReturn = store.sum(.wouldReturn)
        else { return }
        for s in segments.indices where segments[s].leaves < 4 && segments[s].end != Int32.max {
            guard let m = month(of: segments[s].end - 1) else { continue }
            let next = s + 1 < segments.count ? segments[s + 1].first : after
            let place = Int(segments[s].department) * months + m
            var isCovered = false
            var recommends: Bool?
            var returns: Bool?
            for i in happenings.indices
            where happenings[i].kind == .exit && happenings[i].day >= segments[s].spellFirst
                && happenings[i].day < min(next, after)
            {
                let flags = happenings[i].flags
                isCovered = true
                if flags & PersonHappening.saysRecommend != 0 { recommends = flags & PersonHappening.recommends != 0 }
                if flags & PersonHappening.saysReturn != 0 { returns = flags & PersonHappening.wouldReturn != 0 }
            }
            covered[place] += isCovered ? 1 : 0
            recommendAnswers[place] += recommends == nil ? 0 : 1
            recommend[place] += recommends == true ? 1 : 0
            returnAnswers[place] += returns == nil ? 0 : 1
            wouldReturn[place] += returns == true ? 1 : 0
        }
    }

    /// The place of the segment that holds on a day; nil for none.
    private func segment(on day: Int32) -> Int? {
        segments.firstIndex { day >= $0.first && day < $0.end }
    }

    /// Mandatory and voluntary events apart, and of all kinds only training in hours.
    private func addEvents(_ events: Span<PersonEvent>, to activity: ActivityScratch) {
        let (registered, noShows) = (store.sum(.registered), store.sum(.noShows))
        let (minutes, mandatoryMinutes) = (store.sum(.trainingMinutes), store.sum(.mandatoryMinutes))
        let (due, done) = (store.sum(.mandatoryDue), store.sum(.mandatoryDone))
        for i in events.indices {
            let event = events[i]
            guard let m = month(of: event.day), let s = segment(on: event.day) else { continue }
            let place = Int(segments[s].department) * months + m
            func has(_ flag: UInt8) -> Int64 { event.flags & flag != 0 ? 1 : 0 }
            let attended = has(PersonEvent.attended)
            if event.flags & PersonEvent.mandatory == 0 {
                let noShow = has(PersonEvent.registered) & (1 - attended)
                registered?[place] += has(PersonEvent.registered)
                noShows?[place] += noShow
                activity.line(s, .registered)[m] += has(PersonEvent.registered)
                activity.line(s, .noShow)[m] += noShow
                guard event.flags & PersonEvent.training != 0 else { continue }
                minutes?[place] += attended * Int64(event.minutes)
                activity.line(s, .training)[m] += attended * Int64(event.minutes)
            } else if event.flags & PersonEvent.training != 0 {
                // Whoever was told to come, or signed up for what they have to attend.
                let isDue = has(PersonEvent.invited) | has(PersonEvent.registered)
                mandatoryMinutes?[place] += attended * Int64(event.minutes)
                activity.line(s, .mandatoryTraining)[m] += attended * Int64(event.minutes)
                due?[place] += isDue
                done?[place] += isDue & attended
                activity.line(s, .due)[m] += isDue
                activity.line(s, .done)[m] += isDue & attended
            }
        }
    }

    /// Sums the chosen segments over the windows they are asked for in.
    func fillActivities(_ activity: ActivityScratch, _ isInside: (Int32) -> Bool) {
        let places = plan.needs.activityWindows
        // Of everybody: the time employed is a base whether something happened in it or not.
        if !plan.needs.groups.isDisjoint(with: .daysSpread) { fill(.days, places, isInside) }
        guard isActive else { return }
        for ratio in ActivityRatio.all where !plan.needs.groups.isDisjoint(with: ratio.needs) {
            activity.fill(ratio.part, places, of: segments, isInside)
            if let whole = ratio.whole { activity.fill(whole, places, of: segments, isInside) }
        }
        if plan.needs.has(.recognitions) { activity.fill(.recognised, places, of: segments, isInside) }
    }

    /// Adds the windows to a unit, or takes them back with −1.
    func addActivityWindows(_ activity: ActivityScratch, _ node: Int, _ one: Int64) {
        addProducts(.daysSS, node, one, windowLine(.days), windowLine(.days))
        guard isActive else { return }
        for ratio in ActivityRatio.all where !plan.needs.groups.isDisjoint(with: ratio.needs) {
            let part = activity.windowLine(ratio.part)
            let whole = ratio.whole.map(activity.windowLine) ?? windowLine(.days)
            addProducts(ratio.aa, node, one, part, part)
            addProducts(ratio.mixed, node, one, part, whole)
            count(ratio.contributors, node, one, part)
            if ratio.whole != nil {
                addProducts(ratio.ss, node, one, whole, whole)
                count(ratio.persons, node, one, whole)
            }
        }
        count(.recognised, node, one, activity.windowLine(.recognised))
        guard let covered = store.row(.coveredDays, node) else { return }
        let days = activity.windowLine(.covered)
        for w in store.places(.coveredDays) { covered[w] &+= one &* days[w] }
    }

    private func count(
        _ measure: MeasureStore.Distinct, _ node: Int, _ one: Int64, _ values: UnsafeMutablePointer<Int64>
    ) {
        guard let row = store.row(measure, node) else { return }
        for w in store.places(measure) { row[w] &+= values[w] > 0 ? one : 0 }
    }

    private func addProducts(
        _ measure: MeasureStore.Distinct, _ node: Int, _ one: Int64, _ left: UnsafeMutablePointer<Int64>,
        _ right: UnsafeMutablePointer<Int64>
    ) {
        guard let row = store.row(measure, node) else { return }
        for w in store.places(measure) { row[w] &+= one &* left[w] &* right[w] }
    }
}
