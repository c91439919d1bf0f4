import Calendars
import Testing

@testable import Normalization

@Suite struct HeadcountFlowTests {
    private func day(_ text: String) -> Int32 { CivilDate(iso: text)?.day ?? Int32.min }

    private func segment(
        _ first: String, _ end: String?, _ start: Segment.Start, leaves: Bool = false
    ) -> Segment {
        Segment(
            first: day(first), end: end.map(day) ?? Segment.open, department: 0, fte: 10_000, start: start,
            leaveClass: leaves ? 1 : -1, leaveKind: -1, spellFirst: day(first), facts: PersonFacts())
    }

    private func months(_ persons: [[Segment]], asOf: String = "2026-03-15") -> [HeadcountFlow.Month] {
        var flow = HeadcountFlow(asOf: day(asOf))
        for person in persons { flow.add(person) }
        return flow.settled()
    }

    @Test func comingAndGoingAddsUp() throws {
        let found = months([
            [segment("2020-01-01", nil, .hire)],
            // Moves at the turn of a month, then goes on its last day.
            [segment("2019-01-01", "2026-02-01", .hire), segment("2026-02-01", "2026-03-01", .change, leaves: true)],
            // There and gone within a month, and back.
            [segment("2026-01-05", "2026-01-20", .hire, leaves: true), segment("2026-03-10", nil, .rehire)],
            [segment("2026-02-01", nil, .observed)],
            // After the as-of date.
            [segment("2026-03-20", nil, .hire)],
        ])
        #expect(found.allSatisfy { $0.addsUp })
        let (january, february, march) = (found[found.count - 3], found[found.count - 2], found[found.count - 1])
        #expect([january.opening, january.hires, january.leavers, january.closing] == [2, 1, 1, 2])
        #expect([february.opening, february.observed, february.leavers, february.closing] == [2, 1, 1, 2])
        #expect([march.opening, march.rehires, march.leavers, march.closing] == [2, 1, 0, 3])
        #expect(found.first?.month == (2026 * 12 + 2) - HeadcountFlow.monthsBefore)
    }

    @Test func whoVanishesWithoutLeavingBreaksTheIdentity() {
        let found = months([[segment("2020-01-01", "2026-02-10", .hire)], [segment("2020-01-01", nil, .hire)]])
        #expect(found.filter { !$0.addsUp }.map(\.month) == [2026 * 12 + 1])
    }
}
