import Calendars
import Testing
import Workforce

@testable import Normalization

private func day(_ text: String) -> Int32 { CivilDate(iso: text)?.day ?? Int32.min }

private func row(
    from: String? = nil, hire: String?, last: String? = nil, department: Int32 = 1, fte: Int32 = 10_000,
    assignment: Int32 = -1, primary: Bool = false, leaveClass: Int32 = -1, order: Int32 = 0
) -> EmployeeRow {
    var row = EmployeeRow(key: 1, check: 1)
    row.validFrom = from.map(day) ?? EmployeeRow.noDay
    row.hire = hire.map(day) ?? EmployeeRow.noDay
    row.last = last.map(day) ?? EmployeeRow.noDay
    row.department = department
    row.fte = fte
    row.assignment = assignment
    row.primary = primary
    row.leaveClass = leaveClass
    row.order = order
    return row
}

private func timeline(_ rows: [EmployeeRow]) -> [Segment] {
    var builder = TimelineBuilder(unknownClass: 99, rank: { $0 })
    var segments: [Segment] = []
    builder.segments(of: rows[...], into: &segments)
    return segments
}

@Suite struct EmploymentTests {
    @Test func aSnapshotRowIsOneSpell() {
        let segments = timeline([row(hire: "2026-03-01", last: "2026-03-31", leaveClass: 7)])
        #expect(segments.count == 1)
        #expect(segments.first?.first == day("2026-03-01"))
        #expect(segments.first?.end == day("2026-04-01"))
        #expect(segments.first?.start == .hire)
        #expect(segments.first?.leaveClass == 7)
    }

    @Test func aLeaverWithoutAReasonIsUnknown() {
        #expect(timeline([row(hire: "2020-01-01", last: "2026-03-31")]).first?.leaveClass == 99)
    }

    @Test func rowsOfAHistoryFollowEachOther() {
        let segments = timeline([
            row(from: "2025-01-01", hire: "2025-01-01", department: 1),
            row(from: "2025-06-01", hire: "2025-01-01", department: 2, order: 1),
            row(from: "2026-01-01", hire: "2025-01-01", last: "2026-02-10", department: 2, fte: 5_000, order: 2),
        ])
        #expect(segments.map(\.first) == [day("2025-01-01"), day("2025-06-01"), day("2026-01-01")])
        #expect(segments.map(\.end) == [day("2025-06-01"), day("2026-01-01"), day("2026-02-11")])
        #expect(segments.map(\.department) == [1, 2, 2])
        #expect(segments.map(\.start) == [.hire, .change, .change])
        #expect(segments.map(\.leaveClass) == [-1, -1, 99])
        #expect(segments.allSatisfy { $0.spellFirst == day("2025-01-01") })
    }

    @Test func equalNeighboursAreMerged() {
        let segments = timeline([
            row(from: "2025-01-01", hire: "2025-01-01"), row(from: "2025-06-01", hire: "2025-01-01", order: 1),
        ])
        #expect(segments.count == 1)
        #expect(segments.first?.end == Segment.open)
    }

    @Test func aHistoryThatBeginsLateReachesBackToTheHire() {
        let segments = timeline([row(from: "2023-10-31", hire: "2011-05-01")])
        #expect(segments.first?.first == day("2011-05-01"))
    }

    @Test func aLaterRowOfTheSameDayCorrectsTheEarlier() {
        let segments = timeline([
            row(from: "2025-01-01", hire: "2025-01-01", department: 1),
            row(from: "2025-01-01", hire: "2025-01-01", department: 3, order: 1),
        ])
        #expect(segments.map(\.department) == [3])
    }

    @Test func aGapMakesARehireAndNoGapNone() {
        let gap = timeline([
            row(hire: "2020-01-01", last: "2024-06-30"), row(hire: "2025-03-01", order: 1),
        ])
        #expect(gap.map(\.start) == [.hire, .rehire])
        #expect(gap.map(\.leaveClass) == [99, -1])
        let none = timeline([
            row(hire: "2020-01-01", last: "2024-06-30"), row(hire: "2024-07-01", order: 1),
        ])
        #expect(none.count == 1)
        #expect(none.first?.leaveClass == -1)
        #expect(none.first?.start == .hire)
    }

