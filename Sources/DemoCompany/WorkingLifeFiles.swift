internal import Calendars

/// Conversations, reviews, first weeks, moves, thanks, exit interviews and recruitment: one file each, commas, ISO dates, `yes`
/// and `no`. Every table and person has a stream of its own, so these files change nothing in the others.
///
/// Planted: a department in trouble talks, thanks and reviews less and is recommended less, the improving one more; and
/// referrals are accepted more often than others.
struct WorkingLifeFiles {
    let staffing: Staffing
    let ids: EmployeeNumbers
    let seed: UInt64

    /// Days of which the company knows.
    private var days: ClosedRange<Int32> { staffing.historyFrom + 1...InventedCompany.deliveryDay }

    func write(to directory: String) throws -> [FileTally?] {
        [
            try writeCheckIns(to: directory), try writeReviews(to: directory), try writeSteps(to: directory),
            try writePromotions(to: directory), try writeRecognitions(to: directory),
            try writeExits(to: directory), try writeRecruitment(to: directory),
        ]
    }

    private func table(_ name: String, _ header: [String], to directory: String) throws -> ExportTable {
        try ExportTable(
            directory: directory, name: InventedCompany.fileName(name), dialect: .comma, header: header)
    }

    private func person(_ worker: Int, in table: inout ExportTable) {
        table.field(id: ids.number(of: worker), width: ids.width)
    }

    private func optional(_ day: Int32?, in table: inout ExportTable) {
        if let day { table.field(iso: day) } else { table.empty() }
    }

    /// What a planted department makes of a habit: 1 elsewhere.
    private func mood(_ unit: Int32, _ month: Int) -> Double {
        1 - 0.4 * staffing.stories.trouble(in: Int(unit), month: month)
            + 0.2 * staffing.stories.improvement(in: Int(unit), month: month)
    }

    /// Workers and their stretches of days within the months known.
    private func forEachMonth(
        _ body: (_ worker: Int, _ month: Int, _ from: Int32, _ through: Int32, _ assignment: Assignment) throws -> Void
    ) throws {
        for worker in staffing.workers.indices {
            var stretches: [(Int, Int32, Int32, Assignment)] = []
            staffing.forEachStretch(of: worker, from: days.lowerBound, through: days.upperBound) {
                stretches.append(($0, $1, $2, $3))
            }
            for (month, from, through, assignment) in stretches {
                try body(worker, month, from, through, assignment)
            }
        }
    }

    private func writeCheckIns(to directory: String) throws -> FileTally? {
        var table = try table("check_ins", ["person", "day", "manager", "kind", "held", "minutes"], to: directory)
        var random = RandomStream(seed: seed, stream: "check_ins")
        var drawn = -1
        try forEachMonth { worker, month, from, through, assignment in
            if drawn != worker {
                random = RandomStream(seed: seed, stream: "check_ins", index: worker)
                drawn = worker
            }
            // A new employee is met soon; the others about once in six weeks.
            let hire = staffing.spells[Int(assignment.spell)].hire
            let isNew = hire >= from && hire <= through
            guard random.chance(min(0.95, (isNew ? 0.85 : 0.64) * mood(assignment.unit, month))) else { return }
            let latest = isNew ? min(through, from + (random.chance(0.8) ? 13 : 25)) : through
            let day = CivilDate.workdayOnOrBefore(Int32(random.within(Int(from)...Int(latest))))
            let kind = ["one_to_one", "goals", "wellbeing"][random.pick([0.86, 0.1, 0.04])]
            let isHeld = random.chance(0.95)
            let minutes = 15 * random.within(1...4)
            guard day >= from else { return }
            person(worker, in: &table)
            table.field(iso: day)
            if assignment.manager < 0 { table.empty() } else { person(Int(assignment.manager), in: &table) }
            table.field(kind)
            table.field(isHeld ? "yes" : "no")
            if isHeld { table.field(minutes) } else { table.empty() }
            try table.endRow()
        }
        return try table.commit()
    }

