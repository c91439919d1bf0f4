import Testing

@Suite("Walls between the libraries")
struct WallTests {
    let package: PackageDump

    init() throws { package = try Checkout.package() }

    @Test("every target imports exactly what its row in docs/architecture.md says")
    func table() throws {
        var rows: [String: Set<String>] = [:]
        for line in try Checkout.text("docs/architecture.md").split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.filter { $0 != "`" && $0 != "*" } }
            let name = String(cells[0].filter { $0 != " " })
            #expect(rows[name] == nil, "\(name) stands twice in the table")
            rows[name] = Set(cells[1].split(separator: " ").map(String.init))
        }
        #expect(rows.count > 20)
        #expect(rows.keys.sorted() == package.delivered.keys.sorted())
        for (name, imports) in package.delivered {
            #expect(rows[name]?.sorted() == imports.sorted(), "\(name)")
        }
    }

    @Test("no person type can reach a page", arguments: ["Reporting", "trivsel-report", "Disclosure", "Results"])
    func persons(target: String) {
        #expect(!package.reach(of: target).isEmpty)
        #expect(!package.reach(of: target).contains("Workforce"))
    }

    @Test("only one library knows both", arguments: [("Workforce", "Results", "Aggregation")])
    func meetingPoint(first: String, second: String, only: String) {
        let both = package.delivered.filter { $0.value.contains(first) && $0.value.contains(second) }.keys
        #expect(Array(both) == [only])
    }

    @Test(
        "what is wrapped has one wrapper",
        arguments: [
            ("CCSV", ["CSV"]), ("CSystem", ["Columnar"]), ("CCrypto", ["Digests"]),
            ("CCompress", ["Compression", "Digests"]),
            ("ArgumentParser", ["StageSupport"]), ("Yams", ["CYAML"]), ("CYAML", ["StageSupport"]),
            ("CSV", ["Ingestion"]),
            ("Workforce", ["Aggregation", "Ingestion", "Normalization"]),
            ("DemoCompany", ["trivsel"]), ("HTML", ["Reporting"]),
        ])
    func wrappers(wrapped: String, wrappers: [String]) {
        #expect(package.delivered.filter { $0.value.contains(wrapped) }.keys.sorted() == wrappers)
    }

    @Test("pure tools import nothing of ours", arguments: ["Calendars", "Statistics", "HTML", "Framework"])
    func tools(name: String) {
        #expect(package.delivered[name] == [])
    }

    @Test("no package resources: they would be found by a build path")
    func resources() {
        #expect(package.targets.filter { !$0.resources.isEmpty }.map(\.name) == [])
    }

    @Test("tests are named after what they test")
    func testNames() {
        let subjects = Set(package.delivered.keys).union(["Architecture", "Pipeline"])
        for target in package.targets where target.type == "test" {
            #expect(target.name.hasSuffix("Tests"))
            #expect(subjects.contains(String(target.name.dropLast(5))), "\(target.name)")
        }
    }

    @Test("every package that is linked is named with its licence")
    func licences() throws {
        let text = try Checkout.text("THIRD-PARTY.md").lowercased()
        let packages = package.dependencies.flatMap(\.sourceControl).map(\.identity)
        #expect(packages.count >= 3)
        for name in packages + ["libcsv", "zlib", "zstd", "openssl", "libyaml", "swift runtime"] {
            #expect(text.contains(name), "\(name) is missing in THIRD-PARTY.md")
        }
    }
}
