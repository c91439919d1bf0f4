import Disclosure
import Results
import Statistics
import Testing

@testable import Aggregation

/// Participation beyond attendance and reach, against plain recounts.
@Suite struct ParticipationActivityTests {
    private let world = World(asOf: "2026-04-30", firstMonth: month(2026, 1))

    private func event(_ when: String, _ flags: UInt8, minutes: Int32 = 0) -> PersonEvent {
        PersonEvent(day: day(when), flags: flags, minutes: minutes)
    }

    /// Four registrations for voluntary events, one of them of somebody who stays away; mandatory ones are no part of it.
    @Test func noShowsAreOfTheRegistered() throws {
        let came = PersonEvent.registered | PersonEvent.attended
        let f = world.figures([
            Person(
                segments: [segment("2020-01-01")],
                events: [
                    event("2026-03-02", came), event("2026-03-03", PersonEvent.registered | PersonEvent.invited),
                    event("2026-03-04", PersonEvent.registered | PersonEvent.mandatory),
                ]),
            Person(
                segments: [segment("2020-01-01", department: 3)],
                events: [
                    event("2026-03-02", came), event("2026-03-09", came), event("2026-03-10", PersonEvent.attended),
                ]),
        ])
        #expect(f.value("participation.no_show_rate", 0, "2026-03") == 25)
        #expect(f.value("participation.no_show_rate", 1, "2026-03") == 50)
        #expect(f.value("participation.no_show_rate", 2, "2026-03") == 0)
        // Nobody has registered: no value, which is not 0.
        #expect(f.value("participation.no_show_rate", 0, "2026-02") == nil)
    }

    /// GRI 404-1: 3 hours and 1 hour of two employees of all 30 days of April, one of whom was there for 15.
    @Test func trainingHoursPerEmployee() throws {
        let attended = PersonEvent.training | PersonEvent.attended
        let f = world.figures([
            Person(
                segments: [segment("2020-01-01")],
                events: [
                    event("2026-04-02", attended, minutes: 120), event("2026-04-09", attended, minutes: 60),
                    event("2026-04-10", attended | PersonEvent.mandatory, minutes: 45),
                    // Not attended, and no training.
                    event("2026-04-13", PersonEvent.training | PersonEvent.registered, minutes: 500),
                    event("2026-04-14", PersonEvent.attended, minutes: 500),
                ]),
            Person(
                segments: [segment("2026-04-16", department: 2)],
                events: [event("2026-04-20", attended, minutes: 60), event("2026-04-02", attended, minutes: 60)]),
        ])
        let voluntary = try #require(f.value("participation.hours_per_employee#voluntary", 0, "2026-04"))
        #expect(abs(voluntary - 4 / 1.5) < 1e-12)
        let mandatory = try #require(f.value("participation.hours_per_employee#mandatory", 0, "2026-04"))
        #expect(abs(mandatory - 0.75 / 1.5) < 1e-12)
        #expect(f.value("participation.hours_per_employee#voluntary", 2, "2026-04") == 2)
    }

    @Test func completionIsOfMandatoryTrainingThatWasDue() {
        let due = PersonEvent.training | PersonEvent.mandatory
        let f = world.figures([
            Person(
                segments: [segment("2020-01-01")],
                events: [
                    event("2026-03-02", due | PersonEvent.invited | PersonEvent.attended),
                    event("2026-03-03", due | PersonEvent.registered),
                    event("2026-03-04", due | PersonEvent.registered | PersonEvent.attended),
                    event("2026-03-05", due | PersonEvent.invited),
                    // Came without being told to; a voluntary training; a mandatory meeting.
                    event("2026-03-06", due | PersonEvent.attended),
                    event("2026-03-06", PersonEvent.training | PersonEvent.invited | PersonEvent.attended),
                    event("2026-03-06", PersonEvent.mandatory | PersonEvent.invited | PersonEvent.attended),
                ])
        ])
        #expect(f.value("participation.completion_rate", 0, "2026-03") == 50)
    }

