import Calendars
import Disclosure
import Results
import Statistics
import Testing

@testable import Aggregation

/// What happens to people besides hires, moves and absence.
@Suite struct WorkingLifeTests {
    private let world = World(asOf: "2026-04-30", firstMonth: month(2026, 1))

    private func happening(_ kind: PersonHappening.Kind, _ when: String, _ flags: UInt8 = 0) -> PersonHappening {
        PersonHappening(day: day(when), kind: kind, flags: flags)
    }

    /// 30 days of April: one person all of it and one of 15 days, who is the only one with a one-to-one.
    @Test func coverageIsPersonsOverTheAverageHeadcount() throws {
        let oneToOne = PersonHappening.isOneToOne
        let f = world.figures([
            Person(segments: [segment("2020-01-01")], happenings: [happening(.checkIn, "2026-04-02")]),
            Person(
                segments: [segment("2026-04-16", department: 3)],
                happenings: [
                    happening(.checkIn, "2026-04-20", oneToOne), happening(.checkIn, "2026-04-27", oneToOne),
                    // Before the first day.
                    happening(.checkIn, "2026-03-20", oneToOne),
                ]),
        ])
        let coverage = try #require(f.value("participation.checkin_coverage", 0, "2026-04"))
        #expect(abs(coverage - 100 / 1.5) < 1e-12)
        #expect(f.value("participation.checkin_coverage", 1, "2026-04") == 0)
        #expect(f.value("participation.checkin_coverage", 0, "2026-03") == 0)
    }

    /// Two conversations of one month in two departments are one person at the unit above both.
    @Test func whoMovedCountsOnceAboveBothDepartments() throws {
        var old = segment("2020-01-01", "2026-03-15", department: 1)
        old.leaves = EmployedSegment.goesOn
        let oneToOne = PersonHappening.isOneToOne
        let f = world.figures([
            Person(
                segments: [old, segment("2026-03-16", department: 3, start: StartKind.change)],
                happenings: [
                    happening(.checkIn, "2026-03-02", oneToOne), happening(.checkIn, "2026-03-23", oneToOne),
                ])
        ])
        #expect(f.value("participation.checkin_coverage", 0, "2026-03") == 100)
        #expect(f.distinct(.coveredDays, 0, f.window("2026-03")) == 31)
        #expect(f.distinct(.coveredDays, 1, f.window("2026-03")) == 31)
        #expect(f.distinct(.coveredDays, 3, f.window("2026-03")) == 31)
    }

    @Test func reviewsCountByTheDayTheyAreDue() {
        let f = world.figures([
            Person(
                segments: [segment("2020-01-01")],
                happenings: [
                    happening(.review, "2026-02-28", PersonHappening.isDone), happening(.review, "2026-03-31"),
                    happening(.review, "2026-03-01", PersonHappening.isDone), happening(.review, "2026-06-30"),
                ])
        ])
        #expect(f.value("participation.review_completion", 1, "2026-02") == 100)
        #expect(f.value("participation.review_completion", 1, "2026-03") == 50)
        #expect(f.value("participation.review_completion", 1, "2026-04") == nil)
    }

    /// The equipment is due before the first day: it is of the department that the new employee comes to.
    @Test func stepsBeforeTheFirstDayAreOfTheNewDepartment() {
        let f = world.figures([
            Person(
                segments: [segment("2026-03-09", "2026-03-31", department: 3)],
                happenings: [
                    happening(.step, "2026-03-02", PersonHappening.isDone), happening(.step, "2026-03-10"),
                    // After the last day there is nobody to do it.
                    happening(.step, "2026-04-10"),
                ])
        ])
        #expect(f.value("onboarding.steps_on_time", 3, "2026-03") == 50)
        #expect(f.sum(.stepsDue, 0, f.window("2026-04")) == 0)
    }

