import Statistics
import Testing

@Suite struct FalseDiscoveryTests {
    /// The fifteen p values of Benjamini and Hochberg 1995, section 3.1: four are rejected at 5 %.
    @Test func published() throws {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1,
        ]
        let result = try #require(benjaminiHochberg(p))
        #expect(result.rejected == (0..<15).map { $0 < 4 })
        #expect(close(result.adjusted[3] ?? 0, 0.0095 * 15 / 4))
        #expect(close(result.adjusted[4] ?? 0, 0.0201 * 15 / 5))
        // The eighth's own 0.0645 is less than the seventh's, and the ninth's is larger.
        #expect(close(result.adjusted[5] ?? 0, 0.0298 * 15 / 7))
        #expect(result.adjusted[14] == 1)
    }

    /// A small p below a border raises all below it: 0.04 alone of four is rejected with them.
    @Test func stepsUp() throws {
        let result = try #require(benjaminiHochberg([0.04, 0.03, 0.045, 0.0499]))
        #expect(result.rejected == [true, true, true, true])
        #expect(result.adjusted.allSatisfy { close($0 ?? 0, 0.0499) })
        #expect(try #require(benjaminiHochberg([0.04, 0.03, 0.045, 0.06])).rejected == [false, false, false, false])
    }

    @Test func theOrderDoesNotMatter() throws {
        var generator = SeededGenerator(seed: 111)
        for _ in 0..<300 {
            let p = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                Double(Int.random(in: 0...50, using: &generator)) / 500
            }
            let order = p.indices.shuffled(using: &generator)
            let result = try #require(benjaminiHochberg(p, q: 0.06))
            let other = try #require(benjaminiHochberg(order.map { p[$0] }, q: 0.06))
            for (place, index) in order.enumerated() {
                #expect(other.adjusted[place] == result.adjusted[index])
                #expect(other.rejected[place] == result.rejected[index])
            }
            for i in p.indices {
                for j in p.indices where p[i] == p[j] { #expect(result.adjusted[i] == result.adjusted[j]) }
                #expect(result.adjusted[i] ?? 0 >= p[i])
            }
        }
    }

    /// A test that was not made counts in the family as one of p = 1.
    @Test func whatWasNotTested() throws {
        let result = try #require(benjaminiHochberg([0.01, nil, .nan, -0.1, 1.1, 0.02]))
        let ones = try #require(benjaminiHochberg([0.01, 1, 1, 1, 1, 0.02]))
        #expect(result.adjusted[0] == ones.adjusted[0] && result.adjusted[5] == ones.adjusted[5])
        #expect(result.adjusted[1...4].allSatisfy { $0 == nil })
        #expect(result.rejected == [false, false, false, false, false, false])
        #expect(try #require(benjaminiHochberg([])).rejected.isEmpty)
        #expect(benjaminiHochberg([0.5], q: .nan) == nil && benjaminiHochberg([0.5], q: 1.5) == nil)
        #expect(try #require(benjaminiHochberg([0, 1], q: 0)).rejected == [true, false])
    }

    /// Of independent tests with uniform p values the false discovery rate is exactly q · (true hypotheses) ÷ (tests), for
    /// whatever p the others have. On a grid of 1/32 with q = 6/32 and three tests every border is on the grid: all cases,
    /// no simulation.
    @Test func exactRate() throws {
        let grid = (1...32).map { Double($0) / 32 }
        var all = 0.0
        var two = [0.0, 0.0, 0.0]
        for first in grid {
            for second in grid {
                for third in grid {
                    let rejected = try #require(benjaminiHochberg([first, second, third], q: 6.0 / 32)).rejected
                    if rejected.contains(true) { all += 1 }
                }
                for (case_, other) in [1.0 / 32, 5.0 / 32, 1].enumerated() {
                    let rejected = try #require(benjaminiHochberg([first, other, second], q: 6.0 / 32)).rejected
                    let count = rejected.count { $0 }
                    if count > 0 { two[case_] += Double(count - (rejected[1] ? 1 : 0)) / Double(count) }
                }
            }
        }
        #expect(close(all / 32 / 32 / 32, 6.0 / 32))
        for rate in two { #expect(close(rate / 32 / 32, 6.0 / 32 * 2 / 3)) }
    }
}
