import FoundationEssentials
import Testing

/// `fixtures/README.md` says what each case proves: every folder has its line, and every line its folder.
@Suite struct FixtureListTests {
    @Test func everyFolderIsListedAndEveryLineHasAFolder() throws {
        let listed = try Checkout.text("fixtures/README.md").split(separator: "\n").compactMap { line -> String? in
            let cells = line.split(separator: "|").map { $0.trimming { $0 == " " } }
            guard cells.count == 2, cells[0].hasPrefix("`"), cells[0].hasSuffix("`") else { return nil }
            #expect(cells[1].count > 20, "\(cells[0]): what does it prove?")
            return String(cells[0].dropFirst().dropLast())
        }
        let folders = Set(
            try Checkout.trackedFiles().filter { $0.hasPrefix("fixtures/") }.compactMap { path in
                let parts = path.split(separator: "/")
                return parts.count > 2 ? String(parts[1]) : nil
            })
        #expect(listed == folders.sorted())
    }
}

extension Substring {
    fileprivate func trimming(_ isBlank: (Character) -> Bool) -> Substring {
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}