    /// Hired on 1, 2, 16 and 17 March and 17 April: those of March are over on 15, 16, 30 and 31 March, the last one on 1 May.
    @Test func theFortnightIsOverFourteenDaysAfterTheFirstDay() {
        let people = [
            ("2026-03-01", "2026-03-14"), ("2026-03-02", "2026-03-16"), ("2026-03-17", "2026-03-17"),
            ("2026-03-18", "2026-03-20"), ("2026-04-17", "2026-04-18"),
        ].map { hired, met in
            Person(segments: [segment(hired)], happenings: [happening(.checkIn, met)])
        }
        let f = world.figures(people)
        // 18 March + 14 days is 1 April.
        #expect(f.sum(.fortnightStarts, 0, f.window("2026-03")) == 3)
        #expect(f.value("onboarding.first_checkin14", 0, "2026-03").map { abs($0 - 200 / 3) < 1e-12 } == true)
        #expect(f.value("onboarding.first_checkin14", 0, "2026-04") == 100)
        #expect(f.sum(.fortnightStarts, 0, f.window("2026-04")) == 1)
    }

    @Test func movesAndPromotionsPerHeadcount() {
        let f = world.figures(
            (0..<10).map { i in
                Person(
                    segments: [segment("2020-01-01")],
                    happenings: i < 3
                        ? [happening(.move, "2026-03-01", i < 2 ? PersonHappening.isPromotion : 0)] : [])
            })
        #expect(f.value("development.promotions", 1, "2026-03") == 20)
        #expect(f.value("development.internal_moves", 1, "2026-03") == 30)
    }

    @Test func recognitionReachesPersonsOnce() {
        let f = world.figures([
            Person(
                segments: [segment("2020-01-01")],
                happenings: [happening(.recognition, "2026-03-01"), happening(.recognition, "2026-03-09")]),
            Person(segments: [segment("2020-01-01", "2026-02-10")]),
            Person(segments: [segment("2020-01-01")]), Person(segments: [segment("2026-03-31")]),
        ])
        #expect(f.value("retention.recognition_reach", 0, "2026-03").map { abs($0 - 100 / 3) < 1e-12 } == true)
        #expect(f.value("retention.recognition_reach", 0, "2026-Q1") == 25)
    }

    /// Whenever it was held, an exit interview is of the employment that ended; of two answers the last counts.
    @Test func exitInterviewsAreOfTheEmploymentThatEnded() {
        let yes = PersonHappening.saysRecommend | PersonHappening.recommends
        let f = world.figures([
            Person(
                segments: [segment("2020-01-01", "2026-03-31")],
                happenings: [
                    happening(.exit, "2026-03-20", yes),
                    happening(.exit, "2026-04-20", PersonHappening.saysRecommend | PersonHappening.saysReturn),
                ]),
            Person(segments: [segment("2020-01-01", "2026-03-10")]),
            // Left twice, and was asked about the first time only.
            Person(
                segments: [
                    segment("2020-01-01", "2026-02-10"), segment("2026-03-01", "2026-03-20", start: StartKind.rehire),
                ],
                happenings: [
                    happening(.exit, "2026-02-20", PersonHappening.saysReturn | PersonHappening.wouldReturn)
                ]),
        ])
        #expect(f.value("offboarding.exit_coverage", 0, "2026-02") == 100)
        #expect(f.value("offboarding.exit_coverage", 0, "2026-03").map { abs($0 - 100 / 3) < 1e-12 } == true)
        #expect(f.value("offboarding.would_recommend", 0, "2026-03") == 0)
        #expect(f.value("offboarding.would_return", 0, "2026-02") == 100)
        #expect(f.value("offboarding.would_return", 0, "2026-03") == 0)
        // Nobody left: no value, which is not 0.
        #expect(f.value("offboarding.exit_coverage", 0, "2026-01") == nil)
    }

