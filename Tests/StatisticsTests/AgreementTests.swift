import Statistics
import Testing

extension UnitSums {
    init(_ values: [Int]) {
        self.init(
            n: values.count, sum: values.reduce(0) { $0 + Int128($1) },
            sumOfSquares: values.reduce(0) { $0 + Int128($1) * Int128($1) })
    }
}

@Suite struct AgreementTests {
    /// P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86 (1979) 420–428, tables 2 to 4: ICC(1, 1) 0.17, ICC(1, 4)
    /// 0.44, mean squares 11.24 and 6.26.
    @Test func shroutAndFleiss() throws {
        let ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
        let icc = try #require(intraclassCorrelation(ratings.map { UnitSums($0) }))
        #expect(abs(icc.icc1 - 0.166) < 5e-4)
        #expect(abs(try #require(icc.icc2) - 0.443) < 5e-4)
        #expect(abs(icc.meanSquareBetween - 11.24) < 5e-3 && abs(icc.meanSquareWithin - 6.26) < 5e-3)
        #expect(close(icc.size, 4) && icc.units == 6 && icc.n == 24)
    }

    @Test func unequalSizesTakeTheHarmonicMean() throws {
        let units = [
            UnitSums([1, 2, 3, 4, 5]), UnitSums(Array(repeating: 3, count: 10) + Array(repeating: 5, count: 10)),
        ]
        let icc = try #require(intraclassCorrelation(units))
        // Means 3 and 4, of all 3.8; within 10 + 20.
        #expect(close(icc.size, 8) && close(icc.meanSquareBetween, 4) && close(icc.meanSquareWithin, 30.0 / 23))
        #expect(close(icc.icc1, (4 - 30.0 / 23) / (4 + 7 * 30.0 / 23)))
        #expect(close(try #require(icc.icc2), 1 - 30.0 / 23 / 4))
    }

    /// ICC(2) is Spearman and Brown's formula of ICC(1) for the size; neither knows the answers' unit and zero.
    @Test func laws() throws {
        var generator = SeededGenerator(seed: 181)
        for _ in 0..<500 {
            let groups = (0..<Int.random(in: 2...30, using: &generator)).map { _ in
                answers(1, Int.random(in: 1...20, using: &generator), options: 7, &generator).map { $0[0] }
            }
            guard let icc = intraclassCorrelation(groups.map { UnitSums($0) }) else { continue }
            if let icc2 = icc.icc2 {
                let projected = icc.size * icc.icc1 / (1 + (icc.size - 1) * icc.icc1)
                #expect(abs(icc2 - projected) <= 1e-11 * max(1, abs(icc2)))
            }
            #expect(icc.icc1 <= 1 && icc.icc1 >= -1 / (icc.size - 1) - 1e-12)
            let moved = groups.map { group in UnitSums(group.map { 1_000_000_000_000 - 10 * $0 }) }
            #expect(abs(try #require(intraclassCorrelation(moved)).icc1 - icc.icc1) < 1e-12)
            let withEmpty = groups.map { UnitSums($0) } + [UnitSums(n: 0, sum: 0, sumOfSquares: 0)]
            #expect(intraclassCorrelation(withEmpty) == icc)
        }
    }

