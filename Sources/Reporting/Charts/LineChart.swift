internal import HTML

/// Where a line passes; `nil` values are gaps.
struct SeriesPoint: Sendable {
    /// Month index, or a position of its own for what comes in waves.
    var x: Double
    var value: Double?
    var low: Double?
    var high: Double?
}

/// What stands under the axis.
struct AxisMark: Sendable {
    var x: Double
    var first: String
    /// Second line, empty where it repeats the mark before.
    var second: String
}

/// This unit in blue with its interval, one comparison in grey, named where they end.
struct LineChart: Chart {
    let label: String
    let unit: Unit
    let name: String
    let points: [SeriesPoint]
    let comparison: (name: String, points: [SeriesPoint])?
    let marks: [AxisMark]
    /// Waves are dots with whiskers on a line; months are a line with a band.
    let hasDots: Bool
    private let scale: Scale

    init(
        label: String, unit: Unit, name: String, points: [SeriesPoint],
        comparison: (name: String, points: [SeriesPoint])?, marks: [AxisMark], hasDots: Bool
    ) {
        (self.label, self.unit, self.name, self.points) = (label, unit, name, points)
        (self.comparison, self.marks, self.hasDots) = (comparison, marks, hasDots)
        scale = Scale(covering: Self.values(points, comparison?.points ?? []), wholeSteps: unit.isCount)
    }

    func height(width: Int) -> Double { 252 }

    /// An end of an interval lies outside the drawing.
    var isBandCut: Bool {
        points.contains { point in
            guard point.value != nil, let low = point.low, let high = point.high else { return false }
            return low < scale.low || high > scale.high
        }
    }

    /// What the scale covers. A band far above the line is cut at the top rather than pressing the line to the floor.
    private static func values(_ points: [SeriesPoint], _ compared: [SeriesPoint]) -> [Double] {
        let values = points.compactMap(\.value) + compared.compactMap(\.value)
        let most = (values.map(abs).max() ?? 0) * 2.2
        let ends = points.flatMap { [$0.low, $0.high] }.compactMap { $0 }.map { max(-most, min(most, $0)) }
        return values + ends
    }

    func draw(into w: inout MarkupWriter, width: Int) {
        let tickRoom = scale.ticks.indices.map { LabelRoom.width(scale.label($0, unit)) }.max() ?? 20
        let left = min(70, tickRoom + 8)
        // As wide as the longest word, so that no name is cut that has room.
        let words = [name, comparison?.name ?? ""].flatMap { $0.split(separator: " ") }
        let longest = (words.map { LabelRoom.width(String($0)) }.max() ?? 0) * LabelRoom.boldness + 2
        let nameRoom = width > 500 ? min(240, max(176, longest)) : min(Double(width) * 0.38, max(108, longest))
        let right = Double(width) - nameRoom - 10
        let top = 14.0
        let bottom = 210.0
        let xs = (points + (comparison?.points ?? [])).map(\.x) + marks.map(\.x)
        let first = xs.min() ?? 0
        let span = max(1e-9, (xs.max() ?? 1) - first)
        let inset = hasDots ? 14.0 : 0
        func x(_ value: Double) -> Double { left + inset + (value - first) / span * (right - left - 2 * inset) }
        func y(_ value: Double) -> Double { bottom - scale.share(value) * (bottom - top) }
        for (index, tick) in scale.ticks.enumerated() {
            w.stroke(left, y(tick), right, y(tick), tick == 0 ? "z" : "g")
            w.label(left - 6, y(tick) + 4.5, scale.label(index, unit), "tk", .end)
        }
        let runs = Self.runs(points)
        if !hasDots {
            for run in runs {
                let band = Self.band(run, x: x, y: y)
                if !band.isEmpty { w.empty(.path, .d(band), .class("bm")) }
            }
        }
        if let comparison { line(Self.runs(comparison.points), "lr", "pr", x: x, y: y, &w) }
        line(runs, "lm", "pm", x: x, y: y, &w)
        if hasDots {
            for point in runs.flatMap({ $0 }) {
                guard let value = point.value else { continue }
                if let low = point.low, let high = point.high {
                    w.stroke(x(point.x), y(low), x(point.x), y(high), "iv")
                }
                w.dot(x(point.x), y(value), 4, "pm")
            }
        }
        for mark in AxisMark.thinned(marks, at: x) {
            w.stroke(x(mark.x), bottom, x(mark.x), bottom + 4, "z")
            w.label(x(mark.x), bottom + 18, mark.first, "tk", .middle)
            if !mark.second.isEmpty { w.label(x(mark.x), bottom + 33, mark.second, "tk", .middle) }
        }
        names(&w, x: x, y: y, right: right, room: nameRoom, within: top...bottom)
    }

