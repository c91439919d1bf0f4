/// How much of an outcome's variance each predictor accounts for.
public struct RelativeWeights: Sendable, Equatable {
    /// One a predictor, 0 or more, in the predictors' order; their sum is `rSquared`.
    public let weights: [Double]
    /// Pearson's correlation of each predictor with the outcome.
    public let correlations: [Double]
    /// The share of the outcome's variance that all predictors account for together, 0…1.
    public let rSquared: Double
    /// Rows of the sums.
    public let n: Int
}

/// Johnson's relative weights of predictors for an outcome, all of them variables (by place) of the sums.
///
/// Nil without predictors, where a correlation cannot be computed, and where an eigenvalue of the predictors'
/// correlations is below 1e-8 (one predictor is a sum of others; fewer rows than predictors): "not computable".
///
/// Source: J. W. Johnson, Multivariate Behavioral Research 35 (2000) 1–19.
public func relativeWeights(_ moments: MomentSums, outcome: Int, predictors: [Int]) -> RelativeWeights? {
    let count = predictors.count
    guard count > 0 else { return nil }
    var matrix = Array(repeating: Array(repeating: 1.0, count: count), count: count)
    var correlations: [Double] = []
    for i in 0..<count {
        guard let correlation = moments.correlation(predictors[i], outcome) else { return nil }
        correlations.append(correlation)
        for j in 0..<i {
            // A predictor given twice has the eigenvalue 0.
            guard let correlation = moments.correlation(predictors[i], predictors[j]) else { return nil }
            matrix[i][j] = correlation
            matrix[j][i] = correlation
        }
    }
    guard let weights = relativeWeights(among: matrix, withOutcome: correlations) else { return nil }
    return RelativeWeights(
        weights: weights.weights, correlations: correlations, rSquared: weights.rSquared, n: moments.n)
}

/// The weights from the predictors' correlations among each other (rows) and with the outcome.
///
/// With R_xx = V Δ² Vᵀ the matrix Λ = V Δ Vᵀ holds the correlations of the predictors with the uncorrelated variables
/// next to them, and Λ⁻¹ r_xy those variables' regression weights: the weights are Λ² (Λ⁻¹ r_xy)², squares element by
/// element. Nil as above, and for correlations of the outcome that no variable has (R² over 1).
public func relativeWeights(
    among matrix: [[Double]], withOutcome correlations: [Double]
) -> (weights: [Double], rSquared: Double)? {
    let count = correlations.count
    guard matrix.count == count, let eigen = symmetricEigen(matrix), eigen.values.allSatisfy({ $0 >= 1e-8 })
    else { return nil }
    // Vᵀ r, by eigenvalue.
    var turned = Array(repeating: 0.0, count: count)
    var rSquared = 0.0
    for k in 0..<count {
        for j in 0..<count { turned[k] += eigen.vectors[k][j] * correlations[j] }
        rSquared += turned[k] * turned[k] / eigen.values[k]
    }
    guard rSquared <= 1 + 1e-6 else { return nil }
    let roots = eigen.values.map { $0.squareRoot() }
    var weights = Array(repeating: 0.0, count: count)
    for j in 0..<count {
        var slope = 0.0
        for k in 0..<count { slope += eigen.vectors[k][j] * turned[k] / roots[k] }
        for i in 0..<count {
            var loading = 0.0
            for k in 0..<count { loading += eigen.vectors[k][i] * roots[k] * eigen.vectors[k][j] }
            weights[i] += loading * loading * (slope * slope)
        }
    }
    return (weights, min(1, rSquared))
}
