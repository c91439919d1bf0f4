internal import Calendars

/// The company's people over time: who works where from when, month by month.
///
/// Within a month the order is: on its first day the reorganisation, transfers, changes of contract and the
/// succession of managers; then who leaves during the month; then who is hired into the vacancies.
struct Staffing {
    let firstMonth: Int
    let lastMonth: Int
    let organisation: Organisation
    let stories: Stories
    private(set) var workers: [Worker] = []
    private(set) var spells: [Spell] = []
    /// Sorted by worker and day once the simulation is over.
    private(set) var assignments: [Assignment] = []
    /// `assignments[start[w] ..< start[w + 1]]` are those of worker w.
    private(set) var start: [Int] = []
    private(set) var movedByReorganisation = 0

    private var random: RandomStream
    private var now: [Assignment] = []
    private var written: [Assignment] = []
    private var members: [[Int32]]
    private var manager: [Int32]
    private var size: [Int]
    private var returners: [(month: Int, worker: Int32)] = []
    private let turnoverBias: [Double]
    /// By unit: where its head works.
    private let seat: [Int]
    /// By unit: whether the head of a unit above others works in it.
    private let isHeadOffice: [Bool]

    /// The day from which the export knows the history: assignments begin here at the earliest.
    var historyFrom: Int32 { CivilDate.firstDay(ofMonth: firstMonth) - 1 }

    init(organisation: Organisation, stories: Stories, firstMonth: Int, lastMonth: Int, seed: UInt64) {
        self.organisation = organisation
        self.stories = stories
        self.firstMonth = firstMonth
        self.lastMonth = lastMonth
        random = RandomStream(seed: seed, stream: "staffing")
        members = Array(repeating: [], count: organisation.units.count)
        manager = Array(repeating: -1, count: organisation.units.count)
        size = organisation.units.map(\.size)
        var bias = RandomStream(seed: seed, stream: "turnover")
        turnoverBias = organisation.units.map { _ in stories.isEven ? 1 : 0.8 + 0.4 * bias.unit() }
        let seat = organisation.units.map { organisation.seat(of: $0.index) }
        self.seat = seat
        let headOffices = Set(organisation.units.filter { !$0.isLeaf }.map { seat[$0.index] })
        isHeadOffice = organisation.units.map { headOffices.contains($0.index) }

        foundCompany()
        for month in firstMonth...lastMonth {
            if month > firstMonth { beginMonth(month) }
            leave(in: month)
            hire(in: month)
        }
        // What the company already knows of the months after the delivery.
        leave(in: lastMonth + 1, share: 0.5)
        hire(in: lastMonth + 1, share: 0.4)
        sortByWorker()
    }

    // MARK: The first day

    private mutating func foundCompany() {
        let opening = historyFrom
        var stock: [(hire: Int32, unit: Int)] = []
        for unit in organisation.units {
            let count = Int(Double(unit.size) * growth(at: firstMonth - 1) + random.unit())
            for _ in 0..<max(unit.index == seat[0] ? 1 : 0, count) {
                // Half of the staff came within six years, the others up to thirty-five years ago.
                let years = random.chance(0.5) ? random.unit() * 6 : random.unit() * random.unit() * 35
                var hire = opening - Int32(years * 365)
                if random.chance(0.6) { hire = CivilDate.firstDay(ofMonth: CivilDate.monthIndex(of: hire)) }
                stock.append((hire, unit.index))
            }
        }
        // Employee numbers follow the order in which people came.
        for (hire, unit) in stock.sorted(by: { ($0.hire, $0.unit) < ($1.hire, $1.unit) }) {
            let worker = newWorker(unit: unit, hiredOn: hire, asOf: opening)
            let temporary = opening - hire < 500 && random.chance(0.15)
            begin(worker, unit: unit, hire: hire, validFrom: opening, contract: temporary ? .temporary : .permanent)
        }
        for unit in organisation.units { appointManager(of: unit.index) }
        for worker in now.indices { now[worker].manager = boss(of: Int32(worker)) }
        written = now
        assignments = now
    }

    /// Strength at a month's end against the last month: the company grows by 1.8 % a year.
    private func growth(at month: Int) -> Double { max(0.4, 1 - 0.018 * Double(lastMonth - month) / 12) }

