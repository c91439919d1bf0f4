import Results
import Testing

@testable import Disclosure

/// A seeded generator, so that a failing law can be run again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A random tree in pre-order with direct members at every node.
struct RandomTree {
    var parent: [Int32] = [-1]
    var end: [Int32] = []
    var direct: [Int] = []
    var total: [Int] = []
    var shape: TreeShape {
        TreeShape(parent: parent, end: end, rank: (0..<Int32(parent.count)).map { Int32(parent.count) - $0 })
    }

    init(_ random: inout SeededGenerator) {
        let count = Int.random(in: 1...40, using: &random)
        // In pre-order a node's parent is the previous node or one above it.
        for node in 1..<max(count, 1) where node < count {
            var above = Int32(node - 1)
            while above > 0, Bool.random(using: &random) { above = parent[Int(above)] }
            parent.append(max(above, 0))
        }
        direct = parent.map { _ in Int.random(in: 0...9, using: &random) }
        total = direct
        end = (1...Int32(parent.count)).map { $0 }
        for node in stride(from: parent.count - 1, to: 0, by: -1) {
            total[Int(parent[node])] += total[node]
            end[Int(parent[node])] = max(end[Int(parent[node])], end[node])
        }
    }
}

@Suite struct RemainderRuleTests {
    @Test func everyRestIsNoneOrLargeEnough() {
        let seed: UInt64 = 20_261_122
        var random = SeededGenerator(state: seed)
        for round in 0..<2000 {
            let tree = RandomTree(&random)
            let minimum = Int.random(in: 2...10, using: &random)
            var mask: Mask = tree.total.map { $0 >= minimum ? nil : .groupMinimum }
            let before = mask
            RemainderRule.apply(
                to: &mask, tree: tree.shape, distinct: { tree.total[$0] }, home: { tree.total[$0] }, minimum: minimum)
            for node in tree.parent.indices {
                if before[node] != nil { #expect(mask[node] == before[node], "seed \(seed) round \(round)") }
                guard mask[node] == nil else { continue }
                // Persons of X in no published unit below X, counted from the leaves.
                var rest = tree.direct[node]
                for below in node + 1..<max(Int(tree.end[node]), node + 1) {
                    var above = below
                    var isCovered = false
                    while above != node {
                        if mask[above] == nil { isCovered = true }
                        above = Int(tree.parent[above])
                    }
                    if !isCovered { rest += tree.direct[below] }
                }
                #expect(rest == 0 || rest >= minimum, "seed \(seed) round \(round) node \(node) rest \(rest)")
            }
        }
    }

    @Test func hidesTheSmallestChildBesideAHiddenOne() {
        // A root of 30 with units of 3, 12 and 15: hiding only the first would give it away.
        let shape = TreeShape(parent: [-1, 0, 0, 0], end: [4, 2, 3, 4], rank: [0, 1, 2, 3])
        let persons = [30, 3, 12, 15]
        var mask: Mask = [nil, .groupMinimum, nil, nil]
        RemainderRule.apply(to: &mask, tree: shape, distinct: { persons[$0] }, home: { persons[$0] }, minimum: 5)
        #expect(mask == [nil, .groupMinimum, .remainder, nil])
    }

    @Test func aSingleChildEqualToItsParentIsFine() {
        let shape = TreeShape(parent: [-1, 0], end: [2, 2], rank: [0, 1])
        var mask: Mask = [nil, nil]
        RemainderRule.apply(to: &mask, tree: shape, distinct: { _ in 7 }, home: { _ in 7 }, minimum: 5)
        #expect(mask == [nil, nil])
    }

    @Test func movedPersonsAreCountedBothWays() {
        // 20 distinct persons; two units of 10 distinct each cover 18 at home: 2 are only seen that way.
        let shape = TreeShape(parent: [-1, 0, 0], end: [3, 2, 3], rank: [0, 1, 2])
        let distinct = [20, 10, 10]
        let home = [20, 9, 9]
        var mask: Mask = [nil, nil, nil]
        RemainderRule.apply(to: &mask, tree: shape, distinct: { distinct[$0] }, home: { home[$0] }, minimum: 5)
        #expect(mask == [nil, .remainder, nil])
    }

    @Test func tiesAreHiddenByID() {
        let shape = TreeShape(parent: [-1, 0, 0, 0], end: [4, 2, 3, 4], rank: [0, 3, 1, 2])
        let persons = [26, 12, 12, 2]
        var mask: Mask = [nil, nil, nil, .groupMinimum]
        RemainderRule.apply(to: &mask, tree: shape, distinct: { persons[$0] }, home: { persons[$0] }, minimum: 5)
        #expect(mask == [nil, nil, .remainder, .groupMinimum])
    }
}

@Suite struct GateTests {
    private let settings = GateSettings(
        minimum: 5, minimumShares: 10, absenceMonthFrom: 50, absenceQuarterFrom: 25, absenceYearFrom: 10,
        synthetic: false)

