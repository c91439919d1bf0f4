import Statistics
import Testing

extension MomentSums {
    init(rows: [[Int]]) {
        self.init(variables: rows.first?.count ?? 0)
        for row in rows { add(row) }
    }
}

/// Answers 1…options of persons who agree with themselves to some degree.
func answers(_ items: Int, _ persons: Int, options: Int, _ generator: inout SeededGenerator) -> [[Int]] {
    let spread = Int.random(in: 0...options, using: &generator)
    return (0..<persons).map { _ in
        let own = Int.random(in: 1...options, using: &generator)
        return (0..<items).map { item in
            min(options, max(1, own + Int.random(in: -spread...spread, using: &generator) + (item % 3 == 2 ? 1 : 0)))
        }
    }
}

@Suite struct MomentSumsTests {
    @Test func correlationByHand() throws {
        // x 1 2 3 4 5, y 2 1 4 3 5: Σ(x − 3)(y − 3) = 8 of 10.
        let moments = MomentSums(rows: [[1, 2], [2, 1], [3, 4], [4, 3], [5, 5]])
        #expect(close(try #require(moments.correlation(0, 1)), 0.8, 1e-15))
        #expect(moments.correlation(1, 0) == moments.correlation(0, 1))
        #expect(moments.correlation(1, 1) == 1)
        #expect(moments.n == 5 && moments.sums == [15, 15] && moments.products == [55, 53, 55])
    }

    @Test func oneLineIsExactlyOne() {
        var generator = SeededGenerator(seed: 163)
        for _ in 0..<200 {
            let slope = Int.random(in: 1...9, using: &generator)
            let x = (0..<50).map { _ in Int.random(in: -1000...1000, using: &generator) }
            #expect(MomentSums(rows: x.map { [$0, 7 + slope * $0] }).correlation(0, 1) == 1)
            #expect(MomentSums(rows: x.map { [$0, 7 - slope * $0] }).correlation(0, 1) == -1)
        }
    }

    @Test func freeOfScaleAndPlace() throws {
        var generator = SeededGenerator(seed: 161)
        for _ in 0..<300 {
            let rows = answers(2, 40, options: 7, &generator)
            guard let r = MomentSums(rows: rows).correlation(0, 1) else { continue }
            let moved = MomentSums(rows: rows.map { [$0[0] * 1000 + 999_999_000_000, 5 - 3 * $0[1]] })
            #expect(close(try #require(moved.correlation(0, 1)), -r, 1e-13))
            #expect(abs(r) <= 1)
        }
    }

    @Test func mergesToTheSame() {
        var generator = SeededGenerator(seed: 162)
        let rows = answers(5, 200, options: 5, &generator)
        let whole = MomentSums(rows: rows)
        var parts = Array(repeating: MomentSums(variables: 5), count: 3)
        for row in rows { parts[Int.random(in: 0..<3, using: &generator)].add(row) }
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            var sum = MomentSums(variables: 5)
            for part in order { sum.add(parts[part]) }
            #expect(sum == whole)
        }
        #expect(MomentSums(n: whole.n, sums: whole.sums, products: whole.products) == whole)
    }

    @Test func aWeightIsAsManyRows() {
        var weighted = MomentSums(variables: 3)
        var repeated = MomentSums(variables: 3)
        for (row, weight) in [([1, -2, 3], 2), ([4, 4, 0], 0), ([-1, 5, 2], 3)] {
            weighted.add(row, weight: weight)
            for _ in 0..<weight { repeated.add(row) }
        }
        #expect(weighted == repeated && weighted.n == 5)
    }

    @Test func refusals() {
        var moments = MomentSums(variables: 2)
        let added = [
            moments.add([1]), moments.add([1, 2, 3]), moments.add([1, 2], weight: -1),
            moments.add(MomentSums(variables: 3)),
        ]
        #expect(added == [false, false, false, false])
        #expect(moments == MomentSums(variables: 2))
        #expect(MomentSums(n: -1, sums: [1], products: [1]) == nil)
        #expect(MomentSums(n: 1, sums: [1], products: [1, 1]) == nil)
        #expect(MomentSums(variables: -3).variables == 0)
        let constant = MomentSums(rows: [[1, 2], [1, 3], [1, 4]])
        #expect(constant.correlation(0, 1) == nil && constant.correlation(0, 0) == nil)
        #expect(constant.correlation(1, 2) == nil && constant.correlation(-1, 1) == nil)
        #expect(MomentSums(rows: [[1, 2]]).correlation(0, 1) == nil)
    }

    @Test func extremesDoNotTrap() throws {
        var moments = MomentSums(variables: 2)
        for row in [[Int.max, .min], [.min, .max]] { moments.add(row) }
        #expect(try #require(moments.correlation(0, 1)) == -1)
        for _ in 0..<8 { moments.add([.max, .min], weight: .max) }
        #expect(moments.overflowed && moments.correlation(0, 1) == nil)
        var other = MomentSums(variables: 2)
        other.add(moments)
        #expect(other.overflowed)
        let extremes: [Int128] = [.min, -1, 0, 1, .max]
        for first in extremes {
            for second in extremes {
                for third in extremes {
                    for n in [0, 1, 2, Int.max] {
                        guard let sums = MomentSums(n: n, sums: [first, second], products: [third, second, third])
                        else { continue }
                        if let r = sums.correlation(0, 1) { #expect(abs(r) <= 1) }
                        _ = reliability(sums)
                        _ = cronbachAlpha(sums)
                        _ = relativeWeights(sums, outcome: 0, predictors: [1])
                    }
                }
            }
        }
    }
}
