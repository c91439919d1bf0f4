import Statistics
import Testing

@Suite struct FinitePopulationTests {
    @Test func effectiveSizes() {
        #expect(effectiveSize(50, of: 99) == 100)
        #expect(effectiveSize(1, of: 7) == 1)
        #expect(effectiveSize(99, of: 99) == .infinity && effectiveSize(1, of: 1) == .infinity)
        #expect(effectiveSize(100, of: 99) == nil && effectiveSize(0, of: 9) == nil && effectiveSize(-1, of: 9) == nil)
        #expect(effectiveSize(1, of: .max) == 1)
    }

    /// 50 of 99 are as many as 100 of an endless population.
    @Test func intervalsOfTheEffectiveSize() throws {
        guard case .interval(let share) = wilson(successes: 20, of: 50, population: 99),
            let hundred = wilson(successes: 40, of: 100),
            case .interval(let score) = enps(promoters: 20, passives: 20, detractors: 10, population: 99),
            let double = enps(promoters: 40, passives: 40, detractors: 20)?.interval
        else {
            Issue.record("no interval")
            return
        }
        #expect(close(share.low, hundred.low) && close(share.high, hundred.high))
        #expect(close(score.low, double.low) && close(score.high, double.high))
        // Each of 2 and 4 ten times: mean 3, s² = 20 ÷ 19; 20 of 39 are as many as 40.
        guard case .interval(let mean) = meanT(n: 20, sum: 60, sumOfSquares: 200, population: 39) else {
            Issue.record("no interval")
            return
        }
        #expect(close(mean.high - 3, tCritical(confidence: 0.95, degrees: 19) * (20.0 / 19 / 40).squareRoot()))
        #expect(close(3 - mean.low, mean.high - 3))
    }

    @Test func allAnswered() {
        #expect(wilson(successes: 3, of: 9, population: 9) == .allAnswered)
        #expect(meanT(n: 9, sum: 9, sumOfSquares: 9, population: 9) == .allAnswered)
        #expect(meanT(n: 1, sum: 9, sumOfSquares: 81, population: 1) == .allAnswered)
        #expect(enps(promoters: 10, passives: 0, detractors: 0, population: 10) == .allAnswered)
    }

    /// The more answered, the narrower; of an endless population as without the correction.
    @Test func laws() throws {
        for successes in [0, 1, 17, 30] {
            var width = 0.0
            for population in 31...400 {
                guard case .interval(let interval) = wilson(successes: successes, of: 30, population: population) else {
                    Issue.record("no interval")
                    return
                }
                #expect(interval.high - interval.low > width)
                width = interval.high - interval.low
                #expect(successes > 0 || interval.low == 0)
                #expect(successes < 30 || interval.high == 1)
            }
            let plain = try #require(wilson(successes: successes, of: 30))
            guard case .interval(let endless) = wilson(successes: successes, of: 30, population: .max) else {
                Issue.record("no interval")
                return
            }
            #expect(close(endless.low, plain.low) && close(endless.high, plain.high))
        }
        guard case .interval(let mean) = meanT(n: 5, sum: 30, sumOfSquares: 202, population: .max) else {
            Issue.record("no interval")
            return
        }
        let plain = try #require(meanT(n: 5, sum: 30, sumOfSquares: 202)?.interval)
        #expect(close(mean.low, plain.low) && close(mean.high, plain.high))
    }

    @Test func refusals() {
        #expect(wilson(successes: 3, of: 9, population: 8) == nil)
        #expect(wilson(successes: 10, of: 9, population: 20) == nil)
        #expect(wilson(successes: 1, of: 9, population: 20, confidence: 1) == nil)
        #expect(meanT(n: 1, sum: 9, sumOfSquares: 81, population: 2) == nil)
        #expect(meanT(n: 9, sum: 9, sumOfSquares: 9, population: 8) == nil)
        #expect(meanT(n: 9, sum: 9, sumOfSquares: 9, population: 20, confidence: .nan) == nil)
        #expect(enps(promoters: 9, passives: 0, detractors: 0, population: 20) == nil)
        #expect(enps(promoters: .max, passives: .max, detractors: 0, population: .max) == nil)
    }
}