    /// Every sum, square, product and count of persons from the rows themselves, for every unit and window.
    @Test func allOfItIsWhatAPlainCountGives() {
        let seed: UInt64 = 31
        var random = SeededGenerator(state: seed)
        let people = randomPeople(150, &random)
        let world = World(asOf: "2026-05-17", firstMonth: month(2024, 11))
        let f = world.figures(people)
        var compared = 0
        for (w, window) in f.grid.windows.enumerated() where window.first >= 0 && window.kind.isMonthly {
            for node in 0..<4 {
                var sums: [String: Int64] = [:]
                func add(_ name: String, _ value: Int64) { sums[name, default: 0] += value }
                for person in people {
                    var own: [String: Int64] = [:]
                    for piece in person.segments where (Int32(node)..<world.end[node]).contains(piece.department) {
                        let first = max(piece.first, window.days.lowerBound)
                        own["days", default: 0] += Int64(max(0, min(piece.end, window.days.upperBound) - first))
                    }
                    for event in person.events where window.days.contains(event.day) {
                        let held = person.segments.first { event.day >= $0.first && event.day < $0.end }
                        guard let held, (Int32(node)..<world.end[node]).contains(held.department) else { continue }
                        func has(_ flag: UInt8) -> Bool { event.flags & flag != 0 }
                        if !has(PersonEvent.mandatory), has(PersonEvent.registered) {
                            own["registered", default: 0] += 1
                            if !has(PersonEvent.attended) { own["absent", default: 0] += 1 }
                        }
                        guard has(PersonEvent.training) else { continue }
                        let minutes = has(PersonEvent.attended) ? Int64(event.minutes) : 0
                        own[has(PersonEvent.mandatory) ? "mandatory" : "voluntary", default: 0] += minutes
                        guard has(PersonEvent.mandatory), has(PersonEvent.invited) || has(PersonEvent.registered) else {
                            continue
                        }
                        own["due", default: 0] += 1
                        if has(PersonEvent.attended) { own["done", default: 0] += 1 }
                    }
                    func value(_ name: String) -> Int64 { own[name] ?? 0 }
                    for name in own.keys { add(name, value(name)) }
                    add("days²", value("days") * value("days"))
                    for (part, whole) in [
                        ("absent", "registered"), ("voluntary", "days"), ("mandatory", "days"), ("done", "due"),
                    ] {
                        add("\(part)²", value(part) * value(part))
                        add("\(part)·", value(part) * value(whole))
                        add("\(part)?", value(part) > 0 ? 1 : 0)
                    }
                    for whole in ["registered", "due"] {
                        add("\(whole)²", value(whole) * value(whole))
                        add("\(whole)?", value(whole) > 0 ? 1 : 0)
                    }
                }
                let expected: [(MeasureStore.Sum, String)] = [
                    (.registered, "registered"), (.noShows, "absent"), (.trainingMinutes, "voluntary"),
                    (.mandatoryMinutes, "mandatory"), (.mandatoryDue, "due"), (.mandatoryDone, "done"),
                    (.personDays, "days"),
                ]
                for (measure, name) in expected {
                    #expect(
                        f.sum(measure, node, w) == sums[name] ?? 0, "seed \(seed) \(measure) \(window.label) \(node)")
                }
                let distinct: [(MeasureStore.Distinct, String)] = [
                    (.daysSS, "days²"), (.registeredPersons, "registered?"), (.noShowAA, "absent²"),
                    (.noShowAS, "absent·"), (.noShowSS, "registered²"), (.noShowContributors, "absent?"),
                    (.trainingAA, "voluntary²"), (.trainingAS, "voluntary·"), (.trainingContributors, "voluntary?"),
                    (.mandatoryAA, "mandatory²"), (.mandatoryAS, "mandatory·"),
                    (.mandatoryContributors, "mandatory?"), (.duePersons, "due?"), (.doneAA, "done²"),
                    (.doneAS, "done·"), (.doneSS, "due²"), (.doneContributors, "done?"),
                ]
                for (measure, name) in distinct {
                    #expect(
                        f.distinct(measure, node, w) == sums[name] ?? 0,
                        "seed \(seed) \(measure) \(window.label) \(node)")
                }
                compared += sums["registered"] ?? 0 > 0 ? 1 : 0
            }
        }
        #expect(compared > 40)
    }

    @Test func countsOfPersonsLieBetweenTheLargestChildAndTheSum() {
        var random = SeededGenerator(state: 32)
        let f = World(asOf: "2026-05-17", firstMonth: month(2024, 11)).figures(randomPeople(300, &random))
        for w in f.grid.windows.indices where f.grid.windows[w].kind.isMonthly {
            for measure in [
                MeasureStore.Distinct.registeredPersons, .noShowContributors, .duePersons, .doneContributors,
                .trainingContributors, .mandatoryContributors,
            ] {
                let own = f.distinct(measure, 0, w)
                let children = [1, 2].map { f.distinct(measure, $0, w) }
                #expect(own >= (children.max() ?? 0))
                // Some are members of the root itself.
                #expect(f.distinct(measure, 2, w) >= f.distinct(measure, 3, w))
                #expect(own <= f.distinct(.persons, 0, w))
            }
        }
    }

    @Test func theIntervalIsThatOfAClusteredRatio() throws {
        let attended = PersonEvent.training | PersonEvent.attended
        var people: [Person] = []
        for i in 0..<40 {
            let minutes = Int32(30 * (i % 5))
            let events: [PersonEvent] = i % 4 == 0 ? [event("2026-04-20", attended, minutes: minutes)] : []
            people.append(
                Person(segments: [segment(i % 3 == 0 ? "2026-04-11" : "2020-01-01")], events: events))
        }
        let f = world.figures(people)
        let metric = try #require(
            Participation.metrics.first { $0.id == "participation.hours_per_employee#voluntary" })
        let figure = metric.figure(f, 1, f.window("2026-04"))
        var a: [Double] = []
        var s: [Double] = []
        for (i, person) in people.enumerated() {
            let minutes: Int = person.events.reduce(0) { $0 + Int($1.minutes) }
            a.append(Double(minutes) / 60)
            s.append(i % 3 == 0 ? 20.0 / 30.0 : 1.0)
        }
        let hours: Double = a.reduce(0, +)
        let base: Double = s.reduce(0, +)
        let r: Double = hours / base
        let n = Double(people.count)
        var squares = 0.0
        for (part, whole) in zip(a, s) {
            let rest: Double = part - r * whole
            squares += rest * rest
        }
        let v: Double = n / (n - 1) * squares / (base * base)
        let reach: Double = f.t(degrees: people.count - 1) * v.squareRoot() / r
        let low: Double = r / reach.exponential
        let high: Double = r * reach.exponential
        #expect(abs((figure.value ?? 0) - r) < 1e-12)
        #expect(abs((figure.low ?? 0) / low - 1) < 1e-9)
        #expect(abs((figure.high ?? 0) / high - 1) < 1e-9)
        #expect(figure.numerator == hours && figure.n == 40)
    }

    @Test func hoursOfOneOrTwoPersonsAreHidden() {
        let attended = PersonEvent.training | PersonEvent.attended
        for (count, reason) in [(0, nil), (1, .dominance), (2, .dominance), (3, nil)] as [(Int, SuppressionReason?)] {
            let figures = world.figures(
                (0..<12).map { i in
                    Person(
                        segments: [segment("2020-01-01")],
                        events: i < count ? [event("2026-03-03", attended, minutes: 60)] : [])
                })
            #expect(mask(.activity(.training), figures, "2026-03")[1] == reason, "\(count)")
        }
    }

    @Test func noShowsOfOneOrOfAllAreHidden() {
        for (absent, hidden) in [(1, true), (2, false), (10, false), (11, true), (12, true)] {
            let figures = world.figures(
                (0..<12).map { i in
                    Person(
                        segments: [segment("2020-01-01")],
                        events: [
                            event("2026-03-03", PersonEvent.registered | (i < absent ? 0 : PersonEvent.attended))
                        ])
                })
            #expect((mask(.activity(.noShow), figures, "2026-03")[1] == .extremeShare) == hidden, "\(absent)")
        }
    }

    private func mask(_ protection: Metric.Protection, _ figures: Figures, _ label: String) -> Mask {
        let maker = MaskMaker(
            figures: figures,
            tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]),
            settings: GateSettings(
                minimum: 5, minimumShares: 10, absenceMonthFrom: 50, absenceQuarterFrom: 25, absenceYearFrom: 10,
                synthetic: false),
            observed: ObservedMonths(), waveIsClosed: [])
        return maker.masks(protection, slot: figures.window(label)).first?.mask ?? []
    }
}

