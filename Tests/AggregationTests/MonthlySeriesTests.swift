import Disclosure
import Results
import Statistics
import Testing

@testable import Aggregation

/// Control limits and trends of closed months.
@Suite struct MonthlySeriesTests {
    /// Months from January 2023; so many leave in the middle of each, and as many begin.
    private func figures(_ leavers: [Int], size: Int = 400) -> Figures {
        var persons: [Person] = []
        var staying = size
        for (at, count) in leavers.enumerated() {
            let (year, month) = (2023 * 12 + at).quotientAndRemainder(dividingBy: 12)
            let middle = "\(year)-\(month < 9 ? "0" : "")\(month + 1)"
            for _ in 0..<count {
                persons.append(Person(segments: [segment("2022-01-01", "\(middle)-15", department: 3)]))
                persons.append(Person(segments: [segment("\(middle)-16", department: 3)]))
            }
            staying -= count
        }
        for _ in 0..<max(staying, 0) { persons.append(Person(segments: [segment("2022-01-01", department: 3)])) }
        for _ in 0..<size { persons.append(Person(segments: [segment("2022-01-01", department: 1)])) }
        return World(asOf: "2026-06-30", firstMonth: month(2023, 1)).figures(persons)
    }

    private func series(_ id: String, _ figures: Figures) throws -> MonthlySeries {
        let metric = try #require((Turnover.metrics + Absence.metrics).first { $0.id == id })
        return MonthlySeries(
            metric: metric, kind: try #require(MonthlySeries.kind(of: id)),
            slots: figures.grid.windows.indices.filter {
                figures.grid.windows[$0].kind == .month && figures.grid.windows[$0].isClosed
            })
    }

    private func source(_ figures: Figures, _ series: MonthlySeries, hidden: (node: Int, slot: Int)? = nil)
        -> CellSource
    {
        var masks = Masks()
        for slot in series.slots {
            var mask: Mask = Array(repeating: nil, count: 4)
            if let hidden, hidden.slot == slot { mask[hidden.node] = .groupMinimum }
            masks[series.metric.protection, slot] = mask
        }
        return CellSource(figures: figures, masks: masks)
    }

    @Test func leaversAgainstPoissonLimitsOfTheBaseline() throws {
        var leavers = (0..<41).map { 6 + $0 % 3 }
        leavers[33] = 25
        let figures = figures(leavers)
        let series = try series("turnover.voluntary", figures)
        #expect(series.slots.count == 41, "June 2026 is not closed")
        let points = ControlledSeries(series, source(figures, series), figures.grid).points(3, id: "C")
        #expect(points.count == 41 && points.allSatisfy { $0.department == "C" && $0.metric == "turnover.voluntary" })
        #expect(points.count(where: \.isBaseline) == 24 && points[24].period == "2025-01" && !points[24].isBaseline)
        // Plain recount of the month with many, from the published figures of the months.
        let monthly = series.slots.map { series.metric.figure(figures, 3, $0) }
        let days = series.slots.map { Double(figures.grid.windows[$0].days.count) }
        let personDays: [Double] = zip(monthly, days).map { figure, days in (figure.denominator ?? 0) * days }
        let events: Double = monthly.prefix(24).compactMap(\.numerator).reduce(0, +)
        let expected: Double = events / personDays.prefix(24).reduce(0, +) * personDays[33]
        let limits = try #require(poissonControlLimits(expected: expected))
        let average = monthly[33].denominator ?? 0
        #expect(abs((points[33].centre ?? 0) - expected / average * 100) < 1e-9)
        #expect(abs((points[33].low ?? -1) - Double(limits.low) / average * 100) < 1e-9)
        #expect(abs((points[33].high ?? -1) - Double(limits.high) / average * 100) < 1e-9)
        #expect(abs((points[33].value ?? 0) - (monthly[33].value ?? 0)) < 1e-9)
        #expect(points.filter(\.isOutside).map(\.period) == ["2025-10"])
    }

    @Test func fewLeaversMakeQuartersOrNothing() throws {
        let quarters = figures((0..<41).map { 2 + $0 % 2 })
        let series = try series("turnover.voluntary", quarters)
        let points = ControlledSeries(series, source(quarters, series), quarters.grid).points(3, id: "C")
        #expect(points.first?.period == "2023-Q1" && points.last?.period == "2026-Q1" && points.count == 13)
        #expect(points.count(where: \.isBaseline) == 8)
        let few = figures((0..<41).map { $0 % 2 })
        #expect(ControlledSeries(series, source(few, series), few.grid).points(3, id: "C").isEmpty)
        let short = figures((0..<20).map { _ in 8 })
        var cut = try self.series("turnover.voluntary", short)
        cut.slots = Array(cut.slots.prefix(23))
        #expect(ControlledSeries(cut, source(short, cut), short.grid).points(3, id: "C").isEmpty)
    }

