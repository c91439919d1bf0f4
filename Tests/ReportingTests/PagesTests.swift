import HTML
import Results
import Testing

@testable import Reporting

@Suite struct PagesTests {
    private static func pages(
        _ cube: PublishedCube, _ settings: ReportSettings = ReportSettings()
    ) throws -> [String: [UInt8]] {
        var pages: [String: [UInt8]] = [:]
        try ReportPages.make(cube, settings) { file in
            #expect(pages.updateValue(file.bytes, forKey: file.path) == nil)
        }
        return pages
    }

    /// Every page of every kind of publication, made once.
    private static let all: Result<[[String: [UInt8]]], any Error> = Result { try cubes().map { try pages($0) } }

    private static func cubes() throws -> [PublishedCube] {
        let company = PreviewCompany()
        return try [
            company.cube(), OtherPublications.health(), OtherPublications.service(), OtherPublications.snapshot(),
        ]
    }

    @Test func pagesAreWellFormedSmallAndStructured() throws {
        for pages in try Self.all.get() {
            for (path, bytes) in pages {
                let page = try StrictMarkup(bytes)
                #expect(bytes.count < 300 * 1024, "\(path)")
                let tags = page.elements.map(\.tag)
                #expect(tags.filter { $0 == "h1" }.count == 1, "\(path)")
                for landmark in ["header", "main", "footer", "nav", "title"] {
                    #expect(tags.contains(landmark), "\(path) has no \(landmark)")
                }
                #expect(page.elements.first?.attributes["lang"] == "en")
                #expect(!tags.contains("script") && !tags.contains("link") && !tags.contains("img"))
                for element in page.elements {
                    #expect(element.attributes["style"] == nil && element.attributes["src"] == nil)
                    #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
                }
                let headings = tags.filter { ["h1", "h2", "h3", "h4"].contains($0) }.compactMap {
                    $0.last?.wholeNumberValue
                }
                for (before, after) in zip(headings, headings.dropFirst()) {
                    #expect(after <= before + 1, "\(path): h\(before) followed by h\(after)")
                }
                let ids = page.elements.compactMap { $0.attributes["id"] }
                #expect(Set(ids).count == ids.count, "\(path): an id twice")
            }
        }
    }

    @Test func linksLeadSomewhere() throws {
        let fewer = try [ReportSettings.Pages.company, .levels(1)].flatMap { which in
            try Self.cubes().map { try Self.pages($0, ReportSettings(pages: which)) }
        }
        for pages in try Self.all.get() + fewer {
            var ids: [String: Set<String>] = [:]
            var links: [(from: String, to: String)] = []
            for (path, bytes) in pages {
                let page = try StrictMarkup(bytes)
                ids[path] = Set(page.elements.compactMap { $0.attributes["id"] })
                links += page.elements.compactMap { $0.attributes["href"] }.map { (path, $0) }
                for label in page.elements.compactMap({ $0.attributes["aria-labelledby"] }) {
                    #expect(ids[path]?.contains(label) == true)
                }
            }
            for link in links {
                let parts = link.to.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                var target = link.from
                if !parts[0].isEmpty {
                    let folder = link.from.hasPrefix("d/") ? "d/" : ""
                    target = parts[0].hasPrefix("../") ? String(parts[0].dropFirst(3)) : folder + parts[0]
                }
                #expect(pages[target] != nil, "\(link.from) → \(link.to)")
                if parts.count == 2 { #expect(ids[target]?.contains(parts[1]) == true, "\(link.from) → \(link.to)") }
            }
        }
    }

    @Test func levelsDecideWhichPagesAreWritten() throws {
        let company = PreviewCompany()
        let cube = try company.cube()
        let nodes = cube.publication.departments
        for levels in 1...2 {
            let pages = try Self.pages(cube, ReportSettings(pages: .levels(levels)))
            #expect(pages.count == nodes.filter { $0.depth <= levels }.count + 3)
        }
        #expect(try Self.pages(cube, ReportSettings(pages: .company)).count == 4)
        #expect(throws: ReportError.levels(found: 0)) { try Self.pages(cube, ReportSettings(pages: .levels(0))) }
    }

    static let payloads = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x", "</title><svg/onload=1>",
        "&lt;b&gt;",
        "]]>", "-->", "\u{202E}desrever\u{2066}", "a\u{0000}b\u{001B}[31m", "javascript:alert(1)", "👩🏽‍🚀 Ålesund 日本語",
        String(repeating: "W", count: 300), String(repeating: "lang ", count: 60), "Z̷̢̛̜̫͇͍", "", "{{7*7}}", "%s%n",
        "=cmd|'/c'!A1",
    ]

