import Testing

@testable import HTML

@Suite struct MarkupWriterTests {
    private func markup(_ build: (inout MarkupWriter) -> Void) -> String {
        var w = MarkupWriter()
        build(&w)
        return String(decoding: w.bytes, as: UTF8.self)
    }

    @Test func textAndAttributesAreEscaped() {
        let text = markup {
            $0.text(
                .p, .class("\"><img src=x onerror=alert(1)>"),
                text: "<script>alert('&')</script>\u{202E}\u{0007}\u{FEFF}ø")
        }
        #expect(
            text
                == "<p class=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\">&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;ø</p>"
        )
    }

    /// Whatever goes in comes out once the references are resolved, save for what steers; nothing comes out as markup.
    @Test func escapingIsUndoneByResolving() {
        var state: UInt64 = 2026
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let alphabet: [Character] = [
            "<", ">", "&", "\"", "'", "a", "ø", "日", "👩🏽‍🚀", ";", "#", "3", "9", "l", "t", "\u{202E}", "\u{0}", "\n",
        ]
        for _ in 0..<2000 {
            let text = String((0..<next(12)).map { _ in alphabet[next(alphabet.count)] })
            var written = ByteText()
            written.appendEscaped(text)
            let out = String(decoding: written.bytes, as: UTF8.self)
            #expect(!out.contains { "<>\"'".contains($0) }, "seed 2026")
            var back = ""
            var rest = Substring(out)
            while let first = rest.first {
                let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
                if let reference = known.first(where: { rest.hasPrefix($0.0) }) {
                    back += reference.1
                    rest = rest.dropFirst(reference.0.count)
                } else {
                    back.append(first)
                    rest = rest.dropFirst()
                }
            }
            let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.isSteering }))
            #expect(Array(back.unicodeScalars) == Array(kept.unicodeScalars), "seed 2026")
        }
    }

    @Test func elementsCloseThemselvesAsTheyShould() {
        #expect(markup { $0.empty(.meta, .charset("utf-8")) } == "<meta charset=\"utf-8\">")
        #expect(markup { $0.empty(.dd) } == "<dd></dd>")
        #expect(markup { $0.empty(.circle, .cx(0.04), .cy(-3.26)) } == "<circle cx=\"0\" cy=\"-3.3\"/>")
        #expect(markup { $0.element(.ul, .class("")) { $0.text(.li, text: "a") } } == "<ul><li>a</li></ul>")
    }

    @Test func aLineIsWrittenByWhatChanges() {
        for (end, text) in [((7.0, 2.0), "M1,2H7"), ((1.0, 9.26), "M1,2V9.3"), ((3.0, 4.0), "M1,2L3,4")] {
            #expect(
                markup { $0.empty(.path, .d(from: 1, 2, to: end.0, end.1)) } == "<path d=\"\(text)\"/>")
        }
    }

    @Test func coordinatesAreNumbersWhateverComesIn() {
        for (value, text) in [
            (1.0, "1"), (1.25, "1.3"), (-0.04, "0"), (12345.6, "12345.6"), (.nan, "0"), (.infinity, "0"), (1e300, "0"),
        ] {
            var written = ByteText()
            written.appendCoordinate(value)
            #expect(String(decoding: written.bytes, as: UTF8.self) == text)
        }
        var path = PathData()
        path.move(0, 1.5)
        path.line(2, 3)
        path.close()
        #expect(markup { $0.empty(.path, .d(path)) } == "<path d=\"M0,1.5L2,3Z\"/>")
    }

    @Test func linksStayWithinTheReport() {
        #expect(Link(file: "javascript:alert(1)").reference == "javascript%3Aalert%281%29")
        #expect(Link(folders: ["https://x"], file: "a").reference == "https%3A%2F%2Fx/a")
        #expect(Link(folders: [".."], file: "methods.html", anchor: "m-a b").reference == "../methods.html#m-a%20b")
        #expect(Link(anchor: "\"><b>").reference == "#%22%3E%3Cb%3E")
        #expect(Link(file: "osl.u~2e.html").reference == "osl.u~2e.html")
    }

    @Test func coloursAreSixDigits() {
        #expect(String(decoding: Trusted.colour(red: 0, green: 171, blue: 255).bytes, as: UTF8.self) == "#00abff")
    }
}
