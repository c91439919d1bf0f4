import Glibc
import Statistics
import Testing

@Suite struct BootstrapTests {
    /// SplitMix64 started with 1234567 gives 6457827717110365317, 3203168211198807973, 9817491932198370423,
    /// 4593380528125082431, 16408922859458223821 (its published test vector): 0.35, 0.17, 0.53, 0.25 and 0.89 of 2⁶⁴,
    /// while Poisson's distribution function is 0.37, 0.74, 0.92 at 0, 1, 2.
    @Test func weightsAreThoseOfTheGenerator() {
        #expect((1...5).map { poissonWeight(digest: 1_234_567, replicate: $0) } == [0, 0, 1, 0, 2])
    }

    /// Chi-square over 300,000 weights, of digests as they come and of plain row numbers.
    @Test(arguments: [0, 1]) func distribution(plain: UInt64) {
        var generator = SeededGenerator(seed: 201)
        var counts = Array(repeating: 0, count: 7)
        for row in 0..<3000 {
            let digest = plain == 1 ? UInt64(row) : generator.next()
            for replicate in 1...100 { counts[min(6, poissonWeight(digest: digest, replicate: replicate))] += 1 }
        }
        var chiSquare = 0.0
        var share = exp(-1.0)
        var rest = 1.0
        for weight in 0...6 {
            let expected = 300_000 * (weight == 6 ? rest : share)
            chiSquare += (Double(counts[weight]) - expected) * (Double(counts[weight]) - expected) / expected
            rest -= share
            share /= Double(weight + 1)
        }
        #expect(chiSquare < chiSquareQuantile(0.999, degrees: 6), "\(counts)")
    }

    /// Neither neighbouring rows nor neighbouring replicates know of each other.
    @Test func independence() throws {
        var rows = MomentSums(variables: 3)
        for row in 0..<20_000 {
            let digest = UInt64(row)
            rows.add([
                poissonWeight(digest: digest, replicate: 1), poissonWeight(digest: digest, replicate: 2),
                poissonWeight(digest: digest &+ 1, replicate: 1),
            ])
        }
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            // 3.9 standard errors of 1 ÷ √20,000.
            #expect(abs(try #require(rows.correlation(i, j))) < 0.0276)
        }
    }

    @Test func extremeNumbers() {
        for digest in [0, 1, UInt64.max] {
            for replicate in [Int.min, -1, 0, .max] {
                #expect((0...20).contains(poissonWeight(digest: digest, replicate: replicate)))
            }
        }
    }

    @Test func percentiles() throws {
        // 0…200 in any order: type 7 at 2.5 % and 97.5 % is 5 and 195.
        var generator = SeededGenerator(seed: 202)
        let values = (0...200).map(Double.init).shuffled(using: &generator)
        let interval = try #require(percentileInterval(values))
        #expect(close(interval.low, 5) && close(interval.high, 195))
        let wide = try #require(percentileInterval([1, 2], confidence: 0.5))
        #expect(close(wide.low, 1.25) && close(wide.high, 1.75))
        #expect(percentileInterval([]) == nil && percentileInterval([1]) == nil)
        for bad in [nil, Double.nan, .infinity] { #expect(percentileInterval([1, 2, bad]) == nil) }
        for confidence in [0, 1, .nan] { #expect(percentileInterval([1, 2], confidence: confidence) == nil) }
    }

    /// Weights of 200 replicates of an actual table: the interval contains the value and has some width.
    @Test func intervalsOfRelativeWeights() throws {
        var generator = SeededGenerator(seed: 203)
        let rows = answers(4, 150, options: 5, &generator)
        let whole = try #require(relativeWeights(MomentSums(rows: rows), outcome: 0, predictors: [1, 2, 3]))
        let digests = rows.map { _ in generator.next() }
        let replicates = (1...200).map { replicate in
            var moments = MomentSums(variables: 4)
            for (row, digest) in zip(rows, digests) {
                moments.add(row, weight: poissonWeight(digest: digest, replicate: replicate))
            }
            return relativeWeights(moments, outcome: 0, predictors: [1, 2, 3])
        }
        let intervals = try #require(percentileIntervals(replicates))
        #expect(intervals.count == 3)
        for (interval, weight) in zip(intervals, whole.weights) {
            #expect(interval.low < weight && weight < interval.high && interval.high - interval.low > 0.01)
        }
        #expect(percentileIntervals(replicates + [nil]) == nil && percentileIntervals([]) == nil)
        let other = relativeWeights(MomentSums(rows: rows), outcome: 0, predictors: [1])
        #expect(percentileIntervals(replicates + [other]) == nil)
        #expect(percentileIntervals([whole]) == nil)
    }
}
