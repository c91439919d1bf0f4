/// What a person takes part in and what happens to them besides hires, moves and absence.
extension PersonWalk {
    /// Each counts at the department held on its day; what lies outside employment or the grid counts nowhere.
    func addActivities(_ events: Span<PersonEvent>) {
        isActive = false
        guard let activity, !events.isEmpty else { return }
        isActive = true
        activity.begin(segments: segments.count)
        if !plan.needs.groups.isDisjoint(with: [.noShow, .training, .completion]) { addEvents(events, to: activity) }
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
