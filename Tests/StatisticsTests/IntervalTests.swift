import Glibc
import Statistics
import Testing

@Suite struct IntervalTests {
    @Test func wilsonVectors() throws {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        for (x, n, low, high) in [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
        ] {
            let interval = try #require(wilson(successes: x, of: n))
            #expect(abs(interval.low - low) < 5e-5 && abs(interval.high - high) < 5e-5, "\(x) of \(n)")
        }
        let all = try #require(wilson(successes: 20, of: 20))
        #expect(all.high == 1 && abs(all.low - 0.8389) < 5e-5)
        #expect(try #require(wilson(successes: 0, of: 20)).low == 0)
    }

    /// Both limits p solve |x ÷ n − p| = z √(p(1 − p) ÷ n); successes and failures are mirror images.
    @Test func wilsonLimitsSolveTheScoreEquation() throws {
        var generator = SeededGenerator(seed: 51)
        for _ in 0..<3000 {
            let n = Int.random(in: 1...5000, using: &generator)
            let x = Int.random(in: 0...n, using: &generator)
            let interval = try #require(wilson(successes: x, of: n))
            for limit in [interval.low, interval.high] where limit > 0 && limit < 1 {
                let distance = Double(x) / Double(n) - limit
                let square = 1.95996398454005424 * 1.95996398454005424 * limit * (1 - limit) / Double(n)
                #expect(abs(distance * distance - square) < 1e-13)
            }
            let mirror = try #require(wilson(successes: n - x, of: n))
            #expect(abs(mirror.low - (1 - interval.high)) < 1e-15 && abs(mirror.high - (1 - interval.low)) < 1e-15)
        }
    }

    /// Averaged over p, the interval covers p as often as it says: an exact sum, no simulation.
    @Test(arguments: [10, 30, 100]) func wilsonCovers(n: Int) throws {
        let intervals = try (0...n).map { try #require(wilson(successes: $0, of: n)) }
        var coverage = 0.0
        for step in 1..<200 {
            let p = Double(step) / 200
            for x in 0...n where intervals[x].low <= p && p <= intervals[x].high {
                let choose = logGamma(Double(n + 1)) - logGamma(Double(x + 1)) - logGamma(Double(n - x + 1))
                coverage += exp(choose + Double(x) * log(p) + Double(n - x) * log(1 - p)) / 199
            }
        }
        #expect(coverage > 0.94 && coverage < 0.965)
    }

    @Test func wilsonRefusals() {
        #expect(wilson(successes: 0, of: 0) == nil)
        #expect(wilson(successes: -1, of: 10) == nil)
        #expect(wilson(successes: 11, of: 10) == nil)
        #expect(wilson(successes: 1, of: -5) == nil)
        for confidence in [0, 1, -1, 2, Double.nan] {
            #expect(wilson(successes: 1, of: 2, confidence: confidence) == nil)
        }
        #expect(wilson(successes: .max, of: .max)?.high == 1)
    }

    @Test func poissonVectors() throws {
        // The 95 % limits that R's poisson.test prints.
        for (k, low, high) in [
            (0, 0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904), (100, 81.3640, 121.6268),
        ] {
            let interval = try #require(poissonExact(events: k))
            #expect(abs(interval.low - low) < 5e-5 && abs(interval.high - high) < 5e-5, "\(k) events")
        }
        #expect(poissonExact(events: -1) == nil && poissonExact(events: 3, confidence: 1) == nil)
    }

    /// At the limits, so many events or fewer (or more) have probability 2.5 %.
    @Test func poissonLimitsHaveTheirTails() throws {
        for k in [1, 2, 7, 40, 300] {
            let interval = try #require(poissonExact(events: k))
            func atMost(_ k: Int, _ mean: Double) -> Double {
                (0...k).reduce(0) { $0 + exp(Double($1) * log(mean) - mean - logGamma(Double($1) + 1)) }
            }
            #expect(close(atMost(k, interval.high), 0.025, 1e-10))
            #expect(close(1 - atMost(k - 1, interval.low), 0.025, 1e-10))
        }
    }

    /// The exact interval never covers less than it says.
    @Test func poissonCovers() throws {
        let limits = PoissonLimits(upTo: 120)
        for step in 1...300 {
            let mean = Double(step) / 10
            var coverage = 0.0
            for k in 0...120 {
                let interval = try #require(limits(events: k))
                if interval.low <= mean, mean <= interval.high {
                    coverage += exp(Double(k) * log(mean) - mean - logGamma(Double(k) + 1))
                }
            }
            #expect(coverage >= 0.95, "mean \(mean)")
        }
    }

    @Test func tablesAreTheFunctions() {
        let limits = PoissonLimits(confidence: 0.9, upTo: 50)
        let quantiles = TQuantiles(confidence: 0.9, upTo: 50)
        for k in [0, 1, 49, 50, 51, 1000] {
            #expect(limits(events: k) == poissonExact(events: k, confidence: 0.9))
            if k > 0 { #expect(quantiles(degrees: k) == tQuantile(0.95, degrees: Double(k))) }
        }
        #expect(limits(events: -1) == nil && quantiles(degrees: 0).isNaN && quantiles(degrees: -1).isNaN)
        #expect(PoissonLimits(confidence: 2, upTo: -5)(events: 3) == nil)
    }

    @Test func enpsVector() throws {
        let score = try #require(enps(promoters: 2, passives: 5, detractors: 3))
        let interval = try #require(score.interval)
        #expect(score.value == -10)
        #expect(abs(interval.low + 45.9) < 0.05 && abs(interval.high - 30.5) < 0.05)
    }

    @Test func enpsEdges() throws {
        #expect(enps(promoters: 0, passives: 0, detractors: 0) == nil)
        #expect(enps(promoters: -1, passives: 20, detractors: 0) == nil)
        #expect(try #require(enps(promoters: 9, passives: 0, detractors: 0)).interval == nil)
        let all = try #require(enps(promoters: 10, passives: 0, detractors: 0))
        #expect(all.value == 100)
        #expect(try #require(all.interval).high <= 100)
        let none = try #require(enps(promoters: 0, passives: 0, detractors: 1000))
        #expect(none.value == -100)
        #expect(try #require(none.interval).low == -100)
        #expect(enps(promoters: .max, passives: .max, detractors: .max)?.value == 0)
    }
}
