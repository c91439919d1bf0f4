import DemoCompany
import Testing

/// Companies in which there is nothing to find, and those with one department in trouble.
@Suite struct StoriesTests {
    private func company(_ story: DemoStory, seed: UInt64 = 3) throws -> WrittenCompany {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: 1000, months: 24, seed: seed, story: story).write(to: folder.path)
        return try WrittenCompany(folder)
    }

    @Test func nothingIsPlantedWhereThereIsNoStory() throws {
        let company = try company(.none)
        #expect(company.truth.stories.trouble == nil)
        #expect(company.truth.stories.improving == nil)
        #expect(company.truth.stories.reorganisation == nil)
        #expect(company.truth.survey.count == 2, "a survey a year")
    }

    /// Over some companies, divisions and years without a story differ by less than chance would let them.
    @Test func divisionsAndYearsAreAlikeWhereThereIsNoStory() throws {
        var leavers = [[0.0, 0], [0, 0]]
        var people = [0.0, 0]
        var answers = [0.0, 0]
        var score = [0.0, 0]
        for seed in UInt64(1)...6 {
            let company = try company(.none, seed: seed)
            let parents = Dictionary(
                uniqueKeysWithValues: try company.rows("departments").map { ($0["id"], $0["parent_id"]) })
            let root = try #require(parents.first { $0.value.isEmpty }?.key)
            let first = try #require(parents.filter { $0.value == root }.keys.min())
            /// 0 for the largest division, 1 for the others.
            func side(_ department: String) -> Int {
                var unit = department
                while let above = parents[unit], !above.isEmpty, above != root { unit = above }
                return unit == first ? 0 : 1
            }
            var seen: Set<String> = []
            for row in try company.rows("employees") where seen.insert(row["employee_no"]).inserted {
                people[side(row["department"])] += 1
                guard let last = row.date("termination_date"), last <= 2026_10_31 else { continue }
                leavers[side(row["department"])][last > 2025_10_31 ? 1 : 0] += 1
            }
            for row in try company.rows("survey") {
                guard let answer = Double(row["q1"]) else { continue }
                answers[side(row["department"])] += 1
                score[side(row["department"])] += answer
            }
        }
        // Five standard errors of the difference of two shares, and of two means whose standard deviation is below 1.
        let rates = [0, 1].map { (leavers[$0][0] + leavers[$0][1]) / people[$0] }
        let error = (rates[1] * (1 - rates[1]) * (1 / people[0] + 1 / people[1])).squareRoot()
        #expect(abs(rates[0] - rates[1]) < 5 * error, "\(rates)")
        let years = [0, 1].map { leavers[0][$0] + leavers[1][$0] }
        #expect(abs(years[0] - years[1]) < 5 * (years[0] + years[1]).squareRoot(), "\(years)")
        let means = [0, 1].map { score[$0] / answers[$0] }
        #expect(abs(means[0] - means[1]) < 5 * (1 / answers[0] + 1 / answers[1]).squareRoot(), "\(means)")
    }

    @Test func aPlantedDepartmentIsWorseThanTheOthers() throws {
        let company = try company(.planted)
        let trouble = try #require(company.truth.stories.trouble)
        #expect(trouble.since == "2025-11")
        #expect(company.truth.stories.improving == nil)
        let inside = Set(trouble.departments)
        var score = [0.0, 0]
        var answers = [0.0, 0]
        for row in try company.rows("survey") where row["wave"] == "2026-09" {
            guard let answer = Double(row["q1"]) else { continue }
            let side = inside.contains(row["department"]) ? 0 : 1
            score[side] += answer
            answers[side] += 1
        }
        #expect(answers[0] > 60, "a hundred persons are asked")
        // Twelve points of a hundred are 0.48 of five.
        let lower = score[1] / answers[1] - score[0] / answers[0]
        #expect(lower > 0.48 - 0.25 && lower < 0.48 + 0.25, "\(lower)")
    }

    /// The usual company is the one it was before there were others.
    @Test func theUsualStoryIsNotNamed() throws {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: 30, months: 6, seed: 1).write(to: folder.path)
        let named = try TemporaryFolder()
        _ = try InventedCompany(employees: 30, months: 6, seed: 1, story: .nordlys).write(to: named.path)
        #expect(try folder.bytes("truth.json") == named.bytes("truth.json"))
        let manifest = String(decoding: try folder.bytes("demo-manifest.json"), as: UTF8.self)
        #expect(!manifest.contains("story"))
    }
}
