import Calendars
import Testing

@testable import Normalization

private func day(_ text: String) -> Int32 { CivilDate(iso: text)?.day ?? Int32.min }

@Suite struct ContradictionTests {
    private func row(
        _ key: Int64 = 1, from: String? = nil, hire: String? = nil, last: String? = nil, department: Int32 = 1,
        assignment: Int32 = -1, manager: Int64? = nil, order: Int32 = 0
    ) -> EmployeeRow {
        var row = EmployeeRow(key: key, check: key)
        row.validFrom = from.map(day) ?? EmployeeRow.noDay
        row.hire = hire.map(day) ?? EmployeeRow.noDay
        row.last = last.map(day) ?? EmployeeRow.noDay
        row.department = department
        row.assignment = assignment
        row.facts.manager = manager
        row.order = order
        return row
    }

    private func found(_ rows: [EmployeeRow], isDateless: Bool = false) -> EmployeeContradictions {
        var rows = rows
        return EmployeeContradictions(resolving: &rows, isDateless: isDateless)
    }

    private func timeline(_ rows: [EmployeeRow]) -> [Segment] {
        var builder = TimelineBuilder(unknownClass: 99, rank: { $0 })
        var segments: [Segment] = []
        builder.segments(of: rows[...], into: &segments)
        return segments
    }

    @Test func twoDepartmentsFromOneDayOn() {
        let rows = [
            row(from: "2025-01-01", hire: "2025-01-01", department: 1),
            row(from: "2025-01-01", hire: "2025-01-01", department: 2, order: 1),
        ]
        #expect(found(rows).states == 1)
        #expect(timeline(rows).map(\.department) == [2], "the later row stands")
        #expect(found([rows[0], rows[0]]).states == 0)
        #expect(found([row(), row(department: 2)], isDateless: true).states == 1)
    }

    @Test func aTerminationThatALaterRowDoesNotKnow() {
        let rows = [
            row(from: "2025-01-01", hire: "2025-01-01", last: "2025-12-31"),
            row(from: "2025-06-01", hire: "2025-01-01", department: 2, order: 1),
        ]
        #expect(found(rows).terminations == 1)
        #expect(timeline(rows).map(\.end) == [day("2025-06-01"), Segment.open], "the later row stands")
    }

    @Test func aRowAfterTheTerminationIsAnotherSpell() {
        let rows = [
            row(from: "2025-01-01", last: "2025-03-31"), row(from: "2025-06-01", department: 2, order: 1),
        ]
        #expect(found(rows) == found([]))
        let segments = timeline(rows)
        #expect(segments.map(\.end) == [day("2025-04-01"), Segment.open])
        #expect(segments.map(\.leaveClass) == [99, -1])
        #expect(segments.map(\.start) == [.observed, .rehire])
    }

    @Test func overlapsAreCountedWhereNoAssignmentTellsThemApart() {
        let a = row(hire: "2025-01-01", last: "2025-12-31")
        #expect(found([a, row(hire: "2025-06-01", department: 2, order: 1)]).overlaps == 1)
        #expect(found([a, row(hire: "2026-06-01", department: 2, order: 1)]).overlaps == 0)
        #expect(found([a, row(hire: "2025-06-01", department: 2, assignment: 7, order: 1)]).overlaps == 0)
    }

    @Test func nobodyIsTheirOwnManager() {
        var rows = [row(1, hire: "2025-01-01", manager: 1), row(2, hire: "2025-01-01", manager: 1)]
        #expect(EmployeeContradictions(resolving: &rows, isDateless: false).ownManagers == 1)
        #expect(rows.map(\.facts.manager) == [nil, 1])
    }
}
