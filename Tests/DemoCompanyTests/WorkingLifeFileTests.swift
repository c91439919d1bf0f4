import DemoCompany
import Testing

/// The files of a working life, which are there when they are asked for.
@Suite struct WorkingLifeFileTests {
    private static let names = [
        "check_ins", "reviews", "onboarding_steps", "promotions", "recognitions", "exit_interviews", "recruitment",
    ]

    private func write(workingLife: Bool, seed: UInt64 = 7) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try InventedCompany(employees: 300, months: 24, seed: seed, workingLife: workingLife).write(to: folder.path)
        return folder
    }

    private func rows(_ folder: TemporaryFolder, _ name: String) throws -> [[String: String]] {
        let lines = String(decoding: try folder.bytes("\(name)_2026-10-31.csv"), as: UTF8.self).split(separator: "\n")
        let header = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(uniqueKeysWithValues: zip(header, cells))
        }
    }

    @Test func theOtherFilesAreTheSameWithAndWithout() throws {
        let plain = try write(workingLife: false)
        let whole = try write(workingLife: true)
        for name in try plain.names() where name.hasSuffix(".csv") || name == "demo.key" {
            #expect(try plain.bytes(name) == whole.bytes(name), "\(name)")
        }
        let added = Set(try whole.names()).subtracting(try plain.names())
        #expect(added == Set(Self.names.map { "\($0)_2026-10-31.csv" }))
    }

    @Test func sameSeedSameBytesAnotherSeedOthers() throws {
        let (first, second, third) = (
            try write(workingLife: true), try write(workingLife: true), try write(workingLife: true, seed: 8)
        )
        for name in Self.names.map({ "\($0)_2026-10-31.csv" }) {
            #expect(try first.bytes(name) == second.bytes(name), "\(name)")
            #expect(try first.bytes(name) != third.bytes(name), "\(name)")
        }
    }

    /// Everybody in them is in the employees export, and no row stands twice under the key of its description.
    @Test func rowsAreOfEmployeesAndOnce() throws {
        let folder = try write(workingLife: true)
        let employees = String(decoding: try folder.bytes("employees_2026-10-31.csv"), as: UTF8.self)
            .split(whereSeparator: \.isNewline).dropFirst().map { String($0.split(separator: ";")[0]) }
        let known = Set(employees)
        let keys = [
            "check_ins": ["person", "day"], "reviews": ["person", "cycle"], "onboarding_steps": ["person", "step"],
            "promotions": ["person", "day"], "exit_interviews": ["person", "day"],
        ]
        for name in Self.names where name != "recruitment" {
            let rows = try rows(folder, name)
            #expect(rows.count > 10, "\(name)")
            #expect(rows.allSatisfy { known.contains($0["person"] ?? "") }, "\(name)")
            guard let key = keys[name] else { continue }
            let distinct = Set(rows.map { row in key.map { row[$0] ?? "" } })
            #expect(distinct.count == rows.count, "\(name)")
        }
    }

    /// Every opening is filled once, after it was approved, and one offer in about six or seven is declined.
    @Test func openingsAreFilled() throws {
        let rows = try rows(try write(workingLife: true), "recruitment")
        let openings = Dictionary(grouping: rows) { $0["opening"] ?? "" }
        #expect(openings.count > 50)
        for opening in openings.values {
            let accepted = opening.filter { $0["outcome"] == "accepted" }
            #expect(accepted.count == 1)
            #expect(accepted.allSatisfy { ($0["approved_day"] ?? "") < ($0["decided_day"] ?? "") })
            #expect(opening.allSatisfy { ($0["applied_day"] ?? "") >= ($0["approved_day"] ?? "") })
        }
        let declined = rows.count { $0["outcome"] == "declined" }
        #expect(declined * 20 > openings.count && declined * 3 < openings.count)
    }
}
