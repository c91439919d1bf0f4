import Glibc
import Statistics
import Testing

@Suite struct FDistributionTests {
    @Test(arguments: [
        // Printed tables (Pearson and Hartley, Biometrika Tables, table 18).
        (0.95, 5, 10, 3.33), (0.975, 10, 20, 2.77), (0.99, 3, 30, 4.51), (0.95, 1, 1, 161.4), (0.975, 24, 120, 1.76),
    ])
    func tables(p: Double, d1: Double, d2: Double, x: Double) {
        #expect(abs(fQuantile(p, d1, d2) / x - 1) < 0.003)
    }

    /// One degree above: the square of Student's t. Two: a power. The reciprocal is an F with the degrees exchanged.
    @Test func closedForms() {
        var generator = SeededGenerator(seed: 151)
        for _ in 0..<2000 {
            let p = Double.random(in: 0.0001...0.9999, using: &generator)
            let d2 = exp(Double.random(in: 0...12, using: &generator))
            let t = tQuantile(0.5 + p / 2, degrees: d2)
            #expect(close(fQuantile(p, 1, d2), t * t, 1e-9), "p \(p), degrees \(d2)")
            let many = exp(Double.random(in: 0...20, using: &generator))
            let power = many / 2 * expm1(-2 / many * log1p(-p))
            #expect(close(fQuantile(p, 2, many), power, many < 1e6 ? 1e-10 : 1e-7), "p \(p), degrees \(many)")
            let d1 = exp(Double.random(in: 0...12, using: &generator))
            #expect(close(fQuantile(p, d1, d2) * fQuantile(1 - p, d2, d1), 1, 1e-9), "p \(p), degrees \(d1), \(d2)")
        }
    }

    @Test func quantileInvertsTheDistribution() {
        var generator = SeededGenerator(seed: 152)
        for _ in 0..<3000 {
            let p = exp(-Double.random(in: 0.01...70, using: &generator))
            let d1 = exp(Double.random(in: 0...13, using: &generator))
            let d2 = exp(Double.random(in: 0...13, using: &generator))
            let x = fQuantile(p, d1, d2)
            let share = x * d1 / (x * d1 + d2)
            // What the last digit of x changes near the end of the range is not the quantile's.
            let tolerance = 1e-10 + (share > 0.5 ? 1e-15 / (1 - share) : 0) * d2
            #expect(close(regularizedBeta(d1 / 2, d2 / 2, share), p, tolerance), "p \(p), degrees \(d1), \(d2)")
        }
    }

    @Test func edges() {
        #expect(fQuantile(0, 3, 4) == 0 && fQuantile(1, 3, 4) == .infinity)
        #expect(fQuantile(0.5, 1e300, 1e300) == 1 && fQuantile(0.975, 1e300, 1e300) == fQuantile(0.975, 1e9, 1e9))
        // Next to no degrees of freedom: the quantiles leave the range of a Double, but no loop is endless.
        #expect(fQuantile(1e-300, 1e-3, 4) < 1e-300 && fQuantile(1 - 1e-16, 4, 1e-3) > 1e300)
        for bad in [0, -1, .nan, Double.infinity] {
            #expect(fQuantile(0.5, bad, 4).isNaN && fQuantile(0.5, 3, bad).isNaN)
        }
        for p in [-0.1, 1.1, .nan] { #expect(fQuantile(p, 3, 4).isNaN) }
    }
}
