import Testing

@testable import Configuration

@Suite struct NearestNameTests {
    private func distance(_ a: String, _ b: String) -> Int {
        NearestName.distance(Array(a.unicodeScalars), Array(b.unicodeScalars))
    }

    @Test func knownDistances() {
        #expect(distance("", "abc") == 3)
        #expect(distance("sorces", "sources") == 1)
        #expect(distance("ab", "ba") == 1)
        #expect(distance("kitten", "sitting") == 3)
        // Optimal string alignment: no part is edited twice.
        #expect(distance("ca", "abc") == 3)
    }

    @Test func isAMeasureOfDistance() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            let a = generator.word()
            let b = generator.word()
            #expect(distance(a, b) == distance(b, a), "seed 7")
            #expect((distance(a, b) == 0) == (a == b), "seed 7")
            #expect(distance(a, b) <= max(a.count, b.count), "seed 7")
        }
    }

    @Test func nothingNearIsNothing() {
        #expect(NearestName.of("xyz", among: ["minimum", "fte"]) == nil)
        #expect(NearestName.of("Minimum", among: ["minimum"]) == "minimum")
        #expect(NearestName.of("anything", among: []) == nil)
    }
}

struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func word() -> String {
        String((0..<Int.random(in: 0...8, using: &self)).map { _ in "abc".randomElement(using: &self) ?? "a" })
    }
}