    @Test func ofConcurrentAssignmentsOneIsPrimaryAndTheirFTEAddsUp() {
        let segments = timeline([
            row(hire: "2025-01-01", department: 1, fte: 4_000, assignment: 0),
            row(hire: "2025-01-01", department: 2, fte: 6_000, assignment: 1, order: 1),
        ])
        #expect(segments.map(\.department) == [2])
        #expect(segments.map(\.fte) == [10_000])
        let flagged = timeline([
            row(hire: "2025-01-01", department: 1, fte: 4_000, assignment: 0, primary: true),
            row(hire: "2025-01-01", department: 2, fte: 6_000, assignment: 1, order: 1),
        ])
        #expect(flagged.map(\.department) == [1])
        let tied = timeline([
            row(hire: "2025-01-01", department: 2, fte: 5_000, assignment: 1),
            row(hire: "2025-01-01", department: 1, fte: 5_000, assignment: 0, order: 1),
        ])
        #expect(tied.map(\.department) == [1])
    }
}

/// Contracted weekdays and regret, as rows carry them.
@Suite struct EmploymentPatternTests {
    private static let days = [[450, 450, 450], [0, 0, 0, 300, 300], [600, 600, 600, 600, 600]].map { minutes in
        var week = SIMD8<Int32>(repeating: 0)
        for (weekday, value) in minutes.enumerated() { week[weekday] = Int32(value) }
        return WorkPattern(minutes: week)
    }

    private func timeline(_ rows: [EmployeeRow], _ patterns: WorkPatterns) -> [Segment] {
        var builder = TimelineBuilder(unknownClass: 99, rank: { $0 }, patterns: patterns)
        var segments: [Segment] = []
        builder.segments(of: rows[...], into: &segments)
        return segments
    }

    private func contracted(_ row: EmployeeRow, _ pattern: Int32) -> EmployeeRow {
        var row = row
        row.pattern = pattern
        return row
    }

    @Test func aChangeOfPatternIsANewSegment() {
        let patterns = WorkPatterns()
        let places = Self.days.map(patterns.place)
        let segments = timeline(
            [
                contracted(row(from: "2025-01-01", hire: "2025-01-01"), places[0]),
                contracted(row(from: "2025-06-01", hire: "2025-01-01", order: 1), places[0]),
                contracted(row(from: "2026-01-01", hire: "2025-01-01", order: 2), places[1]),
            ], patterns)
        #expect(segments.map(\.first) == [day("2025-01-01"), day("2026-01-01")])
        #expect(segments.map(\.pattern) == [places[0], places[1]])
        #expect(segments.allSatisfy { $0.outsidePattern == 0 })
    }

    @Test func patternsOfConcurrentAssignmentsAddUp() {
        let patterns = WorkPatterns()
        let places = Self.days.map(patterns.place)
        let both = timeline(
            [
                contracted(row(hire: "2025-01-01", fte: 6_000, assignment: 1), places[0]),
                contracted(row(hire: "2025-01-01", fte: 3_000, assignment: 2, order: 1), places[1]),
            ], patterns)
        #expect(both.count == 1 && both[0].fte == 9_000 && both[0].outsidePattern == 0)
        #expect(patterns[both[0].pattern].word == "450 450 450 300 300 0 0")
        // One without a pattern keeps its fraction beside the other's weekdays.
        let mixed = timeline(
            [
                contracted(row(hire: "2025-01-01", fte: 6_000, assignment: 1), places[0]),
                row(hire: "2025-01-01", fte: 2_000, assignment: 2, order: 1),
            ], patterns)
        #expect(mixed.count == 1 && mixed[0].pattern == places[0] && mixed[0].outsidePattern == 2_000)
        #expect(timeline([row(hire: "2025-01-01", fte: 2_000)], patterns).map(\.outsidePattern) == [0])
    }

    @Test func regretIsOfTheSpellThatEnds() {
        var leaver = row(hire: "2020-01-01", last: "2026-03-31", leaveClass: 7)
        leaver.regretted = 1
        #expect(timeline([leaver], WorkPatterns()).map(\.regretted) == [1])
        // Somebody who goes on the next day has not left, and is regretted by nobody.
        let next = row(hire: "2026-04-01", department: 2, order: 1)
        #expect(timeline([leaver, next], WorkPatterns()).map(\.regretted) == [-1, -1])
    }
}
