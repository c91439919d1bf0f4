import Glibc
import Statistics
import Testing

/// |a − b| within a relative tolerance.
func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    a == b || abs(a - b) <= tolerance * max(abs(a), abs(b))
}

@Suite struct DistributionTests {
    @Test(arguments: [
        // Wichura 1988, section 5, and twenty-digit values of the same quantiles.
        (0.25, -0.674489750196081743), (0.001, -3.09023230616781354), (1e-20, -9.26234008979840827),
        (0.975, 1.95996398454005424), (0.5, 0),
    ])
    func normalQuantiles(p: Double, z: Double) {
        #expect(close(normalQuantile(p), z, 1e-15))
    }

    @Test func normalQuantileInvertsTheDistribution() {
        var generator = SeededGenerator(seed: 41)
        for _ in 0..<20_000 {
            let z = Double.random(in: -37...6, using: &generator)
            let p = normalCDF(z)
            // Near 1 the probability itself has lost the digits of a large z.
            #expect(abs(normalQuantile(p) - z) < (z < 0 ? 1e-13 * -z + 1e-15 : 1e-15 / exp(-z * z / 2) + 1e-14))
        }
        #expect(normalQuantile(0) == -.infinity && normalQuantile(1) == .infinity)
        for p in [-0.1, 1.1, .nan, .infinity] { #expect(normalQuantile(p).isNaN) }
    }

    @Test(arguments: [
        // Two-sided 95 % and 99 % points; df 1 is tan(π(p − ½)), df 2 (2p − 1)√(2 ÷ (4p(1 − p))).
        (0.975, 1, 12.7062047361747115), (0.975, 2, 4.30265272974946188), (0.975, 9, 2.26215716279820464),
        (0.975, 29, 2.04522964213270419), (0.975, 99, 1.98421695158642077), (0.995, 5, 4.03214298355523092),
    ])
    func tQuantiles(p: Double, degrees: Double, t: Double) {
        #expect(close(tQuantile(p, degrees: degrees), t, 1e-13))
        #expect(close(tQuantile(1 - p, degrees: degrees), -t, 1e-13))
    }

    @Test func tQuantileInvertsTheDistribution() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<5000 {
            let degrees = exp(Double.random(in: 0...20, using: &generator))
            let p = exp(-Double.random(in: 0.7...100, using: &generator))
            let t = tQuantile(p, degrees: degrees)
            #expect(close(tCDF(t, degrees: degrees), p, 1e-11), "p \(p), degrees \(degrees)")
            let small = Double.random(in: 1e-9...0.2, using: &generator)
            let near = tQuantile(0.5 + small, degrees: degrees)
            #expect(abs(tCDF(near, degrees: degrees) - (0.5 + small)) < 1e-15 * 8, "small \(small), degrees \(degrees)")
        }
    }