    /// Sums, squares, products and counts of persons from the rows themselves, for every unit and window.
    @Test func allOfItIsWhatAPlainCountGives() {
        let seed: UInt64 = 41
        var random = SeededGenerator(state: seed)
        let people = randomPeople(150, &random)
        let world = World(asOf: "2026-05-17", firstMonth: month(2024, 11))
        let f = world.figures(people)
        var compared = 0
        for (w, window) in f.grid.windows.enumerated() where window.first >= 0 && window.kind.isMonthly {
            for node in 0..<4 {
                var sums: [String: Int64] = [:]
                for person in people {
                    for (name, value) in Self.counted(
                        person, node: node..<Int(world.end[node]), days: window.days, until: f.grid.asOf)
                    {
                        sums[name, default: 0] += value
                    }
                }
                let expected: [(MeasureStore.Sum, String)] = [
                    (.reviewsDue, "review whole"), (.reviewsCompleted, "review part"), (.stepsDue, "step whole"),
                    (.stepsOnTime, "step part"), (.internalMoves, "moves"), (.promotions, "promotions"),
                    (.exitsCovered, "exits"), (.recommendAnswers, "recommend answers"), (.recommend, "recommend"),
                    (.returnAnswers, "return answers"), (.wouldReturn, "return"), (.fortnightStarts, "fortnights"),
                    (.fortnightMet, "met"),
                ]
                for (measure, name) in expected {
                    #expect(
                        f.sum(measure, node, w) == sums[name] ?? 0, "seed \(seed) \(measure) \(window.label) \(node)")
                }
                let distinct: [(MeasureStore.Distinct, String)] = [
                    (.coveredDays, "covered"), (.coveredAA, "covered²"), (.coveredAS, "covered·"),
                    (.coveredContributors, "covered?"), (.reviewPersons, "review persons"), (.reviewAA, "review²"),
                    (.reviewAS, "review·"), (.reviewSS, "review whole²"), (.reviewContributors, "review?"),
                    (.stepPersons, "step persons"), (.stepAA, "step²"), (.stepAS, "step·"),
                    (.stepSS, "step whole²"), (.stepContributors, "step?"), (.recognised, "recognised"),
                ]
                for (measure, name) in distinct {
                    #expect(
                        f.distinct(measure, node, w) == sums[name] ?? 0,
                        "seed \(seed) \(measure) \(window.label) \(node)")
                }
                compared += (sums["covered"] ?? 0) > 0 && (sums["review part"] ?? 0) > 0 ? 1 : 0
            }
        }
        #expect(compared > 30)
    }

    /// What one person adds to a unit in a window.
    private static func counted(
        _ person: Person, node: Range<Int>, days: Range<Int32>, until asOf: Int32
    ) -> [String: Int64] {
        var own: [String: Int64] = [:]
        func add(_ name: String, _ value: Int64) { own[name, default: 0] += value }
        func isInside(_ segment: EmployedSegment) -> Bool { node.contains(Int(segment.department)) }
        var employed: Int64 = 0
        for piece in person.segments where isInside(piece) {
            let first = max(piece.first, days.lowerBound)
            employed += Int64(max(0, min(piece.end, days.upperBound) - first))
        }
        var covered: [Int: Int64] = [:]
        for happening in person.happenings where days.contains(happening.day) {
            var held = person.segments.first { happening.day >= $0.first && happening.day < $0.end }
            if held == nil, happening.kind == .step {
                held = person.segments.first {
                    $0.first > happening.day && $0.first <= asOf && $0.start != StartKind.change
                }
            }
            guard let held, isInside(held) else { continue }
            switch happening.kind {
            case .checkIn where happening.flags & 1 != 0:
                let m = CivilDate.monthIndex(of: happening.day)
                let after = min(CivilDate.firstDay(ofMonth: m + 1), asOf + 1)
                covered[m] = Int64(after - CivilDate.firstDay(ofMonth: m))
            case .review:
                add("review whole", 1)
                add("review part", happening.flags & 1 != 0 ? 1 : 0)
            case .step:
                add("step whole", 1)
                add("step part", happening.flags & 1 != 0 ? 1 : 0)
            case .move:
                add("moves", 1)
                add("promotions", happening.flags & 1 != 0 ? 1 : 0)
            case .recognition: own["recognised"] = 1
            default: continue
            }
        }
        let coverage = covered.values.reduce(0, +)
        add("covered", coverage)
        add("covered²", coverage * coverage)
        add("covered·", coverage * employed)
        add("covered?", coverage > 0 ? 1 : 0)
        for name in ["review", "step"] {
            let (part, whole) = (own["\(name) part"] ?? 0, own["\(name) whole"] ?? 0)
            add("\(name)²", part * part)
            add("\(name)·", part * whole)
            add("\(name) whole²", whole * whole)
            add("\(name)?", part > 0 ? 1 : 0)
            add("\(name) persons", whole > 0 ? 1 : 0)
        }
        for (place, piece) in person.segments.enumerated() where isInside(piece) {
            if piece.start != StartKind.change, days.contains(piece.first + 14), piece.first + 14 <= asOf + 1 {
                add("fortnights", 1)
                let met = person.happenings.contains {
                    $0.kind == .checkIn && (piece.first..<piece.first + 14).contains($0.day)
                }
                add("met", met ? 1 : 0)
            }
            guard piece.leaves < 4, piece.end != Int32.max, days.contains(piece.end - 1) else { continue }
            let next = place + 1 < person.segments.count ? person.segments[place + 1].first : asOf + 1
            let said = person.happenings.filter {
                $0.kind == .exit && $0.day >= piece.spellFirst && $0.day < min(next, asOf + 1)
            }
            add("exits", said.isEmpty ? 0 : 1)
            if let last = said.last(where: { $0.flags & PersonHappening.saysRecommend != 0 }) {
                add("recommend answers", 1)
                add("recommend", last.flags & PersonHappening.recommends != 0 ? 1 : 0)
            }
            if let last = said.last(where: { $0.flags & PersonHappening.saysReturn != 0 }) {
                add("return answers", 1)
                add("return", last.flags & PersonHappening.wouldReturn != 0 ? 1 : 0)
            }
        }
        return own
    }

    @Test func countsOfPersonsLieBetweenTheLargestChildAndTheSum() {
        var random = SeededGenerator(state: 42)
        let f = World(asOf: "2026-05-17", firstMonth: month(2024, 11)).figures(randomPeople(300, &random))
        for w in f.grid.windows.indices where f.grid.windows[w].kind.isMonthly {
            for measure in [
                MeasureStore.Distinct.coveredContributors, .reviewPersons, .reviewContributors, .stepContributors,
                .recognised,
            ] {
                let own = f.distinct(measure, 0, w)
                #expect(own >= max(f.distinct(measure, 1, w), f.distinct(measure, 2, w)))
                #expect(f.distinct(measure, 2, w) >= f.distinct(measure, 3, w))
            }
        }
    }

    /// Reviews and what leavers say are shown from ten persons on, and in closed periods only.
    @Test func reviewsAndLeaversNeedTen() {
        func figures(_ count: Int) -> Figures {
            world.figures(
                (0..<count).map { i in
                    Person(
                        segments: [segment("2020-01-01", "2026-03-20")],
                        happenings: [
                            happening(.review, "2026-03-10", i % 2 == 0 ? PersonHappening.isDone : 0),
                            happening(
                                .exit, "2026-03-10",
                                PersonHappening.saysReturn | (i % 2 == 0 ? PersonHappening.wouldReturn : 0)),
                        ])
                })
        }
        for protection in [Metric.Activity.reviews, .wouldReturn] {
            #expect(mask(protection, figures(9), "2026-03")[1] == .groupMinimum, "\(protection)")
            #expect(mask(protection, figures(12), "2026-03")[1] == nil, "\(protection)")
        }
        let open = world.figures(
            (0..<100).map { i in
                Person(
                    segments: [segment("2020-01-01")],
                    happenings: i < 50 ? [happening(.checkIn, "2026-04-10", PersonHappening.isOneToOne)] : [])
            })
        #expect(mask(.coverage, open, "2026-04")[1] == .openPeriod)
    }

    /// Half of the leavers had an interview and all who answered said the same.
    @Test func whatAllOrNoneSayIsHidden() {
        let figures = world.figures(
            (0..<20).map { i in
                Person(
                    segments: [segment("2020-01-01", "2026-03-20")],
                    happenings: i < 11
                        ? [happening(.exit, "2026-03-10", PersonHappening.saysReturn | PersonHappening.wouldReturn)]
                        : [])
            })
        #expect(mask(.exits, figures, "2026-03")[1] == nil)
        #expect(mask(.wouldReturn, figures, "2026-03")[1] == .extremeShare)
    }

    private func mask(_ activity: Metric.Activity, _ figures: Figures, _ label: String) -> Mask {
        MaskMaker(
            figures: figures, tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]),
            settings: GateSettings(
                minimum: 5, minimumShares: 10, absenceMonthFrom: 50, absenceQuarterFrom: 25, absenceYearFrom: 10,
                synthetic: false),
            observed: ObservedMonths(), waveIsClosed: []
        ).masks(.activity(activity), slot: figures.window(label)).first?.mask ?? []
    }
}

