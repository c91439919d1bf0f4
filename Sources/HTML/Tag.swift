/// The elements that a page may hold. What is not here cannot be written: no `script`, no `iframe`, no `form`.
public enum Tag: String, Sendable, CaseIterable {
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
