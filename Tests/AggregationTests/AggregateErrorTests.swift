import Testing

@testable import Aggregation

@Suite struct AggregateErrorTests {
    @Test func noDataTellsWhatWouldBeSome() {
        let missing = AggregateError.noData(missing: ["staff_*.csv (employees)"]).description
        #expect(missing.contains("expected staff_*.csv (employees) among the exports"))
        // Every source has rows, and none is one that figures are made of.
        let none = AggregateError.noData(missing: []).description
        #expect(none.contains("expected employees") && none.contains("add such a source"))
    }
}