extension Double {
    /// eˣ by its series, for the small x of these tests.
    fileprivate var exponential: Double {
        var (term, sum) = (1.0, 1.0)
        for k in 1..<60 {
            term *= self / Double(k)
            sum += term
        }
        return sum
    }
}

@Suite struct ParticipationGapTests {
    /// One unit in three groups: 40 persons of whom 10 came, 20 and 15, 8 unknown.
    private func figures() -> Figures {
        var world = World(asOf: "2026-04-30", firstMonth: month(2026, 1), parent: [-1, -1, -1], end: [1, 2, 3])
        world.groups = .participation
        return world.figures(
            [(40, 10, Int32(0)), (20, 15, 1), (8, 4, 2)].flatMap { persons, came, group in
                (0..<persons).map { i in
                    Person(
                        segments: [segment("2020-01-01", department: group)],
                        events: i < came
                            ? [PersonEvent(day: day("2026-02-03"), flags: PersonEvent.attended)] : [])
                }
            })
    }

    private func gaps(_ mask: Mask) -> [(unit: Int, label: String, state: Disclosed)] {
        let f = figures()
        return Participation.gaps(
            f, groups: ["female", "male", Demographic.unknown],
            labels: ["gender=female", "gender=male", "gender=unknown"], units: 1, mask: mask,
            window: f.window("2026-Q1"))
    }

