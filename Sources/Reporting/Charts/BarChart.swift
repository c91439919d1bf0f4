internal import HTML

/// Months as bars from zero. A month that is not shown is hatched, the same height whatever it hides; one without
/// data is a gap.
struct BarChart: Chart {
    struct Bar: Sendable {
        var month: Int
        var value: Double?
        var isHidden: Bool
    }

    let label: String
    let unit: Unit
    let bars: [Bar]

    func height(width: Int) -> Double { 252 }

    func draw(into w: inout MarkupWriter, width: Int) {
        let scale = Scale(covering: bars.compactMap(\.value))
        let tickRoom = scale.ticks.indices.map { LabelRoom.width(scale.label($0, unit)) }.max() ?? 20
        let left = min(70, tickRoom + 8)
        let right = Double(width) - 4
        let top = 22.0
        let bottom = 210.0
        guard let first = bars.map(\.month).min(), let last = bars.map(\.month).max() else { return }
        let slot = (right - left) / Double(last - first + 1)
        func x(_ month: Int) -> Double { left + Double(month - first) * slot }
        func y(_ value: Double) -> Double { bottom - scale.share(value) * (bottom - top) }
        for (index, tick) in scale.ticks.enumerated() where tick != 0 {
            w.stroke(left, y(tick), right, y(tick), "g")
            w.label(left - 6, y(tick) + 4.5, scale.label(index, unit), "tk", .end)
        }
        let gap = min(3, slot * 0.22)
        for bar in bars {
            if bar.isHidden {
                w.box(x(bar.month) + gap / 2, bottom - 14, slot - gap, 14, "hat")
            } else if let value = bar.value {
                w.box(x(bar.month) + gap / 2, y(value), slot - gap, bottom - y(value), "fm")
            }
        }
        w.stroke(left, bottom, right, bottom, "z")
        w.label(left - 6, bottom + 4.5, "0", "tk", .end)
        if let highest = bars.max(by: { ($0.value ?? -1, -$0.month) < ($1.value ?? -1, -$1.month) }),
            let value = highest.value, value > 0
        {
            let at = x(highest.month) + slot / 2
            let text = Format.value(value, unit)
            let half = LabelRoom.width(text) / 2
            w.label(min(max(at, left + half), right - half), y(value) - 6, text, "tm halo", .middle)
        }
        for mark in AxisMark.months(bars.map(\.month)) {
            let at = x(Int(mark.x)) + slot / 2
            w.stroke(at, bottom, at, bottom + 4, "z")
            let anchor: TextAnchor = at > right - 14 ? .end : .middle
            w.label(anchor == .end ? right : at, bottom + 18, mark.first, "tk", anchor)
            if !mark.second.isEmpty { w.label(anchor == .end ? right : at, bottom + 33, mark.second, "tk", anchor) }
        }
    }
}