    /// Everybody who has been there for three months is due in March and, for goals, in September.
    private func writeReviews(to directory: String) throws -> FileTally? {
        var table = try table(
            "reviews", ["person", "cycle", "kind", "manager", "due_day", "completed_day"], to: directory)
        for month in staffing.firstMonth...staffing.lastMonth where month % 12 == 2 || month % 12 == 8 {
            let due = CivilDate.lastDay(ofMonth: month)
            let isAnnual = month % 12 == 2
            for worker in staffing.workers.indices {
                guard let assignment = staffing.assignment(of: worker, on: due),
                    staffing.spells[Int(assignment.spell)].hire <= due - 90
                else { continue }
                var random = RandomStream(seed: seed, stream: "reviews \(month)", index: worker)
                let isDone = random.chance(min(0.98, 0.88 * mood(assignment.unit, month)))
                let late = random.chance(0.12)
                let day = CivilDate.workdayOnOrBefore(due + Int32(late ? random.within(2...25) : -random.below(40)))
                person(worker, in: &table)
                table.field("\(month / 12)-\(isAnnual ? "annual" : "midyear")")
                table.field(isAnnual ? "annual" : "midyear")
                if assignment.manager < 0 { table.empty() } else { person(Int(assignment.manager), in: &table) }
                table.field(iso: due)
                optional(isDone && day <= days.upperBound ? day : nil, in: &table)
                try table.endRow()
            }
        }
        return try table.commit()
    }

    private static let steps: [(name: String, kind: String, due: Int32, done: Double)] = [
        ("it_account", "equipment", -1, 0.9), ("workplace", "equipment", 0, 0.93), ("welcome", "introduction", 2, 0.95),
        ("safety", "training", 14, 0.88), ("goals", "conversation", 30, 0.78),
        ("first_quarter", "conversation", 90, 0.7),
    ]

    private func writeSteps(to directory: String) throws -> FileTally? {
        var table = try table("onboarding_steps", ["person", "step", "kind", "due_day", "done_day"], to: directory)
        var spellsOf: [Int32: Int] = [:]
        for (index, spell) in staffing.spells.enumerated() where days.contains(spell.hire) {
            spellsOf[spell.worker, default: 0] += 1
            let number = spellsOf[spell.worker] ?? 1
            var random = RandomStream(seed: seed, stream: "onboarding_steps", index: index)
            let unit = staffing.assignment(of: Int(spell.worker), on: spell.hire)?.unit ?? 0
            for step in Self.steps {
                let due = spell.hire + step.due
                let isInTime = random.chance(min(0.99, step.done * mood(unit, CivilDate.monthIndex(of: spell.hire))))
                let delay = Int32(random.within(1...20))
                let isNever = random.chance(0.25)
                let early = Int32(random.below(3))
                let day = isInTime ? due - early : isNever ? nil : due + delay
                guard due <= days.upperBound, spell.last >= due else { continue }
                person(Int(spell.worker), in: &table)
                table.field(number == 1 ? step.name : "\(step.name)_\(number)")
                table.field(step.kind)
                table.field(iso: due)
                optional(day.flatMap { $0 <= min(days.upperBound, spell.last) ? $0 : nil }, in: &table)
                try table.endRow()
            }
        }
        return try table.commit()
    }

    /// On the first of April and October.
    private func writePromotions(to directory: String) throws -> FileTally? {
        var table = try table("promotions", ["person", "day", "kind", "from_level", "job_level"], to: directory)
        for month in staffing.firstMonth...staffing.lastMonth where month % 12 == 3 || month % 12 == 9 {
            let day = CivilDate.firstDay(ofMonth: month)
            for worker in staffing.workers.indices {
                guard let assignment = staffing.assignment(of: worker, on: day),
                    staffing.spells[Int(assignment.spell)].hire <= day - 365
                else { continue }
                var random = RandomStream(seed: seed, stream: "promotions \(month)", index: worker)
                let kind = random.pick([0.035, 0.015, 0.001, 0.949])
                guard kind < 3 else { continue }
                let level = Int(assignment.level)
                person(worker, in: &table)
                table.field(iso: day)
                table.field(["promotion", "lateral", "demotion"][kind])
                table.field("L\(kind == 0 ? max(1, level - 1) : kind == 2 ? level + 1 : level)")
                table.field("L\(level)")
                try table.endRow()
            }
        }
        return try table.commit()
    }

