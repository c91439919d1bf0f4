/// The elements that a page may hold. What is not here cannot be written: no `script`, no `iframe`, no `form`.
public enum Tag: Sendable, CaseIterable {
    // Document
    case html, head, body, meta, title
    // Landmarks and headings
    case header, main, nav, footer, section, article, h1, h2, h3, h4
    // Text
    case p, a, span, small, strong, code, bdi, br, div
    // Lists
    case ul, ol, li, dl, dt, dd
    // Tables and figures
    case figure, figcaption, details, summary, table, caption, thead, tbody, tr, th, td
    // Drawings
    case svg, g, path, line, rect, circle, text

    /// As it is written.
    var name: StaticString {
        switch self {
        case .html: "html"
        case .head: "head"
        case .body: "body"
        case .meta: "meta"
        case .title: "title"
        case .header: "header"
        case .main: "main"
        case .nav: "nav"
        case .footer: "footer"
        case .section: "section"
        case .article: "article"
        case .h1: "h1"
        case .h2: "h2"
        case .h3: "h3"
        case .h4: "h4"
        case .p: "p"
        case .a: "a"
        case .span: "span"
        case .small: "small"
        case .strong: "strong"
        case .code: "code"
        case .bdi: "bdi"
        case .br: "br"
        case .div: "div"
        case .ul: "ul"
        case .ol: "ol"
        case .li: "li"
        case .dl: "dl"
        case .dt: "dt"
        case .dd: "dd"
        case .figure: "figure"
        case .figcaption: "figcaption"
        case .details: "details"
        case .summary: "summary"
        case .table: "table"
        case .caption: "caption"
        case .thead: "thead"
        case .tbody: "tbody"
        case .tr: "tr"
        case .th: "th"
        case .td: "td"
        case .svg: "svg"
        case .g: "g"
        case .path: "path"
        case .line: "line"
        case .rect: "rect"
        case .circle: "circle"
        case .text: "text"
        }
    }

    /// Written without content and without an end tag.
    var isVoid: Bool { self == .meta || self == .br }
    /// Elements of SVG may close themselves.
    var isDrawing: Bool {
        switch self {
        case .svg, .g, .path, .line, .rect, .circle, .text: true
        default: false
        }
    }
}
