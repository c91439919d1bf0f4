internal import HTML

/// A waterfall of headcount: where it began, who came, who went, where it ended.
struct FlowChart: Chart {
    struct Step: Sendable {
        var caption: String
        /// Signed; totals stand on zero.
        var value: Double
        var isTotal: Bool
    }

    let label: String
    let steps: [Step]

    func height(width: Int) -> Double { 260 }

    func draw(into w: inout MarkupWriter, width: Int) {
        let base = 206.0
        let top = 34.0
        var levels: [(from: Double, to: Double)] = []
        var level = 0.0
        for step in steps {
            if step.isTotal {
                levels.append((0, step.value))
                level = step.value
            } else {
                levels.append((level, level + step.value))
                level += step.value
            }
        }
        let highest = max(1, levels.flatMap { [$0.from, $0.to] }.max() ?? 1)
        func y(_ value: Double) -> Double { base - max(0, value) / highest * (base - top) }
        let slot = Double(width) / Double(max(1, steps.count))
        let bar = slot * 0.74
        w.stroke(0, base, Double(width), base, "z")
        for (index, step) in steps.enumerated() {
            let x = Double(index) * slot + (slot - bar) / 2
            let upper = min(y(levels[index].from), y(levels[index].to))
            let lower = max(y(levels[index].from), y(levels[index].to))
            w.box(x, upper, bar, max(1, lower - upper), step.isTotal ? "ft" : step.value < 0 ? "fs" : "fm")
            let text = step.isTotal ? Format.number(step.value) : Format.signed(step.value)
            let names = step.isTotal ? "b" : step.value < 0 ? "ts" : "tm"
            w.label(x + bar / 2, upper - 7, text, names + " halo", .middle)
            if index + 1 < steps.count {
                w.stroke(x + bar, y(levels[index].to), x + slot, y(levels[index].to), "lr thin")
            }
            for (line, words) in LabelRoom.wrapped(step.caption, slot + 6, lines: 3).enumerated() {
                w.label(x + bar / 2, base + 17 + Double(line) * 15, words, "tk", .middle)
            }
        }
    }
}
