import Glibc
import Statistics
import Testing

/// A correlation matrix of random vectors in a space of that many dimensions: as many as its rows or more, or it is
/// singular.
func correlations(_ size: Int, dimensions: Int, _ generator: inout SeededGenerator) -> [[Double]] {
    let vectors = (0..<size).map { _ in
        let vector = (0..<dimensions).map { _ in
            (0..<6).reduce(0.4) { sum, _ in sum + Double.random(in: -1...1, using: &generator) }
        }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / length }
    }
    return (0..<size).map { i in
        (0..<size).map { j in i == j ? 1 : zip(vectors[min(i, j)], vectors[max(i, j)]).reduce(0) { $0 + $1.0 * $1.1 } }
    }
}

@Suite struct SymmetricEigenTests {
    /// The second difference matrix has the eigenvalues 2 − 2 cos(kπ ÷ (n + 1)).
    @Test(arguments: [1, 2, 3, 10, 60]) func secondDifferences(size: Int) throws {
        let matrix = (0..<size).map { i in (0..<size).map { j in i == j ? 2.0 : abs(i - j) == 1 ? -1 : 0 } }
        let eigen = try #require(symmetricEigen(matrix))
        for (place, value) in eigen.values.enumerated() {
            let expected = 2 - 2 * cos(Double(size - place) * Double.pi / Double(size + 1))
            #expect(abs(value - expected) < 4e-15 * Double(size), "\(place)")
        }
    }

    @Test func itIsADecomposition() throws {
        var generator = SeededGenerator(seed: 191)
        for _ in 0..<60 {
            let size = Int.random(in: 1...25, using: &generator)
            let scale = exp(Double.random(in: -200...200, using: &generator))
            var matrix = Array(repeating: Array(repeating: 0.0, count: size), count: size)
            for i in 0..<size {
                for j in 0...i {
                    matrix[i][j] = scale * Double.random(in: -1...1, using: &generator)
                    matrix[j][i] = matrix[i][j]
                }
            }
            let eigen = try #require(symmetricEigen(matrix))
            for i in 0..<size {
                #expect(i == 0 || eigen.values[i] <= eigen.values[i - 1])
                #expect(eigen.vectors[i].contains { $0 > 0 && $0 == eigen.vectors[i].map(abs).max() })
                for j in 0..<size {
                    let product = zip(eigen.vectors[i], eigen.vectors[j]).reduce(0) { $0 + $1.0 * $1.1 }
                    #expect(abs(product - (i == j ? 1 : 0)) < 1e-13)
                    let element = (0..<size).reduce(0.0) {
                        $0 + eigen.values[$1] * eigen.vectors[$1][i] * eigen.vectors[$1][j]
                    }
                    #expect(abs(element - matrix[i][j]) < 1e-13 * scale * Double(size))
                }
            }
            #expect(symmetricEigen(matrix) == eigen)
        }
    }

    @Test func edges() throws {
        let single = try #require(symmetricEigen([[3]]))
        #expect(single.values == [3] && single.vectors == [[1]])
        #expect(symmetricEigen([[1, 0], [0, 2]])?.values == [2, 1])
        #expect(symmetricEigen([[0, 0], [0, 0]])?.values == [0, 0])
        let ones = try #require(symmetricEigen([[1, 1, 1], [1, 1, 1], [1, 1, 1]]))
        #expect(close(ones.values[0], 3, 1e-15) && abs(ones.values[1]) < 1e-15 && abs(ones.values[2]) < 1e-15)
        #expect(symmetricEigen([]) == nil && symmetricEigen([[1, 2]]) == nil)
        #expect(symmetricEigen([[1, 2], [3, 1]]) == nil)
        for bad in [Double.nan, .infinity] { #expect(symmetricEigen([[1, bad], [bad, 1]]) == nil) }
        for large in [Double.greatestFiniteMagnitude, .leastNormalMagnitude, .leastNonzeroMagnitude] {
            if let eigen = symmetricEigen([[large, large], [large, -large]]) {
                #expect(eigen.vectors.allSatisfy { $0.allSatisfy(\.isFinite) })
            }
        }
    }
}

@Suite struct RelativeWeightsTests {
    /// Two predictors with correlation c: Λ has (√(1 + c) ± √(1 − c)) ÷ 2 on and beside the diagonal.
    @Test func twoPredictors() throws {
        let c = 0.4
        let weights = try #require(relativeWeights(among: [[1, c], [c, 1]], withOutcome: [0.6, 0.5]))
        let on = ((1 + c).squareRoot() + (1 - c).squareRoot()) / 2
        let beside = ((1 + c).squareRoot() - (1 - c).squareRoot()) / 2
        let determinant = on * on - beside * beside
        let slopes = [(on * 0.6 - beside * 0.5) / determinant, (on * 0.5 - beside * 0.6) / determinant]
        let expected = [
            on * on * slopes[0] * slopes[0] + beside * beside * slopes[1] * slopes[1],
            beside * beside * slopes[0] * slopes[0] + on * on * slopes[1] * slopes[1],
        ]
        #expect(close(weights.weights[0], expected[0], 1e-14) && close(weights.weights[1], expected[1], 1e-14))
        // R² = (a² + b² − 2abc) ÷ (1 − c²).
        #expect(close(weights.rSquared, (0.36 + 0.25 - 2 * 0.6 * 0.5 * c) / (1 - c * c), 1e-14))
    }

