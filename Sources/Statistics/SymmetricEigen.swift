/// The eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigen: Sendable, Equatable {
    /// In descending order.
    public let values: [Double]
    /// One row a value, of length 1; its largest element (the first of equal ones) is positive.
    public let vectors: [[Double]]
}

/// The decomposition A = Σ value · vector · vectorᵀ of a symmetric matrix given as rows, by Jacobi's rotations in cyclic
/// order: always the same rotations, and small eigenvalues to about 1e-16 of the largest. For matrices of up to some
/// sixty rows; the work grows with the cube.
///
/// Nil for no rows, rows of another length, a matrix that is not symmetric or not finite, and where the rotations do not
/// end (elements near the limits of a Double).
///
/// Source: G. H. Golub and C. F. Van Loan, Matrix Computations (2013), 8.5.
public func symmetricEigen(_ matrix: [[Double]]) -> SymmetricEigen? {
    let size = matrix.count
    guard size > 0, matrix.allSatisfy({ $0.count == size && $0.allSatisfy(\.isFinite) }) else { return nil }
    for i in 0..<size {
        for j in 0..<i where matrix[i][j] != matrix[j][i] { return nil }
    }
    var jacobi = Jacobi(rows: matrix)
    guard jacobi.diagonalize() else { return nil }
    let values = (0..<size).map { jacobi.rows[$0][$0] }
    let order = (0..<size).sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }
    let vectors = order.map { column in
        let vector = jacobi.rotated.map { $0[column] }
        let largest = vector.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
        return largest < 0 ? vector.map { -$0 } : vector
    }
    return SymmetricEigen(values: order.map { values[$0] }, vectors: vectors)
}

/// A matrix on its way to a diagonal one, and the product of the rotations so far, whose columns become the vectors.
private struct Jacobi {
    var rows: [[Double]]
    var rotated: [[Double]]

    init(rows: [[Double]]) {
        self.rows = rows
        rotated = rows.indices.map { i in rows.indices.map { $0 == i ? 1 : 0 } }
    }

    /// False when it has not come to an end: five to ten sweeps are usual.
    mutating func diagonalize() -> Bool {
        for _ in 0..<100 {
            var rotations = 0
            for p in 0..<rows.count {
                for q in (p + 1)..<max(p + 1, rows.count) where rows[p][q] != 0 {
                    // What no longer changes the diagonal it stands beside is nothing.
                    if abs(rows[p][q]) <= 1e-17 * (abs(rows[p][p]) * abs(rows[q][q])).squareRoot() {
                        rows[p][q] = 0
                        rows[q][p] = 0
                        continue
                    }
                    guard rotate(p, q) else { return false }
                    rotations += 1
                }
            }
            if rotations == 0 { return true }
        }
        return false
    }

    /// Turns the plane of two axes so that their element becomes 0; false when it leaves the range of a Double.
    private mutating func rotate(_ p: Int, _ q: Int) -> Bool {
        let element = rows[p][q]
        let ratio = (rows[q][q] - rows[p][p]) / (2 * element)
        // The smaller of the two angles. A ratio beyond the range gives the angle 0.
        let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        guard sine.isFinite else { return false }
        rows[p][p] -= tangent * element
        rows[q][q] += tangent * element
        rows[p][q] = 0
        rows[q][p] = 0
        for k in rows.indices {
            if k != p, k != q {
                let first = rows[k][p]
                let second = rows[k][q]
                rows[k][p] = cosine * first - sine * second
                rows[k][q] = sine * first + cosine * second
                rows[p][k] = rows[k][p]
                rows[q][k] = rows[k][q]
            }
            let first = rotated[k][p]
            let second = rotated[k][q]
            rotated[k][p] = cosine * first - sine * second
            rotated[k][q] = sine * first + cosine * second
        }
        return true
    }
}