/// Openings of departments, by rows as normalize gives them.
@Suite struct RecruitmentTests {
    private let world = World(asOf: "2026-04-30", firstMonth: month(2026, 1))

    private func row(
        _ department: Int32 = 1, approved: String? = nil, posted: String? = nil, applied: String? = nil,
        decided: String? = nil, _ outcome: String? = nil, source: String = "referral", inside: Bool? = nil,
        applicants: Int32? = nil, isApplication: Bool = true
    ) -> Recruitment.Row {
        Recruitment.Row(
            department: department, isApplication: isApplication, approved: approved.map(day), posted: posted.map(day),
            applied: applied.map(day), decided: decided.map(day), outcome: outcome, source: source, isInside: inside,
            applicants: applicants)
    }

    private func figures(_ openings: [[Recruitment.Row]]) -> (figures: Figures, recruitment: Recruitment) {
        let recruitment = Recruitment(openings: openings, asOf: day(world.asOf))
        let plan = world.plan()
        let store = world.store(plan)
        recruitment.add(to: store, plan.grid)
        store.rollUp(parent: world.parent)
        let figures = Figures(
            store: store, grid: plan.grid, survey: nil, snapshot: nil, fullDayMinutes: 450)
        figures.recruitment = RecruitmentFigures(
            recruitment, grid: plan.grid, parent: world.parent, end: world.end,
            windows: 0..<plan.grid.monthlyWindows, workers: 2)
        return (figures, recruitment)
    }

