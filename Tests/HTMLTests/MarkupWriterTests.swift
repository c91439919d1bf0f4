import Testing

@testable import HTML

@Suite struct MarkupWriterTests {
    @Test func textIsEscaped() {
        var w = MarkupWriter()
        w.text(
            .p, .class("\"><img src=x onerror=alert(1)>"), text: "<script>alert('&')</script>\u{202E}\u{0007}\u{FEFF}ø")
        #expect(
            String(decoding: w.bytes, as: UTF8.self)
                == "<p class=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\">&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;ø</p>"
        )
    }
}
