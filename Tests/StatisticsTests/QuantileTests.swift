import Statistics
import Testing

@Suite struct QuantileTests {
    @Test func vectors() {
        // R: quantile(c(1, 2, 4, 8), c(0, .1, .5, .9, 1))
        let values = [1.0, 2, 4, 8]
        #expect(quantileType7(values, 0) == 1)
        #expect(close(quantileType7(values, 0.1) ?? 0, 1.3))
        #expect(quantileType7(values, 0.5) == 3)
        #expect(close(quantileType7(values, 0.9) ?? 0, 6.8))
        #expect(quantileType7(values, 1) == 8)
        #expect(medianType7([7]) == 7)
        #expect(medianType7([1, 3, 10]) == 3)
        #expect(medianType7([1, 2]) == 1.5)
        #expect(medianType7(counts: [0, 3, 0, 1]) == 1)
        #expect(medianType7(counts: [1, 0, 0, 1]) == 1.5)
    }

    @Test func countsAreTheSortedValues() {
        var generator = SeededGenerator(seed: 81)
        for _ in 0..<2000 {
            let values = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                Int.random(in: 0...15, using: &generator)
            }.sorted()
            var counts = [Int](repeating: 0, count: 16)
            for value in values { counts[value] += 1 }
            let p = Bool.random(using: &generator) ? Double.random(in: 0...1, using: &generator) : 0.5
            let expected = quantileType7(values.map(Double.init), p)
            #expect(quantileType7(values, p) == expected)
            #expect(quantileType7(counts: counts, p) == expected)
            #expect(quantileType7(values: Array(0...15), counts: counts, p) == expected)
            #expect(quantileType7(values[...], p) == expected)
        }
    }

    @Test func edges() {
        #expect(quantileType7([Double](), 0.5) == nil)
        #expect(quantileType7([Int](), 0.5) == nil)
        #expect(quantileType7(counts: [0, 0], 0.5) == nil)
        #expect(quantileType7(counts: [-3, 0], 0.5) == nil)
        #expect(quantileType7(values: [1, 2], counts: [1], 0.5) == nil)
        #expect(quantileType7([1.0, 2], -0.1) == nil)
        #expect(quantileType7([1.0, 2], .nan) == nil)
        #expect(quantileType7(counts: [.max, .max, .max], 0.5) == 0)
        #expect(quantileType7(counts: [1, .max, .max], 1) == 1)
        #expect(quantileType7([Int.min, .max], 0.5) == 0)
        #expect(quantileType7(values: [Int.min, .max], counts: [1, 1], 0.5) == 0)
    }
}