    private func value(
        _ id: String, _ node: Int, _ label: String, _ made: (figures: Figures, recruitment: Recruitment)
    ) -> Double? {
        Recruiting.metrics(sources: made.recruitment.sources).first { $0.id == id }?
            .figure(made.figures, node, made.figures.window(label)).value
    }

    private var openings: [[Recruitment.Row]] {
        [
            // Approved on 1 February, filled on 3 March: 30 days; the second hire of the opening does not fill it again.
            [
                row(approved: "2026-02-01", posted: "2026-02-10", applicants: 7, isApplication: false),
                row(applied: "2026-02-11", decided: "2026-03-03", "accepted", inside: true),
                row(applied: "2026-02-21", decided: "2026-03-13", "accepted", source: "agency", inside: false),
                row(applied: "2026-02-12", decided: "2026-03-01", "declined"), row(applied: "2026-02-12", "rejected"),
            ],
            // Ten days; of another department.
            [
                row(3, approved: "2026-03-01", applied: "2026-03-02", decided: "2026-03-11", "accepted"),
                // Nobody says when.
                row(3, applied: "2026-03-02", "declined"),
            ],
            // An opening alone, filled after 41 days, of which nothing is told about who applied.
            [row(2, approved: "2026-02-01", decided: "2026-03-14", "accepted", isApplication: false)],
            // Decided after the as-of day, and one before it was approved.
            [row(approved: "2026-03-01", decided: "2026-05-02", "accepted")],
            [row(approved: "2026-03-20", decided: "2026-03-10", "accepted", source: "agency")],
        ]
    }

    @Test func timesAreCountedFromApprovalAndApplication() {
        let made = figures(openings)
        #expect(value("recruitment.time_to_fill", 1, "2026-03", made) == 30)
        #expect(value("recruitment.time_to_fill", 2, "2026-03", made) == 25.5)
        #expect(value("recruitment.time_to_fill", 0, "2026-03", made) == 30)
        // 20, 20 and 9 days.
        #expect(value("recruitment.time_to_hire", 0, "2026-03", made) == 20)
        #expect(value("recruitment.time_to_hire", 3, "2026-03", made) == 9)
        #expect(value("recruitment.time_to_fill", 0, "2026-02", made) == nil)
        #expect(made.figures.recruitment?.fills(0, made.figures.window("2026-Q1")) == 3)
    }