    @Test(arguments: payloads) func namesAreHarmless(_ payload: String) throws {
        var company = PreviewCompany()
        for unit in ["OPS", "CS", "CSX"] { company.names[unit] = payload }
        let pages = try Self.pages(
            company.cube(), ReportSettings(pages: .levels(1), organisation: payload, footer: payload))
        var plain = PreviewCompany()
        for unit in ["OPS", "CS", "CSX"] { plain.names[unit] = "Unit" }
        let reference = try Self.pages(
            plain.cube(), ReportSettings(pages: .levels(1), organisation: "Org", footer: "Foot"))
        for path in ["index.html", "d/cs.u.html", "departments.html"] {
            let page = try StrictMarkup(#require(pages[path]))
            let other = try StrictMarkup(#require(reference[path]))
            // No element that a plain name does not bring, apart from lines of labels that wrap.
            #expect(
                Set(page.elements.map(\.tag)).subtracting(other.elements.map(\.tag)).isEmpty, "\(path)")
            for text in page.texts + page.elements.flatMap(\.attributes.values) {
                for scalar in text.unicodeScalars {
                    #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
                }
            }
        }
    }

    @Test func policyIsTheHashOfTheStyleBytes() throws {
        let pages = try Self.pages(OtherPublications.snapshot(), ReportSettings(accent: AccentColour("#5b2a86")))
        let text = String(decoding: try #require(pages["index.html"]), as: UTF8.self)
        let style = try #require(text.firstRange(of: "<style>").map { text[$0.upperBound...] })
        let sheet = style[..<(try #require(style.firstRange(of: "</style>")).lowerBound)]
        let hash = try #require(text.firstRange(of: "&#39;sha256-").map { text[$0.upperBound...].prefix(44) })
        #expect(String(hash) == (try Hash.base64(Array(sheet.utf8))))
        #expect(sheet.contains("--brand:#5b2a86"))
        #expect(text.contains("default-src &#39;none&#39;"))
    }

    @Test func hiddenCellsAllLookTheSame() throws {
        let company = PreviewCompany()
        let pages = try Self.pages(company.cube(), ReportSettings(pages: .levels(1)))
        let page = try StrictMarkup(#require(pages["d/cs.u.html"]))
        let cells = page.elements.filter { $0.tag == "td" && $0.attributes["class"] == "sup" }
        #expect(!cells.isEmpty)
        #expect(cells.allSatisfy { $0.attributes.count == 1 })
        let hatched = page.elements.filter { $0.attributes["class"] == "hat" && $0.tag == "rect" }
        #expect(Set(hatched.map { $0.attributes["height"] }).count <= 1)
    }

    @Test func hiddenUnitsComeLastByName() throws {
        let company = PreviewCompany()
        let cube = try company.cube()
        let edition = try Edition(
            cube: cube, tree: PageTree(cube.publication, .all), settings: ReportSettings())
        let unit = try #require(edition.publication.departments.firstIndex { $0.id == "CS" })
        let period = try #require(edition.headline(.absence)).period
        let rows = UnitRows(PageContext(edition, unit: unit), "absence.rate", period).rows
        let hidden = rows.filter { $0.reading.value == nil }.map(\.name)
        #expect(hidden == ["Complaints", "Language Desk"])
        #expect(rows.suffix(2).map(\.name) == hidden)
    }

    @Test func syntheticDataIsSaidOnEveryPage() throws {
        let company = PreviewCompany()
        for (path, bytes) in try Self.pages(company.cube(), ReportSettings(pages: .company)) {
            #expect(String(decoding: bytes, as: UTF8.self).contains(Wording.synthetic), "\(path)")
        }
        for (path, bytes) in try Self.pages(OtherPublications.snapshot()) {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(Wording.synthetic), "\(path)")
        }
    }

    @Test func publishedSnapshotIsTold() throws {
        let text = String(decoding: try #require(Self.pages(OtherPublications.snapshot())["index.html"]), as: UTF8.self)
        #expect(text.contains("237 of 1,470 people in IBM sample had left when this snapshot was taken: 16.1%."))
        #expect(text.contains("Absence: no absence data"))
    }

    @Test func mediansAreTabledByYear() throws {
        let pages = try Self.pages(OtherPublications.service(), ReportSettings(pages: .company))
        let text = String(decoding: try #require(pages["index.html"]), as: UTF8.self)
        #expect(text.contains("92 measures, the median organisation."))
        #expect(text.contains("Engagement in the median organisation was 64.6 in 2022, against 65.7 the year before."))
        #expect(text.contains("Response, median organisation"))
        #expect(text.contains(Wording.footerPublic) && !text.contains("reporting minimum of"))
        let page = try StrictMarkup(#require(pages["index.html"]))
        let first = try #require(page.texts.firstIndex(of: "B1: I am interested in my work"))
        #expect(page.texts.dropFirst(first + 1).first { $0.hasPrefix("B") } == "B2")
    }

    @Test func totalsOfAPublisherCarryNoMarks() throws {
        let pages = try Self.pages(OtherPublications.health(), ReportSettings(pages: .company))
        let text = String(decoding: try #require(pages["index.html"]), as: UTF8.self)
        #expect(text.contains(Wording.quietNoChance))
        #expect(text.contains("The absence rate of NHS England was 4.6% in 2023."))
        #expect(text.contains("staff group"))
        let page = try StrictMarkup(#require(pages["index.html"]))
        #expect(!page.elements.contains { ["ps", "ivs", "bad"].contains($0.attributes["class"]) })
    }
}

@Suite struct DrawingTests {
    /// No label leaves its drawing, by the width of the widest fallback font.
    @Test func labelsStayInside() throws {
        var company = PreviewCompany()
        company.names["OPS"] = String(repeating: "Wide name ", count: 20)
        for cube in try [company.cube(), OtherPublications.health(), OtherPublications.service()] {
            try ReportPages.make(cube, ReportSettings(pages: .levels(1))) { file in
                let page = try StrictMarkup(file.bytes)
                var width = 0.0
                var height = 0.0
                for (index, element) in page.elements.enumerated() {
                    if element.tag == "svg" {
                        let box = (element.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
                        width = box.count == 4 ? box[2] : 0
                        height = box.count == 4 ? box[3] : 0
                    }
                    guard element.tag == "text" else { continue }
                    let x = Double(element.attributes["x"] ?? "") ?? -1
                    let y = Double(element.attributes["y"] ?? "") ?? -1
                    #expect(
                        x >= 0 && x <= width && y >= 8 && y <= height,
                        "\(file.path): label \(index) at \(x), \(y) of \(width)×\(height)")
                }
            }
        }
    }
}
