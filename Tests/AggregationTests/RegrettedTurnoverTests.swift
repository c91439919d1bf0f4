import Calendars
import Disclosure
import Results
import Testing

@testable import Aggregation

/// Leavers whom the employer regrets: known, unknown, and of which nobody may say that they are.
@Suite struct RegrettedTurnoverTests {
    private let world = World(asOf: "2026-12-31", firstMonth: month(2025, 1))
    private static let settings = GateSettings(
        minimum: 5, minimumShares: 10, absenceMonthFrom: 10, absenceQuarterFrom: 10, absenceYearFrom: 10,
        synthetic: false)

    /// A leaver of March 2026.
    private func leaver(_ regret: UInt8, leaves: UInt8 = 0, department: Int32 = 1, last: String = "2026-03-10")
        -> Person
    {
        var segment = segment("2020-01-01", last, department: department, leaves: leaves)
        segment.regret = regret
        return Person(segments: [segment])
    }

    private func staff(_ count: Int, _ department: Int32 = 1) -> [Person] {
        (0..<count).map { _ in Person(segments: [segment("2020-01-01", department: department)]) }
    }

    /// Five dismissals, so that what the resignations leave of all leavers gives nothing away.
    private func dismissed(_ department: Int32 = 1) -> [Person] {
        (0..<5).map { _ in leaver(EmployedSegment.regretUnknown, leaves: 1, department: department) }
    }

    private func mask(_ figures: Figures, _ label: String, from regrets: Int?) -> Mask {
        var observed = ObservedMonths()
        observed.regrets = regrets
        return MaskMaker(
            figures: figures, tree: TreeShape(parent: world.parent, end: world.end, rank: [0, 1, 2, 3]),
            settings: Self.settings, observed: observed, waveIsClosed: []
        ).masks(.regretted, slot: figures.window(label)).first?.mask ?? []
    }

    /// Three resigned, two of them regretted; one was dismissed, whatever is marked there.
    @Test func regrettedLeaversOfAllLeaversAndOfTheHeadcount() throws {
        let f = world.figures(
            staff(16) + [
                leaver(EmployedSegment.regretted), leaver(EmployedSegment.regretted),
                leaver(EmployedSegment.notRegretted), leaver(EmployedSegment.regretted, leaves: 1),
            ])
        #expect(f.value("turnover.regretted_share", 0, "2026-03") == 50)
        // 16 persons for 31 days and four for ten.
        let rate = try #require(f.value("turnover.regretted", 0, "2026-03"))
        #expect(abs(rate - 2 / ((16 * 31 + 4 * 10) / 31.0) * 100) < 1e-12)
        #expect(f.value("turnover.regretted", 2, "2026-03") == nil, "nobody is employed there")
        #expect(f.value("turnover.regretted_share", 0, "2026-04") == nil, "nobody left")
    }

    @Test func whoIsNotLeavingIsNotCounted() {
        var goesOn = segment("2020-01-01", "2026-03-10")
        goesOn.leaves = EmployedSegment.goesOn
        goesOn.regret = EmployedSegment.regretted
        let next = segment("2026-03-11", start: StartKind.change, spell: "2020-01-01")
        let f = world.figures([Person(segments: [goesOn, next])])
        #expect(f.sum(.regretted, 0, f.window("2026")) == 0 && f.sum(.regretUnknown, 0, f.window("2026")) == 0)
    }

    /// Unknown is never none: one resignation without a mark withholds its unit and all above, and no other.
    @Test func aLeaverWithoutAMarkWithholdsTheCell() {
        let known =
            (0..<5).map { _ in leaver(EmployedSegment.regretted) }
            + (0..<5).map { _ in
                leaver(EmployedSegment.notRegretted)
            }
        let other =
            (0..<5).map { _ in leaver(EmployedSegment.regretted, department: 3) }
            + (0..<5).map { _ in
                leaver(EmployedSegment.notRegretted, department: 3)
            }
        // The dismissals have no mark either, and need none.
        let all = staff(30) + staff(30, 3) + known + other + dismissed(1) + dismissed(3)
        #expect(mask(world.figures(all), "2026-03", from: 0) == [nil, nil, nil, nil])
        let one = world.figures(all + [leaver(EmployedSegment.regretUnknown, department: 3)])
        #expect(mask(one, "2026-03", from: 0) == [.incomplete, nil, .incomplete, .incomplete])
    }

    @Test func withoutTheColumnNothingIsGiven() {
        let f = world.figures(staff(30) + [leaver(EmployedSegment.regretUnknown)])
        #expect(mask(f, "2026-03", from: nil).allSatisfy { $0 == .incomplete })
        // Also where nobody left.
        #expect(mask(f, "2026-05", from: nil).allSatisfy { $0 == .incomplete })
        // Marks from March 2026 on: the year before is unknown.
        #expect(mask(f, "2025", from: 14).allSatisfy { $0 == .insufficientHistory })
        #expect(mask(f, "2026", from: 14).allSatisfy { $0 == .insufficientHistory })
    }

    /// That a resignation has no mark says that there is one: of units whose resignations are hidden it is not told.
    @Test func anUnknownMarkTellsNothingThatIsHidden() {
        let none = world.figures(staff(30) + staff(30, 3))
        let one = world.figures(staff(30) + staff(30, 3) + [leaver(EmployedSegment.regretUnknown)])
        #expect(mask(none, "2026-03", from: 0)[1] == .extremeShare)
        #expect(mask(one, "2026-03", from: 0)[1] == .extremeShare)
    }

    /// Regretted and not regretted give each other away beside the resignations: neither may be close to none.
    @Test func fewOfEitherAreHidden() {
        let five = (0..<5).map { _ in leaver(EmployedSegment.regretted) }
        let lonely = world.figures(staff(30) + five + dismissed() + [leaver(EmployedSegment.notRegretted)])
        #expect(mask(lonely, "2026-03", from: 0)[1] == .extremeShare)
    }

    @Test func monthsAddUpToTheYear() {
        var random = SeededGenerator(state: 91)
        let persons = randomPeople(400, &random).map { person in
            var person = person
            for s in person.segments.indices { person.segments[s].regret = UInt8.random(in: 0...2, using: &random) }
            return person
        }
        let f = world.figures(persons)
        for node in 0..<4 {
            for measure in [MeasureStore.Sum.regretted, .regretUnknown] {
                let months = (1...12).reduce(Int64(0)) { sum, m in
                    sum + f.sum(measure, node, f.window("2026-\(m < 10 ? "0" : "")\(m)"))
                }
                #expect(months == f.sum(measure, node, f.window("2026")))
            }
            let marked = f.sum(.regretted, node, f.window("2026")) + f.sum(.regretUnknown, node, f.window("2026"))
            #expect(marked <= f.sum(.voluntary, node, f.window("2026")))
        }
        #expect(f.sum(.regretted, 0, f.window("2026")) > 0)
    }
}
