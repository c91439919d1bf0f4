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

    /// The elements of some pages whose names are plain words.
    static let plainTags = Result {
        var plain = PreviewCompany()
        for unit in ["OPS", "CS", "CSX"] { plain.names[unit] = "Unit" }
        let pages = try PagesTests.pages(
            plain.cube(), ReportSettings(pages: .levels(1), organisation: "Org", footer: "Foot"))
        return try ["index.html", "d/cs.u.html", "departments.html"].map { path in
            (path, Set(try StrictMarkup(#require(pages[path])).elements.map(\.tag)))
        }
    }

    @Test(arguments: payloads) func namesAreHarmless(_ payload: String) throws {
        var company = PreviewCompany()
        for unit in ["OPS", "CS", "CSX"] { company.names[unit] = payload }
        let pages = try Self.pages(
            company.cube(), ReportSettings(pages: .levels(1), organisation: payload, footer: payload))
        for (path, known) in try Self.plainTags.get() {
            let page = try StrictMarkup(#require(pages[path]))
            // No element that a plain name does not bring, apart from lines of labels that wrap.
            #expect(Set(page.elements.map(\.tag)).subtracting(known).isEmpty, "\(path)")
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

@Suite struct WordingTests {
    @Test func namesThatBeginSmallStaySo() {
        #expect("eNPS".capitalizedFirst == "eNPS")
        #expect("engagement".capitalizedFirst == "Engagement")
        #expect(Wording.scoreOf("My manager") == "The manager score")
        #expect(Wording.scoreInSentence("My manager") == "the manager score")
        #expect(Wording.scoreOf("Engagement index") == "Engagement index")
    }

    @Test func oneIsSingularAndMovesAreNamed() throws {
        let edition = try FlagTests.edition(FlagTests.cube())
        #expect(YearOfFlow(PageContext(edition, unit: 0)) == nil)
        #expect(Wording.people(1) == "1 person" && Wording.people(2) == "2 people")
        #expect(Wording.morePeople(1) == "1 more person than a year ago.")
        let grown = YearOfFlow(
            month: 24_320, opening: 40, closing: 45, hires: 1, rehires: 0, leavers: 0, movesIn: 5, movesOut: 1)
        #expect(
            Wording.flowTitle(grown, "the department")
                == "0 people left, 1 was hired, 4 moved in, net: the department grew by 5")
        let plain = YearOfFlow(
            month: 24_320, opening: 40, closing: 41, hires: 2, rehires: 1, leavers: 1, movesIn: 0, movesOut: 0)
        #expect(
            Wording.flowTitle(plain, "the department") == "1 person left and 2 were hired: the department grew by 1")
    }

    @Test func marksOfAnAxisKeepTheirDistanceAndTheirYears() {
        let marks = AxisMark.months(Array((2024 * 12 + 10)...(2026 * 12 + 8)), most: 8)
        let thin = AxisMark.thinned(marks, at: { ($0 - Double(2024 * 12 + 10)) * 7 })
        #expect(thin.count < marks.count && thin.last?.x == marks.last?.x)
        #expect(thin.first?.second.isEmpty == false)
        #expect(thin.map(\.second).filter { !$0.isEmpty }.count >= 2)
        #expect(AxisMark.thinned(marks, at: { $0 * 40 }).count == marks.count)
    }
}

@Suite struct EndedUnitTests {
    /// A unit whose people all moved away in a month.
    private static func cube() throws -> PublishedCube {
        let month = FlagTests.month
        var publication = try FlagTests.cube().publication
        publication.departments = [
            DepartmentNode(id: "R", name: "Root", parent: nil, depth: 0, end: 3),
            DepartmentNode(id: "A", name: "Alpha", parent: 0, depth: 1, end: 2),
            DepartmentNode(id: "B", name: "Bravo", parent: 0, depth: 1, end: 3),
        ]
        var cells: [PublishedCell] = []
        for at in (month - 23)...month {
            let isGone = at >= month - 8
            for (unit, opening, closing, into, out) in [
                ("R", 138.0, 138.0, 0.0, 0.0),
                ("A", at > month - 8 ? 0 : 38, isGone ? 0 : 38, 0, at == month - 8 ? 38 : 0),
                ("B", at > month - 8 ? 138 : 100, isGone ? 138 : 100, at == month - 8 ? 38 : 0, 0),
            ] {
                for (metric, value) in [
                    ("headcount.opening", opening), ("headcount.closing", closing), ("flow.moves_in", into),
                    ("flow.moves_out", out), ("flow.hires", 0), ("flow.leavers", 0), ("flow.rehires", 0),
                ] {
                    cells.append(
                        PublishedCell(
                            metric, department: unit, period: PreviewCompany.month(at),
                            .published(Figure(value: value, numerator: value, n: Int(closing)))))
                }
            }
        }
        return try PublishedCube(publication: publication, cells: cells)
    }

    @Test func aUnitThatEndedSaysSoInPlaceOfChapters() throws {
        let edition = try FlagTests.edition(Self.cube())
        let page = FirstScreen(
            context: PageContext(edition, unit: 1), findings: Findings(PageContext(edition, unit: 1)))
        #expect(page.standfirst.hasPrefix("Dissolved in January 2026; its 38 people moved to other units."))
        let text = String(
            decoding: UnitPage(context: PageContext(edition, unit: 1), frame: try PageFrame(accent: nil)).bytes(),
            as: UTF8.self)
        #expect(!text.contains("id=\"turnover\"") && !text.contains("class=\"tile\""))
        #expect(PageContext(edition, unit: 0).relatives == [2])
        let company = Findings(PageContext(edition, unit: 0))
        #expect(
            company.list.map(\.headline) == ["Alpha: dissolved in January 2026; its 38 people moved to other units"])
    }

    @Test func aUnitThatGrewByMovesSaysSo() throws {
        let edition = try FlagTests.edition(Self.cube())
        let findings = Findings(PageContext(edition, unit: 2)).list
        #expect(findings.map(\.headline) == ["Bravo grew from 100 to 138 people in a year, mostly by moves"])
        #expect(findings.allSatisfy { $0.tone == .neutral })
    }
}

@Suite struct IndexSizeTests {
    /// As many departments as the index ever lists, six numbers each, half of them hidden.
    @Test func aFullIndexStaysUnderThreeHundredKiB() throws {
        let count = IndexPage.most
        var nodes = [DepartmentNode(id: "R", name: "Root", parent: nil, depth: 0, end: count)]
        for index in 1..<count {
            nodes.append(
                DepartmentNode(
                    id: "D\(index)", name: "Kundesenter Nord \(index)", parent: 0, depth: 1, end: index + 1))
        }
        let month = PreviewCompany.month(2026 * 12 + 8)
        let places = [
            ("headcount.closing", month), ("turnover.rolling12.total", month + "/P12M"),
            ("absence.rate", month + "/P12M"), ("survey.index.engagement", "wave:2026-09"),
            ("survey.enps", "wave:2026-09"), ("participation.response_rate", "wave:2026-09"),
        ]
        var cells: [PublishedCell] = []
        for (index, node) in nodes.enumerated() {
            for (column, place) in places.enumerated() {
                cells.append(
                    PublishedCell(
                        place.0, department: node.id, period: place.1,
                        index > 0 && (index + column) % 2 == 0
                            ? .suppressed(.remainder) : .published(Figure(value: 12.345, n: 20))))
            }
        }
        var publication = PreviewCompany.publication(PreviewCompany.tree(), [Int](repeating: 0, count: 100), [:])
        publication.departments = nodes
        publication.months = [month]
        publication.waves = ["2026-09"]
        var size = 0
        try ReportPages.make(
            PublishedCube(publication: publication, cells: cells), ReportSettings(pages: .company)
        ) { file in
            if file.path == "departments.html" { size = file.bytes.count }
        }
        #expect(size > 0 && size < 290 * 1024, "\(size) bytes")
    }
}
