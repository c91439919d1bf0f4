internal import HTML

/// The small chart of a tile: 2–25 points, the interval of the last one, the comparison as a dashed line. It has no
/// text and is left out of what is read aloud; its numbers stand beside it.
struct Sparkline: Sendable {
    let points: [Double?]
    let low: Double?
    let high: Double?
    let comparison: Double?
    let isWorse: Bool

    func write(into w: inout MarkupWriter) {
        let known = points.compactMap { $0 }
        guard known.count > 1 else { return }
        let all = known + [low, high, comparison].compactMap { $0 }
        let bottom = all.min() ?? 0
        let span = max(1e-9, (all.max() ?? 1) - bottom)
        func x(_ index: Int) -> Double { 4 + Double(index) / Double(max(1, points.count - 1)) * 136 }
        func y(_ value: Double) -> Double { 41 - (value - bottom) / span * 35 }
        w.element(
            .svg, .class("spark"), .viewBox(width: 150, height: 46), .keepRight, .hidden
        ) { w in
            if let comparison { w.stroke(2, y(comparison), 148, y(comparison), "lr thin dash") }
            var path = PathData()
            var wasGap = true
            for (index, value) in points.enumerated() {
                guard let value else {
                    wasGap = true
                    continue
                }
                if wasGap { path.move(x(index), y(value)) } else { path.line(x(index), y(value)) }
                wasGap = false
            }
            w.empty(.path, .d(path), .class(isWorse ? "ls" : "lm"))
            if let last = points.lastIndex(where: { $0 != nil }), let value = points[last] {
                if last == points.count - 1, let low, let high {
                    w.stroke(x(last), y(low), x(last), y(high), isWorse ? "ivs" : "iv")
                }
                w.dot(x(last), y(value), 4, isWorse ? "ps" : "pm")
            }
        }
    }
}
