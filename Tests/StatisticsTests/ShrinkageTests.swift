import Statistics
import Testing

@Suite struct ShrinkageTests {
    /// By hand: m = 0.06, v = 0.0006, spread 0.0008, A = 0.0002; every unit keeps a quarter of its difference.
    @Test func vector() throws {
        let shrinkage = try #require(
            shrunkenRates(events: [2, 4, 6, 8, 10], exposures: [100, 100, 100, 100, 100]))
        #expect(close(shrinkage.centre, 0.06) && close(shrinkage.between, 0.0002, 1e-11))
        for (value, expected) in zip(shrinkage.values, [0.05, 0.055, 0.06, 0.065, 0.07]) {
            #expect(close(value, expected))
        }
        #expect(!shrinkage.isChance)
    }

    /// By hand, of unequal exposures: v̄ = Σeᵢvᵢ ÷ Σe = 5 · 0.06 ÷ 800, spread 0.0008, A = 0.000425; vᵢ = 0.0006 and, for the
    /// large one, 0.00015.
    @Test func unequalUnits() throws {
        let shrinkage = try #require(
            shrunkenRates(events: [2, 10, 2, 10, 24], exposures: [100, 100, 100, 100, 400]))
        #expect(close(shrinkage.centre, 0.06) && close(shrinkage.between, 0.000_425, 1e-11))
        let moved = 0.04 * 0.000_425 / 0.001_025
        for (value, expected) in zip(
            shrinkage.values, [0.06 - moved, 0.06 + moved, 0.06 - moved, 0.06 + moved, 0.06])
        {
            #expect(close(value, expected, 1e-11))
        }
        let larger = try #require(
            shrunkenRates(events: [2, 10, 4, 4, 40], exposures: [100, 100, 100, 100, 400]))
        let weight = larger.between / (larger.between + larger.centre / 400)
        #expect(close(larger.values[4] - larger.centre, weight * (0.1 - larger.centre), 1e-11))
    }

    /// With m = ½ and 100 persons each, v = 0.0025; the spread of 0.005 leaves A = 0.0025.
    @Test func sharesByHand() throws {
        // Differences of ±0.1, ±0.05 and 0: mean square 0.005.
        let shrinkage = try #require(
            shrunkenShares(successes: [40, 60, 45, 55, 50], of: [100, 100, 100, 100, 100]))
        #expect(close(shrinkage.between, 0.0025, 1e-11))
        for (value, expected) in zip(shrinkage.values, [0.45, 0.55, 0.475, 0.525, 0.5]) {
            #expect(close(value, expected))
        }
    }

    @Test func smallDifferencesAreChance() throws {
        let shrinkage = try #require(shrunkenRates(events: [5, 6, 5, 6, 5, 6], exposures: [90, 90, 90, 90, 90, 90]))
        #expect(shrinkage.isChance && shrinkage.between == 0)
        #expect(shrinkage.values.allSatisfy { $0 == shrinkage.centre })
    }

    /// Equal values that no double holds differ by nothing, even where nothing varies within the units.
    @Test func equalUnitsAreChance() throws {
        let means = try #require(
            shrunkenMeans(
                (1...6).map { AnswerSums(n: 10 * $0, sum: Int128(30 * $0), sumOfSquares: Int128(90 * $0)) }, scale: 7))
        #expect(means.isChance && means.values.allSatisfy { close($0, 3.0 / 7) })
        let ratios = try #require(
            shrunkenRatios(
                a: [1, 7, 11, 13, 17], s: [3, 21, 33, 39, 51], variances: [0, 0, 0, 0, 0]))
        #expect(ratios.isChance)
        #expect(
            try #require(shrunkenRates(events: [0, 0, 0, 0, 0], exposures: [1, 2, 3, 4, 5])).values == [0, 0, 0, 0, 0])
        #expect(
            try #require(shrunkenShares(successes: [1, 2, 3, 4, 5], of: [1, 2, 3, 4, 5])).values == [1, 1, 1, 1, 1])
    }

    /// Where nothing varies within the units, every difference is theirs.
    @Test func withoutChanceTheValuesStay() throws {
        let sums = [3, 4, 5, 3, 4].map { AnswerSums(n: 10, sum: 10 * $0, sumOfSquares: 10 * $0 * $0) }
        let shrinkage = try #require(shrunkenMeans(sums))
        for (value, raw) in zip(shrinkage.values, [3.0, 4, 5, 3, 4]) { #expect(close(value, raw)) }
    }

    /// A value comes to lie between the raw and the common one, closer to the raw one the more persons; the order of the
    /// siblings and the unit of the exposure do not matter.
    @Test func laws() throws {
        var generator = SeededGenerator(seed: 101)
        var moved = 0
        for _ in 0..<500 {
            let k = Int.random(in: 5...20, using: &generator)
            let sizes = (0..<k).map { _ in Int.random(in: 10...2000, using: &generator) }
            let yes = sizes.map { Int.random(in: 0...$0, using: &generator) }
            let shrinkage = try #require(shrunkenShares(successes: yes, of: sizes))
            for (index, value) in shrinkage.values.enumerated() {
                let raw = Double(yes[index]) / Double(sizes[index])
                #expect(value >= min(raw, shrinkage.centre) - 1e-15 && value <= max(raw, shrinkage.centre) + 1e-15)
            }
            if !shrinkage.isChance { moved += 1 }
            let order = (0..<k).shuffled(using: &generator)
            let other = try #require(shrunkenShares(successes: order.map { yes[$0] }, of: order.map { sizes[$0] }))
            for (place, index) in order.enumerated() {
                #expect(close(other.values[place], shrinkage.values[index], 1e-11))
            }
            let days = try #require(shrunkenRates(events: yes, exposures: sizes.map { Int128($0) }))
            let hours = try #require(shrunkenRates(events: yes, exposures: sizes.map { Int128($0) * 24 }))
            for (day, hour) in zip(days.values, hours.values) { #expect(close(day, 24 * hour, 1e-11)) }
        }
        #expect(moved > 400)
    }

    @Test func refusals() {
        let five: [Int128] = [9, 9, 9, 9, 9]
        #expect(shrunkenRates(events: [1, 2, 3, 4], exposures: [9, 9, 9, 9]) == nil)
        #expect(shrunkenRates(events: [1, 2, 3, 4, 5], exposures: [9, 9, 9, 9]) == nil)
        #expect(shrunkenRates(events: [1, 2, 3, 4, -5], exposures: five) == nil)
        #expect(shrunkenRates(events: [1, 2, 3, 4, 5], exposures: [9, 9, 9, 9, 0]) == nil)
        #expect(shrunkenRates(events: [1, 2, 3, 4, 5], exposures: [9, 9, 9, 9, -9]) == nil)
        #expect(shrunkenRates(events: [1, 2, 3, 4, 5], exposures: [.max, .max, 9, 9, 9]) == nil)
        #expect(shrunkenShares(successes: [1, 2, 3, 4, 6], of: [5, 5, 5, 5, 5]) == nil)
        #expect(shrunkenShares(successes: [1, 2, 3, 4, 5], of: [5, 5, 5, 5]) == nil)
        #expect(shrunkenRatios(a: five, s: five, variances: [1, 1, 1, 1]) == nil)
        #expect(shrunkenRatios(a: five, s: five, variances: [1, 1, 1, 1, .nan]) == nil)
        #expect(shrunkenRatios(a: five, s: five, variances: [1, 1, 1, 1, -1]) == nil)
        #expect(shrunkenRatios(a: [.min, .max, 0, 0, 0], s: five, variances: [1, 1, 1, 1, 1]) != nil)
        #expect(shrunkenRatios(a: [.max, .max, 0, 0, 0], s: five, variances: [1, 1, 1, 1, 1]) == nil)
        let single = AnswerSums(n: 1, sum: 4, sumOfSquares: 16)
        let impossible = AnswerSums(n: 4, sum: 40, sumOfSquares: 16)
        #expect(shrunkenMeans([single, single, single, single, single]) == nil)
        #expect(shrunkenMeans([single, single, single, single, impossible]) == nil)
        #expect(shrunkenMeans([], scale: 0) == nil)
    }
}
