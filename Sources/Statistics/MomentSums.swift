/// n, Σx and Σxxᵀ over complete rows of whole numbers: what alpha, correlations and relative weights are made from. It
/// merges by addition, in any order and grouping, to the same state.
///
/// All variables stand at one stated scale (1 ÷ scale is the unit); every function of the sums here is free of it.
public struct MomentSums: Sendable, Equatable {
    /// The variables of a row.
    public let variables: Int
    /// Rows, each as often as it weighs.
    public private(set) var n: Int
    /// Σx, one of each variable.
    public private(set) var sums: [Int128]
    /// Σxᵢxⱼ for i ≤ j, row by row of the upper triangle: variables · (variables + 1) ÷ 2 of them.
    public private(set) var products: [Int128]
    /// A sum left the range of its integers: nothing can be computed from the others.
    public private(set) var overflowed: Bool

    /// No rows yet of so many variables (none below 0).
    public init(variables: Int) {
        self.variables = max(0, variables)
        n = 0
        sums = Array(repeating: 0, count: self.variables)
        products = Array(repeating: 0, count: self.variables * (self.variables + 1) / 2)
        overflowed = false
    }

    /// The sums as they were stored. Nil for a negative n and for lists that do not fit together.
    public init?(n: Int, sums: [Int128], products: [Int128]) {
        guard n >= 0, products.count == sums.count * (sums.count + 1) / 2 else { return nil }
        variables = sums.count
        self.n = n
        self.sums = sums
        self.products = products
        overflowed = false
    }

    /// Adds a row, `weight` times (bootstrap replicates weigh rows). Rows of another length and negative weights are
    /// left out: false.
    @discardableResult
    public mutating func add(_ row: [Int], weight: Int = 1) -> Bool {
        guard row.count == variables, weight >= 0 else { return false }
        if weight == 0 { return true }
        var fits = accumulate(weight, into: &n)
        var place = 0
        for i in 0..<variables {
            // Two Int always fit an Int128, three may not.
            let weighted = Int128(row[i]) * Int128(weight)
            fits = accumulate(weighted, into: &sums[i]) && fits
            for j in i..<variables {
                let (product, overflow) = weighted.multipliedReportingOverflow(by: Int128(row[j]))
                fits = accumulate(product, into: &products[place]) && !overflow && fits
                place += 1
            }
        }
        if !fits { overflowed = true }
        return true
    }

    /// Adds the rows of another state. One of different variables is left out: false.
    @discardableResult
    public mutating func add(_ other: MomentSums) -> Bool {
        guard other.variables == variables else { return false }
        var fits = accumulate(other.n, into: &n) && !other.overflowed
        for i in sums.indices { fits = accumulate(other.sums[i], into: &sums[i]) && fits }
        for i in products.indices { fits = accumulate(other.products[i], into: &products[i]) && fits }
        if !fits { overflowed = true }
        return true
    }

    /// Σxᵢxⱼ.
    func product(_ i: Int, _ j: Int) -> Int128 {
        let (low, high) = i <= j ? (i, j) : (j, i)
        return products[low * variables - low * (low - 1) / 2 + high - low]
    }

    /// n·Σxᵢxⱼ − Σxᵢ·Σxⱼ = n(n − 1) · covariance, exact before it becomes a double.
    func crossSpread(_ i: Int, _ j: Int) -> Double {
        difference(UInt128(n.magnitude), product(i, j), sums[i], sums[j])
    }

    /// Pearson's correlation of two variables, −1…1. Nil for fewer than two rows, a variable that does not vary, sums
    /// that no rows have, and places outside the row.
    public func correlation(_ i: Int, _ j: Int) -> Double? {
        guard !overflowed, n >= 2, sums.indices.contains(i), sums.indices.contains(j) else { return nil }
        let first = crossSpread(i, i)
        let second = crossSpread(j, j)
        guard first > 0, second > 0 else { return nil }
        if i == j { return 1 }
        // One root of the product, which is within the range (2³⁸²): variables that are one line have exactly ±1 so.
        let value = crossSpread(i, j) / (first * second).squareRoot()
        // Cauchy and Schwarz, but for rounding.
        return abs(value) <= 1 + 1e-12 ? min(1, max(-1, value)) : nil
    }
}

/// False when the sum leaves its range.
func accumulate<Number: FixedWidthInteger>(_ value: Number, into sum: inout Number) -> Bool {
    let (result, overflow) = sum.addingReportingOverflow(value)
    sum = result
    return !overflow
}