    private mutating func newWorker(unit: Int, hiredOn hire: Int32, asOf day: Int32) -> Int32 {
        let home = Organisation.locations[organisation.units[unit].location].country
        let origin: Int
        if random.chance(0.13) {
            origin = 5
        } else if home == "NO", random.chance(0.04) {
            origin = 4
        } else {
            let local = ["NO": 0, "SE": 1, "DK": 2, "FI": 3][home] ?? 0
            origin = random.chance(0.92) ? local : random.below(4)
        }
        let women = stories.isEven ? 0.45 : [0.27, 0.58, 0.32, 0.52, 0.6][organisation.units[unit].division ?? 4]
        let gender: UInt8 = random.chance(0.004) ? 2 : random.chance(women) ? 0 : 1
        let stock = NameStock.origins[origin]
        // Between 19 and 48 on the day of hire, rarely older, and under 69 today.
        let ageAtHire = 19 + random.unit() * 16 + random.unit() * 13 + (random.chance(0.12) ? random.unit() * 12 : 0)
        let birth = max(hire - Int32(ageAtHire * 365.25), day - 69 * 365)
        let age = Double(day - birth) / 365.25
        let worker = Worker(
            origin: UInt8(origin), given: UInt8(random.below(min(stock.female.count, stock.male.count))),
            surname: UInt8(random.below(stock.surnames.count)), gender: gender, country: home, birth: birth,
            sickliness: [0.25, 0.6, 1, 1.6, 3][random.pick([0.2, 0.25, 0.3, 0.17, 0.08])]
                * (gender == 0 ? 1.2 : 0.88),
            hasChildren: age > 24 && age < 52 && random.chance(0.45))
        workers.append(worker)
        return Int32(workers.count - 1)
    }

    /// Starts an employment; the caller puts the row into the export.
    private mutating func begin(
        _ worker: Int32, unit: Int, hire: Int32, validFrom: Int32, contract: Assignment.Contract
    ) {
        spells.append(Spell(worker: worker, hire: hire))
        let fte: UInt8 = [100, 80, 60, 50, 90, 40][random.pick([0.8, 0.08, 0.04, 0.04, 0.025, 0.015])]
        let years = Double(validFrom - hire) / 365
        let level = UInt8(min(4, 1 + random.below(2) + Int(years / 7) + (random.chance(0.2) ? 1 : 0)))
        let assignment = Assignment(
            worker: worker, spell: Int32(spells.count - 1), validFrom: validFrom, unit: Int32(unit), fte: fte,
            location: UInt8(organisation.units[unit].location), contract: contract, level: level)
        if Int(worker) < now.count { now[Int(worker)] = assignment } else { now.append(assignment) }
        members[unit].append(worker)
    }

    // MARK: Managers

    private mutating func appointManager(of unit: Int) {
        guard manager[unit] < 0 else { return }
        let candidates = members[unit]
        guard
            let chosen = candidates.max(by: {
                (now[Int($0)].level, -$0) < (now[Int($1)].level, -$1)
            })
        else { return }
        manager[unit] = chosen
        now[Int(chosen)].isManager = true
        now[Int(chosen)].level = max(now[Int(chosen)].level, isHeadOffice[unit] ? 5 : 4)
    }

    /// The manager of the person's unit; for that manager, and where the post is vacant, the next one above.
    /// Units above others are led from the seat of their head.
    private func boss(of worker: Int32) -> Int32 {
        var unit: Int? = Int(now[Int(worker)].unit)
        while let here = unit {
            let head = manager[seat[here]]
            if head >= 0, head != worker { return head }
            unit = organisation.units[here].parent
        }
        return -1
    }

    // MARK: The first day of a month

    private mutating func beginMonth(_ month: Int) {
        let day = CivilDate.firstDay(ofMonth: month)
        if let change = stories.reorganisation, change.month == month { reorganise(change) }
        changeContracts(in: month)
        for unit in organisation.units where size[unit.index] > 0 { appointManager(of: unit.index) }
        for unit in members {
            for worker in unit { now[Int(worker)].manager = boss(of: worker) }
        }
        for unit in members {
            for worker in unit {
                let worker = Int(worker)
                now[worker].validFrom = written[worker].validFrom
                guard now[worker] != written[worker] else { continue }
                now[worker].validFrom = day
                written[worker] = now[worker]
                assignments.append(now[worker])
            }
        }
    }