    private func writeRecognitions(to directory: String) throws -> FileTally? {
        var table = try table("recognitions", ["person", "day", "giver", "kind", "team"], to: directory)
        var random = RandomStream(seed: seed, stream: "recognitions")
        var drawn = -1
        try forEachMonth { worker, month, from, through, assignment in
            if drawn != worker {
                random = RandomStream(seed: seed, stream: "recognitions", index: worker)
                drawn = worker
            }
            guard random.chance(0.06 * mood(assignment.unit, month)) else { return }
            let day = CivilDate.workdayOnOrAfter(Int32(random.within(Int(from)...Int(through))))
            let kind = ["peer", "manager", "award", "anniversary"][random.pick([0.5, 0.38, 0.07, 0.05])]
            let isTeam = random.chance(0.2)
            guard day <= through else { return }
            person(worker, in: &table)
            table.field(iso: day)
            if assignment.manager < 0 { table.empty() } else { person(Int(assignment.manager), in: &table) }
            table.field(kind)
            table.field(isTeam ? "yes" : "no")
            try table.endRow()
        }
        return try table.commit()
    }

    private func writeExits(to directory: String) throws -> FileTally? {
        var table = try table(
            "exit_interviews", ["person", "day", "form", "would_recommend", "would_return"], to: directory)
        for (index, spell) in staffing.spells.enumerated()
        where days.contains(spell.last) && spell.reason != .died {
            var random = RandomStream(seed: seed, stream: "exit_interviews", index: index)
            let unit = staffing.assignment(of: Int(spell.worker), on: spell.last)?.unit ?? 0
            let mood = mood(unit, CivilDate.monthIndex(of: spell.last))
            let isHeld = random.chance(0.62)
            let day = CivilDate.workdayOnOrBefore(spell.last - Int32(random.below(12)) + 5)
            let isInterview = random.chance(0.55)
            func answer(_ share: Double) -> String { random.chance(0.1) ? "" : random.chance(share) ? "yes" : "no" }
            let recommends = answer(0.64 * mood)
            let returns = answer(0.5 * mood)
            guard isHeld, day <= days.upperBound, day >= spell.hire else { continue }
            person(Int(spell.worker), in: &table)
            table.field(iso: day)
            table.field(isInterview ? "interview" : "survey")
            table.field(recommends)
            table.field(returns)
            try table.endRow()
        }
        return try table.commit()
    }

    private static let sources: [(name: String, weight: Double)] = [
        ("job_board", 0.44), ("careers_page", 0.24), ("referral", 0.15), ("agency", 0.1), ("internal", 0.07),
    ]

    /// An opening for everybody who was hired, with those who were not.
    private func writeRecruitment(to directory: String) throws -> FileTally? {
        var table = try table(
            "recruitment",
            [
                "opening", "candidate", "department", "approved_day", "posted_day", "applied_day", "offered_day",
                "decided_day", "outcome", "source", "internal",
            ], to: directory)
        var candidates = 0
        for (index, spell) in staffing.spells.enumerated() where days.contains(spell.hire) {
            var random = RandomStream(seed: seed, stream: "recruitment", index: index)
            let unit = Int(staffing.assignment(of: Int(spell.worker), on: spell.hire)?.unit ?? 0)
            let accepted = CivilDate.workdayOnOrBefore(spell.hire - Int32(random.within(14...70)))
            let approved = CivilDate.workdayOnOrBefore(accepted - Int32(random.within(25...90)))
            let posted = CivilDate.workdayOnOrAfter(approved + Int32(random.within(1...10)))
            let applicants = random.within(4...22)
            let declines = random.chance(0.16) ? 1 : 0
            for place in 0..<applicants {
                candidates += 1
                let isHired = place == 0
                let isDeclined = !isHired && place <= declines
                let source =
                    isHired ? random.pick([0.33, 0.24, 0.26, 0.1, 0.07]) : random.pick(Self.sources.map(\.weight))
                let applied = min(posted + Int32(random.below(21)), accepted - 5)
                let decided = isHired ? accepted : accepted - Int32(random.within(1...4))
                let isWithdrawn = random.chance(0.08)
                table.field("R\(CivilDate.padded(index + 1, 6))")
                table.field("C\(CivilDate.padded(candidates, 7))")
                table.field(staffing.organisation.id(of: unit))
                table.field(iso: approved)
                table.field(iso: posted)
                table.field(iso: applied)
                let isOffered = isHired || isDeclined
                optional(isOffered ? decided - Int32(random.within(1...4)) : nil, in: &table)
                optional(isOffered ? decided : nil, in: &table)
                table.field(isHired ? "accepted" : isDeclined ? "declined" : isWithdrawn ? "withdrawn" : "rejected")
                table.field(Self.sources[source].name)
                table.field(Self.sources[source].name == "internal" ? "yes" : "no")
                try table.endRow()
            }
        }
        return try table.commit()
    }
}