    @Test func closedFormsOfStudentsT() {
        var generator = SeededGenerator(seed: 43)
        for _ in 0..<5000 {
            let tail = exp(-Double.random(in: 0.7...600, using: &generator))
            #expect(close(tQuantile(tail, degrees: 1), -1 / tan(Double.pi * tail), 1e-12), "\(tail)")
            let two = (1 - 2 * tail) / (2 * tail * (1 - tail)).squareRoot()
            #expect(close(tQuantile(tail, degrees: 2), -two, 1e-12), "\(tail)")
        }
        #expect(tQuantile(0.5, degrees: 7) == 0)
        #expect(tQuantile(0, degrees: 7) == -.infinity && tQuantile(1, degrees: 7) == .infinity)
        #expect(tQuantile(0.975, degrees: 1e300) == normalQuantile(0.975))
        for degrees in [0, -1, .nan, -Double.infinity] { #expect(tQuantile(0.975, degrees: degrees).isNaN) }
        #expect(tQuantile(.nan, degrees: 3).isNaN && tCDF(.nan, degrees: 3).isNaN)
        #expect(tCDF(.infinity, degrees: 3) == 1 && tCDF(-.infinity, degrees: 3) == 0)
    }

    @Test(arguments: [
        (0.95, 1, 3.84145882069412448), (0.95, 10, 18.3070380532751447), (0.025, 20, 9.59077739226486743),
        (0.975, 2, 7.37775890822787149), (0.5, 2, 1.38629436111989062),
    ])
    func chiSquareQuantiles(p: Double, degrees: Double, x: Double) {
        #expect(close(chiSquareQuantile(p, degrees: degrees), x, 1e-13))
    }

    @Test func chiSquareQuantileInvertsGamma() {
        var generator = SeededGenerator(seed: 44)
        for _ in 0..<5000 {
            let degrees = exp(Double.random(in: -2...14, using: &generator))
            let p = Double.random(in: 1e-9..<1, using: &generator)
            let x = chiSquareQuantile(p, degrees: degrees)
            let tails = regularizedGamma(degrees / 2, x / 2)
            #expect(close(tails.lower, p, 1e-9) && close(tails.upper, 1 - p, 1e-9), "p \(p), degrees \(degrees)")
        }
        // Two degrees: −2 ln(1 − p).
        for p in [1e-300, 1e-10, 0.3, 0.9] { #expect(close(chiSquareQuantile(p, degrees: 2), -2 * log1p(-p), 1e-13)) }
        #expect(chiSquareQuantile(0, degrees: 3) == 0 && chiSquareQuantile(1, degrees: 3) == .infinity)
        for degrees in [0, -2, .nan, .infinity] { #expect(chiSquareQuantile(0.5, degrees: degrees).isNaN) }
    }

    /// P(a + 1, x) = P(a, x) − x^a e^−x ÷ Γ(a + 1), and integer shapes are Poisson sums.
    @Test func gammaLaws() {
        var generator = SeededGenerator(seed: 45)
        for _ in 0..<2000 {
            let x = Double.random(in: 0.01...60, using: &generator)
            let shape = Int.random(in: 1...60, using: &generator)
            var term = exp(-x)
            var sum = 0.0
            for k in 0..<shape {
                sum += term
                term *= x / Double(k + 1)
            }
            #expect(close(regularizedGamma(Double(shape), x).upper, sum, 1e-12), "shape \(shape), x \(x)")
        }
        #expect(regularizedGamma(2, 0) == (0, 1) && regularizedGamma(2, .infinity) == (1, 0))
        #expect(regularizedGamma(-1, 2).lower.isNaN && regularizedGamma(2, -1).upper.isNaN)
    }

    /// I_x(a, b) = 1 − I_{1−x}(b, a), and whole parameters are binomial tails.
    @Test func betaLaws() {
        var generator = SeededGenerator(seed: 46)
        for _ in 0..<2000 {
            let n = Int.random(in: 1...50, using: &generator)
            let k = Int.random(in: 1...n, using: &generator)
            let p = Double.random(in: 0.001...0.999, using: &generator)
            var sum = 0.0
            for j in k...n {
                let choose = logGamma(Double(n + 1)) - logGamma(Double(j + 1)) - logGamma(Double(n - j + 1))
                sum += exp(choose + Double(j) * log(p) + Double(n - j) * log(1 - p))
            }
            let value = regularizedBeta(Double(k), Double(n - k + 1), p)
            #expect(close(value, sum, 1e-11), "n \(n), k \(k), p \(p)")
            #expect(abs(value + regularizedBeta(Double(n - k + 1), Double(k), 1 - p) - 1) < 1e-14)
        }
        #expect(regularizedBeta(2, 3, 0) == 0 && regularizedBeta(2, 3, 1) == 1)
        #expect(regularizedBeta(0, 3, 0.5).isNaN && regularizedBeta(2, 3, 1.5).isNaN)
    }

    @Test func logGammaValues() {
        #expect(logGamma(1) == 0 && logGamma(2) == 0)
        #expect(close(logGamma(0.5), 0.572364942924700087, 1e-15))
        #expect(close(logGamma(101), 363.739375555563490, 1e-15))
        #expect(logGamma(-1).isNaN && logGamma(0) == .infinity)
    }
}