    @Test func plainFiguresMayShowNobodyButNotAFew() {
        func decide(_ persons: Int) -> SuppressionReason? {
            Gate.plain(CellCounts(persons: persons, averageHeadcount: Double(persons), isClosed: true), settings)
        }
        #expect(decide(0) == nil)
        #expect((1...4).allSatisfy { decide($0) == .groupMinimum })
        #expect(decide(5) == nil)
    }

    @Test func runningPeriodsAreForLargeUnits() {
        func decide(_ average: Double) -> SuppressionReason? {
            Gate.plain(CellCounts(persons: 60, averageHeadcount: average, isClosed: false), settings)
        }
        #expect(decide(49.9) == .openPeriod)
        #expect(decide(50) == nil)
    }

    @Test func sensitiveFiguresWaitForTheClosing() {
        let running = CellCounts(persons: 500, averageHeadcount: 500, isClosed: false)
        #expect(Gate.sensitive(running, minimum: 5) == .openPeriod)
        let nobody = CellCounts(persons: 0, averageHeadcount: 0, isClosed: true)
        #expect(Gate.sensitive(nobody, minimum: 5) == .groupMinimum)
    }

    @Test func oneOrTwoPersonsOrOneLargeShareDominate() {
        #expect(!Gate.isDominated(contributors: 0, largest: 0, total: 0))
        #expect(Gate.isDominated(contributors: 2, largest: 10, total: 20))
        #expect(Gate.isDominated(contributors: 6, largest: 81, total: 100))
        #expect(!Gate.isDominated(contributors: 6, largest: 80, total: 100))
    }

    @Test func syntheticLiftsCountsOfPersonsOnly() {
        let lifted = GateSettings(
            minimum: 5, minimumShares: 10, absenceMonthFrom: 50, absenceQuarterFrom: 25, absenceYearFrom: 10,
            synthetic: true)
        let one = CellCounts(persons: 1, averageHeadcount: 1, isClosed: false)
        #expect(Gate.plain(one, lifted) == nil)
        #expect(Gate.sensitive(one, minimum: lifted.minimum) == .openPeriod)
    }

    @Test func extremeShares() {
        #expect(Gate.extremeShare(count: 1, of: 20))
        #expect(!Gate.extremeShare(count: 2, of: 20))
        #expect(!Gate.extremeShare(count: 18, of: 20))
        #expect(Gate.extremeShare(count: 19, of: 20))
    }
}

@Suite struct ShareTests {
    @Test func theRestHasNoExtremeShareEither() {
        let seed: UInt64 = 20_261_126
        var random = SeededGenerator(state: seed)
        var hiddenByRest = 0
        for round in 0..<2000 {
            let tree = RandomTree(&random)
            var counted = tree.direct.map { Int.random(in: 0...$0, using: &random) }
            for node in stride(from: tree.parent.count - 1, to: 0, by: -1) {
                counted[Int(tree.parent[node])] += counted[node]
            }
            let shares = ShareCounts(whole: tree.total, parts: [counted])
            let before: Mask = tree.total.indices.map {
                tree.total[$0] < 5 ? .groupMinimum : shares.isExtreme($0) ? .extremeShare : nil
            }
            var mask = before
            RemainderRule.apply(
                to: &mask, tree: tree.shape, distinct: { tree.total[$0] }, home: { tree.total[$0] }, minimum: 5,
                shares: shares)
            hiddenByRest += mask.count { $0 == .remainder }
            for node in tree.parent.indices where mask[node] == nil {
                // Published units directly below X, whatever hidden units lie between.
                var rest = (persons: tree.total[node], counted: counted[node])
                var below = node + 1
                while below < Int(tree.end[node]) {
                    if mask[below] == nil {
                        rest.persons -= tree.total[below]
                        rest.counted -= counted[below]
                        below = Int(tree.end[below])
                    } else {
                        below += 1
                    }
                }
                #expect(
                    rest.persons == 0 || !Gate.extremeShare(count: rest.counted, of: rest.persons),
                    "seed \(seed) round \(round)")
            }
        }
        #expect(hiddenByRest > 100)
    }

    @Test(arguments: [
        // Counts of the classes → the classes hidden in the end.
        ([20, 5, 0, 0], [1, 2, 3]), ([20, 5, 3, 4], []), ([20, 1, 1, 4], [1, 2]), ([5, 5, 0, 0], [1, 2, 3]),
        ([20, 5, 1, 4], [2, 3]),
        ([1, 0, 0, 0], [0, 1, 2, 3]), ([0, 0, 0, 0], [0, 1, 2, 3]), ([2, 0, 0, 0], [0, 1, 2, 3]),
    ])
    func aHiddenClassDoesNotFollowFromTheTotal(counts: [Int], expected: [Int]) {
        var hidden = counts.map { Gate.extremeShare(count: $0, of: 100) }
        for place in ClassRule.companions(hidden: hidden, counts: counts, persons: 100) { hidden[place] = true }
        #expect(hidden.indices.filter { hidden[$0] } == expected)
    }
}
