import FoundationEssentials
import Testing

/// `fixtures/README.md` says what each case proves: every folder has its line, every line its folder, and every row of the
/// table of bad inputs its cases.
@Suite struct FixtureListTests {
    /// The cells of the table lines below a heading.
    private static func rows(below heading: String) throws -> [[Substring]] {
        let text = try Checkout.text("fixtures/README.md")
        let start = try #require(text.firstRange(of: "\n## \(heading)\n")?.upperBound)
        let end = text[start...].firstRange(of: "\n## ")?.lowerBound ?? text.endIndex
        return text[start..<end].split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2).map { line in
            line.dropFirst().dropLast().split(separator: " | ").map { $0.trimming { $0 == " " } }
        }
    }

    /// `9, 10` as numbers; none for `–`.
    private static func numbers(_ cell: Substring) -> [Int] {
        cell.split(separator: ",").compactMap { Int($0.trimming { $0 == " " }) }
    }

    private static func name(_ cell: Substring) -> String { String(cell.dropFirst().dropLast()) }

    @Test func everyFolderIsListedAndEveryLineHasAFolder() throws {
        var listed: [String] = []
        for cells in try Self.rows(below: "Cases") {
            try #require(cells.count >= 3, "\(cells)")
            #expect(cells[0].hasPrefix("`") && cells[0].hasSuffix("`"))
            #expect(cells[1] == "–" || !Self.numbers(cells[1]).isEmpty, "\(cells[0]): which row?")
            #expect(cells[2].count > 10, "\(cells[0]): what does it prove?")
            listed.append(Self.name(cells[0]))
        }
        let folders = Set(
            try Checkout.trackedFiles().filter { $0.hasPrefix("fixtures/") }.compactMap { path in
                let parts = path.split(separator: "/")
                return parts.count > 2 ? String(parts[1]) : nil
            })
        #expect(listed == folders.sorted())
    }

    @Test func everyRowOfTheTableIsProved() throws {
        let known = try Self.rows(below: "What becomes of bad input").compactMap { $0.first.flatMap { Int($0) } }
        #expect(known == Array(1...38))
        let elsewhere = try Self.rows(below: "Elsewhere")
        for cells in elsewhere {
            let file = Self.name(try #require(cells.dropFirst().first))
            #expect(try Checkout.trackedFiles().contains(file), "\(file) is not there")
        }
        let proved = Set(
            try (Self.rows(below: "Cases").map { $0[1] } + elsewhere.map { $0[0] }).flatMap(Self.numbers))
        #expect(proved == Set(known))
    }
}

extension Substring {
    fileprivate func trimming(_ isBlank: (Character) -> Bool) -> Substring {
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}
