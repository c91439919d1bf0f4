import Glibc
import Statistics
import Testing

@Suite struct RankCorrelationTests {
    /// Ten persons' intelligence quotients and hours of television a week, a textbook's example: −29 ÷ 165.
    @Test func withoutTies() throws {
        let correlation = try #require(
            spearman([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]))
        #expect(close(correlation.value, -29.0 / 165, 1e-14) && correlation.n == 10)
        let error = (1.06 / 7).squareRoot()
        let z = atanh(-29.0 / 165)
        let interval = try #require(correlation.interval)
        #expect(close(interval.low, tanh(z - 1.95996398454005 * error), 1e-12))
        #expect(close(interval.high, tanh(z + 1.95996398454005 * error), 1e-12))
        #expect(close(try #require(correlation.pValue), 2 * normalCDF(z / error), 1e-12))
    }

    /// Ranks 1, 2½, 2½, 4 against 1, 2, 3, 4: 4½ ÷ √(4½ · 5).
    @Test func tiesShareTheirMeanRank() throws {
        let correlation = try #require(spearman([10, 20, 20, 70], [1, 2, 3, 4]))
        #expect(close(correlation.value, 4.5 / (4.5 * 5.0).squareRoot(), 1e-15))
    }

    /// Any growing function of either list leaves it; a falling one turns it round; pairs have no order.
    @Test func laws() throws {
        var generator = SeededGenerator(seed: 211)
        for _ in 0..<500 {
            let n = Int.random(in: 4...60, using: &generator)
            let x = (0..<n).map { _ in Double(Int.random(in: 0...12, using: &generator)) }
            let y = x.map { $0 + Double(Int.random(in: -9...9, using: &generator)) }
            guard let correlation = spearman(x, y) else { continue }
            #expect(spearman(y, x) == correlation)
            #expect(spearman(x.map { exp($0) }, y.map { $0 * $0 * $0 - 4 }) == correlation)
            #expect(try #require(spearman(x.map { -$0 }, y)).value == -correlation.value)
            let order = (0..<n).shuffled(using: &generator)
            #expect(spearman(order.map { x[$0] }, order.map { y[$0] }) == correlation)
            let interval = try #require(correlation.interval)
            #expect(interval.low <= correlation.value && correlation.value <= interval.high)
            #expect(interval.low >= -1 && interval.high <= 1)
            let pValue = try #require(correlation.pValue)
            #expect(pValue >= 0 && pValue <= 1)
            // The interval leaves out 0 exactly where p is below 5 %.
            #expect((interval.low > 0 || interval.high < 0) == (pValue < 0.05))
        }
    }

    @Test func edges() throws {
        let rising = try #require(spearman([1, 2, 3, 4, 5], [2, 3, 5, 7, 11]))
        #expect(rising.value == 1 && rising.interval == Interval(low: 1, high: 1) && rising.pValue == 0)
        #expect(try #require(spearman([1, 2, 3, 4, 5], [5, 4, 3, 2, 1])).value == -1)
        let three = try #require(spearman([1, 2, 3], [1, 3, 2]))
        #expect(close(three.value, 0.5, 1e-15) && three.interval == nil && three.pValue == nil)
        #expect(spearman([0, -0.0, .infinity, -.infinity], [2, 2, 3, 1])?.value == 1)
        #expect(spearman([1], [1]) == nil && spearman([], []) == nil && spearman([1, 2], [1]) == nil)
        #expect(spearman([1, 1, 1, 1], [1, 2, 3, 4]) == nil && spearman([1, .nan, 3, 4], [1, 2, 3, 4]) == nil)
        for confidence in [0, 1, .nan] { #expect(spearman([1, 2, 3], [1, 3, 2], confidence: confidence) == nil) }
    }
}
