import Results

/// A believable publication in memory: about forty departments, two years and a half of months, four waves, one
/// department in trouble, small teams below the reporting minimum. Only for looking at pages and for tests.
struct PreviewCompany {
    var names: [String: String] = [:]
    private var state: UInt64

    static let asOf = "2026-10-31"
    static let months = Array((2024 * 12 + 4)...(2026 * 12 + 9))
    static let waves = ["2025-03", "2025-09", "2026-03", "2026-09"]

    init(seed: UInt64 = 7) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    struct Unit {
        var id: String
        var name: String
        var parent: Int?
        var depth: Int
        /// Direct members.
        var own: Int
        var trouble: Double
    }

    static func tree() -> [Unit] {
        let spec: [(String, Int, Int, Double)] = [
            ("NG|Norðurljós Group", 0, 0, 0), ("OPS|Operations", 1, 12, 0), ("NO|Operations Norway", 2, 20, 0.1),
            ("OSL|Operations Oslo", 3, 212, 1), ("BGO|Operations Bergen", 3, 180, 0.1),
            ("TRD|Operations Trondheim", 3, 95, 0),
            ("TOS|Operations Tromsø", 3, 41, 0), ("DK|Operations Denmark", 2, 18, 0),
            ("CPH|Operations København", 3, 260, 0),
            ("AAR|Operations Århus", 3, 150, 0), ("OD|Operations Odense", 3, 88, 0),
            ("IS|Operations Iceland", 2, 310, -0.1),
            ("CS|Customer Service", 1, 9, 0.3), ("CS1|First Line", 2, 240, 0.35), ("CS2|Second Line", 2, 120, 0.2),
            ("CSN|Night Desk", 2, 26, 0.5), ("CSC|Complaints", 2, 7, 0), ("CSX|Language Desk", 2, 3, 0),
            ("TEC|Technology", 1, 14, -0.3), ("TP|Platform", 2, 95, -0.3), ("TD|Data", 2, 60, -0.35),
            ("TA|Applications", 2, 140, -0.2), ("TI|Infrastructure", 2, 72, -0.1), ("TS|Security", 2, 19, 0),
            ("COM|Commercial", 1, 10, 0), ("SAL|Sales", 2, 180, 0.05), ("MKT|Marketing", 2, 66, 0),
            ("PRC|Pricing & Revenue", 2, 24, 0), ("KEY|Key Accounts", 2, 38, 0), ("GF|Group Functions", 1, 6, -0.1),
            ("FIN|Finance", 2, 88, -0.1), ("HR|People & Culture", 2, 52, -0.1), ("LEG|Legal", 2, 17, 0),
            ("AUD|Audit Office", 2, 4, 0), ("BRD|Board Secretariat", 2, 3, 0), ("PRO|Procurement", 2, 31, 0),
            ("SUS|Sustainability", 2, 11, 0), ("FAC|Facilities", 2, 45, 0.1), ("FACN|Facilities North", 3, 22, 0.1),
            ("FACS|Facilities South", 3, 28, 0),
        ]
        var stack: [Int] = []
        return spec.enumerated().map { index, item in
            let parts = item.0.split(separator: "|").map(String.init)
            while stack.count > item.1 { stack.removeLast() }
            defer { stack.append(index) }
            return Unit(
                id: parts[0], name: parts[1], parent: stack.last, depth: item.1, own: item.2, trouble: item.3)
        }
    }