    private mutating func reorganise(_ change: Stories.Reorganisation) {
        let receiving = change.into.map { into in
            let teams = organisation.subtree(of: into).filter { organisation.units[$0].isLeaf }
            let large = teams.filter { size[$0] >= Organisation.receivesFrom }
            return large.isEmpty ? teams : large
        }
        var turn = 0
        for unit in organisation.subtree(of: change.dissolved) {
            for worker in members[unit] {
                let targets = receiving[turn % receiving.count]
                let target = targets[turn / receiving.count % targets.count]
                turn += 1
                now[Int(worker)].isManager = false
                place(worker, in: target)
                size[target] += 1
            }
            members[unit] = []
            manager[unit] = -1
            size[unit] = 0
        }
        movedByReorganisation = turn
    }

    private mutating func place(_ worker: Int32, in unit: Int) {
        now[Int(worker)].unit = Int32(unit)
        let location = organisation.units[unit].location
        if Organisation.locations[location].country == workers[Int(worker)].country {
            now[Int(worker)].location = UInt8(location)
        }
        members[unit].append(worker)
    }

    private mutating func changeContracts(in month: Int) {
        let open = organisation.units.map(\.index).filter {
            size[$0] >= Organisation.receivesFrom && organisation.units[$0].isLeaf
        }
        var moving: [Int32] = []
        for unit in organisation.units.map(\.index) {
            let transfer = 0.04 / 12 * (1 + stories.effects.transfers * stories.trouble(in: unit, month: month))
            var staying: [Int32] = []
            staying.reserveCapacity(members[unit].count)
            for worker in members[unit] {
                let index = Int(worker)
                var draw = random.unit()
                staying.append(worker)
                draw -= transfer
                if draw < 0 {
                    if !now[index].isManager, open.count > 1 {
                        staying.removeLast()
                        moving.append(worker)
                    }
                    continue
                }
                draw -= 0.03 / 12
                if draw < 0 {
                    now[index].fte =
                        now[index].fte < 100 && random.chance(0.5) ? 100 : [80, 60, 50, 90][random.below(4)]
                    continue
                }
                draw -= 0.05 / 12
                if draw < 0 {
                    now[index].level = min(6, now[index].level + 1)
                    continue
                }
                if now[index].contract == .temporary {
                    draw -= 0.3 / 12
                    if draw < 0 { now[index].contract = .permanent }
                }
            }
            members[unit] = staying
        }
        for worker in moving {
            let from = Int(now[Int(worker)].unit)
            let near = open.filter { organisation.units[$0].division == organisation.units[from].division }
            let choices = near.count > 1 && random.chance(0.7) ? near : open
            let drawn = random.below(choices.count)
            let target = choices[drawn] == from ? choices[(drawn + 1) % choices.count] : choices[drawn]
            place(worker, in: target)
        }
    }

    // MARK: Leaving

    private mutating func leave(in month: Int, share: Double = 1) {
        let first = CivilDate.firstDay(ofMonth: month)
        let days = Int(CivilDate.lastDay(ofMonth: month) - first) + 1
        for unit in organisation.units.map(\.index) where !members[unit].isEmpty {
            var staying: [Int32] = []
            staying.reserveCapacity(members[unit].count)
            for worker in members[unit] {
                if let reason = reasonToLeave(worker, unit: unit, month: month, share: share) {
                    let offset = random.chance(0.6) ? days - 1 : random.below(days)
                    end(now[Int(worker)].spell, on: first + Int32(offset), for: reason, in: month)
                    if manager[unit] == worker { manager[unit] = -1 }
                } else {
                    staying.append(worker)
                }
            }
            members[unit] = staying
        }
    }

    private mutating func end(_ spell: Int32, on day: Int32, for reason: LeavingReason, in month: Int) {
        spells[Int(spell)].last = day
        spells[Int(spell)].reason = reason
        // One leaver in thirty would come back, and most of those have the time to.
        if reason == .resigned || reason == .endOfFixedTerm, random.chance(0.035) {
            returners.append((month + random.within(4...18), spells[Int(spell)].worker))
        }
    }

