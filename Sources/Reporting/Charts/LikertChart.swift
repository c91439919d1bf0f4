internal import HTML

/// Agreement and disagreement from one zero, "neither" apart on the right, and the change since the wave before.
struct LikertChart: Chart {
    struct Row: Sendable {
        var text: String
        /// Percent; `nil` together when hidden.
        var favourable: Double?
        var neutral: Double?
        var unfavourable: Double?
        /// Points of agreement since the wave before.
        var change: Double?
        var verdict: Verdict
    }

    let label: String
    let rows: [Row]
    /// `since Mar 2026`; empty where there is no wave before.
    let since: String

    func height(width: Int) -> Double { 50 + Double(rows.count) * pitch(width) }
    private func pitch(_ width: Int) -> Double { width > 500 ? 42 : 76 }

    func draw(into w: inout MarkupWriter, width: Int) {
        let isWide = width > 500
        let total = Double(width)
        let textRoom = isWide ? 300.0 : total
        let left = isWide ? textRoom + 12 : 0
        let hasChange = !since.isEmpty
        let changeRoom = hasChange ? (isWide ? 92.0 : 40) : 0
        let neutralRoom = isWide ? 96.0 : 62
        let right = total - changeRoom - neutralRoom - (isWide ? 20 : 8)
        let number = 42.0
        let most = rows.compactMap(\.unfavourable).max() ?? 0
        let best = rows.compactMap(\.favourable).max() ?? 0
        let perPoint = max(0, right - left - 2 * number) / max(1, most + best)
        let zero = left + number + most * perPoint
        let neutralLeft = total - changeRoom - neutralRoom
        let room = LabelRoom.width(Wording.disagree) * 1.1
        w.label(max(zero - 8, left + room), 16, Wording.disagree, "ts", .end)
        w.label(zero + 8, 16, Wording.agree, "tm")
        w.label(neutralLeft, 16, Wording.neither, "tk")
        if hasChange {
            w.label(total, 16, isWide ? Wording.changeInAgreement : Wording.changeShort, "tk", .end)
            if isWide { w.label(total, 31, since, "tk", .end) }
        }
        for (index, row) in rows.enumerated() {
            let y = 44 + Double(index) * pitch(width)
            let lines = LabelRoom.wrapped(row.text, textRoom, lines: 2)
            let bar = isWide ? y + 6 : y + 36
            for (number, line) in lines.enumerated() {
                let base = isWide ? bar + (lines.count == 1 ? 16.5 : 9) : y + (lines.count == 1 ? 28 : 13)
                w.label(0, base + Double(number) * 15, line, isWide ? "" : "halo")
            }
            draw(row, bar: bar, zero: zero, perPoint: perPoint, left: left, right: total, neutralLeft: neutralLeft, &w)
            if hasChange, let change = row.change {
                let names = row.verdict == .better ? "tm" : row.verdict == .worse ? "ts" : "mu"
                w.label(total, bar + 17, Format.signed(change), names, .end)
            }
        }
    }

    private func draw(
        _ row: Row, bar: Double, zero: Double, perPoint: Double, left: Double, right: Double, neutralLeft: Double,
        _ w: inout MarkupWriter
    ) {
        guard let favourable = row.favourable, let unfavourable = row.unfavourable else {
            w.box(left, bar + 5, right - left, 14, "hat")
            return
        }
        let against = unfavourable * perPoint
        let with = favourable * perPoint
        w.box(zero - against, bar, against, 24, "k1")
        w.box(zero, bar, with, 24, "k5")
        w.stroke(zero, bar, zero, bar + 24, "z")
        w.label(zero - against - 5, bar + 17, Format.number(unfavourable) + "%", "b", .end)
        w.label(zero + with + 5, bar + 17, Format.number(favourable) + "%", "b")
        if let neutral = row.neutral {
            let room = min(neutral * 0.5, right > 500 ? 50 : 24)
            w.box(neutralLeft, bar, room, 24, "k3")
            w.label(neutralLeft + room + 5, bar + 17, Format.number(neutral) + "%", "mu")
        }
    }
}