    /// A limit is made of all months of the baseline, so one hidden month hides the chart.
    @Test func oneHiddenMonthHidesTheChart() throws {
        let figures = figures((0..<41).map { 6 + $0 % 3 })
        let series = try series("turnover.voluntary", figures)
        let hidden = source(figures, series, hidden: (3, series.slots[5]))
        #expect(ControlledSeries(series, hidden, figures.grid).points(3, id: "C").isEmpty)
        #expect(!ControlledSeries(series, hidden, figures.grid).points(0, id: "R").isEmpty)
    }

    @Test func absenceAgainstTheCompanyInTheSameMonth() throws {
        let seed: UInt64 = 909
        var random = SeededGenerator(state: seed)
        var persons: [Person] = []
        for unit in [Int32(1), 1, 3] {
            for _ in 0..<60 {
                var person = Person(segments: [segment("2022-01-01", department: unit)])
                for at in 0..<41 where Int.random(in: 0..<3, using: &random) == 0 {
                    let first = day("2023-01-03") + Int32(at) * 30 + Int32.random(in: 0...10, using: &random)
                    person.absences.append(
                        PersonAbsence(
                            first: first, end: first + Int32.random(in: 1...6, using: &random), minutesPerDay: -1,
                            minutesTotal: -1, grade: -1, dayPart: -1, kind: 0, certificate: 0))
                }
                persons.append(person)
            }
        }
        let figures = World(asOf: "2026-06-30", firstMonth: month(2023, 1)).figures(persons)
        let series = try series("absence.rate", figures)
        let chart = ControlledSeries(series, source(figures, series), figures.grid)
        let points = chart.points(3, id: "C")
        #expect(points.count == 41)
        for (place, point) in points.enumerated() {
            let slot = series.slots[place]
            let own = series.metric.figure(figures, 3, slot).value ?? 0
            #expect(abs((point.value ?? -1) - own) < 1e-9, "the unit's own rate, \(point.period), seed \(seed)")
            // The centre lies a constant above or below the company's rate.
            let company = series.metric.figure(figures, 0, slot).value ?? 0
            let before: Double = series.metric.figure(figures, 0, series.slots[0]).value ?? 0
            let first: Double = (points[0].centre ?? 0) - before
            #expect(abs((point.centre ?? 0) - company - first) < 1e-9)
            let (low, high) = (point.low ?? 0, point.high ?? 0)
            #expect(abs((low + high) / 2 - (point.centre ?? 0)) < 1e-9 && low < high)
            #expect(point.isOutside == (own < low || own > high))
        }
        #expect(chart.points(0, id: "R").isEmpty, "the company is held against nothing")
    }

    @Test func trendsOfPublishedMonths() throws {
        let figures = figures((0..<41).map { 4 + $0 / 3 })
        let series = try series("turnover.voluntary", figures)
        let shown = source(figures, series)
        let row = try #require(series.trend(3, id: "C", shown, figures.grid))
        #expect(row.months == 41 && row.from == "2023-01" && row.to == "2026-05" && row.department == "C")
        // Plain: pairs of the same calendar month, all of them rising.
        let values = series.slots.map { series.metric.figure(figures, 3, $0).value ?? 0 }
        var (score, slopes) = (0, [Double]())
        for late in values.indices {
            for early in stride(from: late - 12, through: 0, by: -12) {
                score += values[late] > values[early] ? 1 : -1
                slopes.append((values[late] - values[early]) / Double((late - early) / 12))
            }
        }
        slopes.sort()
        let half = slopes.count / 2
        let middle: Double = slopes.count % 2 == 1 ? slopes[half] : (slopes[half - 1] + slopes[half]) / 2
        #expect(row.score == score && abs((row.slope ?? 0) - middle) < 1e-9)
        // Hidden months are left out, and with fewer than 24 nothing is said.
        var masks = Masks()
        for (place, slot) in series.slots.enumerated() {
            masks[series.metric.protection, slot] = Array(repeating: place < 18 ? .groupMinimum : nil, count: 4)
        }
        #expect(series.trend(3, id: "C", CellSource(figures: figures, masks: masks), figures.grid) == nil)
        masks[series.metric.protection, series.slots[17]] = Array(repeating: nil, count: 4)
        let fewer = series.trend(3, id: "C", CellSource(figures: figures, masks: masks), figures.grid)
        #expect(fewer?.months == 24 && fewer?.from == "2024-06")
    }
}
