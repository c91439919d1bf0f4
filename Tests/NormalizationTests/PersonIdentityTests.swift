import Columnar
import Testing

@testable import Normalization

@Suite struct PersonIdentityTests {
    @Test func aPairMakesTheOtherIDThePerson() {
        let identities = PersonIdentities(pairs: [(person: 5, other: -7), (person: -9, other: 3)])
        #expect([5, -7, -9, 3, 4].map(identities.person) == [5, 5, -9, -9, 4])
        #expect(identities.count == 2)
    }

    @Test func pairsLeadFromOneToTheNext() {
        // A survey system knows the payroll's numbers, the payroll those of HR.
        let identities = PersonIdentities(pairs: [(person: 20, other: 30), (person: 10, other: 20), (10, 40)])
        #expect([10, 20, 30, 40].map(identities.person) == [10, 10, 10, 10])
    }

    @Test func theSmallestOfTheColumnPersonStands() {
        // −50 is smaller but never in the column `person`.
        let identities = PersonIdentities(pairs: [(person: 8, other: -50), (person: 3, other: -50)])
        #expect([8, 3, -50].map(identities.person) == [3, 3, 3])
    }

    @Test func aPairOfOneIDWithItselfChangesNothing() {
        let identities = PersonIdentities(pairs: [(person: 8, other: 8)])
        #expect(identities.person(8) == 8)
        #expect(identities.count == 0)
        #expect(PersonIdentities(pairs: []).person(8) == 8)
    }

    @Test func idsThatBelongToNobodyKnown() {
        let identities = PersonIdentities(pairs: [
            (person: 1, other: 11), (person: 1, other: 12), (person: 2, other: 13),
        ])
        let known = Buffer<Int64>()
        known.append(2)
        #expect(identities.strangers(among: known.elements) == 2)
    }

    /// Against components found by colouring, in any order of the pairs.
    @Test(arguments: [1, 2, 3] as [UInt64]) func anyOrderGivesTheSamePersons(seed: UInt64) {
        var generator = SeededPairs(state: seed)
        let keys = (0..<400).map { _ in Int64(bitPattern: generator.next()) }
        var pairs = (0..<300).map { _ in
            (person: keys[Int(generator.next() % 400)], other: keys[Int(generator.next() % 400)])
        }
        var colour = Dictionary(uniqueKeysWithValues: keys.map { ($0, $0) })
        var changed = true
        while changed {
            changed = false
            for pair in pairs {
                guard let a = colour[pair.person], let b = colour[pair.other], a != b else { continue }
                colour[pair.person] = min(a, b)
                colour[pair.other] = min(a, b)
                changed = true
            }
        }
        let named = Set(pairs.map(\.person))
        func expected(_ key: Int64) -> Int64 {
            let together = keys.filter { colour[$0] == colour[key] }
            return together.count > 1 ? together.filter(named.contains).min() ?? key : key
        }
        let first = PersonIdentities(pairs: pairs)
        #expect(keys.map(first.person) == keys.map(expected), "seed \(seed)")
        pairs.shuffle(using: &generator)
        let second = PersonIdentities(pairs: pairs)
        #expect(keys.map(second.person) == keys.map(first.person), "seed \(seed)")
    }

    private struct SeededPairs: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
    }

    @Test func employeesUnderTwoIDsAreCounted() {
        func row(_ key: Int64, _ id: Int64, birth: Int32? = nil, gender: Int32 = -1) -> EmployeeRow {
            var row = EmployeeRow(key: key, check: id, id: id)
            row.facts.birthYear = birth
            row.facts.words.0 = gender
            return row
        }
        let agreeing = JoinedEmployees([row(1, 1, birth: 1980), row(1, 2, birth: 1980, gender: 4), row(3, 3)])
        #expect(agreeing.persons == 1)
        #expect(agreeing.contradicting == 0)
        let born = JoinedEmployees([row(1, 1, birth: 1980), row(1, 1), row(1, 2, birth: 1981)])
        #expect(born.contradicting == 1)
        #expect(JoinedEmployees([row(1, 1, gender: 4), row(1, 2, gender: 5)]).contradicting == 1)
        // One id whose rows differ is no matter of pairs.
        #expect(JoinedEmployees([row(1, 1, birth: 1980), row(1, 1, birth: 1981)]).persons == 0)
    }
}