    /// What cylinders, displacement, horsepower and weight of 32 cars of 1974 (mtcars) have to do with miles per gallon, from
    /// R's correlations. The documentation of R's package rwa prints these weights (martinctc.github.io/rwa, "Regression
    /// methods").
    @Test func cars() throws {
        let (cd, ch, cw) = (0.902032872147, 0.832447452722, 0.782495794463)
        let (dh, dw, hw) = (0.79094858637, 0.887979922058, 0.658747887345)
        let weights = try #require(
            relativeWeights(
                among: [[1, cd, ch, cw], [cd, 1, dh, dw], [ch, dh, 1, hw], [cw, dw, hw, 1]],
                withOutcome: [-0.852161959427, -0.847551379262, -0.776168371827, -0.867659376517]))
        for (weight, printed) in zip(weights.weights, [0.2096904, 0.1883043, 0.1799590, 0.2706812]) {
            #expect(abs(weight - printed) < 5.1e-8)
        }
    }

    @Test func predictorsThatDoNotCorrelate() throws {
        let weights = try #require(
            relativeWeights(among: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], withOutcome: [0.5, -0.3, 0]))
        #expect(weights.weights == [0.25, 0.09, 0] && close(weights.rSquared, 0.34, 1e-15))
        #expect(try #require(relativeWeights(among: [[1]], withOutcome: [-0.7])).weights == [0.7 * 0.7])
    }

    /// They are 0 or more, sum to R², follow their predictors, and care for the sign of no predictor.
    @Test func laws() throws {
        var generator = SeededGenerator(seed: 192)
        for _ in 0..<100 {
            let size = Int.random(in: 2...20, using: &generator)
            let all = correlations(size + 1, dimensions: size + 4, &generator)
            let among = all.prefix(size).map { Array($0.prefix(size)) }
            let outcome = Array(all[size].prefix(size))
            let weights = try #require(relativeWeights(among: among, withOutcome: outcome))
            #expect(close(weights.weights.reduce(0, +), weights.rSquared, 1e-10))
            #expect(weights.weights.allSatisfy { $0 >= 0 } && weights.rSquared <= 1)
            #expect(outcome.allSatisfy { weights.rSquared >= $0 * $0 - 1e-12 })
            let order = Array(0..<size).shuffled(using: &generator)
            let signs = order.map { _ in Bool.random(using: &generator) ? 1.0 : -1 }
            let other = try #require(
                relativeWeights(
                    among: order.indices.map { i in
                        order.indices.map { j in i == j ? 1 : signs[i] * signs[j] * among[order[i]][order[j]] }
                    }, withOutcome: order.indices.map { signs[$0] * outcome[order[$0]] }))
            for i in 0..<size { #expect(abs(other.weights[i] - weights.weights[order[i]]) < 1e-10) }
        }
    }

    @Test func fromSums() throws {
        var generator = SeededGenerator(seed: 193)
        let moments = MomentSums(rows: answers(5, 200, options: 7, &generator))
        let weights = try #require(relativeWeights(moments, outcome: 0, predictors: [3, 1, 4]))
        #expect(weights.n == 200)
        #expect(weights.correlations == [3, 1, 4].map { moments.correlation($0, 0) })
        let single = try #require(relativeWeights(moments, outcome: 0, predictors: [2]))
        let r = try #require(moments.correlation(2, 0))
        #expect(close(single.weights[0], r * r, 1e-15) && close(single.rSquared, r * r, 1e-15))
    }

    @Test func notComputable() throws {
        // The third predictor is the sum of the first two; one that does not vary; one given twice; too few rows.
        let rows = [
            [1, 2, 3, 7, 1], [2, 1, 3, 7, 4], [4, 4, 8, 7, 2], [3, 5, 8, 7, 5], [5, 1, 6, 7, 5], [2, 2, 4, 7, 1],
        ]
        let moments = MomentSums(rows: rows)
        #expect(relativeWeights(moments, outcome: 4, predictors: [0, 1]) != nil)
        #expect(relativeWeights(moments, outcome: 4, predictors: [0, 1, 2]) == nil)
        #expect(relativeWeights(moments, outcome: 4, predictors: [0, 3]) == nil)
        #expect(relativeWeights(moments, outcome: 3, predictors: [0, 1]) == nil)
        #expect(relativeWeights(moments, outcome: 4, predictors: [0, 0]) == nil)
        #expect(relativeWeights(moments, outcome: 4, predictors: []) == nil)
        #expect(relativeWeights(moments, outcome: 4, predictors: [0, 9]) == nil)
        #expect(relativeWeights(MomentSums(rows: Array(rows.prefix(2))), outcome: 4, predictors: [0, 1]) == nil)
        // The limit: correlations of 1 − 1e-8 and 1 − 2e-8 have the smaller eigenvalues 1e-8 and 2e-8.
        for (distance, isComputable) in [(2e-8, true), (0.9e-8, false), (0, false)] {
            let c = 1 - distance
            #expect((relativeWeights(among: [[1, c], [c, 1]], withOutcome: [0.5, 0.5]) != nil) == isComputable)
        }
        #expect(relativeWeights(among: [[1, 0], [0, 1]], withOutcome: [0.9, 0.9]) == nil)  // R² = 1.62
        #expect(relativeWeights(among: [[1, 0], [0, 1]], withOutcome: [.nan, 0.9]) == nil)
        #expect(relativeWeights(among: [[1, 0], [0, 1]], withOutcome: [0.9]) == nil)
        #expect(relativeWeights(among: [], withOutcome: []) == nil)
    }
}
