import Calendars
import Disclosure
import Framework
import Results
import Testing

@testable import Aggregation

/// Shares close to none or all are withheld, whatever the family; what is plain stays.
@Suite struct ExtremeShareTests {
    private let world = World(asOf: "2026-06-30", firstMonth: month(2026, 1))
    private static let protected = GateSettings(
        minimum: 5, minimumShares: 10, absenceMonthFrom: 10, absenceQuarterFrom: 10, absenceYearFrom: 10,
        synthetic: false)
    private static let invented = GateSettings(
        minimum: 5, minimumShares: 10, absenceMonthFrom: 10, absenceQuarterFrom: 10, absenceYearFrom: 10,
        synthetic: true)

    private func mask(
        _ protection: Metric.Protection, _ figures: Figures, _ label: String, settings: GateSettings = protected
    ) -> Mask {
        MaskMaker(
            figures: figures, tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]),
            settings: settings, observed: ObservedMonths(), waveIsClosed: []
        ).masks(protection.leader, slot: figures.window(label)).first { $0.protection == protection }?.mask ?? []
    }

    /// Sixteen persons in unit 1 and forty in unit 3; of unit 1 so many leave in March for each class of reasons.
    private func leavers(_ classes: [UInt8], of unit3: [UInt8] = []) -> Figures {
        func persons(_ count: Int, _ classes: [UInt8], _ department: Int32) -> [Person] {
            (0..<count).map { i in
                guard i < classes.count else {
                    return Person(segments: [segment("2020-01-01", department: department)])
                }
                return Person(segments: [
                    segment("2020-01-01", "2026-03-10", department: department, leaves: classes[i])
                ])
            }
        }
        return world.figures(persons(16, classes, 1) + persons(40, unit3, 3))
    }

    @Test func oneDismissalOfSixteenIsHiddenWithWhatWouldGiveItAway() {
        // Unit 1: five resignations and one dismissal; unit 3: five of each.
        let figures = leavers([0, 0, 0, 0, 0, 1], of: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
        #expect(mask(.plain, figures, "2026-03")[1] == nil, "total turnover is plain")
        #expect(mask(.reasons(.involuntary), figures, "2026-03")[1] == .extremeShare)
        #expect(mask(.reasons(.other), figures, "2026-03")[1] == .extremeShare)
        // 6 − 5 would be the dismissal.
        #expect(mask(.reasons(.voluntary), figures, "2026-03")[1] == .remainder)
        // The company's six dismissals less the five of unit 2 would be the one of unit 1.
        #expect(mask(.reasons(.involuntary), figures, "2026-03")[2] == .remainder)
        // The company's resignations are shown: what the total leaves is six leavers of three classes.
        #expect(mask(.reasons(.voluntary), figures, "2026-03")[0] == nil)
        #expect(mask(.reasons(.involuntary), figures, "2026-03")[0] == .remainder)
    }

    @Test func noDismissalIsHiddenAsWell() {
        let figures = leavers([0, 0, 0, 0, 0], of: [0, 0, 0, 1, 1, 1])
        #expect(mask(.reasons(.involuntary), figures, "2026-03")[1] == .extremeShare)
        #expect(mask(.reasons(.involuntary), figures, "2026-03", settings: Self.invented)[1] == nil)
    }

    @Test func reachAndAttendanceOfOneOrAllAreHidden() {
        func figures(attending count: Int) -> Figures {
            world.figures(
                (0..<16).map { i in
                    Person(
                        segments: [segment("2020-01-01")],
                        events: [
                            PersonEvent(
                                day: day("2026-03-10"),
                                flags: PersonEvent.invited | (i < count ? PersonEvent.attended : 0))
                        ])
                })
        }
        for (count, hidden) in [(0, true), (1, true), (2, false), (9, false), (14, false), (15, true), (16, true)] {
            for protection in [Metric.Protection.reach, .attendance] {
                #expect(
                    (mask(protection, figures(attending: count), "2026-03")[1] == .extremeShare) == hidden, "\(count)")
            }
        }
    }

    @Test func incidenceIsHiddenAndTheTimeLostIsNot() {
        let figures = world.figures(
            (0..<16).map { _ in Person(segments: [segment("2020-01-01")]) })
        #expect(mask(.incidence, figures, "2026-03")[1] == .extremeShare)
        #expect(mask(.absence, figures, "2026-03")[1] == nil)
    }

    private func survey(_ answers: [Int], scale: Questionnaire.Scale) -> Figures {
        let item = Questionnaire.Item(id: "q", text: "Q", scale: scale)
        let states = SurveyStates(
            nodes: world.parent.count, waves: ["w"],
            questionnaire: Questionnaire(id: "s", title: "S", items: [item], indices: []))
        let state = states.item(1, 0, 0)
        for answer in answers {
            state[0] += 1
            state[3] += scale.favourable.contains(answer) ? 1 : 0
            state[4] += scale.unfavourable.contains(answer) ? 1 : 0
        }
        states.respondents[1] = Int64(answers.count)
        states.rollUp(parent: world.parent)
        let none = world.figures([])
        return Figures(store: none.store, grid: none.grid, survey: states, snapshot: nil, fullDayMinutes: 450)
    }

    @Test func theSharesOfAnItemAreHiddenTogether() {
        func hidden(_ answers: [Int], _ scale: Questionnaire.Scale) -> SuppressionReason? {
            MaskMaker(
                figures: survey(answers, scale: scale),
                tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]), settings: Self.protected,
                observed: ObservedMonths(), waveIsClosed: [true]
            ).masks(.shares(0), slot: 0).first?.mask[1] ?? nil
        }
        func answers(_ counts: [Int: Int]) -> [Int] { counts.flatMap { Array(repeating: $0.key, count: $0.value) } }
        #expect(hidden(answers([5: 8, 3: 1, 1: 7]), .points(5)) == .extremeShare, "one neutral of sixteen")
        #expect(hidden(answers([5: 8, 3: 2, 1: 6]), .points(5)) == nil)
        #expect(hidden(answers([1: 8, 0: 8]), .yesNo) == nil, "there is no neutral answer on this scale")
        #expect(hidden(answers([1: 15, 0: 1]), .yesNo) == .extremeShare)
    }
}