    private mutating func reasonToLeave(
        _ worker: Int32, unit: Int, month: Int, share: Double
    ) -> LeavingReason? {
        var draw = random.unit() / share
        guard draw < 0.9 else { return nil }
        let first = CivilDate.firstDay(ofMonth: month)
        let spell = spells[Int(now[Int(worker)].spell)]
        let tenureDays = first - spell.hire
        let age = Double(first - workers[Int(worker)].birth) / 365.25
        let trouble = stories.trouble(in: unit, month: month)
        let improvement = stories.improvement(in: unit, month: month)
        if stories.isEven {
            return evenReason(draw, month: month, times: 1 + stories.effects.leaving * trouble)
        }

        draw -=
            0.0082 * (tenureDays < 365 ? 1.7 : tenureDays < 1095 ? 1.15 : 0.75)
            * (age < 30 ? 1.4 : age < 50 ? 1 : 0.5) * (now[Int(worker)].isManager ? 0.7 : 1)
            * Stories.resignationSeason[month % 12] * turnoverBias[unit] * (1 + stories.effects.leaving * trouble)
            * (1 - 0.45 * improvement)
        if draw < 0 { return .resigned }
        draw -= tenureDays < 180 ? 0.0024 : 0
        if draw < 0 { return .failedProbation }
        draw -= 0.0008
        if draw < 0 { return .dismissed }
        draw -= 0.0005
        if draw < 0 { return .redundant }
        draw -= 0.0003
        if draw < 0 { return .notStated }
        draw -= age >= 70 ? 0.6 : age >= 67 ? 0.15 : age >= 65 ? 0.04 : age >= 62 ? 0.012 : 0
        if draw < 0 { return .retired }
        draw -= now[Int(worker)].contract == .temporary && tenureDays > 170 ? 0.05 : 0
        if draw < 0 { return .endOfFixedTerm }
        draw -= age > 50 ? 0.000_2 : 0.000_03
        return draw < 0 ? .died : nil
    }

    /// Reasons where nobody's age or service matters: a company that grows older would differ from year to year.
    private func evenReason(_ draw: Double, month: Int, times: Double) -> LeavingReason? {
        var rest = draw / times
        for (reason, chance) in [
            (LeavingReason.resigned, 0.0085 * Stories.resignationSeason[month % 12]), (.failedProbation, 0.000_4),
            (.dismissed, 0.000_8), (.redundant, 0.000_5), (.notStated, 0.000_3), (.retired, 0.001_2),
            (.endOfFixedTerm, 0.001), (.died, 0.000_1),
        ] {
            rest -= chance
            if rest < 0 { return reason }
        }
        return nil
    }

    // MARK: Hiring

    private mutating func hire(in month: Int, share: Double = 1) {
        for worker in returners.filter({ $0.month == month }).map(\.worker) where share == 1 {
            let before = Int(now[Int(worker)].unit)
            if size[before] > 0 { takeOn(worker, unit: before, month: month) }
        }
        for unit in organisation.units.map(\.index) where size[unit] > 0 {
            let wanted = Int(Double(size[unit]) * growth(at: month) + 0.15 + 0.4 * random.unit())
            for _ in 0..<max(0, wanted - members[unit].count) where random.chance(0.85 * share) {
                takeOn(nil, unit: unit, month: month)
            }
        }
    }

    /// Hires somebody new, or the former colleague given, into a unit.
    private mutating func takeOn(_ former: Int32?, unit: Int, month: Int) {
        let first = CivilDate.firstDay(ofMonth: month)
        let days = Int(CivilDate.lastDay(ofMonth: month) - first) + 1
        let offset = random.chance(0.6) ? 0 : random.below(days)
        var day = first + Int32(offset)
        if offset > 0 { day = min(CivilDate.workdayOnOrAfter(day), first + Int32(days - 1)) }
        let worker = former ?? newWorker(unit: unit, hiredOn: day, asOf: day)
        let kind = random.unit()
        let contract: Assignment.Contract = kind < 0.14 ? .temporary : kind < 0.165 ? .apprentice : .permanent
        begin(worker, unit: unit, hire: day, validFrom: day, contract: contract)
        let index = Int(worker)
        if manager[unit] < 0, members[unit].count == 1 { appointManager(of: unit) }
        now[index].manager = boss(of: worker)
        if index < written.count { written[index] = now[index] } else { written.append(now[index]) }
        assignments.append(now[index])
        // A few never settle in: hired and gone within the month, some on the very first day.
        if former == nil, random.chance(0.004), manager[unit] != worker {
            let last = min(day + Int32(random.below(12)), first + Int32(days - 1))
            end(now[index].spell, on: last, for: random.chance(0.5) ? .failedProbation : .resigned, in: month)
            members[unit].removeAll { $0 == worker }
        }
    }

    // MARK: Afterwards

    private mutating func sortByWorker() {
        start = Array(repeating: 0, count: workers.count + 1)
        for assignment in assignments { start[Int(assignment.worker) + 1] += 1 }
        for worker in workers.indices { start[worker + 1] += start[worker] }
        var next = start
        var sorted = assignments
        for assignment in assignments {
            sorted[next[Int(assignment.worker)]] = assignment
            next[Int(assignment.worker)] += 1
        }
        assignments = sorted
    }
}
