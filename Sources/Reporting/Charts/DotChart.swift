internal import HTML

/// Dots with intervals, a row a group, the comparison as an upright line. Hidden rows are hatched and come last.
struct DotChart: Chart {
    struct Row: Sendable {
        var name: String
        var value: Double?
        var low: Double?
        var high: Double?
        /// `better` blue, `worse` rust, anything else grey.
        var verdict: Verdict
        /// The page's own unit among its siblings.
        var isOwn = false
        /// Right-hand column, such as the number of people; empty for none.
        var aside = ""
        /// Under 20 people: its interval may reach beyond the axis rather than press all others together.
        var isSmall = false
        /// Rows left out here.
        var isPause = false

        static let pause = Row(name: "", value: nil, low: nil, high: nil, verdict: .level, isPause: true)
    }

    let label: String
    let unit: Unit
    let rows: [Row]
    var reference: (name: String, value: Double)?
    /// Above the right-hand column.
    var asideTitle = ""
    /// Counts: bars from zero in place of dots.
    var isBars = false

    private var hasAside: Bool { !asideTitle.isEmpty }
    private var top: Double { reference == nil && !hasAside ? 6 : 26 }

    func height(width: Int) -> Double { top + Double(rows.count) * pitch(width) + 26 }
    private func pitch(_ width: Int) -> Double { width > 500 ? (hasLongNames ? 38 : 30) : 42 }
    /// Names that take two lines beside the drawing.
    private var hasLongNames: Bool { rows.contains { LabelRoom.width($0.name) * 1.08 > 290 } }

    func draw(into w: inout MarkupWriter, width: Int) {
        let isWide = width > 500
        let pitch = pitch(width)
        let values =
            rows.flatMap { $0.isSmall ? [$0.value] : [$0.value, $0.low, $0.high] }.compactMap { $0 }
            + (reference.map { [$0.value] } ?? [])
        let scale = Scale(covering: values, wholeSteps: unit.isCount)
        let names = rows.map { LabelRoom.width($0.name) * ($0.verdict.isClear || $0.isOwn ? 1.08 : 1) }
        let left = isWide ? min(300, max(90, (names.max() ?? 90) + 12)) : 8
        let valueRoom = isWide ? (hasAside ? 158.0 : 80.0) : 62
        let right = Double(width) - valueRoom
        let bottom = top + Double(rows.count) * pitch
        func x(_ value: Double) -> Double { left + scale.share(value) * (right - left) }
        for (index, tick) in scale.ticks.enumerated() {
            w.stroke(x(tick), top, x(tick), bottom, tick == 0 ? "z" : "g")
            w.label(x(tick), bottom + 18, scale.label(index, unit), "tk", index == 0 && !isWide ? .start : .middle)
        }
        if let reference {
            w.stroke(x(reference.value), top - 6, x(reference.value), bottom, "lr")
            let text =
                LabelRoom.fitted(
                    reference.name, (isWide ? 300 : 210)) + " " + Format.value(reference.value, unit)
            let half = LabelRoom.width(text) / 2
            let end = isWide && hasAside ? Double(width) - LabelRoom.width(asideTitle) - 8 : Double(width)
            w.label(min(max(x(reference.value), half), end - half), top - 11, text, "tr", .middle)
        }
        if isWide, hasAside { w.label(Double(width), top - 11, asideTitle, "tk", .end) }
        for (index, row) in rows.enumerated() {
            draw(row, at: top + Double(index) * pitch, pitch, left: left, right: right, x: x, width: width, &w)
        }
    }

    private func draw(
        _ row: Row, at y: Double, _ pitch: Double, left: Double, right: Double, x: (Double) -> Double, width: Int,
        _ w: inout MarkupWriter
    ) {
        let isWide = width > 500
        let middle = y + (isWide ? pitch / 2 : 29)
        let isStrong = row.verdict.isClear || row.isOwn
        if isWide {
            let lines = LabelRoom.wrapped(row.name, (left - 10) / (isStrong ? 1.08 : 1), lines: 2)
            for (number, line) in lines.enumerated() {
                let base = middle + 4.5 + (Double(number) - Double(lines.count - 1) / 2) * 15
                w.label(0, base, line, isStrong ? "b" : "")
            }
        } else {
            let room = (Double(width) - 14) / (isStrong ? LabelRoom.boldness : 1)
            w.label(10, y + 16, LabelRoom.fitted(row.name, room), isStrong ? "halo b" : "halo")
        }
        let valueEnd = isWide ? (hasAside ? Double(width) - 76 : Double(width)) : Double(width) - 4
        if row.isPause {
            for step in 0..<3 { w.dot(left + Double(step) * 9 + 4, middle, 1.8, "fr") }
            return
        }
        guard let value = row.value else {
            w.box(left, middle - 7, right - left, 14, "hat")
            return
        }
        let kind =
            switch row.verdict {
            case .better: "m"
            case .worse: "s"
            default: row.isOwn ? "m" : "r"
            }
        if let low = row.low, let high = row.high, x(high) - x(low) > 9 {
            w.stroke(x(low), middle, x(high), middle, kind == "m" ? "iv" : "iv" + kind)
        }
        if isBars {
            w.box(x(0), middle - 8, x(value) - x(0), 16, "fm")
        } else {
            w.dot(x(value), middle, 5.5, "p" + kind)
        }
        let text: String =
            switch row.verdict {
            case .better: "tm"
            case .worse: "ts"
            default: isStrong ? "b" : ""
            }
        w.label(valueEnd, middle + 4.5, Format.value(value, unit), text, .end)
        if isWide, hasAside { w.label(Double(width), middle + 4.5, row.aside, "mu", .end) }
    }
}
