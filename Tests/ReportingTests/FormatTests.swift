import Testing

@testable import Reporting

@Suite struct FormatTests {
    private let rate = Unit(.percent, decimals: 1, words: "%")
    private let points = Unit(.points, decimals: 0, words: "points")

    @Test func numbers() {
        #expect(Format.number(4804) == "4,804")
        #expect(Format.number(1_234_567.25, decimals: 1) == "1,234,567.3")
        #expect(Format.number(-12) == "\u{2212}12")
        #expect(Format.number(-0.04, decimals: 1) == "0.0")
        #expect(Format.number(0.05, decimals: 1) == "0.1")
        #expect(Format.number(9.96, decimals: 1) == "10.0")
        #expect(Format.number(.nan) == "–" && Format.number(.infinity) == "–" && Format.number(1e300) == "–")
        #expect(Format.signed(14) == "+14" && Format.signed(0) == "0" && Format.signed(0.2) == "0")
        #expect(Format.value(24.44, rate) == "24.4%" && Format.value(-22, points) == "\u{2212}22")
        #expect(Format.change(9.8, rate) == "+9.8 pts" && Format.change(-29.6, points) == "\u{2212}30")
    }

    @Test func rangesAreRoundedOutwards() {
        #expect(Format.range(18.34, 31.71, rate) == "18.3–31.8%")
        #expect(Format.range(18.3, 31.8, rate) == "18.3–31.8%")
        #expect(Format.range(-28.6, -15.2, points) == "\u{2212}29 to \u{2212}15")
        #expect(Format.rangeInWords(18.34, 31.71, rate) == "18.3 to 31.8%")
    }

    @Test func datesAndLists() {
        #expect(Format.date("2026-10-31") == "31 October 2026")
        #expect(Format.date("soon") == "soon" && Format.date("2026-13-01") == "2026-13-01")
        #expect(Format.month(2026 * 12 + 9) == "October 2026" && Format.shortMonth(2026 * 12) == "Jan 2026")
        #expect(Format.list([]) == "" && Format.list(["a"]) == "a" && Format.list(["a", "b", "c"]) == "a, b and c")
    }

    @Test func periods() {
        #expect(ReportPeriod.month(2026 * 12 + 2).id == "2026-03")
        #expect(ReportPeriod.rolling12(2026 * 12 + 11).id == "2026-12/P12M")
        #expect(ReportPeriod.quarter(2026 * 4).id == "2026-Q1" && ReportPeriod.year(2026).id == "2026")
        #expect(ReportPeriod.wave("2026-09").words == "September 2026" && ReportPeriod.wave("spring").words == "spring")
        #expect(ReportPeriod.rolling12(2026 * 12).yearBefore == .rolling12(2025 * 12))
        #expect(ReportPeriod.monthIndex("2026-00") == nil && ReportPeriod.monthIndex("26-01") == nil)
    }

    @Test func accentMustBeSeen() throws {
        #expect(throws: ReportError.self) { try AccentColour("#ffd700") }
        #expect(throws: ReportError.self) { try AccentColour("blue") }
        #expect(throws: ReportError.self) { try AccentColour("#12345g") }
        let accent = try AccentColour("#5B2A86")
        #expect((accent.red, accent.green, accent.blue) == (0x5B, 0x2A, 0x86))
        #expect(accent.onDark.luminance > accent.luminance)
        #expect(try AccentColour("#000000").onDark.luminance > 0.1)
    }
}

@Suite struct PageNameTests {
    @Test func slugsAreSafeAndApart() throws {
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let alphabet = Array("aAbB01-_./~ øØé日x%").map(String.init)
        var ids: Set<String> = [
            "", "CON", "con", "Con", "nul", "com1", "COM1", ".", "..", "a/b", "~", "~~", "osl", "OSL", "Osl", "oSl",
            "~6f",
            "index", String(repeating: "x", count: 81), String(repeating: "x", count: 300), "os\u{0000}l", "osl.u",
        ]
        for _ in 0..<4000 { ids.insert((0..<(1 + next(6))).map { _ in alphabet[next(alphabet.count)] }.joined()) }
        // Two spellings of é are two ids.
        let exact = Set(ids.map { Array($0.utf8) })
        var slugs: Set<String> = []
        for id in exact {
            let slug = try PageName.slug(String(decoding: id, as: UTF8.self))
            #expect(slugs.insert(slug.lowercased()).inserted, "seed 42: \(slug) twice")
            #expect(slug.utf8.count <= 80 && !slug.isEmpty)
            #expect(
                slug.utf8.allSatisfy { byte in
                    (97...122).contains(byte) || (48...57).contains(byte) || "-_~.".utf8.contains(byte)
                })
            let stem = slug.split(separator: ".").first.map(String.init) ?? slug
            #expect(!["con", "prn", "aux", "nul", "com1", "lpt1"].contains(stem), "\(slug)")
            #expect(!slug.hasPrefix("."))
        }
        #expect(
            try PageName.slug("OSL") == "osl.u" && PageName.slug("r-1_2") == "r-1_2" && PageName.slug("aB") == "ab.x2")
    }
}

@Suite struct ScaleTests {
    @Test func ticksAreRoundAndHoldZero() {
        for values in [[0.0], [24.4, 31.8], [-60, 22], [0.004], [4_804], [100], [1e-9], [.nan, 3]] {
            let scale = Scale(covering: values)
            #expect(scale.ticks.contains { abs($0) < 1e-12 } && (2...7).contains(scale.ticks.count), "\(values)")
            for value in values where value.isFinite {
                #expect(scale.low <= value && value <= scale.high * 1.0001 + 1e-12)
            }
        }
        #expect(Scale(covering: [24.4, 31.8]).ticks == [0, 10, 20, 30, 40])
    }

    @Test func labelsDoNotOverlap() {
        var state: UInt64 = 99
        for _ in 0..<200 {
            var wanted: [Double] = []
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                wanted.append(Double(state >> 40).truncatingRemainder(dividingBy: 200))
            }
            let tops = Declutter.tops(wanted, heights: [30, 45, 30], within: 0...220)
            let blocks = zip(tops, [30.0, 45, 30]).sorted { $0.0 < $1.0 }
            for (a, b) in zip(blocks, blocks.dropFirst()) { #expect(a.0 + a.1 <= b.0 + 0.001, "seed 99") }
        }
    }

    @Test func labelsAreCutToTheirRoom() {
        for text in ["Short", String(repeating: "W", count: 300), "日本語のとても長い名前です日本語", "a b c d e f g h i j k l m"] {
            for line in LabelRoom.wrapped(text, 96, lines: 2) { #expect(LabelRoom.width(line) <= 96.001, "\(line)") }
            #expect(LabelRoom.wrapped(text, 96, lines: 2).count <= 2)
        }
    }
}
