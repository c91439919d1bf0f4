import Glibc
import Statistics
import Testing

@Suite struct MeanTests {
    @Test func vector() throws {
        // 4, 5, 5, 6, 10: mean 6, variance 22 ÷ 4, t(4) = 2.776445.
        let estimate = try #require(meanT(n: 5, sum: 30, sumOfSquares: 202))
        let interval = try #require(estimate.interval)
        #expect(estimate.mean == 6 && estimate.variance == 5.5)
        #expect(close(interval.high - 6, 2.77644510519779 * (5.5 / 5).squareRoot(), 1e-13))
        #expect(close(6 - interval.low, interval.high - 6, 1e-13))
    }

    @Test func scaleOnlyChangesTheUnit() throws {
        let one = try #require(meanT(n: 5, sum: 30, sumOfSquares: 202))
        let thousand = try #require(meanT(n: 5, sum: 30_000, sumOfSquares: 202_000_000, scale: 1000))
        #expect(close(thousand.mean, one.mean))
        #expect(close(try #require(thousand.variance), 5.5))
        #expect(close(try #require(thousand.interval).low, try #require(one.interval).low))
    }

    /// A spread of 1 around a mean of 10¹⁵ would vanish in a Double's 53 bits.
    @Test func noCancellation() throws {
        let shift: Int128 = 1_000_000_000_000_000
        let values = [Int128](arrayLiteral: 0, 1, 2, 3, 4, 5, 6).map { $0 + shift }
        let estimate = try #require(
            meanT(n: 7, sum: values.reduce(0, +), sumOfSquares: values.map { $0 * $0 }.reduce(0, +)))
        #expect(close(try #require(estimate.variance), 14.0 / 3, 1e-15))
    }

    @Test func edges() throws {
        #expect(meanT(n: 0, sum: 0, sumOfSquares: 0) == nil)
        #expect(meanT(n: 2, sum: 10, sumOfSquares: 3) == nil)  // Σx² < (Σx)² ÷ n
        #expect(meanT(n: 2, sum: 1, sumOfSquares: -3) == nil)
        #expect(meanT(n: 2, sum: 1, sumOfSquares: 3, scale: 0) == nil)
        let single = try #require(meanT(n: 1, sum: 7, sumOfSquares: 49))
        #expect(single.mean == 7 && single.variance == nil && single.interval == nil)
        #expect(meanT(n: 3, sum: 6, sumOfSquares: 12)?.interval == Interval(low: 2, high: 2))
        #expect(meanT(n: .max, sum: .min, sumOfSquares: .max) == nil)
        #expect(meanT(n: .max, sum: 0, sumOfSquares: .max)?.mean == 0)
        #expect(
            meanT(n: 40, sum: 90, sumOfSquares: 400)
                == meanT(n: 40, sum: 90, sumOfSquares: 400, quantiles: TQuantiles()))
    }

    /// The interval of the mean of 12 uniform draws (nearly normal) covers in 95 % of the samples.
    @Test func coverage() throws {
        var generator = SeededGenerator(seed: 61)
        let quantiles = TQuantiles()
        var covered = 0
        for _ in 0..<4000 {
            var sum: Int128 = 0
            var squares: Int128 = 0
            for _ in 0..<8 {
                let x = (0..<12).reduce(0) { total, _ in total + Int.random(in: 0...1000, using: &generator) }
                sum += Int128(x)
                squares += Int128(x) * Int128(x)
            }
            let interval = try #require(meanT(n: 8, sum: sum, sumOfSquares: squares, quantiles: quantiles)?.interval)
            if interval.low <= 6000, 6000 <= interval.high { covered += 1 }
        }
        #expect(abs(Double(covered) / 4000 - 0.95) < 0.012)
    }
}
