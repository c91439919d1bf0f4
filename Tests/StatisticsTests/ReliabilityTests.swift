import Statistics
import Testing

@Suite struct ReliabilityTests {
    private func spearmanBrown(_ moments: MomentSums) -> Double? {
        guard case .spearmanBrown(let value) = reliability(moments) else { return nil }
        return value
    }

    /// Four persons, three items: variances 5/3, 11/12, 11/12, of the sum 29/3; alpha = 3/2 · (1 − 21/58) = 111/116.
    @Test func alphaByHand() throws {
        let alpha = try #require(
            cronbachAlpha(MomentSums(rows: [[1, 2, 2], [2, 2, 3], [3, 3, 4], [4, 4, 4]])))
        #expect(close(alpha.value, 111.0 / 116, 1e-15))
        #expect(alpha.n == 4 && alpha.items == 3 && !alpha.isWeak)
    }

    /// F(0.975; 40, 160) and F(0.025; 40, 160) around alpha: both limits contain what they should.
    @Test func feldtsInterval() throws {
        var generator = SeededGenerator(seed: 171)
        let alpha = try #require(cronbachAlpha(MomentSums(rows: answers(5, 41, options: 5, &generator))))
        #expect(close((1 - alpha.interval.low) / (1 - alpha.value), fQuantile(0.975, 40, 160), 1e-12))
        #expect(close((1 - alpha.interval.high) / (1 - alpha.value), fQuantile(0.025, 40, 160), 1e-12))
        #expect(alpha.interval.low < alpha.value && alpha.value < alpha.interval.high)
    }

    /// Five items of a common part and noise of the same variance, alpha 5/6: the interval of 40 persons covers it in 95 %
    /// of the samples, as it does exactly for normal answers.
    @Test func feldtsIntervalCovers() throws {
        var generator = SeededGenerator(seed: 174)
        func normal() -> Double { normalQuantile(Double.random(in: 1e-12..<1, using: &generator)) }
        var covered = 0
        for _ in 0..<1000 {
            var moments = MomentSums(variables: 5)
            for _ in 0..<40 {
                let own = normal()
                moments.add((0..<5).map { _ in Int(1e6 * (own + normal())) })
            }
            let interval = try #require(cronbachAlpha(moments)).interval
            if interval.low <= 5.0 / 6, 5.0 / 6 <= interval.high { covered += 1 }
        }
        // Three standard errors of 0.7 %.
        #expect(abs(Double(covered) / 1000 - 0.95) < 0.021, "\(covered)")
    }

    /// Items that vary alike and correlate alike have the alpha k r ÷ (1 + (k − 1) r).
    @Test func itemsThatVaryAlike() throws {
        // All rows of 0 and 1 in three items once, those of one answer three times: r = ⅓.
        var moments = MomentSums(variables: 3)
        for bits in 0..<8 {
            moments.add([bits & 1, bits >> 1 & 1, bits >> 2 & 1], weight: bits == 0 || bits == 7 ? 3 : 1)
        }
        let r = try #require(moments.correlation(0, 1))
        let alpha = try #require(cronbachAlpha(moments))
        #expect(close(alpha.value, 3 * r / (1 + 2 * r), 1e-14))
        #expect(alpha.value > 0.5)
    }

    @Test func oneAndTwoItems() throws {
        #expect(reliability(MomentSums(rows: [[1], [2], [4]])) == .singleItem)
        #expect(reliability(MomentSums(variables: 0)) == nil)
        // r = 0.8: 1.6 ÷ 1.8.
        let pairs = MomentSums(rows: [[1, 2], [2, 1], [3, 4], [4, 3], [5, 5]])
        #expect(close(try #require(spearmanBrown(pairs)), 1.6 / 1.8, 1e-15))
        #expect(reliability(MomentSums(rows: [[1, 3], [2, 2], [3, 1]])) == nil)  // r = −1
        #expect(reliability(MomentSums(rows: [[1, 3], [1, 2], [1, 1]])) == nil)
        // Where both vary alike, alpha says the same.
        let alike = MomentSums(rows: [[1, 2], [2, 1], [3, 3], [4, 4]])
        #expect(close(try #require(spearmanBrown(alike)), try #require(cronbachAlpha(alike)).value, 1e-15))
    }

    @Test func laws() throws {
        var generator = SeededGenerator(seed: 172)
        for _ in 0..<300 {
            let items = Int.random(in: 3...9, using: &generator)
            let rows = answers(items, Int.random(in: 5...80, using: &generator), options: 5, &generator)
            guard let alpha = cronbachAlpha(MomentSums(rows: rows)) else { continue }
            let turned = rows.map { row in row.reversed().map { 7 * $0 - 100_000_000 } }
            let other = try #require(cronbachAlpha(MomentSums(rows: turned)))
            #expect(close(alpha.value, other.value, 1e-10) && alpha.value <= 1)
            #expect(alpha.interval.low <= alpha.value && alpha.value <= alpha.interval.high)
        }
        // The same answer to all items.
        let same = try #require(cronbachAlpha(MomentSums(rows: (1...60).map { [$0, $0, $0, $0] })))
        #expect(same.value == 1 && same.interval == Interval(low: 1, high: 1))
    }

    @Test func weakness() throws {
        // As in `itemsThatVaryAlike`, r = (a − b) ÷ (a + 3b) for a rows of either one answer and b of each other kind: alpha
        // is 0.574 for 14 and 5, 0.6 for 15 and 5, and 0.43 for 2 and 1, of 10 persons only.
        for (alike, other, isWeak) in [(14, 5, true), (15, 5, false), (2, 1, false)] {
            var moments = MomentSums(variables: 3)
            for bits in 0..<8 {
                moments.add(
                    [bits & 1, bits >> 1 & 1, bits >> 2 & 1], weight: bits == 0 || bits == 7 ? alike : other)
            }
            #expect(try #require(cronbachAlpha(moments)).isWeak == isWeak, "\(alike)")
        }
        var generator = SeededGenerator(seed: 173)
        let noise = (0..<50).map { _ in (0..<4).map { _ in Int.random(in: 1...5, using: &generator) } }
        let alpha = try #require(cronbachAlpha(MomentSums(rows: noise)))
        #expect(alpha.value < 0.6 && alpha.isWeak)
        #expect(!(try #require(cronbachAlpha(MomentSums(rows: Array(noise.prefix(49)))))).isWeak)
    }

    @Test func refusals() throws {
        #expect(reliability(MomentSums(rows: [[1, 2, 3]])) == nil)
        #expect(reliability(MomentSums(rows: [[1, 2, 3], [1, 2, 3]])) == nil)
        #expect(cronbachAlpha(MomentSums(rows: [[1], [2]])) == nil)
        // Two items of the sum vary, the sum does not.
        #expect(reliability(MomentSums(rows: [[1, 3, 2], [2, 2, 2], [3, 1, 2]])) == nil)
        let moments = MomentSums(rows: [[1, 2, 2], [2, 2, 3], [3, 3, 4]])
        for confidence in [0, 1, .nan] { #expect(reliability(moments, confidence: confidence) == nil) }
        // Σx² below (Σx)² ÷ n; a sum that varies more than its items can.
        #expect(reliability(try #require(MomentSums(n: 3, sums: [9, 9, 9], products: [1, 1, 1, 1, 1, 1]))) == nil)
        #expect(reliability(try #require(MomentSums(n: 9, sums: [0, 0, 0], products: [1, 9, 9, 1, 9, 1]))) == nil)
    }
}
