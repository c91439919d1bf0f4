internal import Digests
internal import HTML
internal import Results

/// What surrounds every page: head with content security policy, top line, footer.
struct PageFrame: Sendable {
    private let sheet: Trusted
    private let policy: String

    init(accent: AccentColour?) throws {
        sheet = StyleSheet.sheet(accent: accent)
        policy = try Self.policy(for: sheet)
    }

    /// Allows the one style sheet by its hash and nothing else: no script, no request.
    static func policy(for sheet: Trusted) throws -> String {
        let digest = try sheet.bytes.withUnsafeBytes { try SHA256.digest($0) }
        return
            "default-src 'none'; style-src 'sha256-\(base64(digest))'; img-src data:; base-uri 'none'; form-action 'none'"
    }

    /// RFC 4648, with padding.
    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = (0..<3).map { start + $0 < bytes.count ? UInt32(bytes[start + $0]) : 0 }
            let word = group[0] << 16 | group[1] << 8 | group[2]
            let digits = [18, 12, 6, 0].map { alphabet[Int(word >> UInt32($0) & 63)] }
            let known = min(3, bytes.count - start) + 1
            text += digits.prefix(known) + [UInt8](repeating: UInt8(ascii: "="), count: 4 - known)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A whole page. `skipTarget` is the id that the skip link goes to.
    func page(
        _ context: PageContext, title: String, skip: String, skipTarget: String, main: (inout MarkupWriter) -> Void
    ) -> [UInt8] {
        let edition = context.edition
        let date = Format.date(edition.publication.asOf)
        return document(
            title: Wording.title(title, edition.organisation, date), skip: skip, skipTarget: skipTarget,
            isSynthetic: edition.publication.synthetic, masthead: { masthead(context, date, &$0) }, main: main,
            footer: { footer(context, &$0) })
    }

    /// A page with any masthead and footer, for pages that belong to no report too.
    func document(
        title: String, skip: String, skipTarget: String, isSynthetic: Bool, masthead: (inout MarkupWriter) -> Void,
        main: (inout MarkupWriter) -> Void, footer: (inout MarkupWriter) -> Void
    ) -> [UInt8] {
        var w = MarkupWriter()
        w.documentType()
        w.element(.html, .lang(Wording.language)) { w in
            w.element(.head) { w in
                w.empty(.meta, .charset("utf-8"))
                w.empty(.meta, .httpEquivalent("Content-Security-Policy"), .content(policy))
                w.empty(.meta, .name("viewport"), .content("width=device-width, initial-scale=1"))
                w.empty(.meta, .name("color-scheme"), .content("light dark"))
                w.text(.title, text: title)
                w.newline()
                w.style(sheet)
            }
            w.newline()
            w.element(.body) { w in
                w.trusted(Symbols.hatch)
                w.newline()
                w.text(.a, .class("skip"), .href(Link(anchor: skipTarget)), text: skip)
                w.element(.header) { w in
                    if isSynthetic { w.text(.p, .class("synth"), text: Wording.synthetic) }
                    masthead(&w)
                }
                w.newline()
                w.element(.main) { w in w.element(.div, .class("wrap"), content: main) }
                w.newline()
                footer(&w)
            }
        }
        w.newline()
        return w.bytes
    }

    private func masthead(_ context: PageContext, _ date: String, _ w: inout MarkupWriter) {
        w.element(.div, .class("mast")) { w in
            w.element(.div, .class("wrap")) { w in
                w.element(.a, .class("brand"), .href(context.page("index.html"))) { w in
                    w.trusted(Symbols.mark)
                    w.text(.bdi, text: context.edition.organisation)
                }
                w.text(.p, .class("edition"), text: Wording.edition(date))
            }
        }
    }

    private func footer(_ context: PageContext, _ w: inout MarkupWriter) {
        w.element(.footer, .class("foot")) { w in
            w.element(.div, .class("wrap")) { w in
                if let footer = context.edition.settings.footer, !footer.isEmpty { w.text(.p, text: footer) }
                w.text(
                    .p,
                    text: context.isPublic
                        ? Wording.footerPublic
                        : Wording.footer(minimum: context.edition.publication.minimumPersons))
                w.element(.nav, .class("pages"), .label(Wording.pages)) { w in
                    let pages = [
                        ("index.html", Wording.whole(context.isPublic)),
                        ("departments.html", Wording.allUnits(context.isPublic)),
                        ("quality.html", Wording.dataQuality), ("methods.html", Wording.methods),
                    ]
                    for (index, page) in pages.enumerated() {
                        if index > 0 { w.text(" · ") }
                        w.text(.a, .href(context.page(page.0)), text: page.1)
                    }
                }
            }
        }
    }
}