    private mutating func random() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / Double(1 << 53)
    }

    /// About normal, mean 0, deviation 1.
    private mutating func noise() -> Double { (0..<6).map { _ in random() }.reduce(0, +) * 1.414 - 4.242 }

    mutating func poisson(_ mean: Double) -> Int {
        if mean > 60 { return max(0, Int(mean + noise() * mean.squareRoot())) }
        var count = 0
        var product = random()
        let limit = PreviewCompany.exponential(-mean)
        while product > limit {
            count += 1
            product *= random()
        }
        return count
    }

    static func exponential(_ x: Double) -> Double {
        var sum = 1.0
        var term = 1.0
        let reduced = x / 64
        for step in 1..<24 {
            term *= reduced / Double(step)
            sum += term
        }
        var result = sum
        for _ in 0..<6 { result *= result }
        return result
    }

    func cube() throws -> PublishedCube {
        try PublishedCube(publication: Self.publication(Self.tree(), Self.ends, names), cells: Self.cells)
    }

    private static let ends: [Int] = {
        let units = tree()
        return units.indices.map { index in
            var end = index + 1
            while end < units.count, units[end].depth > units[index].depth { end += 1 }
            return end
        }
    }()

    /// Made once: the names change from test to test, the figures never.
    private static let cells: [PublishedCell] = {
        var company = PreviewCompany()
        return company.cells(tree(), ends)
    }()

    private mutating func cells(_ units: [Unit], _ ends: [Int]) -> [PublishedCell] {
        var cells: [PublishedCell] = []
        let months = Self.months
        let count = units.count
        var head = [[Int]](repeating: Array(repeating: 0, count: months.count + 1), count: count)
        var hires = [[Int]](repeating: Array(repeating: 0, count: months.count), count: count)
        var leavers = hires
        var classes = [[[Int]]](repeating: hires, count: 4)
        var lost = [[Double]](repeating: Array(repeating: 0, count: months.count), count: count)
        for index in units.indices {
            let unit = units[index]
            head[index][0] = unit.own
            for (m, month) in months.enumerated() {
                let late = max(0, Double(m) - 18) / 12
                let rate = (0.135 + unit.trouble * 0.13 * late) / 12
                let gone = min(head[index][m], poisson(Double(head[index][m]) * rate))
                let come = poisson(Double(head[index][m]) * (0.145 - unit.trouble * 0.02) / 12)
                leavers[index][m] = gone
                hires[index][m] = come
                head[index][m + 1] = head[index][m] + come - gone
                for _ in 0..<gone {
                    let draw = random()
                    classes[draw < 0.68 ? 0 : draw < 0.84 ? 1 : draw < 0.96 ? 2 : 3][index][m] += 1
                }
                let season = [0.9, 1.1, 0.7, 0.3, -0.2, -0.5, -1.3, -0.4, 0.1, 0.5, 0.7, 0.6][month % 12]
                lost[index][m] =
                    Double(head[index][m]) * max(0.5, 5.2 + season + unit.trouble * (0.8 + 3.4 * late) + noise() * 0.5)
            }
        }
        for index in units.indices {
            let range = index..<ends[index]
            func sum(_ table: [[Int]], _ m: Int) -> Int { range.map { table[$0][m] }.reduce(0, +) }
            let id = units[index].id
            func add(_ metric: String, _ period: String, _ disclosed: Disclosed) {
                cells.append(PublishedCell(metric, department: id, period: period, disclosed))
            }
            func plain(_ metric: String, _ period: String, _ value: Int) {
                add(metric, period, .published(Figure(value: Double(value), numerator: Double(value), n: value)))
            }
            for (m, month) in months.enumerated() {
                let key = Self.month(month)
                let opening = sum(head, m)
                let closing = sum(head, m + 1)
                let running = month == months.last && opening < 50
                for (metric, value) in [
                    ("headcount.opening", opening), ("headcount.closing", closing), ("flow.hires", sum(hires, m)),
                    ("flow.rehires", 0), ("flow.leavers", sum(leavers, m)), ("flow.moves_in", 0), ("flow.moves_out", 0),
                ] {
                    if running { add(metric, key, .suppressed(.openPeriod)) } else { plain(metric, key, value) }
                }
                let gone = Double(sum(leavers, m))
                if running {
                    add("turnover.total", key, .suppressed(.openPeriod))
                } else {
                    add("turnover.total", key, rate(gone, Double(opening)))
                }
                let closed = month < 2026 * 12 + 9
                if closed {
                    let share = range.map { lost[$0][m] }.reduce(0, +) / Double(max(1, opening))
                    add(
                        "absence.rate", key,
                        opening >= 50 ? .published(absence(share, opening, 0.18)) : .suppressed(.grain))
                } else {
                    add("absence.rate", key, .suppressed(.openPeriod))
                }
                guard m >= 11 else { continue }
                let window = (m - 11)...m
                let average = Double(window.map { sum(head, $0) + sum(head, $0 + 1) }.reduce(0, +)) / 24
                let rolling = key + "/P12M"
                add(
                    "headcount.average", rolling,
                    .published(Figure(value: average, n: Int(average))))
                add(
                    "turnover.rolling12.total", rolling,
                    rate(Double(window.map { sum(leavers, $0) }.reduce(0, +)), average))
                for (kind, name) in ["voluntary", "involuntary", "other", "unknown"].enumerated() {
                    let cell = rate(Double(window.map { sum(classes[kind], $0) }.reduce(0, +)), average)
                    add("turnover.rolling12.\(name)", rolling, average < 25 ? .suppressed(.groupMinimum) : cell)
                }
                if closed {
                    let total = window.map { at in range.map { lost[$0][at] }.reduce(0, +) }.reduce(0, +)
                    let share = total / max(1, average * 12)
                    if average >= 10 {
                        add("absence.rate", rolling, .published(absence(share, Int(average), 0.075)))
                        add(
                            "absence.frequency", rolling,
                            .published(
                                Figure(
                                    value: 1.2 + share / 12, n: Int(average), low: 1.1 + share / 12,
                                    high: 1.3 + share / 12)))
                        let p = min(0.9, 0.45 + share / 60)
                        add("absence.incidence", rolling, .published(wilson(p, average)))
                    } else {
                        add("absence.rate", rolling, .suppressed(.groupMinimum))
                    }
                }
                let reach = min(0.95, 0.52 + 0.004 * Double(m) - units[index].trouble * 0.15)
                add(
                    "participation.reach12", rolling,
                    average >= 10 ? .published(wilson(reach, average)) : .suppressed(.groupMinimum))
                add(
                    "participation.attendance_rate", rolling,
                    average >= 10 ? .published(wilson(reach + 0.12, average * 3)) : .suppressed(.groupMinimum))
            }
            survey(index, units, ends, head, &cells)
        }
        return cells
    }

    private mutating func survey(
        _ index: Int, _ units: [Unit], _ ends: [Int], _ head: [[Int]], _ cells: inout [PublishedCell]
    ) {
        let id = units[index].id
        let range = index..<ends[index]
        for (w, wave) in Self.waves.enumerated() {
            let period = "wave:" + wave
            let m = min(Self.months.count, w * 6 + 10)
            let people = Double(range.map { head[$0][m] }.reduce(0, +))
            let weight = max(1, people)
            let trouble = range.map { units[$0].trouble * Double(head[$0][m]) }.reduce(0, +) / weight
            let late = Double(w) / 3
            func add(_ metric: String, _ figure: Figure) {
                let disclosed = people < 10 ? Disclosed.suppressed(.groupMinimum) : .published(figure)
                cells.append(PublishedCell(metric, department: id, period: period, disclosed))
            }
            let response = min(0.95, 0.80 - late * 0.02 - trouble * 0.14 * late)
            var figure = wilson(response, people)
            figure.numerator = (response * people).rounded()
            figure.denominator = people
            add("participation.response_rate", figure)
            let n = response * people
            for (k, base) in [68.0, 58, 69, 62, 60, 57, 63, 71].enumerated() {
                let drop = trouble * late * [14.0, 20, 20, 17, 8, 10, 8, 4][k]
                let error = 40 / max(1, n).squareRoot()
                let value = base - drop + noise() * error * 0.4
                add(
                    "survey.index.\(Self.indices[k].id)",
                    Figure(value: value, n: Int(n), low: value - error, high: value + error))
            }
            let score = max(-90, min(90, 15 - trouble * late * 38 + noise() * 2))
            let error = 150 / max(1, n).squareRoot()
            add("survey.enps", Figure(value: score, n: Int(n), low: score - error, high: score + error))
            for (k, item) in Self.items.enumerated() {
                let agree = max(0.05, min(0.9, 0.72 - Double(k) * 0.025 - trouble * late * 0.24 + noise() * 0.02))
                let against = (1 - agree) * 0.5
                add("survey.favourable:\(item.id)", wilson(agree, n))
                add("survey.neutral:\(item.id)", wilson(1 - agree - against, n))
                add("survey.unfavourable:\(item.id)", wilson(against, n))
            }
        }
    }

    private func rate(_ events: Double, _ exposure: Double) -> Disclosed {
        guard exposure > 0 else { return .published(Figure(value: nil, numerator: events, denominator: 0, n: 0)) }
        let low = max(0, events + 2 - 1.96 * (events + 1).squareRoot()) * (events == 0 ? 0 : 1)
        let high = events + 2 + 1.96 * (events + 1).squareRoot()
        return .published(
            Figure(
                value: events / exposure * 100, numerator: events, denominator: exposure, n: Int(exposure),
                low: max(0, low - 2) / exposure * 100, high: high / exposure * 100))
    }

    private func absence(_ share: Double, _ n: Int, _ spread: Double) -> Figure {
        let relative = spread * 10 / Double(max(1, n)).squareRoot() * 2
        return Figure(
            value: share, numerator: share * Double(n), denominator: Double(n) * 100, n: n,
            low: n < 30 ? nil : share * (1 - min(0.7, relative)), high: n < 30 ? nil : share * (1 + relative))
    }

    private func wilson(_ p: Double, _ n: Double) -> Figure {
        let size = max(1, n)
        let z = 1.96
        let centre = (p + z * z / (2 * size)) / (1 + z * z / size)
        let half = z * ((p * (1 - p) + z * z / (4 * size)) / size).squareRoot() / (1 + z * z / size)
        return Figure(
            value: p * 100, numerator: (p * size).rounded(), denominator: size.rounded(), n: Int(size),
            low: max(0, centre - half) * 100, high: min(1, centre + half) * 100)
    }

    static func month(_ index: Int) -> String {
        let month = index % 12 + 1
        return "\(index / 12)-\(month < 10 ? "0" : "")\(month)"
    }
}