    private func line(
        _ runs: [[SeriesPoint]], _ stroke: String, _ fill: String, x: (Double) -> Double, y: (Double) -> Double,
        _ w: inout MarkupWriter
    ) {
        for run in runs {
            var path = PathData()
            for point in run {
                guard let value = point.value else { continue }
                if path.isEmpty { path.move(x(point.x), y(value)) } else { path.line(x(point.x), y(value)) }
            }
            if run.count > 1 {
                w.empty(.path, .d(path), .class(stroke))
            } else if let point = run.first, let value = point.value {
                w.dot(x(point.x), y(value), 3, fill)
            }
        }
        if let last = runs.last?.last, let value = last.value { w.dot(x(last.x), y(value), 4.5, fill) }
    }

    private func names(
        _ w: inout MarkupWriter, x: (Double) -> Double, y: (Double) -> Double, right: Double, room: Double,
        within range: ClosedRange<Double>
    ) {
        struct Block {
            var lines: [String]
            var y: Double
            var names: String
        }
        var blocks: [Block] = []
        func add(_ name: String, _ points: [SeriesPoint], _ names: String) {
            guard let last = points.last(where: { $0.value != nil }), let value = last.value else { return }
            let across = names == "tm" ? room / LabelRoom.boldness : room
            let lines = LabelRoom.wrapped(name, across, lines: 3) + [Format.value(value, unit)]
            blocks.append(Block(lines: lines, y: y(value), names: names))
        }
        add(name, points, "tm")
        if let comparison { add(comparison.name, comparison.points, "tr") }
        let heights = blocks.map { Double($0.lines.count) * 15 }
        let tops = Declutter.tops(
            zip(blocks, heights).map { $0.y - $1 / 2 }, heights: heights,
            within: (range.lowerBound - 10)...(range.upperBound + 4))
        for (block, top) in zip(blocks, tops) {
            for (index, line) in block.lines.enumerated() {
                w.label(right + 10, top + 11 + Double(index) * 15, line, block.names)
            }
        }
    }

    /// Stretches without a gap.
    static func runs(_ points: [SeriesPoint]) -> [[SeriesPoint]] {
        var runs: [[SeriesPoint]] = []
        var open = false
        for point in points {
            if point.value == nil {
                open = false
            } else if open {
                runs[runs.count - 1].append(point)
            } else {
                runs.append([point])
                open = true
            }
        }
        return runs
    }

    private static func band(_ run: [SeriesPoint], x: (Double) -> Double, y: (Double) -> Double) -> PathData {
        var path = PathData()
        let held = run.filter { $0.low != nil && $0.high != nil }
        guard held.count > 1 else { return path }
        for point in held {
            guard let high = point.high else { continue }
            if path.isEmpty { path.move(x(point.x), y(high)) } else { path.line(x(point.x), y(high)) }
        }
        for point in held.reversed() {
            if let low = point.low { path.line(x(point.x), y(low)) }
        }
        path.close()
        return path
    }
}

extension AxisMark {
    /// Months as marks: at most `most`, evenly apart, the last one always there.
    static func months(_ months: [Int], most: Int = 6) -> [AxisMark] {
        guard let first = months.min(), let last = months.max() else { return [] }
        let span = last - first
        let step = [1, 2, 3, 6, 12, 24, 36, 60].first { span / $0 < most } ?? 120
        let shown = stride(from: last, through: first, by: -step).reversed()
        var year: Int?
        return shown.map { month in
            let isNew = month.year != year
            year = month.year
            return AxisMark(x: Double(month), first: Format.monthName(month), second: isNew ? String(month.year) : "")
        }
    }

    /// As many as do not lie over each other, from the last one backwards; the year of one left out goes to the next.
    static func thinned(_ marks: [AxisMark], at x: (Double) -> Double) -> [AxisMark] {
        let room = (marks.flatMap { [$0.first, $0.second] }.map { LabelRoom.width($0) }.max() ?? 0) + 6
        guard let first = marks.first, let last = marks.last, marks.count > 1 else { return marks }
        let apart = (x(last.x) - x(first.x)) / Double(marks.count - 1)
        let step = max(1, Int((room / max(1, apart)).rounded(.up)))
        guard step > 1 else { return marks }
        var kept: [AxisMark] = []
        var year = ""
        for (index, mark) in marks.enumerated() {
            var mark = mark
            if !mark.second.isEmpty { year = mark.second }
            guard (marks.count - 1 - index) % step == 0 else { continue }
            mark.second = year
            year = ""
            kept.append(mark)
        }
        return kept
    }

    /// Periods that are not months, side by side; thinned out to `most`, the last one always there.
    static func ordinal(_ periods: [ReportPeriod], most: Int = 5) -> [AxisMark] {
        let step = max(1, (periods.count + most - 1) / most)
        return periods.indices.reversed().enumerated().filter { $0.offset % step == 0 }.map(\.element).reversed().map {
            index in
            let words = LabelRoom.wrapped(periods[index].short, 64, lines: 2)
            return AxisMark(
                x: Double(index), first: words.first ?? "", second: words.count > 1 ? words[1] : "")
        }
    }
}