    @Test func edgesOfIntraclassCorrelation() throws {
        // All the same within units; all units the same.
        let apart = try #require(intraclassCorrelation([UnitSums([1, 1, 1]), UnitSums([2, 2, 2])]))
        #expect(apart.icc1 == 1 && apart.icc2 == 1)
        let alike = try #require(intraclassCorrelation([UnitSums([1, 2, 3]), UnitSums([1, 2, 3])]))
        #expect(close(alike.icc1, -0.5) && alike.icc2 == nil)
        #expect(intraclassCorrelation([]) == nil)
        #expect(intraclassCorrelation([UnitSums([1, 2, 3])]) == nil)
        #expect(intraclassCorrelation([UnitSums([1]), UnitSums([2])]) == nil)
        #expect(intraclassCorrelation([UnitSums([3, 3]), UnitSums([3, 3])]) == nil)
        #expect(intraclassCorrelation([UnitSums([1, 2]), UnitSums(n: -1, sum: 1, sumOfSquares: 1)]) == nil)
        #expect(intraclassCorrelation([UnitSums([1, 2]), UnitSums(n: 2, sum: 9, sumOfSquares: 1)]) == nil)
        #expect(intraclassCorrelation([UnitSums([1, 2]), UnitSums(n: 2, sum: 0, sumOfSquares: -1)]) == nil)
        let extremes: [Int128] = [.min, -1, 0, 1, .max]
        for sum in extremes {
            for squares in extremes {
                for n in [Int.min, 1, 2, .max] {
                    let unit = UnitSums(n: n, sum: sum, sumOfSquares: squares)
                    if let icc = intraclassCorrelation([unit, UnitSums([1, 2])]) { #expect(icc.icc1.isFinite) }
                    if let agreement = rwg(unit, options: 5) { #expect(agreement >= 0 && agreement <= 1) }
                }
            }
        }
    }

    @Test func rwgVectors() throws {
        // Five options: the null variance is 2. 4, 4, 5, 3 vary by 2/3; all the same by 0; 1 and 5 by 8.
        #expect(close(try #require(rwg(UnitSums([4, 4, 5, 3]), options: 5)), 2.0 / 3, 1e-15))
        #expect(rwg(UnitSums([4, 4, 4]), options: 5) == 1)
        #expect(rwg(UnitSums([1, 5]), options: 5) == 0)
        // Evenly spread over seven options: the null variance is 4, the sample one 14/3.
        #expect(rwg(UnitSums([1, 2, 3, 4, 5, 6, 7]), options: 7) == 0)
        #expect(close(try #require(rwg(UnitSums([3, 4, 5]), options: 7)), 0.75))
        #expect(rwg(UnitSums([4]), options: 5) == nil && rwg(UnitSums([4, 4]), options: 1) == nil)
        #expect(rwg(UnitSums(n: 2, sum: 9, sumOfSquares: 1), options: 5) == nil)
    }

    /// r_wg(j): two items of variances 1 and 2 over 2 each (five options) have q = ¾.
    @Test func rwgOfSeveralItems() throws {
        func unit(_ values: [Int]) -> UnitSums {
            UnitSums(
                n: values.count, sum: Int128(values.reduce(0, +)),
                sumOfSquares: Int128(values.reduce(0) { $0 + $1 * $1 }))
        }
        let narrow = unit([2, 3, 4])
        let wide = unit([1, 3, 3, 5, 3])
        let two = try #require(rwg(items: [(narrow, 5), (wide, 5)]))
        #expect(close(two, 2 * 0.25 / (2 * 0.25 + 0.75)))
        #expect(rwg(items: [(narrow, 5)]) == rwg(narrow, options: 5))
        #expect(rwg(items: [(unit([1, 5, 1, 5]), 5)]) == 0)
        #expect(rwg(items: []) == nil)
        #expect(rwg(items: [(unit([3]), 5)]) == nil)
        #expect(rwg(items: [(narrow, 1)]) == nil)
    }

    @Test func medianOverUnits() throws {
        let units = [[4, 4, 4], [1, 5], [4, 4, 5, 3], [2]].map { UnitSums($0) }
        #expect(close(try #require(medianRwg(units, options: 5)), 2.0 / 3, 1e-15))
        #expect(close(try #require(medianRwg(Array(units.prefix(2)), options: 5)), 0.5))
        #expect(medianRwg([UnitSums([2])], options: 5) == nil && medianRwg([], options: 5) == nil)
        #expect(medianRwg(units + [UnitSums(n: 2, sum: 9, sumOfSquares: 1)], options: 5) == nil)
    }
}