    @Test func theOthersAreComparedWithTheLargestGroup() throws {
        let cells = gaps([nil, nil, nil])
        #expect(cells.map { $0.label } == ["gender=male vs female"])
        guard case .published(let figure) = try #require(cells.first).state else {
            Issue.record("it is published")
            return
        }
        #expect(figure.value == 50 && figure.n == 60)
        let expected = try #require(compareShares(successes: (15, 10), of: (20, 40)))
        #expect(figure.low == expected.interval.low * 100 && figure.high == expected.interval.high * 100)
    }

    @Test func whereOneOfTheTwoIsHiddenSoIsTheDifference() {
        let cells = gaps([nil, .remainder, nil])
        #expect(cells.map { $0.state } == [.suppressed(.remainder)])
        // The largest group is hidden in the whole organisation: another is the reference, and nothing is left to compare.
        #expect(gaps([.groupMinimum, nil, nil]).map { $0.state } == [.suppressed(.groupMinimum)])
        #expect(gaps([.groupMinimum, .groupMinimum, nil]).isEmpty)
    }

    @Test func theReferenceIsTheLargestAndOfEqualsTheFirst() {
        #expect(Participation.reference(persons: [3, 9, 9], isShown: [true, true, true]) == 1)
        #expect(Participation.reference(persons: [3, 9, 9], isShown: [true, false, true]) == 2)
        #expect(Participation.reference(persons: [0, 0], isShown: [true, true]) == nil)
    }
}