    @Test func offersSourcesAndOrigins() {
        let made = figures(openings)
        // Unit 1: accepted, accepted, declined, accepted.
        #expect(value("recruitment.offer_acceptance", 1, "2026-03", made) == 75)
        #expect(made.figures.sum(.offersDecided, 0, made.figures.window("2026-03")) == 6)
        #expect(made.recruitment.undated == 1)
        #expect(value("development.internal_fill", 1, "2026-03", made) == 50)
        // Of five hires two came by an agency; a source of nobody has no point.
        #expect(made.recruitment.sources == ["agency", "referral"])
        #expect(value("recruitment.source_mix#agency", 0, "2026-03", made) == 40)
        #expect(value("recruitment.source_mix#referral", 0, "2026-Q1", made) == 60)
    }

    @Test func applicantsPerOpening() {
        let made = figures(openings)
        // Posted in February with seven applicants as its row says, though only four have rows.
        #expect(value("recruitment.applicants_per_opening", 1, "2026-02", made) == 7)
        #expect(value("recruitment.applicants_per_opening", 3, "2026-03", made) == 2)
        #expect(made.recruitment.uncounted == 1)
    }

    /// Medians and sums of random openings as a plain count gives them.
    @Test func randomOpeningsAsAPlainCount() {
        let seed: UInt64 = 51
        var random = SeededGenerator(state: seed)
        let from = day("2025-11-01")
        var openings: [[Recruitment.Row]] = []
        for _ in 0..<120 {
            let approved = Int32.random(in: from...from + 150, using: &random)
            let department = Int32.random(in: 0...3, using: &random)
            openings.append(
                (0..<Int.random(in: 1...6, using: &random)).map { _ in
                    let applied = approved + Int32.random(in: 0...30, using: &random)
                    return Recruitment.Row(
                        department: department, isApplication: true, approved: approved, posted: nil, applied: applied,
                        decided: applied + Int32.random(in: 0...50, using: &random),
                        outcome: ["accepted", "declined", "rejected"][Int.random(in: 0...2, using: &random)],
                        source: ["a", "b", "c"][Int.random(in: 0...2, using: &random)],
                        isInside: [nil, true, false][Int.random(in: 0...2, using: &random)], applicants: nil)
                })
        }
        let made = figures(openings)
        let asOf = day(world.asOf)
        for (w, window) in made.figures.grid.windows.enumerated() where window.first >= 0 && window.kind.isMonthly {
            for node in 0..<4 {
                let inside = openings.filter { (Int32(node)..<world.end[node]).contains($0[0].department) }
                let decided = inside.joined().filter {
                    ($0.outcome == "accepted" || $0.outcome == "declined") && window.days.contains($0.decided ?? 0)
                }
                let accepted = decided.filter { $0.outcome == "accepted" }
                let fills = inside.compactMap { rows -> Int32? in
                    let first = rows.filter { $0.outcome == "accepted" && ($0.decided ?? 0) <= asOf }
                        .compactMap(\.decided).min()
                    guard let first, window.days.contains(first) else { return nil }
                    return first - (rows[0].approved ?? 0)
                }.sorted()
                #expect(made.figures.sum(.offersDecided, node, w) == Int64(decided.count))
                #expect(made.figures.sum(.offersAccepted, node, w) == Int64(accepted.count))
                #expect(made.figures.sum(.hiredInside, node, w) == Int64(accepted.count { $0.isInside == true }))
                let middle = fills.count / 2
                let median: Double? =
                    fills.isEmpty
                    ? nil
                    : fills.count % 2 == 1 ? Double(fills[middle]) : Double(fills[middle - 1] + fills[middle]) / 2
                #expect(value("recruitment.time_to_fill", node, window.label, made) == median, "seed \(seed)")
                for (place, source) in ["a", "b", "c"].enumerated() {
                    #expect(
                        made.figures.recruitment?.hires(from: place, node, w, made.figures.grid)
                            == Int64(accepted.count { $0.source == source }))
                }
                let opened = inside.filter { window.days.contains($0[0].approved ?? 0) }
                #expect(made.figures.sum(.openings, node, w) == Int64(opened.count))
            }
        }
        #expect(openings.count == 120)
    }
}
