import Calendars
import Disclosure
import Results
import Testing

@testable import Aggregation

/// The periods in which figures are given: each is in the notation, and withheld where the data do not reach back so far.
@Suite struct PeriodKindTests {
    private static let all = Set(MonthGrid.Kind.allCases)

    private func grid(from first: String, asOf: String, fiscalYearFrom: Int) -> MonthGrid {
        MonthGrid(
            firstMonth: CivilDate.monthIndex(of: day(first)), asOf: day(asOf), closeAfterDays: 10, kinds: Self.all,
            fiscalYearFrom: fiscalYearFrom)
    }

    /// What is published reads back, and means the days that were counted: up to the as-of day.
    @Test(arguments: [1, 2, 4, 7, 10, 12]) func everyPeriodReadsBackAsItsDays(fiscalYearFrom: Int) throws {
        for asOf in ["2026-03-31", "2026-02-14", "2024-02-29", "2025-12-31"] {
            let grid = grid(from: "2021-11-01", asOf: asOf, fiscalYearFrom: fiscalYearFrom)
            #expect(Set(grid.windows.map(\.kind)) == Self.all)
            for window in grid.windows {
                let period = try #require(Period(window.label), "\(window.label)")
                #expect(period.description == window.label)
                let days = try #require(period.days(fiscalYearStartMonth: fiscalYearFrom))
                #expect(
                    days.lowerBound == window.days.lowerBound
                        && min(days.upperBound, day(asOf) + 1) == window.days.upperBound,
                    "\(window.label), fiscal years from \(fiscalYearFrom), as of \(asOf)")
            }
            #expect(Set(grid.windows.map(\.label)).count == grid.windows.count, "no period is there twice")
        }
    }

    /// A window that begins before the data is withheld for every department and metric, with the reason, whatever its kind;
    /// and one that does not is withheld for no such reason.
    @Test func windowsWithTooLittleHistoryAreWithheld() throws {
        let grid = grid(from: "2024-03-01", asOf: "2026-05-31", fiscalYearFrom: 7)
        var withheld: [MonthGrid.Kind: Int] = [:]
        var kept: [MonthGrid.Kind: Int] = [:]
        for begun in [0, 5] {
            let maker = maker(
                grid,
                ObservedMonths(
                    leavers: begun, absences: begun, participation: begun, regrets: begun, leave: begun))
            for metric in Headcount.metrics + Turnover.metrics + Retention.metrics + Absence.metrics
                + Participation.metrics
            {
                guard case .windows(let kinds) = metric.slots else { continue }
                for (slot, window) in grid.windows.enumerated() where kinds.contains(window.kind) {
                    let mask = try #require(
                        maker.masks(metric.protection.leader, slot: slot).first { $0.protection == metric.protection }
                    ).mask
                    let from = known(metric.protection, begun)
                    if window.first < from {
                        #expect(
                            mask.allSatisfy { $0 == .insufficientHistory },
                            "\(metric.id) \(window.label): begins in month \(window.first) of the data, known from \(from)"
                        )
                        withheld[window.kind, default: 0] += 1
                    } else {
                        #expect(mask.allSatisfy { $0 != .insufficientHistory }, "\(metric.id) \(window.label)")
                        kept[window.kind, default: 0] += 1
                    }
                }
            }
        }
        for kind in MonthGrid.Kind.allCases {
            #expect(withheld[kind] ?? 0 > 0, "no window of kind \(kind) lacked history")
            #expect(kept[kind] ?? 0 > 0, "no window of kind \(kind) had history")
        }
    }

    /// Of data that begin in March 2024, with fiscal years from July.
    @Test func theFirstMonthsOfEachKindAreThoseWithheld() throws {
        let grid = grid(from: "2024-03-01", asOf: "2026-05-31", fiscalYearFrom: 7)
        let maker = maker(grid, ObservedMonths())
        func shown(_ id: String, _ kind: MonthGrid.Kind) throws -> String? {
            let metric = try #require((Headcount.metrics + Turnover.metrics + Absence.metrics).first { $0.id == id })
            return try grid.windows.enumerated().first { slot, window in
                guard window.kind == kind else { return false }
                let mask = try #require(maker.masks(metric.protection.leader, slot: slot).first).mask
                return mask[0] != .insufficientHistory
            }?.element.label
        }
        #expect(try shown("headcount.average", .month) == "2024-03")
        #expect(try shown("headcount.average", .quarter) == "2024-Q2", "the first quarter lacks two months")
        #expect(try shown("headcount.average", .year) == "2025")
        #expect(try shown("headcount.average", .fiscalYear) == "FY2025")
        #expect(try shown("headcount.average", .fiscalQuarter) == "FY2024-Q4")
        #expect(try shown("headcount.average", .yearToDate) == "2025-01/YTD")
        #expect(try shown("headcount.average", .rolling12) == "2025-02/P12M")
        #expect(try shown("turnover.annualised3.total", .rolling3) == "2024-05/P3M")
        #expect(try shown("absence.prevalence", .day) == "2024-03-29")
        #expect(try shown("absence.bradford.distribution#0-50", .weeks52) == "2025-02-28/P52W")
    }

    // MARK: A company of nobody

    private func maker(_ grid: MonthGrid, _ observed: ObservedMonths) -> MaskMaker {
        let needs = MeasureNeeds(
            groups: MeasureNeeds.Groups(rawValue: .max), absenceWindows: 0..<grid.monthlyWindows,
            participationWindows: 0..<grid.monthlyWindows)
        let store = MeasureStore(
            nodes: 2, months: grid.count, windows: grid.monthlyWindows, waves: 0, needs: needs)
        return MaskMaker(
            figures: Figures(store: store, grid: grid, survey: nil, snapshot: nil, fullDayMinutes: 450),
            tree: TreeShape(parent: [-1, 0], end: [2, 2], rank: [0, 1]),
            settings: GateSettings(
                minimum: 5, minimumShares: 10, absenceMonthFrom: 50, absenceQuarterFrom: 25, absenceYearFrom: 10,
                synthetic: false), observed: observed, waveIsClosed: [])
    }

    /// The month from which on a figure is known, where leavers, absences and events are from `begun` on. Who is employed is
    /// known from the first month on; and what became of newcomers where leavers are known long enough, which in these data
    /// they are from the first month on.
    private func known(_ protection: Metric.Protection, _ begun: Int) -> Int {
        switch protection {
        case .plain, .service: 0
        case .newcomers(.year): 12
        case .newcomers(.quarter): 3
        default: begun
        }
    }
}
