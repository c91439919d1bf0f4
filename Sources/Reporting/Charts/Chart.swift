internal import HTML

/// A drawing that a component makes for one canvas: 820 units wide for a full figure, 400 for half a one, 320 for
/// phones.
protocol Chart: Sendable {
    /// One or two sentences: kind of chart, extremes, direction.
    var label: String { get }
    func height(width: Int) -> Double
    func draw(into w: inout MarkupWriter, width: Int)
}

enum ChartCanvas {
    static let full = 820
    static let half = 400
    /// Text of a phone 320 px wide stays at 11 px.
    static let phone = 320

    static func write(_ chart: any Chart, isFull: Bool, into w: inout MarkupWriter) {
        svg(chart, isFull ? full : half, isFull ? "ch w" : "ch h", &w)
        w.newline()
        svg(chart, phone, "ch n", &w)
    }

    private static func svg(_ chart: any Chart, _ width: Int, _ names: String, _ w: inout MarkupWriter) {
        w.element(
            .svg, .class(names), .viewBox(width: width, height: chart.height(width: width)), .role("img"),
            .label(chart.label)
        ) { w in chart.draw(into: &w, width: width) }
    }
}

/// Which end of a label stands at its place, by the name of its class in the style sheet.
enum TextAnchor: String, Sendable {
    case start = ""
    case middle = "mid"
    case end
}

extension MarkupWriter {
    mutating func label(
        _ x: Double, _ y: Double, _ text: String, _ names: String = "", _ anchor: TextAnchor = .start
    ) {
        // By class, not by attribute: a page has a thousand labels.
        let aligned = [names, anchor.rawValue].filter { !$0.isEmpty }.joined(separator: " ")
        if aligned.isEmpty {
            self.text(.text, .x(x), .y(y), text: text)
        } else {
            self.text(.text, .x(x), .y(y), .class(aligned), text: text)
        }
    }

    mutating func stroke(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ names: String) {
        empty(.path, .d(from: x1, y1, to: x2, y2), .class(names))
    }

    mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ names: String) {
        empty(.rect, .x(x), .y(y), .width(max(0, width)), .height(max(0, height)), .class(names))
    }

    mutating func dot(_ x: Double, _ y: Double, _ radius: Double, _ names: String) {
        empty(.circle, .cx(x), .cy(y), .r(radius), .class(names))
    }
}
