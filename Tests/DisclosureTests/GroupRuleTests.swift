import Results
import Testing

@testable import Disclosure

@Suite struct GroupRuleTests {
    /// A root with two units; groups lie one after the other.
    private let end: [Int32] = [3, 2, 3]

    private func counts(_ persons: [Int]) -> RemainderCounts {
        RemainderCounts(distinct: persons, home: persons, shares: nil, minimum: 5)
    }

    private func applied(
        _ groups: [[Int]], shown: Mask? = nil, whole: Mask? = nil, minimum: Int = 5
    ) -> Mask {
        let persons = groups.flatMap { $0 }
        var mask: Mask = shown ?? persons.map { $0 < minimum ? .groupMinimum : nil }
        let total = (0..<3).map { unit in groups.reduce(0) { $0 + $1[unit] } }
        let whole: Mask = whole ?? total.map { $0 < minimum ? .groupMinimum : nil }
        while true {
            let before = mask
            GroupRule.apply(
                to: &mask, groups: counts(persons), whole: (whole, counts(total)),
                end: end, units: 3)
            if mask == before { return mask }
        }
    }

    @Test func groupsLargeEnoughAreShown() {
        #expect(applied([[40, 20, 20], [30, 15, 15]]).allSatisfy { $0 == nil })
    }

    @Test func aSmallGroupTakesAnotherWithIt() {
        // Three of unit 2 are of the third group, so the second, smaller than the first, is hidden there too.
        let mask = applied([[40, 20, 20], [30, 15, 15], [3, 0, 3]])
        #expect(mask[2] == nil && mask[3 + 2] == .remainder && mask[6 + 2] == .groupMinimum)
        #expect(mask[1] == nil && mask[3 + 1] == nil)
        // At the root three persons are of the third group as well.
        #expect(mask[0] == nil && mask[3] == .remainder && mask[6] == .groupMinimum)
    }

    @Test func anEmptyGroupTakesNone() {
        let mask = applied([[40, 20, 20], [30, 15, 15], [0, 0, 0]])
        #expect(mask[0] == nil && mask[3] == nil)
    }

    @Test func whereTheWholeIsHiddenItsGroupsAre() {
        let mask = applied([[40, 20, 20], [30, 15, 15]], whole: [nil, .grain, nil])
        #expect(mask[1] == .remainder && mask[3 + 1] == .remainder)
        #expect(mask[0] == nil && mask[2] == nil)
    }

    /// Whatever is hidden first, in the end nobody is left alone outside the groups that are shown.
    @Test func theRestIsNobodyOrEnough() {
        var state: UInt64 = 71
        func next(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        for _ in 0..<2000 {
            let groups = (0..<4).map { _ -> [Int] in
                let (a, b) = (next(12), next(12))
                return [a + b + next(3), a, b]
            }
            let mask = applied(groups)
            // What is hidden at the root does not follow from the units.
            for group in groups.indices where mask[group * 3] == .remainder {
                let below = [1, 2].reduce(0) { $0 + (mask[group * 3 + $1] == nil ? groups[group][$1] : 0) }
                #expect(groups[group][0] - below >= 5 || below == 0, "\(groups) \(group)")
            }
            for unit in 0..<3 where groups.reduce(0, { $0 + $1[unit] }) >= 5 {
                let rest = groups.enumerated().reduce(0) {
                    $0 + (mask[$1.offset * 3 + unit] == nil ? 0 : $1.element[unit])
                }
                #expect(rest == 0 || rest >= 5, "\(groups) \(unit)")
            }
        }
    }
}
