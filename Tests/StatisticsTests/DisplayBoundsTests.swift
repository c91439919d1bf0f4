import Statistics
import Testing

@Suite struct DisplayBoundsTests {
    private func rounded(_ low: Double, _ high: Double, _ decimals: Int, _ factor: Int = 1) -> [Double]? {
        roundedOutwards(Interval(low: low, high: high), decimals: decimals, factor: factor).map { [$0.low, $0.high] }
    }

    @Test func vectors() {
        #expect(rounded(12.34, 56.71, 1) == [12.3, 56.8])
        #expect(rounded(0.12345, 0.23451, 1, 100) == [12.3, 23.5])
        #expect(rounded(-45.9001, 30.5, 1) == [-46, 30.5])
        #expect(rounded(-0.04, 0.04, 1) == [-0.1, 0.1])
        #expect(rounded(2.5, 2.5, 0) == [2, 3])
        // An upper bound just below 0 is shown as 0 without a sign.
        #expect(rounded(-3, -0.2, 0)?[1].sign == .plus)
        #expect(rounded(0, 1, 2, 100) == [0, 100])
    }

    /// What has so many decimals stays, whatever its double; in per cent too.
    @Test func decimalsStay() {
        for decimals in 0...6 {
            var power = 1.0
            for _ in 0..<decimals { power *= 10 }
            for k in stride(from: -20_011, through: 20_011, by: 7) {
                let value = Double(k) / power
                #expect(rounded(value, value, decimals) == [value, value])
                let share = Double(k) / (power * 100)
                #expect(rounded(share, share, decimals, 100) == [value, value])
            }
        }
    }

    /// The rounded bound is the nearest on its side, in exact decimal arithmetic.
    @Test func outwards() throws {
        var generator = SeededGenerator(seed: 121)
        for _ in 0..<5000 {
            let x = Double.random(in: -150...150, using: &generator)
            let decimals = Int.random(in: 0...8, using: &generator)
            let result = try #require(rounded(x, x, decimals))
            var unit = 1.0
            for _ in 0..<decimals { unit /= 10 }
            #expect(result[0] <= x && x < result[0] + unit * 1.000001)
            #expect(result[1] >= x && x > result[1] - unit * 1.000001)
            // k units, printed with so many decimals, is what the double prints as.
            let text = "\(result[0])"
            if let dot = text.firstIndex(of: "."), !text.contains("e") {
                #expect(text.distance(from: dot, to: text.endIndex) - 1 <= max(decimals, 1))
            }
        }
    }

    @Test func extremes() {
        #expect(rounded(-.infinity, .infinity, 1) == [-.infinity, .infinity])
        #expect(rounded(1e300, 1e300, 3, 100) == [1e302, 1e302])
        #expect(rounded(-.leastNonzeroMagnitude, .leastNonzeroMagnitude, 2) == [-0.01, 0.01])
        #expect(rounded(.nan, 1, 1) == nil && rounded(0, .nan, 1) == nil)
        #expect(rounded(0, 1, -1) == nil && rounded(0, 1, 10) == nil && rounded(0, 1, 1, 0) == nil)
        #expect(rounded(.greatestFiniteMagnitude, .greatestFiniteMagnitude, 9, 1) != nil)
    }
}
